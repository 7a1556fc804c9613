"""Dated knowledge: plans and congresses with their years, bodies that were renamed, formulas with their days.

Files of ``lists/``; a shelf of one's own adds entries, and replaces those of the same name.
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from drafter.checks import pattern
from drafter.errors import TemplateError
from drafter.library import Library
from drafter.messages import _


def _bounded(text: str) -> str:
    pattern.compiled(text)
    return text


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Plan(_Strict):
    """A five-year plan: its first and its last year."""

    first: int = Field(alias="起", ge=1950, le=2100)
    last: int = Field(alias="止", ge=1950, le=2100)


class Renamed(_Strict):
    """A body that has another name: since when, and what it is called now."""

    since: datetime.date = Field(alias="自")
    now: str = Field(alias="今")


class Formula(_Strict):
    """A formula: its pattern, from when and until when it is said, and what is said now."""

    pattern: Annotated[str, AfterValidator(_bounded)] = Field(alias="模式")
    start: datetime.date | None = Field(None, alias="始")
    end: datetime.date | None = Field(None, alias="自")
    now: str = Field("", alias="今")

    @property
    def compiled(self) -> re.Pattern[str]:
        """The pattern; the one that was compiled before."""
        return pattern.compiled(self.pattern)


def plans(library: Library) -> dict[str, Plan]:
    """The five-year plans by their names. Like the others raises TemplateError for a list that cannot be used."""
    return _read(library, "规划", Plan)


def events(library: Library) -> dict[str, datetime.date]:
    """The days on which congresses and games opened."""
    return _read(library, "大会", datetime.date)


def renamed(library: Library) -> dict[str, Renamed]:
    """Bodies that have another name now, by the old one."""
    return _read(library, "机构", Renamed)


def formulas(library: Library) -> dict[str, Formula]:
    """Formulas with their days."""
    return _read(library, "提法", Formula)


def cues(library: Library) -> dict[str, dict[str, list[str]]]:
    """For each genre the parts that it cannot do without, each with words that show it."""
    return _read(library, "体裁", dict[str, list[str]])


def _read(library: Library, name: str, kind: Any) -> dict[str, Any]:
    file = f"lists/{name}.yaml"
    found: dict[str, Any] = {}
    for shelf in reversed(library.shelves):
        if Library(shelf).text(file) is not None:
            found |= Library(shelf).data(file)
    try:
        return TypeAdapter(dict[str, kind]).validate_python(found)
    except ValidationError as error:
        item = error.errors()[0]
        where = ".".join(str(part) for part in item["loc"])
        message = _("{file}: “{where}” will not do: {why}")
        raise TemplateError(message.format(file=file, where=where, why=item["msg"])) from error
