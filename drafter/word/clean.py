"""The copy that leaves the office: what tells of its making is taken out, and the text stays as it was.

Out go comments, controls, bookmarks, custom XML, marks of revision, names of authors, templates and printers. Text
that is not finished is refused: gaps, highlights, tracked changes, hidden text, prompts of empty controls.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from drafter.errors import DocumentError, Fault
from drafter.messages import _
from drafter.word import changes, package, proof, read, unfinished
from drafter.word.changes import remove, unwrap
from drafter.word.parts import app, properties
from drafter.word.xml import SPACE, R, W, to_bytes, w

_STORY = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_GONE_PARTS = re.compile(
    r"customXml/|docProps/(?!core\.xml|app\.xml)|_xmlsignatures/|word/(comments\w*|people|vbaData|documentTasks)\.xml"
    r"|word/(glossary|printerSettings)/|word/printerSettings\w*\.bin|.*/printerSettings\w*\.bin",
)
_CONTROLS, _BOOKMARKS, _COMMENTS = "controls", "bookmarks", "comments"
_UNWRAPPED = {w("sdt"): _CONTROLS, w("customXml"): _CONTROLS, w("smartTag"): _CONTROLS}
_REMOVED = {
    **{w(name): _COMMENTS for name in ("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef")},
    **{w(name): _BOOKMARKS for name in ("bookmarkStart", "bookmarkEnd")},
    **{w(name): "marks of editing" for name in ("permStart", "permEnd", "proofErr", "lastRenderedPageBreak")},
    w("printerSettings"): "printers",
}
_SETTINGS = (
    "rsids",
    "rsid",
    "attachedTemplate",
    "docVars",
    "mailMerge",
    "trackRevisions",
    "docId",
    "removeDateAndTime",
)
_LOCAL = re.compile(r"^(?:file:|[A-Za-z]:[\\/]|\\\\|/)")
_MOST = 20


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean copy, how much of what was taken out, and what of its making is still in it."""

    data: bytes
    removed: Mapping[str, int]
    left: tuple[str, ...]


def clean(data: bytes, force: bool = False) -> Cleaned:
    """A clean copy of the Word file in ``data``; ``force``: even when its text is not finished.

    Raises DocumentError for a file that cannot be read, for text that is not finished, and for what cannot be taken
    out, each with its place.
    """
    parts = package.parts(data)
    stories = {name: package.tree(part, name) for name, part in parts.items() if _STORY.fullmatch(name)}
    faults = [fault for name, root in stories.items() for fault in unfinished.faults(name, root)]
    if len(faults) > _MOST:
        faults[_MOST:] = [Fault(_("and {n} more").format(n=len(faults) - _MOST))]
    if faults and not force:
        raise DocumentError(faults)
    removed: Counter[str] = Counter()
    for root in stories.values():
        removed["tracked changes"] += changes.count(root)
        changes.accept(root)
        for run in unfinished.hidden(root):
            removed["hidden text"] += 1
            remove(run)
    before = [read.paragraphs(root) for root in stories.values()]
    kept = _without(parts, removed)
    named = set[str]().union(*map(_referred, stories.values()))
    for name, root in stories.items():
        _clear(root, removed, _local_links(parts, name), named)
        kept[name] = to_bytes(root)
    _settle(kept, removed)
    made = package.packed(kept)
    after = package.parts(made)
    if [read.paragraphs(package.tree(after[name], name)) for name in stories] != before:
        raise AssertionError("cleaning changed the text")
    left = tuple(proof.left(after))
    if left and not force:
        raise DocumentError([Fault(_("cannot be taken out: {what}").format(what=what)) for what in left])
    return Cleaned(made, {name: n for name, n in removed.items() if n}, left)


def _without(parts: Mapping[str, bytes], removed: Counter[str]) -> dict[str, bytes]:
    """The parts that stay, with relations and types of those alone."""
    gone = {name for name in parts if _GONE_PARTS.fullmatch(name) or _GONE_PARTS.match(name)}
    removed["parts"] += len(gone)
    kept = {name: data for name, data in parts.items() if name not in gone}
    for name in [name for name in kept if name.endswith(".rels")]:
        source = package.source_of(name)
        if source and source not in kept:
            del kept[name]
            continue
        root = package.tree(kept[name], name)
        for relation in list(root):
            target, kind = relation.get("Target", ""), relation.get("Type", "")
            outside = relation.get("TargetMode") == "External"
            local = outside and kind.endswith("/hyperlink") and _LOCAL.match(target)
            if (
                kind.endswith("/attachedTemplate")
                or local
                or (not outside and package.resolved(source, target) in gone)
            ):
                root.remove(relation)
        kept[name] = to_bytes(root)
    types = package.tree(kept[package.TYPES], package.TYPES)
    for entry in list(types):
        if entry.get("PartName", "").lstrip("/") in gone:
            types.remove(entry)
    kept[package.TYPES] = to_bytes(types)
    return kept


