"""Every document of drafter in real parts: a validator finds nothing, LibreOffice saves it with nothing lost, PDF."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import pytest
from conftest import EXAMPLES, ROOT
from lxml import etree
from pypdf import PdfReader

from drafter.draft import draft
from drafter.errors import OutputError
from drafter.evidence import evidence
from drafter.library import Library
from drafter.model import COMMENTS, Head, Move, Origin, Paragraph, Span, Speech
from drafter.notes import notes
from drafter.word import layout, package, pdf, read, story
from drafter.word.annotate import Remark, annotated
from drafter.word.clean import clean
from drafter.word.combined import combined
from drafter.word.edit import Edit, edited
from drafter.word.pages import pages
from drafter.word.table import table
from drafter.word.write import Writer

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(not OFFICE, reason="LibreOffice (soffice) is not installed")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LAYOUTS = sorted(name.removesuffix(".yaml") for name in Library.standard().names("layouts"))
NASTY = "a & b < c > d \" ' ]]> 😀𠮷 \ue000 两  边  "


def nasty():
    fact = Span(NASTY.strip(), fact="事实.怪&名 <x>")
    body = tuple(Paragraph(f"p{n}", "body", (Span("说" * n), fact, Span("。")), Origin("t", 1)) for n in range(3))
    head = Head((Span(NASTY),), (), (), (), (Span("同志们："),), author=NASTY)
    return Speech("x", "x", head, (Move("任务", body),))


@pytest.fixture(scope="module")
def made(composer):
    """Every speech of the examples, in the layouts by turns, with every comment; and a sheet of figures."""
    library, found = composer.library, {}
    for file in EXAMPLES:
        drafted = draft(file, composer)
        told = notes(drafted.brief, drafted.speeches, drafted.findings, COMMENTS)
        for number, speech in enumerate(drafted.speeches):
            name = LAYOUTS[len(found) % len(LAYOUTS)]
            found[f"{file.stem}-{number}-{name}"] = Writer(layout.find(name, library.data)).docx(speech, told[number])
        rows = [(item.figure, item.sentence, item.source) for item in evidence(drafted.brief, drafted.speeches)]
        gb = layout.find("gb", library.data)
        found[f"{file.stem}-依据"] = table(gb, "数据依据", [("数据", 1), ("原句", 3), ("来源", 1)], rows)
    for name in LAYOUTS:
        found[f"nasty-{name}"] = Writer(layout.find(name, library.data)).docx(nasty())
    return found


def test_twenty_documents_and_every_genre_of_the_examples_are_there(made):
    assert len([name for name in made if "依据" not in name]) >= 20


def errors(folder):
    command = [sys.executable, "-m", "openxml_audit.cli", "-r", str(folder), "-o", "json", "-m", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = {entry["file"]: entry["errors"] for entry in json.loads(done.stdout)}
    for file in [file for file, said in found.items() if said]:
        # In a folder it takes the comments of one file for those of another.
        alone = subprocess.run([*command[:3], file, *command[5:]], capture_output=True, text=True, check=False)
        found[file] = json.loads(alone.stdout)[0]["errors"]
    return {os.path.basename(file): said for file, said in found.items()}


def test_a_validator_finds_nothing_in_any_document(made, tmp_path):
    for name, data in made.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
        (tmp_path / f"{name}-清稿.docx").write_bytes(clean(data, force=True).data)
    found = errors(tmp_path)
    assert len(found) == 2 * len(made)
    assert {name: said for name, said in found.items() if said} == {}


def test_a_validator_finds_nothing_in_any_genre(run, tmp_path):
    genres = sorted(path.name for path in (ROOT / "templates" / "genres").iterdir())
    for genre in genres:
        run("new", genre, "-o", f"{genre}.yaml")
    done = run("draft", *[f"{genre}.yaml" for genre in genres], "-o", "out", "--comments", "gaps,findings,sources")
    assert "Traceback" not in done.stderr
    found = errors(tmp_path / "out")
    assert len(found) >= len(genres)
    assert {name: said for name, said in found.items() if said} == {}


def test_relations_lead_to_parts_and_every_part_has_a_type(made):
    for data in made.values():
        parts = package.parts(data)
        types = etree.fromstring(parts[package.TYPES])
        typed = {entry.get("PartName", "").lstrip("/") for entry in types}
        assert {name for name in typed if name} <= set(parts)
        reached = set()
        for name in (name for name in parts if name.endswith(".rels")):
            for relation in etree.fromstring(parts[name]):
                target = package.resolved(package.source_of(name), relation.get("Target"))
                assert target in parts
                reached.add(target)
        assert {name for name in parts if not name.endswith(".rels") and name != package.TYPES} == reached


# --- LibreOffice ---


def office(folder, kind, *files):
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", kind, "--outdir", folder / "out", *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


@pytest.fixture(scope="module")
def saved(made, tmp_path_factory):
    """What LibreOffice makes of each document when it loads and saves it."""
    folder = tmp_path_factory.mktemp("saved")
    for number, data in enumerate(made.values()):
        (folder / f"{number}.docx").write_bytes(data)
    office(folder, "docx", *sorted(folder.glob("*.docx")))
    return {name: (folder / "out" / f"{number}.docx").read_bytes() for number, name in enumerate(made)}


def inside(data):
    """The bookmarks, the bindings with their texts, the store and the comments of a document."""
    parts = {name: part for name, part in package.parts(data).items() if name.endswith(".xml")}
    root = etree.fromstring(parts[package.TEXT])
    bindings = [
        (control.find(f".//{W}dataBinding").get(f"{W}xpath"), "".join(t.text or "" for t in control.iter(f"{W}t")))
        for control in root.iter(f"{W}sdt")
    ]
    store = etree.fromstring(parts["customXml/item1.xml"]) if "customXml/item1.xml" in parts else None
    comments = etree.fromstring(parts["word/comments.xml"]) if "word/comments.xml" in parts else []
    return {
        "bookmarks": [n for node in root.iter(f"{W}bookmarkStart") if (n := node.get(f"{W}name")).startswith("_d_")],
        "bindings": bindings,
        "store": "" if store is None else etree.tostring(store, method="c14n"),
        "comments": ["".join(t.text or "" for t in comment.iter(f"{W}t")) for comment in comments],
    }


@needs_office
def test_libreoffice_saves_every_document_with_nothing_lost(made, saved):
    for name, data in made.items():
        assert read.text(saved[name]) == read.text(data), name
        assert inside(saved[name]) == inside(data), name


@needs_office
def test_a_file_that_libreoffice_saved_is_checked_as_the_one_it_loaded(made, saved):
    for name, data in made.items():
        before, after = ([(line.text, line.role) for line in lines(one)] for one in (data, saved[name]))
        assert after == before, name


def lines(data):
    return [line for line in story.read(data).stories[0].lines if line.text]


@pytest.fixture(scope="module")
def marked(made):
    """Copies of documents with a comment on every seventh character, and with tracked and outright mends there."""
    found = {}
    for name, data in list(made.items())[::5]:
        document = story.read(data)
        spots = [
            (document.stories[0], number, at, min(at + 3, len(line.text)))
            for number, line in enumerate(document.stories[0].lines, 1)
            for at in range(0, len(line.text), 7)
        ]
        found[f"{name}-comments"] = annotated(document, [Remark(*spot, "看这里") for spot in spots])
        for tracked in (False, True):
            document = story.read(data)
            edits = [Edit(document.stories[0], *spot, "改") for _story, *spot in spots]
            found[f"{name}-{tracked}"] = edited(document, edits, tracked)[0]
    return found


def test_copies_with_comments_and_mends_are_valid(marked, tmp_path):
    for name, data in marked.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    assert {name: said for name, said in errors(tmp_path).items() if said} == {}


@needs_office
def test_libreoffice_keeps_the_comments_and_the_tracked_changes_of_a_copy(marked, tmp_path):
    for number, data in enumerate(marked.values()):
        (tmp_path / f"{number}.docx").write_bytes(data)
    office(tmp_path, "docx", *sorted(tmp_path.glob("*.docx")))
    for number, (name, data) in enumerate(marked.items()):
        if "-reading-" in name and "comments" not in name:
            # LibreOffice 7.4 writes a deletion right behind a reading aid into the aid, and loses the deleted words.
            continue
        after = (tmp_path / "out" / f"{number}.docx").read_bytes()
        for rejected in (False, True):
            texts = [[line.text for line in story.read(one, rejected).stories[0].lines] for one in (data, after)]
            assert texts[0] == texts[1], name
        assert comments(after) == comments(data), name


def comments(data):
    parts = package.parts(data)
    part = parts.get("word/comments.xml")
    return len(etree.fromstring(part)) if part else 0


@needs_office
def test_what_libreoffice_saved_comes_out_clean(saved):
    for name, data in saved.items():
        assert not clean(data, force=True).left, name


@needs_office
def test_pages_are_reckoned_as_libreoffice_counts_them(composer):
    documents, reckoned = {}, {}
    for file in EXAMPLES:
        speech = draft(file, composer).speeches[0]
        for name in ("gb", "office-29", "reading"):
            page = layout.find(name, composer.library.data)
            documents[f"{file.stem}-{name}"] = Writer(page).docx(speech)
            reckoned[f"{file.stem}-{name}"] = pages(speech, page)
    counted = {name: made.pages for name, made in pdf.pdfs(documents).items()}
    assert all(abs(counted[name] - n) <= 1 for name, n in reckoned.items())
    assert sum(counted[name] == n for name, n in reckoned.items()) >= 0.95 * len(reckoned)


@needs_office
def test_a_pdf_has_every_mark_of_its_document(composer):
    gb = layout.find("gb", composer.library.data)
    documents = {file.stem: Writer(gb).docx(draft(file, composer).speeches[0]) for file in EXAMPLES}
    for name, made in pdf.pdfs(documents).items():
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made.data)).pages)
        said = read.text(documents[name])
        assert {mark: text.count(mark) for mark in "，。；：、！？"} == {
            mark: said.count(mark) for mark in "，。；：、！？"
        }, name


BRIEF = "会议: {名称: 座谈会, 日期: 2026-04-16}\n讲话: {体裁: 座谈会讲话, 称谓: 同志们}\n成绩: [{题: 修点, 内容: 共212个。}]\n"


@needs_office
def test_pdf_is_the_same_for_the_same_brief(run, tmp_path):
    (tmp_path / "b.yaml").write_text(BRIEF, "utf-8")
    first = run("draft", "b.yaml", "--format", "pdf,docx", "-o", "a", "--comments", "gaps", "--json")
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout)["briefs"][0]["speeches"][0]["pages"] == 1
    second = run("draft", "b.yaml", "--format", "pdf", "-o", "c")
    assert ", 1 page\n" in second.stderr
    data = (tmp_path / "a" / "b.pdf").read_bytes()
    assert data == (tmp_path / "c" / "b.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert b"CreationDate" not in data


def test_without_libreoffice_pdf_is_refused_with_a_word_and_nothing_is_written(run, tmp_path, monkeypatch):
    (tmp_path / "b.yaml").write_text(BRIEF, "utf-8")
    monkeypatch.setenv("DRAFTER_SOFFICE", str(tmp_path / "nowhere"))
    done = run("draft", "b.yaml", "--format", "pdf,txt", "-o", "a")
    assert (done.returncode, "DRAFTER_SOFFICE" in done.stderr) == (2, True)
    assert not (tmp_path / "a").exists()


@pytest.mark.skipif(os.name != "posix", reason="a script that can be run is wanted")
@pytest.mark.parametrize(("script", "words"), [("exit 3", "cannot be run"), ("exit 0", "made no PDF")])
def test_a_libreoffice_that_fails_is_named(monkeypatch, made, tmp_path, script, words):
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("DRAFTER_SOFFICE", str(program))
    with pytest.raises(OutputError, match=words):
        pdf.pdfs({"a": next(iter(made.values()))})


# --- the sheet of figures ---


EVIDENCE = """\
数据:
  点位: {值: 212, 量词: 个, 来源: 市民政局, 截至: 2026年3月底}
  上年: {值: 163, 量词: 个}
