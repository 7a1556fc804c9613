"""Word's XML in short words: elements are made in a tree, never spliced as text."""

from __future__ import annotations

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = {"w": W, "r": R}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(name: str) -> str:
    """The full name of an element or attribute of WordprocessingML."""
    return f"{{{W}}}{name}"


def element(name: str, /, **attributes: str | int) -> etree._Element:
    """A new ``w:name`` with ``w:`` attributes."""
    made = etree.Element(w(name), nsmap=NAMESPACES)
    for key, value in attributes.items():
        made.set(w(key), str(value))
    return made


def add(parent: etree._Element, tag: str, /, **attributes: str | int) -> etree._Element:
    """A new ``w:tag`` at the end of ``parent``."""
    made = etree.SubElement(parent, w(tag))
    for key, value in attributes.items():
        made.set(w(key), str(value))
    return made


def to_bytes(root: etree._Element) -> bytes:
    """``root`` as the bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def twips(points: float) -> int:
    """Twentieths of a point."""
    return round(points * 20)


def mm(length: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(length * 1440 / 25.4)
