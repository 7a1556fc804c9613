"""A Speech as the bytes of a .docx: only what is its own is built, the rest is kept deflated."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from drafter.language.dates import in_characters
from drafter.model import Note, Paragraph, Span, Speech
from drafter.word import comments, state, title
from drafter.word.aids import pieces
from drafter.word.comments import Comments
from drafter.word.faces import has_rare
from drafter.word.facts import Facts
from drafter.word.layout import Layout
from drafter.word.parts import RUN_IN, STYLES, base, document, member, properties
from drafter.word.runs import PLAIN, Look, in_faces, ruby, run
from drafter.word.shapes import SLOT, Markup, Part, Shape
from drafter.word.xml import add, element

# What is told of a paragraph: by the number of a span, None for all of it.
_Told = dict[int | None, list[str]]
_NOTHING: _Told = {}
_HANGING = set("。，、；：？！”’…")
_HEAD = {"title", "subtitle", "date", "speaker", "salutation"}


class Writer:
    """Writes speeches in one layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._bases: dict[bool, bytes] = {}
        self._document = Part(document(layout))

    def docx(self, speech: Speech, notes: Iterable[Note] = (), live: bool = True) -> bytes:
        """The document of ``speech``, with ``notes`` as comments; the same bytes for the same speech and layout.

        ``live``: its named facts are controls bound to the store inside of the document. Raises ValueError for a
        character that XML cannot hold.
        """
        page = _Page(self.layout, live and not self.layout.aids, notes)
        text = self._document(page.text(speech))
        buffer = io.BytesIO()
        buffer.write(self._base(bool(page.comments)))
        with zipfile.ZipFile(buffer, "a") as package:
            package.writestr(member("word/document.xml"), text)
            package.writestr(member("docProps/core.xml"), properties(speech.head.title_text, speech.head.author))
            package.writestr(member(state.PART), state.part(page.facts, state.state(speech, page.anchored)))
            if page.comments:
                package.writestr(member(comments.PART), page.comments.part())
        return buffer.getvalue()

    def _base(self, commented: bool) -> bytes:
        if commented not in self._bases:
            self._bases[commented] = base(self.layout, commented)
        return self._bases[commented]


class _Line(NamedTuple):
    """What stands inside of one bookmark: a paragraph, or a heading that begins one; ``look`` is that of its runs."""

    id: str
    role: str
    spans: Sequence[Span]
    before: str = ""
    after: str = ""
    look: Look = PLAIN


class _Page:
    """The text of one document while it is built."""

    def __init__(self, layout: Layout, live: bool, notes: Iterable[Note]) -> None:
        self.layout = layout
        self.facts = Facts()
        self.comments = Comments()
        self.anchored: list[tuple[str, str]] = []
        self._live = live
        self._rare = True
        self._known: set[str] = set()
        self._notes: dict[str, _Told] = {}
        for note in notes:
            # Aids break every span.
            span = None if layout.aids else note.spot.span
            self._notes.setdefault(note.spot.paragraph, {}).setdefault(span, []).append(note.text)

    def text(self, speech: Speech) -> Markup:
        """The paragraphs of ``speech``, head and body."""
        made = []
        self._rare = bool(self.layout.rare) and has_rare("".join(span.text for span in speech.spans()))
        for role, spans in speech.head.lines():
            made.append(_PARAGRAPHS[role](self._anchor(_Line(role, role, self._head(role, spans)))))
        for first, then in _run_in(speech.paragraphs, self.layout.run_in):
            line = _Line(first.id, first.role, first.spans, first.number)
            if then is None:
                made.append(_PARAGRAPHS[first.role](self._anchor(line)))
            else:
                heading = self._anchor(line._replace(after=_end(first), look=Look(style=RUN_IN)))
                rest = self._anchor(_Line(then.id, "body", then.spans))
                made.append(_PARAGRAPHS["body"](Markup(heading + rest)))
        return Markup("".join(made))

    def _head(self, role: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """A line of the head as the layout has it: a long title in lines, a date in words."""
        if role == "date" and self.layout.date_in_words:
            return tuple(replace(span, text=in_characters(span.text)) for span in spans)
        if role == "title":
            return title.broken(spans, self.layout.width / self.layout.styles["title"].size)
        return spans

    def _anchor(self, line: _Line) -> Markup:
        """The runs of ``line`` inside of a bookmark, with what is to be told of it."""
        names = [self.facts.name(span) for span in line.spans]
        self.anchored.append((line.id, state.lifted(line.spans, names)))
        told = self._notes.get(line.id, _NOTHING)
        if line.role in _HEAD and told:
            # A line of the head may be broken anew: what is told of its spans is told of all of it.
            told = {None: [text for texts in told.values() for text in texts]}
        *made, last = self._aided(line) if self.layout.aids else self._spans(line, names, told)
        number = Markup(str(len(self.anchored)))
        inner = Markup(_ANCHOR(number, number, Markup("".join(made)), number) + last)
        return self.comments.around(inner, told[None]) if None in told else inner

    def _aided(self, line: _Line) -> list[Markup]:
        size = self.layout.styles[line.role].size
        found = pieces([Span(line.before), *line.spans, Span(line.after)], self.layout.aids, self._known)
        return [
            ruby(piece, size) if piece.above else run(piece.text, Look(piece.gap, piece.stressed)) for piece in found
        ]

    def _spans(self, line: _Line, names: Sequence[str], told: _Told) -> list[Markup]:
        """Runs, controls for named facts, and comments; neighbours that are nothing of the kind are one run."""
        made: list[Markup] = []
        other = self.layout.rare.get(self.layout.styles[line.role].font, "") if self._rare else ""
        waiting = [Span(line.before)] if line.before else []
        touching = False
        for number, (span, name) in enumerate(zip(line.spans, names, strict=True)):
            # Of two controls without a character between them LibreOffice makes one inside of the other.
            live = name and self._live and not (touching and not waiting)
            touching = bool(live)
            if not live and span.gap is None and number not in told:
                waiting.append(span)
                continue
            made.append(_runs(waiting, line.look, other))
            waiting.clear()
            inner = _runs([span], line.look._replace(gap=span.gap is not None), other)
            inner = self.facts.control(name, inner) if live else inner
            made.append(self.comments.around(inner, told[number]) if number in told else inner)
        if line.after:
            waiting.append(Span(line.after))
        # LibreOffice leaves a line empty after a mark that hangs over the margin, when a bookmark ends behind it.
        if waiting and (mark := waiting[-1].text[-1:]) in _HANGING and waiting[-1].text != mark:
            made.append(_runs([*waiting[:-1], Span(waiting[-1].text[:-1])], line.look, other))
            waiting = [Span(mark)]
        made.append(_runs(waiting, line.look, other))
        return made


def _runs(spans: Sequence[Span], look: Look, other: str) -> Markup:
    """Runs of ``spans`` in one look, with rare characters in the face ``other`` where there is one."""
    if not spans:
        return Markup("")
    return in_faces(spans, look, other) if other else run("".join([span.text for span in spans]), look)


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
