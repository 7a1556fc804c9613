"""A Speech as plain text and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from drafter.model import HEADINGS, Span, Speech

_INDENT = "\u3000\u3000"


def _text(spans: Iterable[Span]) -> str:
    return "".join(span.text for span in spans)


def txt(speech: Speech) -> str:
    """The speech as text: a blank line after the head, two full-width blanks before each paragraph."""
    lines = [_text(spans) for _role, spans in speech.head.lines()]
    if speech.head.salutation:
        lines.insert(-1, "")
    lines += [_INDENT + paragraph.text for paragraph in speech.paragraphs]
    return "\n".join(lines) + "\n"


def markdown(speech: Speech) -> str:
    """The speech as CommonMark: the title is #, headings are ## and below; characters of markup are escaped."""
    blocks = []
    for role, spans in speech.head.lines():
        text = _escaped(_text(spans))
        blocks.append("# " + text.replace("\n", "") if role == "title" else text)
    for paragraph in speech.paragraphs:
        level = "#" * (HEADINGS.index(paragraph.role) + 2) + " " if paragraph.role in HEADINGS else ""
        blocks.append(level + _escaped(paragraph.text))
    return "\n\n".join(blocks) + "\n"


def _escaped(text: str) -> str:
    out = "".join("\\" + char if char in "\\`*_[]<>#|~&" else char for char in text)
    numbered = re.sub(r"^(\d+)([.)])", r"\1\\\2", out)
    return "\\" + numbered if numbered[:1] in ("-", "+", "=") else numbered
