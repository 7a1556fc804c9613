"""A Speech as the bytes of a .docx: only the text and its properties are built, the rest is kept deflated."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterable

from lxml import etree

from drafter.model import Span, Speech
from drafter.word.layout import Layout
from drafter.word.parts import STYLES, base, member, section
from drafter.word.xml import add, element, to_bytes

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_BREAKS = str.maketrans({"\t": "\x00\t\x00", "\n": "\x00\n\x00"})


class Writer:
    """Writes speeches in one layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._base = base(layout)
        self._section = section(layout)

    def docx(self, speech: Speech) -> bytes:
        """The document of ``speech``; the same bytes for the same speech and layout."""
        buffer = io.BytesIO()
        buffer.write(self._base)
        with zipfile.ZipFile(buffer, "a") as package:
            package.writestr(member("word/document.xml"), to_bytes(self._document(speech)))
            package.writestr(member("docProps/core.xml"), _properties(speech))
        return buffer.getvalue()

    def _document(self, speech: Speech) -> etree._Element:
        root = element("document")
        body = add(root, "body")
        for role, spans in speech.head.lines():
            _paragraph(body, role, spans)
        for paragraph in speech.paragraphs:
            number = (Span(paragraph.number),) if paragraph.number else ()
            _paragraph(body, paragraph.role, (*number, *paragraph.spans))
        body.append(copy.deepcopy(self._section))
        return root


def _paragraph(body: etree._Element, role: str, spans: Iterable[Span]) -> None:
    paragraph = add(body, "p")
    add(add(paragraph, "pPr"), "pStyle", val=STYLES[role][0])
    for text, gap in _runs(spans):
        run = add(paragraph, "r")
        properties = add(run, "rPr")
        # “ ” — … belong to Chinese and Latin alike; the hint gives them the Chinese face.
        add(properties, "rFonts", hint="eastAsia")
        if gap:
            add(properties, "highlight", val="yellow")
        _text(run, text)


def _runs(spans: Iterable[Span]) -> list[tuple[str, bool]]:
    """Texts with whether they are gaps; neighbours that look alike are one run."""
    runs: list[tuple[str, bool]] = []
    for span in spans:
        gap = span.gap is not None
        if runs and runs[-1][1] == gap:
            runs[-1] = (runs[-1][0] + span.text, gap)
        else:
            runs.append((span.text, gap))
    return runs


def _text(run: etree._Element, text: str) -> None:
    for piece in text.translate(_BREAKS).split("\x00"):
        if piece == "\t":
            add(run, "tab")
        elif piece == "\n":
            add(run, "br")
        elif piece:
            made = add(run, "t")
            made.text = piece
            if piece[0].isspace() or piece[-1].isspace() or "  " in piece:
                made.set(_SPACE, "preserve")


def _properties(speech: Speech) -> bytes:
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC})
    for name, value in (("title", speech.head.title_text), ("creator", speech.head.author), ("language", "zh-CN")):
        if value:
            etree.SubElement(root, f"{{{_DC}}}{name}").text = value
    return to_bytes(root)
