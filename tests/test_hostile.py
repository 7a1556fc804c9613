"""Input that is wrong, too much, or meant to harm: refused by name and place, nothing lost, nothing half-written."""

from __future__ import annotations

import io
import zipfile

import pytest

from drafter.compose.speech import Composer
from drafter.draft import draft
from drafter.errors import BriefError, DocumentError, DrafterError
from drafter.library import Library
from drafter.word import read


def plain_text(speech):
    return "\n".join(paragraph.text for paragraph in speech.paragraphs)


FIGURES = '会议: {名称: 大会, 日期: 2026-04-16}\n讲话: {体裁: 任务部署讲话, 称谓: 同志们}\n任务: ["用{甲}"]\n数据:\n  '
# A brief's figures, and what is said of them.
WRONG_FIGURES = {
    "twenty digits": ('甲: {值: "13579246801357924680", 量词: 个, 原来: 1}', "cannot be reckoned"),
    "five thousand digits": (
        f'甲: {{值: "{"7" * 5000}", 量词: 个, 摊到: 乙}}\n  乙: {{值: 3, 量词: 户}}',
        "cannot be reckoned",
    ),
    "itself": ("甲: {值: 5, 量词: 个, 加上: 甲}", "names itself"),
    "its own part": ("甲: {值: 5, 量词: 个, 分项: [甲]}", "names itself"),
    "no name": ('甲: {值: 5, 量词: 个, 占: "{}"}', "name of a figure is missing"),
    "no period": ('甲: {值: 5, 量词: 吨, 用量: 乙}\n  乙: {值: 1, 量词: 吨, 每: "{x}"}', "a stretch of time"),
    "year nought": ("甲: {值: 0000年1月, 距: 乙}\n  乙: 2026年5月", "cannot be reckoned"),
    "month 99": ("甲: {值: 2026年1月, 距: 乙}\n  乙: 2026年99月", "cannot be reckoned"),
}


@pytest.mark.parametrize(("figures", "words"), WRONG_FIGURES.values(), ids=WRONG_FIGURES)
def test_figures_of_which_no_sum_can_be_made(drafted, figures, words):
    with pytest.raises(BriefError, match=words):
        drafted(FIGURES + figures + "\n")


def test_many_times_as_much_is_said_in_digits(drafted):
    made = drafted(FIGURES + "甲: {值: 99999999, 量词: 个, 原来: 1}\n")
    assert made.speeches


def test_names_in_names_grow_no_further_than_a_text_may(drafted):
    laughs = "".join(f'  a{i}: "{f"{{a{i + 1}}}" * 10}"\n' for i in range(12)) + "  a12: 哈\n"
    with pytest.raises(BriefError, match="grow to more than"):
        drafted("事实:\n" + laughs + '任务: ["{a0}"]\n')
    chain = "".join(f'  a{i}: "{{a{i + 1}}}"\n' for i in range(300)) + "  a300: 哈\n"
    with pytest.raises(BriefError, match="through too many others"):
        drafted("事实:\n" + chain + '任务: ["{a0}"]\n')


def test_thousands_of_slips_are_told_in_a_moment(drafted):
    """Not a timing: with one comparison for each pair this would run for minutes."""
    names = "".join(f"  名字{i}: {{值: {i}, 量词: 个}}\n" for i in range(1500))
    with pytest.raises(BriefError) as caught:
        drafted("数据:\n" + names + "任务:\n" + "".join(f'  - "{{名子{i}}}"\n' for i in range(1500)))
    assert len(caught.value.faults) == 1500


@pytest.mark.parametrize("code", [0x7F, 0x9B, 0x200B, 0x202E, 0x2066, 0xFEFF])
def test_what_nobody_sees_is_refused_where_it_stands(drafted, code):
    for text in (f"任务: 修{chr(code)}路\n", f'任务: "修\\u{code:04X}路"\n'):
        with pytest.raises(BriefError, match=f"U\\+{code:04X}") as caught:
            drafted(text)
        assert caught.value.faults[0].place.line == 4


def test_a_backslash_is_told_from_an_open_quotation(drafted):
    with pytest.raises(BriefError, match="begins no sign"):
        drafted('任务: "见 C:\\data 一栏"\n')


# --- files ---


