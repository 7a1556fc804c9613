"""What templates can call: phrases, sums, turns and chapter headings, as one speech says them.

A voice remembers what its speech has said, so that no set phrase and no sum comes twice.
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
from drafter.compose.phrases import ANY, SLOT, Banks, Form, Taste, pick, pick_suite, rank
from drafter.language.sentences import is_sentence
from drafter.library import Library
from drafter.marks import ANNOUNCED, Gap, Marked, mark, marked, strip_end, tokens, visible
from drafter.messages import _
from drafter.model import Brief, Derived, Genre, Standing

# A stretch of this weight stays whatever the time; of less, it may be left out.
MUST = 3
# The weight of a sum that the program adds to a figure.
_SUM = 2
_FEW = re.compile("只|仅|才|不到|还不")


@dataclass
class Voice:
    """One speech while it is being said: its seed and taste, the phrases used, how often each bank was asked."""

    seed: str
    genre: Genre
    standing: Standing
    brief: Brief
    taste: Taste
    form: Form = ANY
    used: set[str] = field(default_factory=set)
    asked: dict[str, int] = field(default_factory=dict)
    summed: set[str] = field(default_factory=set)
    suites: frozenset[str] = frozenset()
    chapters: Mapping[str, str] = field(default_factory=dict)


_voice: ContextVar[Voice] = ContextVar("voice")


class Voices:
    """The functions of templates; they speak with the voice of the speech that is being composed."""

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
        }
        self.environment = Environment(library, functions)
        self.condition = lru_cache(maxsize=None)(self._compiled)
        # Conditions see their slots alone, and are asked by the thousand.
        self._conditions = self.environment.overlay()
        self._conditions.globals = {}

    def speak(self, voice: Voice, render: Callable[[], Any]) -> Any:
        """What ``render`` gives while templates speak with ``voice``."""
        token = _voice.set(voice)
        self.environment.loops = self.environment.calls = 0
        try:
            return render()
        finally:
            _voice.reset(token)

    def _say(self, bank: str, **slots: Any) -> Marked:
        """A variant of ``bank`` with its slots filled; nothing when none fits."""
        voice, entry = _voice.get(), self.banks[bank]
        if unknown := set(slots) - entry.slots:
            raise ValueError(_("phrase bank “{name}” has no slot “{slot}”").format(name=bank, slot=min(unknown)))
        place = f"{bank}#{voice.asked.get(bank, 0)}"
        filled = {name: slots.get(name, 0) for name in entry.slots}
        variant = pick(entry, filled, voice.seed, place, voice.used, self._holds, voice.taste, voice.form)
        if variant is None:
            return Marked("")
        voice.asked[bank] = voice.asked.get(bank, 0) + 1
        if not variant.bare:
            voice.used.add(variant.text)

        def put_in(match: re.Match[str]) -> str:
            value = slots[match[1]]
            return marked(clause(value) if match[1] in inner else value)

        inner = variant.inner
        text = mark("p", f"{bank}/{variant.text}") + SLOT.sub(put_in, variant.text)
        return Marked(text if entry.weight >= MUST else mark("s", str(entry.weight), text))

    def _said(self, bank: str) -> bool:
        """Whether this speech has said something from ``bank`` before."""
        return _voice.get().asked.get(self.banks[bank].name, 0) > 0

    def _holds(self, condition: str, slots: Mapping[str, object]) -> bool:
        voice = _voice.get()
        names = {"体裁": voice.genre.name, "身份": voice.standing, **slots}
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
        voice = _voice.get()
        # A chapter that holds two moves, such as 目标任务, is called by the heading of either.
        if own := next((text for name, text in voice.chapters.items() if name in move), ""):
            return Marked(own)
        suite = pick_suite(self.banks["章题"], voice.seed, voice.suites)
        return Marked(mark("p", f"章题/{suite.get(move, move)}") + suite.get(move, move))

    def _turn(self, name: str, ways: int) -> int:
        """0 to ``ways`` - 1, another each time that ``name`` is asked for, so that neighbours differ."""
        voice = _voice.get()
        count = voice.asked.get(f"换:{name}", 0)
        voice.asked[f"换:{name}"] = count + 1
        return (rank(voice.seed, name, "")[0] + count) % ways

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
        """Each text with what follows from the figures in it, where the brief asks for a sum; each sum once."""
        listed = items if isinstance(items, (list, tuple)) else [items]
        if any(isinstance(item, (list, tuple, dict)) for item in listed):
            raise TypeError(_("a list of lists is not for this filter"))
        return [self._with_sum(item) for item in listed]

    def _with_sum(self, item: object) -> object:
        voice = _voice.get()
        names = [value.removeprefix(ANNOUNCED) for kind, value in tokens(marked(item)) if kind == "e"]
        for derived in voice.brief.derived.values():
            of = derived.name.rpartition(".")[0]
            if of in names and derived.name not in voice.summed | voice.brief.asked:
                said = self._sum(derived, few=bool(_FEW.search(str(item))))
                if said:
                    voice.summed.add(derived.name)
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
        voice = _voice.get()
        paths = [value for kind, value in tokens(marked(deadline)) if kind == "f"]
        derived = voice.brief.derived.get(f"{paths[0]}.余") if paths else None
        if derived is None or "期" in voice.summed:
            return Marked("")
        voice.summed.add("期")
        day = Marked(strip_end(marked(deadline), "前"))
        return self._say("推算.期", 得=Marked(mark("d", derived.name, derived.text)), 时限=day)
