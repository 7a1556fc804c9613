"""Tracked changes: what they are, and how a text reads when all of them are accepted."""

from __future__ import annotations

from lxml import etree

from drafter.word.xml import w

# Text that is gone when the changes are accepted, and text that stays.
GONE = {w(name) for name in ("del", "moveFrom")}
KEPT = {w(name) for name in ("ins", "moveTo")}
# What a change of looks was, and the ends of what was moved.
NOTED = {
    w(name)
    for name in (
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange"),
        *("tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge"),
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
        *("customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd"),
    )
}
_PARAGRAPH, _MARK = w("p"), w("rPr")


def count(root: etree._Element) -> int:
    """How many tracked changes ``root`` holds."""
    return sum(1 for _node in root.iter(*GONE, *KEPT, *NOTED))


def accept(root: etree._Element) -> None:
    """Accepts every change in ``root``: a paragraph whose end was deleted goes on with the one after it."""
    for row in list(root.iter(w("tr"))):
        if row.find(f"{w('trPr')}/{w('del')}") is not None:
            remove(row)
    for cell in list(root.iter(w("tc"))):
        if cell.find(f"{w('tcPr')}/{w('cellDel')}") is not None:
            remove(cell)
    # From the end, so that several in a row run into one.
    for paragraph in reversed(list(root.iter(_PARAGRAPH))):
        mark = paragraph.find(f"{w('pPr')}/{_MARK}")
        if mark is not None and any(child.tag in GONE for child in mark):
            _join(paragraph)
    for node in list(root.iter(*GONE, *NOTED)):
        remove(node)
    for node in list(root.iter(*KEPT)):
        unwrap(node)


def _join(paragraph: etree._Element) -> None:
    """Puts what ``paragraph`` holds before what the next one does; the next keeps its look."""
    following = paragraph.getnext()
    if following is None or following.tag != _PARAGRAPH:
        return
    at = 1 if following.find(w("pPr")) is not None else 0
    for node in [child for child in paragraph if child.tag != w("pPr")]:
        following.insert(at, node)
        at += 1
    remove(paragraph)


def remove(node: etree._Element) -> None:
    """Takes ``node`` out of its tree; what follows it stays."""
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def unwrap(node: etree._Element) -> None:
    """Puts what ``node`` holds in its place."""
    parent = node.getparent()
    if parent is None:
        return
    at = parent.index(node)
    for offset, child in enumerate(list(node)):
        parent.insert(at + offset, child)
    parent.remove(node)
