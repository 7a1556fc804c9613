"""Invisible marks in text: which fact, gap, template line or phrase a stretch of text came from.

A mark is ``\\x01`` kind label ``\\x02`` text ``\\x03``. XML forbids these characters and the reader of briefs
refuses them, so no text can hold a mark by accident. Kinds: ``f`` fact (label: its path), ``g`` gap (what is
missing), ``e`` entity (its name; the text is settled later, full form first), ``d`` derived by a sum (its name),
``o`` origin (template:line), ``p`` phrase (bank/variant), ``q`` quotation (marks “ ” in it are inner ones), ``s``
stretch that may be left out (its weight), ``w`` a fact that is told in other words (its path), ``b`` paragraph break.
"""

from __future__ import annotations

import re
from typing import NamedTuple

OPEN, SEP, CLOSE = "\x01", "\x02", "\x03"
# Before the name of an entity: it is announced, in full whether or not it was said before.
ANNOUNCED = "\x04"
# A blank line of a template: a new paragraph begins.
BREAK = f"{OPEN}b{SEP}{CLOSE}"
_HIDDEN = re.compile(f"{OPEN}[^{SEP}]*{SEP}|{CLOSE}")
_TOKEN = re.compile(f"{OPEN}(?P<kind>.)(?P<label>[^{SEP}]*){SEP}|(?P<close>{CLOSE})|(?P<text>[^{OPEN}{CLOSE}]+)")


class Marked(str):
    """Text as it reads, with ``marked`` holding the same text and its marks."""

    __slots__ = ("marked",)
    marked: str

    def __new__(cls, marked: str) -> Marked:
        self = super().__new__(cls, visible(marked))
        self.marked = marked
        return self


class Gap(Marked):
    """A missing fact: false and empty in a template, printed as 【待补：label】."""

    __slots__ = ()

    def __new__(cls, label: str) -> Gap:
        self = str.__new__(cls, "")
        self.marked = mark("g", label, f"【待补：{label}】")
        return self


class Token(NamedTuple):
    """A piece of marked text: a mark that opens (kind, label), one that closes (kind ``/``), or text (kind ``t``)."""

    kind: str
    text: str


def mark(kind: str, label: str, text: str = "") -> str:
    """``text`` inside a mark."""
    return f"{OPEN}{kind}{label}{SEP}{text}{CLOSE}"


def marked(value: object) -> str:
    """``value`` as marked text; plain values are their own text."""
    return value.marked if isinstance(value, Marked) else str(value)


def announced(value: object) -> object:
    """``value``, a text or a list of them, with every named person and body in full, as a host announces them."""
    if isinstance(value, list):
        return [announced(item) for item in value]
    if not value:
        return value
    return Marked(re.sub(f"{OPEN}e(?!{ANNOUNCED})", f"{OPEN}e{ANNOUNCED}", marked(value)))


def visible(text: str) -> str:
    """``text`` without its marks."""
    return _HIDDEN.sub("", text)


def tokens(text: str) -> list[Token]:
    """``text`` in pieces, in order."""
    found = []
    for match in _TOKEN.finditer(text):
        if match["close"]:
            found.append(Token("/", ""))
        elif match["text"]:
            found.append(Token("t", match["text"]))
        else:
            found.append(Token(match["kind"], match["label"]))
    return found


def strip_end(text: str, characters: str) -> str:
    """Marked ``text`` without the ``characters`` at its visible end; marks stay whole."""
    pieces = re.split(f"({OPEN}[^{SEP}]*{SEP}|{CLOSE})", text)
    for index in range(len(pieces) - 1, -1, -1):
        if pieces[index].startswith((OPEN, CLOSE)) or not pieces[index]:
            continue
        pieces[index] = pieces[index].rstrip(characters)
        if pieces[index]:
            break
    return "".join(pieces)
