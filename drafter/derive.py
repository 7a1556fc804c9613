"""What follows from figures by sums: a difference, a share, so much each, how long it lasts.

Every result is written as a speaker would say it (七成, 55吨, 7个月) and carries its sum, so that the writer can
confirm it. The operations are those of speechwriters' practice; a result that is rounded says so (约, 近, 多).
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from fractions import Fraction

from drafter.language.numerals import numeral, written

_SCALES = {"": 1, "万": 10**4, "亿": 10**8}
# More digits than these no speech has, and no sum is made of.
_QUANTITY = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)(%|万|亿)?")
_DATE = re.compile(r"([1-9][0-9]{3})年(?:(1[0-2]|0?[1-9])月(?:([0-9]{1,2})日)?)?(?![0-9])")
_PEOPLE = ("人", "名", "位")
# Classifiers of things that nobody halves.
_WHOLES = ("栋", "座", "家", "所", "户", "辆", "台", "架", "艘", "口", "间", "套", "项", "件", "个", "张", "本", "棵")
# From ten units on nobody hears a fraction.
_WHOLE_FROM = 10
# From so many times on they are said in digits.
_MANY = 10_000
# A share said as 一成 or 三座里有一座 may be off by this much of itself.
_NEAR = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as a number: value, unit, whether it is a per cent, whether it is only about right, and as it reads."""

    value: Fraction
    unit: str
    scale: str
    rough: bool
    text: str

    @property
    def percent(self) -> bool:
        return self.scale == "%"


@dataclass(frozen=True, slots=True)
class Result:
    """What a sum gives: the text, the sum in figures, and further words that a sentence about it may use."""

    text: str
    sum: str
    words: tuple[tuple[str, str], ...] = ()


def quantity(value: str, unit: str, text: str, rough: bool = False) -> Quantity | None:
    """The figure ``value`` with its ``unit`` as a number; None when it is not one number."""
    match = _QUANTITY.fullmatch(written(value, unit))
    if not match:
        return None
    scale = match[2] or ""
    return Quantity(Fraction(match[1]) * _SCALES.get(scale, 1), unit, scale, rough, text)


def difference(now: Quantity, then: Quantity) -> Result | None:
    """How much more or less ``now`` is than ``then``: 多 55吨; between two rates in 百分点."""
    if not _alike(now, then) or now.value == then.value:
        return None
    more = now.value > then.value
    sign = f"{now.text}－{then.text}" if more else f"{then.text}－{now.text}"
    words = [("多少", "多" if more else "少")]
    if more and then.value and now.value / then.value >= 2:
        words += [("倍", _times(now.value / then.value)), ("倍式", f"{now.text}÷{then.text}")]
    return Result(_amount(abs(now.value - then.value), now, then), sign, tuple(words))


def share(part: Quantity, whole: Quantity) -> Result | None:
    """``part`` of ``whole`` as it is said: 四成, 近七成; also one in so many."""
    if part.unit != whole.unit or part.percent or whole.percent or not 0 < part.value < whole.value:
        return None
    ratio = part.value / whole.value
    words = [("不到", f"不到{_count(int(ratio * 10) + 1)}成")] if ratio < Fraction(1, 2) else []
    few = round(1 / ratio)
    if len(part.unit) == 1 and 2 <= few <= 20 and abs(1 / ratio - few) <= few * _NEAR:
        about = "" if 1 / ratio == few else "差不多"
        words.append(("几分之一", f"{about}每{_count(few)}{part.unit}里就有一{part.unit}"))
    return Result(tenths(ratio), f"{part.text}÷{whole.text}", tuple(words))


def tenths(ratio: Fraction) -> str:
    """A share in tenths: 2/5 → 四成, 17/42 → 四成, 3/20 → 一成半, 71/100 → 七成多, 69/100 → 近七成, 1/2 → 一半."""
    if ratio == Fraction(1, 2):
        return "一半"
    whole, rest = divmod(ratio * 10, 1)
    if rest >= Fraction(19, 20):
        whole, rest = whole + 1, Fraction(0)
    if whole == 0:
        return "不到一成"
    word = f"{_count(int(whole))}成"
    if whole == 10 or rest <= Fraction(1, 20):
        return "九成多" if whole == 10 else word
    if abs(rest - Fraction(1, 2)) <= Fraction(1, 20):
        return f"{word}半"
    if rest < Fraction(7, 10) or whole == 9:
        return f"{word}多"
    return f"近{_count(int(whole) + 1)}成"


def each(total: Quantity, among: Quantity, name: str = "") -> Result | None:
    """``total`` spread over ``among``, which is called ``name``: 137个 for each of the 846."""
    if total.percent or among.percent or among.value < 2:
        return None
    unit = "个人" if among.unit in _PEOPLE else among.unit
    if unit == "个":
        # 每个 alone leaves open of what.
        unit += name.removesuffix("数").removesuffix("总")
    words = (("每", f"每{unit}"),)
    return Result(_mean(total, among), f"{total.text}÷{among.text}", words)


def _mean(total: Quantity, among: Quantity) -> str:
    """The mean as it is said; of things that cannot be cut, 两栋多 rather than 约2.2栋."""
    value = total.value / among.value
    whole, rest = divmod(value, 1)
    if total.unit not in _WHOLES or total.rough or among.rough or not rest or not 1 <= whole < _WHOLE_FROM:
        return _amount(value, total, among)
    return (
        f"近{_count(int(whole) + 1)}{total.unit}" if rest >= Fraction(7, 10) else f"{_count(int(whole))}{total.unit}多"
    )


