"""What is wrong in a brief, as pydantic finds it, in words for a writer."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from drafter.brief.keys import chinese
from drafter.brief.schema import model_in
from drafter.brief.view import Places, place_of
from drafter.errors import Fault
from drafter.language.near import near
from drafter.messages import _


def fault(item: dict[str, Any], model: type[BaseModel], places: Places) -> Fault:
    """What pydantic found, in words for a writer and at its place."""
    loc = tuple(item["loc"])
    name = chinese(str(next((part for part in reversed(loc) if isinstance(part, str)), "")))
    kind, value = item["type"], item.get("input")
    if kind == "extra_forbidden":
        return _unknown(loc, model, places)
    if kind == "missing":
        message = _("“{key}” is missing").format(key=name)
        return Fault(message, place_of(loc, places) or place_of(loc[:-1], places), _missing_hint(loc))
    place = place_of(loc, places)
    if kind == "value_error":
        return Fault(str(item["ctx"]["error"]), place)
    if kind == "string_type":
        return Fault(_("“{key}” takes one text, not a list or mapping").format(key=name), place, _brace_hint(value))
    if kind == "list_type":
        return Fault(_("“{key}” takes a text or a list of texts").format(key=name), place, _brace_hint(value))
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return Fault(_("“{key}” takes “key: value” lines").format(key=name), place, _colon_hint(value))
    if kind == "too_short" and not value:
        return Fault(_("“{key}” is empty").format(key=name), place, _missing_hint(loc))
    if kind in ("too_short", "too_long"):
        return Fault(_("“{key}” takes exactly two entries").format(key=name), place)
    return Fault(_("“{key}” cannot be “{value}”").format(key=name, value=str(value)[:20]), place, _number_hint(item))


def _missing_hint(loc: tuple[str | int, ...]) -> str | None:
    if loc[-1] == "genre":
        return _("Every speech needs a genre: “体裁: 座谈会讲话”; drafter templates lists them.")
    if loc[-1] == "speeches":
        return _("Say which speeches to write: “讲话:”, then “- 体裁: 座谈会讲话”.")
    return None


def _brace_hint(value: Any) -> str | None:
    if isinstance(value, dict) and len(value) == 1 and not next(iter(value.values())):
        return _('Text that begins with {{ must stand in straight quotes: "{{{name}}}".').format(name=next(iter(value)))
    return None


def _colon_hint(value: Any) -> str | None:
    if isinstance(value, str) and ("：" in value or ":" in value):
        return _("Use a half-width colon and a blank after it.")
    return None


def _number_hint(item: Any) -> str | None:
    limits = item.get("ctx", {})
    if item["type"] in ("bool_parsing", "bool_type"):
        return _("Write 是 or 否.")
    if item["type"] == "int_parsing":
        return _("A whole number is wanted.")
    if item["type"] == "greater_than_equal":
        return _("The number is at least {n}.").format(n=limits["ge"])
    if item["type"] == "less_than_equal":
        return _("The number is at most {n}.").format(n=limits["le"])
    return None


def _unknown(loc: tuple[str | int, ...], model: type[BaseModel], places: Places) -> Fault:
    word = str(loc[-1])
    known = [chinese(name) for name in fields_at(model, loc[:-1])]
    message = _("“{key}” is not a key here").format(key=chinese(word))
    if word.replace("%", "").isdigit():
        return Fault(message, place_of((*loc, "key"), places), _("A comma ends the number here: write it without one."))
    found = near(word, [*known, *fields_at(model, loc[:-1])])
    hint = _("Did you mean “{near}”?").format(near=chinese(found)) if found else None
    return Fault(
        message, place_of((*loc, "key"), places), hint or _("Known here: {keys}").format(keys="、".join(known))
    )


def fields_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """The names of the fields of the mapping at ``loc``."""
    for part in loc:
        if isinstance(part, str) and part in model.model_fields:
            model = model_in(model.model_fields[part].annotation) or model
    return list(model.model_fields)
