"""Finders of what the reader of a file marked: its page, faces, changes and leftovers, which no text shows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import partial

from drafter.checks.rule import Hit, Reading

_CODES = (
    *("D01", "D02", "D03", "D04", "D05", "D06", "D07", "D08", "D09", "D11", "D12", "D13", "D14", "D15", "D16"),
    *("D17", "D18", "P11", "R05"),
)


def marked(reading: Reading, code: str) -> Iterator[Hit]:
    """The marks for the rule ``code``; one on an empty line stands on the next that is not."""
    blocks = reading.text.blocks
    lines = [block.line for block in blocks]
    for mark in reading.text.marks:
        if mark.code == code:
            index = min(bisect_left(lines, mark.line), len(blocks) - 1)
            block, start = blocks[index], reading.starts[index]
            at, end = mark.start - block.indent, mark.end - block.indent
            if block.line != mark.line:
                at, end = 0, 0
            low = min(max(at, 0), len(block.text) - 1)
            yield Hit(start + low, start + max(low + 1, min(end, len(block.text))), mark.words)


FINDERS = {code: partial(marked, code=code) for code in _CODES}
