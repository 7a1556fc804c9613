"""``drafter new``: a brief to fill in, which drafts as it stands; also the file of an office, and a whole meeting's."""

from __future__ import annotations

from pathlib import Path

import click

from drafter import genre as genres
from drafter.batch.starter import written
from drafter.cli.files import save
from drafter.cli.options import library_option
from drafter.errors import TemplateError
from drafter.library import Library
from drafter.messages import _


@click.command()
@click.argument("genre")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("The file to write. Without it the brief is printed."),
)
@click.option("--force", is_flag=True, help=_("Overwrite the file if it is there."))
@click.option("--table", is_flag=True, help=_("A table to fill for drafter batch instead: .xlsx or .csv, with -o."))
@library_option
def command(genre: str, output: Path | None, force: bool, table: bool, library: Library) -> None:
    """Writes the example brief of a genre; 单位 gives the file of an office, 一会几稿 that of a whole meeting."""
    if table:
        if output is None or output.suffix.lower() not in (".xlsx", ".csv"):
            raise click.UsageError(_("--table wants -o FILE.xlsx or FILE.csv"))
        save({output: written(genres.find(library, genre), library, output)}, output.parent, force)
        click.echo(str(output))
        return
    text = library.text(f"starters/{genre}.yaml")
    if text is None:
        found = genres.find(library, genre)
        text = library.text(f"genres/{found.id}/brief.yaml")
        if text is None:
            raise TemplateError(_("the genre “{name}” has no brief.yaml to begin from").format(name=found.name))
    if output is None:
        click.echo(text, nl=False)
        return
    save({output: text.encode()}, output.parent, force)
    click.echo(str(output))
