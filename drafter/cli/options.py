"""What several commands share: their options, and how they show findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from drafter.brief.schema import LONGEST
from drafter.language.width import cells
from drafter.library import Library
from drafter.messages import _
from drafter.model import Finding
from drafter.shelf import FOLDERS

_F = TypeVar("_F", bound=Callable[..., Any])


def library_option(command: _F) -> _F:
    """``--library DIR``, which may be given several times; the command gets a Library."""

    def made(ctx: click.Context, parameter: click.Parameter, value: tuple[Path, ...]) -> Library:
        for folder in value:
            if not any((folder / name).is_dir() for name in FOLDERS):
                message = _("{path}: holds none of {folders}").format(path=folder, folders=", ".join(FOLDERS))
                raise click.BadParameter(message)
        return Library.standard(*value)

    return click.option(
        "--library",
        metavar="DIR",
        multiple=True,
        callback=made,
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help=_("A folder of your own templates; it comes before the built-in ones."),
    )(command)


def brief_argument(command: _F) -> _F:
    """The file of a brief."""
    return click.argument("brief", type=click.Path(exists=True, dir_okay=False, path_type=Path))(command)


def json_option(command: _F) -> _F:
    """``--json``: results as JSON on stdout, errors too."""

    def noted(ctx: click.Context, parameter: click.Parameter, value: bool) -> bool:
        ctx.find_root().obj = value
        return value

    option = click.option("--json", "as_json", is_flag=True, callback=noted, help=_("Print the result as JSON."))
    return option(command)


def minutes_option(command: _F) -> _F:
    """``--minutes 12``, or ``--minutes 2=4`` for the second speech; the command gets minutes by number, 0 for all."""

    def read(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> dict[int, float]:
        found = {}
        for text in value:
            match = re.fullmatch(r"(?:([1-9]\d?)=)?(\d{1,3}(?:\.\d)?)(?:分钟)?", text)
            if not match or not 0 < float(match[2]) <= LONGEST:
                raise click.BadParameter(
                    _("{text}: write 12, or 2=4 for the second speech; 1 to {most} minutes").format(
                        text=text, most=LONGEST
                    )
                )
            found[int(match[1] or 0)] = float(match[2])
        return found

    return click.option(
        "--minutes",
        metavar="N",
        multiple=True,
        callback=read,
        help=_("Minutes instead of those of the brief; 2=4 gives the second speech four."),
    )(command)


def show_findings(findings: Iterable[Finding]) -> None:
    """Findings on stderr, a line each."""
    names = {"error": _("error"), "warning": _("warning"), "info": _("note")}
    for finding in findings:
        where = f"{finding.place}: " if finding.place else ""
        click.echo(f"{where}{names[finding.severity]}: {finding.message}", err=True)


def padded(text: str, wanted: int) -> str:
    """``text`` filled up with blanks to ``wanted`` cells."""
    return text + " " * max(0, wanted - cells(text))
