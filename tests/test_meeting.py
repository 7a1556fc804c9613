"""Several speeches of one meeting: facts agree, phrases and headings do not; earlier speeches are kept away from."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from conftest import ROOT

from drafter import sheet
from drafter.draft import draft
from drafter.errors import BriefError

PACKAGE = """\
会议: {名称: 防汛动员会, 日期: 2026-04-16}
人物:
  顾维清: {职务: 公司总经理, 简称: 顾总}
  林青: {职务: 一车间主任}
  周朴: {职务: 二车间主任}
数据: {水泵: {值: 12, 量词: 台, 来源: 台账}}
讲话:
  - {体裁: 动员部署讲话, 讲话人: 顾维清, 称谓: 各位同事}
  - {体裁: 表态发言, 讲话人: 林青, 称谓: 各位同事, 代表: 一车间, 素材: {承诺: [{题: 沙袋备足, 时限: 5月1日前}, {题: 夜里有人, 措施: [两人一班]}]}}
  - {体裁: 表态发言, 讲话人: 周朴, 称谓: 各位同事, 代表: 二车间, 素材: {承诺: [{题: 沟渠清完, 时限: 5月9日前}, {题: 泵都试过, 措施: ["{水泵}逐台开一遍"]}]}}
任务:
  - {题: 备好沙袋, 措施: [仓库清点一遍], 时限: 5月1日前}
  - {题: 试好水泵, 措施: ["{水泵}逐台试"], 时限: 5月9日前}
