"""The text of a .docx file, read with care: nothing is unpacked but the one part that holds the text."""

from __future__ import annotations

import re

from lxml import etree

from drafter.model import HEADINGS
from drafter.word import package
from drafter.word.parts import STYLES
from drafter.word.xml import w

_STYLES = "word/styles.xml"
_ROLES = {name.lower(): role for role, (_id, name, _alias) in STYLES.items() if role != "body"}


def text(data: bytes) -> str:
    """The text of the document in ``data``, a line a paragraph, as it stands when all changes are accepted.

    Raises DocumentError when it is no such document.
    """
    return "\n".join(paragraphs(package.tree(package.part(package.opened(data), package.TEXT), package.TEXT)))


def lines(data: bytes) -> tuple[list[str], list[str]]:
    """The paragraphs of the document in ``data``, and the role of each where its style says it, else nothing.

    Raises DocumentError when it is no such document.
    """
    archive = package.opened(data)
    root = package.tree(package.part(archive, package.TEXT), package.TEXT)
    named = _STYLES in archive.namelist()
    styles = _roles(package.tree(package.part(archive, _STYLES), _STYLES)) if named else {}
    roles = []
    for node in _in_order(root):
        style = node.find(f"{w('pPr')}/{w('pStyle')}")
        level = node.find(f"{w('pPr')}/{w('outlineLvl')}")
        role = styles.get(style.get(w("val"), "") if style is not None else "", "")
        if level is not None and re.fullmatch("[0-3]", level.get(w("val"), "")):
            role = HEADINGS[int(level.get(w("val"), ""))]
        roles.append(role)
    # Line breaks within a paragraph: a title in lines is one title.
    return [line.replace("\n", "") for line in paragraphs(root)], roles


def _in_order(root: etree._Element) -> list[etree._Element]:
    """The paragraphs in the order in which ``paragraphs`` gives them: by where they end."""
    return [node for _event, node in etree.iterwalk(root, events=("end",), tag=w("p"))]


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


def paragraphs(root: etree._Element) -> list[str]:
    """The text of each paragraph, but for what stands above other text; deleted text has a name of its own.

    A paragraph inside another, as a text box has it, comes before the one that holds it.
    """
    found: list[str] = []
    open_: list[list[str]] = []
    above = 0
    for event, node in etree.iterwalk(root, events=("start", "end"), tag=(w("p"), w("t"), w("rt"), w("moveFrom"))):
        start = event == "start"
        if node.tag in (w("rt"), w("moveFrom")):
            # What stands above other text, and what was moved away.
            above += 1 if start else -1
        elif node.tag == w("p"):
            if start:
                open_.append([])
            else:
                found.append("".join(open_.pop()))
        elif start and open_ and not above:
            open_[-1].append(node.text or "")
    return found
