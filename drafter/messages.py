"""Messages for people: English in the source, Chinese through gettext, chosen by the locale."""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from importlib.resources import files

_fixed: ContextVar[tuple[str, ...]] = ContextVar("_fixed", default=())
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages asked for, best first: the environment's, else the system's."""
    for variable in _VARIABLES:
        if value := os.environ.get(variable):
            return tuple(value.split(":"))
    system = locale.getlocale()[0] or ""
    return ("zh_CN",) if system.lower().startswith(("zh", "chinese")) else (system,)


@lru_cache(maxsize=4)
def _catalogue(wanted: tuple[str, ...]) -> gettext.NullTranslations:
    first = wanted[0].lower() if wanted else ""
    if not first.startswith("zh"):
        return gettext.NullTranslations()
    path = files("drafter") / "locale" / "zh_CN" / "LC_MESSAGES" / "drafter.mo"
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


@contextmanager
def chinese() -> Iterator[None]:
    """Messages in Chinese whatever the locale, for what is written into documents."""
    token = _fixed.set(("zh_CN",))
    try:
        yield
    finally:
        _fixed.reset(token)


def is_chinese() -> bool:
    """Whether messages are Chinese just now."""
    return (_fixed.get() or languages())[0].lower().startswith("zh")


def _(message: str) -> str:
    """``message`` in the language of the user."""
    return _catalogue(_fixed.get() or languages()).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """The form of a message that fits ``n``, in the language of the user."""
    return _catalogue(_fixed.get() or languages()).ngettext(one, many, n)


def install() -> None:
    """Gives click, which looks its own messages up in the default domain, the language of the user too."""
    wanted = languages()
    if wanted and wanted[0].lower().startswith("zh"):
        folder = str(files("drafter") / "locale")
        gettext.bindtextdomain("messages", folder)
        os.environ["LANGUAGE"] = "zh_CN"
