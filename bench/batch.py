"""Measures batches: documents a second on one and two cores against merging in a loop, growth, memory.

python bench/batch.py [ROWS ...]
"""

from __future__ import annotations

import csv
import io
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docxtpl import DocxTemplate
from mailmerge import MailMerge

BRIEF = """\
会议: {名称: "{社区}居民议事会"}
讲话: {体裁: 短会讲话, 讲话人: 主讲, 称谓: 各位邻居}
人物: {主讲: {姓名: 顾维清, 职务: 街道办事处主任}}
数据: {户数: {值: 100, 量词: 户}}
任务: [{题: 管好门口, 措施: ["{社区}{户数}，一户不落"]}, {题: 清好楼道, 措施: [杂物当天清走]}]
"""
HEADINGS = ("社区", "日期", "讲话人姓名", "户数", "地点")
PARAGRAPHS = 12


def table(folder: Path, rows: int) -> Path:
    path = folder / f"{rows}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        made = csv.writer(file)
        made.writerow(HEADINGS)
        made.writerows((f"第{n}社区", f"2026-05-{n % 28 + 1:02}", "孟知秋", 100 + n, "活动室") for n in range(rows))
    return path


def drafter(folder: Path, path: Path, jobs: int, *options: str) -> float:
    command = [sys.executable, "-m", "drafter", "batch", "b.yaml", path, "-o", f"out{time.time_ns()}", "-j", str(jobs)]
    begin = time.perf_counter()
    subprocess.run([*map(str, command), *options], cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - begin


def by_docxtpl(folder: Path, path: Path) -> float:
    """A template with the same five fields in each of a dozen paragraphs, rendered and saved for each row."""
    made = docx.Document()
    for _n in range(PARAGRAPHS):
        made.add_paragraph("".join(f"{{{{ {name} }}}}说的话。" for name in "abcde"))
    made.save(str(folder / "t.docx"))
    begin = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(list(csv.reader(file))[1:]):
            template = DocxTemplate(folder / "t.docx")
            template.render(dict(zip("abcde", row, strict=True)))
            template.save(folder / f"tpl{number}.docx")
    return time.perf_counter() - begin


def by_mailmerge(folder: Path, path: Path) -> float:
    """The same with merge fields of Word."""
    made = docx.Document()
    for _n in range(PARAGRAPHS):
        paragraph = made.add_paragraph()
        for name in "abcde":
            field = f'<w:fldSimple {nsdecls("w")} w:instr=" MERGEFIELD {name} "><w:r><w:t>x</w:t></w:r></w:fldSimple>'
            paragraph._p.append(parse_xml(field))
            paragraph.add_run("说的话。")
    buffer = io.BytesIO()
    made.save(buffer)
    (folder / "m.docx").write_bytes(buffer.getvalue())
    begin = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(list(csv.reader(file))[1:]):
            with MailMerge(folder / "m.docx") as merge:
                merge.merge(**dict(zip("abcde", row, strict=True)))
                merge.write(folder / f"mm{number}.docx")
    return time.perf_counter() - begin


def main() -> None:
    counts = [int(text) for text in sys.argv[1:]] or [300, 3_000, 30_000]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "b.yaml").write_text(BRIEF, "utf-8")
        first = table(folder, counts[0])
        times = {
            "docxtpl in a loop": by_docxtpl(folder, first),
            "docx-mailmerge in a loop": by_mailmerge(folder, first),
            "drafter batch -j 1": drafter(folder, first, 1),
            "drafter batch -j 1 --no-check": drafter(folder, first, 1, "--no-check"),
            "drafter batch -j 2": drafter(folder, first, 2),
        }
        print(f"{counts[0]} rows, from start to finish            s   documents a second   times docxtpl")
        base = times["docxtpl in a loop"]
        for way, taken in times.items():
            print(f"  {way:36} {taken:8.2f} {counts[0] / taken:20.0f} {base / taken:15.2f}")
        print("\nas the table grows, -j 2               s   documents a second   MB of the largest process")
        for count in counts:
            taken = drafter(folder, table(folder, count), 2)
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"  {count:7} rows                     {taken:8.2f} {count / taken:20.0f} {most:20.0f}")


if __name__ == "__main__":
    main()
