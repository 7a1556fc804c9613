"""Tables as offices keep them: .xlsx, .xls and .et, .csv; rows come one at a time, as text, with their numbers.

Blanks around a value, byte order marks and full-width digits go; a date is 2026-05-04, a number is as it is shown.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from drafter.errors import Fault, TableError
from drafter.messages import _
from drafter.model import Place
from drafter.source import FORBIDDEN

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".et")
MAX_FILE = 256_000_000
# Unpacked, a table of 100,000 rows takes some 100 MB.
MAX_WHOLE = 1_000_000_000
MAX_PARTS = 5_000
MOST_COLUMNS = 400
# The row of headings is looked for so far down.
_HEAD_WITHIN = 30
_LONGEST_CELL = 32_767
_ERRORS = ("#DIV/0", "#N/A", "#NAME", "#NULL", "#NUM", "#REF", "#VALUE", "#SPILL", "#CALC")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_DELIMITERS = ",\t;，"


class Row(NamedTuple):
    """A row of a table: its number in the sheet, from 1, its cells, one for each heading, and what is wrong in it."""

    number: int
    cells: tuple[str, ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was opened: its file and sheet, the number of the row of its headings, and these; a heading that
    is empty has no use."""

    path: Path
    sheet: str
    head: int
    headings: tuple[str, ...]

    def place(self, row: int, column: int, source: str = "") -> Place:
        """The place of a cell; ``column`` counts from 0."""
        return Place(str(self.path), row, column + 1, source)

    def rows(self) -> Iterator[Row]:
        """The rows below the headings, without empty ones, read anew. Raises TableError."""
        width = len(self.headings)
        for number, cells in _raw(self.path, self.sheet):
            if number > self.head and any(cells):
                whole = (*cells[:width], *([""] * (width - len(cells))))
                yield Row(number, whole, tuple(self._faults(number, cells)))

    def _faults(self, row: int, cells: Sequence[str]) -> Iterator[Fault]:
        for column, text in enumerate(cells):
            if not text:
                continue
            place = self.place(row, column)
            if column >= len(self.headings) or not self.headings[column]:
                yield Fault(_("a value without a heading: {text}").format(text=text[:30]), place)
            elif found := FORBIDDEN.search(text):
                message = _("character U+{code:04X} cannot stand in a document")
                yield Fault(message.format(code=ord(found.group())), place)
            elif text.startswith("=") and len(text) > 1:
                hint = _("Open the table in Excel or WPS and save it, or put the value in its place.")
                yield Fault(_("a formula without its result: {text}").format(text=text[:40]), place, hint)
            elif text.startswith("#") and text.rstrip("!?") in _ERRORS:
                yield Fault(_("an error of the table program: {text}").format(text=text), place)
            elif len(text) >= _LONGEST_CELL:
                message = _("{n} characters, the most that a cell holds: its end was cut")
                yield Fault(message.format(n=len(text)), place)


def opened(path: Path, sheet: str | None, known: Callable[[str], bool]) -> Table:
    """The table in ``path``; its headings stand in the row that has the most that are ``known``.

    Raises TableError for a file, a sheet or headings that cannot be used.
    """
    name = _sheet(path, sheet)
    best: tuple[int, int, list[str]] = (0, 0, [])
    for number, cells in _raw(path, name):
        if number > _HEAD_WITHIN:
            break
        count = sum(bool(cell) and known(cell) for cell in cells)
        if count > best[0]:
            best = (count, number, cells)
    count, head, cells = best
    if not count:
        hint = _("Headings are names of the brief, such as 会议.名称 or 社区; see drafter new --table.")
        raise TableError([Fault(_("{path}: no row of headings that the brief knows").format(path=path), hint=hint)])
    while cells and not cells[-1]:
        cells = cells[:-1]
    for column, heading in enumerate(cells):
        if heading and heading in cells[:column]:
            message = _("the heading “{name}” stands twice").format(name=heading[:30])
            raise TableError([Fault(message, Place(str(path), head, column + 1))])
    return Table(path, name, head, tuple(cells))


# --- the raw rows ---


def _sheet(path: Path, sheet: str | None) -> str:
    """The name of the sheet that is wanted, or of the first one; empty for a .csv."""
    if path.suffix.lower() not in SPREADSHEETS:
        return ""
    names = _book(path).sheets
    if sheet is None:
        return names[0]
    if sheet not in names:
        message = _("{path}: there is no sheet “{name}”; it has {names}")
        raise TableError(message.format(path=path, name=sheet[:30], names="、".join(names)[:200]))
    return sheet


class _Book(NamedTuple):
    sheets: list[str]
    rows: Callable[[str], Iterator[tuple[int, list[str]]]]


def _raw(path: Path, sheet: str) -> Iterator[tuple[int, list[str]]]:
    if path.suffix.lower() in SPREADSHEETS:
        return _book(path).rows(sheet)
    return _lines(path)


