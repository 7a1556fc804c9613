"""What a document keeps inside for an update: what wrote it, and what each sentence was when it was written.

A paragraph is known by a hidden bookmark, ``_d_3`` for the third of those that the state lists. Of a sentence the state
has a digest, its named facts lifted out: that tells whether the writer changed it and whether the brief did, and where
one of the two did not, the sentence of that side is the base. The text itself would nearly double the file.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Sequence

from lxml import etree

from drafter import __version__
from drafter.language.sentences import sentences
from drafter.model import Span, Speech
from drafter.word.facts import NAMESPACE, Facts
from drafter.word.xml import to_bytes

PART = "customXml/item1.xml"
BOOKMARK = "_d_"


def lifted(spans: Sequence[Span], names: Sequence[str]) -> str:
    """The text of ``spans``, with the paths of those that have ``names`` in braces in their places."""
    return "".join([f"{{{span.fact}}}" if name else span.text for span, name in zip(spans, names, strict=True)])


def digest(text: str) -> str:
    """Four characters for each sentence of ``text``, which tell it from another one."""
    made = b"".join(
        zlib.crc32(sentence.encode("utf-8", "surrogatepass")).to_bytes(4, "big")[1:] for sentence in sentences(text)
    )
    return base64.b64encode(made).decode()


def state(speech: Speech, anchored: Iterable[tuple[str, str]]) -> str:
    """The state of ``speech`` as JSON; ``anchored`` is the id and the lifted text of what has a bookmark, in order."""
    kept = {
        "drafter": __version__,
        "genre": speech.genre,
        "layout": speech.layout,
        "seed": speech.seed,
        "paragraphs": [[id_, digest(text)] for id_, text in anchored],
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def part(facts: Facts, kept: str) -> bytes:
    """The part that holds the facts and the state."""
    root = etree.Element(f"{{{NAMESPACE}}}document", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    facts.into(etree.SubElement(root, f"{{{NAMESPACE}}}facts"))
    etree.SubElement(root, f"{{{NAMESPACE}}}state").text = kept
    return to_bytes(root)
