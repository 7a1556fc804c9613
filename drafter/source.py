"""YAML as a writer types it: text in, nodes out, every node with its place.

Scalars stay the text that was typed. Anchors, aliases, tags, duplicate keys, deep nesting and large files
are refused. Slips that are typical of Chinese keyboards are named, mended in memory and read on from, so that one
run reports all faults; a text with a slip is never accepted.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeGuard

import yaml

from drafter.errors import BriefError, Fault
from drafter.messages import _
from drafter.model import Place
from drafter.slips import mended, slip_text

MAX_BYTES = 1 << 20
MAX_DEPTH = 24
MAX_NODES = 50_000
MAX_LINES_LEFT_OUT = 20
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What XML 1.0 cannot hold (production Char) or asks to avoid, so no Word file could, marks of the composer live there;
# and what nobody sees in a text: blanks of no width, and marks that turn the direction of what follows.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)

_HAN = re.compile("[\u4e00-\u9fff]")
# A file whose beginning reads as this many Chinese characters of UTF-8 is UTF-8 with a broken byte, not GB18030.
DAMAGED = 4
# What YAML takes as the end of a line; str.splitlines knows others, such as Word's line break, and would hide them.
LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
# A text over several lines is joined by blanks, which Chinese does not have.
_FOLD = re.compile("(?<=[\u2e80-\uffef]) +(?=[\u2e80-\uffef])")


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    place: Place
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    pairs: tuple[tuple[Scalar, Node], ...]
    place: Place


Node = Scalar | Sequence | Mapping


class _MayBeFile(Protocol):
    def is_file(self) -> bool: ...


def is_file(path: _MayBeFile) -> bool:
    """Whether there is such a file; a name that is too long for one is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def read_bytes(path: Path, most: int = MAX_BYTES) -> str:
    """The text of a file in UTF-8 (with or without BOM) or GB18030, as editors in China save it.

    Raises BriefError for a file that is missing, over ``most`` bytes, or in neither.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        raise BriefError(_("{path}: cannot be read: {why}").format(path=path, why=error.strerror)) from error
    if len(raw) > most:
        message = _("{path}: larger than 1 MiB; a brief is a few pages")
        if most > MAX_BYTES:
            message = _("{path}: larger than {n} MB; a speech is some tens of kilobytes")
        raise BriefError(message.format(path=path, n=most // 1_000_000))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BriefError(_("{path}: saved as UTF-16; save it as UTF-8").format(path=path))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
    try:
        if len(_HAN.findall(before)) < DAMAGED:
            return raw.decode("gb18030")
    except UnicodeDecodeError:
        pass
    number, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    place = Place(str(path), number, column, LINE_END.split(before)[-1])
    message = _("neither UTF-8 nor GB18030; save it as UTF-8")
    raise BriefError([Fault(message, place, _("The file is damaged here, or it is no text."))])


def lines(text: str) -> list[str]:
    """The lines of ``text``, whatever they end with."""
    return LINE_END.split(text)


def encoded(text: str, like: bytes) -> bytes:
    """``text`` in the encoding of ``like``, a file that ``read_bytes`` has read."""
    if like.startswith(b"\xef\xbb\xbf"):
        return text.encode("utf-8-sig")
    try:
        like.decode("utf-8")
    except UnicodeDecodeError:
        return text.encode("gb18030")
    return text.encode("utf-8")


def parse(text: str, file: str, keys: Container[str] = ()) -> tuple[Node | None, list[Fault]]:
    """The nodes of ``text`` and every fault in it; no nodes when the text cannot be read at all.

    ``keys`` are the words that are known as keys; they make a slip certain where it is otherwise a guess.
    """
    lines = LINE_END.split(text)
    if faults := _forbidden(lines, file):
        return None, faults
    reader = _Reader(file, lines, keys)
    try:
        return reader.tree(text), reader.faults
    except yaml.YAMLError:
        left, faults = mended(lines, file, keys)
    for _round in range(MAX_LINES_LEFT_OUT):
        reader = _Reader(file, lines, keys)
        try:
            return reader.tree("\n".join(left)), faults + reader.faults
        except yaml.YAMLError as error:
            faults.append(_syntax(error, file, lines))
            if not _lacks_colon(error):
                return None, faults
            left[error.context_mark.line] = ""  # type: ignore[attr-defined]
    return None, faults


def _lacks_colon(error: yaml.YAMLError) -> bool:
    """Whether a line stands where a key should and has no colon: it can be left out, and the rest read."""
    return "expected ':'" in str(getattr(error, "problem", "")) and "simple key" in str(getattr(error, "context", ""))


def _forbidden(lines: list[str], file: str) -> list[Fault]:
    return [
        Fault(
            _("character U+{code:04X} cannot stand in a document").format(code=ord(match.group())),
            Place(file, number, match.start() + 1, FORBIDDEN.sub("\ufffd", line)),
            _("Delete it; it is invisible and came with copied text."),
        )
        for number, line in enumerate(lines, 1)
        for match in FORBIDDEN.finditer(line)
    ]


class _Reader:
    """Builds nodes from parser events, and keeps the faults that do not stop the reading."""

    def __init__(self, file: str, lines: list[str], keys: Container[str]) -> None:
        self.file, self.lines, self.keys = file, lines, keys
        self.faults: list[Fault] = []
        self.count = 0

    def tree(self, text: str) -> Node | None:
        events = yaml.parse(text, Loader=_LOADER)
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self._fault(_("a second document (---) in one file"), event.start_mark)
            elif isinstance(event, yaml.NodeEvent):
                node = self._node(event, events, 1)
                root = root or node
        return root

    def _place(self, mark: Any) -> Place:
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        return Place(self.file, mark.line + 1, mark.column + 1, line)

    def _fault(self, message: str, mark: Any, hint: str | None = None) -> None:
        self.faults.append(Fault(message, self._place(mark), hint))

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        self.count += 1
        if self.count > MAX_NODES or depth > MAX_DEPTH:
            raise yaml.MarkedYAMLError(problem="too deep or too many", problem_mark=event.start_mark)
        self._refuse(event)
        place = self._place(event.start_mark)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            for inner in events:
                if isinstance(inner, yaml.SequenceEndEvent):
                    break
                item = self._node(inner, events, depth + 1)
                key, colon, _rest = ("", "", "") if not _is_plain(item) else item.text.partition("：")
                if colon and key in self.keys:
                    message, hint = slip_text("wide colon")
                    self._fault(message, inner.start_mark, hint.replace("{key}", key))
                items.append(item)
            return Sequence(tuple(items), place)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, events, depth, place)
        text = event.value if isinstance(event, yaml.ScalarEvent) else ""
        if found := FORBIDDEN.search(text):
            self._fault(
                _("character U+{code:04X} cannot stand in a document").format(code=ord(found.group())),
                event.start_mark,
            )
            text = FORBIDDEN.sub("", text)
        if event.start_mark.line != event.end_mark.line:
            text = _FOLD.sub("", text)
        quoted = isinstance(event, yaml.ScalarEvent) and bool(event.style)
        if not quoted and re.match(r"[-－—•·][^\s\d—-]", text):
            self._fault(
                _("a list item needs a half-width - and a blank before its text"),
                event.start_mark,
                _("Write “- {text}”, or put the text in quotes.").format(text=text[1:9]),
            )
        return Scalar(text.strip(), place, quoted)

    def _mapping(
        self, event: yaml.MappingStartEvent, events: Iterator[yaml.Event], depth: int, place: Place
    ) -> Mapping:
        pairs: list[tuple[Scalar, Node]] = []
        seen: dict[str, Place] = {}
        for inner in events:
            if isinstance(inner, yaml.MappingEndEvent):
                break
            key = self._node(inner, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self._fault(
                    _("a list or mapping stands where a key is expected"),
                    inner.start_mark,
                    _("Text that begins with {{ or [ must stand in quotes.").replace("{{", "{"),
                )
                continue
            if key.text in seen:
                self._fault(
                    _("“{key}” stands twice; the first is in line {line}").format(
                        key=key.text, line=seen[key.text].line
                    ),
                    inner.start_mark,
                    _("Keep one of them, or make them one list."),
                )
                continue
            seen[key.text] = key.place
            pairs.append((key, value))
        return Mapping(tuple(pairs), place)

    def _refuse(self, event: Any) -> None:
        tag = getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            message = _("an alias (*{name}) is not allowed").format(name=event.anchor)
        elif event.anchor:
            message = _("an anchor (&{name}) is not allowed").format(name=event.anchor)
        elif tag and tag != "!":
            message = _("a tag ({name}) is not allowed").format(name=tag)
        else:
            return
        self._fault(message, event.start_mark, _("Put the text in straight quotes if it is meant as text."))


def _is_plain(node: Node) -> TypeGuard[Scalar]:
    return isinstance(node, Scalar) and not node.quoted


def _syntax(error: yaml.YAMLError, file: str, lines: list[str]) -> Fault:
    """A fault for what the parser could not read, in words for a writer."""
    problem = str(getattr(error, "problem", "") or error)
    context = str(getattr(error, "context", "") or "")
    mark = getattr(error, "problem_mark", None)
    at_context = "quoted scalar" in context or "flow" in context or _lacks_colon(error)
    if at_context and getattr(error, "context_mark", None):
        mark = error.context_mark  # type: ignore[attr-defined]
    hint = _("Check the blanks at the beginning of the line and the marks in it; put doubtful text in quotes.")
    if "escape" in problem:
        message = _("a \\ in straight double quotes that begins no sign")
        hint, mark = _("Write \\\\ for one \\, or put the text in single quotes."), getattr(error, "problem_mark", mark)
    elif "quoted scalar" in context:
        message, hint = slip_text("quote")
    elif _lacks_colon(error):
        message = _("a line without a colon among “key: value” lines")
        hint = _("Write “key: value” with a half-width colon and a blank, or “- ” before an entry of a list.")
    elif "mapping values" in problem:
        message = _("a second colon, or a line that is indented too far")
    elif "expected '-' indicator" in problem or "block mapping" in context:
        message = _("this line is not indented like its neighbours")
    elif "nesting" in problem or "too deep" in problem:
        message, hint = _("nested too deep, or too many entries"), _("A brief has four or five levels.")
    elif "flow" in context:
        message = _("a bracket { or [ is not closed")
        hint = _("In [ ] and { } entries are parted by half-width commas, and text with { } stands in straight quotes.")
    elif "cannot start any token" in problem:
        message = _("a value cannot begin with this character")
    else:
        message = _("this is not readable YAML ({problem})").format(problem=problem)
    if mark is None:
        return Fault(message, Place(file, 1, 1, lines[0] if lines else ""), hint)
    number = min(mark.line, max(len(lines) - 1, 0))
    return Fault(message, Place(file, number + 1, mark.column + 1, lines[number] if lines else ""), hint)
