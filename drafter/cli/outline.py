"""``drafter outline``: headings and expected length, to be approved before the text."""

from __future__ import annotations

import json
from pathlib import Path

import click

from drafter.cli.options import brief_argument, json_option, library_option, padded, show_findings
from drafter.compose.speech import Composer
from drafter.draft import draft
from drafter.language.spoken import syllables
from drafter.library import Library
from drafter.messages import _
from drafter.model import HEADINGS, Move, Speech


@click.command()
@brief_argument
@json_option
@library_option
def command(brief: Path, as_json: bool, library: Library) -> None:
    """Prints the outline of every speech in the brief."""
    drafted = draft(brief, Composer(library))
    if as_json:
        click.echo(json.dumps([_data(speech) for speech in drafted.speeches], ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n".join(_text(speech) for speech in drafted.speeches))
    show_findings(f for f in drafted.findings if f.severity != "info")


def _size(move: Move) -> int:
    return sum(syllables(paragraph.text) for paragraph in move.paragraphs)


def _text(speech: Speech) -> str:
    total = sum(_size(move) for move in speech.moves)
    lines = [
        speech.head.title_text,
        _("  {genre}, {count} syllables, {minutes:.1f} minutes at {pace} a minute").format(
            genre=speech.genre_name, count=total, minutes=total / speech.pace, pace=speech.pace
        ),
    ]
    if speech.minutes:
        over = total / speech.pace - speech.minutes
        message = _("  asked for: {minutes:g} minutes, {over:+.1f}")
        lines.append(message.format(minutes=speech.minutes, over=over))
    for move in speech.moves:
        share = _size(move) * 100 // max(total, 1)
        lines.append(
            _("  {move} {share:>3}%  {minutes:>4.1f} min").format(
                move=padded(move.name, 14), share=share, minutes=_size(move) / speech.pace
            )
        )
        for paragraph in move.paragraphs:
            if paragraph.role in HEADINGS:
                lines.append("    " + "  " * HEADINGS.index(paragraph.role) + paragraph.text)
    return "\n".join(lines)


def _data(speech: Speech) -> dict[str, object]:
    return {
        "title": speech.head.title_text,
        "genre": speech.genre,
        "pace": speech.pace,
        "moves": [
            {
                "name": move.name,
                "syllables": _size(move),
                "minutes": round(_size(move) / speech.pace, 2),
                "headings": [p.text for p in move.paragraphs if p.role in HEADINGS],
            }
            for move in speech.moves
        ],
    }
