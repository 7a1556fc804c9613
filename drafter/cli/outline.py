"""``drafter outline``: headings and the plan of the time, to be approved before the text."""

from __future__ import annotations

import json
from pathlib import Path

import click

from drafter.cli.options import brief_argument, json_option, library_option, minutes_option, padded, show_findings
from drafter.compose.speech import Composer
from drafter.draft import draft
from drafter.library import Library
from drafter.messages import _
from drafter.model import HEADINGS, Speech
from drafter.review import shares


@click.command()
@brief_argument
@minutes_option
@json_option
@library_option
def command(brief: Path, minutes: dict[int, float], as_json: bool, library: Library) -> None:
    """Prints the outline of every speech in the brief, and the time that each part should take and takes."""
    drafted = draft(brief, Composer(library), minutes)
    if as_json:
        click.echo(json.dumps([_data(speech) for speech in drafted.speeches], ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n".join(_text(speech) for speech in drafted.speeches))
    show_findings(f for f in drafted.findings if f.severity != "info" or f.rule == "heading")


def _text(speech: Speech) -> str:
    total, planned = speech.syllables, shares(speech)
    lines = [
        speech.head.title_text,
        _("  {genre}, {count} syllables, {minutes:.1f} minutes at {pace} a minute").format(
            genre=speech.genre_name, count=total, minutes=total / speech.pace, pace=speech.pace
        ),
    ]
    if speech.minutes:
        lines.append(_asked(speech.minutes, round(total / speech.pace - speech.minutes, 1)))
    whole = sum(planned.values()) or 1
    for move in speech.moves:
        lines.append(
            _("  {move} {minutes:>4.1f} min   plan {share:>3.0f}%  {plan:>4.1f} min").format(
                move=padded(move.name, 10),
                minutes=move.syllables / speech.pace,
                share=planned[move.name] * 100 / whole,
                plan=planned[move.name],
            )
        )
        for paragraph in move.paragraphs:
            if paragraph.role in HEADINGS:
                lines.append("    " + "  " * HEADINGS.index(paragraph.role) + paragraph.text)
    return "\n".join(lines)


def _asked(minutes: float, over: float) -> str:
    if not over:
        return _("  asked for: {minutes:g} minutes").format(minutes=minutes)
    if over < 0:
        return _("  asked for: {minutes:g} minutes, {by:.1f} short").format(minutes=minutes, by=-over)
    return _("  asked for: {minutes:g} minutes, {by:.1f} over").format(minutes=minutes, by=over)


def _data(speech: Speech) -> dict[str, object]:
    planned = shares(speech)
    return {
        "title": speech.head.title_text,
        "genre": speech.genre,
        "pace": speech.pace,
        "moves": [
            {
                "name": move.name,
                "syllables": move.syllables,
                "minutes": round(move.syllables / speech.pace, 2),
                "planned": round(planned[move.name], 2),
                "headings": [p.text for p in move.paragraphs if p.role in HEADINGS],
            }
            for move in speech.moves
        ],
    }
