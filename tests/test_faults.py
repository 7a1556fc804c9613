"""Every fault that the program can name has a case: the tables of the other tests, and what is left, in this one."""

from __future__ import annotations

import gettext
import subprocess
import sys
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace
from pathlib import Path

import pytest
import wordfile
from babel.messages.extract import extract_from_dir
from catalogue import KEYWORDS, SOURCES
from test_audit import GOOD as SHELF
from test_audit import SLIPS, shelf
from test_batch import BRIEF as BATCH
from test_batch import BROKEN, broken, cells, workbook
from test_brief import FAULTS, GOOD, IMPOSSIBLE
from test_checks import UNBOUNDED, UNFIT_RULES
from test_checks import shelf as shelf_of_rules
from test_clean import HOSTILE, STUCK, UNFINISHED, document
from test_clean import run as word_run
from test_compose import MISBEHAVING, UNFIT, own
from test_length import brief as timed
from test_meeting import ONE
from test_submission import REFUSED, UNFIT_SETTINGS, hostile
from test_sums import FAULTY, HEAD, SAID
from test_word import BAD_LAYOUTS, BAD_PARENTS

from drafter import messages, source, submission
from drafter.audit import audit
from drafter.batch import table as table_
from drafter.batch import work as work_
from drafter.batch.folder import Folder
from drafter.batch.manifest import Manifest
from drafter.batch.plan import prepared
from drafter.batch.run import Plan, run
from drafter.batch.table import Row
from drafter.batch.work import Outcome, work
from drafter.brief.read import read
from drafter.checks import settings
from drafter.checks.catalogue import rules
from drafter.checks.finders import finders
from drafter.checks.known import Known
from drafter.checks.pattern import compiled
from drafter.checks.silence import Silence, silenced
from drafter.compose.speech import Composer
from drafter.draft import draft
from drafter.errors import DrafterError
from drafter.export import Wanted
from drafter.genre import find
from drafter.library import Library
from drafter.model import Place
from drafter.word import layout, package, pdf, proof
from drafter.word.clean import clean
from drafter.word.combined import combined

