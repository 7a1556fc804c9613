"""Sentences and their marks: where they end, and which mark stands where two pieces meet."""

from __future__ import annotations

import re

END = "。！？!?"
CLOSERS = "”’》）】"
PAUSES = "，、；："
# Quotation marks inside a quotation (GB/T 15834-2011, 4.8).
INNER_QUOTES = str.maketrans("“”", "‘’")
_SENTENCE = re.compile(rf"[^{END}]*[{END}]+[{CLOSERS}]*|[^{END}]+$")


def sentences(text: str) -> list[str]:
    """``text`` cut after each 。！？ and the closing marks that follow it."""
    return _SENTENCE.findall(text)


def is_sentence(text: str) -> bool:
    """Whether ``text`` stands by itself: it ends like a sentence, or holds more than one."""
    bare = text.rstrip(CLOSERS)
    return bool(bare) and (bare[-1] in END or any(mark in bare[:-1] for mark in END))


def holds_sentence(text: str) -> bool:
    """Whether ``text`` is more than a phrase with a full stop: it asks, cries, or holds a sentence end inside."""
    return any(mark in END for mark in text.rstrip(CLOSERS).removesuffix("。"))


def seam(left: str, right: str) -> tuple[int, int]:
    """How many characters to drop at the end of ``left`` and the start of ``right`` where they meet.

    One mark stays where two meet: the stronger of two at the end of a sentence, the pause where a lone 。 runs
    into one. 好。＋，→ 好，　好！＋。→ 好！　好，＋。→ 好。　“好。”＋。→ “好。”
    """
    if not left or not right:
        return 0, 0
    last, first = left[-1], right[0]
    marks = END + PAUSES
    if first not in marks:
        return 0, 0
    if last in CLOSERS and first == "。" and left.rstrip(CLOSERS)[-1:] in END and last != "》":
        return 0, 1
    if last not in marks:
        return 0, 0
    if last in "！？!?" or first == last:
        return 0, 1
    if last == "。":
        return (1, 0) if first in END or first in "，；：" else (0, 1)
    return 1, 0
