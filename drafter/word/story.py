"""The text of a Word file as it is checked: its lines with their roles, each character where it stands in the XML.

A file has several stories: the text, its text boxes, foot- and endnotes, headers and footers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from drafter.errors import DocumentError
from drafter.messages import _
from drafter.model import HEADINGS
from drafter.word import changes, numbering, package
from drafter.word.parts import STYLES
from drafter.word.xml import W, w

_ROLES = {name.lower(): role for role, (_id, name, _alias) in STYLES.items() if role != "body"}
_COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_FALLBACK = f"{{{_COMPATIBLE}}}Fallback"
_STORY = re.compile(r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml")
_SAID = {w("t"): None, w("delText"): None, w("tab"): "\t", w("noBreakHyphen"): "-"}
_WATCHED = (
    *(w("p"), *_SAID, w("rt"), w("tc"), w("txbxContent"), w("tabs"), _FALLBACK),
    *(w("ins"), w("moveTo"), w("del"), w("moveFrom")),
)
_LONGEST_HEADING = 40
_HEADING_FACES = {"黑体": "heading1", "方正黑体_gbk": "heading1", "simhei": "heading1"}
# Programs that a file may bring with it, and relations that fetch from elsewhere; a link is only ever followed by hand.
_MACROS = re.compile(r"word/vba(?:Project|Data)|word/activeX/|macrosheets/", re.I)
_HARMLESS = ("/hyperlink", "/attachedTemplate", "/image", "/video", "/audio", "/media", "/mailMergeSource")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line: the element that says it, its text, and where it begins in the line."""

    node: etree._Element
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its text with the number that Word puts before it, its role where style or face say it, the
    elements that say it, and the paragraph itself."""

    text: str
    role: str
    pieces: tuple[Piece, ...]
    paragraph: etree._Element


@dataclass(frozen=True, slots=True)
class Story:
    """A text of a file: its part, its kind (text, boxes, footnotes, endnotes, header, footer), and its lines."""

    part: str
    kind: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A Word file that was read: its parts, those that were parsed, and its stories, the text first."""

    parts: Mapping[str, bytes]
    trees: Mapping[str, etree._Element]
    stories: tuple[Story, ...]


def read(data: bytes, rejected: bool = False) -> Document:
    """The document in ``data``, with tracked changes as if accepted, or ``rejected``.

    Raises DocumentError when it is no such document, or when it holds programs.
    """
    listed = package.opened(data).namelist()
    if any(_MACROS.match(name) for name in listed):
        raise DocumentError(_("it holds macros; save it as .docx without them first"))
    parts = package.parts(data)
    _refuse_fetching(parts)
    trees = {
        name: package.tree(part, name)
        for name, part in parts.items()
        if _STORY.fullmatch(name)
        or name in ("word/styles.xml", "word/numbering.xml", "word/settings.xml", "word/comments.xml")
    }
    if etree.QName(trees[package.TEXT]).namespace != W:
        raise DocumentError(_("it is saved as Strict Open XML; save it as a usual .docx first"))
    styles = _roles(trees["word/styles.xml"]) if "word/styles.xml" in trees else {}
    found: list[Story] = []
    for name in sorted(name for name in trees if _STORY.fullmatch(name)):
        reader = _Reader(styles, numbering.listed(trees), rejected)
        lines, boxes = reader.lines(trees[name])
        kind = re.sub(r"\d", "", name[5:-4])
        found.append(Story(name, "text" if kind == "document" else kind, tuple(lines)))
        if boxes:
            found.append(Story(name, "boxes", tuple(boxes)))
    found.sort(key=lambda story: (story.part != package.TEXT, story.kind != "text", story.part))
    return Document(parts, trees, tuple(found))


def _refuse_fetching(parts: Mapping[str, bytes]) -> None:
    for name in [name for name in parts if name.endswith(".rels")]:
        for relation in package.tree(parts[name], name):
            kind = relation.get("Type", "")
            if relation.get("TargetMode") == "External" and not kind.endswith(_HARMLESS):
                raise DocumentError(
                    _("it fetches {kind} from elsewhere: {target}").format(
                        kind=kind.rpartition("/")[2][:40], target=relation.get("Target", "")[:60]
                    )
                )


class _Open:
    """A paragraph that is being read."""

    def __init__(self, node: etree._Element, label: str, cell: bool) -> None:
        self.node, self.text, self.cell = node, label, cell
        self.pieces: list[Piece] = []

    def add(self, node: etree._Element, text: str) -> None:
        # A line break within a paragraph: a title in lines is one title.
        text = text.replace("\n", "").replace("\r", "")
        if text:
            self.pieces.append(Piece(node, text, len(self.text)))
            self.text += text

    def go_on(self, node: etree._Element, label: str, cell: bool) -> None:
        """The end of the paragraph is gone: what follows belongs to it, and looks as the next one."""
        self.node, self.cell = node, cell


