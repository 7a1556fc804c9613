"""``drafter schema``: the JSON Schema of the brief, so that editors complete and check while typing."""

from __future__ import annotations

import json

import click

from drafter import genre as genres
from drafter.brief.jsonschema import schema
from drafter.cli.options import library_option
from drafter.library import Library


@click.command()
@library_option
def command(library: Library) -> None:
    """Prints the schema, with the further fields of every genre."""
    fields = {name: about for genre in genres.genres(library) for name, about in genre.fields.items()}
    click.echo(json.dumps(schema(fields), ensure_ascii=False, indent=2))
