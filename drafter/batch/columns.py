"""Which fact of the brief each column of a table gives: by the brief's 映射, by paths, by the names of things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel

from drafter import source
from drafter.brief.keys import FREE, chinese, english
from drafter.brief.schema import BriefModel, Part, model_in
from drafter.brief.sums import WORDS
from drafter.language.near import near
from drafter.messages import _
from drafter.model import Finding
from drafter.source import Node, Scalar

# A path into a brief: English keys, names of the writer's own, and numbers from 0.
Path = tuple[str | int, ...]
# What 映射 says of a column that is not for the brief.
UNUSED = "不用"
_NUMBERED = re.compile(r"([^\d\[\].]+?)[\[（(]?([1-9][0-9]?)[\]）)]?(?:[.·]?([^\d\[\].]+))?")
_STEP = re.compile(r"([^.\[\]]+)(?:\[([1-9][0-9]?)\])?")
_REFERENCE = re.compile(r"\{([^{}]+)\}")
_RESULTS = frozenset(WORDS.values())
# The mappings whose fields may be named without them: 日期 is 会议.日期.
_SHORT = ("meeting", "speeches")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its place from 0, its heading, the fact that it gives, and whether a cell may be empty."""

    number: int
    heading: str
    path: Path
    optional: bool = False

    @property
    def listed(self) -> bool:
        """Whether it gives one entry of a list, such as 任务2."""
        return any(isinstance(step, int) for step in self.path[1:2])


class Columns:
    """What the headings of a table mean for one brief."""

    def __init__(self, tree: source.Mapping, further: Iterable[str] = ()) -> None:
        self.tree, self.further = tree, frozenset(further)
        self.mapped = dict(_texts(child(tree, "columns")))
        self.optional = frozenset(text for _key, text in _texts(child(tree, "may_be_empty")))
        groups = {name: child(tree, name) for name in FREE}
        self.named = {key.text: name for name, node in groups.items() for key in _keys(node)}
        self.referred = frozenset(_referred(tree)) - set(self.named)
        wanted = child(tree, "speeches")
        self.speaker = _text_of(child(_first(wanted), "speaker"))
        self.several = isinstance(wanted, source.Sequence) and len(wanted.items) > 1

    def path(self, heading: str) -> Path | None:
        """The fact that the column under ``heading`` gives; None for one that the brief has no use for."""
        if heading in self.mapped:
            return None if self.mapped[heading] == UNUSED else self._written(self.mapped[heading])
        named = self._named(heading)
        if named or heading in self.referred:
            return named or ("facts", heading)
        return self._speaking(heading) or self._written(heading) or self._joined(heading) or self._numbered(heading)

    def _named(self, heading: str) -> Path | None:
        """A name of the brief, of a person what they are called; or a name and a field: 主讲职务 for 人物.主讲.职务."""
        if heading in self.named:
            group = self.named[heading]
            return (group, heading, "name") if group == "people" else (group, heading)
        for name in sorted(self.named, key=len, reverse=True):
            key = english(heading.removeprefix(name))
            if heading.startswith(name) and key and self._fits((self.named[name], name, key)):
                return (self.named[name], name, key)
        return None

    def _speaking(self, heading: str) -> Path | None:
        """讲话人姓名, 讲话人职务: of the one person that the brief lets speak."""
        key = english(heading.removeprefix(chinese("speaker")) or chinese("name"))
        known = heading.startswith(chinese("speaker")) and self.named.get(self.speaker) == "people"
        return ("people", self.speaker, key) if known and key and not self.several else None

    def _written(self, text: str) -> Path | None:
        """A path with dots: 会议.名称, tasks[2].owner."""
        steps: list[str | int] = []
        for part in text.split("."):
            match = _STEP.fullmatch(part)
            if not match:
                return None
            free = len(steps) == 1 and steps[0] in FREE
            name = match[1] if free else english(match[1]) or (match[1] if not steps else "")
            steps += [name, int(match[2]) - 1] if match[2] else [name]
        return tuple(steps) if self._fits(tuple(steps)) else None

    def _fits(self, path: Path) -> bool:
        """Whether the brief may have a text there; a genre may have fields of its own, each a list of texts."""
        return fits(path) or (path[0] in self.further and len(path) < 3 and all(isinstance(s, int) for s in path[1:]))

    def _joined(self, heading: str) -> Path | None:
        """会议名称 for 会议.名称; 日期 or 讲话人 where one mapping alone has such a field."""
        for name in _SHORT:
            model = model_in(BriefModel.model_fields[name].annotation)
            bare = heading.removeprefix(chinese(name))
            for word in (heading, bare):
                key = english(word)
                if model and key in model.model_fields and (name, key) != ("speeches", "material"):
                    return (name, key)
        return None

    def _numbered(self, heading: str) -> Path | None:
        """任务1, 任务2牵头: entries of a list."""
        match = _NUMBERED.fullmatch(heading)
        if not match:
            return None
        name = english(match[1].strip()) or match[1].strip()
        inner: tuple[str, ...] = ()
        if match[3]:
            key = english(match[3])
            if not key:
                return None
            inner = (key,)
        path: Path = (name, int(match[2]) - 1, *inner)
        return path if self._fits(path) else None


