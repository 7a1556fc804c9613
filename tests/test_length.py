"""Length to the minute: within five per cent whenever the facts allow; otherwise the writer is told what to do."""

from __future__ import annotations

import pytest
from conftest import EXAMPLES, ROOT

from drafter.draft import draft
from drafter.errors import BriefError

GOLD = sorted((ROOT / "tests" / "gold").glob("*.yaml"))
STARTERS = sorted((ROOT / "templates" / "genres").glob("*/brief.yaml"))


def takes(speech):
    return speech.syllables / speech.pace


def rules(drafted):
    return {finding.rule for finding in drafted.findings}


@pytest.mark.parametrize("path", [*EXAMPLES, *STARTERS], ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_speech_that_is_not_told_to_be_long_keeps_its_time_or_says_why(path, composer):
    """Around its own length, a speech lands within five per cent, or names what is starved or must be cut."""
    own = [takes(speech) for speech in draft(path, composer).speeches]
    for factor in (0.9, 1.0, 1.1):
        wanted = {number: round(minutes * factor, 1) for number, minutes in enumerate(own, 1)}
        made = draft(path, composer, wanted)
        for speech in made.speeches:
            assert abs(takes(speech) / speech.minutes - 1) <= 0.05 or rules(made) & {"short", "long"}


SPEECH = "会议: {名称: 大会, 日期: 2026-04-14}\n讲话: {体裁: 任务部署讲话, 称谓: 同志们, 时长: MINUTES}\n"
TASK = "  - {题: 修好第N条路, 为何: [坑有N处], 措施: [填坑, 换灯, 清沟], 牵头: 养护所, 另外: [这条路还要种N棵树。]}\n"


def brief(minutes, tasks):
    body = "任务:\n" + "".join(TASK.replace("N", str(n + 10)) for n in range(tasks))
    return SPEECH.replace("MINUTES", str(minutes)) + body


def test_what_is_short_of_facts_says_which_part_lacks_what(drafted):
    made = drafted(brief(12, 2))
    (finding,) = [f for f in made.findings if f.rule == "short"]
    assert "of 12 minutes" in finding.message
    assert "任务 lacks" in finding.message
    assert "问题" in finding.message


def test_what_is_too_long_leaves_out_what_may_be_and_names_it(drafted):
    whole = drafted(brief(20, 8)).speeches[0]
    made = drafted(brief(round(takes(whole) * 0.85, 1), 8))
    (finding,) = [f for f in made.findings if f.rule == "cut"]
    assert "另外" in finding.message
    assert abs(takes(made.speeches[0]) / made.speeches[0].minutes - 1) <= 0.05
    assert not [f for f in made.findings if f.rule == "unused-fact" and "另外" in f.message]


def test_what_is_too_long_for_any_choice_names_the_part_to_cut(drafted):
    made = drafted(brief(1, 12))
    (finding,) = [f for f in made.findings if f.rule == "long"]
    assert "任务 by" in finding.message


@pytest.mark.parametrize("text", ["0分钟", "600分钟", "-3", "很久"])
def test_a_time_that_cannot_be_is_refused(drafted, text):
    with pytest.raises(BriefError):
        drafted(brief(text, 2))


@pytest.mark.parametrize("pace", ["10", "2000", "快"])
def test_a_pace_out_of_range_is_refused(drafted, pace):
    with pytest.raises(BriefError):
        drafted(f"人物: {{甲: {{语速: {pace}}}}}\n" + brief(3, 2))


def test_minutes_of_the_command_come_before_those_of_the_brief(run, tmp_path):
    (tmp_path / "b.yaml").write_text(brief(20, 6), "utf-8")
    assert "asked for: 3 minutes" in run("outline", "b.yaml", "--minutes", "3").stdout
    assert "asked for: 4 minutes" in run("outline", "b.yaml", "--minutes", "1=4分钟").stdout
    assert "no speech number 2" in run("outline", "b.yaml", "--minutes", "2=4").stderr
    for bad in ("0", "x", "999"):
        assert run("outline", "b.yaml", "--minutes", bad).returncode == 2


def test_an_outline_shows_the_plan_of_each_part(run, tmp_path):
    (tmp_path / "b.yaml").write_text(brief(5, 6), "utf-8")
    shown = run("outline", "b.yaml").stdout
    line = next(line for line in shown.splitlines() if line.strip().startswith("任务 "))
    assert "plan" in line
    assert "%" in line


def test_a_cap_in_characters_is_kept_or_named(drafted):
    capped = drafted(brief(20, 8).replace("时长: 20", "上限: 500"))
    speech = capped.speeches[0]
    assert speech.characters <= 500 or "cap" in rules(capped)
    far = drafted(brief(20, 8).replace("时长: 20", "上限: 100"))
    (finding,) = [f for f in far.findings if f.rule == "cap"]
    assert finding.severity == "error"


def test_a_speech_that_just_stops_is_told_and_a_short_one_is_not(drafted):
    task = "，".join(["把道路照明设备逐一检查登记"] * 50)
    brief = "讲话: {体裁: 座谈会讲话}\n任务: [{题: 修路灯, 内容: [" + task + "。]}]\n"
    assert "no-close" in rules(drafted(brief))
    assert "no-close" not in rules(drafted(brief + "结尾: 请大家抓紧。\n"))
    assert "no-close" not in rules(drafted("讲话: {体裁: 座谈会讲话}\n任务: [{题: 修路灯}]\n"))
