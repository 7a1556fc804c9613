"""Findings of rules as text for a terminal, JSON, SARIF, and annotations of GitHub."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click

from drafter import __version__
from drafter.checks.rule import Rule
from drafter.language.width import cells
from drafter.messages import _, is_chinese
from drafter.model import Finding

FORMS = ("text", "json", "sarif", "github")
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_WIDTH = 72


def written(findings: Sequence[Finding], rules: Sequence[Rule], form: str) -> str:
    """``findings`` in one of FORMS."""
    if form == "json":
        return json.dumps({"findings": [_plain(finding) for finding in findings]}, ensure_ascii=False, indent=2)
    if form == "sarif":
        return json.dumps(_sarif(findings, rules), ensure_ascii=False, indent=2)
    if form == "github":
        return "\n".join(map(_annotation, findings))
    return "".join(map(_text, findings))


def said(finding: Finding) -> str:
    """A finding in a line or two, without its place: what a comment on the place says."""
    level = f"（{finding.level}）" if finding.level else ""
    text = f"{_names()[finding.severity]} {finding.rule} {finding.message}{level}"
    if finding.replacement is not None:
        text += "\n" + _("mend: {text}").format(text=finding.replacement or _("take it out"))
    return text


def _names() -> dict[str, str]:
    return {"error": _("fault"), "warning": _("look at it"), "info": _("hint")}


def _text(finding: Finding) -> str:
    name = click.style(_names()[finding.severity], fg=_COLOURS[finding.severity])
    where = f"{finding.place}: " if finding.place else ""
    level = f"（{finding.level}）" if finding.level else ""
    lines = [f"{where}{name} {finding.rule} {finding.message}{level}"]
    if finding.place and finding.place.source:
        excerpt, caret = finding.place.excerpt(_WIDTH)
        room = cells(excerpt) - cells(caret) + 1
        lines += [excerpt, caret + "^" * max(0, min(cells(finding.quote) - 1, room))]
    if finding.heading:
        lines.append("  " + _("under: {path}").format(path=finding.heading))
    if finding.replacement is not None:
        lines.append("  " + _("mend: {text}").format(text=finding.replacement or _("take it out")))
    return "\n".join(lines) + "\n"


def _plain(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "level": finding.level,
        "message": finding.message,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "quote": finding.quote,
        "heading": finding.heading,
        "replacement": finding.replacement,
        "safe": finding.safe,
    }


def _sarif(findings: Sequence[Finding], rules: Sequence[Rule]) -> dict[str, Any]:
    """SARIF 2.1.0, as code scanning services read it."""
    told = [
        {
            "id": rule.code,
            "shortDescription": {"text": rule.names[is_chinese()]},
            "fullDescription": {"text": rule.why[is_chinese()] or rule.names[is_chinese()]},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        }
        for rule in rules
    ]
    results = []
    for finding in findings:
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "level": _LEVELS[finding.severity],
            "message": {"text": finding.message},
        }
        if finding.place:
            region = {
                "startLine": finding.place.line,
                "startColumn": finding.place.column,
                "endColumn": finding.place.column + max(1, len(finding.quote)),
                "snippet": {"text": finding.quote},
            }
            where = {"artifactLocation": {"uri": finding.place.file}, "region": region}
            result["locations"] = [{"physicalLocation": where}]
        results.append(result)
    driver = {"name": "drafter", "version": __version__, "rules": told}
    return {
        "version": "2.1.0",
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _annotation(finding: Finding) -> str:
    """A workflow command; its text may hold neither line breaks nor the marks of its own syntax."""
    kind = {"error": "error", "warning": "warning", "info": "notice"}[finding.severity]
    place = finding.place
    where = f" file={_property(place.file)},line={place.line},col={place.column}" if place else ""
    title = f"{',' if where else ' '}title={_property(finding.rule)}"
    return f"::{kind}{where}{title}::{_data(finding.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
