"""Measures drafter against its neighbours, as ratios in one run: these machines are noisy.

    make bench

* the whole road, brief to .docx, against plain python-docx writing the same finished paragraphs
* the growth of the writer with the text: 1, 10, 100 times the paragraphs
* one ``drafter draft`` from start to finish, and ``drafter --help`` against an empty click program
"""

from __future__ import annotations

import dataclasses
import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx

from drafter.compose.speech import Composer
from drafter.draft import draft
from drafter.library import Library
from drafter.model import Move, Speech
from drafter.word import layout
from drafter.word.write import Writer

ROOT = Path(__file__).parent.parent
BRIEF = ROOT / "examples" / "座谈会讲话.yaml"
ROUNDS = 15
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


def by_python_docx(speech: Speech) -> bytes:
    """The same paragraphs by plain python-docx, with its own template and style names."""
    document = docx.Document()
    document.add_paragraph("".join(span.text for span in speech.head.title), style="Title")
    for paragraph in speech.paragraphs:
        style = "Normal" if paragraph.role == "body" else f"Heading {paragraph.role[-1]}"
        document.add_paragraph(paragraph.text, style=style)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def times(speech: Speech, n: int) -> Speech:
    """``speech`` with its body ``n`` times over."""
    moves = tuple(Move(m.name, m.paragraphs * n) for m in speech.moves)
    return dataclasses.replace(speech, moves=moves)


def process(*arguments: str) -> float:
    """The median time of a new process in ms."""
    return milliseconds(lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True), 9)


def main() -> None:
    library = Library.standard()
    composer = Composer(library)
    writer = Writer(layout.find("gb", library.data))
    speech = draft(BRIEF, composer).speeches[0]
    count = len(speech.paragraphs)
    text = sum(len(paragraph.text) for paragraph in speech.paragraphs)
    print(f"{BRIEF.name}: {count} paragraphs, {text} characters\n")

    whole = milliseconds(lambda: [writer.docx(made) for made in draft(BRIEF, composer).speeches])
    composed = milliseconds(lambda: draft(BRIEF, composer))
    written = milliseconds(lambda: writer.docx(speech))
    plain = milliseconds(lambda: by_python_docx(speech))
    print("one document, in one process                       ms   against python-docx")
    print(f"  plain python-docx, paragraphs only       {plain:10.2f}   1.00")
    print(
        f"  drafter, brief to .docx                  {whole:10.2f}   {whole / plain:.2f}   {1000 / whole:.0f} a second"
    )
    print(f"  drafter, brief to speech                 {composed:10.2f}   {composed / plain:.2f}")
    print(f"  drafter, speech to .docx                 {written:10.2f}   {written / plain:.2f}")

    print("\nspeech to .docx as the text grows                  ms   a paragraph, against 1×")
    for n in (1, 10, 100):
        longer = times(speech, n)
        taken = milliseconds(lambda longer=longer: writer.docx(longer), 5)  # type: ignore[misc]
        print(f"  {n:3} × {count} paragraphs                   {taken:10.2f}   {taken / n / written:.2f}")

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
