"""What runs through a speech: a word that comes back, echoes of what was said, answers, headings of the writer's own."""

from __future__ import annotations

import pytest

from drafter.errors import BriefError

SPEECH = """\
会议: {名称: 食堂座谈会, 日期: 2026-04-16}
人物: {顾维清: {职务: 校长}, 罗桂兰: {职务: 家长代表, 简称: 罗女士}, 林青: {职务: 厨师长}}
讲话: {体裁: 座谈会讲话, 讲话人: 顾维清, 称谓: 各位, 时长: 6EXTRA}
回应:
  - {人: 林青, 大意: [每天六百份, 灶只有四口]}
  - {人: 罗桂兰, 原话: 孩子不是嫌菜差，是嫌菜凉, 主线: 菜凉}
问题:
  - {题: 打饭排队, 数据: [一餐排四十分钟], 呼应: ["{罗桂兰}", "{林青}"]}
  - {题: 保温不够, 内容: [保温台坏了两台], 答复: 5月1日前换新}
  - {题: 菜价, 内容: [半年没有动], 答复: 未定}
任务:
  - {题: 分批打饭, 措施: [三个年级错开十分钟], 牵头: 总务处, 时限: 5月1日前}
  - {题: 添保温台, 措施: [添两台], 牵头: 总务处, 时限: 5月9日前}
结尾: {内容: [饭要趁热吃]}
"""


def text(made):
    return "\n".join(paragraph.text for paragraph in made.speeches[0].paragraphs)


def banks(made):
    return [phrase.partition("/")[0] for p in made.speeches[0].paragraphs for phrase in p.origin.phrases]


def test_a_word_of_a_speaker_becomes_what_the_speech_is_about(drafted):
    made = drafted(SPEECH.replace("EXTRA", ""))
    assert banks(made).count("回应.主线") == 1
    assert text(made).count("菜凉") >= 2
    assert not [f for f in made.findings if "主线" in f.message]


def test_without_a_thread_nothing_of_it_is_said(drafted):
    made = drafted(SPEECH.replace("EXTRA", "").replace(", 主线: 菜凉", ""))
    assert not [bank for bank in banks(made) if bank == "回应.主线"]


def test_problems_echo_the_speakers_and_are_answered_or_openly_not(drafted):
    made = drafted(SPEECH.replace("EXTRA", ""))
    assert "罗女士和林青" in text(made)
    assert "5月1日前换新" in text(made)
    assert banks(made).count("问题.未定") == 1
    assert not [f for f in made.findings if "答复" in f.message]


def test_chapter_headings_are_the_writer_s_where_he_gives_them(drafted):
    made = drafted(SPEECH.replace("EXTRA", ", 章题: {问题: 三样不如意, tasks: 两件事要办}"))
    heads = [p.text for p in made.speeches[0].paragraphs if p.role == "heading1"]
    assert heads == ["一、三样不如意", "二、两件事要办"]


def test_a_chapter_heading_that_heads_nothing_is_told(drafted):
    made = drafted(SPEECH.replace("EXTRA", ", 章题: {成绩: 做成的事}"))
    assert [f.rule for f in made.findings if "做成的事" in f.message] == ["chapter"]
    with pytest.raises(BriefError, match="has no chapter heading"):
        drafted(SPEECH.replace("EXTRA", ", 章题: {开场: 好}"))


DEEDS = """\
会议: {名称: 公司表彰大会, 日期: 2026-05-12}
讲话: {体裁: 表彰大会讲话, 称谓: 各位同事、各位家属}
事迹:
  - {人: 林秀, 性别: 女, 年头: 干了31年, 经过: [雪天把药送到], 引语: [{场合: 有人问她累不累, 动词: 说, 原话: 不能停。}]}
  - {人: 周帆, 性别: 男, 数据: [一年修了1186台]}
希望: [{内容: [把奖状带回家]}, {内容: [多带新人]}]
"""


def test_a_person_has_a_paragraph_with_no_comment_that_the_brief_does_not_give(drafted):
    made = drafted(DEEDS)
    one, other = (next(p for p in made.speeches[0].paragraphs if name in p.text) for name in ("林秀", "周帆"))
    assert "她" in one.text
    assert "“不能停。”" in one.text or "“不能停”" in one.text
    assert other.text.endswith("1186台。")
    assert not [f for f in made.findings if f.severity != "info"]


@pytest.mark.parametrize("seed", range(8))
def test_wishes_are_counted_by_one_noun(drafted, seed):
    made = drafted(DEEDS.replace("称谓:", f'种子: "{seed}", 称谓:'))
    wishes = next(p.text for p in made.speeches[0].paragraphs if "奖状带回家" in p.text)
    assert not ("两句" in wishes and "个愿望" in wishes)
    assert not ("两个" in wishes and "句，" in wishes)


def test_a_figure_that_others_point_at_is_used(drafted):
    made = drafted('议论: 有\n数据: {满: {值: 2028年2月, 距: 投}, 投: 2028年9月}\n任务: ["填满在{满}"]\n')
    assert "2028年9月" in text(made) or "7个月" in text(made)
    assert not [f for f in made.findings if f.rule == "unused-name"]


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ("补: {值: 1944, 量词: 万元, 摊到: 户}, 户: {值: 4860, 量词: 户}", "4000元"),
        ("补: {值: 212, 量词: 个, 原来: {值: 96, 截至: 2023年}}", "116个"),
    ],
)
def test_a_sum_is_listed_in_the_words_that_are_said(drafted, figures, said):
    made = drafted(f'议论: 有\n数据: {{{figures}}}\n任务: ["用了{{补}}"]\n')
    (note,) = [f.message for f in made.findings if f.rule == "derived"]
    assert (said in text(made)) == (said in note)
    assert said in note or "116个" in note
