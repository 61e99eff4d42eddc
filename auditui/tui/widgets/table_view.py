"""The view of the table: a page of rows with a cursor, drawn line by line. What keys and mouse do is `LogTable`'s."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from auditui.core.event import Event
from auditui.core.selection import Selection
from auditui.core.view import NEWEST_FIRST, Sort
from auditui.tui.drawing import motion
from auditui.tui.drawing.cells import Asked, Look, filter_values
from auditui.tui.drawing.clock import TimeStyle
from auditui.tui.drawing.glyphs import ASCII, UNICODE
from auditui.tui.drawing.motion import Place
from auditui.tui.drawing.rows import BAR_CELLS, GUTTER
from auditui.tui.widgets.table_messages import Highlighted, MarksChanged
from auditui.tui.widgets.table_page import Measures, TablePage
from auditui.tui.widgets.table_painter import Cursor, TablePainter

HEAD = 1
"""Lines of the head; they count in `virtual_size`, and never scroll."""


class TableView(ScrollView, can_focus=True):
    """Shows rows, columns and a cursor, and keeps its place when they change."""

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._page = TablePage()
        self._painter = TablePainter(self._page, self)
        self._look = Look()
        self._sort = NEWEST_FIRST
        self._empty_text = ""
        self._row = 0
        self._column = ""

    # --- what it shows --------------------------------------------------------------------------------------------

    def show(
        self,
        rows: Sequence[Event],
        columns: Sequence[str],
        *,
        needles: Sequence[str] = (),
        keep: bool = True,
        same: bool = True,
        measured: Measures | None = None,
    ) -> None:
        """Show other rows, columns (a list of names) or needles (folded texts to highlight).

        With `keep`, cursor, open rows and marks stay with their events by `seq`, and the event under
        the cursor stays at its place on the screen; where it is not among the rows, the cursor goes to
        the first one. Without, everything starts afresh. Columns are measured afresh where the rows do not answer
        the `same` question as those before, unless they were `measured` for these before.
        """
        before, above = self.cursor_event, self.lines_above_cursor
        if not keep:
            self._forget()
        self._look = replace(self._look, needles=tuple(filter(None, needles)))
        self._page.fill(rows, columns, self._look, same=same, measured=measured)
        self._page.marks.drop_anchor()
        row = self._page.row_of(before.seq) if keep and before else None
        self._row = row or 0
        self._arrange()
        self._scroll_line(0 if row is None else self._page.index.start(row) - above)
        self.post_message(Highlighted(self, self.cursor_event))

    def _forget(self) -> None:
        self._page.opened.clear()
        if self._page.marks.selection:
            self._page.marks.selection = Selection()
            self.post_message(MarksChanged(self, 0))

    @property
    def lines_above_cursor(self) -> int:
        """Lines between the head and the row of the cursor; below 0 where the row begins out of sight."""
        return self._page.index.start(self._row) - self.scroll_offset.y if self._page.events else 0

    @property
    def measures(self) -> Measures:
        """How wide columns are, to be the same when somebody comes back."""
        return self._page.measures

    @property
    def rows(self) -> tuple[Event, ...]:
        """The events on this page, in order."""
        return self._page.events

    @property
    def times(self) -> TimeStyle:
        """How moments are written."""
        return self._look.times

    def set_times(self, times: TimeStyle) -> None:
        """Write moments in another zone or way."""
        self._set_look(replace(self._look, times=times))

    def set_widths(self, widths: Mapping[str, int]) -> None:
        """Give columns these widths, in cells, the others what suits them; seen with the next `show`."""
        if widths != self._page.widths:
            self._page.widths = widths
            self._page.forget_widths()

    def widths(self) -> dict[str, int]:
        """How many cells each column takes now."""
        return {placed.column.name: placed.width for placed in self._page.layout.order}

    def set_ascii(self, ascii_only: bool) -> None:
        """Draw with ASCII signs alone, for terminals and fonts without others."""
        self._set_look(replace(self._look, glyphs=ASCII if ascii_only else UNICODE))

    def _set_look(self, look: Look) -> None:
        self._look = look
        self._page.fill(self._page.events, self._page.columns, look)
        self._arrange()

    @property
    def sort(self) -> Sort:
        """The order that the arrow in the head tells; the rows come sorted already."""
        return self._sort

    @sort.setter
    def sort(self, sort: Sort) -> None:
        self._sort = sort
        self.refresh()

    @property
    def line_width(self) -> int:
        """Cells that each line of `empty_text` has."""
        return max(0, self._width - GUTTER)

    @property
    def empty_text(self) -> str:
        """Clean lines that stand where the rows would be when there are none."""
        return self._empty_text

    @empty_text.setter
    def empty_text(self, text: str) -> None:
        self._empty_text = text
        self.refresh()

    def _empty_line(self, number: int) -> str:
        lines = self._empty_text.splitlines()
        return lines[number] if 0 <= number < len(lines) else ""

    # --- the cursor -----------------------------------------------------------------------------------------------

    @property
    def cursor_event(self) -> Event | None:
        """The event under the cursor; None when there are no rows."""
        return self._page.events[self._row] if self._page.events else None

    @property
    def cursor_column(self) -> str:
        """The name of the column under the cursor; empty before anything was shown."""
        names = self._column_names()
        return self._column if self._column in names else next(iter(names), "")

    def _column_names(self) -> list[str]:
        return [placed.column.name for placed in self._page.layout.order]

    @property
    def cursor_values(self) -> Asked:
        """What the cell under the cursor stands for, as a query says it; nothing where there are no rows."""
        event, column = self.cursor_event, self.cursor_column
        return filter_values(event, column, self._page.look) if event and column else ()

    @property
    def cursor_offset(self) -> Offset:
        """Where the cell under the cursor begins on screen; it may be out of view."""
        scroll = self.scroll_offset
        line = self._page.index.start(self._row) - scroll.y if self._page.events else 0
        return self.region.offset + Offset(self._page.layout.x_of(self.cursor_column, scroll.x), HEAD + line)

    def move_to(self, seq: int) -> bool:
        """Put the cursor on an event and scroll to it; False when it is not on this page."""
        row = self._page.row_of(seq)
        if row is None:
            return False
        self._reveal(row)
        return True

    def stand_at(self, seq: int, above: int) -> None:
        """Put the cursor on an event of this page, with so many lines above it in sight, as far as there are."""
        if self.move_to(seq):
            self._scroll_line(self._page.index.start(self._row) - above)

    def show_from_top(self) -> None:
        """Scroll up to the first row, or as far as the cursor stays in view."""
        self._scroll_line(motion.into_view(self._page.index, Place(self._row, 0), self._room).top)

    def _place(self) -> Place:
        return Place(self._row, self.scroll_offset.y)

    @property
    def _room(self) -> int:
        """Lines of the view below the head."""
        return max(1, self.size.height - HEAD)

    def _reveal(self, row: int) -> None:
        if self._page.events:
            self._go(motion.reveal(self._page.index, Place(row, self.scroll_offset.y), self._room))

    def _go(self, place: Place, *, keep_anchor: bool = False) -> None:
        """Put cursor and view where a move says."""
        if not keep_anchor:
            self._page.marks.drop_anchor()
        before, self._row = self._row, place.row
        self._scroll_line(place.top)
        if before != place.row:
            self._refresh_row(before)
            self._refresh_row(place.row)
            self.post_message(Highlighted(self, self.cursor_event))

    def _scroll_line(self, line: int) -> None:
        self.scroll_to(y=max(0, line), animate=False, force=True)

    # --- drawing --------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Lay out anew when the width changed, and keep the cursor in view."""
        if self._width != self._page.layout.width:
            above = self.lines_above_cursor
            self._arrange()
            if self._page.events:
                self._scroll_line(self._page.index.start(self._row) - above)
        if self._page.events:
            self._scroll_line(motion.into_view(self._page.index, self._place(), self._room).top)

    def on_focus(self) -> None:
        """Show the cursor strong."""
        self._refresh_row(self._row)

    def on_blur(self) -> None:
        """Show the cursor faint."""
        self._refresh_row(self._row)

    def notify_style_update(self) -> None:
        """Forget colours of another theme."""
        super().notify_style_update()
        self._painter.forget_styles()

    @property
    def _width(self) -> int:
        """Cells for the layout; the scroll bar has the rest."""
        return max(0, self.size.width - BAR_CELLS)

    def _arrange(self) -> None:
        """Lay out for the present width and draw everything anew."""
        self._page.arrange(self._width)
        self._measure()
        self._painter.forget()
        self.refresh()

    def _measure(self) -> None:
        layout = self._page.layout
        width = max(layout.left + layout.moving_cells + layout.icons, layout.width)
        self.virtual_size = Size(width + BAR_CELLS, self._page.index.lines + HEAD)

    def _refresh_row(self, row: int | None) -> None:
        """Draw the first line of a row again, if it is in view."""
        if row is not None and row < len(self._page.events):
            y = self._page.index.start(row) - self.scroll_offset.y
            if 0 <= y < self._room:
                self.refresh(Region(0, y + HEAD, self.size.width, 1))

    def _refresh_from(self, row: int) -> None:
        """Draw a row and everything below it again."""
        y = max(0, self._page.index.start(row) - self.scroll_offset.y)
        if y < self._room:
            self.refresh(Region(0, y + HEAD, self.size.width, self._room - y))

    def render_line(self, y: int) -> Strip:
        """The head at the top; below it, lines from where the view has scrolled to."""
        scroll, top = self.scroll_offset
        if y < HEAD:
            return self._painter.head(self._sort, scroll)
        line = y - HEAD + top
        if line >= self._page.index.lines:
            return self._painter.blank("" if self._page.events else self._empty_line(line - 1))
        row, part = self._page.index.at(line)
        is_thumb = line - top in motion.thumb(self._page.index, top, self._room)
        if part:
            return self._painter.under(row, part - 1, is_thumb=is_thumb)
        cursor = Cursor(self._row, self.cursor_column, self.has_focus)
        return self._painter.row(row, cursor, scroll, is_thumb=is_thumb)
