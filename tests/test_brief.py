"""Reading a brief: what is accepted means what was typed; what is wrong is named, all of it, with its place."""

from __future__ import annotations

import fields
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from drafter.brief.keys import FREE, KEYS, chinese, english, words
from drafter.brief.read import read
from drafter.errors import BriefError

GOOD = """\
会议: {名称: 全市养老服务座谈会, 日期: 2026-04-16}
讲话: {体裁: 座谈会讲话}
"""


@pytest.fixture
def brief(tmp_path):
    def run(text, encoding="utf-8", name="brief.yaml"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
        return read(path)

    return run


@pytest.fixture
def faults(brief):
    """The faults of a brief, as (line, column, message)."""

    def run(text, **how):
        with pytest.raises(BriefError) as caught:
            brief(text, **how)
        return [(f.place.line if f.place else 0, f.place.column if f.place else 0, str(f)) for f in caught.value.faults]

    return run


# --- accepted ---


def test_chinese_and_english_keys_mean_the_same(brief):
    text = """\
会议: {名称: 座谈会, 日期: 2026-04-16, 地点: 二楼}
讲话: [{体裁: 座谈会讲话, 时长: 12分钟}]
任务: [{题: 修路, 措施: [清淤], 牵头: 市政处}]
对照: x
"""
    text = text.replace("对照: x\n", "")
    other = text
    for key, (word, *_rest) in KEYS.items():
        other = other.replace(f"{word}:", f"{key.rstrip('_')}:")
    assert "meeting:" in other
    assert brief(text).data == brief(other).data


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_of_editors_in_china(brief, encoding):
    assert brief(GOOD, encoding).data["会议"]["名称"] == "全市养老服务座谈会"


@pytest.mark.parametrize(
    "text",
    [
        "12:30",
        "010",
        "3.10",
        "no",
        "否",
        "2024-06-01",
        "１２０",
        "1e3",
        "~",
        "null",
        "0x1F",
        "1_000",
        "True",
        ".5",
        "=",
        "on",
    ],
)
def test_scalars_mean_what_was_typed(brief, text):
    assert brief(f"{GOOD}任务: [{{题: {text}}}]\n").data["任务"][0]["题"] == text


@pytest.mark.parametrize("date", ["2026-04-16", "2026/4/16", "2026.4.16", "2026年4月16日", "２０２６年4月16日"])
def test_dates_in_every_usual_form(brief, date):
    assert brief(GOOD.replace("2026-04-16", date)).data["会议"]["日期"] == "2026年4月16日"


@pytest.mark.parametrize("weekday", ["星期四", "周四", "礼拜四"])
def test_a_weekday_that_fits(brief, weekday):
    brief(GOOD.replace("}\n讲话", f", 星期: {weekday}}}\n讲话"))


def test_one_text_serves_where_a_list_is_wanted(brief):
    data = brief(GOOD + "任务: 修路\n收获: [看清了家底]\n").data
    assert data["任务"][0]["内容"] == ["修路"]
    assert data["收获"][0]["内容"] == ["看清了家底"]


def test_notes_are_for_the_writer_only(brief):
    made = brief(GOOD + "备注: {随便: [写, 什么]}\n任务: [{题: 修路, 备注: 问老张}]\n")
    assert "问老张" not in repr(made.data)
    assert not any("问老张" in fact.text for fact in made.facts.values())


def test_named_facts_are_put_in_everywhere(brief):
    made = brief(GOOD + '数据: {站: {值: 500万, 量词: 人, 修饰: 多}}\n任务: [{题: 修路, 措施: ["服务{站}"]}]\n')
    assert [measure["事项"] for measure in made.data["任务"][0]["措施"]] == ["服务500多万人"]
    assert made.facts["任务[1].措施[1].事项"].text == "服务500多万人"


def test_facts_may_name_facts(brief):
    made = brief(GOOD + "事实: {期: “十二五”, 纲要: '事业{期}纲要'}\n任务: 落实{纲要}\n")
    assert made.data["任务"][0]["内容"] == ["落实事业“十二五”纲要"]


def test_braces_are_doubled_to_be_printed(brief):
    assert brief(GOOD + '任务: ["用{{花括号}}"]\n').data["任务"][0]["内容"] == ["用{花括号}"]


def test_a_fact_without_a_value_is_a_gap(brief):
    made = brief(GOOD + "事实: {年版: }\n任务: 按{年版}标准\n")
    assert made.data["任务"][0]["内容"] == ["按【待补：年版】标准"]


def test_unused_names_are_findings(brief):
    made = brief(GOOD + "数据: {站: 3个}\n")
    assert [(f.rule, f.severity, f.place.line) for f in made.findings] == [("unused-name", "warning", 3)]


def test_inferred_values_are_listed_for_confirmation(brief):
    made = brief(GOOD + "事实: {期: {值: 十二五, 推测: 由年份推得}}\n任务: 按{期}做\n")
    assert [(f.rule, f.severity) for f in made.findings] == [("inferred", "info")]
    assert "由年份推得" in made.findings[0].message


def test_an_office_file_is_inherited(brief, tmp_path):
    (tmp_path / "office.yaml").write_text(
        "人物: {王: {职务: 局长}, 李: {职务: 副局长}}\n讲话: {体裁: x}\n在座: [同志们]\n", "utf-8"
    )
    made = brief(GOOD + "沿用: office.yaml\n人物: {王: {职务: 书记}}\n")
    assert made.entities["王"].full.endswith("书记王\x03")
    assert "李" in made.entities
    assert made.data["在座"] == ["同志们"]
    assert [wanted.genre for wanted in made.speeches] == ["座谈会讲话"]


def test_facts_know_their_places(brief, tmp_path):
    made = brief(GOOD + "任务:\n  - 题: 修路\n    措施:\n      - 清淤\n")
    fact = made.facts["任务[1].措施[1].事项"]
    assert (fact.place.line, fact.place.column) == (6, 9)


# --- refused ---


FAULTS = [
    ("会议: {名称: a}\n会议: {名称: b}\n", 4, "stands twice"),
    ("任务: !!python/object:os.system x\n", 3, "a tag"),
    ("任务: &a [x]\n", 3, "an anchor"),
    ("任务: [&a x, *a]\n", 3, "an alias"),
    ("任务：修路\n", 3, "full-width colon"),
    ("任务:\n  - 措施：清淤\n", 4, "full-width colon"),
    ("任务:修路\n", 3, "no blank after the colon"),
    ("任务:\n\t- 修路\n", 4, "a tab"),
    ("任务:\n\u3000- 修路\n", 4, "full-width blank"),
    ('任务: "修路\n', 3, "not closed"),
    ("任务: [修路\n", 3, "is not closed"),
    ("任务:\n  -修路\n  -架桥\n", 4, "a list item"),
    ("任务: {站}个\n", 3, "must stand in quotes"),
    ("任务: [落实{纲要}, 好]\n", 3, "must stand in quotes"),
    ("任务:\n  - 题: {站}\n", 4, "takes one text"),
    ("任伍: [修路]\n", 3, "is not a key here"),
    ("任务:\n  - 题: 修路\n    措失: 清淤\n", 5, "is not a key here"),
    ("任务: [{题: [修路]}]\n", 3, "takes one text"),
    ("任务: [{措施: {甲: 乙}}]\n", 3, "“甲” is not a key here"),
    ("开场: {内容: {甲: 乙}}\n", 3, "a list of texts"),
    ("会议回顾: 好\n", 3, "“key: value” lines"),
    ("任务: 落实{纲要}\n", 3, "{纲要} is not defined"),
    ('事实: {甲: "“{甲}”"}\n任务: “{甲}”\n', 3, "defined by itself"),
    ("事实: {甲: 1}\n数据: {甲: 2}\n任务: “{甲}”\n", 4, "defined twice"),
    ("任务: [{题: 修路, heading: 架桥}]\n", 3, "stands twice, in other words"),
    ("在座: b\n听众: c\n", 4, "stands twice, in other words"),
    ("任务: [{对照: [{名: 甲, 是: 乙}]}]\n", 3, "exactly two"),
    ("人物: {王: {语速: 快}}\n", 3, "cannot be"),
    ("人物: {王: {语速: 4000}}\n", 3, "cannot be"),
    ("沿用: nope.yaml\n", 3, "not there"),
    ("沿用: /etc/passwd\n", 3, "relative"),
    ("沿用: brief.yaml\n", 0, "leads back to itself"),
    ("---\n任务: [x]\n", 3, "second document"),
    ("任务: [{时限: 2026-06-31}]\n", 3, "no such day"),
    ("任务: [6月31日前修好]\n", 3, "no such day: 6月31日"),
    ("任务: [2026年4月17日（星期四）开工]\n", 3, "is a 星期五, not 星期四"),
    ("数据: {站: {值: 64台, 量词: 台}}\n任务: “{站}”\n", 3, "stands twice"),
    ("数据: {站: {值: 3l2, 量词: 条}}\n任务: “{站}”\n", 3, "a letter stands"),
    ("任务:\n  - 架桥\n  -修路\n形势: {内容: 好}\n", 5, "no blank after the -"),
    ("任务: ['{站修好了']\n", 3, "no other half"),
    ("数据: {站: 3个}\n任务: “｛站｝修好了”，{站}\n", 4, "full-width braces"),
    ("数据: {站: {值: 1,203, 量词: 个}}\n任务: “{站}”\n", 3, "ends the number"),
    ("会议回顾: {总评：好}\n", 3, "Did you mean “总评”"),
    ("任伍:\n", 3, "is not a key here"),
    ("任务: [修路, ]\n讲话: []\n", 4, "stands twice"),
    ("任务:\n  - 修路\n  -\n", 5, "an entry of a list is empty"),
    ('任务: ["a\\x01b"]\n', 3, "U+0001"),
    ('任务: ["a\\uFFFEb"]\n', 3, "U+FFFE"),
]


@pytest.mark.parametrize(("text", "line", "words"), FAULTS)
def test_a_fault_is_named_where_it_is(faults, text, line, words):
    found = faults(GOOD + text)
    assert any(words in message and (line in (0, at)) for at, _column, message in found), found


IMPOSSIBLE = [
    ("", "empty"),
    ("# nothing\n", "empty"),
    ("- 修路\n", "key: value"),
    ("修路\n", "key: value"),
    ("会议: {名称: x}\n", "“讲话” is missing"),
    ("讲话: [{讲话人: 王}]\n", "“体裁” is missing"),
    ("会议: {日期: 2026-02-30}\n讲话: {体裁: x}\n", "no such day"),
    ("会议: {日期: 四月}\n讲话: {体裁: x}\n", "a date is written"),
    ("会议: {日期: 2026-04-16, 星期: 星期五}\n讲话: {体裁: x}\n", "is a 星期四, not 星期五"),
    ("会议: {日期: 2026-04-16, 星期: 明天}\n讲话: {体裁: x}\n", "not a weekday"),
    ("讲话: {体裁: x, 时长: 半天}\n", "minutes are written"),
    ("讲话: {体裁: x, 时长: 90000分钟}\n", "1 to 300"),
    ("讲话: {体裁: x, 时长: 0}\n", "1 to 300"),
    ("讲话: []\n", "“讲话” is empty"),
    ("会议: {名称: x}\n讲话: {体裁: x}\n任务: 甲\x0b乙\n", "U+000B"),
    ("讲话: {体裁: x, 讲话人: 顾维青}\n人物: {顾维清: {职务: 局长}}\n", "Did you mean “顾维清”"),
]


@pytest.mark.parametrize(("text", "words"), IMPOSSIBLE)
def test_a_brief_that_cannot_be(faults, text, words):
    assert any(words in message for _line, _column, message in faults(text))


def test_what_is_wrong_in_one_place_does_not_hide_the_rest(faults):
    text = (
        "会议: {日期: 2026-04-16, 星期: 星期五}\n讲话: [{讲话人: 王}]\n任务:\n  - 措失: [x]\n"
        '  - {题: "{路}通了", 对照: [{名: 甲}]}\n  - {内容: [6月31日, [y], "{桥}"]}\n'
    )
    wanted = [
        (1, "not 星期五"),
        (2, "体裁"),
        (4, "措失"),
        (5, "{路}"),
        (5, "“是” is missing"),
        (6, "6月31日"),
        (6, "{桥}"),
    ]
    found = faults(text)
    for line, part in wanted:
        assert any(at == line and part in message for at, _column, message in found), (line, part)
    assert len(found) == len(wanted) + 1


def test_lines_without_a_colon_do_not_hide_the_rest(faults):
    text = "会议:\n  名称: 大会\n  地点二楼\n  日期: 2026-02-30\n讲话: {体裁: x}\n任务:\n  - 题: 修路\n    牵头市政处\n    时限: 6月\n"
    assert [(line, "without a colon" in message) for line, _column, message in faults(text)] == [
        (3, True),
        (4, False),
        (8, True),
    ]


def test_names_that_are_lost_with_a_fault_are_not_called_undefined(faults):
    ((_line, _column, message),) = faults(GOOD + "数据: [站]\n任务: “{站}”\n")
    assert "key: value" in message


def test_dates_and_figures_are_written_as_the_standard_wants(brief):
    made = brief(
        GOOD
        + "事实: {开工: 2026-05-04}\n数据: {站: {值: 274000, 量词: 个}, 率: {值: 20-30%, 量词: 以上的户}}\n"
        + '任务: [{时限: 2026/6/30, 内容: ["{开工}开工", "{站}", "{率}"]}]\n'
    )
    assert made.data["任务"][0]["内容"] == ["2026年5月4日开工", "27.4万个", "20%～30%以上的户"]
    assert made.data["任务"][0]["时限"] == "2026年6月30日前"


@pytest.mark.parametrize(
    ("key", "typed", "meant"),
    [
        ("时限", "2026-12-31前", "2026年12月31日前"),
        ("时限", "12月底以前完成", "12月底以前"),
        ("时限", "6月底前", "6月底前"),
        ("牵头", "由护理部牵头", "护理部"),
        ("牵头", "护理部负责", "护理部"),
        ("牵头", "护理部。", "护理部"),
    ],
)
def test_words_that_the_sentence_has_itself_are_dropped(brief, key, typed, meant):
    assert brief(GOOD + f"任务: [{{题: 修路, {key}: {typed}}}]\n").data["任务"][0][key] == meant


def test_a_key_left_empty_is_listed(brief):
    made = brief(GOOD + "任务: [{题: 修路, 牵头: , 排比: {前: '', 项: [甲]}}]\n")
    assert [(f.rule, f.message) for f in made.findings] == [("empty", "“牵头” is left empty")]


def test_a_name_that_is_one_off_is_asked_for(brief):
    made = brief(GOOD + "人物: {老秦: {职务: 药师}}\n回应: [{人: 老泰, 原话: 看病五分钟}]\n")
    assert [f.message for f in made.findings] == ["“老秦” is never used; is “老泰” a slip for it?"]


def test_a_quotation_keeps_its_days(brief):
    assert brief(GOOD + "回应: {人: 老赵, 原话: 2月30日再说}\n").data["回应"][0]["原话"] == "2月30日再说"


def test_every_fault_at_once_with_line_caret_and_mend(faults):
    text = "会议：\n  日期: 2026-02-30\n讲话:\n  - 体载: 座谈会讲话\n任务:\n  - 措施：清淤\n"
    messages = "\n".join(message for _l, _c, message in faults(text))
    for part in [
        "full-width colon",
        "no such day",
        "“体裁” is missing",
        "“体载” is not a key here",
        "Did you mean “体裁”",
    ]:
        assert part in messages
    assert "brief.yaml:2:7: there is no such day: 2026-02-30\n      日期: 2026-02-30\n            ^" in messages


def test_the_caret_stands_under_wide_characters(faults):
    (_l, _c, message), *_more = faults(GOOD + "任务：修路\n")
    assert "\n    任务：修路\n        ^" in message


@pytest.mark.parametrize("raw", [b"\xff\xfea\x00", b"\x81\x00\xff", "任务: x".encode("utf-16")])
def test_other_encodings_are_refused(faults, raw):
    assert "UTF-8" in faults(raw)[0][2]


def test_a_broken_byte_is_named_where_it_is(faults):
    raw = "会议: {名称: 全市养老服务座谈会}\n讲话: {体裁: 座谈".encode() + b"\xff"
    assert faults(raw)[0][:2] == (2, 12)


def test_folded_text_has_no_blanks_inside_chinese(brief):
    made = brief(
        GOOD + "任务:\n  - 内容: >\n      建成了服务站，\n      办起了食堂，\n      ABC 两类\n  - 题: 修\n      路\n"
    )
    assert made.data["任务"][0]["内容"] == ["建成了服务站，办起了食堂， ABC 两类"]
    assert made.data["任务"][1]["题"] == "修路"


def test_each_line_of_a_block_is_an_entry(brief):
    made = brief(GOOD + "任务:\n  - 题: |\n      修\n      路\n    内容: |\n      清淤\n      架桥\n")
    assert made.data["任务"][0]["内容"] == ["清淤", "架桥"]
    assert made.data["任务"][0]["题"] == "修路"


def test_names_lose_a_stray_full_stop(brief):
    made = brief(
        GOOD.replace("座谈会,", "座谈会。,") + "人物: {王: {职务: 局长。}}\n传达: {向: 王。, 肯定: [做得好。]}\n"
    )
    assert made.data["会议"]["名称"] == "全市养老服务座谈会"
    assert made.data["传达"][0]["向"] == "王"
    assert made.entities["王"].full.count("局长王") == 1
    assert made.data["传达"][0]["肯定"] == ["做得好。"]


def test_a_file_that_many_inherit_is_read_once(brief, tmp_path):
    for n in range(6):
        again = f"沿用: [{', '.join([f'b{n + 1}.yaml'] * 40)}]\n" if n < 5 else ""
        (tmp_path / f"b{n}.yaml").write_text(f"{again}在座: [甲{n}]\n", "utf-8")
    assert brief(GOOD + "沿用: [b0.yaml, b0.yaml]\n").data["在座"] == ["甲0"]


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(BriefError, match="cannot be read"):
        read(tmp_path / "none.yaml")


def test_large_deep_and_many_are_refused(faults):
    assert "1 MiB" in faults("任务: [" + "长" * 400_000 + "]")[0][2]
    assert "too deep" in faults(GOOD + "任务: " + "[" * 200 + "]" * 200)[0][2]
    assert "too deep" in faults(GOOD + "任务: " + "[" * 100_000)[0][2]
    assert "too many" in faults(GOOD + "任务: [" + "a," * 60_000 + "]")[0][2]


YAML_TEXT = st.text(alphabet=st.sampled_from("会议讲话任务题:：-, \n\t{}[]\"'|>#&*!%@ab1“”　"), max_size=60)


@given(YAML_TEXT)
def test_no_text_makes_a_traceback(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "b.yaml"
    path.write_text(GOOD + text, "utf-8")
    try:
        read(path)
    except BriefError as error:
        assert error.faults  # noqa: PT017


# --- the vocabulary ---


def test_every_key_of_the_schema_has_a_chinese_word_and_every_word_a_use():
    used = {name for model in fields.models() for name in model.model_fields}
    assert used | {"note"} == set(KEYS)


def test_no_word_means_two_keys():
    listed = [word for entry in KEYS.values() for word in entry]
    assert len(listed) == len(set(listed))
    assert all(english(chinese(key)) == key for key in KEYS)
    assert words() >= set(listed)
    assert set(KEYS) >= FREE


def test_every_field_says_what_it_is():
    for model in fields.models():
        assert model.__doc__
        for name, info in model.model_fields.items():
            if name not in ("inferred", "source"):
                assert info.description, f"{model.__name__}.{name}"


def test_the_schema_knows_every_key_and_passes_a_brief():
    import jsonschema

    from drafter.brief.jsonschema import schema

    made = schema()
    jsonschema.Draft202012Validator.check_schema(made)
    validator = jsonschema.Draft202012Validator(made)
    validator.validate(yaml.safe_load(GOOD.replace("2026-04-16", '"2026-04-16"') + "备注: x\n任务: [{题: 修路}]\n"))
    assert list(validator.iter_errors({"讲话": {"体裁": "x"}, "任伍": []}))
    assert list(validator.iter_errors({"会议": {}}))
    assert {word for entry in KEYS.values() for word in entry[:1]} <= set(repr(made).replace("'", " ").split())
