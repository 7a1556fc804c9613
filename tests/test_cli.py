"""The command line as a user meets it: a process, its output, its errors, its exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from drafter.cli import COMMANDS
from drafter.genre import genres
from drafter.library import Library

GENRES = [genre.id for genre in genres(Library.standard())]
BRIEF = """\
会议: {名称: 全市养老服务座谈会, 日期: 2026-04-16}
人物: {顾维清: {职务: 民政局局长}}
讲话: {体裁: 座谈会讲话, 讲话人: 顾维清, 称谓: 同志们}
任务:
  - {题: 让站点热起来, 措施: [一站一策, 换菜单], 牵头: 区民政局, 时限: 6月底前}
  - {题: 让队伍稳起来, 措施: [发津贴]}
"""


@pytest.fixture
def brief(tmp_path):
    path = tmp_path / "全市 座谈会.yaml"
    path.write_text(BRIEF, "utf-8")
    return path


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help_in_both_languages(run, command):
    english, chinese = (run(*command.split(), "--help", language=name) for name in ("en", "zh_CN"))
    assert english.returncode == chinese.returncode == 0
    assert english.stdout.isascii()
    assert any("\u4e00" <= char <= "\u9fff" for char in chinese.stdout)
    if not command:
        assert all(name in english.stdout for name in COMMANDS)


def test_every_module_of_the_room_is_a_command(library):
    folder = __import__("drafter.cli").cli.__path__[0]
    names = {name.removesuffix(".py") for name in os.listdir(folder) if name.endswith(".py")}
    assert names - {"__init__", "options", "files", "report"} == set(COMMANDS)


def test_draft_writes_every_format_and_says_where(run, brief, tmp_path):
    done = run("draft", brief, "-o", "出稿", "--format", "docx,txt,md")
    assert done.returncode == 0, done.stderr
    names = [f"出稿/全市 座谈会.{kind}" for kind in ("docx", "txt", "md")]
    assert done.stdout.split("\n")[:3] == [name.replace("/", os.sep) for name in names]
    text = (tmp_path / names[1]).read_text("utf-8")
    assert "在全市养老服务座谈会上的讲话\n（2026年4月16日）\n民政局局长\u3000顾维清\n\n同志们：\n\u3000\u3000" in text
    assert (tmp_path / names[2]).read_text("utf-8").startswith("# 在全市养老服务座谈会上的讲话\n")
    assert "syllables" in done.stderr


def test_the_same_brief_gives_the_same_bytes_anywhere(run, brief, tmp_path):
    for folder, language in (("a", "en"), ("b", "zh_CN")):
        assert run("draft", brief, "-o", folder, language=language).returncode == 0
    name = "全市 座谈会.docx"
    assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_edits_are_not_overwritten(run, brief, tmp_path):
    path = tmp_path / "全市 座谈会.docx"
    path.write_text("edited", "utf-8")
    done = run("draft", brief, "--format", "txt,docx")
    assert done.returncode == 2
    assert "already there" in done.stderr
    assert "--force" in done.stderr
    assert path.read_text("utf-8") == "edited"
    assert not (tmp_path / "全市 座谈会.txt").exists()
    assert run("draft", brief, "--force").returncode == 0
    assert path.read_bytes()[:2] == b"PK"


def test_several_speeches_get_names_of_their_own(run, tmp_path):
    (tmp_path / "b.yaml").write_text(
        BRIEF.replace("讲话: {", "讲话: [{").replace("同志们}", "同志们}, {体裁: 任务部署讲话}]"), "utf-8"
    )
    done = run("draft", "b.yaml", "--format", "txt")
    assert done.stdout.split() == ["b-1-座谈会讲话.txt", "b-2-任务部署讲话.txt", "b-事实表.xlsx"]


def test_two_briefs_of_one_name_do_not_write_over_each_other(run, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.yaml").write_text(BRIEF, "utf-8")
    done = run("draft", "a/x.yaml", "b/x.yaml", "-o", "out")
    assert done.returncode == 2
    assert "two speeches would have this name" in done.stderr
    assert not (tmp_path / "out").exists()


def test_gaps_and_unused_facts_are_said_and_strict_minds_them(run, tmp_path):
    (tmp_path / "b.yaml").write_text("讲话: {体裁: 座谈会讲话}\n品牌: {名称: 阳光}\n", "utf-8")
    done = run("draft", "b.yaml", "--json")
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert report["briefs"][0]["gaps"] == {"会议名称": 1, "日期": 1, "讲话人": 1, "称谓": 1}
    assert "4 gaps to fill: 会议名称、日期、讲话人、称谓" in done.stderr
    assert "b.yaml:2:10: warning: “品牌” is a part of no speech here: 1 fact is not said" in done.stderr
    assert run("draft", "b.yaml", "--strict", "--force").returncode == 1


def test_a_broken_brief_writes_nothing(run, tmp_path):
    (tmp_path / "b.yaml").write_text("会议：好\n讲话: {体裁: 座谈会讲话}\n", "utf-8")
    done = run("draft", "b.yaml", "-o", "out")
    assert done.returncode == 2
    assert "b.yaml:1:3: a full-width colon" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "out").exists()


def test_one_broken_brief_among_several_writes_nothing(run, brief, tmp_path):
    (tmp_path / "b.yaml").write_text("讲话: {}\n", "utf-8")
    assert run("draft", brief, "b.yaml", "-o", "out").returncode == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["draft", "none.yaml"], "does not exist"),
        (["draft"], "Missing argument"),
        (["draft", "b.yaml", "--format", "odt"], "odt is not one of"),
        (["daft"], "No such command"),
        (["new", "sympsium"], "Did you mean “symposium”"),
        (["new", "舞步图样"], "there is no genre"),
        (["templates", "舞步图样"], "Known:"),
        (["draft", "b.yaml", "-o", "b.yaml/x"], "cannot be written"),
        (["draft", "b.yaml", "--library", "none"], "does not exist"),
    ],
)
def test_bad_use_is_told_apart(run, tmp_path, arguments, words):
    (tmp_path / "b.yaml").write_text(BRIEF, "utf-8")
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_outline_shows_headings_and_length(run, brief):
    done = run("outline", brief)
    assert done.returncode == 0
    assert "    一、让站点热起来\n    二、让队伍稳起来\n" in done.stdout
    assert "minutes at 200 a minute" in done.stdout
    data = json.loads(run("outline", brief, "--json").stdout)
    assert [move["name"] for move in data[0]["moves"]] == ["开场", "任务"]


def test_templates_lists_every_genre(run):
    done = run("templates")
    assert all(f"({name})" in done.stdout for name in GENRES)
    assert "required: 会议.名称" in done.stdout
    assert [item["id"] for item in json.loads(run("templates", "--json").stdout)] == GENRES
    assert run("templates", "座谈会讲话").stdout.count("moves:") == 1


def test_schema_is_json(run):
    assert json.loads(run("schema").stdout)["title"] == "drafter brief"


@pytest.mark.parametrize("genre", GENRES)
def test_new_gives_a_brief_that_drafts_as_it_stands(run, tmp_path, genre):
    assert run("new", genre, "-o", "新 素材.yaml").returncode == 0
    done = run("draft", "新 素材.yaml", "--strict", "--format", "docx,txt")
    assert done.returncode == 0, done.stderr
    assert run("new", genre, "-o", "新 素材.yaml").returncode == 2
    assert run("new", genre).stdout == (tmp_path / "新 素材.yaml").read_text("utf-8")


def test_errors_are_chinese_where_the_user_is(run, tmp_path):
    (tmp_path / "b.yaml").write_text("会议：好\n讲话: {体裁: 座谈会讲话}\n", "utf-8")
    assert "键后面用了全角冒号" in run("draft", "b.yaml", language="zh_CN").stderr
    assert "没有这个命令" in run("daft", language="zh_CN").stderr


def test_own_templates_come_first(run, brief, tmp_path):
    own = tmp_path / "我的 模板" / "moves"
    own.mkdir(parents=True)
    (own / "任务.md.jinja").write_text("{% for 条 in 任务 %}\n自家的话：{{ 条.题 }}。\n{% endfor %}\n", "utf-8")
    run("draft", brief, "--library", own.parent, "--format", "txt")
    assert "自家的话：让站点热起来。" in (tmp_path / "全市 座谈会.txt").read_text("utf-8")


def test_a_place_that_refuses_leaves_nothing_half_written(run, brief, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "全市 座谈会.txt").mkdir()
    done = run("draft", brief, "-o", "out", "--format", "docx,txt", "--force")
    assert done.returncode == 2
    assert "全市 座谈会.txt: a folder" in done.stderr
    assert os.listdir(tmp_path / "out") == ["全市 座谈会.txt"]
    (tmp_path / "file").write_text("x", "utf-8")
    done = run("draft", brief, "-o", tmp_path / "file" / "inner")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert ".tmp" not in done.stderr


def test_formats_are_read_as_writers_type_them(run, brief, tmp_path):
    done = run("draft", brief, "--format", "TXT，md、docx")
    assert done.returncode == 0
    assert {path.suffix for path in tmp_path.glob("全市*")} == {".yaml", ".txt", ".md", ".docx"}
    assert run("draft", brief, "--format", "odt").returncode == 2
    assert run("draft", brief, "--format", ",").returncode == 2


def test_scripts_get_faults_as_json_too(run, tmp_path):
    (tmp_path / "b.yaml").write_text("会议: {日期: 2026-02-30}\n讲话: {体裁: 座谈会讲活}\n", "utf-8")
    for command in ("draft", "outline"):
        done = run(command, "b.yaml", "--json")
        assert done.returncode == 2
        faults = json.loads(done.stdout)["faults"]
        assert [(fault["place"], bool(fault["hint"])) for fault in faults] == [
            ("b.yaml:1:10", False),
            ("b.yaml:2:10", True),
        ]


def test_the_time_asked_for_is_set_beside_the_time_it_takes(run, tmp_path):
    (tmp_path / "b.yaml").write_text(BRIEF.replace("称谓: 同志们", "称谓: 同志们, 时长: 12分钟"), "utf-8")
    assert "b: " in (stderr := run("draft", "b.yaml").stderr)
    assert "of 12 asked for" in stderr
    assert "asked for: 12 minutes, 11.7 short" in run("outline", "b.yaml").stdout


def test_names_that_are_too_long_and_full_disks_are_said(run, brief):
    for arguments in (("new", "symposium", "-o", "a" * 300), ("draft", brief, "-o", "a" * 300)):
        done = run(*arguments)
        assert done.returncode == 2
        assert "cannot be written" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_a_full_disk_is_said(tmp_path):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "drafter", "schema"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
