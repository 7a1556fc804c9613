"""Earlier speeches whose set phrases a speech keeps away from (避开)."""

from __future__ import annotations

from pathlib import Path

from drafter import source
from drafter.errors import BriefError, DocumentError, Fault
from drafter.messages import _
from drafter.model import Brief, SpeechRequest
from drafter.word import read

MAX_BYTES = 20_000_000


def texts(brief: Brief) -> tuple[str, ...]:
    """For each speech that ``brief`` asks for, what the speeches say that it names under 避开.

    Raises BriefError for a file that is not there or cannot be read.
    """
    faults: list[Fault] = []
    found = tuple(
        "\n".join(_text(name, Path(brief.file).parent, wanted, faults) for name in wanted.avoid)
        for wanted in brief.speeches
    )
    if faults:
        raise BriefError(faults)
    return found


def _text(name: str, folder: Path, wanted: SpeechRequest, faults: list[Fault]) -> str:
    path, place = folder / name, wanted.avoid_place
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