def brief(folder, name="x.yaml", text=""):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(
        "会议: {名称: 大会, 日期: 2026-04-16}\n讲话: [{体裁: 任务部署讲话, 称谓: 同志们}, {体裁: 表态发言, 称谓: 同志们}]\n"
        f"任务: [修路]\n承诺: [种树]\n{text}",
        "utf-8",
    )
    return path


def test_two_briefs_of_one_name_do_not_share_a_sheet(run, tmp_path):
    brief(tmp_path / "a")
    brief(tmp_path / "b")
    done = run("draft", "a/x.yaml", "b/x.yaml", "-o", "o")
    assert done.returncode == 2
    assert "would have this name" in done.stderr
    assert not (tmp_path / "o").exists()


def test_a_brief_is_never_written_over(run, tmp_path):
    path = brief(tmp_path / "a", "one.txt", "")
    path.write_text(path.read_text("utf-8").replace(", {体裁: 表态发言, 称谓: 同志们}", ""), "utf-8")
    before = path.read_bytes()
    done = run("draft", "a/one.txt", "--format", "txt", "-o", "a", "--force")
    assert done.returncode == 2
    assert "is the brief itself" in done.stderr
    assert path.read_bytes() == before


def test_a_folder_that_was_made_for_nothing_goes_again(run, tmp_path):
    long = brief(tmp_path / "a", "长" * 82 + ".yaml")
    done = run("draft", f"a/{long.name}", "-o", "new/deep")
    assert done.returncode == 2
    assert not (tmp_path / "new").exists()


def test_inheriting_keeps_names_apart_and_doubled_keys(tmp_path, composer):
    (tmp_path / "base.yaml").write_text("数据: {听众: {值: 200, 量词: 人}}\n会议: {主办: 甲}\n", "utf-8")
    own = tmp_path / "own.yaml"
    text = "沿用: base.yaml\n会议: {名称: 大会, 日期: 2026-04-16}\n讲话: {体裁: 任务部署讲话, 称谓: 同志们}\n"
    own.write_text(text + '任务: ["来了{听众}", "坐满{在座}"]\n数据: {在座: {值: 3, 量词: 排}}\n', "utf-8")
    said = plain_text(draft(own, composer).speeches[0])
    assert "200人" in said
    assert "3排" in said
    own.write_text(text + "meeting: {地点: 礼堂}\n任务: [修路]\n", "utf-8")
    with pytest.raises(BriefError, match="stands twice, in other words"):
        draft(own, composer)


def test_what_is_inherited_and_cannot_be_read_is_told_with_the_line_that_names_it(tmp_path, composer):
    (tmp_path / "base.yaml").write_bytes("会议: {主办: 甲}".encode("utf-16"))
    own = tmp_path / "own.yaml"
    own.write_text("讲话: {体裁: 任务部署讲话, 称谓: 同志们}\n沿用: base.yaml\n", "utf-8")
    with pytest.raises(BriefError, match="UTF-16") as caught:
        draft(own, composer)
    assert caught.value.faults[0].place.line == 2
    for n in range(12):
        (tmp_path / f"c{n}.yaml").write_text(f"沿用: c{n + 1}.yaml\n会议: {{名称: 甲}}\n", "utf-8")
    own.write_text("讲话: {体裁: 任务部署讲话}\n沿用: c0.yaml\n", "utf-8")
    (tmp_path / "c12.yaml").write_text("会议: {名称: 甲}\n", "utf-8")
    with pytest.raises(BriefError, match="too long a row of 沿用"):
        draft(own, composer)


def docx(body, pack=zipfile.ZIP_DEFLATED):
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", pack) as archive:
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
    return made.getvalue()


def test_paragraphs_in_paragraphs_are_read_once():
    inner = "<w:r><w:t>字</w:t></w:r>" * 2000
    text = read.text(docx("<w:p>" * 200 + inner + "</w:p>" * 200))
    assert text.count("字") == 2000


def test_a_document_packed_in_another_way_is_refused():
    with pytest.raises(DocumentError, match="no office program uses"):
        read.text(docx("<w:p/>", zipfile.ZIP_LZMA))


# --- what a speech does not say ---


def rules(made):
    return {finding.rule for finding in made.findings}


