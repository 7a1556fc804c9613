"""Notes as comments of Word on the very words of a file that is already there; all else stays as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from drafter.word import package
from drafter.word.cut import cut, holder, within
from drafter.word.shapes import escaped
from drafter.word.story import Document, Line, Story, anchors
from drafter.word.xml import SPACE, add, element, to_bytes, w

_RELATIONS = "word/_rels/document.xml.rels"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_AUTHOR, _INITIALS = "drafter", "d"
# Comments are read in a small face, whatever the text is set in.
_HALF_POINTS = 21


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say on characters ``start`` to ``end`` of a line of a story; lines are numbered from 1."""

    story: Story
    line: int
    start: int
    end: int
    text: str


def annotated(document: Document, remarks: Sequence[Remark]) -> bytes:
    """The file with ``remarks`` as comments. What no comment may stand in (notes, text boxes, headers) has them where
    the text leads there. Consumes ``document``."""
    comments, name, kept = _comments(document)
    numbers = [int(node.get(w("id"), "-1")) for node in comments if re.fullmatch("[0-9]{1,9}", node.get(w("id"), ""))]
    number = max(numbers, default=-1) + 1
    styles = _styles(document)
    by_line: dict[int, list[Remark]] = {}
    for remark in remarks:
        by_line.setdefault(id(_line(remark)), []).append(remark)
    for group in by_line.values():
        line = _line(group[0])
        inside = group[0].story.kind == "text"
        pieces = cut(line, {at for remark in group for at in (remark.start, remark.end)}) if inside else []
        for remark in group:
            words = within(pieces, remark.start, remark.end)
            around = [holder(piece, line) for piece in words] or [_elsewhere(document, remark, line)]
            _mark(around[0], around[-1], number, styles)
            comments.append(_comment(number, remark.text, styles))
            number += 1
    kept[package.TEXT] = to_bytes(document.trees[package.TEXT])
    kept[name] = to_bytes(comments)
    return package.packed(kept)


def _line(remark: Remark) -> Line:
    return remark.story.lines[remark.line - 1]


def _elsewhere(document: Document, remark: Remark, line: Line) -> etree._Element:
    """Where a remark stands whose words no comment can stand on: an empty line, a number by Word, another story."""
    if remark.story.kind == "text":
        if line.pieces:
            return holder(line.pieces[0], line)
        return add(line.paragraph, "r")
    at = next(anchors(document, remark.story, line), None)
    if at is not None:
        return at
    paragraph = next(document.trees[package.TEXT].iter(w("p")), None)
    body = document.trees[package.TEXT].find(w("body"))
    if paragraph is None:
        paragraph = element("p")
        (document.trees[package.TEXT] if body is None else body).insert(0, paragraph)
    return add(paragraph, "r")


def _mark(first: etree._Element, last: etree._Element, number: int, styles: dict[str, str]) -> None:
    first.addprevious(element("commentRangeStart", id=number))
    end, mark = element("commentRangeEnd", id=number), element("r")
    if "annotation reference" in styles:
        add(add(mark, "rPr"), "rStyle", val=styles["annotation reference"])
    add(mark, "commentReference", id=number)
    last.addnext(end)
    end.addnext(mark)


def _comment(number: int, text: str, styles: dict[str, str]) -> etree._Element:
    made = element("comment", id=number, author=_AUTHOR, initials=_INITIALS)
    for index, said in enumerate(text.split("\n")):
        paragraph = add(made, "p")
        look = add(paragraph, "pPr")
        if "annotation text" in styles:
            add(look, "pStyle", val=styles["annotation text"])
        else:
            add(look, "spacing", before=0, after=0, line=240, lineRule="auto")
            add(look, "ind", firstLineChars=0, firstLine=0)
        if index == 0:
            add(add(paragraph, "r"), "annotationRef")
        run = add(paragraph, "r")
        face = add(run, "rPr")
        add(face, "rFonts", hint="eastAsia")
        if "annotation text" not in styles:
            add(face, "sz", val=_HALF_POINTS)
            add(face, "szCs", val=_HALF_POINTS)
        node = add(run, "t")
        node.text = _bare(said)
        node.set(SPACE, "preserve")
    return made


def _bare(text: str) -> str:
    """``text`` without what XML cannot hold."""
    try:
        escaped(text)
    except ValueError:
        return "".join(char for char in text if char.isprintable())
    return text


def _styles(document: Document) -> dict[str, str]:
    """The identities of the styles of the file, by the names that Word knows them by."""
    styles: Iterable[etree._Element] = ()
    if "word/styles.xml" in document.trees:
        styles = document.trees["word/styles.xml"].iter(w("style"))
    found = {}
    for style in styles:
        name = style.find(w("name"))
        if name is not None:
            found[name.get(w("val"), "").lower()] = style.get(w("styleId"), "")
    return found


def _comments(document: Document) -> tuple[etree._Element, str, dict[str, bytes]]:
    """The part of the comments, its name, and all parts with a relation to it and its type."""
    kept = dict(document.parts)
    relations = package.tree(kept[_RELATIONS], _RELATIONS) if _RELATIONS in kept else None
    if relations is None:
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        relations = etree.Element(f"{{{space}}}Relationships", nsmap={None: space})  # type: ignore[dict-item]
    for relation in relations:
        name = package.resolved(package.TEXT, relation.get("Target", ""))
        if relation.get("Type") == _KIND and name in kept:
            return package.tree(kept[name], name), name, kept
    taken = {name.lower() for name in kept}
    name = next(
        f"word/comments{n or ''}.xml" for n in range(len(taken) + 1) if f"word/comments{n or ''}.xml" not in taken
    )
    ids = {relation.get("Id", "") for relation in relations}
    identity = next(f"rId{n}" for n in range(1, len(ids) + 2) if f"rId{n}" not in ids)
    space = etree.QName(relations).namespace
    etree.SubElement(relations, f"{{{space}}}Relationship", Id=identity, Type=_KIND, Target=name.removeprefix("word/"))
    types = package.tree(kept[package.TYPES], package.TYPES)
    space = etree.QName(types).namespace
    etree.SubElement(types, f"{{{space}}}Override", PartName=f"/{name}", ContentType=_TYPE)
    kept[_RELATIONS], kept[package.TYPES] = to_bytes(relations), to_bytes(types)
    return element("comments"), name, kept
