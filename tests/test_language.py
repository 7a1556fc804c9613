"""Chinese as it is written and said: tables of small cases."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.language import dates, lists, numerals, sentences, spoken


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (2010, "二千零一十"),
    ],
)
def test_numeral(n, text):
    assert numerals.numeral(n) == text


@pytest.mark.parametrize(("n", "text"), [(1, "一件"), (2, "两件"), (12, "十二件")])
def test_counted(n, text):
    assert numerals.counted(n, "件") == text


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "text"),
    [
        ("2183", "个", "", "2183个"),
        ("30%", "", "近", "近30%"),
        ("60%", "", "仅为", "仅为60%"),
        ("一半", "", "超过", "超过一半"),
        ("500万", "人", "多", "500多万人"),
        ("20万", "", "多", "20多万"),
        ("2800", "个", "多", "2800多个"),
        ("4100", "元", "左右", "4100元左右"),
        ("20", "个", "以上", "20个以上"),
        ("70万", "个", "约", "约70万个"),
    ],
)
def test_figure_with_its_qualifier_in_place(value, unit, qualifier, text):
    assert numerals.figure(value, unit, qualifier) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("274000", "个", "27.4万"),
        ("28034", "个", "28034"),
        ("28,034", "个", "28034"),
        ("2800", "个", "2800"),
        ("10000", "户", "1万"),
        ("345000000", "元", "3.45亿"),
        ("12345600", "元", "1234.56万"),
        ("274000", "万元", "274000"),
        ("１２０", "个", "120"),
        ("20-30%", "", "20%～30%"),
        ("20～30", "%", "20%～30"),
        ("3-5万", "人", "3万～5万"),
        ("15至30", "天", "15～30"),
        ("2026-2030", "年", "2026—2030"),
        ("一半", "", "一半"),
        ("第3", "位", "第3"),
    ],
)
def test_numbers_as_the_standard_writes_them(value, unit, text):
    assert numerals.written(value, unit) == text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("27.4万", 6),
        ("2183", 7),
        ("60%", 5),
        ("2026年", 5),
        ("同志们，", 3),
        ("12345热线", 5 + 4 + 2),
        ("GDP", 3),
        ("", 0),
    ],
)
def test_spoken_syllables(text, count):
    assert spoken.syllables(text) == count


def test_minutes_at_a_pace():
    assert spoken.minutes("好" * 400, 200) == 2


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["甲"], "甲"),
        (["甲", "乙"], "甲和乙"),
        (["甲", "乙", "丙"], "甲、乙和丙"),
        (["《甲》", "《乙》", "《丙》"], "《甲》《乙》和《丙》"),
        (["广州和深圳", "武汉"], "广州和深圳以及武汉"),
    ],
)
def test_listing(items, text):
    assert lists.listing(items) == text


def test_open_list_ends_with_et_cetera():
    assert lists.listing(["河北", "江西"], open_list="等地") == "河北、江西等地"


def test_ordinals_need_company():
    assert lists.ordinals(3) == ["一是", "二是", "三是"]
    assert lists.ordinals(1) == [""]


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("好。", "，再说", "好，再说"),
        ("好，", "。", "好。"),
        ("好。", "。", "好。"),
        ("好！", "。", "好！"),
        ("好？", "，再", "好？再"),
        ("“好。”", "。", "“好。”"),
        ("《好。》", "。", "《好。》。"),
        ("好", "，", "好，"),
        ("", "，", "，"),
        ("好；", "；", "好；"),
    ],
)
def test_seams_keep_one_mark(left, right, joined):
    drop_left, drop_right = sentences.seam(left, right)
    assert left[: len(left) - drop_left] + right[drop_right:] == joined


@given(st.text(alphabet="好，。；！？、“”", max_size=8), st.text(alphabet="好，。；！？、“”", max_size=8))
def test_seams_drop_marks_only(left, right):
    drop_left, drop_right = sentences.seam(left, right)
    dropped = left[len(left) - drop_left :] + right[:drop_right]
    assert not set(dropped) - set("，。；！？、：")


@pytest.mark.parametrize(
    ("text", "whole"),
    [("好。", True), ("他说“好。”", True), ("好", False), ("先好。后坏", True), ("《意见》", False), ("", False)],
)
def test_what_is_a_sentence(text, whole):
    assert sentences.is_sentence(text) is whole


@given(st.text(alphabet="好坏，。！？”’》", max_size=40))
def test_sentences_lose_nothing(text):
    assert "".join(sentences.sentences(text)) == text


def test_dates_as_documents_write_them():
    assert dates.written(datetime.date(2026, 5, 4)) == "2026年5月4日"
    assert dates.weekday(datetime.date(2026, 4, 16)) == "星期四"


@pytest.mark.parametrize(("text", "n"), [("星期四", 3), ("周日", 6), ("礼拜天", 6), ("星期八", None), ("四", 3)])
def test_weekdays(text, n):
    assert dates.weekday_number(text) == n


@pytest.mark.parametrize(
    ("text", "exists", "day", "weekday"),
    [
        ("6月31日", False, None, None),
        ("13月1日", False, None, None),
        ("2月29日", True, None, None),
        ("2026年2月29日", False, None, None),
        ("2026年4月16日", True, datetime.date(2026, 4, 16), None),
        ("2026年4月16日（星期四）", True, datetime.date(2026, 4, 16), "星期四"),
        ("4月16日周四", True, None, "周四"),
    ],
)
def test_days_that_a_text_names(text, exists, day, weekday):
    ((_text, *found),) = dates.mentions(f"定在{text}开工")
    assert found == [exists, day, weekday]


def test_what_is_no_day():
    assert list(dates.mentions("12月底前，用了30日，电话12345")) == []
