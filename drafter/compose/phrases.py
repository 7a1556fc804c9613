"""Phrase banks: many ways to say one thing, and a choice among them that stays put.

A variant fits when every slot in it is filled and its condition holds; what is more than one sentence fits only in
the slot that ends a variant, so that nothing is said after it as if it were a phrase. Of those that fit, the ones that
say all the facts they are given come first, so that none is lost. Among these the one with the highest hash of
(seed, place, variant) wins, so that a new variant in a bank does not reshuffle old speeches. No variant is used twice
in a speech while the bank lasts; what the writer fixed comes before all, what was banned or stands in an earlier speech
comes last.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from drafter.errors import TemplateError
from drafter.language.sentences import END, holds_sentence
from drafter.library import Library, texts
from drafter.marks import OPEN, marked
from drafter.messages import _

SLOT = re.compile(r"\{([^{}]+)\}")
FACT = re.compile(f"{OPEN}[fe]")
# Words of a variant that are long enough to be known again when they are heard in another speech.
_TELLING = 5
_WEIGHTS = ("1", "2", "3")
_POINTS = "，、；：。！？"
# Where a fact may be said without a frame, it is so at every second place: framed throughout, it sounds like a form.
_BARE = 128


@dataclass(frozen=True, slots=True)
class Form:
    """Which variants a speech likes: any, or the ``short`` ones when its time is.

    At a share of ``places``, 0 to 1, one variant of ``part`` is short: nothing but the shortest would be monotonous.
    No form is longer for the time's sake: words without a fact do not fill a speech.
    """

    short: bool = False
    places: float = 1.0
    part: int = 2

    def of(self, variants: list[Variant], seed: str, place: str) -> list[Variant]:
        """Those of ``variants`` that have the fewest words of their own, but three at least."""
        if not self.short or rank(seed, place, "form")[0] >= 256 * self.places:
            return variants
        ordered = sorted(variants, key=lambda v: v.own)
        return ordered[: max(3, len(ordered) // self.part)]


ANY = Form()
SHORT = Form(short=True)


@dataclass(frozen=True, slots=True)
class Taste:
    """What the writer wants of the phrases: the texts fixed; the texts, and the names of whole banks, that are banned;
    what earlier speeches said."""

    fixed: frozenset[str] = frozenset()
    banned: frozenset[str] = frozenset()
    earlier: str = ""


_NO_TASTE = Taste()


@dataclass(frozen=True)
class Variant:
    """One wording: text with ``{slots}``, and the condition under which it may be said."""

    text: str
    when: str = ""

    @cached_property
    def slots(self) -> frozenset[str]:
        return frozenset(SLOT.findall(self.text))

    @cached_property
    def inner(self) -> frozenset[str]:
        """The slots that words follow."""
        last = re.search(SLOT.pattern + f"[{END}]*$", self.text)
        return frozenset(SLOT.findall(self.text[: last.start()] if last else self.text))

    @cached_property
    def bare(self) -> bool:
        """Whether the variant has no words of its own: it may be said again and again, and nobody hears it."""
        return not SLOT.sub("", self.text).strip(_POINTS)

    @cached_property
    def own(self) -> int:
        """How many characters are the variant's own."""
        return len(SLOT.sub("", self.text))

    def heard_in(self, text: str) -> bool:
        """Whether words of the variant stand in ``text``."""
        pieces = (piece.strip(END + "，、；：") for piece in re.split(SLOT.pattern, self.text)[::2])
        return any(len(piece) >= _TELLING and piece in text for piece in pieces)


@dataclass(frozen=True, slots=True)
class Bank:
    """One thing to say: its name, what it is for, the slots that callers may fill, and its variants.

    A fact that fills a slot is said, unless the slot is ``optional``. ``weight`` is how much a speech wants what is
    said: 3 whatever the time, 2 unless the time is short, 1 only to fill it.

    A ``formula`` is said in few fixed frames (定式).
    A bank of suites has ``suites`` instead: sets of headings that belong together, each by move.
    """

    name: str
    about: str
    slots: frozenset[str]
    variants: tuple[Variant, ...]
    optional: frozenset[str] = frozenset()
    suites: tuple[Mapping[str, str], ...] = ()
    weight: int = 3
    formula: bool = False


class Banks:
    """The phrase banks of a library; a bank of an earlier shelf stands for the one of the same name in a later."""

    def __init__(self, library: Library) -> None:
        self.banks: dict[str, Bank] = {}
        for shelf in library.shelves:
            self.banks = {**_shelf(Library(shelf)), **self.banks}

    def __getitem__(self, name: str) -> Bank:
        if name not in self.banks:
            raise ValueError(_("there is no phrase bank “{name}”").format(name=name))
        return self.banks[name]


