"""Sound speeches, and the faults of the catalogue planted in them one at a time: how precise the rules are, what they find.

python tests/sound.py     prints both figures for every rule
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import wordfile
from conftest import ROOT

from drafter import submission
from drafter.checks import trial
from drafter.checks.catalogue import rules
from drafter.checks.check import check
from drafter.checks.finders import finders
from drafter.checks.known import Known, of
from drafter.checks.rule import Rule
from drafter.checks.text import of_speech, text
from drafter.checks.trial import known, written
from drafter.compose.speech import Composer
from drafter.draft import draft
from drafter.library import Library
from drafter.model import Block, Finding, Text

# Written for the purpose by several hands, in as many genres; full of what is right and looks wrong.
SPEECHES = Path(__file__).parent / "speeches"


@lru_cache(maxsize=1)
def catalogue() -> tuple[Rule, ...]:
    library = Library.standard()
    return rules(library, finders(library))


@lru_cache(maxsize=1)
def sound() -> tuple[tuple[Text, Known], ...]:
    """Drafts without a gap, of the examples and of what `drafter new` writes for every genre; and speeches by hand."""
    composer = Composer(Library.standard())
    briefs = [
        *sorted((ROOT / "examples").glob("*.yaml")),
        *sorted((ROOT / "templates" / "genres").glob("*/brief.yaml")),
    ]
    found = [(text(path.stem, path.read_text("utf-8").split("\n")), Known()) for path in sorted(SPEECHES.glob("*.txt"))]
    for brief in briefs:
        drafted = draft(brief, composer)
        if not drafted.gaps:
            name = brief.parent.name if brief.stem == "brief" else brief.stem
            for n, speech in enumerate(drafted.speeches):
                facts = replace(of(drafted.brief, n), minutes=None)
                found.append((of_speech(f"{name}-{n + 1}", speech), facts))
    return tuple(found)


def speeches() -> list[Text]:
    """The sound speeches alone."""
    return [each for each, _known in sound()]


PARTS = {"页脚": "footer", "编号": "numbering", "属性": "title", "外链": "outside"}


def in_word(rule: Rule, case: Any) -> list[Finding]:
    """What ``rule`` finds in a test that is a piece of a Word file."""
    parts = {PARTS[key]: str(value) for key, value in case.items() if key in PARTS}
    if "奇偶" in case:
        parts["settings"] = "<w:evenAndOddHeaders/>"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "试题.docx"
        path.write_bytes(wordfile.made(str(case["件"]), **parts))
        read = submission.read(path, Known(), (), Library.standard())
        return [finding for item in read for finding in check(item.text, [rule], item.known)]


def findings(rule: Rule, case: Any) -> list[Finding]:
    """What ``rule`` finds in one of its tests, which may be a piece of a Word file."""
    return in_word(rule, case) if isinstance(case, dict) and "件" in case else trial.findings(rule, case)


def plantable(rule: Rule) -> Iterator[Any]:
    """The bad tests of ``rule`` that are one paragraph, to be put anywhere; the others need a text of their own."""
    for case in rule.bad:
        if isinstance(case, dict) and "件" in case:
            continue
        if "\n" not in written(case) and not (isinstance(case, dict) and {"时长", "上限"} & set(case)):
            yield case


def planted(rule: Rule, case: Any, into: Text, at: int) -> bool:
    """Whether ``rule`` finds ``case`` at its place, as paragraph number ``at`` of ``into``."""
    block = Block(written(case), "heading2" if rule.code in ("Q06", "Q07") else "body", 0)
    blocks = (*into.blocks[:at], block, *into.blocks[at:])
    numbered = tuple(Block(b.text, b.role, number) for number, b in enumerate(blocks, 1))
    found = check(Text(into.file, numbered), [rule], known(case))
    return any(finding.place and finding.place.line == at + 1 for finding in found)


def recall(rule: Rule) -> tuple[int, int]:
    """How many plantings of ``rule`` were found, and how many there were: each case in each sound speech."""
    found = [
        planted(rule, case, each, 3 + (7 * number) % (len(each.blocks) - 3))
        for case in plantable(rule)
        for number, each in enumerate(speeches())
    ]
    own = [bool(findings(rule, case)) for case in rule.bad if case not in list(plantable(rule))]
    return sum(found) + sum(own), len(found) + len(own)


def false() -> tuple[Counter[str], int]:
    """What the rules find in the sound speeches, by code, and how many characters these have."""
    counts: Counter[str] = Counter()
    for each, facts in sound():
        counts.update(finding.rule for finding in check(each, catalogue(), facts))
    return counts, sum(len(sound.whole) for sound in speeches())


def main() -> None:
    counts, size = false()
    severities = {rule.code: rule.severity for rule in catalogue()}
    total: Counter[str] = Counter()
    for code, n in counts.items():
        total[severities[code]] += n
    print(f"{len(speeches())} sound speeches, {size} characters")
    print(
        f"error {total['error']} · to look at {total['warning']} ({1000 * total['warning'] / size:.2f} a thousand) · hints {total['info']}"
    )
    for rule in catalogue():
        found, all_ = recall(rule)
        print(
            f"{rule.code}  planted {all_:4}  found {found:4}  in sound speeches {counts[rule.code]:3}  {rule.names[1]}"
        )


if __name__ == "__main__":
    main()
