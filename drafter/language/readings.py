"""How characters are read that a speaker may stumble over: rare ones, many-voiced ones, surnames."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from pypinyin import Style, pinyin

# Surnames that are read otherwise than the same character elsewhere (《现代汉语词典》, entries of surnames).
SURNAMES = {
    "仇": "qiú",
    "任": "rén",
    "冼": "xiǎn",
    "区": "ōu",
    "华": "huà",
    "单": "shàn",
    "卜": "bǔ",
    "召": "shào",
    "员": "yùn",
    "哈": "hǎ",
    "宁": "nìng",
    "应": "yīng",
    "曾": "zēng",
    "朴": "piáo",
    "查": "zhā",
    "燕": "yān",
    "盖": "gě",
    "祭": "zhài",
    "秘": "bì",
    "种": "chóng",
    "繁": "pó",
    "纪": "jǐ",
    "缪": "miào",
    "翟": "zhái",
    "葛": "gě",
    "解": "xiè",
    "过": "guō",
    "乐": "yuè",
    "折": "shé",
    "黑": "hè",
}
# Words of one character that everybody reads right by the sentence they stand in.
_EVERYDAY = frozenset("的地得了着过都还不一上下子好大小和个为要会行长重应当中种更教数没得看只将相分处难")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


def readings(text: str, surnames: frozenset[int] = frozenset()) -> dict[int, str]:
    """The pinyin of the characters of ``text`` that want it, by position; ``surnames`` are positions of surnames.

    Rare are the characters outside the 3,755 of the first level of GB 2312; a many-voiced one is read for the speaker
    where its word gives it another than its usual reading.
    """
    found = {}
    for position, (char, said) in enumerate(zip(text, _said(text), strict=True)):
        if position in surnames and char in SURNAMES:
            found[position] = SURNAMES[char]
        elif _HAN.match(char) and (_rare(char) or (char not in _EVERYDAY and said != _usual(char))):
            found[position] = said
    return found


def _said(text: str) -> list[str]:
    """The reading of each character in its word; other characters stand for themselves."""
    each: Any = list  # pypinyin takes what gives a list of readings, its hints know only texts
    return [item[0] for item in pinyin(text, style=Style.TONE, errors=each)]


@lru_cache(maxsize=4096)
def _usual(char: str) -> str:
    return str(pinyin(char, style=Style.TONE)[0][0])


def _rare(char: str) -> bool:
    try:
        code = char.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return code[0] >= 0xD8
