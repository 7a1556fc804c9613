"""The values that travel between the rooms of the house. All are frozen; none can act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from drafter.language.spoken import DEFAULT_PACE, syllables
from drafter.language.width import cells

Role = Literal["heading1", "heading2", "heading3", "heading4", "body"]
Standing = Literal["主办", "来宾", "表态", "汇报", "主持"]
STANDINGS: tuple[Standing, ...] = ("主办", "来宾", "表态", "汇报", "主持")
# The move that stock paragraphs make.
STOCK = "常规段落"
# The kinds of bodies that a speaker may speak for.
KINDS = ("机关", "企业", "学校", "社区")
# The kinds of comments that a document may have, as the program and as writers call them.
COMMENTS = {"gaps": "待补", "findings": "检查", "sources": "来源"}
HEADINGS: tuple[Role, ...] = ("heading1", "heading2", "heading3", "heading4")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text file: name, line and column from 1, and the line itself."""

    file: str
    line: int
    column: int
    source: str = field(default="", compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def order(self) -> tuple[str, int, int]:
        """What places are sorted by."""
        return self.file, self.line, self.column

    def excerpt(self, width: int = 72) -> list[str]:
        """The line and a caret under the column; right also under full-width characters."""
        start = max(0, self.column - 1 - width // 2)
        shown = self.source[start : start + width].replace("\t", " ").rstrip()
        before = self.source[start : self.column - 1]
        return [f"    {shown}", "    " + " " * cells(before) + "^"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; ``fact`` is the brief path that it came from, ``gap`` the name of a missing one, ``derived`` the
    sum by which it follows from figures of the brief."""

    text: str
    fact: str | None = None
    gap: str | None = None
    derived: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a paragraph came from: template file, line, and the phrases picked for it."""

    template: str
    line: int
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or heading; ``number`` is the text before a heading, such as 一、."""

    id: str
    role: Role
    spans: tuple[Span, ...]
    origin: Origin
    number: str = ""

    @property
    def text(self) -> str:
        return self.number + "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Move:
    """One building block of a speech, such as 成绩 or 任务, with what it says; ``share`` as in MoveSpec."""

    name: str
    paragraphs: tuple[Paragraph, ...]
    share: int = 0

    @property
    def syllables(self) -> int:
        """How long the move takes to say."""
        return sum(syllables(paragraph.text) for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the body; each line is a tuple of spans, empty where it is not wanted.

    ``author`` is the name of who speaks, for the properties of the file; empty when it is not known.
    """

    title: tuple[Span, ...]
    subtitle: tuple[Span, ...]
    speaker: tuple[Span, ...]
    date: tuple[Span, ...]
    salutation: tuple[Span, ...]
    author: str = ""

    @property
    def title_text(self) -> str:
        """The title in one line."""
        return "".join(span.text for span in self.title).replace("\n", "")

    def lines(self) -> tuple[tuple[str, tuple[Span, ...]], ...]:
        """The lines that are not empty, in order, each with its role."""
        named = (
            ("title", self.title),
            ("subtitle", self.subtitle),
            ("date", self.date),
            ("speaker", self.speaker),
            ("salutation", self.salutation),
        )
        return tuple((role, spans) for role, spans in named if spans)


@dataclass(frozen=True, slots=True)
class Speech:
    """A composed speech: head, moves, how it was asked for, the paths of the facts that it says, those that were left
    out to keep the time, and the parts that it may have, with or without text."""

    genre: str
    genre_name: str
    head: Head
    moves: tuple[Move, ...]
    layout: str = "gb"
    minutes: float | None = None
    pace: int = DEFAULT_PACE
    facts: frozenset[str] = frozenset()
    parts: tuple[str, ...] = ()
    cut: frozenset[str] = frozenset()
    cap: int | None = None
    seed: str | None = None
    voice: str = ""

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(p for move in self.moves for p in move.paragraphs)

    @property
    def syllables(self) -> int:
        """How long the body takes to say."""
        return sum(syllables(paragraph.text) for paragraph in self.paragraphs)

    @property
    def characters(self) -> int:
        """How many characters the body has, without blanks, as an office counts 字数."""
        return sum(len("".join(paragraph.text.split())) for paragraph in self.paragraphs)

    def spans(self) -> tuple[Span, ...]:
        """Every span of head and body, in reading order."""
        head = [span for _, spans in self.head.lines() for span in spans]
        return (*head, *(span for p in self.paragraphs for span in p.spans))


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the speeches of a meeting: the number of one, from 0, the id of a paragraph or the role of a line of
    the head, and the number of a span in it, from 0; None for all of it."""

    speech: int
    paragraph: str
    span: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say to the writer at a spot."""

    spot: Spot
    text: str


Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a text that is checked: its role, its number in the file from 1 (a line, or a paragraph of Word),
    and how many characters of that line stand before it."""

    text: str
    role: str = "body"
    line: int = 1
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """What the reader of a file saw in it besides its words: the code of the rule that speaks of it, the number of the
    paragraph, from where to where in that line, and words for the message."""

    code: str
    line: int
    start: int
    end: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is checked: the name of its file, its paragraphs, none of which holds a line break, and the marks
    that the reader of the file made."""

    file: str
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def whole(self) -> str:
        """The paragraphs, a line each."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a writer should look at. It is counted and shown; it never stops a run by itself.

    ``place`` is in a file; ``spot`` in the speeches; ``about`` is the path of the fact, or the name of the sum, that it
    is about. A finding of a rule of the catalogue has the ``quote`` that it is about, its ``level`` (国标, 标准, 实务,
    单位), the ``heading`` it stands under and a ``replacement`` where there is one, which is ``safe`` when it cannot
    change what is meant.
    """

    rule: str
    severity: Severity
    message: str
    place: Place | None = None
    spot: Spot | None = None
    about: str | None = None
    quote: str = ""
    replacement: str | None = None
    heading: str = ""
    level: str = ""
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A leaf of the brief: its path as a writer would name it, its text, its place."""

    path: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that the brief names once: said in ``full`` first and as ``short`` afterwards."""

    name: str
    full: str
    short: str
    path: str


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from figures of the brief: its name (``{进场.差}``), its kind (差, 占, 均 …), how it is said, the
    sum that gives it, and further words that a sentence about it may use."""

    name: str
    kind: str
    text: str
    sum: str
    words: Mapping[str, str]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a named thing comes from, and as of when; empty where the brief does not say."""

    where: str = ""
    as_of: str = ""

    def __str__(self) -> str:
        return "，".join(part for part in (self.where, self.as_of) if part)


@dataclass(frozen=True, slots=True)
class StockRequest:
    """A stock paragraph that a speech asks for: its name, its length (短, 中, 长; empty for what the time needs), its
    place in the brief."""

    name: str
    length: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """One speech that the brief asks for."""

    genre: str
    place: Place
    speaker: str | None = None
    minutes: float | None = None
    layout: str = "gb"
    seed: str | None = None
    moves: tuple[str, ...] = ()
    layout_place: Place | None = None
    moves_place: Place | None = None
    standing: Standing | None = None
    cap: int | None = None
    avoid: tuple[str, ...] = ()
    avoid_place: Place | None = None
    fixed: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    phrases_place: Place | None = None
    chapters: Mapping[str, str] = field(default_factory=dict)
    chapters_place: Place | None = None
    voice: str = ""
    voice_place: Place | None = None
    stock: tuple[StockRequest, ...] = ()
    last: str = ""
    numbered: bool = True
    depth: int = len(HEADINGS)


@dataclass(frozen=True, slots=True)
class Brief:
    """The typed facts of one meeting, each with its place, and the speeches wanted.

    ``data`` is a tree of dict, list, str, int and bool as templates see it; every text leaf in it is
    listed in ``facts`` under its path. ``derived`` holds what follows from its figures, ``asked`` the names of those
    that its texts say themselves; ``sources`` are the sources of named things by path, ``unsaid`` words that no speech
    may hold. ``silences`` are rules that are silent on a sentence: code, words, reason, place. ``live_facts``: named
    facts are controls in Word; ``comments`` are the kinds of comments that it gets. ``voice`` is the voice of all its
    speeches and ``kind`` the kind of body they are given for, where it says so; ``argued``: sums are said behind the
    figures that they follow from. ``terms`` are words for people that are not to be used: word, approved one, place.
    """

    file: str
    data: Mapping[str, Any]
    facts: Mapping[str, Fact]
    entities: Mapping[str, Entity]
    speeches: tuple[SpeechRequest, ...]
    findings: tuple[Finding, ...] = ()
    derived: Mapping[str, Derived] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    pace: int | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    unsaid: tuple[tuple[str, Place | None], ...] = ()
    silences: tuple[tuple[str, str, str, Place | None], ...] = ()
    live_facts: bool = True
    comments: tuple[str, ...] = ()
    voice: str = ""
    kind: str = ""
    argued: bool = False
    terms: tuple[tuple[str, str, Place | None], ...] = ()


@dataclass(frozen=True, slots=True)
class MoveSpec:
    """A move as a genre uses it.

    ``chapter``: it stands under a first-level heading of its own; ``joins``: it goes on in the chapter of the move
    before it, and opens one itself when that move has nothing to say. ``share`` is its part of the speaking time,
    against the shares of the other moves; an ``optional`` move may be left out to keep the time; one that is ``joined``
    has the move after it in its chapter.
    """

    name: str
    chapter: bool = False
    joins: bool = False
    share: int = 0
    optional: bool = False
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Genre:
    """One genre: its ordered moves, title pattern, required facts and further fields.

    ``standing`` is that of the speaker towards the hall: an organiser demands, a guest suggests, a pledging unit
    promises, a reporting one gives account, a host announces. ``informed``: it speaks of the other speeches of the
    same meeting. ``voices`` are its voices by kind of body, or by standing; ``unfit`` are those that fight it.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    about: str
    title: str
    moves: tuple[MoveSpec, ...]
    required: tuple[str, ...]
    fields: Mapping[str, str]
    standing: Standing = "主办"
    informed: bool = False
    cap: int | None = None
    voices: Mapping[str, str] = field(default_factory=dict)
    unfit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice (语体): a layer of phrases and moves over the common ones; ``parent`` is the voice that it builds on."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    about: str = ""
    parent: str = ""