def _book(path: Path) -> _Book:
    """The workbook in ``path``, by what it is and not by how it is called."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise TableError(_("{path}: larger than {n} MB").format(path=path, n=MAX_FILE // 1_000_000))
        with path.open("rb") as file:
            begins = file.read(8)
    except OSError as error:
        raise TableError(_("{path}: cannot be read: {why}").format(path=path, why=error.strerror)) from error
    if begins.startswith(b"PK"):
        return _modern(path)
    if begins.startswith(b"\xd0\xcf\x11\xe0"):
        return _old(path)
    raise TableError(_("{path}: it is no workbook; save it as .xlsx or .csv").format(path=path))


def _modern(path: Path) -> _Book:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    formulas = _checked(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        typed = openpyxl.load_workbook(path, read_only=True, keep_links=False) if formulas else None
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise TableError(_("{path}: it is broken, or no workbook").format(path=path)) from error

    def rows(name: str) -> Iterator[tuple[int, list[str]]]:
        shown = book[name].iter_rows(max_col=MOST_COLUMNS)
        other: Iterator[Any] = typed[name].iter_rows(max_col=MOST_COLUMNS) if typed else iter(())
        try:
            for number, row in enumerate(shown, 1):
                beside = next(other, ()) if typed else ()
                yield number, [_of_cell(cell, i, beside) for i, cell in enumerate(row)]
        except (ValueError, KeyError, SyntaxError, zipfile.BadZipFile, EOFError) as error:
            raise TableError(_("{path}: it is broken, or no workbook").format(path=path)) from error

    return _Book([name for name in book.sheetnames if hasattr(book[name], "iter_rows")], rows)


def _checked(path: Path) -> bool:
    """Refuses an archive that would unpack to too much; whether a sheet has formulas."""
    try:
        with zipfile.ZipFile(path) as archive:
            listed = archive.infolist()
            whole = sum(info.file_size for info in listed)
            small = sum(info.compress_size for info in listed) + 1
            if len(listed) > MAX_PARTS or whole > MAX_WHOLE or (whole > 50_000_000 and whole > 200 * small):
                raise TableError(_("{path}: unpacked, it would be larger than a table is").format(path=path))
            if any(info.flag_bits & 1 for info in listed):
                raise TableError(_("{path}: it is locked with a password; take that off first").format(path=path))
            sheets = [info for info in listed if info.filename.startswith("xl/worksheets/")]
            return any(_has_formula(archive, info) for info in sheets)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
        raise TableError(_("{path}: it is broken, or no workbook").format(path=path)) from error


def _has_formula(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    with archive.open(info) as file:
        before = b""
        while chunk := file.read(1 << 20):
            if re.search(rb"<f[ >/]", before + chunk):
                return True
            before = chunk[-3:]
    return False


def _of_cell(cell: Any, column: int, beside: Sequence[Any]) -> str:
    """What a cell of an .xlsx shows; the formula itself where its result is not stored."""
    value = cell.value
    if value is None:
        formula = beside[column].value if column < len(beside) else None
        return formula if isinstance(formula, str) and formula.startswith("=") else ""
    return clean(_shown(value, str(getattr(cell, "number_format", "") or "")))


def _shown(value: object, form: str) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.datetime):
        return str(value.date()) if not (value.hour or value.minute) else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    if isinstance(value, (int, float)) and "%" in form:
        return f"{float(value) * 100:.6g}%"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    return str(value)


def _old(path: Path) -> _Book:
    import xlrd

    try:
        book = xlrd.open_workbook(str(path), on_demand=True, logfile=io.StringIO())
        names = book.sheet_names()
    except Exception as error:  # what a broken file makes xlrd raise is not listed anywhere
        locked = "encrypt" in str(error).lower() or _ENCRYPTED in path.read_bytes()
        message = _("{path}: it is locked with a password; take that off first")
        if not locked:
            message = _("{path}: it is broken, or no workbook")
        raise TableError(message.format(path=path)) from error

    def rows(name: str) -> Iterator[tuple[int, list[str]]]:
        sheet = book.sheet_by_name(name)
        for number in range(sheet.nrows):
            cells = sheet.row(number)[:MOST_COLUMNS]
            yield number + 1, [clean(_of_old(cell, book.datemode)) for cell in cells]

    return _Book(names, rows)


def _of_old(cell: Any, datemode: int) -> str:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return _shown(xlrd.xldate.xldate_as_datetime(cell.value, datemode), "")
        except (ValueError, OverflowError):
            return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return _shown(bool(cell.value), "")
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return "#" + str(xlrd.error_text_from_code.get(cell.value, "?")).lstrip("#")
    return _shown(cell.value, "")


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a .csv in UTF-8, UTF-16 or GB18030, as Excel and WPS save it."""
    encoding = _encoding(path)
    try:
        with path.open(encoding=encoding, newline="") as file:
            first = file.readline()
            delimiter = max(_DELIMITERS, key=first.count)
            file.seek(0)
            csv.field_size_limit(_LONGEST_CELL * 4)
            yield from _numbered(csv.reader(_without_nul(file, path), delimiter=delimiter))
    except (UnicodeDecodeError, csv.Error) as error:
        message = _("{path}: cannot be read as a table: {why}")
        raise TableError(message.format(path=path, why=error)) from error
    except OSError as error:
        raise TableError(_("{path}: cannot be read: {why}").format(path=path, why=error.strerror)) from error


def _without_nul(lines: Iterable[str], path: Path) -> Iterator[str]:
    for line in lines:
        if "\0" in line:
            raise TableError(_("{path}: it is no text").format(path=path))
        yield line


def _numbered(reader: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(reader, 1):
        if len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]):
            raise csv.Error(_("more than {n} columns").format(n=MOST_COLUMNS))
        yield number, [clean(cell) for cell in row[:MOST_COLUMNS]]


def _encoding(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE:
            raise TableError(_("{path}: larger than {n} MB").format(path=path, n=MAX_FILE // 1_000_000))
        with path.open("rb") as file:
            begins = file.read(4)
            if begins.startswith((b"\xff\xfe", b"\xfe\xff")):
                return "utf-16"
            file.seek(0)
            try:
                for line in file:
                    line.decode("utf-8")
            except UnicodeDecodeError:
                return "gb18030"
    except OSError as error:
        raise TableError(_("{path}: cannot be read: {why}").format(path=path, why=error.strerror)) from error
    return "utf-8-sig"


def clean(text: str) -> str:
    """A value without byte order marks and blanks around it, its digits half-width."""
    return text.replace("\ufeff", "").replace("\u00a0", " ").translate(_WIDE).strip(" \t\r\n\u3000")
