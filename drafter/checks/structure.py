"""Finders of levels, headings, repetition and length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.checks.counts import number
from drafter.checks.rule import Hit, Reading
from drafter.language.spoken import syllables
from drafter.model import HEADINGS, Block

_NUMBER = re.compile(r"[（(]?([一二三四五六七八九十]{1,3}|[0-9]{1,2})[、.．，,）)]+[、.．]?")
_THANKS = re.compile("谢谢大家|谢谢各位|谢谢同志们")
# Sentences shorter than this may well come again; so many characters are a shingle; so much alike is one paragraph.
_TELLING, _SHINGLE, _ALIKE = 15, 13, 0.5
_OFF = 0.25
_UNEVEN = 4
# So many characters after 其次 something has to end the series.
_ENDING = 300
_GOES_ON, _FAR = re.compile("再次|最后|第三|此外|再其次"), 3_000


def _value(block: Block) -> int | None:
    match = _NUMBER.match(block.text)
    return number(match[1]) if match else None


def _span(reading: Reading, index: int) -> tuple[int, int]:
    return reading.starts[index], reading.starts[index] + len(reading.text.blocks[index].text)


def numbers(reading: Reading) -> Iterator[Hit]:
    """Heading numbers with a gap or twice, within one parent."""
    last: dict[str, tuple[int, str]] = {}
    for index, block in reading.headings:
        value = _value(block)
        last = {role: found for role, found in last.items() if role <= block.role}
        if value is None:
            continue
        before, text = last.get(block.role, (0, ""))
        # A text may begin in the middle: what is read is part of another.
        if value != before + 1 and (before or (value > 1 and index > 0)):
            yield Hit(*_span(reading, index), (block.text, text or "—"))
        last[block.role] = value, block.text


def skipped(reading: Reading) -> Iterator[Hit]:
    """一、 and then （1）; 一、 and then 1. is right where there are two levels only."""
    roles = {block.role for _i, block in reading.headings}
    above = ""
    for index, block in reading.headings:
        level = HEADINGS.index(block.role)
        if above and level - HEADINGS.index(above) > 1 and not (len(roles) == 2 and level == 2):
            yield Hit(*_span(reading, index), (block.text,))
        above = block.role


def orphaned(reading: Reading) -> Iterator[Hit]:
    """（一） before any 一、, in a text that has 一、."""
    if any(block.role == "heading1" for _i, block in reading.headings):
        index, first = reading.headings[0]
        if first.role != "heading1":
            yield Hit(*_span(reading, index), (first.text,))


def _families(reading: Reading) -> list[list[int]]:
    """The headings by their numbers: those of one level under one parent together."""
    groups: dict[tuple[str, int], list[int]] = {}
    parents: dict[str, int] = {}
    for index, block in reading.headings:
        parents = {role: i for role, i in parents.items() if role < block.role}
        groups.setdefault((block.role, max(parents.values(), default=-1)), []).append(index)
        parents[block.role] = index
    return list(groups.values())


def alone(reading: Reading) -> Iterator[Hit]:
    """A heading that has no other on its level under one parent."""
    for members in _families(reading):
        if len(members) == 1:
            yield Hit(*_span(reading, members[0]), (reading.text.blocks[members[0]].text,))


def deep(reading: Reading) -> Iterator[Hit]:
    """A heading of the fourth level, or of the third below a second."""
    roles = {block.role for _i, block in reading.headings}
    deep_ones = {"heading4"} | ({"heading3"} if {"heading1", "heading2"} <= roles else set())
    for index, block in reading.headings:
        if block.role in deep_ones:
            yield Hit(*_span(reading, index), (block.text,))
            return


def uneven(reading: Reading) -> Iterator[Hit]:
    """Headings of one family, of which the longest has more than twice the characters of the shortest."""
    for members in _families(reading):
        sizes = {i: len(_NUMBER.sub("", reading.text.blocks[i].text, count=1)) for i in members}
        short, long = min(sizes.values()), max(sizes.values())
        if len(members) > 2 and long > 2 * short + _UNEVEN:
            worst = max(members, key=lambda i: sizes[i])
            yield Hit(*_span(reading, worst), (str(short), str(long)))


def twice_headed(reading: Reading) -> Iterator[Hit]:
    """Two headings with the same words."""
    seen: set[str] = set()
    for index, block in reading.headings:
        bare = _NUMBER.sub("", block.text, count=1)
        if bare in seen:
            yield Hit(*_span(reading, index), (bare,))
        seen.add(bare)


def empty(reading: Reading) -> Iterator[Hit]:
    """A heading before another of its level or a higher one, or at the end of the text."""
    blocks = reading.text.blocks
    for index, block in reading.headings:
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if following is None or (following.role.startswith("heading") and following.role <= block.role):
            yield Hit(*_span(reading, index), (block.text,))


def thanked(reading: Reading) -> Iterator[Hit]:
    """谢谢大家 twice at the end."""
    # Thanks for the work, somewhere in the middle, are another thing.
    found = list(_THANKS.finditer(reading.whole, max(0, len(reading.whole) - _ENDING)))
    for match in found[1:]:
        yield Hit(*match.span(), (match.group(),))


def repeated(reading: Reading) -> Iterator[Hit]:
    """A sentence of fifteen characters and more that stands there twice."""
    seen: set[str] = set()
    for start, end in reading.sentences:
        sentence = reading.whole[start:end].strip("　 ")
        if len(sentence) >= _TELLING:
            if sentence in seen:
                yield Hit(start, end, (sentence[:30],))
            seen.add(sentence)


def alike(reading: Reading) -> Iterator[Hit]:
    """Paragraphs that share more than half of their runs of thirteen characters."""
    known: dict[str, int] = {}
    for index, block in enumerate(reading.text.blocks):
        # A title, and the name of the meeting in it, may well come again.
        text = "" if block.role == "title" else block.text
        pieces = [text[i : i + _SHINGLE] for i in range(len(text) - _SHINGLE + 1)]
        shared = [known[piece] for piece in pieces if piece in known]
        if len(pieces) > _SHINGLE and len(shared) > _ALIKE * len(pieces):
            yield Hit(*_span(reading, index), (str(reading.text.blocks[shared[0]].line),))
        for piece in pieces:
            known.setdefault(piece, index)


def unfinished_series(reading: Reading) -> Iterator[Hit]:
    """首先 and 其次 in one paragraph, and nothing that ends them there or later."""
    for start, block in reading.placed():
        at = block.text.find("其次")
        if at > 0 and "首先" in block.text[:at] and not _GOES_ON.search(reading.whole, start + at, start + at + _FAR):
            yield Hit(start + at, start + at + 2, ())


def timed(reading: Reading) -> Iterator[Hit]:
    """A quarter more or less than the minutes that were asked for."""
    known = reading.known
    bodies = [(s, b) for s, b in reading.placed() if b.role in ("body", *HEADINGS)]
    if known.minutes and bodies:
        takes = sum(syllables(block.text) for _start, block in bodies) / known.pace
        if abs(takes - known.minutes) > _OFF * known.minutes:
            yield Hit(bodies[0][0], bodies[0][0] + 1, (f"{takes:.1f}", f"{known.minutes:g}"))


def capped(reading: Reading) -> Iterator[Hit]:
    """More characters than the cap."""
    cap = reading.known.cap
    bodies = [(s, b) for s, b in reading.placed() if b.role in ("body", *HEADINGS)]
    count = sum(len("".join(block.text.split())) for _start, block in bodies)
    if cap and count > cap:
        yield Hit(bodies[0][0], bodies[0][0] + 1, (str(count), str(cap)))


FINDERS = {
    "U03": numbers,
    "U04": skipped,
    "U05": orphaned,
    "U06": alone,
    "U07": deep,
    "U08": uneven,
    "U09": twice_headed,
    "U10": empty,
    "U12": thanked,
    "U13": repeated,
    "U14": alike,
    "U15": unfinished_series,
    "U16": timed,
    "U18": capped,
}
