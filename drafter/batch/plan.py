"""From a brief and a table to a job: what the columns give, what nothing gives, the name of every row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from drafter import __version__, source
from drafter.batch import columns as columns_
from drafter.batch import names
from drafter.batch.columns import Column, Columns, child
from drafter.batch.run import Named
from drafter.batch.table import Table, opened
from drafter.batch.work import Job
from drafter.brief import read as briefs
from drafter.brief.inherit import load
from drafter.earlier import avoided, speeches
from drafter.errors import BriefError, Fault
from drafter.export import Wanted
from drafter.genre import find
from drafter.library import Library, Shelf, builtin
from drafter.messages import _
from drafter.model import Finding
from drafter.shelf import held
from drafter.source import Scalar


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch that is ready to run: the job, the digest of all that it rests on, the table, what was found about its
    columns, and how each row is called."""

    job: Job
    source: str
    table: Table
    columns: tuple[Column, ...]
    known: Columns
    pattern: names.Pattern
    findings: tuple[Finding, ...]
    number: bool = False

    def rows(self) -> Iterator[Named]:
        """The rows with their names, and the faults of those; reads the table twice. Raises TableError."""
        twins, seen = dict[int, int](), dict[bytes, int]()
        for row in self.table.rows() if not self.number else ():
            said, whole = self._name(row.number, row.cells)
            key = _key(names.safe(said))
            if not whole or row.faults:
                # It fails for what is missing in it, and is nobody's twin.
                continue
            if key in seen:
                twins[row.number] = seen[key]
                twins.setdefault(seen[key], row.number)
            else:
                seen[key] = row.number
        taken = set[bytes]()
        for row in self.table.rows():
            said, whole = self._name(row.number, row.cells)
            name = names.safe(said)
            faults: tuple[Fault, ...] = ()
            if not name and whole and not row.faults:
                faults = (Fault(_("the file name comes out empty")),)
            elif row.number in twins:
                message = _(
                    "rows {one} and {other} have one file name: {name}; give --number-duplicates to number them"
                )
                one, other = sorted((row.number, twins[row.number]))
                faults = (Fault(message.format(one=one, other=other, name=name)),)
            if self.number:
                name = _numbered(name, taken)
            yield row, name, faults

    def _name(self, row: int, cells: Sequence[str]) -> tuple[str, bool]:
        return names.name(self.pattern, self.known, cells, self.columns, row)


def _key(name: str) -> bytes:
    return hashlib.blake2b(names.key(name).encode(), digest_size=8).digest()


def _numbered(name: str, taken: set[bytes]) -> str:
    """``name``, with the lowest number behind it that is still free where it is taken."""
    found, number = name, 1
    while (key := _key(found)) in taken:
        number += 1
        found = f"{name}-{number}"
    taken.add(key)
    return found


def prepared(
    brief: Path,
    table: Path,
    own: Sequence[Path],
    wanted: Wanted,
    sheet: str | None = None,
    pattern: str | None = None,
    checked: bool = True,
    number: bool = False,
) -> Prepared:
    """The batch of ``brief`` over the rows of ``table``, with ``own`` folders of templates.

    Raises BriefError for a brief that cannot be read, TableError for a table or a pattern that cannot be used.
    """
    faults: list[Fault] = []
    tree = load(brief, faults)
    if tree is None or faults:
        raise BriefError(faults)
    library = Library(*own, builtin())
    further = briefs.extra_fields(tree, lambda genre, place: find(library, genre, place).fields, faults)
    if faults:
        raise BriefError(faults)
    known = Columns(tree, further)
    found = opened(table, sheet, lambda heading: known.path(heading) is not None or heading in known.mapped)
    given, told = columns_.of_headings(found.headings, known)
    if wrong := [finding for finding in told if finding.severity == "error"]:
        raise BriefError([Fault(f"{table}: {finding.message}") for finding in wrong])
    said = pattern or _said(tree, "file_name") or names.DEFAULT
    job = Job(
        str(brief),
        str(table),
        tree,
        tuple(given),
        tuple(held(folder) for folder in own),
        wanted,
        avoided(tree, brief.parent),
        checked,
    )
    told += _not_given(tree, given, known, library)
    named = names.pattern(said, found.headings, given, known)
    return Prepared(job, _source(job), found, tuple(given), known, named, tuple(told), number)


def _not_given(tree: source.Mapping, given: Sequence[Column], known: Columns, library: Library) -> Iterator[Finding]:
    """What the texts of the brief name, or its genres need, and neither the brief nor a column gives."""
    headed = {column.path for column in given}
    missing = [name for name in sorted(known.referred) if ("facts", name) not in headed]
    if missing:
        hint = _("Give it a column, or a line under 事实.")
        message = _("“{{{name}}}” is in the brief, and neither it nor the table gives it")
        raise BriefError([Fault(message.format(name=name), hint=hint) for name in missing])
    for wanted in speeches(tree):
        genre = child(wanted, "genre")
        for path in find(library, genre.text, genre.place).required if isinstance(genre, Scalar) else ():
            steps = known.path(path)
            if steps and not any(own[: len(steps)] == steps for own in headed) and not _there(tree, wanted, steps):
                message = _("no column and no line of the brief gives “{path}”, which the genre needs")
                yield Finding("required", "warning", message.format(path=path))


def _there(tree: source.Mapping, wanted: source.Mapping, steps: Sequence[str | int]) -> bool:
    """Whether the brief, or one speech of it, has something at a path."""
    node: source.Node | None = tree
    if steps[0] == "speeches":
        node, steps = wanted, steps[1:]
    if steps[0] == "people":
        return True
    for step in steps:
        node = child(node, str(step)) if not isinstance(step, int) else node
    return node is not None


def _said(tree: source.Mapping, name: str) -> str:
    node = child(tree, name)
    return node.text if isinstance(node, Scalar) else ""


def _source(job: Job) -> str:
    """The digest of everything but the rows that the documents of a batch rest on."""
    parts = [__version__, repr(job.tree), repr(job.columns), repr(job.wanted), str(job.checked)]
    parts += [repr(sorted(shelf.items())) for shelf in job.shelves]
    parts += [repr(sorted(job.avoided.items())), *_builtin()]
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _builtin() -> Iterator[str]:
    """The templates that ship with drafter, which a version under development may change."""

    def walk(place: Shelf) -> Iterator[str]:
        for item in sorted(place.iterdir(), key=lambda item: item.name):
            if item.is_dir():
                yield from walk(item)
            elif item.name.endswith((".yaml", ".jinja")):
                yield item.name + "\0" + item.read_text("utf-8")

    yield from walk(builtin())
