"""Stock paragraphs (常规段落): general paragraphs that belong to no fact, which a writer chooses by name.

Each has three lengths, and slots for the meeting's own names. The program never chooses one by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drafter.brief.schema import LENGTHS
from drafter.compose.phrases import SLOT, rank
from drafter.errors import TemplateError
from drafter.language.spoken import syllables
from drafter.library import Library, texts
from drafter.marks import mark, marked, visible
from drafter.messages import _
from drafter.model import STOCK

# What stands in a slot for which the brief has nothing.
SLOTS = {"会议": "这次会议", "工作": "有关工作", "主体": "各单位", "主办": "有关部门"}
# Where a stock paragraph may stand: before the tasks, or before the closing.
PLACES = ("任务", "结尾")


@dataclass(frozen=True)
class StockParagraph:
    """A stock paragraph: its name, what it is for, before which move it stands, and its wordings by length."""

    name: str
    about: str
    before: str
    wordings: Mapping[str, tuple[str, ...]]

    def text(self, length: str, slots: Mapping[str, object], seed: str) -> str:
        """The paragraph in marked text, one wording picked by ``seed``, with the slots filled."""
        wording = max(self.wordings[length], key=lambda text: rank(seed, self.name, text))
        filled = {name: slots.get(name) or other for name, other in SLOTS.items()}
        return mark("p", f"{STOCK}/{self.name}") + SLOT.sub(lambda m: marked(filled[m[1]]), wording)

    def syllables(self, length: str, slots: Mapping[str, object], seed: str) -> int:
        """How long the paragraph takes to say."""
        return syllables(visible(self.text(length, slots, seed)))


def stock(library: Library) -> dict[str, StockParagraph]:
    """The stock paragraphs of a library by name; an earlier shelf wins. Raises TemplateError."""
    found: dict[str, StockParagraph] = {}
    for shelf in library.shelves:
        held = Library(shelf)
        for file in held.names("stock"):
            if file.endswith(".yaml"):
                for name, entry in held.data(f"stock/{file}").items():
                    found.setdefault(name, _paragraph(name, entry, file))
    return found


def _paragraph(name: str, entry: object, file: str) -> StockParagraph:
    data = entry if isinstance(entry, dict) else {}
    wordings = {length: tuple(texts(data.get(length))) for length in LENGTHS}
    before = str(data.get("放在", PLACES[-1]))
    unknown = {slot for held in wordings.values() for text in held for slot in SLOT.findall(text)} - set(SLOTS)
    if set(data) - {"用处", "放在", *LENGTHS} or before not in PLACES or unknown or not all(wordings.values()):
        message = _("stock/{file}: “{name}” needs 用处, 放在 ({places}) and 短, 中, 长, with the slots {slots}")
        listed = message.format(file=file, name=name, places="、".join(PLACES), slots="、".join(SLOTS))
        raise TemplateError(listed)
    return StockParagraph(name, str(data.get("用处", "")), before, wordings)