成绩:
  - {题: 修点, 内容: ['共{点位}，去年{上年}。', '又有{点位}翻新，投了30万元。']}
"""


def test_every_figure_stands_in_the_sheet_with_its_source(drafted):
    found = drafted(EVIDENCE)
    rows = {item.figure: item for item in evidence(found.brief, found.speeches)}
    assert (rows["212个"].source, rows["212个"].as_of) == ("市民政局", "2026年3月底")
    assert (rows["163个"].source, rows["163个"].as_of) == ("", "")
    assert rows["30万元"].source == ""
    assert "212个，去年163个" in rows["212个"].sentence
    assert all(place.endswith("段") for place in rows["212个"].places)


def test_the_sheet_comes_as_a_table_and_what_is_missing_is_lit(run, tmp_path):
    (tmp_path / "b.yaml").write_text(BRIEF + EVIDENCE.replace("成绩:\n", "").replace("  - {题", "x"), "utf-8")
    (tmp_path / "b.yaml").write_text(
        BRIEF.replace("共212个。", "'共{点位}。'") + EVIDENCE.partition("成绩")[0], "utf-8"
    )
    done = run("draft", "b.yaml", "--sources")
    assert "b-数据依据.docx" in done.stdout
    root = etree.fromstring(package.parts((tmp_path / "b-数据依据.docx").read_bytes())[package.TEXT])
    cells = [
        ["".join(t.text or "" for t in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")]
        for row in root.iter(f"{W}tr")
    ]
    assert cells[0] == ["序号", "数据", "在稿子里", "原句", "来源", "截至"]
    assert cells[1][1] == "212个"
    assert cells[1][4:] == ["市民政局", "2026年3月底"]
    lit = [
        "".join(t.text or "" for t in run_.iter(f"{W}t"))
        for run_ in root.iter(f"{W}r")
        if run_.find(f".//{W}highlight") is not None
    ]
    assert set(lit) <= {"【待补】"}
    assert root.find(f".//{W}tblHeader") is not None


# --- hostile text ---


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1f", "\ud800", "\ufdd0", "\ufffe"])
@pytest.mark.parametrize("where", ["title", "text", "fact", "author"])
def test_what_xml_cannot_hold_is_refused_by_name(character, where):
    fact = "事实.x" + (character if where == "fact" else "")
    body = (
        Paragraph(
            "p", "body", (Span("一" + (character if where == "text" else "")), Span("二", fact=fact)), Origin("t", 1)
        ),
    )
    head = Head(
        (Span("题" + (character if where == "title" else "")),),
        (),
        (),
        (),
        (),
        author=character if where == "author" else "",
    )
    writer = Writer(layout.find("gb", Library.standard().data))
    if where == "fact":
        # A path is only a name: what XML cannot hold is written out in it.
        assert read.text(writer.docx(Speech("x", "x", head, (Move("m", body),)))).endswith("一二")
    else:
        with pytest.raises(ValueError, match="XML"):
            writer.docx(Speech("x", "x", head, (Move("m", body),)))


def test_text_of_any_length_is_whole():
    long = "长" * 100_000
    name = "名" * 200
    body = (Paragraph("p", "body", (Span(long), Span(name, fact="人物." + name)), Origin("t", 1)),)
    data = Writer(layout.find("gb", Library.standard().data)).docx(
        Speech("x", "x", Head((Span("题"),), (), (), (), ()), (Move("m", body),))
    )
    assert read.text(data) == f"题\n{long}{name}"


CASES = ["&", "<", ">", '"', "'", "]]>", "😀", "\ue000", "&amp;", "%s %d %%", "{x}", "\ud83d"]


@pytest.mark.parametrize("text", CASES)
def test_awkward_text_goes_from_the_brief_to_the_document_or_is_refused_with_its_place(run, tmp_path, text):
    brief = "会议: {名称: 座谈会, 日期: 2026-04-16}\n讲话: {体裁: 座谈会讲话, 称谓: 同志们}\n事实:\n  话:\n    值: |\n      甲TEXT乙\n成绩: [{题: 修点, 内容: '说{话}。'}]\n"
    said = text.replace("{", "{{").replace("}", "}}")
    (tmp_path / "b.yaml").write_bytes(brief.replace("TEXT", said).encode("utf-8", "surrogatepass"))
    done = run("draft", "b.yaml", "--comments", "gaps,findings,sources")
    if done.returncode == 2:
        assert re.search(r"b\.yaml(:\d+:\d+)?: ", done.stderr)
        assert text in ("\ud83d", "\ue000")
    else:
        assert f"甲{text}乙" in read.text((tmp_path / "b.docx").read_bytes())


def test_the_zip_is_plain(made):
    for data in made.values():
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            assert len(set(archive.namelist())) == len(archive.namelist())


# --- where nothing can be written ---


@pytest.mark.parametrize("mark", ["~$b.docx", "~$.docx", ".~lock.b.docx#"])
@pytest.mark.parametrize("command", ["draft", "clean"])
def test_a_file_that_is_open_in_an_editor_is_left_alone(run, tmp_path, mark, command):
    (tmp_path / "b.yaml").write_text(BRIEF, "utf-8")
    run("draft", "b.yaml")
    target = tmp_path / "b.docx"
    if command == "clean":
        (tmp_path / "b-清稿.docx").write_bytes(b"x")
        target, mark = tmp_path / "b-清稿.docx", mark.replace("b.docx", "b-清稿.docx").replace("~$.docx", "~$清稿.docx")
    before = target.read_bytes()
    (tmp_path / mark).write_bytes(b"")
    names = sorted(path.name for path in tmp_path.iterdir())
    done = run(command, *(["b.yaml"] if command == "draft" else ["b.docx"]), "--force")
    assert (done.returncode, "is open in Word" in done.stderr) == (2, True), done.stderr
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == names


LITTLE_ROOM = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
sys.argv = ["drafter", *sys.argv[1:]]
from drafter.cli import main
main()
"""


