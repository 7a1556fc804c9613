"""Phrase banks: variants that equal another, slots that none uses, conditions that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from drafter import source
from drafter.compose.phrases import Bank, Banks
from drafter.compose.speech import Composer
from drafter.errors import Fault
from drafter.language.sentences import END, PAUSES
from drafter.library import Library
from drafter.messages import _
from drafter.model import Place
from drafter.source import Mapping, Node, Scalar, Sequence


class _Typed(NamedTuple):
    """A variant as it is typed: its bank, text and place."""

    bank: str
    text: str
    place: Place


def faults(own: Library, composer: Composer) -> Iterator[Fault]:
    """What is wrong with the phrase banks of ``own``."""
    names = [f"phrases/{name}" for name in own.names("phrases") if name.endswith(".yaml")]
    trees = {file: source.parse(own.text(file) or "", file)[0] for file in names}
    typed = [variant for tree in trees.values() for variant in _typed(tree)]
    slots = {(bank, slot.text): slot.place for tree in trees.values() for bank, slot in _slots(tree)}
    banks = Banks(own).banks
    yield from _equal(typed)
    for variant in typed:
        if variant.bank in banks:
            yield from _condition(banks[variant.bank], variant, composer)
    for bank in banks.values():
        used = {slot for v in bank.variants for slot in v.slots | set(re.findall(r"\w+", v.when))}
        for slot in sorted(bank.slots - used) if bank.variants else ():
            message = _("“{name}”: no phrase uses the slot “{slot}”").format(name=bank.name, slot=slot)
            yield Fault(message, slots.get((bank.name, slot)))


def _equal(typed: list[_Typed]) -> Iterator[Fault]:
    """Variants of one bank that say the same, but for the mark at the end."""
    seen: dict[tuple[str, str], Place] = {}
    for variant in typed:
        words = variant.text.strip(END + PAUSES + " ")
        first = seen.setdefault((variant.bank, words), variant.place)
        if first is not variant.place:
            message = _("the phrase equals the one in line {line}").format(line=first.line)
            yield Fault(message, variant.place, _("Say it in another way, or delete it."))


def _condition(bank: Bank, typed: _Typed, composer: Composer) -> Iterator[Fault]:
    for variant in bank.variants:
        if variant.text == typed.text and variant.when:
            try:
                composer.functions.condition(variant.when, frozenset({"体裁", "身份", *bank.slots}))
            except ValueError as error:
                yield Fault(str(error), typed.place)


def _slots(tree: Node | None) -> Iterator[tuple[str, Scalar]]:
    """The slots of each bank as they are typed, with the name of the bank."""
    for key, bank in tree.pairs if isinstance(tree, Mapping) else ():
        for inner, listed in bank.pairs if isinstance(bank, Mapping) else ():
            items = listed.items if isinstance(listed, Sequence) else (listed,)
            if inner.text == "槽":
                yield from ((key.text, item) for item in items if isinstance(item, Scalar))


def _typed(tree: Node | None) -> Iterator[_Typed]:
    for key, bank in tree.pairs if isinstance(tree, Mapping) else ():
        for inner, listed in bank.pairs if isinstance(bank, Mapping) else ():
            if inner.text == "句" and isinstance(listed, Sequence):
                scalars = (_text_of(item) for item in listed.items)
                yield from (_Typed(key.text, scalar.text, scalar.place) for scalar in scalars if scalar)


def _text_of(item: Node) -> Scalar | None:
    if isinstance(item, Scalar):
        return item
    pairs = item.pairs if isinstance(item, Mapping) else ()
    return next((value for key, value in pairs if key.text == "句" and isinstance(value, Scalar)), None)
