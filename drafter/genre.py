"""Genres: which there are, and what each is made of."""

from __future__ import annotations

import re
from functools import lru_cache

from drafter.brief.keys import english
from drafter.errors import Fault, TemplateError, UnknownGenre
from drafter.language.near import near
from drafter.library import Library, texts
from drafter.messages import _
from drafter.model import KINDS, STANDINGS, Genre, MoveSpec, Place

_KEYS = {"名称", "别名", "说明", "题目", "部分", "必填", "字段", "身份", "知会", "上限", "语体", "不宜"}
# The share of a move whose genre gives it none.
_SHARE = 10


@lru_cache(maxsize=8)
def genres(library: Library) -> tuple[Genre, ...]:
    """Every genre in the library, in the order of their ids; read once."""
    names = library.names("genres")
    return tuple(load(library, name) for name in names if library.text(f"genres/{name}/template.yaml") is not None)


def find(library: Library, name: str, place: Place | None = None) -> Genre:
    """The genre called ``name`` by id, name or alias. Raises UnknownGenre."""
    known = genres(library)
    for genre in known:
        if name in (genre.id, genre.name, *genre.aliases):
            return genre
    found = near(name, (n for g in known for n in (g.id, g.name, *g.aliases)), 0.4)
    hint = _("Did you mean “{near}”?").format(near=found) if found else None
    listed = "、".join(genre.name for genre in known)
    raise UnknownGenre(
        [
            Fault(
                _("there is no genre “{name}”").format(name=name),
                place,
                hint or _("Known: {names}").format(names=listed),
            )
        ]
    )


def load(library: Library, name: str) -> Genre:
    """The genre in the folder ``genres/name``. Raises TemplateError when its template.yaml will not do."""
    file = f"genres/{name}/template.yaml"
    data = library.data(file)
    if unknown := set(data) - _KEYS:
        raise TemplateError(_("{file}: unknown key “{key}”").format(file=file, key=sorted(unknown)[0]))
    if missing := {"名称", "题目", "部分"} - set(data):
        raise TemplateError(_("{file}: “{key}” is missing").format(file=file, key=sorted(missing)[0]))
    fields = data.get("字段")
    named = [str(data["名称"]), *(fields if isinstance(fields, dict) else ())]
    if bad := [name for name in named[:1] if not re.fullmatch(r"[^\W_]\w{0,39}", name)]:
        raise TemplateError(_("{file}: “{name}” is not a word").format(file=file, name=bad[0]))
    # A further field stands beside those of every brief, and beside the names of Python in the program.
    if bad := [name for name in named[1:] if not re.fullmatch("[\u4e00-\u9fff]{1,20}", name) or english(name)]:
        raise TemplateError(_("{file}: “{name}” is not a word").format(file=file, name=bad[0]))
    standing = str(data.get("身份") or STANDINGS[0])
    if standing not in STANDINGS:
        message = _("{file}: 身份 is one of {known}")
        raise TemplateError(message.format(file=file, known="、".join(STANDINGS)))
    return Genre(
        id=name,
        name=str(data["名称"]),
        aliases=tuple(texts(data.get("别名"))),
        about=str(data.get("说明", "")),
        title=str(data["题目"]),
        moves=_moves(file, data["部分"]),
        required=tuple(texts(data.get("必填"))),
        fields={str(k): str(v) for k, v in fields.items()} if isinstance(fields, dict) else {},
        standing=standing,
        informed=str(data.get("知会", "")) == "是",
        cap=_cap(file, data.get("上限")),
        voices=_voices(file, data.get("语体")),
        unfit=tuple(texts(data.get("不宜"))),
    )


def _voices(file: str, given: object) -> dict[str, str]:
    """The voice of the genre by kind of body or by standing; one voice alone is that of every kind."""
    if given is None:
        return {}
    if isinstance(given, str):
        return dict.fromkeys(KINDS, given)
    known = (*KINDS, *STANDINGS)
    if not isinstance(given, dict) or not set(given) <= set(known):
        raise TemplateError(
            _("{file}: 语体 is a voice, or one for each of {known}").format(file=file, known="、".join(known))
        )
    return {str(key): str(name) for key, name in given.items()}


def _cap(file: str, text: object) -> int | None:
    """The most characters that a speech of the genre may have; None where none are named."""
    if not text:
        return None
    if not re.fullmatch("[0-9]{2,6}", str(text)):
        raise TemplateError(_("{file}: 上限 is a number of characters").format(file=file))
    return int(str(text))


def _moves(file: str, listed: object) -> tuple[MoveSpec, ...]:
    """Moves as they are listed: a name; ``#`` for a chapter of its own, ``+`` to go on in the one before, ``?`` where
    it may be left out; a share."""
    found = [re.fullmatch(r"(.*?)\s*([#+]?)(\??)\s*(\d{0,3})", name) for name in texts(listed)]
    if not found or not all(match and match[1] for match in found):
        raise TemplateError(_("{file}: 部分 is a list of parts").format(file=file))
    return tuple(
        MoveSpec(match[1], match[2] == "#", match[2] == "+", int(match[4] or _SHARE), bool(match[3]))
        for match in found
        if match
    )
