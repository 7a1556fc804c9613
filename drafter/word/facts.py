"""Facts that are alive: each mention is a control bound to one entry of the store inside of the document.

Who corrects a name or a figure in one place of the document corrects it in all. Where an editor knows nothing of
such binding the text is right as it stands. A control is inline and plain text, so that it looks like text until it is
touched; one that stood around whole paragraphs did not survive LibreOffice.
"""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from drafter.model import Span
from drafter.word.shapes import SLOT, Markup, Shape, escaped
from drafter.word.xml import add, element

NAMESPACE = "urn:drafter:document:1"
ITEM = "{B1C64B5A-3D0B-4C38-9B3C-0D4F5A6E7D21}"
# What the brief names once and its speeches say more than once.
_NAMED = ("会议.", "人物.", "单位.", "文件.", "事实.", "数据.")
# Not _x0020_, which LibreOffice escapes anew.
# All but the names that XML 1.0 knew in its fourth edition, which Word still reads by.
_NO_NAME = re.compile(r"[^A-Za-z0-9.\-\u4e00-\u9fa5]")
_ESCAPED = re.compile("·([0-9A-F]{4,6})·")
_WORDING = re.compile(r"-\d+$")


def path(name: str) -> str:
    """The path of the fact in the entry called ``name``."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), _WORDING.sub("", name))


class Facts:
    """The named facts of one document: an entry for each wording of a fact."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], str] = {}
        self._wordings: Counter[str] = Counter()

    def name(self, span: Span) -> str:
        """The name of the entry for a fact with a name, in one line; empty for any other span.

        A second wording of a fact has -2 at its end.
        """
        path, text = span.fact, span.text
        if not path:
            return ""
        if name := self._names.get((path, text)):
            return name
        if not path.startswith(_NAMED) or not text.strip() or "\n" in text or "\t" in text:
            return ""
        # A hyphen with figures after it is the mark of a further wording.
        name = _NO_NAME.sub(lambda char: f"·{ord(char.group()):04X}·", path)
        name = _WORDING.sub(lambda found: f"·002D·{found.group()[1:]}", name)
        self._wordings[name] += 1
        number = self._wordings[name]
        return self._names.setdefault((path, text), name if number == 1 else f"{name}-{number}")

    def control(self, name: str, inner: Markup) -> Markup:
        """A control around ``inner``, bound to the entry called ``name``."""
        return _CONTROL(escaped(name), inner)

    def into(self, parent: etree._Element) -> None:
        """The entries, at the end of ``parent``."""
        for (_path, text), name in self._names.items():
            etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = text


def _shape() -> Shape:
    control = element("sdt")
    properties = add(control, "sdtPr")
    xpath = f"/d:document[1]/d:facts[1]/d:{SLOT}[1]"
    add(properties, "dataBinding", prefixMappings=f"xmlns:d='{NAMESPACE}'", xpath=xpath, storeItemID=ITEM)
    # Plain text would do, but LibreOffice 7.4 saves a control of it three times over where Chinese meets digits;
    # a list without entries, in which anything may be typed, it saves as it is.
    add(properties, "comboBox")
    add(control, "sdtContent").text = SLOT
    return Shape(control)


# Without a number: an editor gives one to each control that has none.
_CONTROL = _shape()
