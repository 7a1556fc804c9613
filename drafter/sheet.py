"""The sheet of facts: every fact of a brief, where it comes from, and where its speeches say it.

It is for the writer, and in Chinese whatever the locale: what is written does not depend on the machine.
"""

from __future__ import annotations

import datetime
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from drafter.marks import visible
from drafter.model import STOCK, Brief, Place, Speech
from drafter.notes import stock_paragraphs

# What a cell of Excel holds at most, in characters.
_CELL = 32_767
_TOO_LONG = "……（格子装不下，全文见素材）"
# A fixed day, so that equal facts give equal bytes.
_MADE = datetime.datetime(2000, 1, 1)
_COLUMNS = {"事实": 30, "文字": 44, "来源或算式": 30, "素材里的行列": 14, "用在哪里": 60}


@dataclass(frozen=True, slots=True)
class Row:
    """A fact: its path, how it reads, its source or sum, its place in the brief, and where it is said."""

    path: str
    text: str
    source: str
    place: Place | None
    said: tuple[str, ...]


def rows(brief: Brief, speeches: tuple[Speech, ...]) -> list[Row]:
    """Every named thing, sum and fact of the brief, in this order, with the places of the speeches that say it."""
    said = _said(speeches)
    found = [
        Row(entity.path, visible(entity.full), str(brief.sources.get(entity.path, "")), None, said[entity.path])
        for entity in brief.entities.values()
        if entity.name not in brief.derived
    ]
    found += [Row(d.name, d.text, d.sum, d.place, said[d.name]) for d in brief.derived.values() if said[d.name]]
    found += [Row(fact.path, fact.text, "", fact.place, said[fact.path]) for fact in brief.facts.values()]
    for number, speech in enumerate(speeches, 1):
        name = f"{number} {speech.genre_name}" if len(speeches) > 1 else speech.genre_name
        found += [Row(STOCK, p.text, "没有事实，选用的通用段落", None, (name,)) for p in stock_paragraphs(speech)]
    return found


def _said(speeches: tuple[Speech, ...]) -> defaultdict[str, tuple[str, ...]]:
    """Where each path is said: in which speech, part and paragraph; in the speech, where that is not known."""
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for number, speech in enumerate(speeches, 1):
        name = f"{number} {speech.genre_name}" if len(speeches) > 1 else speech.genre_name
        here = dict[str, None]()
        for path, place in _places(speech):
            found[path] += (f"{name}·{place}",) if f"{name}·{place}" not in found[path] else ()
            here[path] = None
        for path in sorted(speech.facts - here.keys()):
            found[path] += (name,)
    return found


def _places(speech: Speech) -> Iterator[tuple[str, str]]:
    for _role, spans in speech.head.lines():
        for span in spans:
            if span.fact:
                yield span.fact, "题头"
    for move in speech.moves:
        for number, paragraph in enumerate(move.paragraphs, 1):
            for span in paragraph.spans:
                if path := span.fact or span.derived:
                    yield path, f"{move.name}第{number}段"


def _fitting(text: str) -> str:
    """``text`` as far as a cell holds it; one that is cut says so."""
    return text if len(text) <= _CELL else text[: _CELL - len(_TOO_LONG)] + _TOO_LONG


def xlsx(brief: Brief, speeches: tuple[Speech, ...]) -> bytes:
    """The sheet as an Excel workbook; cells are text, never formulas."""
    import xlsxwriter  # only some runs write a sheet

    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"created": _MADE})
    page = book.add_worksheet("事实表")
    head = book.add_format({"bold": True, "bottom": 1})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    for column, (title, width) in enumerate(_COLUMNS.items()):
        page.set_column(column, column, width)
        page.write_string(0, column, title, head)
    for number, row in enumerate(rows(brief, speeches), 1):
        place = f"{row.place.line}:{row.place.column}" if row.place else ""
        texts = (row.path, row.text, row.source, place, "\n".join(row.said) or "没有用到")
        for column, text in enumerate(texts):
            page.write_string(number, column, _fitting(text), cell)
    page.freeze_panes(1, 0)
    book.close()
    return made.getvalue()
