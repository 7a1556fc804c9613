"""The work on rows, wherever it is done: a job that holds all it needs, rows in, files and an account of each out."""

from __future__ import annotations

import pickle
import traceback
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from drafter import source
from drafter.batch.columns import Column
from drafter.batch.overlay import laid
from drafter.batch.table import Row
from drafter.brief import read as briefs
from drafter.checks import catalogue, known
from drafter.checks import text as texts
from drafter.checks.check import check
from drafter.checks.finders import finders
from drafter.checks.rule import Rule
from drafter.compose.speech import Composer
from drafter.draft import Draft, draft_of
from drafter.errors import DrafterError, Fault
from drafter.export import Exporter, Wanted
from drafter.genre import find
from drafter.language.sentences import sentences
from drafter.library import Library, builtin
from drafter.messages import _
from drafter.model import Brief, Speech
from drafter.shelf import Shelf
from drafter.source import FORBIDDEN
from drafter.word.state import lifted

# What stands for a fact while sentences are looked at.
_FACT = "\ue000"
# So much of a value is shown with what is wrong with it.
_SHOWN = 30
# What stands in the place of a column where the trace of a bug is kept.
TRACE = "traceback"
DONE, FOUND, FAILED = "done", "findings", "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """What all rows share: the nodes of the brief, the columns, own templates as texts, and what to write.

    ``avoided`` are the texts of the speeches to keep away from, by the names that the brief has for them.
    """

    file: str
    table: str
    tree: source.Mapping
    columns: tuple[Column, ...]
    shelves: tuple[Mapping[str, str], ...]
    wanted: Wanted
    avoided: Mapping[str, str]
    checked: bool = True

    def packed(self) -> bytes:
        """The job as bytes, the same for the same job."""
        return pickle.dumps(self, protocol=5)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: its number, its file name, done or failed; the files by name, every fault, what the checks
    found (code, severity, message), a digest of each sentence without its facts, and how many characters stand in
    sentences without a fact, of how many."""

    row: int
    name: str
    status: str
    files: Mapping[str, bytes]
    faults: tuple[tuple[str, str], ...] = ()
    findings: tuple[tuple[str, str, str], ...] = ()
    digests: tuple[int, ...] = ()
    bare: tuple[int, int] = (0, 0)


def work(job: bytes, rows: Sequence[tuple[Row, str]]) -> list[Outcome]:
    """The outcome of each of ``rows``, which come with their names; never raises for what a row can cause."""
    bench = _bench(job)
    return [bench.outcome(row, name) for row, name in rows]


@lru_cache(maxsize=1)
def _bench(job: bytes) -> _Bench:
    return _Bench(pickle.loads(job))


