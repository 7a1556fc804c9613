"""The catalogue of rules: files of the library say what each is, patterns or functions find."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from drafter.checks import pattern
from drafter.checks.rule import LEVELS, SEVERITIES, Finder, Rule
from drafter.errors import TemplateError
from drafter.library import Library
from drafter.messages import _


class _Entry(BaseModel):
    """A rule as its file has it. The English words may be left out: the Chinese ones stand in for them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(alias="名")
    english: str = Field("", alias="name")
    severity: str = Field(alias="级", pattern="^(必错|疑似|提示)$")
    level: str = Field("单位", alias="据", pattern=f"^({'|'.join(LEVELS)})$")
    says: str = Field(alias="说")
    message: str = ""
    why: str = Field("", alias="为何")
    reason: str = Field("", alias="why")
    pattern: str = Field("", alias="模式")
    words: list[str] | dict[str, str] = Field([], alias="词")
    unless: str = Field("", alias="例外")
    roles: list[str] = Field([], alias="在")
    mend: str | None = Field(None, alias="改")
    safe: Literal["是", "否"] = Field("否", alias="可自动改")
    bad: list[Any] = Field(alias="错", min_length=1)
    good: list[Any] = Field(alias="对", min_length=1)


def rules(library: Library, functions: Mapping[str, Finder]) -> tuple[Rule, ...]:
    """Every rule of the library, by code; ``functions`` are the finders of those that no pattern can say.

    Raises TemplateError for a file that cannot be used.
    """
    found: dict[str, Rule] = {}
    for shelf in reversed(library.shelves):
        for file in Library(shelf).names("rules"):
            if file.endswith(".yaml"):
                name = f"rules/{file}"
                for code, entry in Library(shelf).data(name).items():
                    found[code] = _rule(name, code, entry, functions)
    return tuple(found[code] for code in sorted(found))


def _rule(file: str, code: str, entry: object, functions: Mapping[str, Finder]) -> Rule:
    try:
        data = _Entry.model_validate(entry)
        find = _finder(code, data, functions)
    except ValidationError as error:
        item = error.errors()[0]
        where = ".".join(str(part) for part in item["loc"])
        message = _("{file}: {code}: “{where}” will not do: {why}")
        raise TemplateError(message.format(file=file, code=code, where=where, why=item["msg"])) from error
    except ValueError as error:
        raise TemplateError(f"{file}: {code}: {error}") from error
    return Rule(
        code,
        (data.english or data.name, data.name),
        (data.message or data.says, data.says),
        SEVERITIES[data.severity],
        data.level,
        (data.reason or data.why, data.why),
        find,
        tuple(data.bad),
        tuple(data.good),
        data.safe == "是",
    )


def _finder(code: str, data: _Entry, functions: Mapping[str, Finder]) -> Finder:
    if not data.pattern and not data.words:
        if code not in functions:
            raise ValueError(_("a rule needs 模式 or 词"))
        return functions[code]
    if data.pattern:
        found: re.Pattern[str] = pattern.compiled(data.pattern)
        mends: str | dict[str, str] | None = data.mend
    else:
        found = re.compile("|".join(map(re.escape, sorted(data.words, key=len, reverse=True))))
        mends = data.words if isinstance(data.words, dict) else None
    unless = pattern.compiled(data.unless) if data.unless else None
    return pattern.finder(found, frozenset(data.roles), unless, mends)


def chosen(all_rules: Sequence[Rule], select: Sequence[str], ignore: Sequence[str]) -> tuple[Rule, ...]:
    """The rules whose codes begin with one of ``select``, all if it is empty, and with none of ``ignore``."""
    return tuple(
        rule
        for rule in all_rules
        if (not select or rule.code.startswith(tuple(select))) and not rule.code.startswith(tuple(ignore) or ("\0",))
    )
