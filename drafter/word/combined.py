"""Several documents as one, to be printed in a go: each begins on a page of its own, with its pages counted from 1."""

from __future__ import annotations

import copy
from collections.abc import Iterable

from lxml import etree

from drafter.errors import DocumentError
from drafter.messages import _
from drafter.word import package
from drafter.word.changes import remove, unwrap
from drafter.word.xml import to_bytes, w

# What belongs to one document alone: marks for updates, comments, controls.
_OWN = ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference")
_STORE = ("customXml/", "word/comments.xml")


def combined(documents: Iterable[bytes]) -> bytes:
    """One document of ``documents``, which are of one layout; its styles and footers are those of the first.

    Raises DocumentError when there is none, or one that cannot be read.
    """
    parts: dict[str, bytes] = {}
    root, body = None, None
    last: etree._Element | None = None
    for data in documents:
        own = package.parts(data)
        other = package.tree(own[package.TEXT], package.TEXT)
        _bare(other)
        inner = other.find(w("body"))
        if inner is None:
            continue
        section = inner.find(w("sectPr"))
        if section is not None:
            remove(section)
            numbers = section.find(w("pgNumType"))
            if numbers is None:
                numbers = etree.Element(w("pgNumType"))
                _after_margins(section, numbers)
            numbers.set(w("start"), "1")
        if root is None or body is None:
            parts, root, body = own, other, inner
        else:
            _end_section(body, last)
            body.extend(list(inner))
        last = section
    if root is None or body is None:
        raise DocumentError(_("there is no document to put together"))
    if last is not None:
        body.append(last)
    return package.packed(_kept(parts, root))


def _bare(root: etree._Element) -> None:
    for control in list(root.iter(w("sdt"))):
        content = control.find(w("sdtContent"))
        if content is not None:
            for child in [child for child in control if child is not content]:
                remove(child)
            unwrap(content)
        unwrap(control)
    for node in list(root.iter(*map(w, _OWN))):
        run = node.getparent()
        remove(node)
        if run is not None and run.tag == w("r") and all(child.tag == w("rPr") for child in run):
            remove(run)


def _after_margins(section: etree._Element, numbers: etree._Element) -> None:
    """Where the schema wants the numbering of pages: behind margins, borders and line numbers."""
    before = [section.find(w(name)) for name in ("pgMar", "paperSrc", "pgBorders", "lnNumType")]
    there = [node for node in before if node is not None]
    if there:
        there[-1].addnext(numbers)
    else:
        section.append(numbers)


def _end_section(body: etree._Element, section: etree._Element | None) -> None:
    """Ends the section so far in its last paragraph."""
    paragraphs = [node for node in body if node.tag == w("p")]
    if section is None or not paragraphs:
        return
    properties = paragraphs[-1].find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        paragraphs[-1].insert(0, properties)
    ending = copy.deepcopy(section)
    kind = ending.find(w("type"))
    if kind is None:
        kind = etree.Element(w("type"))
        at = sum(1 for node in ending if node.tag in (w("headerReference"), w("footerReference")))
        ending.insert(at, kind)
    kind.set(w("val"), "nextPage")
    changed = [node for node in properties if node.tag == w("pPrChange")]
    if changed:
        changed[0].addprevious(ending)
    else:
        properties.append(ending)


def _kept(parts: dict[str, bytes], root: etree._Element) -> dict[str, bytes]:
    """The parts of the first document without its store and comments, and with the text of all."""
    kept = {name: data for name, data in parts.items() if not name.startswith(_STORE)}
    for name in [name for name in kept if name.endswith(".rels")]:
        relations = package.tree(kept[name], name)
        for relation in list(relations):
            target = package.resolved(package.source_of(name), relation.get("Target", ""))
            if relation.get("TargetMode") != "External" and target not in kept:
                relations.remove(relation)
        kept[name] = to_bytes(relations)
    types = package.tree(kept[package.TYPES], package.TYPES)
    for entry in list(types):
        if entry.get("PartName") and entry.get("PartName", "").lstrip("/") not in kept:
            types.remove(entry)
    kept[package.TYPES] = to_bytes(types)
    kept[package.TEXT] = to_bytes(root)
    return kept
