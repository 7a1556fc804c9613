"""A Word file as its parts, read with care: bounded before anything is unpacked, and refused by name.

Limits: a speech is some tens of kilobytes; an office file with pictures has some hundred parts and some megabytes.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from drafter.errors import DocumentError
from drafter.messages import _
from drafter.word.parts import member

TEXT = "word/document.xml"
TYPES = "[Content_Types].xml"
MAX_FILE = 64_000_000
MAX_PARTS = 2_000
MAX_PART = 64_000_000
MAX_WHOLE = 256_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive in ``data``, its list of contents checked. Raises DocumentError for what no Word file is."""
    if len(data) > MAX_FILE:
        raise DocumentError(_("larger than {n} MB").format(n=MAX_FILE // 1_000_000))
    if data.startswith(_OLE):
        locked = _ENCRYPTED in data
        raise DocumentError(
            _("it is locked with a password; take that off first")
            if locked
            else _("it is an old .doc or .wps, whatever its name says; save it as .docx first")
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        listed = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise DocumentError(_("it is no Word file (.docx), or it is cut short")) from error
    _check(listed)
    return archive


def _check(listed: list[zipfile.ZipInfo]) -> None:
    names = [info.filename for info in listed]
    if len(names) > MAX_PARTS:
        raise DocumentError(_("it has more than {n} parts").format(n=MAX_PARTS))
    if len({name.lower() for name in names}) != len(names):
        raise DocumentError(_("it has two parts of one name"))
    if TEXT not in names:
        raise DocumentError(_("it is no Word file (.docx): the part {name} is missing").format(name=TEXT))
    for info in listed:
        name = info.filename
        if name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") or "\0" in name:
            raise DocumentError(_("a part has a name that no Word file has: {name}").format(name=name[:60]))
        if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # Other ways to pack may ask for any amount of memory, and no office program uses them.
            raise DocumentError(_("the part {name} is packed in a way that no office program uses").format(name=name))
    if sum(info.file_size for info in listed) > MAX_WHOLE or any(info.file_size > MAX_PART for info in listed):
        raise DocumentError(_("unpacked, it would be larger than {n} MB").format(n=MAX_PART // 1_000_000))


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part of an archive that was opened; the size that it claims is not believed."""
    try:
        with archive.open(name) as file:
            data = file.read(MAX_PART + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError, OSError) as error:
        raise DocumentError(_("the part {name} is broken").format(name=name)) from error
    if len(data) > MAX_PART:
        raise DocumentError(_("unpacked, it would be larger than {n} MB").format(n=MAX_PART // 1_000_000))
    return data


def parts(data: bytes) -> dict[str, bytes]:
    """All parts of the Word file in ``data``, in order. Raises DocumentError."""
    archive = opened(data)
    found: dict[str, bytes] = {}
    size = 0
    for info in archive.infolist():
        if info.is_dir():
            continue
        found[info.filename] = part(archive, info.filename)
        size += len(found[info.filename])
        if size > MAX_WHOLE:
            raise DocumentError(_("unpacked, it would be larger than {n} MB").format(n=MAX_WHOLE // 1_000_000))
    if TYPES not in found:
        raise DocumentError(_("it is no Word file (.docx): the part {name} is missing").format(name=TYPES))
    return found


def tree(data: bytes, name: str) -> etree._Element:
    """The XML of a part. Raises DocumentError for XML that is broken, too deep, or declares entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(_("the part {name} is broken").format(name=name)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentError(_("the part {name} declares entities, as no office program does").format(name=name))
    return root


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a file, without a time; the types come first."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(parts, key=lambda name: name != TYPES):
            archive.writestr(member(name), parts[name])
    return buffer.getvalue()


def source_of(rels: str) -> str:
    """The part that the relations in the part ``rels`` belong to; empty for the package."""
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels")) if name != ".rels" else ""


def resolved(source: str, target: str) -> str:
    """The name of the part that ``target``, in the relations of ``source``, leads to."""
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
