"""``drafter draft``: a brief in, its speeches out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import click

from drafter.cli.files import save
from drafter.cli.options import json_option, library_option, minutes_option, show_findings
from drafter.compose.speech import Composer
from drafter.draft import Draft, draft
from drafter.errors import OutputError
from drafter.export import FORMATS, Export, Exporter, Wanted
from drafter.library import Library
from drafter.messages import _, ngettext
from drafter.model import COMMENTS
from drafter.word.pdf import pdfs


def _formats(ctx: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(re.findall(r"[^\s,，、]+", value.lower())))
    if unknown := [name for name in wanted if name not in FORMATS]:
        raise click.BadParameter(_("{name} is not one of {known}").format(name=unknown[0], known=", ".join(FORMATS)))
    if not wanted:
        raise click.BadParameter(_("name at least one of {known}").format(known=", ".join(FORMATS)))
    return wanted


def _comments(ctx: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    known = {name: kind for kind, word in COMMENTS.items() for name in (kind, word)}
    wanted = tuple(dict.fromkeys(re.findall(r"[^\s,，、]+", value)))
    if unknown := [name for name in wanted if name not in known]:
        raise click.BadParameter(_("{name} is not one of {known}").format(name=unknown[0], known=", ".join(COMMENTS)))
    return tuple(known[name] for name in wanted)


formats_option = click.option(
    "--format", "formats", default="docx", callback=_formats, help=_("docx, pdf, txt, md; several with commas.")
)


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
@formats_option
@click.option("--force", is_flag=True, help=_("Overwrite files that are there, and the edits in them."))
@click.option(
    "--facts",
    is_flag=True,
    help=_("Write the sheet of facts too: each with where it is said. It comes by itself with several speeches."),
)
@click.option(
    "--sources", is_flag=True, help=_("Write the sheet of figures too: each with its place, source and date.")
)
@click.option(
    "--questions",
    is_flag=True,
    help=_("Write a page of questions for the leader too: what to confirm, to decide, what is missing or reckoned."),
)
@click.option(
    "--comments",
    metavar="KINDS",
    default=None,
    callback=_comments,
    help=_("Comments in the Word file: gaps, findings, sources; several with commas. Default: those of the brief."),
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
    sources: bool,
    questions: bool,
    comments: tuple[str, ...] | None,
    strict: bool,
    as_json: bool,
    library: Library,
) -> None:
    """Writes every speech of the briefs in every format; all of them, or none."""
    composer = Composer(library)
    drafts = [draft(brief, composer, minutes) for brief in briefs]
    exporter = Exporter(composer, Wanted(formats, comments, facts, sources, questions))
    exports = [
        exporter.export(brief.stem, drafted, partial(draft, brief, composer, minutes))
        for brief, drafted in zip(briefs, drafts, strict=True)
    ]
    files, pages = _files(exports, output)
    inherited = {fact.place.file for drafted in drafts for fact in drafted.brief.facts.values()}
    save(files, output, force, read={*briefs, *map(Path, inherited)})
    if as_json:
        click.echo(json.dumps(_report(drafts, exports, list(files), pages), ensure_ascii=False, indent=2))
    else:
        for path in files:
            click.echo(str(path))
    show_findings(finding for drafted in drafts for finding in drafted.findings)
    for drafted, export in zip(drafts, exports, strict=True):
        _show(export, drafted, pages)
    if any(_to_look_at(drafted, strict) for drafted in drafts):
        raise SystemExit(1)


def _files(exports: Sequence[Export], output: Path) -> tuple[dict[Path, bytes], Mapping[str, int]]:
    """The files of all briefs by path, and the pages of each .pdf by its name. Raises OutputError."""
    files: dict[Path, bytes] = {}
    for export in exports:
        for name, data in export.files.items():
            if output / name in files:
                raise OutputError(_("{path}: two speeches would have this name").format(path=output / name))
            files[output / name] = data
    made = pdfs({path.name: data for path, data in files.items() if path.suffix == ".pdf"})
    files |= {output / name: pdf.data for name, pdf in made.items()}
    return files, {name: pdf.pages for name, pdf in made.items()}


def _to_look_at(drafted: Draft, strict: bool) -> bool:
    severities = {finding.severity for finding in drafted.findings}
    return "error" in severities or (strict and bool(drafted.gaps or "warning" in severities))


def _show(export: Export, drafted: Draft, pages: Mapping[str, int]) -> None:
    """How long the speeches of one brief are, and what is missing in them, on stderr."""
    for name, about, speech in zip(export.names, export.pages, drafted.speeches, strict=True):
        said = _("{name}: {count} syllables, about {minutes:.1f} minutes").format(
            name=name, count=speech.syllables, minutes=speech.syllables / speech.pace
        )
        if speech.minutes:
            said += _(" of {asked:g} asked for").format(asked=speech.minutes)
        known = pages.get(f"{name}.pdf")
        n = known or about
        form = (
            ngettext(", {n} page", ", {n} pages", n) if known else ngettext(", about {n} page", ", about {n} pages", n)
        )
        said += form.format(n=n)
        click.echo(said, err=True)
    if drafted.gaps:
        n = sum(drafted.gaps.values())
        message = ngettext("{n} gap to fill: {names}", "{n} gaps to fill: {names}", n)
        shown = (f"{name}×{times}" if times > 1 else name for name, times in drafted.gaps.items())
        click.echo(message.format(n=n, names="、".join(shown)), err=True)


def _report(
    drafts: Sequence[Draft], exports: Sequence[Export], files: Sequence[Path], pages: Mapping[str, int]
) -> dict[str, object]:
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
                        "pages": pages.get(f"{name}.pdf", about),
                    }
                    for name, about, speech in zip(export.names, export.pages, drafted.speeches, strict=True)
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
            for drafted, export in zip(drafts, exports, strict=True)
        ],
    }
