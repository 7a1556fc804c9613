"""The account of a batch, ``manifest.jsonl``: a line for each row, with its files and their digests.

While a batch runs lines are added as rows are done, so that nothing is lost whatever ends it; at its end they stand in
the order of the table. Behind them stay the lines of earlier runs whose files are still in the folder, marked "left":
what was written once is known as such, whatever became of its row. Only where each line stands is kept in memory.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from drafter.batch.work import Outcome

NAME = "manifest.jsonl"
_NEW = ".manifest.drafter.tmp"


def digest(data: bytes) -> str:
    """What a file is known by."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def entry(outcome: Outcome, source: str, digests: bool = False) -> dict[str, Any]:
    """The line of a row; ``source`` is the digest of all that it was made of."""
    made: dict[str, Any] = {"row": outcome.row, "name": outcome.name, "status": outcome.status, "source": source}
    made["files"] = {name: digest(data) for name, data in outcome.files.items()}
    if outcome.faults:
        made["faults"] = [{"column": column, "message": message} for column, message in outcome.faults]
    if outcome.findings:
        made["findings"] = [{"rule": rule, "severity": s, "message": message} for rule, s, message in outcome.findings]
    if digests:
        made["digests"] = list(outcome.digests)
        made["bare"] = list(outcome.bare)
    return made


class Manifest:
    """The account in a folder: what an earlier run left, and what this one adds."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._before: dict[bytes, tuple[int, int]] = {}
        # By a short digest of each name, the digests of what was written under it, one behind the other.
        self._known: dict[bytes, bytes] = {}
        self._lines: dict[int, tuple[int, int]] = {}
        self._file: Any = None
        self._file_before: Any = None
        if self.path.is_file() and not self.path.is_symlink():
            for line, start, length in _lines(self.path):
                for name, known in line.get("files", {}).items():
                    self._note(name, str(known))
                if "status" in line:
                    self._before[_short(line["name"])] = (start, length)

    def wrote(self, name: str, data: bytes) -> bool:
        """Whether a batch wrote the file called ``name`` with this content."""
        return bytes.fromhex(digest(data)) in _parts(self._known.get(_short(name), b""))

    def named(self, name: str) -> bool:
        """Whether a batch wrote a file of this name here."""
        return _short(name) in self._known

    def _note(self, name: str, known: str) -> None:
        added = bytes.fromhex(known) if re.fullmatch("[0-9a-f]{32}", known) else b""
        before = self._known.get(_short(name), b"")
        if added and added not in _parts(before):
            self._known[_short(name)] = before + added

    def earlier(self, name: str) -> dict[str, Any] | None:
        """The line that an earlier run left for the row with this name."""
        at = self._before.get(_short(name))
        line = _at(self._file_before, *at) if at and self._file_before else None
        return line and {key: value for key, value in line.items() if key != "left"}

    def __enter__(self) -> Manifest:
        self._file_before = self.path.open("rb") if self._before else None
        self._file = self.path.open("ab")
        if self._file.tell() and not _ends(self.path):
            self._file.write(b"\n")
        return self

    def __exit__(self, *_raised: object) -> None:
        self._file.close()
        if self._file_before:
            self._file_before.close()

    def intend(self, outcome: Outcome) -> None:
        """Notes the files of a row before they are put in their places."""
        files = {name: digest(data) for name, data in outcome.files.items()}
        for name, known in files.items():
            self._note(name, known)
        self._write({"row": outcome.row, "writing": outcome.name, "files": files})

    def add(self, line: dict[str, Any]) -> None:
        """Adds the line of a row."""
        self._lines[line["row"]] = self._write(line)

    def _write(self, line: dict[str, Any]) -> tuple[int, int]:
        data = _data(line)
        start = self._file.tell()
        self._file.write(data)
        self._file.flush()
        return start, len(data)

    def lines(self) -> Iterator[dict[str, Any]]:
        """The lines of this run in the order of the table."""
        with self.path.open("rb") as file:
            for row in sorted(self._lines):
                yield _at(file, *self._lines[row])

    def settle(self) -> list[str]:
        """Puts the lines of this run in order, and leaves out all others but those of files that are still there.

        Gives the names of these files: earlier runs wrote them, and this one did not.
        """
        new, left = self.path.with_name(_NEW), {}
        with self.path.open("rb") as file, new.open("wb") as made:
            starts = {}
            for row in sorted(self._lines):
                file.seek(self._lines[row][0])
                starts[row] = (made.tell(), self._lines[row][1])
                made.write(file.read(self._lines[row][1]))
            for line in self._left():
                made.write(_data(line))
                left.update(line["files"])
        os.replace(new, self.path)
        self._lines = starts
        return list(left)

    def _left(self) -> Iterator[dict[str, Any]]:
        """The lines, of whatever run, of files that are in the folder and that no line of this run accounts for."""
        written = {name for line in self.lines() for name in line["files"]}
        for line, _start, _length in _lines(self.path):
            files = {
                name: known
                for name, known in line["files"].items()
                if name not in written and Path(name).name == name and (self.path.parent / name).exists()
            }
            if files:
                yield {**line, "files": files, "left": True}


def _data(line: dict[str, Any]) -> bytes:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def _short(name: str) -> bytes:
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _parts(digests: bytes) -> tuple[bytes, ...]:
    return tuple(digests[at : at + 16] for at in range(0, len(digests), 16))


def _lines(path: Path) -> Iterator[tuple[dict[str, Any], int, int]]:
    """The lines that can be read, each with where it stands; the last one may have been cut."""
    start = 0
    with path.open("rb") as file:
        for data in file:
            try:
                line = json.loads(data)
            except ValueError:
                line = None
            if _is_line(line):
                yield line, start, len(data)
            start += len(data)


def _is_line(line: Any) -> bool:
    """Whether ``line`` is one that a batch writes; the file may have been edited."""
    if not isinstance(line, dict) or not isinstance(line.get("row"), int) or not isinstance(line.get("files"), dict):
        return False
    texts = [line.get("writing", ""), *line["files"], *line["files"].values()]
    if "status" in line:
        texts += [line.get("name"), line.get("source"), line["status"]]
        if not isinstance(line.get("findings", []), list):
            return False
    return all(isinstance(text, str) for text in texts)


def _at(file: Any, start: int, length: int) -> dict[str, Any]:
    file.seek(start)
    found = json.loads(file.read(length))
    assert isinstance(found, dict)
    return found


def _ends(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
