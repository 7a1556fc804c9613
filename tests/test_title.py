"""Titles in lines: broken where a reader would break them, and never where none would."""

from __future__ import annotations

from itertools import pairwise

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from drafter.model import Span
from drafter.word import title

# Fifty titles as offices give them, each with the lines that a reader would choose at 20 characters of 2号 a line.
TITLES = [tuple(line.split(" / ")) for line in (ROOT / "tests" / "titles.txt").read_text("utf-8").splitlines()]
LIMIT = 20.1
# Where no line may end, whatever its width.
NEVER = [
    *("加装|电梯", "推进|会", "座谈|会", "动员|会", "表彰|大会", "会|上", "会议|上", "上|的", "仪式|上", "电视|电话"),
    *("2026|年", "第十四|届", "第|十四", "500万|元", "500|万", "元|以上", "12345|政", "12|345", "十五|五", "三|号线"),
    *("廉政|建设", "职工|代表", "代表|大会", "社会|发展", "残疾|人", "无障碍|环境", "权利|公约", "成果同|", "暨|"),
    *("《|", "|》", "“|", "|”", "在|", "|的", "和|2026"),
]


def test_there_are_fifty():
    assert len(TITLES) == len(set(TITLES)) == 50


@pytest.mark.parametrize("wanted", TITLES, ids="".join)
def test_a_title_is_broken_by_meaning(wanted):
    assert title.lines("".join(wanted), LIMIT) == wanted


@pytest.mark.parametrize("limit", [15, 17, 18.5, LIMIT, 23])
@pytest.mark.parametrize("wanted", TITLES, ids="".join)
def test_a_line_never_ends_inside_of_a_word(wanted, limit):
    found = title.lines("".join(wanted), limit)
    assert "".join(found) == "".join(wanted)
    for before, after in pairwise(found):
        for place in NEVER:
            left, right = place.split("|")
            assert not (before.endswith(left) and after.startswith(right)), (before, after, place)


@pytest.mark.parametrize("wanted", TITLES, ids="".join)
def test_lines_fit_and_are_no_hourglass(wanted):
    wide = [title.width(line) for line in title.lines("".join(wanted), LIMIT)]
    assert max(wide) <= LIMIT
    assert len(wide) < 3 or wide[1] >= min(wide[0], wide[2])


def test_half_width_characters_are_not_half_as_wide():
    assert title.width("在2026年") == pytest.approx(2 + 4 * 0.6 + 2 * 0.2)


@pytest.mark.parametrize(
    ("text", "names", "never"), [("在清源县第一人民医院欧阳建国同志先进事迹报告会上的讲话", ["欧阳建国"], "欧阳建|国")]
)
def test_a_name_stays_in_one_line(text, names, never):
    left, _bar, right = never.partition("|")
    assert not any(line.endswith(left) for line in title.lines(text, 15, names)), right


@pytest.mark.parametrize("text", ["", "讲话", "x" * 60, "话" * 60, "《" + "法" * 50 + "》", "5" * 200])
def test_what_cannot_be_broken_stays_whole_or_fits(text):
    found = title.lines(text, LIMIT)
    assert "".join(found) == text
    assert len(found) == 1 or all(title.width(line) <= LIMIT for line in found)


@given(st.lists(st.sampled_from("在全市年2026会上的讲话《法》“十五”、和暨第三届 Abc"), max_size=40).map("".join))
def test_nothing_of_a_title_is_lost(text):
    spans = (Span(text[:5], fact="会议.名称"), Span(text[5:]))
    found = title.broken(tuple(span for span in spans if span.text), LIMIT)
    assert "".join(span.text for span in found).replace("\n", "") == text


def test_lines_that_the_writer_gave_are_kept():
    spans = (Span("扬帆起航再出发\n——在全市残疾人工作会议上的讲话稿之一二三四五六七八九十"),)
    assert title.broken(spans, LIMIT) == spans
