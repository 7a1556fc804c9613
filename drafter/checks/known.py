"""What is true of a meeting, for rules that compare: its day, who speaks, people and their posts, how long."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from drafter.language.dates import mentions
from drafter.marks import visible
from drafter.model import Brief


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the meeting that a text is for; empty where it is not.

    ``people`` are names with their posts, ``figures`` the figures of the brief by name, as they are said; ``facts`` is
    everything that the brief says, for names and figures to be looked for in; ``brief`` is whether there is one,
    ``old`` an earlier text that this one may come from; ``standing`` and ``genre`` as in the
    brief; ``minutes``, ``pace`` (syllables a minute) and ``cap`` (characters) are what was asked for.
    ``order`` are people in the order of protocol, ``shorts`` the full names of bodies and documents by their short
    ones, ``dated`` since when figures are, by what is said of them, ``beside`` the other speeches of the meeting, each
    with its name; ``layout`` is the page that is wanted.
    """

    date: datetime.date | None = None
    speaker: str = ""
    people: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    facts: str = ""
    standing: str = ""
    genre: str = ""
    on_behalf: str = ""
    minutes: float | None = None
    pace: int = 200
    cap: int | None = None
    brief: bool = False
    old: str = ""
    order: tuple[str, ...] = ()
    shorts: Mapping[str, str] = field(default_factory=dict)
    dated: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[tuple[str, str], ...] = ()
    layout: str = "gb"


def of(brief: Brief, index: int = 0, pace: int | None = None) -> Known:
    """What ``brief`` knows, for speech number ``index`` of it."""
    wanted = brief.speeches[index]
    people = {str(entry["姓名"]): str(entry["职务"]) for entry in brief.data["人物"].values()}
    named = {
        entity.name: visible(entity.full)
        for entity in brief.entities.values()
        if entity.path.startswith("数据.") and entity.name not in brief.derived
    }
    said = [visible(form) for entity in brief.entities.values() for form in (entity.full, entity.short)]
    said += [fact.text for fact in brief.facts.values()] + [derived.text for derived in brief.derived.values()]
    said += [text for derived in brief.derived.values() for text in derived.words.values()]
    day = next((mention.day for mention in mentions(str(brief.data["会议"]["日期"]))), None)
    return Known(
        date=day,
        speaker=wanted.speaker or "",
        people=people,
        figures=named,
        facts="\n".join(said),
        standing=wanted.standing or "",
        genre=wanted.genre,
        on_behalf=visible(str(brief.data["讲话"][index]["代表"])),
        minutes=wanted.minutes,
        pace=pace or brief.pace or 200,
        cap=wanted.cap,
        brief=True,
        order=_order(brief, people),
        shorts={
            visible(entity.short): visible(entity.full)
            for entity in brief.entities.values()
            if entity.path.startswith(("单位.", "文件.")) and entity.short != entity.full
        },
        dated={
            visible(entity.full): brief.sources[entity.path].as_of
            for entity in brief.entities.values()
            if entity.path in brief.sources and brief.sources[entity.path].as_of
        },
        layout=wanted.layout,
    )


def _order(brief: Brief, people: Mapping[str, str]) -> tuple[str, ...]:
    """The people that the brief introduces, in its order."""
    said = [fact.text for path, fact in brief.facts.items() if path.startswith("出席.人")]
    return tuple(name for text in said for name in people if name in text)
