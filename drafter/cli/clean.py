"""``drafter clean``: the copy of a Word file that leaves the office."""

from __future__ import annotations

import json
from pathlib import Path

import click

from drafter.cli.files import save
from drafter.cli.options import json_option
from drafter.errors import DocumentError, DrafterError, Fault
from drafter.messages import _
from drafter.word.clean import Cleaned, clean
from drafter.word.package import MAX_FILE

_SUFFIX = "-清稿"


@click.command()
@click.argument(
    "documents",
    metavar="DOCX...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help=_("The folder to write into; it is made if need be. Default: beside the file."),
)
@click.option("--force", is_flag=True, help=_("Write even unfinished text, and over a file that is there."))
@json_option
def command(documents: tuple[Path, ...], output: Path | None, force: bool, as_json: bool) -> None:
    """Writes a clean copy of each file beside it; of all of them, or of none."""
    made: dict[Path, Cleaned] = {}
    faults: list[Fault] = []
    for path in documents:
        target = (output or path.parent) / f"{path.stem}{_SUFFIX}.docx"
        try:
            if path.stat().st_size > MAX_FILE:
                raise DocumentError(_("larger than {n} MB").format(n=MAX_FILE // 1_000_000))
            made[target] = clean(path.read_bytes(), force)
        except DocumentError as error:
            faults += [Fault(f"{path}: {fault.message}", fault.place, fault.hint) for fault in error.faults]
        except OSError as error:
            faults.append(Fault(_("{path}: cannot be read: {why}").format(path=path, why=error.strerror)))
    if faults:
        raise DrafterError(faults)
    for folder in {path.parent for path in made}:
        here = {path: cleaned.data for path, cleaned in made.items() if path.parent == folder}
        save(here, folder, force, read=documents)
    _show(made, as_json)
    if any(cleaned.left for cleaned in made.values()):
        raise SystemExit(1)


def _show(made: dict[Path, Cleaned], as_json: bool) -> None:
    names = {
        "comments": _("comments"),
        "controls": _("controls"),
        "bookmarks": _("bookmarks"),
        "parts": _("parts with names and hidden data"),
        "names and times": _("names and times"),
        "marks of editing": _("marks of editing"),
        "tracked changes": _("tracked changes, accepted"),
        "hidden text": _("pieces of hidden text"),
        "links to files": _("links to files of this machine"),
        "printers": _("printers"),
    }
    if as_json:
        files = [
            {"file": str(path), "removed": dict(cleaned.removed), "left": list(cleaned.left)}
            for path, cleaned in made.items()
        ]
        click.echo(json.dumps({"files": files}, ensure_ascii=False, indent=2))
        return
    for path, cleaned in made.items():
        click.echo(str(path))
        taken = "、".join(f"{names[name]} {n}" for name, n in cleaned.removed.items())
        message = _("{path}: taken out: {what}; read back, nothing of its making is left")
        if not taken:
            message = _("{path}: there was nothing to take out")
        if cleaned.left:
            message = _("{path}: taken out: {what}; still in it:")
        click.echo(message.format(path=path, what=taken), err=True)
        for what in cleaned.left:
            click.echo(f"    {what}", err=True)
