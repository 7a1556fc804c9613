"""``drafter check``: the second pair of eyes, for a brief, a draft, or any .docx, .txt or .md."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from drafter import mending
from drafter.brief.schema import read_date
from drafter.checks import catalogue, settings, silence
from drafter.checks.check import check
from drafter.checks.finders import finders
from drafter.checks.rule import Rule
from drafter.cli import report
from drafter.cli.files import save
from drafter.cli.options import library_option
from drafter.errors import DrafterError, OutputError
from drafter.library import Library
from drafter.messages import _
from drafter.model import Finding
from drafter.submission import BRIEFS, WORD, Submission, facts, read
from drafter.word.annotate import Remark, annotated

_SEVERITIES = ("error", "warning", "info")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)


def _codes(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip().upper() for text in value for code in text.replace("，", ",").split(",") if code.strip())


def _date(ctx: click.Context, parameter: click.Parameter, value: str | None) -> datetime.date | None:
    try:
        return read_date(value) if value else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_FILE)
@click.option("--brief", type=_FILE, help=_("The brief that knows what is true: names, posts, figures, the day."))
@click.option("--speech", type=int, default=1, help=_("Which speech of the brief the files are. Default: 1."))
@click.option("--against", type=_FILE, help=_("An earlier text: what was carried over from it is named."))
@click.option("--date", callback=_date, help=_("The day of the meeting, where neither brief nor text says it."))
@click.option("--rejected", is_flag=True, help=_("Read tracked changes as rejected, not as accepted."))
@click.option("--select", multiple=True, callback=_codes, help=_("Only these rules: N01, or N for all of N."))
@click.option("--ignore", multiple=True, callback=_codes, help=_("Not these rules."))
@click.option("--settings", type=_FILE, help=_("The settings of the office: the severity of each rule."))
@click.option(
    "--format", "form", type=click.Choice(report.FORMS), default="text", help=_("text, json, sarif or github.")
)
@click.option("--json", "form", flag_value="json", help=_("The same as --format json."))
@click.option("--least", type=click.Choice(_SEVERITIES), default="info", help=_("The least severity that is shown."))
@click.option("--strict", is_flag=True, help=_("Exit with status 1 for a warning too, not for an error alone."))
@click.option("--comment", metavar="OUT.docx", type=_OUT, help=_("A copy of the file, with a comment on each place."))
@click.option("--fix", metavar="OUT", type=_OUT, help=_("A copy of the file, with what can be mended safely mended."))
@click.option("--tracked", is_flag=True, help=_("With --fix: mends in the copy are tracked changes."))
@click.option("--force", is_flag=True, help=_("Write over a copy that is there."))
@library_option
def command(files: tuple[Path, ...], library: Library, **given: Any) -> None:
    """Shows what the rules find in the files."""
    _refuse(files, given)
    rules = catalogue.chosen(
        _set(catalogue.rules(library, finders(library)), given["settings"]), given["select"], given["ignore"]
    )
    true, silences = facts(given["brief"], given["speech"], library)
    if given["against"]:
        old = next(read(given["against"], true, (), library)).text.whole
        true = replace(true, old=old)
    true = replace(true, date=given["date"] or true.date)
    submissions = [item for path in files for item in read(path, true, silences, library, given["rejected"])]
    every = [finding for item in submissions for finding in check(item.text, rules, item.known)]
    found = silence.silenced(every, list(dict.fromkeys(each for item in submissions for each in item.silences)))
    shown = [f for f in found if _SEVERITIES.index(f.severity) <= _SEVERITIES.index(given["least"])]
    click.echo(report.written(shown, rules, given["form"]), nl=given["form"] != "text")
    if given["form"] == "text":
        _summary(found, files)
    if given["comment"]:
        _comment(submissions, shown, files, given["comment"], given["force"])
    if given["fix"]:
        _fix(submissions, found, files, given["fix"], given["tracked"], given["force"])
    severities = {finding.severity for finding in found}
    if "error" in severities or (given["strict"] and "warning" in severities):
        raise SystemExit(1)


def _set(rules: tuple[Rule, ...], given: Path | None) -> tuple[Rule, ...]:
    """The rules as the office has set them: in the file that was given, or that is there."""
    path = given or Path(settings.NAME)
    if given is None and not path.is_file():
        return rules
    if given is None:
        click.echo(_("settings: {path}").format(path=path), err=True)
    return settings.applied(rules, settings.read(path, [rule.code for rule in rules]))


def _refuse(files: Sequence[Path], given: dict[str, Any]) -> None:
    """Raises UsageError for options that do not go together."""
    copies = [option for option in ("comment", "fix") if given[option]]
    if copies and len(files) > 1:
        raise click.UsageError(_("--comment and --fix are for one file at a time"))
    if len(copies) == 2:
        raise click.UsageError(_("--comment and --fix write two copies; give one of them"))
    suffix = files[0].suffix.lower()
    if given["comment"] and suffix not in WORD:
        raise click.UsageError(_("--comment is for a .docx; of a brief, draft it with its comments"))
    if given["fix"] and suffix in BRIEFS:
        raise click.UsageError(_("--fix mends texts; a draft is mended in its brief"))
    if given["tracked"] and not (given["fix"] and suffix in WORD):
        raise click.UsageError(_("--tracked goes with --fix, and with a .docx"))
    for option in copies:
        if given[option].suffix.lower() != suffix:
            raise click.UsageError(
                _("{path}: the copy is to end in {suffix}").format(path=given[option], suffix=suffix)
            )


def _summary(found: Sequence[Finding], files: Sequence[Path]) -> None:
    counts = Counter(finding.severity for finding in found)
    message = _("{files} files: {errors} errors, {warnings} to look at, {notes} hints")
    click.echo(
        message.format(files=len(files), errors=counts["error"], warnings=counts["warning"], notes=counts["info"]),
        err=True,
    )


def _comment(
    submissions: Sequence[Submission], found: Sequence[Finding], files: Sequence[Path], out: Path, force: bool
) -> None:
    """Writes the copy with comments, and says how many."""
    by_file = {item.text.file: item.story for item in submissions}
    document = submissions[0].document
    assert document is not None
    remarks = []
    for finding in found:
        story = by_file.get(finding.place.file) if finding.place else None
        if finding.place is None or story is None:
            continue
        start, where = finding.place.column - 1, finding.place.file.partition("#")[2]
        text = report.said(finding) if story.kind == "text" else f"{where}：{report.said(finding)}"
        remarks.append(Remark(story, finding.place.line, start, start + len(finding.quote), text))
    _write(out, annotated(document, remarks), files, force)
    click.echo(_("{path}: {n} comments").format(path=out, n=len(remarks)), err=True)


def _fix(
    submissions: Sequence[Submission],
    found: Sequence[Finding],
    files: Sequence[Path],
    out: Path,
    tracked: bool,
    force: bool,
) -> None:
    """Writes the copy with mends, and shows each before and after."""
    mends, left = mending.chosen(found), list[mending.Mend]()
    if submissions[0].document is not None:
        data, left = mending.of_word(submissions, mends, tracked)
    else:
        data = mending.of_text(files[0], mends)
    _write(out, data, files, force)
    for mend in mends:
        before, after = mend.shown()
        mark = _("not made, nothing may be changed there") if mend in left else ""
        click.echo(f"{mend.place}: {mend.rule} {before} → {after}" + (f"（{mark}）" if mark else ""), err=True)
    message = _("{path}: {n} mends; look through them")
    click.echo(message.format(path=out, n=len(mends) - len(left)), err=True)


def _write(path: Path, data: bytes, files: Sequence[Path], force: bool) -> None:
    if path.resolve() in {file.resolve() for file in files}:
        raise OutputError(_("{path}: is the file that is checked; choose another name").format(path=path))
    if not path.parent.is_dir():
        raise DrafterError(_("{path}: there is no such folder").format(path=path.parent))
    save({path: data}, path.parent, force, read=files)
