"""The examples: every fact of the four speeches comes out, nothing is lost, the text is the one that was read."""

from __future__ import annotations

import re
import shutil
from collections import Counter

import fields
import pytest
import yaml
from conftest import BAD, EXAMPLES, ROOT

from drafter import plain
from drafter.brief.keys import english
from drafter.compose.phrases import Variant
from drafter.compose.speech import Composer
from drafter.draft import _HEAD as HEAD
from drafter.draft import draft
from drafter.library import Library

COMPOSER = Composer(Library.standard())
CHECKLISTS = sorted((ROOT / "tests" / "facts").glob("*.yaml"))
STARTERS = sorted((ROOT / "templates" / "genres").glob("*/brief.yaml"))


def text_of(path):
    return "\n".join(plain.txt(speech) for speech in draft(path, COMPOSER).speeches)


# The examples that hold the facts of the four speeches; the others are ten meetings in ten fields.
ORIGINALS = [
    path
    for path in EXAMPLES
    if path.stem in ("工作会议总结讲话", "队伍建设座谈讲话", "工作回顾讲话", "任务部署讲话", "座谈会讲话")
]


def test_there_are_five_examples_of_the_four_speeches_and_ten_of_other_fields():
    assert {draft(path, COMPOSER).speeches[0].genre_name for path in ORIGINALS} == {path.stem for path in ORIGINALS}
    assert len(EXAMPLES) - len(ORIGINALS) >= 10
    own = ("残疾", "残联", "助残")
    assert not [p.name for p in EXAMPLES if p not in ORIGINALS and any(word in p.read_text("utf-8") for word in own)]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_every_fact_of_a_brief_is_said(path):
    drafted = draft(path, COMPOSER)
    text = text_of(path)
    assert drafted.brief.facts
    for fact in drafted.brief.facts.values():
        if fact.path.startswith(("人物.", "单位.", "文件.")) and fact.path not in drafted.speeches[0].facts:
            continue  # a name that the office keeps for all its briefs
        if fact.path.endswith(".简称"):
            continue
        stripped = fact.text.strip("。，；：！？")
        assert stripped in text or any(fact.path in s.facts for s in drafted.speeches) or fact.path in HEAD, fact
    assert [f for f in drafted.findings if f.severity != "info"] == []


@pytest.mark.parametrize("path", CHECKLISTS, ids=lambda p: p.stem)
def test_every_fact_of_the_original_speech_is_said(path):
    listed = yaml.safe_load(path.read_text("utf-8"))
    assert len(listed) > 40
    texts = [text_of(ROOT / "examples" / path.name)]
    if path.stem in ("工作回顾讲话", "任务部署讲话"):
        texts.append(text_of(ROOT / "examples" / "座谈会讲话.yaml"))
    for name, strings in listed.items():
        assert strings, name
        for text in texts:
            assert not [string for string in strings if str(string) not in text], name


@pytest.mark.parametrize("path", ORIGINALS, ids=lambda p: p.stem)
def test_what_is_inferred_says_so(path):
    """A hole of the original is a gap, or a value that is marked as inferred."""
    drafted = draft(path, COMPOSER)
    assert drafted.gaps or any(f.rule == "inferred" for f in drafted.findings)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_golden_text(path, request):
    golden = ROOT / "tests" / "golden" / f"{path.stem}.txt"
    text = text_of(path)
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, "utf-8")
    assert golden.read_text("utf-8") == text, "read the difference, then make golden"


@pytest.mark.parametrize("path", [*EXAMPLES, *STARTERS], ids=lambda p: f"{p.parent.name}-{p.stem}")
@pytest.mark.parametrize("seed", ["", "1", "2", "3", "4", "5", "6", "7"])
def test_whatever_the_seed_no_mark_is_doubled_and_no_fact_lost(path, seed, tmp_path):
    text = path.read_text("utf-8")
    changed = re.sub(r"\n    种子:.*", "", text)
    changed = re.sub(r"(\n *- 体裁: .*)", rf"\1\n    种子: {seed}" if seed else r"\1", changed, count=1)
    folder = shutil.copytree(path.parent, tmp_path / "all")
    (folder / path.name).write_text(changed, "utf-8")
    drafted = draft(folder / path.name, COMPOSER)
    for speech in drafted.speeches:
        for paragraph in speech.paragraphs:
            assert not BAD.search(paragraph.text), paragraph.text
            directed = paragraph.text.startswith("（")
            assert paragraph.role != "body" or directed or paragraph.text[-1] in "。！？”", paragraph.text
    assert [f for f in drafted.findings if f.severity != "info"] == []


@pytest.mark.parametrize("path", STARTERS, ids=lambda p: p.parent.name)
def test_a_starter_shows_every_field_that_its_genre_says(path):
    """Every key of the sections of its moves stands in the starter, filled or as a comment."""
    from drafter.brief.keys import chinese
    from drafter.brief.schema import BriefModel, model_in
    from drafter.genre import load

    text = path.read_text("utf-8")
    for spec in load(COMPOSER.library, path.parent.name).moves:
        assert f"{spec.name}:" in text
        model = model_in(BriefModel.model_fields[english(spec.name)].annotation) or BriefModel
        if model in fields.models() and model is not BriefModel and model.__name__ not in ("Task", "Point"):
            for name in model.model_fields:
                assert chinese(name) in text, (spec.name, name)
    assert "备注" in text


def spoken(text):
    return [sentence for sentence in re.split("[。！？；\n]", text) if len(sentence) > 14]


@pytest.mark.parametrize("path", [*EXAMPLES, *STARTERS], ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_no_sentence_is_said_twice(path):
    """In one meeting; 三种语体 draws the same speech three times over."""
    speeches = draft(path, COMPOSER).speeches[: 1 if path.stem.startswith("三种语体") else None]
    said = spoken("\n".join(p.text for speech in speeches for p in speech.paragraphs))
    assert len(said) == len(set(said)), [s for s in said if said.count(s) > 1]


def test_examples_differ_in_their_phrases():
    """The five do not open alike; no phrase but one of quoting, or the formula of the close, stands in four of them."""
    told = [[p.origin.phrases for p in draft(path, COMPOSER).speeches[0].paragraphs] for path in ORIGINALS]
    openings = [paragraphs[0] for paragraphs in told]
    assert len(set(openings)) >= len(openings) - 1
    said = Counter(phrase for paragraphs in told for phrase in {p for phrases in paragraphs for p in phrases})
    set_phrases = {p: n for p, n in said.items() if not Variant(p.partition("/")[2]).bare}
    assert [
        p for p, n in set_phrases.items() if n > 3 and not p.startswith(("引语", "意义", "措施", "结尾.号召"))
    ] == []
