"""The pairs of rows most alike outside their facts: how many sentences they share with all facts lifted."""

from __future__ import annotations

import math
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from typing import NamedTuple

# A pair that shares less is not told. A sentence that many rows share leads to the last of them alone.
LEAST = 0.3
_LAST = 200


class Pair(NamedTuple):
    """Two rows by their names, and what part of all their sentences both have."""

    one: str
    other: str
    share: float


def alike(rows: Iterable[tuple[str, Iterable[int]]], most: int = 10) -> list[Pair]:
    """The pairs of ``rows`` (name, digests of sentences) that share most, the most alike first.

    A pair over LEAST shares one of the rarest sentences of either (prefix filter of Chaudhuri and others, 2006), so
    that not every pair has to be looked at.
    """
    sets = [(name, frozenset(digests)) for name, digests in rows]
    often = Counter(digest for _name, digests in sets for digest in digests)
    found: list[Pair] = []
    holding: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=_LAST))
    for number, (name, digests) in enumerate(sets):
        rarest = sorted(digests, key=lambda digest: (often[digest], digest))
        prefix = rarest[: len(rarest) - math.ceil(LEAST * len(rarest)) + 1]
        for other in sorted({before for digest in prefix for before in holding[digest]}):
            both = len(digests & sets[other][1])
            share = both / max(1, len(digests | sets[other][1]))
            if share >= LEAST:
                found.append(Pair(sets[other][0], name, share))
        if len(found) > 50 * most:
            found = _first(found, most)
        for digest in prefix:
            holding[digest].append(number)
    return _first(found, most)


def _first(pairs: list[Pair], most: int) -> list[Pair]:
    return sorted(pairs, key=lambda pair: (-pair.share, pair.one, pair.other))[:most]
