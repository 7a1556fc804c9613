"""Sets: every genre, move, bank, slot and field of the brief has its place; none is missing, none is dead."""

from __future__ import annotations

import itertools
import re

import pytest
import rjieba
from conftest import ROOT
from jinja2 import nodes
from register import BANNED

from drafter.brief.keys import KEYS, chinese
from drafter.brief.schema import LENGTHS, BriefModel, Sections
from drafter.brief.sums import WORDS
from drafter.compose.environment import Environment
from drafter.compose.phrases import Banks
from drafter.compose.speech import Composer
from drafter.compose.stock import stock
from drafter.genre import find, genres, load
from drafter.library import Library
from drafter.model import KINDS
from drafter.voice import in_voice, voices

LIBRARY = Library.standard()
GENRES = genres(LIBRARY)
BANKS = Banks(LIBRARY).banks
TEXTS = {str(p.relative_to(ROOT / "templates")): p.read_text("utf-8") for p in (ROOT / "templates").rglob("*.jinja")}
HEAD_FIELDS = set(BriefModel.model_fields) - set(Sections.model_fields)


def calls(text, name):
    """The calls of a function in a template, as (first argument, names of the others)."""
    tree = Environment(LIBRARY, {}).parse(text)
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == name:
            for constant in call.args[0].find_all(nodes.Const) if call.args else ():
                if isinstance(constant.value, str) and constant.value in BANKS:
                    yield constant.value, {argument.key for argument in call.kwargs}
            if call.args and isinstance(call.args[0], nodes.Const):
                yield call.args[0].value, {argument.key for argument in call.kwargs}


SAID = [(file, bank, slots) for file, text in TEXTS.items() for bank, slots in calls(text, "说")]


# Banks that the program asks for itself, with the words of a sum.
SUMS = [f"推算.{kind}" for kind in (*WORDS.values(), "期")]
SAID += [("", bank, set(BANKS[bank].slots)) for bank in SUMS]


def test_there_are_the_five_genres_of_the_four_speeches():
    names = {"工作会议总结讲话", "队伍建设座谈讲话", "工作回顾讲话", "任务部署讲话", "座谈会讲话"}
    assert names <= {genre.name for genre in GENRES}


@pytest.mark.parametrize("genre", GENRES, ids=lambda g: g.id)
def test_a_genre_is_found_by_each_of_its_names_and_has_its_moves(genre):
    for name in (genre.id, genre.name, *genre.aliases):
        assert find(LIBRARY, name) == genre == load(LIBRARY, genre.id)
    for spec in genre.moves:
        files = (f"genres/{genre.id}/{spec.name}.md.jinja", f"moves/{spec.name}.md.jinja")
        assert any(LIBRARY.text(file) for file in files), spec.name
    assert genre.about
    assert genre.required


def test_no_two_genres_share_a_name():
    names = [name for genre in GENRES for name in {genre.id, genre.name, *genre.aliases}]
    assert len(names) == len(set(names))


def test_every_move_file_is_used_by_a_genre():
    used = {spec.name for genre in GENRES for spec in genre.moves}
    files = {name.removesuffix(".md.jinja") for name in LIBRARY.names("moves") if not name.startswith("_")}
    assert files == used


def test_every_section_of_the_brief_is_a_move_and_every_move_a_section():
    sections = {chinese(name) for name in BriefModel.model_fields if name not in HEAD_FIELDS}
    assert sections == {spec.name for genre in GENRES for spec in genre.moves}


def test_every_bank_is_asked_for_and_every_bank_asked_for_is_there():
    assert {bank for _file, bank, _slots in SAID} | {"章题", *SUMS} == set(BANKS)


@pytest.mark.parametrize("file", TEXTS)
def test_a_template_fills_only_slots_that_the_bank_has(file):
    for name, bank, slots in SAID:
        assert name != file or slots <= BANKS[bank].slots, (bank, slots - BANKS[bank].slots)


def syntax(text):
    """The skeleton of a frame: its slots, its marks, and the word classes of its own words."""
    pieces = re.split(r"(\{[^{}]+\})", text)
    tags = [piece if piece.startswith("{") else " ".join(tag for _word, tag in rjieba.tag(piece)) for piece in pieces]
    return " ".join(tags)


@pytest.mark.parametrize("name", [name for name in BANKS if name != "章题"])
def test_a_bank_has_six_frames_that_differ_in_syntax_or_is_a_formula(name):
    bank = BANKS[name]
    assert bank.about
    texts = [variant.text for variant in bank.variants]
    assert len(set(texts)) == len(texts)
    least = 1 if bank.formula or name in SUMS else 6
    assert len({syntax(text) for text in texts}) >= least, texts
    used = set().union(*(v.slots | set(re.findall(r"\w+", v.when)) for v in bank.variants))
    assert bank.slots <= used, bank.slots - used


def slots_given(name):
    return [slots for _file, bank, slots in SAID if bank == name]


@pytest.mark.parametrize("name", [name for name in BANKS if name != "章题"])
def test_every_variant_of_a_bank_can_be_said_somewhere(name):
    given = slots_given(name)
    for variant in BANKS[name].variants:
        assert any(variant.slots <= slots for slots in given), variant.text


def test_suites_name_the_same_moves():
    suites = BANKS["章题"].suites
    assert len(suites) >= 4
    assert len({frozenset(suite) for suite in suites}) == 1
    chapters = {spec.name for genre in GENRES for spec in genre.moves if spec.chapter}
    assert chapters <= set(suites[0])


