"""From the file of a brief to a Brief: nodes, one vocabulary, checked types, named facts put in.

Every fault is collected before the reading gives up, so that a writer mends a brief in one round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from pydantic import Field, ValidationError, create_model

from drafter.brief.faults import fault
from drafter.brief.inherit import load
from drafter.brief.keys import FREE, KEYS, chinese, english
from drafter.brief.schema import BriefModel, SpeechWanted, Texts
from drafter.brief.view import Places, View, build, path_name, place_of
from drafter.errors import BriefError, Fault, UnknownGenre
from drafter.language import dates
from drafter.language.near import near
from drafter.messages import _
from drafter.model import HEADINGS, Brief, Finding, Place, Source, SpeechRequest, Standing, StockRequest
from drafter.source import Mapping as MappingNode
from drafter.source import Node, Scalar, Sequence

FieldsOf = Callable[[str, Place], Mapping[str, str]]


def read(path: Path, fields_of: FieldsOf = lambda genre, place: {}) -> Brief:
    """The brief in ``path``. ``fields_of`` gives the further fields that a genre declares, or raises UnknownGenre.

    Raises BriefError with every fault found; nothing else that a brief can cause.
    """
    faults: list[Fault] = []
    tree = load(path, faults)
    if tree is None:
        raise BriefError(faults)
    return of_tree(tree, str(path), fields_of, faults)


def of_tree(tree: MappingNode, file: str, fields_of: FieldsOf, faults: list[Fault] | None = None) -> Brief:
    """The brief in the nodes of ``file``, in which ``faults`` were found before. Raises BriefError."""
    faults = faults if faults is not None else []
    extra = extra_fields(tree, fields_of, faults)
    empty: list[Finding] = []
    data, places = _plain(tree, frozenset(extra), faults, empty)
    brief = _validated(_model(tuple(extra)), data, places, faults)
    if brief is None:
        raise BriefError(_in_order(faults))
    view = build(brief, places)
    faults += [*_check_weekday(brief, places), *_check_speakers(brief, places), *view.faults]
    if faults:
        raise BriefError(_in_order(faults))
    return _brief(file, brief, view, places, empty)


def _in_order(faults: Iterable[Fault]) -> list[Fault]:
    return sorted(dict.fromkeys(faults), key=lambda fault: fault.place.order if fault.place else ("", 0, 0))


# --- one vocabulary --------------------------------------------------------------------------------


def _plain(
    tree: MappingNode, extra: frozenset[str], faults: list[Fault], empty: list[Finding]
) -> tuple[dict[str, Any], Places]:
    """The tree as dict, list and str under English keys, and the place of each path."""
    places: Places = {}

    def walk(node: Node, path: tuple[str | int, ...]) -> Any:
        places[path] = node.place
        if isinstance(node, Scalar):
            return node.text
        if isinstance(node, Sequence):
            for item in node.items:
                if isinstance(item, Scalar) and not item.text:
                    hint = _("Fill it, or delete the whole line.")
                    faults.append(Fault(_("an entry of a list is empty"), item.place, hint))
            return [walk(item, (*path, i)) for i, item in enumerate(node.items)]
        free = len(path) == 1 and path[0] in FREE
        data: dict[str, Any] = {}
        for key, value in node.pairs:
            name = key.text if free or (not path and key.text in extra) else english(key.text) or key.text
            if english(key.text) == "note":
                continue
            name = f"{name}_" if name == "is" else name
            here: tuple[str | int, ...] = (*path, name)
            inner = walk(value, here)
            of_key = (*here, "key")
            places[of_key] = key.place
            if name in data:
                message = _("“{key}” stands twice, in other words").format(key=chinese(name))
                faults.append(Fault(message, key.place, _("Keep one of them, or make them one list.")))
                continue
            if inner != "" or free or name not in KEYS or (path[:1] == ("people",) and name == "name"):
                data[name] = inner
            elif isinstance(value, Scalar) and not value.quoted:
                message = _("“{key}” is left empty").format(key=chinese(name))
                empty.append(Finding("empty", "warning", message, key.place))
        return data

    return walk(tree, ()), places


def extra_fields(tree: MappingNode, fields_of: FieldsOf, faults: list[Fault]) -> dict[str, str]:
    """The further fields of the genres that the speeches name; a genre that is not there is a fault."""
    found: dict[str, str] = {}
    for key, value in tree.pairs:
        if english(key.text) != "speeches":
            continue
        entries = value.items if isinstance(value, Sequence) else (value,)
        for entry in entries:
            for inner, genre in entry.pairs if isinstance(entry, MappingNode) else ():
                if english(inner.text) == "genre" and isinstance(genre, Scalar) and genre.text:
                    try:
                        found.update(fields_of(genre.text, genre.place))
                    except UnknownGenre as error:
                        faults += error.faults
    return found


@lru_cache(maxsize=16)
def _model(extra: tuple[str, ...]) -> type[BriefModel]:
    """The brief with the further fields of its genres, each a list of texts."""
    if not extra:
        return BriefModel
    fields: dict[str, Any] = {name: (Texts, Field(default_factory=list)) for name in extra}
    return create_model("BriefWithFields", __base__=BriefModel, **fields)


# --- checking --------------------------------------------------------------------------------------


def _validated(model: type[BriefModel], data: dict[str, Any], places: Places, faults: list[Fault]) -> BriefModel | None:
    """The checked brief. What is wrong in it becomes faults and is cut out, so that the rest can be looked at too;
    None when too little is left, or when what is cut holds the names that the rest uses."""
    first = True
    while True:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            found = [dict(item) for item in error.errors()]
        if first:
            faults += [fault(item, model, places) for item in found]
        first = False
        if not all(_mended(data, item) for item in found):
            return None


def _mended(data: Any, item: dict[str, Any]) -> bool:
    """Takes what is wrong out of ``data``, or puts in what is missing; whether the rest is worth looking at.

    An entry of a list is emptied, as a text or else as a mapping, so that the places of the others stay true; when
    neither will do, the list goes with it.
    An index that is not in ``data``, because one entry stood without a list, is passed over.
    """
    loc = tuple(item["loc"])
    trail, steps = [data], list[Any]()
    for part in loc:
        here = trail[-1]
        if part in here if isinstance(here, dict) else isinstance(here, list) and isinstance(part, int):
            steps.append(part)
            trail.append(here[part])
    if item["type"] == "missing":
        trail[-1][loc[-1]] = [{"genre": ""}] if loc == ("speeches",) else ""
        return True
    while steps:
        part, value, holder = steps.pop(), trail.pop(), trail[-1]
        if loc[0] in FREE and len(steps) < 2:
            return False  # what others name would be gone
        if isinstance(holder, dict):
            del holder[part]
            return True
        if value != {}:
            holder[part] = {} if value == "" else ""
            return True
    return False


def _check_weekday(brief: BriefModel, places: Places) -> list[Fault]:
    meeting = brief.meeting
    if not (meeting.date and meeting.weekday):
        return []
    place = place_of(("meeting", "weekday"), places)
    said = dates.weekday_number(meeting.weekday)
    if said is None:
        return [Fault(_("“{text}” is not a weekday").format(text=meeting.weekday), place, _("Write 星期四."))]
    if said != meeting.date.weekday():
        true = dates.weekday(meeting.date)
        message = _("{date} is a {true}, not {said}")
        return [
            Fault(
                message.format(date=dates.written(meeting.date), true=true, said=meeting.weekday),
                place,
                _("Correct the date or the weekday."),
            )
        ]
    return []


def _check_speakers(brief: BriefModel, places: Places) -> list[Fault]:
    """A speaker, of a speech or in the agenda, who is not among the people of the brief, but all but one of them."""
    named = [(wanted.speaker, ("speeches", n, "speaker")) for n, wanted in enumerate(brief.speeches)]
    named += [(item.who, ("agenda", n, "who")) for n, item in enumerate(brief.agenda)]
    faults = []
    for name, loc in named:
        if not name or "{" in name or name in brief.people:
            continue
        if found := near(name, brief.people, 0.6):
            message = _("“{name}” is not among the people of this brief").format(name=name)
            hint = _("Did you mean “{near}”? If not, add the name under 人物.").format(near=found)
            faults.append(Fault(message, place_of(loc, places), hint))
    return faults


# --- the value -------------------------------------------------------------------------------------


def _brief(file: str, brief: BriefModel, view: View, places: Places, empty: list[Finding]) -> Brief:
    return Brief(
        file=file,
        data=view.data,
        facts=view.facts,
        entities=view.entities,
        speeches=tuple(_request(brief, i, places) for i in range(len(brief.speeches))),
        findings=(*empty, *view.findings, *_inferred(brief, places)),
        derived=view.derived,
        asked=frozenset(view.asked),
        pace=brief.pace,
        sources=_sources(brief),
        unsaid=tuple((text, place_of(("unsaid", i), places)) for i, text in enumerate(brief.unsaid)),
        silences=tuple(
            (item.rule, item.sentence, item.because, place_of(("silences", i, "rule"), places))
            for i, item in enumerate(brief.silences)
        ),
        live_facts=brief.word.live_facts,
        comments=tuple(dict.fromkeys(brief.word.comments)),
        voice=brief.voice or "",
        kind=brief.kind or "",
        argued=brief.argued,
        terms=tuple(
            (word, approved, place_of(("terms", approved), places))
            for approved, words in brief.terms.items()
            for word in words
        ),
    )


def _request(brief: BriefModel, index: int, places: Places) -> SpeechRequest:
    wanted = brief.speeches[index]
    place = place_of(("speeches", index, "genre"), places) or Place("", 1, 1)
    return SpeechRequest(
        genre=wanted.genre,
        place=place,
        speaker=wanted.speaker,
        minutes=float(wanted.minutes) if wanted.minutes else None,
        layout=wanted.layout or brief.layout or "gb",
        seed=wanted.seed,
        moves=tuple(wanted.moves),
        layout_place=place_of(("speeches", index, "layout") if wanted.layout else ("layout",), places),
        moves_place=place_of(("speeches", index, "moves"), places),
        standing=cast("Standing | None", wanted.standing),
        cap=wanted.cap or brief.cap,
        avoid=tuple(wanted.avoid),
        avoid_place=place_of(("speeches", index, "avoid"), places),
        fixed=tuple(wanted.fixed),
        banned=tuple(wanted.banned),
        chapters={chinese(name): text for name, text in wanted.chapters.items()},
        chapters_place=place_of(("speeches", index, "chapters"), places),
        phrases_place=place_of(("speeches", index, "fixed" if wanted.fixed else "banned"), places),
        voice=wanted.voice or "",
        voice_place=_voice_place(brief, wanted, index, places),
        stock=tuple(
            StockRequest(item.name, item.length or "", place_of(("speeches", index, "stock", i, "name"), places))
            for i, item in enumerate(wanted.stock)
        ),
        last=wanted.last or "",
        numbered=wanted.numbered,
        depth=len(HEADINGS) if wanted.depth is None else wanted.depth,
    )


def _voice_place(brief: BriefModel, wanted: SpeechWanted, index: int, places: Places) -> Place | None:
    """Where the voice of a speech is asked for: by the speech, by its speaker, or by the brief."""
    speaker = brief.people.get(wanted.speaker or "")
    if wanted.voice:
        return place_of(("speeches", index, "voice"), places)
    if speaker and speaker.voice:
        return place_of(("people", wanted.speaker or "", "voice"), places)
    return place_of(("voice",), places) if brief.voice else None


def _sources(brief: BriefModel) -> dict[str, Source]:
    """Where the named documents, facts and figures come from, and as of when."""
    found: dict[str, Source] = {}
    for group in ("bodies", "documents"):
        for name, item in getattr(brief, group).items():
            found[path_name((group, name))] = Source(item.source or "")
    for group in ("facts", "figures"):
        for name, value in getattr(brief, group).items():
            found[path_name((group, name))] = Source(value.source or "", value.as_of or "")
    return found


def _inferred(brief: BriefModel, places: Places) -> list[Finding]:
    """What the writer marked as inferred, to be confirmed before the speech is given."""
    marked: list[tuple[str, str, tuple[str | int, ...]]] = []
    if brief.meeting.inferred:
        marked.append(("会议", brief.meeting.inferred, ("meeting", "inferred")))
    for group in ("people", "bodies", "documents", "facts", "figures"):
        for name, item in getattr(brief, group).items():
            if item.inferred:
                marked.append((name, item.inferred, (group, name, "inferred")))
    message = _("“{name}” is inferred, confirm it: {basis}")
    return [
        Finding(
            "inferred", "info", message.format(name=name, basis=basis), place_of(loc, places), about=path_name(loc[:-1])
        )
        for name, basis, loc in marked
    ]
