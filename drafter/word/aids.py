"""Aids for reading aloud: how a character is read, where to breathe, what to stress; marks outside of the text.

Readings and breaths stand above the line as ruby, stress as a dot under the character (着重号); none is a word that
could be read out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from drafter.language.spoken import syllables
from drafter.model import Span

READINGS, BREATHS, STRESS = "读音", "停顿", "重音"
KNOWN = (READINGS, BREATHS, STRESS)
# A breath is marked where a sentence ends, and where a pause comes after so much without one.
_BREATH = "∨"
_LONG = 18
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that looks alike: whether it is a gap, is stressed, and what stands above it."""

    text: str
    gap: bool = False
    stressed: bool = False
    above: str = ""


def pieces(spans: Sequence[Span], wanted: frozenset[str], known: set[str]) -> list[Piece]:
    """``spans`` with the aids that a layout wants; ``known`` collects the readings given, so that each comes once."""
    text = "".join(span.text for span in spans)
    above = _readings(text, spans, known) if READINGS in wanted else {}
    breaths = _breaths(text) if BREATHS in wanted else frozenset[int]()
    stressed = _stressed(spans) if STRESS in wanted else frozenset[int]()
    gaps = [span.gap is not None for span in spans for _char in span.text]
    found: list[Piece] = []
    for position, char in enumerate(text):
        piece = Piece(char, gaps[position], position in stressed, above.get(position, ""))
        last = found[-1] if found else None
        alike = last and not piece.above and not last.above and _look(last) == _look(piece)
        if position in breaths:
            # The mark hangs on to the character before it, so that no line begins with it.
            tail = found.pop() if last and not last.above else Piece("")
            if tail.text[:-1]:
                found.append(replace(tail, text=tail.text[:-1]))
            found.append(replace(piece, text=tail.text[-1:] + char, above=_BREATH))
        elif last and alike:
            found[-1] = replace(last, text=last.text + char)
        else:
            found.append(piece)
    return found


def _look(piece: Piece) -> tuple[bool, bool]:
    return piece.gap, piece.stressed


def _readings(text: str, spans: Sequence[Span], known: set[str]) -> dict[int, str]:
    from drafter.language.readings import readings  # a dictionary that only this layout needs

    found = {}
    for position, said in readings(text, _surnames(spans)).items():
        if text[position] + said not in known:
            known.add(text[position] + said)
            found[position] = said
    return found


def _surnames(spans: Sequence[Span]) -> frozenset[int]:
    """Where the surnames of the people of the brief stand."""
    found, start = set[int](), 0
    for span in spans:
        if span.fact and span.fact.startswith("人物."):
            name = span.fact.removeprefix("人物.")
            found.add(start + max(span.text.find(name), 0))
        start += len(span.text)
    return frozenset(found)


def _breaths(text: str) -> frozenset[int]:
    """The marks of punctuation at which there is time to breathe."""
    found, start = set[int](), 0
    for match in re.finditer("[。！？；：，]", text):
        long = syllables(text[start : match.start()]) >= _LONG
        if match.group() in "。！？；" or long:
            found.add(match.start())
            start = match.end()
    return frozenset(found)


def _stressed(spans: Sequence[Span]) -> frozenset[int]:
    """The numbers in what the brief names as figures."""
    found, start = set[int](), 0
    for span in spans:
        if span.derived or (span.fact or "").startswith("数据."):
            for match in _NUMBER.finditer(span.text):
                found.update(range(start + match.start(), start + match.end()))
        start += len(span.text)
    return frozenset(found)
