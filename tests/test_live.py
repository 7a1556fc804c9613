"""What a document keeps inside: facts that are alive, anchors and state for updates, comments at their places."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib

import docx
import pytest
from conftest import EXAMPLES
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from drafter.draft import draft
from drafter.language.sentences import sentences
from drafter.library import Library
from drafter.model import COMMENTS, Note, Span, Spot
from drafter.notes import notes
from drafter.word import layout, read, state
from drafter.word.facts import ITEM, NAMESPACE, Facts, path
from drafter.word.parts import STYLES
from drafter.word.write import Writer

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMED = ("会议.", "人物.", "单位.", "文件.", "事实.", "数据.")


@pytest.fixture(scope="session")
def gb():
    return Writer(layout.find("gb", Library.standard().data))


@pytest.fixture(scope="session")
def drafts(composer):
    return {file.stem: draft(file, composer) for file in EXAMPLES}


def tree(data, name="word/document.xml"):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def alive(spans):
    """The named facts of a line, but for those that begin where another one ends."""
    found = []
    for span in spans:
        named = span.fact and span.fact.startswith(NAMED) and span.text.strip()
        found.append(span if named and not (found and found[-1]) else None)
    return [span for span in found if span]


def texts(node):
    return "".join(t.text or "" for t in node.iter(f"{W}t"))


# --- facts ---


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda p: p.stem)
def test_every_named_fact_is_bound_to_an_entry_that_says_the_same(gb, drafts, file):
    speech = drafts[file.stem].speeches[0]
    data = gb.docx(speech)
    store = tree(data, "customXml/item1.xml")
    controls = list(tree(data).iter(f"{W}sdt"))
    # A title in several lines is no line of text.
    broken = tree(data).find(f".//{W}p").find(f".//{W}br") is not None
    lines = [spans for _role, spans in speech.head.lines() if not (broken and spans is speech.head.title)]
    named = [live for line in (*lines, *(p.spans for p in speech.paragraphs)) for live in alive(line)]
    assert len(controls) == len(named)
    for control in controls:
        binding = control.find(f"{W}sdtPr/{W}dataBinding")
        prefix = dict([re.match(r"xmlns:(\w+)='(.+)'", binding.get(f"{W}prefixMappings")).groups()])
        (entry,) = store.xpath(binding.get(f"{W}xpath"), namespaces=prefix)
        assert entry.text == texts(control)
        assert binding.get(f"{W}storeItemID") == ITEM
    properties = tree(data, "customXml/itemProps1.xml")
    assert ITEM in properties.attrib.values()


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda p: p.stem)
def test_numbers_of_controls_bookmarks_and_comments_come_once(gb, drafts, file):
    drafted = drafts[file.stem]
    told = notes(drafted.brief, drafted.speeches, drafted.findings, COMMENTS)
    for number, speech in enumerate(drafted.speeches):
        root = tree(gb.docx(speech, told[number]))
        for numbers in (
            [node.get(f"{W}id") for node in root.iter(f"{W}bookmarkStart")],
            [node.get(f"{W}name") for node in root.iter(f"{W}bookmarkStart")],
            [node.get(f"{W}id") for node in root.iter(f"{W}commentReference")],
        ):
            assert len(set(numbers)) == len(numbers)
        for kind in ("bookmark", "commentRange"):
            name = (f"{W}{kind}Start", f"{W}{kind}End")
            begun, ended = ([node.get(f"{W}id") for node in root.iter(end)] for end in name)
            assert sorted(begun) == sorted(ended)


@given(st.lists(st.tuples(st.sampled_from(NAMED), st.text(min_size=1, max_size=12)), max_size=8))
def test_any_name_of_a_fact_makes_an_entry_and_comes_back(names):
    names = [(group, re.sub("[\x00-\x1f\ud800-\udfff\ufdd0\ufffe\uffff]", "x", name)) for group, name in names]
    facts = Facts()
    made = {facts.name(Span("值", fact=group + name)): group + name for group, name in names}
    assert {path(name) for name in made} == {group + name for group, name in names}
    root = etree.Element("root")
    facts.into(root)
    assert {etree.QName(entry).localname for entry in root} == set(made)
    etree.fromstring(etree.tostring(root, encoding="utf-8"))


def test_two_wordings_of_a_fact_are_two_entries():
    facts = Facts()
    named = [facts.name(Span(text, fact="单位.站-2")) for text in ("联络站", "站", "联络站")]
    assert (named[0], len(set(named))) == (named[2], 2)
    assert {path(name) for name in named} == {"单位.站-2"}


@pytest.mark.parametrize("text", ["", "  ", "一\n二", "一\t二"])
def test_what_is_no_line_of_text_is_no_control(text):
    assert Facts().name(Span(text, fact="事实.话")) == ""


LIVE = "数据: {点位: {值: 212, 量词: 个}}\n成绩: [{题: 修点, 内容: '共{点位}。'}]\n"


@pytest.mark.parametrize(
    ("switch", "controls"),
    [("", 4), ("文档: {联动: 否}\n", 0), ("word: {live_facts: no}\n", 0), ("文档: {联动: 是}\n", 4)],
)
def test_the_brief_may_switch_live_facts_off(run, tmp_path, switch, controls):
    text = "会议: {名称: 座谈会, 日期: 2026-04-16}\n讲话: {体裁: 座谈会讲话, 称谓: 同志们}\n" + LIVE + switch
    (tmp_path / "b.yaml").write_text(text, "utf-8")
    done = run("draft", "b.yaml")
    assert done.returncode == 0, done.stderr
    data = (tmp_path / "b.docx").read_bytes()
    assert len(list(tree(data).iter(f"{W}sdt"))) == controls
    assert "212个" in read.text(data)
    assert "数据.点位" in {path(etree.QName(n).localname) for n in tree(data, "customXml/item1.xml")[0]}


def test_a_reading_copy_has_no_controls(drafts):
    reading = Writer(layout.find("reading", Library.standard().data))
    data = reading.docx(drafts["座谈会讲话"].speeches[0])
    assert not list(tree(data).iter(f"{W}sdt"))


# --- anchors and state ---


def kept(data):
    return json.loads(tree(data, "customXml/item1.xml").findtext(f"{{{NAMESPACE}}}state"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda p: p.stem)
def test_every_paragraph_has_its_bookmark_and_its_sentences_in_the_state(gb, drafts, file):
    speech = drafts[file.stem].speeches[0]
    data = gb.docx(speech)
    ids = [role for role, _spans in speech.head.lines()] + [p.id for p in speech.paragraphs]
    listed = kept(data)["paragraphs"]
    assert [id_ for id_, _digest in listed] == ids
    anchored = [p for p in tree(data).iter(f"{W}p") if p.find(f"{W}bookmarkStart") is not None]
    names = [p.find(f"{W}bookmarkStart").get(f"{W}name") for p in anchored]
    assert names == [f"{state.BOOKMARK}{n}" for n in range(1, len(ids) + 1)]
    for paragraph, (_id, digest) in zip(speech.paragraphs, listed[-len(speech.paragraphs) :], strict=True):
        lifted = "".join(
            f"{{{span.fact}}}" if span.fact and span.fact.startswith(NAMED) and span.text.strip() else span.text
            for span in paragraph.spans
        )
        assert len(digest) == 4 * len(sentences(lifted))
        assert digest == state.digest(lifted)


def test_a_changed_figure_leaves_the_digest_and_a_changed_word_does_not(gb, drafted):
    def listed(text):
        return kept(gb.docx(drafted(text).speeches[0]))["paragraphs"]

    one, figure = listed(LIVE), listed(LIVE.replace("212", "300"))
    assert one == figure
    assert listed(LIVE.replace("共", "现有")) != one


def test_sentences_differ_in_their_digests():
    found = {state.digest(f"第{n}句。") for n in range(2000)}
    assert len(found) >= 1999
    assert all(len(digest) == 4 for digest in found)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda p: p.stem)
def test_a_document_stays_within_one_and_a_half_times_the_same_text_written_plainly(gb, drafts, file):
    for speech in drafts[file.stem].speeches:
        data = gb.docx(speech)
        plain = docx.Document(io.BytesIO(data))
        body = plain.element.body
        for node in list(body)[:-1]:
            body.remove(node)
        lines = [(role, "".join(span.text for span in spans)) for role, spans in speech.head.lines()]
        names = {style.style_id: style for style in plain.styles}
        for role, text in [*lines, *((p.role, p.text) for p in speech.paragraphs)]:
            plain.add_paragraph(text, style=names[STYLES[role][0]])
        written = io.BytesIO()
        plain.save(written)
        with zipfile.ZipFile(written) as package:
            own = [i for i in package.infolist() if not i.filename.startswith("customXml/")]
            size = sum(i.compress_size + 2 * len(i.filename) + 76 for i in own) + 22
        assert len(data) <= 1.5 * size, len(data) / size


def test_the_seed_and_the_version_are_known_to_an_update(gb, drafts):
    assert zlib.crc32(b"") == 0
    found = kept(gb.docx(drafts["座谈会讲话"].speeches[0]))
    assert {"drafter", "genre", "layout", "seed", "paragraphs"} == set(found)
    assert found["layout"] == "gb"


# --- comments ---


def comments(data):
    """Each comment: the words that it is about, and what it says."""
    said = {c.get(f"{W}id"): texts(c) for c in tree(data, "word/comments.xml")}
    found = []
    for paragraph in tree(data).iter(f"{W}p"):
        open_ = {}
        for node in paragraph.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}t"):
            if node.tag == f"{W}t":
                open_ = {number: words + (node.text or "") for number, words in open_.items()}
            elif node.tag.endswith("Start"):
                open_[node.get(f"{W}id")] = ""
            else:
                number = node.get(f"{W}id")
                found.append((open_.pop(number), said[number]))
    assert len(found) == len(said)
    return found


TOLD = """\
会议: {名称: 座谈会, 日期: 2026-04-16}
讲话: {体裁: 座谈会讲话, 称谓: 同志们}
不要提: [修点]
数据:
  点位: {值: 212, 量词: 个, 来源: 市民政局, 截至: 2026年3月底}
  上年: {值: , 量词: 个}
  名额: {值: 30, 量词: 个, 推测: 照去年}
