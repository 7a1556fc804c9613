"""``drafter batch``: a brief and a table in, a document for every row out, and an account of each."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click

from drafter.batch import report, similar
from drafter.batch.folder import Folder
from drafter.batch.manifest import NAME, Manifest
from drafter.batch.plan import Prepared, prepared
from drafter.batch.run import Inline, Plan, Tally, run
from drafter.batch.work import FAILED, Outcome
from drafter.cli.draft import formats_option
from drafter.cli.options import json_option
from drafter.errors import DrafterError, OutputError
from drafter.export import Wanted
from drafter.library import personal
from drafter.messages import _, ngettext
from drafter.word.combined import combined
from drafter.word.pdf import pdfs

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_MOST_SHOWN, _MOST_NAMED = 30, 5
# So many documents go through LibreOffice at once.
_PDFS = 40
# Seconds that a scheduler has to answer.
_PATIENCE = 6


@click.command()
@click.argument("brief", type=_FILE)
@click.argument("table", type=_FILE)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help=_("The folder to write into; it is made if need be."),
)
@click.option("--sheet", help=_("The sheet of the workbook. Default: the first."))
@click.option(
    "--name", "pattern", help=_("How files are called: names of columns in braces. Default: file_name of the brief.")
)
@formats_option
@click.option(
    "--library",
    metavar="DIR",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=_("A folder of your own templates; it comes before the built-in ones."),
)
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help=_("How many processes. Default: one for each core."))
@click.option(
    "--cluster", metavar="ADDRESS", help=_("Send rows to the workers of a Dask scheduler, as tcp://host:8786.")
)
@click.option("--resume", is_flag=True, help=_("Leave rows that are done already, and whose facts have not changed."))
@click.option("--force", is_flag=True, help=_("Overwrite files that were edited, or that no batch wrote."))
@click.option("--fail-fast", is_flag=True, help=_("Stop at the first row that fails."))
@click.option(
    "--number-duplicates", is_flag=True, help=_("Number rows that have one file name, instead of refusing them.")
)
@click.option("--dry-run", is_flag=True, help=_("Check every row, and write nothing."))
@click.option("--no-check", is_flag=True, help=_("Do not run the rules of drafter check over the documents."))
@click.option("--similarity", is_flag=True, help=_("Show the pairs of rows that are most alike outside their facts."))
@click.option(
    "--combined",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("All documents in one .docx or .pdf as well, to be printed."),
)
@json_option
def command(brief: Path, table: Path, output: Path, library: tuple[Path, ...], as_json: bool, **given: Any) -> None:
    """Writes a document for every row of the table."""
    if given["combined"] and given["combined"].suffix.lower() not in (".docx", ".pdf"):
        raise click.UsageError(_("--combined is to end in .docx or .pdf"))
    own = (*library, *([personal()] if personal().is_dir() else []))
    wanted = Wanted(() if given["dry_run"] else given["formats"])
    batch = prepared(
        brief, table, own, wanted, given["sheet"], given["pattern"], not given["no_check"], given["number_duplicates"]
    )
    _show_columns(batch)
    folder = None if given["dry_run"] else Folder(output, given["force"])
    if folder:
        folder.prepare()
    shown: list[dict[str, Any]] = []
    with contextlib.ExitStack() as stack:
        manifest = stack.enter_context(Manifest(output)) if folder else None
        advance = stack.enter_context(_progress(batch, as_json))
        start, workers = _executor(given["jobs"], given["cluster"], stack)

        def told(line: dict[str, Any], skipped: bool) -> None:
            advance(line, skipped)
            if line["status"] == FAILED or given["similarity"]:
                shown.append(line if given["similarity"] else {**line, "files": {}})

        plan = Plan(
            batch.job.packed(),
            batch.source,
            workers,
            folder,
            told,
            _finish(given["formats"]),
            parcel=_PDFS if "pdf" in given["formats"] else 4,
            resume=given["resume"],
            fail_fast=given["fail_fast"],
            remember=given["similarity"],
        )
        tally = run(plan, batch.rows(), start, manifest)
        left = _settle(manifest, folder, given["combined"], tally) if manifest and folder else []
    _tell(batch, tally, shown, given["similarity"], as_json, output if folder else None, left)
    if tally.stopped and not given["fail_fast"]:
        raise SystemExit(130)
    if tally.failed:
        raise SystemExit(1)


def _show_columns(batch: Prepared) -> None:
    """What each column gives, and which gives nothing, before the first row is drafted."""
    from drafter.brief.view import path_name

    given = "，".join(f"{column.heading} → {path_name(column.path)}" for column in batch.columns)
    click.echo(_("columns: {given}").format(given=given), err=True)
    for finding in batch.findings:
        click.echo(f"{batch.table.path}: {_('warning')}: {finding.message}", err=True)


def _executor(jobs: int | None, cluster: str | None, stack: contextlib.ExitStack) -> tuple[Callable[[], Executor], int]:
    """What gives an executor, and how many workers it has."""
    if cluster:
        try:
            from distributed import Client
        except ImportError as error:
            raise DrafterError(_("--cluster needs the extra: pip install 'drafter[cluster]'")) from error
        try:
            client = stack.enter_context(Client(cluster, timeout=_PATIENCE, set_as_default=False))  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise DrafterError(_("{address}: no scheduler answers there").format(address=cluster)) from error
        return (lambda: client.get_executor(pure=False)), max(1, sum(client.nthreads().values()))
    workers = jobs or os.cpu_count() or 1
    if workers == 1:
        return Inline, 1
    context = get_context("spawn" if sys.platform != "linux" else "forkserver")

    def start() -> Executor:
        return ProcessPoolExecutor(workers, mp_context=context, initializer=_ignore_interrupts)

    return start, workers


def _ignore_interrupts() -> None:
    """The interrupt of the keyboard is for the caller, who lets the workers end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _finish(formats: Sequence[str]) -> Callable[[Sequence[Outcome]], Sequence[Outcome]]:
    """Makes .pdf files of outcomes, all of a parcel in one run of LibreOffice."""
    if "pdf" not in formats:
        return lambda outcomes: outcomes

    def finish(outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
        import dataclasses

        raw = {name: data for each in outcomes for name, data in each.files.items() if name.endswith(".pdf")}
        made = pdfs(raw) if raw else {}
        return [
            dataclasses.replace(
                each, files={name: made[name].data if name in made else data for name, data in each.files.items()}
            )
            for each in outcomes
        ]

    return finish


# --- what is shown ---


@contextlib.contextmanager
def _progress(batch: Prepared, quiet: bool) -> Iterator[Callable[[dict[str, Any], bool], None]]:
    """A bar with rate and time left on a terminal, a line now and then elsewhere."""
    if quiet or not sys.stderr.isatty():
        count, failed = 0, 0

        def plainly(line: dict[str, Any], skipped: bool) -> None:
            nonlocal count, failed
            count, failed = count + 1, failed + (line["status"] == FAILED)
            if not quiet and count % 100 == 0:
                click.echo(_("{n} rows, {failed} failed").format(n=count, failed=failed), err=True)

        yield plainly
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    total = sum(1 for _row in batch.table.rows())
    rate = TextColumn("{task.fields[rate]}")
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(),
        rate,
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total, rate="")

        def advance(line: dict[str, Any], skipped: bool) -> None:
            speed = progress.tasks[0].speed
            said = _("{rate:.0f} a second").format(rate=speed) if speed else ""
            progress.update(task, advance=1, rate=said)

        yield advance


