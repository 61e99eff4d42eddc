"""One row of the table, its header, and the line under a row whose match is hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from auditui.core.event import Event
from auditui.core.view import Sort
from auditui.tui.drawing.cells import HINT, Look, cell
from auditui.tui.drawing.clock import zone_label
from auditui.tui.drawing.columns import GAP, Column, Layout, Placed
from auditui.tui.drawing.matching import highlight
from auditui.tui.drawing.spans import Line, Span, blank, cells, elide, fit, line_cells, plain

_CHEVRON_CELLS: Final = 2
"""`▸ `: a click here opens or closes."""
GUTTER: Final = 6
"""`▸ [ ] `: chevron, then the mark."""
ICONS: Final = 5
"""` ⋯ ⧉ `: details, then copy, at the right edge."""
_COPY_CELLS: Final = 3
_KIND_CELLS: Final = 4
"""Cells that the type of a record keeps where room is short, its `…` among them."""


class Spot(Enum):
    """What stands at a place of a row's first line."""

    CHEVRON = "chevron"
    MARK = "mark"
    CELL = "cell"
    DETAILS = "details"
    COPY = "copy"
    BAR = "bar"
    NOTHING = "nothing"


def spot_at(layout: Layout, x: int) -> Spot:
    """What stands `x` cells from the left edge of the view."""
    if x >= layout.width:
        return Spot.BAR
    if x < _CHEVRON_CELLS:
        return Spot.CHEVRON
    if x < layout.gutter:
        return Spot.MARK
    if x < layout.width - layout.icons:
        return Spot.CELL
    return Spot.COPY if x >= layout.width - _COPY_CELLS else Spot.DETAILS


BAR_CELLS: Final = 1
"""The scroll bar, right of the layout. A stock one costs 40 bytes a line whenever the view moves."""
CURSOR: Final = "@cell"
"""Ends the style of spans in the cell under the cursor."""


@dataclass(frozen=True, slots=True)
class RowParts:
    """A row in the three parts of its `Layout`; `middle` is as long as all moving columns."""

    left: Line
    middle: Line
    right: Line


def row_parts(
    event: Event,
    layout: Layout,
    look: Look,
    *,
    is_open: bool,
    is_marked: bool,
    is_noted: bool = False,
    cursor_column: str = "",
) -> RowParts:
    """Draw a row. `is_noted`: it has a bookmark.

    `cursor_column` names the cell under the cursor; empty when the row has none.
    """
    glyphs = look.glyphs
    chevron = Span(glyphs.open if is_open else glyphs.closed, "dim")
    gutter = [chevron, Span(glyphs.bookmark, "mark") if is_noted else Span(" ", "dim"), _mark(is_marked)]
    frozen = [span for placed in layout.frozen for span in _cell(event, placed, look, cursor_column)]
    moving = [span for placed in layout.moving for span in _cell(event, placed, look, cursor_column)]
    return RowParts(gutter + frozen, moving, _icons(layout, look))


def _mark(is_marked: bool) -> Span:
    return Span("[x] ", "mark") if is_marked else Span("[ ] ", "dim")


def _cell(event: Event, placed: Placed, look: Look, cursor_column: str) -> Line:
    line = fitted(event, placed, look)
    if placed.column.name == cursor_column:
        line = [Span(span.text, span.style + CURSOR) for span in line]
    return [*line, blank(GAP)]


def fitted(event: Event, placed: Placed, look: Look) -> Line:
    """What a column says about an event, exactly as wide as the column."""
    line = cell(event, placed.column.name, look)
    if line_cells(line) > placed.width:
        line = _without_hint(line)
        line = _with_short_kind(line, placed.width) if placed.column.name == "entity" else line
    return fit(highlight(line, look.needles), placed.width, right=placed.column.right)


def _without_hint(line: Line) -> Line:
    return line[:-1] if line[-1].style == HINT else line


def _with_short_kind(line: Line, width: int) -> Line:
    """A record with less of its type, or without it where the name begins with it: the name tells it from others."""
    if len(line) == 1 or line_cells(line) <= width:
        return line
    kind, gap, *name = line
    if plain(name).casefold().startswith(kind.text.casefold()):
        return name
    return [*elide([kind], max(_KIND_CELLS, width - line_cells([gap, *name]))), gap, *name]


def _icons(layout: Layout, look: Look) -> Line:
    return [Span(f" {look.glyphs.details} {look.glyphs.copy} ", "dim")] if layout.icons else []


def header_parts(layout: Layout, look: Look, sort: Sort, scroll: int = 0) -> RowParts:
    """The head: titles, the zone beside `Time`, an arrow at the sorted column, and how many are further right."""
    frozen = [span for placed in layout.frozen for span in _title(placed, look, sort)]
    moving = [span for placed in layout.moving for span in _title(placed, look, sort)]
    more = layout.hidden_right(scroll)
    hint = [Span(f"+{more}{look.glyphs.more}", "more")] if more else []
    right = fit(hint, layout.icons, right=True)
    return RowParts([blank(layout.gutter), *frozen], moving, right)


def _title(placed: Placed, look: Look, sort: Sort) -> Line:
    title = title_of(placed.column, look)
    is_sorted = placed.column.sort == sort.field
    if is_sorted:
        arrow = look.glyphs.descending if sort.descending else look.glyphs.ascending
        room = placed.width - 1
        kept = [Span(f"{title} " if cells(title) < room else title, "sorted")]
        kept = elide(kept, room)
        line = fit([*kept, Span(arrow, "sorted")], placed.width, right=placed.column.right)
    else:
        line = fit([Span(title, "title")], placed.width, right=placed.column.right)
    return [*line, blank(GAP)]


def title_of(column: Column, look: Look) -> str:
    """The title of a column; that of the time says its zone."""
    return f"{column.title} {zone_label(look.times.zone)}" if column.name == "at" else column.title


def spread_of(
    events: Sequence[Event], names: Sequence[str], look: Look, *, hints: bool = False, sample: int = 200
) -> dict[str, Counter[int]]:
    """For each column, how many rows take how many cells, over at most `sample` events evenly spread.

    Without `hints` a hint does not count, since it is left out where there is no room for it.
    """
    step = max(1, -(-len(events) // sample))
    return {
        name: Counter(_cells_of(cell(event, name, look), hints=hints) for event in events[::step]) for name in names
    }


def _cells_of(line: Line, *, hints: bool) -> int:
    return line_cells(line if hints else _without_hint(line))
