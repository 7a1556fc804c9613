"""The sums that the figures of a brief ask for: 原来, 占, 摊到, 加上, 减去, 对比, 用量, 距, 分项."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from drafter import derive
from drafter.brief.keys import chinese
from drafter.brief.schema import BriefModel, Value
from drafter.errors import Fault
from drafter.language.numerals import figure, written
from drafter.messages import _
from drafter.model import Derived, Finding, Place

PlaceOf = Callable[[tuple[str | int, ...]], Place | None]

# What a result is called after the figure: {进场.差}.
WORDS = {
    "before": "差",
    "of": "占",
    "per": "均",
    "plus": "合",
    "less": "余",
    "against": "较",
    "use": "够",
    "until": "隔",
    "parts": "总",
}


@dataclass
class Sums:
    """The results by name, what is wrong with those that cannot be had, and the figures that others point at."""

    derived: dict[str, Derived]
    faults: list[Fault]
    findings: list[Finding]
    named: set[str]


def sums(brief: BriefModel, place_of: PlaceOf) -> Sums:
    """Every sum that the figures and facts of ``brief`` ask for."""
    return _Reckoner(brief, place_of).reckon()


class _Reckoner:
    def __init__(self, brief: BriefModel, place_of: PlaceOf) -> None:
        self.place_of = place_of
        self.values: Mapping[str, Value] = {**brief.facts, **brief.figures}
        self.group = {name: "figures" if name in brief.figures else "facts" for name in self.values}
        self.sums = Sums({}, [], [], set())

    def reckon(self) -> Sums:
        for name, value in self.values.items():
            for key in WORDS:
                if getattr(value, key):
                    self._one(name, value, key)
        return self.sums

    def _one(self, name: str, value: Value, key: str) -> None:
        place = self.place_of((self.group[name], name, key))
        others = list(self._named(getattr(value, key), place)) if key != "before" else []
        self.sums.named.update(others)
        if name in others:
            message = _("“{key}” of “{name}” names itself").format(key=chinese(key), name=name)
            self.sums.faults.append(Fault(message, place, _("Name another figure.")))
        if any(other not in self.values or other == name for other in others):
            return
        if not value.value or any(not self.values[other].value for other in others):
            return  # a gap says so
        result = self._result(name, value, key, others, place)
        if result is None:
            message = _("“{key}” of “{name}” cannot be reckoned: the figures do not fit each other")
            hint = _("They need one number each, and one unit; a share is smaller than its whole, a date comes later.")
            self.sums.faults.append(Fault(message.format(key=chinese(key), name=name), place, hint))
            return
        if result.text:
            word = f"{name}.{WORDS[key]}"
            self.sums.derived[word] = Derived(word, WORDS[key], result.text, result.sum, dict(result.words), place)

    def _named(self, names: str | list[str], place: Place | None) -> Iterator[str]:
        for name in [names] if isinstance(names, str) else names:
            if name not in self.values:
                message = _("“{name}” is not a figure of this brief").format(name=name)
                self.sums.faults.append(Fault(message, place, _("Define it under 数据.")))
            yield name

    def _quantity(self, name: str) -> derive.Quantity | None:
        return _quantity(self.values[name])

    def _result(
        self, name: str, value: Value, key: str, others: list[str], place: Place | None
    ) -> derive.Result | None:
        if key == "until":
            return derive.between(value.value or "", self.values[others[0]].value or "")
        mine, quantities = _quantity(value), [self._quantity(other) for other in others]
        theirs = [q for q in quantities if q]
        if mine is None or len(theirs) < len(others):
            return None
        if key == "before":
            return self._before(mine, value)
        if key == "parts":
            return self._adds_up(name, mine, theirs, place)
        if key == "use":
            return derive.lasts(mine, theirs[0], self.values[others[0]].every or "天")
        if key == "plus":
            return derive.together([mine, *theirs])
        if key == "less":
            return derive.remainder(mine, theirs)
        if key == "against":
            low, high = sorted((mine, theirs[0]), key=lambda q: q.value)
            return derive.difference(high, low)
        if key == "per":
            return derive.each(mine, theirs[0], others[0])
        return derive.share(mine, theirs[0])

    def _before(self, mine: derive.Quantity, value: Value) -> derive.Result | None:
        assert value.before
        text, unit = value.before.value, value.unit or ""
        then = derive.quantity(text, unit, figure(_shown(text, value), unit))
        result = derive.difference(mine, then) if then else None
        if result is None or then is None:
            return None
        when = value.before.as_of or ""
        return derive.Result(result.text, result.sum, (*result.words, ("昔", then.text), ("昔时", when)))

    def _adds_up(
        self, name: str, total: derive.Quantity, parts: list[derive.Quantity], place: Place | None
    ) -> derive.Result | None:
        whole = derive.together(parts)
        if whole is None:
            return None
        if not derive.adds_up(total, parts):
            message = _("“{name}” is {total}, but its parts come to {sum}")
            message = message.format(name=name, total=total.text, sum=whole.text)
            self.sums.findings.append(Finding("sum", "error", message, place, about=f"数据.{name}"))
            return derive.Result("", "")
        return derive.Result(total.text, f"{whole.sum}＝{total.text}", whole.words)


def _shown(value: str, of: Value) -> str:
    return written(value, of.unit or "") if of.unit or "%" in value else value


def _quantity(value: Value) -> derive.Quantity | None:
    unit, text = value.unit or "", value.value or ""
    return derive.quantity(text, unit, figure(_shown(text, value), unit, value.qualifier or ""), bool(value.qualifier))