# Briefs for what the tables of other tests leave out: as bytes, or as text after a good head.
BRIEFS = [
    b"\xff\xfea\x00",
    b"\x81\x00\xff",
    b"x" * (1 << 21),
    ("任务: " + "[" * 200 + "]" * 200).encode(),
    GOOD + "任务:\n  - 修路\n 甲: 乙\n",
    GOOD + "任务:\n  - 题: 修路\n    牵头市政处\n    时限: 6月\n",
    GOOD + "任务: 修: 路\n",
    GOOD + "文档: {批注: 错字}\n",
    GOOD + "文档: {联动: 也许}\n",
    GOOD + "任务: %路\n",
    GOOD + "任务: [{甲: 乙}: 丙]\n",
    GOOD + "任务:\n  ? [甲]\n  : 乙\n",
    GOOD + "任务: @路\n",
    GOOD + "%TAG\n",
    GOOD + "人物: {王: {语速: 9}}\n",
    GOOD + "讲话人: 甲\n事实: {甲: {推测: 乙}, 丙: 丁}\n任务: 修“{甲}”路\n",
    GOOD + "任务: [{题: 甲, 定性: 乙}]\n品牌: 丁\n",
    GOOD + "收获: [甲, 乙]\n成绩: {定性: 甲}\n",
    GOOD + "人物: {老秦: {职务: 药师}}\n回应: [{人: 老泰, 原话: 看病}]\n任务: [{题: 甲, 牵头: }]\n",
    "会议: {名称: 大会}\n讲话: [{体裁: 座谈会讲活}, {体裁: 座谈会讲话, 部分: [跳舞], 版式: 花}]\n",
    "会议: {名称: 大会}\n讲话: [{体裁: 座谈会讲话, 部分: [跳舞], 版式: 花}]\n",
    "会议: {名称: 大会}\n讲话: {体裁: 座谈会讲话}\n事实: {期: {值: 十二五, 推测: 由年份推得}, 甲: 乙}\n任务: 按“{期}”做\n收获: 甲\n成绩: {定性: 甲}\n",
]
_TASKS = "任务: [{题: 修好这条路, 措施: [填坑]}, {题: 种好一行树, 措施: [浇水]}, {题: 灯, 措施: [擦亮]}]\n"
STANDARD = Composer(Library.standard()).banks.banks
EVERY = ", ".join(f'"{variant.text}"' for variant in STANDARD["开场"].variants)
# Briefs for sums, time, several speeches and earlier ones.
MORE = [
    "讲话: {体裁: 座谈会讲话}\n任务: [{题: 修灯, 内容: [" + "，".join(["把照明设备逐一检查"] * 60) + "。]}]\n",
    *(f'{HEAD}数据:\n  {figures}\n任务: ["用{{甲}}"]\n' for figures, *_rest in FAULTY),
    *(f'{HEAD}数据:\n  {figures}\n任务: ["用{{甲}}"]\n' for figures, _text in SAID.values()),
    HEAD + '数据: {甲: {值: 61, 量词: 吨, 分项: [乙]}, 乙: {值: 60, 量词: 吨}}\n任务: ["用{甲}"]\n',
    HEAD
    + '数据: {甲: {值: 61, 量词: 吨, 分项: [乙, 丙]}, 乙: {值: 60, 量词: 吨}, 丙: {值: 2, 量词: 吨}}\n任务: ["用{甲}"]\n',
    *(timed(minutes, tasks) for minutes, tasks in ((20, 2), (2, 8), (3, 8), (1, 12))),
    timed(20, 8).replace("时长: 20", "上限: 100"),
    HEAD + "不要提: [修好]\n" + _TASKS,
    *(HEAD + more + _TASKS for more in ("语体: 诗意\n", "语体: 亲切\n", "性质: 医院\n", "规范称谓: {路: [修好]}\n")),
    HEAD.replace("会议: {", "会议: {任务数: 9, ") + _TASKS,
    *(HEAD.replace("称谓", f"{more}, 称谓") + _TASKS for more in ("常规段落: [没有]", "末句: 再见")),
    HEAD.replace("称谓", "常规段落: [{名称: 提高认识, 长短: 特长}], 称谓") + _TASKS,
    HEAD + "任务: [{题: 甲, 措施: [{事项: 乙, 关系: 丙}]}]\n",
    HEAD + _TASKS.replace("灯", "擦亮全城的灯"),
    HEAD + _TASKS.replace("修好", "把").replace("灯", "擦亮全城灯"),
    *(ONE.replace("EXTRA", f", 避开: {name}") for name in ("none.docx", "broken.docx", "large.docx")),
    ONE.replace("EXTRA", ", 定句: [从来没有这一句]"),
    ONE.replace("EXTRA", ", 身份: 评委"),
    ONE.replace("EXTRA", ", 章题: {开场: 甲}"),
    ONE.replace("EXTRA", f', 定句: ["{STANDARD["开场.主题"].variants[0].text}"]'),
    ONE.replace("EXTRA", f", 禁句: [{EVERY}], 定句: [{EVERY}]"),
    ONE.replace("EXTRA", f", 禁句: [{EVERY}]"),
    "沿用: c0.yaml\n" + ONE.replace("EXTRA", ""),
    HEAD + "事实: {" + ", ".join(f'a{i}: "{{a{i + 1}}}"' for i in range(40)) + '}\n任务: ["{a0}"]\n',
    HEAD + "事实: {甲: " + "长" * 60_000 + '}\n任务: ["{甲}{甲}"]\n',
    HEAD + '数据: {甲: {值: 5, 量词: 个, 占: "{}"}}\n任务: ["用{甲}"]\n',
    HEAD + '数据: {甲: {值: 5, 量词: 个, 每: "{x}"}}\n任务: ["用{甲}"]\n',
    HEAD + "数据: {甲: {值: 5, 量词: 个, 加上: 甲}}\n任务: [用{甲}]\n".replace("[用{甲}]", '["用{甲}"]'),
    HEAD + '任务: "见 C:\\data"\n',
    HEAD.replace("全市养老服务座谈会", "申报") + "不要提: [同志们]\n" + _TASKS,
    HEAD.replace("称谓", "章题: {任务: 甲}, 称谓").replace("任务部署讲话", "座谈会讲话") + _TASKS,
    ONE.replace("讲话: {", "讲话: [{").replace("EXTRA}", "}, {体裁: 任务部署讲话, 称谓: 同志们}]")
    + _TASKS.replace("任务", "问题"),
    HEAD.replace("讲话: ", "讲话: [").replace("们}\n", "们}, {体裁: 任务部署讲话, 称谓: 同志们}]\n") + _TASKS,
]
TEMPLATES = ["{% for 甲 in [1, 2, 3, 4, 5, 6, 7, 8, 9] %}" + "长" * 60_000 + "{% endfor %}", '{{ 说("开场", 何=1) }}']
TEMPLATES += ['{% call 省("x") %}甲。{% endcall %}', "{{ [['甲']]|并列 }}"]


