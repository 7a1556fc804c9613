"""Mends that cannot change what is meant: chosen from findings, made in a copy of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from drafter import source
from drafter.model import Finding, Place
from drafter.submission import MAX_TEXT, Submission
from drafter.word import edit
from drafter.word.edit import Edit

_SEVERITIES = ("error", "warning", "info")
# So much of the line around a mend is shown with it.
_AROUND = 8


@dataclass(frozen=True, slots=True)
class Mend:
    """A mend: of which rule, where, what stood there and what comes, each with a little of its line."""

    rule: str
    place: Place
    quote: str
    text: str

    @property
    def end(self) -> int:
        """The column after its last character."""
        return self.place.column + len(self.quote)

    def shown(self) -> tuple[str, str]:
        """The words before and after, in their surroundings."""
        start, line = self.place.column - 1, self.place.source
        left = line[max(0, start - _AROUND) : start]
        right = line[start + len(self.quote) : start + len(self.quote) + _AROUND]
        return left + self.quote + right, left + self.text + right


def chosen(findings: Iterable[Finding]) -> list[Mend]:
    """The mends of ``findings`` that are safe, in reading order; of two that overlap the graver one."""
    kept: list[Mend] = []
    taken: dict[tuple[str, int], list[tuple[int, int]]] = {}
    safe = [f for f in findings if f.safe and f.place is not None and f.replacement is not None and f.quote]
    for finding in sorted(safe, key=lambda f: (_SEVERITIES.index(f.severity), f.place.order if f.place else ())):
        assert finding.place is not None
        assert finding.replacement is not None
        start, end = finding.place.column, finding.place.column + len(finding.quote)
        spans = taken.setdefault((finding.place.file, finding.place.line), [])
        if all(end <= low or start >= high for low, high in spans):
            spans.append((start, end))
            kept.append(Mend(finding.rule, finding.place, finding.quote, finding.replacement))
    return sorted(kept, key=lambda mend: mend.place.order)


def of_text(path: Path, mends: Sequence[Mend]) -> bytes:
    """The text file with ``mends`` made; its line ends, its encoding and all else are kept. Raises BriefError."""
    raw = path.read_bytes()
    text = source.read_bytes(path, MAX_TEXT)
    starts = [0, *(match.end() for match in re.finditer(source.LINE_END, text))]
    for mend in sorted(mends, key=lambda mend: mend.place.order, reverse=True):
        at = starts[mend.place.line - 1] + mend.place.column - 1
        text = text[:at] + mend.text + text[at + len(mend.quote) :]
    return source.encoded(text, raw)


def of_word(submissions: Sequence[Submission], mends: Sequence[Mend], tracked: bool) -> tuple[bytes, list[Mend]]:
    """The Word file of ``submissions`` with ``mends`` made, ``tracked`` or outright, and those that could not be.

    Consumes the document.
    """
    stories = {each.text.file: each.story for each in submissions}
    document = submissions[0].document
    assert document is not None
    made: dict[Edit, Mend] = {}
    for mend in mends:
        story = stories[mend.place.file]
        assert story is not None
        one = Edit(story, mend.place.line, mend.place.column - 1, mend.end - 1, mend.text)
        made[one] = mend
    data, left = edit.edited(document, list(made), tracked)
    return data, [made[one] for one in left]
