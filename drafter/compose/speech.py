"""The straight road from a brief and its genres to speeches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from drafter.brief.view import Section, blank, material
from drafter.compose.environment import MAX_OUTPUT, TEMPLATE_ERRORS
from drafter.compose.fit import TOLERANCE, Fit, fit, longest, optional, plain
from drafter.compose.paragraphs import Settled, paragraphs, settle_line
from drafter.compose.phrases import ANY, Form, Taste, pick_suite, suite_name
from drafter.compose.voice import Voice, Voices
from drafter.errors import Fault, TemplateError
from drafter.language.spoken import DEFAULT_PACE
from drafter.library import Library
from drafter.marks import Gap, Marked, mark, marked
from drafter.messages import _
from drafter.model import HEADINGS, Brief, Genre, Head, Move, MoveSpec, Place, Span, Speech, SpeechRequest

# What templates see whatever the parts of the speech.
_ALWAYS = {"会议", "讲话", "人物", "在座"}
# The sections of another speech of the meeting that one may speak of.
_RECALLED = ("目标", "任务", "承诺", "希望", "成绩")
# The sections that only one speech of a meeting says, unless another has its own.
_ENDS = ("开场", "结尾")
# How often a fit is tried again, because names in full are longer than their short forms.
_TRIES = 3


@dataclass
class _Meeting:
    """What the speeches of one meeting have used up, and what they are, in the order of the brief."""

    used: set[str] = field(default_factory=set)
    suites: set[str] = field(default_factory=set)
    speeches: dict[int, Speech] = field(default_factory=dict)


class Composer:
    """Composes speeches with the templates of one library, which are read and compiled once."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.voices = Voices(library)
        self.banks = self.voices.banks
        self.environment = self.voices.environment

    def compose(self, brief: Brief, genres: Sequence[Genre], earlier: Sequence[str] = ()) -> tuple[Speech, ...]:
        """The speeches that ``brief`` asks for, each of its genre; no two of them share a set phrase while banks last.

        ``earlier`` holds for each the texts whose phrases it keeps away from. Speeches that speak of the others are
        composed last. Raises TemplateError for a template that cannot be used.
        """
        meeting = _Meeting()
        for index in sorted(range(len(genres)), key=lambda i: (genres[i].informed, i)):
            avoid = earlier[index] if earlier else ""
            meeting.speeches[index] = self._compose(brief, genres, index, meeting, avoid)
        return tuple(meeting.speeches[index] for index in range(len(genres)))

    def _compose(self, brief: Brief, genres: Sequence[Genre], index: int, meeting: _Meeting, earlier: str) -> Speech:
        request, genre = brief.speeches[index], genres[index]
        data = _own(brief, genres, index)
        moves = [spec for spec in genre.moves if _wanted(request, spec)]
        wanted = _chapters(moves, data)
        # Two speeches of one genre at one meeting do not turn the same way.
        again = sum(other.id == genre.id for other in genres[:index])
        voice = Voice(
            f"{request.seed or ''}{brief.data['会议']['名称']}{genre.id}{again or ''}",
            genre,
            request.standing or genre.standing,
            brief,
            Taste(frozenset(request.fixed), frozenset(request.banned), earlier),
            suites=frozenset(meeting.suites),
            chapters=request.chapters,
        )
        shared = self._context(genre, wanted, data, brief, index)
        shared |= {"身份": voice.standing, "同会": _others(brief, genres, index, meeting)}
        speech, used = self._timed(voice, wanted, shared, index, meeting.used)
        meeting.used |= used
        if any(spec.chapter for spec in wanted):
            meeting.suites.add(suite_name(pick_suite(self.banks["章题"], voice.seed, voice.suites)))
        return speech

    # --- the time ---

    def _timed(
        self, voice: Voice, wanted: Sequence[MoveSpec], shared: Mapping[str, Any], index: int, used: set[str]
    ) -> tuple[Speech, set[str]]:
        """The speech in the form that keeps its time best, and the phrases that it and those before it used."""
        brief, genre = voice.brief, voice.genre
        said = self._said(voice, wanted, shared, used, ANY)
        speech = self._speech(plain(said[0]), wanted, brief, index, genre)
        target = _target(speech)
        if target is None:
            return speech, said[1]
        shares, goal = [spec.share for spec in wanted], target
        for _try in range(_TRIES):
            fitted, sign = fit(said[0], shares, goal), 0
            if speech.minutes and fitted.size < goal * (1 - TOLERANCE):
                sign = 1
            elif fitted.size > goal * (1 + TOLERANCE):
                sign = -1
            now = said
            if sign:
                now = self._said(voice, wanted, shared, used, Form(sign))
                form = _form(sign, goal, longest(said[0], goal), longest(now[0], goal))
                now = self._said(voice, wanted, shared, used, form)
            fitted = fit(now[0], shares, goal, facts_too=True)
            speech = self._speech(fitted, wanted, brief, index, genre)
            off = speech.syllables - fitted.size
            if goal + off == target:
                break
            goal = target - off
        return speech, now[1]

    def _said(
        self, voice: Voice, wanted: Sequence[MoveSpec], shared: Mapping[str, Any], used: set[str], form: Form
    ) -> tuple[list[str], set[str]]:
        """The text of each move in one form, with everything that may be left out, and the phrases used so far."""
        voice.form, voice.used = form, set(used)
        voice.asked, voice.summed = {}, set()
        first = next((spec.name for spec in wanted if spec.chapter), None)

        def render() -> list[str]:
            texts = [self._render(voice.genre, spec, first, shared) for spec in wanted]
            return [optional(text) if spec.optional else text for spec, text in zip(wanted, texts, strict=True)]

        return self.voices.speak(voice, render), voice.used

    def _speech(self, fitted: Fit, wanted: Sequence[MoveSpec], brief: Brief, index: int, genre: Genre) -> Speech:
        request = brief.speeches[index]
        settled = Settled(brief.entities)
        head = self._head(brief, request, index, genre, settled)
        settled.speaker = request.speaker
        pairs = zip(wanted, fitted.texts, strict=True)
        said = [(spec, paragraphs(text, spec.name, settled)) for spec, text in pairs]
        return Speech(
            genre=genre.id,
            genre_name=genre.name,
            head=head,
            moves=tuple(Move(spec.name, body, spec.share) for spec, body in said if body),
            layout=request.layout,
            minutes=request.minutes,
            pace=_pace(brief, request),
            facts=frozenset(settled.facts),
            parts=tuple(spec.name for spec in wanted),
            cut=fitted.cut - settled.facts,
            cap=request.cap or genre.cap,
            seed=request.seed,
        )

    def _context(
        self, genre: Genre, wanted: Sequence[MoveSpec], data: Mapping[str, Any], brief: Brief, index: int
    ) -> dict[str, Any]:
        """What all moves of a speech see; a section of the brief that is not said in it is blank."""
        spoken = {spec.name for spec in wanted} | {*genre.fields, *_ALWAYS}
        said = {name: value if name in spoken else blank(value) for name, value in data.items()}
        return {
            **said,
            "章数": sum(spec.chapter for spec in wanted),
            "本篇": data["讲话"][index],
            "体裁": genre.name,
            "讲话者": _speaker(brief, index),
        }

    def _render(self, genre: Genre, spec: MoveSpec, first: str | None, shared: Mapping[str, Any]) -> str:
        own = f"genres/{genre.id}/{spec.name}.md.jinja"
        name = own if self.library.text(own) is not None else f"moves/{spec.name}.md.jinja"
        context = {
            **shared,
            "成章": spec.chapter,
            "首章": spec.name == first,
            "并章": spec.joined,
            "级": "###" if spec.chapter or spec.joins else "##",
        }
        try:
            return self._within_budget(name, context)
        except TEMPLATE_ERRORS as error:
            raise TemplateError([_template_fault(error, name)]) from error

    def _within_budget(self, name: str, context: Mapping[str, object]) -> str:
        out, size = [], 0
        for piece in self.environment.get_template(name).generate(**context):
            out.append(piece)
            size += len(piece)
            if size > MAX_OUTPUT:
                message = _("{name}: more than {n} characters: the template has no end, or the brief holds too much")
                raise TemplateError(message.format(name=name, n=MAX_OUTPUT))
        return "".join(out)

    def _head(self, brief: Brief, request: SpeechRequest, index: int, genre: Genre, settled: Settled) -> Head:
        wanted, meeting, speaker = brief.data["讲话"][index], brief.data["会议"], _speaker(brief, index)

        def line(text: str) -> tuple[Span, ...]:
            return settle_line(text, settled)

        title = "\n".join(marked(part) for part in wanted["题目"])
        name = marked(meeting["名称"])
        date = marked(meeting["日期"])
        post = marked(speaker["职务"]) + "\u3000" if speaker["职务"] else ""
        return Head(
            title=line(title or genre.title.replace("{会议}", name)),
            subtitle=line(marked(wanted["副题"])) if wanted["副题"] else (),
            date=line(f"（{date}）"),
            speaker=line(post + marked(speaker["姓名"])),
            salutation=line(_salutation(wanted["称谓"], brief.data["在座"]) + "："),
            author=str(speaker["姓名"]),
        )


