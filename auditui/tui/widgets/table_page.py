"""The page of rows behind the table: which are open or marked, and which line belongs to which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from auditui.core.event import Event
from auditui.tui.drawing.cells import HINTED, Look
from auditui.tui.drawing.columns import Layout, Placed, column_of, lay_out
from auditui.tui.drawing.row_index import RowIndex
from auditui.tui.drawing.rows import GUTTER, ICONS, spread_of, title_of
from auditui.tui.drawing.spans import Line, cells
from auditui.tui.widgets.marks import Marks

_TELLS_FAILURE = ("status", "outcome")
_ICONS_FROM = 40
"""Narrower views have no icons at the right."""


class Measures(NamedTuple):
    """How wide the columns of a view of `width` cells are (`floor`), and what was measured for it."""

    width: int
    columns: tuple[str, ...]
    floor: dict[str, int]
    natural: dict[str, int]
    hinted: dict[str, int]


class TablePage:
    """Rows, their layout in a view, and the lines under them. Knows no widget.

    `opened` holds `seq`s, also of events on other pages.
    """

    def __init__(self) -> None:
        self.events: tuple[Event, ...] = ()
        self.opened: set[int] = set()
        self.marks = Marks()
        self.is_noted: Callable[[Event], bool] = lambda event: False
        """Whether somebody has set a bookmark on an event."""
        self.layout = Layout()
        self.look = Look()
        self.index = RowIndex()
        self.columns: tuple[str, ...] = ()
        self.widths: Mapping[str, int] = {}
        """Cells that somebody has given to columns; the others are as wide as suits them."""
        self._spread: dict[str, Counter[int]] = {}
        self._natural: dict[str, int] = {}
        self._hinted: dict[str, int] = {}
        self._floor: dict[str, int] = {}
        self._rows: dict[int, int] = {}
        self._blocks: dict[int, list[Line]] = {}
        self._snippets: dict[int, list[Line]] = {}

    @property
    def measures(self) -> Measures:
        """How wide columns are, and why."""
        return Measures(self.layout.width, self.columns, self._floor, self._natural, self._hinted)

    def fill(
        self,
        events: Sequence[Event],
        columns: Sequence[str],
        look: Look,
        *,
        same: bool = True,
        measured: Measures | None = None,
    ) -> None:
        """Take other rows, columns or needles.

        Where these are the same columns of the `same` question, or there are no rows to measure, no column becomes
        narrower: nothing jumps while paging. `measured` before, in a view of this width, columns stay so.
        """
        self.events = tuple(events)
        self._rows = {event.seq: row for row, event in enumerate(self.events)}
        self.marks.forget()
        self.look = replace(look, badge_tells_failure=True)
        wanted = tuple(dict.fromkeys(columns))
        if wanted != self.columns or (self.events and not same):
            self._floor, self._natural, self._hinted = {}, {}, {}
        if measured is not None and (measured.width, measured.columns) == (self.layout.width, wanted):
            _, _, self._floor, self._natural, self._hinted = measured
        self.columns = wanted
        self._spread = spread_of(self.events, wanted, self.look)
        self._natural = {name: max(self._needed(name), self._natural.get(name, 0)) for name in wanted}
        hinted = spread_of(self.events, [name for name in wanted if name in HINTED], self.look, hints=True)
        self._hinted = {name: max(max(rows, default=0), self._hinted.get(name, 0)) for name, rows in hinted.items()}

    def forget_widths(self) -> None:
        """Let every column take what suits it from now on."""
        self._floor = {}

    def _needed(self, name: str) -> int:
        """Cells of the widest content, and of the head with its arrow."""
        return max(max(self._spread[name], default=0), cells(title_of(column_of(name), self.look)) + 2)

    def arrange(self, width: int) -> None:
        """Lay everything out for a view of `width` cells; needed after `fill` and when the view changes."""
        if width != self.layout.width:
            self._floor = {}
        self.layout = self._laid_out(width, self._natural)
        hinted = {name: cells for name, cells in self._hinted.items() if self._has_room(name, cells)}
        if hinted:
            self.layout = self._laid_out(width, self._natural | hinted)
        self._floor = {placed.column.name: placed.width for placed in self.layout.order}
        self._blocks.clear()
        seen = self._seen()
        tells = any(placed.column.name in _TELLS_FAILURE for placed in seen)
        self.look = replace(self.look, badge_tells_failure=not tells)
        self._snippets = self._find_snippets(seen) if self.look.needles else {}
        self.count_lines()

    def _laid_out(self, width: int, natural: Mapping[str, int]) -> Layout:
        icons = ICONS if width >= _ICONS_FROM else 0
        return lay_out(
            self.columns, natural, width, gutter=GUTTER, icons=icons,
            spread=self._spread, floor=self._floor, fixed=self.widths,
        )  # fmt: skip

    def _has_room(self, name: str, wanted: int) -> bool:
        """Whether a column may and can become so wide at the cost of no other."""
        if name in self.widths:
            return False
        placed = next(placed for placed in self.layout.order if placed.column.name == name)
        return placed.width < wanted <= placed.width + self.layout.free

    def count_lines(self) -> None:
        """Bring the index up to date with `opened`."""
        self.index = RowIndex(1 + len(self.under(row)) for row in range(len(self.events)))

    def row_of(self, seq: int) -> int | None:
        """The row that shows an event, or None when it is not on this page."""
        return self._rows.get(seq)

    def is_open(self, row: int) -> bool:
        """Whether the block of a row is shown."""
        return self.events[row].seq in self.opened

    def under(self, row: int) -> list[Line]:
        """The lines under a row: its block when it is open, else the snippet of a hidden match, if any."""
        event = self.events[row]
        if event.seq not in self.opened:
            return self._snippets.get(row, [])
        if row not in self._blocks:
            from auditui.tui.drawing.block import block

            self._blocks[row] = block(event, self.layout.width, self.look)
        return self._blocks[row]

    def _seen(self) -> list[Placed]:
        """The columns that are whole in the view while nothing has moved sideways."""
        middle = self.layout.middle
        moving = (placed for placed in self.layout.moving if placed.x + placed.width <= middle)
        return [*self.layout.frozen, *moving]

    def _find_snippets(self, seen: Sequence[Placed]) -> dict[int, list[Line]]:
        from auditui.tui.drawing.snippet import snippet

        found = ((row, snippet(event, seen, self.layout.width, self.look)) for row, event in enumerate(self.events))
        return {row: [line] for row, line in found if line}
