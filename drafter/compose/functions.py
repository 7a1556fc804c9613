"""What templates can call: phrases, sums, turns and chapter headings, as one speech says them.

A ``Wording`` remembers what its speech has said, so that no set phrase and no sum comes twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jinja2 import meta

from drafter.compose.environment import TEMPLATE_ERRORS, Environment
from drafter.compose.filters import clause, ordinal
from drafter.compose.measures import measures
from drafter.compose.phrases import ANY, SLOT, Banks, Form, Taste, pick, pick_suite, rank
from drafter.compose.stock import StockParagraph
from drafter.language.sentences import is_sentence
from drafter.library import Library
from drafter.marks import ANNOUNCED, Gap, Marked, mark, marked, strip_end, tokens, visible
from drafter.messages import _
from drafter.model import Brief, Derived, Genre, Standing, Voice

# A stretch of this weight stays whatever the time; of less, it may be left out.
MUST = 3
# The weight of a sum that the program adds to a figure.
_SUM = 2
_FEW = re.compile("只|仅|才|不到|还不")


class Functions:
    """The functions of templates; they remember in the wording of the speech that is being composed."""

    def __init__(self, library: Library) -> None:
        self.banks = Banks(library)
        functions: dict[str, Callable[..., Any]] = {
            "说": self._say,
            "缺": Gap,
            "说过": self._said,
            "换": self._turn,
            "章题": self._chapter,
            "序": ordinal,
            "省": self._optional,
            "算": self._with_sums,
            "期": self._days_left,
            "成段": measures,
        }
        self.environment = Environment(library, functions)
        self.condition = lru_cache(maxsize=None)(self._compiled)
        # Conditions see their slots alone, and are asked by the thousand.
        self._conditions = self.environment.overlay()
        self._conditions.globals = {}

    def speak(self, wording: Wording, render: Callable[[], Any]) -> Any:
        """What ``render`` gives while templates say one speech."""
        token = _wording.set(wording)
        self.environment.loops = self.environment.calls = 0
        try:
            return render()
        finally:
            _wording.reset(token)

    def _say(self, bank: str, **slots: Any) -> Marked:
        """A variant of ``bank`` with its slots filled; nothing when none fits."""
        wording, entry = _wording.get(), self.banks[bank]
        if unknown := set(slots) - entry.slots:
            raise ValueError(_("phrase bank “{name}” has no slot “{slot}”").format(name=bank, slot=min(unknown)))
        place = f"{bank}#{wording.asked.get(bank, 0)}"
        filled = {name: slots.get(name, 0) for name in entry.slots}
        variant = pick(entry, filled, wording.seed, place, wording.used, self._holds, wording.taste, wording.form)
        if variant is None:
            return Marked("")
        wording.asked[bank] = wording.asked.get(bank, 0) + 1
        if not variant.bare:
            wording.used.add(variant.text)

        def put_in(match: re.Match[str]) -> str:
            value = slots[match[1]]
            return marked(clause(value) if match[1] in inner else value)

        inner = variant.inner
        text = mark("p", f"{bank}/{variant.text}") + SLOT.sub(put_in, variant.text)
        return Marked(text if entry.weight >= MUST else mark("s", str(entry.weight), text))

    def _said(self, bank: str) -> bool:
        """Whether this speech has said something from ``bank`` before."""
        return _wording.get().asked.get(self.banks[bank].name, 0) > 0

    def _holds(self, condition: str, slots: Mapping[str, object]) -> bool:
        wording = _wording.get()
        names = {"体裁": wording.genre.name, "身份": wording.standing, **slots}
        return bool(self.condition(condition, frozenset(names))(**names))

    def _compiled(self, condition: str, known: frozenset[str]) -> Callable[..., Any]:
        """A condition (当) of a variant. Raises ValueError when it cannot be read, or asks for what is not there."""
        try:
            asked = meta.find_undeclared_variables(self.environment.parse("{{" + condition + "}}"))
            compiled = self._conditions.compile_expression(condition)
        except TEMPLATE_ERRORS as error:
            raise ValueError(
                _("当: {condition} cannot be read: {why}").format(condition=condition[:80], why=error)
            ) from error
        if unknown := asked - known:
            raise ValueError(_("当: {condition} asks for “{name}”").format(condition=condition, name=min(unknown)))
        return compiled

    def _chapter(self, move: str) -> Marked:
        """The chapter heading of a move: the writer's, or one of the suite that all others come from."""
        wording = _wording.get()
        # A chapter that holds two moves, such as 目标任务, is called by the heading of either.
        if own := next((text for name, text in wording.chapters.items() if name in move), ""):
            return Marked(own)
        suite = pick_suite(self.banks["章题"], wording.seed, wording.suites)
        return Marked(mark("p", f"章题/{suite.get(move, move)}") + suite.get(move, move))

    def _turn(self, name: str, ways: int) -> int:
        """0 to ``ways`` - 1, another each time that ``name`` is asked for, so that neighbours differ."""
        wording = _wording.get()
        count = wording.asked.get(f"换:{name}", 0)
        wording.asked[f"换:{name}"] = count + 1
        return (rank(wording.seed, name, "")[0] + count) % ways

    def _optional(self, weight: int, caller: Callable[[], str]) -> str:
        """What stands in the call block, as a stretch that may be left out when the time is short.

        Jinja writes what a call block gives as it is, so its marks are in the text itself.
        """
        if weight not in (1, 2):
            raise ValueError(_("省 takes 1 or 2"))
        text = caller().rstrip("\n")
        return mark("s", str(weight), text) if visible(text).strip() else ""

    # --- sums ---

    def _with_sums(self, items: object) -> list[object]:
        """Each text with what follows from its last figure, where the brief asks for sums (议论); each sum once."""
        listed = items if isinstance(items, (list, tuple)) else [items]
        if any(isinstance(item, (list, tuple, dict)) for item in listed):
            raise TypeError(_("a list of lists is not for this filter"))
        return [self._with_sum(item) for item in listed]

    def _with_sum(self, item: object) -> object:
        wording = _wording.get()
        if not wording.brief.argued:
            return item
        names = [value.removeprefix(ANNOUNCED) for kind, value in tokens(marked(item)) if kind == "e"]
        if not _ends_with_figure(item):
            return item
        for derived in wording.brief.derived.values():
            # Said behind the figure that it follows from, and behind no other.
            if (
                derived.name.rpartition(".")[0] == (names or [""])[-1]
                and derived.name not in wording.summed | wording.brief.asked
            ):
                said = self._sum(derived, few=bool(_FEW.search(str(item))))
                if said:
                    wording.summed.add(derived.name)
                    whole = is_sentence(str(item))
                    text = marked(clause(item)) + mark("s", str(_SUM), "，" + marked(said))
                    return Marked(text + "。" if whole else text)
        return item

    def _sum(self, derived: Derived, few: bool) -> Marked:
        """What follows from a figure; ``few`` is whether the figure is said to be small."""
        bank = self.banks[f"推算.{derived.kind}"]
        slots = {name: Marked(mark("d", derived.name, text)) for name, text in derived.words.items() if text}
        plain = {name: derived.words[name] for name in ("昔时", "多少", "每", "几样", "到") if name in derived.words}
        slots["得"] = Marked(mark("d", derived.name, derived.text))
        said = {**slots, **plain, "少": few}
        return self._say(bank.name, **{name: value for name, value in said.items() if name in bank.slots})

    def _days_left(self, deadline: object) -> Marked:
        """How many days are left to a deadline, in words; nothing where it is no day, or was said before."""
        wording = _wording.get()
        paths = [value for kind, value in tokens(marked(deadline)) if kind == "f"]
        derived = wording.brief.derived.get(f"{paths[0]}.余") if paths else None
        if derived is None or "期" in wording.summed:
            return Marked("")
        wording.summed.add("期")
        day = Marked(strip_end(marked(deadline), "前"))
        return self._say("推算.期", 得=Marked(mark("d", derived.name, derived.text)), 时限=day)