def _form(sign: int, goal: int, any_: int, formed: int) -> Form:
    """The form at as many places as ``goal`` syllables need, from the sizes in any form and in this one throughout."""
    if formed == any_ or (goal - formed) * sign > 0:
        return Form(sign, part=3)
    return Form(sign, places=max(0.0, (goal - any_) / (formed - any_)))


def _target(speech: Speech) -> int | None:
    """The syllables that a speech should have: those of its minutes, or those that its cap of characters holds."""
    asked = round(speech.minutes * speech.pace) if speech.minutes else None
    if speech.cap and speech.characters > 0:
        held = int(speech.cap * speech.syllables / speech.characters * (1 - TOLERANCE))
        if asked is None and speech.characters > speech.cap:
            return held
        return min(asked, held) if asked else None
    return asked


def _own(brief: Brief, genres: Sequence[Genre], index: int) -> dict[str, Any]:
    """What speech number ``index`` is made of. At a meeting of several speeches none says what another says: one that
    speaks of the others leaves to them what is theirs, a pledging unit has only its own, and the opening and closing
    words of the meeting are the keynote's."""
    data, request, genre = material(brief.data, index), brief.speeches[index], genres[index]
    if len(genres) == 1:
        return data
    own = {name for name, section in data["讲话"][index]["素材"].items() if section} | set(request.moves)
    standings = [wanted.standing or kind.standing for wanted, kind in zip(brief.speeches, genres, strict=True)]
    speakers = [i for i, kind in enumerate(genres) if not kind.informed and standings[i] != "表态"]
    left = set(_ENDS) if speakers and index != speakers[0] else set[str]()
    if standings[index] == "表态":
        left = {spec.name for spec in genre.moves}
    elif genre.informed:
        left |= {spec.name for i in speakers for spec in genres[i].moves if _wanted(brief.speeches[i], spec)}
    return {name: blank(value) if name in left - own else value for name, value in data.items()}


