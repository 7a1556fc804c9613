"""The Word file: what an office and a validator ask of it, and nothing of the text lost on the way into it."""

from __future__ import annotations

import dataclasses
import io
import json
import subprocess
import sys
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from drafter.errors import TemplateError
from drafter.library import Library
from drafter.model import Head, Move, Origin, Paragraph, Span, Speech
from drafter.word import layout
from drafter.word.write import Writer

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def speech(*texts, title="在大会上的讲话", role="body"):
    body = tuple(Paragraph(f"p{i}", role, (Span(text),), Origin("t", 1)) for i, text in enumerate(texts))
    head = Head(
        title=(Span(title),),
        subtitle=(),
        date=(Span("（"), Span("【待补：日期】", gap="日期"), Span("）")),
        speaker=(Span("局长\u3000顾维清"),),
        salutation=(Span("同志们："),),
        author="顾维清",
    )
    return Speech("symposium", "座谈会讲话", head, (Move("任务", body),))


@pytest.fixture(scope="session")
def gb():
    return Writer(layout.find("gb", Library.standard().data))


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def tree(data, name="word/document.xml"):
    return etree.fromstring(parts(data)[name])


def test_same_speech_same_bytes(gb):
    again = Writer(layout.find("gb", Library.standard().data))
    assert gb.docx(speech("一", "二")) == again.docx(speech("一", "二"))


def test_nothing_in_the_file_tells_the_time(gb):
    with zipfile.ZipFile(io.BytesIO(gb.docx(speech("一")))) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert len({info.filename for info in package.infolist()}) == len(package.infolist())


def test_head_and_body_stand_in_their_styles(gb):
    made = docx.Document(io.BytesIO(gb.docx(speech("修路。"))))
    assert [(p.style.name, p.text) for p in made.paragraphs] == [
        ("Title", "在大会上的讲话"),
        ("Date", "（【待补：日期】）"),
        ("Speaker", "局长\u3000顾维清"),
        ("Salutation", "同志们："),
        ("Body Text", "修路。"),
    ]


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_headings_use_the_built_in_styles_that_navigation_needs(gb, level):
    made = docx.Document(io.BytesIO(gb.docx(speech("修路", role=f"heading{level}"))))
    style = made.paragraphs[-1].style
    assert (style.name, style.style_id) == (f"Heading {level}", f"Heading{level}")
    assert style.element.find(f".//{W}outlineLvl").get(f"{W}val") == str(level - 1)
    assert style.paragraph_format.keep_with_next


def test_the_page_is_that_of_the_standard(gb):
    section = docx.Document(io.BytesIO(gb.docx(speech("一")))).sections[0]
    sizes = [section.page_width, section.page_height, section.top_margin, section.bottom_margin]
    sizes += [section.left_margin, section.right_margin, section.footer_distance]
    assert [round(size.mm) for size in sizes] == [210, 297, 37, 35, 28, 26, 25]


@pytest.mark.parametrize(
    ("style", "font", "size", "spacing", "indent"),
    [
        ("Title", "方正小标宋简体", 22, 35, "0"),
        ("Date", "楷体_GB2312", 16, 28, "0"),
        ("Salutation", "仿宋_GB2312", 16, 28, "0"),
        ("Heading 1", "黑体", 16, 28, "200"),
        ("Heading 2", "楷体_GB2312", 16, 28, "200"),
        ("Body Text", "仿宋_GB2312", 16, 28, "200"),
    ],
)
def test_styles_have_the_faces_and_sizes_of_the_layout(gb, style, font, size, spacing, indent):
    found = docx.Document(io.BytesIO(gb.docx(speech("一")))).styles[style]
    faces = found.element.find(f".//{W}rFonts")
    assert {faces.get(f"{W}{slot}") for slot in ("ascii", "hAnsi", "eastAsia", "cs")} == {font}
    assert (found.font.size.pt, found.paragraph_format.line_spacing.pt) == (size, spacing)
    assert found.element.find(f".//{W}ind").get(f"{W}firstLineChars") == indent
    assert not found.font.bold


def test_no_theme_font_and_a_hint_on_every_run(gb):
    data = gb.docx(speech("他说“好”——"))
    for name, part in parts(data).items():
        if name.startswith("word/") and name.endswith(".xml") and "theme" not in name:
            assert b"Theme=" not in part.replace(b"themeFontLang", b""), name
    for run in tree(data).iter(f"{W}r"):
        assert run.find(f"{W}rPr/{W}rFonts").get(f"{W}hint") == "eastAsia"


def test_no_widow_control_and_no_grid(gb):
    normal = docx.Document(io.BytesIO(gb.docx(speech("一")))).styles["Normal"].element
    assert normal.find(f".//{W}widowControl").get(f"{W}val") == "0"
    assert normal.find(f".//{W}snapToGrid").get(f"{W}val") == "0"
    assert b"docGrid" not in parts(gb.docx(speech("一")))["word/document.xml"]


