"""The finders of all rules that no pattern can say, by code."""

from __future__ import annotations

from drafter.checks import aloud, counts, genres, lists, marked, marks, people, structure, sums, transplant
from drafter.checks.rule import Finder
from drafter.library import Library


def finders(library: Library) -> dict[str, Finder]:
    """Every finder; those of dated knowledge read the lists of ``library``."""
    return {
        **marks.FINDERS,
        **transplant.finders(library),
        **counts.FINDERS,
        **people.FINDERS,
        **structure.FINDERS,
        **aloud.FINDERS,
        **marked.FINDERS,
        **sums.FINDERS,
        **genres.finders(lists.cues(library)),
    }
