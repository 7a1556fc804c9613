"""Numbers in Chinese: counted, said aloud, and with their qualifiers in the right place."""

from __future__ import annotations

import re
from functools import lru_cache

import cn2an

# Where a qualifier stands: before the number, inside it (500多万), or after the unit.
_INSIDE = ("多", "余", "来", "几")
_AFTER = ("左右", "上下", "以上", "以下", "以内", "出头", "有余")


@lru_cache(maxsize=4096)
def numeral(n: int) -> str:
    """``n`` in Chinese numerals: 12 → 十二, 205 → 二百零五."""
    return str(cn2an.an2cn(n)).replace("一十", "十", 1) if 10 <= n < 20 else str(cn2an.an2cn(n))


def counted(n: int, measure: str) -> str:
    """``n`` things with their measure word: 2, 件 → 两件; 12, 件 → 十二件."""
    return ("两" if n == 2 else numeral(n)) + measure


def figure(value: str, unit: str = "", qualifier: str = "") -> str:
    """A figure with qualifier and unit in their usual order.

    近 30% · 仅 60% · 500 多 万人 · 2800 多 个 · 30% 左右 (practice; GB/T 15835-2011 on 多 and 余 after Arabic digits).
    """
    if not qualifier:
        return value + unit
    if qualifier in _INSIDE:
        match = re.fullmatch(r"(.*?)([万亿]*)", value)
        head, tail = match.groups() if match else (value, "")
        return f"{head}{qualifier}{tail}{unit}"
    if qualifier in _AFTER:
        return f"{value}{unit}{qualifier}"
    return f"{qualifier}{value}{unit}"
