"""Layout profiles: what a page and each kind of paragraph look like. Text files in ``layouts/``.

Figures of the built-in ``gb`` profile: GB/T 9704-2012 clauses 5.1, 5.2, 7.3, 7.5 for paper, margins, sizes and page
numbers; line spacing of 28 pt is practice, it gives the 22 lines that clause 5.2.3 asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    """Page numbers: face, size and indent in pt, distance of the footer from the edge in mm."""

    font: str = Field(alias="字体")
    size: float = Field(alias="字号", gt=4, lt=100)
    distance: float = Field(alias="距下边", ge=0, lt=200)
    indent: float = Field(0, alias="缩进", ge=0, lt=200)


class Style(_Strict):
    """A kind of paragraph: face, size and exact line spacing in pt, first-line indent in characters."""

    font: str = Field(alias="字体")
    size: float = Field(alias="字号", gt=4, lt=100)
    spacing: float = Field(alias="行距", gt=4, lt=200)
    align: str = Field("两端", alias="对齐", pattern="^(居中|两端|左|右)$")
    indent: float = Field(0, alias="首行", ge=0, lt=20)
    before: float = Field(0, alias="段前", ge=0, lt=200)
    after: float = Field(0, alias="段后", ge=0, lt=200)
    keep: str = Field("否", alias="同页", pattern="^(是|否)$")
    bold: str = Field("否", alias="加粗", pattern="^(是|否)$")


class _File(_Strict):
    about: str = Field("", alias="说明")
    paper: Paper = Field(alias="纸张")
    margins: Margins = Field(alias="页边")
    number: PageNumber = Field(alias="页码")
    aids: list[Literal["读音", "停顿", "重音"]] = Field([], alias="提示")
    styles: dict[str, Style] = Field(alias="样式")


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout profile; ``styles`` are by role: title, subtitle, date, speaker, salutation, heading1–4, body.

    ``aids`` are those for reading aloud: 读音, 停顿, 重音.
    """

    name: str
    paper: Paper
    margins: Margins
    number: PageNumber
    styles: Mapping[str, Style]
    aids: frozenset[str] = frozenset()


def _impossible(paper: Paper, margins: Margins) -> str | None:
    """Why nothing can be set on this paper; None when something can."""
    if paper.width - margins.left - margins.right < _LEAST or paper.height - margins.top - margins.bottom < _LEAST:
        return _("the margins leave no room on the paper")
    return None


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
    return Layout(name, found.paper, found.margins, found.number, styles, frozenset(found.aids))
