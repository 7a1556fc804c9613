"""What is handed in to be checked: the drafts of a brief, a Word file with all its stories, a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from drafter import source
from drafter.checks import known, silence
from drafter.checks import text as texts
from drafter.checks.known import Known
from drafter.checks.silence import Silence
from drafter.compose.speech import Composer
from drafter.draft import draft, read_brief
from drafter.errors import BriefError, DocumentError, DrafterError, Fault
from drafter.library import Library
from drafter.messages import _
from drafter.model import Place, Text
from drafter.word import inspect, layout, story
from drafter.word.package import MAX_FILE
from drafter.word.story import Document, Story

BRIEFS = (".yaml", ".yml")
MARKDOWN = (".md", ".markdown")
WORD = (".docx", ".docm", ".dotx", ".doc", ".wps")
# A text is read whole; a speech of an hour is some 30 KB.
MAX_TEXT = 32_000_000


@dataclass(frozen=True, slots=True)
class Submission:
    """A text that is to be checked, what is known of its meeting, what is silenced in it, and for one of a Word file
    the file and the story that it is."""

    text: Text
    known: Known
    silences: tuple[Silence, ...] = ()
    document: Document | None = None
    story: Story | None = None


def facts(brief: Path | None, number: int, library: Library) -> tuple[Known, tuple[Silence, ...]]:
    """What ``brief`` knows for its speech ``number``, from 1, and what it silences. Raises BriefError."""
    if brief is None:
        return Known(), ()
    found = read_brief(brief, library)
    if not 0 < number <= len(found.speeches):
        message = _("there is no speech number {number}; the brief asks for {n}")
        raise BriefError([Fault(message.format(number=number, n=len(found.speeches)))])
    silences = tuple(
        Silence(rule, words, why, place or Place(str(brief), 1, 1)) for rule, words, why, place in found.silences
    )
    return known.of(found, number - 1), silences


def read(
    path: Path, true: Known, silences: tuple[Silence, ...], library: Library, rejected: bool = False
) -> Iterator[Submission]:
    """What there is to check in a file. ``rejected``: tracked changes are read as if they were. Raises DrafterError."""
    suffix = path.suffix.lower()
    if suffix in BRIEFS:
        yield from _drafts(path, true, library)
    elif suffix in WORD:
        yield from _word(path, true, silences, library, rejected)
    else:
        lines, own = silence.comments(str(path), source.lines(source.read_bytes(path, MAX_TEXT)))
        make = texts.markdown if suffix in MARKDOWN else texts.text
        yield Submission(make(str(path), lines), true, (*silences, *own))


def _drafts(path: Path, true: Known, library: Library) -> Iterator[Submission]:
    drafted = draft(path, Composer(library))
    _known, silences = facts(path, 1, library)
    made: list[tuple[str, str]] = []
    for index, speech in enumerate(drafted.speeches):
        name = str(path) if len(drafted.speeches) == 1 else f"{path}#{index + 1}-{speech.genre_name}"
        text = texts.of_speech(name, speech)
        own = known.of(drafted.brief, index, speech.pace)
        # A draft keeps its time as well as its facts allow, and says so itself.
        own = replace(own, minutes=None, cap=None, old=true.old, beside=tuple(made))
        made.append((speech.genre_name, text.whole))
        yield Submission(text, own, silences)


def _word(
    path: Path, true: Known, silences: tuple[Silence, ...], library: Library, rejected: bool
) -> Iterator[Submission]:
    try:
        if path.stat().st_size > MAX_FILE:
            raise DocumentError(_("larger than {n} MB").format(n=MAX_FILE // 1_000_000))
        document = story.read(path.read_bytes(), rejected)
    except DocumentError as error:
        raise DrafterError([Fault(f"{path}: {fault.message}", hint=fault.hint) for fault in error.faults]) from error
    except OSError as error:
        raise DrafterError(_("{path}: cannot be read: {why}").format(path=path, why=error.strerror)) from error
    kinds = {
        "boxes": _("text boxes"),
        "footnotes": _("footnotes"),
        "endnotes": _("endnotes"),
        "header": _("header"),
        "footer": _("footer"),
    }
    own = _silences(path, document)
    marks = inspect.marks(document, layout.find(true.layout, library.data))
    for number, each in enumerate(document.stories):
        name = str(path) if each.kind == "text" else f"{path}#{kinds[each.kind]}"
        roles = (line.role or ("" if each.kind == "text" else "note") for line in each.lines)
        found = texts.text(name, (line.text for line in each.lines), roles)
        if found.blocks or each.kind == "text":
            yield Submission(replace(found, marks=marks[number]), true, (*silences, *own), document, each)


def _silences(path: Path, document: Document) -> tuple[Silence, ...]:
    """What comments of the file silence."""
    found = (silence.said(text, Place(str(path), 1, 1, text)) for text in story.comments(document))
    return tuple(each for each in found if each)