class Recorder(gettext.NullTranslations):
    """Notes the messages that were asked for."""

    def __init__(self):
        super().__init__()
        self.said = set()

    def gettext(self, message):
        self.said.add(message)
        return message

    def ngettext(self, one, many, n):
        self.said.add(one)
        return super().ngettext(one, many, n)


def named():
    """The faults and findings that the code can name, outside of the command line; hints begin with a capital."""
    found = set()
    for file, _line, message, _comments, _context in extract_from_dir(
        SOURCES["drafter"], [("**.py", "python")], keywords=KEYWORDS
    ):
        text = message if isinstance(message, str) else message[0]
        if not file.startswith("cli") and not text[0].isupper():
            found.add(text)
    return found


def attempt(work, *arguments):
    try:
        return work(*arguments)
    except (DrafterError, ValueError) as error:
        return error


@pytest.fixture
def recorder(monkeypatch):
    made = Recorder()
    monkeypatch.setattr(messages, "_catalogue", lambda wanted: made)
    return made


def documents(monkeypatch, tmp_path):
    """Word files that are none, that are not finished or tell of their making; a LibreOffice that fails."""
    telling = [document(xml, **parts) for xml, parts, _words in STUCK.values()]
    for data in [
        *(data for data, _words in HOSTILE.values()),
        *(document(xml) for xml, *_rest in UNFINISHED.values()),
        *telling,
        document(*[word_run("【待补：数】")] * 50),
    ]:
        attempt(clean, data)
    for data in telling:
        list(proof.left({**package.parts(data), "word/people.xml": b""}))
    with monkeypatch.context() as patch:
        patch.setattr(package, "MAX_FILE", 10)
        attempt(clean, telling[0])
        patch.setenv(pdf.PROGRAM, str(tmp_path / "none"))
        attempt(pdf.pdfs, {"a": b""})
        patch.setattr(pdf, "program", lambda: sys.executable)
        attempt(pdf.pdfs, {"a": b""})
        patch.setattr(pdf.subprocess, "run", lambda *_a, **_k: None)
        attempt(pdf.pdfs, {"a": b""})

        def late(*_arguments, timeout, **_how):
            raise subprocess.TimeoutExpired("soffice", timeout)

        patch.setattr(pdf.subprocess, "run", late)
        attempt(pdf.pdfs, {"a": b""})


def submissions(monkeypatch, tmp_path):
    """What is handed in to be checked and refused, and settings that will not do."""
    path, library = tmp_path / "a.docx", Library.standard()
    for data in [wordfile.made("<w:p/>"), *(hostile(more, instead) for more, instead, _words in REFUSED.values())]:
        path.write_bytes(data)
        attempt(lambda: list(submission.read(path, Known(), (), library)))
    with monkeypatch.context() as patch:
        patch.setattr(submission, "MAX_FILE", 10)
        attempt(lambda: list(submission.read(path, Known(), (), library)))
        patch.setattr(submission, "MAX_TEXT", (1 << 20) + 10)
        (tmp_path / "a.txt").write_bytes(b"x" * (1 << 21))
        attempt(lambda: list(submission.read(tmp_path / "a.txt", Known(), (), library)))
    attempt(lambda: list(submission.read(tmp_path / "none.docx", Known(), (), library)))
    (tmp_path / "b.yaml").write_text(ONE.replace("EXTRA", ""), "utf-8")
    attempt(submission.facts, tmp_path / "b.yaml", 9, library)
    for text, _words in UNFIT_SETTINGS:
        (tmp_path / "s.yaml").write_text(text, "utf-8")
        attempt(settings.read, tmp_path / "s.yaml", ["P01"])


