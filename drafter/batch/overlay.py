"""A row laid over the nodes of a brief: each cell at its path, with its place in the table."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from drafter import source
from drafter.batch.columns import Column, Path, alone, child
from drafter.brief.keys import FREE, chinese, english
from drafter.errors import Fault
from drafter.messages import _
from drafter.model import Place
from drafter.source import Node, Scalar

# The day from which workbooks count; theirs has a 29 February 1900 that never was.
_EPOCH = datetime.date(1899, 12, 30)
_SERIAL = re.compile("[2-7][0-9]{4}")
_DAY = re.compile(r"([12][0-9]{3})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?: 0?0:00)?")


@dataclass(frozen=True, slots=True)
class _At:
    """A text that is to stand at a path."""

    path: Path
    value: Scalar


def laid(
    tree: source.Mapping, columns: Sequence[Column], cells: Sequence[str], file: str, row: int
) -> tuple[source.Mapping, list[Fault]]:
    """``tree`` with the cells of a row in it, and a fault for each that is empty and may not be.

    An empty cell is never filled from the brief unasked: the day or the speaker that stands there is as a rule
    another meeting's. Where its column is named under 可空, what the brief says holds.
    """
    faults, given = [], []
    for column in columns:
        text, place = cells[column.number], Place(file, row, column.number + 1)
        if text:
            if column.path == ("meeting", "date"):
                text = _as_date(text)
            given.append(_At(column.path, Scalar(text, place, quoted=True)))
        elif not (column.optional or column.listed):
            hint = _("Fill it, or name the column under 可空 in the brief.")
            faults.append(Fault(_("the cell is empty"), place, hint))
    for at in given:
        path = at.path
        if len(path) > 1 and isinstance(path[1], int) and path[0] != "speeches":
            continue
        tree = _as_mapping(_set(tree, path, at.value, ()))
    for name in dict.fromkeys(at.path[0] for at in given if len(at.path) > 1 and isinstance(at.path[1], int)):
        if name != "speeches":
            entries = _entries([at for at in given if at.path[0] == name and isinstance(at.path[1], int)])
            tree = _as_mapping(_put(tree, str(name), entries))
    return tree, faults


def _as_date(text: str) -> str:
    """A day as the brief writes it: from the number of a workbook, or with other marks."""
    if _SERIAL.fullmatch(text):
        return str(_EPOCH + datetime.timedelta(days=int(text)))
    match = _DAY.fullmatch(text)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else text


def _set(node: Node | None, path: Path, value: Scalar, above: Path) -> Node:
    """``node`` with ``value`` at ``path``; a mapping that is there keeps its other fields."""
    if not path:
        field = alone(above)
        if isinstance(node, source.Mapping) and field:
            return _put(node, field, value)
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        if isinstance(node, source.Sequence):
            items = list(node.items)
            if step < len(items):
                items[step] = _set(items[step], rest, value, (*above, step))
            return source.Sequence(tuple(items), node.place)
        return _set(node, rest, value, (*above, step))
    if isinstance(node, source.Sequence) and len(node.items) == 1:
        return source.Sequence((_set(node.items[0], path, value, above),), node.place)
    if isinstance(node, Scalar):
        # A text alone and a further field: the text goes where it would by itself.
        field = alone(above)
        node = source.Mapping(((Scalar(chinese(field), node.place), node),), node.place) if field else None
    inner = child(node, step)
    return _put(_as_mapping(node) if node else None, step, _set(inner, rest, value, (*above, step)), above, value.place)


def _put(
    node: source.Mapping | None, name: str, value: Node, above: Path = (), place: Place | None = None
) -> source.Mapping:
    """``node`` with ``value`` under ``name``, in the place of what stands there."""
    free = len(above) == 1 and above[0] in FREE
    pairs = node.pairs if node else ()
    found, done = [], False
    for key, old in pairs:
        mine = key.text == name or (not free and english(key.text) == name)
        found.append((key, value if mine else old))
        done = done or mine
    where = node.place if node else place or value.place
    if not done:
        found.append((Scalar(name if free else chinese(name), value.place), value))
    return source.Mapping(tuple(found), where)


def _entries(given: Sequence[_At]) -> source.Sequence:
    """The entries of a list, in the order of their numbers: texts alone, or mappings where columns name fields."""
    numbers = sorted({int(at.path[1]) for at in given})
    items: list[Node] = []
    for number in numbers:
        node: Node | None = None
        for at in sorted((at for at in given if at.path[1] == number), key=lambda at: len(at.path)):
            node = at.value if len(at.path) == 2 else _set(node, at.path[2:], at.value, at.path[:1])
        if node is not None:
            items.append(node)
    return source.Sequence(tuple(items), given[0].value.place)


def _as_mapping(node: Node) -> source.Mapping:
    if not isinstance(node, source.Mapping):
        raise AssertionError("a brief is a mapping")
    return node
