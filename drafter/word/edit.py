"""Words of a file that is already there put in the place of others, outright or as tracked changes."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from drafter.word import package
from drafter.word.changes import remove
from drafter.word.cut import closed, cut, within
from drafter.word.story import Document, Line, Piece, Story
from drafter.word.xml import SPACE, element, to_bytes, w

_AUTHOR = "drafter"


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """``text`` in the place of characters ``start`` to ``end`` of a line of a story; lines are numbered from 1."""

    story: Story
    line: int
    start: int
    end: int
    text: str


def edited(document: Document, edits: Sequence[Edit], tracked: bool = False) -> tuple[bytes, tuple[Edit, ...]]:
    """The file after ``edits``, which do not overlap, and those that could not be made: in controls that fill
    themselves, in numbers by Word, in text that is already deleted. Consumes ``document``."""
    left: list[Edit] = []
    by_line: dict[int, list[Edit]] = {}
    for edit in edits:
        by_line.setdefault(id(edit.story.lines[edit.line - 1]), []).append(edit)
    number = _highest(document) + 1
    touched = set()
    for group in by_line.values():
        line = group[0].story.lines[group[0].line - 1]
        pieces = cut(line, {at for edit in group for at in (edit.start, edit.end)})
        for edit in group:
            words = within(pieces, edit.start, edit.end)
            if not _can(words, line, edit):
                left.append(edit)
                continue
            touched.add(edit.story.part)
            if tracked:
                _track(words, edit.text, number)
                number += len(words) + 1
            else:
                _put(words, edit.text)
    kept = dict(document.parts)
    for name in touched:
        kept[name] = to_bytes(document.trees[name])
    return package.packed(kept), tuple(left)


def _highest(document: Document) -> int:
    """The highest number that a change or a mark of the file has."""
    numbers = [
        int(node.get(w("id"), ""))
        for name, root in document.trees.items()
        if name != "word/numbering.xml"
        for node in root.iter(etree.Element)
        if re.fullmatch("[0-9]{1,9}", node.get(w("id"), ""))
    ]
    return max(numbers, default=0)


def _can(words: Sequence[Piece], line: Line, edit: Edit) -> bool:
    whole = bool(words) and words[0].start == edit.start and words[-1].start + len(words[-1].text) == edit.end
    return whole and not any(
        closed(piece, line) or next(piece.node.iterancestors(w("del"), w("moveFrom")), None) is not None
        for piece in words
    )


def _put(words: Sequence[Piece], text: str) -> None:
    first, *others = (piece.node for piece in words)
    if text:
        first.text = text
        first.set(SPACE, "preserve")
    for node in others if text else (first, *others):
        run = node.getparent()
        remove(node)
        if run is not None and all(child.tag == w("rPr") for child in run):
            remove(run)


def _track(words: Sequence[Piece], text: str, number: int) -> None:
    """Each run of ``words`` as deleted, and ``text`` as inserted after them, in the look of the first."""
    runs = [piece.node.getparent() for piece in words]
    added = copy.deepcopy(runs[0])
    gone = None
    for run, piece in zip(runs, words, strict=True):
        assert run is not None
        # A run with a line break has two pieces. Neighbours are one change, to be taken or refused at once.
        if gone is None or gone not in (run.getparent(), run.getprevious()):
            gone = element("del", id=number, author=_AUTHOR)
            number += 1
            run.addprevious(gone)
        if run.getparent() is not gone:
            gone.append(run)
        piece.node.tag = w("delText")
        piece.node.set(SPACE, "preserve")
    if text and added is not None and runs[-1] is not None:
        new = element("ins", id=number, author=_AUTHOR)
        for child in list(added):
            if child.tag not in (w("rPr"), w("t"), w("delText")):
                added.remove(child)
        said = [child for child in added if child.tag != w("rPr")]
        for extra in said[1:]:
            added.remove(extra)
        said[0].tag, said[0].text = w("t"), text
        said[0].set(SPACE, "preserve")
        new.append(added)
        wrapper = runs[-1].getparent()
        assert wrapper is not None
        wrapper.addnext(new)
