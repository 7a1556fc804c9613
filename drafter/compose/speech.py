"""The straight road from a brief and its genres to speeches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from drafter import voice as voices
from drafter.brief.schema import LENGTHS
from drafter.brief.view import Section, blank, material
from drafter.compose.environment import MAX_OUTPUT, TEMPLATE_ERRORS, Environment
from drafter.compose.fit import TOLERANCE, Fit, fit, longest, optional, plain
from drafter.compose.functions import Functions, Layer, Wording
from drafter.compose.paragraphs import Settled, paragraphs, settle_line
from drafter.compose.phrases import ANY, SHORT, Form, Taste, pick_suite, suite_name
from drafter.compose.stock import PLACES, StockParagraph, stock
from drafter.errors import Fault, TemplateError
from drafter.language.spoken import DEFAULT_PACE
from drafter.library import Library
from drafter.marks import BREAK, Gap, Marked, mark, marked
from drafter.messages import _
from drafter.model import HEADINGS, STOCK, Brief, Genre, Head, Move, MoveSpec, Place, Span, Speech, SpeechRequest

# What templates see whatever the parts of the speech.
_ALWAYS = {"会议", "讲话", "人物", "在座"}
# The sections of another speech of the meeting that one may speak of.
_RECALLED = ("目标", "任务", "承诺", "希望", "成绩")
# The sections that only one speech of a meeting says, unless another has its own.
_ENDS = ("开场", "结尾")
# The move that a prescribed last sentence is.
_LAST = "末句"
_Stock = dict[int, list[tuple[StockParagraph, str, bool]]]
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
        self.functions = Functions(library)
        self.banks = self.functions.banks
        self.environment = self.functions.environment
        self._layers: dict[str, Layer] = {}

    def layer(self, name: str, place: Place | None = None) -> Layer:
        """What a speech in the voice called ``name`` is made with. Raises TemplateError when there is no such voice."""
        if name not in self._layers:
            voice = voices.find(self.library, name, place)
            library = voices.in_voice(self.library, voice)
            known = [layer for layer in self._layers.values() if layer.voice == voice]
            # A voice that adds nothing speaks with the common stock.
            functions = self.functions if library.shelves == self.library.shelves else Functions(library)
            self._layers[name] = known[0] if known else Layer(voice, library, functions, stock(library))
        return self._layers[name]

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
        layer = self.layer(voices.name_of(brief, request, genre), request.voice_place)
        moves = [spec for spec in genre.moves if _wanted(request, spec)]
        wanted, placed = _with_extra(_chapters(moves, data), request, layer)
        # Two speeches of one genre at one meeting do not turn the same way.
        again = sum(other.id == genre.id for other in genres[:index])
        wording = Wording(
            f"{request.seed or ''}{brief.data['会议']['名称']}{genre.id}{again or ''}",
            genre,
            request.standing or genre.standing,
            brief,
            Taste(frozenset(request.fixed), frozenset(request.banned), earlier),
            layer=layer,
            suites=frozenset(meeting.suites),
            chapters=request.chapters,
            stock=placed,
            stock_slots=stock_slots(brief),
        )
        shared = self._context(genre, wanted, data, brief, index)
        shared |= {"身份": wording.standing, "语体": layer.voice.name, "同会": _others(brief, genres, index, meeting)}
        speech, used = self._timed(wording, wanted, shared, index, meeting.used)
        meeting.used |= used
        if any(spec.chapter for spec in wanted):
            headings = layer.functions.banks["章题"]
            meeting.suites.add(suite_name(pick_suite(headings, wording.seed, wording.suites)))
        return speech

    # --- the time ---

    def _timed(
        self, wording: Wording, wanted: Sequence[MoveSpec], shared: Mapping[str, Any], index: int, used: set[str]
    ) -> tuple[Speech, set[str]]:
        """The speech in the form that keeps its time best, and the phrases that it and those before it used."""
        brief, genre = wording.brief, wording.genre
        said = self._said(wording, wanted, shared, used, ANY)
        speech = self._speech(plain(said[0]), wanted, brief, index, genre)
        target = _target(speech)
        if target is None:
            return speech, said[1]
        if wording.stock and speech.minutes:
            self._lengthen_stock(wording, target - speech.syllables)
            said = self._said(wording, wanted, shared, used, ANY)
        shares, goal = [spec.share for spec in wanted], target
        for _try in range(_TRIES):
            now = said
            if fit(said[0], shares, goal).size > goal * (1 + TOLERANCE):
                short = self._said(wording, wanted, shared, used, SHORT)
                now = self._said(wording, wanted, shared, used, _form(goal, longest(said[0]), longest(short[0])))
            fitted = fit(now[0], shares, goal, facts_too=True)
            speech = self._speech(fitted, wanted, brief, index, genre)
            off = speech.syllables - fitted.size
            if goal + off == target:
                break
            goal = target - off
        return speech, now[1]

    def _lengthen_stock(self, wording: Wording, missing: int) -> None:
        """Gives the stock paragraphs whose length is open the lengths nearest to ``missing`` syllables more."""
        open_ = [(at, n) for at, held in wording.stock.items() for n, (_p, _l, free) in enumerate(held) if free]
        for number, (at, n) in enumerate(open_):
            paragraph, length, free = wording.stock[at][n]
            now = paragraph.syllables(length, wording.stock_slots, wording.seed)
            share = now + missing / (len(open_) - number)
            sizes = {one: paragraph.syllables(one, wording.stock_slots, wording.seed) for one in LENGTHS}
            best = min(LENGTHS, key=lambda one: abs(sizes[one] - share))
            wording.stock[at][n] = (paragraph, best, free)
            missing -= sizes[best] - now

    def _said(
        self, wording: Wording, wanted: Sequence[MoveSpec], shared: Mapping[str, Any], used: set[str], form: Form
    ) -> tuple[list[str], set[str]]:
        """The text of each move in one form, with everything that may be left out, and the phrases used so far."""
        wording.form, wording.used = form, set(used)
        wording.asked, wording.summed = {}, set()
        first = next((spec.name for spec in wanted if spec.chapter), None)

        def text(number: int, spec: MoveSpec) -> str:
            if number in wording.stock:
                said = (p.text(length, wording.stock_slots, wording.seed) for p, length, _free in wording.stock[number])
                return "".join(mark("o", f"stock/{STOCK}:1") + paragraph + BREAK for paragraph in said)
            if spec.name == _LAST:
                return mark("o", "讲话/末句:1") + marked(shared["本篇"]["末句"])
            rendered = self._render(wording, spec, first, shared)
            return optional(rendered) if spec.optional else rendered

        def render() -> list[str]:
            return [text(number, spec) for number, spec in enumerate(wanted)]

        return wording.layer.functions.speak(wording, render), wording.used

    def _speech(self, fitted: Fit, wanted: Sequence[MoveSpec], brief: Brief, index: int, genre: Genre) -> Speech:
        request = brief.speeches[index]
        settled = Settled(brief.entities)
        head = self._head(brief, request, index, genre, settled)
        settled.speaker = request.speaker
        settled.numbered, settled.depth = request.numbered, request.depth
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
            voice=self.layer(voices.name_of(brief, request, genre)).voice.name,
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

    def _render(self, wording: Wording, spec: MoveSpec, first: str | None, shared: Mapping[str, Any]) -> str:
        own = f"genres/{wording.genre.id}/{spec.name}.md.jinja"
        name = own if wording.layer.library.text(own) is not None else f"moves/{spec.name}.md.jinja"
        context = {
            **shared,
            "成章": spec.chapter,
            "首章": spec.name == first,
            "并章": spec.joined,
            "级": "###" if spec.chapter or spec.joins else "##",
        }
        try:
            return _within_budget(wording.layer.functions.environment, name, context)
        except TEMPLATE_ERRORS as error:
            raise TemplateError([_template_fault(error, name)]) from error

    def _head(self, brief: Brief, request: SpeechRequest, index: int, genre: Genre, settled: Settled) -> Head:
        wanted, meeting, speaker = brief.data["讲话"][index], brief.data["会议"], _speaker(brief, index)

        def line(text: str) -> tuple[Span, ...]:
            return settle_line(text, settled)

        title = "\n".join(marked(part) for part in wanted["题目"])
        name = marked(meeting["名称"])
        date = marked(meeting["日期"])
        apart = "\u3000" if speaker["姓名"] or isinstance(speaker["姓名"], Gap) else ""
        post = marked(speaker["职务"]) + apart if speaker["职务"] else ""
        return Head(
            title=line(title or genre.title.replace("{会议}", name)),
            subtitle=line(marked(wanted["副题"])) if wanted["副题"] else (),
            date=line(f"（{date}）"),
            speaker=line(post + marked(speaker["姓名"])),
            salutation=line(_salutation(wanted["称谓"], brief.data["在座"]) + "："),
            author=str(speaker["姓名"]),
        )


def _within_budget(environment: Environment, name: str, context: Mapping[str, object]) -> str:
    out, size = [], 0
    for piece in environment.get_template(name).generate(**context):
        out.append(piece)
        size += len(piece)
        if size > MAX_OUTPUT:
            message = _("{name}: more than {n} characters: the template has no end, or the brief holds too much")
            raise TemplateError(message.format(name=name, n=MAX_OUTPUT))
    return "".join(out)


def _with_extra(moves: Sequence[MoveSpec], request: SpeechRequest, layer: Layer) -> tuple[list[MoveSpec], _Stock]:
    """``moves`` with the stock paragraphs that the speech asks for at their places, those by their numbers among the
    moves, and with the prescribed last sentence behind them all."""
    asked = [(layer.stock[wanted.name], wanted.length or "中", not wanted.length) for wanted in request.stock]
    left = {place: [entry for entry in asked if entry[0].before == place] for place in PLACES}
    if not any(spec.name == PLACES[0] for spec in moves):
        left = {PLACES[-1]: asked}
    found, placed = list[MoveSpec](), _Stock()
    for spec in [*moves, MoveSpec("")]:
        here = left.pop(spec.name, []) if spec.name else [entry for rest in left.values() for entry in rest]
        if here:
            placed[len(found)] = here
            found.append(MoveSpec(STOCK))
        found += [spec] if spec.name else []
    return found + [MoveSpec(_LAST)] * bool(request.last), placed


def _form(goal: int, any_: int, shortest: int) -> Form:
    """The short form at as many places as ``goal`` syllables need, by the sizes in any form and in this throughout."""
    if shortest >= any_ or shortest > goal:
        return Form(short=True, part=3)
    return Form(short=True, places=max(0.0, (any_ - goal) / (any_ - shortest)))


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


def stock_slots(brief: Brief) -> dict[str, object]:
    """What stands in the slots of stock paragraphs: the meeting's own names."""
    meeting = brief.data["会议"]
    return {
        "会议": meeting["简称"] or meeting["名称"],
        "工作": meeting["工作"],
        "主体": meeting["主体"],
        "主办": meeting["主办"],
    }


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
