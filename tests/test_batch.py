"""Three hundred meetings: every row is accounted for, nothing is lost whatever happens, nothing of others is touched."""

from __future__ import annotations

import csv
import datetime
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from drafter import source
from drafter.batch import names, similar
from drafter.batch.columns import Columns
from drafter.batch.table import opened
from drafter.errors import TableError
from drafter.word import package, read

BRIEF = """\
会议: {名称: "{社区}居民议事会", 地点: 社区活动室}
讲话: {体裁: 短会讲话, 讲话人: 主讲, 称谓: 各位邻居}
人物: {主讲: {姓名: 顾维清, 职务: 街道办事处主任}}
数据:
  户数: {值: 100, 量词: 户}
任务:
  - 题: 管好门口
    措施: ["{社区}{户数}，一户不落"]
可空: [备注, 地点]
映射: {备注: 不用}
"""
HEADINGS = ["社区", "日期", "讲话人姓名", "户数", "地点", "备注"]


def brief(tmp_path, text=BRIEF, name="b.yaml"):
    (tmp_path / name).write_text(text, "utf-8")
    return name


def table(tmp_path, rows, name="t.csv", headings=HEADINGS, encoding="utf-8"):
    with (tmp_path / name).open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return name


def row(n, **changes):
    cells = {
        "社区": f"第{n}社区",
        "日期": "2026-05-04",
        "讲话人姓名": "孟知秋",
        "户数": str(100 + n),
        "地点": "活动室",
        "备注": "",
    }
    return list({**cells, **changes}.values())


def manifest(folder):
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines()]


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# --- tables ---


ROWS = [
    ["社区", "日期", "户数", "占比", "地点"],
    ["青石", "2026-05-04", "212", "12.5%", "二楼"],
    ["柳荫", "2026-05-05", "1300", "8%", "一楼"],
]


def workbook(path, headings_at=1, sheet="名单"):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "说明"
    page["A1"] = "社区"
    page = book.create_sheet(sheet)
    if headings_at > 1:
        page["A1"] = "2026年社区会议一览表"
        page.merge_cells("A1:E1")
    values = [
        ROWS[0],
        ["青石", datetime.date(2026, 5, 4), "212", 0.125, " 二楼　"],
        ["柳荫", "2026-05-05", 1300, 0.08, "一楼"],
    ]
    for n, cells in enumerate(values):
        for column, value in enumerate(cells, 1):
            cell = page.cell(headings_at + n, column, value)
            if isinstance(value, float):
                cell.number_format = "0.0%"
    book.save(path)


def known(_heading):
    return _heading in ROWS[0]


def cells(path, sheet=None):
    return [list(each.cells) for each in opened(path, sheet, known).rows()]


@pytest.mark.parametrize("headings_at", [1, 4])
def test_a_workbook_is_read_as_it_shows_whatever_stands_above_its_headings(tmp_path, headings_at):
    workbook(tmp_path / "t.xlsx", headings_at)
    assert cells(tmp_path / "t.xlsx", "名单") == ROWS[1:]


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ","), ("gb18030", ","), ("utf-16", ","), ("utf-8", "\t"), ("gb18030", ";")],
)
def test_a_csv_is_read_in_every_encoding_that_offices_save(tmp_path, encoding, delimiter):
    with (tmp_path / "t.csv").open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([["一览表", "", "", "", ""], [], *ROWS])
    assert cells(tmp_path / "t.csv") == ROWS[1:]


@pytest.mark.parametrize("suffix", [".xls", ".et"])
def test_an_old_workbook_is_read_too(tmp_path, suffix):
    book = xlwt.Workbook()
    book.add_sheet("说明")
    page = book.add_sheet("名单")
    page.write_merge(0, 0, 0, 4, "一览表")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    rows = [
        ROWS[0],
        ["青石", datetime.date(2026, 5, 4), 212, "12.5%", "二楼 "],
        ["柳荫", "2026-05-05", "1300", "8%", "一楼"],
    ]
    for n, row_ in enumerate(rows, 3):
        for column, value in enumerate(row_):
            page.write(n, column, value, day if isinstance(value, datetime.date) else xlwt.Style.default_style)
    book.save(str(tmp_path / f"t{suffix}"))
    assert cells(tmp_path / f"t{suffix}", "名单") == ROWS[1:]


