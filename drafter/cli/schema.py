"""``drafter schema``: the JSON Schema of the brief, so that editors complete and check while typing."""

from __future__ import annotations

import json

import click

from drafter.brief.jsonschema import schema


@click.command()
def command() -> None:
    """Prints the schema."""
    click.echo(json.dumps(schema(), ensure_ascii=False, indent=2))
