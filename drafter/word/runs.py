"""Runs: text in one look."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from drafter.model import Span
from drafter.word.aids import Piece
from drafter.word.faces import by_face, has_rare
from drafter.word.shapes import SLOT, Markup, Shape, escaped
from drafter.word.xml import SPACE, add, element

_TAB, _BREAK = Shape(element("tab"))(), Shape(element("br"))()


def run(piece: Piece, size: float = 0, face: str = "", style: str = "") -> Markup:
    """A run of ``piece``; ``size`` in pt, ``face`` and ``style`` of characters where they are not the paragraph's."""
    return _shape(size, face, style, piece.gap, piece.stressed)(_text(piece.text))


def ruby(piece: Piece, size: float) -> Markup:
    """A character with something small above it."""
    align = "center" if len(piece.text) == 1 else "right"
    above = run(Piece(piece.above), size / 2)
    return _ruby(size, align)(above, run(Piece(piece.text, piece.gap, piece.stressed)))


def alike(spans: Sequence[Span], faces: bool) -> list[tuple[Piece, bool]]:
    """Neighbours that look alike in one piece, each with whether it needs a face that has rare characters."""
    if len(spans) == 1 and not (faces and has_rare(spans[0].text)):
        return [(Piece(spans[0].text, spans[0].gap is not None), False)]
    runs: list[tuple[Piece, bool]] = []
    apart = by_face(spans) if faces and any(has_rare(span.text) for span in spans) else ((s, False) for s in spans)
    for span, rare in apart:
        gap = span.gap is not None
        if runs and runs[-1][0].gap == gap and runs[-1][1] == rare:
            runs[-1] = Piece(runs[-1][0].text + span.text, gap), rare
        else:
            runs.append((Piece(span.text, gap), rare))
    return runs


@lru_cache(maxsize=256)
def _shape(size: float, face: str, style: str, gap: bool, stressed: bool) -> Shape:
    made = element("r")
    properties = add(made, "rPr")
    if style:
        add(properties, "rStyle", val=style)
    # “ ” — … belong to Chinese and Latin alike; the hint gives them the Chinese face.
    faces = {"ascii": face, "hAnsi": face, "eastAsia": face, "cs": face} if face else {}
    add(properties, "rFonts", **faces, hint="eastAsia")
    if size:
        add(properties, "sz", val=round(size * 2))
    if gap:
        add(properties, "highlight", val="yellow")
    if stressed:
        add(properties, "em", val="dot")
    properties.tail = SLOT
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


def _text_shape(kept: bool) -> Shape:
    made = element("t")
    made.text = SLOT
    if kept:
        made.set(SPACE, "preserve")
    return Shape(made)


# Blanks at the ends of a text, and several in a row, are lost without a word to keep them.
_T, _KEPT = _text_shape(False), _text_shape(True)


def _said(text: str) -> Markup:
    if not text:
        return Markup("")
    kept = text[0].isspace() or text[-1].isspace() or "  " in text
    return (_KEPT if kept else _T)(escaped(text))


def _text(text: str) -> Markup:
    if "\n" not in text and "\t" not in text:
        return _said(text)
    lines = (_TAB.join(_said(cell) for cell in line.split("\t")) for line in text.split("\n"))
    return Markup(_BREAK.join(lines))
