"""The brief as templates see it: dicts under Chinese keys, texts that know their path, gaps for what is missing.

Texts may name things that the brief defines once: ``{联络站}``. A person, body or document is said in full first
and short afterwards; figures and facts are the same everywhere.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from drafter.brief.keys import chinese
from drafter.brief.schema import BriefModel, Named, Person, Value, model_in, spoken
from drafter.brief.sums import sums
from drafter.derive import days_until
from drafter.errors import Fault
from drafter.language import dates
from drafter.language.near import near
from drafter.language.numerals import figure, written
from drafter.marks import Gap, Marked, mark, visible
from drafter.messages import _
from drafter.model import Derived, Entity, Fact, Finding, Place

Loc = tuple[str | int, ...]
Places = dict[Loc, Place]
_REFERENCE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
ENTITIES = ("people", "bodies", "documents", "facts", "figures")
_SETTINGS = (
    "inherits",
    "speeches",
    "pace",
    "layout",
    "cap",
    "unsaid",
    "word",
    "silences",
    "columns",
    "may_be_empty",
    "file_name",
    "voice",
    "kind",
    "argued",
    "terms",
)
# Names that name others: so deep, and so long with all of them put in.
MAX_NESTED = 20
MAX_GUESSES = 50
MAX_NAME = 12
MAX_TEXT = 100_000
# Entities that a field may name without braces, when its text is nothing but the name.
_NAMED_ALONE = ("people", "bodies", "documents")


class Shape(NamedTuple):
    """What a field of the schema is: its key in both languages, whether its texts are said, whether it is a list."""

    name: str
    word: str
    spoken: bool
    many: bool
    model: type[BaseModel] | None


@lru_cache(maxsize=128)
def shapes(model: type[BaseModel]) -> tuple[Shape, ...]:
    """The fields of ``model``."""
    return tuple(
        Shape(
            name,
            chinese(name),
            spoken(info),
            info.default_factory is list,
            model_in(info.annotation),
        )
        for name, info in model.model_fields.items()
    )


class Section(dict[str, Any]):
    """A mapping of the brief in a template; false when the brief says nothing in it."""

    def __bool__(self) -> bool:
        return any(bool(value) for value in self.values())


def blank(value: Any) -> Any:
    """``value`` as a brief has it that says nothing there."""
    if isinstance(value, Section):
        return Section({key: blank(inner) for key, inner in value.items()})
    return [] if isinstance(value, list) else Gap("") if isinstance(value, str) else value


@dataclass
class View:
    """What the brief comes to: data for templates, facts by path, entities by name, faults and findings."""

    data: Mapping[str, Any] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    derived: dict[str, Derived] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)


def build(brief: BriefModel, places: Mapping[Loc, Place]) -> View:
    """The view of ``brief``; faults in it name what cannot be resolved."""
    return _Builder(brief, places).build()


def material(data: Mapping[str, Any], index: int) -> dict[str, Any]:
    """What speech number ``index`` is made of: the sections of the brief, and its own in their place."""
    own = data["讲话"][index]["素材"]
    return {**data, **{word: section for word, section in own.items() if section}}


def place_of(loc: Loc, places: Mapping[Loc, Place]) -> Place | None:
    """The place of ``loc``, or of the nearest part of the brief that holds it.

    A lone entry that was typed without a list stands at its index 0.
    """
    while loc:
        for form in (loc, tuple(part for part in loc if part != 0)):
            if form in places:
                return places[form]
        loc = loc[:-1]
    return places.get(loc)


def gap_label(loc: Loc) -> str:
    """What is missing, in a word; a name says of what."""
    label = chinese(str(loc[-1]))
    return f"{chinese(str(loc[-2]))}{label}" if label == "名称" and isinstance(loc[-2], str) else label


def path_name(loc: Loc) -> str:
    """A path as a writer names it: ("tasks", 1, "measures", 0) → 任务[2].措施[1]."""
    text = ""
    for part in loc:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{chinese(part)}"
    return text[1:]


class _Builder:
    """Walks the checked brief once for its entities and once for everything else."""

    def __init__(self, brief: BriefModel, places: Mapping[Loc, Place]) -> None:
        self.brief, self.places, self.view = brief, places, View()
        self.groups = {name: group for group in reversed(ENTITIES) for name in getattr(brief, group)}
        self.used: set[str] = set()

    def build(self) -> View:
        for group in ENTITIES:
            for name in getattr(self.brief, group):
                if self.groups[name] != group:
                    message = _("“{name}” is defined twice, under {one} and {two}")
                    message = message.format(name=name, one=chinese(self.groups[name]), two=chinese(group))
                    self.view.faults.append(Fault(message, self._place((group, name)), _("Rename one.")))
                self._entity(self.groups[name], name, ())
        self._sums()
        data = {
            shape.word: self._value(getattr(self.brief, shape.name), shape, (shape.name,))
            for shape in shapes(type(self.brief))
            if shape.name not in (*_SETTINGS, *ENTITIES)
        }
        data["会议"] = self._meeting(data["会议"])
        data["人物"] = {name: self._person(name, person) for name, person in self.brief.people.items()}
        data["讲话"] = [self._model(wanted, ("speeches", index)) for index, wanted in enumerate(self.brief.speeches)]
        self.view.data = data
        self._days_left()
        self._unused()
        return self.view

    def _place(self, loc: Loc) -> Place | None:
        return place_of(loc, self.places)

    # --- entities ---

    def _entity(self, group: str, name: str, asking: tuple[str, ...]) -> Entity:
        if name in self.view.entities:
            return self.view.entities[name]
        item = getattr(self.brief, group)[name]
        loc: Loc = (group, name)
        full, short = self._forms(name, item, loc, (*asking, name))
        self.view.entities[name] = Entity(name, full, short, path_name(loc))
        return self.view.entities[name]

    def _forms(self, name: str, item: BaseModel, loc: Loc, asking: tuple[str, ...]) -> tuple[str, str]:
        path = path_name(loc)

        def said(text: str, key: str) -> str:
            return mark("f", path, self._resolve(text, (*loc, key), asking))

        if isinstance(item, Person):
            # A name that is left empty on purpose: the person is known by the post alone.
            own = name if item.name is None else item.name
            full = said(item.first or (item.post or "") + own, "first" if item.first else "post")
            return full, said(item.short or own or item.post or name, "short")
        if isinstance(item, Named):
            full = said(item.name or name, "name")
            return full, said(item.short, "short") if item.short else full
        assert isinstance(item, Value)
        if not item.value:
            gap = Gap(name).marked
            return gap, gap
        unit, qualifier, value = item.unit or "", item.qualifier or "", item.value
        # Without a unit, a qualifier or a % it may be a telephone number.
        known = bool(unit or qualifier or "%" in value)
        text = figure(self._resolve(written(value, unit) if known else value, (*loc, "value"), asking), unit, qualifier)
        text = mark("f", path, text)
        return text, text

    def _sums(self) -> None:
        found = sums(self.brief, self._place)
        self.view.derived, self.view.faults = found.derived, self.view.faults + found.faults
        self.view.findings += found.findings
        self.used |= found.named
        for derived in found.derived.values():
            text = mark("d", derived.name, derived.text)
            self.view.entities[derived.name] = Entity(derived.name, text, text, derived.name)

    def _days_left(self) -> None:
        """The days from the meeting to each deadline that is a day."""
        day = self.brief.meeting.date
        for fact in list(self.view.facts.values()) if day else ():
            if fact.path.endswith(".时限") and day and (left := days_until(day, fact.text)):
                name = f"{fact.path}.余"
                self.view.derived[name] = Derived(name, "期", left.text, left.sum, {}, fact.place)

    def _unused(self) -> None:
        """What this brief defines and never names; an office may keep more than one meeting needs."""
        here = self.places[()].file
        texts = {fact.text for fact in self.view.facts.values()}
        said = "\n".join(texts)
        one_off = {masked: text for text in sorted(texts, reverse=True) for masked in _masks(text)}
        speakers = {wanted.speaker for wanted in self.brief.speeches}
        for group in ENTITIES:
            for name in (n for n in getattr(self.brief, group) if n not in self.used and n not in speakers):
                place = self._place((group, name))
                if place and place.file == here and (group not in _NAMED_ALONE or name not in said):
                    message = _("“{name}” is defined but never used").format(name=name)
                    slips = (one_off[masked] for masked in _masks(name) if masked in one_off)
                    if slip := next((text for text in slips if text != name), None):
                        message = _("“{name}” is never used; is “{near}” a slip for it?").format(name=name, near=slip)
                    self.view.findings.append(Finding("unused-name", "warning", message, place))
        self.view.findings.sort(key=lambda finding: finding.place.order if finding.place else ("", 0, 0))

    # --- texts ---

    def _resolve(self, text: str, loc: Loc, asking: tuple[str, ...]) -> str:
        """``text`` with the names in braces put in, as marked text."""

        def put_in(match: re.Match[str]) -> str:
            if match.group() in ("{{", "}}"):
                return match.group()[0]
            return self._named(match[1].strip(), loc, match.start(), asking)

        if "｛" in text or "{" in text or "}" in text:
            self._check_braces(text, loc)
            whole = _REFERENCE.sub(put_in, text)
            if len(whole) > MAX_TEXT and len(text) < MAX_TEXT:
                message = _("the names in this text grow to more than {n} characters").format(n=MAX_TEXT)
                self.view.faults.append(Fault(message, self._place(loc)))
                return ""
            return whole
        return text

    def _check_braces(self, text: str, loc: Loc) -> None:
        """A brace without its other half, or of full width around a name, is a slip and no text."""
        left = _REFERENCE.sub("", text)
        wide = re.search(r"｛([^｛｝]*)｝", text)
        if "{" in left or "}" in left:
            message = _("a brace {{ or }} has no other half").format()
            hint = _("A name stands in {{ }}; to print a brace, write it twice.").format()
        elif wide and wide[1] in self.groups:
            message = _("full-width braces around “{name}”").format(name=wide[1])
            hint = _("Use half-width ones: {{{name}}}.").format(name=wide[1])
        else:
            return
        self.view.faults.append(Fault(message, self._place(loc), hint))

    def _named(self, name: str, loc: Loc, offset: int, asking: tuple[str, ...]) -> str:
        place = self._place(loc)
        if name in asking or len(asking) > MAX_NESTED:
            itself = name in asking
            message = _("“{name}” is defined by itself") if itself else _("“{name}” is named through too many others")
            self.view.faults.append(Fault(message.format(name=name), place))
            return ""
        if name in self.view.derived:
            self.used.add(name.rpartition(".")[0])
            self.view.asked.add(name)
            return mark("e", name, self.view.derived[name].text)
        if name not in self.groups:
            # A brief in which nothing is defined has no slips of the finger.
            found = near(name, self.groups) if len(self.view.faults) < MAX_GUESSES else None
            hint = _("Did you mean {{{near}}}?").format(near=found) if found else _("Define it under 事实 or 数据.")
            message = _("{{{name}}} is not defined").format(name=name)
            self.view.faults.append(Fault(message, _shifted(place, offset, name), hint))
            return ""
        self.used.add(name)
        entity = self._entity(self.groups[name], name, asking)
        return mark("e", name, visible(entity.short))

    def _text(self, text: str, loc: Loc) -> Marked:
        path = path_name(loc)
        alone = self.groups.get(text) in _NAMED_ALONE
        inner = self._named(text, loc, 0, ()) if alone else self._resolve(text, loc, ())
        self.view.facts[path] = Fact(path, visible(inner), self._place(loc) or Place("", 1, 1))
        return Marked(mark("f", path, inner))

    def _value(self, value: Any, shape: Shape, loc: Loc) -> Any:
        """``value`` for templates; texts only where the schema says that they are spoken."""
        if isinstance(value, BaseModel):
            return self._model(value, loc)
        if isinstance(value, list):
            return [self._value(item, shape, (*loc, i)) for i, item in enumerate(value)]
        if value is None or value == "":
            return self._nothing(shape.model, loc) if shape.model else Gap(gap_label(loc))
        if isinstance(value, str):
            return self._text(value, loc) if shape.spoken else value
        return value

    def _model(self, model: BaseModel, loc: Loc) -> Section:
        """A mapping with its keys in the order in which the writer typed them; those that are not there come last."""

        def typed(shape: Shape) -> tuple[int, int]:
            inner = (*loc, shape.name)
            place = self.places.get(inner) or self.places.get(tuple(part for part in inner if part != 0))
            return (place.line, place.column) if place else (sys.maxsize, 0)

        return Section(
            (shape.word, self._value(getattr(model, shape.name), shape, (*loc, shape.name)))
            for shape in sorted(shapes(type(model)), key=typed)
        )

    def _nothing(self, model: type[BaseModel], loc: Loc) -> Section:
        """A mapping that the brief does not have: lists are empty, texts are gaps."""
        return Section(
            (shape.word, [] if shape.many else self._value(None, shape, (*loc, shape.name))) for shape in shapes(model)
        )

    def _meeting(self, meeting: Section) -> Section:
        day = self.brief.meeting.date
        if isinstance(day, datetime.date):
            path = path_name(("meeting", "date"))
            place = self._place(("meeting", "date")) or Place("", 1, 1)
            self.view.facts[path] = Fact(path, dates.written(day), place)
            meeting["日期"] = Marked(mark("f", path, dates.written(day)))
        return meeting

    def _person(self, name: str, person: Person) -> dict[str, Any]:
        path = path_name(("people", name))
        short = self.view.entities[name].short
        return {
            "姓名": Marked(mark("f", path, person.name or name)) if person.name != "" else Marked(""),
            "职务": Marked(mark("f", path, self._resolve(person.post, ("people", name, "post"), ())))
            if person.post
            else Gap("职务"),
            "简称": Marked(short),
            "首称": person.first or "",
            "语速": person.pace or 0,
            "语体": person.voice or "",
        }


def _masks(text: str) -> list[str]:
    """A short text with each of its characters blotted out in turn: two that are one character apart share one."""
    return [text[:i] + "\0" + text[i + 1 :] for i in range(len(text))] if 1 < len(text) <= MAX_NAME else []


def _shifted(place: Place | None, offset: int, name: str) -> Place | None:
    """The place of ``{name}`` in the line of ``place``, when the line holds it."""
    if place is None:
        return None
    found = place.source.find("{" + name, place.column - 1)
    return Place(place.file, place.line, found + 1, place.source) if found >= 0 else place
