"""Finders of names, posts and tone, against what the brief knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.checks.rule import Hit, Reading

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


FINDERS = {
    "L02": near_names,
    "L07": deputies,
    "L09": himself,
    "L10": on_behalf,
    "L11": orders,
    "L13": salutation_end,
}
