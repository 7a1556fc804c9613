"""The proof that a file tells nothing of its making: it is read anew, by other means than those that cleaned it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from drafter.messages import _

_PARTS = re.compile(
    r"customXml/|docProps/(custom|thumbnail)|_xmlsignatures/|word/(comments|people|glossary|vba)|.*printerSettings"
)
_MARKS = re.compile(
    rb"<w:(?:comment|sdt\b|sdt>|customXml|smartTag|ins\b|del\b|moveFrom|moveTo|permStart|proofErr|rsid|docVar"
    rb"|attachedTemplate|mailMerge|trackRevisions|printerSettings)[^>]*>|\sw:rsid\w*=|\sw14:(?:paraId|textId)="
)
_BOOKMARK = re.compile(rb'<w:bookmarkStart[^>]*w:name="([^"]*)"')
_PERSON = re.compile(rb"<(?:dc:creator|cp:lastModifiedBy|Company|Manager|Template)>[^<]+<")
_AUTHOR = re.compile(rb'\sw:(?:author|initials|edGrp|ed)="')
_PATH = re.compile(
    rb'="(?:file:|[A-Za-z]:[\\/]|\\\\)[^"]*"|<w:instrText[^>]*>[^<]*(?:[A-Za-z]:\\|\\\\\\\\|file:)[^<]*<'
)
_EMBEDDED = re.compile(r"word/(embeddings|activeX)/|.*vbaProject\.bin")


def left(parts: Mapping[str, bytes]) -> Iterator[str]:
    """What in the parts of a file tells of its making, each in a word and with its place."""
    named = "".join(text for data in parts.values() for text in _references(data))
    for name, data in parts.items():
        if _PARTS.match(name):
            yield _("the part {name}").format(name=name)
        if _EMBEDDED.match(name):
            yield _("a file or program inside: {name}").format(name=name)
        if not name.endswith((".xml", ".rels")):
            continue
        for pattern in (_MARKS, _PERSON, _AUTHOR):
            if found := pattern.search(data):
                yield f"{name}: {_shown(found.group())}"
        for found in _BOOKMARK.finditer(data):
            bookmark = found[1].decode("utf-8", "replace")
            if bookmark not in named:
                yield f"{name}: {_shown(found.group())}"
        if found := _PATH.search(data):
            yield _("a path of a machine: {what}").format(what=f"{name}: {_shown(found.group())}")


def _references(data: bytes) -> Iterator[str]:
    """What links and fields say; a bookmark that one of them leads to has to stay."""
    for found in re.finditer(rb'<w:instrText[^>]*>([^<]*)<|w:anchor="([^"]*)"|w:instr="([^"]*)"', data):
        yield b"".join(group or b"" for group in found.groups()).decode("utf-8", "replace")


def _shown(found: bytes) -> str:
    return found.decode("utf-8", "replace").strip()[:60]
