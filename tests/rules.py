"""The page of all rules, docs/rules.md, with what each finds. Run by ``make docs``; ``python tests/rules.py`` prints it."""

from __future__ import annotations

import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path

from mutations import MUTATIONS, mutants
from sound import catalogue, false, recall, sound, speeches, written

from drafter.checks.check import check
from drafter.checks.rule import Rule

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"
GROUPS = {
    "P": ("Residue", "残留：没填完、没删净的"),
    "T": ("Transplant and staleness", "移植与过时：别处的、去年的"),
    "N": ("Counts and figures", "数目"),
    "L": ("People, posts, bodies", "人、职务、单位、称谓"),
    "Q": ("Punctuation and titles", "标点与名称"),
    "U": ("Structure", "结构"),
    "R": ("Reading aloud", "念起来"),
    "D": ("The file", "文件：字以外的东西"),
}
SEVERITY = {"error": "必错", "warning": "疑似", "info": "提示"}
NOT_BUILT = {
    "T09": "a relative date without an anchor (今天上午, 年底): in a speech the day of the meeting is the anchor, and it is right",
    "T14, crops": "work of the season in the wrong month: it depends on the place, and no list of crops and counties is kept well",
    "N11": "one indicator with two values: 参保率 of two places or two years has two values by right; with a brief T18 finds a wrong one",
    "N26": "元 and 万元 in one sentence: 每户2000元，共60万元 is how it should be said",
    "L14": "a salutation that leaves out a guest: who is among “各位来宾” no text says",
    "U02": "parts out of order: which part a paragraph of an unknown text is cannot be told surely; a draft has its parts in order",
    "U09, verbs": "headings that begin with one verb: parallel headings are what a speech wants",
    "U17, other genres": "shares of parts: measured for reports, whose headings name what is planned; elsewhere headings do not say it",
    "Q14, bare titles": "a document without 《》: 按照实施方案 may be the document or any plan",
    "D02, lines": "lines of a page: they are counted after rendering, in the tests of the layouts, not in a check of a second",
    "D10": "a face that is not on this machine: the finding would be of the machine and not of the file",
}  # fmt: skip


@lru_cache(maxsize=1)
def mutated() -> dict[str, tuple[int, int]]:
    """For each rule that has mutations: how many were found at their paragraph, and how many there were."""
    rules = {rule.code: rule for rule in catalogue()}
    found = {}
    for code in MUTATIONS:
        hits = [
            any(
                finding.place and finding.place.line == mutant.line
                for finding in check(mutant.text, [rules[code]], mutant.known)
            )
            for each, facts in sound()
            for mutant in mutants(each, facts, code)
        ]
        found[code] = (sum(hits), len(hits))
    return found


def cell(text: str) -> str:
    """``text`` as a cell of a table."""
    return text.replace("|", "\\|").replace("\n", " ⏎ ")


def example(case: object) -> str:
    """A test of a rule, short enough for a table."""
    said = str(case["件"]) if isinstance(case, dict) and "件" in case else written(case)
    if isinstance(case, dict) and "件" in case:
        return "a fragment of a file"
    if isinstance(case, dict):
        known = "；".join(f"{key} {value}" for key, value in case.items() if key != "文")
        said += f"（{known}）" if known else ""
    said = said.replace("\u200b", "\\u200b").replace("\ue000", "\\ue000").replace("\ufffd", "\\ufffd")
    return said if len(said) <= 60 else said[:59] + "…"


def row(rule: Rule, counts: Counter[str]) -> str:
    """One line of the table of a group."""
    found, planted = recall(rule)
    hits, made = mutated().get(rule.code, (0, 0))
    cells = [
        rule.code,
        f"{SEVERITY[rule.severity]} {rule.level}" + (" ✎" if rule.safe else ""),
        f"{rule.names[0]} · {rule.names[1]}",
        rule.why[0],
        f"{example(rule.bad[0])}",
        f"{example(rule.good[0])}",
        f"{found}/{planted}",
        f"{hits}/{made}" if made else "",
        str(counts[rule.code]),
    ]
    return "| " + " | ".join(map(cell, cells)) + " |"


def page() -> str:
    """The page as it should stand."""
    counts, size = false()
    by = Counter({name: sum(counts[rule.code] for rule in catalogue() if rule.severity == name) for name in SEVERITY})
    planted = [recall(rule) for rule in catalogue()]
    found, all_ = (sum(column) for column in zip(*planted, strict=True))
    hits, made = (sum(column) for column in zip(*mutated().values(), strict=True))
    head = "| code | severity, source | rule | why | bad | good | planted | mutated | sound |\n|---|---|---|---|---|---|---|---|---|"
    parts = [
        "# The rules of drafter check",
        f"Written by `make docs` from `templates/rules/` and from {len(speeches())} sound speeches; do not edit.",
        f"{len(catalogue())} rules. Severity 必错 (error), 疑似 (warning), 提示 (hint); source 国标 (national standard), 标准 "
        "(other rules and notices), 实务 (practice), 单位 (the office); ✎: `--fix` mends it.",
        f"**Precision.** In {size:,} characters of sound speeches (drafts of the examples and of every genre, checked "
        f"against their own briefs, and {len(speeches()) - drafts()} written by hand): {by['error']} 必错, "
        f"{by['warning']} 疑似 ({1000 * by['warning'] / size:.2f} a thousand characters), {by['info']} 提示. The column "
        "“sound” has them by rule.",
        f"**Recall.** “planted”: each bad sentence of a rule put into each sound speech, {found} of {all_} found at "
        f"their paragraph ({100 * found / all_:.1f} %). “mutated”: a place of a sound speech spoiled as it happens at a "
        f"desk, by `tests/mutations.py`, which knows no sentence of the rules: {hits} of {made} ({100 * hits / made:.1f} %).",
    ]
    for letter, (english, chinese) in GROUPS.items():
        rows = [row(rule, counts) for rule in catalogue() if rule.code[0] == letter]
        parts += [f"## {letter} · {english} · {chinese}", head + "\n" + "\n".join(rows)]
    reasons = "\n".join(f"* {code}: {why}." for code, why in NOT_BUILT.items())
    parts += [
        "## Not built, and why",
        "A rule that cries wolf is switched off, and takes the others with it.\n\n" + reasons,
    ]
    return "\n\n".join(parts) + "\n"


def drafts() -> int:
    """How many of the sound speeches are drafts of briefs."""
    return sum(facts.brief for _text, facts in sound())


def table() -> str:
    """The rules for writers, in Chinese."""
    head = "| 编号 | 级别 | 查什么 | 为什么 | 错 | 对 |\n|---|---|---|---|---|---|"
    parts = []
    for letter, (_english, chinese) in GROUPS.items():
        rows = [
            "| "
            + " | ".join(
                map(
                    cell,
                    (
                        rule.code,
                        f"{SEVERITY[rule.severity]}·{rule.level}" + ("·可自动改" if rule.safe else ""),
                        rule.names[1],
                        rule.why[1],
                        example(rule.bad[0]).replace("a fragment of a file", "见规则文件"),
                        example(rule.good[0]).replace("a fragment of a file", "见规则文件"),
                    ),
                )
            )
            + " |"
            for rule in catalogue()
            if rule.code[0] == letter
        ]
        parts.append(f"### {letter} {chinese}\n\n{head}\n" + "\n".join(rows))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(page(), "utf-8")
    else:
        print(page())
