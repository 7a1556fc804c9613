"""Genres: parts without a template, fields that nothing says, a starting brief that does not draft."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from drafter.audit import places
from drafter.compose.speech import Composer
from drafter.draft import draft
from drafter.errors import DrafterError, Fault, TemplateError
from drafter.genre import load
from drafter.library import Library
from drafter.messages import _
from drafter.model import Genre, Place


def faults(folder: Path, own: Library, composer: Composer) -> Iterator[Fault]:
    """What is wrong with the genres of ``own``, which is in ``folder``."""
    library = composer.library
    for name in own.names("genres"):
        file = f"genres/{name}/template.yaml"
        if (text := library.text(file)) is None:
            yield Fault(_("{file} is missing").format(file=file), Place(f"genres/{name}", 1, 1))
            continue
        try:
            genre = load(library, name)
        except TemplateError as error:
            yield from (Fault(f.message, f.place or Place(file, 1, 1), f.hint) for f in error.faults)
            continue
        yield from _parts(genre, file, text, library)
        yield from _fields(genre, file, text, library)
        yield from _starter(folder / "genres" / name / "brief.yaml", composer)
        yield from _namesakes(genre, file, text, library)


def _parts(genre: Genre, file: str, text: str, library: Library) -> Iterator[Fault]:
    shared = {name.removesuffix(".md.jinja") for name in library.names("moves") if not name.startswith("_")}
    for spec in genre.moves:
        wanted = f"genres/{genre.id}/{spec.name}.md.jinja"
        if spec.name not in shared and library.text(wanted) is None:
            message = _("the part “{name}” has no template: {file}").format(name=spec.name, file=wanted)
            yield Fault(message, places.of(file, text, spec.name, "部分"), places.near(spec.name, shared))


def _fields(genre: Genre, file: str, text: str, library: Library) -> Iterator[Fault]:
    folder = f"genres/{genre.id}"
    files = [f"{folder}/{name}" for name in library.names(folder)] + [
        f"moves/{name}" for name in library.names("moves")
    ]
    said = "".join(library.text(one) or "" for one in files if one.endswith(".jinja"))
    for field in genre.fields:
        if field not in said:
            message = _("the field “{name}” is declared and no template says it").format(name=field)
            yield Fault(message, places.of(file, text, field, "字段"))


def _namesakes(genre: Genre, file: str, text: str, library: Library) -> Iterator[Fault]:
    """Other genres of the library with a name or alias of this one: a brief could mean either."""
    others = (name for name in library.names("genres") if name != genre.id)
    for other in others:
        try:
            its = load(library, other)
        except TemplateError:
            continue  # said where that genre is looked at
        for word in {genre.name, *genre.aliases} & {its.id, its.name, *its.aliases}:
            message = _("the genre “{other}” is called “{name}” too").format(other=other, name=word)
            yield Fault(message, places.of(file, text, word))


def _starter(brief: Path, composer: Composer) -> Iterator[Fault]:
    """The brief to begin from, where there is one, must draft as it stands."""
    if brief.is_file():
        try:
            draft(brief, composer)
        except DrafterError as error:
            yield from (Fault(f.message, f.place or Place(str(brief), 1, 1), f.hint) for f in error.faults)
