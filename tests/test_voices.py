"""Voices, stock paragraphs, questions for the leader, and what a brief may ask of the text as a whole."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from conftest import ROOT

from drafter.audit import audit
from drafter.compose.measures import measures
from drafter.compose.speech import Composer
from drafter.draft import _HEAD as HEADING
from drafter.draft import draft
from drafter.errors import BriefError, DrafterError, TemplateError
from drafter.genre import genres
from drafter.library import Library
from drafter.model import KINDS
from drafter.questions import questions
from drafter.voice import find, in_voice, name_of, voices

LIBRARY = Library.standard()
GENRES = {genre.name: genre for genre in genres(LIBRARY)}
HEAD = "会议: {名称: 全市养老服务推进会, 日期: 2026-04-16, 工作: 养老服务工作, 主体: 各区}\n"
SPEECH = "讲话: {体裁: 任务部署讲话, 讲话人: 老顾, 称谓: 同志们EXTRA}\n人物: {老顾: {职务: 局长, 名称: 顾维清}}\n"
TASKS = (
    "任务:\n  - {题: 摸清底数, 措施: [逐户登记], 牵头: 民政局, 时限: 6月底前}\n  - {题: 建好站点, 措施: [统一标志]}\n"
)


def brief(extra="", more="", tasks=TASKS):
    return HEAD + SPEECH.replace("EXTRA", extra) + more + tasks


def text(made, number=0):
    return "\n".join(paragraph.text for paragraph in made.speeches[number].paragraphs)


# --- which voice ---


@pytest.mark.parametrize(
    ("extra", "more", "voice"),
    [
        ("", "", "庄重"),
        ("", "性质: 企业\n", "平实"),
        ("", "语体: 平实\n", "平实"),
        (", 语体: 庄重", "语体: 平实\n性质: 企业\n", "庄重"),
        (", 语体: formal", "", None),
        (", 语体: official", "", "庄重"),
    ],
)
def test_the_voice_is_that_of_the_speech_or_the_brief_or_the_hall(drafted, extra, more, voice):
    if voice is None:
        with pytest.raises(BriefError, match=r"brief\.yaml:2:\d+: there is no voice “formal”"):
            drafted(brief(extra, more))
    else:
        assert drafted(brief(extra, more)).speeches[0].voice == voice


def test_a_speaker_may_have_a_voice_of_his_own(drafted):
    made = drafted(brief("", "语体: 庄重\n").replace("职务: 局长", "职务: 局长, 语体: 平实"))
    assert made.speeches[0].voice == "平实"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("genre", GENRES)
def test_every_genre_has_the_voice_of_its_table_for_every_kind_of_body(drafted, genre, kind):
    made = drafted(HEAD + f"性质: {kind}\n讲话: {{体裁: {genre}, 称谓: 各位}}\n")
    assert made.speeches[0].voice == GENRES[genre].voices[kind]


def test_a_standing_of_ones_own_may_change_the_voice(drafted):
    made = drafted(HEAD + "讲话: {体裁: 任务部署讲话, 称谓: 各位}\n")
    genre = replace(GENRES["任务部署讲话"], voices={"机关": "庄重", "来宾": "亲切"})
    request = made.brief.speeches[0]
    assert name_of(made.brief, request, genre) == "庄重"
    assert name_of(made.brief, replace(request, standing="来宾"), genre) == "亲切"


def test_a_voice_that_fights_the_genre_is_a_warning(drafted):
    made = drafted(brief(", 语体: 亲切"))
    (finding,) = [f for f in made.findings if f.rule == "voice"]
    assert finding.severity == "warning"
    assert "“亲切”" in finding.message
    assert finding.place.line == 2


def test_three_voices_say_the_same_facts_in_other_words(drafted):
    made = {voice: drafted(brief(f", 语体: {voice}")) for voice in ("庄重", "平实", "亲切")}
    facts = [one.speeches[0].facts for one in made.values()]
    assert facts[0] == facts[1] == facts[2]
    texts = [text(one) for one in made.values()]
    assert len(set(texts)) == 3


# --- a voice of one's own ---


def shelf(tmp_path, files):
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    return tmp_path


BANK = "任务.总起: {用处: 引出任务, 槽: [几, 意, 目标, 章, 总, 事], 可省: [意, 事, 目标, 章, 总], 句: ['一共{几}。']}\n"


def own(tmp_path, **files):
    given = {"voices/ours/voice.yaml": "名称: 区里的口气\n承: 平实\n", "voices/ours/phrases/甲.yaml": BANK}
    return Library.standard(shelf(tmp_path / "own", given | files))


def test_a_voice_of_ones_own_lies_over_another_and_falls_back_to_it(tmp_path):
    library = own(tmp_path)
    composer = Composer(library)
    path = tmp_path / "b.yaml"
    path.write_text(brief(", 语体: 区里的口气"), "utf-8")
    made = draft(path, composer)
    assert made.speeches[0].voice == "区里的口气"
    assert "一共两项" in text(made)
    banks, plain = composer.layer("区里的口气").functions.banks.banks, composer.layer("平实").functions.banks.banks
    assert {name for name in banks if banks[name] != plain[name]} == {"任务.总起"}


def test_a_shelf_of_ones_own_comes_before_the_built_in_voices(tmp_path):
    library = Library.standard(shelf(tmp_path / "own", {"phrases/甲.yaml": BANK}))
    path = tmp_path / "b.yaml"
    path.write_text(brief(", 语体: 平实"), "utf-8")
    assert "一共两项" in text(draft(path, Composer(library)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("别名: [甲]\n", "“名称” is missing"),
        ("名称: 甲\n长: 乙\n", "unknown key “长”"),
        ("名称: 甲\n承: 甲\n", "leads back"),
        ("名称: 甲\n承: 乙乙\n", "there is no voice “乙乙”"),
    ],
)
def test_a_voice_that_will_not_do_is_named(tmp_path, content, words):
    library = own(tmp_path, **{"voices/ours/voice.yaml": content})
    with pytest.raises(TemplateError, match=words):
        in_voice(library, find(library, "ours"))


def test_commands_know_voices(run, tmp_path):
    own(tmp_path)
    listed = run("templates", "--library", "own").stdout
    for name in ("庄重", "平实", "亲切", "区里的口气", "提高认识"):
        assert name in listed
    assert "1 of" in listed or "phrase banks of its own" in listed
    assert "一共{几}。" in run("phrases", "任务.总起", "--voice", "区里的口气", "--library", "own").stdout
    assert "there is no voice" in run("phrases", "--voice", "无").stderr
    assert audit(tmp_path / "own") == []


def test_every_voice_is_found_by_its_names():
    for voice in voices(LIBRARY):
        for name in (voice.id, voice.name, *voice.aliases):
            assert find(LIBRARY, name) == voice


# --- stock paragraphs ---


def test_a_stock_paragraph_stands_where_it_belongs_with_the_names_of_the_meeting(drafted):
    said = text(drafted(brief(", 常规段落: [压实责任, 提高认识]")))
    assert said.index("养老服务工作的意义" if "养老服务工作的意义" in said else "养老服务工作") < said.index("摸清底数")
    assert "各区" in said.split("建好站点")[1]


def test_without_being_asked_for_there_is_none(drafted):
    made = drafted(brief(", 时长: 20"))
    assert not [move for move in made.speeches[0].moves if move.name == "常规段落"]
    (short,) = [f for f in made.findings if f.rule == "short"]
    assert "are missing" in short.message
    assert "压实责任 (" in short.message


@pytest.mark.parametrize("length", ["短", "中", "长"])
def test_a_length_that_is_asked_for_is_kept(drafted, length):
    made = drafted(brief(f", 常规段落: [{{名称: 督促检查, 长短: {length}}}]"))
    held = Composer(LIBRARY).layer("庄重").stock["督促检查"].wordings[length]
    (paragraph,) = [p for move in made.speeches[0].moves if move.name == "常规段落" for p in move.paragraphs]
    bare = paragraph.text.replace("养老服务工作", "").replace("各区", "")
    assert bare in [w.replace("{工作}", "").replace("{主体}", "").replace("{会议}", "") for w in held]


def test_the_time_chooses_the_length_that_is_left_open(drafted):
    sizes = [drafted(brief(f", 时长: {m}, 常规段落: [督促检查]")).speeches[0].syllables for m in (0.5, 0.8, 5)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


def test_a_stock_paragraph_is_marked_in_word_and_in_the_sheet(run, tmp_path):
    (tmp_path / "b.yaml").write_text(brief(", 常规段落: [加强领导]"), "utf-8")
    assert run("draft", "b.yaml", "--facts", "--questions", "--format", "docx,txt").returncode == 0
    with zipfile.ZipFile(tmp_path / "b.docx") as package:
        assert "常规段落“加强领导”" in package.read("word/comments.xml").decode()
    sheet = openpyxl.load_workbook(io.BytesIO((tmp_path / "b-事实表.xlsx").read_bytes())).active
    assert "没有事实，选用的通用段落" in [row[2] for row in sheet.iter_rows(values_only=True)]
    assert "没有事实，用不用" in (tmp_path / "b-请示事项.txt").read_text("utf-8")


def test_a_stock_paragraph_that_is_not_there_names_the_nearest(drafted):
    with pytest.raises(BriefError, match=r"2:\d+: there is no stock paragraph “提高意识”(.|\n)*“提高认识”"):
        drafted(brief(", 常规段落: [提高意识]"))


def test_a_stock_paragraph_of_ones_own(tmp_path):
    content = "保密:\n  用处: 提醒\n  放在: 结尾\n  短: [守密。]\n  中: [要守密。]\n  长: [要严格守密。]\n"
    library = Library.standard(shelf(tmp_path / "own", {"stock/甲.yaml": content}))
    path = tmp_path / "b.yaml"
    path.write_text(brief(", 常规段落: [保密]"), "utf-8")
    assert "要守密。" in text(draft(path, Composer(library)))
    for bad in (
        content.replace("短", "极短"),
        content.replace("[守密。]", "['{何}守密']"),
        content.replace("结尾", "中间"),
    ):
        broken = Library.standard(shelf(tmp_path / "bad", {"stock/甲.yaml": bad}))
        with pytest.raises(DrafterError, match="“保密” needs 用处"):
            draft(path, Composer(broken))


# --- questions for the leader ---


def test_the_page_asks_what_to_confirm_decide_and_fill_and_tells_what_was_reckoned(drafted):
    made = drafted(
        HEAD
        + "讲话: {体裁: 任务部署讲话, 讲话人: 老顾, 时长: 9}\n人物: {老顾: {职务: 局长}}\n议论: 有\n"
        + "事实: {期: {值: “十四五”, 推测: 由年份推得}}\n数据: {站: {值: 212, 量词: 个, 原来: 163}}\n"
        + '问题: [{题: 站少, 内容: ["{期}以来只有{站}"], 答复: 未定}]\n'
    )
    asked = questions(made.brief, made.speeches, made.findings)
    kinds = [item.kind for item in asked]
    assert kinds == sorted(kinds, key=["请确认", "请决定", "缺少", "推算"].index)
    said = {kind: " ".join(item.text for item in asked if item.kind == kind) for kind in kinds}
    assert "由年份推得" in said["请确认"]
    assert "站少" in said["请决定"]
    assert "称谓" in said["缺少"]
    assert "49个" in said["推算"]
    assert all(item.place for item in asked)


def test_the_page_is_written_on_request_alone_and_in_chinese(run, tmp_path):
    (tmp_path / "b.yaml").write_text(brief(", 时长: 9"), "utf-8")
    assert run("draft", "b.yaml", "--format", "txt").returncode == 0
    assert not list(tmp_path.glob("*请示事项*"))
    assert run("draft", "b.yaml", "--format", "txt", "--questions", "--force").returncode == 0
    page = (tmp_path / "b-请示事项.txt").read_text("utf-8")
    assert "【请决定】" in page
    assert "minutes" not in page
    assert (tmp_path / "b-请示事项.docx").read_bytes()[:2] == b"PK"


# --- the text as a whole ---


def test_the_prescribed_last_sentence_is_verbatim_and_last(drafted):
    made = drafted(brief(", 末句: “为了老人，为了明天！”", "结尾: {祝愿: [工作顺利]}\n"))
    assert made.speeches[0].paragraphs[-1].text == "“为了老人，为了明天！”"
    with pytest.raises(BriefError, match="the last sentence ends without a mark"):
        drafted(brief(", 末句: 再见"))


def test_headings_may_go_without_numbers_and_no_deeper_than_asked(drafted):
    assert "一、摸清底数" in text(drafted(brief()))
    plain = drafted(brief(", 编号: 否"))
    assert [p.text for p in plain.speeches[0].paragraphs if p.role != "body"] == ["摸清底数", "建好站点"]
    flat = drafted(brief(", 标题层级: 0"))
    assert not [p for p in flat.speeches[0].paragraphs if p.role != "body"]
    assert [p.text[:5] for p in flat.speeches[0].paragraphs][-2:] == ["摸清底数。", "建好站点。"]


def test_a_place_may_be_silenced_by_the_name_of_its_bank(drafted):
    loud, silent = drafted(brief()), drafted(brief(", 禁句: [任务.总起]"))
    assert "两项" in text(loud)
    assert "两项" not in text(silent)
    assert silent.speeches[0].facts == loud.speeches[0].facts


def test_a_text_may_be_printed_exactly_as_typed(drafted):
    verbatim = "第一条 站点由区里建，，人由街道派"
    made = drafted(brief("", "", f"任务:\n  - {{题: 建站, 措施: [统一标志], 原样: {verbatim}}}\n"))
    assert verbatim in [p.text for p in made.speeches[0].paragraphs]


def test_a_speaker_may_be_known_by_the_post_alone(drafted):
    made = drafted(
        brief("", "传达: {人: '{市长}', 要求: [抓紧建站]}\n").replace(
            "人物: {", '人物: {市长: {名称: "", 职务: 市长}, '
        )
    )
    assert "市长" in text(made)
    assert "市长市长" not in text(made)
    own = drafted(HEAD + '讲话: {体裁: 任务部署讲话, 讲话人: 甲, 称谓: 同志们}\n人物: {甲: {名称: "", 职务: 区长}}\n')
    assert "".join(span.text for span in own.speeches[0].head.speaker) == "区长"


def test_the_number_of_tasks_that_was_announced_is_checked(drafted):
    made = drafted(brief().replace("主体: 各区", "主体: 各区, 任务数: 三项"))
    assert not [f for f in made.findings if f.rule == "announced"]
    made = drafted(brief().replace("主体: 各区", "主体: 各区, 任务数: 3"))
    assert [f.severity for f in made.findings if f.rule == "announced"] == ["warning"]


def test_a_word_for_people_that_is_not_the_approved_one_is_an_error(drafted):
    made = drafted(brief("", "规范称谓: {老年人: [老头老太]}\n", "任务: [{题: 建站, 措施: [方便老头老太]}]\n"))
    (finding,) = [f for f in made.findings if f.rule == "term"]
    assert finding.severity == "error"
    assert "“老年人”" in finding.message
    assert finding.place.line == 4


# --- measures ---


def planned(*entries):
    keys = {"关系": "", "主体": "", "牵头": "", "时限": "", "目的": ""}
    listed = [keys | ({"事项": e} if isinstance(e, str) else e) for e in entries]
    return measures(listed)


@pytest.mark.parametrize(
    ("n", "sizes"), [(1, [1]), (2, [2]), (3, [3]), (4, [2, 2]), (5, [3, 2]), (6, [3, 3]), (7, [3, 2, 2])]
)
def test_so_many_short_measures_share_a_sentence(n, sizes):
    assert [sentence["项"] for sentence in planned(*["摸清底数"] * n)] == sizes


def test_what_is_long_or_has_its_own_owner_stands_alone_and_the_order_stays():
    long = "制定并认真实施覆盖全部城乡社区和偏远村庄的居家养老上门服务三年行动计划"
    found = planned("摸清底数", long, {"事项": "统一标志", "牵头": "住建局"}, "公布电话", "照常开放。", "建好台账")
    assert [str(s["话"]) for s in found] == ["摸清底数", long, "统一标志", "公布电话", "照常开放。", "建好台账"]
    assert [s["牵头"] for s in found] == ["", "", "住建局", "", "", ""]
    assert [s["整句"] for s in found] == [False, False, False, False, True, False]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([{"事项": "开展走访", "关系": "手段"}, "掌握需求"], "通过开展走访，掌握需求"),
        ([{"事项": "摸清底数", "关系": "前提"}, "建立台账"], "摸清底数，在此基础上建立台账"),
        ([{"事项": "独居老人", "关系": "对象"}, "每周上门"], "针对独居老人，每周上门"),
        (["建立台账", {"事项": "老人找得到人", "关系": "结果"}], "建立台账，使老人找得到人"),
        (["建立台账", {"事项": "确保不漏一户", "关系": "结果"}], "建立台账，确保不漏一户"),
    ],
)
def test_the_relation_of_measures_decides_the_words_between_them(entries, said):
    (sentence,) = planned(*entries)
    assert str(sentence["话"]) == said


def test_what_is_added_is_a_sentence_that_says_so():
    first, added = planned("建立台账", {"事项": "公布电话", "关系": "补充"})
    assert (first["同时"], added["同时"]) == (False, True)


def test_an_unknown_relation_is_refused(drafted):
    with pytest.raises(BriefError, match="a relation is one of 手段、前提、对象、结果、补充"):
        drafted(brief("", "", "任务: [{题: 建站, 措施: [{事项: 挂牌, 关系: 顺便}]}]\n"))


# --- the standards of the register ---


def test_no_brief_of_the_tree_fails_in_any_voice(composer, tmp_path):
    """Every starter drafts in each voice that suits it, without a fault and with the same facts."""
    for path in sorted((ROOT / "templates" / "genres").glob("*/brief.yaml")):
        said = set()
        for voice in ("庄重", "平实", "亲切"):
            content = "\n".join(line for line in path.read_text("utf-8").split("\n") if not line.startswith("语体:"))
            (tmp_path / "b.yaml").write_text(f"语体: {voice}\n{content}", "utf-8")
            try:
                made = draft(tmp_path / "b.yaml", composer)
            except DrafterError as error:
                raise AssertionError(f"{path.parent.name} {voice}: {error}") from error
            said.add(made.speeches[0].facts - HEADING)
        assert len(said) == 1, path.parent.name
