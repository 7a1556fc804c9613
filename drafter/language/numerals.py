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


_WIDE = str.maketrans("０１２３４５６７８９．％，", "0123456789.%,")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)(%|万|亿)?\s*[-－—–~～至到]\s*(\d+(?:\.\d+)?)(%|万|亿)?")


def written(value: str, unit: str = "") -> str:
    """A number with a unit as GB/T 15835-2011 and practice want it; anything else as it is.

    28,034 → 28034 · 274000 → 27.4万 (from five digits on, when two decimals hold it) · 20-30% → 20%～30% ·
    2026-2030 (年) → 2026—2030. With a unit of 万 or 亿 the number stays.
    """
    plain = value.translate(_WIDE).replace(" ", "")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if match := _RANGE.fullmatch(plain):
        low, low_unit, high, high_unit = match.groups(default="")
        if unit.startswith("年") and len(low) == len(high) == 4:
            return f"{low}—{high}"
        shared = low_unit or high_unit or (unit[0] if unit[:1] in ("%", "万", "亿") else "")
        return f"{low}{shared}～{high}{high_unit}"
    if not re.fullmatch(r"\d+(\.\d+)?[%万亿]?", plain):
        return value
    return _rounded(plain) if plain.isdigit() and not unit.startswith(("万", "亿")) else plain


def _rounded(digits: str) -> str:
    """A whole number of five digits and more in 万 or 亿, when two decimals hold it."""
    for word, zeros in (("亿", 8), ("万", 4)):
        if len(digits) > zeros and digits.endswith("0" * (zeros - 2)):
            whole, rest = digits[:-zeros], digits[-zeros : 2 - zeros].rstrip("0")
            return f"{whole}.{rest}{word}" if rest else f"{whole}{word}"
    return digits


def figure(value: str, unit: str = "", qualifier: str = "") -> str:
    """A figure with qualifier and unit in their usual order.

    近 30% · 仅 60% · 500 多 万人 · 2800 多 个 · 30% 左右 (practice; GB/T 15835-2011 on 多 and 余 after Arabic digits).
    """
    if not qualifier:
        return value + unit
    if qualifier in _INSIDE:
        head = value.rstrip("万亿")
        return f"{head}{qualifier}{value[len(head) :]}{unit}"
    if qualifier in _AFTER:
        return f"{value}{unit}{qualifier}"
    return f"{qualifier}{value}{unit}"
