"""Keeping the time: which stretches of a speech are left out, so that it takes as long as it should.

Stretches that may be left out carry a weight; those that hold facts of the brief go last of all. What goes first is
what weighs least, in the move that is furthest over its share of the time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from drafter.language.spoken import syllables
from drafter.marks import CLOSE, OPEN, SEP, mark, visible

# A speech may be this much longer or shorter than it should be.
TOLERANCE = 0.05
_PIECE = re.compile(f"({OPEN}[^{SEP}]*{SEP}|{CLOSE})")
_EXTRA = 1
_MOVE = 2


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch that may be left out: its move and number in it, weight, length in syllables, the stretches inside it,
    and the facts that only it says."""

    move: int
    number: int
    weight: int
    size: int
    inside: frozenset[int]
    facts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fit:
    """The texts that are left, their length in syllables, and the facts that went with the rest."""

    texts: tuple[str, ...]
    sizes: tuple[int, ...]
    cut: frozenset[str]

    @property
    def size(self) -> int:
        return sum(self.sizes)


def optional(text: str) -> str:
    """A whole move as a stretch that may be left out."""
    return mark("s", str(_MOVE), text)


def plain(texts: Sequence[str]) -> Fit:
    """The texts as they are without a time to keep: without what is only there to fill one."""
    extra = {(s.move, s.number) for s in _stretches(texts) if s.weight <= _EXTRA and not s.facts}
    return _left(texts, extra, frozenset())


def longest(texts: Sequence[str]) -> int:
    """The syllables of the texts with all that they may say."""
    return _left(texts, set(), frozenset()).size


def fit(texts: Sequence[str], shares: Sequence[int], target: int, facts_too: bool = False) -> Fit:
    """The texts brought as near to ``target`` syllables as what they hold allows.

    Only ``facts_too`` lets stretches go that hold facts of the brief.
    """
    total = sum(shares) or 1
    wanted = [target * share / total for share in shares]
    stretches = _stretches(texts)
    out = {(s.move, s.number) for s in stretches if s.weight <= _EXTRA and not s.facts}
    sizes = list(_left(texts, out, frozenset()).sizes)
    left = {(s.move, s.number): s for s in stretches if (s.move, s.number) not in out}
    lost: set[str] = set()
    for with_facts in (False, True) if facts_too else (False,):
        weights = sorted({s.weight for s in left.values()})
        for weight in weights:
            if with_facts and sum(sizes) <= target * (1 + TOLERANCE):
                break
            while (over := sum(sizes) - target) > 0:
                known = [s for s in left.values() if s.weight == weight and (with_facts or not s.facts)]
                floor = (1 - TOLERANCE if with_facts else 1 - TOLERANCE / 2) * target
                fitting = [s for s in known if sum(sizes) - s.size >= floor]
                if not fitting:
                    break
                overrun = [size / share if share else size for size, share in zip(sizes, wanted, strict=True)]
                gone = max(fitting, key=lambda s: (overrun[s.move], -abs(s.size - over), -s.number))
                sizes[gone.move] -= gone.size
                lost |= gone.facts
                for number in (gone.number, *gone.inside):
                    out.add((gone.move, number))
                    left.pop((gone.move, number), None)
                left = {
                    at: _shrunk(s, gone) if s.move == gone.move and gone.number in s.inside else s
                    for at, s in left.items()
                }
    return _left(texts, out, frozenset(lost))


def _shrunk(outer: Stretch, gone: Stretch) -> Stretch:
    """``outer`` when a stretch inside it has gone."""
    inside = outer.inside - gone.inside - {gone.number}
    return replace(outer, size=outer.size - gone.size, inside=inside, facts=outer.facts - gone.facts)


def _left(texts: Sequence[str], out: set[tuple[int, int]], cut: frozenset[str]) -> Fit:
    kept = tuple(_without(text, {n for m, n in out if m == move}) for move, text in enumerate(texts))
    return Fit(kept, tuple(syllables(visible(text)) for text in kept), cut)


def _stretches(texts: Sequence[str]) -> list[Stretch]:
    """Every stretch, with the facts that are said nowhere else."""
    said = Counter(path for text in texts for path in _facts(text))
    return [
        replace(stretch, facts=frozenset(path for path, n in Counter(held).items() if n == said[path]))
        for move, text in enumerate(texts)
        for stretch, held in _in_text(text, move)
    ]


def _in_text(text: str, move: int) -> list[tuple[Stretch, list[str]]]:
    """The stretches of one text with the facts in them, numbered in the order in which they open."""
    found: list[tuple[Stretch, list[str]]] = []
    open_: list[tuple[str, int, int]] = []  # kind and label, number, where its text begins
    position, number = 0, 0
    inside: dict[int, set[int]] = {}
    for piece in _PIECE.split(text):
        if piece.startswith(OPEN):
            is_stretch = piece[1] == "s"
            if is_stretch:
                for _label, outer, _start in open_:
                    if outer >= 0:
                        inside[outer].add(number)
                inside[number] = set()
            open_.append((piece[1:-1], number if is_stretch else -1, position + len(piece)))
            number += is_stretch
        elif piece == CLOSE:
            label, own, start = open_.pop()
            if own >= 0:
                held = text[start:position]
                size = syllables(visible(held))
                weight = int(label[1:])
                stretch = Stretch(move, own, weight, size, frozenset(inside[own]), frozenset())
                found.append((stretch, _facts(held)))
        position += len(piece)
    return found


def _facts(text: str) -> list[str]:
    return re.findall(f"{OPEN}f([^{SEP}]*){SEP}", text)


def _without(text: str, numbers: set[int]) -> str:
    """``text`` without the stretches of these numbers, and without the marks of the others."""
    kept: list[str] = []
    open_: list[bool] = []
    number, skip = 0, 0
    for piece in _PIECE.split(text):
        if piece.startswith(OPEN):
            is_stretch = piece[1] == "s"
            dropped = is_stretch and number in numbers
            number += is_stretch
            open_.append(is_stretch)
            skip += 1 if dropped or skip else 0
            if not is_stretch and not skip:
                kept.append(piece)
        elif piece == CLOSE:
            is_stretch = open_.pop()
            if skip:
                skip -= 1
            elif not is_stretch:
                kept.append(piece)
        elif not skip:
            kept.append(piece)
    return "".join(kept)
