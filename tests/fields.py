"""Writes the tables of the writers' pages from the schema of the brief and the phrase banks. Run by ``make docs``."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel
from rules import table

from drafter.brief.keys import FREE, KEYS, chinese
from drafter.brief.schema import BriefModel, Part
from drafter.compose.phrases import Banks
from drafter.library import Library

FOLDER = Path(__file__).parent.parent / "docs" / "writers"
BEGIN, END = "<!-- 以下由 make docs 写成 -->", "<!-- 以上由 make docs 写成 -->"


def models(model: type[Part] = BriefModel, seen: dict[type[Part], str] | None = None) -> dict[type[Part], str]:
    """Every mapping that a brief can hold, with the key that it first stands under."""
    seen = {BriefModel: "素材"} if seen is None else seen
    for name, info in model.model_fields.items():
        for inner in inside(info.annotation):
            if inner not in seen:
                seen[inner] = chinese(name)
                models(inner, seen)
    return seen


def inside(annotation: object) -> list[type[Part]]:
    """The models in an annotation such as ``list[M] | None``."""
    found = [annotation] if isinstance(annotation, type) and issubclass(annotation, BaseModel) else []
    return found + [model for part in getattr(annotation, "__args__", ()) for model in inside(part)]  # type: ignore[return-value]


def row(model: type[Part], name: str, under: dict[type[Part], str]) -> str:
    """One line of a table: the key and its other words, what it is, an example."""
    info = model.model_fields[name]
    words = [word for word in KEYS[name][1:] if word]
    key = f"`{chinese(name)}`" + (f"（也写{'、'.join(f'`{word}`' for word in words)}）" if words else "")
    about = info.description or {"source": "出处，备查，不印", "inferred": "推测的依据；会列出来请人核实"}[name]
    inner = [under[found] for found in inside(info.annotation)]
    if inner and inner[0] != chinese(name):
        about += f"；写法同 [{inner[0]}](#{inner[0]})"
    elif inner:
        about += f"；见 [{inner[0]}](#{inner[0]})"
    if info.is_required():
        about += "【必填】"
    many = info.default_factory is list or "list" in str(info.annotation)
    example = info.examples[0] if info.examples else ""
    shown = f"[{', '.join(example)}]" if isinstance(example, list) else example
    kind = "名字: 内容" if name in FREE and model is BriefModel else "一条或几条" if many else "一条"
    return f"| {key} | {about} | {kind} | {f'`{shown}`' if shown else ''} |"


def tables() -> str:
    """All the tables, each under the key that it describes."""
    under = models()
    parts = []
    for model, title in under.items():
        about = (model.__doc__ or "").strip()
        note = f"只写一句话，就是写它的 `{chinese(model.alone)}`。" if model.alone else ""
        rows = "\n".join(row(model, name, under) for name in model.model_fields)
        parts.append(f"### {title}\n\n{about}。{note}\n\n| 键 | 填什么 | 几条 | 例 |\n|---|---|---|---|\n{rows}\n")
    return "\n".join(parts)


def banks() -> str:
    """The built-in phrase banks, each with what it is for and its slots."""
    rows = [
        f"| `{bank.name}` | {bank.about} | {'、'.join(sorted(bank.slots))} | {len(bank.variants) or len(bank.suites)} |"
        for bank in Banks(Library.standard()).banks.values()
    ]
    return "| 库 | 用处 | 槽 | 几句 |\n|---|---|---|---|\n" + "\n".join(sorted(rows)) + "\n"


PAGES = {"素材.md": tables, "模板.md": banks, "检查.md": table}


def page(name: str, text: str) -> str:
    """``text`` of a page with its tables written anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{PAGES[name]()}\n{END}{after}"


if __name__ == "__main__":
    for name in PAGES:
        path = FOLDER / name
        path.write_text(page(name, path.read_text("utf-8")), "utf-8")
