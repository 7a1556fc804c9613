"""Notes for the writer as comments of Word, at the words that they are about."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.word.shapes import SLOT, Markup, Part, Shape, escaped
from drafter.word.xml import SPACE, add, element

PART = "word/comments.xml"
REFERENCE, TEXT = "CommentReference", "CommentText"
_AUTHOR, _INITIALS = "drafter", "d"


def _comment() -> Shape:
    made = element("comment", id=SLOT, author=_AUTHOR, initials=_INITIALS)
    paragraph = add(made, "p")
    add(add(paragraph, "pPr"), "pStyle", val=TEXT)
    mark = add(paragraph, "r")
    add(add(mark, "rPr"), "rStyle", val=REFERENCE)
    add(mark, "annotationRef")
    run = add(paragraph, "r")
    add(add(run, "rPr"), "rFonts", hint="eastAsia")
    said = add(run, "t")
    said.text = SLOT
    said.set(SPACE, "preserve")
    return Shape(made)


def _mark() -> Shape:
    mark = element("r")
    add(add(mark, "rPr"), "rStyle", val=REFERENCE)
    add(mark, "commentReference", id=SLOT)
    return Shape(mark)


def _part() -> Part:
    root = element("comments")
    root.text = SLOT
    return Part(root)


_COMMENT, _MARK, _PART = _comment(), _mark(), _part()
_BEGIN, _END = Shape(element("commentRangeStart", id=SLOT)), Shape(element("commentRangeEnd", id=SLOT))


class Comments:
    """The comments of one document, in reading order."""

    def __init__(self) -> None:
        self._made: list[Markup] = []

    def __len__(self) -> int:
        return len(self._made)

    def around(self, inner: Markup, texts: Sequence[str]) -> Markup:
        """``inner`` with a comment on it for each of ``texts``."""
        for text in texts:
            number = Markup(str(len(self)))
            self._made.append(_COMMENT(number, escaped(text)))
            inner = Markup(_BEGIN(number) + inner + _END(number) + _MARK(number))
        return inner

    def part(self) -> bytes:
        """The part that holds the comments."""
        return _PART(Markup("".join(self._made)))
