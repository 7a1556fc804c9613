"""Voices (语体): layers of phrase banks, moves and stock paragraphs over the common ones, and which a speech has.

The common stock speaks 庄重, the official voice. A voice is a folder ``voices/<id>`` of a shelf that holds what is said
in another way; what it does not hold, above all instructions, guiding thoughts, verdicts and calls, stays official.
"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.errors import Fault, TemplateError
from drafter.language.near import near
from drafter.library import Library, texts
from drafter.messages import _
from drafter.model import Brief, Genre, Place, SpeechRequest, Voice

# What a brief that does not say what kind of body speaks is taken for; the stricter register is the safer one.
DEFAULT_KIND = "机关"
DEFAULT = "庄重"
_KEYS = {"名称", "别名", "说明", "承"}
_DEEPEST = 8


def voices(library: Library) -> tuple[Voice, ...]:
    """Every voice in the library, in the order of their ids. Raises TemplateError for one that cannot be read."""
    names = library.names("voices")
    return tuple(load(library, name) for name in names if library.text(f"voices/{name}/voice.yaml") is not None)


def load(library: Library, name: str) -> Voice:
    """The voice in the folder ``voices/name``. Raises TemplateError when its voice.yaml will not do."""
    file = f"voices/{name}/voice.yaml"
    data = library.data(file)
    if unknown := set(data) - _KEYS:
        raise TemplateError(_("{file}: unknown key “{key}”").format(file=file, key=sorted(unknown)[0]))
    if not data.get("名称"):
        raise TemplateError(_("{file}: “{key}” is missing").format(file=file, key="名称"))
    return Voice(
        id=name,
        name=str(data["名称"]),
        aliases=tuple(texts(data.get("别名"))),
        about=str(data.get("说明", "")),
        parent=str(data.get("承", "")),
    )


def find(library: Library, name: str, place: Place | None = None) -> Voice:
    """The voice called ``name`` by id, name or alias. Raises TemplateError, with the place where it is asked for."""
    known = voices(library)
    for voice in known:
        if name in (voice.id, voice.name, *voice.aliases):
            return voice
    found = near(name, (n for v in known for n in (v.id, v.name, *v.aliases)), 0.4)
    hint = _("Did you mean “{near}”?").format(near=found) if found else None
    listed = _("Known: {names}").format(names="、".join(voice.name for voice in known))
    raise TemplateError([Fault(_("there is no voice “{name}”").format(name=name[:40]), place, hint or listed)])


def in_voice(library: Library, voice: Voice) -> Library:
    """``library`` with the layer of ``voice``, and of those it builds on, before the common stock of each shelf."""
    return library.layered(*(f"voices/{one.id}" for one in _chain(library, voice)))


def _chain(library: Library, voice: Voice) -> Iterator[Voice]:
    seen = {voice.id}
    while True:
        yield voice
        if not voice.parent:
            return
        file = f"voices/{voice.id}/voice.yaml"
        voice = find(library, voice.parent, Place(file, 1, 1))
        if voice.id in seen or len(seen) >= _DEEPEST:
            raise TemplateError(_("{file}: 承 leads back to the voice itself").format(file=file))
        seen.add(voice.id)


def name_of(brief: Brief, request: SpeechRequest, genre: Genre) -> str:
    """The voice that a speech asks for: its own, its speaker's, the brief's, or that of the genre for the kind of body
    and the standing of the speaker (register of official speeches, table of genres and halls)."""
    person = brief.data["人物"].get(request.speaker or "", {})
    asked = request.voice or person.get("语体") or brief.voice
    if asked:
        return str(asked)
    standing = request.standing or genre.standing
    fitting = genre.voices
    if request.standing and standing in fitting:
        return fitting[standing]
    return fitting.get(brief.kind or DEFAULT_KIND, DEFAULT)
