"""``drafter templates``: which genres there are and what each needs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import click

from drafter import genre as genres
from drafter import voice as voices
from drafter.audit import audit
from drafter.cli.options import json_option, library_option
from drafter.compose.speech import Composer
from drafter.library import Library
from drafter.messages import _
from drafter.model import Genre


@click.command()
@click.argument("genre", required=False)
@click.option(
    "--check",
    "folder",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=_("Look over a folder of your own templates, and name what is wrong with file and line."),
)
@json_option
@library_option
def command(genre: str | None, folder: Path | None, as_json: bool, library: Library) -> None:
    """Prints all genres, or one; or looks over a folder of templates."""
    if folder:
        _check(folder, as_json)
        return
    found = (genres.find(library, genre),) if genre else genres.genres(library)
    if as_json:
        click.echo(json.dumps([asdict(item) for item in found], ensure_ascii=False, indent=2))
        return
    click.echo("\n\n".join(_text(item) for item in found))
    if not genre:
        click.echo("\n" + "\n".join(_voices(library)))


def _check(folder: Path, as_json: bool) -> None:
    """Prints the faults of a folder; exit status 1 when there are any."""
    faults = audit(folder)
    if as_json:
        listed = [{"message": f.message, "place": str(f.place) if f.place else None, "hint": f.hint} for f in faults]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(map(str, faults)) or _("{folder}: nothing is wrong").format(folder=folder))
    if faults:
        raise SystemExit(1)


def _text(genre: Genre) -> str:
    lines = [
        f"{genre.name}  ({genre.id})",
        f"  {genre.about}",
        _("  moves:    {names}").format(names=" → ".join(spec.name for spec in genre.moves)),
        _("  required: {names}").format(names="、".join(genre.required)),
    ]
    if genre.voices:
        lines.append(_("  voices:   {names}").format(names=_by_kind(genre.voices)))
    if genre.aliases:
        lines.append(_("  also:     {names}").format(names="、".join(genre.aliases)))
    if genre.fields:
        lines.append(_("  fields:   {names}").format(names="、".join(genre.fields)))
    return "\n".join(lines)


def _by_kind(voices: Mapping[str, str]) -> str:
    """The voice for each kind of body; one name alone where it is the same for all."""
    same = set(voices.values())
    return same.pop() if len(same) == 1 else "；".join(f"{kind} {name}" for kind, name in voices.items())


def _voices(library: Library) -> Iterator[str]:
    """Each voice, and how much of the common stock it says in its own way; then the stock paragraphs."""
    composer = Composer(library)
    common = composer.banks.banks
    yield _("Voices (语体):")
    for voice in voices.voices(library):
        banks = composer.layer(voice.name).functions.banks.banks
        own = sum(bank is not common.get(name) and bank != common.get(name) for name, bank in banks.items())
        message = _("{own} of {all} phrase banks of its own, the rest are the common ones, which are official")
        yield f"  {voice.name}  ({voice.id})  {voice.about}"
        if own:
            yield "    " + message.format(own=own, all=len(banks))
    yield _("Stock paragraphs (常规段落): {names}").format(names="、".join(composer.layer(voices.DEFAULT).stock))
