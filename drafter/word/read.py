"""The text of a .docx file, read with care: nothing is unpacked but the one part that holds the text."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from drafter.word.xml import w

_PART = "word/document.xml"
MAX_TEXT_PART = 32_000_000


def text(data: bytes) -> str:
    """The text of the document in ``data``, a line a paragraph, as it stands when all changes are accepted.

    Raises ValueError when it is no such document, or its text part is larger than MAX_TEXT_PART bytes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # Other ways to pack may ask for any amount of memory, and no office program uses them.
            if archive.getinfo(_PART).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise NotImplementedError("neither stored nor deflated")
            with archive.open(_PART) as part:
                xml = part.read(MAX_TEXT_PART + 1)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, zlib.error, EOFError, OSError) as error:
        raise ValueError(str(error)) from error
    if len(xml) > MAX_TEXT_PART:
        raise ValueError(f"{_PART} > {MAX_TEXT_PART}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    return "\n".join(_paragraphs(root))


def _paragraphs(root: etree._Element) -> list[str]:
    """The text of each paragraph, but for what stands above other text; deleted text has a name of its own.

    A paragraph inside another, as a text box has it, comes before the one that holds it.
    """
    found: list[str] = []
    open_: list[list[str]] = []
    above = 0
    for event, node in etree.iterwalk(root, events=("start", "end"), tag=(w("p"), w("t"), w("rt"))):
        start = event == "start"
        if node.tag == w("rt"):
            above += 1 if start else -1
        elif node.tag == w("p"):
            if start:
                open_.append([])
            else:
                found.append("".join(open_.pop()))
        elif start and open_ and not above:
            open_[-1].append(node.text or "")
    return found
