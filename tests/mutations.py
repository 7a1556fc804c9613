"""Faults made out of sound speeches, as they come about at a desk: something is lost, doubled, left over, or changed.

Each mutation is of a rule and changes one place of a text; none uses a sentence of the rule's own tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from drafter.checks.known import Known
from drafter.model import Block, Text

_HAN = "[\u4e00-\u9fff]"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A text with one fault, the number of the paragraph that it is in, and what is known of the meeting."""

    text: Text
    line: int
    known: Known


def changed(text: Text, index: int, new: str, known: Known, role: str = "") -> Mutant:
    block = text.blocks[index]
    made = replace(block, text=new, role=role or block.role)
    return Mutant(replace(text, blocks=(*text.blocks[:index], made, *text.blocks[index + 1 :])), block.line, known)


def inserted(text: Text, index: int, block: Block, known: Known) -> Mutant:
    blocks = (*text.blocks[:index], block, *text.blocks[index:])
    numbered = tuple(replace(each, line=n) for n, each in enumerate(blocks, 1))
    return Mutant(replace(text, blocks=numbered), index + 1, known)


Mutation = Callable[[Text, Known], Iterator[Mutant]]


def swap(pattern: str, new: str | Callable[[Any], str], roles: tuple[str, ...] = ("body",)) -> Mutation:
    """``new`` in the place of what ``pattern`` finds, at each of its places."""

    def mutate(text: Text, known: Known) -> Iterator[Mutant]:
        for index, block in enumerate(text.blocks):
            for match in re.finditer(pattern, block.text) if block.role in roles else ():
                said = match.expand(new) if isinstance(new, str) else new(match)
                if not said and callable(new):
                    continue
                yield changed(text, index, block.text[: match.start()] + said + block.text[match.end() :], known)

    return mutate


HEADINGS = ("heading1", "heading2", "heading3", "heading4")


def repeated_sentence(text: Text, known: Known) -> Iterator[Mutant]:
    bodies = [i for i, block in enumerate(text.blocks) if block.role == "body"]
    for one, other in zip(bodies, bodies[3:], strict=False):
        first = re.match(r"[^。！？“”]{15,80}。", text.blocks[one].text)
        if first:
            yield changed(text, other, text.blocks[other].text + first.group(), known)


def repeated_paragraph(text: Text, known: Known) -> Iterator[Mutant]:
    for index, block in enumerate(text.blocks[:-2]):
        if block.role == "body" and len(block.text) > 60:
            yield inserted(text, index + 2, replace(block, text=block.text.replace("，", "、", 1)), known)


def emptied_section(text: Text, known: Known) -> Iterator[Mutant]:
    heads = [i for i, block in enumerate(text.blocks) if block.role == "heading1"]
    for one, other in pairwise(heads):
        yield Mutant(
            replace(text, blocks=(*text.blocks[: one + 1], *text.blocks[other:])), text.blocks[one].line, known
        )


def lost_heading(text: Text, known: Known) -> Iterator[Mutant]:
    heads = [i for i, block in enumerate(text.blocks) if block.role == "heading1"]
    for lost, after in pairwise(heads[1:]):
        blocks = (*text.blocks[:lost], *text.blocks[lost + 1 :])
        yield Mutant(replace(text, blocks=blocks), text.blocks[after].line, known)


def lost_end(text: Text, known: Known) -> Iterator[Mutant]:
    bodies = [i for i, block in enumerate(text.blocks) if block.role == "body"]
    heads = [i for i, block in enumerate(text.blocks) if block.role.startswith("heading")]
    for end in bodies[6:-2:3]:
        if end - 1 not in heads:
            yield Mutant(replace(text, blocks=text.blocks[: end + 1]), text.blocks[end].line, known)


def one_long_sentence(text: Text, known: Known) -> Iterator[Mutant]:
    for index, block in enumerate(text.blocks):
        if block.role == "body" and len(block.text) > 130 and "“" not in block.text:
            yield changed(text, index, re.sub("[。！？](?=.)", "，", block.text), known)


