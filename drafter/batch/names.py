"""File names from a pattern, such as {社区}-{会议名称}, safe on Windows, macOS and Linux."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from drafter import source
from drafter.batch.columns import Column, Columns, Path, child
from drafter.errors import Fault, TableError
from drafter.messages import _
from drafter.source import Scalar

# The number of the row in the table.
ROW = "行"
DEFAULT = "{行}-{会议名称}"
_SLOT = re.compile(r"\{([^{}]+)\}")
# What no file name may hold on one of the three systems, and what nobody sees.
_UNSAFE = re.compile(
    r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]'
)
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.I)
# File systems hold 255 bytes; a number, a genre and an ending are to come.
_MOST_BYTES = 180
_DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of file names whose slots are known: each is a column, or a path in the brief."""

    text: str
    slots: dict[str, int | Path]


def pattern(text: str, headings: Sequence[str], columns: Sequence[Column], known: Columns) -> Pattern:
    """``text`` with its slots found. Raises TableError for one that neither table nor brief has."""
    by_path = {column.path: column.number for column in columns}
    slots: dict[str, int | Path] = {}
    for name in _SLOT.findall(text):
        path = known.path(name)
        if name == ROW:
            continue
        if name in headings:
            slots[name] = headings.index(name)
        elif path is not None and path in by_path:
            slots[name] = by_path[path]
        elif path is not None and _text(known.tree, path):
            slots[name] = path
        else:
            hint = _(
                "A name in braces is the heading of a column, or something in the brief; {行} is the number of the row."
            )
            raise TableError([Fault(_("the file name asks for “{name}”").format(name=name[:30]), hint=hint)])
    return Pattern(text, slots)


def name(
    pattern: Pattern, known: Columns, cells: Sequence[str], columns: Sequence[Column], row: int
) -> tuple[str, bool]:
    """The file name of a row, as the pattern gives it and not yet safe; and whether all that it asks for is there."""
    facts = {str(c.path[-1]): cells[c.number] for c in columns if c.path[0] in ("facts", "figures")}
    whole = True

    def value(slot: str) -> str:
        at = pattern.slots.get(slot)
        if slot == ROW:
            return str(row)
        if isinstance(at, int):
            return cells[at]
        if at is not None:
            return _text(known.tree, at)
        own = facts.get(slot)
        return own if own is not None else _text(known.tree, ("facts", slot)) or _text(known.tree, ("bodies", slot))

    def said(text: str, depth: int = 0) -> str:
        def put_in(match: re.Match[str]) -> str:
            nonlocal whole
            found = value(match[1])
            whole = whole and bool(found)
            return said(found, depth + 1)

        return _SLOT.sub(put_in, text) if depth < _DEEPEST else ""

    return said(pattern.text), whole


def _text(node: source.Node | None, path: Path) -> str:
    for step in path:
        if isinstance(step, int):
            node = node.items[step] if isinstance(node, source.Sequence) and step < len(node.items) else node
        else:
            if isinstance(node, source.Sequence) and len(node.items) == 1:
                node = node.items[0]
            node = child(node, step)
    if isinstance(node, source.Mapping):
        node = child(node, "name") or child(node, "value")
    return node.text if isinstance(node, Scalar) else ""


def safe(text: str) -> str:
    """``text`` as a file name that all three systems take; empty when nothing of it is left."""
    made = _UNSAFE.sub("_", unicodedata.normalize("NFC", text)).strip(" .\u3000\t")
    made = re.sub(r"^\.+", "", re.sub(r"\s+", " ", made))
    if _DEVICES.match(made):
        made = f"_{made}"
    while len(made.encode()) > _MOST_BYTES:
        made = made[:-1].rstrip(" .")
    return "" if not made.strip("_-. ") else made


def key(text: str) -> str:
    """What two names have in common that are one on some system: neither case nor composition counts."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", text).casefold())
