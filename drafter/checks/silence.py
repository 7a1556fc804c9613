"""Silence with a reason: a finding that a writer has looked at, tied to its rule and its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from drafter.language.sentences import sentences
from drafter.messages import _
from drafter.model import Finding, Place

_COMMENT = re.compile(
    r"\s*(?:<!--|〔)\s*不查\s+(?P<rule>[A-Za-z]+[0-9]*)\s+[“\"](?P<words>[^”\"]+)[”\"]\s*(?P<reason>.*?)\s*(?:-->|〕)\s*"
)


@dataclass(frozen=True, slots=True)
class Silence:
    """A rule that is silent on sentences with these words, why, and where that is said."""

    rule: str
    words: str
    reason: str
    place: Place


def comments(file: str, lines: Sequence[str]) -> tuple[list[str], list[Silence]]:
    """The lines of a text without its comments, which leave empty lines, and what they silence.

    A comment stands on a line of its own: <!-- 不查 N01 “句子里的几个字” 理由 -->.
    """
    kept, found = [], []
    for number, line in enumerate(lines, 1):
        match = _COMMENT.fullmatch(line)
        if match:
            found.append(Silence(match["rule"], match["words"], match["reason"], Place(file, number, 1, line)))
        kept.append("" if match else line)
    return kept, found


def silenced(findings: Sequence[Finding], silences: Sequence[Silence]) -> tuple[list[Finding], int]:
    """The findings that are not silenced, with one for each silence that has no reason or nothing to silence; and how
    many were silenced."""
    kept, used = [], set[int]()
    for finding in findings:
        of_rule = [i for i, s in enumerate(silences) if s.rule == finding.rule]
        sentence = _sentence(finding) if of_rule else ""
        at = next((i for i in of_rule if silences[i].words in sentence), None)
        if at is None or not silences[at].reason:
            kept.append(finding)
        else:
            used.add(at)
    count = len(findings) - len(kept)
    for index, silence in enumerate(silences):
        if not silence.reason:
            message = _("不查 {rule} “{words}” gives no reason").format(rule=silence.rule, words=silence.words)
            kept.append(Finding("silence", "warning", message, silence.place))
        elif index not in used:
            message = _("不查 {rule} “{words}” silences nothing").format(rule=silence.rule, words=silence.words)
            kept.append(Finding("silence", "info", message, silence.place))
    return kept, count


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
