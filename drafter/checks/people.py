"""Finders of names, posts and tone, against what the brief knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.checks.rule import Hit, Reading
from drafter.language.readings import readings

_CALLED = (
    "(?:同志|先生|女士|书记|主任|局长|市长|县长|区长|镇长|乡长|部长|院长|校长|经理|理事长|会长|主席|秘书长|处长|科长|站长"
    "|所长|馆长|教授|老师|师傅)"
)
_BODY = re.compile(
    r"我(?:谨)?代表([^，。；：、！\n]{2,20}(?:、[^，。；：、！\n]{2,20}){0,3}?)(?=向|表示|讲|作|对|，|。)"
)
_OFFICIAL = re.compile("党|政府|委|局|厅|部|会|公司|集团|学校|医院|单位|街道|镇|乡|村|社区|楼|班子")
_ORDER = re.compile(
    r"(?:各单位|各部门|各地|各级|各县|各市|各区|各乡镇|各科室|你们|大家|同志们)(?:[^，。；\n]{0,6}?)(?:必须|务必|一定要|都要|要)(?!求|是|不是|点|好好感谢)[^，。；\n]{2,20}"
)
_POST = (
    "副?(?:书记|主任|局长|市长|县长|区长|镇长|乡长|部长|院长|校长|总经理|理事长|会长|主席|秘书长|处长|科长|站长|所长"
    "|馆长)"
)
_QUOTE = re.compile(
    r"(?:总书记|总理|主席|书记|省长|市长|县长|部长|领导同志)[^“”。；\n]{0,20}(?:指出|强调|说过|要求|说|讲)(?:：|，|,|:)?“([^“”\n]{8,200})”"
)
_BARE = re.compile(r"[^\u4e00-\u9fff0-9A-Za-z]")
_NO_ORDERS = ("表态", "来宾", "汇报")


def salutation_end(reading: Reading) -> Iterator[Hit]:
    """A salutation that ends with a comma, or with a half-width mark."""
    for start, block in reading.placed():
        if block.role == "salutation" and block.text[-1] not in "：！":
            end = start + len(block.text)
            yield Hit(end - 1, end, (block.text[-1],), "：")


def himself(reading: Reading) -> Iterator[Hit]:
    """The speaker's own name in the body."""
    name = reading.known.speaker
    for start, block in reading.placed() if len(name) > 1 else ():
        if block.role == "body":
            for match in re.finditer(re.escape(name), block.text):
                yield Hit(start + match.start(), start + match.end(), (name,))


def on_behalf(reading: Reading) -> Iterator[Hit]:
    """我代表 a body that is not the brief's."""
    wanted = reading.known.on_behalf
    for match in _BODY.finditer(reading.whole) if wanted else ():
        said = match[1]
        if _OFFICIAL.search(said) and said not in wanted and wanted not in said:
            yield Hit(*match.span(), (match.group(), wanted))


def orders(reading: Reading) -> Iterator[Hit]:
    """各单位要… from who promises, reports, or is a guest."""
    standing = reading.known.standing
    for match in _ORDER.finditer(reading.whole) if standing in _NO_ORDERS else ():
        yield Hit(*match.span(), (match.group(), standing))


def near_names(reading: Reading) -> Iterator[Hit]:
    """A name of three characters with one of them wrong, where a post or 同志 follows it."""
    people = reading.known.people
    for name in (name for name in people if len(name) == 3):
        # The name of a family is seldom wrong, and 海迪主席 is another way to say 张海迪主席.
        ways = f"{name[0]}[\u4e00-\u9fff]{name[2]}|{name[:2]}[\u4e00-\u9fff]"
        for match in re.finditer(f"(?:{ways})(?={_CALLED})", reading.whole):
            if match.group() not in people and match.group() != name:
                yield Hit(*match.span(), (match.group(), name), name)


def deputies(reading: Reading) -> Iterator[Hit]:
    """张立春局长, where the brief has 副局长."""
    for name, post in reading.known.people.items():
        found = re.search(r"副([\u4e00-\u9fff]{2,4})$", post)
        if found and len(name) > 1:
            title = found[1][-2:]
            for match in re.finditer(f"{re.escape(name)}{re.escape(title)}", reading.whole):
                yield Hit(*match.span(), (match.group(), name + post[-len(found.group()) :]))


