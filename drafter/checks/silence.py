"""Silence with a reason: a finding that a writer has looked at, tied to its rule and its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from drafter.language.sentences import sentences
from drafter.messages import _
from drafter.model import Finding, Place

_SAID = re.compile(
    r"不查\s{1,4}(?P<rule>[A-Za-z\u4e00-\u9fff]{1,8}[0-9]{0,4})\s{1,4}[“\"](?P<words>[^”\"]{1,200})[”\"]\s{0,4}(?P<reason>.{0,200})"
)
_COMMENT = re.compile(r"\s{0,40}(?:<!--|〔)\s{0,4}(?P<said>不查[^\n]{0,500}?)\s{0,4}(?:-->|〕)\s{0,40}")


@dataclass(frozen=True, slots=True)
class Silence:
    """A rule that is silent on sentences with these words, why, and where that is said; ``file`` is the one file that
    it is for, empty for all."""

    rule: str
    words: str
    reason: str
    place: Place
    file: str = ""


def said(text: str, place: Place) -> Silence | None:
    """The silence that ``text`` asks for: 不查 N01 “句子里的几个字” 理由; None when it asks for none."""
    match = _SAID.match(text.strip())
    if not match:
        return None
    return Silence(match["rule"].upper(), match["words"], match["reason"].strip(), place, place.file)


def comments(file: str, lines: Sequence[str]) -> tuple[list[str], list[Silence]]:
    """The lines of a text without its comments, which leave empty lines, and what they silence.

    A comment stands on a line of its own: <!-- 不查 N01 “句子里的几个字” 理由 -->.
    """
    kept, found = [], []
    for number, line in enumerate(lines, 1):
        match = _COMMENT.fullmatch(line) if "不查" in line else None
        silence = said(match["said"], Place(file, number, 1, line)) if match else None
        if silence:
            found.append(silence)
        kept.append("" if silence else line)
    return kept, found


def silenced(findings: Sequence[Finding], silences: Sequence[Silence]) -> list[Finding]:
    """The findings that are not silenced, with one for each silence that has no reason or nothing to silence."""
    kept, used = [], set[int]()
    for finding in findings:
        file = finding.place.file.partition("#")[0] if finding.place else ""
        of_rule = [i for i, s in enumerate(silences) if s.rule == finding.rule and s.file in ("", file)]
        sentence = _sentence(finding) if of_rule else ""
        at = next((i for i in of_rule if silences[i].words in sentence), None)
        if at is None or not silences[at].reason:
            kept.append(finding)
        else:
            used.add(at)
    for index, silence in enumerate(silences):
        if not silence.reason:
            message = _("不查 {rule} “{words}” gives no reason").format(rule=silence.rule, words=silence.words)
            kept.append(Finding("silence", "warning", message, silence.place))
        elif index not in used:
            message = _("不查 {rule} “{words}” silences nothing").format(rule=silence.rule, words=silence.words)
            kept.append(Finding("silence", "info", message, silence.place))
    return kept


def _sentence(finding: Finding) -> str:
    """The sentences that the words of a finding stand in."""
    if finding.place is None:
        return ""
    start, found, position = finding.place.column - 1, "", 0
    end = start + len(finding.quote)
    for sentence in sentences(finding.place.source):
        if position < end and position + len(sentence) > start:
            found += sentence
        position += len(sentence)
    return found
