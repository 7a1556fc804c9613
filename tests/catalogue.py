"""Collects messages into the Chinese catalogues and compiles them: ours (drafter), and click's own (messages).

Run by ``make locale``. What has no translation yet is listed; ``test_messages`` fails while there is any.
"""

from __future__ import annotations

import datetime
import sys
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "drafter" / "locale" / "zh_CN" / "LC_MESSAGES"
SOURCES = {"drafter": ROOT / "drafter", "messages": Path(click.__file__).parent}
# The catalogues are the same on every day.
DATE = datetime.datetime(1980, 1, 1, tzinfo=datetime.timezone.utc)
KEYWORDS = {"_": None, "ngettext": (1, 2), "gettext": None}


def extracted(domain: str) -> Catalog:
    """The messages that stand in the code of ``domain``."""
    catalog = Catalog(locale="zh_CN", domain=domain, charset="utf-8", fuzzy=False)
    for _file, _line, message, _comments, context in extract_from_dir(
        SOURCES[domain], [("**.py", "python")], keywords=KEYWORDS
    ):
        catalog.add(message, context=context)
    return catalog


def written(domain: str) -> Catalog:
    """The catalogue as it is written down, empty when there is none."""
    path = FOLDER / f"{domain}.po"
    if not path.exists():
        return Catalog(locale="zh_CN", domain=domain, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="zh_CN", domain=domain)


def compiled(catalog: Catalog) -> bytes:
    """The .mo of ``catalog``."""
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def messages(mo: bytes) -> dict[str, object]:
    """What the .mo ``mo`` says, without its header: that names the version of the compiler."""
    catalog = read_mo(BytesIO(mo))
    return {f"{message.context}|{message.id}": message.string for message in catalog if message.id}


def missing(catalog: Catalog) -> list[str]:
    """The messages of ``catalog`` without a translation."""
    return [
        str(message.id)
        for message in catalog
        if message.id and not (all(message.string) if message.pluralizable else message.string)
    ]


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    left = 0
    for domain in SOURCES:
        catalog = extracted(domain)
        for message in written(domain):
            if message.id and message.id in catalog and message.string:
                catalog[message.id].string = message.string
        catalog.header_comment = f"# Chinese messages of {domain}."
        catalog.creation_date = catalog.revision_date = DATE
        buffer = BytesIO()
        write_po(buffer, catalog, sort_output=True, no_location=True, omit_header=False, width=110)
        (FOLDER / f"{domain}.po").write_bytes(buffer.getvalue())
        (FOLDER / f"{domain}.mo").write_bytes(compiled(written(domain)))
        for text in missing(catalog):
            print(f"{domain}: {text}")
            left += 1
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
