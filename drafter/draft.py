"""The straight road: brief → speeches, and what a writer should know about them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from drafter import earlier
from drafter import genre as genres
from drafter import voice as voices
from drafter.brief.read import read
from drafter.brief.schema import LENGTHS
from drafter.brief.view import material
from drafter.compose.phrases import Banks
from drafter.compose.speech import Composer, stock_slots
from drafter.errors import BriefError, Fault, TemplateError
from drafter.language.near import near
from drafter.library import Library
from drafter.messages import _, ngettext
from drafter.model import Brief, Fact, Finding, Genre, Speech, SpeechRequest, Spot
from drafter.review import review

# Minutes by the number of the speech in the brief, from 1; 0 stands for all of them.
Minutes = Mapping[int, float]


_MOST_GENRES = 3
# Facts about the meeting that head the paper or stand in its file; a speech says them where its genre does.
_HEAD = {
    "会议.主体",
    "会议.工作",
    "会议.时间",
    "会议.简称",
    "会议.主办",
    "会议.名称",
    "会议.地点",
    "会议.会期",
    "会议.散会",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """The speeches of one brief and everything that was found on the way."""

    brief: Brief
    speeches: tuple[Speech, ...]
    findings: tuple[Finding, ...]

    @property
    def gaps(self) -> Mapping[str, int]:
        """What is missing, in reading order, and how often it shows."""
        return Counter(span.gap for speech in self.speeches for span in speech.spans() if span.gap)


def read_brief(path: Path, library: Library) -> Brief:
    """The brief in ``path``, with the further fields of the genres it names. Raises BriefError."""
    return read(path, lambda name, place: genres.find(library, name, place).fields)


def draft(path: Path, composer: Composer, minutes: Minutes | None = None) -> Draft:
    """Every speech that the brief in ``path`` asks for, in ``minutes`` where they are given.

    Raises BriefError or TemplateError.
    """
    return draft_of(_in_minutes(read_brief(path, composer.library), minutes or {}), composer)


def draft_of(brief: Brief, composer: Composer, avoid: Callable[[Brief], Sequence[str]] = earlier.texts) -> Draft:
    """Every speech that ``brief`` asks for; ``avoid`` gives the texts whose phrases each keeps away from.

    Raises BriefError or TemplateError.
    """
    library = composer.library
    kinds = [genres.find(library, wanted.genre, wanted.place) for wanted in brief.speeches]
    asked = list(zip(brief.speeches, kinds, strict=True))
    faults = [fault for wanted, genre in asked for fault in _not_there(wanted, genre, library)]
    faults += [fault for wanted, genre in asked for fault in _not_in_voice(brief, wanted, genre, composer)]
    if faults:
        raise BriefError(faults)
    speeches = composer.compose(brief, kinds, avoid(brief))
    missing = [finding for index in range(len(asked)) for finding in _missing(brief, kinds[index], index, speeches)]
    found = (
        *brief.findings,
        *missing,
        *unused(brief, speeches, library),
        *review(brief, kinds, speeches, _stock(brief, kinds, composer)),
    )
    return Draft(brief, speeches, found)


def _stock(brief: Brief, kinds: Sequence[Genre], composer: Composer) -> list[dict[str, dict[str, int]]]:
    """For each speech the stock paragraphs of its voice, with the syllables of their lengths."""
    slots = stock_slots(brief)
    found = []
    for wanted, genre in zip(brief.speeches, kinds, strict=True):
        held = composer.layer(voices.name_of(brief, wanted, genre)).stock
        found.append({name: {size: p.syllables(size, slots, "") for size in LENGTHS} for name, p in held.items()})
    return found


def _in_minutes(brief: Brief, minutes: Minutes) -> Brief:
    """``brief`` with the minutes that the command gives in place of its own."""
    if unknown := [number for number in minutes if number > len(brief.speeches)]:
        message = _("there is no speech number {number}; the brief asks for {n}")
        raise BriefError([Fault(message.format(number=unknown[0], n=len(brief.speeches)))])
    speeches = (
        replace(wanted, minutes=minutes.get(number, minutes.get(0, wanted.minutes)))
        for number, wanted in enumerate(brief.speeches, 1)
    )
    return replace(brief, speeches=tuple(speeches)) if minutes else brief


def _not_there(wanted: SpeechRequest, genre: Genre, library: Library) -> Iterator[Fault]:
    """The layout and the parts that a speech asks for and that there are not."""
    layouts = [name.removesuffix(".yaml") for name in library.names("layouts")]
    if wanted.layout not in layouts:
        message = _("there is no layout “{name}”").format(name=wanted.layout[:40])
        yield Fault(message, wanted.layout_place, _("Known: {names}").format(names="、".join(layouts)))
    parts = [spec.name for spec in genre.moves]
    for name in wanted.moves:
        if name not in parts:
            message = _("the genre “{genre}” has no part “{name}”").format(genre=genre.name, name=name)
            yield Fault(message, wanted.moves_place, _("Its parts: {names}").format(names="、".join(parts)))
    chapters = [spec.name for spec in genre.moves if spec.chapter or spec.joins]
    for name in wanted.chapters:
        if name not in chapters:
            message = _("“{name}” has no chapter heading in the genre “{genre}”").format(name=name, genre=genre.name)
            known = _("Those that have one: {names}").format(names="、".join(chapters)) if chapters else None
            yield Fault(message, wanted.chapters_place, known)


def _not_in_voice(brief: Brief, wanted: SpeechRequest, genre: Genre, composer: Composer) -> Iterator[Fault]:
    """A voice that there is not; else the stock paragraphs and phrases that a speech asks for and that it has not."""
    try:
        layer = composer.layer(voices.name_of(brief, wanted, genre), wanted.voice_place or wanted.place)
    except TemplateError as error:
        yield from error.faults
        return
    for stock in wanted.stock:
        if stock.name not in layer.stock:
            found = near(stock.name, layer.stock, 0.3)
            hint = _("Did you mean “{near}”?").format(near=found) if found else None
            listed = _("Known: {names}").format(names="、".join(layer.stock))
            message = _("there is no stock paragraph “{name}”").format(name=stock.name[:40])
            yield Fault(message, stock.place, hint or listed)
    yield from _not_phrases(wanted, layer.functions.banks)


def _not_phrases(wanted: SpeechRequest, banks: Banks) -> Iterator[Fault]:
    """Phrases that a speech fixes or bans, and that are in no bank; a bank is banned whole by its name."""
    known = {variant.text for bank in banks.banks.values() for variant in bank.variants}
    for text in (*wanted.fixed, *(text for text in wanted.banned if text not in banks.banks)):
        if text in wanted.fixed and text in wanted.banned:
            message = _("the phrase “{text}” is both fixed and banned").format(text=text[:40])
            yield Fault(message, wanted.phrases_place, _("Keep it in 定句 or in 禁句."))
        elif text not in known:
            found = near(text, known, 0.3)
            hint = _("Did you mean “{near}”?").format(near=found) if found else _("See drafter phrases.")
            yield Fault(_("there is no phrase “{text}”").format(text=text[:40]), wanted.phrases_place, hint)


def _missing(brief: Brief, genre: Genre, index: int, speeches: Sequence[Speech]) -> Iterator[Finding]:
    """What the genre requires, the brief lacks, and no gap in the speech shows."""
    wanted, data = brief.speeches[index], material(brief.data, index)
    gaps = {span.gap for span in speeches[index].spans() if span.gap}
    for path in genre.required:
        section, _dot, key = path.partition(".")
        value = wanted.speaker if path == "讲话人" else data.get(section)
        value = value.get(key) if key and isinstance(value, dict) else value
        left_out = wanted.moves and section not in wanted.moves
        if not value and not left_out and not gaps & {key or section, section + key}:
            message = _("a {genre} needs “{path}”").format(genre=genre.name, path=path)
            yield Finding("required", "warning", message, wanted.place, Spot(index, "title"))


def _having(move: str, library: Library) -> list[str]:
    """Some genres with a move; none when a genre of the library, which this brief may not use, is broken."""
    try:
        known = genres.genres(library)
    except TemplateError:
        return []
    return [genre.name for genre in known if move in [spec.name for spec in genre.moves]][:_MOST_GENRES]


def unused(brief: Brief, speeches: Sequence[Speech], library: Library) -> list[Finding]:
    """The facts of the brief that no speech says: a line each, or one for a section that no speech has as a part,
    with some of the genres that have it."""
    said = {path for speech in speeches for path in speech.facts | speech.cut}
    left = [fact for fact in brief.facts.values() if fact.path not in said]
    parts = {name for speech in speeches for name in speech.parts}
    outside: dict[str, list[Fact]] = {}
    found = []
    for fact in left:
        section = re.split(r"[.\[]", fact.path)[0]
        if section in parts or section in ("会议", "讲话", "在座"):
            message = _("“{path}” is in no speech: {text}").format(path=fact.path, text=fact.text[:24])
            # A meeting has more about it than each of its speeches needs to say.
            found.append(Finding("unused-fact", "info" if fact.path in _HEAD else "warning", message, fact.place))
        else:
            outside.setdefault(section, []).append(fact)
    for section, facts in outside.items():
        message = ngettext(
            "“{section}” is a part of no speech here: {n} fact is not said",
            "“{section}” is a part of no speech here: {n} facts are not said",
            len(facts),
        ).format(section=section, n=len(facts))
        if having := _having(section, library):
            message += _("; {genres} have it").format(genres="、".join(having))
        found.append(Finding("unused-section", "warning", message, facts[0].place))
    return sorted(found, key=lambda finding: finding.place.order if finding.place else ("", 0, 0))
