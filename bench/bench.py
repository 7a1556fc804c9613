"""Measures drafter against its neighbours, as ratios in one run: these machines are noisy.

    make bench

* a finished speech to .docx, and the whole road from the brief, against docxtpl, plain python-docx, and the floor of
  zipping finished parts; all with drafter's own styles, page and footers
* the growth of the writer with the text: 1, 10, 100 times the paragraphs; memory over ten thousand documents
* the checks: characters a second over the full catalogue, and their growth from 1,000 to 1,000,000 characters
* one ``drafter draft`` from start to finish, and ``drafter --help`` against an empty click program
"""

from __future__ import annotations

import dataclasses
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from peers import by_docxtpl, by_python_docx, floor

from drafter.checks import catalogue, known
from drafter.checks import text as texts
from drafter.checks.check import check
from drafter.checks.finders import finders
from drafter.compose.speech import Composer
from drafter.draft import draft, read_brief
from drafter.library import Library
from drafter.model import Move, Speech
from drafter.word import layout
from drafter.word.write import Writer

ROOT = Path(__file__).parent.parent
BRIEF = ROOT / "examples" / "座谈会讲话.yaml"
ROUNDS = 15
MANY = 10_000
EMPTY = """
import click
@click.group()
def main(): pass
@main.command()
def draft(): "Write."
main()
"""


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median time of ``work`` in ms, after one round to warm up."""
    work()
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def times(speech: Speech, n: int) -> Speech:
    """``speech`` with its body ``n`` times over."""
    moves = tuple(Move(m.name, m.paragraphs * n) for m in speech.moves)
    return dataclasses.replace(speech, moves=moves)


def process(*arguments: str) -> float:
    """The median time of a new process in ms."""
    return milliseconds(lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True), 9)


def against_peers(composer: Composer, writer: Writer, speech: Speech) -> float:
    """Prints documents a second of drafter and its peers; the time of drafter's writer in ms."""
    page = writer.layout
    templated, plainly = by_docxtpl(page, speech), by_python_docx(page, speech)
    bare = writer.docx(speech, live=False)
    rows = {
        "docxtpl": milliseconds(lambda: templated(speech)),
        "python-docx, styles by name": milliseconds(lambda: plainly(speech)),
        "floor: finished parts into a zip": milliseconds(floor(page, bare)),
        "the same with live facts": milliseconds(floor(page, writer.docx(speech))),
        "drafter, speech to .docx": milliseconds(lambda: writer.docx(speech, live=False)),
        "drafter, with live facts": milliseconds(lambda: writer.docx(speech)),
        "drafter, brief to speech": milliseconds(lambda: draft(BRIEF, composer)),
        "drafter, brief to .docx": milliseconds(lambda: [writer.docx(s) for s in draft(BRIEF, composer).speeches]),
    }
    print("one document, in one process                  ms  a second   times docxtpl   of the floor")
    for name, taken in rows.items():
        peer, least = rows["docxtpl"], rows["floor: finished parts into a zip"]
        print(f"  {name:38} {taken:8.2f} {1000 / taken:9.0f} {peer / taken:15.2f} {least / taken:14.2f}")
    return rows["drafter, speech to .docx"]


def memory(writer: Writer, speech: Speech) -> None:
    """Prints the most memory that was taken after a hundred documents and after ten thousand."""
    print("\nmemory while documents are written                MB at most")
    for n in (100, MANY):
        for _ in range(n):
            writer.docx(speech)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  after {n:6} documents                    {most:10.1f}")


def checks(composer: Composer) -> None:
    """Prints characters a second of all rules over the drafts of the examples, again and again, and how that grows."""
    library = Library.standard()
    rules = catalogue.rules(library, finders(library))
    facts = known.of(read_brief(BRIEF, library))
    speeches = [speech for path in sorted(BRIEF.parent.glob("*.yaml")) for speech in draft(path, composer).speeches]
    body = [block.text for s in speeches for block in texts.of_speech("x", s).blocks if block.role == "body"]
    print(f"\nthe checks, {len(rules)} rules                      ms  characters a second   of 1,000 characters")
    first = 0.0
    for size in (1_000, 4_000, 10_000, 100_000, 1_000_000):
        lines, count = [], 0
        while count < size:
            lines.append(body[len(lines) % len(body)])
            count += len(lines[-1])
        text = texts.text("x", lines)
        rounds = 3 if size > 100_000 else 9
        taken = milliseconds(lambda text=text: check(text, rules, facts), rounds)  # type: ignore[misc]
        first = first or taken / count
        print(f"  {count:9,} characters  {taken:20.1f} {count / taken * 1000:20,.0f} {taken / count / first:20.2f}")


def main() -> None:
    library = Library.standard()
    composer = Composer(library)
    writer = Writer(layout.find("gb", library.data))
    speech = draft(BRIEF, composer).speeches[0]
    count = len(speech.paragraphs)
    text = sum(len(paragraph.text) for paragraph in speech.paragraphs)
    print(f"{BRIEF.name}: {count} paragraphs, {text} characters\n")
    written = against_peers(composer, writer, speech)

    print("\nspeech to .docx as the text grows                  ms   a paragraph, against 1×")
    for n in (1, 10, 100):
        longer = times(speech, n)
        taken = milliseconds(lambda longer=longer: writer.docx(longer, live=False), 5)  # type: ignore[misc]
        print(f"  {n:3} × {count} paragraphs                   {taken:10.2f}   {taken / n / written:.2f}")

    memory(writer, speech)
    checks(composer)

    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY, "utf-8")
        base = process(str(empty), "--help")
        shown = process("-m", "drafter", "--help")
        drafted = process("-m", "drafter", "draft", str(BRIEF), "-o", folder, "--force")
    print("\na process from start to finish                     ms   against an empty click program")
    print(f"  empty click program, --help              {base:10.2f}   1.00")
    print(f"  drafter --help                           {shown:10.2f}   {shown / base:.2f}")
    print(f"  drafter draft                            {drafted:10.2f}   {drafted / base:.2f}")


if __name__ == "__main__":
    main()
