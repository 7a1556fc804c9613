"""Dates as documents write them: Arabic digits, no padding, 日 (GB/T 9704-2012, 7.3.5.4; GB/T 15835-2011)."""

from __future__ import annotations

import datetime

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def written(day: datetime.date) -> str:
    """2026-05-04 → 2026年5月4日."""
    return f"{day.year}年{day.month}月{day.day}日"


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
