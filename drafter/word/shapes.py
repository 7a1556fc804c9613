"""Shapes: pieces of XML made in a tree once, and filled with text ever after.

All markup of a document comes out of a tree, so that it is whole; all text goes in escaped, so that none is lost at an
``&``. Filling a shape costs a fifth of making its elements anew.
"""

from __future__ import annotations

import re
from typing import NewType

from lxml import etree

Markup = NewType("Markup", str)
# A code point that is no character and never will be; XML allows it, and no text may hold it (see ``whole``).
SLOT = "\ufdd0"
_DECLARED = re.compile(r' xmlns(?::\w+)?="[^"]*"')
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0\ufffe\uffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
_SPECIAL = re.compile('[&<>"\r]')


def escaped(text: str) -> Markup:
    """``text`` as it stands in XML, between tags or in an attribute."""
    return Markup(text.translate(_ESCAPES) if _SPECIAL.search(text) else text)


class Shape:
    """The XML of ``made``, a tree with SLOT as the text or an attribute wherever something is to be put in.

    ``inside``: of what ``made`` holds, without itself.
    """

    def __init__(self, made: etree._Element, inside: bool = False) -> None:
        parts = made if inside else [made]
        xml = "".join(etree.tostring(part, encoding="unicode") for part in parts)
        self._pieces = _DECLARED.sub("", xml).split(SLOT)

    def __call__(self, *inner: Markup) -> Markup:
        """The XML with ``inner`` in its slots, in order."""
        pieces = self._pieces
        if len(inner) == 1 and len(pieces) == 2:
            return Markup(pieces[0] + inner[0] + pieces[1])
        found = [pieces[0]]
        for text, piece in zip(inner, pieces[1:], strict=True):
            found += (text, piece)
        return Markup("".join(found))


def whole(made: etree._Element, inner: Markup) -> bytes:
    """A part: the tree ``made``, with ``inner`` in its one slot.

    Raises ValueError when a text holds what XML cannot.
    """
    if found := _FORBIDDEN.search(inner):
        raise ValueError(f"U+{ord(found.group()):04X} cannot stand in XML")
    before, after = etree.tostring(made, xml_declaration=True, encoding="UTF-8", standalone=True).split(SLOT.encode())
    return before + inner.encode() + after
