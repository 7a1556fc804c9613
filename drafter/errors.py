"""What can go wrong that a user can mend.

* DrafterError
  - BriefError      a brief cannot be read, or states what cannot be
  - TemplateError   a template, phrase bank or layout is missing or cannot be used
    - UnknownGenre  no genre has the name that was asked for
  - DocumentError   a Word file cannot be read, or is not in a state to be used
  - OutputError     a document cannot be written where it was asked for
  - TableError      a table cannot be read, or is none that a brief can use

Anything else that is raised is a bug, and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drafter.model import Place


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: what, where, and what to do about it."""

    message: str
    place: Place | None = None
    hint: str | None = None

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        lines = [where + self.message]
        if self.place and self.place.source:
            lines += self.place.excerpt()
        if self.hint:
            lines.append(f"  {self.hint}")
        return "\n".join(lines)


class DrafterError(Exception):
    """Root of all errors that a user can mend; it carries every fault that was found."""

    def __init__(self, faults: Sequence[Fault] | str) -> None:
        self.faults: tuple[Fault, ...] = (Fault(faults),) if isinstance(faults, str) else tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class BriefError(DrafterError):
    """A brief cannot be read, or states what cannot be."""


class TemplateError(DrafterError):
    """A template, phrase bank or layout is missing or cannot be used."""


class UnknownGenre(TemplateError):
    """No genre has the name that was asked for; the fault names the nearest one."""


class DocumentError(DrafterError):
    """A Word file cannot be read, or is not in a state to be used."""


class OutputError(DrafterError):
    """A document cannot be written where it was asked for."""


class TableError(DrafterError):
    """A table that cannot be used."""
