"""What the speeches of a brief are written as: Word, text, Markdown, and the sheets that go with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from drafter import plain, questions, sheet
from drafter.compose.speech import Composer
from drafter.draft import Draft
from drafter.evidence import evidence
from drafter.messages import chinese
from drafter.model import Finding, Note, Speech
from drafter.notes import notes
from drafter.word import layout, pages
from drafter.word.table import table
from drafter.word.write import Writer

FORMATS = ("docx", "pdf", "txt", "md")
_QUESTIONS = (("序号", 8), ("要什么", 12), ("事项", 60), ("在哪里", 24))
_EVIDENCE = (("序号", 12), ("数据", 30), ("在稿子里", 24), ("原句", 50), ("来源", 32), ("截至", 22))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to write: formats, kinds of comments (None for those of the brief), the sheets of facts and of figures, the
    page of questions for the leader."""

    formats: tuple[str, ...] = ("docx",)
    comments: tuple[str, ...] | None = None
    facts: bool = False
    sources: bool = False
    questions: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """The files of one brief by name; a .pdf is still the .docx that it is to be made of. ``pages`` is how many each
    speech takes, about."""

    names: tuple[str, ...]
    files: Mapping[str, bytes]
    pages: tuple[int, ...]


class Exporter:
    """Writes drafts; keeps the writer of each layout."""

    def __init__(self, composer: Composer, wanted: Wanted) -> None:
        self.composer, self.wanted = composer, wanted
        self._writers: dict[str, Writer] = {}

    def export(self, stem: str, drafted: Draft, again: Callable[[], Draft]) -> Export:
        """The files of ``drafted``, called ``stem``; ``again`` drafts it once more, for comments in Chinese.

        Raises TemplateError for a layout that cannot be used.
        """
        names = _names(stem, drafted)
        findings = self._in_chinese(drafted, again)
        notes = self._notes(drafted, findings)
        files: dict[str, bytes] = {}
        for number, (name, speech) in enumerate(zip(names, drafted.speeches, strict=True)):
            for kind in self.wanted.formats:
                told = notes.get(number, ()) if kind == "docx" else ()
                files[f"{name}.{kind}"] = self._content(speech, kind, told, drafted.brief.live_facts and kind == "docx")
        files |= dict(self._sheets(stem, drafted))
        if self.wanted.questions:
            files |= dict(self._questions(stem, drafted, findings))
        counts = tuple(pages.pages(speech, self._writer(speech.layout).layout) for speech in drafted.speeches)
        return Export(tuple(names), files, counts)

    def _writer(self, name: str) -> Writer:
        if name not in self._writers:
            self._writers[name] = Writer(layout.find(name, self.composer.library.data))
        return self._writers[name]

    def _kinds(self, drafted: Draft) -> tuple[str, ...]:
        return drafted.brief.comments if self.wanted.comments is None else self.wanted.comments

    def _in_chinese(self, drafted: Draft, again: Callable[[], Draft]) -> Sequence[Finding]:
        """The findings that documents tell, worded in Chinese whatever the terminal speaks; none where none is told."""
        told = "findings" in self._kinds(drafted) and "docx" in self.wanted.formats
        if not told and not self.wanted.questions:
            return ()
        with chinese():
            return again().findings

    def _notes(self, drafted: Draft, findings: Sequence[Finding]) -> Mapping[int, Sequence[Note]]:
        """What the documents say in comments, by the number of the speech."""
        return notes(drafted.brief, drafted.speeches, findings, self._kinds(drafted))

    def _questions(self, stem: str, drafted: Draft, findings: Sequence[Finding]) -> Iterator[tuple[str, bytes]]:
        """The page of questions for the leader, as text too where text is asked for."""
        asked = questions.questions(drafted.brief, drafted.speeches, findings)
        name = f"{stem}-{questions.TITLE}"
        yield f"{name}.docx", table(self._writer("gb").layout, questions.TITLE, _QUESTIONS, questions.rows(asked))
        if "txt" in self.wanted.formats:
            yield f"{name}.txt", questions.text(asked).encode()

    def _content(self, speech: Speech, kind: str, told: Sequence[Note], live: bool) -> bytes:
        if kind in ("docx", "pdf"):
            return self._writer(speech.layout).docx(speech, told, live)
        return (plain.txt(speech) if kind == "txt" else plain.markdown(speech)).encode()

    def _sheets(self, stem: str, drafted: Draft) -> Iterator[tuple[str, bytes]]:
        """The sheet of facts, which several speeches get unasked, and that of figures."""
        if self.wanted.facts or len(drafted.speeches) > 1:
            yield f"{stem}-事实表.xlsx", sheet.xlsx(drafted.brief, drafted.speeches)
        if self.wanted.sources:
            found = evidence(drafted.brief, drafted.speeches)
            rows = [
                (str(n), item.figure, "\n".join(item.places), item.sentence, item.source, item.as_of)
                for n, item in enumerate(found, 1)
            ]
            yield f"{stem}-数据依据.docx", table(self._writer("gb").layout, "数据依据", _EVIDENCE, rows)


def _names(stem: str, drafted: Draft) -> list[str]:
    """File names without ending: ``stem``, with number and genre where there are several speeches."""
    if len(drafted.speeches) == 1:
        return [stem]
    return [f"{stem}-{i}-{s.genre_name}" for i, s in enumerate(drafted.speeches, 1)]
