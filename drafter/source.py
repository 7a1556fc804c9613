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
from typing import Any, TypeGuard

import yaml

from drafter.errors import BriefError, Fault
from drafter.messages import _
from drafter.model import Place

MAX_BYTES = 1 << 20
MAX_DEPTH = 24
MAX_NODES = 50_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What XML 1.0 cannot hold (production Char), so no Word file could; marks of the composer live there.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


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
    flow: bool = False


Node = Scalar | Sequence | Mapping


def read_bytes(path: Path) -> str:
    """The text of a file in UTF-8 (with or without BOM) or GB18030, as editors in China save it.

    Raises BriefError for a file that is missing, over 1 MiB, or in neither.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BriefError(_("{path}: cannot be read: {why}").format(path=path, why=error.strerror)) from error
    if len(raw) > MAX_BYTES:
        raise BriefError(_("{path}: larger than 1 MiB; a brief is a few pages").format(path=path))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BriefError(_("{path}: saved as UTF-16; save it as UTF-8").format(path=path))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BriefError(_("{path}: neither UTF-8 nor GB18030; save it as UTF-8").format(path=path))


def parse(text: str, file: str, keys: Container[str] = ()) -> tuple[Node | None, list[Fault]]:
    """The nodes of ``text`` and every fault in it; no nodes when the text cannot be read at all.

    ``keys`` are the words that are known as keys; they make a slip certain where it is otherwise a guess.
    """
    lines = text.splitlines()
    if faults := _forbidden(lines, file):
        return None, faults
    reader = _Reader(file, lines, keys)
    try:
        return reader.tree(text), reader.faults
    except yaml.YAMLError as error:
        first = error
    mended, slips = _mend(lines, file, keys)
    if slips:
        reader = _Reader(file, lines, keys)
        try:
            return reader.tree("\n".join(mended)), slips + reader.faults
        except yaml.YAMLError as error:
            return None, [*slips, _syntax(error, file, lines)]
    return None, [_syntax(first, file, lines)]


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
                    message, hint = _slip_text("wide colon")
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
        return Mapping(tuple(pairs), place, bool(event.flow_style))

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


_KEY = r"(?P<lead>\s*(?:-\s+)*)(?P<key>[^\s:：#\"'“”{}\[\],，。&*!|>%@-][^:：\"“”{}\[\],，。]{0,15})"
_SLIPS = (
    ("tab", re.compile(r"(?P<lead>[ ]*)(?P<bad>\t[\t ]*)")),
    ("wide blank", re.compile(r"(?P<lead>[ ]*)(?P<bad>\u3000[\u3000 ]*)")),
    ("wide colon", re.compile(_KEY + r"(?P<bad>：)\s*")),
    ("no blank", re.compile(_KEY + r"(?P<bad>:)(?=[^\s:/])")),
    ("brace", re.compile(r"(?P<lead>\s*(?:-\s+)*(?:[^\s:：]+:\s+)?)(?P<bad>\{)(?=[^{}:,]+\}\S)")),
)


# {name} in the text of [ … ] or { … }: the braces are YAML's there.
_INNER_BRACE = re.compile(
    r"(?P<before>[\[,]\s*|:\s+)(?P<bad>[^\[\],\"'{}#:]*\{[^{}\[\],:]+\}[^\[\],\"'{}]*?)(?=\s*[,\]}])"
)


def _slip_text(kind: str) -> tuple[str, str]:
    return {
        "tab": (_("a tab in the indentation"), _("YAML takes blanks only; use two blanks a level.")),
        "wide blank": (_("a full-width blank in the indentation"), _("Use half-width blanks.")),
        "wide colon": (_("a full-width colon after the key"), _("Use a half-width colon and a blank: “{key}: ”.")),
        "no blank": (_("no blank after the colon"), _("Write “{key}: ” with a blank.")),
        "brace": (_("text with {name} must stand in quotes here"), _("Put the whole text in straight quotes.")),
        "quote": (_("a quotation mark is not closed"), _("Close it on the same line.")),
    }[kind]


def _mend(lines: list[str], file: str, keys: Container[str]) -> tuple[list[str], list[Fault]]:
    """The lines with typical slips mended, and a fault for each."""
    mended, faults = [], []
    block: int | None = None
    for number, line in enumerate(lines, 1):
        indent = len(line) - len(line.lstrip())
        if block is not None and (indent > block or not line.strip()):
            mended.append(line)
            continue
        block = indent if re.search(r":\s+[|>][-+0-9]*\s*$", line) else None
        if line.lstrip().startswith("#"):
            mended.append(line)
            continue
        fixed = line
        for kind, pattern in _SLIPS:
            match = pattern.match(fixed)
            if not match or ("key" in match.groupdict() and match["key"].strip() not in keys):
                continue
            key = match.groupdict().get("key") or ""
            message, hint = _slip_text(kind)
            place = Place(file, number, match.start("bad") + 1, line)
            faults.append(Fault(message, place, hint.replace("{key}", key)))
            fixed = _fixed(kind, match, fixed)
        for match in _INNER_BRACE.finditer(fixed):
            message, hint = _slip_text("brace")
            faults.append(Fault(message, Place(file, number, match.start("bad") + 1, line), hint))
        fixed = _INNER_BRACE.sub(lambda match: f'{match["before"]}"{match["bad"]}"', fixed)
        if _open_quote(fixed):
            message, hint = _slip_text("quote")
            faults.append(Fault(message, Place(file, number, fixed.index('"') + 1, line), hint))
            fixed += '"'
        mended.append(fixed)
    return mended, faults


def _fixed(kind: str, match: re.Match[str], line: str) -> str:
    if kind in ("tab", "wide blank"):
        return match["lead"] + match["bad"].replace("\t", "  ").replace("\u3000", "  ") + line[match.end() :]
    if kind == "brace":
        value = line[match.start("bad") :].rstrip().replace("\\", "\\\\").replace('"', '\\"')
        return f'{match["lead"]}"{value}"'
    return f"{match['lead']}{match['key']}: {line[match.end() :]}"


def _open_quote(line: str) -> bool:
    """Whether a double quote opens a value in ``line`` and nothing closes it there."""
    match = re.match(r'\s*(?:-\s+)*(?:[^\s:]+:\s+)?"((?:[^"\\]|\\.)*)$', line)
    return match is not None


def _syntax(error: yaml.YAMLError, file: str, lines: list[str]) -> Fault:
    """A fault for what the parser could not read, in words for a writer."""
    problem = str(getattr(error, "problem", "") or error)
    context = str(getattr(error, "context", "") or "")
    mark = getattr(error, "problem_mark", None)
    if ("quoted scalar" in context or "flow" in context) and getattr(error, "context_mark", None):
        mark = error.context_mark  # type: ignore[attr-defined]
    hint = _("Check the blanks at the beginning of the line and the marks in it; put doubtful text in quotes.")
    if "quoted scalar" in context:
        message, hint = _slip_text("quote")
    elif "mapping values" in problem:
        message = _("a second colon, or a line that is indented too far")
    elif "expected '-' indicator" in problem or "block mapping" in context:
        message = _("this line is not indented like its neighbours")
    elif "nesting" in problem or "too deep" in problem:
        message, hint = _("nested too deep, or too many entries"), _("A brief has four or five levels.")
    elif "flow" in context:
        message = _("a bracket { or [ is not closed")
    elif "cannot start any token" in problem:
        message = _("a value cannot begin with this character")
    else:
        message = _("this is not readable YAML ({problem})").format(problem=problem)
    if mark is None:
        return Fault(message, Place(file, 1, 1, lines[0] if lines else ""), hint)
    number = min(mark.line, max(len(lines) - 1, 0))
    return Fault(message, Place(file, number + 1, mark.column + 1, lines[number] if lines else ""), hint)
