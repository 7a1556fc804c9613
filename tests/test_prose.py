"""The text itself: the tone fits the speaker's standing, no set phrase comes twice, few tired words, headings in step."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from conftest import EXAMPLES, ROOT
from register import BANNED

from drafter.compose.phrases import SLOT, Banks
from drafter.draft import read_brief
from drafter.genre import find, genres
from drafter.language.sentences import sentences
from drafter.library import Library

LIBRARY = Library.standard()
GENRES = {genre.id: genre for genre in genres(LIBRARY)}
STARTERS = sorted((ROOT / "templates" / "genres").glob("*/brief.yaml"))
GOLD = sorted((ROOT / "tests" / "gold").glob("*.yaml"))
SEEDS = ["", "1", "2", "3"]

NEW = """动员部署讲话 表彰大会讲话 开幕词 闭幕词 主持词 表态发言 调研讲话 工作汇报 毕业典礼致辞 教师节致辞 开业致辞 论坛致辞 节庆致辞 短会讲话"""


def test_every_genre_of_a_writers_year_is_there():
    assert set(NEW.split()) <= {genre.name for genre in GENRES.values()}
    assert {genre.standing for genre in GENRES.values()} == {"主办", "来宾", "表态", "汇报", "主持"}


@pytest.fixture
def seeded(composer):
    """The speeches of the brief in a file, with a seed of the test's own."""

    def run(path, seed):
        brief = read_brief(path, LIBRARY)
        wanted = tuple(replace(request, seed=seed) for request in brief.speeches)
        kinds = [find(LIBRARY, request.genre) for request in wanted]
        return composer.compose(replace(brief, speeches=wanted), kinds)

    return run


def own_words(speech):
    """What the templates say in a speech: the text that came from no fact."""
    return "".join(
        span.text for p in speech.paragraphs for span in p.spans if not (span.fact or span.gap or span.derived)
    )


ALL = [*STARTERS, *EXAMPLES, *GOLD]


@pytest.mark.parametrize("path", ALL, ids=lambda p: f"{p.parent.name}-{p.stem}")
@pytest.mark.parametrize("seed", SEEDS)
def test_no_set_phrase_comes_twice_in_a_meeting(seeded, path, seed):
    told = Counter(
        phrase.partition("/")[2]
        for speech in seeded(path, seed)
        for p in speech.paragraphs
        for phrase in p.origin.phrases
    )
    twice = [text for text, n in told.items() if n > 1 and len(SLOT.sub("", text)) >= 9]
    assert len(twice) <= len(told) // 20, twice


ORDERS = re.compile(r"必须|务必|要求大家|请大家记|请各位记|提[几一二两三四五]点要求|抓好|不得")


@pytest.mark.parametrize(
    "path",
    [p for p in STARTERS if GENRES[p.parent.name].standing in ("来宾", "表态", "汇报")],
    ids=lambda p: p.parent.name,
)
@pytest.mark.parametrize("seed", SEEDS)
def test_who_is_no_organiser_gives_no_orders(seeded, path, seed):
    for speech in seeded(path, seed):
        assert not ORDERS.search(own_words(speech)), own_words(speech)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("genre", ["commendation", "graduation", "teachers-day"])
def test_a_day_of_honour_assigns_no_work(seeded, genre, seed):
    speech = seeded(ROOT / "templates" / "genres" / genre / "brief.yaml", seed)[0]
    assert not re.search(r"必须|务必|应当|确保|抓好|落实|再接再厉|崇高敬意|牵头", own_words(speech))


def said(paragraph):
    return sentences(paragraph.text)


@pytest.mark.parametrize("path", ALL, ids=lambda p: f"{p.parent.name}-{p.stem}")
@pytest.mark.parametrize("seed", SEEDS)
def test_no_paragraph_piles_up_yao(seeded, path, seed):
    """Of the sentences that the templates begin, three in a paragraph begin with 要 at most."""
    for speech in seeded(path, seed):
        for paragraph in speech.paragraphs:
            assert sum(sentence.startswith("要") for sentence in said(paragraph)) <= 3, paragraph.text


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_an_official_sentence_has_ninety_characters_at_most(seeded, path):
    for speech in seeded(path, ""):
        for paragraph in speech.paragraphs if speech.voice == "庄重" else ():
            for sentence in said(paragraph):
                assert len(sentence.strip()) <= 90, sentence


@pytest.mark.parametrize("path", [*EXAMPLES, *STARTERS], ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_no_banned_expression_is_said(seeded, path):
    for speech in seeded(path, ""):
        text = "".join(p.text for p in speech.paragraphs)
        assert not [words for words in BANNED if words in text]


ADVERBS = ["进一步", "切实", "不断", "大力", "全面", "扎实", "高度重视"]


@pytest.mark.parametrize("word", ADVERBS)
def test_templates_add_no_adverb_of_zeal(word):
    """The brief may say them; a frame may not (the rule book, §3.0)."""
    banks = Banks(LIBRARY).banks.values()
    assert not [v.text for bank in banks for v in bank.variants if word in v.text and not bank.formula]


@pytest.mark.parametrize(
    ("heads", "odd"),
    [
        (["把路修平", "把灯点亮", "把树种活"], None),
        (["把路修平", "把灯点亮", "种一行树"], "种一行树"),
        (["修平路面", "点亮路灯", "种活一行行道树"], "种活一行行道树"),
        (["修平路面", "点亮路灯"], None),
        (["修路，先修桥", "点灯，先接线", "种树"], "种树"),
        (["修路", "点路灯", "种行道树"], None),
    ],
)
def test_the_odd_heading_is_named(drafted, heads, odd):
    text = "任务:\n" + "".join(
        f"  - {{题: {head if '，' not in head else repr(head)}, 措施: [做好]}}\n" for head in heads
    )
    made = drafted("会议: {名称: 大会}\n讲话: {体裁: 任务部署讲话, 称谓: 同志们}\n" + text)
    found = [f.message for f in made.findings if f.rule == "heading"]
    assert bool(found) == bool(odd), found
    assert not odd or f"“{odd}”" in found[0]
