"""What a writer should look at in composed speeches: sums to confirm, time, words not to be said, odd headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from drafter.brief.view import material
from drafter.compose.fit import TOLERANCE
from drafter.messages import _
from drafter.model import HEADINGS, Brief, Finding, Genre, Move, Paragraph, Place, Speech, SpeechRequest, Spot
from drafter.notes import reckoned

# What gives a part its length and its life, and what an entry must have for it to be missed.
_LIFE = [
    "为何",
    "数据",
    "难处",
    "措施",
    "检查",
    "奖罚",
    "轻重",
    "原因",
    "后果",
    "引语",
    "见闻",
    "各地",
    "意义",
    "堵死的路",
    "经过",
    "成效",
    "引子",
    "接话",
    "要点",
]
_MOST_NAMED = 3
_CLOSE = "结尾"
# Syllables: a talk of less, two minutes, may stop with its last point.
_NEEDS_CLOSE = 500
# A path down to the field of an entry: 任务[2].另外.
_FIELD = re.compile(r"^(?:讲话\[\d+\]\.素材\.)?[^.\[]+(?:\[\d+\])?(?:\.[^.\[]+)?")
# Words that give a heading its shape when it begins with them.
_SHAPES = "把让以用为向从在靠"


# What a stock paragraph of each length would take: name, and syllables by length.
Stock = Mapping[str, Mapping[str, int]]


def review(
    brief: Brief, genres: Sequence[Genre], speeches: Sequence[Speech], stock: Sequence[Stock] = ()
) -> tuple[Finding, ...]:
    """Everything that a writer should look at in ``speeches``; ``stock`` holds for each what could fill its time."""
    found = [*_derived(brief, speeches)]
    for index, (genre, speech) in enumerate(zip(genres, speeches, strict=True)):
        place = brief.speeches[index].place
        filling = stock[index] if stock else {}
        found += [*_timing(brief, index, genre, speech, filling), *_closing(index, speech, place)]
        found += _unsaid(brief, index, speech)
        found += [*_register(brief, index, genre, speech), *_announced(brief, index)]
        found += [*_in_step(index, speech, place), *_chapters(brief, index, speech), *_taste(brief, index, speech)]
    return (*found, *_alike(brief, speeches))


def _derived(brief: Brief, speeches: Sequence[Speech]) -> Iterator[Finding]:
    """The sums that are said, each with how it was reckoned, for the writer to confirm."""
    said: dict[str, list[str]] = {}
    for speech in speeches:
        for span in speech.spans():
            if span.derived:
                said.setdefault(span.derived, []).append(span.text)
    for name, derived in brief.derived.items():
        if name in said:
            text, sum_ = reckoned(derived, said[name])
            message = _("“{text}” is reckoned: {sum}; confirm it").format(text=text, sum=sum_)
            yield Finding("derived", "info", message, derived.place, about=name)


# --- time ------------------------------------------------------------------------------------------


def _timing(brief: Brief, index: int, genre: Genre, speech: Speech, stock: Stock) -> Iterator[Finding]:
    place, spot = brief.speeches[index].place, Spot(index, "title")
    if speech.cap and speech.characters > speech.cap:
        message = _("{n} characters, over the cap of {cap}").format(n=speech.characters, cap=speech.cap)
        yield Finding("cap", "error", message, place, spot)
    if not speech.minutes:
        return
    takes = speech.syllables / speech.pace
    if speech.cut:
        message = _("left out to keep to {minutes:g} minutes: {paths}")
        paths = "、".join(dict.fromkeys(_FIELD.findall(path)[0] for path in sorted(speech.cut)))
        yield Finding("cut", "warning", message.format(minutes=speech.minutes, paths=paths), place, spot)
    if takes < speech.minutes * (1 - TOLERANCE):
        data = material(brief.data, index)
        message = _(
            "the facts are enough for {takes:.1f} of {asked:g} minutes, {missing:.1f} are missing:"
            " set 时长 to {takes:.1f}, or add facts, where there are any: {starved}"
        )
        message = message.format(
            takes=takes,
            asked=speech.minutes,
            missing=speech.minutes - takes,
            starved="；".join(_starved(speech, genre, data)),
        )
        if filling := _filling(brief.speeches[index], speech, stock):
            message += _("; stock paragraphs (常规段落) that would fill it, with no fact in them: {names}").format(
                names="、".join(filling)
            )
        yield Finding("short", "warning", message, place, spot)
    elif takes > speech.minutes * (1 + TOLERANCE):
        message = _("even at its shortest it takes {takes:.1f} of {asked:g} minutes; cut {moves}").format(
            takes=takes, asked=speech.minutes, moves="、".join(_overlong(speech))
        )
        yield Finding("long", "warning", message, place, spot)


def _filling(request: SpeechRequest, speech: Speech, stock: Stock) -> Iterator[str]:
    """The stock paragraphs that a speech has not asked for, with the minutes that the short and the long form take."""
    asked = {wanted.name for wanted in request.stock}
    for name, sizes in stock.items():
        if name not in asked:
            times = sorted(size / speech.pace for size in sizes.values())
            yield _("{name} ({least:.1f} to {most:.1f} minutes)").format(name=name, least=times[0], most=times[-1])


def shares(speech: Speech) -> Mapping[str, float]:
    """The minutes that each move should take, of those asked for or else of those that the speech takes."""
    total = sum(move.share for move in speech.moves) or 1
    minutes = speech.minutes or speech.syllables / speech.pace
    return {move.name: minutes * move.share / total for move in speech.moves}


def _minutes(move: Move, speech: Speech) -> float:
    return move.syllables / speech.pace


def _starved(speech: Speech, genre: Genre, data: Mapping[str, Any]) -> Iterator[str]:
    """The moves that fall short of their share, the shortest first, with what their entries lack; then those empty."""
    wanted = shares(speech)
    short = [move for move in speech.moves if _minutes(move, speech) < wanted[move.name]]
    for move in sorted(short, key=lambda move: _minutes(move, speech) / (wanted[move.name] or 1)):
        if lacks := _lacks(data.get(move.name)):
            yield _("{move} lacks {what}").format(move=move.name, what="、".join(lacks))
    said = {move.name for move in speech.moves}
    asked = [spec.name for spec in genre.moves if spec.name in speech.parts]
    empty = [name for name in asked if name not in said and not data.get(name)]
    if empty:
        yield _("nothing is given for {moves}").format(moves="、".join(empty))


def _lacks(section: Any) -> list[str]:
    """What no entry, or least of the entries, of a section has."""
    entries = [entry for entry in section if isinstance(entry, dict)] if isinstance(section, list) else []
    keys = [key for key in _LIFE if entries and key in entries[0]]
    counts = {key: sum(bool(entry[key]) for entry in entries) for key in keys}
    few = sorted((key for key, count in counts.items() if count * 2 <= len(entries)), key=lambda key: counts[key])
    return few[:_MOST_NAMED]


def _overlong(speech: Speech) -> list[str]:
    wanted = shares(speech)
    over = [(_minutes(move, speech) - wanted[move.name], move.name) for move in speech.moves]
    return [
        _("{move} by {minutes:.1f} minutes").format(move=name, minutes=more)
        for more, name in sorted(over, reverse=True)
        if more > 0
    ][:_MOST_NAMED]


def _closing(index: int, speech: Speech, place: Place | None) -> Iterator[Finding]:
    """A speech that just stops: its genre has a close, and the brief gives none."""
    closed = any(move.name == _CLOSE for move in speech.moves)
    if _CLOSE in speech.parts and not closed and speech.syllables > _NEEDS_CLOSE:
        yield Finding(
            "no-close", "warning", _("the speech stops without a close: fill in 结尾"), place, Spot(index, "title")
        )


# --- words -----------------------------------------------------------------------------------------


def _unsaid(brief: Brief, index: int, speech: Speech) -> Iterator[Finding]:
    head = _("the head")
    texts = [(head, role, "".join(span.text for span in spans)) for role, spans in speech.head.lines()]
    texts += [(move.name, paragraph.id, paragraph.text) for move in speech.moves for paragraph in move.paragraphs]
    for words, where in brief.unsaid:
        if found := next(((move, id_) for move, id_, text in texts if words in text), None):
            message = _("“{words}” is not to be said, and stands in “{move}”").format(words=words, move=found[0])
            yield Finding("unsaid", "error", message, where or brief.speeches[index].place, Spot(index, found[1]))


def _register(brief: Brief, index: int, genre: Genre, speech: Speech) -> Iterator[Finding]:
    """A voice that fights the genre, and words for people that are not the approved ones."""
    wanted = brief.speeches[index]
    if speech.voice in genre.unfit:
        message = _("the voice “{voice}” does not suit the genre “{genre}”: its hall expects {fit}")
        fitting = "、".join(dict.fromkeys(genre.voices.values()))
        message = message.format(voice=speech.voice, genre=genre.name, fit=fitting)
        yield Finding("voice", "warning", message, wanted.voice_place or wanted.place, Spot(index, "title"))
    for word, approved, place in brief.terms:
        if at := next((p.id for p in speech.paragraphs if word in p.text), None):
            message = _("“{word}” is said where the approved term is “{approved}”").format(word=word, approved=approved)
            yield Finding("term", "error", message, place, Spot(index, at))


def _announced(brief: Brief, index: int) -> Iterator[Finding]:
    """A number of tasks that the leader announced and that the brief does not have."""
    said, tasks = str(brief.data["会议"]["任务数"] or ""), material(brief.data, index).get("任务") or []
    found = re.search(r"\d+", said)
    if tasks and found and int(found[0]) != len(tasks):
        message = _("{said} tasks are announced (会议.任务数), and the brief has {n}").format(said=said, n=len(tasks))
        yield Finding("announced", "warning", message, brief.speeches[index].place)


def _taste(brief: Brief, index: int, speech: Speech) -> Iterator[Finding]:
    """Set phrases that the writer fixed and that no place could say, and those banned that a place had to say."""
    wanted = brief.speeches[index]
    said = {phrase.partition("/")[2]: p.id for p in speech.paragraphs for phrase in p.origin.phrases}
    place = wanted.phrases_place
    for text in wanted.fixed:
        if text not in said:
            message = _("the fixed phrase “{text}” fits no place of this speech").format(text=text[:40])
            yield Finding("fixed", "warning", message, place, Spot(index, "title"))
    for text in wanted.banned:
        if text in said:
            message = _("the banned phrase “{text}” is said: its bank has no other that fits").format(text=text[:40])
            yield Finding("banned", "warning", message, place, Spot(index, said[text]))


# --- headings --------------------------------------------------------------------------------------


def _in_step(index: int, speech: Speech, place: Place) -> Iterator[Finding]:
    """Headings of one level in one move, or chapters, that do not match: the odd one by its shape, else by length."""
    groups = [[p for p in speech.paragraphs if p.role == HEADINGS[0]]]
    groups += [[p for p in move.paragraphs if p.role == role] for move in speech.moves for role in HEADINGS[1:]]
    for group in groups:
        if len(group) < 3:
            continue
        for what, of in ((_("shape"), _shape), (_("length"), _length)):
            if odd := _odd(group, of):
                message = _("the heading “{odd}” differs from the others in {what}: {others}").format(
                    odd=_bare(odd), what=what, others="、".join(_bare(p) for p in group if p is not odd)
                )
                yield Finding("heading", "info", message, place, Spot(index, odd.id))
                break


def _chapters(brief: Brief, index: int, speech: Speech) -> Iterator[Finding]:
    """Chapter headings of the writer's that head nothing: the part says nothing, or is the only one."""
    wanted = brief.speeches[index]
    heads = {_bare(p) for p in speech.paragraphs if p.role == HEADINGS[0]}
    for name, text in wanted.chapters.items():
        if text not in heads:
            message = _("the heading “{text}” of “{name}” heads nothing: the part is empty, or the only one")
            message = message.format(text=text, name=name)
            yield Finding("chapter", "warning", message, wanted.chapters_place, Spot(index, "title"))


