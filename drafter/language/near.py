"""The known word that a word is likest to."""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Iterable

# So many words are compared letter by letter; with more, the comparison would take longer than reading the list.
_COMPARED = 64


def near(word: str, known: Iterable[str], cutoff: float = 0.5) -> str | None:
    """The one of ``known`` that is likest to ``word``, by the share of letters in common; None below ``cutoff``.

    Only words that share most letters are compared, whatever their order, and only so many of them.
    """
    letters = set(word)
    likely = heapq.nsmallest(
        _COMPARED, set(known), key=lambda other: (-len(letters & set(other)), abs(len(word) - len(other)), other)
    )
    # Of two that are equally like it, the one that begins as it does.
    found = difflib.get_close_matches(word, likely, 2, cutoff)
    ratios = [difflib.SequenceMatcher(None, other, word).ratio() for other in found]
    tied = len(found) == 2 and ratios[0] == ratios[1]
    return next(iter(sorted(found, key=lambda other: other[:1] != word[:1]) if tied else found), None)