def _local_links(parts: Mapping[str, bytes], name: str) -> set[str]:
    """The relations of a part that lead to files of the machine that it was written on."""
    folder, _slash, file = name.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    if rels not in parts:
        return set()
    return {
        relation.get("Id", "")
        for relation in package.tree(parts[rels], rels)
        if relation.get("Type", "").endswith("/hyperlink") and _LOCAL.match(relation.get("Target", ""))
    }


def _clear(root: etree._Element, removed: Counter[str], links: set[str], named: set[str]) -> None:
    """Takes out of a story what tells of its making; ``links`` and the bookmarks ``named`` are looked at one by one."""
    kept_ids = {node.get(w("id")) for node in root.iter(w("bookmarkStart")) if node.get(w("name")) in named}
    for node in list(root.iter(*_UNWRAPPED)):
        content = node.find(w("sdtContent")) if node.tag == w("sdt") else node
        removed[_UNWRAPPED[node.tag]] += 1
        if content is None:
            remove(node)
            continue
        if content is not node:
            unwrap(content)
        for name in ("customXmlPr", "smartTagPr", "sdtPr", "sdtEndPr"):
            for child in node.findall(w(name)):
                remove(child)
        unwrap(node)
    for node in list(root.iter(*_REMOVED)):
        if _REMOVED[node.tag] == _BOOKMARKS and node.get(w("id")) in kept_ids:
            continue
        removed[_REMOVED[node.tag]] += node.tag not in (w("commentRangeEnd"), w("commentRangeStart"), w("bookmarkEnd"))
        run = node.getparent()
        remove(node)
        if run is not None and run.tag == w("r") and all(child.tag == w("rPr") for child in run):
            remove(run)
    for node in list(root.iter(w("hyperlink"))):
        if node.get(f"{{{R}}}id") in links:
            removed["links to files"] += 1
            unwrap(node)
    _unmark(root, removed)
    _join(root)


def _join(root: etree._Element) -> None:
    """Makes one run of neighbours that look alike: nothing tells where facts stood, and where they were edited."""
    last, look = None, b""
    for run in list(root.iter(w("r"))):
        own = run.find(w("rPr"))
        mine = b"" if own is None else etree.tostring(own)
        said = [node for node in run if node is not own]
        plain = bool(said) and all(node.tag == w("t") for node in said)
        if last is not None and plain and run.getprevious() is last and mine == look:
            for node in said:
                last[-1].text = (last[-1].text or "") + (node.text or "")
            last[-1].set(SPACE, "preserve")
            remove(run)
        else:
            last, look = (run if plain else None), mine


def _unmark(root: etree._Element, removed: Counter[str]) -> None:
    """Takes away attributes that number the sessions of editing, and paths in descriptions of pictures."""
    for node in root.iter(etree.Element):
        for key in list(node.attrib):
            name = etree.QName(key)
            revision = name.namespace == W and name.localname.startswith("rsid")
            identity = (name.namespace or "").endswith("/word/2010/wordml") and name.localname in ("paraId", "textId")
            path = name.localname in ("descr", "title") and _LOCAL.match(str(node.attrib[key]))
            if revision or identity or path:
                del node.attrib[key]
                removed["marks of editing"] += 1


def _referred(root: etree._Element) -> set[str]:
    """The bookmarks that links and fields lead to."""
    fields = " ".join(node.text or "" for node in root.iter(w("instrText")))
    fields += " ".join(node.get(w("instr"), "") for node in root.iter(w("fldSimple")))
    return {node.get(w("anchor"), "") for node in root.iter(w("hyperlink"))} | set(re.findall(r"[^\s\\\"]+", fields))


def _settle(kept: dict[str, bytes], removed: Counter[str]) -> None:
    """Settings, styles and numbering without what tells of the making; properties that hold the title alone."""
    for name in [name for name in kept if re.fullmatch(r"word/\w+\.xml", name) and not _STORY.fullmatch(name)]:
        root = package.tree(kept[name], name)
        count = removed["marks of editing"]
        for node in [node for node in root.iter(etree.Element) if etree.QName(node).localname in _SETTINGS]:
            removed["marks of editing"] += 1
            remove(node)
        _unmark(root, removed)
        if removed["marks of editing"] > count:
            kept[name] = to_bytes(root)
    if "docProps/core.xml" in kept:
        core = package.tree(kept["docProps/core.xml"], "docProps/core.xml")
        titles = [node.text or "" for node in core if etree.QName(node).localname == "title"]
        removed["names and times"] += sum(etree.QName(node).localname not in ("title", "language") for node in core)
        kept["docProps/core.xml"] = properties("".join(titles), "")
    if "docProps/app.xml" in kept:
        kept["docProps/app.xml"] = app("")
