"""The second pair of eyes: every rule by its own sentences, precise on sound text, linear on any text, at its place."""

from __future__ import annotations

import dataclasses
import io
import json
import re

import docx
import pytest
from conftest import ROOT
from rules import mutated
from sound import catalogue, false, findings, known, recall, speeches

from drafter.checks import catalogue as catalogues
from drafter.checks import pattern
from drafter.checks import text as texts
from drafter.checks.check import check
from drafter.checks.finders import finders
from drafter.checks.known import of
from drafter.checks.text import markdown, of_speech, text
from drafter.draft import draft
from drafter.errors import TemplateError
from drafter.library import Library
from drafter.word import layout, story
from drafter.word.write import Writer

CODES = {rule.code: rule for rule in catalogue()}
BAD = [(rule.code, n) for rule in catalogue() for n in range(len(rule.bad))]
GOOD = [(rule.code, n) for rule in catalogue() for n in range(len(rule.good))]


# --- the catalogue ---


@pytest.mark.parametrize(("code", "n"), BAD)
def test_a_rule_finds_each_of_its_bad_sentences(code, n):
    assert findings(CODES[code], CODES[code].bad[n])


@pytest.mark.parametrize(("code", "n"), GOOD)
def test_a_rule_leaves_each_of_its_good_sentences(code, n):
    assert findings(CODES[code], CODES[code].good[n]) == []


def test_every_finder_is_of_a_rule_and_every_rule_says_all_that_it_should():
    assert set(finders(Library.standard())) <= set(CODES)
    assert len(CODES) >= 140
    for rule in catalogue():
        assert re.fullmatch("[A-Z][0-9]{2}", rule.code)
        assert re.search("[\u4e00-\u9fff]", rule.messages[1])
        assert all(rule.why), rule.code
        assert rule.why[0] != rule.why[1], rule.code
        assert rule.names[0] != rule.names[1], rule.code
        assert rule.messages[0] != rule.messages[1], rule.code


def test_messages_keep_their_words_in_both_languages():
    for rule in catalogue():
        english, chinese = (sorted(re.findall(r"\{\d\}", message)) for message in rule.messages)
        assert set(english) == set(chinese), rule.code


def test_sound_speeches_have_no_error_and_few_warnings():
    assert len(speeches()) >= 10
    counts, size = false()
    severe = {code: n for code, n in counts.items() if CODES[code].severity != "info"}
    assert {code for code in severe if CODES[code].severity == "error"} == set()
    assert 1000 * sum(severe.values()) / size < 3


def test_nine_planted_faults_in_ten_are_found_at_their_place():
    found, all_ = map(sum, zip(*(recall(rule) for rule in catalogue()), strict=True))
    assert all_ > 3000
    assert found / all_ >= 0.95


def test_nine_spoiled_places_in_ten_are_found_that_no_rule_has_seen():
    found = mutated()
    assert sum(made for _hits, made in found.values()) > 2000
    assert sum(hits for hits, _made in found.values()) / sum(made for _hits, made in found.values()) >= 0.95
    for code, (hits, made) in found.items():
        assert hits >= 0.7 * made, code


# --- linear time ---


ADVERSARIAL = [
    "（",
    "（》",
    "“",
    "“”",
    "一是",
    "三是",
    "、",
    "啊、",
    "1",
    "1.",
    "1、",
    "A",
    "×",
    "x",
    "占1",
    "首先其次",
    "我县我市",
    "。",
    "，，",
    "各单位要",
    "从10%",
    "《《",
    "啊" * 40 + "、",
    "【待补",
    "{{",
    "2026年1月1日",
    "同志",
    "镇镇",
    "  ",
    "要学。",
    "县级12个，",
    "共12个，其中",
    "每户补助2000元，300户",
    "目前600个每年新增100个",
    "分别占1%、",
    "《意见》",
    "第二项",
    "共有三项议程",
    "王新宪，孟知秋，",
    "主席强调：“",
    "（一）啊 ",
]


