"""Files as they are: every story of a Word file is read, comments and mends go on the very words, nothing else moves."""

from __future__ import annotations

import io
import json
import re
import zipfile
from itertools import pairwise

import pytest
import wordfile
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from drafter.draft import draft
from drafter.errors import DocumentError
from drafter.library import Library
from drafter.word import edit, layout, story
from drafter.word.annotate import Remark, annotated
from drafter.word.edit import Edit
from drafter.word.write import Writer

W = f"{{{wordfile.W}}}"


def p(*runs, look=""):
    return f"<w:p>{look}{''.join(runs)}</w:p>"


def r(text, look=""):
    return f"<w:r>{look}<w:t xml:space='preserve'>{text}</w:t></w:r>"


def texts(data, kind="text", rejected=False):
    return [line.text for each in story.read(data, rejected).stories if each.kind == kind for line in each.lines]


def parts(data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


# --- reading ---

BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx>"
    "</mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
LISTS = (
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="（%2）"/></w:lvl><w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%3."/></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
    "</w:lvlOverride></w:num>"
)


def numbered(level, text, listed=3):
    look = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{listed}"/></w:numPr></w:pPr>'
    return p(r(text), look=look)


def changed(kind, inner):
    return f'<w:{kind} w:id="9" w:author="甲">{inner}</w:{kind}>'


GONE_MARK = "<w:pPr><w:rPr><w:del w:id='1' w:author='甲'/></w:rPr></w:pPr>"
NEW_MARK = "<w:pPr><w:rPr><w:ins w:id='1' w:author='甲'/></w:rPr></w:pPr>"
DELETED = "<w:r><w:delText>架桥</w:delText></w:r>"
READ = {
    "runs": (p(r("修"), r("路")), ["修路"], ["修路"]),
    "inserted": (p(r("修"), changed("ins", r("路"))), ["修路"], ["修"]),
    "deleted": (p(r("修路"), changed("del", DELETED)), ["修路"], ["修路架桥"]),
    "moved": (p(changed("moveFrom", r("甲")), r("乙"), changed("moveTo", r("丙"))), ["乙丙"], ["甲乙"]),
    "end deleted": (p(r("修"), look=GONE_MARK) + p(r("路")), ["修路"], ["修", "路"]),
    "two ends deleted": (
        p(r("一"), look=GONE_MARK) + p(r("二"), look=GONE_MARK) + p(r("三")),
        ["一二三"],
        ["一", "二", "三"],
    ),
    "end inserted": (p(r("修"), look=NEW_MARK) + p(r("路")), ["修", "路"], ["修路"]),
    "last end deleted": (p(r("修"), look=GONE_MARK), ["修"], ["修"]),
    "control": (p(f"<w:sdt><w:sdtPr/><w:sdtContent>{r('修路')}</w:sdtContent></w:sdt>"), ["修路"], ["修路"]),
    "block control": (f"<w:sdt><w:sdtContent>{p(r('修路'))}</w:sdtContent></w:sdt>", ["修路"], ["修路"]),
    "text box": (p(r("外"), BOX.format(p(r("里")))), ["外"], ["外"]),
    "reading aid": (
        p(
            "<w:r><w:ruby><w:rt><w:r><w:t>bó</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>亳</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        ),
        ["亳"],
        ["亳"],
    ),
    "field": (p("<w:r><w:instrText>PAGE</w:instrText></w:r>", r("3")), ["3"], ["3"]),
    "tab and break": (p("<w:r><w:tab/><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>"), ["\t甲乙"], ["\t甲乙"]),
    "tab stops": (p(r("甲"), look="<w:pPr><w:tabs><w:tab w:pos='1'/></w:tabs></w:pPr>"), ["甲"], ["甲"]),
    "table": (
        f"<w:tbl><w:tr><w:tc>{p(r('甲'))}</w:tc><w:tc>{p(r('乙'))}</w:tc></w:tr></w:tbl>",
        ["甲", "乙"],
        ["甲", "乙"],
    ),
}


@pytest.mark.parametrize(("body", "accepted", "rejected"), READ.values(), ids=READ)
def test_a_text_is_read_as_it_stands_with_its_changes_accepted_or_rejected(body, accepted, rejected):
    assert texts(wordfile.made(body)) == accepted
    assert texts(wordfile.made(body), rejected=True) == rejected


def test_every_story_of_a_file_is_read_once():
    note = f'<w:footnote w:id="2">{p(r("注"))}</w:footnote>'
    data = wordfile.made(p(r("文"), BOX.format(p(r("框")))), footnotes=note, header=p(r("眉")), footer=p(r("脚")))
    found = {each.kind: [line.text for line in each.lines] for each in story.read(data).stories}
    assert found == {"text": ["文"], "boxes": ["框"], "footnotes": ["注"], "header": ["眉"], "footer": ["脚"]}


def test_numbers_by_word_are_read_and_a_list_may_start_anew():
    body = "".join(
        numbered(*one) for one in ((0, "甲"), (1, "乙"), (1, "丙"), (2, "丁"), (0, "戊"), (1, "己"), (0, "庚", 4))
    )
    assert texts(wordfile.made(body, numbering=LISTS)) == [
        *("一、甲", "（一）乙", "（二）丙", "1.丁", "二、戊", "（一）己", "五、庚"),
    ]


FACE = "<w:rPr><w:rFonts w:eastAsia='黑体'/></w:rPr>"
ROLES = [
    (p(r("认清形势", FACE)), "heading1"),
    (p(r("认清形势。", FACE)), ""),
    (p(r("认清形势", FACE), look="<w:pPr><w:jc w:val='center'/></w:pPr>"), ""),
    (p(r("认清", FACE), r("形势")), ""),
    (p(r("甲"), look="<w:pPr><w:outlineLvl w:val='1'/></w:pPr>"), "heading2"),
    (p(r("甲"), look="<w:pPr><w:pStyle w:val='Heading1'/></w:pPr>"), "heading1"),
    (p(r("甲"), look="<w:pPr><w:pStyle w:val='Title'/></w:pPr>"), "title"),
    (f"<w:tbl><w:tr><w:tc>{p(r('甲'))}</w:tc></w:tr></w:tbl>", "cell"),
]


@pytest.mark.parametrize(("body", "role"), ROLES)
def test_headings_are_known_by_style_level_or_face(body, role):
    assert story.read(wordfile.made(body)).stories[0].lines[0].role == role


REFUSED = {
    "macros": ({"word/vbaProject.bin": "x"}, {}, "it holds macros"),
    "another folder of macros": ({"word/activeX/activeX1.bin": "x"}, {}, "it holds macros"),
    "a program from elsewhere": (
        {},
        {"image": "oleObject"},
        "it fetches oleObject from elsewhere: http://example.org/a",
    ),
    "strict": ({}, {wordfile.W: "http://purl.oclc.org/ooxml/wordprocessingml/main"}, "Strict Open XML"),
}


@pytest.mark.parametrize(("more", "instead", "words"), REFUSED.values(), ids=REFUSED)
def test_files_that_bring_programs_or_another_language_are_refused(run, tmp_path, more, instead, words):
    (tmp_path / "a.docx").write_bytes(hostile(more, instead))
    done = run("check", "a.docx")
    assert (done.returncode, words in done.stderr, "a.docx" in done.stderr) == (2, True, True), done.stderr


def hostile(more, instead):
    held = parts(wordfile.made(p(r("甲")), outside="http://example.org/a"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in held.items():
            text = data.decode()
            for old, new in instead.items():
                text = text.replace(f"/{old}" if old == "image" else old, f"/{new}" if old == "image" else new)
            archive.writestr(name, text)
        for name, content in more.items():
            archive.writestr(name, content)
    return buffer.getvalue()


# --- comments ---


def test_a_comment_stands_on_the_very_words_and_all_else_is_as_it_was(run, tmp_path):
    data = wordfile.made(p(r("今年是“"), r("”开局之年，", "<w:rPr><w:b/></w:rPr>"), r("要干。")), header=p(r("眉")))
    (tmp_path / "a.docx").write_bytes(data)
    done = run("check", "a.docx", "--select", "P01", "--comment", "b.docx", language="zh_CN")
    assert (done.returncode, "b.docx: 1 条批注" in done.stderr) == (1, True), done.stderr
    before, after = parts(data), parts((tmp_path / "b.docx").read_bytes())
    touched = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert {name for name in before if before[name] != after[name]} == touched
    assert set(after) - set(before) == {"word/comments.xml"}
    assert commented(after["word/document.xml"]) == ["“”"]
    said = "".join(etree.fromstring(after["word/comments.xml"]).itertext())
    assert said == "必错 P01 “”里面是空的（实务）"
    assert (tmp_path / "a.docx").read_bytes() == data


def commented(document):
    """The words of each comment of a text."""
    root = etree.fromstring(document)
    found: dict[str, str] = {}
    open_: list[str] = []
    for node in root.iter():
        if node.tag == f"{W}commentRangeStart":
            open_.append(node.get(f"{W}id"))
            found[open_[-1]] = ""
        elif node.tag == f"{W}commentRangeEnd":
            open_.remove(node.get(f"{W}id"))
        elif node.tag == f"{W}t":
            for each in open_:
                found[each] += node.text or ""
    assert open_ == []
    assert {node.get(f"{W}id") for node in root.iter(f"{W}commentReference")} == set(found)
    return list(found.values())


LINE = "一二三四五六七八九十"
RUNS = st.lists(st.integers(1, 9), max_size=4).map(lambda cuts: sorted(set(cuts)))
RANGES = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5)), min_size=1, max_size=5)


def in_runs(cuts):
    bounds = [0, *cuts, len(LINE)]
    return wordfile.made(p(*(r(LINE[a:b], "<w:rPr><w:i/></w:rPr>") for a, b in pairwise(bounds))))


@settings(max_examples=60)
@given(RUNS, RANGES)
def test_comments_may_overlap_in_any_way_over_any_runs(cuts, ranges):
    document = story.read(in_runs(cuts))
    wanted = [(a, min(len(LINE), a + n)) for a, n in ranges]
    made = annotated(document, [Remark(document.stories[0], 1, a, b, "甲") for a, b in wanted])
    assert texts(made) == [LINE]
    assert sorted(commented(parts(made)["word/document.xml"])) == sorted(LINE[a:b] for a, b in wanted)
    runs = etree.fromstring(parts(made)["word/document.xml"]).iter(f"{W}r")
    assert all(run.find(f"{W}rPr/{W}i") is not None for run in runs if run.find(f"{W}t") is not None)


@settings(max_examples=60)
@given(RUNS, RANGES, st.booleans())
def test_words_are_put_in_the_place_of_others_over_any_runs(cuts, ranges, tracked):
    document = story.read(in_runs(cuts))
    wanted, last = [], 0
    for start, length in sorted(ranges):
        if start >= last:
            last = min(len(LINE), start + length)
            wanted.append((start, last))
    edits = [Edit(document.stories[0], 1, a, b, f"[{n}]" if n % 2 else "") for n, (a, b) in enumerate(wanted)]
    made, left = edit.edited(document, edits, tracked)
    expected = LINE
    for n, (a, b) in reversed(list(enumerate(wanted))):
        expected = expected[:a] + (f"[{n}]" if n % 2 else "") + expected[b:]
    assert left == ()
    assert texts(made) == [expected]
    if tracked:
        assert texts(made, rejected=True) == [LINE]


def test_a_tracked_mend_over_a_line_break_is_one_change():
    document = story.read(wordfile.made(p("<w:r><w:t>既有住宅</w:t><w:br/><w:t>加装电梯</w:t></w:r>")))
    made, left = edit.edited(document, [edit.Edit(document.stories[0], 1, 2, 6, "楼")], True)
    assert (left, texts(made), texts(made, rejected=True)) == ((), ["既有楼电梯"], ["既有住宅加装电梯"])
    body = parts(made)["word/document.xml"]
    assert (body.count(b"<w:del "), body.count(b"<w:ins ")) == (1, 1)


def test_a_comment_goes_around_a_control_that_fills_itself_and_beside_what_holds_none():
    control = (
        "<w:sdt><w:sdtPr><w:dataBinding w:xpath='/a'/><w:text/></w:sdtPr>"
        f"<w:sdtContent>{r('212个')}</w:sdtContent></w:sdt>"
    )
    note = f'<w:footnote w:id="2">{p(r("注里的话"))}</w:footnote>'
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = p(r("建成"), control, r("站点"), mark, BOX.format(p(r("框里的话"))))
    data = wordfile.made(body, footnotes=note, header=p(r("眉上的话")))
    document = story.read(data)
    stories = {each.kind: each for each in document.stories}
    remarks = [Remark(stories["text"], 1, 3, 4, "甲")]
    remarks += [Remark(stories[kind], 1, 0, 1, kind) for kind in ("footnotes", "boxes", "header")]
    made = parts(annotated(document, remarks))
    root = etree.fromstring(made["word/document.xml"])
    starts = [node.getnext() for node in root.iter(f"{W}commentRangeStart")]
    assert any(node.tag == f"{W}sdt" for node in starts)
    assert any(node.find(f"{W}footnoteReference") is not None for node in starts)
    assert not any(node.tag == f"{W}commentReference" for box in root.iter(f"{W}txbxContent") for node in box.iter())
    assert len(etree.fromstring(made["word/comments.xml"])) == 4


def test_comments_that_are_there_stay_and_new_ones_have_numbers_of_their_own():
    old = f'<w:comment w:id="5" w:author="甲">{p(r("旧"))}</w:comment>'
    body = p(
        '<w:commentRangeStart w:id="5"/>',
        r("修路"),
        '<w:commentRangeEnd w:id="5"/>',
        '<w:r><w:commentReference w:id="5"/></w:r>',
    )
    data = wordfile.made(body, comments=old)
    document = story.read(data)
    made = parts(annotated(document, [Remark(document.stories[0], 1, 0, 1, "新")]))
    root = etree.fromstring(made["word/comments.xml"])
    assert [(node.get(f"{W}id"), "".join(node.itertext())) for node in root] == [("5", "旧"), ("6", "新")]
    assert sorted(commented(made["word/document.xml"])) == ["修", "修路"]


def test_a_copy_with_comments_of_our_own_draft_keeps_its_live_facts(composer, tmp_path, run):
    speech = draft(ROOT / "examples" / "座谈会讲话.yaml", composer).speeches[0]
    data = Writer(layout.find("gb", Library.standard().data)).docx(speech)
    (tmp_path / "a.docx").write_bytes(data)
    done = run("check", "a.docx", "--comment", "b.docx", "--select", "R,D,U,Q,N,T")
    made = (tmp_path / "b.docx").read_bytes()
    assert texts(made) == texts(data), done.stderr
    assert parts(made)["word/document.xml"].count(b"<w:sdt>") == parts(data)["word/document.xml"].count(b"<w:sdt>")


# --- mends ---


FAULTY = "同志们,\r\n今天的会,开得好\u200b。\r\n08月01日前报来。"
MENDED = "同志们：\r\n今天的会，开得好。\r\n8月1日前报来。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_mends_of_a_text_keep_its_encoding_and_its_line_ends(run, tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes(FAULTY.encode(encoding))
    done = run("check", "a.txt", "--fix", "b.txt")
    assert (tmp_path / "b.txt").read_bytes() == MENDED.encode(encoding)
    assert (tmp_path / "a.txt").read_bytes() == FAULTY.encode(encoding)
    assert "a.txt:2:5: Q01 今天的会,开得好" in done.stderr
    assert "→ 今天的会，开得好" in done.stderr


@pytest.mark.parametrize("tracked", [False, True])
def test_mends_of_a_word_file_change_the_words_and_nothing_else(run, tmp_path, tracked):
    body = p(r("在会上的讲话")) + p(r("同志们,")) + p(r("0", "<w:rPr><w:b/></w:rPr>"), r("8月01日前，"), r("报来。"))
    data = wordfile.made(body, header=p(r("共３５个")))
    (tmp_path / "a.docx").write_bytes(data)
    done = run("check", "a.docx", "--fix", "b.docx", *(["--tracked"] if tracked else []))
    made = (tmp_path / "b.docx").read_bytes()
    assert texts(made) == ["在会上的讲话", "同志们：", "8月1日前，报来。"], done.stderr
    assert texts(made, "header") == ["共35个"]
    assert texts(made, rejected=True) == (texts(data) if tracked else texts(made))
    changed = {name for name, part in parts(data).items() if parts(made)[name] != part}
    assert changed == {"word/document.xml", "word/header.xml"}
    assert "4 mends" in done.stderr


def test_a_mend_that_nothing_may_be_changed_for_is_said(run, tmp_path):
    control = f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{r('共３５个')}</w:sdtContent></w:sdt>"
    (tmp_path / "a.docx").write_bytes(wordfile.made(p(control)))
    done = run("check", "a.docx", "--fix", "b.docx")
    assert "0 mends" in done.stderr
    assert "not made" in done.stderr
    assert texts((tmp_path / "b.docx").read_bytes()) == ["共３５个"]


def test_mending_again_finds_nothing_to_mend(run, tmp_path):
    (tmp_path / "a.txt").write_text(
        FAULTY + '《关于《方案》的通知》、等。一是、快。（[2026]1号）\n共５个,要"快"。\n', "utf-8"
    )
    run("check", "a.txt", "--fix", "b.txt")
    done = run("check", "b.txt", "--format", "json")
    assert [item for item in json.loads(done.stdout)["findings"] if item["safe"]] == []


REFUSED_OPTIONS = [
    (("a.txt", "b.txt", "--fix", "c.txt"), "one file at a time"),
    (("a.docx", "--fix", "c.docx", "--comment", "d.docx"), "give one of them"),
    (("a.txt", "--comment", "c.txt"), "--comment is for a .docx"),
    (("b.yaml", "--fix", "c.yaml"), "a draft is mended in its brief"),
    (("a.txt", "--fix", "c.txt", "--tracked"), "--tracked goes with"),
    (("a.txt", "--fix", "c.docx"), "is to end in .txt"),
    (("a.txt", "--fix", "a.txt", "--force"), "is the file that is checked"),
    (("a.txt", "--fix", "no/c.txt"), "there is no such folder"),
    (("a.txt", "--fix", "b.txt"), "already there"),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED_OPTIONS)
def test_options_that_do_not_go_together_are_refused_and_nothing_is_written(run, tmp_path, arguments, words):
    for name in ("a.txt", "b.txt", "b.yaml"):
        (tmp_path / name).write_text("同志们：\n", "utf-8")
    (tmp_path / "a.docx").write_bytes(wordfile.made(p(r("甲"))))
    there = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = run("check", *arguments)
    assert (done.returncode, words in re.sub(r"\s+", " ", done.stderr)) == (2, True), done.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == there


# --- silence and settings ---


def test_a_comment_of_word_silences_in_the_whole_file(run, tmp_path):
    comment = f'<w:comment w:id="1" w:author="甲">{p(r("不查 P01 “开局” 领导要求留空"))}</w:comment>'
    body = p(r("今年是“”开局之年。")) + p(r("明年是“”收官之年。"))
    note = f'<w:footnote w:id="2">{p(r("注"))}</w:footnote>'
    (tmp_path / "a.docx").write_bytes(wordfile.made(body, comments=comment, footnotes=note))
    done = run("check", "a.docx", "--select", "P01", "--json")
    assert [(item["rule"], item["line"]) for item in json.loads(done.stdout)["findings"]] == [("P01", 2)]


def test_the_office_sets_the_severity_of_its_rules(run, tmp_path):
    (tmp_path / "a.txt").write_text("今年是“”开局之年。\n占120%。今天的会,好。\n", "utf-8")
    (tmp_path / "s.yaml").write_text("提示: [P, Q01]\n疑似: P01\n不查: [N]\n", "utf-8")

    def found(*options):
        items = json.loads(run("check", "a.txt", "--json", *options).stdout)["findings"]
        return {item["rule"]: item["severity"] for item in items}

    assert found() == {"P01": "error", "N08": "error", "Q01": "warning"}
    assert found("--settings", "s.yaml") == {"P01": "warning", "Q01": "info"}
    (tmp_path / "检查设置.yaml").write_text("不查: [P, N, Q]\n", "utf-8")
    assert found() == {}
    assert "settings: 检查设置.yaml" in run("check", "a.txt").stderr


UNFIT_SETTINGS = [
    ("大错: [P01]\n", "s.yaml:1:1: no severity is called “大错”"),
    ("必错: [Z99]\n", "s.yaml:1:6: no rule begins with “Z99”"),
    ("必错: [P01]\n不查: P01\n", "s.yaml:2:5: “P01” is set twice"),
    ("- P01\n", "settings are lines such as"),
]


@pytest.mark.parametrize(("text", "words"), UNFIT_SETTINGS)
def test_settings_that_will_not_do_are_named_at_their_place(run, tmp_path, text, words):
    (tmp_path / "a.txt").write_text("同志们：\n", "utf-8")
    (tmp_path / "s.yaml").write_text(text, "utf-8")
    done = run("check", "a.txt", "--settings", "s.yaml")
    assert (done.returncode, words in done.stderr) == (2, True), done.stderr


def test_a_document_error_is_one_of_ours():
    with pytest.raises(DocumentError):
        story.read(b"x")
