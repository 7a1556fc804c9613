"""The Jinja environment of templates: sandboxed, strict, plain values only, with a budget, and marking its lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import jinja2
from jinja2 import FunctionLoader, StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from drafter.compose.filters import FILTERS, TESTS
from drafter.library import Library
from drafter.marks import BREAK, mark, marked, visible
from drafter.source import FORBIDDEN

# What a template can cause: it may nest anything, and call a filter with anything. SecurityError is a TemplateError.
TEMPLATE_ERRORS = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
)
MAX_LOOPS = 20_000
MAX_CALLS = 20_000
MAX_OUTPUT = 400_000
_KEPT_FILTERS = ("length", "first", "last")
_KEPT_TESTS = ("defined", "none", "in", "eq", "ne", "lt", "gt", "le", "ge", "divisibleby", "odd", "even")


_OPENS, _CLOSES = re.compile(r"\{[%{#]"), re.compile(r"[%}#]\}")


class _Origins(Extension):
    """Marks blank lines as breaks, and puts an origin mark before each piece of text and each expression."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Blank lines outside of tags become breaks: Jinja's trimming of lines cannot take them away."""
        lines, inside = source.split("\n"), 0
        for number, line in enumerate(lines[:-1]):
            if not line.strip() and not inside:
                lines[number] = BREAK
            inside += len(_OPENS.findall(line)) - len(_CLOSES.findall(line))
        return "\n".join(lines)

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, "data", _with_origins(token.value, stream.name or "", token.lineno))
            elif token.type == "variable_begin":
                yield Token(token.lineno, "data", mark("o", f"{stream.name}:{token.lineno}"))
                yield token
            else:
                yield token


def _with_origins(text: str, name: str, line: int) -> str:
    out = []
    for offset, piece in enumerate(text.split("\n")):
        out.append(mark("o", f"{name}:{line + offset}") + piece if visible(piece).strip() else piece)
    return "\n".join(out)


class Environment(ImmutableSandboxedEnvironment):
    """Templates see dict, list, str, int and bool, our filters, and nothing else."""

    intercepted_binops = frozenset(["+", "*", "**", "%"])

    def __init__(self, library: Library, functions: dict[str, Callable[..., Any]]) -> None:
        super().__init__(
            loader=FunctionLoader(_loader(library)),
            undefined=StrictUndefined,
            finalize=_printed,
            extensions=[_Origins],
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,
            auto_reload=False,
            cache_size=-1,
        )
        self.filters = {name: self.filters[name] for name in _KEPT_FILTERS} | FILTERS
        self.tests = {name: self.tests[name] for name in _KEPT_TESTS} | TESTS
        self.globals = dict(functions)
        self.loops = self.calls = 0
        self.filters["_counted"] = self._counted

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Templates see keys of mappings and the counters of a loop; no methods of texts or lists, no marks."""
        return isinstance(obj, LoopContext) and super().is_safe_attribute(obj, attr, value)

    def call(self, context: Any, obj: Any, *arguments: Any, **slots: Any) -> Any:
        self.calls += 1
        if self.calls > MAX_CALLS:
            raise SecurityError("a template calls macros without end")
        return super().call(context, obj, *arguments, **slots)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator not in ("%", "+") or not isinstance(left, int):
            raise SecurityError(f"the operator {operator} is not for templates")
        return super().call_binop(context, operator, left, right)

    def _counted(self, items: Any) -> Iterator[Any]:
        for item in items:
            self.loops += 1
            if self.loops > MAX_LOOPS:
                raise SecurityError("a template loops without end")
            yield item

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for joined in tree.find_all(nodes.Concat):
            raise SecurityError(f"line {joined.lineno}: ~ is not for templates; write the pieces one after the other")
        for included in tree.find_all(nodes.Include):
            raise SecurityError(f"line {included.lineno}: include is not for templates; use from … import")
        for constant in tree.find_all(nodes.Const):
            if isinstance(constant.value, str) and FORBIDDEN.search(constant.value):
                raise SecurityError(f"line {constant.lineno}: a character that no document can hold")
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "_counted", [], [], None, None, lineno=loop.lineno)
        return tree


def _loader(library: Library) -> Callable[[str], tuple[str, str, None] | None]:
    """Texts with their names as file names, so that tracebacks name the template."""

    def load(name: str) -> tuple[str, str, None] | None:
        text = library.text(name)
        return None if text is None else (text, name, None)

    return load


def _printed(value: Any) -> Any:
    """What an expression prints: marked text for facts and gaps, plain text for the rest."""
    if isinstance(value, StrictUndefined):
        return value
    if isinstance(value, (list, dict)):
        raise SecurityError("a list or mapping cannot be printed; use 并列, 分句 or 成句")
    if isinstance(value, str) and len(value) > MAX_OUTPUT:
        raise SecurityError("a template prints without end")
    # The newline that ends a macro is not one of the text: with that of the calling line it would part paragraphs.
    return marked(value).rstrip("\n")
