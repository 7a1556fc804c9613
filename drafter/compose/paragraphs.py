"""From rendered text with marks to paragraphs of spans: headings numbered, names settled, punctuation joined."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from drafter.language.numerals import numeral
from drafter.language.sentences import CLOSERS, INNER_QUOTES, PAUSES, seam
from drafter.marks import ANNOUNCED, BREAK, CLOSE, OPEN, SEP, strip_end, tokens, visible
from drafter.model import HEADINGS, Entity, Origin, Paragraph, Role, Span

HEADING = re.compile(rf"(?:{OPEN}[op][^{SEP}]*{SEP}{CLOSE}|\s)*(?P<level>#{{2,5}})(?=[ \t{OPEN}])")
_NUMBERS = ("{}、", "（{}）", "{}.", "（{}）")


@dataclass
class Settled:
    """What is settled while a speech is read through once: entities already said, heading numbers, ids.

    The ``speaker`` calls himself 我 wherever his words are his own.
    """

    entities: Mapping[str, Entity]
    speaker: str | None = None
    numbered: bool = True
    depth: int = len(HEADINGS)
    said: set[str] = field(default_factory=set)
    counts: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    ids: dict[str, int] = field(default_factory=dict)
    facts: set[str] = field(default_factory=set)


def paragraphs(text: str, move: str, settled: Settled) -> tuple[Paragraph, ...]:
    """The paragraphs of a rendered move; a blank line of the template or a heading ends one.

    A lead-in that ends with a pause, such as 第一件， runs on into what follows, wherever that begins.
    """
    found: list[Paragraph] = []
    lines: list[str] = []
    # Whether the paragraph holds nothing yet but a heading that runs in.
    opened = False

    def close(last: bool = False) -> None:
        body = "".join(lines)
        if not last and visible(body).rstrip()[-1:] in (*PAUSES,):
            return
        lines.clear()
        if visible(body).strip():
            found.append(_paragraph(body, "body", move, settled))

    for line in text.replace(BREAK, "\n\n").split("\n"):
        heading = HEADING.match(line)
        if heading:
            close(last=True)
            level = len(heading["level"]) - 2
            rest = line[: heading.start("level")] + line[heading.end("level") :].lstrip()
            if visible(rest).strip() and level >= settled.depth:
                # Too deep for a heading of its own: it opens the paragraph that follows.
                lines.append(strip_end(rest, "。；，、 \t\r") + "。")
                opened = True
            elif visible(rest).strip():
                found.append(_paragraph(rest, HEADINGS[level], move, settled))
        elif not line.strip():
            if not opened:
                close()
        else:
            lines.append(line.strip(" \t\r"))
            opened = opened and not visible(line).strip()
    close(last=True)
    return tuple(found)


def _paragraph(text: str, role: Role, move: str, settled: Settled) -> Paragraph:
    spans, origin = _spans(text, settled)
    number = ""
    if role != "body":
        number = _number(HEADINGS.index(role), settled) if settled.numbered else ""
        spans = _without_final_mark(spans)
    return Paragraph(_id(move, role, spans, settled), role, spans, origin, number)


def _number(level: int, settled: Settled) -> str:
    settled.counts[level] += 1
    settled.counts[level + 1 :] = [0] * (3 - level)
    n = settled.counts[level]
    return _NUMBERS[level].format(numeral(n) if level < 2 else n)


def _id(move: str, role: Role, spans: tuple[Span, ...], settled: Settled) -> str:
    """Move, role and the first fact that is said; a number where that is not enough."""
    fact = next((span.fact for span in spans if span.fact), "")
    name = "/".join(part for part in (move, "" if role == "body" else role, fact) if part)
    settled.ids[name] = n = settled.ids.get(name, 0) + 1
    return name if n == 1 else f"{name}#{n}"


def settle_line(text: str, settled: Settled) -> tuple[Span, ...]:
    """The spans of a line of the head."""
    return _spans(text, settled)[0]


def _spans(text: str, settled: Settled) -> tuple[tuple[Span, ...], Origin]:
    """The spans of marked text and where it came from."""
    spans: list[Span] = []
    stack: list[tuple[str, str]] = []
    template, line, phrases = "", 0, list[str]()
    skip = 0
    for kind, value in tokens(text):
        if kind == "/":
            skip -= stack.pop()[0] == "e"
        elif kind == "t":
            if not skip:
                settled.facts.update(label for mark, label in stack if mark == "f")
                _append(spans, _span(value, stack))
        else:
            if kind == "o" and not template:
                template, _, number = value.rpartition(":")
                line = int(number)
            elif kind == "p":
                phrases.append(value)
            elif kind == "w":
                settled.facts.add(value)
            elif kind == "e" and not skip:
                settled.facts.update(label for mark, label in stack if mark == "f")
                quoted = any(mark == "q" for mark, _ in stack)
                if value.removeprefix(ANNOUNCED) == settled.speaker and not quoted:
                    _append(spans, Span("我", fact=settled.entities[settled.speaker].path))
                else:
                    for inner in _entity(value, settled):
                        _append(spans, replace(inner, text=inner.text.translate(INNER_QUOTES)) if quoted else inner)
            skip += kind == "e"
            stack.append((kind, value))
    return tuple(spans), Origin(template, line, tuple(phrases))


def _entity(label: str, settled: Settled) -> list[Span]:
    """A named thing: in full the first time and when it is announced, short otherwise."""
    name = label.removeprefix(ANNOUNCED)
    entity = settled.entities[name]
    form = entity.short if name in settled.said and name == label else entity.full
    settled.said.add(name)
    return list(_spans(form, settled)[0])


def _span(text: str, stack: list[tuple[str, str]]) -> Span:
    for kind, label in reversed(stack):
        if kind == "g":
            return Span(text, gap=label)
        if kind == "d":
            return Span(text, derived=label)
        if kind == "f":
            return Span(text, fact=label)
    return Span(text)


def _append(spans: list[Span], span: Span) -> None:
    """Adds a span, joins it to its like, and leaves one mark of punctuation where two would meet."""
    closers = len(span.text) - len(span.text.lstrip(CLOSERS))
    if 0 < closers < len(span.text):
        # “…。” and what follows it: the closing mark belongs to the left side of the seam.
        _append(spans, replace(span, text=span.text[:closers]))
        span = replace(span, text=span.text[closers:])
    if spans:
        before = "".join(earlier.text for earlier in spans[-3:])
        left, right = seam(before[-4:], span.text)
        if left:
            shorter = replace(spans[-1], text=spans[-1].text[:-left])
            spans[-1:] = [shorter] if shorter.text else []
        if right:
            span = replace(span, text=span.text[right:])
    if not span.text:
        return
    if spans and _marks(spans[-1]) == _marks(span):
        span = replace(span, text=spans.pop().text + span.text)
    spans.append(span)


def _marks(span: Span) -> tuple[str | None, str | None, str | None]:
    """What a span is, whatever its text."""
    return span.fact, span.gap, span.derived


def _without_final_mark(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """A heading on a line of its own ends without a mark (GB/T 15834-2011; practice)."""
    if not spans:
        return spans
    last = replace(spans[-1], text=spans[-1].text.rstrip("。；，、"))
    return (*spans[:-1], last) if last.text else spans[:-1]
