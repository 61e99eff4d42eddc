"""The table of events: rows that open, marks, a row and a column cursor, drawn line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from auditui.core.event import Event
from auditui.core.view import NEWEST_FIRST, Sort
from auditui.tui.drawing import motion
from auditui.tui.drawing.cells import Look, filter_value
from auditui.tui.drawing.clock import TimeStyle
from auditui.tui.drawing.columns import Placed
from auditui.tui.drawing.glyphs import ASCII, UNICODE
from auditui.tui.drawing.motion import Place
from auditui.tui.drawing.rows import BAR_CELLS, Spot, spot_at
from auditui.tui.keys import Context, bindings
from auditui.tui.widgets import table_messages as messages
from auditui.tui.widgets.marks import Marks
from auditui.tui.widgets.table_page import TablePage
from auditui.tui.widgets.table_painter import Cursor, TablePainter
from auditui.tui.widgets.table_styles import CLASSES, CSS

_HEAD = 1
"""Lines of the head; they count in `virtual_size`, and never scroll."""
_OF_FIRST_LINE = (Spot.MARK, Spot.CELL, Spot.DETAILS, Spot.COPY)


class LogTable(ScrollView, can_focus=True):
    """One page of events. It shows what it is given and says what the user wants; it fetches nothing."""

    DEFAULT_CSS = CSS
    COMPONENT_CLASSES: ClassVar[set[str]] = CLASSES
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.TABLE)
    ALLOW_SELECT = False

    Highlighted = messages.Highlighted
    Toggled = messages.Toggled
    MarksChanged = messages.MarksChanged
    DetailsWanted = messages.DetailsWanted
    CopyWanted = messages.CopyWanted
    SortWanted = messages.SortWanted
    PageWanted = messages.PageWanted

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._page = TablePage()
        self._marks = Marks(self._page.marked)
        self._painter = TablePainter(self._page, self)
        self._look = Look()
        self._sort = NEWEST_FIRST
        self._empty_text = ""
        self._row = 0
        self._column = ""
        self._is_dragging = False

    # --- what it shows --------------------------------------------------------------------------------------------

    def show(
        self, rows: Sequence[Event], columns: Sequence[str], *, needles: Sequence[str] = (), keep: bool = True
    ) -> None:
        """Show other rows, columns (a list of names) or needles (folded texts to highlight).

        With `keep`, cursor, open rows and marks stay with their events by `seq`, and the event under
        the cursor stays at its place on the screen; where it is not among the rows, the cursor goes to
        the first one. Without, everything starts afresh.
        """
        before, above = self.cursor_event, self._lines_above_cursor()
        if not keep:
            self._forget()
        self._look = replace(self._look, needles=tuple(filter(None, needles)))
        self._page.fill(rows, columns, self._look)
        self._marks.drop_anchor()
        row = self._page.row_of(before.seq) if keep and before else None
        self._row = row or 0
        self._arrange()
        self._scroll_line(0 if row is None else self._page.index.start(row) - above)
        self.post_message(self.Highlighted(self, self.cursor_event))

    def _forget(self) -> None:
        self._page.opened.clear()
        if self._page.marked:
            self.clear_marks()

    def _lines_above_cursor(self) -> int:
        return self._page.index.start(self._row) - self.scroll_offset.y if self._page.events else 0

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
    def empty_text(self) -> str:
        """One clean line that stands where the rows would be when there are none."""
        return self._empty_text

    @empty_text.setter
    def empty_text(self, text: str) -> None:
        self._empty_text = text
        self.refresh()

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
    def cursor_value(self) -> tuple[str, str]:
        """Field and value of the cell under the cursor as a query says them: raw, unquoted, empty where missing."""
        event, column = self.cursor_event, self.cursor_column
        return filter_value(event, column, self._page.look) if event and column else ("", "")

    def move_to(self, seq: int) -> bool:
        """Put the cursor on an event and scroll to it; False when it is not on this page."""
        row = self._page.row_of(seq)
        if row is None:
            return False
        self._reveal(row)
        return True

    def _place(self) -> Place:
        return Place(self._row, self.scroll_offset.y)

    @property
    def _room(self) -> int:
        """Lines of the view below the head."""
        return max(1, self.size.height - _HEAD)

    def _reveal(self, row: int) -> None:
        if self._page.events:
            self._go(motion.reveal(self._page.index, Place(row, self.scroll_offset.y), self._room))

    def _go(self, place: Place, *, keep_anchor: bool = False) -> None:
        """Put cursor and view where a move says."""
        if not keep_anchor:
            self._marks.drop_anchor()
        before, self._row = self._row, place.row
        self._scroll_line(place.top)
        if before != place.row:
            self._refresh_row(before)
            self._refresh_row(place.row)
            self.post_message(self.Highlighted(self, self.cursor_event))

    def _go_or_leave(self, place: Place | None, step: int) -> None:
        if place is None:
            self.post_message(self.PageWanted(self, step))
        else:
            self._go(place)

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
        """Open or close a row of this page and bring it into view; None is the cursor's."""
        if not self._page.events:
            return
        row = self._row if row is None else row
        event = self._page.events[row]
        self._page.opened ^= {event.seq}
        self._page.count_lines()
        self._measure()
        self._refresh_from(row)
        self._go(motion.reveal(self._page.index, Place(row, self.scroll_offset.y), self._room))
        self.post_message(self.Toggled(self, event, event.seq in self._page.opened))

    def toggle_mark(self, row: int | None = None) -> None:
        """Mark a row of this page or take its mark back; None is the cursor's."""
        if not self._page.events:
            return
        row = self._row if row is None else row
        self._marks.toggle(self._page.events[row].seq)
        self._refresh_row(row)
        self._say_marks()

    def extend(self, step: int) -> None:
        """Move the cursor by `step` rows and mark all from where the range began; going back takes marks back."""
        if self._page.events:
            self._extend_to(min(max(self._row + step, 0), len(self._page.events) - 1))

    def _extend_to(self, row: int) -> None:
        changed = self._marks.extend([event.seq for event in self._page.events], self._row, row)
        self._go(motion.reveal(self._page.index, Place(row, self.scroll_offset.y), self._room), keep_anchor=True)
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
        if self._page.events:
            self._go_or_leave(motion.down(self._page.index, self._place(), self._room), 1)

    def action_cursor_up(self) -> None:
        """Go up inside a block that begins above the view, else to the row before, else ask for the page before."""
        if self._page.events:
            self._go_or_leave(motion.up(self._page.index, self._place(), self._room), -1)

    def action_page_down(self) -> None:
        """Go down by a view less one line."""
        self._leap(max(1, self._room - 1))

    def action_page_up(self) -> None:
        """Go up by a view less one line."""
        self._leap(-max(1, self._room - 1))

    def action_half_page_down(self) -> None:
        """Go down by half a view."""
        self._leap(max(1, self._room // 2))

    def action_half_page_up(self) -> None:
        """Go up by half a view."""
        self._leap(-max(1, self._room // 2))

    def _leap(self, lines: int) -> None:
        if self._page.events:
            place = motion.leap(self._page.index, self._place(), self._room, lines)
            self._go_or_leave(place, 1 if lines > 0 else -1)

    def action_top(self) -> None:
        """Go to the first row of the page."""
        self._reveal(0)

    def action_bottom(self) -> None:
        """Go to the last row of the page."""
        self._reveal(len(self._page.events) - 1)

    def action_column_left(self) -> None:
        """Go to the cell on the left."""
        self._go_sideways(-1)

    def action_column_right(self) -> None:
        """Go to the cell on the right."""
        self._go_sideways(1)

    def _go_sideways(self, step: int) -> None:
        order = self._page.layout.order
        if order:
            place = self._column_names().index(self.cursor_column) + step
            self._put_column(order[min(max(place, 0), len(order) - 1)])

    def _put_column(self, placed: Placed) -> None:
        self._column = placed.column.name
        scroll = self.scroll_offset.x
        wanted = self._page.layout.scroll_to(placed, scroll)
        if wanted != scroll:
            self.scroll_to(x=wanted, animate=False, force=True)
        self._refresh_row(self._row)

    def action_toggle_row(self) -> None:
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
        """Hit by place, since styles carry no meta: a head, chevron, mark, icon, or a cell."""
        place = click.get_content_offset(self)
        if place is None:
            return
        click.stop()
        spot = spot_at(self._page.layout, place.x)
        line = place.y - _HEAD + self.scroll_offset.y
        if place.y < _HEAD:
            self._click_head(place.x)
        elif line < self._page.index.lines:
            row, part = self._page.index.at(line)
            self._click_row(click, row, Spot.NOTHING if part and spot in _OF_FIRST_LINE else spot)

    def on_mouse_down(self, press: events.MouseDown) -> None:
        """Take hold of the scroll bar."""
        if press.y >= _HEAD and spot_at(self._page.layout, press.x) is Spot.BAR:
            self._is_dragging = True
            self.capture_mouse()
            self._drag_to(press.y)

    def on_mouse_move(self, move: events.MouseMove) -> None:
        """Drag the scroll bar."""
        if self._is_dragging:
            self._drag_to(move.y)

    def on_mouse_up(self) -> None:
        """Let go of the scroll bar."""
        if self._is_dragging:
            self._is_dragging = False
            self.release_mouse()

    def _drag_to(self, y: int) -> None:
        self._scroll_line(motion.top_at(self._page.index, y - _HEAD, self._room))

    def _click_head(self, x: int) -> None:
        placed = self._page.layout.at(x, self.scroll_offset.x)
        if placed and placed.column.sort:
            self.post_message(self.SortWanted(self, placed.column.sort))

    def _click_row(self, click: events.Click, row: int, spot: Spot) -> None:
        if spot is Spot.BAR:
            return
        if click.shift:
            self._extend_to(row)
            return
        self._go(motion.into_view(self._page.index, Place(row, self.scroll_offset.y), self._room))
        event = self._page.events[row]
        if spot is Spot.CHEVRON:
            self.toggle()
        elif spot is Spot.MARK:
            self.toggle_mark()
        elif spot is Spot.DETAILS:
            self.post_message(self.DetailsWanted(self, event))
        elif spot is Spot.COPY:
            self.post_message(self.CopyWanted(self, event))
        elif spot is Spot.CELL:
            self._click_cell(click)

    def _click_cell(self, click: events.Click) -> None:
        placed = self._page.layout.at(click.get_content_offset_capture(self).x, self.scroll_offset.x)
        if placed:
            self._put_column(placed)
        if click.chain == 2:  # noqa: PLR2004  a double click
            self.toggle()

    # --- drawing --------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Lay out anew when the width changed, and keep the cursor in view."""
        if self._width != self._page.layout.width:
            above = self._lines_above_cursor()
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
        self.virtual_size = Size(width + BAR_CELLS, self._page.index.lines + _HEAD)

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
        scroll, top = self.scroll_offset
        if y < _HEAD:
            return self._painter.head(self._sort, scroll)
        line = y - _HEAD + top
        if line >= self._page.index.lines:
            return self._painter.blank(self._empty_text if line == 1 and not self._page.events else "")
        row, part = self._page.index.at(line)
        is_thumb = line - top in motion.thumb(self._page.index, top, self._room)
        if part:
            return self._painter.under(row, part - 1, is_thumb=is_thumb)
        cursor = Cursor(self._row, self.cursor_column, self.has_focus)
        return self._painter.row(row, cursor, scroll, is_thumb=is_thumb)