@pytest.mark.skipif(os.name != "posix", reason="a limit on the size of files is wanted")
def test_a_disk_that_is_full_leaves_the_old_file_and_nothing_else(run, tmp_path):
    (tmp_path / "b.yaml").write_text(BRIEF, "utf-8")
    run("draft", "b.yaml")
    before = (tmp_path / "b.docx").read_bytes()
    names = sorted(path.name for path in tmp_path.iterdir())
    command = [sys.executable, "-c", LITTLE_ROOM, "draft", "b.yaml", "--force"]
    environment = {**os.environ, "LANGUAGE": "en"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, "b.docx: cannot be written" in done.stderr) == (2, True), done.stderr
    assert (tmp_path / "b.docx").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == names


# --- several in one ---


@needs_office
def test_several_documents_in_one_are_valid_and_each_begins_on_a_page_of_its_own(made, tmp_path):
    names = [name for name in made if name.endswith("-gb") and "依据" not in name][:4]
    data = combined([made[name] for name in names])
    (tmp_path / "all.docx").write_bytes(data)
    assert errors(tmp_path) == {"all.docx": []}
    assert read.text(data) == "\n".join(read.text(made[name]) for name in names)
    counts = [one.pages for one in pdf.pdfs({f"{n}.pdf": made[name] for n, name in enumerate(names)}).values()]
    assert pdf.pdfs({"all.pdf": data})["all.pdf"].pages == sum(counts)
