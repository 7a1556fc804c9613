"""Lists in a sentence: A、B和C, A、B等, 一是…；二是…。"""

from __future__ import annotations

from collections.abc import Sequence

from drafter.language.numerals import numeral


def listing(items: Sequence[str], last: str = "和", open_list: str = "") -> str:
    """``items`` as one phrase: A、B和C, or A、B、C等地 when the list is open and ends in ``open_list``.

    Between “”“” and 《》《》 no 、 stands when the two touch (GB/T 15834-2011, 4.5.3.5).
    """
    if open_list:
        return _joined(items) + open_list
    if len(items) < 2:
        return "".join(items)
    # A nested 和 or 、 in the last two items would be read as one list; 以及 keeps them apart.
    word = "以及" if last == "和" and any("和" in item or "、" in item for item in items) else last
    return _joined(items[:-1]) + word + items[-1]


def _joined(items: Sequence[str]) -> str:
    text = ""
    for item in items:
        touching = text[-1:] + item[:1] in ("”“", "》《")
        text += ("" if not text or touching else "、") + item
    return text


def ordinals(n: int, pattern: str = "{}是") -> list[str]:
    """一是, 二是, … for ``n`` items; a single item has none."""
    return [pattern.replace("{}", numeral(i)) for i in range(1, n + 1)] if n > 1 else [""] * n
