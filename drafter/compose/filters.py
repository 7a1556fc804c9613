"""What templates can do with facts: join them, make sentences of them, quote them, count them.

Each filter takes texts as the brief gave them, words, clauses or whole sentences, and gives back marked text
whose marks of punctuation are right; see docs/writers/模板.md for the names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from drafter.language import actions, lists
from drafter.language.dates import is_deadline
from drafter.language.numerals import counted, numeral
from drafter.language.sentences import CLOSERS, END, INNER_QUOTES, PAUSES, is_sentence
from drafter.language.spoken import syllables
from drafter.marks import OPEN, Gap, Marked, announced, mark, marked, strip_end, tokens, visible
from drafter.messages import _

_MARKS = END + PAUSES + " "
# A sentence of several clauses is closed before it grows past what one breath and one thought hold.
LONG_SENTENCE = 60
SHORT_CLAUSE = 12
# What a wish begins with when it says so itself.
_WISHING = "祝愿谢感希盼预衷恭给向"


def _all(value: object) -> list[object]:
    """The items of a list, or the one text; text captured in a template has its marks told from its letters."""
    items = value if isinstance(value, (list, tuple)) else [value]
    known = [Marked(item) if isinstance(item, str) and OPEN in item else item for item in items]
    return [item for item in known if (item if _holds(item) else str(item).strip(_MARKS + "\n"))]


def _holds(item: object) -> bool:
    return isinstance(item, (list, tuple, dict))


def _texts(value: object) -> list[object]:
    """The items of a list of texts, or the one text. Raises TypeError for a list of lists, which no text is made of."""
    items = _all(value)
    if any(map(_holds, items)):
        raise TypeError(_("a list of lists is not for this filter"))
    return items


def clause(value: object) -> Marked:
    """A text without its final mark, to stand inside a sentence; a gap stays a gap."""
    if isinstance(value, Gap):
        return value
    if _holds(value):
        raise TypeError(_("a list of lists is not for this filter"))
    return Marked(strip_end(marked(value), _MARKS))


def listing(value: object, last: str = "和", open_list: str = "") -> Marked:
    """Items as one phrase: A、B和C; with ``open_list`` 等地 A、B、C等地."""
    return Marked(_on_marked(_texts(value), lambda texts: lists.listing(texts, last, open_list)))


def _on_marked(items: Sequence[object], join: Callable[[list[str]], str]) -> str:
    """Joins visible texts, then puts the marked ones in their places."""
    whole = [marked(clause(item)) for item in items]
    stand_ins = [visible(text) for text in whole]
    text = join(stand_ins)
    out, position = "", 0
    for stand_in, real in zip(stand_ins, whole, strict=True):
        start = text.index(stand_in, position)
        out += text[position:start] + real
        position = start + len(stand_in)
    return out + text[position:]


def clauses(value: object, sep: str = "", stop: str = "。", limit: int = LONG_SENTENCE) -> Marked:
    """Clauses in one sentence, without a final mark; one longer than ``limit`` syllables is cut by ``stop``.

    Without ``sep`` short clauses are joined with ， and long ones with ；.
    """
    items = _texts(value)
    sep = sep or ("，" if all(syllables(str(item)) <= SHORT_CLAUSE for item in items) else "；")
    starts = _starts([0 if is_sentence(str(item)) else syllables(str(item)) for item in items], limit)
    out = ""
    for number, item in enumerate(items):
        whole, ended = is_sentence(str(item)), not out or visible(out).rstrip(CLOSERS)[-1:] in END
        out += "" if ended else "。" if whole else stop if number in starts else sep
        out += marked(item) if whole else marked(clause(item))
    return Marked(out)


def _starts(sizes: Sequence[int], longest: int) -> set[int]:
    """Where a new sentence begins among clauses of these lengths in syllables, so that none is longer than ``longest``;
    0 stands for a whole sentence."""

    def cut(limit: int) -> list[int]:
        found, length = [], 0
        for number, size in enumerate(sizes):
            if length and length + size > limit:
                found.append(number)
                length = 0
            length = length + size if size else 0
        return found

    cuts = cut(longest)
    # As few cuts as that, and the parts as even as they can be.
    limits = range(max(sizes), longest) if cuts else range(0)
    return set(next((even for limit in limits if len(even := cut(limit)) == len(cuts)), cuts))


def sentences(value: object) -> Marked:
    """Texts as sentences: each ends with a mark of its own."""
    out = ""
    for item in _texts(value):
        text = str(item)
        out += marked(item) if is_sentence(text) else marked(clause(item)) + "。"
    return Marked(out)


def series(value: object, pattern: str = "{}是", sep: str = "；") -> Marked:
    """一是…；二是…；三是…, without a final mark; one item stands without a number."""
    items = _texts(value)
    heads = lists.ordinals(len(items), pattern)
    long = any(is_sentence(str(item)) for item in items) or len("".join(map(str, items))) > 2 * LONG_SENTENCE
    between = "。" if long else sep
    return Marked(between.join(head + marked(clause(item)) for head, item in zip(heads, items, strict=True)))


def quoted(value: object) -> Marked:
    """A text in “ ”; quotation marks in it become ‘ ’ (GB/T 15834-2011, 4.8)."""
    text = marked(value)
    seen = visible(text)
    if seen.startswith("“") and seen.endswith("”") and seen.count("“") == 1:
        return Marked(text)
    return Marked(mark("q", "", "“" + text.translate(INNER_QUOTES) + "”"))


def quoted_whole(value: object) -> Marked:
    """A saying that stands by itself after a colon: in “ ”, with its final mark inside (GB/T 15834-2011, 4.8)."""
    text = marked(quoted(value))
    return Marked(text if visible(text)[-2:-1] in END else strip_end(text, "”") + "。”")


def number(value: object, measure: str = "") -> str:
    """How many items, in Chinese numerals, with a measure word: 两件, 六件."""
    n = value if isinstance(value, int) else len(_all(value))
    return counted(n, measure) if measure else numeral(n)


def around(parallel: dict[str, object], sep: str = "，") -> Marked:
    """A 排比: the same words before and after each item."""
    before, after = marked(parallel["前"] or ""), marked(parallel["后"] or "")
    items = [before + marked(clause(item)) + after for item in _texts(parallel["项"])]
    return Marked(sep.join(items))


def spread(value: object, size: int = 3) -> list[list[object]]:
    """Items in groups of at most ``size``, as even as can be: 4 → 2 + 2, 7 → 3 + 2 + 2; a sentence stands alone."""
    runs: list[list[object]] = []
    for item in _all(value):
        if not runs or _stands(item) or _stands(runs[-1][0]):
            runs.append([])
        runs[-1].append(item)
    return [group for run in runs for group in _even(run, size)]


def _stands(item: object) -> bool:
    return not _holds(item) and is_sentence(str(item))


def _even(items: list[object], size: int) -> list[list[object]]:
    groups = -(-len(items) // size)
    base, more = divmod(len(items), groups)
    ends = [base * (i + 1) + min(i + 1, more) for i in range(groups)]
    return [items[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def first(value: object) -> object:
    """The first item, or an empty text."""
    return next(iter(_all(value)), "")


def rest(value: object) -> list[object]:
    """All items but the first."""
    return _all(value)[1:]


def short(value: object, size: int = 14) -> bool:
    """Whether a text is short enough to stand in the middle of a sentence."""
    return bool(str(value)) and not is_sentence(str(value)) and syllables(str(value)) <= size


def joined(value: Iterable[object]) -> Marked:
    """Marked pieces put together as they are."""
    items = list(value)
    if any(map(_holds, items)):
        raise TypeError(_("a list of lists is not for this filter"))
    return Marked("".join(marked(item) for item in items if item))


def prose(value: object, sep: str = "") -> Marked:
    """Words, clauses and sentences as running text that ends with a mark; clauses are joined, sentences stand."""
    text = marked(clauses(value, sep))
    return Marked(text if not text or visible(text).rstrip(CLOSERS)[-1:] in END else text + "。")


def asked(value: object) -> Marked:
    """A text as a question."""
    return Marked(marked(clause(value)) + "？") if str(value) else Marked("")


def wished(value: object) -> Marked:
    """Texts as wishes: each begins with 祝 or a word like it, and ends with ！."""
    return Marked(
        "".join(("" if str(item)[0] in _WISHING else "祝") + marked(clause(item)) + "！" for item in _texts(value))
    )


def named(value: Iterable[dict[str, object]]) -> list[object]:
    """The names of things."""
    return [item["名称"] for item in value]


def comes_first(value: dict[str, object], one: str, other: str) -> bool:
    """Whether the writer typed ``one`` before ``other``."""
    keys = list(value)
    return keys.index(one) < keys.index(other)


def each_has(value: Sequence[dict[str, object]], key: str) -> bool:
    """Whether every entry says something under ``key``."""
    return all(bool(item[key]) for item in value)


def is_action(value: object) -> bool:
    """Whether a phrase can follow 要."""
    return not is_sentence(str(value)) and actions.is_action(str(value))


def ordinal(n: int, total: int, pattern: str = "{}是") -> str:
    """一是, 二是, … for item ``n`` of ``total``; nothing when there is only one."""
    return lists.ordinals(total, pattern)[n - 1]


def each_of(value: Sequence[dict[str, object]], key: str) -> list[object]:
    """What the entries say under ``key``, without those that say nothing."""
    return [item[key] for item in value if item[key]]


def _seen(value: object) -> str:
    """What a reader sees of a text, of a list of texts, or of what a template captured."""
    return "\n".join(visible(marked(item)) for item in _texts(value))


def contains(value: object, *words: str) -> bool:
    """Whether any of the words stands in a text or a list of texts."""
    seen = _seen(value)
    return any(word in seen for word in words)


def kind_of(value: object, kinds: dict[str, Sequence[str]]) -> str:
    """The first of ``kinds`` of which a word stands in the text; empty when none does."""
    return next((kind for kind, words in kinds.items() if contains(value, *words)), "")


def counted_in(value: object, unit: str) -> str:
    """The first figure with this unit in a text: 干护理31年 has 31年; empty when there is none."""
    found = re.search(rf"\d+(?:\.\d+)?[万亿]?{re.escape(unit)}", _seen(value))
    return found[0] if found else ""


def chained(value: Iterable[object]) -> list[object]:
    """Several lists one after another, as one list."""
    return [item for part in value for item in _all(part)]


def before_first(value: Sequence[dict[str, object]], key: str) -> list[object]:
    """The entries before the first that says something under ``key``; none when no entry does."""
    at = next((number for number, item in enumerate(value) if item[key]), 0)
    return list(value[:at])


def from_first(value: Sequence[dict[str, object]], key: str) -> list[object]:
    """The entries from the first that says something under ``key`` on; all when no entry does."""
    return list(value[len(before_first(value, key)) :])


def spoken_length(value: object) -> int:
    """How long a text takes to say, in syllables."""
    return syllables(_seen(value))


def told(value: object) -> Marked:
    """Prints nothing, and counts the facts of a text as said: the words around it tell them already."""
    paths = [label for item in _texts(value) for kind, label in tokens(marked(item)) if kind == "f"]
    return Marked("".join(mark("w", path) for path in paths))


def reckoned(value: object, *kinds: str) -> bool:
    """Whether a sum, or one of these kinds (差, 占, 均 …), is said in a text."""
    banks = {label.split("/")[0] for kind, label in tokens(marked(value)) if kind == "p"}
    said = {bank.removeprefix("推算.") for bank in banks if bank.startswith("推算.")}
    return not said.isdisjoint(kinds) if kinds else bool(said)


FILTERS = {
    "去尾": clause,
    "并列": listing,
    "分句": clauses,
    "成句": sentences,
    "序列": series,
    "引": quoted,
    "引全": quoted_whole,
    "数目": number,
    "排开": around,
    "分组": spread,
    "首条": first,
    "余条": rest,
    "拼": joined,
    "有的": _all,
    "成文": prose,
    "问": asked,
    "愿": wished,
    "名单": named,
    "全称": announced,
    "都有": each_has,
    "取": each_of,
    "先": comes_first,
    "含": contains,
    "归类": kind_of,
    "摘": counted_in,
    "意到": told,
    "连": chained,
    "前无": before_first,
    "从有": from_first,
    "音节": spoken_length,
}
TESTS = {
    "短": short,
    "句": lambda value: is_sentence(str(value)),
    "动": is_action,
    "算过": reckoned,
    "期限": is_deadline,
}