def batches(monkeypatch, tmp_path):
    """Tables that cannot be used, columns that are not clear, rows that fail, folders that hold what is in the way."""
    for kind in BROKEN:
        attempt(cells, broken(tmp_path, kind))
    workbook(tmp_path / "w.xlsx")
    attempt(cells, tmp_path / "w.xlsx", "乙")
    attempt(cells, tmp_path / "none.csv")
    attempt(cells, tmp_path / "none.xlsx")
    (tmp_path / "a.csv").write_text("社区" + ",x" * 500 + "\n", "utf-8")
    attempt(cells, tmp_path / "a.csv")
    (tmp_path / "b.csv").write_text('社区,"\n' + "长" * 140_000, "utf-8")
    attempt(cells, tmp_path / "b.csv")
    with monkeypatch.context() as patch:
        patch.setattr(table_, "MAX_FILE", 10)
        attempt(cells, tmp_path / "w.xlsx")
        attempt(cells, tmp_path / "a.csv")
    brief, path = tmp_path / "b.yaml", tmp_path / "t.csv"
    several = BATCH.replace("讲话: {", "讲话:\n- {体裁: 主持词}\n- {")
    for text, headings in (
        (BATCH, "社区,联系电话"),
        (BATCH, "社区,户输"),
        (BATCH, "日期,会议.日期,社区"),
        (BATCH, "日期"),
        (BATCH.replace("备注: 不用", "电话: 会议.地点"), "社区"),
        (BATCH.replace("可空: [备注]", "可空: [电话]"), "社区"),
        (BATCH.replace('名称: "{社区}居民议事会", ', ""), "社区"),
        (several, "社区,称谓"),
    ):
        brief.write_text(text, "utf-8")
        path.write_text(headings + "\n甲\n", "utf-8")
        attempt(lambda: list(prepared(brief, path, (), Wanted()).rows()))
    brief.write_text(BATCH, "utf-8")
    attempt(lambda: prepared(brief, path, (), Wanted(), pattern="{街道}"))
    rows = (
        "社区,日期,户数\n甲,,1\n甲,2026-05-04,=1\n甲,2026-05-04,#REF!,多\n甲,\x07,1\n"
        + "长" * 32_767
        + ",2026-05-04,1\n"
    )
    path.write_text(rows + "乙,2026-05-04,1\n乙,2026-05-04,2\n...,2026-05-04,2\n", "utf-8")
    attempt(lambda: list(prepared(brief, path, (), Wanted(), pattern="{社区}").rows()))
    batch = prepared(brief, path, (), Wanted(("docx",)))
    named_rows = [(row, name) for row, name, _faults in batch.rows()]
    work(batch.job.packed(), named_rows)
    work(replace(batch.job, tree=laid_gap(batch.job.tree)).packed(), named_rows[-1:])
    with monkeypatch.context() as patch:
        patch.setattr(work_, "draft_of", lambda *_a: 1 / 0)
        work(replace(batch.job, table="other").packed(), named_rows[-1:])
    landing(tmp_path)
    attempt(combined, [])


def laid_gap(tree):
    """A brief without a speaker: its speech has a gap."""
    return source.parse(BATCH.replace("讲话人: 主讲, ", ""), "b.yaml")[0]


def landing(tmp_path):
    folder = Folder(tmp_path / "land")
    folder.prepare()
    attempt(Folder(Path("/proc/none")).prepare)
    (folder.path / "a").symlink_to(tmp_path)
    (folder.path / "b").mkdir()
    (folder.path / "c").write_bytes(b"mine")
    with Manifest(folder.path) as account:
        for name in ("a", "b", "c", "长" * 200, "d"):
            folder.land(Outcome(1, name, "done", {name: b"x"}), account)
        (folder.path / "d").write_bytes(b"edited")
        folder.land(Outcome(1, "d", "done", {"d": b"y"}), account)

    class Dying(Executor):
        def submit(self, *_work, **_more):
            future = Future()
            future.set_exception(BrokenExecutor())
            return future

    plan = Plan(b"", "", 1, None, lambda *_told: None)
    run(plan, [(Row(2, ("甲",)), "甲", ())], Dying)