def _wanted(request: SpeechRequest, spec: MoveSpec) -> bool:
    return not request.moves or spec.name in request.moves


def _others(brief: Brief, genres: Sequence[Genre], index: int, meeting: _Meeting) -> list[Section]:
    """The other speeches of the meeting, in the order of the brief: who, what, what their sections and headings say."""
    found = []
    for i, request in enumerate(brief.speeches):
        if i == index or (request.speaker and request.speaker == brief.speeches[index].speaker):
            continue
        speech, data = meeting.speeches.get(i), _own(brief, genres, i)
        parts = {spec.name for spec in genres[i].moves}
        person = _speaker(brief, i)
        found.append(
            Section(
                {
                    "人": _name(request.speaker, person, brief),
                    "体裁": genres[i].name,
                    "身份": request.standing or genres[i].standing,
                    "在前": i < index,
                    "标题": _headings(speech) if speech else [],
                    "代表": _represented(data["讲话"][i]["代表"], person),
                    **{name: data[name] if name in parts else blank(data[name]) for name in _RECALLED},
                }
            )
        )
    return found


def _name(speaker: str | None, person: Mapping[str, Any], brief: Brief) -> str:
    if speaker and speaker in brief.entities:
        return Marked(mark("e", speaker, str(person["简称"])))
    return speaker or Gap("讲话人")


def _represented(body: str, person: Mapping[str, Any]) -> str:
    """The body that a person speaks for, where the person's post does not say so already."""
    return "" if body and str(person["职务"] or "").startswith(str(body)) else body


def _headings(speech: Speech) -> list[Marked]:
    """The highest headings of a speech, with the facts in them."""
    level = next((role for role in HEADINGS if any(p.role == role for p in speech.paragraphs)), None)
    return [
        Marked("".join(mark("f", span.fact, span.text) if span.fact else span.text for span in p.spans))
        for p in speech.paragraphs
        if p.role == level
    ]


def _chapters(moves: Sequence[MoveSpec], data: Mapping[str, Any]) -> list[MoveSpec]:
    """``moves`` with the chapters that have something to say; none where there would be fewer than two."""
    found, opened = list[MoveSpec](), False
    for spec in moves:
        says = bool(data.get(spec.name))
        chapter = says and (spec.chapter or (spec.joins and not opened))
        joins = says and spec.joins and opened
        opened = says and (chapter or joins)
        found.append(replace(spec, chapter=chapter, joins=joins))
    if sum(spec.chapter for spec in found) < 2:
        return [replace(spec, chapter=False, joins=False) for spec in moves]
    following = [*found[1:], MoveSpec("")]
    return [replace(spec, joined=spec.chapter and after.joins) for spec, after in zip(found, following, strict=True)]


def _salutation(given: str, audience: list[str]) -> str:
    if given or not audience:
        return marked(given) if given else Gap("称谓").marked
    return "、".join(marked(item) for item in audience)


def _speaker(brief: Brief, index: int) -> Mapping[str, Any]:
    name = brief.speeches[index].speaker
    if name in brief.data["人物"]:
        person: Mapping[str, Any] = brief.data["人物"][name]
        return person
    return {"姓名": name or Gap("讲话人"), "职务": Gap("职务"), "简称": name or Gap("讲话人"), "语速": 0}


def _pace(brief: Brief, request: SpeechRequest) -> int:
    person = brief.data["人物"].get(request.speaker or "", {})
    return int(person.get("语速") or brief.pace or DEFAULT_PACE)


def _template_fault(error: Exception, name: str) -> Fault:
    """The fault of a template, at its file and line: the innermost frame of a template in the traceback."""
    line, file = getattr(error, "lineno", None), getattr(error, "name", None) or name
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(".jinja"):
            file, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    message = _("the template cannot be used: {why}").format(why=error)
    hint = _("Mend the template, or remove it to use the built-in one.")
    return Fault(message, Place(str(file), line or 1, 1), hint)
