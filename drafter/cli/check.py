"""``drafter check``: the second pair of eyes, for a brief, a draft, or any .docx, .txt or .md."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from drafter import source
from drafter.brief.schema import read_date
from drafter.checks import catalogue, known, silence
from drafter.checks import text as texts
from drafter.checks.check import check
from drafter.checks.finders import finders
from drafter.checks.known import Known
from drafter.checks.silence import Silence
from drafter.cli import report
from drafter.cli.options import library_option
from drafter.compose.speech import Composer
from drafter.draft import draft, read_brief
from drafter.errors import BriefError, DocumentError, DrafterError, Fault
from drafter.library import Library
from drafter.messages import _
from drafter.model import Finding, Place, Text
from drafter.word import read
from drafter.word.package import MAX_FILE

_BRIEFS = (".yaml", ".yml")
_SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class _Read:
    """A text that is to be checked, what is known of its meeting, and what is silenced in it."""

    text: Text
    known: Known
    silences: tuple[Silence, ...] = ()


def _codes(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip().upper() for text in value for code in text.replace("，", ",").split(",") if code.strip())


def _date(ctx: click.Context, parameter: click.Parameter, value: str | None) -> datetime.date | None:
    try:
        return read_date(value) if value else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command()
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--brief",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("The brief that knows what is true: names, posts, figures, the day."),
)
@click.option("--speech", type=int, default=1, help=_("Which speech of the brief the files are. Default: 1."))
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("An earlier text: what was carried over from it is named."),
)
@click.option("--date", callback=_date, help=_("The day of the meeting, where neither brief nor text says it."))
@click.option("--select", multiple=True, callback=_codes, help=_("Only these rules: N01, or N for all of N."))
@click.option("--ignore", multiple=True, callback=_codes, help=_("Not these rules."))
@click.option(
    "--format", "form", type=click.Choice(report.FORMS), default="text", help=_("text, json, sarif or github.")
)
@click.option("--least", type=click.Choice(_SEVERITIES), default="info", help=_("The least severity that is shown."))
@click.option("--strict", is_flag=True, help=_("Exit with status 1 for a warning too, not for an error alone."))
@library_option
def command(
    files: tuple[Path, ...],
    brief: Path | None,
    speech: int,
    against: Path | None,
    date: datetime.date | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    least: str,
    strict: bool,
    library: Library,
) -> None:
    """Shows what the rules find in the files."""
    rules = catalogue.chosen(catalogue.rules(library, finders(library)), select, ignore)
    facts, silences = _facts(brief, speech, library)
    if against:
        facts = replace(facts, old=_plain(against)[0].whole)
    facts = replace(facts, date=date or facts.date)
    found: list[Finding] = []
    for item in [item for path in files for item in _read(path, facts, silences, library)]:
        kept, _silenced = silence.silenced(check(item.text, rules, item.known), item.silences)
        found += kept
    shown = [f for f in found if _SEVERITIES.index(f.severity) <= _SEVERITIES.index(least)]
    click.echo(report.written(shown, rules, form), nl=form != "text")
    if form == "text":
        _summary(found, files)
    severities = {finding.severity for finding in found}
    if "error" in severities or (strict and "warning" in severities):
        raise SystemExit(1)


def _facts(brief: Path | None, number: int, library: Library) -> tuple[Known, tuple[Silence, ...]]:
    if brief is None:
        return Known(), ()
    read_ = read_brief(brief, library)
    if not 0 < number <= len(read_.speeches):
        message = _("there is no speech number {number}; the brief asks for {n}")
        raise BriefError([Fault(message.format(number=number, n=len(read_.speeches)))])
    silences = tuple(
        Silence(rule, words, why, place or Place(str(brief), 1, 1)) for rule, words, why, place in read_.silences
    )
    return known.of(read_, number - 1), silences


def _read(path: Path, facts: Known, silences: tuple[Silence, ...], library: Library) -> Iterator[_Read]:
    """What there is to check in a file: its text, or the speeches that a brief gives."""
    if path.suffix.lower() not in _BRIEFS:
        text, own = _plain(path)
        yield _Read(text, facts, (*silences, *own))
        return
    drafted = draft(path, Composer(library))
    _known, own_silences = _facts(path, 1, library)
    for index, speech in enumerate(drafted.speeches):
        one = len(drafted.speeches) == 1
        name = str(path) if one else f"{path}#{index + 1}-{speech.genre_name}"
        mine = replace(known.of(drafted.brief, index, speech.pace), minutes=None, cap=None, old=facts.old)
        yield _Read(texts.of_speech(name, speech), mine, own_silences)


def _plain(path: Path) -> tuple[Text, tuple[Silence, ...]]:
    """The text of a .docx, .md or other text file, and what its comments silence. Raises DrafterError."""
    name = str(path)
    if path.suffix.lower() in (".docx", ".docm", ".doc", ".wps"):
        return _word(path), ()
    lines, silences = silence.comments(name, source.read_bytes(path).splitlines())
    make = texts.markdown if path.suffix.lower() in (".md", ".markdown") else texts.text
    return make(name, lines), tuple(silences)


def _word(path: Path) -> Text:
    try:
        if path.stat().st_size > MAX_FILE:
            raise DocumentError(_("larger than {n} MB").format(n=MAX_FILE // 1_000_000))
        lines, roles = read.lines(path.read_bytes())
    except DocumentError as error:
        raise DrafterError([Fault(f"{path}: {fault.message}", hint=fault.hint) for fault in error.faults]) from error
    except OSError as error:
        raise DrafterError(_("{path}: cannot be read: {why}").format(path=path, why=error.strerror)) from error
    return texts.text(str(path), lines, roles)


def _summary(found: Sequence[Finding], files: Sequence[Path]) -> None:
    counts = Counter(finding.severity for finding in found)
    message = _("{files} files: {errors} errors, {warnings} to look at, {notes} hints")
    click.echo(
        message.format(files=len(files), errors=counts["error"], warnings=counts["warning"], notes=counts["info"]),
        err=True,
    )
