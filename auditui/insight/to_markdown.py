"""A report as Markdown: tables and lists that read well as plain text too, and nothing of the log that is obeyed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from auditui.insight.document import Document, Entries, Table

_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>|~&$@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
"""What Markdown, in one of its dialects, could take for more than text in the middle of a line."""
_ENTITIES: Final = frozenset("<>&|@:.")
_RUN: Final = re.compile("`+")


def lines(document: Document) -> Iterator[str]:
    """The lines, each with its line feed."""
    yield f"# {document.title}\n\n"
    for name, value in document.facts:
        yield f"- {name}: {escaped(value)}\n"
    for section in document.sections:
        yield f"\n## {section.title}\n\n"
        yield from _table(section) if isinstance(section, Table) else _entries(section)


def escaped(text: str) -> str:
    """Text that shows as it is: no link, image, tag, heading or emphasis, whatever it holds."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};" if found[0] in _ENTITIES else f"\\{found[0]}", text)


def code(text: str) -> str:
    """Text between more backquotes than it holds in a row."""
    fence = "`" * (1 + max((len(run) for run in _RUN.findall(text)), default=0))
    edge = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{edge}{text}{edge}{fence}"


def _entries(section: Entries) -> Iterator[str]:
    if not section.entries:
        yield "None.\n"
    for number, entry in enumerate(section.entries, 1):
        yield f"{number}. **{entry.severity}** {escaped(entry.when)}, {escaped(entry.title)}\n"
        yield f"   {escaped(entry.why)}.\n\n"
        yield f"   {code(entry.command)}\n\n"
    for remark in section.remarks:
        yield f"- {escaped(remark)}\n"


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(escaped(column.title) for column in table.columns)} |\n"
    yield f"|{'|'.join('---:' if column.is_number else '---' for column in table.columns)}|\n"
    for row in table.rows:
        yield f"| {' | '.join(map(escaped, row))} |\n"
    if table.remark:
        yield f"\n{escaped(table.remark)}\n"