@pytest.mark.parametrize("words", BANNED)
def test_no_banned_expression_stands_in_a_template(words):
    every = [*TEXTS.values(), *(v.text for bank in BANKS.values() for v in bank.variants)]
    for voice in voices(LIBRARY):
        layer = Banks(in_voice(LIBRARY, voice)).banks
        every += [v.text for bank in layer.values() for v in bank.variants]
    assert not [text for text in every if words in text]


# What is said officially in every voice: instructions, guiding thoughts, verdicts on a meeting, calls.
OFFICIAL = (
    "传达.",
    "总评.",
    "主报告.",
    "目标.指导",
    "任务.统一",
    "依据",
    "结尾.指导",
    "结尾.迎接",
    "结尾.献礼",
    "结尾.奋斗",
)


@pytest.mark.parametrize("voice", voices(LIBRARY), ids=lambda v: v.id)
def test_a_voice_has_banks_with_the_slots_of_the_common_ones_and_none_that_stay_official(voice):
    own = Library(LIBRARY.shelves[-1].joinpath("voices").joinpath(voice.id))
    layer = Banks(own).banks
    for name, bank in layer.items():
        assert name in BANKS, name
        assert bank.slots == BANKS[name].slots, name
        assert not name.startswith(OFFICIAL), name
    if voice.name != "庄重":
        assert layer


@pytest.mark.parametrize("genre", GENRES, ids=lambda g: g.id)
def test_every_genre_has_a_voice_for_every_kind_of_body(genre):
    known = {voice.name for voice in voices(LIBRARY)}
    assert set(KINDS) <= set(genre.voices)
    assert {*genre.voices.values(), *genre.unfit} <= known
    assert not set(genre.voices.values()) & set(genre.unfit)


@pytest.mark.parametrize("voice", voices(LIBRARY), ids=lambda v: v.id)
def test_stock_paragraphs_have_three_lengths_and_hold_no_banned_expression(voice):
    held = stock(in_voice(LIBRARY, voice))
    assert len(held) >= 8
    for paragraph in held.values():
        sizes = [paragraph.syllables(length, {}, "") for length in LENGTHS]
        assert sizes == sorted(sizes), paragraph.name
        assert sizes[0] < sizes[-1] / 2, paragraph.name
        texts = [text for held_ in paragraph.wordings.values() for text in held_]
        assert not [words for words in BANNED for text in texts if words in text], paragraph.name
        assert max(len(sentence) for text in texts for sentence in re.split("[。！？]", text)) <= 90, paragraph.name


def test_templates_speak_to_any_field():
    own = ["残疾", "政府", "党委", "机关", "干部", "县", "市委"]
    for name, bank in BANKS.items():
        for variant in bank.variants:
            assert not [word for word in own if word in variant.text], (name, variant.text)


# Kept in the brief for the writer and for later checks; neither said nor used.
KEPT = {"host", "as_of", "source"}


def test_every_key_is_a_word_that_templates_or_the_program_use():
    used = " ".join(TEXTS.values())
    for key in KEYS:
        if key in HEAD_FIELDS | {"note"}:
            continue
        word = chinese(key)
        code = "".join(
            p.read_text("utf-8") for p in (ROOT / "drafter").rglob("*.py") if p.name not in ("keys.py", "schema.py")
        )
        in_code = f".{key}" in code or f'"{key}"' in code or f'["{chinese(key)}"]' in code
        assert word in used or in_code or key in KEPT, word


# Slots that are counted or worded by the template itself: always there, and no fact of the brief.
COUNTED = {
    "几",
    "项",
    "序",
    "动",
    "内",
    "文",
    "原",
    "首",
    "短",
    "独",
    "回应",
    "成绩",
    "问题",
    "收获",
    "目标",
    "回顾",
    "有利",
    "字",
    "他",
    "龄",
}


def remark(bank):
    """Whether a bank only remarks on what kind of thing was said: where it has nothing to remark, it is silent."""
    return bank.weight < 3 and "类" in bank.slots


@pytest.mark.parametrize(
    "name", [name for name, bank in BANKS.items() if name not in ("章题", *SUMS) and not remark(bank)]
)
def test_whatever_a_brief_leaves_out_a_bank_says_what_it_is_given(name):
    """For each set of facts and each state of the conditions some variant fits and says every fact."""
    bank = BANKS[name]
    said = set().union(*(variant.slots for variant in bank.variants))
    core = {slot for slot in said if all(slot in variant.slots or "内" in variant.slots for variant in bank.variants)}
    optional = sorted(said - core - COUNTED - bank.optional)
    states = sorted(bank.slots & COUNTED - said)
    holds = Composer(LIBRARY).functions.condition
    for given in itertools.chain.from_iterable(itertools.combinations(optional, n) for n in range(len(optional) + 1)):
        if not core and not given and optional:
            continue  # nothing to say
        for state in itertools.product(*((1, 2) if slot == "几" else (0, 2) for slot in states)):
            filled = dict.fromkeys(core | COUNTED & bank.slots | bank.optional, "说") | dict.fromkeys(given, "事")
            filled |= dict(zip(states, state, strict=True))
            filled = {slot: filled.get(slot, 0) for slot in bank.slots} | {"体裁": "座谈会讲话", "身份": "主办"}
            fit = [
                variant
                for variant in bank.variants
                if all(filled[slot] for slot in variant.slots)
                and (not variant.when or holds(variant.when, frozenset(filled))(**filled))
                and set(given) <= variant.slots
            ]
            assert fit, (given, dict(zip(states, state, strict=True)))
