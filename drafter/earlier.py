"""Earlier speeches whose set phrases a speech keeps away from (避开)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from drafter import source
from drafter.brief.keys import english
from drafter.errors import BriefError, DocumentError, Fault
from drafter.messages import _
from drafter.model import Brief, Place
from drafter.word import read

MAX_BYTES = 20_000_000


def texts(brief: Brief) -> tuple[str, ...]:
    """For each speech that ``brief`` asks for, what the speeches say that it names under 避开.

    Raises BriefError for a file that is not there or cannot be read.
    """
    faults: list[Fault] = []
    found = tuple(
        "\n".join(_text(name, Path(brief.file).parent, wanted.avoid_place, faults) for name in wanted.avoid)
        for wanted in brief.speeches
    )
    if faults:
        raise BriefError(faults)
    return found


def avoided(tree: source.Mapping, folder: Path) -> dict[str, str]:
    """The texts of all speeches that the nodes of a brief name under 避开, by their names. Raises BriefError."""
    faults: list[Fault] = []
    named = [scalar for speech in speeches(tree) for scalar in _named(speech)]
    found = {scalar.text: _text(scalar.text, folder, scalar.place, faults) for scalar in named}
    if faults:
        raise BriefError(faults)
    return found


def speeches(tree: source.Mapping) -> Iterator[source.Mapping]:
    """The nodes of the speeches that the nodes of a brief ask for."""
    for key, value in tree.pairs:
        if english(key.text) == "speeches":
            items = value.items if isinstance(value, source.Sequence) else (value,)
            yield from (item for item in items if isinstance(item, source.Mapping))


def _named(speech: source.Mapping) -> Iterator[source.Scalar]:
    for key, value in speech.pairs:
        if english(key.text) == "avoid":
            items = value.items if isinstance(value, source.Sequence) else (value,)
            yield from (item for item in items if isinstance(item, source.Scalar))


def _text(name: str, folder: Path, place: Place | None, faults: list[Fault]) -> str:
    path = folder / name
    hint = _("避开 names .docx or .txt files, read from the folder of this brief.")
    if Path(name).is_absolute() or not source.is_file(path):
        faults.append(Fault(_("the speech to keep away from is not there: {name}").format(name=name[:80]), place, hint))
        return ""
    try:
        if path.suffix.lower() != ".docx":
            return source.read_bytes(path)
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError(_("larger than 20 MB"))
        return read.text(path.read_bytes())
    except BriefError as error:
        faults += error.faults
    except (DocumentError, OSError) as error:
        faults.append(Fault(_("{name}: cannot be read: {why}").format(name=name[:80], why=error), place, hint))
    return ""
