"""How the measures of a task become one paragraph: which stand in one sentence, in what order, how they hang together.

The order is the brief's. Up to three short measures share a sentence; four are two and two, five three and two, six
two each, seven three, two and two; one that has an owner, a deadline or an aim of its own, or a long object, stands
alone. What the brief says of a measure's relation to its neighbours (手段, 前提, 对象, 结果, 补充) decides the words
between them. Source of these figures: the rule book of official speeches, §3.0 (practice). Templates say the groups
with phrases of their voice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drafter.compose.filters import clause
from drafter.language.actions import is_action
from drafter.language.sentences import is_sentence
from drafter.language.spoken import syllables
from drafter.marks import Marked, marked

# A measure longer than this many syllables stands in a sentence of its own; a sentence holds no more than that many.
LONG_MEASURE = 26
LONGEST = 56
_MOST = 3
_OWN = ("主体", "牵头", "时限", "目的")
# Words that carry the relation already.
_MEANS, _TARGET = ("通过", "运用", "依托", "采取", "借助", "以", "用"), ("对", "针对", "面向", "围绕", "向", "为")
_RESULT = ("使", "让", "确保", "做到", "实现", "形成", "达到", "从而", "推动", "促进")


def measures(value: Sequence[Any]) -> list[dict[str, Any]]:
    """The sentences of a paragraph of measures, each a mapping for templates.

    ``话`` is what is said, without a final mark; ``整句`` that it is a sentence as it stands; ``动`` that it can follow
    要; ``项`` how many measures it holds; ``同时`` that it adds to what stands before it; 主体, 牵头, 时限 and 目的 are
    those of a measure that stands alone.
    """
    found: list[dict[str, Any]] = []
    run: list[list[Any]] = []
    for unit in _units(value):
        measure = unit[0]
        if is_sentence(str(measure["事项"])):
            found += [*_run(run), _whole(measure)]
            run = []
        elif len(unit) == 1 and any(measure[key] for key in _OWN):
            found += [*_run(run), _alone(measure)]
            run = []
        elif measure["关系"] == "补充" and (run or found):
            found += _run(run)
            run = []
            found.append(_sentence([unit]) | {"同时": True})
        else:
            run.append(unit)
    return found + _run(run)


def _units(value: Sequence[Any]) -> list[list[Any]]:
    """Measures with those that hang on them: what leads up to one, and what it results in."""
    found: list[list[Any]] = []
    leading = False
    for measure in value:
        relation = measure["关系"]
        stands = is_sentence(str(measure["事项"])) or any(measure[key] for key in _OWN)
        if found and not stands and (leading or (relation == "结果" and not is_sentence(str(found[-1][-1]["事项"])))):
            found[-1].append(measure)
        else:
            found.append([measure])
        leading = not stands and relation in ("手段", "对象", "前提")
    return found


def _run(units: list[list[Any]]) -> list[dict[str, Any]]:
    """Units one after another, in as few sentences as they fit in, as even as can be."""
    stretches: list[list[list[Any]]] = [[]]
    for unit in units:
        if _long(unit):
            stretches += [[unit], []]
        else:
            stretches[-1].append(unit)
    groups = [group for stretch in stretches for group in _even(stretch)]
    return [_sentence(group) for group in groups]


def _long(unit: list[Any]) -> bool:
    return len(unit) > 1 or syllables(str(unit[0]["事项"])) > LONG_MEASURE


def _even(units: list[list[Any]]) -> list[list[list[Any]]]:
    """Groups of at most three, the first the larger: 4 → 2 + 2, 5 → 3 + 2, 7 → 3 + 2 + 2."""
    if not units:
        return []
    groups = -(-len(units) // _MOST)
    while True:
        base, more = divmod(len(units), groups)
        sizes = [base + (i < more) for i in range(groups)]
        cut = [units[sum(sizes[:i]) : sum(sizes[: i + 1])] for i in range(groups)]
        if groups == len(units) or all(_size(group) <= LONGEST for group in cut):
            return cut
        groups += 1


def _size(group: list[list[Any]]) -> int:
    return sum(syllables(str(measure["事项"])) for unit in group for measure in unit)


def _sentence(group: list[list[Any]]) -> dict[str, Any]:
    text = "，".join(_unit_text(unit) for unit in group)
    return _data(Marked(text)) | {"项": len(group)}


def _unit_text(unit: list[Any]) -> str:
    out = ""
    for measure in unit:
        text, relation = marked(clause(measure["事项"])), measure["关系"]
        if relation == "手段" and measure is not unit[-1]:
            text = text if str(measure["事项"]).startswith(_MEANS) else "通过" + text
        elif relation == "对象" and measure is not unit[-1]:
            text = text if str(measure["事项"]).startswith(_TARGET) else "针对" + text
        elif relation == "前提" and measure is not unit[-1]:
            text += "，在此基础上"
        elif relation == "结果" and out:
            text = (
                text
                if str(measure["事项"]).startswith(_RESULT)
                else ("" if is_action(str(measure["事项"])) else "使") + text
            )
        joint = "" if not out or out.endswith("在此基础上") else "，"
        out += joint + text
    return out


def _data(text: Marked) -> dict[str, Any]:
    begins = str(text)
    acts = is_action(begins) or begins.startswith(("通过", "针对"))
    return {"话": text, "整句": False, "动": acts, "项": 1, "同时": False, **dict.fromkeys(_OWN, "")}


def _whole(measure: Any) -> dict[str, Any]:
    return _data(Marked(marked(measure["事项"]))) | {"整句": True}


def _alone(measure: Any) -> dict[str, Any]:
    return _data(clause(measure["事项"])) | {key: measure[key] for key in _OWN}