def _odd(group: Sequence[Paragraph], of: Any) -> Paragraph | None:
    """The one heading of ``group`` that is not like all the others."""
    kinds = Counter(of(_bare(p)) for p in group)
    (_kind, most), *others = kinds.most_common()
    if most != len(group) - 1 or not others:
        return None
    return next(p for p in group if of(_bare(p)) == others[0][0])


def _bare(paragraph: Paragraph) -> str:
    return paragraph.text.removeprefix(paragraph.number)


def _shape(heading: str) -> str:
    """The pattern of a heading: what it begins with, and the lengths of its halves where it has two."""
    if heading[:1] in _SHAPES:
        return heading[0]
    return str(len(re.split("[，、　 ]", heading)))


def _length(heading: str) -> int:
    return len(heading)


def _alike(brief: Brief, speeches: Sequence[Speech]) -> Iterator[Finding]:
    """Headings that two speeches of one meeting share, and titles that two of them have."""
    seen: dict[str, int] = {}
    titles: dict[str, int] = {}
    for index, speech in enumerate(speeches):
        title = speech.head.title_text
        whole = title + "".join(span.text for span in speech.head.subtitle)
        if titles.setdefault(whole, index) != index:
            message = _("two speeches have the title “{title}”; a 题目 or 副题 of its own keeps them apart")
            place = brief.speeches[index].place
            yield Finding("title", "info", message.format(title=title), place, Spot(index, "title"))
        heads = {_bare(p): p.id for p in speech.paragraphs if p.role in HEADINGS}
        for text in sorted(heads.keys() & seen.keys()):
            message = _("the heading “{text}” stands in two speeches of this meeting").format(text=text)
            yield Finding("alike", "warning", message, brief.speeches[index].place, Spot(index, heads[text]))
        seen |= dict.fromkeys(heads, index)
