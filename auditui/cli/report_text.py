"""A report laid out for a terminal or a mail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditui.cli.stats_text import bar
from auditui.insight.document import Document, Entries, Entry, Table

SEVERITY_WIDTH: Final = 8
INDENT: Final = "  "


def report_text(document: Document) -> str:
    """Title, facts, findings and tables. Lines are not wrapped: a command in two pieces cannot be copied."""
    sections = (_table(section) if isinstance(section, Table) else _entries(section) for section in document.sections)
    return "\n\n".join("\n".join(block) for block in ([document.title], _facts(document), *sections))


def _facts(document: Document) -> Iterator[str]:
    width = max(len(name) for name, _ in document.facts)
    return (f"{INDENT}{name:{width}}  {value}" for name, value in document.facts)


def _entries(section: Entries) -> Iterator[str]:
    yield section.title
    if not section.entries:
        yield f"{INDENT}none"
    for entry in section.entries:
        yield ""
        yield from _entry(entry)
    if section.remarks:
        yield ""
    for remark in section.remarks:
        yield f"{INDENT}({remark})"


def _entry(entry: Entry) -> Iterator[str]:
    beside = " " * SEVERITY_WIDTH
    yield f"{INDENT}{entry.severity!s:{SEVERITY_WIDTH}}{entry.title}"
    yield f"{INDENT}{beside}{entry.when}"
    yield f"{INDENT}{beside}{entry.why}"
    yield f"{INDENT}{beside}{entry.command}"


def _table(table: Table) -> Iterator[str]:
    yield table.title
    titles = tuple(column.title for column in table.columns)
    widths = [max(len(row[place]) for row in (titles, *table.rows)) for place in range(len(titles))]
    most = max(table.bars, default=0)
    bars = ["", *(bar(count, most) if most else "" for count in table.bars)] + [""] * len(table.rows)
    for row, drawn in zip((titles, *table.rows), bars, strict=False):
        cells = [
            f"{text:>{width}}" if column.is_number else f"{text:{width}}"
            for text, width, column in zip(row, widths, table.columns, strict=True)
        ]
        yield f"{INDENT}{'  '.join(cells)}  {drawn}".rstrip()
    if table.remark:
        yield f"{INDENT}{table.remark}"
