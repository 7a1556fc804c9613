"""Finders of what a genre asks for: words that it cannot do without, an end, shares of its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from drafter.checks.rule import Finder, Hit, Reading
from drafter.model import HEADINGS

# A last paragraph that closes: it turns to the hall, wishes, thanks, calls, or ends the meeting.
_CLOSES = re.compile(
    "同志们|各位|朋友们|同学们|大家|乡亲们|让我们|谢谢|感谢|祝|散会|闭幕|结束|相信|希望|期待|加油|完了|到这里|到此|开始|宣布|决心|保证|请.{0,8}(?:放心|批评|指正|指出|监督)|一起|共同|拜托|出发"
)
_LATER = re.compile("打算|下一步|今后|明年|计划|安排|努力方向")
_MOST_LATER = 0.3
_SHORTEST = 6
_WELCOME = re.compile("表示(?:最)?(?:热烈|诚挚|衷心)的?(?:欢迎|感谢)")


def missing(reading: Reading, cues: Mapping[str, Any]) -> Iterator[Hit]:
    """A closing address without a word of closing."""
    found = cues.get(reading.known.genre, {})
    for name, said in found.items():
        if not re.search("|".join(map(re.escape, said)), reading.whole):
            yield Hit(0, len(reading.text.blocks[0].text), (name, "、".join(said)))


def unended(reading: Reading) -> Iterator[Hit]:
    """A speech that stops: its last paragraph does nothing that ends one."""
    bodies = [(start, block) for start, block in reading.placed() if block.role in ("body", *HEADINGS)]
    whole = any(block.role == "salutation" for block in reading.text.blocks)
    if whole and len(bodies) >= _SHORTEST:
        start, last = bodies[-1]
        before = bodies[-2][1].text if len(last.text) < 15 else ""
        if not _CLOSES.search(last.text + before):
            yield Hit(start, start + len(last.text), ())


def later(reading: Reading) -> Iterator[Hit]:
    """A report of what was done that spends more than three tenths on what will be."""
    if reading.known.genre not in ("work-report",):
        return
    heads = [index for index, block in reading.headings if block.role == "heading1"]
    sizes = [len(block.text) for block in reading.text.blocks]
    for index in heads:
        end = next((other for other in heads if other > index), len(sizes))
        if _LATER.search(reading.text.blocks[index].text) and sum(sizes[index:end]) > _MOST_LATER * sum(sizes):
            start = reading.starts[index]
            share = round(100 * sum(sizes[index:end]) / sum(sizes))
            yield Hit(start, start + sizes[index], (reading.text.blocks[index].text, str(share)))


def twice_welcomed(reading: Reading) -> Iterator[Hit]:
    """A host who welcomes or thanks twice."""
    seen: set[str] = set()
    for match in _WELCOME.finditer(reading.whole) if reading.known.genre == "host-script" else ():
        kind = match.group()[-2:]
        if kind in seen:
            yield Hit(*match.span(), (match.group(),))
        seen.add(kind)


def finders(cues: Mapping[str, Any]) -> dict[str, Finder]:
    """The finders; ``cues`` are for each genre the parts it cannot do without, each with words that show it."""
    return {"U01": partial(missing, cues=cues), "U11": unended, "U17": later, "L12": twice_welcomed}
