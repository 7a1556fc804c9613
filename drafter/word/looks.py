"""How runs and paragraphs of a file that is there already look: by themselves, by their styles, by the defaults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from drafter.word.xml import w

# Styles inherit from one another, so deep and no deeper.
_DEEPEST = 20
_OFF = ("0", "false", "off", "none")


class Looks:
    """The looks of one file; ``styles`` is its part of styles, None where it has none."""

    def __init__(self, styles: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        self._defaults: list[etree._Element] = []
        for style in styles.iter(w("style")) if styles is not None else ():
            identity = style.get(w("styleId"), "")
            self._styles[identity] = style
            if style.get(w("type")) == "paragraph" and style.get(w("default"), "0") not in _OFF:
                self._default = identity
        if styles is not None:
            self._defaults = [
                node
                for name in ("rPrDefault/rPr", "pPrDefault/pPr")
                for node in styles.findall(f"{w('docDefaults')}/" + "/".join(map(w, name.split("/"))))
            ]

    def of_run(self, run: etree._Element, name: str, attribute: str) -> str:
        """What ``attribute`` of the property ``name`` is for ``run``; empty where nothing says it."""
        paragraph = next(run.iterancestors(w("p")), None)
        return self._first(self._runs(run, paragraph), name, attribute)

    def of_paragraph(self, paragraph: etree._Element, name: str, attribute: str) -> str:
        """What ``attribute`` of the property ``name`` is for ``paragraph``; empty where nothing says it."""
        own = paragraph.find(w("pPr"))
        found = [] if own is None else [own]
        return self._first([*found, *self._chain(_style(own), "pPr"), *self._defaults], name, attribute)

    def is_on(self, paragraph: etree._Element, name: str) -> bool:
        """Whether the property ``name``, which is on or off, is on for ``paragraph``."""
        own = paragraph.find(w("pPr"))
        for place in (*([] if own is None else [own]), *self._chain(_style(own), "pPr"), *self._defaults):
            node = place.find(w(name))
            if node is not None:
                return node.get(w("val"), "") not in _OFF
        return False

    def _runs(self, run: etree._Element, paragraph: etree._Element | None) -> Iterator[etree._Element]:
        own = run.find(w("rPr"))
        if own is not None:
            yield own
            yield from self._chain(_style(own, "rStyle"), "rPr", by_default=False)
        yield from self._chain(_style(paragraph.find(w("pPr")) if paragraph is not None else None), "rPr")
        yield from self._defaults

    def _chain(self, identity: str, name: str, by_default: bool = True) -> Iterator[etree._Element]:
        """The properties of a style and of those that it is based on; the default style where none is named."""
        at = identity or (self._default if by_default else "")
        for _depth in range(_DEEPEST):
            style = self._styles.get(at)
            if style is None:
                return
            if (properties := style.find(w(name))) is not None:
                yield properties
            below = style.find(w("basedOn"))
            at = below.get(w("val"), "") if below is not None else ""

    @staticmethod
    def _first(places: Iterable[etree._Element], name: str, attribute: str) -> str:
        for place in places:
            node = place.find(w(name))
            if node is not None and node.get(w(attribute)):
                return str(node.get(w(attribute)))
        return ""


def _style(properties: etree._Element | None, name: str = "pStyle") -> str:
    node = properties.find(w(name)) if properties is not None else None
    return node.get(w("val"), "") if node is not None else ""
