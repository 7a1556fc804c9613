"""Reads a text by rules: findings in reading order, each at its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from drafter.checks.known import Known
from drafter.checks.rule import Hit, Reading, Rule
from drafter.model import Finding, Place, Text


def check(text: Text, rules: Iterable[Rule], known: Known | None = None) -> list[Finding]:
    """What ``rules`` find in ``text``, in reading order; nothing of one rule within another finding of the same."""
    reading = Reading(text, known or Known())
    if not text.blocks:
        return []
    found = [(hit, rule) for rule in rules for hit in _apart(sorted(rule.find(reading), key=lambda hit: hit[:2]))]
    found.sort(key=lambda pair: (pair[0].start, pair[0].end, pair[1].code))
    return [_finding(reading, hit, rule) for hit, rule in found]


def _apart(hits: Sequence[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].end or hit.start > kept[-1].start:
            kept.append(hit)
    return kept


def _finding(reading: Reading, hit: Hit, rule: Rule) -> Finding:
    index = reading.index(hit.start)
    block = reading.text.blocks[index]
    offset = hit.start - reading.starts[index]
    place = Place(reading.text.file, block.line, block.indent + offset + 1, " " * block.indent + block.text)
    return Finding(
        rule.code,
        rule.severity,
        rule.message(hit),
        place,
        quote=reading.whole[hit.start : hit.end],
        replacement=hit.mend,
        heading=" › ".join(reading.path(index)),
        level=rule.level,
        safe=rule.safe and hit.mend is not None,
    )
