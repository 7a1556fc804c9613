"""``drafter draft``: a brief in, its speeches out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from drafter import plain, sheet
from drafter.cli.files import save
from drafter.cli.options import json_option, library_option, minutes_option, show_findings
from drafter.compose.speech import Composer
from drafter.draft import Draft, draft
from drafter.errors import OutputError
from drafter.library import Library
from drafter.messages import _, ngettext
from drafter.model import Speech
from drafter.word import layout
from drafter.word.write import Writer

FORMATS = ("docx", "txt", "md")


def _formats(ctx: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(re.findall(r"[^\s,，、]+", value.lower())))
    if unknown := [name for name in wanted if name not in FORMATS]:
        raise click.BadParameter(_("{name} is not one of {known}").format(name=unknown[0], known=", ".join(FORMATS)))
    if not wanted:
        raise click.BadParameter(_("name at least one of {known}").format(known=", ".join(FORMATS)))
    return wanted


@click.command()
@click.argument(
    "briefs", metavar="BRIEF...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    default=".",
    type=click.Path(file_okay=False, path_type=Path),
    help=_("The folder to write into; it is made if need be. Default: here."),
)
@click.option("--format", "formats", default="docx", callback=_formats, help=_("docx, txt, md; several with commas."))
@click.option("--force", is_flag=True, help=_("Overwrite files that are there, and the edits in them."))
@click.option(
    "--facts",
    is_flag=True,
    help=_("Write the sheet of facts too: each with where it is said. It comes by itself with several speeches."),
)
@click.option("--strict", is_flag=True, help=_("Exit with status 1 when something is missing or not used."))
@minutes_option
@json_option
@library_option
def command(
    briefs: tuple[Path, ...],
    output: Path,
    formats: tuple[str, ...],
    minutes: dict[int, float],
    force: bool,
    facts: bool,
    strict: bool,
    as_json: bool,
    library: Library,
) -> None:
    """Writes every speech of the briefs in every format; all of them, or none."""
    composer = Composer(library)
    drafts = [draft(brief, composer, minutes) for brief in briefs]
    writers = {name: Writer(layout.find(name, library.data)) for d in drafts for name in {s.layout for s in d.speeches}}
    files: dict[Path, bytes] = {}
    for brief, drafted in zip(briefs, drafts, strict=True):
        for name, data in _documents(brief, drafted, formats, facts, writers):
            path = output / name
            if path in files:
                raise OutputError(_("{path}: two speeches would have this name").format(path=path))
            files[path] = data
    inherited = {fact.place.file for drafted in drafts for fact in drafted.brief.facts.values()}
    save(files, output, force, read={*briefs, *map(Path, inherited)})
    if as_json:
        click.echo(json.dumps(_report(drafts, list(files)), ensure_ascii=False, indent=2))
    else:
        for path in files:
            click.echo(str(path))
    show_findings(finding for drafted in drafts for finding in drafted.findings)
    for brief, drafted in zip(briefs, drafts, strict=True):
        _show(_names(brief, drafted), drafted)
    if any(_to_look_at(drafted, strict) for drafted in drafts):
        raise SystemExit(1)


def _documents(
    brief: Path, drafted: Draft, formats: Sequence[str], facts: bool, writers: Mapping[str, Writer]
) -> Iterator[tuple[str, bytes]]:
    """The files of one brief by name: each speech in every format, and the sheet of facts."""
    for name, speech in zip(_names(brief, drafted), drafted.speeches, strict=True):
        for kind in formats:
            yield f"{name}.{kind}", _content(speech, kind, writers[speech.layout])
    if facts or len(drafted.speeches) > 1:
        yield f"{brief.stem}-事实表.xlsx", sheet.xlsx(drafted.brief, drafted.speeches)


def _to_look_at(drafted: Draft, strict: bool) -> bool:
    severities = {finding.severity for finding in drafted.findings}
    return "error" in severities or (strict and bool(drafted.gaps or "warning" in severities))


def _names(brief: Path, drafted: Draft) -> list[str]:
    """File names without ending: the brief's, and number and genre where it asks for several speeches."""
    if len(drafted.speeches) == 1:
        return [brief.stem]
    return [f"{brief.stem}-{i}-{s.genre_name}" for i, s in enumerate(drafted.speeches, 1)]


def _content(speech: Speech, kind: str, writer: Writer) -> bytes:
    if kind == "docx":
        return writer.docx(speech)
    return (plain.txt(speech) if kind == "txt" else plain.markdown(speech)).encode()


def _show(names: Sequence[str], drafted: Draft) -> None:
    """How long the speeches of one brief are, and what is missing in them, on stderr."""
    for name, speech in zip(names, drafted.speeches, strict=True):
        said = _("{name}: {count} syllables, about {minutes:.1f} minutes").format(
            name=name, count=speech.syllables, minutes=speech.syllables / speech.pace
        )
        if speech.minutes:
            said += _(" of {asked:g} asked for").format(asked=speech.minutes)
        click.echo(said, err=True)
    if drafted.gaps:
        n = sum(drafted.gaps.values())
        message = ngettext("{n} gap to fill: {names}", "{n} gaps to fill: {names}", n)
        shown = (f"{name}×{times}" if times > 1 else name for name, times in drafted.gaps.items())
        click.echo(message.format(n=n, names="、".join(shown)), err=True)


def _report(drafts: list[Draft], files: list[Path]) -> dict[str, object]:
    return {
        "files": [str(path) for path in files],
        "briefs": [
            {
                "brief": drafted.brief.file,
                "speeches": [
                    {
                        "genre": speech.genre,
                        "title": speech.head.title_text,
                        "syllables": speech.syllables,
                        "minutes": round(speech.syllables / speech.pace, 1),
                    }
                    for speech in drafted.speeches
                ],
                "gaps": dict(drafted.gaps),
                "findings": [
                    {
                        "rule": finding.rule,
                        "severity": finding.severity,
                        "message": finding.message,
                        "place": str(finding.place) if finding.place else None,
                    }
                    for finding in drafted.findings
                ],
            }
            for drafted in drafts
        ],
    }
