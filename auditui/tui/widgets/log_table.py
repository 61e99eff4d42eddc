"""The table of events: rows that open, marks, a row and a column cursor, drawn line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from auditui.core.event import Event
from auditui.core.view import NEWEST_FIRST, Sort
from auditui.tui.drawing.cells import Look, filter_value
from auditui.tui.drawing.clock import TimeStyle
from auditui.tui.drawing.columns import Placed
from auditui.tui.drawing.glyphs import ASCII, UNICODE
from auditui.tui.drawing.rows import CHEVRON_CELLS, COPY_CELLS, GUTTER, RowParts, header_parts, row_parts
from auditui.tui.drawing.spans import Line, Span
from auditui.tui.keys import Context, bindings
from auditui.tui.widgets.marks import Marks
from auditui.tui.widgets.table_page import TablePage
from auditui.tui.widgets.table_styles import CLASSES, CSS, StyleBook

_HEAD = 1
_STRIPS = 4000


class LogTable(ScrollView, can_focus=True):
    """One page of events. It shows what it is given and says what the user wants; it fetches nothing."""

    DEFAULT_CSS = CSS
    COMPONENT_CLASSES: ClassVar[set[str]] = CLASSES
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.TABLE)
    ALLOW_SELECT = False

    @dataclass
    class Highlighted(Message):
        """The cursor stands on another event; None when there are no rows."""

        table: LogTable
        event: Event | None

        @property
        def control(self) -> LogTable:
            """The table that says so."""
            return self.table

    @dataclass
    class Toggled(Message):
        """A row was opened or closed."""

        table: LogTable
        event: Event
        is_open: bool

        @property
        def control(self) -> LogTable:
            """The table that says so."""
            return self.table

    @dataclass
    class MarksChanged(Message):
        """Rows were marked or lost their mark; `count` is how many are marked on all pages."""

        table: LogTable
        count: int

        @property
        def control(self) -> LogTable:
            """The table that says so."""
            return self.table

    @dataclass
    class DetailsWanted(Message):
        """The details icon of a row was clicked."""

        table: LogTable
        event: Event

        @property
        def control(self) -> LogTable:
            """The table that says so."""
            return self.table

    @dataclass
    class CopyWanted(Message):
        """The copy icon of a row was clicked."""

        table: LogTable
        event: Event

        @property
        def control(self) -> LogTable:
            """The table that says so."""
            return self.table

    @dataclass
    class SortWanted(Message):
        """The head of a column was clicked; `column` is the field of `core.view.SORTABLE` to sort by."""

        table: LogTable
        column: str

        @property
        def control(self) -> LogTable:
            """The table that says so."""
            return self.table

    @dataclass
    class PageWanted(Message):
        """The cursor wants to leave the page: over its end (`step` 1) or over its start (-1)."""

        table: LogTable
        step: int

        @property
        def control(self) -> LogTable:
            """The table that says so."""
            return self.table

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._page = TablePage()
        self._marks = Marks(self._page.marked)
        self._look = Look()
        self._sort = NEWEST_FIRST
        self._empty_text = ""
        self._cursor = 0
        self._column = ""
        self._book = StyleBook(self)
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(_STRIPS)

    # --- what it shows --------------------------------------------------------------------------------------------

    def show(
        self, rows: Sequence[Event], columns: Sequence[str], *, needles: Sequence[str] = (), keep: bool = True
    ) -> None:
        """Show other rows, columns (a list of names) or needles (folded texts to highlight).

        With `keep`, cursor, open rows and marks stay with their events by `seq`, and the event under
        the cursor stays at its place on the screen; where it is not among the rows, the cursor goes to
        the first one. Without, everything starts afresh.
        """
        seq, above = self._cursor_seq(), self._lines_above_cursor()
        if not keep:
            self._forget()
        self._look = replace(self._look, needles=tuple(needle for needle in needles if needle))
        self._page.fill(rows, columns, self._look)
        self._marks.drop_anchor()
        row = self._page.row_of(seq) if keep else None
        self._cursor = row or 0
        self._arrange()
        self._scroll_line(0 if row is None else self._page.index.start(row) - above)
        self.post_message(self.Highlighted(self, self.cursor_event))

    def _forget(self) -> None:
        self._page.opened.clear()
        if self._page.marked:
            self._marks.clear()
            self.post_message(self.MarksChanged(self, 0))

    def _cursor_seq(self) -> int:
        event = self.cursor_event
        return event.seq if event else 0

    def _lines_above_cursor(self) -> int:
        return self._page.index.start(self._cursor) - self.scroll_offset.y if self._page.events else 0

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
        self._look_changed(replace(self._look, times=times))

    def set_ascii(self, ascii_only: bool) -> None:
        """Draw with ASCII signs alone, for terminals without others."""
        self._look_changed(replace(self._look, glyphs=ASCII if ascii_only else UNICODE))

    def _look_changed(self, look: Look) -> None:
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
        self._redraw()

    @property
    def empty_text(self) -> str:
        """One clean line that stands where the rows would be when there are none."""
        return self._empty_text

    @empty_text.setter
    def empty_text(self, text: str) -> None:
        self._empty_text = text
        self._redraw()

    # --- the cursor -----------------------------------------------------------------------------------------------

    @property
    def cursor_event(self) -> Event | None:
        """The event under the cursor; None when there are no rows."""
        return self._page.events[self._cursor] if self._page.events else None

    @property
    def cursor_column(self) -> str:
        """The name of the column under the cursor; empty before anything was shown."""
        order = self._page.layout.order
        return self._column if any(placed.column.name == self._column for placed in order) else self._first_column()

    def _first_column(self) -> str:
        order = self._page.layout.order
        return order[0].column.name if order else ""

    @property
    def cursor_value(self) -> tuple[str, str]:
        """Field and value of the cell under the cursor as a query would say them: raw, unquoted, empty where missing."""
        event, column = self.cursor_event, self.cursor_column
        return filter_value(event, column, self._page.look) if event and column else ("", "")

    def move_to(self, seq: int) -> bool:
        """Put the cursor on an event and scroll to it; False when it is not on this page."""
        row = self._page.row_of(seq)
        if row is None:
            return False
        self._go_to(row)
        return True

    def _go_to(self, row: int, *, keep_anchor: bool = False) -> None:
        """Move the cursor to a row of this page and bring the row into view."""
        if not self._page.events:
            return
        if not keep_anchor:
            self._marks.drop_anchor()
        before, self._cursor = self._cursor, min(max(row, 0), len(self._page.events) - 1)
        self._refresh_row(before)
        self._refresh_row(self._cursor)
        self._reveal()
        if before != self._cursor:
            self.post_message(self.Highlighted(self, self.cursor_event))

    def _reveal(self) -> None:
        """Scroll as little as it takes to see the cursor's row and what stands under it, its first line before all."""
        start = self._page.index.start(self._cursor)
        end = start + self._page.index.height(self._cursor)
        top = self.scroll_offset.y
        if end > top + self._room:
            top = end - self._room
        self._scroll_line(min(top, start))

    @property
    def _room(self) -> int:
        """Lines of the view below the head."""
        return max(1, self.size.height - _HEAD)

    def _scroll_line(self, line: int) -> None:
        self.scroll_to(y=max(0, line), animate=False, force=True)

    # --- opening and marking --------------------------------------------------------------------------------------

    @property
    def opened(self) -> set[int]:
        """The `seq` of every open row, also on other pages. Change it with `toggle`."""
        return self._page.opened

    @property
    def marked(self) -> set[int]:
        """The `seq` of every marked row, also on other pages. Change it with the methods below."""
        return self._page.marked

    def toggle(self, row: int | None = None) -> None:
        """Open or close a row of this page; None is the cursor's."""
        if not self._page.events:
            return
        row = self._cursor if row is None else row
        event = self._page.events[row]
        self._page.opened ^= {event.seq}
        self._page.count_lines()
        self._measure()
        self._refresh_from(row)
        if row == self._cursor:
            self._reveal()
        self.post_message(self.Toggled(self, event, event.seq in self._page.opened))

    def toggle_mark(self, row: int | None = None) -> None:
        """Mark a row of this page or take its mark back; None is the cursor's."""
        if not self._page.events:
            return
        row = self._cursor if row is None else row
        self._marks.toggle(self._page.events[row].seq)
        self._refresh_row(row)
        self._say_marks()

    def extend(self, step: int) -> None:
        """Move the cursor by `step` rows and mark all from where the range began; going back takes marks back."""
        if self._page.events:
            self._extend_to(min(max(self._cursor + step, 0), len(self._page.events) - 1))

    def _extend_to(self, row: int) -> None:
        changed = self._marks.extend([event.seq for event in self._page.events], self._cursor, row)
        self._go_to(row, keep_anchor=True)
        for seq in changed:
            self._refresh_row(self._page.row_of(seq))
        self._say_marks()

    def mark_all(self) -> None:
        """Mark all rows of this page; when all are marked, take all their marks back."""
        self._marks.toggle_all([event.seq for event in self._page.events])
        self.refresh()
        self._say_marks()

    def clear_marks(self) -> None:
        """Take all marks back, also those of other pages."""
        self._marks.clear()
        self.refresh()
        self._say_marks()

    def _say_marks(self) -> None:
        self.post_message(self.MarksChanged(self, len(self._page.marked)))

    # --- keys -----------------------------------------------------------------------------------------------------

    def action_cursor_down(self) -> None:
        """Go down inside a block that goes on below the view, else to the next row, else ask for the next page."""
        if not self._page.events:
            return
        if self._is_seen(self._cursor) and self._end_of(self._cursor) > self.scroll_offset.y + self._room:
            self._scroll_line(self.scroll_offset.y + 1)
        elif self._cursor + 1 < len(self._page.events):
            self._go_to(self._cursor + 1)
        else:
            self.post_message(self.PageWanted(self, 1))

    def action_cursor_up(self) -> None:
        """Go up inside a block that begins above the view, else to the row before, else ask for the page before."""
        if not self._page.events:
            return
        start, top = self._page.index.start(self._cursor), self.scroll_offset.y
        if start < top < self._end_of(self._cursor):
            self._scroll_line(top - 1)
        elif self._cursor > 0:
            self._go_up_to(self._cursor - 1)
        else:
            self.post_message(self.PageWanted(self, -1))

    def _go_up_to(self, row: int) -> None:
        """Move to the row above; of a block that is taller than the view, its end is shown first."""
        top = self.scroll_offset.y
        self._go_to(row)
        if self._page.index.height(row) > self._room:
            self._scroll_line(min(top, self._end_of(row) - 1))

    def _end_of(self, row: int) -> int:
        return self._page.index.start(row) + self._page.index.height(row)

    def _is_seen(self, row: int) -> bool:
        """Whether any line of a row is in the view."""
        top = self.scroll_offset.y
        return self._page.index.start(row) < top + self._room and self._end_of(row) > top

    def action_page_down(self) -> None:
        """Go down by a view less one line."""
        self._leap(self._room - 1)

    def action_page_up(self) -> None:
        """Go up by a view less one line."""
        self._leap(1 - self._room)

    def action_half_page_down(self) -> None:
        """Go down by half a view."""
        self._leap(max(1, self._room // 2))

    def action_half_page_up(self) -> None:
        """Go up by half a view."""
        self._leap(-max(1, self._room // 2))

    def _leap(self, lines: int) -> None:
        """Move view and cursor by so many lines; at the end of the rows, ask for the next page instead."""
        count = len(self._page.events)
        if not count:
            return
        lines = lines or 1
        top, last = self.scroll_offset.y, max(0, self._page.index.lines - self._room)
        if self._cursor == (count - 1 if lines > 0 else 0) and top == (last if lines > 0 else 0):
            self.post_message(self.PageWanted(self, 1 if lines > 0 else -1))
            return
        here = max(self._page.index.start(self._cursor), top)
        row = self._page.index.nearest(here + lines)
        self._scroll_line(min(max(top + lines, 0), last))
        self._put(row)

    def _put(self, row: int) -> None:
        """Move the cursor to a row without scrolling, unless the row is out of view."""
        top = self.scroll_offset.y
        self._go_to(row)
        if self._page.index.start(row) < top + self._room and self._end_of(row) > top:
            self._scroll_line(top)

    def action_top(self) -> None:
        """Go to the first row of the page."""
        self._go_to(0)

    def action_bottom(self) -> None:
        """Go to the last row of the page."""
        self._go_to(len(self._page.events) - 1)

    def action_column_left(self) -> None:
        """Go to the cell on the left."""
        self._go_sideways(-1)

    def action_column_right(self) -> None:
        """Go to the cell on the right."""
        self._go_sideways(1)

    def _go_sideways(self, step: int) -> None:
        order = self._page.layout.order
        if not order:
            return
        names = [placed.column.name for placed in order]
        place = min(max(names.index(self.cursor_column) + step, 0), len(order) - 1)
        self._put_column(order[place])

    def _put_column(self, placed: Placed) -> None:
        self._column = placed.column.name
        scroll = self.scroll_offset.x
        wanted = self._page.layout.scroll_to(placed, scroll)
        if wanted != scroll:
            self.scroll_to(x=wanted, animate=False, force=True)
        self._refresh_row(self._cursor)

    def action_toggle(self) -> None:
        """Open or close the cursor's row."""
        self.toggle()

    def action_mark(self) -> None:
        """Mark the cursor's row or take its mark back."""
        self.toggle_mark()

    def action_extend_up(self) -> None:
        """Mark upwards."""
        self.extend(-1)

    def action_extend_down(self) -> None:
        """Mark downwards."""
        self.extend(1)

    def action_mark_page(self) -> None:
        """Mark all rows of the page, or none."""
        self.mark_all()

    # --- mouse ----------------------------------------------------------------------------------------------------

    def on_click(self, click: events.Click) -> None:
        """Hit by place: head, chevron, mark, icons, or a cell."""
        place = click.get_content_offset(self)
        if place is None:
            return
        click.stop()
        if place.y < _HEAD:
            self._click_head(place.x)
            return
        line = place.y - _HEAD + self.scroll_offset.y
        if line < self._page.index.lines:
            row, part = self._page.index.at(line)
            self._click_row(click, row, place.x, is_block=part > 0)

    def _click_head(self, x: int) -> None:
        placed = self._page.layout.at(x, self.scroll_offset.x)
        if placed and placed.column.sort:
            self.post_message(self.SortWanted(self, placed.column.sort))

    def _click_row(self, click: events.Click, row: int, x: int, *, is_block: bool) -> None:
        if click.shift:
            self._extend_to(row)
            return
        self._put(row)
        if x < CHEVRON_CELLS:
            self.toggle()
        elif is_block:
            return
        elif x < GUTTER:
            self.toggle_mark()
        elif self._page.layout.icons and x >= self._page.layout.width - self._page.layout.icons:
            self._click_icon(row, x)
        else:
            self._click_cell(x, is_double=click.chain > 1)

    def _click_icon(self, row: int, x: int) -> None:
        event = self._page.events[row]
        is_copy = x >= self._page.layout.width - COPY_CELLS - 1
        self.post_message(self.CopyWanted(self, event) if is_copy else self.DetailsWanted(self, event))

    def _click_cell(self, x: int, *, is_double: bool) -> None:
        placed = self._page.layout.at(x, self.scroll_offset.x)
        if placed:
            self._put_column(placed)
        if is_double:
            self.toggle()

    # --- drawing --------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Lay out anew when the width changed."""
        if self.size.width != self._page.layout.width:
            above = self._lines_above_cursor()
            self._arrange()
            if self._page.events:
                self._scroll_line(self._page.index.start(self._cursor) - above)
                self._reveal()

    def on_focus(self) -> None:
        """Show the cursor strong."""
        self._refresh_row(self._cursor)

    def on_blur(self) -> None:
        """Show the cursor faint."""
        self._refresh_row(self._cursor)

    def notify_style_update(self) -> None:
        """Forget colours of another theme."""
        super().notify_style_update()
        self._book.clear()
        self._strips.clear()

    def _arrange(self) -> None:
        self._page.arrange(self.size.width)
        self._measure()
        self._redraw()

    def _measure(self) -> None:
        layout = self._page.layout
        width = layout.left + layout.moving_cells + layout.icons
        self.virtual_size = Size(max(width, layout.width), self._page.index.lines + _HEAD)

    def _redraw(self) -> None:
        self._strips.clear()
        self.refresh()

    def _refresh_row(self, row: int | None) -> None:
        """Draw the first line of a row again, if it is in view."""
        if row is not None and row < len(self._page.events):
            y = self._page.index.start(row) - self.scroll_offset.y
            if 0 <= y < self._room:
                self.refresh(Region(0, y + _HEAD, self.size.width, 1))

    def _refresh_from(self, row: int) -> None:
        """Draw a row and everything below it again."""
        y = max(0, self._page.index.start(row) - self.scroll_offset.y)
        if y < self._room:
            self.refresh(Region(0, y + _HEAD, self.size.width, self._room - y))

    def render_line(self, y: int) -> Strip:
        """The head at the top; below it, lines from where the view has scrolled to."""
        if y < _HEAD:
            return self._cached(("head", self.scroll_offset.x), self._draw_head)
        line = y - _HEAD + self.scroll_offset.y
        if line >= self._page.index.lines:
            return self._draw_blank(line)
        row, part = self._page.index.at(line)
        return self._row_strip(row) if part == 0 else self._under_strip(row, part - 1)

    def _cached(self, key: tuple[object, ...], draw: Callable[[], Strip]) -> Strip:
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = draw()
        return strip

    def _draw_head(self) -> Strip:
        scroll = self.scroll_offset.x
        return self._assemble(header_parts(self._page.layout, self._page.look, self._sort, scroll), "head", scroll)

    def _draw_blank(self, line: int) -> Strip:
        text = self._empty_text if line == 1 and not self._page.events else ""
        return self._line_strip([Span(" " * GUTTER), Span(text, "dim")], "row")

    def _context_of(self, row: int) -> str:
        if row == self._cursor:
            return "cursor" if self.has_focus else "blur"
        return "marked" if self._page.events[row].seq in self._page.marked else "row"

    def _row_strip(self, row: int) -> Strip:
        event, context, scroll = self._page.events[row], self._context_of(row), self.scroll_offset.x
        is_open, is_marked = self._page.is_open(row), event.seq in self._page.marked
        column = self.cursor_column if row == self._cursor else ""

        def draw() -> Strip:
            parts = row_parts(
                event, self._page.layout, self._page.look, is_open=is_open, is_marked=is_marked, cursor_column=column
            )
            return self._assemble(parts, context, scroll)

        return self._cached((row, context, is_open, is_marked, column, scroll), draw)

    def _under_strip(self, row: int, part: int) -> Strip:
        is_open = self._page.is_open(row)
        context = "block" if is_open else "row"
        return self._cached((row, part, is_open), lambda: self._line_strip(self._page.under(row)[part], context))

    def _assemble(self, parts: RowParts, context: str, scroll: int) -> Strip:
        """Left and right stay, the middle moves; together exactly as wide as the view."""
        ground = self._book.get(context)
        middle = Strip(self._segments(parts.middle, context)).crop_extend(
            scroll, scroll + self._page.layout.middle, ground
        )
        joined = [*self._segments(parts.left, context), *middle, *self._segments(parts.right, context)]
        return self._finish(joined, ground)

    def _line_strip(self, line: Line, context: str) -> Strip:
        return self._finish(self._segments(line, context), self._book.get(context))

    def _finish(self, segments: Iterable[Segment], ground: Style) -> Strip:
        return Strip(segments).simplify().crop_extend(0, self.size.width, ground)

    def _segments(self, line: Line, context: str) -> list[Segment]:
        return [Segment(span.text, self._book.get(context, span.style)) for span in line if span.text]
