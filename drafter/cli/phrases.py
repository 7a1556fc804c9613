"""``drafter phrases``: the banks, the variants of one, and which of them a brief's speeches say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from drafter import source
from drafter import voice as voices
from drafter.cli.options import json_option, library_option, padded
from drafter.compose.phrases import Bank, suite_name
from drafter.compose.speech import Composer
from drafter.draft import draft
from drafter.language.near import near
from drafter.library import Library
from drafter.messages import _
from drafter.model import Speech


@click.command()
@click.argument("asked", metavar="[BRIEF] [BANK]", nargs=-1)
@click.option("--voice", metavar="VOICE", default=voices.DEFAULT, help=_("Show the banks as this voice has them."))
@json_option
@library_option
def command(asked: tuple[str, ...], voice: str, as_json: bool, library: Library) -> None:
    """Lists the phrase banks; with BANK its variants; with BRIEF what its speeches say of them."""
    composer = Composer(library)
    held = composer.layer(voice).functions.banks.banks
    briefs = [name for name in asked if source.is_file(Path(name))]
    banks = [name for name in asked if name not in briefs]
    if len(briefs) > 1 or len(banks) > 1:
        raise click.UsageError(_("name one brief and one bank at most"))
    bank = _bank(held, banks[0]) if banks else None
    speeches = draft(Path(briefs[0]), composer).speeches if briefs else ()
    said = [entry for number, speech in enumerate(speeches, 1) for entry in _said(number, speech)]
    listed = _data(held, bank, said, bool(briefs))
    if as_json:
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
    elif bank:
        click.echo("\n".join(_shown(bank, [entry["phrase"] for entry in said], bool(briefs))))
    elif briefs:
        for entry in said:
            click.echo(f"{padded(entry['part'], 16)} {padded(entry['bank'], 14)} {entry['phrase']}")
        click.echo(_("Under 讲话, 定句: [“…”] keeps a phrase, 禁句: [“…”] bans one."), err=True)
    else:
        for one in held.values():
            count = len(one.variants) or len(one.suites)
            click.echo(f"{padded(one.name, 16)} {count:>3}  {one.about}")


def _bank(banks: Mapping[str, Bank], name: str) -> Bank:
    if name not in banks:
        found = near(name, banks, 0.3)
        hint = _("Did you mean “{near}”?").format(near=found) if found else _("See drafter phrases.")
        raise click.BadParameter(_("there is no phrase bank or brief “{name}”. {hint}").format(name=name, hint=hint))
    return banks[name]


def _said(number: int, speech: Speech) -> Iterator[dict[str, str]]:
    for move in speech.moves:
        for paragraph in move.paragraphs:
            for phrase in paragraph.origin.phrases:
                bank, _slash, text = phrase.partition("/")
                yield {"part": f"{number} {move.name}", "bank": bank, "phrase": text, "paragraph": paragraph.id}


def _shown(bank: Bank, said: list[str], marked: bool) -> Iterator[str]:
    yield f"{bank.name}  {bank.about}"
    for variant in bank.variants:
        mark = "* " if variant.text in said else "  "
        when = f"    [{variant.when}]" if variant.when else ""
        yield f"{mark if marked else '  '}{variant.text}{when}"
    for suite in bank.suites:
        yield "  " + "；".join(f"{move}: {head}" for move, head in suite.items())


def _data(banks: Mapping[str, Bank], bank: Bank | None, said: list[dict[str, str]], marked: bool) -> object:
    if bank:
        variants = [{"text": v.text, "when": v.when} for v in bank.variants]
        phrases = {entry["phrase"] for entry in said}
        for variant in variants if marked else ():
            variant["said"] = "yes" if variant["text"] in phrases else "no"
        return {"name": bank.name, "about": bank.about, "variants": variants, "suites": [*map(suite_name, bank.suites)]}
    if marked:
        return said
    return [{"name": one.name, "about": one.about, "variants": len(one.variants)} for one in banks.values()]
