"""Dates as documents write them: Arabic digits, no padding, 日 (GB/T 9704-2012, 7.3.5.4; GB/T 15835-2011)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

from drafter.language.numerals import numeral

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
# Words of a stretch of time in which something goes on; what has none of them is a day by which it is done.
_STRETCH = re.compile(
    "起$|起到|起至|(?<![冬夏])至|全年|全程|每|立即|即刻|马上|随时|长期|常年|期间|期内|始终|一直|平时|日常|从.+到"
)


def written(day: datetime.date) -> str:
    """2026-05-04 → 2026年5月4日."""
    return f"{day.year}年{day.month}月{day.day}日"


_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


def in_characters(text: str) -> str:
    """The dates of ``text`` in Chinese characters: 2026年5月20日 → 二〇二六年五月二十日."""
    years = re.sub(r"[0-9]{4}(?=年)", lambda match: match.group().translate(_DIGITS), text)
    return re.sub(r"[0-9]{1,2}(?=[月日])", lambda match: numeral(int(match.group())), years)


def weekday(day: datetime.date) -> str:
    """The weekday of ``day``, as 星期四."""
    return WEEKDAYS[day.weekday()]


def weekday_number(text: str) -> int | None:
    """0 for Monday … 6 for Sunday, from 星期四, 周四 or 礼拜四; None if it is no weekday."""
    name = text.strip().removeprefix("星期").removeprefix("礼拜").removeprefix("周")
    order = "一二三四五六日"
    if name == "天":
        return 6
    return order.index(name) if len(name) == 1 and name in order else None


_MENTIONED = re.compile(
    r"(?<!\d)(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]"
    # Behind a comma it may be another day's: 5月4日，周三的例会照开.
    r"(?:(?:[（(]|(?P<comma>，))?(?P<weekday>(?:星期|周|礼拜)[一二三四五六日天])(?(comma)(?=[，。；！\n]|[上下]午|$)))?"
)
_LEAP_YEAR = 2000


class Mention(NamedTuple):
    """A day that a text names: as it stands there, whether there is such a day, and the weekday said with it.

    ``day`` is None without a year, or when there is no such day.
    """

    text: str
    exists: bool
    day: datetime.date | None
    weekday: str | None


def mentions(text: str) -> Iterator[Mention]:
    """The days that ``text`` names, such as 6月30日 or 2026年4月16日（星期四）."""
    for match in _MENTIONED.finditer(text):
        year = int(match["year"]) if match["year"] else None
        try:
            day = datetime.date(year or _LEAP_YEAR, int(match["month"]), int(match["day"]))
        except ValueError:
            yield Mention(match.group(), False, None, None)
        else:
            yield Mention(match.group(), True, day if year else None, match["weekday"])


def is_deadline(value: object) -> bool:
    """Whether something is done by then: 6月底前, 9月30日; not 5月15日起, 即日起至9月30日, 全年, 每天早晚, 长期."""
    text = str(value).rstrip("。")
    return bool(text) and not _STRETCH.search(text)