def short_first(reading: Reading) -> Iterator[Hit]:
    """朴方主席 before 邓朴方 was named in full."""
    for name in (name for name in reading.known.people if len(name) > 2):
        full = reading.whole.find(name)
        match = re.search(f"(?<!{name[0]}){re.escape(name[1:])}(?={_CALLED})", reading.whole)
        if match and (full < 0 or match.start() < full):
            yield Hit(*match.span(), (match.group(), name))


def other_post(reading: Reading) -> Iterator[Hit]:
    """顾维清书记, where the brief has 局长."""
    for name, post in reading.known.people.items():
        called = re.finditer(f"{re.escape(name)}(?:同志)?({_POST})", reading.whole)
        for match in called if len(name) > 1 and post else ():
            title = match[1]
            # 张副局长 may be called 张局长; that a 副 is left out is for another rule.
            if title not in post and title.removeprefix("副") not in post:
                yield Hit(*match.span(), (match.group(), name, post))


def out_of_order(reading: Reading) -> Iterator[Hit]:
    """People listed in another order than the brief has; who did what comes in the order in which it was done."""
    order = {name: n for n, name in enumerate(reading.known.order)}
    if len(order) < 2:
        return
    pattern = re.compile("|".join(map(re.escape, sorted(order, key=len, reverse=True))))
    for start, block in reading.placed():
        last, seen, behind = -1, set[str](), 0
        for match in pattern.finditer(block.text):
            if re.search("[了。！？]", block.text[behind : match.start()]):
                last, seen = -1, set()
            behind = match.end()
            place = order[match.group()]
            if match.group() not in seen and place < last:
                yield Hit(start + match.start(), start + match.end(), (match.group(), reading.known.order[last]))
                break
            seen.add(match.group())
            last = max(last, place)


def abbreviated(reading: Reading) -> Iterator[Hit]:
    """The short name of a body, and its full one after it."""
    for short, full in reading.known.shorts.items():
        at = reading.whole.find(full)
        # What stands above the body names people by their posts, which has no room for full names.
        body = next((start for start, block in reading.placed() if block.role == "body"), 0)
        whole = reading.whole[:at].replace(full, "　" * len(full)) if at > 0 else ""
        first = whole.find(short, body)
        if len(short) > 1 and first >= 0:
            yield Hit(first, first + len(short), (short, full))


def quoted(reading: Reading) -> Iterator[Hit]:
    """Words of a leader that the brief does not have."""
    facts = _BARE.sub("", reading.known.facts)
    for match in _QUOTE.finditer(reading.whole) if reading.known.brief else ():
        if _BARE.sub("", match[1]) not in facts:
            yield Hit(match.start(1), match.end(1), (match[1],))


def hard_names(reading: Reading) -> Iterator[Hit]:
    """A name that is easily read wrong: 仇 as a surname, 亳."""
    for name in reading.known.people:
        # The speaker knows how to say his own.
        at = reading.whole.find(name) if name != reading.known.speaker else -1
        found = readings(name, frozenset({0})) if at >= 0 else {}
        special = {n: said for n, said in found.items() if n == 0 or _is_rare(name[n])}
        if special:
            said = "、".join(f"{name[n]} {reading_}" for n, reading_ in special.items())
            yield Hit(at, at + len(name), (name, said))


def _is_rare(char: str) -> bool:
    """Outside the 3,755 characters of the first level of GB 2312."""
    code = char.encode("gb18030")
    return len(code) != 2 or not 0xB0 <= code[0] <= 0xD7 or code[1] < 0xA1


FINDERS = {
    "L01": short_first,
    "L04": other_post,
    "L05": out_of_order,
    "L08": abbreviated,
    "L19": quoted,
    "R04": hard_names,
    "L02": near_names,
    "L07": deputies,
    "L09": himself,
    "L10": on_behalf,
    "L11": orders,
    "L13": salutation_end,
}
