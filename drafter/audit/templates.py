"""Templates: blocks that do not balance, names and keys that nothing gives, banks and slots that are not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import nodes

from drafter.audit import places
from drafter.brief.keys import KEYS
from drafter.brief.schema import Sections
from drafter.brief.view import shapes
from drafter.compose.environment import TEMPLATE_ERRORS
from drafter.compose.speech import Composer
from drafter.errors import Fault, TemplateError
from drafter.genre import genres
from drafter.library import Library
from drafter.messages import _

# What a template may read besides the sections of the brief and the words of its keys.
_CONTEXT = {"会议", "讲话", "人物", "在座", "本篇", "体裁", "讲话者", "身份", "语体", "同会"}
_CONTEXT |= {"级", "成章", "首章", "并章", "章数", "loop", "caller"}
_SECTIONS = {shape.word for shape in shapes(Sections)}
# The keys of the sentences that 成段 makes of measures.
_SENTENCE = {"话", "整句", "动", "项", "同时"}
_PERSON = {"姓名", "首称", "职务", "简称", "语速", "在前", "标题", "代表"}
_KEYS = {word for words in KEYS.values() for word in words} | _PERSON | _SENTENCE | _SECTIONS
_LOOP = {"index", "index0", "revindex", "first", "last", "length", "previtem", "nextitem"}


def faults(own: Library, composer: Composer) -> Iterator[Fault]:
    """What is wrong with the templates of ``own``."""
    files = [f"moves/{name}" for name in own.names("moves")]
    files += [f"genres/{genre}/{name}" for genre in own.names("genres") for name in own.names(f"genres/{genre}")]
    fields = _fields(composer.library)
    for file in files:
        if file.endswith(".jinja"):
            yield from _template(file, own.text(file) or "", composer, fields)


def _fields(library: Library) -> set[str]:
    """The further fields of the genres that can be read; what is wrong with the others is said elsewhere."""
    try:
        return {field for genre in genres(library) for field in genre.fields}
    except TemplateError:
        return set()


def _template(file: str, text: str, composer: Composer, fields: set[str]) -> Iterator[Fault]:
    try:
        tree = composer.environment.parse(text, file, file)
        compile(composer.environment.compile(text, file, file, raw=True), file, "exec")
    except TEMPLATE_ERRORS as error:
        # A SyntaxError counts the lines of the Python that the template became.
        line = None if isinstance(error, SyntaxError) else getattr(error, "lineno", None)
        place = places.on_line(file, text, line or 1)
        message = _("the template cannot be used: {why}").format(why=getattr(error, "message", None) or error)
        yield Fault(message, place, _("Each {% if %} and {% for %} has its {% endif %} or {% endfor %}."))
        return
    yield from _imports(tree, file, text, composer)
    yield from _helpers(tree, file, text, composer)
    known = _own_names(tree) | _SECTIONS | _CONTEXT | fields | composer.environment.globals.keys()
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name not in known:
            message = _("nothing is called “{name}” in a template").format(name=name.name)
            place = places.on_line(file, text, name.lineno, name.name)
            yield Fault(message, place, places.near(name.name, known))
    for key in tree.find_all(nodes.Getattr):
        of_loop = isinstance(key.node, nodes.Name) and key.node.name == "loop"
        if key.attr not in (_LOOP if of_loop else _KEYS | fields):
            message = _("the brief has no key “{name}”").format(name=key.attr)
            yield Fault(message, places.on_line(file, text, key.lineno, key.attr), places.near(key.attr, _KEYS))
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "说" and call.args:
            yield from _phrase(call, file, text, composer)


def _imports(tree: nodes.Template, file: str, text: str, composer: Composer) -> Iterator[Fault]:
    """Imports of a file, or of a macro, that is not there, and of the file itself."""
    for imported in tree.find_all(nodes.FromImport):
        name = imported.template.value if isinstance(imported.template, nodes.Const) else None
        place = places.on_line(file, text, imported.lineno, str(name))
        source = composer.library.text(str(name))
        if name == file:
            yield Fault(_("“{name}” imports itself").format(name=name), place)
        elif source is None:
            yield Fault(_("{name}: no such file in the library").format(name=name), place)
        else:
            macros = re.findall(r"\{%-?\s*macro\s+(\w+)", source)
            for macro in (one if isinstance(one, str) else one[0] for one in imported.names):
                if macro not in macros:
                    message = _("“{file}” has no macro “{name}”").format(file=name, name=macro)
                    yield Fault(message, places.on_line(file, text, imported.lineno, macro), places.near(macro, macros))


def _helpers(tree: nodes.Template, file: str, text: str, composer: Composer) -> Iterator[Fault]:
    """Filters and tests that are not there; Jinja itself would not look inside an {% if %}."""
    kinds = ((nodes.Filter, composer.environment.filters), (nodes.Test, composer.environment.tests))
    for kind, known in kinds:
        for node in tree.find_all(kind):
            if node.name not in known:
                message = _("there is no filter or test “{name}”").format(name=node.name)
                yield Fault(message, places.on_line(file, text, node.lineno, node.name), places.near(node.name, known))


def _own_names(tree: nodes.Template) -> set[str]:
    """What the template itself sets, imports or takes as a parameter."""
    own = {node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")}
    own |= {macro.name for macro in tree.find_all(nodes.Macro)}
    for imported in tree.find_all(nodes.FromImport):
        own |= {name if isinstance(name, str) else name[1] for name in imported.names}
    return own


def _phrase(call: nodes.Call, file: str, text: str, composer: Composer) -> Iterator[Fault]:
    """A call of 说 whose bank or slot is not there; a bank that is worked out is looked at when it runs."""
    first, banks = call.args[0], composer.banks.banks
    if not isinstance(first, nodes.Const):
        return
    name = str(first.value)
    place = places.on_line(file, text, call.lineno, name)
    if name not in banks:
        yield Fault(_("there is no phrase bank “{name}”").format(name=name), place, places.near(name, banks))
        return
    for argument in call.kwargs:
        if argument.key not in banks[name].slots:
            message = _("phrase bank “{name}” has no slot “{slot}”").format(name=name, slot=argument.key)
            yield Fault(message, place, _("Its slots: {names}").format(names="、".join(sorted(banks[name].slots))))