def test_values_are_cleaned_of_what_nobody_typed(tmp_path):
    table(tmp_path, [["\ufeff青石 ", "　2026-05-04", "１３０", "x", "y"]], headings=ROWS[0])
    assert cells(tmp_path / "t.csv")[0][:3] == ["青石", "2026-05-04", "130"]


def broken(tmp_path, kind):
    path = tmp_path / "t.xlsx"
    if kind == "locked":
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000)
    elif kind == "bomb":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000_000)
    elif kind == "no workbook":
        path.write_bytes(b"abc")
    elif kind == "cut short":
        workbook(path)
        path.write_bytes(path.read_bytes()[:-40])
    elif kind == "no headings":
        book = openpyxl.Workbook()
        book.active["A1"] = "甲"
        book.save(path)
    elif kind == "twice":
        book = openpyxl.Workbook()
        book.active.append(["社区", "日期", "社区"])
        book.save(path)
    elif kind == "no text":
        path = tmp_path / "t.csv"
        path.write_bytes("社区,日期\n\0,x\n".encode())
    return path


BROKEN = {
    "locked": "locked with a password",
    "bomb": "larger than a table is",
    "no workbook": "is no workbook",
    "cut short": "broken, or no workbook",
    "no headings": "no row of headings",
    "twice": "stands twice",
    "no text": "is no text",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_table_that_cannot_be_used_is_refused_by_name(tmp_path, kind):
    with pytest.raises(TableError, match=BROKEN[kind]):
        cells(broken(tmp_path, kind))


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(tmp_path):
    workbook(tmp_path / "t.xlsx")
    with pytest.raises(TableError, match="there is no sheet “乙”; it has 说明、名单"):
        cells(tmp_path / "t.xlsx", "乙")


def test_a_million_empty_rows_are_none(tmp_path):
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("甲")
    for cells_ in ROWS:
        page.append(cells_)
    for _n in range(50_000):
        page.append([])
    page.append(["云埠", "2026-05-06", "7", "1%", "三楼"])
    book.save(tmp_path / "t.xlsx")
    assert [each.number for each in opened(tmp_path / "t.xlsx", None, known).rows()] == [2, 3, 50_004]


# --- columns ---


PATHS = {
    "会议.名称": ("meeting", "name"),
    "meeting.name": ("meeting", "name"),
    "会议名称": ("meeting", "name"),
    "日期": ("meeting", "date"),
    "称谓": ("speeches", "salutation"),
    "讲话人姓名": ("people", "主讲", "name"),
    "讲话人职务": ("people", "主讲", "post"),
    "主讲": ("people", "主讲", "name"),
    "主讲职务": ("people", "主讲", "post"),
    "户数": ("figures", "户数"),
    "户数来源": ("figures", "户数", "source"),
    "户数牵头": None,
    "社区": ("facts", "社区"),
    "人物.主讲.简称": ("people", "主讲", "short"),
    "任务2": ("tasks", 1),
    "任务2牵头": ("tasks", 1, "owner"),
    "任务[2].时限": ("tasks", 1, "deadline"),
    "备注": None,
    "联系电话": None,
    "任务.跳舞": None,
}


@pytest.mark.parametrize("heading", PATHS)
def test_a_heading_is_found_in_the_brief_by_its_names(heading):
    tree, _faults = source.parse(BRIEF, "b.yaml")
    assert Columns(tree).path(heading) == PATHS[heading]


def test_what_no_column_uses_and_what_nothing_gives_is_said_before_the_first_row(run, tmp_path):
    name = brief(tmp_path)
    done = run("batch", name, table(tmp_path, [["青石", "1"]], headings=["社区", "联系电话"]), "-o", "out", "-j", 1)
    assert "column “联系电话” is used for nothing" in done.stderr
    done = run("batch", name, table(tmp_path, [["2026-05-04"]], headings=["日期"]), "-o", "none", "-j", 1)
    assert (done.returncode, "“{社区}” is in the brief, and neither" in done.stderr) == (2, True), done.stderr
    assert not (tmp_path / "none").exists()


def test_numbered_columns_make_a_list_and_empty_ones_are_left_out(run, tmp_path):
    headings = ["社区", "任务1题", "任务1措施", "任务2", "任务3"]
    rows = [["青石", "修路", "填坑", "把树种好", ""], ["柳荫", "", "", "", ""]]
    run("batch", brief(tmp_path), table(tmp_path, rows, headings=headings), "-o", "out", "-j", 1, "--format", "txt")
    first, second = (
        (tmp_path / "out" / f"{n}-{name}居民议事会.txt").read_text("utf-8") for n, name in ((2, "青石"), (3, "柳荫"))
    )
    assert "填坑" in first
    assert "把树种好" in first
    assert "门口" not in first
    assert "门口" in second


# --- three hundred rows, twenty of them wrong ---


FAULTS = {
    5: ({"日期": ""}, "日期", "the cell is empty"),
    17: ({"社区": ""}, "社区", "the cell is empty"),
    31: ({"日期": "2月30日"}, "日期", "2月30日"),
    44: ({"日期": "2026-02-30"}, "日期", "2026-02-30"),
    58: ({"户数": "=1+1"}, "户数", "a formula without its result"),
    63: ({"地点": "长" * 32_767}, "地点", "its end was cut"),
    71: ({"户数": "#DIV/0!"}, "户数", "an error of the table program"),
    85: ({"户数": "1O2"}, "户数", "letter"),
    99: ({"讲话人姓名": ""}, "讲话人姓名", "the cell is empty"),
    104: ({"社区": "a\x07b"}, "社区", "U+0007 cannot stand"),
    118: ({"社区": "第119社区"}, "", "rows 119 and 120 have one file name"),
    140: ({"地点": ""}, None, None),
    155: ({"日期": "明天"}, "日期", "明天"),
    169: ({"日期": "2026-13-01"}, "日期", "2026-13-01"),
    181: ({"社区": "\u200b"}, "社区", "U+200B cannot stand"),
    202: ({"户数": "=SUM(A1:A3)"}, "户数", "a formula"),
    230: ({"社区": "{没有}"}, "社区", "没有"),
    244: ({"日期": "2026-05-04下午"}, "日期", "下午"),
    260: ({"社区": "   "}, "社区", "the cell is empty"),
}
EXTRA = {277: "a value without a heading"}
FINE = {140}


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A table of 300 rows with planted faults, and what came of it."""
    folder = tmp_path_factory.mktemp("many")
    rows = []
    for n in range(1, 301):
        changes = FAULTS.get(n, ({}, "", ""))[0]
        rows.append(row(n, **changes) + (["多"] if n in EXTRA else []))
    brief(folder, BRIEF + "文件名: '{社区}议事会'\n")
    table(folder, rows)
    done = subprocess.run(
        [sys.executable, "-m", "drafter", "batch", "b.yaml", "t.csv", "-o", "out", "-j", "2"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LANGUAGE": "en"},
        check=False,
    )
    return folder, rows, done


def test_the_rows_that_are_wrong_fail_and_say_why_and_no_other_does(many):
    folder, _rows, done = many
    lines = {line["row"] - 1: line for line in manifest(folder / "out")}
    failed = {n for n, line in lines.items() if line["status"] == "failed"}
    # The twin of a row with its name fails with it.
    assert failed == (set(FAULTS) | set(EXTRA) | {119}) - FINE
    assert done.returncode == 1
    assert f"300 rows: {300 - len(failed)} done" in done.stderr, done.stderr[-500:]
    for n, (_changes, column, words) in FAULTS.items():
        if n not in FINE:
            told = lines[n]["faults"]
            assert any(column == fault["column"] and words in fault["message"] for fault in told), (n, told)
    assert EXTRA[277] in str(lines[277]["faults"])


def test_each_document_has_every_fact_of_its_row(many):
    folder, rows, _done = many
    lines = [line for line in manifest(folder / "out") if line["status"] != "failed"]
    assert len(lines) == 300 - 20 - 1 + 1
    for line in lines:
        cells_ = dict(zip(HEADINGS, rows[line["row"] - 2], strict=False))
        (name,) = line["files"]
        assert name == f"{cells_['社区']}议事会.docx"
        text = read.text((folder / "out" / name).read_bytes())
        for fact in (cells_["社区"], "2026年5月4日", cells_["户数"] + "户", cells_["讲话人姓名"]):
            assert fact in text, (line["row"], fact)
        others = [str(100 + n) + "户" for n in (int(cells_["户数"]) - 101, int(cells_["户数"]) - 99)]
        assert not any(other in text for other in others)


def test_the_report_has_a_line_for_each_row_with_links(many):
    folder, _rows, _done = many
    page = openpyxl.load_workbook(folder / "out" / "报告.xlsx")["逐行"]
    lines = manifest(folder / "out")
    assert page.max_row == len(lines) + 1 == 301
    for n, line in enumerate(lines, 2):
        assert page.cell(n, 1).value == line["row"]
        if line["files"]:
            name = next(iter(line["files"]))
            assert page.cell(n, 2).value == f'=HYPERLINK("{name}","{name}")'
        else:
            assert page.cell(n, 3).value == "没写成"


# --- again, and on ---


def batch(run, tmp_path, *options, rows=4, **how):
    if not (tmp_path / "b.yaml").exists():
        brief(tmp_path)
    if rows:
        table(tmp_path, [row(n) for n in range(1, rows + 1)])
    return run("batch", "b.yaml", "t.csv", "-o", "out", "-j", 1, *options, **how)


def test_a_second_run_and_a_resumed_one_give_the_same_bytes(run, tmp_path):
    batch(run, tmp_path)
    first = contents(tmp_path / "out")
    assert batch(run, tmp_path).returncode == 0
    assert contents(tmp_path / "out") == first
    done = batch(run, tmp_path, "--resume")
    assert contents(tmp_path / "out") == first
    assert "4 as they were" in done.stderr


def test_resume_does_what_changed_and_what_is_gone(run, tmp_path):
    batch(run, tmp_path)
    table(tmp_path, [row(1), row(2, 户数="999"), row(3), row(4), row(5)])
    (tmp_path / "out" / "4-第3社区居民议事会.docx").unlink()
    done = batch(run, tmp_path, "--resume", rows=0)
    assert "5 rows: 5 done (0 with something to look at, 2 as they were)" in done.stderr, done.stderr
    brief(tmp_path, BRIEF.replace("不落", "不漏"))
    assert "0 as they were" in batch(run, tmp_path, "--resume", rows=0).stderr


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"row": 1}', '{"row": 1, "files": {"a": 1}}', '{"row": 1, "files": {}, "status": 1}']
)
def test_a_manifest_that_somebody_spoiled_is_read_as_far_as_it_goes(run, tmp_path, line):
    batch(run, tmp_path)
    first = contents(tmp_path / "out")
    with (tmp_path / "out" / "manifest.jsonl").open("a", encoding="utf-8") as file:
        file.write(line)
    done = batch(run, tmp_path, "--resume", rows=0)
    assert (done.returncode, "4 as they were" in done.stderr, contents(tmp_path / "out") == first) == (0, True, True)


def test_resume_leaves_an_edited_document_of_a_row_that_has_not_changed(run, tmp_path):
    batch(run, tmp_path)
    edited = tmp_path / "out" / "2-第1社区居民议事会.docx"
    first = edited.read_bytes()
    edited.write_bytes(first + b"!")
    done = batch(run, tmp_path, "--resume", rows=0)
    assert (done.returncode, "4 as they were" in done.stderr) == (0, True), done.stderr
    assert edited.read_bytes() == first + b"!"
    table(tmp_path, [row(1, 户数="999"), row(2), row(3), row(4)])
    done = batch(run, tmp_path, "--resume", rows=0)
    assert (done.returncode, "was edited since it was written" in done.stderr) == (1, True)
    assert edited.read_bytes() == first + b"!"
    table(tmp_path, [row(1), row(2), row(3), row(4)])
    done = batch(run, tmp_path, "--resume", "--force", rows=0)
    assert (done.returncode, "3 as they were" in done.stderr, edited.read_bytes() == first) == (0, True, True)


def test_a_file_that_a_batch_wrote_stays_known_as_its_own_and_is_told_where_no_row_makes_it(run, tmp_path):
    name = "3-第2社区居民议事会.docx"
    batch(run, tmp_path)
    for rows in ([row(1), row(2, 日期=""), row(3), row(4)], [row(1)]):
        table(tmp_path, rows)
        done = batch(run, tmp_path, rows=0)
        assert ("still there" in done.stderr, name in done.stderr) == (True, True), done.stderr
        assert name in json.loads(batch(run, tmp_path, "--json", rows=0).stdout)["left"]
    assert sorted(line["row"] for line in manifest(tmp_path / "out")) == [2, 3, 4, 5]
    table(tmp_path, [row(1), row(2, 户数="999"), row(3), row(4)])
    done = batch(run, tmp_path, rows=0)
    assert (done.returncode, "still there" in done.stderr) == (0, False)
    assert "999户" in read.text((tmp_path / "out" / name).read_bytes())
    assert not any("left" in line for line in manifest(tmp_path / "out"))


def test_a_run_that_stops_early_forgets_nothing_of_the_one_before(run, tmp_path):
    batch(run, tmp_path)
    table(tmp_path, [row(1, 日期=""), row(2), row(3), row(4)])
    done = batch(run, tmp_path, "--fail-fast", rows=0)
    assert (done.returncode, "still there" in done.stderr) == (1, False)
    table(tmp_path, [row(1), row(2), row(3, 户数="999"), row(4)])
    done = batch(run, tmp_path, "--resume", rows=0)
    assert (done.returncode, "3 as they were" in done.stderr) == (0, True), done.stderr


def test_what_a_writer_edited_and_what_others_wrote_is_left_alone(run, tmp_path):
    batch(run, tmp_path)
    edited, other = tmp_path / "out" / "2-第1社区居民议事会.docx", tmp_path / "out" / "7-第6社区居民议事会.docx"
    edited.write_bytes(edited.read_bytes() + b"!")
    other.write_bytes(b"mine")
    outside = tmp_path / "outside.docx"
    outside.write_bytes(b"mine too")
    link = tmp_path / "out" / "3-第2社区居民议事会.docx"
    link.unlink()
    link.symlink_to(outside)
    kept = edited.read_bytes()
    done = batch(run, tmp_path, rows=6)
    assert done.returncode == 1
    for words in (
        "was edited since it was written",
        "is there already, and no batch wrote it",
        "a link stands in its place",
    ):
        assert words in done.stderr
    assert "3 failed" in done.stderr
    assert (edited.read_bytes(), other.read_bytes(), outside.read_bytes()) == (kept, b"mine", b"mine too")
    batch(run, tmp_path, "--force", rows=6)
    assert edited.read_bytes() != kept


def test_killed_at_any_moment_and_resumed_it_ends_with_the_same_bytes(run, tmp_path):
    name, rows = brief(tmp_path), table(tmp_path, [row(n) for n in range(1, 121)])
    command = [sys.executable, "-m", "drafter", "batch", name, rows, "-j", "2", "-o"]
    subprocess.run([*command, "whole"], cwd=tmp_path, check=True, capture_output=True)
    expected = contents(tmp_path / "whole")
    for round_ in range(2):
        made = tmp_path / f"cut{round_}"
        for wanted in (20, 70):
            process = subprocess.Popen(
                [*command, made.name, "--resume"],
                cwd=tmp_path,
                stderr=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
            while process.poll() is None and (
                not made.exists() or len(list(made.glob("*.docx"))) < wanted + round_ * 7
            ):
                time.sleep(0.005)
            # The group, so that no worker goes on.
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        assert (made / "manifest.jsonl").exists()
        subprocess.run([*command, made.name, "--resume"], cwd=tmp_path, check=True, capture_output=True)
        assert contents(made) == expected


def test_an_interrupt_ends_with_what_is_done_in_the_manifest(tmp_path):
    brief(tmp_path)
    table(tmp_path, [row(n) for n in range(1, 2001)])
    command = [sys.executable, "-m", "drafter", "batch", "b.yaml", "t.csv", "-o", "out", "-j", "2"]
    # Where the tests run behind nohup, children begin with the interrupt ignored.
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "LANGUAGE": "en"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while not (tmp_path / "out").exists() or len(list((tmp_path / "out").glob("*.docx"))) < 20:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _out, said = process.communicate(timeout=60)
    assert (process.returncode, "stopped; the rows after these" in said, "Traceback" in said) == (130, True, False), (
        said
    )
    listed = {name for line in manifest(tmp_path / "out") for name in line["files"]}
    assert listed == {path.name for path in (tmp_path / "out").glob("*.docx")}
    assert (tmp_path / "out" / "报告.xlsx").exists()
    assert not list((tmp_path / "out").glob(".*"))


def test_a_worker_that_dies_costs_no_row(tmp_path):
    brief(tmp_path)
    table(tmp_path, [row(n) for n in range(1, 601)])
    command = [sys.executable, "-m", "drafter", "batch", "b.yaml", "t.csv", "-o", "out", "-j", "2"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, encoding="utf-8", env={**os.environ, "LANGUAGE": "en"}
    )
    while not (tmp_path / "out").exists() or len(list((tmp_path / "out").glob("*.docx"))) < 20:
        time.sleep(0.01)
    workers = [pid for pid in below(process.pid) if "forkserver" in commandline(pid) or "spawn" in commandline(pid)]
    os.kill(workers[-1], signal.SIGKILL)
    _out, said = process.communicate(timeout=120)
    assert "600 rows: 600 done" in said, said


def below(pid):
    """The processes below ``pid``, parents first."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                parent = int(re.search(r"\) \S (\d+)", Path(f"/proc/{name}/stat").read_text())[1])
            except OSError:
                continue
            if parent == pid or parent in found:
                found.append(int(name))
    return sorted(found)