def _settle(manifest: Manifest, folder: Folder, whole: Path | None, tally: Tally) -> list[str]:
    """The manifest in order, the report, and all documents in one; gives the files of earlier runs that are left.

    Where the run was stopped none is told: the rows that were not reached may be theirs.
    """
    try:
        left = manifest.settle()
        report.write(folder.path / f".{report.NAME}.drafter.tmp", manifest.lines())
        os.replace(folder.path / f".{report.NAME}.drafter.tmp", folder.path / report.NAME)
        if whole and tally.done:
            _combine(manifest, folder, whole)
    except OSError as error:
        message = _("{path}: cannot be written: {why}")
        raise OutputError(message.format(path=folder.path, why=error.strerror)) from error
    return [] if tally.stopped else left


def _combine(manifest: Manifest, folder: Folder, whole: Path) -> None:
    names = [name for line in manifest.lines() for name in line["files"] if name.endswith(".docx")]
    data = combined((folder.path / name).read_bytes() for name in names)
    if whole.suffix.lower() == ".pdf":
        data = pdfs({whole.name: data})[whole.name].data
    beside = whole.with_name(f".{whole.name}.drafter.tmp")
    beside.write_bytes(data)
    os.replace(beside, whole)
    click.echo(_("{path}: {n} documents in one").format(path=whole, n=len(names)), err=True)


