"""A table as a document of its own, such as the sheet 数据依据: for reading at a desk, in small type."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from lxml import etree

from drafter.word.layout import Layout
from drafter.word.parts import base, document, member, properties
from drafter.word.runs import Look, run
from drafter.word.shapes import SLOT, Markup, Part, Shape
from drafter.word.xml import add, element, twips

# In pt.
_SIZE, _LINE = 10.5, 16


def table(layout: Layout, title: str, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]]) -> bytes:
    """A document with ``title`` and a table; a column has a head and a share of the width of the text.

    An empty cell is highlighted. Its head comes again on every page, and no row is broken between two.
    """
    whole = layout.width
    total = sum(share for _head, share in columns)
    widths = [twips(whole * share / total) for _head, share in columns]
    head = _row([name for name, _share in columns], widths, True)
    body = "".join(_row(cells, widths, False) for cells in rows)
    grid = _grid(widths)(Markup(head + body))
    text = Part(document(layout))(Markup(_TITLE(run(title)) + grid + _AFTER()))
    buffer = io.BytesIO()
    buffer.write(base(layout, stateful=False))
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr(member("word/document.xml"), text)
        package.writestr(member("docProps/core.xml"), properties(title, ""))
    return buffer.getvalue()


def _grid(widths: Sequence[int]) -> Shape:
    made = element("tbl")
    look = add(made, "tblPr")
    add(look, "tblW", w=sum(widths), type="dxa")
    borders = add(look, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        add(borders, side, val="single", sz=4, space=0, color="808080")
    add(look, "tblLayout", type="fixed")
    margins = add(look, "tblCellMar")
    for side in ("left", "right"):
        add(margins, side, w=twips(4), type="dxa")
    # WPS reads the widths of the grid before those of the cells.
    grid = add(made, "tblGrid")
    for width in widths:
        add(grid, "gridCol", w=width)
    grid.tail = SLOT
    return Shape(made)


def _row(cells: Sequence[str], widths: Sequence[int], head: bool) -> Markup:
    made = element("tr")
    look = add(made, "trPr")
    add(look, "cantSplit")
    if head:
        add(look, "tblHeader")
    look.tail = SLOT
    return Shape(made)(Markup("".join(_cell(text, width, head) for text, width in zip(cells, widths, strict=True))))


def _cell(text: str, width: int, head: bool) -> Markup:
    made = element("tc")
    add(add(made, "tcPr"), "tcW", w=width, type="dxa")
    paragraph = add(made, "p")
    look = add(paragraph, "pPr")
    add(look, "spacing", line=twips(_LINE), lineRule="exact")
    if head:
        add(look, "jc", val="center")
    look.tail = SLOT
    empty = not text and not head
    return Shape(made)(run(text or "【待补】", Look(size=_SIZE, gap=empty)))


def _paragraph(style: str) -> etree._Element:
    made = element("p")
    add(add(made, "pPr"), "pStyle", val=style)
    return made


def _title() -> Shape:
    made = _paragraph("Title")
    made[0].tail = SLOT
    return Shape(made)


# Word wants a paragraph after a table.
_TITLE, _AFTER = _title(), Shape(_paragraph("Normal"))
