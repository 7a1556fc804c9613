"""Numbers that Word itself puts before paragraphs: 一、 and （一） that stand in no run of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import cn2an
from lxml import etree

from drafter.word.xml import w

_CHINESE = ("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting")
_MOST = 999


class Numbers:
    """The numbering of a document; ``label`` is called for its paragraphs in order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists = dict(_lists(numbering)) if numbering is not None else {}
        self._styles = dict(_of_styles(styles)) if styles is not None and self._lists else {}
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, paragraph: etree._Element) -> str:
        """What Word shows before ``paragraph``; empty for no number, and for a bullet."""
        if not self._lists:
            return ""
        style = _value(paragraph.find(f"{w('pPr')}/{w('pStyle')}"))
        listed, level = self._styles.get(style, ("", 0))
        own = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        if own is not None:
            listed = _value(own.find(w("numId"))) or listed
            level = _small(_value(own.find(w("ilvl"))), level)
        if listed not in self._lists:
            return ""
        identity, levels = self._lists[listed]
        counts = self._counts.setdefault(identity, {})
        counts[level] = counts.get(level, levels.get(level, ("", "", 1))[2] - 1) + 1
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        form, shown, _start = levels.get(level, ("bullet", "", 1))
        if form in ("bullet", "none"):
            return ""

        def said(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            kind, _shown, start = levels.get(at, (form, "", 1))
            return _said(counts.get(at, start), kind)

        return re.sub("%([1-9])", said, shown)


def _said(number: int, form: str) -> str:
    if not 0 < number <= _MOST:
        return str(number)
    if form in _CHINESE:
        return str(cn2an.an2cn(number)).removeprefix("一") if 10 <= number < 20 else str(cn2an.an2cn(number))
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    return str(number)


def _lists(numbering: etree._Element) -> Iterator[tuple[str, tuple[str, dict[int, tuple[str, str, int]]]]]:
    """For each list: what its counters are known by, and the form, the text and the start of each of its levels."""
    abstract = {node.get(w("abstractNumId"), ""): dict(_levels(node)) for node in numbering.iter(w("abstractNum"))}
    for node in numbering.iter(w("num")):
        base = _value(node.find(w("abstractNumId")))
        levels = dict(abstract.get(base, {}))
        identity = base
        for override in node.iter(w("lvlOverride")):
            level = _small(override.get(w("ilvl"), ""), 0)
            start = _value(override.find(w("startOverride")))
            levels |= dict(_levels(override))
            if start.isdigit() and level in levels:
                # A list that starts anew counts on its own.
                identity = f"{base}/{node.get(w('numId'), '')}"
                levels[level] = (*levels[level][:2], _small(start, 1))
        yield node.get(w("numId"), ""), (identity, levels)


def _levels(node: etree._Element) -> Iterator[tuple[int, tuple[str, str, int]]]:
    for level in node.iter(w("lvl")):
        form, shown, start = (_value(level.find(w(name))) for name in ("numFmt", "lvlText", "start"))
        yield _small(level.get(w("ilvl"), ""), 0), (form or "decimal", shown, _small(start, 1))


def _of_styles(styles: etree._Element) -> Iterator[tuple[str, tuple[str, int]]]:
    """The list and the level of each style that has one."""
    for style in styles.iter(w("style")):
        own = style.find(f"{w('pPr')}/{w('numPr')}")
        if own is not None:
            level = _small(_value(own.find(w("ilvl"))), 0)
            yield style.get(w("styleId"), ""), (_value(own.find(w("numId"))), level)


def _value(node: etree._Element | None) -> str:
    return "" if node is None else node.get(w("val"), "")


def _small(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else otherwise


def listed(parts: Mapping[str, etree._Element]) -> Numbers:
    """The numbering in the parts of a document, by their names."""
    return Numbers(parts.get("word/numbering.xml"), parts.get("word/styles.xml"))
