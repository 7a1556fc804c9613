"""Finders of residue and punctuation that no pattern can say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from drafter.checks.rule import Hit, Reading

_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
_HALF = re.compile(
    r"(?<=[\u4e00-\u9fff”》）])[,;:?!](?=[\u4e00-\u9fff“《（]|$)|(?<=[\u4e00-\u9fff”》）])\.(?=[\u4e00-\u9fff“《]|$)",
    re.M,
)
_HALF_BRACKETS = re.compile(r"\(([^()\n]{0,60}[\u4e00-\u9fff][^()\n]{0,60})\)")
_PAIRS = {"”": "“", "’": "‘", "》": "《", "〉": "〈", "）": "（", "〕": "〔", "】": "【"}
_OPENERS = set(_PAIRS.values())
_INNER = {"“": "‘’", "《": "〈〉"}
_PAIR_MARKS = re.compile("[“”‘’《》〈〉（）〔〕【】]")
# A lower 1） or a） of a list has no other half.
_LISTED = re.compile(r"(?:^|[。；，：\n])[（(]?[0-9a-zA-Z一二三四五六七八九十]{1,3}）")
_ENDS = "。，；：、！…"
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffd\u00ad\ue000-\uf8ff\ufff9-\ufffc]")
_BLANKS = re.compile(r"(?:19|20)[xXｘ×＊]{2}年?|[xXｘ×＊]{2,6}")
_TITLE = re.compile("《([^《》\n]{2,60})》")
# A title of so many characters or fewer is a short one.
_SHORT_TITLE = 6
_NUMBER = re.compile(
    r"^(?:([一二三四五六七八九十]{1,3})([.．,，：:])|([0-9]{1,2})(、)|([（(][一二三四五六七八九十0-9]{1,3}[）)])([、.．，,]))",
    re.M,
)


def half_width(reading: Reading) -> Iterator[Hit]:
    """Half-width marks between Chinese characters; not in times, decimals, addresses."""
    for match in _HALF.finditer(reading.whole):
        yield Hit(*match.span(), (match.group(),), _WIDE[match.group()])
    for match in _HALF_BRACKETS.finditer(reading.whole):
        yield Hit(*match.span(), ("()",), f"（{match[1]}）")


def unpaired(reading: Reading) -> Iterator[Hit]:
    """Marks without their other half, by a stack for each paragraph: a mark that is lost does not turn all others."""
    for start, block in reading.placed():
        open_: list[tuple[str, int]] = []
        depth: Counter[str] = Counter()
        listed = {match.end() - 1 for match in _LISTED.finditer(block.text)} if "）" in block.text else set()
        for match in _PAIR_MARKS.finditer(block.text):
            mark, at = match.group(), match.start()
            if mark in _OPENERS:
                open_.append((mark, at))
                depth[mark] += 1
            elif depth[_PAIRS[mark]]:
                while open_[-1][0] != _PAIRS[mark]:
                    lost, where = open_.pop()
                    depth[lost] -= 1
                    yield Hit(start + where, start + where + 1, (lost,))
                depth[open_.pop()[0]] -= 1
            elif at not in listed:
                yield Hit(start + at, start + at + 1, (mark,))
        # A quotation that goes over several paragraphs opens each of them, and closes the last (GB/T 15834, 4.8).
        for mark, where in open_ if open_ != [("“", 0)] else ():
            yield Hit(start + where, start + where + 1, (mark,))


def nested(reading: Reading) -> Iterator[Hit]:
    """“ ” in “ ” and 《 》 in 《 》: the inner ones are ‘ ’ and 〈 〉."""
    for start, block in reading.placed():
        open_: list[tuple[str, int]] = []
        for match in _PAIR_MARKS.finditer(block.text):
            mark, at = match.group(), match.start()
            if mark in _INNER and open_ and open_[-1][0] == mark:
                end = block.text.find({"“": "”", "《": "》"}[mark], at)
                if end > 0:
                    inner = block.text[at + 1 : end]
                    left, right = _INNER[mark][0], _INNER[mark][1]
                    yield Hit(
                        start + at, start + end + 1, (block.text[at : end + 1], left + right), left + inner + right
                    )
            if mark in _OPENERS:
                open_.append((mark, at))
            elif open_ and open_[-1][0] == _PAIRS[mark]:
                open_.pop()


def numbered(reading: Reading) -> Iterator[Hit]:
    """The mark after the number of a heading or of a paragraph that begins with one."""
    for match in _NUMBER.finditer(reading.whole):
        if match[1]:
            mend = f"{match[1]}、"
        elif match[3]:
            mend = f"{match[3]}."
        else:
            mend = match[5].replace("(", "（").replace(")", "）")
        yield Hit(*match.span(), (match.group(),), mend)


def ended_heading(reading: Reading) -> Iterator[Hit]:
    """A heading on a line of its own that ends with a mark; one that asks may."""
    yield from _ended(reading, ("heading1", "heading2", "heading3", "heading4"))


def ended_title(reading: Reading) -> Iterator[Hit]:
    """A title that ends with a mark."""
    yield from _ended(reading, ("title",))


def _ended(reading: Reading, roles: tuple[str, ...]) -> Iterator[Hit]:
    for start, block in reading.placed():
        if block.role in roles and block.text[-1] in _ENDS:
            end = start + len(block.text)
            yield Hit(end - 1, end, (block.text[-1],), "")


def invisible(reading: Reading) -> Iterator[Hit]:
    """Characters that nobody sees, and those that a machine could not read; the former may go."""
    for match in _INVISIBLE.finditer(reading.whole):
        char = match.group()
        broken = char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or "\ufff9" <= char <= "\ufffc"
        yield Hit(*match.span(), (f"{ord(char):04X}",), None if broken else "")


def same_blank(reading: Reading) -> Iterator[Hit]:
    """One blank twice in a sentence."""
    for start, end in reading.sentences:
        seen: set[str] = set()
        for match in _BLANKS.finditer(reading.whole, start, end):
            if match.group() in seen:
                yield Hit(*match.span(), (match.group(),))
            seen.add(match.group())


def two_titles(reading: Reading) -> Iterator[Hit]:
    """《实施意见》 and then 《意见》 for one document."""
    titles = [(match.start(), match[1]) for match in _TITLE.finditer(reading.whole)]
    long = {title for _at, title in titles if len(title) > _SHORT_TITLE}
    short: dict[str, int] = {}
    for at, title in titles:
        if len(title) <= _SHORT_TITLE:
            short.setdefault(title, at)
    for title, at in short.items():
        for other in short:
            named = [each for each in long if each.endswith(title)]
            if other != title and other.endswith(title) and len(named) == 1 and named[0].endswith(other):
                yield Hit(at, at + len(title) + 2, (title, other))


FINDERS = {
    "Q15": two_titles,
    "P06": same_blank,
    "P09": invisible,
    "Q01": half_width,
    "Q02": unpaired,
    "Q03": nested,
    "Q06": numbered,
    "Q07": ended_heading,
    "Q17": ended_title,
}