"""


def phrases(speech):
    told = [p.origin.phrases for p in speech.paragraphs]
    return {phrase.partition("/")[2] for group in told for phrase in group if len(phrase.partition("/")[2]) > 12}


def test_each_speech_has_its_own_material(drafted):
    keynote, first, second = (plain(s) for s in drafted(PACKAGE).speeches)
    assert "沙袋备足" in first
    assert "沙袋备足" not in second
    assert "沙袋备足" not in keynote
    assert "12台" in keynote
    assert "12台" in second


def plain(speech):
    return "\n".join(p.text for p in speech.paragraphs)


def test_no_two_speeches_share_a_set_phrase_or_a_heading(drafted):
    speeches = drafted(PACKAGE).speeches
    for one, other in ((0, 1), (0, 2), (1, 2)):
        shared = phrases(speeches[one]) & phrases(speeches[other])
        assert len(shared) <= 1, shared
    clash = drafted(PACKAGE.replace("题: 沙袋备足", "题: 备好沙袋"))
    heads = [f for f in clash.findings if f.rule == "alike"]
    assert not heads or "备好沙袋" in heads[0].message


def test_an_unknown_standing_or_part_is_refused(drafted):
    with pytest.raises(BriefError, match=r"身份|standing"):
        drafted(PACKAGE.replace("代表: 一车间", "身份: 评委"))


def test_an_agenda_that_names_an_unknown_speaker_is_refused(drafted):
    agenda = "议程: [{事项: 讲话, 人: 顾维青}, {事项: 签字, 人: 七个车间的代表}]\n"
    with pytest.raises(BriefError, match="顾维青") as error:
        drafted(PACKAGE + agenda)
    assert "顾维清" in str(error.value)
    assert drafted(PACKAGE + agenda.replace("顾维青", "顾维清"))


def test_the_sheet_lists_every_fact_with_its_places(drafted):
    made = drafted(PACKAGE)
    rows = {row.path: row for row in sheet.rows(made.brief, made.speeches)}
    pump = rows["数据.水泵"]
    assert (pump.text, pump.source) == ("12台", "台账")
    assert len({place.split("·")[0] for place in pump.said}) == 2
    assert rows["讲话[2].素材.承诺[1].题"].said
    data = sheet.xlsx(made.brief, made.speeches)
    assert data == sheet.xlsx(made.brief, made.speeches)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert "沙袋备足" in book.read("xl/sharedStrings.xml").decode()


def test_one_command_writes_all_and_the_sheet(run, tmp_path):
    (tmp_path / "会.yaml").write_text(PACKAGE, "utf-8")
    done = run("draft", "会.yaml", "-o", "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "会-1-动员部署讲话.docx",
        "会-2-表态发言.docx",
        "会-3-表态发言.docx",
        "会-事实表.xlsx",
    ], done.stderr


def test_words_not_to_be_said_are_an_error(drafted):
    made = drafted(PACKAGE + "不要提: [沙袋, 申报]\n")
    found = [f for f in made.findings if f.rule == "unsaid"]
    assert {f.severity for f in found} == {"error"}
    assert all("沙袋" in f.message for f in found)


def test_an_office_gives_pace_layout_and_cap(drafted):
    made = drafted(PACKAGE + "语速: 180\n版式: reading\n上限: 8000\n")
    assert {(s.pace, s.layout, s.cap) for s in made.speeches} == {(180, "reading", 8000)}


# --- earlier speeches, fixed and banned phrases ---

ONE = "会议: {名称: 大会, 日期: 2026-04-14}\n讲话: {体裁: 任务部署讲话, 称谓: 同志们EXTRA}\n问题: [路不平]\n任务: [{题: 修路, 措施: [填坑]}, {题: 种树, 措施: [浇水]}]\n"


def told(speech):
    return [phrase for p in speech.paragraphs for phrase in p.origin.phrases]


@pytest.mark.parametrize("kind", ["txt", "docx"])
def test_phrases_of_an_earlier_speech_are_kept_away_from(run, drafted, tmp_path, kind):
    (tmp_path / "old.yaml").write_text(ONE.replace("EXTRA", ""), "utf-8")
    assert run("draft", "old.yaml", "--format", kind).returncode == 0
    before = phrases(draft_of(drafted, ""))
    after = phrases(draft_of(drafted, f", 避开: old.{kind}"))
    assert before
    assert not before & after


def draft_of(drafted, extra):
    return drafted(ONE.replace("EXTRA", extra)).speeches[0]


@pytest.mark.parametrize("name", ["none.docx", "/etc/passwd", "brief.yaml/x", "broken.docx"])
def test_an_earlier_speech_that_cannot_be_read_is_named(drafted, tmp_path, name):
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 not a zip")
    with pytest.raises(BriefError, match=r"none|passwd|brief|broken"):
        draft_of(drafted, f", 避开: {name}")


def test_a_phrase_can_be_fixed_or_banned(drafted):
    first = told(draft_of(drafted, ""))
    bank, _slash, text = next(p for p in first if p.startswith("任务.总起")).partition("/")
    banned = told(draft_of(drafted, f', 禁句: ["{text}"]'))
    assert f"{bank}/{text}" not in banned
    other = next(p for p in banned if p.startswith("任务.总起")).partition("/")[2]
    assert f"{bank}/{other}" in told(draft_of(drafted, f', 定句: ["{other}"]'))
    with pytest.raises(BriefError, match="no phrase"):
        draft_of(drafted, ", 定句: [从来没有这一句]")


def test_phrases_are_listed_for_a_bank_and_for_a_speech(run, tmp_path):
    (tmp_path / "b.yaml").write_text(ONE.replace("EXTRA", ""), "utf-8")
    assert "任务.总起" in run("phrases").stdout
    assert "{几}" in run("phrases", "任务.总起").stdout
    assert "任务.总起" in run("phrases", "b.yaml").stdout
    marked = [line for line in run("phrases", "b.yaml", "任务.总起").stdout.splitlines() if line.startswith("* ")]
    assert len(marked) == 1
    listed = json.loads(run("phrases", "b.yaml", "任务.总起", "--json").stdout)
    assert [v["said"] for v in listed["variants"]].count("yes") == 1
    assert json.loads(run("phrases", "--json").stdout)
    assert json.loads(run("phrases", "b.yaml", "--json").stdout)[0]["bank"]
    assert "Did you mean" in run("phrases", "任务.总启").stderr
    assert run("phrases", "任务.总起", "任务.为何").returncode == 2


# --- variety ---


def test_phrases_spread_over_their_banks_and_no_two_drafts_are_equal(tmp_path, composer):
    """With 300 seeds each variant that fits is picked about as often as the others, and no two texts are the same."""
    path, texts, picked = tmp_path / "b.yaml", set(), {}
    starter = (ROOT / "templates" / "genres" / "task-deployment" / "brief.yaml").read_text("utf-8")
    body = starter[starter.index("\n人物:") :]
    for seed in range(300):
        path.write_text(ONE[: ONE.index("问题")].replace("EXTRA", f', 种子: "{seed}"') + body, "utf-8")
        speech = draft(path, composer).speeches[0]
        texts.add(plain(speech))
        for phrase in told(speech):
            bank, _slash, text = phrase.partition("/")
            picked.setdefault(bank, {}).setdefault(text, 0)
            picked[bank][text] += 1
    assert len(texts) == 300
    for bank in ("任务.总起", "任务.责任"):
        counts = picked[bank].values()
        assert len(counts) >= 4, bank
        assert max(counts) <= 2.5 * sum(counts) / len(counts), (bank, picked[bank])
