"""A Speech as the bytes of a .docx: only the text and its properties are built, the rest is kept deflated."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterable

from lxml import etree

from drafter.model import Span, Speech
from drafter.word.aids import Piece, pieces
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
        known: set[str] = set()
        for role, spans in speech.head.lines():
            self._paragraph(body, role, spans, known)
        for paragraph in speech.paragraphs:
            number = (Span(paragraph.number),) if paragraph.number else ()
            self._paragraph(body, paragraph.role, (*number, *paragraph.spans), known)
        body.append(copy.deepcopy(self._section))
        return root

    def _paragraph(self, body: etree._Element, role: str, spans: tuple[Span, ...], known: set[str]) -> None:
        paragraph = add(body, "p")
        add(add(paragraph, "pPr"), "pStyle", val=STYLES[role][0])
        if self.layout.aids:
            for piece in pieces(spans, self.layout.aids, known):
                _ruby(paragraph, piece, self.layout.styles[role].size) if piece.above else _run(paragraph, piece)
        else:
            for piece in _runs(spans):
                _run(paragraph, piece)


def _run(parent: etree._Element, piece: Piece, size: float = 0) -> None:
    run = add(parent, "r")
    properties = add(run, "rPr")
    # “ ” — … belong to Chinese and Latin alike; the hint gives them the Chinese face.
    add(properties, "rFonts", hint="eastAsia")
    if size:
        add(properties, "sz", val=round(size * 2))
    if piece.gap:
        add(properties, "highlight", val="yellow")
    if piece.stressed:
        add(properties, "em", val="dot")
    _text(run, piece.text)


def _ruby(paragraph: etree._Element, piece: Piece, size: float) -> None:
    """A character with something small above it."""
    ruby = add(add(paragraph, "r"), "ruby")
    look = add(ruby, "rubyPr")
    add(look, "rubyAlign", val="center" if len(piece.text) == 1 else "right")
    add(look, "hps", val=round(size))
    add(look, "hpsRaise", val=round(size * 2))
    add(look, "hpsBaseText", val=round(size * 2))
    add(look, "lid", val="zh-CN")
    _run(add(ruby, "rt"), Piece(piece.above), size / 2)
    _run(add(ruby, "rubyBase"), Piece(piece.text, piece.gap, piece.stressed))


def _runs(spans: Iterable[Span]) -> list[Piece]:
    """Neighbours that look alike in one piece."""
    runs: list[Piece] = []
    for span in spans:
        gap = span.gap is not None
        if runs and runs[-1].gap == gap:
            runs[-1] = Piece(runs[-1].text + span.text, gap)
        else:
            runs.append(Piece(span.text, gap))
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
