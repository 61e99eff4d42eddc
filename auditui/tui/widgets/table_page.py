"""The page of rows behind the table: which are open or marked, and which line belongs to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditui.core.event import Event
from auditui.tui.drawing.block import block
from auditui.tui.drawing.cells import HINTED, Look
from auditui.tui.drawing.columns import Layout, Placed, column_of, lay_out
from auditui.tui.drawing.row_index import RowIndex
from auditui.tui.drawing.rows import GUTTER, ICONS, bare_widths, natural_widths, title_of
from auditui.tui.drawing.snippet import snippet
from auditui.tui.drawing.spans import Line, cells
from auditui.tui.widgets.marks import Marks

_TELLS_FAILURE = ("status", "outcome")
_ICONS_FROM = 40
"""Narrower views have no icons at the right."""


class TablePage:
    """Rows, their layout in a view, and the lines under them. Knows no widget.

    `opened` holds `seq`s, also of events on other pages.
    """

    def __init__(self) -> None:
        self.events: tuple[Event, ...] = ()
        self.opened: set[int] = set()
        self.marks = Marks()
        self.layout = Layout()
        self.look = Look()
        self.index = RowIndex()
        self.columns: tuple[str, ...] = ()
        self._natural: dict[str, int] = {}
        self._bare: dict[str, int] = {}
        self._rows: dict[int, int] = {}
        self._blocks: dict[int, list[Line]] = {}
        self._snippets: dict[int, list[Line]] = {}

    def fill(self, events: Sequence[Event], columns: Sequence[str], look: Look) -> None:
        """Take other rows, columns or needles. Columns stay as wide as they were where they stay the same."""
        self.events = tuple(events)
        self._rows = {event.seq: row for row, event in enumerate(self.events)}
        self.marks.forget()
        self.look = replace(look, badge_tells_failure=True)
        wanted = tuple(dict.fromkeys(columns))
        before = self._natural if wanted == self.columns else {}
        self.columns = wanted
        natural = natural_widths(self.events, wanted, self.look)
        self._bare = bare_widths(self.events, [name for name in wanted if name in HINTED], self.look)
        self._natural = {
            name: max(natural[name], cells(title_of(column_of(name), self.look)) + 2, before.get(name, 0))
            for name in wanted
        }

    def arrange(self, width: int) -> None:
        """Lay everything out for a view of `width` cells; needed after `fill` and when the view changes."""
        icons = ICONS if width >= _ICONS_FROM else 0
        self.layout = lay_out(self.columns, self._natural, width, gutter=GUTTER, icons=icons)
        if any(map(self._loses_hints, self.layout.order)):
            self.layout = lay_out(self.columns, self._natural | self._bare, width, gutter=GUTTER, icons=icons)
        self._blocks.clear()
        seen = self._seen()
        tells = any(placed.column.name in _TELLS_FAILURE for placed in seen)
        self.look = replace(self.look, badge_tells_failure=not tells)
        self._snippets = self._find_snippets(seen) if self.look.needles else {}
        self.count_lines()

    def _loses_hints(self, placed: Placed) -> bool:
        name = placed.column.name
        return name in self._bare and placed.width < min(self._natural[name], placed.column.high)

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
            self._blocks[row] = block(event, self.layout.width, self.look)
        return self._blocks[row]

    def _seen(self) -> list[Placed]:
        """The columns that are whole in the view while nothing has moved sideways."""
        middle = self.layout.middle
        moving = (placed for placed in self.layout.moving if placed.x + placed.width <= middle)
        return [*self.layout.frozen, *moving]

    def _find_snippets(self, seen: Sequence[Placed]) -> dict[int, list[Line]]:
        found = ((row, snippet(event, seen, self.layout.width, self.look)) for row, event in enumerate(self.events))
        return {row: [line] for row, line in found if line}
