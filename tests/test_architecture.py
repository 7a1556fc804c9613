"""Imports go down only; the rooms stay the size of a room."""

from __future__ import annotations

import ast

import pytest
from conftest import ROOT

FLOORS = {
    "model": 0, "errors": 0, "messages": 0, "marks": 0, "source": 0, "slips": 0, "language": 0, "derive": 0,
    "library": 1, "genre": 1, "brief": 1, "plain": 1, "notes": 1, "voice": 1, "questions": 1, "evidence": 1, "checks": 2,
    "compose": 2, "word": 2,
    "review": 3, "earlier": 3, "sheet": 1, "draft": 4, "submission": 5, "shelf": 0, "batch": 6, "mending": 6, "export": 5, "audit": 4,
    "cli": 7, "__main__": 8,
}  # fmt: skip
NEVER = {
    ("word", "compose"),
    ("word", "library"),
    ("word", "brief"),
    ("compose", "word"),
    ("brief", "library"),
    ("checks", "word"),
    ("checks", "compose"),
    ("word", "checks"),
}
MODULES = sorted((ROOT / "drafter").rglob("*.py"))


def room(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def imported(tree: ast.AST) -> set[str]:
    names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "drafter":
            names |= {f"drafter.{alias.name}" for alias in node.names}
    return {name for name in names if name.startswith("drafter.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_down(path):
    parts = path.relative_to(ROOT / "drafter").with_suffix("").parts
    if parts == ("__init__",):
        return
    here = parts[0]
    for name in imported(ast.parse(path.read_text("utf-8"))):
        there = room(name)
        if there == "__version__":
            continue
        assert there == here or FLOORS[there] <= FLOORS[here], f"{here} imports {name}"
        assert (here, there) not in NEVER


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_functions_fit_a_screen(path):
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 52, f"{path.name}: {node.name} is too long"


def test_only_the_command_line_prints_and_exits():
    for path in MODULES:
        if "cli" in path.parts:
            continue
        names = {n.id for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Name)}
        assert not names & {"print", "SystemExit", "exit"}, path
