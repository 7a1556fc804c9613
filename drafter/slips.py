"""Slips that are typical of Chinese keyboards, named and mended in memory, so that the reading can go on."""

from __future__ import annotations

import re
from collections.abc import Container

from drafter.errors import Fault
from drafter.messages import _
from drafter.model import Place

_KEY = r"(?P<lead>\s*(?:-\s+)*)(?P<key>[^\s:：#\"'“”{}\[\],，。&*!|>%@-][^:：\"“”{}\[\],，。]{0,15})"
_SLIPS = (
    ("tab", re.compile(r"(?P<lead>[ ]*)(?P<bad>\t[\t ]*)")),
    ("wide blank", re.compile(r"(?P<lead>[ ]*)(?P<bad>\u3000[\u3000 ]*)")),
    ("wide colon", re.compile(_KEY + r"(?P<bad>：)\s*")),
    ("no blank", re.compile(_KEY + r"(?P<bad>:)(?=[^\s:/])")),
    ("dash", re.compile(r"(?P<lead>\s*)(?P<bad>-)(?=[^\s\d-])")),
    ("brace", re.compile(r"(?P<lead>\s*(?:-\s+)*(?:[^\s:：]+:\s+)?)(?P<bad>\{)(?=[^{}:,]+\}\S)")),
)


# {name} in the text of [ … ] or { … }: the braces are YAML's there.
_INNER_BRACE = re.compile(
    r"(?P<before>[\[,]\s*|:\s+)(?P<bad>[^\[\],\"'{}#:]*\{[^{}\[\],:]+\}[^\[\],\"'{}]*?)(?=\s*[,\]}])"
)


def slip_text(kind: str) -> tuple[str, str]:
    """What a kind of slip is, and how to mend it."""
    return {
        "tab": (_("a tab in the indentation"), _("YAML takes blanks only; use two blanks a level.")),
        "wide blank": (_("a full-width blank in the indentation"), _("Use half-width blanks.")),
        "wide colon": (_("a full-width colon after the key"), _("Use a half-width colon and a blank: “{key}: ”.")),
        "no blank": (_("no blank after the colon"), _("Write “{key}: ” with a blank.")),
        "dash": (_("no blank after the - of an entry"), _("Write “- ” with a blank.")),
        "brace": (_("text with {name} must stand in quotes here"), _("Put the whole text in straight quotes.")),
        "quote": (_("a quotation mark is not closed"), _("Close it on the same line.")),
    }[kind]


def mended(lines: list[str], file: str, keys: Container[str]) -> tuple[list[str], list[Fault]]:
    """The lines with typical slips mended, and a fault for each."""
    made, faults = [], []
    block: int | None = None
    for number, line in enumerate(lines, 1):
        indent = len(line) - len(line.lstrip())
        if block is not None and (indent > block or not line.strip()):
            made.append(line)
            continue
        block = indent if re.search(r":\s+[|>][-+0-9]*\s*$", line) else None
        if line.lstrip().startswith("#"):
            made.append(line)
            continue
        fixed = line
        for kind, pattern in _SLIPS:
            match = pattern.match(fixed)
            if not match or ("key" in match.groupdict() and match["key"].strip() not in keys):
                continue
            key = match.groupdict().get("key") or ""
            message, hint = slip_text(kind)
            place = Place(file, number, match.start("bad") + 1, line)
            faults.append(Fault(message, place, hint.replace("{key}", key)))
            fixed = _fixed(kind, match, fixed)
        for match in _INNER_BRACE.finditer(fixed):
            message, hint = slip_text("brace")
            faults.append(Fault(message, Place(file, number, match.start("bad") + 1, line), hint))
        fixed = _INNER_BRACE.sub(lambda match: f'{match["before"]}"{match["bad"]}"', fixed)
        if _open_quote(fixed):
            message, hint = slip_text("quote")
            faults.append(Fault(message, Place(file, number, fixed.index('"') + 1, line), hint))
            fixed += '"'
        made.append(fixed)
    return made, faults


def _fixed(kind: str, match: re.Match[str], line: str) -> str:
    if kind in ("tab", "wide blank"):
        return match["lead"] + match["bad"].replace("\t", "  ").replace("\u3000", "  ") + line[match.end() :]
    if kind == "dash":
        return f"{match['lead']}- {line[match.end() :]}"
    if kind == "brace":
        value = line[match.start("bad") :].rstrip().replace("\\", "\\\\").replace('"', '\\"')
        return f'{match["lead"]}"{value}"'
    return f"{match['lead']}{match['key']}: {line[match.end() :]}"


def _open_quote(line: str) -> bool:
    """Whether a double quote opens a value in ``line`` and nothing closes it there."""
    match = re.match(r'\s*(?:-\s+)*(?:[^\s:]+:\s+)?"((?:[^"\\]|\\.)*)$', line)
    return match is not None