def test_page_numbers_stand_right_and_left_in_a_whole_field(gb):
    data = gb.docx(speech("一"))
    assert b"evenAndOddHeaders" in parts(data)["word/settings.xml"]
    for name, side in (("word/footer1.xml", "right"), ("word/footer2.xml", "left")):
        footer = tree(data, name)
        kinds = [mark.get(f"{W}fldCharType") for mark in footer.iter(f"{W}fldChar")]
        assert kinds == ["begin", "separate", "end"]
        assert "".join(footer.itertext()) == "—  PAGE 1 —"
        assert footer.find(f".//{W}jc").get(f"{W}val") == side
        assert footer.find(f".//{W}ind").get(f"{W}firstLine") == "0"


def test_gaps_are_highlighted(gb):
    lit = [run for run in tree(gb.docx(speech("一"))).iter(f"{W}r") if run.find(f".//{W}highlight") is not None]
    assert ["".join(run.itertext()) for run in lit] == ["【待补：日期】"]


def test_lines_of_a_title_are_one_paragraph(gb):
    made = docx.Document(io.BytesIO(gb.docx(speech("一", title="扬帆\n——在大会上的讲话"))))
    assert made.paragraphs[0].text == "扬帆\n——在大会上的讲话"
    assert made.core_properties.title == "扬帆——在大会上的讲话"
    assert (made.core_properties.author, made.core_properties.language) == ("顾维清", "zh-CN")


def test_a_validator_finds_nothing(gb, tmp_path):
    path = tmp_path / "有 空格的 文件.docx"
    path.write_bytes(gb.docx(speech("修路。", "a & b < c > d", title="大会\n讲话")))
    tool = [sys.executable, "-m", "openxml_audit.cli"]
    done = subprocess.run([*tool, str(path), "-o", "json", "-m", "0"], capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report[0]["errors"] == []


XML_TEXT = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="".join(map(chr, [*range(32), 0xFFFE, 0xFFFF]))),
    max_size=60,
)


@given(XML_TEXT)
def test_any_text_comes_back_equal(gb, text):
    found = tree(gb.docx(speech(text))).findall(f".//{W}p")[-1]
    assert "".join(node.text or "" for node in found.iter(f"{W}t")) == text


@pytest.mark.parametrize(
    "text", ["a\tb", "a & b", "<w:t>x</w:t>", "]]>", "  两边  ", "😀𠮷", "\u200b\u202e\ue000", "'\""]
)
def test_awkward_text_comes_back_equal(gb, text):
    assert docx.Document(io.BytesIO(gb.docx(speech(text)))).paragraphs[-1].text == text


def own(**files):
    """A layout of one's own over the built-in ones."""
    library = Library.standard()

    def read(name):
        return dict(files[name]) if name in files else library.data(name)

    return layout.find("own", read)


def inheriting(**change):
    return own(**{"layouts/own.yaml": {"继承": "gb", **change}})


def runs(data):
    """The runs of a document: text, the face that they name, and their style of characters."""
    for run in tree(data).iter(f"{W}r"):
        look = run.find(f"{W}rPr")
        style = look.find(f"{W}rStyle")
        face = look.find(f"{W}rFonts").get(f"{W}eastAsia")
        yield "".join(run.itertext()), face, None if style is None else style.get(f"{W}val")


def test_a_layout_of_ones_own_inherits_and_changes_a_line():
    mine, gb = inheriting(样式={"正文": {"行距": "30"}}), layout.find("gb", Library.standard().data)
    assert mine.styles["body"].spacing == 30
    assert mine.styles["body"].font == gb.styles["body"].font
    assert {**mine.styles, "body": None} == {**gb.styles, "body": None}
    assert mine.margins == gb.margins


BAD_PARENTS = ["own", "没有这种", "../gb", ["gb"], {"a": "b"}, ""]


@pytest.mark.parametrize("parent", BAD_PARENTS)
def test_a_layout_that_inherits_what_it_cannot_is_refused(parent):
    with pytest.raises(TemplateError, match=r"layouts/|继承"):
        own(**{"layouts/own.yaml": {"继承": parent}})


def test_layouts_that_inherit_in_a_ring_are_refused():
    with pytest.raises(TemplateError, match="itself"):
        own(**{"layouts/own.yaml": {"继承": "b"}, "layouts/b.yaml": {"继承": "own"}})


