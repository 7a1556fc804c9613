"""Finders of counts and sums in prose."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from fractions import Fraction

from drafter.checks.rule import Hit, Reading

_DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0}
_N = "[0-9]{1,2}|[一二两三四五六七八九十]{1,3}"
_THINGS = "个|项|条|点|件|种|类|句|组|方面|环节|阶段|重点|任务|工作|措施|问题|关键词|部门|单位|省市|城市|省份|地区"
_ANNOUNCED = re.compile(
    rf"(?<![第其每前后头这那几百千万\d一二两三四五六七八九十])({_N})(?:个|项|条|点|件|种|类|大)([^，。；：、！？\n“”《》（）]{{0,10}})："
)
_COUNTED = re.compile(
    rf"((?:[\u4e00-\u9fff“”《》]{{1,12}}、){{1,12}}[\u4e00-\u9fff“”《》]{{1,8}}?)(?<!等)({_N})(个|家)(省市|省份|省|市|县|区|部门|单位|城市|地区|国家|乡镇|街道|社区|村|方面)"
)
_ORDINAL = re.compile(r"([一二三四五六七八九])是(?!否)|第([一二三四五六七八九])，")
_POINTS = re.compile(
    rf"(?:讲|谈|提|说|作|分|有)(?:出|以下|下面|如下|这样)?({_N})(?:点|个|条|方面)(?:个)?(?:方面)?(?:的)?(?:意见|要求|问题|看法|想法|体会|建议|部分|方面|希望|意思|题目|事情?)?(?=[。：，])"
)
_RISE = "增长|增加|提高|上升|扩大|提升|增|升"
_FALL = "减少|下降|降低|缩小|回落|压减|减|降"
_NUM = r"([0-9]{1,8}(?:\.[0-9]{1,4})?)(万|亿|%)?"
_FROM_TO = re.compile(rf"(?:从|由){_NUM}([\u4e00-\u9fff]{{0,4}}?)(?:，)?(?P<how>{_RISE}|{_FALL})(?:至|到){_NUM}")
_NEGATIVE = re.compile(rf"(?:{_RISE}|{_FALL})了?[-－−][0-9]{{1,6}}(?:\.[0-9]{{1,3}})?%?")
_POINTS_OF = re.compile(
    rf"(?:从|由)([0-9]{{1,3}}(?:\.[0-9]{{1,3}})?)%(?:[\u4e00-\u9fff]{{0,6}}?)(?:至|到)([0-9]{{1,3}}(?:\.[0-9]{{1,3}})?)%[^。；\n]{{0,12}}?(?:{_RISE}|{_FALL})了?([0-9]{{1,3}}(?:\.[0-9]{{1,3}})?)%"
)
_AGENDA = re.compile(f"(?:共有|共|安排了|有|进行)({_N})(?:项|个)(?:主要)?议程")
_ITEM = re.compile("第([一二三四五六七八九十]{1,2})项(?:议程)?[，是：]|议程(?:的)?第([一二三四五六七八九十]{1,2})项")
_LASTING = re.compile(
    rf"(?:为期|历时|会期)({_N})天(?!半)[^。；\n]{{0,12}}?([0-9]{{1,2}})月([0-9]{{1,2}})日?(?:至|到|[—～-])(?:([0-9]{{1,2}})月)?([0-9]{{1,2}})日(?=[。；！，）\n]|在|举行|召开|$)(?![，；]?[0-9])"
)
_WIDE = re.compile("[０-９]{1,20}")
_PADDED = re.compile(r"(?<![0-9])(0[1-9])月|(?<=月)(0[1-9])(?=日)")
_SCALE = {"万": 10**4, "亿": 10**8, "%": 1, None: 1, "": 1}


def number(text: str) -> int | None:
    """The number that up to three digits or characters say: 12, 三, 两, 十二, 二十."""
    if text.isdigit():
        return int(text)
    if not text or any(char not in _DIGITS for char in text):
        return None
    head, ten, tail = text.partition("十")
    if ten:
        return (_DIGITS[head] if head else 1) * 10 + (_DIGITS[tail] if tail else 0)
    return _DIGITS[text] if len(text) == 1 else None


def announced(reading: Reading) -> Iterator[Hit]:
    """三个关键词：品牌、项目: a count, a colon, and a list by 、 of another length; a list with 等 is open."""
    for match in _ANNOUNCED.finditer(reading.whole):
        wanted = number(match[1])
        end = min(i for i in (*_ends(reading.whole, match.end()), len(reading.whole)) if i >= 0)
        listed = reading.whole[match.end() : end]
        if wanted is None or wanted < 2 or "、" not in listed or "等" in listed or "，" in listed or "；" in listed:
            continue
        items = _items(listed)
        if items != wanted:
            yield Hit(match.start(1), end, (reading.whole[match.start(1) : match.end() - 1], str(items)))


def _ends(text: str, start: int) -> tuple[int, ...]:
    return tuple(text.find(mark, start) for mark in "。！？\n")


def _items(listed: str) -> int:
    """How many things a list by 、 holds; the last two may stand with 和 or 以及."""
    inner = re.sub(r"“[^”]*”|《[^》]*》|（[^）]*）", "x", listed)
    pieces = inner.split("、")
    return len(pieces) + len(re.findall("以及|和|及|与", pieces[-1]))


def counted(reading: Reading) -> Iterator[Hit]:
    """河北、上海、江苏6个省市: a list by 、 and a count of another length behind it."""
    for match in _COUNTED.finditer(reading.whole):
        wanted, items = number(match[2]), _items(match[1])
        if wanted is None or wanted < 2 or items == wanted or re.search("等|各|每|均|都|分别", match[1]):
            continue
        if match[1].endswith(("年", "月", "的")) or any(len(item) > 8 for item in match[1].split("、")[1:]):
            continue
        yield Hit(*match.span(), (match[2] + match[3] + match[4], str(items)))


def points(reading: Reading) -> Iterator[Hit]:
    """讲三点意见, and four headings of the first level; what is counted out at once (一是…三是) needs no heading."""
    level = min((block.role for _i, block in reading.headings), default="")
    heads = [i for i, block in reading.headings if block.role == level]
    if not heads:
        return
    first = reading.starts[heads[0]]
    found = list(_POINTS.finditer(reading.whole, 0, first))
    if not found:
        return
    told = {number(item[1] or item[2]) for item in _ORDINAL.finditer(reading.whole, found[-1].end(), first)}
    if (wanted := number(found[-1][1])) and wanted > 1 and wanted != len(heads) and wanted not in told:
        yield Hit(*found[-1].span(), (found[-1].group(), str(len(heads))))


def ordinals(reading: Reading) -> Iterator[Hit]:
    """三是 without 二是 before it, in one paragraph; a series may begin in one and go on in the next."""
    last: dict[bool, int] = {}
    for match in _ORDINAL.finditer(reading.whole):
        spoken = match[1] is not None
        value = number(match[1] or match[2]) or 0
        before = last.get(spoken, 0)
        last[spoken] = value
        if value <= 1 or value == before + 1 or before == 0 or value < before:
            continue
        # One that comes twice lacks the one that should stand in its place.
        missing = "零一二三四五六七八九"[value if value == before else value - 1]
        yield Hit(*match.span(), (match.group(), f"{missing}是" if spoken else f"第{missing}"))


def direction(reading: Reading) -> Iterator[Hit]:
    """下降-5%; 由50万吨增长到45万吨."""
    for match in _NEGATIVE.finditer(reading.whole):
        yield Hit(*match.span(), (match.group(), match.group()[:2]))
    for match in _FROM_TO.finditer(reading.whole):
        one = Fraction(match[1]) * _SCALE[match[2]]
        other = Fraction(match[5]) * _SCALE[match[6] or match[2] if match[6] != "%" else match[6]]
        rises = bool(re.fullmatch(_RISE, match["how"]))
        if one != other and (other > one) != rises and (match[2] == "%") == (match[6] == "%"):
            yield Hit(*match.span(), (match.group(), match["how"]))


def percent_points(reading: Reading) -> Iterator[Hit]:
    """从10%提高到15%，提高5%."""
    for match in _POINTS_OF.finditer(reading.whole):
        if abs(Fraction(match[2]) - Fraction(match[1])) == Fraction(match[3]):
            yield Hit(*match.span(), (match.group(), match[1], match[2]))


def wide(reading: Reading) -> Iterator[Hit]:
    """２０２６."""
    for match in _WIDE.finditer(reading.whole):
        yield Hit(
            *match.span(),
            (match.group(),),
            match.group().translate(str.maketrans("０１２３４５６７８９", "0123456789")),
        )


def padded(reading: Reading) -> Iterator[Hit]:
    """08月01日; 5月20号 is how it is said."""
    for match in _PADDED.finditer(reading.whole):
        mend = f"{int(match[1])}月" if match[1] else str(int(match[2]))
        yield Hit(*match.span(), (match.group(),), mend)


def agenda(reading: Reading) -> Iterator[Hit]:
    """会议共有四项议程, and then 第一项 to 第三项."""
    for match in _AGENDA.finditer(reading.whole):
        wanted = number(match[1])
        named = {number(found[1] or found[2]) or 0 for found in _ITEM.finditer(reading.whole, match.end())}
        if wanted and len(named) > 1 and max(named) != wanted:
            yield Hit(*match.span(), (match.group(), str(max(named))))


def lasting(reading: Reading) -> Iterator[Hit]:
    """为期三天，从9月28日到30日: so many days, and a first and a last one that are not so far apart."""
    # Some count working days alone, or the days of one stage: therefore a warning, and nothing where more dates follow.
    # Only the end of February hangs on the year.
    year = reading.date.year if reading.date else 2001
    for match in _LASTING.finditer(reading.whole):
        said, month = number(match[1]), int(match[2])
        last = int(match[4] or month)
        try:
            first_day = datetime.date(year, month, int(match[3]))
            days = (datetime.date(year + (last < month), last, int(match[5])) - first_day).days + 1
        except ValueError:
            continue
        if said != days:
            yield Hit(*match.span(), (str(days), match[1]))


FINDERS = {
    "N05": agenda,
    "N01": announced,
    "N02": counted,
    "N03": points,
    "N04": ordinals,
    "N13": percent_points,
    "N15": direction,
    "N19": padded,
    "N21": wide,
    "N28": lasting,
}
