"""The page of questions for the leader: what to confirm, to decide, what is missing, what was reckoned, a line each.

It goes to the leader beside the draft, and is in Chinese whatever the locale.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafter.model import Brief, Finding, Speech
from drafter.notes import reckoned, stock_paragraphs

TITLE = "请示事项"
CONFIRM, DECIDE, MISSING, RECKONED = "请确认", "请决定", "缺少", "推算"
# Findings that ask for a decision of the leader's, and those that name what the brief lacks.
_DECIDE = frozenset({"cut", "short", "long", "cap", "announced", "voice", "term", "unsaid", "sum"})
_MISSING = frozenset({"required", "empty"})
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the page: what kind of answer it wants, what it asks, and where that stands."""

    kind: str
    text: str
    place: str


def questions(brief: Brief, speeches: Sequence[Speech], findings: Sequence[Finding]) -> list[Question]:
    """The questions in the order in which a leader answers them; ``findings`` are worded in Chinese.

    What two places ask in the same words is asked once.
    """
    found = [
        *_of(CONFIRM, findings, {"inferred"}),
        *_stock(speeches),
        *_of(DECIDE, findings, _DECIDE),
        *_undecided(brief),
        *_gaps(speeches),
        *_of(MISSING, findings, _MISSING),
        *_sums(brief, speeches),
    ]
    order = [CONFIRM, DECIDE, MISSING, RECKONED]
    return sorted(dict.fromkeys(found), key=lambda question: order.index(question.kind))


def rows(asked: Sequence[Question]) -> list[tuple[str, str, str, str]]:
    """The page as rows of a table: number, kind, question, place."""
    return [(str(number), item.kind, item.text, item.place) for number, item in enumerate(asked, 1)]


def text(asked: Sequence[Question]) -> str:
    """The page as plain text, a line for each question."""
    lines = [f"{number}. 【{kind}】{words}（{place}）" for number, kind, words, place in rows(asked)]
    return "\n".join([TITLE, "", *(lines or ["没有要请示的事项。"]), ""])


def _of(kind: str, findings: Sequence[Finding], rules: set[str] | frozenset[str]) -> Iterator[Question]:
    for finding in findings:
        if finding.rule in rules:
            place = f"素材第{finding.place.line}行" if finding.place else "全篇"
            shown = finding.message if len(finding.message) <= _LONGEST else finding.message[: _LONGEST - 1] + "…"
            yield Question(kind, shown, place)


def _stock(speeches: Sequence[Speech]) -> Iterator[Question]:
    for number, speech in enumerate(speeches, 1):
        for paragraph in stock_paragraphs(speech):
            yield Question(CONFIRM, f"这一段没有事实，用不用：{paragraph.text[:24]}……", _name(number, speech, speeches))


def _undecided(brief: Brief) -> Iterator[Question]:
    """Problems that a meeting left open: the brief answers them with 未定."""
    for fact in brief.facts.values():
        if fact.text == "未定" and ".答复" in fact.path:
            path = fact.path.partition(".答复")[0]
            heading = brief.facts.get(f"{path}.题")
            about = heading.text if heading else path
            yield Question(DECIDE, f"“{about}”会上没有定，怎样答复", f"素材第{fact.place.line}行")


def _gaps(speeches: Sequence[Speech]) -> Iterator[Question]:
    for number, speech in enumerate(speeches, 1):
        for role, spans in speech.head.lines():
            for gap in (span.gap for span in spans if span.gap):
                yield Question(MISSING, gap, f"{_name(number, speech, speeches)}题头" if role else "")
        for move in speech.moves:
            for at, paragraph in enumerate(move.paragraphs, 1):
                for gap in (span.gap for span in paragraph.spans if span.gap):
                    yield Question(MISSING, gap, f"{_name(number, speech, speeches)}{move.name}第{at}段")


def _sums(brief: Brief, speeches: Sequence[Speech]) -> Iterator[Question]:
    for number, speech in enumerate(speeches, 1):
        for move in speech.moves:
            for at, paragraph in enumerate(move.paragraphs, 1):
                for span in paragraph.spans:
                    if span.derived and span.derived in brief.derived:
                        said, sum_ = reckoned(brief.derived[span.derived], [span.text])
                        place = f"{_name(number, speech, speeches)}{move.name}第{at}段"
                        yield Question(RECKONED, f"“{said}”是算出来的：{sum_}", place)


def _name(number: int, speech: Speech, speeches: Sequence[Speech]) -> str:
    return f"第{number}篇{speech.genre_name}·" if len(speeches) > 1 else ""