成绩: [{题: 修点有声有色, 内容: ['共{点位}，去年{上年}。', '另有{名额}。']}]
"""


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_comments_stand_at_the_words_that_they_are_about(run, tmp_path, language):
    (tmp_path / "b.yaml").write_text(TOLD, "utf-8")
    run("draft", "b.yaml", "--comments", "gaps,findings,sources", language=language)
    data = (tmp_path / "b.docx").read_bytes()
    found = comments(data)
    assert ("212个", "来源：市民政局；截至：2026年3月底。") in found
    assert [words for words, said in found if said.startswith("待补：上年")] == ["【待补：上年】"]
    assert [words for words, said in found if "推测" in said and "照去年" in said] == ["30个"]
    assert any("修点有声有色" in words and said.startswith("必改：") and "不" in said for words, said in found)
    if language == "zh_CN":
        run("draft", "b.yaml", "-o", "en", "--comments", "gaps,findings,sources", language="en")
        assert (tmp_path / "en" / "b.docx").read_bytes() == data


@pytest.mark.parametrize(
    ("asked", "brief", "starts"),
    [
        ("待补", "", {"待补"}),
        ("sources", "", {"来源"}),
        (None, "文档: {批注: 来源、待补}\n", {"来源", "待补"}),
        ("gaps", "文档: {批注: [来源]}\n", {"待补"}),
    ],
)
def test_each_kind_of_comments_comes_when_it_is_asked_for(run, tmp_path, asked, brief, starts):
    (tmp_path / "b.yaml").write_text(TOLD + brief, "utf-8")
    run("draft", "b.yaml", *(["--comments", asked] if asked else []))
    found = {said.partition("：")[0] for _words, said in comments((tmp_path / "b.docx").read_bytes())}
    assert found == starts


def test_without_comments_there_is_no_part_for_them(gb, drafts):
    with zipfile.ZipFile(io.BytesIO(gb.docx(drafts["座谈会讲话"].speeches[0]))) as package:
        assert not [name for name in package.namelist() if "comment" in name]


def test_a_kind_that_is_not_there_is_named(run, tmp_path):
    (tmp_path / "b.yaml").write_text(TOLD + "文档: {批注: 错字}\n", "utf-8")
    done = run("draft", "b.yaml", "--comments", "typos")
    assert (done.returncode, "typos is not one of gaps, findings, sources" in done.stderr) == (2, True)
    done = run("draft", "b.yaml")
    assert (done.returncode, "b.yaml:9:10" in done.stderr and "错字" in done.stderr) == (2, True)


@pytest.mark.parametrize("name", ["gb", "reading"])
def test_a_comment_on_a_whole_line_is_around_it(drafts, name):
    speech = drafts["座谈会讲话"].speeches[0]
    told = [Note(Spot(0, "title", 0), "甲 & <乙>"), Note(Spot(0, speech.paragraphs[0].id), "丙")]
    data = Writer(layout.find(name, Library.standard().data)).docx(speech, told)
    found = [(re.sub(r"\s|[a-zāáǎàōóǒòēéěèīíǐìūúǔùüǖǘǚǜ▏]", "", words), said) for words, said in comments(data)]
    assert found[0][1] == "甲 & <乙>"
    assert found[0][0] == speech.head.title_text
    assert found[1][1] == "丙"
    if name == "gb":
        assert found[1][0] == speech.paragraphs[0].text