def commandline(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


# --- names ---


SAFE = {
    "a/b": "a_b",
    "../../etc": "_.._etc",
    "a:b?": "a_b_",
    "CON": "_CON",
    "con.txt": "_con.txt",
    "LPT1": "_LPT1",
    "COMMON": "COMMON",
    "议事会. ": "议事会",
    "...": "",
    "": "",
    "_-": "",
    "😀会": "😀会",
    "甲\u202e乙": "甲_乙",
    "é": "é",
}


@pytest.mark.parametrize("text", SAFE)
def test_a_name_is_made_safe_for_every_system(text):
    assert names.safe(text) == SAFE[text]


@given(st.text(max_size=300))
def test_no_name_leaves_the_folder_or_is_too_long(text):
    made = names.safe(text)
    assert not re.search(r'[\\/:*?"<>|\x00-\x1f]', made)
    assert made not in (".", "..")
    assert len(made.encode()) <= 180
    assert names.safe(made) == made


def test_rows_with_one_name_are_both_refused_or_numbered(run, tmp_path):
    brief(tmp_path)
    table(tmp_path, [row(1), row(1, 户数="7"), row(2)])
    done = batch(run, tmp_path, "--name", "{社区}", rows=0)
    assert done.stderr.count("rows 2 and 3 have one file name: 第1社区") == 2
    assert "1 done" in done.stderr
    batch(run, tmp_path, "--name", "{社区}", "--number-duplicates", rows=0)
    assert {path.name for path in (tmp_path / "out").glob("*.docx")} == {
        "第1社区.docx",
        "第1社区-2.docx",
        "第2社区.docx",
    }


def test_a_pattern_that_asks_for_what_is_not_there_is_refused(run, tmp_path):
    done = batch(run, tmp_path, "--name", "{街道}")
    assert (done.returncode, "asks for “街道”" in done.stderr) == (2, True)


# --- a table to begin with ---


GENRES = sorted(path.name for path in (ROOT / "templates" / "genres").iterdir())


@pytest.mark.parametrize("genre", GENRES)
def test_the_table_of_a_genre_goes_with_its_brief(run, tmp_path, genre):
    run("new", genre, "-o", "b.yaml")
    done = run("new", genre, "--table", "-o", "t.xlsx" if genre < "m" else "t.csv")
    assert done.returncode == 0, done.stderr
    done = run("batch", "b.yaml", done.stdout.strip(), "-o", "out", "-j", 1, "--no-check")
    assert "1 rows: 1 done" in done.stderr, done.stderr
    assert "used for nothing" not in done.stderr
    assert done.stderr.split("\n")[0].count("→") >= 3


def test_a_table_wants_a_file(run):
    assert run("new", "symposium", "--table").returncode == 2


def test_the_example_gives_a_document_for_each_of_its_rows(run, tmp_path):
    for suffix in ("yaml", "csv"):
        shutil.copy(ROOT / "examples" / "成批" / f"社区议事会.{suffix}", tmp_path)
    done = run("batch", "社区议事会.yaml", "社区议事会.csv", "-o", "out", "-j", 1)
    assert "4 rows: 4 done (0 with something to look at" in done.stderr, done.stderr
    assert (tmp_path / "out" / "青石社区-2027-06-02.docx").exists()


# --- options ---


def test_a_dry_run_checks_every_row_and_writes_nothing(run, tmp_path):
    brief(tmp_path)
    table(tmp_path, [row(1), row(2, 日期="明天")])
    done = batch(run, tmp_path, "--dry-run", rows=0)
    assert (done.returncode, "2 rows: 1 done" in done.stderr, (tmp_path / "out").exists()) == (1, True, False)


def test_fail_fast_stops_at_the_first_failure(run, tmp_path):
    brief(tmp_path)
    table(tmp_path, [row(n, 日期="明天" if n == 3 else "2026-05-04") for n in range(1, 101)])
    done = batch(run, tmp_path, "--fail-fast", rows=0)
    assert done.returncode == 1
    assert len(manifest(tmp_path / "out")) < 100


def test_results_as_json(run, tmp_path):
    brief(tmp_path)
    table(tmp_path, [row(1), row(2, 日期="明天")])
    said = json.loads(batch(run, tmp_path, "--json", rows=0).stdout)
    assert (said["rows"], said["done"], said["failed"]) == (2, 1, 1)
    assert said["failures"][0]["faults"][0]["column"] == "日期"


def test_several_speeches_a_row_and_one_document_of_all(run, tmp_path):
    brief(
        tmp_path,
        BRIEF.replace(
            "讲话: {体裁: 短会讲话,", "讲话:\n- {体裁: 主持词, 讲话人: 主讲, 称谓: 各位邻居}\n- {体裁: 短会讲话,"
        ),
    )
    done = batch(run, tmp_path, "--combined", "all.docx", rows=3)
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out").glob("*.docx"))) == 6
    whole = (tmp_path / "all.docx").read_bytes()
    text = read.text(whole)
    assert [f"{100 + n}户" in text for n in (1, 2, 3)] == [True] * 3
    document = package.parts(whole)["word/document.xml"].decode()
    assert document.count("<w:sectPr") == 6
    assert "bookmarkStart" not in document


def test_the_pairs_most_alike_are_told(run, tmp_path):
    done = batch(run, tmp_path, "--similarity", rows=12)
    assert "alike: " in done.stderr


def test_pairs_are_found_by_the_sentences_that_they_share():
    rows = [("a", range(10)), ("b", range(1, 11)), ("c", range(50, 60)), ("d", [*range(50, 55), *range(70, 75)])]
    assert [(pair.one, pair.other) for pair in similar.alike(rows)] == [("a", "b"), ("c", "d")]


@given(st.lists(st.frozensets(st.integers(0, 30), min_size=1, max_size=12), max_size=12))
def test_no_pair_over_the_threshold_is_missed(sets):
    rows = [(str(n), each) for n, each in enumerate(sets)]
    expected = {
        (str(i), str(j))
        for i, one in enumerate(sets)
        for j, other in enumerate(sets)
        if i < j and len(one & other) / len(one | other) >= similar.LEAST
    }
    assert {(pair.one, pair.other) for pair in similar.alike(rows, 1000)} == expected


def test_phrases_are_spread_over_the_rows(run, tmp_path):
    batch(run, tmp_path, "--format", "txt", rows=40)
    ends = {path.read_text("utf-8").strip().split("\n")[-1] for path in (tmp_path / "out").glob("*.txt")}
    assert len(ends) >= 4


def test_checks_are_summed_up_by_rule(run, tmp_path):
    brief(tmp_path, BRIEF.replace("一户不落", "占120%"))
    done = batch(run, tmp_path, rows=3)
    assert "N08: in 3 rows" in done.stderr
    assert {line["status"] for line in manifest(tmp_path / "out")} == {"findings"}
    assert "N08" not in batch(run, tmp_path, "--no-check", rows=3).stderr


def test_a_folder_that_cannot_be_written_is_named(run, tmp_path):
    brief(tmp_path)
    table(tmp_path, [row(1)])
    done = run("batch", "b.yaml", "t.csv", "-o", "/proc/none", "-j", 1)
    assert (done.returncode, "cannot be written" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_a_disk_that_fills_up_fails_the_row_and_leaves_nothing_half_written(tmp_path):
    brief(tmp_path, BRIEF.replace("措施: [", '措施: ["{地点}", '))
    chance = random.Random(7)
    long = "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _n in range(9_000))
    table(tmp_path, [row(1), row(2, 地点=long), row(3)])
    limit = "import resource,signal,sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (16_000, 16_000)); from drafter.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", limit, "batch", "b.yaml", "t.csv", "-o", "out", "-j", "1"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LANGUAGE": "en"},
        check=False,
    )
    assert "cannot be written: File too large" in done.stderr, done.stderr
    assert "3 rows: 2 done" in done.stderr
    assert not list((tmp_path / "out").glob(".drafter*"))


def test_a_table_of_no_rows_is_done_at_once(run, tmp_path):
    brief(tmp_path)
    table(tmp_path, [])
    done = batch(run, tmp_path, rows=0)
    assert (done.returncode, "0 rows: 0 done" in done.stderr) == (0, True)
    assert "t.csv: no row stands below the headings" in done.stderr


# --- beyond one machine ---


@pytest.fixture
def scheduler(tmp_path):
    """A scheduler of Dask and two workers, real ones, on the loopback address."""
    environment = {**os.environ, "DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "critical"}
    name = tmp_path / "scheduler.json"
    started = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "distributed.cli.dask_scheduler",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--no-dashboard",
                "--scheduler-file",
                str(name),
            ],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=tmp_path,
        )
    ]
    try:
        while not name.exists():
            assert started[0].poll() is None
            time.sleep(0.05)
        for _n in range(2):
            started.append(
                subprocess.Popen(
                    [
                        sys.executable,
                        "-m",
                        "distributed.cli.dask_worker",
                        "--scheduler-file",
                        str(name),
                        "--nthreads",
                        "1",
                        "--nworkers",
                        "1",
                        "--no-nanny",
                        "--no-dashboard",
                        "--local-directory",
                        str(tmp_path),
                    ],
                    env=environment,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    cwd=tmp_path,
                )
            )
        yield json.loads(name.read_text("utf-8"))["address"], started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def test_a_cluster_of_which_a_worker_dies_gives_the_same_bytes(tmp_path, scheduler):
    address, workers = scheduler
    brief(tmp_path)
    table(tmp_path, [row(n) for n in range(1, 401)])
    command = [sys.executable, "-m", "drafter", "batch", "b.yaml", "t.csv", "-o"]
    subprocess.run([*command, "here", "-j", "2"], cwd=tmp_path, check=True, capture_output=True)
    process = subprocess.Popen(
        [*command, "there", "--cluster", address],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        encoding="utf-8",
        env={**os.environ, "LANGUAGE": "en"},
    )
    while process.poll() is None and (
        not (tmp_path / "there").exists() or len(list((tmp_path / "there").glob("*.docx"))) < 40
    ):
        time.sleep(0.01)
    assert process.poll() is None
    workers[0].kill()
    _out, said = process.communicate(timeout=180)
    assert "400 rows: 400 done" in said, said
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_an_address_where_nobody_answers_is_named(run, tmp_path):
    done = batch(run, tmp_path, "--cluster", "tcp://127.0.0.1:9", rows=1)
    assert (done.returncode, "no scheduler answers there" in done.stderr) == (2, True), done.stderr
