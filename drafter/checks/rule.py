"""A rule of the catalogue: what it says, how it finds, and the sentences that test it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from drafter.checks.known import Known
from drafter.language.sentences import CLOSERS, END
from drafter.messages import is_chinese
from drafter.model import Block, Severity, Text

SEVERITIES: Mapping[str, Severity] = {"必错": "error", "疑似": "warning", "提示": "info"}
LEVELS = ("国标", "标准", "实务", "单位")
_SENTENCE = re.compile(rf"[^{END}\n]*(?:[{END}]+[{CLOSERS}]*|$)", re.M)


class Hit(NamedTuple):
    """What a rule found: from where to where in the whole text, words for its message, and a mend if there is one."""

    start: int
    end: int
    words: tuple[str, ...] = ()
    mend: str | None = None


class Reading:
    """A text while it is checked: what several rules need of it is found once."""

    def __init__(self, text: Text, known: Known) -> None:
        self.text, self.known = text, known
        self.whole = text.whole
        self.starts: list[int] = []
        position = 0
        for block in text.blocks:
            self.starts.append(position)
            position += len(block.text) + 1

    def index(self, offset: int) -> int:
        """The number of the paragraph that ``offset`` of the whole text stands in."""
        return bisect_right(self.starts, offset) - 1

    def placed(self) -> Iterator[tuple[int, Block]]:
        """The paragraphs, each with where it begins in the whole text."""
        return zip(self.starts, self.text.blocks, strict=True)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The sentences of the whole text, from where to where; none goes over the end of a paragraph."""
        return [match.span() for match in _SENTENCE.finditer(self.whole) if match.group()]

    @cached_property
    def headings(self) -> list[tuple[int, Block]]:
        """The headings, each with the number of its paragraph."""
        return [(i, block) for i, block in enumerate(self.text.blocks) if block.role.startswith("heading")]

    def path(self, index: int) -> tuple[str, ...]:
        """The headings that paragraph number ``index`` stands under, from the highest down."""
        at = bisect_left(self._paths[0], index) - 1
        role = self.text.blocks[index].role
        path = self._paths[1][at] if at >= 0 else {}
        return tuple(text for level, text in path.items() if not role.startswith("heading") or level < role)

    @cached_property
    def _paths(self) -> tuple[list[int], list[dict[str, str]]]:
        """The numbers of the headings, and for each what stands above the paragraphs after it, by level."""
        paths: list[dict[str, str]] = []
        path: dict[str, str] = {}
        for _index, heading in self.headings:
            path = {**{level: text for level, text in path.items() if level < heading.role}, heading.role: heading.text}
            paths.append(path)
        return [index for index, _heading in self.headings], paths

    @cached_property
    def date(self) -> Any:
        """The day of the meeting: what is known, else the date line of the text."""
        return self.known.date or _dated(self.text)


def _dated(text: Text) -> Any:
    from drafter.language.dates import mentions

    for block in text.blocks[:10]:
        if block.role == "date":
            for mention in mentions(block.text):
                return mention.day
    return None


Finder = Callable[[Reading], Iterator[Hit]]


@dataclass(frozen=True)
class Rule:
    """A rule: code, names and messages (English, Chinese), severity, why, level of its source, tests, and its finder.

    ``bad`` and ``good`` are texts that it must find something in, and must not. ``safe``: its mend cannot change what
    is meant.
    """

    code: str
    names: tuple[str, str]
    messages: tuple[str, str]
    severity: Severity
    level: str
    why: tuple[str, str]
    find: Finder
    bad: tuple[Any, ...] = ()
    good: tuple[Any, ...] = ()
    safe: bool = False

    def message(self, hit: Hit) -> str:
        """What the rule says of ``hit``, in the language of the user."""
        return self.messages[is_chinese()].format(*hit.words)