def of_headings(headings: Sequence[str], columns: Columns) -> tuple[list[Column], list[Finding]]:
    """The columns that give something, and a finding for each that does not, or that is not clear."""
    found: list[Column] = []
    told: list[Finding] = []
    for number, heading in enumerate(headings):
        if not heading:
            continue
        path = columns.path(heading)
        if path is None and columns.mapped.get(heading) != UNUSED:
            known = [*columns.named, *columns.referred, *columns.mapped]
            close = near(heading, known, 0.5)
            message = _("column “{name}” is used for nothing").format(name=heading[:30])
            message += _("; did you mean “{near}”?").format(near=close) if close else ""
            told.append(Finding("column", "warning", message))
        elif path is not None and columns.several and path[0] == "speeches" and len(path) == 2 and path[1] != 0:
            message = _("column “{name}” is for one speech, and the brief asks for several: write 讲话1.{name}")
            told.append(Finding("column", "error", message.format(name=heading[:30])))
        elif path is not None:
            twin = next((other for other in found if other.path == path), None)
            if twin:
                message = _("columns “{one}” and “{other}” are one fact")
                told.append(Finding("column", "error", message.format(one=twin.heading, other=heading)))
            found.append(Column(number, heading, path, heading in columns.optional))
    headed = {column.heading for column in found}
    for heading in [name for name, said in columns.mapped.items() if said != UNUSED and name not in headings]:
        told.append(
            Finding("column", "error", _("the table has no column “{name}”, which 映射 names").format(name=heading))
        )
    for heading in sorted(columns.optional - headed - set(headings)):
        told.append(
            Finding("column", "warning", _("the table has no column “{name}”, which 可空 names").format(name=heading))
        )
    return found, told


@lru_cache(maxsize=4096)
def fits(path: Path) -> bool:
    """Whether a brief may have a text at ``path``."""
    model: type[BaseModel] | None = BriefModel
    for number, step in enumerate(path):
        if isinstance(step, int):
            continue
        if number == 1 and path[0] in FREE:
            continue
        if model is None:
            return False
        if step not in model.model_fields:
            return False
        model = model_in(model.model_fields[step].annotation)
    return True


@lru_cache(maxsize=4096)
def alone(path: Path) -> str:
    """The field that a text alone fills in the mapping at ``path``; empty where there is none."""
    model: type[BaseModel] | None = BriefModel
    for number, step in enumerate(path):
        if isinstance(step, int) or (number == 1 and path[0] in FREE) or model is None:
            continue
        field = model.model_fields.get(step)
        model = model_in(field.annotation) if field else None
    return model.alone if model and issubclass(model, Part) else ""


def child(node: Node | None, name: str) -> Node | None:
    """What stands under ``name``, in either language, or under a name of the writer's own."""
    for key, value in node.pairs if isinstance(node, source.Mapping) else ():
        if name in (english(key.text), key.text):
            return value
    return None


def _first(node: Node | None) -> Node | None:
    return node.items[0] if isinstance(node, source.Sequence) and node.items else node


def _text_of(node: Node | None) -> str:
    return node.text.strip("{} ") if isinstance(node, Scalar) else ""


def _keys(node: Node | None) -> Iterator[Scalar]:
    for key, _value in node.pairs if isinstance(node, source.Mapping) else ():
        yield key


def _texts(node: Node | None) -> Iterator[tuple[str, str]]:
    """The texts of a mapping under their keys, or of a list, or one alone."""
    if isinstance(node, Scalar):
        yield "", node.text
    elif isinstance(node, source.Sequence):
        yield from (("", item.text) for item in node.items if isinstance(item, Scalar))
    elif node is not None:
        yield from ((key.text, value.text) for key, value in node.pairs if isinstance(value, Scalar))


def _referred(node: Node) -> Iterator[str]:
    """The names in braces in all texts below ``node``, but for those of the pattern of file names.

    Of the result of a sum, {产量.差}, the figure it is taken from.
    """
    if isinstance(node, Scalar):
        for name in _REFERENCE.findall(node.text):
            figure, _dot, result = name.rpartition(".")
            yield figure if result in _RESULTS else name
    elif isinstance(node, source.Sequence):
        for item in node.items:
            yield from _referred(item)
    else:
        for key, value in node.pairs:
            if english(key.text) not in ("file_name", "columns"):
                yield from _referred(value)
