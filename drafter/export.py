"""What the speeches of a brief are written as: Word, text, Markdown, and the sheets that go with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from drafter import plain, sheet
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
_EVIDENCE = (("序号", 12), ("数据", 30), ("在稿子里", 24), ("原句", 50), ("来源", 32), ("截至", 22))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to write: formats, kinds of comments (None for those of the brief), the sheets of facts and of figures."""

    formats: tuple[str, ...] = ("docx",)
    comments: tuple[str, ...] | None = None
    facts: bool = False
    sources: bool = False


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
        notes = self._notes(drafted, again)
        files: dict[str, bytes] = {}
        for number, (name, speech) in enumerate(zip(names, drafted.speeches, strict=True)):
            for kind in self.wanted.formats:
                told = notes.get(number, ()) if kind == "docx" else ()
                files[f"{name}.{kind}"] = self._content(speech, kind, told, drafted.brief.live_facts and kind == "docx")
        files |= dict(self._sheets(stem, drafted))
        counts = tuple(pages.pages(speech, self._writer(speech.layout).layout) for speech in drafted.speeches)
        return Export(tuple(names), files, counts)

    def _writer(self, name: str) -> Writer:
        if name not in self._writers:
            self._writers[name] = Writer(layout.find(name, self.composer.library.data))
        return self._writers[name]

    def _notes(self, drafted: Draft, again: Callable[[], Draft]) -> Mapping[int, Sequence[Note]]:
        """What the documents say in comments, by the number of the speech; Chinese, whatever the terminal speaks."""
        kinds = drafted.brief.comments if self.wanted.comments is None else self.wanted.comments
        findings: Sequence[Finding] = ()
        if "findings" in kinds and "docx" in self.wanted.formats:
            with chinese():
                findings = again().findings
        return notes(drafted.brief, drafted.speeches, findings, kinds)

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
