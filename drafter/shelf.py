"""A shelf of templates that is held in memory, so that it can be sent to another machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path


class Shelf:
    """A folder or a file of texts by their paths, as a library reads it."""

    def __init__(self, held: Mapping[str, str], at: str = "") -> None:
        self._held, self._at = held, at

    @property
    def name(self) -> str:
        return self._at.rpartition("/")[2]

    def joinpath(self, part: str, /) -> Shelf:
        return Shelf(self._held, f"{self._at}/{part}" if self._at else part)

    def iterdir(self) -> Iterator[Shelf]:
        begin = f"{self._at}/" if self._at else ""
        names = {path[len(begin) :].partition("/")[0] for path in self._held if path.startswith(begin)}
        for name in sorted(names):
            yield self.joinpath(name)

    def is_dir(self) -> bool:
        return any(path.startswith(f"{self._at}/") for path in self._held) if self._at else True

    def is_file(self) -> bool:
        return self._at in self._held

    def read_text(self, encoding: str | None = None) -> str:
        return self._held[self._at]


# What a library reads; everything else in a folder of templates is none of its business.
FOLDERS = ("genres", "moves", "phrases", "layouts", "rules", "lists", "starters", "voices", "stock")
_ENDINGS = (".yaml", ".jinja")


def held(folder: Path) -> dict[str, str]:
    """The texts of a folder of templates by their paths, in order; files that are no UTF-8 are left to the reader."""
    found = {}
    for name in FOLDERS:
        for path in sorted((folder / name).rglob("*")) if (folder / name).is_dir() else ():
            if path.suffix in _ENDINGS and path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                found[path.relative_to(folder).as_posix()] = path.read_bytes().decode("utf-8-sig", "surrogateescape")
    return found
