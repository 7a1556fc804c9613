"""Runs: text in one look."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from lxml import etree

from drafter.model import Span
from drafter.word.aids import Piece
from drafter.word.faces import by_face
from drafter.word.shapes import SLOT, Markup, Shape, escaped
from drafter.word.xml import SPACE, add, element


class Look(NamedTuple):
    """How a run differs from its paragraph: a gap, stressed, size in pt, face, style of characters."""

    gap: bool = False
    stressed: bool = False
    size: float = 0
    face: str = ""
    style: str = ""


PLAIN = Look()
_TAB, _BREAK = Shape(element("tab"))(), Shape(element("br"))()


def run(text: str, look: Look = PLAIN) -> Markup:
    """A run of ``text``."""
    if "\n" not in text and "\t" not in text:
        return _shape(look)(escaped(text))
    lines = (_TAB.join(_T(escaped(cell)) for cell in line.split("\t") if cell) for line in text.split("\n"))
    return _holder(look)(Markup(_BREAK.join(lines)))


def ruby(piece: Piece, size: float) -> Markup:
    """A character with something small above it; ``size`` in pt is the paragraph's."""
    align = "center" if len(piece.text) == 1 else "right"
    above = run(piece.above, Look(size=size / 2))
    return _ruby(size, align)(above, run(piece.text, Look(piece.gap, piece.stressed)))


def in_faces(spans: Sequence[Span], look: Look, other: str) -> Markup:
    """Runs of ``spans`` in one look; rare characters stand in the face ``other``."""
    runs = []
    for rare, group in groupby(by_face(spans), itemgetter(1)):
        text = "".join(span.text for span, _rare in group)
        runs.append(run(text, look._replace(face=other) if rare else look))
    return Markup("".join(runs))


def _holder_tree(look: Look) -> etree._Element:
    made = element("r")
    properties = add(made, "rPr")
    if look.style:
        add(properties, "rStyle", val=look.style)
    # “ ” — … belong to Chinese and Latin alike; the hint gives them the Chinese face.
    faces = dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), look.face) if look.face else {}
    add(properties, "rFonts", **faces, hint="eastAsia")
    if look.size:
        add(properties, "sz", val=round(look.size * 2))
    if look.gap:
        add(properties, "highlight", val="yellow")
    if look.stressed:
        add(properties, "em", val="dot")
    return made


@lru_cache(maxsize=256)
def _holder(look: Look) -> Shape:
    made = _holder_tree(look)
    made[0].tail = SLOT
    return Shape(made)


@lru_cache(maxsize=256)
def _shape(look: Look) -> Shape:
    made = _holder_tree(look)
    made.append(_text_tree())
    return Shape(made)


@lru_cache(maxsize=64)
def _ruby(size: float, align: str) -> Shape:
    made = element("r")
    ruby = add(made, "ruby")
    look = add(ruby, "rubyPr")
    add(look, "rubyAlign", val=align)
    add(look, "hps", val=round(size))
    add(look, "hpsRaise", val=round(size * 2))
    add(look, "hpsBaseText", val=round(size * 2))
    add(look, "lid", val="zh-CN")
    add(ruby, "rt").text = SLOT
    add(ruby, "rubyBase").text = SLOT
    return Shape(made)


def _text_tree() -> etree._Element:
    made = element("t")
    made.text = SLOT
    # Else blanks at the ends, and several in a row, are lost.
    made.set(SPACE, "preserve")
    return made


_T = Shape(_text_tree())
