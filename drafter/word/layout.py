"""Layout profiles: what a page and each kind of paragraph look like. Text files in ``layouts/``; one may inherit.

Figures of the built-in ``gb`` profile: GB/T 9704-2012 clauses 5.1, 5.2, 7.3, 7.5 for paper, margins, sizes and page
numbers; line spacing of 28 pt is practice, it gives the 22 lines that clause 5.2.3 asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from drafter.errors import TemplateError
from drafter.messages import _

ROLES = {
    "题目": "title",
    "副题": "subtitle",
    "日期": "date",
    "讲话人": "speaker",
    "称谓": "salutation",
    "一级标题": "heading1",
    "二级标题": "heading2",
    "三级标题": "heading3",
    "四级标题": "heading4",
    "正文": "body",
}


# The least width and height of a text, in mm.
_LEAST = 20.0
# A layout inherits one that inherits one …, so deep and no deeper.
_DEEPEST = 8
YesNo = Literal["是", "否"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Paper(_Strict):
    """Size of the paper in mm."""

    width: float = Field(alias="宽", gt=50, lt=1000)
    height: float = Field(alias="高", gt=50, lt=1000)


class Margins(_Strict):
    """Margins in mm."""

    top: float = Field(alias="上", ge=0, lt=200)
    bottom: float = Field(alias="下", ge=0, lt=200)
    left: float = Field(alias="左", ge=0, lt=200)
    right: float = Field(alias="右", ge=0, lt=200)


class PageNumber(_Strict):
    """Page numbers: face, size and indent in pt, distance of the footer from the edge in mm, place."""

    font: str = Field(alias="字体")
    size: float = Field(alias="字号", gt=4, lt=100)
    distance: float = Field(alias="距下边", ge=0, lt=200)
    indent: float = Field(0, alias="缩进", ge=0, lt=200)
    position: Literal["外侧", "居中"] = Field("外侧", alias="位置")


class Style(_Strict):
    """A kind of paragraph: face, size, exact line spacing and what is added between characters in pt, first-line indent
    in characters."""

    font: str = Field(alias="字体")
    size: float = Field(alias="字号", gt=4, lt=100)
    spacing: float = Field(alias="行距", gt=4, lt=200)
    align: str = Field("两端", alias="对齐", pattern="^(居中|两端|左|右)$")
    indent: float = Field(0, alias="首行", ge=0, lt=20)
    before: float = Field(0, alias="段前", ge=0, lt=200)
    after: float = Field(0, alias="段后", ge=0, lt=200)
    pitch: float = Field(0, alias="字距", gt=-5, lt=20)
    keep: YesNo = Field("否", alias="同页")
    bold: YesNo = Field("否", alias="加粗")


class _File(_Strict):
    about: str = Field("", alias="说明")
    paper: Paper = Field(alias="纸张")
    margins: Margins = Field(alias="页边")
    number: PageNumber = Field(alias="页码")
    aids: list[Literal["读音", "停顿", "重音"]] = Field([], alias="提示")
    latin: str = Field("", alias="西文字体")
    seams: YesNo = Field("是", alias="西文间距")
    rare: dict[str, str] = Field({}, alias="补字")
    alternatives: dict[str, str] = Field({}, alias="替用")
    run_in: YesNo = Field("否", alias="接排")
    date: Literal["数字", "汉字"] = Field("数字", alias="日期写法")
    styles: dict[str, Style] = Field(alias="样式")


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout profile; ``styles`` are by role: title, subtitle, date, speaker, salutation, heading1–4, body.

    ``aids`` are those for reading aloud: 读音, 停顿, 重音. ``latin`` is the face of digits and Latin letters, empty for
    that of the style; ``seams`` whether an editor leaves a little between them and Chinese. ``rare`` names, for a face
    that holds the characters of GB 2312 alone, the face that shows the others; ``alternatives``, for a face, what an
    editor takes where it is not installed. ``run_in``: second-level headings begin the paragraph after them.
    ``date_in_words``: 二〇二六年五月二十日.
    """

    name: str
    paper: Paper
    margins: Margins
    number: PageNumber
    styles: Mapping[str, Style]
    aids: frozenset[str] = frozenset()
    latin: str = ""
    seams: bool = True
    rare: Mapping[str, str] = field(default_factory=dict)
    alternatives: Mapping[str, str] = field(default_factory=dict)
    run_in: bool = False
    date_in_words: bool = False

    @property
    def width(self) -> float:
        """The width of the text in pt."""
        return (self.paper.width - self.margins.left - self.margins.right) * 72 / 25.4


def _impossible(paper: Paper, margins: Margins) -> str | None:
    """Why nothing can be set on this paper; None when something can."""
    if paper.width - margins.left - margins.right < _LEAST or paper.height - margins.top - margins.bottom < _LEAST:
        return _("the margins leave no room on the paper")
    return None


def find(name: str, read: Callable[[str], dict[str, Any]]) -> Layout:
    """The layout called ``name``, with what it inherits; ``read`` gives the contents of a file of the library.

    Raises TemplateError for what it cannot hold.
    """
    return load(name, _inherited(name, read, ()))


def _inherited(name: str, read: Callable[[str], dict[str, Any]], heirs: tuple[str, ...]) -> dict[str, Any]:
    """The contents of a layout file over those that it inherits."""
    if name in heirs or len(heirs) > _DEEPEST:
        raise TemplateError(_("{file}: inherits itself").format(file=f"layouts/{heirs[0]}.yaml"))
    data = dict(read(f"layouts/{name}.yaml"))
    parent = data.pop("继承", None)
    if parent is None:
        return data
    if not isinstance(parent, str) or not parent:
        raise TemplateError(_("{file}: 继承 is the name of one layout").format(file=f"layouts/{name}.yaml"))
    return _merged(_inherited(parent, read, (*heirs, name)), data)


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """``above`` laid over ``below``: a mapping key by key, anything else as a whole."""
    both = {key for key in above if isinstance(above[key], dict) and isinstance(below.get(key), dict)}
    return {**below, **above, **{key: _merged(below[key], above[key]) for key in both}}


def load(name: str, data: Mapping[str, Any]) -> Layout:
    """The layout in ``data``, the contents of a layout file. Raises TemplateError for what it cannot hold."""
    file = f"layouts/{name}.yaml"
    try:
        found = _File.model_validate(data)
    except ValidationError as error:
        item = error.errors()[0]
        where = ".".join(str(part) for part in item["loc"])
        raise TemplateError(
            _("{file}: “{where}” will not do: {why}").format(file=file, where=where, why=item["msg"])
        ) from error
    if message := _impossible(found.paper, found.margins):
        raise TemplateError(f"{file}: {message}")
    if missing := [role for role in ROLES if role not in found.styles]:
        raise TemplateError(_("{file}: the style “{name}” is missing").format(file=file, name=missing[0]))
    styles = {english: found.styles[chinese] for chinese, english in ROLES.items()}
    return Layout(
        name,
        found.paper,
        found.margins,
        found.number,
        styles,
        aids=frozenset(found.aids),
        latin=found.latin,
        seams=found.seams == "是",
        rare=found.rare,
        alternatives=found.alternatives,
        run_in=found.run_in == "是",
        date_in_words=found.date == "汉字",
    )
