"""How long a text takes to say, counted in syllables as they are spoken."""

from __future__ import annotations

import re
from functools import lru_cache

import cn2an

DEFAULT_PACE = 200
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_YEAR = re.compile(r"(\d{4})(?=年)")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff〇\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z]+")


@lru_cache(maxsize=8192)
def _number(text: str) -> int:
    value = text.rstrip("%")
    percent = 3 if text.endswith("%") else 0
    try:
        said = cn2an.an2cn(value, "low")
    except ValueError:
        said = value
    return len(said) + percent


def syllables(text: str) -> int:
    """The syllables of ``text`` read aloud: 27.4万 is six, 60% is five (百分之六十), 2026年 is five.

    A Latin word counts one syllable a letter when it is all capitals, else one for every two letters.
    """
    years = _YEAR.findall(text)
    rest = _YEAR.sub("", text)
    numbers = sum(_number(match) for match in _NUMBER.findall(rest))
    latin = sum(len(word) if word.isupper() else -(-len(word) // 2) for word in _LATIN.findall(rest))
    return len(_HAN.findall(rest)) + numbers + 4 * len(years) + latin


def minutes(text: str, pace: int = DEFAULT_PACE) -> float:
    """Minutes to say ``text`` at ``pace`` syllables a minute (200 by default; practice, range 160 to 250)."""
    return syllables(text) / pace
