"""How many pages a speech takes, reckoned from the layout: an editor's own count may be one off."""

from __future__ import annotations

import math
from collections.abc import Iterator

from drafter.language.width import cells
from drafter.model import Speech
from drafter.word import title
from drafter.word.layout import Layout


def pages(speech: Speech, layout: Layout) -> int:
    """The pages that ``speech`` takes in ``layout``."""
    height = (layout.paper.height - layout.margins.top - layout.margins.bottom) * 72 / 25.4
    return max(1, math.ceil(sum(_heights(speech, layout)) / height))


def _heights(speech: Speech, layout: Layout) -> Iterator[float]:
    """The height of each paragraph in pt."""
    for role, spans in speech.head.lines():
        if role == "title":
            spans = title.broken(spans, layout.width / layout.styles[role].size)
        yield _height("".join(span.text for span in spans), role, layout)
    for paragraph in speech.paragraphs:
        yield _height(paragraph.text, paragraph.role, layout)


def _height(text: str, role: str, layout: Layout) -> float:
    style = layout.styles[role]
    # Characters a line, whole ones: a line is full when the next character does not fit.
    room = math.floor(layout.width / (style.size + style.pitch))
    lines = sum(math.ceil((style.indent + cells(line) / 2) / room) or 1 for line in text.split("\n"))
    return lines * style.spacing + style.before + style.after
