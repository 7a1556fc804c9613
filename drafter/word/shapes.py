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
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
_SPECIAL = re.compile('[&<>"\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0\ufffe\uffff]')
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0\ufffe\uffff]")


def escaped(text: str) -> Markup:
    """``text`` as it stands in XML, between tags or in an attribute. Raises ValueError for what XML cannot hold."""
    if not _SPECIAL.search(text):
        return Markup(text)
    if found := _FORBIDDEN.search(text):
        raise ValueError(f"U+{ord(found.group()):04X} cannot stand in XML")
    return Markup(text.translate(_ESCAPES))


class Shape:
    """The XML of ``made``, a tree with SLOT as the text or an attribute wherever something is to be put in.

    ``inside``: of what ``made`` holds, without itself.
    """

    def __init__(self, made: etree._Element, inside: bool = False) -> None:
        parts = made if inside else [made]
        xml = "".join(etree.tostring(part, encoding="unicode") for part in parts)
        self._pattern = _DECLARED.sub("", xml).replace("%", "%%").replace(SLOT, "%s")

    def __call__(self, *inner: Markup) -> Markup:
        """The XML with ``inner`` in its slots, in order."""
        return Markup(self._pattern % inner)


class Part:
    """A part of a package, ``made`` in a tree with SLOT where its own is to be put in."""

    def __init__(self, made: etree._Element) -> None:
        xml = etree.tostring(made, xml_declaration=True, encoding="UTF-8", standalone=True)
        self._before, self._after = xml.split(SLOT.encode())

    def __call__(self, inner: Markup) -> bytes:
        """The bytes of the part with ``inner`` in its slot."""
        return self._before + inner.encode() + self._after
