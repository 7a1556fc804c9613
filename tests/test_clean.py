"""drafter clean: what tells of the making of a file goes, the text stays, and what is not finished is refused."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile

import docx
import pytest
from conftest import EXAMPLES
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from drafter.draft import draft
from drafter.errors import DocumentError
from drafter.library import Library
from drafter.model import COMMENTS
from drafter.notes import notes
from drafter.word import layout, package, proof, read, story
from drafter.word.clean import clean
from drafter.word.write import Writer


def document(*bodies, settings="", **parts):
    """A document with paragraphs of the XML in ``bodies``, each in w: terms, and further parts."""
    made = docx.Document()
    for body in bodies:
        made.element.body.insert(len(made.element.body) - 1, parse_xml(f"<w:p {nsdecls('w', 'r')}>{body}</w:p>"))
    buffer = io.BytesIO()
    made.save(buffer)
    files = package.parts(buffer.getvalue())
    files["docProps/core.xml"] = re.sub(rb"<dc:creator>[^<]*", b"<dc:creator>x", files["docProps/core.xml"])
    if settings:
        files["word/settings.xml"] = files["word/settings.xml"].replace(
            b"</w:settings>", settings.encode() + b"</w:settings>"
        )
    files.update({name.replace("__", "/"): data for name, data in parts.items()})
    return package.packed(files)


def run(text, look=""):
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.fixture
def cli(request):
    return request.getfixturevalue("run")


def body(data):
    return package.parts(data)[package.TEXT].decode()


# What is taken out: how it comes in, and how the paragraph reads afterwards.
TELLING = {
    "control": (
        '<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>' + run("修路") + "</w:sdtContent></w:sdt>",
        "修路",
    ),
    "control in a control": (
        "<w:sdt><w:sdtPr/><w:sdtContent><w:sdt><w:sdtPr/><w:sdtContent>"
        + run("修路")
        + "</w:sdtContent></w:sdt></w:sdtContent></w:sdt>",
        "修路",
    ),
    "bookmark": ('<w:bookmarkStart w:id="1" w:name="_GoBack"/>' + run("修路") + '<w:bookmarkEnd w:id="1"/>', "修路"),
    "comment": (
        '<w:commentRangeStart w:id="0"/>' + run("修路") + '<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r>',
        "修路",
    ),
    "session": ('<w:r w:rsidR="00AB12CD"><w:t>修路</w:t></w:r>', "修路"),
    "smart tag": ('<w:smartTag w:uri="u" w:element="e">' + run("修路") + "</w:smartTag>", "修路"),
    "permission": ('<w:permStart w:id="1" w:ed="office\\wang"/>' + run("修路") + '<w:permEnd w:id="1"/>', "修路"),
    "proofing": ('<w:proofErr w:type="spellStart"/>' + run("修路"), "修路"),
}


@pytest.mark.parametrize("kind", TELLING)
def test_what_tells_of_the_making_goes_and_the_text_stays(kind):
    xml, said = TELLING[kind]
    data = document(xml)
    assert list(proof.left(package.parts(data))), "the proof does not see it"
    cleaned = clean(data)
    assert not cleaned.left
    assert not list(proof.left(package.parts(cleaned.data)))
    assert read.text(cleaned.data) == said == read.text(data)


SETTINGS = {
    "sessions": '<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids>',
    "template": '<w:attachedTemplate r:id="rId1" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>',
    "variables": '<w:docVars><w:docVar w:name="path" w:val="secret"/></w:docVars>',
    "tracking": "<w:trackRevisions/>",
}


@pytest.mark.parametrize("kind", SETTINGS)
def test_settings_that_tell_of_the_making_go(kind):
    data = document(run("修路"), settings=SETTINGS[kind])
    cleaned = clean(data)
    name = re.match(r"<w:(\w+)", SETTINGS[kind])[1].encode()
    assert name in package.parts(data)["word/settings.xml"]
    assert name not in package.parts(cleaned.data)["word/settings.xml"]


def test_names_times_and_companies_go_and_the_title_stays():
    made = docx.Document()
    core = made.core_properties
    core.title, core.author, core.last_modified_by, core.comments = "讲话", "王秘书", "李秘书", "第三稿"
    buffer = io.BytesIO()
    made.save(buffer)
    files = package.parts(buffer.getvalue())
    files["docProps/app.xml"] = files["docProps/app.xml"].replace(
        b"</Properties>", b"<Company>X</Company></Properties>"
    )
    after = docx.Document(io.BytesIO(clean(package.packed(files)).data)).core_properties
    assert (after.title, after.author, after.last_modified_by, after.comments) == ("讲话", "", "", "")
    whole = b"".join(package.parts(clean(package.packed(files)).data).values())
    assert "秘书".encode() not in whole
    assert b"Company" not in whole


@pytest.mark.parametrize(
    "name",
    [
        "customXml/item1.xml",
        "word/people.xml",
        "word/commentsExtended.xml",
        "docProps/custom.xml",
        "docProps/thumbnail.jpeg",
    ],
)
def test_parts_that_hold_names_go_with_what_leads_to_them(name):
    files = package.parts(document(run("修路")))
    files[name] = b"<x>\xe7\x8e\x8b</x>"
    types = files[package.TYPES].replace(
        b"</Types>", f'<Override PartName="/{name}" ContentType="x/y"/></Types>'.encode()
    )
    files[package.TYPES] = types
    after = package.parts(clean(package.packed(files)).data)
    assert name not in after
    assert name.encode() not in b"".join(after.values())


def test_a_link_to_a_file_of_the_machine_goes_and_one_to_the_web_stays():
    made = docx.Document()
    paragraph = made.add_paragraph()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    for target, text in (("file:///C:/office/wang.docx", "甲"), ("https://example.org/", "乙")):
        identity = made.part.relate_to(target, kind, is_external=True)
        paragraph._p.append(parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{identity}">{run(text)}</w:hyperlink>'))
    buffer = io.BytesIO()
    made.save(buffer)
    after = clean(buffer.getvalue()).data
    whole = b"".join(package.parts(after).values())
    assert b"wang" not in whole
    assert b"https://example.org/" in whole
    assert read.text(after) == "甲乙"


def test_a_bookmark_that_a_link_leads_to_stays():
    mark = '<w:bookmarkStart w:id="1" w:name="here"/>' + run("甲") + '<w:bookmarkEnd w:id="1"/>'
    data = document(mark, '<w:hyperlink w:anchor="here">' + run("见甲") + "</w:hyperlink>")
    assert body(clean(data).data).count("w:bookmark") == 2


def test_runs_that_look_alike_become_one():
    data = document(run("修") + run("路") + run("架桥", "<w:b/>") + run("。"))
    assert re.findall("<w:t[^>]*>([^<]*)", body(clean(data).data)) == ["修路", "架桥", "。"]


# What is not finished: how it comes in, the word for it, and how the text reads when it is forced.
UNFINISHED = {
    "gap": (run("由【待补：单位】办"), "a gap: 【待补：单位】", "由【待补：单位】办"),
    "highlight": (run("修") + run("路", '<w:highlight w:val="yellow"/>'), "highlighted: 路", "修路"),
    "insertion": (run("修") + '<w:ins w:id="1" w:author="王">' + run("路") + "</w:ins>", "a tracked change", "修路"),
    "deletion": (
        run("修路") + '<w:del w:id="1" w:author="王"><w:r><w:delText>慢</w:delText></w:r></w:del>',
        "a tracked change",
        "修路",
    ),
    "change of look": (
        run("修路", '<w:b/><w:rPrChange w:id="1" w:author="王"><w:rPr/></w:rPrChange>'),
        "a tracked change",
        "修路",
    ),
    "hidden": (run("修路") + run("别说", "<w:vanish/>"), "hidden text: 别说", "修路"),
    "empty control": (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("单击此处输入") + "</w:sdtContent></w:sdt>",
        "an empty control: 单击此处输入",
        "单击此处输入",
    ),
}


@pytest.mark.parametrize("kind", UNFINISHED)
def test_unfinished_text_is_refused_unless_it_is_forced(kind):
    xml, words, said = UNFINISHED[kind]
    data = document(run("头一段"), xml)
    with pytest.raises(DocumentError) as error:
        clean(data)
    assert f"paragraph 2: {words}" in str(error.value)
    forced = clean(data, force=True)
    assert not forced.left
    assert read.text(forced.data) == f"头一段\n{said}"


def test_a_deleted_end_of_a_paragraph_joins_it_to_the_next():
    gone = '<w:pPr><w:rPr><w:del w:id="1" w:author="王"/></w:rPr></w:pPr>'
    data = document(gone + run("修"), gone + run("路"), run("架桥"), run("完"))
    assert read.text(clean(data, force=True).data) == "修路架桥\n完"


def test_a_highlight_that_is_switched_off_is_none():
    clean(document(run("修路", '<w:highlight w:val="none"/>')))


def test_many_faults_are_counted_and_not_all_listed():
    with pytest.raises(DocumentError) as error:
        clean(document(*[run("【待补：数】")] * 50))
    assert len(error.value.faults) == 21
    assert "30 more" in str(error.value)


# What cannot be taken out, and how it is named.
STUCK = {
    "program inside": ("", {"word__embeddings__a.xlsx": b"PK"}, "a file or program inside"),
    "path in a field": (
        '<w:r><w:instrText>INCLUDEPICTURE "C:\\\\office\\\\a.png"</w:instrText></w:r>' + run("修路"),
        {},
        "a path of a machine",
    ),
}


@pytest.mark.parametrize("kind", STUCK)
def test_what_cannot_be_taken_out_is_named(kind):
    xml, parts, words = STUCK[kind]
    data = document(xml or run("修路"), **parts)
    with pytest.raises(DocumentError, match=words):
        clean(data)
    assert words in " ".join(clean(data, force=True).left)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda p: p.stem)
def test_every_document_of_drafter_comes_out_clean(composer, file):
    drafted = draft(file, composer)
    told = notes(drafted.brief, drafted.speeches, drafted.findings, COMMENTS)
    library = Library.standard()
    for number, speech in enumerate(drafted.speeches):
        for name in ("gb", "reading"):
            data = Writer(layout.find(name, library.data)).docx(speech, told[number])
            assert list(proof.left(package.parts(data)))
            cleaned = clean(data, force=True)
            assert not cleaned.left
            assert read.text(cleaned.data) == read.text(data)
            assert clean(cleaned.data, force=True).data == cleaned.data
            assert "drafter" not in b"".join(package.parts(cleaned.data).values()).decode("utf-8", "replace")


# --- the command ---


def test_the_command_writes_a_copy_and_leaves_the_file_alone(cli, tmp_path):
    xml, _said = TELLING["control"]
    (tmp_path / "稿.docx").write_bytes(document(xml))
    before = (tmp_path / "稿.docx").read_bytes()
    done = cli("clean", "稿.docx")
    assert (done.returncode, done.stdout.strip()) == (0, "稿-清稿.docx")
    assert "controls 1" in done.stderr
    assert (tmp_path / "稿.docx").read_bytes() == before
    assert cli("clean", "稿.docx").returncode == 2
    assert cli("clean", "稿.docx", "--force").returncode == 0
    report = json.loads(cli("clean", "稿.docx", "--json", "-o", "另").stdout)
    assert report["files"][0]["removed"]["controls"] == 1
    assert "控件 1" in cli("clean", "稿.docx", "--force", language="zh_CN").stderr


def test_of_several_files_one_that_is_not_finished_stops_all(cli, tmp_path):
    (tmp_path / "a.docx").write_bytes(document(run("修路")))
    (tmp_path / "b.docx").write_bytes(document(run("【待补：数】")))
    done = cli("clean", "a.docx", "b.docx")
    assert (done.returncode, "b.docx: paragraph 1: a gap" in done.stderr) == (2, True)
    assert sorted(path.name for path in tmp_path.glob("*.docx")) == ["a.docx", "b.docx"]


# --- files that are none ---


def bomb():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(package.TYPES, "<Types/>")
        archive.writestr(package.TEXT, b"<a>" + b" " * (package.MAX_PART + 10) + b"</a>")
    return buffer.getvalue()


def lying():
    """A bomb that claims to be small."""
    data = bytearray(bomb())
    small = struct.pack("<L", 100)
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.rfind(signature)
        data[at + offset : at + offset + 4] = small
    return bytes(data)


def packed(extra=(), text=b"<w/>"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(package.TYPES, "<Types/>")
        archive.writestr(package.TEXT, text)
        for name in extra:
            archive.writestr(name, b"")
    return buffer.getvalue()


def locked():
    data = bytearray(packed())
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = 0
        while (at := data.find(signature, start)) >= 0:
            data[at + offset] |= 1
            start = at + 4
    return bytes(data)


ENTITY = b'<!DOCTYPE a [<!ENTITY x "yyyyyyyyyy">]><a>&x;</a>'
HOSTILE = {
    "nothing": (b"", "no Word file"),
    "text": ("讲话".encode(), "no Word file"),
    "old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old .doc or .wps"),
    "password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    "bomb": (bomb(), "larger than"),
    "lying bomb": (lying(), "broken|larger than|no Word file"),
    "many parts": (packed([f"p{n}" for n in range(package.MAX_PARTS)]), "more than"),
    "upwards": (packed(["../x"]), "a name that no Word file has"),
    "from the root": (packed(["/x"]), "a name that no Word file has"),
    "twice": (packed(["A.xml", "a.xml"]), "two parts of one name"),
    "locked part": (locked(), "packed in a way"),
    "no text": (packed().replace(b"document.xml", b"dokument.xml"), "is missing"),
    "entities": (packed(text=ENTITY), "declares entities"),
    "deep": (packed(text=b"<a>" * 5000 + b"</a>" * 5000), "is broken"),
    "broken XML": (packed(text=b"<a>"), "is broken"),
    "cut short": (packed()[:-30], "cut short"),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("how", [clean, read.text, story.read])
def test_a_hostile_file_is_refused_by_name(kind, how):
    data, words = HOSTILE[kind]
    if how is not clean and kind in ("bomb", "lying bomb"):
        assert len(data) < 1_000_000
    with pytest.raises(DocumentError, match=words):
        how(data)


def test_a_damaged_part_is_named():
    data = bytearray(document(run("修路")))
    at = data.find(b"word/document.xml")
    data[at + 60 : at + 90] = b"\xff" * 30
    with pytest.raises(DocumentError, match="is broken"):
        clean(bytes(data))
