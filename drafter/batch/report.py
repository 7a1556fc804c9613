"""The report of a batch as a workbook: a line for each row, with links to its documents, and what the rules found."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NAME = "报告.xlsx"
_MADE = datetime.datetime(2000, 1, 1)
_COLUMNS = (("行", 6), ("文件", 44), ("结果", 10), ("列", 16), ("说明", 90))
_STATUS = {"done": "写好", "findings": "写好，有要看的", "failed": "没写成"}
_MOST_TEXT = 2_000
_PER_CELL = 8


def write(path: Path, lines: Iterator[dict[str, Any]]) -> None:
    """Writes the report of ``lines``, which are those of the manifest; cells are text, never formulas.

    Rows go to the disk as they come. Raises OSError.
    """
    import xlsxwriter  # only some runs write a report

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": _MADE})
    page = book.add_worksheet("逐行")
    head, cell = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    link = book.add_format({"font_color": "blue", "underline": 1, "valign": "top"})
    for column, (title, width) in enumerate(_COLUMNS):
        page.set_column(column, column, width)
        page.write_string(0, column, title, head)
    rules: Counter[tuple[str, str]] = Counter()
    for number, line in enumerate(lines, 1):
        page.write_number(number, 0, line["row"], cell)
        first = next(iter(line["files"]), "")
        if first and len(line["files"]) == 1:
            # A formula, for links would be kept in memory to the end, and a sheet takes 65,530 of them.
            page.write_formula(number, 1, f'=HYPERLINK("{_escaped(first)}","{_quoted(first)}")', link, first)
        else:
            page.write_string(number, 1, "\n".join(line["files"]) or line["name"], cell)
        page.write_string(number, 2, _STATUS[line["status"]], cell)
        faults, findings = line.get("faults", ()), line.get("findings", ())
        page.write_string(number, 3, "\n".join(dict.fromkeys(fault["column"] for fault in faults)), cell)
        said = [fault["message"] for fault in faults] + [f"{f['rule']} {f['message']}" for f in findings]
        more = [f"…… {len(said) - _PER_CELL}"] if len(said) > _PER_CELL else []
        page.write_string(number, 4, "\n".join([*said[:_PER_CELL], *more])[:_MOST_TEXT], cell)
        rules.update({(finding["rule"], finding["severity"]) for finding in findings})
    page.freeze_panes(1, 0)
    if rules:
        _summary(book, rules, head)
    book.close()


def _escaped(name: str) -> str:
    """``name`` as part of a link: a # would begin the place in the file."""
    return _quoted(name.replace("%", "%25").replace("#", "%23"))


def _quoted(text: str) -> str:
    """``text`` inside of the quotation marks of a formula."""
    return text.replace('"', '""')


def _summary(book: Any, rules: Counter[tuple[str, str]], head: Any) -> None:
    page = book.add_worksheet("按规则")
    for column, (title, width) in enumerate((("规则", 20), ("级别", 10), ("几行有", 10))):
        page.set_column(column, column, width)
        page.write_string(0, column, title, head)
    names = {"error": "必错", "warning": "疑似", "info": "提示"}
    for number, ((rule, severity), count) in enumerate(sorted(rules.items(), key=lambda item: (-item[1], item[0])), 1):
        page.write_string(number, 0, rule)
        page.write_string(number, 1, names[severity])
        page.write_number(number, 2, count)