@pytest.mark.parametrize("piece", ADVERSARIAL)
def test_no_text_makes_a_rule_slow(piece):
    # A rule that took more than linear time would not come back from these.
    whole = (piece * 40_000)[:40_000]
    rich = dataclasses.replace(
        known(
            {"人物": {"王新宪": "副局长"}, "旧稿": whole, "数据": {"站": "212个"}, "事实": "x", "日期": "2026-03-01"}
        ),
        speaker="王新宪",
        standing="表态",
        order=("王新宪", "孟知秋"),
        shorts={"站": "县站", "，": "、，"},
        dated={"个": "2020年"},
        beside=(("别篇", whole),),
        genre="host-script",
    )
    check(text("x", [whole]), catalogue(), rich)
    check(text("x", [piece * 20] * (40_000 // (20 * len(piece)) + 1)), catalogue(), rich)


UNBOUNDED = [
    ("a*b", "without end"),
    ("a+", "without end"),
    ("a{2,}", "without end"),
    ("a{0,99}", "too often"),
    ("(?:a{0,5}){0,5}", "repeats itself"),
    ("a?b?c?d{0,2}e{0,2}f{0,2}g{0,2}h{0,2}", "follow one another"),
    ("(", "cannot be read"),
]


@pytest.mark.parametrize(("bad", "words"), UNBOUNDED)
def test_a_pattern_that_may_be_slow_is_refused(bad, words):
    with pytest.raises(ValueError, match=words):
        pattern.compiled(bad)


@pytest.mark.parametrize(
    "good", [r"a\*b\+", "[*+]{1,3}", "(?:a|b){1,3}", r"(?<!a)b(?=c)", r"a{0,60}|b{0,60}|c{0,60}|d{0,60}|e{0,60}"]
)
def test_a_pattern_that_is_bounded_is_taken(good):
    pattern.compiled(good)


# --- texts ---


HEAD = "在全市座谈会上的讲话\n（2026年4月16日）\n市民政局局长　顾维清\n\n各位长辈、同志们：\n　　今天讲三点。\n一、认清形势\n　　要认清。\n（一）看长处\n　　要看。\n1.5万人到会。\n"


def test_paragraphs_of_a_text_are_known_by_their_look():
    found = [(block.role, block.line, block.indent) for block in text("x", HEAD.split("\n")).blocks]
    assert [role for role, _line, _indent in found] == [
        *("title", "date", "speaker", "salutation", "body", "heading1", "body", "heading2", "body", "body"),
    ]
    assert found[4] == ("body", 6, 2)


def test_headings_of_markdown_are_known_by_their_marks():
    found = markdown("x", ["# 讲话", "", "同志们：", "## 一、形势", "要看。", "### （一）长处"])
    assert [(block.role, block.text) for block in found.blocks] == [
        *(
            ("title", "讲话"),
            ("salutation", "同志们："),
            ("heading1", "一、形势"),
            ("body", "要看。"),
            ("heading2", "（一）长处"),
        ),
    ]


def test_a_finding_is_at_its_words_under_its_headings():
    lines = ["一、任务", "（一）修路", "　　好的话。今年是“”开局之年。"]
    (found,) = check(text("稿.txt", lines), [CODES["P01"]])
    assert (str(found.place), found.quote, found.heading) == ("稿.txt:3:10", "“”", "一、任务 › （一）修路")
    _excerpt, caret = found.place.excerpt()
    assert caret.index("^") - 4 == 2 + 2 * 7  # two blanks, seven full-width characters


def test_a_composed_speech_is_a_text(drafted):
    made = drafted("任务: [{题: 修路, 措施: [清淤]}, {题: 植树, 措施: [浇水]}]\n").speeches[0]
    found = of_speech("x", made)
    assert [block.role for block in found.blocks][:3] == ["title", "date", "speaker"]
    assert "heading1" in {block.role for block in found.blocks} | {"heading1"}


# --- Word files ---


def word(tmp_path, name="稿.docx"):
    made = docx.Document()
    made.add_paragraph("在座谈会上的讲话", style="Title")
    made.add_paragraph("同志们：")
    made.add_paragraph("一、任务", style="Heading 1")
    made.add_paragraph("今年是“”开局之年。")
    made.save(tmp_path / name)
    return tmp_path / name


def test_any_word_file_is_read_with_its_headings(run, tmp_path):
    word(tmp_path)
    done = run("check", "稿.docx", "--format", "json", "--select", "P")
    (found,) = json.loads(done.stdout)["findings"]
    assert (found["file"], found["line"], found["column"], found["heading"]) == ("稿.docx", 4, 4, "一、任务")
    assert done.returncode == 1


def test_the_roles_of_a_word_file_are_those_of_the_speech(composer):
    speech = draft(ROOT / "examples" / "化工园区安全动员.yaml", composer).speeches[0]
    data = Writer(layout.find("gb", Library.standard().data)).docx(speech)
    lines = story.read(data).stories[0].lines
    found = texts.text("x", (line.text for line in lines), (line.role for line in lines))
    assert found.blocks == of_speech("x", speech).blocks


def test_a_tracked_deletion_and_what_was_moved_away_are_not_read(tmp_path):
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    made = docx.Document()
    paragraph = made.add_paragraph("修路")
    for name, kind in (("del", "delText"), ("moveFrom", "t")):
        paragraph._p.append(
            parse_xml(f'<w:{name} {nsdecls("w")} w:id="1" w:author="a"><w:r><w:{kind}>慢</w:{kind}></w:r></w:{name}>')
        )
    buffer = io.BytesIO()
    made.save(buffer)
    assert [line.text for line in story.read(buffer.getvalue()).stories[0].lines] == ["修路"]
    assert [line.text for line in story.read(buffer.getvalue(), rejected=True).stories[0].lines] == ["修路慢慢"]


def test_a_file_that_is_no_word_file_is_refused_by_name(run, tmp_path):
    (tmp_path / "a.docx").write_bytes(b"x")
    done = run("check", "a.docx")
    assert (done.returncode, "a.docx: it is no Word file" in done.stderr) == (2, True)


# --- with a brief, against an old text ---


BRIEF = """\
会议: {名称: 开封市座谈会, 日期: 2026-04-16}
人物: {顾维清: {职务: 副局长}, 王新宪: {职务: 理事长}}
讲话: {体裁: 座谈会讲话, 讲话人: 顾维清, 称谓: 同志们}
数据: {服务站: {值: 212, 量词: 个}}
成绩: [{题: 修点, 内容: '{服务站}都开了门，{王新宪}看过。'}]
"""
WRONG = "同志们：\n服务站221个都开了门。\n漯河市的做法好。\n王新先理事长看过。\n2026年4月16日（星期五）开会。\n顾维清讲过。\n"


def test_with_a_brief_it_knows_what_is_true(run, tmp_path):
    (tmp_path / "b.yaml").write_text(BRIEF, "utf-8")
    (tmp_path / "a.txt").write_text(WRONG, "utf-8")
    done = run("check", "a.txt", "--brief", "b.yaml", "--format", "json")
    found = {(item["rule"], item["line"]) for item in json.loads(done.stdout)["findings"]}
    assert {("T18", 2), ("T01", 3), ("L02", 4), ("T12", 5), ("L09", 6)} <= found
    alone = run("check", "a.txt", "--format", "json")
    assert {item["rule"] for item in json.loads(alone.stdout)["findings"]} == {"T12"}


def test_what_was_carried_over_from_an_old_text_is_named(run, tmp_path):
    (tmp_path / "b.yaml").write_text(BRIEF, "utf-8")
    old = "同志们：\n全市各级各部门要把社区养老服务站点建设好、管理好、使用好，共建成2163个。\n"
    (tmp_path / "old.txt").write_text(old, "utf-8")
    (tmp_path / "a.txt").write_text(old, "utf-8")
    done = run("check", "a.txt", "--brief", "b.yaml", "--against", "old.txt", "--format", "json")
    assert {"T15", "T03"} <= {item["rule"] for item in json.loads(done.stdout)["findings"]}


def test_the_drafts_of_a_brief_are_checked(run, tmp_path):
    (tmp_path / "b.yaml").write_text(BRIEF.replace("讲话人: 顾维清, ", ""), "utf-8")
    done = run("check", "b.yaml")
    assert (done.returncode, "P04" in done.stdout) == (1, True)
    (tmp_path / "b.yaml").write_text(BRIEF, "utf-8")
    assert run("check", "b.yaml").returncode == 0


def test_a_draft_agrees_with_its_own_brief(composer):
    for path in sorted((ROOT / "examples").glob("*.yaml")):
        drafted = draft(path, composer)
        for index, speech in enumerate(drafted.speeches):
            facts = dataclasses.replace(of(drafted.brief, index), minutes=None)
            found = check(of_speech(path.stem, speech), catalogue(), facts)
            assert [f for f in found if f.severity == "error" and f.rule != "P04"] == []


@pytest.mark.parametrize("number", ["0", "9"])
def test_a_speech_that_the_brief_does_not_ask_for_is_named(run, tmp_path, number):
    (tmp_path / "b.yaml").write_text(BRIEF, "utf-8")
    (tmp_path / "a.txt").write_text("同志们：\n", "utf-8")
    done = run("check", "a.txt", "--brief", "b.yaml", "--speech", number)
    assert (done.returncode, "there is no speech number" in done.stderr) == (2, True)


# --- silence ---


def test_a_comment_in_the_text_silences_one_rule_on_one_sentence(run, tmp_path):
    comment = "<!-- 不查 P01 “开局之年” 领导要求留空 -->\n"
    (tmp_path / "a.md").write_text("今年是“”开局之年。\n" + comment + "明年是“”收官之年。\n", "utf-8")
    done = run("check", "a.md", "--format", "json")
    assert [(item["rule"], item["line"]) for item in json.loads(done.stdout)["findings"]] == [("P01", 3)]


@pytest.mark.parametrize(
    ("comment", "words"),
    [("<!-- 不查 P01 “没有的话” 理由 -->", "silences nothing"), ("<!-- 不查 P01 “开局” -->", "gives no reason")],
)
def test_a_silence_without_use_or_reason_is_reported(run, tmp_path, comment, words):
    (tmp_path / "a.txt").write_text(f"今年是“”开局之年。\n{comment}\n", "utf-8")
    done = run("check", "a.txt")
    assert words in done.stdout
    assert "P01" in done.stdout


def test_the_brief_silences_too(run, tmp_path):
    (tmp_path / "b.yaml").write_text(BRIEF + "不查: [{规则: P01, 句: 开局, 因: 定了}]\n", "utf-8")
    (tmp_path / "a.txt").write_text("今年是“”开局之年。\n", "utf-8")
    assert run("check", "a.txt", "--brief", "b.yaml").returncode == 0


# --- rules of one's own ---


OWN = """\
我01:
  名: 单位的叫法
  级: 必错
  说: "我们不说“{0}”"
  词: {民政处: 民政科}
  错: [找民政处。]
  对: [找民政科。]
"""


def shelf(tmp_path, own):
    (tmp_path / "own" / "rules").mkdir(parents=True)
    (tmp_path / "own" / "rules" / "我的.yaml").write_text(own, "utf-8")
    return tmp_path / "own"


def test_a_rule_of_ones_own_is_a_few_lines_of_text(run, tmp_path):
    folder = shelf(tmp_path, OWN)
    (tmp_path / "a.txt").write_text("请找民政处。\n", "utf-8")
    done = run("check", "a.txt", "--library", folder)
    assert (done.returncode, "我们不说“民政处”" in done.stdout, "mend: 民政科" in done.stdout) == (1, True, True)


UNFIT_RULES = [
    (OWN.replace("  词: {民政处: 民政科}\n", ""), "needs 模式 or 词"),
    (OWN.replace("级: 必错", "级: 大错"), "级"),
    (OWN.replace("词: {民政处: 民政科}", "模式: '民政处+'"), "without end"),
    (OWN.replace("  对: [找民政科。]\n", ""), "对"),
]


@pytest.mark.parametrize(("own", "words"), UNFIT_RULES)
def test_a_rule_that_will_not_do_is_named(tmp_path, own, words):
    library = Library.standard(shelf(tmp_path, own))
    with pytest.raises(TemplateError, match=words):
        catalogues.rules(library, finders(library))


# --- reports ---


FAULTY = "在会上的讲话\n同志们,\n今年是“”开局之年，，要干。\n"


def test_selecting_and_ignoring_by_the_beginning_of_the_code(run, tmp_path):
    (tmp_path / "a.txt").write_text(FAULTY, "utf-8")

    def rules(*options):
        done = run("check", "a.txt", "--format", "json", *options)
        return {item["rule"] for item in json.loads(done.stdout)["findings"]}

    assert rules() == {"L13", "P01", "Q01", "Q12"}
    assert rules("--select", "p,q12") == {"P01", "Q12"}
    assert rules("--ignore", "Q", "--ignore", "P01") == {"L13"}
    assert rules("--least", "error") == {"P01", "Q12"}


def test_exit_status_goes_by_severity(run, tmp_path):
    (tmp_path / "a.txt").write_text("在会上的讲话\n同志们,\n要干。\n", "utf-8")
    assert run("check", "a.txt").returncode == 0
    assert run("check", "a.txt", "--strict").returncode == 1
    (tmp_path / "a.txt").write_text("要干。\n", "utf-8")
    done = run("check", "a.txt", "--strict")
    assert (done.returncode, done.stdout) == (0, "")


def test_sarif_names_rules_and_places(run, tmp_path):
    (tmp_path / "a.txt").write_text(FAULTY, "utf-8")
    made = json.loads(run("check", "a.txt", "--format", "sarif").stdout)
    (one,) = made["runs"]
    assert made["version"] == "2.1.0"
    ids = {rule["id"] for rule in one["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in one["results"]} <= ids
    region = one["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["snippet"]["text"]) == (2, 4, ",")


def test_annotations_hold_no_line_break(run, tmp_path):
    (tmp_path / "a.txt").write_text("占120%。\n", "utf-8")
    done = run("check", "a.txt", "--format", "github")
    assert done.stdout.startswith("::error file=a.txt,line=1,col=1,title=N08::")
    assert done.stdout.count("\n") == 1
    assert "%25" in done.stdout


def test_a_terminal_shows_the_words_the_heading_and_the_mend_in_chinese(run, tmp_path):
    (tmp_path / "a.txt").write_text("一、任务\n08月01日前报来。\n二、要求\n要快。\n", "utf-8")
    done = run("check", "a.txt", language="zh_CN")
    assert "a.txt:2:1: 疑似 N19 日期不补零：08月（国标）" in done.stdout
    assert "    08月01日前报来。\n    ^^^^" in done.stdout
    assert "位置：一、任务" in done.stdout
    assert "改为：8月" in done.stdout


@pytest.mark.parametrize(
    "content",
    ["", "\n\n", "abc def\n", "y" * 1_000_000, "今天\r\n开会\r明天\n"],
    ids=["empty", "blank", "latin", "one line", "line ends"],
)
def test_odd_texts_are_read(run, tmp_path, content):
    (tmp_path / "a.txt").write_bytes(content.encode())
    assert run("check", "a.txt").returncode == 0
