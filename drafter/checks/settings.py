"""The settings of an office: how severe each rule is there, and which are not wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from drafter import source
from drafter.checks.rule import SEVERITIES, Rule
from drafter.errors import BriefError, Fault
from drafter.messages import _
from drafter.model import Place
from drafter.source import Scalar

# The name of the file that is taken when none is given.
NAME = "检查设置.yaml"
_OFF = "不查"


def read(path: Path, codes: Sequence[str]) -> dict[str, str]:
    """What the file sets, by code or by the beginning of codes: 必错, 疑似, 提示 or 不查.

    Its keys are those four words, each with codes of rules, one or a list. Raises BriefError, each fault at its place.
    """
    node, faults = source.parse(source.read_bytes(path), str(path))
    found: dict[str, str] = {}
    if not isinstance(node, source.Mapping) and not faults:
        message = _("settings are lines such as 不查: [R12, R15]")
        faults.append(Fault(message, node.place if node else Place(str(path), 1, 1)))
    for key, value in node.pairs if isinstance(node, source.Mapping) else ():
        if key.text not in (*SEVERITIES, _OFF):
            hint = _("Known are 必错, 疑似, 提示, 不查.")
            faults.append(Fault(_("no severity is called “{name}”").format(name=key.text[:30]), key.place, hint))
            continue
        for item in value.items if isinstance(value, source.Sequence) else (value,):
            code = item.text.upper() if isinstance(item, Scalar) else ""
            if not code or not any(known.startswith(code) for known in codes):
                message = _("no rule begins with “{code}”").format(code=code[:30])
                faults.append(
                    Fault(message, item.place, _("Codes are as drafter check shows them: N01, or N for all."))
                )
            elif code in found:
                faults.append(Fault(_("“{code}” is set twice").format(code=code), item.place))
            else:
                found[code] = key.text
    if faults:
        raise BriefError(faults)
    return found


def applied(rules: Sequence[Rule], settings: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules with the severities that are set, without those that are not wanted; the longest beginning counts."""
    kept = []
    for rule in rules:
        said = next((settings[rule.code[:n]] for n in range(len(rule.code), 0, -1) if rule.code[:n] in settings), None)
        if said != _OFF:
            kept.append(rule if said is None else replace(rule, severity=SEVERITIES[said]))
    return tuple(kept)
