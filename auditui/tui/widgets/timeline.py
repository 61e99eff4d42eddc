"""Events over time: how many, how many failed, and a way to narrow to a part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import clamp
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from auditui.store.base import Histogram
from auditui.tui import keys
from auditui.tui.drawing import bars
from auditui.tui.drawing.bars import Picked
from auditui.tui.drawing.clock import TimeStyle
from auditui.tui.drawing.spans import cells
from auditui.tui.widgets.styling import style_of

GUTTER: Final = 8
"""Cells on the left for what the rows mean."""
NARROW: Final = "↵ narrow"
"""The offer to narrow to the chosen bars, which can be pressed."""
_BAR_ROWS: Final = 2
_WORDS: Final = _BAR_ROWS + 1
"""The line that says what is seen."""


def buckets_for(width: int) -> int:
    """How many buckets look good on a screen of `width` cells."""
    return max(10, (width - GUTTER - 1) // 2)


class Timeline(Widget, can_focus=True):
    """Two rows of bars for all events, one row for those that failed, one row that says what is seen.

    Held against the period before, either period has one of the two rows of bars: nothing below moves.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.Context.TIMELINE)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "timeline--bar", "timeline--failed", "timeline--picked", "timeline--hit", "timeline--quiet", "timeline--said",
    }  # fmt: skip
    DEFAULT_CSS = """
    Timeline {
        height: 4; width: 1fr; background: $background; color: $text;
        & > .timeline--bar { color: $primary 70%; }
        & > .timeline--failed { color: $error 80%; }
        & > .timeline--picked { color: $text-accent; background: $accent 25%; }
        & > .timeline--hit { color: $error 80%; background: $accent 25%; }
        &:ansi > .timeline--picked { background: ansi_default; text-style: bold; }
        &:ansi > .timeline--hit { background: ansi_default; text-style: bold; }
        &:nocolor > .timeline--picked { text-style: reverse; }
        & > .timeline--quiet { color: $text-muted; }
        & > .timeline--said { color: $text-accent; text-style: bold; }
    }
    """

    histogram: reactive[Histogram] = reactive(Histogram(), layout=False)
    times: reactive[TimeStyle] = reactive(TimeStyle(), layout=False)
    fixed: reactive[int] = reactive(0, layout=False)
    is_compared: reactive[bool] = reactive(False, layout=False)
    """Whether there is a period to hold against; its numbers may come later."""
    earlier: reactive[tuple[int, ...]] = reactive((), layout=False)
    """For each bar the events of the period before, where there is one to hold against."""
    tip: reactive[int] = reactive(0, layout=False)
    """The chosen bars lie between the fixed end and the tip, which is the one that moves."""
    _offer = range(0)
    """Cells of the line of words that offer to narrow, as it was drawn last; none without the focus."""
    _is_accepting = False
    _moment_us: int | None = None
    """The middle of what was chosen last, which other bars do not move; None before anything was."""

    @dataclass
    class Narrowed(Message):
        """Only events from `start_us` on and before `end_us` are wanted."""

        start_us: int
        end_us: int

    @dataclass
    class Left(Message):
        """The focus is to go on to the table."""

    @property
    def picked(self) -> Picked:
        """The chosen bars."""
        return Picked(min(self.fixed, self.tip), max(self.fixed, self.tip))

    @property
    def range_us(self) -> tuple[int, int] | None:
        """The moments that all bars cover; None without any."""
        last = len(self.histogram.counts) - 1
        return bars.range_us(self.histogram, Picked(0, last)) if last >= 0 else None

    @property
    def moment_us(self) -> int | None:
        """The middle of the bars chosen, while the timeline has the focus; zooming in and out does not move it."""
        return self._moment_us if self.histogram.counts and self.has_focus else None

    def watch_histogram(self, before: Histogram, now: Histogram) -> None:
        """Among other bars stay with the moment, while somebody is here to choose it, else begin at the newest.

        What was before the old ones is not before them.
        """
        if before.starts_us == now.starts_us:
            return
        self.earlier = ()
        moment, held = self._moment_us, self.range_us
        if self.has_focus and moment is not None and held is not None and held[0] <= moment < held[1]:
            self._go((moment - held[0]) // now.width_us)
            self._moment_us = moment
        else:
            self._go(len(now.counts) - 1)

    def render_line(self, y: int) -> Strip:
        """Bars, failures, or the line of words."""
        width = self.size.width
        plain = style_of(self)
        label, segments = self._row(y, max(1, width - GUTTER - 1))
        gutter = Segment(f"{label:>{GUTTER - 1}} ", self._style("quiet"))
        return Strip([gutter, *segments]).simplify().adjust_cell_length(width, plain)

    def _row(self, y: int, width: int) -> tuple[str, list[Segment]]:
        held = self.histogram
        if not held.counts:
            return "", []
        if y == 1 and self.is_compared:
            return "before", self._drawn(bars.bar_rows(self.earlier, 1, self._most)[0], "quiet", width)
        if y < _BAR_ROWS:
            label = bars.short_count(self._most) if y == 0 else ""
            rows = 1 if self.is_compared else _BAR_ROWS
            return label, self._drawn(bars.bar_rows(held.counts, rows, self._most)[y], "bar", width)
        if y == _BAR_ROWS:
            row = bars.bar_rows(held.failures, 1)[0].replace(bars.EMPTY, " ")
            return "failed", self._drawn(row, "failed", width)
        return "", [self._words(width)]

    @property
    def _most(self) -> int:
        """The most events of a bar, now or before: all bars are as high as they would be beside each other."""
        return max(*self.histogram.counts, *self.earlier, 0)

    def _drawn(self, row: str, style: str, width: int) -> list[Segment]:
        line = bars.stretched(row, width)
        if not row or not self.has_focus:
            return [Segment(line, self._style(style))]
        ends = bars.edges(len(row), width)
        first, last = ends[self.picked.first], ends[self.picked.last + 1]
        return [
            Segment(line[:first], self._style(style)),
            Segment(line[first:last], self._style("hit" if style == "failed" else "picked")),
            Segment(line[last:], self._style(style)),
        ]

    def _words(self, width: int) -> Segment:
        if self.has_focus:
            texts = bars.picked_texts(self.histogram, self.picked, self.times, self.earlier)
            room = width - cells(f"   {NARROW}")
            said = f"{next((text for text in texts if cells(text) <= room), texts[-1])}   "
            self._offer = range(GUTTER + cells(said), GUTTER + cells(said + NARROW))
            return Segment(said + NARROW, self._style("said"))
        self._offer = range(0)
        return Segment(bars.axis(self.histogram, self.times, width), self._style("quiet"))

    def _style(self, name: str) -> Style:
        return style_of(self, f"timeline--{name}")

    def _go(self, bucket: int, *, extend: bool = False) -> None:
        self.tip = clamp(bucket, 0, max(0, len(self.histogram.counts) - 1))
        if not extend:
            self.fixed = self.tip
        if self.histogram.counts:
            self._moment_us = sum(bars.range_us(self.histogram, self.picked)) // 2

    def action_earlier(self) -> None:
        """Choose the bar on the left."""
        self._go(self.tip - 1)

    def action_later(self) -> None:
        """Choose the bar on the right."""
        self._go(self.tip + 1)

    def action_first(self) -> None:
        """Choose the first bar."""
        self._go(0)

    def action_last(self) -> None:
        """Choose the last bar."""
        self._go(len(self.histogram.counts))

    def action_extend_earlier(self) -> None:
        """Move the tip of the chosen range to the left."""
        self._go(self.tip - 1, extend=True)

    def action_extend_later(self) -> None:
        """Move the tip of the chosen range to the right."""
        self._go(self.tip + 1, extend=True)

    def action_narrow(self) -> None:
        """Ask for the chosen range."""
        if self.histogram.counts:
            self.post_message(self.Narrowed(*bars.range_us(self.histogram, self.picked)))

    def action_leave(self) -> None:
        """Go on to the table."""
        self.post_message(self.Left())

    def _bucket_under(self, event: events.MouseEvent) -> int | None:
        return bars.bucket_at(event.x - GUTTER, len(self.histogram.counts), max(1, self.size.width - GUTTER - 1))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin a range, or take the one that is offered."""
        self._is_accepting = event.y == _WORDS and event.x in self._offer
        if event.y == _WORDS:
            return
        bucket = self._bucket_under(event)
        if bucket is not None:
            self._go(bucket, extend=event.shift)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Stretch the range while the button is held."""
        bucket = self._bucket_under(event)
        if event.button and bucket is not None and self.app.mouse_captured is self:
            self._go(bucket, extend=True)

    def on_mouse_up(self) -> None:
        """End the range."""
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A double click narrows to the bar, a click on the offer to the range."""
        is_double = event.chain == 2 and event.y != _WORDS  # noqa: PLR2004  two clicks are a double click
        if self._is_accepting or is_double:
            self._is_accepting = False
            self.action_narrow()
