"""The command line: one module a command, loaded only when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING

import click

from drafter import __version__
from drafter.messages import _, install

if TYPE_CHECKING:
    from drafter.errors import DrafterError

COMMANDS = ("batch", "check", "clean", "draft", "new", "outline", "phrases", "schema", "templates")


class Shown(click.ClickException):
    """An error that a user can mend, shown without a traceback; exit status 2: nothing was done."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        click.echo(self.message, err=True)


def _as_json(error: DrafterError) -> str:
    """The faults of an error, for scripts."""
    import json

    faults = [
        {"message": fault.message, "place": str(fault.place) if fault.place else None, "hint": fault.hint}
        for fault in error.faults
    ]
    return json.dumps({"faults": faults}, ensure_ascii=False, indent=2)


class Group(click.Group):
    """Loads a command when it is asked for, and turns every DrafterError into a message in one place."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"drafter.cli.{name}")
        command: click.Command = module.command
        command.help = _ABOUT[name]()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _ABOUT[name]()) for name in COMMANDS])

    def invoke(self, ctx: click.Context) -> object:
        from drafter.errors import DrafterError

        try:
            return super().invoke(ctx)
        except DrafterError as error:
            if ctx.obj:
                click.echo(_as_json(error))
            raise Shown(str(error)) from error


# Said here, so that --help need not load the commands.
_ABOUT = {
    "batch": lambda: _("Draft a speech for every row of a table."),
    "check": lambda: _("Show what is wrong in a text: a brief's drafts, .docx, .txt, .md."),
    "clean": lambda: _("Write the copy of a Word file that leaves the office."),
    "draft": lambda: _("Write the speeches that a brief asks for."),
    "new": lambda: _("Write a brief to fill in, with an example in every field."),
    "outline": lambda: _("Show the headings and the expected length, before the text."),
    "phrases": lambda: _("List the phrase banks, and what a speech says of them."),
    "schema": lambda: _("Print the JSON Schema of the brief, for editors."),
    "templates": lambda: _("List the genres, their moves and required facts."),
}


def main() -> None:
    """The program."""
    for stream in (sys.stdout, sys.stderr):
        # Windows consoles and pipes may not be in UTF-8; a character they lack must not stop the run.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    install()
    group = Group(name="drafter", help=_("Turns the facts of a meeting into the speeches that are given at it."))
    version = _("%(prog)s %(version)s")
    click.version_option(__version__, "--version", prog_name="drafter", message=version)(group)
    try:
        group.main(prog_name="drafter", windows_expand_args=False)
    except BrokenPipeError:
        # The reader of the output has gone; what it wanted it has.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:  # the output itself cannot be written: a full disk
        click.echo(_("the output cannot be written: {why}").format(why=error.strerror), err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(2)
