"""What a document keeps inside for an update: what wrote it, and what each sentence was when it was written.

A paragraph is known by a hidden bookmark, ``_d_3`` for the third of those that the state lists. Of a sentence the state
has a digest, its named facts lifted out: that tells whether the writer changed it and whether the brief did, and where
one of the two did not, the sentence of that side is the base. The text itself would nearly double the file.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence

from lxml import etree

from drafter import __version__
from drafter.language.sentences import sentences
from drafter.model import Span, Speech
from drafter.word.facts import NAMESPACE, Facts, is_named
from drafter.word.xml import to_bytes

PART = "customXml/item1.xml"
BOOKMARK = "_d_"


def anchored(speech: Speech) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """The lines of the head, by their roles, and the paragraphs in order, each by its id."""
    yield from speech.head.lines()
    for paragraph in speech.paragraphs:
        yield paragraph.id, paragraph.spans


def lifted(spans: Sequence[Span]) -> str:
    """The text of ``spans`` with the paths of named facts, in braces, in their places."""
    return "".join(f"{{{span.fact}}}" if is_named(span) else span.text for span in spans)


def digest(sentence: str) -> str:
    """Six characters that tell a sentence from another one."""
    return base64.b64encode(hashlib.blake2s(sentence.encode(), digest_size=4).digest())[:6].decode()


def state(speech: Speech) -> str:
    """The state of ``speech`` as JSON: each paragraph is its id and its sentences."""
    kept = {
        "drafter": __version__,
        "genre": speech.genre,
        "layout": speech.layout,
        "seed": speech.seed,
        "paragraphs": [
            [id_, "".join(digest(sentence) for sentence in sentences(lifted(spans)))] for id_, spans in anchored(speech)
        ],
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def part(facts: Facts, kept: str) -> bytes:
    """The part that holds the facts and the state."""
    root = etree.Element(f"{{{NAMESPACE}}}document", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    facts.into(etree.SubElement(root, f"{{{NAMESPACE}}}facts"))
    etree.SubElement(root, f"{{{NAMESPACE}}}state").text = kept
    return to_bytes(root)
