"""Where in a text file something stands, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

from drafter.language.near import near as near_word
from drafter.messages import _
from drafter.model import Place


def on_line(file: str, text: str, number: int, word: str = "") -> Place:
    """Line ``number`` of ``text``, at ``word`` where the line holds it."""
    lines = text.split("\n")
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    return Place(file, number, max(line.find(word), 0) + 1 if word else 1, line)


def of(file: str, text: str, word: str, after: str = "") -> Place:
    """Where ``word`` first stands in ``text``, from the line on that begins with ``after``."""
    begun = False
    for number, line in enumerate(text.split("\n"), 1):
        begun = begun or line.startswith(after)
        if begun and word in line:
            return on_line(file, text, number, word)
    return on_line(file, text, 1)


def near(name: str, known: Iterable[str]) -> str | None:
    """A hint at the known name that ``name`` is likest to."""
    found = near_word(name, known, 0.4)
    return _("Did you mean “{near}”?").format(near=found) if found else None
