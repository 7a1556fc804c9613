"""The sheet 数据依据: every figure that the speeches of a meeting say, where they say it, its source and its date.

It is for who answers for the figures, and in Chinese whatever the locale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from drafter.language.sentences import sentences
from drafter.model import HEADINGS, Brief, Paragraph, Source, Span, Speech
from drafter.notes import reckoned

_FIGURES = ("数据.", "事实.", "文件.")
_NUMBER = re.compile(r"[0-9][0-9,.]*(?:[%‰℃]|[万亿千百多余]*[\u4e00-\u9fff]{0,2})")
_LONGEST = 60


@dataclass(slots=True)
class Evidence:
    """A figure: how it is said, the places that say it, a sentence with it, its source, and as of when."""

    figure: str
    source: str
    as_of: str
    sentence: str
    places: list[str] = field(default_factory=list)


def evidence(brief: Brief, speeches: Sequence[Speech]) -> list[Evidence]:
    """The figures of ``speeches`` in reading order; a number in a text without a name is one of them, a deadline not.

    A source that the brief does not give is empty, and so is the date of a named figure.
    """
    found: dict[str, Evidence] = {}
    for number, speech in enumerate(speeches, 1):
        name = f"{number} {speech.genre_name}：" if len(speeches) > 1 else ""
        for where, paragraph in _placed(speech):
            for index, span in enumerate(paragraph.spans):
                for key, figure, source, as_of in _figures(brief, span):
                    new = Evidence(figure, source, as_of, _sentence(paragraph, index))
                    places = found.setdefault(key, new).places
                    if name + where not in places:
                        places.append(name + where)
    return list(found.values())


def _placed(speech: Speech) -> Iterator[tuple[str, Paragraph]]:
    """The paragraphs, each with its place: the numbers of the headings above it, and which it is under them."""
    numbers: list[str] = []
    count = 0
    for paragraph in speech.paragraphs:
        if paragraph.role in HEADINGS:
            numbers[HEADINGS.index(paragraph.role) :] = [paragraph.number]
            count = 0
            yield "".join(numbers).rstrip("、.") + "标题", paragraph
        else:
            count += 1
            yield f"{''.join(numbers).rstrip('、.') or '开头'}第{count}段", paragraph


def _figures(brief: Brief, span: Span) -> Iterator[tuple[str, str, str, str]]:
    """The figures of ``span``: a key, how each is said, its source and its date."""
    path = span.fact or ""
    if span.derived and span.derived in brief.derived:
        text, reckoning = reckoned(brief.derived[span.derived], [span.text])
        yield f"{span.derived}/{text}", text, f"推算：{reckoning}", "—"
    elif path.startswith(_FIGURES):
        source = brief.sources.get(path, Source())
        if re.search("[0-9]", span.text) or path.startswith("数据.") or source.where:
            as_of = source.as_of or ("" if path.startswith("数据.") else "—")
            yield f"{path}/{span.text}", span.text, source.where, as_of
    elif path in brief.facts and not path.startswith("会议.") and not path.endswith(".时限"):
        for match in _NUMBER.finditer(span.text):
            yield f"{path}/{match.group()}", match.group(), "", "—"


def _sentence(paragraph: Paragraph, index: int) -> str:
    """The sentence of ``paragraph`` that span number ``index`` begins in, cut where it is long."""
    before = paragraph.number + "".join(span.text for span in paragraph.spans[:index])
    end = 0
    for sentence in sentences(paragraph.text):
        start, end = end, end + len(sentence)
        if end > len(before):
            at = len(before) - start
            left = max(0, at - _LONGEST // 3)
            shown = sentence[left : left + _LONGEST]
            return ("…" if left else "") + shown + ("…" if left + _LONGEST < len(sentence) else "")
    return paragraph.text[:_LONGEST]
