"""A text as its paragraphs: what each is, by its look, where no style says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from drafter.language.sentences import END
from drafter.model import Block, Speech, Text

_MARKS = (
    ("heading1", re.compile(r"[一二三四五六七八九十百]{1,4}[、.．]")),
    ("heading2", re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")),
    ("heading3", re.compile(r"[0-9]{1,2}[.．、](?![0-9])")),
    ("heading4", re.compile(r"[（(][0-9]{1,2}[）)]")),
)
_LONGEST_HEADING = 40
_LONGEST_SALUTATION = 60
# So far down a salutation may stand: title in two lines, subtitle, draft mark, date, speaker, a blank.
_HEAD = 10
_VOCATIVE = re.compile(
    r"(?:同志|同事|同行|同学|代表|委员|各位|朋友|来宾|嘉宾|领导|老师|师傅|乡亲|居民|邻居|女士|先生|家长|战友|工友|主席|主任|书记)[们友]?"
)
_DATE = re.compile(r"[（(][^（）()]*[年月日][^（）()]*[）)]")
_BLANKS = " \t\u3000"


def text(file: str, lines: Iterable[str], roles: Iterable[str] | None = None) -> Text:
    """The text of ``lines``, numbered from 1; empty ones are left out. ``roles`` are known ones, empty where not."""
    known = iter(roles) if roles is not None else iter(())
    blocks = []
    for number, line in enumerate(lines, 1):
        role, bare = next(known, ""), line.strip(_BLANKS)
        if bare:
            indent = len(line) - len(line.lstrip(_BLANKS))
            blocks.append(Block(bare, role or _by_look(bare), number, indent))
    return Text(file, tuple(_with_head(blocks)))


def markdown(file: str, lines: Iterable[str]) -> Text:
    """The text of Markdown: # is the title, ## and below are headings; the marks themselves are no text."""
    blocks = []
    for number, line in enumerate(lines, 1):
        match = re.match(r"\s*(#{1,6})?\s*", line)
        level = len(match[1] or "") if match else 0
        start = match.end() if match else 0
        bare = line[start:].rstrip()
        if bare:
            role = "title" if level == 1 else f"heading{min(level - 1, 4)}" if level else _by_look(bare)
            blocks.append(Block(re.sub(r"\\([\\`*_\[\]<>#|~&+.)-])", r"\1", bare), role, number, start))
    return Text(file, tuple(_with_head(blocks)))


def _by_look(bare: str) -> str:
    """A heading by its number, when it is short and is one sentence at the most."""
    if len(bare) <= _LONGEST_HEADING and not any(mark in bare[:-1] for mark in END):
        for role, pattern in _MARKS:
            if pattern.match(bare):
                return role
    return "body"


def _with_head(blocks: list[Block]) -> Iterator[Block]:
    """The paragraphs with the roles of the head: all that stands above a salutation, and the salutation."""
    at = next((i for i, block in enumerate(blocks[:_HEAD]) if _is_salutation(block)), None)
    for index, block in enumerate(blocks):
        role = block.role
        if at is not None and index <= at and role == "body":
            role = (
                "salutation"
                if index == at
                else "date"
                if _DATE.fullmatch(block.text)
                else "speaker"
                if index
                else "title"
            )
        yield Block(block.text, role, block.line, block.indent)


def _is_salutation(block: Block) -> bool:
    text = block.text
    if block.role not in ("body", "salutation") or len(text) > _LONGEST_SALUTATION:
        return False
    return text[-1] in "：:！!，," and bool(_VOCATIVE.search(text)) and not any(mark in text[:-1] for mark in "。；")


def of_speech(file: str, speech: Speech) -> Text:
    """A composed speech as a text; its paragraphs are numbered as those of its Word file."""
    lines = [(role, "".join(span.text for span in spans).replace("\n", "")) for role, spans in speech.head.lines()]
    lines += [(paragraph.role, paragraph.text) for paragraph in speech.paragraphs]
    return Text(file, tuple(Block(text, role, number) for number, (role, text) in enumerate(lines, 1) if text))