def _shelf(library: Library) -> dict[str, Bank]:
    """The banks of one shelf. Raises TemplateError for one that cannot be used, or that stands there twice."""
    banks: dict[str, Bank] = {}
    for file in library.names("phrases"):
        if file.endswith(".yaml"):
            for name, entry in library.data(f"phrases/{file}").items():
                if name in banks:
                    raise TemplateError(
                        _("phrases/{file}: “{name}” stands in another file too").format(file=file, name=name)
                    )
                banks[name] = _bank(name, entry, file)
    return banks


def _is_suite(suite: object) -> bool:
    return isinstance(suite, dict) and bool(suite) and all(isinstance(text, str) and text for text in suite.values())


def _bank(name: str, entry: object, file: str) -> Bank:
    if isinstance(entry, dict) and (suites := entry.get("套")):
        if not isinstance(suites, list) or not all(_is_suite(suite) for suite in suites):
            raise TemplateError(_("phrases/{file}: “{name}” needs 套, a list of mappings").format(file=file, name=name))
        return Bank(name, str(entry.get("用处", "")), frozenset(), (), suites=tuple(suites))
    if not isinstance(entry, dict) or not isinstance(entry.get("句"), list):
        raise TemplateError(_("phrases/{file}: “{name}” needs 句, a list").format(file=file, name=name))
    slots = frozenset(texts(entry.get("槽")))
    variants = []
    for item in entry["句"]:
        data = item if isinstance(item, dict) else {"句": item}
        variant = Variant(str(data.get("句", "")), str(data.get("当", "")))
        if unknown := (variant.slots - slots) or (set(data) - {"句", "当"}):
            message = _("phrases/{file}: “{name}” uses an unknown slot or key: {what}")
            raise TemplateError(message.format(file=file, name=name, what=sorted(unknown)[0]))
        variants.append(variant)
    optional = frozenset(texts(entry.get("可省")))
    if unknown := (optional - slots) | (set(entry) - {"用处", "定式", "槽", "可省", "权", "句"}):
        message = _("phrases/{file}: “{name}” uses an unknown slot or key: {what}")
        raise TemplateError(message.format(file=file, name=name, what=min(unknown)))
    weight = str(entry.get("权", "3"))
    if weight not in _WEIGHTS:
        raise TemplateError(_("phrases/{file}: “{name}”: 权 is 1, 2 or 3").format(file=file, name=name))
    formula = str(entry.get("定式", "")) == "是"
    return Bank(name, str(entry.get("用处", "")), slots, tuple(variants), optional, (), int(weight), formula)


@lru_cache(maxsize=65536)
def rank(seed: str, place: str, text: str) -> bytes:
    """The rank of a variant at a place; the highest is picked."""
    return hashlib.blake2b(f"{seed}\0{place}\0{text}".encode(), digest_size=8).digest()


def suite_name(suite: Mapping[str, str]) -> str:
    """A set of headings by its words."""
    return "".join(suite.values())


def pick_suite(bank: Bank, seed: str, used: frozenset[str] = frozenset()) -> Mapping[str, str]:
    """The set of headings that a speech uses throughout; none of ``used`` while the bank lasts."""
    fresh = [suite for suite in bank.suites if suite_name(suite) not in used] or bank.suites
    return max(fresh, key=lambda suite: rank(seed, bank.name, suite_name(suite)))


def pick(
    bank: Bank,
    filled: Mapping[str, object],
    seed: str,
    place: str,
    used: frozenset[str] | set[str],
    holds: Callable[[str, Mapping[str, object]], bool],
    taste: Taste = _NO_TASTE,
    form: Form = ANY,
) -> Variant | None:
    """The variant of ``bank`` for ``place``, or None when none fits what is filled."""
    if bank.name in taste.banned:
        return None
    given = {name for name, value in filled.items() if value}
    held: dict[str, bool] = {"": True}
    fit = []
    for variant in bank.variants:
        if variant.slots <= given:
            if variant.when not in held:
                held[variant.when] = holds(variant.when, filled)
            if held[variant.when]:
                fit.append(variant)
    facts = {name for name in given - bank.optional if FACT.search(marked(filled[name]))}
    said = max((len(v.slots & facts) for v in fit), default=0)
    full = [v for v in fit if len(v.slots & facts) == said]
    sentences = {name for name in given if holds_sentence(str(filled[name]))}
    full = [v for v in full if not v.inner & sentences] or full
    if fixed := [v for v in fit if v.text in taste.fixed]:
        return max(fixed, key=lambda v: (v.text not in used, rank(seed, place, v.text)))
    # A place of which every wording is banned is silent, unless that would lose a fact.
    allowed = [v for v in full if v.text not in taste.banned] or (full if said else [])
    unheard = [v for v in allowed if not (taste.earlier and v.heard_in(taste.earlier))] or allowed
    fresh = [v for v in unheard if v.text not in used] or [v for v in allowed if v.text not in used] or allowed
    bare = [v for v in allowed if v.bare] if rank(seed, place, "bare")[0] < _BARE else []
    return max(bare or form.of(fresh, seed, place), key=lambda v: rank(seed, place, v.text), default=None)
