"""The straight road from a brief and a genre to a Speech."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import meta

from drafter.brief.view import blank
from drafter.compose.environment import MAX_OUTPUT, Environment
from drafter.compose.filters import clause, ordinal
from drafter.compose.paragraphs import Settled, paragraphs, settle_line
from drafter.compose.phrases import SLOT, Banks, pick, pick_suite, rank
from drafter.errors import Fault, TemplateError
from drafter.language.spoken import DEFAULT_PACE
from drafter.library import Library
from drafter.marks import Gap, Marked, mark, marked
from drafter.messages import _
from drafter.model import Brief, Genre, Head, Move, MoveSpec, Place, Span, Speech, SpeechRequest

# What a template can cause: it may call a filter with anything. SecurityError is a jinja2.TemplateError.
_TEMPLATE_ERRORS = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


# What templates see whatever the parts of the speech.
_ALWAYS = {"会议", "讲话", "人物", "在座"}


@dataclass
class _State:
    """What one speech has said so far: phrases used, how often each bank was asked."""

    seed: str
    genre: Genre
    used: set[str] = field(default_factory=set)
    asked: dict[str, int] = field(default_factory=dict)


_state: ContextVar[_State] = ContextVar("speech")


class Composer:
    """Composes speeches with the templates of one library, which are read and compiled once."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.banks = Banks(library)
        functions: dict[str, Callable[..., Any]] = {
            "说": self._say,
            "缺": Gap,
            "换": self._turn,
            "章题": self._chapter,
            "序": ordinal,
        }
        self.environment = Environment(library, functions)
        self.condition = lru_cache(maxsize=None)(self._compiled)

    # --- what templates can call ---

    def _say(self, bank: str, **slots: Any) -> Marked:
        """A variant of ``bank`` with its slots filled; nothing when none fits."""
        state, entry = _state.get(), self.banks[bank]
        if unknown := set(slots) - entry.slots:
            raise ValueError(_("phrase bank “{name}” has no slot “{slot}”").format(name=bank, slot=min(unknown)))
        place = f"{bank}#{state.asked.get(bank, 0)}"
        variant = pick(
            entry, {name: slots.get(name, 0) for name in entry.slots}, state.seed, place, state.used, self._holds
        )
        if variant is None:
            return Marked("")
        state.asked[bank] = state.asked.get(bank, 0) + 1
        state.used.add(variant.text)

        def put_in(match: re.Match[str]) -> str:
            value = slots[match[1]]
            return marked(clause(value) if match[1] in inner else value)

        inner = variant.inner
        text = SLOT.sub(put_in, variant.text)
        return Marked(mark("p", f"{bank}/{variant.text}") + text)

    def _holds(self, condition: str, slots: Mapping[str, object]) -> bool:
        names = {"体裁": _state.get().genre.name, **slots}
        return bool(self.condition(condition, frozenset(names))(**names))

    def _compiled(self, condition: str, known: frozenset[str]) -> Callable[..., Any]:
        """A condition (当) of a variant. Raises ValueError when it cannot be read, or asks for what is not there."""
        try:
            asked = meta.find_undeclared_variables(self.environment.parse("{{" + condition + "}}"))
        except jinja2.TemplateError as error:
            raise ValueError(
                _("当: {condition} cannot be read: {why}").format(condition=condition, why=error)
            ) from error
        if unknown := asked - known:
            raise ValueError(_("当: {condition} asks for “{name}”").format(condition=condition, name=min(unknown)))
        return self.environment.compile_expression(condition)

    def _chapter(self, move: str) -> Marked:
        """The chapter heading of a move; all headings of a speech come from one suite."""
        suite = pick_suite(self.banks["章题"], _state.get().seed)
        return Marked(mark("p", f"章题/{suite.get(move, move)}") + suite.get(move, move))

    def _turn(self, name: str, ways: int) -> int:
        """0 to ``ways`` - 1, another each time that ``name`` is asked for, so that neighbours differ."""
        state = _state.get()
        count = state.asked.get(f"换:{name}", 0)
        state.asked[f"换:{name}"] = count + 1
        return (rank(state.seed, name, "")[0] + count) % ways

    # --- the road ---

    def compose(self, brief: Brief, request: SpeechRequest, genre: Genre, index: int) -> Speech:
        """The speech that ``request``, number ``index`` in the brief, asks for.

        Raises TemplateError for a template that cannot be used.
        """
        moves = [spec for spec in genre.moves if not request.moves or spec.name in request.moves]
        wanted = _chapters(moves, brief)
        seed = f"{request.seed or ''}{brief.data['会议']['名称']}{genre.id}"
        token = _state.set(_State(seed, genre))
        self.environment.loops = self.environment.calls = 0
        try:
            shared = self._context(genre, wanted, brief, index)
            first = next((spec.name for spec in wanted if spec.chapter), None)
            rendered = [(spec, self._render(genre, spec, first, shared)) for spec in wanted]
        finally:
            _state.reset(token)
        settled = Settled(brief.entities)
        head = self._head(brief, request, index, genre, settled)
        settled.speaker = request.speaker
        said = tuple(Move(spec.name, body) for spec, text in rendered if (body := paragraphs(text, spec.name, settled)))
        return Speech(
            genre=genre.id,
            genre_name=genre.name,
            head=head,
            moves=said,
            layout=request.layout,
            minutes=request.minutes,
            pace=_pace(brief, request),
            facts=frozenset(settled.facts),
            parts=tuple(spec.name for spec in wanted),
        )

    def _context(self, genre: Genre, wanted: Sequence[MoveSpec], brief: Brief, index: int) -> dict[str, Any]:
        """What all moves of a speech see; a section of the brief that is not said in it is blank."""
        spoken = {spec.name for spec in wanted} | {*genre.fields, *_ALWAYS}
        return {
            **{name: value if name in spoken else blank(value) for name, value in brief.data.items()},
            "本篇": brief.data["讲话"][index],
            "体裁": genre.name,
            "章数": sum(spec.chapter for spec in wanted),
            "讲话者": _speaker(brief, index),
        }

    def _render(self, genre: Genre, spec: MoveSpec, first: str | None, shared: Mapping[str, Any]) -> str:
        own = f"genres/{genre.id}/{spec.name}.md.jinja"
        name = own if self.library.text(own) is not None else f"moves/{spec.name}.md.jinja"
        context = {
            **shared,
            "成章": spec.chapter,
            "首章": spec.name == first,
            "级": "###" if spec.chapter or spec.joins else "##",
        }
        try:
            return self._within_budget(name, context)
        except _TEMPLATE_ERRORS as error:
            raise TemplateError([_template_fault(error, name)]) from error

    def _within_budget(self, name: str, context: Mapping[str, object]) -> str:
        out, size = [], 0
        for piece in self.environment.get_template(name).generate(**context):
            out.append(piece)
            size += len(piece)
            if size > MAX_OUTPUT:
                raise TemplateError(_("{name}: the template prints without end").format(name=name))
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


def _chapters(moves: Sequence[MoveSpec], brief: Brief) -> list[MoveSpec]:
    """``moves`` with the chapters that have something to say; none where there would be fewer than two."""
    found, opened = list[MoveSpec](), False
    for spec in moves:
        says = bool(brief.data.get(spec.name))
        chapter = says and (spec.chapter or (spec.joins and not opened))
        joins = says and spec.joins and opened
        opened = says and (chapter or joins)
        found.append(MoveSpec(spec.name, chapter, joins))
    if sum(spec.chapter for spec in found) < 2:
        return [MoveSpec(spec.name) for spec in moves]
    return found


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
    return int(person.get("语速") or DEFAULT_PACE)


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