def test_every_fault_and_finding_has_a_case(recorder, tmp_path, monkeypatch):
    path = tmp_path / "brief.yaml"
    texts = [GOOD + text for text, *_rest in FAULTS] + [text for text, *_rest in IMPOSSIBLE] + BRIEFS
    composer = Composer(Library.standard())
    for text in texts:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        attempt(read, path)
        attempt(draft, path, composer)
    (tmp_path / "broken.docx").write_bytes(b"PK")
    (tmp_path / "large.docx").write_bytes(b"x" * 20_000_001)
    for n in range(12):
        (tmp_path / f"c{n}.yaml").write_text(f"沿用: c{n + 1}.yaml\n", "utf-8")
    (tmp_path / "c12.yaml").write_text("会议: {主办: 甲}\n", "utf-8")
    for text in MORE:
        path.write_text(text, "utf-8")
        attempt(draft, path, composer)
    attempt(draft, path, composer, {7: 3.0})
    for number, ((file, old, new), *_rest) in enumerate(SLIPS):
        audit(shelf(tmp_path / f"a{number}", {**SHELF, file: SHELF[file].replace(old, new, 1)}))
    shelf(tmp_path / "bare", {"genres/own/brief.yaml": "会议: {}\n"})
    audit(tmp_path / "bare" / "own")
    attempt(read, tmp_path / "none.yaml")
    for number, (text, *_rest) in enumerate([*MISBEHAVING, *((text,) for text in TEMPLATES)]):
        attempt(own, tmp_path / f"t{number}", "任务", "好。\n" + text + "\n", "任务: [修路]\n")
    for number, (file, text, *_rest) in enumerate(UNFIT):
        shelf_file(tmp_path / f"u{number}", file, text)
        path.write_text("讲话: {体裁: own}\n", "utf-8")
        attempt(lambda shelf: draft(path, Composer(Library.standard(shelf))), tmp_path / f"u{number}")
    for name in ("甲", "乙"):
        shelf_file(tmp_path / "two", f"phrases/{name}.yaml", "丙: {句: [丁]}\n")
    attempt(lambda shelf: Composer(Library.standard(shelf)), tmp_path / "two")
    shelf_file(tmp_path / "need", "genres/own/template.yaml", "名称: 自拟\n题目: x\n部分: [任务]\n必填: [任务]\n")
    attempt(draft, path, Composer(Library.standard(tmp_path / "need")))
    for number, text in enumerate(("别名: 甲\n", "名称: 甲\n长: 乙\n", "名称: 甲\n承: 甲\n")):
        shelf_file(tmp_path / f"v{number}", "voices/own/voice.yaml", text)
        path.write_text(HEAD + "语体: own\n" + _TASKS, "utf-8")
        attempt(lambda shelf: draft(path, Composer(Library.standard(shelf))), tmp_path / f"v{number}")
    shelf_file(tmp_path / "voices", "genres/own/template.yaml", "名称: 自拟\n题目: x\n部分: [任务]\n语体: [庄重]\n")
    path.write_text("讲话: {体裁: own}\n", "utf-8")
    attempt(lambda shelf: draft(path, Composer(Library.standard(shelf))), tmp_path / "voices")
    shelf_file(tmp_path / "stock", "stock/甲.yaml", "甲: {短: [乙]}\n")
    path.write_text(HEAD + _TASKS, "utf-8")
    attempt(lambda shelf: draft(path, Composer(Library.standard(shelf))), tmp_path / "stock")
    library = Library.standard()
    for change, *_rest in BAD_LAYOUTS:
        attempt(layout.load, "own", {**library.data("layouts/gb.yaml"), **change})
    for parent in BAD_PARENTS:
        attempt(inheriting, parent)
    for name, text in {
        "a.yaml": b"\xff",
        "b.yaml": "长".encode() * 300_000,
        "c.yaml": b"a\x00b",
        "d.yaml": b"",
    }.items():
        (tmp_path / name).write_bytes(text)
        attempt(Library.standard(tmp_path).data, name)
    documents(monkeypatch, tmp_path)
    submissions(monkeypatch, tmp_path)
    batches(monkeypatch, tmp_path)
    for bad, _words in UNBOUNDED:
        attempt(compiled, bad)
    for number, (own_rules, _words) in enumerate(UNFIT_RULES):
        library = Library.standard(shelf_of_rules(tmp_path / f"r{number}", own_rules))
        attempt(rules, library, finders(library))
    silenced([], [Silence("P01", "甲", why, Place("a", 1, 1)) for why in ("", "乙")])
    attempt(library.data, "none.yaml")
    attempt(find, library, "无")
    assert named() - recorder.said == set()


def inheriting(parent):
    return layout.find("own", lambda _name: {"继承": parent})


def shelf_file(shelf: Path, file: str, text: str) -> None:
    (shelf / file).parent.mkdir(parents=True, exist_ok=True)
    (shelf / file).write_text(text, "utf-8")
