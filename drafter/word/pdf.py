"""PDF by an installed LibreOffice: all documents of a run in one call, since starting it is what takes the time."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from drafter.errors import OutputError
from drafter.messages import _
from drafter.word import package
from drafter.word.xml import w

PROGRAM = "DRAFTER_SOFFICE"
_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
# Seconds: for starting it on a slow machine, and for each document.
_START, _EACH = 120, 20
_STYLES = "word/styles.xml"
# Controls are no fields of a form here, and comments are for the writer alone.
_OPTIONS = {"ExportFormFields": False, "ExportNotes": False, "ExportBookmarks": True}


@dataclass(frozen=True, slots=True)
class Pdf:
    """The bytes of a PDF, and how many pages it has."""

    data: bytes
    pages: int


def program() -> str:
    """LibreOffice: what DRAFTER_SOFFICE names, on the path, or where its installers put it. Raises OutputError."""
    wanted = os.environ.get(PROGRAM)
    found = [shutil.which(name) for name in ((wanted,) if wanted else (*_NAMES, *_PLACES))]
    if path := next(filter(None, found), None):
        return path
    hint = _("install it, or name its soffice in {variable}; .docx, .txt and .md need nothing").format(variable=PROGRAM)
    raise OutputError(_("PDF is made by LibreOffice, which is not found here: {hint}").format(hint=hint))


def pdfs(documents: Mapping[str, bytes]) -> dict[str, Pdf]:
    """The PDF of each .docx, by the same key; the same documents in the same order give the same bytes here.

    Raises OutputError when LibreOffice is missing, or gives nothing.
    """
    if not documents:
        return {}
    soffice = program()
    with tempfile.TemporaryDirectory(prefix="drafter-") as folder:
        home = Path(folder)
        # Numbers for names: those of a user may be longer, or stranger, than a program takes.
        for number, data in enumerate(documents.values()):
            (home / f"{number}.docx").write_bytes(_to_the_left(data))
        _convert(soffice, home, [f"{number}.docx" for number in range(len(documents))])
        made = {key: home / f"{number}.pdf" for number, key in enumerate(documents)}
        if missing := [key for key, path in made.items() if not path.is_file()]:
            raise OutputError(_("LibreOffice made no PDF of {name}").format(name=missing[0]))
        return {key: _settled(path.read_bytes()) for key, path in made.items()}


def _to_the_left(data: bytes) -> bytes:
    """The document without justified lines: LibreOffice loses a mark that hangs over the margin of one."""
    parts = package.parts(data)
    root = package.tree(parts[_STYLES], _STYLES)
    for align in root.iter(w("jc")):
        if align.get(w("val")) == "both":
            align.set(w("val"), "left")
    parts[_STYLES] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return package.packed(parts)


def _convert(soffice: str, home: Path, names: list[str]) -> None:
    options = {name: {"type": "boolean", "value": str(value).lower()} for name, value in _OPTIONS.items()}
    command = [
        *(soffice, f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--norestore"),
        *("--convert-to", f"pdf:writer_pdf_Export:{json.dumps(options)}", *names),
    ]
    try:
        subprocess.run(
            command,
            cwd=home,
            timeout=_START + _EACH * len(names),
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as error:
        raise OutputError(_("LibreOffice did not answer in {n} seconds").format(n=round(error.timeout))) from error
    except (OSError, subprocess.CalledProcessError) as error:
        raise OutputError(_("LibreOffice cannot be run: {why}").format(why=str(error)[:200])) from error


def _settled(data: bytes) -> Pdf:
    """A PDF without the time at which it was made and the numbers drawn for it."""
    from pypdf import PdfReader, PdfWriter  # only some runs make one

    reader = PdfReader(io.BytesIO(data))
    writer = PdfWriter()
    writer.append(reader)
    title = reader.metadata.title if reader.metadata else None
    writer.metadata = {"/Title": title} if title else {}
    made = io.BytesIO()
    writer.write(made)
    return Pdf(made.getvalue(), len(reader.pages))
