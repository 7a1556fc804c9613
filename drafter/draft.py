"""The straight road: brief → speeches, and what a writer should know about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from drafter import genre as genres
from drafter.brief.read import read
from drafter.compose.speech import Composer
from drafter.library import Library
from drafter.messages import _
from drafter.model import Brief, Finding, Speech


@dataclass(frozen=True, slots=True)
class Draft:
    """The speeches of one brief and everything that was found on the way."""

    brief: Brief
    speeches: tuple[Speech, ...]
    findings: tuple[Finding, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        """The names of what is missing, once each, in reading order."""
        labels = (span.gap for speech in self.speeches for span in speech.spans() if span.gap)
        return tuple(dict.fromkeys(labels))


def read_brief(path: Path, library: Library) -> Brief:
    """The brief in ``path``, with the further fields of the genres it names. Raises BriefError."""

    return read(path, lambda name, place: genres.find(library, name, place).fields)


def draft(path: Path, composer: Composer) -> Draft:
    """Every speech that the brief in ``path`` asks for. Raises BriefError or TemplateError."""
    brief = read_brief(path, composer.library)
    kinds = [genres.find(composer.library, wanted.genre, wanted.place) for wanted in brief.speeches]
    speeches = tuple(
        composer.compose(brief, wanted, index, kind)
        for index, (wanted, kind) in enumerate(zip(brief.speeches, kinds, strict=True))
    )
    return Draft(brief, speeches, (*brief.findings, *unused(brief, speeches)))


def unused(brief: Brief, speeches: Sequence[Speech]) -> list[Finding]:
    """The facts of the brief that no speech says, each at its place; what a speech was told to leave out too."""
    said = {path for speech in speeches for path in speech.facts}
    named = {entity.path for entity in brief.entities.values()}
    message = _("“{path}” is in no speech: {text}")
    return [
        Finding("unused-fact", "warning", message.format(path=fact.path, text=fact.text[:24]), fact.place)
        for fact in brief.facts.values()
        if fact.path not in said and fact.path not in named and not fact.path.endswith(".简称")
    ]
