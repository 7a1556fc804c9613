"""The text of a .docx file, read with care: nothing is unpacked but the one part that holds the text."""

from __future__ import annotations

from lxml import etree

from drafter.word import package
from drafter.word.xml import w


def text(data: bytes) -> str:
    """The text of the document in ``data``, a line a paragraph, as it stands when all changes are accepted.

    Raises DocumentError when it is no such document.
    """
    return "\n".join(paragraphs(package.tree(package.part(package.opened(data), package.TEXT), package.TEXT)))


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