def test_digits_may_have_a_face_of_their_own():
    data = Writer(inheriting(西文字体="Times New Roman", 西文间距="否")).docx(speech("共212个。"))
    faces = docx.Document(io.BytesIO(data)).styles["Body Text"].element.find(f".//{W}rFonts")
    assert [faces.get(f"{W}{slot}") for slot in ("ascii", "hAnsi", "eastAsia")] == [
        *("Times New Roman", "Times New Roman", "仿宋_GB2312")
    ]
    assert tree(data, "word/styles.xml").find(f".//{W}autoSpaceDE").get(f"{W}val") == "0"


def test_page_numbers_may_stand_in_the_middle():
    data = Writer(inheriting(页码={"位置": "居中"})).docx(speech("一"))
    assert tree(data, "word/footer2.xml").find(f".//{W}jc").get(f"{W}val") == "center"


@pytest.mark.parametrize(
    ("given", "said"),
    [("（2026年5月20日）", "（二〇二六年五月二十日）"), ("（2026年10月11日）", "（二〇二六年十月十一日）")],
)
def test_a_date_may_stand_in_characters(given, said):
    made = speech("2026年办成。")
    made = dataclasses.replace(made, head=dataclasses.replace(made.head, date=(Span(given),)))
    document = docx.Document(io.BytesIO(Writer(inheriting(日期写法="汉字")).docx(made)))
    assert [p.text for p in document.paragraphs if p.style.name == "Date"] == [said]
    assert document.paragraphs[-1].text == "2026年办成。"


def test_a_character_outside_of_gb_2312_gets_a_face_that_has_it(gb):
    body = (Span("请"), Span("陈喆", fact="人物.陈喆"), Span("说说镕炉的事。"))
    made = speech("一")
    move = Move("任务", (Paragraph("p", "body", body, Origin("t", 1)),))
    found = list(runs(gb.docx(dataclasses.replace(made, moves=(move,)))))[-6:]
    assert found == [
        ("请", None, None),
        ("陈喆", "仿宋", None),
        ("说说", None, None),
        ("镕", "仿宋", None),
        ("炉的事", None, None),
        ("。", None, None),
    ]
    fonts = tree(gb.docx(made), "word/fontTable.xml")
    assert "仿宋" in {font.get(f"{W}name") for font in fonts}


def headed(*roles):
    body = tuple(
        Paragraph(f"p{i}", role, (Span(text),), Origin("t", 1), number) for i, (role, number, text) in enumerate(roles)
    )
    made = speech("一")
    return dataclasses.replace(made, moves=(Move("任务", body),))


def test_a_second_level_heading_may_begin_its_paragraph():
    text = headed(
        ("heading1", "一、", "任务"),
        ("heading2", "（一）", "把库建起来"),
        ("body", "", "建一座冷库。"),
        ("body", "", "各村报量。"),
        ("heading2", "（二）", "让机器转起来"),
        ("heading3", "1.", "培训"),
        ("heading2", "（三）", "末了一条"),
    )
    data = Writer(inheriting(接排="是")).docx(text)
    document = docx.Document(io.BytesIO(data))
    assert [(p.style.name, p.text) for p in document.paragraphs[-6:]] == [
        ("Heading 1", "一、任务"),
        ("Body Text", "（一）把库建起来。建一座冷库。"),
        ("Body Text", "各村报量。"),
        ("Heading 2", "（二）让机器转起来"),
        ("Heading 3", "1.培训"),
        ("Heading 2", "（三）末了一条"),
    ]
    assert ("（一）把库建起来。", None, "Heading2Char") in set(runs(data))
    style = document.styles["标题 2 字符"].element
    assert style.find(f".//{W}rFonts").get(f"{W}eastAsia") == "楷体_GB2312"


def test_a_long_title_is_broken_by_meaning(gb):
    made = docx.Document(io.BytesIO(gb.docx(speech("一", title="在2026年基层医疗示范点建设推进会上的讲话"))))
    assert made.paragraphs[0].text == "在2026年基层医疗示范点\n建设推进会上的讲话"
    assert made.core_properties.title == "在2026年基层医疗示范点建设推进会上的讲话"


BAD_LAYOUTS = [
    ({"页边": {"上": "宽"}}, "页边"),
    ({"页边": {"上": "900", "下": "1", "左": "1", "右": "1"}}, "上"),
    ({"颜色": "红"}, "颜色"),
    ({"样式": {}}, "题目"),
]


@pytest.mark.parametrize(("change", "words"), BAD_LAYOUTS)
def test_a_layout_that_will_not_do_is_named(change, words):
    with pytest.raises(TemplateError, match=words):
        layout.load("own", {**Library.standard().data("layouts/gb.yaml"), **change})


def test_every_layout_in_the_library_loads():
    library = Library.standard()
    names = library.names("layouts")
    assert names
    for name in names:
        Writer(layout.find(name.removesuffix(".yaml"), library.data)).docx(speech("一"))
