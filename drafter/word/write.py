"""A Speech as the bytes of a .docx: only the text and its properties are built, the rest is kept deflated."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from drafter.language.dates import in_characters
from drafter.model import Paragraph, Span, Speech
from drafter.word import title
from drafter.word.aids import Piece, pieces
from drafter.word.faces import by_face, has_rare
from drafter.word.layout import Layout
from drafter.word.parts import RUN_IN, STYLES, base, member, section
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
            self._paragraph(body, role, self._head(role, spans), known)
        for first, then in _run_in(speech.paragraphs, self.layout.run_in):
            made = self._paragraph(body, first.role if then is None else "body", (), known)
            if then is None:
                self._pieces(made, first.role, _numbered(first), known)
            else:
                self._pieces(made, first.role, _numbered(first, "。"), known, RUN_IN)
                self._pieces(made, "body", then.spans, known)
        body.append(copy.deepcopy(self._section))
        return root

    def _head(self, role: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """A line of the head as the layout has it: a long title in lines, a date in words."""
        if role == "date" and self.layout.date_in_words:
            return tuple(replace(span, text=in_characters(span.text)) for span in spans)
        if role == "title":
            return title.broken(spans, self.layout.width / self.layout.styles["title"].size)
        return spans

    def _paragraph(self, body: etree._Element, role: str, spans: tuple[Span, ...], known: set[str]) -> etree._Element:
        paragraph = add(body, "p")
        add(add(paragraph, "pPr"), "pStyle", val=STYLES[role][0])
        self._pieces(paragraph, role, spans, known)
        return paragraph

    def _pieces(
        self, paragraph: etree._Element, role: str, spans: tuple[Span, ...], known: set[str], style: str = ""
    ) -> None:
        """The runs of ``spans`` in the look of ``role``; ``style`` is a style of characters."""
        if self.layout.aids:
            for piece in pieces(spans, self.layout.aids, known):
                _ruby(paragraph, piece, self.layout.styles[role].size) if piece.above else _run(paragraph, piece)
            return
        other = self.layout.rare.get(self.layout.styles[role].font, "")
        for piece, rare in _runs(spans, bool(other)):
            _run(paragraph, piece, face=other if rare else "", style=style)


def _run_in(paragraphs: Sequence[Paragraph], wanted: bool) -> Iterator[tuple[Paragraph, Paragraph | None]]:
    """The paragraphs, each alone, or a second-level heading with the text that it begins."""
    rest = iter(paragraphs)
    for paragraph in rest:
        following = next(rest, None) if wanted and paragraph.role == "heading2" else None
        if following is not None and following.role != "body":
            yield paragraph, None
            paragraph, following = following, None
        yield paragraph, following


def _numbered(paragraph: Paragraph, mark: str = "") -> tuple[Span, ...]:
    """The spans of a paragraph with the number before it, and a ``mark`` after it where it has none."""
    number = (Span(paragraph.number),) if paragraph.number else ()
    end = (Span(mark),) if mark and paragraph.text[-1:] not in "。？！…" else ()
    return (*number, *paragraph.spans, *end)


def _run(parent: etree._Element, piece: Piece, size: float = 0, face: str = "", style: str = "") -> None:
    run = add(parent, "r")
    properties = add(run, "rPr")
    if style:
        add(properties, "rStyle", val=style)
    # “ ” — … belong to Chinese and Latin alike; the hint gives them the Chinese face.
    faces = {"ascii": face, "hAnsi": face, "eastAsia": face, "cs": face} if face else {}
    add(properties, "rFonts", **faces, hint="eastAsia")
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


def _runs(spans: Sequence[Span], faces: bool) -> list[tuple[Piece, bool]]:
    """Neighbours that look alike in one piece, each with whether it needs a face that has rare characters."""
    runs: list[tuple[Piece, bool]] = []
    apart = by_face(spans) if faces and any(has_rare(span.text) for span in spans) else ((s, False) for s in spans)
    for span, rare in apart:
        gap = span.gap is not None
        if runs and runs[-1][0].gap == gap and runs[-1][1] == rare:
            runs[-1] = Piece(runs[-1][0].text + span.text, gap), rare
        else:
            runs.append((Piece(span.text, gap), rare))
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
