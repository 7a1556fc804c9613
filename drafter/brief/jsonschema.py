"""The JSON Schema of the brief, under Chinese and English keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drafter.brief.keys import KEYS
from drafter.brief.schema import BriefModel

_TEXT = {"$ref": "#/$defs/text"}
_NOTE = {"description": "备注：给写稿人自己看的，不会印出来"}


def schema(fields: Mapping[str, str] | None = None) -> dict[str, Any]:
    """JSON Schema (2020-12) of a brief, with the further ``fields`` of genres, each with what it is.

    Each key stands in every accepted word; texts may be numbers as typed.
    """
    raw = BriefModel.model_json_schema()
    definitions = {name: _both(item) for name, item in raw.pop("$defs").items()}
    whole = _both(raw)
    for name, about in (fields or {}).items():
        whole["properties"][name] = {"description": about, "anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **whole,
        "title": "drafter brief",
        "$defs": {**definitions, "text": {"type": ["string", "number", "boolean", "null"]}},
    }


def _both(item: Any) -> Any:
    """``item`` with its properties under all their words, lists also as single entries, and 备注 anywhere."""
    if isinstance(item, list):
        return [_both(part) for part in item]
    if not isinstance(item, dict):
        return item
    made = {key: _both(value) for key, value in item.items() if key not in ("default", "title", "required")}
    if made.get("type") == "array" and "items" in made:
        inner = made["items"]
        about = {key: made.pop(key) for key in ("description", "examples") if key in made}
        made = {**about, "anyOf": [made, inner, _TEXT]}
    elif made.get("type") in ("string", "boolean"):
        made = {**{key: made[key] for key in ("description", "examples") if key in made}, "$ref": "#/$defs/text"}
    elif "properties" in made:
        made["properties"] = _properties(item["properties"])
        if required := item.get("required"):
            made["allOf"] = [{"anyOf": [{"required": [word]} for word in _words(key)]} for key in required]
    if made.pop("alone", False):
        made = {"anyOf": [made, _TEXT, {"type": "array", "items": _TEXT}]}
    return made


def _words(key: str) -> tuple[str, ...]:
    return (*KEYS.get(key, ()), key.rstrip("_"))


def _properties(properties: dict[str, Any]) -> dict[str, Any]:
    both = {word: _both(value) for key, value in properties.items() for word in _words(key)}
    return {**both, "备注": _NOTE, "note": _NOTE}
