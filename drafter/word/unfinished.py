"""Text that is not finished: gaps, highlights, tracked changes, hidden text, prompts of empty controls."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from drafter.errors import Fault
from drafter.messages import _
from drafter.word import changes, package
from drafter.word.xml import w

_SHOWN = 30
_OFF = ("0", "false", "off", "none")


def faults(part: str, root: etree._Element) -> Iterator[Fault]:
    """What is not finished in a part of a Word file, each with the number of its paragraph from 1 and its words."""
    for number, paragraph in enumerate(root.iter(w("p")), 1):
        where = _("paragraph {n}").format(n=number) if part == package.TEXT else part
        for what, said in _found(paragraph):
            yield Fault(f"{where}: {what}: {said[:_SHOWN]}", hint=_("Settle it in Word, or give --force."))


def hidden(root: etree._Element) -> list[etree._Element]:
    """The runs that are hidden."""
    return [run for run in _marked(root, "vanish") if run.tag == w("r")]


def _found(paragraph: etree._Element) -> Iterator[tuple[str, str]]:
    for gap in re.findall("【待补[^】]*】?", _said(paragraph)):
        yield _("a gap"), gap
    if lit := "".join(_said(run) for run in _marked(paragraph, "highlight") if "【待补" not in _said(run)):
        yield _("highlighted"), lit
    if changes.count(paragraph):
        yield _("a tracked change"), _said(paragraph)
    if unseen := "".join(map(_said, hidden(paragraph))):
        yield _("hidden text"), unseen
    for mark in paragraph.iter(w("showingPlcHdr")):
        for control in mark.iterancestors(w("sdt")):
            yield _("an empty control"), _said(control)
            break


def _marked(root: etree._Element, name: str) -> list[etree._Element]:
    """The runs, or properties of paragraphs, that have the property ``name``."""
    marks = [mark for mark in root.iter(w(name)) if mark.get(w("val"), "") not in _OFF]
    return [next(mark.iterancestors(w("r"), w("pPr"), w("p")), mark) for mark in marks]


def _said(node: etree._Element) -> str:
    return "".join(text.text or "" for text in node.iter(w("t"))) if node.tag != w("pPr") else ""
