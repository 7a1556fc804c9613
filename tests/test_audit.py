"""``drafter templates --check``: whoever writes templates is told what slipped, where, and what was probably meant."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT

from drafter.audit import audit

GOOD = {
    "genres/own/template.yaml": "名称: 追思会讲话\n题目: 在{会议}上的讲话\n部分: [开场, 生平]\n字段: {生平: 一生}\n",
    "genres/own/生平.md.jinja": '{% for 条 in 生平 %}{{ 条 }}{% endfor %}{{ 说("追思.收", 人=讲话者.姓名) }}',
    "phrases/own.yaml": '追思.收:\n  用处: 收\n  槽: [人]\n  句:\n    - "我同{人}认识很久了。"\n    - "{人}教我做人。"\n',
    "genres/own/brief.yaml": "会议: {名称: 追思会}\n讲话: {体裁: 追思会讲话, 称谓: 各位}\n生平: [他种了一辈子树]\n",
    "lists/规划.yaml": "十七五: {起: 2036, 止: 2040}\n",
    "lists/提法.yaml": "旧: {模式: '旧', 自: 2020-01-01, 今: 新}\n",
    "rules/own.yaml": "我01:\n  名: 叫法\n  级: 提示\n  说: 不说{0}\n  错: [我去铺里。]\n  对: [店里有货。]\n  词: {铺里: 店里}\n",
    "layouts/own.yaml": (ROOT / "templates" / "layouts" / "gb.yaml").read_text("utf-8"),
}
# What is changed, the words of the fault, and where it is.
SLIPS = [
    (("genres/own/template.yaml", "生平]", "生评]"), "生评", "genres/own/template.yaml:3:"),
    (("genres/own/template.yaml", "一生}", "一生, 遗愿: 心愿}"), "遗愿", "genres/own/template.yaml:4:"),
    (("genres/own/template.yaml", "题目: 在{会议}上的讲话\n", ""), "题目", "genres/own/template.yaml:"),
    (("genres/own/template.yaml", "部分", "身份: 评委\n部分"), "身份", "genres/own/template.yaml:"),
    (("genres/own/生平.md.jinja", "{% endfor %}", ""), "cannot be used", "genres/own/生平.md.jinja:1"),
    (("genres/own/生平.md.jinja", "讲话者.姓名", "讲话者.性名"), "性名", "genres/own/生平.md.jinja:1:"),
    (("genres/own/生平.md.jinja", "in 生平", "in 平生"), "平生", "genres/own/生平.md.jinja:1:"),
    (("genres/own/生平.md.jinja", "追思.收", "追思.起"), "追思.起", "genres/own/生平.md.jinja:1:"),
    (("genres/own/生平.md.jinja", "人=", "谁="), "谁", "genres/own/生平.md.jinja:1:"),
    (("phrases/own.yaml", "{人}教我做人。", "我同{人}认识很久了"), "line 5", "phrases/own.yaml:6:"),
    (("phrases/own.yaml", "槽: [人]", "槽: [人, 时]"), "时", "phrases/own.yaml:3:"),
    (
        ("phrases/own.yaml", '- "{人}教我做人。"', '- {句: "{人}好。", 当: 人 >}'),
        "cannot be read",
        "phrases/own.yaml:6:",
    ),
    (("phrases/own.yaml", '- "{人}教我做人。"', '- {句: "{人}好。", 当: 年}'), "年", "phrases/own.yaml:6:"),
    (("phrases/own.yaml", "{人}教我做人。", "{谁}教我做人。"), "谁", ""),
    (("phrases/own.yaml", "  用处", "  权: 9\n  用处"), "权", ""),
    # What the program would trip over when it is used.
    (
        ("genres/own/生平.md.jinja", "{{ 条 }}", "{{ 条|并例 }}"),
        "并例",
        "genres/own/生平.md.jinja:1:",
    ),
    (("genres/own/生平.md.jinja", "{{ 条 }}", "{% if 条 is 长 %}甲{% endif %}"), "长", "genres/own/生平.md.jinja:1:"),
    (
        ("genres/own/生平.md.jinja", "{% for", '{% from "moves/_无.md.jinja" import 甲 %}{% for'),
        "no such file",
        "genres/own/生平.md.jinja:1:",
    ),
    (
        ("genres/own/生平.md.jinja", "{% for", '{% from "moves/_构件.md.jinja" import 引言 %}{% for'),
        "has no macro",
        "genres/own/生平.md.jinja:1:",
    ),
    (
        ("genres/own/生平.md.jinja", "{% for", '{% from "genres/own/生平.md.jinja" import 甲 %}{% for'),
        "imports itself",
        "genres/own/生平.md.jinja:1:",
    ),
    (("genres/own/template.yaml", "追思会讲话", "座谈会讲话"), "is called", "genres/own/template.yaml:1:"),
    (("genres/own/brief.yaml", "追思会讲话", "追思会"), "there is no genre", "brief.yaml:2:"),
    (("rules/own.yaml", "我去铺里", "我去店里"), "finds nothing in “我去店里", "rules/own.yaml:5:"),
    (("rules/own.yaml", "店里有货", "铺里有货"), "finds something in “铺里有货", "rules/own.yaml:6:"),
    (("rules/own.yaml", "词: {铺里: 店里}", "模式: '铺+'"), "without end", ""),
    (("lists/规划.yaml", "2036", "两千年"), "“十七五.起” will not do", ""),
    (("lists/提法.yaml", "'旧'", "'旧+'"), "“旧.模式” will not do", ""),
    (("layouts/own.yaml", "左: 28", "左: 199"), "no room on the paper", "layouts/own.yaml:"),
    (("layouts/own.yaml", "纸张:", "纸:"), "will not do", "layouts/own.yaml:"),
]


def shelf(tmp_path, files):
    for name, text in files.items():
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "own"


def test_sound_templates_have_no_fault(tmp_path):
    assert audit(shelf(tmp_path, GOOD)) == []


def test_the_built_in_templates_have_no_fault():
    assert list(map(str, audit(ROOT / "templates"))) == []


@pytest.mark.parametrize(("change", "words", "where"), SLIPS, ids=lambda v: v[2] if isinstance(v, tuple) else "")
def test_a_slip_is_named_at_its_place(tmp_path, change, words, where):
    file, old, new = change
    assert old in GOOD[file]
    faults = audit(shelf(tmp_path, {**GOOD, file: GOOD[file].replace(old, new, 1)}))
    told = [str(fault) for fault in faults]
    assert any(words in text and (where in text) for text in told), told


def test_the_command_says_so_and_exits_with_one(run, tmp_path):
    shelf(tmp_path, GOOD)
    assert run("templates", "--check", "own").returncode == 0
    (tmp_path / "own" / "genres" / "own" / "生平.md.jinja").write_text("{{ 条.题 }}{% if 条 %}", "utf-8")
    done = run("templates", "--check", "own")
    assert done.returncode == 1
    assert "生平.md.jinja:1" in done.stdout
    assert json.loads(run("templates", "--check", "own", "--json").stdout)[0]["place"]
