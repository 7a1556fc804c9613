"""Writing files: all of them or none, never over a file that was read, never half."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from drafter.errors import OutputError
from drafter.messages import _


def save(files: Mapping[Path, bytes], folder: Path, force: bool, read: Collection[Path] = ()) -> None:
    """Writes all files, or none: each under a temporary name first; ``folder`` is made if need be.

    Raises OutputError where one is there already and ``force`` is not given, where one is among those ``read``, and
    where one cannot be written.
    """
    made: list[Path] = []
    at = folder
    temporary = {path: path.with_name(f".{os.getpid()}-{n}.tmp") for n, path in enumerate(files)}
    try:
        _check_places(files, force, {path.resolve() for path in read})
        made = _folders(folder)
        for at, data in files.items():
            temporary[at].write_bytes(data)
        for at in files:
            temporary[at].replace(at)
        made = []
    except OSError as error:
        message = _("{path}: cannot be written: {why}")
        raise OutputError(message.format(path=at, why=error.strerror)) from error
    finally:
        for path in temporary.values():
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        for path in made:
            with contextlib.suppress(OSError):
                path.rmdir()


def _folders(folder: Path) -> list[Path]:
    """The folders that had to be made, the innermost first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _is_open(path: Path) -> bool:
    """Whether an editor has ``path`` open: by the file that it leaves beside it, or because it lets nobody write."""
    name = path.name
    # Word and WPS put ~$ before a short name, and in place of the first one or two characters of a longer one.
    marks = (f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~lock.{name}#")
    if any(path.with_name(mark).exists() for mark in marks):
        return True
    try:
        with path.open("r+b"):
            return False
    except OSError:
        return path.is_file()


def _check_places(files: Iterable[Path], force: bool, read: Collection[Path]) -> None:
    """Raises OutputError when a file may not be written where it is wanted, before anything is."""
    there = [path for path in files if path.exists() or path.is_symlink()]
    for path in there:
        if path.resolve() in read:
            raise OutputError(_("{path}: is the brief itself; choose another folder with -o").format(path=path))
        if path.is_dir() or not (path.is_symlink() or os.access(path, os.W_OK)):
            raise OutputError(_("{path}: a folder, or a file that may not be changed").format(path=path))
        if force and _is_open(path):
            raise OutputError(_("{path}: is open in Word, WPS or LibreOffice; close it there first").format(path=path))
    if there and not force:
        listed = "\n".join(f"    {path}" for path in there)
        hint = _("Nothing was written. Choose another folder with -o, or give --force to lose what is in them.")
        raise OutputError(_("already there:\n{files}\n  {hint}").format(files=listed, hint=hint))
