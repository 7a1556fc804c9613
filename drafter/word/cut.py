"""Runs of a paragraph that is there already, cut so that a range of its text has runs of its own; nothing moves."""

from __future__ import annotations

import copy
from collections.abc import Collection

from lxml import etree

from drafter.word.story import Line, Piece
from drafter.word.xml import SPACE, w

# Controls that fill themselves, or that hold one plain text: marks inside of them would be lost.
_CLOSED = ("dataBinding", "text", "comboBox", "dropDownList", "date")


def cut(line: Line, offsets: Collection[int]) -> list[Piece]:
    """The pieces of ``line``, cut at ``offsets`` of its text, each with a run of its own where it was cut.

    What cannot be cut stays whole: the inside of closed controls, and text with other text above it.
    """
    found: list[Piece] = []
    for piece in line.pieces:
        if closed(piece, line) or len(piece.node.text or "") != len(piece.text):
            found.append(piece)
            continue
        end = piece.start + len(piece.text)
        if end in offsets:
            _split(piece.node, after=True)
        node, rest = piece.node, []
        for at in sorted((at for at in offsets if piece.start < at < end), reverse=True):
            rest.append(
                Piece(_split_text(node, at - piece.start), piece.text[at - piece.start : end - piece.start], at)
            )
            end = at
        if piece.start in offsets:
            _split(node, after=False)
        found.append(Piece(node, piece.text[: end - piece.start], piece.start))
        found += reversed(rest)
    return found


def within(pieces: Collection[Piece], start: int, end: int) -> list[Piece]:
    """Those of ``pieces`` that have text between ``start`` and ``end``."""
    return [piece for piece in pieces if piece.start < end and piece.start + len(piece.text) > start]


def closed(piece: Piece, line: Line) -> bool:
    """Whether nothing may be put into what says ``piece``."""
    return holder(piece, line) is not piece.node.getparent() or piece.node.tag not in (w("t"), w("delText"))


def holder(piece: Piece, line: Line) -> etree._Element:
    """What marks around ``piece`` stand before and after: its run, or the outermost thing that may not be opened."""
    found: etree._Element = piece.node
    for node in piece.node.iterancestors():
        if node is line.paragraph or node.tag == w("p"):
            break
        properties = node.find(w("sdtPr")) if node.tag == w("sdt") else None
        if node.tag == w("r") or (properties is not None and any(properties.find(w(n)) is not None for n in _CLOSED)):
            found = node
    return found


def _split_text(node: etree._Element, at: int) -> etree._Element:
    """Cuts the text of ``node`` at ``at`` and its run with it; the element that says the second part."""
    text = node.text or ""
    second = copy.deepcopy(node)
    node.text, second.text = text[:at], text[at:]
    for part in (node, second):
        part.set(SPACE, "preserve")
    node.addnext(second)
    _split(node, after=True)
    return second


def _split(node: etree._Element, after: bool) -> None:
    """Begins a new run with what follows ``node``, or with ``node`` itself."""
    run = node.getparent()
    assert run is not None
    moved = list(node.itersiblings()) if after else [node, *node.itersiblings()]
    own = run.find(w("rPr"))
    left = [child for child in run if child is not own and not any(child is other for other in moved)]
    if not moved or not left:
        return
    following = copy.copy(run)
    for child in list(following):
        if child.tag != w("rPr"):
            following.remove(child)
    run.addnext(following)
    following.extend(moved)
