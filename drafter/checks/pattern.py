"""Patterns of rules that are data: linear on any text, and bounded by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from drafter.checks.rule import Finder, Hit, Reading
from drafter.messages import _

# A repetition goes over so many characters at most; so many repetitions of changing length may follow one another.
LONGEST_REPEAT = 60
MOST_REPEATS = 4
_AROUND = 30
_TOKEN = re.compile(
    r"\\.|\[(?:\\.|[^\]\\])+\]|\(\?(?::|=|!|<=|<!|P<\w+>)|\(|\)|\{(\d*)(,?)(\d*)\}|[*+?]\??|\||[^\\]", re.S
)


def compiled(pattern: str) -> re.Pattern[str]:
    """``pattern``, when no text can make it slow. Raises ValueError: what is wrong, and what to write instead."""
    _check_repeats(pattern)
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ValueError(_("the pattern cannot be read: {why}").format(why=error)) from error


def _check_repeats(pattern: str) -> None:
    """Refuses repetitions without end, within one another, or too many in a row: they may take too long."""
    # For each open group: how many changing repetitions stood before it, and the most of its ways so far.
    open_ = [(0, 0)]
    changing, last = 0, 0
    for token in _TOKEN.finditer(pattern):
        text = token.group()
        held, last = last, 0
        if text[0] == "(":
            open_.append((changing, changing))
        elif text in ("|", ")"):
            before, most = open_[-1]
            most = max(most, changing)
            if text == "|":
                open_[-1], changing = (before, most), before
            elif len(open_) > 1:
                open_.pop()
                changing, last = most, most - before
        elif text[0] in "*+" or (text[0] == "{" and token[2] and not token[3]):
            raise ValueError(_("“{what}” repeats without end; write {{0,{n}}}").format(what=text, n=LONGEST_REPEAT))
        elif text[0] == "{" and token[1] is not None:
            low, high = int(token[1] or 0), int(token[3] or token[1] or 0)
            if high > LONGEST_REPEAT:
                raise ValueError(_("“{what}” repeats too often; {n} is the most").format(what=text, n=LONGEST_REPEAT))
            if held and high > 1:
                raise ValueError(_("“{what}” repeats what repeats itself").format(what=text))
            changing += high > low
        if changing > MOST_REPEATS:
            raise ValueError(_("more than {n} repetitions follow one another").format(n=MOST_REPEATS))


def finder(
    pattern: re.Pattern[str],
    roles: frozenset[str] = frozenset(),
    unless: re.Pattern[str] | None = None,
    mends: str | Mapping[str, str] | None = None,
) -> Finder:
    """Finds ``pattern`` in paragraphs of ``roles``, but for what ``unless`` covers.

    ``mends`` is what comes in its place: a template of groups, or a text for each text.
    """

    def find(reading: Reading) -> Iterator[Hit]:
        for match in pattern.finditer(reading.whole):
            start, end = match.span()
            if roles and reading.text.blocks[reading.index(start)].role not in roles:
                continue
            if unless and _covered(unless, reading.whole, start, end):
                continue
            words = (match.group(), *(group or "" for group in match.groups()))
            if isinstance(mends, Mapping):
                mend = mends.get(match.group())
            else:
                mend = None if mends is None else match.expand(mends)
            yield Hit(start, end, words, mend)

    return find


def _covered(unless: re.Pattern[str], whole: str, start: int, end: int) -> bool:
    low = max(whole.rfind("\n", 0, start) + 1, start - _AROUND)
    return any(match.start() < end and match.end() > start for match in unless.finditer(whole, low, end + _AROUND))