def together(parts: list[Quantity]) -> Result | None:
    """The parts added up; per cents as a share (超过七成)."""
    if len(parts) < 2 or not all(_alike(parts[0], part) for part in parts):
        return None
    total = sum((part.value for part in parts), Fraction(0))
    shown = "＋".join(part.text for part in parts)
    words = (("几样", f"{_count(len(parts))}样"),)
    if parts[0].percent:
        if not 0 < total <= 100:
            return None
        text = "全部" if total == 100 else tenths(total / 100)
        return Result(text, shown, words)
    return Result(_amount(total, *parts), shown, words)


def remainder(total: Quantity, parts: list[Quantity]) -> Result | None:
    """What is left of ``total``."""
    left = total.value - sum((part.value for part in parts), Fraction(0))
    if not parts or not all(_alike(total, part) for part in parts) or left <= 0:
        return None
    return Result(_amount(left, total, *parts), "－".join(q.text for q in (total, *parts)))


def adds_up(total: Quantity, parts: list[Quantity]) -> bool:
    """Whether ``parts`` come to ``total``."""
    return all(_alike(total, part) for part in parts) and total.value == sum((p.value for p in parts), Fraction(0))


def lasts(stock: Quantity, use: Quantity, period: str) -> Result | None:
    """How long ``stock`` lasts when ``use`` of it goes in each ``period`` (天, 月, 年)."""
    if not _alike(stock, use) or stock.percent or not use.value:
        return None
    unit = "个月" if period == "月" else period
    rough = stock.rough or use.rough
    return Result(_number(stock.value / use.value, rough) + unit, f"{stock.text}÷每{period}{use.text}")


def between(first: str, second: str) -> Result | None:
    """The time between two dates: 7个月, or days where both are known to the day and two months apart at most."""
    dates = _DATE.search(first), _DATE.search(second)
    if not (dates[0] and dates[1]):
        return None
    gap = _gap(dates[0], dates[1])
    return Result(gap, f"{second}－{first}", (("到", second),)) if gap else None


def _gap(first: re.Match[str], second: re.Match[str]) -> str:
    """Days, months or years from one date to a later one; empty when it is not later."""
    days = _day(first), _day(second)
    if days[0] and days[1] and 0 < (days[1] - days[0]).days <= 62:
        return f"{(days[1] - days[0]).days}天"
    if not (first[2] and second[2]):
        years = int(second[1]) - int(first[1])
        return f"{years}年" if years > 0 else ""
    months = (int(second[1]) - int(first[1])) * 12 + int(second[2]) - int(first[2])
    if months <= 0:
        return ""
    return f"{months // 12}年" if months % 12 == 0 else f"{months}个月"


def days_until(meeting: datetime.date, deadline: str) -> Result | None:
    """The days from the meeting to a deadline such as 4月30日前; None when it is not a day within a year."""
    match = re.fullmatch(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:前|以前|之前)?", deadline)
    if not match:
        return None
    try:
        day = datetime.date(int(match[1] or meeting.year), int(match[2]), int(match[3]))
    except ValueError:
        return None
    days = (day - meeting).days
    start = f"{meeting.month}月{meeting.day}日"
    return Result(f"{days}天", f"{day.month}月{day.day}日－{start}") if 0 < days <= 100 else None


def _day(match: re.Match[str]) -> datetime.date | None:
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])) if match[3] else None
    except ValueError:
        return None


def _alike(one: Quantity, other: Quantity) -> bool:
    return one.unit == other.unit and one.percent == other.percent


def _amount(value: Fraction, *of: Quantity) -> str:
    """``value`` in the unit of the first of the figures that it follows from, and in its scale where that is shared."""
    unit = of[0].unit
    rough = any(q.rough for q in of)
    if of[0].percent:
        return _number(value, rough) + "个百分点"
    scale = of[0].scale if all(q.scale == of[0].scale for q in of if q.unit == unit) else ""
    if scale and value / _SCALES[scale] >= 1:
        return _number(value / _SCALES[scale], rough) + scale + unit
    if value < 1 and unit[:1] in ("万", "亿") and unit[1:]:
        # 0.4万元 is said as 4000元.
        value, unit = value * _SCALES[unit[0]], unit[1:]
    return _number(value, rough, whole=value >= _WHOLE_FROM) + unit


def _number(value: Fraction, rough: bool = False, whole: bool = False) -> str:
    """``value`` in digits, rounded to a whole or to one decimal; 约 where it is not exact."""
    shown = Fraction(round(value)) if whole or (rough and value >= _WHOLE_FROM) else _decimal(value)
    about = "约" if rough or shown != value else ""
    text = written(str(int(shown))) if shown.denominator == 1 else f"{float(shown):.2f}".rstrip("0")
    return about + text


def _decimal(value: Fraction) -> Fraction:
    exact = value * 100
    if exact.denominator == 1:
        return value
    return Fraction(round(value * 10), 10)


def _times(ratio: Fraction) -> str:
    near = round(ratio)
    if near >= _MANY:
        return f"约{written(str(near))}倍"
    if abs(ratio - near) <= Fraction(3, 100) * near:
        return f"{_count(near)}倍"
    return f"{_count(int(ratio))}倍多"


def _count(n: int) -> str:
    return "两" if n == 2 else numeral(n)
