"""A title in lines, broken by meaning: a trapezoid or a diamond, never inside a word, a 《》 or a number and its unit.

GB/T 9704-2012, 7.3.1, asks that a title in several lines be 词意完整, 排列对称, 长短适宜, 间距恰当, in the shape of a
trapezoid or a diamond. Words are those of a segmenter; where a line may end is weighed, and the lightest of all
divisions into the fewest lines is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from drafter.model import Span

# The widths of characters in a title face, in full-width characters; as measured in 小标宋 of several foundries.
_DIGIT, _CAPITAL, _SMALL = 0.6, 0.72, 0.55
# What Word leaves between Chinese and Latin letters or digits.
_SEAM = 0.2
# A line of fewer is left alone only where nothing else will do.
_SHORT = 4.0
_MOST_LINES = 4

_NOT_LAST = set("在于对向把被将为从自由同和与及或暨第《「『（“‘关致")
_OPENS, _CLOSES = "《（“「『", "》）”」』"
_MARKS = set(_CLOSES + "、，。；：！？·—…％%")
_AFTERS = {"会上", "会议上", "以上", "以下", "以内", "以来", "以后", "左右"}
_WORK = re.compile("《[^《》]+》|“[^“”]+”")
_UNIT = set("年月日号个届次期名位家户人万亿元吨亩项条件级周岁里度分秒点时天")
_BODY = re.compile(
    "(?:[省市县区旗乡镇村州盟]|街道|园区|社区|公司|集团|工厂|厂|学校|大学|学院|中学|小学|医院|委员会|联合会|协会|局|厅|办|中心|系统)$"
)
_EVENT = re.compile("(?:[^国社]会|会议|仪式|活动|论坛|行动|工程)$")
_ORDINAL = re.compile("第[0-9一二三四五六七八九十百]+[届次期号个]$")
# Words of meetings' names that a segmenter cuts in two.
_FIXED = tuple(
    word
    for line in (
        "社会发展 国民经济 安全生产 重点工作 重点任务 乡村振兴 精神文明 文明城市",
        "生态环境 环境保护 工作报告 工作会议 工作汇报 工作总结 总结表彰 表彰大会",
        "动员部署 动员大会 部署会 推进会 座谈会 毕业典礼 开学典礼 开工仪式",
        "启动仪式 揭牌仪式 新闻发布会 全体会议 电视电话会议 视频会议 专题会议 高质量发展",
        "营商环境 疫情防控 防汛抗旱 防灾减灾 信访工作 党风廉政 廉政建设 队伍建设",
        "社会治理 公共服务 公共卫生 医疗保障 社会保障 社会保险 养老服务 残疾人事业",
        "老龄工作 志愿服务 民主生活会 改革开放 科技创新 人才工作 职业教育 义务教育",
        "党风廉政建设 职工代表大会 人民代表大会 权益保障 脱贫攻坚",
        "食品安全 消防安全 交通安全 网络安全 项目建设",
    )
    for word in line.split()
)
# What it costs to end a line there, by the kinds of the words on both sides (n noun, v verb, a adjective, others x).
_COST = {"nn": 2.0, "nv": 1.0, "vn": 4.0, "vv": 2.5, "an": 4.5, "av": 4.5}
_OTHER = 2.0


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    kind: str


def width(text: str) -> float:
    """How wide ``text`` is in a title, in full-width characters."""
    total, latin = 0.0, None
    for char in text:
        narrow = char.isascii()
        total += _narrow(char) if narrow else 1.0
        if latin is not None and latin != narrow and char not in _CLOSES + _OPENS:
            total += _SEAM
        latin = narrow
    return total


def _narrow(char: str) -> float:
    return _DIGIT if char.isdigit() else _CAPITAL if char.isupper() else _SMALL


def lines(text: str, limit: float, whole: Iterable[str] = ()) -> tuple[str, ...]:
    """``text`` in lines of at most ``limit`` full-width characters; one where it fits.

    ``whole`` are names that are not cut. Where no division into words will do, the text is left in one line, for the
    editor to turn.
    """
    if width(text) <= limit:
        return (text,)
    if width(text) > limit * _MOST_LINES:
        return (text,)
    words = _joined(_words(text, whole, limit))
    found = [
        (cost, cut)
        for count in range(2, _MOST_LINES + 1)
        for cut in combinations(range(1, len(words)), count - 1)
        if (cost := _cost(words, cut, limit)) is not None
    ]
    if not found:
        return (text,)
    return tuple("".join(word.text for word in line) for line in _lines(words, min(found)[1]))


# --- words -----------------------------------------------------------------------------------------


def _words(text: str, whole: Iterable[str], limit: float) -> list[_Word]:
    """The words of ``text``: names and titles of works in one piece where a line holds them."""
    import rjieba  # a dictionary of several megabytes, only for a title that is too long

    names = [name for name in (*whole, *_FIXED) if len(name) > 1 and width(name) <= limit]
    kept = "|".join([_WORK.pattern, *(re.escape(name) for name in sorted(names, key=len, reverse=True))])
    found: list[_Word] = []
    for number, piece in enumerate(re.split(f"({kept})", text)):
        if number % 2 and width(piece) <= limit:
            found.append(_Word(piece, "n"))
        else:
            found += [_Word(word, _kind(tag)) for word, tag in rjieba.tag(piece)]
    return found


def _kind(tag: str) -> str:
    return "n" if tag[:1] in "njl" else tag[:1] if tag[:1] in "va" else "x"


def _joined(words: Sequence[_Word]) -> list[_Word]:
    """``words`` with what may not begin or end a line joined to its neighbour."""
    found: list[_Word] = []
    for word in words:
        last = found[-1] if found else None
        if last and (last.text in _NOT_LAST or last.text[-1] in _OPENS or _tied(last.text, word.text)):
            found[-1] = _Word(last.text + word.text, word.kind if len(word.text) > 1 else last.kind)
        else:
            found.append(word)
    return found


def _tied(before: str, after: str) -> bool:
    """Whether ``after`` may not begin a line when ``before`` ends the one above."""
    if after in _NOT_LAST:
        return False
    single = len(after) == 1 or after in _AFTERS
    number = before[-1].isdigit() and (after[0] in _UNIT or after[0].isascii())
    return single or number or after[0] in _MARKS


# --- lines -----------------------------------------------------------------------------------------


def _lines(words: Sequence[_Word], cut: Sequence[int]) -> Iterator[Sequence[_Word]]:
    ends = (0, *cut, len(words))
    for start, end in pairwise(ends):
        yield words[start:end]


def _cost(words: Sequence[_Word], cut: Sequence[int], limit: float) -> float | None:
    """What a division costs; None where a line is too wide."""
    wide = [width("".join(word.text for word in line)) for line in _lines(words, cut)]
    if max(wide) > limit:
        return None
    ends = sum(_end(words, at) for at in cut)
    alone = sum(10 for one in wide if one < _SHORT)
    return ends + alone + _shape(wide) + len(cut)


def _shape(wide: Sequence[float]) -> float:
    """What the outline costs: trapezoid and diamond nothing, a rectangle little, an hourglass much."""
    spread = max(wide) - min(wide)
    cost = max(0.0, spread - 6) / 2 + (1.5 if spread < 1 else 0)
    falls = [before > after for before, after in pairwise(wide)]
    if len(wide) > 2 and falls != sorted(falls):
        cost += 8  # it narrows, then widens again
    return cost


def _end(words: Sequence[_Word], at: int) -> float:
    """What it costs to end a line before ``words[at]``."""
    before, after = words[at - 1], words[at]
    if before.text[-1] in "、》" or after.text[0] == "暨" or _BODY.search(before.text):
        return 0.0
    if after.text[0] in "《“" or _EVENT.search(before.text):
        return 1.0
    if _ORDINAL.search(before.text):
        return 5.0
    return _COST.get(before.kind + after.kind, _OTHER)


# --- spans -----------------------------------------------------------------------------------------


def broken(spans: tuple[Span, ...], limit: float) -> tuple[Span, ...]:
    """The spans of a title with line ends where its lines end; a title that has lines already keeps them."""
    text = "".join(span.text for span in spans)
    if "\n" in text or width(text) <= limit:
        return spans
    names = [span.text for span in spans if (span.fact or "").startswith(("人物.", "单位."))]
    ends, at = set[int](), 0
    for line in lines(text, limit, names)[:-1]:
        at += len(line)
        ends.add(at)
    found, start = [], 0
    for span in spans:
        inside = "".join(("\n" if start + n in ends else "") + char for n, char in enumerate(span.text))
        found.append(replace(span, text=inside))
        start += len(span.text)
    return tuple(found)
