"""What is wrong in a folder of one's own templates, each fault with file and line: for those who write them."""

from __future__ import annotations

from pathlib import Path

from drafter.audit import genres, layouts, phrases, rules, templates
from drafter.compose.speech import Composer
from drafter.errors import Fault, TemplateError
from drafter.library import Library


def audit(folder: Path) -> list[Fault]:
    """Every fault in the templates, banks, layouts and rules of ``folder``, with the rest of the library behind it.

    Banks come first: nothing else can be looked at while they cannot be read.
    """
    own, library = Library(folder), Library.standard(folder)
    try:
        composer = Composer(library)
    except TemplateError as error:
        return list(error.faults)
    faults = [*phrases.faults(own, composer), *genres.faults(folder, own, composer), *templates.faults(own, composer)]
    faults += [*layouts.faults(own), *rules.faults(own)]
    return sorted(faults, key=lambda fault: fault.place.order if fault.place else ("", 0, 0))
