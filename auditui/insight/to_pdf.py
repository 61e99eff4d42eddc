"""A report as a PDF, to be read, signed and filed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from auditui import __version__
from auditui.formats.pdf import panels
from auditui.formats.pdf.pen import BLACK, GREY, Ink, Pen
from auditui.formats.pdf.sheet import Sheet, Text
from auditui.formats.pdf.table import Column, Row
from auditui.formats.pdf.table import Table as Listing
from auditui.insight import document as shown
from auditui.insight.document import Document, Entries, Entry
from auditui.insight.finding import Severity

_PIECE: Final = 256 * 1024
_STRIP: Final = 3
"""Small tables beside each other."""
_STRIP_HEIGHT: Final = 330.0
"""What a heading has below it at most when it stands above small tables."""
_SOME_ROWS: Final = 80.0
"""Points that a list has below its heading at least."""
_BADGES: Final[dict[Severity, tuple[Ink, Ink]]] = {
    Severity.HIGH: ((155, 28, 38), (253, 224, 224)),
    Severity.MEDIUM: ((140, 70, 0), (255, 236, 209)),
    Severity.LOW: ((11, 72, 140), (221, 235, 250)),
    Severity.INFO: ((64, 70, 76), (233, 235, 238)),
}
_COLUMNS: Final = (Column("Severity", rigid=True), Column("When", rigid=True), Column("What, and why", 2000))


def pieces(document: Document, made_at_us: int, font: Path | None = None) -> Iterator[bytes]:
    """The file in pieces; the first one comes when all of it is drawn.

    Args:
        document: What to say.
        made_at_us: When it was made; the same document of the same moment gives the same bytes.
        font: A font for characters that ours lacks.

    Raises:
        UsageError: This is no font that can be used.
    """
    facts = dict(document.facts)
    with Pen(document.title, made_at_us, font) as pen:
        sheet = Sheet(pen, f"auditui {__version__}   ·   {facts['Store']}   ·   made {facts['Made']}")
        sheet.title(document.title, facts.get("Findings", ""))
        sheet.facts((*document.facts, ("Made with", f"auditui {__version__}")))
        for section in document.sections:
            if isinstance(section, Entries):
                _entries(sheet, section)
        tables = [section for section in document.sections if isinstance(section, shown.Table)]
        if tables:
            sheet.heading("In numbers", _STRIP_HEIGHT)
            _tables(sheet, tables)
        drawn = sheet.finished()
    yield from (bytes(drawn[at : at + _PIECE]) for at in range(0, len(drawn), _PIECE))


def _entries(sheet: Sheet, section: Entries) -> None:
    sheet.heading(section.title, _SOME_ROWS if section.entries else 0)
    if section.entries:
        Listing(sheet, _COLUMNS).draw(map(_row, section.entries))
    else:
        sheet.paragraph("None.")
    sheet.y += 4
    for remark in section.remarks:
        sheet.paragraph(remark, ink=GREY)
    sheet.y += 10


def _row(entry: Entry) -> Row:
    ink, ground = _BADGES[entry.severity]
    cells = (
        (Text(str(entry.severity), ink, ground=ground),),
        (Text(entry.when),),
        (Text(entry.title, BLACK, bold=True), Text(f"{entry.why}."), Text(entry.command, GREY)),
    )
    return Row(entry.title, cells)


def _tables(sheet: Sheet, tables: list[shown.Table]) -> None:
    """Those with bars beside what stands before them, the others three in a strip."""
    waiting: list[panels.Panel] = []
    for table in tables:
        waiting.append(_panel(table))
        if table.bars:
            *before, last = waiting
            panels.draw(sheet, [*before, last], [1] * len(before) + [2])
        elif len(waiting) == _STRIP:
            panels.draw(sheet, waiting, [1] * _STRIP)
        else:
            continue
        waiting = []
    if waiting:
        panels.draw(sheet, waiting, [1] * _STRIP)


def _panel(table: shown.Table) -> panels.Panel:
    columns = [panels.Column(column.title, column.is_number) for column in table.columns]
    return panels.Panel(table.title, columns, table.rows, table.bars, table.remark)
