"""How wide a text is on a terminal or on paper."""

from __future__ import annotations

import unicodedata


def cells(text: str, wide: str = "WF") -> int:
    """The cells that ``text`` takes: two for a full-width character, none for a mark on another.

    ``wide`` are the East Asian widths that count as full; the ambiguous ones (A: “”…—) are narrow on a terminal
    and full in a Chinese face.
    """
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in wide else 1 for char in text
    )
