"""What follows from figures by sums: said after the figure, marked as derived, listed with its sum, right or refused."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter import derive
from drafter.brief.sums import WORDS
from drafter.errors import BriefError


def q(value, unit="", rough=False):
    return derive.quantity(value, unit, value + unit, rough)


RESULTS = [
    (lambda: derive.difference(q("218", "吨"), q("163", "吨")), "55吨", {"多少": "多"}),
    (lambda: derive.difference(q("163", "吨"), q("218", "吨")), "55吨", {"多少": "少"}),
    (lambda: derive.difference(q("1480", "万元"), q("1010", "万元")), "470万元", {"多少": "多"}),
    (lambda: derive.difference(q("14.6万", "户"), q("12.1万", "户")), "2.5万户", {"多少": "多"}),
    (lambda: derive.difference(q("91%"), q("34%")), "57个百分点", {"倍": "两倍多"}),
    (lambda: derive.difference(q("63", "个"), q("9", "个")), "54个", {"倍": "七倍"}),
    (lambda: derive.difference(q("63", "个", True), q("9", "个")), "约54个", {}),
    (lambda: derive.share(q("17", "个"), q("42", "个")), "四成", {}),
    (lambda: derive.share(q("31", "座"), q("126", "座")), "两成半", {"几分之一": "差不多每四座里就有一座"}),
    (lambda: derive.share(q("25", "家"), q("100", "家")), "两成半", {"几分之一": "每四家里就有一家"}),
    (lambda: derive.share(q("50", "家"), q("100", "家")), "一半", {"几分之一": "每两家里就有一家"}),
    (lambda: derive.share(q("69", "人"), q("100", "人")), "近七成", {}),
    (lambda: derive.share(q("2", "人"), q("100", "人")), "不到一成", {}),
    (lambda: derive.each(q("11.6万", "个"), q("846", "名")), "约137个", {"每": "每个人"}),
    (lambda: derive.each(q("606", "场"), q("3", "名")), "202场", {"每": "每个人"}),
    (lambda: derive.each(q("9", "吨"), q("4", "天")), "2.25吨", {"每": "每天"}),
    (lambda: derive.each(q("26", "栋"), q("12", "个"), "社区数"), "两栋多", {"每": "每个社区"}),
    (lambda: derive.each(q("35", "栋"), q("12", "个"), "社区数"), "近三栋", {"每": "每个社区"}),
    (lambda: derive.each(q("36", "栋"), q("12", "个"), "社区数"), "3栋", {"每": "每个社区"}),
    (lambda: derive.each(q("5", "栋"), q("12", "个"), "社区数"), "约0.4栋", {"每": "每个社区"}),
    (lambda: derive.together([q("54%"), q("17%")]), "七成多", {"几样": "两样"}),
    (lambda: derive.together([q("20", "吨"), q("40", "吨")]), "60吨", {}),
    (lambda: derive.remainder(q("4317", "件"), [q("3902", "件")]), "415件", {}),
    (lambda: derive.lasts(q("9000", "吨"), q("300", "吨"), "天"), "30天", {}),
    (lambda: derive.lasts(q("50", "吨"), q("4", "吨"), "月"), "12.5个月", {}),
    (lambda: derive.between("2028年2月", "2028年9月"), "7个月", {}),
    (lambda: derive.between("2026年4月1日", "2026年4月17日"), "16天", {}),
    (lambda: derive.between("2026年5月", "2028年5月"), "2年", {}),
    (lambda: derive.between("2019年", "2027年10月"), "8年", {}),
    (lambda: derive.days_until(datetime.date(2026, 4, 14), "4月30日前"), "16天", {}),
]


@pytest.mark.parametrize(("reckon", "text", "words"), RESULTS)
def test_results(reckon, text, words):
    result = reckon()
    assert result.text == text
    assert words.items() <= dict(result.words).items()
    assert result.sum


NONE = [
    lambda: derive.difference(q("218", "吨"), q("163", "个")),
    lambda: derive.difference(q("9", "吨"), q("9", "吨")),
    lambda: derive.share(q("5", "个"), q("4", "个")),
    lambda: derive.share(q("5%"), q("4%")),
    lambda: derive.each(q("5", "个"), q("1", "人")),
    lambda: derive.together([q("60%"), q("50%")]),
    lambda: derive.remainder(q("5", "个"), [q("6", "个")]),
    lambda: derive.between("2028年9月", "2028年2月"),
    lambda: derive.between("去年", "2028年2月"),
    lambda: derive.days_until(datetime.date(2026, 4, 14), "4月1日前"),
    lambda: derive.days_until(datetime.date(2026, 4, 14), "年底前"),
    lambda: derive.days_until(datetime.date(2026, 4, 14), "4月31日前"),
]


@pytest.mark.parametrize("reckon", NONE)
def test_what_cannot_be_reckoned_gives_nothing(reckon):
    assert reckon() is None


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_a_share_in_tenths_is_never_off_by_more_than_a_tenth(part, whole):
    if part < whole:
        text = derive.tenths(Fraction(part, whole))
        tens = {c: n for n, c in enumerate("一二三四五六七八九", 1)} | {"两": 2}
        near = 5 if text == "一半" else 0 if text == "不到一成" else tens[text.strip("近")[0]]
        assert abs(part / whole - near / 10) <= 0.1


HEAD = "会议: {名称: 大会, 日期: 2026-04-14}\n讲话: {体裁: 任务部署讲话, 称谓: 同志们}\n议论: 有\n"
# Each relation of a figure: the brief, and what must be said.
SAID = {
    "before": ("甲: {值: 218, 量词: 吨, 原来: {值: 163, 截至: 2020年}}", "55吨"),
    "of": ("甲: {值: 17, 量词: 个, 占: 乙}\n  乙: {值: 42, 量词: 个}", "四成"),
    "per": ("甲: {值: 606, 量词: 场, 摊到: 乙}\n  乙: {值: 3, 量词: 名}", "202场"),
    "plus": ("甲: {值: 20, 量词: 吨, 加上: [乙]}\n  乙: {值: 40, 量词: 吨}", "60吨"),
    "less": ("甲: {值: 50, 量词: 吨, 减去: 乙}\n  乙: {值: 40, 量词: 吨}", "10吨"),
    "against": ("甲: {值: 34%, 对比: 乙}\n  乙: 91%", "57个百分点"),
    "use": ("甲: {值: 900, 量词: 吨, 用量: 乙}\n  乙: {值: 30, 量词: 吨, 每: 天}", "30天"),
    "until": ("甲: {值: 2028年2月, 距: 乙}\n  乙: 2028年9月", "7个月"),
    "parts": ("甲: {值: 60, 量词: 吨, 分项: [乙, 丙]}\n  乙: {值: 20, 量词: 吨}\n  丙: {值: 40, 量词: 吨}", "60吨"),
}


def test_every_relation_has_its_case():
    assert set(SAID) == set(WORDS)


@pytest.mark.parametrize("relation", SAID)
def test_a_sum_is_said_after_its_figure_marked_and_listed(drafted, relation):
    figures, text = SAID[relation]
    # A sum is said behind its own figure, which comes last here.
    names = "、".join(f"{{{line.split(':')[0].strip()}}}" for line in reversed(figures.split("\n")))
    made = drafted(f'{HEAD}数据:\n  {figures}\n任务: [{{题: 修路, 数据: ["一共{names}"]}}]\n')
    spans = [span for span in made.speeches[0].spans() if span.derived]
    assert text in "".join(span.text for span in spans)
    assert {span.derived for span in spans} == {f"甲.{WORDS[relation]}"}
    (finding,) = [f for f in made.findings if f.rule == "derived"]
    assert text in finding.message
    assert finding.place.line == 5


def test_a_sum_is_said_once_and_not_where_the_writer_says_it(drafted):
    figures = "数据: {甲: {值: 218, 量词: 吨, 原来: 163}}\n"
    twice = drafted(HEAD + figures + '任务: [{题: 修路, 数据: ["一天{甲}"]}, {题: 修桥, 数据: ["仍是{甲}"]}]\n')
    assert "".join(p.text for p in twice.speeches[0].paragraphs).count("55吨") == 1
    quiet = drafted(HEAD.replace("议论: 有\n", "") + figures + '任务: [{题: 修路, 数据: ["一天{甲}"]}]\n')
    assert "55吨" not in "".join(p.text for p in quiet.speeches[0].paragraphs)
    own = drafted(HEAD + figures + '任务: [{题: 修路, 数据: ["一天{甲}"], 内容: ["前后多了{甲.差}。"]}]\n')
    text = "".join(p.text for p in own.speeches[0].paragraphs)
    assert text.count("55吨") == 1
    assert "前后多了55吨" in text


FAULTY = [
    ("甲: {值: 17, 量词: 个, 占: 丙}", "丙"),
    ("甲: {值: 17, 量词: 个, 占: 乙}\n  乙: {值: 42, 量词: 座}", "占"),
    ("甲: {值: 许多, 占: 乙}\n  乙: 42", "占"),
    ("甲: {值: 2028年9月, 距: 乙}\n  乙: 2028年2月", "距"),
]


@pytest.mark.parametrize(("figures", "word"), FAULTY)
def test_a_sum_that_cannot_be_had_is_a_fault_at_its_place(drafted, figures, word):
    with pytest.raises(BriefError) as error:
        drafted(f'{HEAD}数据:\n  {figures}\n任务: ["用{{甲}}"]\n')
    assert word in str(error.value)
    assert ":5:" in str(error.value)


def test_parts_that_do_not_add_up_are_an_error_and_say_nothing(drafted):
    made = drafted(
        HEAD + "数据:\n  甲: {值: 61, 量词: 吨, 分项: [乙, 丙]}\n  乙: {值: 20, 量词: 吨}\n  丙: {值: 40, 量词: 吨}\n"
        '任务: ["一共{甲}，其中{乙}、{丙}"]\n'
    )
    (finding,) = [f for f in made.findings if f.rule == "sum"]
    assert (finding.severity, "60吨" in finding.message) == ("error", True)
    assert not [span for span in made.speeches[0].spans() if span.derived]


def test_a_missing_figure_is_a_gap_and_no_fault(drafted):
    made = drafted(HEAD + '数据:\n  甲: {值: 17, 量词: 个, 占: 乙}\n  乙:\n任务: ["有{甲}，共{乙}"]\n')
    assert made.gaps == {"讲话人": 1, "乙": 1}
