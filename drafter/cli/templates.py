"""``drafter templates``: which genres there are and what each needs."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from drafter import genre as genres
from drafter.cli.options import json_option, library_option
from drafter.library import Library
from drafter.messages import _
from drafter.model import Genre


@click.command()
@click.argument("genre", required=False)
@json_option
@library_option
def command(genre: str | None, as_json: bool, library: Library) -> None:
    """Prints all genres, or one."""
    found = (genres.find(library, genre),) if genre else genres.genres(library)
    if as_json:
        click.echo(json.dumps([asdict(item) for item in found], ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n".join(_text(item) for item in found))


def _text(genre: Genre) -> str:
    lines = [
        f"{genre.name}  ({genre.id})",
        f"  {genre.about}",
        _("  moves:    {names}").format(names=" → ".join(spec.name for spec in genre.moves)),
        _("  required: {names}").format(names="、".join(genre.required)),
    ]
    if genre.aliases:
        lines.append(_("  also:     {names}").format(names="、".join(genre.aliases)))
    if genre.fields:
        lines.append(_("  fields:   {names}").format(names="、".join(genre.fields)))
    return "\n".join(lines)
