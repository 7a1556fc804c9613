"""Rules of one's own for ``drafter check``: what cannot be read, and tests that a rule fails."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.audit import places
from drafter.checks import catalogue, trial
from drafter.checks.finders import finders
from drafter.errors import Fault, TemplateError
from drafter.library import Library, builtin
from drafter.messages import _


def faults(own: Library) -> Iterator[Fault]:
    """What is wrong with the rules of ``own``, which may replace built-in ones by their codes."""
    files = {f"rules/{name}": own.text(f"rules/{name}") or "" for name in own.names("rules") if name.endswith(".yaml")}
    library = Library(*own.shelves, builtin())
    try:
        rules = {rule.code: rule for rule in catalogue.rules(library, finders(library))}
        codes = {code: file for file in files for code in own.data(file)}
    except TemplateError as error:
        yield from error.faults
        return
    for code, file in codes.items():
        for said, bad in trial.failed(rules[code]):
            message = _("{code} finds nothing in “{text}”") if bad else _("{code} finds something in “{text}”")
            hint = _("A sentence under 错 must be found, one under 对 must not.")
            first = said.split("\n")[0]
            place = places.of(file, files[file], first, f"{code}:")
            yield Fault(message.format(code=code, text=first[:40]), place, hint)
