"""The wheel holds what the tree holds, and works from any folder, also one with blanks and Chinese characters."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest
from conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().split("\n"):
        path = ROOT / name.strip('"').encode().decode("unicode_escape").encode("latin-1").decode()
        if name and path.is_file():
            target = source / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    (source / "templates" / ".DS_Store").write_bytes(b"x")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", folder, source], check=True, capture_output=True
    )
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_has_every_module_template_and_catalogue_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    modules = {f"drafter/{p.relative_to(ROOT / 'drafter').as_posix()}" for p in (ROOT / "drafter").rglob("*.py")}
    templates = {
        f"drafter/templates/{p.relative_to(ROOT / 'templates').as_posix()}"
        for p in (ROOT / "templates").rglob("*")
        if p.is_file()
    }
    catalogues = {f"drafter/locale/zh_CN/LC_MESSAGES/{name}.mo" for name in ("drafter", "messages")}
    assert names == modules | templates | catalogues | {"drafter/py.typed"}


def test_the_installed_wheel_drafts_from_a_folder_with_blanks(wheel, tmp_path):
    home = tmp_path / "办公室 的 电脑"
    site = home / "程序 目录"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    (home / "素材 一.yaml").write_text("会议: {名称: 大会}\n讲话: {体裁: 座谈会讲话}\n任务: [修路]\n", "utf-8")
    code = f"import sys; sys.path.insert(0, {str(site)!r}); from drafter.cli import main; main()"
    run = [sys.executable, "-I", "-c", code, "draft", "素材 一.yaml", "-o", "稿 子", "--format", "docx,txt"]
    done = subprocess.run(run, cwd=home, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "修路" in (home / "稿 子" / "素材 一.txt").read_text("utf-8")
    shown = subprocess.run([*run[:3], f"{code}; ", "--version"], cwd=home, capture_output=True, text=True, check=False)
    assert shown.stdout.startswith("drafter")