def joined_paragraphs(text: Text, known: Known) -> Iterator[Mutant]:
    for index in range(len(text.blocks) - 4):
        group = text.blocks[index : index + 4]
        joined = "".join(block.text for block in group)
        if all(block.role == "body" for block in group) and len(joined) > 400:
            blocks = (*text.blocks[:index], replace(group[0], text=joined), *text.blocks[index + 4 :])
            yield Mutant(replace(text, blocks=blocks), group[0].line, known)


def wrong_figure(text: Text, known: Known) -> Iterator[Mutant]:
    """A figure right behind its name, off by some; the brief says another."""
    for name, said in known.figures.items():
        value = re.search("[0-9]{2,}", said)
        for index, block in enumerate(text.blocks):
            match = re.search(f"{re.escape(name)}([^，。；：、！？0-9]{{0,4}}){re.escape(said)}", block.text)
            if match and value:
                other = said.replace(value.group(), str(int(value.group()) + 31), 1)
                new = block.text[: match.start()] + name + match[1] + other + block.text[match.end() :]
                yield changed(text, index, new, known)


def other_names(change: Callable[[str], str]) -> Mutation:
    """The name of somebody, where a post or 同志 follows, after ``change``."""

    def mutate(text: Text, known: Known) -> Iterator[Mutant]:
        for name in (name for name in known.people if len(name) == 3):
            for index, block in enumerate(text.blocks):
                at = re.search(f"{name}(?=同志|书记|主任|局长|校长|院长|经理|理事长|师傅|老师|所长|站长)", block.text)
                if at and block.role == "body":
                    yield changed(text, index, block.text[: at.start()] + change(name) + block.text[at.end() :], known)

    return mutate


def other_post(text: Text, known: Known) -> Iterator[Mutant]:
    for name, post in known.people.items():
        for index, block in enumerate(text.blocks):
            at = re.search(f"{name}(书记|主任|局长|校长|院长|所长|站长)", block.text)
            if at and at[1] in post:
                other = "处长" if "处长" not in post else "会长"
                new = block.text[: at.start(1)] + other + block.text[at.end(1) :]
                yield changed(text, index, new, known)


def another_place(text: Text, known: Known) -> Iterator[Mutant]:
    for index, block in enumerate(text.blocks):
        at = re.search("全(?:市|县|区|镇)", block.text) if known.brief and block.role == "body" else None
        if at:
            yield changed(text, index, block.text[: at.start()] + "漯河市" + block.text[at.end() :], known)


def said_by_himself(text: Text, known: Known) -> Iterator[Mutant]:
    for index, block in enumerate(text.blocks):
        at = re.search("(?<![^，。；])我(?=[^们省市县区镇乡国])", block.text)
        if at and block.role == "body" and len(known.speaker) > 1:
            yield changed(text, index, block.text[: at.start()] + known.speaker + block.text[at.end() :], known)


def turned(match: re.Match[str]) -> str:
    return f"从{match[4]}{match[2]}{match[3]}{match[1]}{match[5]}"


def one_more(match: re.Match[str]) -> str:
    return str(int(match[1]) + 1) + match[2] if match[1].isdigit() else match[0]


_NUMBER = dict(zip("二三四五六两", (2, 3, 4, 5, 6, 2), strict=True))
_UP = dict(zip("一二两三四五六七八", "二三三四五六七八九", strict=True))

