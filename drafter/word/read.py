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
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_PART) as part:
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
    return "\n".join("".join(_runs(paragraph)) for paragraph in root.iter(w("p")))


def _runs(paragraph: etree._Element) -> list[str]:
    """The texts of a paragraph but for what stands above others; deleted ones have names of their own (w:delText)."""
    return [node.text or "" for node in paragraph.iter(w("t")) if next(node.iterancestors(w("rt")), None) is None]
