"""A Speech as the bytes of a .docx: only what is its own is built, the rest is kept deflated."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from drafter.language.dates import in_characters
from drafter.model import Note, Paragraph, Span, Speech
from drafter.word import comments, state, title
from drafter.word.aids import pieces
from drafter.word.comments import Comments
from drafter.word.facts import Facts, is_named
from drafter.word.layout import Layout
from drafter.word.parts import RUN_IN, STYLES, base, document, member
from drafter.word.runs import alike, ruby, run
from drafter.word.shapes import SLOT, Markup, Shape, whole
from drafter.word.xml import add, element, to_bytes

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
# What is told of a paragraph: by the number of a span, None for all of it.
_Told = Mapping[int | None, Sequence[str]]


class Writer:
    """Writes speeches in one layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._bases: dict[bool, bytes] = {}
        self._document = document(layout)

    def docx(self, speech: Speech, notes: Iterable[Note] = (), live: bool = True) -> bytes:
        """The document of ``speech``, with ``notes`` as comments; the same bytes for the same speech and layout.

        ``live``: its named facts are controls bound to the store inside of the document.
        """
        page = _Page(self.layout, live and not self.layout.aids, notes)
        text = whole(self._document, page.text(speech))
        buffer = io.BytesIO()
        buffer.write(self._base(bool(page.comments)))
        with zipfile.ZipFile(buffer, "a") as package:
            package.writestr(member("word/document.xml"), text)
            package.writestr(member("docProps/core.xml"), _properties(speech))
            package.writestr(member(state.PART), state.part(page.facts, state.state(speech)))
            if page.comments:
                package.writestr(member(comments.PART), page.comments.part())
        return buffer.getvalue()

    def _base(self, commented: bool) -> bytes:
        if commented not in self._bases:
            self._bases[commented] = base(self.layout, commented)
        return self._bases[commented]


class _Page:
    """The text of one document while it is built."""

    def __init__(self, layout: Layout, live: bool, notes: Iterable[Note]) -> None:
        self.layout = layout
        self.facts = Facts()
        self.comments = Comments()
        self._live = live
        self._known: set[str] = set()
        self._anchors = 0
        self._notes: dict[str, dict[int | None, list[str]]] = {}
        for note in notes:
            # Aids break every span.
            span = None if layout.aids else note.span
            self._notes.setdefault(note.paragraph, {}).setdefault(span, []).append(note.text)

    def text(self, speech: Speech) -> Markup:
        """The paragraphs of ``speech``, head and body."""
        made = []
        for role, spans in speech.head.lines():
            # A line of the head may be broken anew: what is told of its spans is told of all of it.
            told = [text for texts in self._notes.get(role, {}).values() for text in texts]
            made.append(_PARAGRAPHS[role](self._anchored(role, self._head(role, spans), {None: told})))
        for first, then in _run_in(speech.paragraphs, self.layout.run_in):
            told_of = self._notes.get(first.id, {})
            if then is None:
                inner = self._anchored(first.role, first.spans, told_of, first.number)
                made.append(_PARAGRAPHS[first.role](inner))
            else:
                heading = self._anchored(first.role, first.spans, told_of, first.number, _end(first), RUN_IN)
                rest = self._anchored("body", then.spans, self._notes.get(then.id, {}))
                made.append(_PARAGRAPHS["body"](Markup(heading + rest)))
        return Markup("".join(made))

    def _head(self, role: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """A line of the head as the layout has it: a long title in lines, a date in words."""
        if role == "date" and self.layout.date_in_words:
            return tuple(replace(span, text=in_characters(span.text)) for span in spans)
        if role == "title":
            return title.broken(spans, self.layout.width / self.layout.styles["title"].size)
        return spans

    def _anchored(
        self, role: str, spans: Sequence[Span], told: _Told, before: str = "", after: str = "", style: str = ""
    ) -> Markup:
        """The runs of ``spans`` in the look of ``role`` inside of a bookmark, with what is ``told`` of them."""
        self._anchors += 1
        if self.layout.aids:
            inner = self._aided(role, [Span(before), *spans, Span(after)])
        else:
            inner = self._spans(role, spans, told, before, after, style)
        number = Markup(str(self._anchors))
        return _ANCHOR(number, number, self.comments.around(inner, told.get(None, ())), number)

    def _aided(self, role: str, spans: Sequence[Span]) -> Markup:
        size = self.layout.styles[role].size
        found = pieces(spans, self.layout.aids, self._known)
        return Markup("".join(ruby(piece, size) if piece.above else run(piece) for piece in found))

    def _spans(self, role: str, spans: Sequence[Span], told: _Told, before: str, after: str, style: str) -> Markup:
        """Runs, controls for named facts, and comments; neighbours that are neither are one run."""
        made: list[Markup] = []
        plain = [Span(before)] if before else []
        for number, span in enumerate(spans):
            named = is_named(span)
            if named:
                self.facts.name(span.fact or "", span.text)
            live = named and self._live
            if not live and number not in told:
                plain.append(span)
                continue
            made.append(self._runs(role, plain, style))
            plain = []
            inner = self._runs(role, [span], style)
            inner = self.facts.control(span, inner) if live else inner
            made.append(self.comments.around(inner, told.get(number, ())))
        made.append(self._runs(role, [*plain, Span(after)] if after else plain, style))
        return Markup("".join(made))

    def _runs(self, role: str, spans: Sequence[Span], style: str) -> Markup:
        if not spans:
            return Markup("")
        other = self.layout.rare.get(self.layout.styles[role].font, "")
        found = alike(spans, bool(other))
        return Markup("".join(run(piece, face=other if rare else "", style=style) for piece, rare in found))


def _paragraph_shape(style: str) -> Shape:
    paragraph = element("p")
    properties = add(paragraph, "pPr")
    add(properties, "pStyle", val=style)
    properties.tail = SLOT
    return Shape(paragraph)


def _anchor() -> Shape:
    holder = element("p")
    start = add(holder, "bookmarkStart", id=SLOT, name=f"{state.BOOKMARK}{SLOT}")
    start.tail = SLOT
    add(holder, "bookmarkEnd", id=SLOT)
    return Shape(holder, inside=True)


_PARAGRAPHS = {role: _paragraph_shape(identity) for role, (identity, _name, _alias) in STYLES.items()}
_ANCHOR = _anchor()


def _run_in(paragraphs: Sequence[Paragraph], wanted: bool) -> Iterator[tuple[Paragraph, Paragraph | None]]:
    """The paragraphs, each alone, or a second-level heading with the text that it begins."""
    rest = iter(paragraphs)
    for paragraph in rest:
        following = next(rest, None) if wanted and paragraph.role == "heading2" else None
        if following is not None and following.role != "body":
            yield paragraph, None
            paragraph, following = following, None
        yield paragraph, following


def _end(heading: Paragraph) -> str:
    """The full stop that a heading needs before the text that it begins."""
    return "" if heading.text[-1:] in "。？！…" else "。"


def _properties(speech: Speech) -> bytes:
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC})
    for name, value in (("title", speech.head.title_text), ("creator", speech.head.author), ("language", "zh-CN")):
        if value:
            etree.SubElement(root, f"{{{_DC}}}{name}").text = value
    return to_bytes(root)
