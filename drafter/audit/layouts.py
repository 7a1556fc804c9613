"""Layout profiles: what a document could not be set by."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.errors import Fault, TemplateError
from drafter.library import Library, builtin
from drafter.model import Place
from drafter.word import layout


def faults(own: Library) -> Iterator[Fault]:
    """What is wrong with the layouts of ``own``, which may inherit built-in ones."""
    library = Library(*own.shelves, builtin())
    for name in own.names("layouts"):
        if name.endswith(".yaml"):
            file = f"layouts/{name}"
            try:
                layout.find(name.removesuffix(".yaml"), library.data)
            except TemplateError as error:
                yield from (Fault(f.message, f.place or Place(file, 1, 1), f.hint) for f in error.faults)
