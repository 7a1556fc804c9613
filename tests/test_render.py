"""The pages as LibreOffice lays them out: 22 lines a page, headings not left alone, numbers at the foot."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from conftest import EXAMPLES

from drafter.compose.speech import Composer
from drafter.draft import draft
from drafter.library import Library
from drafter.model import Head, Move, Origin, Paragraph, Span, Speech
from drafter.word import layout
from drafter.word.write import Writer

OFFICE, PDFTOTEXT = shutil.which("soffice"), shutil.which("pdftotext")
pytestmark = [
    pytest.mark.skipif(not OFFICE, reason="LibreOffice (soffice) is not installed: nothing can be rendered"),
    pytest.mark.skipif(not PDFTOTEXT, reason="poppler (pdftotext) is not installed: pages cannot be read"),
]


# Characters a line and lines a page, of every layout for print.
MEASURES = {
    "gb": (27, 22),
    "gb-strict": (28, 22),
    "gb33476": (28, 22),
    "windows-fonts": (27, 22),
    "office-29": (27, 21),
}


def long_speech():
    text = "今天的会开得很实在大家谈得很充分" * 200
    body = (Paragraph("p", "body", (Span(text),), Origin("t", 1)),)
    head = Head((Span("讲话"),), (), (), (), ())
    return Speech("x", "x", head, (Move("任务", body),))


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The lines of each page of each document, all converted in one call."""
    folder = tmp_path_factory.mktemp("render")
    library = Library.standard()
    writer = Writer(layout.find("gb", library.data))
    for name in MEASURES:
        (folder / f"long-{name}.docx").write_bytes(Writer(layout.find(name, library.data)).docx(long_speech()))
    composer = Composer(library)
    speeches = {path.stem: draft(path, composer).speeches[0] for path in EXAMPLES}
    for name, speech in {"long": long_speech(), **speeches}.items():
        (folder / f"{name}.docx").write_bytes(writer.docx(speech))
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    documents = sorted(folder.glob("*.docx"))
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *documents]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    read = {}
    for path in folder.glob("*.pdf"):
        done = subprocess.run([PDFTOTEXT, "-layout", path, "-"], check=True, capture_output=True)
        sheets = done.stdout.decode().rstrip("\f").split("\f")
        read[path.stem] = [[line.strip() for line in sheet.split("\n") if line.strip()] for sheet in sheets]
    return read


def test_every_layout_for_print_is_measured():
    layouts = {name.removesuffix(".yaml") for name in Library.standard().names("layouts")}
    assert layouts - {"reading"} == set(MEASURES)


@pytest.mark.parametrize("name", MEASURES)
def test_a_page_holds_its_lines_and_its_number(pages, name):
    characters, lines = MEASURES[name]
    first, second, third, *_rest = pages[f"long-{name}"]
    assert len(second) == len(third) == lines + 1
    assert [page[-1].replace(" ", "") for page in (first, second, third)] == ["—1—", "—2—", "—3—"]
    assert {len(line) for line in second[:-1]} == {characters}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_every_paragraph_of_an_example_is_on_its_pages(pages, path):
    speech = draft(path, Composer(Library.standard())).speeches[0]
    # The last line of a page is its number. A mark that hangs over the margin is drawn, but lost to pdftotext.
    seen = "".join(re.sub(r"\W", "", line) for page in pages[path.stem] for line in page[:-1])
    for paragraph in speech.paragraphs:
        assert re.sub(r"\W", "", paragraph.text) in seen


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_no_heading_is_left_alone_at_the_foot_of_a_page(pages, path):
    headings = {p.text for p in draft(path, Composer(Library.standard())).speeches[0].paragraphs if p.role != "body"}
    for page in pages[path.stem]:
        assert page[-2] not in headings
