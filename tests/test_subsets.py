"""Whatever a brief fills and leaves out, in whatever form: nothing is lost, no mark is doubled, nothing dangles."""

from __future__ import annotations

import itertools

import fields
import pytest
from conftest import BAD
from hypothesis import given
from hypothesis import strategies as st

from drafter.brief.keys import chinese
from drafter.brief.schema import BriefModel, Sections
from drafter.brief.view import shapes
from drafter.draft import draft
from drafter.genre import genres
from drafter.library import Library

GENRES = genres(Library.standard())
SECTIONS = list(shapes(Sections))
# The forms in which a writer fills a field; {n} keeps the texts apart.
FORMS = ["巡查第{n}遍", "每家都看{n}次，一次不少", "第{n}个站上个月没有人来。", "“第{n}招”", "查过第{n}处了吗？"]


def genre_of(section):
    return next(genre.name for genre in GENRES if section in {spec.name for spec in genre.moves})


def inner_models(name):
    return fields.inside(BriefModel.model_fields[name].annotation)


class Filler:
    """Texts for fields, one form for all of them or each as it is drawn; no two are equal."""

    def __init__(self, forms):
        self.forms, self.count = itertools.cycle(forms), 0

    def text(self):
        self.count += 1
        return next(self.forms).format(n=self.count + 10)

    def value(self, info):
        """What stands in one field: a text, two of them, or a mapping with what it must have."""
        models = fields.inside(info.annotation)
        if models:
            made = {}
            for name, inner in models[0].model_fields.items():
                if inner.is_required() or (len(made) < 1 and shape(models[0], name).spoken):
                    made[name] = self.value(inner)
            return (
                [made, made | {k: self.value(models[0].model_fields[k]) for k in made}] if "Side" in str(info) else made
            )
        return [self.text(), self.text()] if "list" in str(info.annotation).lower() else self.text()


def shape(model, name):
    return next(found for found in shapes(model) if found.name == name)


def spoken(model):
    return [found.name for found in shapes(model) if found.spoken or found.model]


def flow(value):
    """``value`` as YAML in one line, under Chinese keys."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{chinese(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return f'"{value}"'


# What only says something about something else: alone it is listed as unused, and no sentence is made of it.
QUALIFIERS = {
    "定性",
    "人",
    "时间",
    "场合",
    "动词",
    "代表",
    "地方",
    "向",
    "寓意",
    "大处",
    "主线",
    "名目",
    "时限",
    "主体",
    "依据",
    "环节",
}


def check(drafted, section, value, seed="1"):
    text = (
        f'会议: {{名称: 大会}}\n讲话: {{体裁: {genre_of(section)}, 称谓: 各位同事, 种子: "{seed}"}}\n'
        f"{section}: {flow(value)}\n"
    ) + ("" if section == "结尾" else "结尾: 请大家抓紧。\n")
    made = drafted(text)
    lost = [f.message for f in made.findings if f.severity != "info"]
    assert not [message for message in lost if message.split("”")[0].split(".")[-1].split("[")[0] not in QUALIFIERS], (
        text
    )
    for paragraph in made.speeches[0].paragraphs:
        assert not BAD.search(paragraph.text), (text, paragraph.text)
        directed = paragraph.text.startswith("（")  # what happens now, for the eyes of the host
        directed = directed or "原样" in paragraph.id  # printed exactly as typed
        assert paragraph.role != "body" or directed or paragraph.text[-1] in "。！？”", (text, paragraph.text)
        assert paragraph.text.count("“") == paragraph.text.count("”"), (text, paragraph.text)
    assert not made.gaps or set(made.gaps) <= {"日期", "讲话人", "措施", "地方", "要求"}, (text, made.gaps)


CASES = [
    (section.word, model)
    for section in SECTIONS
    for model in (inner_models(section.name) or [None])
    if model is not None
]


@pytest.mark.parametrize(("section", "model"), CASES, ids=[section for section, _model in CASES])
def test_any_two_fields_of_a_section_in_any_form(drafted, section, model):
    names = spoken(model)
    for pair in [(name,) for name in names] + list(itertools.combinations(names, 2)):
        for form in FORMS:
            filler = Filler([form])
            needed = [name for name, info in model.model_fields.items() if info.is_required()]
            value = {name: filler.value(model.model_fields[name]) for name in dict.fromkeys((*needed, *pair))}
            check(drafted, section, value)


@pytest.mark.parametrize(("section", "model"), CASES, ids=[section for section, _model in CASES])
@given(data=st.data())
def test_any_fields_of_a_section_in_mixed_forms(tmp_path_factory, composer, section, model, data):
    names = spoken(model)
    chosen = data.draw(st.lists(st.sampled_from(names), unique=True, min_size=1))
    needed = [name for name, info in model.model_fields.items() if info.is_required()]
    filler = Filler(data.draw(st.permutations(FORMS)))
    entries = data.draw(st.integers(1, 3)) if "list" in str(BriefModel.model_fields) else 1
    many = next(found for found in SECTIONS if found.word == section).many
    value = [
        {name: filler.value(model.model_fields[name]) for name in dict.fromkeys((*needed, *chosen))}
        for _ in range(entries if many else 1)
    ]

    def run(text):
        path = tmp_path_factory.mktemp("mixed") / "brief.yaml"
        path.write_text(text, "utf-8")
        return draft(path, composer)

    check(run, section, value if many else value[0], data.draw(st.sampled_from("123456789")))