def test_what_is_not_to_be_said_is_found_in_the_head_too(drafted):
    text = (
        "会议: {名称: 大会}\n讲话: {体裁: 任务部署讲话, 称谓: 同志们, 题目: 申报大会}\n不要提: [申报]\n任务: [修路]\n"
    )
    assert "unsaid" in rules(drafted(text))


def test_a_fixed_phrase_that_fits_nowhere_and_a_banned_one_that_must_be_said_are_told(drafted, composer):
    bank = composer.banks["开场.主题"]
    fixed = bank.variants[0].text
    made = drafted(
        f'会议: {{名称: 大会}}\n讲话: {{体裁: 任务部署讲话, 称谓: 同志们, 定句: ["{fixed}"]}}\n任务: [修路]\n'
    )
    assert "fixed" in rules(made)
    # A place that would lose a fact of the brief is not silenced.
    every = ", ".join(f'"{variant.text}"' for variant in composer.banks["开场.主题"].variants)
    asked = f"会议: {{名称: 大会, 主题: 把路修好}}\n讲话: {{体裁: 任务部署讲话, 称谓: 同志们, 禁句: [{every}]}}\n"
    made = drafted(asked + "任务: [修路]\n")
    assert "banned" in rules(made)
    with pytest.raises(BriefError, match="both fixed and banned"):
        drafted(f'会议: {{名称: 大会}}\n讲话: {{体裁: 任务部署讲话, 定句: ["{fixed}"], 禁句: ["{fixed}"]}}\n')


def test_what_the_meeting_has_and_no_speech_says_is_listed(drafted):
    made = drafted("会议: {名称: 大会, 散会: 11点}\n讲话: {体裁: 任务部署讲话, 称谓: 同志们}\n任务: [修路]\n")
    assert [f.severity for f in made.findings if "会议.散会" in f.message] == ["info"]


def test_unused_names_of_one_line_keep_their_order(drafted):
    made = drafted(
        "会议: {名称: 大会}\n讲话: {体裁: 任务部署讲话, 称谓: 同志们}\n任务: [修路]\n事实: {甲: 1, 乙: 2, 丙: 3, 丁: 4}\n"
    )
    columns = [f.place.column for f in made.findings if f.rule == "unused-name"]
    assert columns == sorted(columns)
    assert len(columns) == 4


# --- templates ---

TEMPLATES = {
    "deep loops": "{% for a in [1] %}" * 25 + "{% endfor %}" * 25,
    "deep conditions": "{% if 成绩 %}" * 110 + "{% endif %}" * 110,
    "a keyword twice": '{{ 说("单题", 题=1, 题=2) }}',
    "a number of 5000 digits": "{{ " + "9" * 5000 + " }}",
    "not, 3000 times": "{{ " + "not " * 3000 + "1 }}",
    "doubling": "{% set a = '甲乙' %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 33 + "{{ a }}",
    "lists in lists": "{% set a = ['甲'] %}" + "{% set a = [a, a] %}" * 40 + "{{ a|并列 }}",
    "a weight in words": '{% call 省("x") %}甲。{% endcall %}',
}


def library(tmp_path, files):
    for name, text in files.items():
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Library.standard(tmp_path / "own")


@pytest.mark.parametrize("text", TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_that_asks_too_much_is_refused(tmp_path, text):
    path = tmp_path / "brief.yaml"
    path.write_text("会议: {名称: 大会}\n讲话: {体裁: 座谈会讲话, 称谓: 同志们, 时长: 5}\n成绩: [好]\n", "utf-8")
    with pytest.raises(DrafterError, match=r"成绩\.md\.jinja"):
        draft(path, Composer(library(tmp_path, {"moves/成绩.md.jinja": text})))


def test_a_pattern_of_numbers_is_no_format_of_python(tmp_path):
    path = tmp_path / "brief.yaml"
    path.write_text("会议: {名称: 大会}\n讲话: {体裁: 座谈会讲话, 称谓: 同志们}\n成绩: [好, 更好]\n", "utf-8")
    own = library(tmp_path, {"moves/成绩.md.jinja": "{{ ['甲', '乙']|序列('{0.__class__}') }}。"})
    assert "class 'str'" not in plain_text(draft(path, Composer(own)).speeches[0])