def _tell(
    batch: Prepared,
    tally: Tally,
    shown: Sequence[dict[str, Any]],
    compare: bool,
    as_json: bool,
    output: Path | None,
    left: Sequence[str],
) -> None:
    failed = sorted((line for line in shown if line["status"] == FAILED), key=lambda line: line["row"])
    bare = [line["bare"] for line in shown if line.get("bare")]
    share = sum(one for one, _all in bare) / max(1, sum(whole for _one, whole in bare)) if bare else None
    pairs = (
        similar.alike(
            (line["name"], line["digests"])
            for line in sorted(shown, key=lambda line: line["row"])
            if line.get("digests")
        )
        if compare
        else []
    )
    if as_json:
        _as_json(tally, failed, pairs, share, output, left)
        return
    _tell_failed(batch, failed)
    _tell_found(tally, pairs)
    if share is not None:
        click.echo(
            "  " + _("{share:.0%} of the characters stand in sentences without a fact").format(share=share), err=True
        )
    message = _(
        "{total} rows: {done} done ({found} with something to look at, {skipped} as they were), {failed} failed"
    )
    click.echo(
        message.format(
            total=tally.total,
            done=tally.done,
            found=tally.counts["findings"],
            skipped=tally.skipped,
            failed=tally.failed,
        ),
        err=True,
    )
    _tell_left(left)
    if not tally.total and not tally.stopped:
        click.echo(_("{path}: no row stands below the headings").format(path=batch.table.path), err=True)
    if tally.stopped:
        click.echo(_("stopped; the rows after these were not reached; go on with --resume"), err=True)
    if output:
        click.echo(str(output / report.NAME))


def _tell_failed(batch: Prepared, failed: Sequence[dict[str, Any]]) -> None:
    """The rows that failed, the first ones, each with its column and why."""
    for line in failed[:_MOST_SHOWN]:
        for fault in line["faults"]:
            where = _("row {row}").format(row=line["row"]) + (f"，{fault['column']}" if fault["column"] else "")
            click.echo(f"{batch.table.path}: {where}: {fault['message']}", err=True)
    if len(failed) > _MOST_SHOWN:
        click.echo(_("and {n} more; all are in the report").format(n=len(failed) - _MOST_SHOWN), err=True)


def _tell_found(tally: Tally, pairs: Sequence[similar.Pair]) -> None:
    """The findings by rule, and the rows that are most alike."""
    for rule, count in tally.rules.most_common():
        click.echo(
            "  " + ngettext("{rule}: in {n} row", "{rule}: in {n} rows", count).format(rule=rule, n=count), err=True
        )
    for pair in pairs:
        click.echo(
            "  " + _("{share:.0%} alike: {one} · {other}").format(share=pair.share, one=pair.one, other=pair.other),
            err=True,
        )


def _tell_left(left: Sequence[str]) -> None:
    """The files of earlier runs that no row made this time: one of them might be given out by mistake."""
    if not left:
        return
    message = ngettext(
        "{n} file of an earlier run is still there, and no row of this one made it: {names}",
        "{n} files of earlier runs are still there, and no row of this one made them: {names}",
        len(left),
    )
    names = "，".join(left[:_MOST_NAMED]) + ("……" if len(left) > _MOST_NAMED else "")
    click.echo(message.format(n=len(left), names=names), err=True)


def _as_json(
    tally: Tally,
    failed: Sequence[dict[str, Any]],
    pairs: Sequence[similar.Pair],
    share: float | None,
    output: Path | None,
    left: Sequence[str],
) -> None:
    said = {
        "rows": tally.total,
        "done": tally.done,
        "with_findings": tally.counts["findings"],
        "skipped": tally.skipped,
        "failed": tally.failed,
        "stopped": tally.stopped,
        "failures": [{"row": line["row"], "name": line["name"], "faults": line["faults"]} for line in failed],
        "rules": dict(tally.rules.most_common()),
        "left": list(left),
        "alike": [pair._asdict() for pair in pairs],
        "without_a_fact": share,
        "manifest": str(output / NAME) if output else None,
        "report": str(output / report.NAME) if output else None,
    }
    click.echo(json.dumps(said, ensure_ascii=False, indent=2))
