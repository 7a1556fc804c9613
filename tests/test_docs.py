"""The documentation is true: each key, filter and command stands in it, and what it shows works."""

from __future__ import annotations

import re

import fields
import jsonschema
import pytest
import rules
import yaml
from conftest import EXAMPLES, ROOT

from drafter.brief.jsonschema import schema
from drafter.cli import COMMANDS
from drafter.compose.filters import FILTERS, TESTS
from drafter.compose.speech import Composer
from drafter.draft import draft
from drafter.library import Library

SCHEMA = schema()
PAGES = {path.name: path.read_text("utf-8") for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]}


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGES[page], re.S | re.M)


@pytest.mark.parametrize("name", fields.PAGES)
def test_the_tables_of_the_writers_pages_are_fresh(name):
    assert fields.page(name, PAGES[name]) == PAGES[name], "run make docs"


def test_the_page_of_the_rules_is_fresh_and_gives_a_reason_for_what_is_not_built():
    assert rules.page() == PAGES["rules.md"], "run make docs"
    assert not set(rules.NOT_BUILT) & {rule.code for rule in rules.catalogue()}


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_every_command_is_named(page):
    for name in COMMANDS:
        assert f"drafter {name}" in PAGES[page], name


def test_everything_that_a_template_can_use_is_described(composer):
    for name in [*FILTERS, *TESTS, *composer.environment.globals]:
        assert re.search(rf"[|` ]{name}[`(\s]", PAGES["模板.md"]), name


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name):
    (path,) = [p for p in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")] if p.name == name]
    for target in re.findall(r"\]\(([^)#:\s]+)\)", PAGES[name]):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_brief_of_the_readme_drafts_without_a_gap(page, tmp_path, composer):
    text, *_pieces = blocks(page, "yaml")
    path = tmp_path / "brief.yaml"
    path.write_text(text, "utf-8")
    made = draft(path, composer)
    assert not made.gaps
    assert made.findings == ()
    body = "".join(p.text for p in made.speeches[0].paragraphs)
    for said in ("212个", "146个", "每周更换菜单", "各区民政局", "6月底前"):
        assert said in body


def test_the_genre_of_the_page_on_templates_works(tmp_path):
    folder = tmp_path / "own" / "genres" / "mourning"
    folder.mkdir(parents=True)
    (genre,) = [block for block in blocks("模板.md", "yaml") if "追思会讲话" in block]
    (move,) = blocks("模板.md", "jinja")
    (folder / "template.yaml").write_text(genre, "utf-8")
    (folder / "生平.md.jinja").write_text(move, "utf-8")
    path = tmp_path / "brief.yaml"
    path.write_text("会议: {名称: 追思会}\n讲话: {体裁: 追思讲话}\n生平: [生在海边, 教了四十年书]\n", "utf-8")
    made = draft(path, Composer(Library.standard(tmp_path / "own")))
    assert "生在海边，教了四十年书。" in [p.text for p in made.speeches[0].paragraphs]


def test_the_examples_of_the_page_on_the_brief_come_out_as_it_says(tmp_path, composer):
    (text,) = blocks("素材.md", "yaml")
    names = [name for group in ("数据", "人物", "文件") for name in yaml.safe_load(text)[group]]
    path = tmp_path / "brief.yaml"
    uses = "".join(f'  - "{{{name}}}"\n' for name in names)
    path.write_text(f"会议: {{名称: 大会}}\n讲话: {{体裁: 座谈会讲话}}\n{text}开场:\n{uses}", "utf-8")
    body = "".join(p.text for p in draft(path, composer).speeches[0].paragraphs)
    for said in (
        "212个",
        "500多万人",
        "27.4万元",
        "约20%～30%",
        "【待补：年版】",
        "市民政局局长顾维清",
        "82岁的冯守义老人",
    ):
        assert said in body, body


@pytest.mark.parametrize(
    "path",
    [*EXAMPLES, *(ROOT / "templates" / "genres").glob("*/brief.yaml")],
    ids=lambda p: f"{p.parent.name}-{p.stem}",
)
def test_the_json_schema_passes_what_the_reader_passes(path):
    def text(value):
        return {k: text(v) for k, v in value.items()} if isinstance(value, dict) else plain(value)

    def plain(value):
        return [text(v) for v in value] if isinstance(value, list) else str(value) if hasattr(value, "year") else value

    jsonschema.validate(text(yaml.safe_load(path.read_text("utf-8"))), SCHEMA)
