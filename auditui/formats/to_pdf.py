"""Events as a PDF, to be read, signed and filed: it says of itself what it lists, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from auditui import __version__
from auditui.core.errors import StoreError, UsageError
from auditui.core.event import Event
from auditui.core.times import SECOND_US
from auditui.formats.event_rows import Style, column, moment, row
from auditui.formats.pdf.pen import GREY, Pen
from auditui.formats.pdf.sheet import Sheet
from auditui.formats.pdf.table import Row, Table

MOST_COLUMNS: Final = 14
"""More would be too narrow to be read."""
MOST_EVENTS: Final = 50_000
"""More than that nobody reads, and what is drawn stays in memory until the file is written: 2.7 kB an event."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says above the events. Texts may hold anything."""

    store: str
    query: str
    """In its canonical form; empty for every event."""
    order: str
    """In words."""
    matching: int
    """Events that match."""
    listed: int
    """Events that follow: fewer where somebody wanted fewer."""
    period_us: tuple[int, int] | None
    """First and last moment of those that match; None where nothing does."""
    zone: str
    made_by: str
    made_at_us: int
    head: str = ""
    """The hash that stands for all events of the store; empty where it gives none."""


def document(
    events: Iterable[Event],
    cover: Cover,
    columns: Sequence[str],
    *,
    only_columns: bool = False,
    missing: str = "—",
    font: Path | None = None,
) -> bytearray:
    """The whole file. Memory grows by what is drawn, about 2.7 kB an event.

    Args:
        events: What to list, in this order.
        cover: What to say of them.
        columns: Columns of the explorer, fields of an export, or paths; the position in the store leads them anyway.
        only_columns: Leave out descriptions and changes that are no column.
        missing: What a cell says when the event has no value.
        font: A font for characters that ours lacks.

    Raises:
        UsageError: Too many columns, or no usable font.
        StoreError: There are not as many events as the cover says.
    """
    names = tuple(dict.fromkeys(("seq", *columns)))
    names = names if only_columns else tuple(name for name in names if name not in {"changes", "changed"})
    if len(names) > MOST_COLUMNS:
        problem = f"a page has room for {MOST_COLUMNS} columns, {len(names)} were named"
        raise UsageError(problem, where="--columns", hint="name fewer, or export CSV or JSON Lines")
    with Pen("Audit log", cover.made_at_us, font) as pen:
        sheet = Sheet(pen, f"auditui {__version__}   ·   {cover.store}   ·   {_made(cover)}")
        sheet.title("Audit log", _events(cover.listed))
        sheet.facts(_facts(cover))
        if cover.listed:
            style = Style(cover.zone, missing, badge_tells_failure=not {"status", "outcome"} & set(names))
            _list(sheet, (row(event, names, style, beside=not only_columns) for event in events), names, cover)
        sheet.y += 6
        sheet.paragraph(_end(cover), ink=GREY)
        return sheet.finished()


def _list(sheet: Sheet, rows: Iterable[Row], names: Sequence[str], cover: Cover) -> None:
    drawn = Table(sheet, [column(name, cover.zone) for name in names]).draw(rows)
    if drawn != cover.listed:
        raise StoreError(f"held {cover.listed:,} events when asked, and gave {drawn:,}", hint="export again")


def _made(cover: Cover) -> str:
    return f"made {_exact(cover.made_at_us // SECOND_US * SECOND_US, cover.zone)} by {cover.made_by}"


def _exact(at_us: int, zone: str) -> str:
    return moment(at_us, zone) + (" UTC" if zone == "UTC" else "")


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count:,} events"


def _facts(cover: Cover) -> Iterator[tuple[str, str]]:
    yield "Store", cover.store
    yield "Query", cover.query or "every event"
    yield "Events", _count(cover)
    if cover.period_us:
        first, last = (_exact(at, cover.zone) for at in cover.period_us)
        yield "Period", f"{first}  to  {last}"
    yield "Time zone", cover.zone
    yield "Made", f"{_made(cover).removeprefix('made ')}, with auditui {__version__}"
    if cover.head:
        yield "Head", f"{cover.head}: what the store says of itself; auditui verify proves it"


def _count(cover: Cover) -> str:
    if cover.listed < cover.matching:
        return f"{cover.listed:,} of {cover.matching:,} that match are listed: the first ones, {cover.order}"
    return f"{cover.listed:,}, all that match, {cover.order}" if cover.listed else "none matches"


def _end(cover: Cover) -> str:
    end = f"End of the list: {_events(cover.listed)}."
    if cover.listed < cover.matching:
        end += f" {cover.matching - cover.listed:,} more match and are not listed."
    return f"{end} The same export as JSON Lines holds every field of each event, whole, under its Seq."
