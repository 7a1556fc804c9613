"""Where templates, phrase banks and layouts are found: shelves of text files; the first that has a name wins."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from drafter import source
from drafter.errors import Fault, TemplateError
from drafter.messages import _
from drafter.source import Mapping, Node, Scalar, Sequence

MAX_CHARACTERS = 200_000


class Shelf(Protocol):
    """A folder or a file in one: what a path on disk and one inside a zip have in common."""

    @property
    def name(self) -> str: ...

    def joinpath(self, part: str, /) -> Shelf: ...

    def iterdir(self) -> Iterator[Shelf]: ...

    def is_dir(self) -> bool: ...

    def is_file(self) -> bool: ...

    def read_text(self, encoding: str | None = None) -> str: ...


def builtin() -> Shelf:
    """The templates that ship with drafter, wherever it runs from: a wheel, a zip, or a checkout."""
    installed = files("drafter") / "templates"
    if installed.is_dir():
        return installed
    return Path(__file__).parent.parent / "templates"


def personal() -> Path:
    """The user's own folder of templates; it need not exist."""
    base = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA")
    return Path(base or os.path.expanduser("~/.config")) / "drafter" / "templates"


class Library:
    """Folders of templates, phrase banks and layouts, best first."""

    def __init__(self, *shelves: Shelf) -> None:
        self.shelves = shelves

    @classmethod
    def standard(cls, *own: Path) -> Library:
        """What ``own`` names, then the user's folder, then what ships with drafter."""
        return cls(*own, *([personal()] if personal().is_dir() else []), builtin())

    def layered(self, *folders: str) -> Library:
        """The library in which each shelf has its ``folders``, best first, in front of what it holds otherwise."""
        shelves: list[Shelf] = []
        for shelf in self.shelves:
            inner = (shelf.joinpath(folder) for folder in folders)
            shelves += [*(folder for folder in inner if folder.is_dir() and _inside(folder, shelf)), shelf]
        return Library(*shelves)

    def text(self, name: str) -> str | None:
        """The text of ``name``, or None. A name cannot lead out of its shelf, not by a link either."""
        parts = name.split("/")
        if "\\" in name or any(part in ("", ".", "..") for part in parts):
            return None
        for shelf in self.shelves:
            path = shelf.joinpath(name)
            if source.is_file(path) and _inside(path, shelf):
                return _read(path, name)
        return None

    def names(self, folder: str) -> list[str]:
        """The names in ``folder`` over all shelves, sorted."""
        found = set()
        for shelf in self.shelves:
            place = shelf.joinpath(folder)
            if place.is_dir():
                found |= {item.name for item in place.iterdir() if not item.name.startswith(".")}
        return sorted(found)

    def data(self, name: str) -> dict[str, object]:
        """The YAML mapping in ``name`` as dict, list and str. Raises TemplateError when it is not one."""
        text = self.text(name)
        if text is None:
            raise TemplateError(_("{name}: no such file in the library").format(name=name))
        node, faults = source.parse(text, name)
        if node is not None and not isinstance(node, Mapping):
            faults = [*faults, Fault(_("“key: value” lines are expected"), node.place)]
        if faults or node is None:
            raise TemplateError(faults or _("{name}: is empty").format(name=name))
        plain = _plain(node)
        assert isinstance(plain, dict)
        return plain


def _inside(path: Shelf, shelf: Shelf) -> bool:
    if isinstance(path, Path) and isinstance(shelf, Path):
        return path.resolve().is_relative_to(shelf.resolve())
    return True


def _read(path: Shelf, name: str) -> str:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(_("{name}: cannot be read as UTF-8").format(name=name)) from error
    if found := source.FORBIDDEN.search(text):
        raise TemplateError(
            _("{name}: character U+{code:04X} cannot stand in a document").format(name=name, code=ord(found.group()))
        )
    if len(text) > MAX_CHARACTERS:
        raise TemplateError(_("{name}: too large for a template").format(name=name))
    return text


def _plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return {key.text: _plain(value) for key, value in node.pairs}


def texts(value: object) -> Iterator[str]:
    """``value`` of a library file as a list of texts: a list, one text, or nothing."""
    if isinstance(value, list):
        yield from (str(item) for item in value)
    elif isinstance(value, str) and value:
        yield value
