"""The same text by other means: docxtpl, python-docx, and the floor of zipping what is finished."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
from docxtpl import DocxTemplate

from drafter.model import Speech
from drafter.word.clean import clean
from drafter.word.layout import Layout
from drafter.word.parts import STYLES, base, member
from drafter.word.write import Writer


def texts(speech: Speech) -> list[tuple[str, str]]:
    """The paragraphs of ``speech`` with their roles, head and body."""
    head = [(role, "".join(span.text for span in spans)) for role, spans in speech.head.lines()]
    return [*head, *((paragraph.role, paragraph.text) for paragraph in speech.paragraphs)]


def _lean(layout: Layout, speech: Speech) -> docx.document.Document:
    """drafter's own styles, page and footers, without text and without what it keeps inside."""
    document = docx.Document(io.BytesIO(clean(Writer(layout).docx(speech), force=True).data))
    for paragraph in list(document.element.body)[:-1]:
        document.element.body.remove(paragraph)
    return document


def _bytes(document: docx.document.Document | DocxTemplate) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def by_docxtpl(layout: Layout, speech: Speech) -> Callable[[Speech], bytes]:
    """A template of docxtpl with a paragraph for each role, in a loop over the paragraphs."""
    document = _lean(layout, speech)

    def add(text: str, style: str = "Normal") -> None:
        paragraph = document.add_paragraph(text)
        paragraph.style = next(found for found in document.styles if found.style_id == style)

    add("{%p for role, text in texts %}")
    for role, (style, _name, _alias) in STYLES.items():
        add(f"{{%p if role == '{role}' %}}")
        add("{{ text }}", style)
        add("{%p endif %}")
    add("{%p endfor %}")
    template = _bytes(document)

    def made(speech: Speech) -> bytes:
        document = DocxTemplate(io.BytesIO(template))
        document.render({"texts": texts(speech)}, autoescape=True)
        return _bytes(document)

    return made


def by_python_docx(layout: Layout, speech: Speech) -> Callable[[Speech], bytes]:
    """python-docx as its manual shows it: the base opened, paragraphs added by the names of their styles."""
    template = _bytes(_lean(layout, speech))
    # python-docx has names of its own for the built-in styles.
    names = {role: name.replace("heading", "Heading") for role, (_id, name, _alias) in STYLES.items()}

    def made(speech: Speech) -> bytes:
        document = docx.Document(io.BytesIO(template))
        for role, text in texts(speech):
            document.add_paragraph(text, style=names[role])
        return _bytes(document)

    return made


def floor(layout: Layout, made: bytes) -> Callable[[], bytes]:
    """Finished parts into a zip: those of a document its own deflated anew, the others deflated once."""
    kept = base(layout)
    with zipfile.ZipFile(io.BytesIO(kept)) as package:
        same = set(package.namelist())
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        own = {name: package.read(name) for name in package.namelist() if name not in same}

    def written() -> bytes:
        buffer = io.BytesIO()
        buffer.write(kept)
        with zipfile.ZipFile(buffer, "a") as package:
            for name, data in own.items():
                package.writestr(member(name), data)
        return buffer.getvalue()

    return written
