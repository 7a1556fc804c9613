"""A table to fill in for a genre: the facts that differ from meeting to meeting, with those of its example in a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from drafter import source
from drafter.batch.columns import Columns, child
from drafter.brief.keys import chinese, english
from drafter.library import Library
from drafter.model import Genre
from drafter.source import Node, Scalar

_MEETING = ("会议名称", "日期", "地点", "讲话人姓名", "讲话人职务", "称谓")
# A list of the brief has so many columns, and of an entry with fields so many fields.
_ENTRIES, _FIELDS = 3, 3


def columns(genre: Genre, library: Library) -> list[tuple[str, str]]:
    """The headings of a table for ``genre``, each with the value of its example brief; all lead somewhere in that."""
    text = library.text(f"genres/{genre.id}/brief.yaml") or ""
    tree, _faults = source.parse(text, "brief.yaml")
    if not isinstance(tree, source.Mapping):
        return []
    known = Columns(tree, genre.fields)
    wanted = [(heading, _value(tree, known, heading)) for heading in _MEETING]
    for path in genre.required:
        if "." not in path and path != chinese("speaker"):
            wanted += _listed(path, child(tree, english(path) or path))
    found = {heading: value for heading, value in wanted if known.path(heading) is not None and value}
    return list(found.items())


def _value(tree: source.Mapping, known: Columns, heading: str) -> str:
    node: Node | None = tree
    for step in known.path(heading) or ():
        if isinstance(node, source.Sequence) and node.items:
            node = node.items[0]
        node = child(node, str(step))
    if isinstance(node, Scalar):
        return node.text
    return known.speaker if heading.endswith("姓名") else ""


def _listed(name: str, node: Node | None) -> Iterator[tuple[str, str]]:
    """任务1题, 任务1牵头, … for a list; the section itself where it is a text."""
    if isinstance(node, Scalar):
        yield name, node.text
    for number, entry in enumerate(node.items[:_ENTRIES] if isinstance(node, source.Sequence) else (), 1):
        if isinstance(entry, Scalar):
            yield f"{name}{number}", entry.text
        elif isinstance(entry, source.Mapping):
            texts = [(key.text, value) for key, value in entry.pairs]
            for key, value in texts[:_FIELDS]:
                first = value.items[0] if isinstance(value, source.Sequence) and value.items else value
                if isinstance(first, Scalar):
                    yield f"{name}{number}{key}", first.text


def written(genre: Genre, library: Library, path: Path) -> bytes:
    """The table as the file that ``path`` is to be: .xlsx, or .csv in UTF-8 that Excel knows by its mark."""
    headed = columns(genre, library)
    rows = [[heading for heading, _example in headed], [example for _heading, example in headed]]
    if path.suffix.lower() == ".csv":
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        return text.getvalue().encode("utf-8-sig")
    import datetime

    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})
    page = book.add_worksheet("名单")
    head, cell = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    for column, (heading, example) in enumerate(headed):
        page.set_column(column, column, max(12, min(40, 2 * max(len(heading), len(example)))), cell)
        page.write_string(0, column, heading, head)
        page.write_string(1, column, example, cell)
    page.freeze_panes(1, 0)
    book.close()
    return made.getvalue()
