"""The reading copy: readings, breaths and stress stand outside of the text, and the text is the one that was composed."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from drafter.language.readings import SURNAMES, readings
from drafter.library import Library
from drafter.model import Span
from drafter.word import aids, layout, read
from drafter.word.write import Writer
from drafter.word.xml import w

WANTED = frozenset(aids.KNOWN)
TEXT = """\
会议: {名称: 大会, 日期: 2026-04-16}
人物: {单一鸣: {职务: 行长}, 顾维清: {职务: 局长}}
讲话: {体裁: 任务部署讲话, 讲话人: 顾维清, 称谓: 同志们, 版式: reading}
数据: {站数: {值: 212, 量词: 个}}
任务:
  - {题: 修路, 牵头: "{单一鸣}", 内容: ["湍河边的{站数}，参差不齐"], 措施: [把路修平]}
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [("参差不齐", {0: "cēn", 1: "cī"}), ("厝", {0: "cuò"}), ("银行的路还不好", {}), ("abc12，。", {})],
)
def test_rare_and_many_voiced_characters_have_their_reading(text, said):
    assert readings(text) == said


def test_a_surname_is_read_as_one():
    assert readings("单一鸣", frozenset({0}))[0] == SURNAMES["单"] == "shàn"
    assert 0 not in readings("单位")


def test_aids_leave_the_text_alone():
    spans = (Span("湍河边，"), Span("212个", fact="数据.站数"), Span("；"), Span("【待补：甲】", gap="甲"), Span("。"))
    made = aids.pieces(spans, WANTED, set())
    assert "".join(piece.text for piece in made) == "".join(span.text for span in spans)
    assert [piece.text for piece in made if piece.stressed] == ["212"]
    assert [piece.text for piece in made if piece.above == "∨"] == ["个；", "】。"]
    assert "".join(piece.text for piece in made if piece.gap).startswith("【待补")


def test_the_document_holds_them_as_ruby_and_dots(drafted):
    speech = drafted(TEXT).speeches[0]
    look = layout.find("reading", Library.standard().data)
    data = Writer(look).docx(speech)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    above = ["".join(t.text for t in rt.iter(w("t"))) for rt in root.iter(w("rt"))]
    assert {"shàn", "cēn", "∨"} <= set(above)
    assert [
        "".join(t.text for t in run.iter(w("t")))
        for run in root.iter(w("r"))
        if run.find(f"{w('rPr')}/{w('em')}") is not None
    ] == ["212"]
    body = read.text(data)
    assert "shàn" not in body
    for paragraph in speech.paragraphs:
        assert paragraph.text in body


def test_only_what_the_layout_wants_is_given(drafted):
    speech = drafted(TEXT).speeches[0]
    library = Library.standard()
    plain = Writer(layout.find("reading", lambda name: {**library.data(name), "提示": []})).docx(speech)
    with zipfile.ZipFile(io.BytesIO(plain)) as package:
        assert b"w:ruby" not in package.read("word/document.xml")