MUTATIONS: dict[str, tuple[Mutation, ...]] = {
    "P01": (swap("“[^“”]{2,12}”", "“”"), swap("《[^《》]{2,30}》", "《》")),
    "P02": (swap("20[0-9]{2}年", "20xx年"), swap("20[0-9]{2}年", "20××年")),
    "P04": (swap(f"(?<={_HAN})[\u4e00-\u9fff]{{2}}(?=局|办|镇|县|社区)", "××"),),
    "P05": (swap("[0-9]{2,5}(?=[个名户])", "{{ 数据.个数 }}"),),
    "P09": (swap(f"(?<={_HAN})(?={_HAN})", "\u200b"),),
    "P10": (swap("。$", "。（此处补充数据）"),),
    "P12": (swap("会议", "會議"), swap("学习", "學習"), swap("工作", "工作務實")),
    "Q01": (swap(f"(?<={_HAN})，(?={_HAN})", ","), swap(f"(?<={_HAN})：(?=“)", ":"), swap(f"(?<={_HAN})；", ";")),
    "Q02": (swap("”", ""), swap("“", ""), swap("》", "")),
    "Q04": (swap("“([^“”]{2,30})”", r'"\1"'), swap("“([^“”]{2,30})”", r"「\1」")),
    "Q06": (swap("^([一二三四五])、", r"\1.", HEADINGS), swap("^(（[一二三四五]）)", r"\1、", HEADINGS)),
    "Q07": (swap("(?<![？！。])$", "。", HEADINGS),),
    "Q09": (swap("》《", "》、《"), swap("”“", "”、“")),
    "Q10": (swap(f"、([\u4e00-\u9fff]{{2,4}})等(?={_HAN})", r"、\1、等"),),
    "Q11": (swap(f"(?<={_HAN})。$", "..."),),
    "Q12": (swap(f"，(?={_HAN})", "，，"), swap("。$", "，。")),
    "Q13": (swap(f"(?<={_HAN})(?={_HAN})", " "), swap("(?=。$)", " ")),
    "Q19": (swap("部署", "布署"), swap("账户", "帐户"), swap("毕竟", "必竟"), swap("安装", "按装")),
    "N04": (swap("二是", "三是"), swap("第二，", "第三，")),
    "N01": (
        swap(
            "([两二三四五六])(个|件|项|条|句|点)([^，。：；]{0,8})：([^、。，；：]{1,8})((?:、[^、。，；：]{1,8}){1,5})。",
            lambda m: f"{_UP[m[1]]}{m[2]}{m[3]}：{m[4]}{m[5]}。" if m[5].count("、") + 1 == _NUMBER[m[1]] else "",
        ),
    ),
    "N12": (swap("(近|约)([0-9]+)(个|人|户|名)", r"\1\2\3左右"),),
    "N15": (swap(r"从([0-9]+)([万个名户人%]*)((?:增加|提高|增长|上升|下降|减少)到)([0-9]+)([万个名户人%]*)", turned),),
    "N16": (swap("([0-9]+)%～([0-9]+)%", r"\1-\2%"),),
    "N18": (swap("20(2[0-9]年[0-9]{1,2}月)", r"\1"),),
    "N19": (swap("(?<![0-9])([1-9]月)(?![0-9])", r"0\1"),),
    "N20": (swap("2026年(?=[0-9]{1,2}月)", "二〇二六年"), swap("2027年(?=[0-9]{1,2}月)", "二〇二七年")),
    "N21": (swap("[0-9]{2,}", lambda m: m.group().translate(str.maketrans("0123456789", "０１２３４５６７８９"))),),
    "N03": (swap("讲([一二两三四五六七八])(?=[点个])", lambda m: "讲" + _UP[m[1]]),),
    "L02": (other_names(lambda name: name[:2] + "甫"), other_names(lambda name: name[0] + "甫" + name[2])),
    "L04": (other_post,),
    "L09": (said_by_himself,),
    "L13": (swap("：$", "，", ("salutation",)), swap("：$", ":", ("salutation",))),
    "L17": (swap("残疾人(?!士)", "残废人"), swap("盲人", "瞎子"), swap("孤独症", "自闭症")),
    "T01": (another_place,),
    "T18": (wrong_figure,),
    "U03": (lost_heading,),
    "U10": (emptied_section,),
    "U11": (lost_end,),
    "U13": (repeated_sentence,),
    "U14": (repeated_paragraph,),
    "R01": (one_long_sentence,),
    "R10": (joined_paragraphs,),
}
# So many places of a text are enough for one mutation.
MOST = 3


def mutants(text: Text, known: Known, code: str) -> Iterator[Mutant]:
    """The mutants of ``text`` for the rule ``code``: a few of each mutation, spread over the text."""
    for mutation in MUTATIONS[code]:
        made = list(mutation(text, known))
        step = max(1, len(made) // MOST)
        yield from made[::step][:MOST]
