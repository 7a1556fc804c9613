"""Composing: spans know their facts, gaps are printed, headings counted, marks joined; templates cannot misbehave."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.compose.filters import clauses, is_action, listing, prose, quoted, sentences, series, spread
from drafter.compose.phrases import Bank, Variant, pick
from drafter.compose.speech import Composer
from drafter.draft import draft
from drafter.errors import BriefError, TemplateError
from drafter.library import Library
from drafter.marks import Marked, mark, strip_end, tokens, visible


def own(tmp_path, move, text, brief=""):
    """Drafts with a genre of one move whose template is ``text``."""
    shelf = tmp_path / "shelf"
    for name, content in {
        "genres/own/template.yaml": f"名称: 自拟\n题目: 在{{会议}}上的讲话\n部分: [{move}]\n字段: {{口号: 一句口号}}\n",
        f"moves/{move}.md.jinja": text,
        "phrases/own.yaml": "自拟.问好:\n  槽: [谁, 数]\n  句:\n    - 你好，{谁}。\n    - {句: '{谁}，都好。', 当: 数 > 1}\n"
        "自拟.错:\n  槽: [数]\n  句: [{句: 好, 当: 数 >}]\n自拟.漏:\n  槽: [数]\n  句: [{句: 好, 当: 谁}]\n",
    }.items():
        path = shelf / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    path = tmp_path / "brief.yaml"
    path.write_text("会议: {名称: 大会, 日期: 2026-04-16}\n讲话: {体裁: 自拟, 称谓: 同志们}\n" + brief, "utf-8")
    return draft(path, Composer(Library.standard(shelf)))


def body(drafted):
    return [p.text for p in drafted.speeches[0].paragraphs]


# --- spans, origins, gaps ---


def test_spans_know_the_fact_and_the_line_they_came_from(tmp_path):
    drafted = own(tmp_path, "任务", "{# 注 #}\n\n先办{{ 任务[0].内容[0] }}。\n", "任务: [修路]\n")
    (paragraph,) = drafted.speeches[0].paragraphs
    assert [(s.text, s.fact) for s in paragraph.spans] == [
        ("先办", None),
        ("修路", "任务[1].内容[1]"),
        ("。", None),
    ]
    assert (paragraph.origin.template, paragraph.origin.line) == ("moves/任务.md.jinja", 3)


def test_phrases_are_recorded_with_their_bank(tmp_path):
    drafted = own(tmp_path, "任务", '{{ 说("自拟.问好", 谁="各位") }}\n')
    assert drafted.speeches[0].paragraphs[0].origin.phrases == ("自拟.问好/你好，{谁}。",)


def test_a_missing_fact_prints_a_gap_and_is_counted(tmp_path):
    drafted = own(tmp_path, "任务", "会开在{{ 会议.地点 }}。\n")
    assert body(drafted) == ["会开在【待补：地点】。"]
    assert drafted.gaps == {"讲话人": 1, "地点": 1}


def test_an_empty_block_leaves_no_paragraph(tmp_path):
    assert body(own(tmp_path, "任务", "{% if 任务 %}有{% endif %}\n\n\n{{ 任务|成文 }}\n\n完。\n")) == ["完。"]


def test_names_are_full_first_and_short_afterwards(said):
    text = '人物: {罗桂兰: {职务: 居民, 简称: 罗阿姨}}\n开场: ["{罗桂兰}来了。", "请{罗桂兰}坐。"]\n讲话: {体裁: 座谈会讲话}\n'
    assert "居民罗桂兰来了。请罗阿姨坐。" in said(text)


def test_facts_that_no_speech_says_are_listed_with_their_place(drafted):
    made = drafted("成绩: {定性: 显著}\n品牌: {名称: 阳光, 寓意: [暖]}\n收获: [看清了家底]\n任务: 修路\n")
    found = [(f.rule, f.place.line, f.message) for f in made.findings]
    assert found == [
        ("unused-fact", 4, "“成绩[1].定性” is in no speech: 显著"),
        ("unused-section", 5, "“品牌” is a part of no speech here: 2 facts are not said; 队伍建设座谈讲话 have it"),
        (
            "unused-section",
            6,
            "“收获” is a part of no speech here: 1 fact is not said; 闭幕词、工作会议总结讲话 have it",
        ),
    ]


def test_a_transition_does_not_speak_of_what_is_left_out(said):
    for seed in "123456":
        text = said(
            f"讲话: {{体裁: 动员部署讲话, 种子: {seed}}}\n成绩: [{{题: 修了路}}]\n收获: 甲\n问题: [{{题: 人手不够}}]\n任务: [修路, 架桥]\n"
        )
        assert "成绩" not in text
        assert "收获" not in text


def test_what_is_typed_first_is_said_first(said):
    for first, second in (("数据: [还剩27处]", "内容: [查出68处]"), ("内容: [查出68处]", "数据: [还剩27处]")):
        text = said(f"问题: [{{题: 没改完, {first}, {second}}}]\n成绩: {{{first}, {second}}}\n")
        words = [part.split("[")[1].strip("]") for part in (first, second)]
        for line in (line for line in text.split("\n") if words[0] in line):
            assert line.index(words[0]) < line.index(words[1])
        assert text.count(words[0]) == 2


def test_the_speaker_says_i(said):
    text = said('任务: [{题: 修路, 措施: [清淤], 牵头: 顾维清}]\n回应: [{人: 老赵, 原话: "找{顾维清}就行"}]\n')
    assert "我" in text
    assert "“找民政局局长顾维清就行" in text
    assert "局长顾维清" not in text.replace("找民政局局长顾维清就行", "")


def test_people_bodies_and_documents_of_this_brief_that_are_not_named_are_listed(drafted, tmp_path):
    (tmp_path / "office.yaml").write_text("人物: {王远: {职务: 主任}}\n", "utf-8")
    made = drafted(
        "沿用: office.yaml\n会议: {名称: 大会}\n讲话: {体裁: 座谈会讲话, 讲话人: 甲}\n"
        "人物: {甲: {职务: 长}, 乙: {}, 何阿姨: {}}\n单位: {洗衣厂: 洗衣厂}\n任务: 何阿姨说修路\n"
    )
    assert [f.message for f in made.findings] == [
        "“乙” is defined but never used",
        "“洗衣厂” is defined but never used",
    ]


def test_what_a_genre_requires_and_no_gap_shows_is_listed(tmp_path):
    files = {"genres/own/template.yaml": "名称: 自拟\n题目: 讲话\n部分: [任务]\n必填: [会议.名称, 会议.地点, 任务]\n"}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(content, "utf-8")
    path = tmp_path / "b.yaml"
    path.write_text("会议: {名称: 大会}\n讲话: {体裁: 自拟}\n", "utf-8")
    made = draft(path, Composer(Library.standard(tmp_path)))
    assert [f.message for f in made.findings if f.rule == "required"] == [
        "a 自拟 needs “会议.地点”",
        "a 自拟 needs “任务”",
    ]


def test_a_field_of_a_genre_is_part_of_the_brief(tmp_path):
    assert body(own(tmp_path, "任务", "{{ 口号|成文 }}\n", "口号: 干在实处\n")) == ["干在实处。"]
    with pytest.raises(BriefError, match="口号"):
        own(
            tmp_path,
            "任务",
            "",
            "讲话: {体裁: 座谈会讲话}\n口号: 干在实处\n".replace("讲话: {体裁: 座谈会讲话}\n", "口号二: x\n"),
        )


# --- headings and paragraphs ---


def test_headings_are_numbered_by_level(tmp_path):
    text = "## 甲\n### 乙\n### 丙\n#### 丁\n##### 戊\n## 己\n### 庚。\n"
    assert body(own(tmp_path, "任务", text)) == [
        "一、甲",
        "（一）乙",
        "（二）丙",
        "1.丁",
        "（1）戊",
        "二、己",
        "（一）庚",
    ]


def test_only_a_template_makes_headings_and_paragraphs(tmp_path):
    drafted = own(tmp_path, "任务", "{{ 任务[0].内容[0] }}\n", '任务: ["## 不是标题"]\n')
    assert [(p.role, p.text) for p in drafted.speeches[0].paragraphs] == [("body", "## 不是标题")]


def test_brief_strings_are_never_templates(tmp_path):
    text = "{{ 任务[0].内容[0] }}\n"
    assert body(own(tmp_path, "任务", text, '任务: ["{{ 7*7 }} {{% x %}}"]\n')) == ["{ 7*7 } {% x %}"]


def test_ids_are_unique_and_speak(drafted):
    ids = [p.id for p in drafted("任务: [{题: 修路, 措施: 清淤}, {题: 架桥, 措施: 清淤}]\n").speeches[0].paragraphs]
    assert len(ids) == len(set(ids))
    assert "任务/heading1/任务[1].题" in ids


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("好", "好，再说。"),
        ("好。", "好，再说。"),
        ("好！", "好！再说。"),
        ("好，", "好，再说。"),
        ("“好。”", "“好。”，再说。"),
    ],
)
def test_punctuation_meets_once(tmp_path, fact, text):
    assert body(own(tmp_path, "任务", "{{ 任务[0].内容[0] }}，再说。\n", f"任务: ['{fact}']\n")) == [text]


# --- same input, same text; another seed, another text ---


def test_same_seed_same_text_other_seed_other_words(said):
    text = "成绩: [{题: 路通了, 内容: 修路}, {题: 桥通了, 内容: 架桥}]\n问题: [钱不够]\n任务: [{题: 筹钱, 措施: [借, 攒]}]\n"
    head = "会议: {名称: 大会}\n讲话: {体裁: 座谈会讲话, 种子: SEED}\n"
    texts = {said(head.replace("SEED", str(seed)) + text) for seed in (1, 1, 2, 3)}
    assert len(texts) == 3


def variants(*texts):
    return Bank("b", "", frozenset(), tuple(Variant(text) for text in texts))


@given(st.integers(0, 10_000), st.integers(0, 19))
def test_a_new_variant_takes_over_or_changes_nothing(place, position):
    texts = [f"甲{i}" for i in range(20)]
    before = pick(variants(*texts), {}, "s", str(place), set(), bool)
    after = pick(variants(*texts[:position], "新", *texts[position:]), {}, "s", str(place), set(), bool)
    assert after.text in (before.text, "新")


def test_no_variant_twice_while_the_bank_lasts():
    bank, used = variants("甲", "乙", "丙"), set()
    for place in range(3):
        used.add(pick(bank, {}, "s", str(place), used, bool).text)
    assert used == {"甲", "乙", "丙"}
    assert pick(bank, {}, "s", "x", used, bool).text in used


def test_a_variant_with_an_empty_slot_is_not_said(tmp_path):
    assert body(own(tmp_path, "任务", '{{ 说("自拟.问好", 谁="", 数=2) }}完。\n')) == ["完。"]


# --- templates that misbehave ---


MISBEHAVING = [
    ("{{ 会议.名子 }}", "名子"),
    ("{{ 没有 }}", "没有"),
    ("{{ 会议 }}", "cannot be printed"),
    ("{{ 任务|并裂 }}", "并裂"),
    ("{% if %}", "Expected"),
    ('{{ 说("没有") }}', "没有"),
    ('{{ 说("自拟.问好", 何="x") }}', "何"),
    ('{{ "".__class__.__mro__ }}', "unsafe"),
    ("{{ 会议.名称.__class__ }}", "unsafe"),
    ('{{ "长" * 100000000 }}', "operator"),
    ("{{ 9 ** 9 ** 9 }}", "operator"),
    ('{{ "%1000000000d" % 1 }}', "operator"),
    ("{% set a = [1,2,3,4,5,6,7,8,9] %}" + "{% for x in a %}" * 9 + "{% endfor %}" * 9, "loops"),
    ("{% set a = 会议.名称 + 会议.名称 %}", "operator"),
    ("{% set a = 会议.名称 ~ 会议.名称 %}", "~"),
    ("{{ 1 // 0 }}", "zero"),
    ("{{ 任务|名单 }}", "名称"),
    ("{{ 序(3, 1) }}", "index"),
    ('{{ "{}".format() }}', "index"),
    ("{{ 任务|分组(0) }}", "zero"),
    ('{{ 说("自拟.错", 数=1) }}', "cannot be read"),
    ('{{ 说("自拟.漏", 数=1) }}', "asks for “谁”"),
    ('{% include "moves/结尾.md.jinja" %}', "include"),
    ('{% from "../setup.cfg" import a %}', "setup.cfg"),
    ('{% from "/etc/passwd" import a %}', "passwd"),
    ('{{ "a".join("bc") }}', "unsafe"),
    ("{{ 会议.名称.marked }}", "unsafe"),
    ('{{ "\\x01e没有\\x02\\x03" }}', "character"),
    ("{% macro 甲(n) %}{{ 甲(n) if n else 1 }}{% endmacro %}{{ 甲(1) }}", ""),
    ("{% macro 甲(n) %}{% if n %}{{ 甲(n - 1) }}{{ 甲(n - 1) }}{% endif %}{% endmacro %}{{ 甲(99) }}", ""),
    ("{{ range(9) }}", "range"),
    ("{{ cycler }}", "cycler"),
    ("{{ 会议.update(名称=1) }}", ""),
]


@pytest.mark.parametrize(("text", "words"), MISBEHAVING)
def test_a_template_that_misbehaves_is_refused_with_its_line(tmp_path, text, words):
    with pytest.raises(TemplateError) as caught:
        own(tmp_path, "任务", "好。\n" + text + "\n", "任务: [修路]\n")
    assert words in str(caught.value)
    assert "moves/任务.md.jinja:2" in str(caught.value) or words in ("setup.cfg", "passwd", "~", "include", "character")


UNFIT = [
    ("genres/own/template.yaml", "名称: x\n", "“部分” is missing"),
    ("genres/own/template.yaml", "名称: x\n题目: y\n部分: [a]\n作者: z\n", "unknown key “作者”"),
    ("genres/own/template.yaml", "- a\n", "key: value"),
    ("phrases/own.yaml", "甲: [乙]\n", "needs 句"),
    ("phrases/own.yaml", "甲: {句: ['{槽}']}\n", "unknown slot"),
    ("phrases/own.yaml", "章题甲: {套: [乙]}\n", "needs 套"),
    ("genres/own/template.yaml", "名称: 自拟/讲话\n题目: y\n部分: [a]\n", "not a word"),
    ("genres/own/template.yaml", "名称: 甲\n题目: y\n部分: [a]\n字段: {_口号: x}\n", "not a word"),
    ("genres/own/template.yaml", "名称: 甲\n题目: y\n部分: [a]\n字段: {model_validate: x}\n", "not a word"),
    ("genres/own/template.yaml", "名称: 甲\n题目: y\n部分: [a]\n字段: {任务: x}\n", "not a word"),
    ("genres/own/template.yaml", "名称: 甲\n题目: y\n部分: [a]\n上限: ²\n", "上限"),
    ("genres/own/template.yaml", "名称: 甲\n题目: y\n部分: {开场: b}\n", "a list of parts"),
    ("phrases/own.yaml", "章题: {套: [{回顾: [甲]}]}\n", "needs 套"),
]


@pytest.mark.parametrize(("file", "text", "words"), UNFIT)
def test_a_library_file_that_will_not_do_is_named(tmp_path, file, text, words):
    path = tmp_path / "shelf" / file
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    brief = tmp_path / "brief.yaml"
    brief.write_text("讲话: {体裁: own}\n", "utf-8")
    with pytest.raises(TemplateError, match=words):
        draft(brief, Composer(Library.standard(tmp_path / "shelf")))


def test_names_cannot_lead_out_of_a_shelf(tmp_path):
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (tmp_path / "secret.txt").write_text("x", "utf-8")
    (shelf / "link.txt").symlink_to(tmp_path / "secret.txt")
    library = Library(shelf)
    for name in ("../secret.txt", "..\\secret.txt", "link.txt", str(tmp_path / "secret.txt"), "./../secret.txt", ""):
        assert library.text(name) is None, name


def test_a_bank_of_ones_own_stands_for_the_built_in_one(tmp_path):
    (tmp_path / "shelf" / "phrases").mkdir(parents=True)
    bank = "开场: {用处: 第一句, 槽: [会, 地], 可省: [会, 地], 句: [大家好。]}\n"
    (tmp_path / "shelf" / "phrases" / "甲.yaml").write_text(bank, "utf-8")
    path = tmp_path / "brief.yaml"
    path.write_text("会议: {名称: 大会}\n讲话: {体裁: 座谈会讲话}\n任务: 修路\n", "utf-8")
    made = draft(path, Composer(Library.standard(tmp_path / "shelf")))
    assert made.speeches[0].paragraphs[0].text == "大家好。"
    (tmp_path / "shelf" / "phrases" / "乙.yaml").write_text(bank, "utf-8")
    with pytest.raises(TemplateError, match=r"“开场” stands in another file too"):
        Composer(Library.standard(tmp_path / "shelf"))


def test_an_unknown_genre_names_the_nearest(drafted):
    with pytest.raises(
        BriefError, match=r"brief\.yaml:3:10: there is no genre “座谈会讲活”(.|\n)*Did you mean “座谈会讲话”"
    ):
        drafted("", "座谈会讲活")


def test_an_unknown_part_is_refused(drafted):
    with pytest.raises(BriefError, match="no part “跳舞”"):
        drafted("讲话: {体裁: 座谈会讲话, 部分: [跳舞]}\n")


# --- what templates can do ---


def facts(*texts):
    return [Marked(mark("f", f"p{i}", text)) for i, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (clauses(["修路", "架桥；"]), "修路，架桥"),
        (clauses(["甲" * 20, "乙" * 20]), "甲" * 20 + "；" + "乙" * 20),
        (clauses(["甲" * 40, "乙" * 40]), "甲" * 40 + "。" + "乙" * 40),
        (clauses(["修路", "桥也修好了。人也来了。", "架桥"]), "修路。桥也修好了。人也来了。架桥"),
        (prose(["修路", "架桥"]), "修路，架桥。"),
        (prose(["修好了吗？"]), "修好了吗？"),
        (prose([]), ""),
        (sentences(["修路", "架桥。"]), "修路。架桥。"),
        (series(["修路", "架桥", "清淤，"]), "一是修路；二是架桥；三是清淤"),
        (series(["修路"]), "修路"),
        (listing(["修路；", "架桥"]), "修路和架桥"),
        (quoted("他说“好”"), "“他说‘好’”"),
        (quoted("“好”"), "“好”"),
    ],
)
def test_filters(made, text):
    assert made == text


def test_filters_keep_the_marks_of_facts():
    made = listing(facts("甲", "乙", "甲"))
    assert made == "甲、乙和甲"
    assert [t.text for t in tokens(made.marked) if t.kind == "f"] == ["p0", "p1", "p2"]


@pytest.mark.parametrize(
    ("n", "sizes"), [(1, [1]), (2, [2]), (3, [3]), (4, [2, 2]), (5, [3, 2]), (7, [3, 2, 2]), (0, [])]
)
def test_spread_is_even(n, sizes):
    assert [len(group) for group in spread([f"做{i}" for i in range(n)])] == sizes


def test_a_sentence_stands_alone_in_a_spread():
    assert [len(group) for group in spread(["修路", "桥好了。", "清淤", "植树"])] == [1, 1, 2]


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("整修道路", False),
        ("完善机制", True),
        ("把路修好", True),
        ("低年级三点半放学", False),
        ("每亭2名", False),
        ("462个散桶", False),
        ("要修路", False),
        ("修路。", False),
    ],
)
def test_what_can_follow_yao(text, action):
    assert is_action(text) is action


MARKED = st.text(alphabet="甲乙，。", max_size=6).flatmap(
    lambda text: st.lists(st.sampled_from(["f", "p"]), max_size=2).map(
        lambda kinds: "".join(mark(k, "x") for k in kinds) + mark("f", "y", text)
    )
)


@given(MARKED)
def test_marks_hide_and_strip_cleanly(text):
    assert not set(visible(text)) & set("\x01\x02\x03")
    assert visible(strip_end(text, "，。")) == visible(text).rstrip("，。")


WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=20)


@given(st.lists(WORDS.map(str.strip).filter(bool), min_size=1, max_size=4))
def test_no_text_is_lost_on_the_way(tmp_path_factory, composer, words):
    import json

    path = tmp_path_factory.mktemp("any") / "b.yaml"
    items = json.dumps([word.replace("{", "{{").replace("}", "}}") for word in words], ensure_ascii=False)
    path.write_text(f"会议: {{名称: 大会}}\n讲话: {{体裁: 座谈会讲话}}\n开场: {items}\n", "utf-8")
    try:
        drafted = draft(path, composer)
    except BriefError:
        return  # refused by name
    text = "".join(p.text for p in drafted.speeches[0].paragraphs)
    for word in words:
        bare = word.strip("，。；：、！？!? ")
        assert bare in text if bare else any(word[:24] in finding.message for finding in drafted.findings)
