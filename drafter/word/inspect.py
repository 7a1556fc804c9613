"""What a Word file has besides its words: page, faces, footers, changes, leftovers; each as a mark for a rule.

Codes are those of the catalogue. Habits that run through a file are marked once, at their first place, with a count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from drafter.model import Mark
from drafter.word import changes, package
from drafter.word.faces import is_rare
from drafter.word.layout import Layout
from drafter.word.looks import Looks
from drafter.word.story import Document, Line, Story
from drafter.word.title import width
from drafter.word.xml import mm, twips, w

_HAN = re.compile("[\u4e00-\u9fff]")
_AMBIGUOUS = re.compile("[“”‘’…—·]")
_NUMBER = re.compile("[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_BLANK_INDENT = re.compile("[\t\u3000 ]{1,20}")
# Differences of the paper below this are the rounding of editors, in twentieths of a point.
_ROUNDING = 30
# So many full-width characters or fewer are no line of a title.
_LEAST_LINE = 2.0
_OFF = ("0", "false", "off", "none")


def marks(document: Document, layout: Layout) -> dict[int, tuple[Mark, ...]]:
    """The marks of each story of ``document``, by the number of the story; ``layout`` is the page that is wanted."""
    looks = Looks(document.trees.get("word/styles.xml"))
    found: dict[int, list[Mark]] = {n: [] for n, _story in enumerate(document.stories)}
    for number, story in enumerate(document.stories):
        found[number] += [mark for find in _OF_WORDS for mark in find(story, looks)]
    found[0] += _page(document, layout)
    found[0] += _lines(document.stories[0], looks, layout)
    found[0] += _habits(document.stories[0], looks)
    found[0] += _title(document.stories[0], layout)
    found[0] += _footers(document)
    found[0] += _properties(document)
    return {number: tuple(each) for number, each in found.items()}


def _runs(story: Story) -> Iterator[tuple[int, Line, etree._Element, int, int]]:
    """Each run with the number of its line, the line, and from where to where it says what."""
    for number, line in enumerate(story.lines, 1):
        for piece in line.pieces:
            run = next(piece.node.iterancestors(w("r")), None)
            if run is not None:
                yield number, line, run, piece.start, piece.start + len(piece.text)


def _once(code: str, places: list[tuple[int, int, int]], *words: str) -> Iterator[Mark]:
    """One mark at the first of ``places``, with how many there are."""
    if places:
        yield Mark(code, *places[0], (str(len(places)), *words))


def _faces(story: Story, looks: Looks) -> Iterator[Mark]:
    """Chinese that no face is set for; quotation marks that take the Latin face; faces that the theme overrules."""
    bare, latin, themed = [], [], []
    for number, line, run, start, end in _runs(story):
        text = line.text[start:end]
        face = looks.of_run(run, "rFonts", "eastAsia")
        theme = looks.of_run(run, "rFonts", "eastAsiaTheme")
        if _HAN.search(text) and not face:
            bare.append((number, start, end))
        if _AMBIGUOUS.search(text) and looks.of_run(run, "rFonts", "hint") != "eastAsia":
            at = _AMBIGUOUS.search(text)
            latin.append((number, start + (at.start() if at else 0), start + (at.end() if at else 1)))
        own = run.find(f"{w('rPr')}/{w('rFonts')}")
        if own is not None and own.get(w("eastAsia")) and own.get(w("eastAsiaTheme")) and theme:
            themed.append((number, start, end))
    yield from _once("D03", bare)
    yield from _once("D17", latin)
    yield from _once("D04", themed)


def _rare(story: Story, looks: Looks) -> Iterator[Mark]:
    """Characters that the face of their run does not have."""
    for number, line, run, start, end in _runs(story):
        face = looks.of_run(run, "rFonts", "eastAsia")
        if face.endswith("_GB2312"):
            for at in range(start, end):
                if is_rare(line.text[at]):
                    yield Mark("R05", number, at, at + 1, (line.text[at], face))


def _leftovers(story: Story, looks: Looks) -> Iterator[Mark]:
    """Highlights, hidden text, tracked changes and comments."""
    for number, line, run, start, end in _runs(story):
        own = run.find(w("rPr"))
        if own is None:
            continue
        lit, hidden = own.find(w("highlight")), own.find(w("vanish"))
        if lit is not None and lit.get(w("val"), "") not in _OFF and "【待补" not in line.text[start:end]:
            yield Mark("D11", number, start, end, (line.text[start:end],))
        if hidden is not None and hidden.get(w("val"), "") not in _OFF:
            yield Mark("D16", number, start, end, (line.text[start:end],))
    for number, line in enumerate(story.lines, 1):
        count = sum(1 for _node in line.paragraph.iter(*changes.GONE, *changes.KEPT))
        notes = sum(1 for _node in line.paragraph.iter(w("commentReference")))
        if count + notes:
            yield Mark("P11", number, 0, len(line.text), (str(count), str(notes)))


_OF_WORDS: tuple[Callable[[Story, Looks], Iterator[Mark]], ...] = (_faces, _rare, _leftovers)


def _page(document: Document, layout: Layout) -> Iterator[Mark]:
    """Paper and margins that are not those of the layout."""
    for section in document.trees[package.TEXT].iter(w("sectPr")):
        size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
        wanted = {"w": layout.paper.width, "h": layout.paper.height}
        if size is not None and (off := _differ(size, wanted)):
            yield Mark("D01", 1, 0, 1, (off, f"{layout.paper.width:g}×{layout.paper.height:g}"))
            return
        sides = {name: getattr(layout.margins, name) for name in ("top", "bottom", "left", "right")}
        if margins is not None and (off := _differ(margins, sides)):
            yield Mark("D01", 1, 0, 1, (off, "、".join(f"{value:g}" for value in sides.values())))
            return


def _differ(node: etree._Element, wanted: Mapping[str, float]) -> str:
    """What ``node`` says, in mm, where it is not ``wanted``; else nothing."""
    said = {name: _number(node.get(w(name), "")) for name in wanted}
    if all(value is None or abs(value - mm(wanted[name])) <= _ROUNDING for name, value in said.items()):
        return ""
    mark = "×" if "w" in wanted else "、"
    return mark.join(f"{(value or 0) * 25.4 / 1440:.0f}" for value in said.values())


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else None


def _lines(story: Story, looks: Looks, layout: Layout) -> Iterator[Mark]:
    """Line spacing of the body that is not the one of the layout."""
    wanted, off, shown = twips(layout.styles["body"].spacing), [], ""
    for number, line in enumerate(story.lines, 1):
        if line.role or not line.text.strip():
            continue
        value = looks.of_paragraph(line.paragraph, "spacing", "line")
        rule = looks.of_paragraph(line.paragraph, "spacing", "lineRule")
        if rule != "exact" or _number(value) != wanted:
            off.append((number, 0, min(1, len(line.text))))
            shown = shown or (
                f"{(_number(value) or 0) / 20:g}" if rule == "exact" else f"{(_number(value) or 240) / 240:g}×"
            )
    yield from _once("D02", off, shown, f"{layout.styles['body'].spacing:g}")


def _title(story: Story, layout: Layout) -> Iterator[Mark]:
    """A title that is left to break by itself, and leaves a character or two to its last line."""
    room = layout.width / layout.styles["title"].size
    for number, line in enumerate(story.lines[:4], 1):
        broken = line.role != "title" or next(line.paragraph.iter(w("br"), w("cr")), None) is not None
        if not broken and (wide := width(line.text)) > room and 0 < wide % room <= _LEAST_LINE:
            yield Mark("D05", number, 0, len(line.text), (str(round(wide % room)),))


def _habits(story: Story, looks: Looks) -> Iterator[Mark]:
    """Blanks as indents, empty paragraphs as space, numbers by Word, headings that have no style or end a page."""
    blanks, empties, numbered, bare, loose = [], [], [], [], []
    for number, line in enumerate(story.lines, 1):
        text = line.text
        indent = _BLANK_INDENT.match(text)
        if indent and text.strip():
            blanks.append((number, 0, indent.end()))
        if number > 1 and not text.strip() and not story.lines[number - 2].text.strip():
            empties.append((number, 0, 0))
        if line.pieces and line.pieces[0].start > 0:
            numbered.append((number, 0, line.pieces[0].start))
        heading = line.role.startswith("heading")
        looks_so = bool(_NUMBER.match(text)) and len(text) <= 40 and "。" not in text
        if looks_so and not heading and line.role != "cell":
            bare.append((number, 0, len(text)))
        if (heading or looks_so) and line.role != "cell" and not looks.is_on(line.paragraph, "keepNext"):
            loose.append((number, 0, len(text)))
    yield from _once("D08", blanks)
    yield from _once("D13", empties)
    yield from _once("D09", numbered)
    yield from _once("D12", bare)
    yield from _once("D06", loose)


def _footers(document: Document) -> Iterator[Mark]:
    """A file without page numbers, or with none on even pages; a field that has no end."""
    named = {
        node.get(w("type"), "default")
        for section in document.trees[package.TEXT].iter(w("sectPr"))
        for node in (*section.iter(w("footerReference")), *section.iter(w("headerReference")))
        if node.tag == w("footerReference")
    }
    footers = [root for name, root in document.trees.items() if re.match(r"word/(?:footer|header)\d*\.xml", name)]
    if not any(map(_counts_pages, footers)):
        yield Mark("D07", 1, 0, 1, ())
    settings = document.trees.get("word/settings.xml")
    apart = settings.find(w("evenAndOddHeaders")) if settings is not None else None
    if apart is not None and apart.get(w("val"), "") not in _OFF and named and "even" not in named:
        yield Mark("D18", 1, 0, 1, ())


def _counts_pages(root: etree._Element) -> bool:
    said = " ".join(node.text or "" for node in root.iter(w("instrText")))
    said += " ".join(node.get(w("instr"), "") for node in root.iter(w("fldSimple")))
    kinds = [node.get(w("fldCharType")) for node in root.iter(w("fldChar"))]
    return bool(re.search(r"\bPAGE\b", said)) and kinds.count("begin") == kinds.count("end")


def _properties(document: Document) -> Iterator[Mark]:
    """A title in the properties that is not the one of the text; pictures that are fetched from elsewhere."""
    core = document.parts.get("docProps/core.xml")
    if core is not None:
        root = package.tree(core, "docProps/core.xml")
        titles = [(node.text or "").strip() for node in root if etree.QName(node).localname == "title"]
        text = "".join("".join(line.text.split()) for line in document.stories[0].lines[:12])
        for title in titles:
            if len(title) > 1 and "".join(title.split()) not in text and _HAN.search(title):
                yield Mark("D14", 1, 0, 1, (title[:40],))
    for name in [name for name in document.parts if name.endswith(".rels")]:
        for relation in package.tree(document.parts[name], name):
            if relation.get("TargetMode") == "External" and relation.get("Type", "").endswith(
                ("/image", "/attachedTemplate")
            ):
                yield Mark("D15", 1, 0, 1, (relation.get("Target", "")[:60],))
