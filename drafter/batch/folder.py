"""The folder of a batch: files are put in place whole or not at all, and never over what a batch did not write."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from drafter.batch.manifest import Manifest
from drafter.batch.work import FAILED, Outcome
from drafter.errors import OutputError
from drafter.messages import _

_TEMPORARY = ".drafter-{row}-{n}.tmp"


class Folder:
    """A folder that documents are written into; ``force``: over edits and files of others too."""

    def __init__(self, path: Path, force: bool = False) -> None:
        self.path, self.force = path, force

    def prepare(self) -> None:
        """Makes the folder, and clears away what a run that was killed left half-written. Raises OutputError."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            for left in self.path.glob(_TEMPORARY.format(row="*", n="*")):
                left.unlink()
        except OSError as error:
            message = _("{path}: cannot be written: {why}")
            raise OutputError(message.format(path=self.path, why=error.strerror)) from error

    def land(self, outcome: Outcome, manifest: Manifest) -> Outcome:
        """Puts the files of ``outcome`` in their places; when one cannot be, the row has failed, and none is there."""
        temporary = {name: self.path / _TEMPORARY.format(row=outcome.row, n=n) for n, name in enumerate(outcome.files)}
        at = self.path
        try:
            taken = [("", fault) for name, data in outcome.files.items() for fault in self._taken(name, data, manifest)]
            if taken:
                return Outcome(outcome.row, outcome.name, FAILED, {}, tuple(taken))
            for name, data in outcome.files.items():
                at = self.path / name
                temporary[name].write_bytes(data)
            manifest.intend(outcome)
            for name in outcome.files:
                at = self.path / name
                os.replace(temporary[name], at)
        except OSError as error:
            message = _("{path}: cannot be written: {why}").format(path=at.name, why=error.strerror)
            return Outcome(outcome.row, outcome.name, FAILED, {}, (("", message),))
        finally:
            for path in temporary.values():
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
        return outcome

    def holds(self, files: dict[str, str], manifest: Manifest) -> bool:
        """Whether all ``files``, by name, are there: as a batch wrote them or, without force, as a writer left them."""
        at = [(name, self.path / name) for name in files]
        return all(
            path.is_file() and not path.is_symlink() and (not self.force or manifest.wrote(name, path.read_bytes()))
            for name, path in at
        )

    def _taken(self, name: str, data: bytes, manifest: Manifest) -> Iterator[str]:
        """Why a file may not be written: one of others is there, or one that was edited, or a link."""
        path = self.path / name
        if path.is_symlink():
            yield _("{path}: a link stands in its place").format(path=name)
        elif path.is_dir():
            yield _("{path}: a folder stands in its place").format(path=name)
        elif path.exists() and not self.force:
            there = path.read_bytes()
            if there != data and not manifest.wrote(name, there):
                edited = manifest.named(name)
                message = _("{path}: was edited since it was written; take it away, or give --force to lose the edits")
                if not edited:
                    message = _("{path}: is there already, and no batch wrote it")
                yield message.format(path=name)