class _Bench:
    """What a worker keeps between rows: templates, writers, rules."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.library = Library(*(Shelf(held) for held in job.shelves), builtin())
        self.composer = Composer(self.library)
        self.exporter = Exporter(self.composer, job.wanted)
        self.rules: tuple[Rule, ...] = ()
        if job.checked:
            self.rules = catalogue.rules(self.library, finders(self.library))

    def outcome(self, row: Row, name: str) -> Outcome:
        try:
            return self._done(row, name)
        except Exception as error:
            if not isinstance(error, DrafterError):
                # A bug costs the row that shows it, not the others; its trace is kept.
                told = _("drafter itself failed: {error}").format(error=f"{type(error).__name__}: {error}")
                return Outcome(row.number, name, FAILED, {}, (("", told), (TRACE, traceback.format_exc())))
            return Outcome(row.number, name, FAILED, {}, tuple(self._told(fault, row) for fault in error.faults))

    def _done(self, row: Row, name: str) -> Outcome:
        tree, faults = laid(self.job.tree, self.job.columns, row.cells, self.job.table, row.number)
        if faults or row.faults:
            raise DrafterError((*row.faults, *faults))
        brief = self._brief(tree, name)
        drafted = self._draft(brief)
        files = self.exporter.export(name, drafted, partial(self._again, tree, name)).files
        found: list[tuple[str, str, str]] = []
        found += [(f.rule, f.severity, f.message) for f in drafted.findings if f.severity != "info"]
        found += [("gap", "warning", _("a gap to fill: {name}").format(name=gap)) for gap in drafted.gaps]
        found += list(self._checked(drafted))
        digests = tuple(digest for speech in drafted.speeches for digest in _digests(speech))
        bare = [_bare(speech) for speech in drafted.speeches]
        counted = (sum(one for one, _all in bare), sum(whole for _one, whole in bare))
        return Outcome(row.number, name, FOUND if found else DONE, files, (), tuple(found), digests, counted)

    def _brief(self, tree: source.Mapping, name: str) -> Brief:
        brief = briefs.of_tree(tree, self.job.file, lambda genre, place: find(self.library, genre, place).fields)
        # Each row turns its phrases its own way, whatever rows stand around it.
        wanted = tuple(replace(each, seed=f"{each.seed or ''}\0{name}") for each in brief.speeches)
        return replace(brief, speeches=wanted)

    def _draft(self, brief: Brief) -> Draft:
        return draft_of(brief, self.composer, self._avoided)

    def _again(self, tree: source.Mapping, name: str) -> Draft:
        return self._draft(self._brief(tree, name))

    def _avoided(self, brief: Brief) -> Sequence[str]:
        return ["\n".join(self.job.avoided.get(name, "") for name in wanted.avoid) for wanted in brief.speeches]

    def _checked(self, drafted: Draft) -> Iterator[tuple[str, str, str]]:
        for index, speech in enumerate(drafted.speeches if self.rules else ()):
            facts = replace(known.of(drafted.brief, index, speech.pace), minutes=None, cap=None)
            for finding in check(texts.of_speech(self.job.file, speech), self.rules, facts):
                # A gap is told already.
                if finding.severity != "info" and not finding.quote.startswith("【待补"):
                    yield finding.rule, finding.severity, f"{finding.message}：{finding.quote[:40]}"

    def _told(self, fault: Fault, row: Row) -> tuple[str, str]:
        """The heading of the column that a fault is about, empty for none, and what is wrong with which value."""
        place, message, heading = fault.place, fault.message, ""
        if place is not None and place.file == self.job.table:
            at = place.column - 1
            heading = next((c.heading for c in self.job.columns if c.number == at), "")
            value = FORBIDDEN.sub("\ufffd", row.cells[at]) if at < len(row.cells) else ""
            message = f"“{value[:_SHOWN]}”：{message}" if value and value[:_SHOWN] not in message else message
        elif place is not None:
            # A fault of several fields together stands at what holds them; the value that it names tells the column.
            cells = ((c.heading, row.cells[c.number]) for c in self.job.columns)
            heading = next((heading for heading, value in cells if len(value) > 1 and value in message), "")
            message = f"{place}: {message}"
        return heading, message + (f"（{fault.hint}）" if fault.hint else "")


def _bare(speech: Speech) -> tuple[int, int]:
    """How many characters of the body stand in sentences that say no fact, and how many there are."""
    bare = whole = 0
    for paragraph in speech.paragraphs:
        text = "".join(_FACT if span.fact or span.derived else span.text for span in paragraph.spans)
        # A fact is one character here, so that the sentences can be told; its length is counted in the whole alone.
        bare += sum(len(sentence.strip()) for sentence in sentences(text) if _FACT not in sentence)
        whole += len(paragraph.text)
    return bare, whole


def _digests(speech: Speech) -> Iterator[int]:
    """A number for each sentence of the body, the same for sentences that differ in their facts alone."""
    for paragraph in speech.paragraphs:
        text = lifted(paragraph.spans, ["x" if span.fact or span.derived else "" for span in paragraph.spans])
        for sentence in sentences(text):
            yield zlib.crc32(sentence.strip().encode("utf-8", "surrogatepass"))
