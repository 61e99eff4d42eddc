"""The table of events: rows that open, marks, a row and a column cursor; what keys and mouse do to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual import events
from textual.binding import BindingType

from auditui.core.event import Event
from auditui.core.selection import Selection
from auditui.tui.drawing import motion
from auditui.tui.drawing.columns import Placed
from auditui.tui.drawing.motion import Place
from auditui.tui.drawing.rows import Spot, spot_at
from auditui.tui.keys import Context, bindings
from auditui.tui.widgets import table_messages as messages
from auditui.tui.widgets.table_styles import CLASSES, CSS
from auditui.tui.widgets.table_view import HEAD, TableView

_RIGHT: Final = 3
"""The mouse button that opens menus."""
_OF_FIRST_LINE = (Spot.MARK, Spot.CELL, Spot.DETAILS, Spot.COPY)


class LogTable(TableView):
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
    MenuWanted = messages.MenuWanted
    SortWanted = messages.SortWanted
    PageWanted = messages.PageWanted
    RowMissing = messages.RowMissing

    _is_dragging = False
    may_open: Callable[[Event], bool] = staticmethod(lambda event: True)
    """Asked before a row opens; whoever holds the table may put it on record first, or refuse."""

    # --- opening and marking --------------------------------------------------------------------------------------

    @property
    def opened(self) -> set[int]:
        """The `seq` of every open row, also on other pages. Change it with `toggle`, or all at once before `show`."""
        return self._page.opened

    @opened.setter
    def opened(self, seqs: set[int]) -> None:
        self._page.opened = seqs

    @property
    def selection(self) -> Selection:
        """What is marked, also on other pages and in other views. Change it here or with the methods below."""
        return self._page.marks.selection

    @selection.setter
    def selection(self, selection: Selection) -> None:
        self._page.marks.selection = selection
        self.refresh()
        self._say_marks()

    @property
    def marked(self) -> set[int]:
        """The `seq` of every row that was marked by itself, also on other pages. What a query marked is not in it."""
        return set(self.selection.more)

    def toggle(self, row: int | None = None) -> None:
        """Open or close a row of this page and bring it into view; None is the cursor's."""
        if not self._has_rows():
            return
        row = self._row if row is None else row
        event = self._page.events[row]
        if event.seq not in self._page.opened and not self.may_open(event):
            return
        self._page.opened ^= {event.seq}
        self._page.count_lines()
        self._measure()
        self._refresh_from(row)
        self._go(motion.reveal(self._page.index, Place(row, self.scroll_offset.y), self._room))
        self.post_message(self.Toggled(self, event, event.seq in self._page.opened))

    def toggle_mark(self, row: int | None = None) -> None:
        """Mark a row of this page or take its mark back; None is the cursor's."""
        if not self._has_rows():
            return
        row = self._row if row is None else row
        self._page.marks.toggle([self._page.events[row]])
        self._refresh_row(row)
        self._say_marks()

    def extend(self, step: int) -> None:
        """Move the cursor by `step` rows and mark all from where the range began; going back takes marks back."""
        if self._has_rows():
            self._extend_to(min(max(self._row + step, 0), len(self._page.events) - 1))

    def _extend_to(self, row: int) -> None:
        changed = self._page.marks.extend(self._page.events, self._row, row)
        self._go(motion.reveal(self._page.index, Place(row, self.scroll_offset.y), self._room), keep_anchor=True)
        for seq in changed:
            self._refresh_row(self._page.row_of(seq))
        self._say_marks()

    def mark_all(self) -> None:
        """Mark all rows of this page; when all are marked, take all their marks back."""
        if self._has_rows():
            self._page.marks.toggle(self._page.events)
            self.refresh()
            self._say_marks()

    def clear_marks(self) -> None:
        """Take all marks back, also those of other pages."""
        self.selection = Selection()

    def set_noted(self, is_noted: Callable[[Event], bool]) -> None:
        """Show a bookmark at the events that this is true of; it is asked for each row that is drawn."""
        self._page.is_noted = is_noted
        self.refresh()

    def _has_rows(self) -> bool:
        """Whether there is a row to do something with; where there is none, tell whoever can say why."""
        if not self._page.events:
            self.post_message(self.RowMissing(self))
        return bool(self._page.events)

    def _say_marks(self) -> None:
        self.post_message(self.MarksChanged(self, self.selection.count))

    # --- keys -----------------------------------------------------------------------------------------------------

    def _go_or_leave(self, place: Place | None, step: int) -> None:
        if place is None:
            self.post_message(self.PageWanted(self, step))
        else:
            self._go(place)

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
        line = place.y - HEAD + self.scroll_offset.y
        if place.y < HEAD:
            self._click_head(place.x)
        elif line < self._page.index.lines:
            row, part = self._page.index.at(line)
            self._click_row(click, row, Spot.NOTHING if part and spot in _OF_FIRST_LINE else spot)

    def on_mouse_down(self, press: events.MouseDown) -> None:
        """Take hold of the scroll bar."""
        if press.y >= HEAD and spot_at(self._page.layout, press.x) is Spot.BAR:
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
        self._scroll_line(motion.top_at(self._page.index, y - HEAD, self._room))

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
        if click.button == _RIGHT:
            self._put_column_at(click)
            self.post_message(self.MenuWanted(self, click.screen_offset))
        elif spot is Spot.CHEVRON:
            self.toggle()
        elif spot is Spot.MARK:
            self.toggle_mark()
        elif spot is Spot.DETAILS:
            self.post_message(self.DetailsWanted(self, event))
        elif spot is Spot.COPY:
            self.post_message(self.CopyWanted(self, event))
        elif spot is Spot.CELL:
            self._click_cell(click)

    def _put_column_at(self, click: events.Click) -> None:
        placed = self._page.layout.at(click.get_content_offset_capture(self).x, self.scroll_offset.x)
        if placed:
            self._put_column(placed)

    def _click_cell(self, click: events.Click) -> None:
        self._put_column_at(click)
        if click.chain == 2:  # noqa: PLR2004  a double click
            self.toggle()
