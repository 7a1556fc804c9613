"""What the tests share: the built-in library, a composer that is made once, and briefs from text."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from drafter.compose.speech import Composer
from drafter.draft import Draft, draft
from drafter.library import Library

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
# What no paragraph may hold: doubled marks, empty brackets, an unsaid value, a mark at the edge.
BAD = re.compile(
    r"[，。；：、]{2}|[！？][，。；、]|“”|《》|（）|。”。|None|\{|\}|Undefined|[\x00-\x08]|、和|、等|，$|^[，。；、]"
)

os.environ["LANGUAGE"] = "en"
# The suite tries the same cases every time; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden texts anew")


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.standard()


@pytest.fixture(scope="session")
def composer(library: Library) -> Composer:
    return Composer(library)


HEAD = """\
会议: {名称: 全市养老服务座谈会, 日期: 2026-04-16}
人物: {顾维清: {职务: 民政局局长}}
讲话: {体裁: GENRE, 讲话人: 顾维清, 称谓: 同志们}
"""


@pytest.fixture
def drafted(tmp_path: Path, composer: Composer) -> Callable[..., Draft]:
    """Drafts a brief given as text; a head is put before it unless it has one."""

    def run(text: str, genre: str = "座谈会讲话") -> Draft:
        path = tmp_path / "brief.yaml"
        path.write_text(text if "讲话:" in text else HEAD.replace("GENRE", genre) + text, "utf-8")
        return draft(path, composer)

    return run


@pytest.fixture
def said(drafted: Callable[..., Draft]) -> Callable[..., str]:
    """The body of the first speech of a brief, its paragraphs parted by line breaks."""

    def run(text: str, genre: str = "座谈会讲话") -> str:
        return "\n".join(p.text for p in drafted(text, genre).speeches[0].paragraphs)

    return run


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs drafter in a folder of its own, in English unless told otherwise."""

    def call(*arguments: object, language: str = "en", **how: Any) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "LANGUAGE": language, "HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
        return subprocess.run(
            [sys.executable, "-m", "drafter", *map(str, arguments)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
            **how,
        )

    return call
