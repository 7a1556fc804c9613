"""Finders of sums that prose says aloud: totals, shares, products, growth by the year, one figure in two forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from drafter.checks.rule import Hit, Reading

_NUM = r"[0-9]{1,9}(?:\.[0-9]{1,4})?"
_SCALE = {"万": 10**4, "亿": 10**8, "千": 10**3, "百": 10**2, "": 1}
_PLACE = "[个名人家户件项次张台辆元吨亩套座条公里村所处例批起场份]"
# A figure with its measure word, as a list of parts has it; up to so many characters name the part.
_PART = rf"([\u4e00-\u9fff]{{1,12}}?)({_NUM})(万|亿)?({_PLACE})"
_TOTAL = re.compile(
    rf"((?:[\u4e00-\u9fff“”]{{1,12}}{_NUM}[万亿]?{_PLACE}[，、；]){{2,12}})"
    rf"(?:合计|共计|总计|总共|一共|加起来|共)(?:有|是|为)?({_NUM})(万|亿)?({_PLACE})"
)
_OF = re.compile(
    rf"(?:共|共有|总共|一共|合计|共计)(?:[\u4e00-\u9fff]{{0,4}}?)({_NUM})(万|亿)?({_PLACE})[\u4e00-\u9fff]{{0,6}}"
    rf"(?:，其中|，分别是|，包括|：)((?:[\u4e00-\u9fff“”]{{1,12}}{_NUM}[万亿]?{_PLACE}[，、；。]){{2,12}})"
)
# 9个镇、5个乡，共14个乡镇: bodies of several kinds, and a total that names the kinds together.
_BODIES = re.compile(
    r"((?:[0-9]{1,4}个(?:镇|乡|街道|村|社区|县|区|市|旗)[、和，]){1,4}[0-9]{1,4}个(?:镇|乡|街道|村|社区|县|区|市|旗))"
    r"，?(?:合计|共计|总计|总共|一共|共)(?:有)?([0-9]{1,4})个((?:镇|乡|街道|街|村|社区|县|区|市|旗|[（）、]){2,8})"
)
_ONE = re.compile(rf"({_NUM})(万|亿)?({_PLACE})")
_SHARES = re.compile(rf"分别占(?:到|了)?(?:[\u4e00-\u9fff]{{0,6}})?((?:{_NUM}%[、和，]){{1,8}}{_NUM}%)")
_INDUSTRIES = re.compile(
    rf"三次产业[\u4e00-\u9fff]{{0,10}}?({_NUM})(?::|：|∶|比)({_NUM})(?::|：|∶|比)({_NUM})(?![0-9])"
)
_EACH = re.compile(
    rf"每(?P<per>[人户个家村亩名件次天月年])(?:[\u4e00-\u9fff]{{0,6}}?)(?P<one>{_NUM})(?P<s1>万|亿)?(?P<unit>元|吨|公里|亩|小时)"
    rf"[^。；\n]{{0,30}}?(?P<many>{_NUM})(?P<s2>万)?(?P=per)[^。；\n0-9]{{0,20}}?(?:共|合计|共计|总共|一共|总计)(?:[\u4e00-\u9fff]{{0,4}}?)"
    rf"(?P<all>{_NUM})(?P<s3>万|亿)?(?P=unit)"
)
_PATH = re.compile(
    rf"(?:现在|目前|眼下|今年)(?:[\u4e00-\u9fff]{{0,10}}?)(?P<now>{_NUM})(?P<s1>万|亿)?(?P<unit>{_PLACE})[^。；\n]{{0,12}}?"
    rf"每年(?:[\u4e00-\u9fff]{{0,4}}?)(?:增加|新增|增长|再增|增)(?P<step>{_NUM})(?P<s2>万|亿)?(?P=unit)[^。；\n0-9]{{0,12}}?"
    rf"到(?P<year>[12][0-9]{{3}})年(?:底|末)?[^。；\n0-9]{{0,10}}?(?:达到|突破|超过|达)(?P<goal>{_NUM})(?P<s3>万|亿)?(?P=unit)"
)
_GROWTH = re.compile(
    rf"(?<![0-9.约近])(?P<now>{_NUM})(?P<s1>万|亿)?(?P<unit>{_PLACE})次?，(?:比|较)(?P<then>[\u4e00-\u9fff0-9]{{1,8}}?)"
    rf"(?P<way>增加|多|增|减少|少|减)了?(?P<step>{_NUM})(?P<s2>万|亿)?(?P=unit)次?，(?P<year>同比)?"
    rf"(?P<grew>增长|提高|上升|增|下降|降低|减少|降)了?(?P<rate>{_NUM})%"
)
_EXACT = re.compile(rf"(?<![0-9.])[0-9]{{5,9}}({_PLACE})")
_ROUND = re.compile(rf"(?<![0-9.])[0-9]{{1,5}}(?:\.[0-9]{{1,3}})?[万亿]({_PLACE})")
# What is rounded aloud may be off by so much of the whole.
_ROUNDED = Fraction(1, 50)


def _value(digits: str, scale: str | None) -> Fraction:
    return Fraction(digits) * _SCALE[scale or ""]


def _said(value: Fraction) -> str:
    return f"{float(value):.10g}"


def totals(reading: Reading) -> Iterator[Hit]:
    """县级12个，乡级30个，村级200个，共240个: parts of one measure word, and a total that is not their sum."""
    for match in _TOTAL.finditer(reading.whole):
        yield from _total(match, match[1], _value(match[2], match[3]), match[4])
    for match in _OF.finditer(reading.whole):
        # 其中 may name some of the parts alone; then they are less than the whole, and that is no fault.
        yield from _total(match, match[4], _value(match[1], match[2]), match[3], "其中" in match.group())
    for match in _BODIES.finditer(reading.whole):
        parts = [(int(count), kind) for count, kind in re.findall(r"([0-9]{1,4})个(街道|社区|.)", match[1])]
        whole = sum(count for count, _kind in parts)
        if all(kind[0] in match[3] for _count, kind in parts) and whole != int(match[2]):
            yield Hit(*match.span(), (str(whole), match[2]))


def _total(match: re.Match[str], listed: str, total: Fraction, unit: str, some: bool = False) -> Iterator[Hit]:
    parts = [(_value(found[1], found[2]), found[3]) for found in _ONE.finditer(listed)]
    whole = sum((value for value, _unit in parts), Fraction(0))
    alike = len(parts) > 1 and all(own == unit for _value_, own in parts)
    if not alike or re.search("[约近多余来]|左右|以上", match.group()):
        return
    # Rounded to 万 or 亿, a sum may be off in its last digit.
    off = abs(whole - total) > (total * _ROUNDED if re.search("[万亿]", match.group()) else 0)
    if off and not (some and whole < total):
        yield Hit(*match.span(), (_said(whole), _said(total)))


def shares(reading: Reading) -> Iterator[Hit]:
    """分别占60%、30%、20%; 三次产业比为5:40:50."""
    for match in _SHARES.finditer(reading.whole):
        total = sum((Fraction(share) for share in re.findall(rf"({_NUM})%", match[1])), Fraction(0))
        if total > 101:
            yield Hit(*match.span(), (match.group(), _said(total)))
    for match in _INDUSTRIES.finditer(reading.whole):
        total = sum((Fraction(match[n]) for n in (1, 2, 3)), Fraction(0))
        if abs(total - 100) > Fraction(3, 10) and abs(total - 10) > Fraction(1, 10):
            yield Hit(*match.span(), (match.group(), _said(total)))


def products(reading: Reading) -> Iterator[Hit]:
    """每户补助2000元，300户共50万元."""
    for match in _EACH.finditer(reading.whole):
        product = _value(match["one"], match["s1"]) * _value(match["many"], match["s2"])
        total = _value(match["all"], match["s3"])
        if abs(product - total) > total * _ROUNDED:
            yield Hit(*match.span(), (_said(product), _said(total)))


def growth(reading: Reading) -> Iterator[Hit]:
    """3126座，比上年增加826座，增长39.5%: what it is, by how much that is more, and a rate that these do not give."""
    for match in _GROWTH.finditer(reading.whole):
        less = match["way"] in ("减少", "少", "减")
        other = match["year"] and not re.search("上年|去年|同期", match["then"])
        if other or less != (match["grew"] in ("下降", "降低", "减少", "降")):
            continue
        now, step = (_between(match[digits], match[scale]) for digits, scale in (("now", "s1"), ("step", "s2")))
        before = [now[0] + step[0], now[1] + step[1]] if less else [now[0] - step[1], now[1] - step[0]]
        if before[0] <= 0:
            continue
        least, most = 100 * step[0] / before[1], 100 * step[1] / before[0]
        # A rate is rounded, or cut off, in its last digit.
        last = Fraction(1, 10 ** len(match["rate"].partition(".")[2]))
        if not least - last <= Fraction(match["rate"]) <= most + last:
            yield Hit(*match.span(), (_said(round((least + most) / 2, 1)), match["rate"]))


def _between(digits: str, scale: str | None) -> tuple[Fraction, Fraction]:
    """What a figure may stand for: itself, or where it is rounded half of its last digit more or less."""
    value, decimals = _value(digits, scale), len(digits.partition(".")[2])
    half = Fraction(_SCALE[scale or ""], 2 * 10**decimals) if scale or decimals else Fraction(0)
    return value - half, value + half


def paths(reading: Reading) -> Iterator[Hit]:
    """目前600个，每年新增100个，到2030年达到2000个."""
    day = reading.date
    for match in _PATH.finditer(reading.whole) if day else ():
        years = int(match["year"]) - day.year
        reached = _value(match["now"], match["s1"]) + years * _value(match["step"], match["s2"])
        goal = _value(match["goal"], match["s3"])
        # So many years, or one more where this one still counts.
        most = reached + _value(match["step"], match["s2"])
        if years > 0 and most < goal:
            yield Hit(*match.span(), (match["year"], _said(reached), _said(goal)))


def precision(reading: Reading) -> Iterator[Hit]:
    """28034个 and 27.4万个 in one sentence: one measure word, exact and rounded."""
    for start, end in reading.sentences:
        exact = {match[1]: match for match in _EXACT.finditer(reading.whole, start, end)}
        for match in _ROUND.finditer(reading.whole, start, end) if exact else ():
            if match[1] in exact:
                yield Hit(*match.span(), (exact[match[1]].group(), match.group()))
                break


FINDERS = {"N06": totals, "N07": shares, "N09": products, "N10": paths, "N25": precision, "N27": growth}
