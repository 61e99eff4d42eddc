"""Months side by side, in which a day or a period can be picked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from auditui.tui.calendar import (
    WEEK_ROWS,
    WEEKDAYS,
    Picking,
    days_later,
    first_of,
    last_of,
    months_later,
    shown_from,
    weeks_of,
)
from auditui.tui.keys import Context, bindings
from auditui.tui.widgets.styling import style_of

CELL: Final = 3
MONTH_WIDTH: Final = 7 * CELL
GAP: Final = 3
HEAD_ROWS: Final = 2
HEIGHT: Final = HEAD_ROWS + WEEK_ROWS


class Months(Widget, can_focus=True):
    """One or two months. It picks days; somebody else knows what they are for.

    Keys are those of `Context.CALENDAR`. With the mouse: a click presses a day, a click on ‹ or › in the head and
    the wheel turn months.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.CALENDAR)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "months--title",
        "months--weekday",
        "months--day",
        "months--empty",
        "months--today",
        "months--range",
        "months--end",
        "months--cursor",
    }
    DEFAULT_CSS = """
    Months {
        height: 8;
        width: auto;
        & > .months--title { text-style: bold; }
        & > .months--weekday { color: $text-muted; }
        & > .months--empty { color: $text-muted; }
        & > .months--today { color: $text-accent; text-style: bold; }
        & > .months--range { background: $primary 35%; color: $text; }
        & > .months--end { background: $primary; color: $text; text-style: bold; }
        & > .months--cursor { text-style: underline bold; }
        &:focus > .months--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
        &:nocolor > .months--range { text-style: underline; }
        &:nocolor > .months--end { text-style: underline bold; }
        &:nocolor:focus > .months--cursor { text-style: reverse bold; }
    }
    """

    picking: reactive[Picking] = reactive(lambda: Picking(date(1970, 1, 1)), layout=False)
    """What is picked so far, and where the cursor stands."""
    count: reactive[int] = reactive(2, layout=True)
    """How many months stand side by side."""

    @dataclass
    class Changed(Message):
        """The cursor moved or a day was pressed. `pressed` tells which."""

        picking: Picking
        pressed: bool

    def __init__(self, picking: Picking, *, today: date, counts: Mapping[date, int] | None = None) -> None:
        super().__init__()
        self._today = today
        self._counts = counts
        self._shown = months_later(first_of(picking.cursor), -1)
        self._shown_wide = self._shown
        self.set_reactive(Months.picking, picking)

    @property
    def shown(self) -> date:
        """The first day of the leftmost month."""
        return self._shown

    def get_content_width(self, container: object, viewport: object) -> int:
        """Cells that the months take, with the gap between them."""
        return self.count * MONTH_WIDTH + (self.count - 1) * GAP

    def watch_picking(self, picking: Picking) -> None:
        """Turn months so far that the cursor shows."""
        self._shown = shown_from(self._shown, picking.cursor, self.count)

    def watch_count(self, before: int, count: int) -> None:
        """Keep the cursor in view when months go; when they appear again, show those that there were."""
        if count < before:
            self._shown_wide = self._shown
        self._shown = shown_from(self._shown_wide if count > before else self._shown, self.picking.cursor, count)

    def day_at(self, x: int, y: int) -> date | None:
        """The day drawn at a cell of this widget."""
        month, column = divmod(x, MONTH_WIDTH + GAP)
        row = y - HEAD_ROWS
        if not (0 <= month < self.count and column < MONTH_WIDTH and 0 <= row < WEEK_ROWS):
            return None
        return weeks_of(months_later(self._shown, month))[row][column // CELL]

    def press(self, day: date) -> None:
        """Press a day: the start, or the end when a start stands."""
        self.picking = self.picking.pressed(day)
        self.post_message(self.Changed(self.picking, pressed=True))

    def _move(self, day: date) -> None:
        self.picking = self.picking.moved(day)
        self.post_message(self.Changed(self.picking, pressed=False))

    def action_days(self, count: int) -> None:
        """Move the cursor by days."""
        self._move(days_later(self.picking.cursor, count))

    def action_months(self, count: int) -> None:
        """Move the cursor by whole months."""
        self._move(months_later(self.picking.cursor, count))

    def action_first_day(self) -> None:
        """Move the cursor to the first day of its month."""
        self._move(first_of(self.picking.cursor))

    def action_last_day(self) -> None:
        """Move the cursor to the last day of its month."""
        self._move(last_of(self.picking.cursor))

    def action_today(self) -> None:
        """Move the cursor to today."""
        self._move(self._today)

    def action_press(self) -> None:
        """Press the day under the cursor."""
        self.press(self.picking.cursor)

    def on_click(self, event: events.Click) -> None:
        """Press the day under the mouse, or turn a month at the arrows of the head."""
        day = self.day_at(event.x, event.y)
        if day is not None:
            self.press(day)
        elif event.y == 0 and event.x < CELL:
            self.action_months(-1)
        elif event.y == 0 and event.x >= self.size.width - CELL:
            self.action_months(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Turn a month back."""
        event.stop()
        self.action_months(-1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Turn a month on."""
        event.stop()
        self.action_months(1)

    def render_line(self, y: int) -> Strip:
        """One line over all months."""
        segments: list[Segment] = []
        for month in range(self.count):
            if month:
                segments.append(self._segment(" " * GAP))
            first = months_later(self._shown, month)
            segments += [self._title(first, month)] if y == 0 else self._line(first, y - HEAD_ROWS)
        return Strip(segments).simplify()

    def _segment(self, text: str, *classes: str) -> Segment:
        return Segment(text, style_of(self, *classes))

    def _title(self, month: date, position: int) -> Segment:
        before = "‹" if position == 0 else " "
        after = "›" if position == self.count - 1 else " "
        title = f"{_MONTH_NAMES[month.month - 1]} {month.year:04}"
        return self._segment(f"{before} {title:^{MONTH_WIDTH - 5}} {after} ", "months--title")

    def _line(self, month: date, row: int) -> list[Segment]:
        if row < 0:
            return [self._segment("".join(f"{name:<{CELL}}" for name in WEEKDAYS), "months--weekday")]
        return [self._cell(day) for day in weeks_of(month)[row]]

    def _cell(self, day: date | None) -> Segment:
        if day is None:
            return self._segment(" " * CELL)
        mark = "·" if self._counts and self._counts.get(day) else " "
        return self._segment(f"{day.day:>2}{mark}", *self._states_of(day))

    def _states_of(self, day: date) -> tuple[str, ...]:
        picked = self.picking.range
        classes = ["months--day"]
        if self._counts is not None and not self._counts.get(day):
            classes.append("months--empty")
        if day == self._today:
            classes.append("months--today")
        if picked and picked[0] <= day <= picked[1]:
            classes.append("months--end" if day in picked else "months--range")
        if day == self.picking.cursor:
            classes.append("months--cursor")
        return tuple(classes)


_MONTH_NAMES: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
