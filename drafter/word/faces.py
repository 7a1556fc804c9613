"""Characters that a face does not have: 仿宋_GB2312 and its like hold the 6,763 characters of GB 2312 and no other.

A name with 喆 or 堃 would change its face in mid-word; it is set as a whole in a face that has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from drafter.model import Span


@lru_cache(maxsize=8192)
def is_rare(character: str) -> bool:
    """Whether ``character`` is a Chinese one outside of GB 2312."""
    if not ("\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character >= "\U00020000"):
        return character == "〇"
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def has_rare(text: str) -> bool:
    """Whether ``text`` holds a Chinese character outside of GB 2312."""
    try:
        # These two Python does not find in GB 2312, and every face has them.
        text.replace("—", "").replace("·", "").encode("gb2312")
    except UnicodeEncodeError:
        return any(map(is_rare, set(text)))
    return False


def by_face(spans: Sequence[Span]) -> Iterator[tuple[Span, bool]]:
    """The spans, cut where a rare character needs another face, each with whether it does; a fact goes as a whole."""
    for span in spans:
        if not has_rare(span.text):
            yield span, False
        elif span.fact:
            yield span, True
        else:
            yield from _cut(span)


def _cut(span: Span) -> Iterator[tuple[Span, bool]]:
    start, text = 0, span.text
    for end in range(1, len(text) + 1):
        if end == len(text) or is_rare(text[end]) != is_rare(text[start]):
            yield Span(text[start:end], span.fact, span.gap, span.derived), is_rare(text[start])
            start = end