class _Reader:
    """Reads the lines of a part; those in text boxes apart."""

    def __init__(self, styles: Mapping[str, str], numbers: numbering.Numbers, rejected: bool) -> None:
        self._styles, self._numbers = styles, numbers
        self._gone = changes.KEPT if rejected else changes.GONE
        self._hidden = {w("rt"), _FALLBACK, w("tabs"), *self._gone}

    def lines(self, root: etree._Element) -> tuple[list[Line], list[Line]]:
        """The lines of ``root``, and those of its text boxes."""
        found: tuple[list[Line], list[Line]] = ([], [])
        open_: list[_Open] = []
        waiting: list[_Open] = []
        hidden = boxes = cells = 0
        for event, node in etree.iterwalk(root, events=("start", "end"), tag=_WATCHED):
            start = event == "start"
            if node.tag in self._hidden:
                hidden += 1 if start else -1
            elif node.tag == w("txbxContent"):
                boxes += 1 if start else -1
            elif node.tag == w("tc"):
                cells += 1 if start else -1
            elif hidden:
                continue
            elif node.tag == w("p") and start:
                label = self._numbers.label(node)
                if waiting and node.getprevious() is waiting[-1].node:
                    open_.append(waiting.pop())
                    open_[-1].go_on(node, label, cells > 0)
                else:
                    open_.append(_Open(node, label, cells > 0))
            elif node.tag == w("p"):
                done = open_.pop()
                following = node.getnext()
                if self._runs_on(node) and following is not None and following.tag == w("p"):
                    waiting.append(done)
                else:
                    found[boxes > 0].append(self._line(done))
            elif start and open_ and node.tag in _SAID:
                open_[-1].add(node, _SAID[node.tag] or node.text or "")
        return found

    def _runs_on(self, paragraph: etree._Element) -> bool:
        mark = paragraph.find(f"{w('pPr')}/{w('rPr')}")
        return mark is not None and any(child.tag in self._gone for child in mark)

    def _line(self, done: _Open) -> Line:
        properties = done.node.find(w("pPr"))
        role = ""
        if properties is not None:
            style, level = properties.find(w("pStyle")), properties.find(w("outlineLvl"))
            role = self._styles.get(style.get(w("val"), "") if style is not None else "", "")
            if level is not None and re.fullmatch("[0-3]", level.get(w("val"), "")):
                role = HEADINGS[int(level.get(w("val"), ""))]
        if not role:
            role = "cell" if done.cell else _by_face(done)
        return Line(done.text, role, tuple(done.pieces), done.node)


def _by_face(done: _Open) -> str:
    """A short paragraph that is in 黑体 as a whole, and is no centred title, is a heading, numbered or not."""
    text = done.text.strip()
    if not text or len(text) > _LONGEST_HEADING or text[-1] in "。；，：" or "。" in text[:-1]:
        return ""
    centred = done.node.find(f"{w('pPr')}/{w('jc')}")
    if centred is not None and centred.get(w("val")) == "center":
        return ""
    faces = set()
    for piece in done.pieces:
        run = next(piece.node.iterancestors(w("r")), None)
        face = run.find(f"{w('rPr')}/{w('rFonts')}") if run is not None else None
        faces.add(face.get(w("eastAsia"), "").lower() if face is not None else "")
    numbered = re.match(r"[一二三四五六七八九十]{1,3}、|[（(0-9]", text)
    return _HEADING_FACES.get(faces.pop(), "") if len(faces) == 1 and not numbered else ""


def _roles(styles: etree._Element) -> dict[str, str]:
    """The role of each paragraph style: by its built-in name, by the level of its outline, or that of its base."""
    own: dict[str, str] = {}
    based: dict[str, str] = {}
    for style in styles.iter(w("style")):
        identity = style.get(w("styleId"), "")
        name = style.find(w("name"))
        level = style.find(f"{w('pPr')}/{w('outlineLvl')}")
        below = style.find(w("basedOn"))
        said = (name.get(w("val"), "") if name is not None else "").lower()
        if role := _ROLES.get(said):
            own[identity] = role
        elif level is not None and re.fullmatch("[0-3]", level.get(w("val"), "")):
            own[identity] = HEADINGS[int(level.get(w("val"), ""))]
        elif below is not None:
            based[identity] = below.get(w("val"), "")
    for identity in based:
        seen, at = set[str](), identity
        while at in based and at not in seen:
            seen.add(at)
            at = based[at]
        if at in own:
            own[identity] = own[at]
    return own


def comments(document: Document) -> Iterator[str]:
    """The text of each comment of the file."""
    root = document.trees.get("word/comments.xml")
    for comment in root.iter(w("comment")) if root is not None else ():
        yield "".join(node.text or "" for node in comment.iter(w("t")))


def anchors(document: Document, story: Story, line: Line) -> Iterator[etree._Element]:
    """Elements of the text that what is said of ``line`` of another story can stand at, the best first."""
    text = document.trees[package.TEXT]
    if story.kind == "boxes" and story.part == package.TEXT:
        holders = list(line.paragraph.iterancestors(w("r")))
        yield from holders[-1:]
    if story.kind in ("footnotes", "endnotes"):
        note = next(line.paragraph.iterancestors(w("footnote"), w("endnote")), None)
        identity = note.get(w("id")) if note is not None else None
        for mark in text.iter(w("footnoteReference"), w("endnoteReference")):
            if mark.get(w("id")) == identity and mark.tag == w(f"{story.kind[:-1]}Reference"):
                yield from mark.iterancestors(w("r"))
    for run in text.iter(w("r")):
        if not any(True for _node in run.iterancestors(w("txbxContent"), _FALLBACK)):
            yield run
