"""Runs a batch: rows go out to an executor a few at a time, outcomes come back and are put in their places."""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from drafter.batch.folder import Folder
from drafter.batch.manifest import Manifest, entry
from drafter.batch.table import Row
from drafter.batch.work import DONE, FAILED, FOUND, Outcome, work
from drafter.errors import Fault
from drafter.messages import _

# A row of the table with its file name and what is wrong with that, if anything.
Named = tuple[Row, str, tuple[Fault, ...]]
Finish = Callable[[Sequence[Outcome]], Sequence[Outcome]]
# So many rows go out together, and so many parcels wait for each worker.
_PARCEL, _AHEAD = 4, 3
# A row that was on the bench when so many workers died has killed them.
_DEATHS = 2


class Inline(Executor):
    """Does the work at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@dataclass
class Tally:
    """How many rows came to what; ``rules`` are the findings by rule, ``told`` the rows that failed, the first ones."""

    total: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    skipped: int = 0
    stopped: bool = False

    @property
    def done(self) -> int:
        """How many rows have their documents."""
        return self.counts[DONE] + self.counts[FOUND]

    @property
    def failed(self) -> int:
        """How many rows have none."""
        return self.counts[FAILED]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to run: the job as bytes, the digest of all that it rests on, the workers, and what to do with outcomes.

    ``folder`` is None where nothing is to be written; ``finish`` is done to parcels of outcomes before they are put in
    their places; ``told`` is called with each entry, and whether it was there before; ``remember`` keeps digests of
    sentences in the manifest.
    """

    job: bytes
    source: str
    workers: int
    folder: Folder | None
    told: Callable[[dict[str, object], bool], None]
    finish: Finish = lambda outcomes: outcomes
    parcel: int = _PARCEL
    resume: bool = False
    fail_fast: bool = False
    remember: bool = False


def run(plan: Plan, rows: Iterable[Named], start: Callable[[], Executor], manifest: Manifest | None = None) -> Tally:
    """Does every row; ``start`` gives the executor, anew when its workers died. An interrupt ends it cleanly.

    ``manifest`` is that of the folder, None where nothing is to be written.
    """
    return _Run(plan, start, manifest).run(rows)


class _Run:
    def __init__(self, plan: Plan, start: Callable[[], Executor], manifest: Manifest | None) -> None:
        self.plan, self.start, self.manifest = plan, start, manifest
        self.tally = Tally()
        self.executor = start()
        self.out: dict[Future[list[Outcome]], list[tuple[Row, str]]] = {}
        self.deaths: Counter[int] = Counter()
        self.again: deque[list[tuple[Row, str]]] = deque()
        self.sources: dict[int, str] = {}

    def run(self, rows: Iterable[Named]) -> Tally:
        waiting = self._parcels(rows)
        try:
            while self._send(waiting) or self.out:
                done, _left = wait(self.out, return_when=FIRST_COMPLETED)
                for future in done:
                    self._receive(future, self.out.pop(future))
                if self.plan.fail_fast and self.tally.failed:
                    self.tally.stopped = True
                    break
        except KeyboardInterrupt:
            self.tally.stopped = True
        finally:
            for future in self.out:
                future.cancel()
            self.executor.shutdown(wait=not self.tally.stopped)
        return self.tally

    def _parcels(self, rows: Iterable[Named]) -> Iterator[list[tuple[Row, str]]]:
        """The rows that are to be done, a few together; those that are done already, or cannot be, are told at once."""
        parcel: list[tuple[Row, str]] = []
        for row, name, faults in rows:
            self.sources[row.number] = self._source(row, name)
            if faults:
                told = tuple(("", fault.message) for fault in (*row.faults, *faults))
                self._tell(Outcome(row.number, name, FAILED, {}, told))
            elif not self._skipped(row, name):
                parcel.append((row, name))
            if len(parcel) == self.plan.parcel:
                yield parcel
                parcel = []
        if parcel:
            yield parcel

    def _source(self, row: Row, name: str) -> str:
        """The digest of all that a row is made of."""
        text = "\0".join((self.plan.source, name, *row.cells))
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    def _skipped(self, row: Row, name: str) -> bool:
        if not (self.plan.resume and self.plan.folder and self.manifest):
            return False
        before = self.manifest.earlier(name)
        if before is None or before["source"] != self.sources[row.number] or before["status"] == FAILED:
            return False
        if self.plan.remember and "digests" not in before:
            return False
        if not self.plan.folder.holds(before["files"], self.manifest):
            return False
        self.tally.skipped += 1
        self._count({**before, "row": row.number}, True)
        return True

    # --- out and back ---

    def _send(self, waiting: Iterator[list[tuple[Row, str]]]) -> bool:
        """Keeps the workers busy, and no more than that waiting; whether anything is out."""
        room = self.plan.workers * _AHEAD - len(self.out)
        while room > 0 and self.again:
            self._submit(self.again.popleft())
            room -= 1
        for parcel in islice(waiting, max(room, 0)):
            self._submit(parcel)
        return bool(self.out)

    def _submit(self, parcel: list[tuple[Row, str]]) -> None:
        try:
            future = self.executor.submit(work, self.plan.job, parcel)
        except (BrokenExecutor, RuntimeError):
            self._restart()
            future = self.executor.submit(work, self.plan.job, parcel)
        self.out[future] = parcel

    def _receive(self, future: Future[list[Outcome]], parcel: list[tuple[Row, str]]) -> None:
        error = future.exception()
        if error is None:
            for outcome in self.plan.finish(future.result()):
                self._land(outcome)
        elif isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker":
            # Somebody else may have been the cause: each row goes out again by itself, so that it shows.
            for row, name in parcel:
                self.deaths[row.number] += 1
                if self.deaths[row.number] > _DEATHS:
                    told = (("", _("the process that worked on it died")),)
                    self._tell(Outcome(row.number, name, FAILED, {}, told))
                else:
                    self.again.append([(row, name)])
        else:
            raise error

    def _restart(self) -> None:
        self.executor.shutdown(wait=False)
        self.executor = self.start()

    def _land(self, outcome: Outcome) -> None:
        if self.plan.folder and self.manifest and outcome.status != FAILED:
            outcome = self.plan.folder.land(outcome, self.manifest)
        self._tell(outcome)

    def _tell(self, outcome: Outcome) -> None:
        if not self.plan.folder:
            outcome = replace(outcome, files={})
        self._count(entry(outcome, self.sources.pop(outcome.row), self.plan.remember), False)

    def _count(self, line: dict[str, object], skipped: bool) -> None:
        self.sources.pop(int(str(line["row"])), None)
        self.tally.total += 1
        self.tally.counts[str(line["status"])] += 1
        findings = line.get("findings", ())
        assert isinstance(findings, (list, tuple))
        self.tally.rules.update({finding["rule"] for finding in findings})
        if self.manifest:
            self.manifest.add(line)
        self.plan.told(line, skipped)
