"""Finders of what is hard to say, or to hear."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from drafter.checks.rule import Hit, Reading

# In characters: what is said in one breath, what stands without a pause, a paragraph (practice).
_SENTENCE, _SEGMENT, _PARAGRAPH = 120, 45, 400
_SEGMENTS = re.compile(r"[^，。；：、！？…—\n“”‘’《》（）]{45,2000}")
_FIGURE = re.compile(r"(?<![0-9年月第])[0-9]{1,9}(?:\.[0-9]{1,4})?(?!年|月|日|[0-9.]|号|、|\.)")
_MOST_FIGURES, _MOST_LISTED, _MOST_YAO = 5, 7, 5
_LIST = re.compile(r"[^，。；：！？、\n]{1,12}(?:、[^，。；：！？、\n]{1,12}){7,40}")
_TIRED = ("进一步", "切实", "不断", "积极", "努力", "扎实", "深入", "全面", "大力")
_OFTEN = 5


def _each(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for start, end in reading.sentences:
        yield start, end, reading.whole[start:end]


def long_sentence(reading: Reading) -> Iterator[Hit]:
    """More than 120 characters to the full stop."""
    for start, end, _text in _each(reading):
        if end - start > _SENTENCE:
            yield Hit(start, end, (str(end - start),))


def breathless(reading: Reading) -> Iterator[Hit]:
    """45 characters and more without a mark."""
    for match in _SEGMENTS.finditer(reading.whole):
        if reading.text.blocks[reading.index(match.start())].role == "body":
            yield Hit(*match.span(), (str(len(match.group())),))


def many_figures(reading: Reading) -> Iterator[Hit]:
    """More than five figures in a sentence; years and days are none."""
    for start, end, text in _each(reading):
        count = len(_FIGURE.findall(text))
        if count > _MOST_FIGURES:
            yield Hit(start, end, (str(count),))


def long_list(reading: Reading) -> Iterator[Hit]:
    """More than seven things by 、."""
    for match in _LIST.finditer(reading.whole):
        yield Hit(*match.span(), (str(match.group().count("、") + 1),))


def long_paragraph(reading: Reading) -> Iterator[Hit]:
    """More than 400 characters."""
    for start, block in reading.placed():
        if len(block.text) > _PARAGRAPH:
            yield Hit(start, start + 1, (str(len(block.text)),))


def yao(reading: Reading) -> Iterator[Hit]:
    """More than five sentences in a row that begin with 要."""
    row: list[int] = []
    for start, _end, text in _each(reading):
        if text.lstrip("　 ").startswith("要"):
            row.append(start)
            if len(row) == _MOST_YAO + 1:
                yield Hit(row[0], row[0] + 1, (str(len(row)),))
        else:
            row = []


def too_often(reading: Reading) -> Iterator[Hit]:
    """One of the tired words five times in a thousand characters."""
    counts = Counter({word: reading.whole.count(word) for word in _TIRED})
    for word, count in counts.items():
        if count >= max(_OFTEN, _OFTEN * len(reading.whole) // 1000):
            at = reading.whole.find(word)
            yield Hit(at, at + len(word), (word, str(count)))


FINDERS = {
    "R01": long_sentence,
    "R02": breathless,
    "R08": many_figures,
    "R09": long_list,
    "R10": long_paragraph,
    "R11": yao,
    "R12": too_often,
}