def _ends_with_figure(item: object) -> bool:
    """Whether a text ends with a named thing, so that what follows from it can be said right behind."""
    depth, behind = 0, ""
    for kind, value in tokens(marked(item)):
        if kind == "e" or (depth and kind not in "/t"):
            depth, behind = depth + 1, ""
        elif kind == "/":
            depth = max(0, depth - 1)
        elif kind == "t" and not depth:
            behind += value
    return not behind.strip("。；， ")


@dataclass(frozen=True)
class Layer:
    """A voice with the library in which it comes first, the functions that speak with it, and its stock paragraphs."""

    voice: Voice
    library: Library
    functions: Functions
    stock: Mapping[str, StockParagraph]


@dataclass
class Wording:
    """One speech while it is being said: its seed and taste, the phrases used, how often each bank was asked,
    and the stock paragraphs by the number of their move, each with its length and whether that length is open."""

    seed: str
    genre: Genre
    standing: Standing
    brief: Brief
    taste: Taste
    layer: Layer
    form: Form = ANY
    used: set[str] = field(default_factory=set)
    asked: dict[str, int] = field(default_factory=dict)
    summed: set[str] = field(default_factory=set)
    stock: dict[int, list[tuple[StockParagraph, str, bool]]] = field(default_factory=dict)
    stock_slots: Mapping[str, object] = field(default_factory=dict)
    suites: frozenset[str] = frozenset()
    chapters: Mapping[str, str] = field(default_factory=dict)


_wording: ContextVar[Wording] = ContextVar("wording")
