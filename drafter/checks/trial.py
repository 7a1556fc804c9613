"""The sentences that test a rule: what it must find something in, and what it must not."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from drafter.checks.check import check
from drafter.checks.known import Known
from drafter.checks.rule import Rule
from drafter.checks.text import text
from drafter.model import Finding

_KEYS = {
    "讲话人": "speaker",
    "代表": "on_behalf",
    "身份": "standing",
    "人物": "people",
    "旧稿": "old",
    "数据": "figures",
    "次序": "order",
    "简称": "shorts",
    "截至": "dated",
    "体裁": "genre",
}
# A test that repeats its text does so at most so many times.
_MOST = 1000


def written(case: Any) -> str:
    """The text of a test: itself, or its 文 as often as 重复 says; what nobody sees stands there as \\u200b."""
    said = str(case["文"]) * min(int(case.get("重复", 1)), _MOST) if isinstance(case, dict) else str(case)
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), said).replace("\\n", "\n")


def known(case: Any) -> Known:
    """What a test says is known: 日期, 时长, 上限, 事实, 人物 and the like beside its 文."""
    if not isinstance(case, dict):
        return Known()
    said: dict[str, Any] = {_KEYS[key]: value for key, value in case.items() if key in _KEYS}
    if "日期" in case:
        said["date"] = datetime.date.fromisoformat(str(case["日期"]))
    if "时长" in case:
        said["minutes"] = float(case["时长"])
    if "上限" in case:
        said["cap"] = int(case["上限"])
    if "别篇" in case:
        said["beside"] = tuple(case["别篇"].items())
    if "事实" in case or "数据" in case:
        said |= {"facts": str(case.get("事实", "")), "brief": True}
    return Known(**said)


def findings(rule: Rule, case: Any) -> list[Finding]:
    """What ``rule`` finds in one of its tests."""
    return check(text("试题", written(case).split("\n")), [rule], known(case))


def failed(rule: Rule) -> Iterator[tuple[str, bool]]:
    """The tests that ``rule`` fails, each with whether it is a bad one, which it should find something in."""
    for cases, bad in ((rule.bad, True), (rule.good, False)):
        for case in cases:
            # Tests that are pieces of a Word file need a reader of such files.
            if not (isinstance(case, dict) and "件" in case) and bool(findings(rule, case)) != bad:
                yield written(case), bad
