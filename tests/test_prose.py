"""The text itself: the tone fits the speaker's standing, no set phrase comes twice, few tired words, headings in step."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from conftest import EXAMPLES, ROOT

from drafter.compose.phrases import SLOT, Banks
from drafter.draft import read_brief
from drafter.genre import find, genres
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


@pytest.mark.parametrize("path", ALL, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_yao_is_kept_down(seeded, path):
    """The templates say 要 nine times in a thousand characters at most; the four originals have up to 41."""
    for speech in seeded(path, ""):
        assert own_words(speech).count("要") <= max(5, speech.characters * 9 / 1000)


TIRED = """进一步 切实 不断 狠抓 着力 高度重视 统筹推进 深入贯彻 新台阶 新局面 新篇章 任重道远 使命光荣 不忘初心 砥砺前行 携起手来 众所周知 综上所述
    撸起袖子 再创佳绩 再接再厉 圆满成功 胜利召开 隆重召开 崇高的敬意 热烈的祝贺 亲切的问候 强有力 凝心聚力 奋力谱写 乘势而上 豪情满怀"""


@pytest.mark.parametrize("word", TIRED.split())
def test_no_bank_has_a_tired_word(word):
    banks = Banks(LIBRARY).banks.values()
    assert not [v.text for bank in banks for v in bank.variants if word in v.text]


def test_banks_hold_short_and_long_forms():
    """In each bank the longest wording has half as many words again as the shortest, and two more."""
    even = []
    for bank in Banks(LIBRARY).banks.values():
        lengths = sorted(variant.own for variant in bank.variants)
        if bank.name != "引语.动词" and lengths and lengths[-1] < max(1.5 * lengths[0], lengths[0] + 2):
            even.append((bank.name, lengths))
    assert even == []


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
