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
from drafter.evidence import evidence
from drafter.library import Library
from drafter.messages import _, chinese, ngettext
from drafter.model import COMMENTS, Finding, Note
from drafter.notes import notes
from drafter.word import layout
from drafter.word.table import table
from drafter.word.write import Writer

FORMATS = ("docx", "txt", "md")
_EVIDENCE = (("序号", 12), ("数据", 30), ("在稿子里", 24), ("原句", 50), ("来源", 32), ("截至", 22))


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
@click.option(
    "--sources", is_flag=True, help=_("Write the sheet of figures too: each with its place, source and date.")
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
    comments: tuple[str, ...] | None,
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
        told = _notes(brief, drafted, composer, minutes, comments) if "docx" in formats else {}
        made = _documents(brief, drafted, formats, told, writers)
        for name, data in (*made, *_sheets(brief, drafted, facts, sources, library)):
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


def _notes(
    brief: Path, drafted: Draft, composer: Composer, minutes: dict[int, float], kinds: tuple[str, ...] | None
) -> Mapping[int, Sequence[Note]]:
    """What the documents say in comments, by the number of the speech; in Chinese, whatever the terminal speaks."""
    wanted = drafted.brief.comments if kinds is None else kinds
    findings: Sequence[Finding] = ()
    if "findings" in wanted:
        with chinese():
            findings = draft(brief, composer, minutes).findings
    return notes(drafted.brief, drafted.speeches, findings, wanted)


def _documents(
    brief: Path,
    drafted: Draft,
    formats: Sequence[str],
    told: Mapping[int, Sequence[Note]],
    writers: Mapping[str, Writer],
) -> Iterator[tuple[str, bytes]]:
    """The speeches of one brief by the name of the file, each in every format."""
    live = drafted.brief.live_facts
    for number, (name, speech) in enumerate(zip(_names(brief, drafted), drafted.speeches, strict=True)):
        for kind in formats:
            if kind == "docx":
                yield f"{name}.docx", writers[speech.layout].docx(speech, told.get(number, ()), live)
            else:
                yield f"{name}.{kind}", (plain.txt(speech) if kind == "txt" else plain.markdown(speech)).encode()


def _sheets(brief: Path, drafted: Draft, facts: bool, sources: bool, library: Library) -> Iterator[tuple[str, bytes]]:
    """The sheet of facts, which several speeches get unasked, and that of figures."""
    if facts or len(drafted.speeches) > 1:
        yield f"{brief.stem}-事实表.xlsx", sheet.xlsx(drafted.brief, drafted.speeches)
    if sources:
        found = evidence(drafted.brief, drafted.speeches)
        rows = [
            (str(n), item.figure, "\n".join(item.places), item.sentence, item.source, item.as_of)
            for n, item in enumerate(found, 1)
        ]
        page = layout.find("gb", library.data)
        yield f"{brief.stem}-数据依据.docx", table(page, "数据依据", _EVIDENCE, rows)


def _to_look_at(drafted: Draft, strict: bool) -> bool:
    severities = {finding.severity for finding in drafted.findings}
    return "error" in severities or (strict and bool(drafted.gaps or "warning" in severities))


def _names(brief: Path, drafted: Draft) -> list[str]:
    """File names without ending: the brief's, and number and genre where it asks for several speeches."""
    if len(drafted.speeches) == 1:
        return [brief.stem]
    return [f"{brief.stem}-{i}-{s.genre_name}" for i, s in enumerate(drafted.speeches, 1)]


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
