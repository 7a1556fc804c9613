"""How many pages a speech takes, laid out line by line: an editor's own count may be one off."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from drafter.language.width import cells
from drafter.model import Speech
from drafter.word import title
from drafter.word.layout import Layout, Style

# What is never broken: a run of digits and Latin letters; every other character stands alone.
_PIECE = re.compile(r"[!-~]+|.", re.DOTALL)
# Marks that may stand in the margin, and those that take the character before them along to the next line.
_HANGING = frozenset("，。、．")
_NOT_FIRST = frozenset("：；？！”’》）〉】…—％%")
# Between Chinese and a digit or letter an editor leaves a quarter of a character.
_SEAM = 0.25


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph on paper: its lines, the height of each and of what is before and after, in pt; whether it stays with
    the next."""

    lines: int
    spacing: float
    before: float
    after: float
    keep: bool


def pages(speech: Speech, layout: Layout) -> int:
    """The pages that ``speech`` takes in ``layout``."""
    height = (layout.paper.height - layout.margins.top - layout.margins.bottom) * 72 / 25.4
    count, used, held = 1, 0.0, 0.0
    for block in _blocks(speech, layout):
        if used:
            used += block.before
        for number in range(block.lines):
            if used and used + block.spacing > height:
                # A heading at the foot of a page goes over to the next with its paragraph.
                count, used = count + 1, held if not number else 0.0
            used += block.spacing
        held = held + block.before + block.lines * block.spacing + block.after if block.keep else 0.0
        used += block.after
    return count


def _blocks(speech: Speech, layout: Layout) -> Iterator[_Block]:
    """Each paragraph of the document."""
    for role, spans in speech.head.lines():
        if role == "title":
            spans = title.broken(spans, layout.width / layout.styles[role].size)
        yield _block("".join(span.text for span in spans), layout.styles[role], layout)
    for paragraph in speech.paragraphs:
        yield _block(paragraph.text, layout.styles[paragraph.role], layout)


def _block(text: str, style: Style, layout: Layout) -> _Block:
    # What is added between characters widens each of them.
    room = layout.width / (style.size + style.pitch)
    lines = sum(_lines(line, room, style.indent, layout.seams) for line in text.split("\n"))
    return _Block(lines, style.spacing, style.before, style.after, style.keep == "是")


def _lines(text: str, room: float, indent: float, seams: bool) -> int:
    """The lines that ``text`` fills; ``room`` and ``indent`` in characters."""
    count, used, last, before = 1, indent, 0.0, ""
    for piece in _PIECE.findall(text):
        seam = _SEAM if seams and before and _joins(before, piece) else 0.0
        width = cells(piece, "WFA") / 2
        if used + seam + width <= room or piece in _HANGING:
            used += seam + width
        else:
            # Longer than a line, a run of letters is broken after all.
            whole = (last if piece in _NOT_FIRST else 0.0) + width
            count += max(1, math.ceil(whole / room))
            used = whole % room if whole > room else whole
        last, before = width, piece
    return count


def _joins(before: str, after: str) -> bool:
    """Whether Chinese and a run of digits or letters meet here."""
    return before[-1].isalnum() and after[0].isalnum() and before[-1].isascii() != after[0].isascii()
