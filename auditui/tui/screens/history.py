"""The window for a record's history: its events in order, and the record as it was after each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, TypeAlias

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Rule, Static

from auditui.core.event import Event
from auditui.core.history import Step, log_of
from auditui.core.text import clean, shorten
from auditui.tui import clipboard
from auditui.tui.drawing.cells import Look
from auditui.tui.drawing.history import moment_lines
from auditui.tui.drawing.history_text import history_text
from auditui.tui.keys import Context, bindings
from auditui.tui.screens.window import LargeWindow
from auditui.tui.widgets.step_list import StepList
from auditui.tui.widgets.text_page import TextPage
from auditui.tui.widgets.window_hints import WindowHints

MayCopy: TypeAlias = "Callable[[Sequence[Event], str], bool]"
_TITLE_LIMIT: Final = 60


@dataclass(frozen=True, slots=True)
class HistoryResult:
    """The event that the cursor stood on, and whether the way back was asked for instead of the view."""

    seq: int | None
    is_back: bool = False


class HistoryWindow(LargeWindow[HistoryResult | None]):
    """Opens empty; `fill` brings the steps. Ends with None when the view below is to stay as it is.

    Args:
        event: The event whose record it is; the cursor begins there.
        look: Zone, clock and signs, as in the table.
        may_show: Asked before what an event changed is drawn; records it where that is a duty.
        may_copy: Asked with the events and `text` before they are copied; records it, too.
    """

    DEFAULT_CSS = """
    HistoryWindow {
        #said { padding: 0 1; color: $foreground 60%; &.-alarm { color: $text-warning; text-style: bold; } }
        StepList { height: 2fr; }
        #moment { height: 3fr; }
        Rule { margin: 0 1; color: $foreground 30%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.HISTORY)

    def __init__(self, event: Event, *, look: Look, may_show: Callable[[Event], bool], may_copy: MayCopy) -> None:
        super().__init__()
        self._event = event
        self._look = look
        self._may_show = may_show
        self._may_copy = may_copy
        self._steps: Sequence[Step] = ()
        self._left_out = 0
        self._is_told = False
        """Whether the store has told; it may before the parts of the window are there."""

    def compose(self) -> ComposeResult:
        """What is said of all, the events, and the record after the one under the cursor."""
        what = self._event.entity_name or self._event.entity_id
        number = f"#{self._event.entity_id}" if self._event.entity_name and self._event.entity_id else ""
        words = (shorten(text, _TITLE_LIMIT) for text in (self._event.entity_type, what, number) if text)
        with Vertical() as frame:
            frame.border_title = Content(f"History  {'  '.join(words)}")
            yield Static("reading…", id="said", markup=False)
            yield StepList(self._look)
            yield Rule()
            yield TextPage(id="moment")
            yield WindowHints(
                "history.take", "history.gap", "history.more", "history.back", "history.copy", "history.down",
                "history.close",
            )  # fmt: skip

    def on_mount(self) -> None:
        """Begin in the list."""
        self.query_one("#moment").can_focus = False
        self.set_focus(self._list)
        if self._is_told:
            self._draw()

    @property
    def _list(self) -> StepList:
        return self.query_one(StepList)

    def fill(self, steps: Sequence[Step], left_out: int = 0) -> None:
        """Show what the store told; `left_out` events before the first step are not shown."""
        self._steps, self._left_out, self._is_told = steps, left_out, True
        if self.query("#said"):
            self._draw()

    def _draw(self) -> None:
        steps = self._steps
        said = self.query_one("#said", Static)
        said.set_class(any(step.gaps for step in steps), "-alarm")
        said.update(Content(_summary(steps, self._left_out)))
        place = next((at for at, step in enumerate(steps) if step.event.seq == self._event.seq), len(steps) - 1)
        self._list.show_steps(steps, max(place, 0))
        self._show_moment()

    @on(StepList.Chosen)
    def _show_moment(self) -> None:
        if not self._steps:
            return
        step = self._steps[self._list.place]
        if self._may_show(step.event):
            self.query_one("#moment", TextPage).show(lambda width: moment_lines(step, width, self._look))

    # --- keys -----------------------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """Go so many events on."""
        self._list.go(self._list.place + by)

    def action_end(self, which: int) -> None:
        """Go to the oldest (0) or the newest (1) event."""
        self._list.go(which * len(self._steps))

    def action_gap(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) event before which something had changed unlogged."""
        marked = [at for at, step in enumerate(self._steps) if step.gaps]
        ahead = [at for at in marked if (at - self._list.place) * by > 0]
        if ahead:
            self._list.go(min(ahead) if by > 0 else max(ahead))
        else:
            self.notify("Nothing changed without a log entry that way.", markup=False, timeout=2)

    def action_scroll(self, by: int) -> None:
        """Scroll the record below by its own height."""
        page = self.query_one("#moment", TextPage)
        page.scroll_to(y=page.scroll_offset.y + by * max(1, page.size.height - 1), animate=False)

    def action_copy(self) -> None:
        """Copy all events, changes and marks as text, whole, and the record at the moment that is shown."""
        if not self._may_copy([step.event for step in self._steps], "text"):
            return
        text = history_text(self._steps, self._list.place if self._steps else 0)
        self.notify(clean(clipboard.copy(text, self.app).note), markup=False)

    # --- how it ends ----------------------------------------------------------------------------------------------

    def action_take(self) -> None:
        """Go to the event in the table."""
        if self._steps:
            self.dismiss(HistoryResult(self._steps[self._list.place].event.seq))

    def action_back(self) -> None:
        """Go back to the view before."""
        self.dismiss(HistoryResult(None, is_back=True))

    def action_close(self) -> None:
        """Stay with the view of this record's events."""
        self.dismiss(None)


def _summary(steps: Sequence[Step], left_out: int) -> str:
    """How many events, since when, and whether the chain holds."""
    if not steps:
        return "No event of this record is in the store any more."
    events_said = "1 event" if len(steps) == 1 else f"{len(steps):,} events"
    earlier = f", the newest of {len(steps) + left_out:,}" if left_out else ""
    gaps = sum(len(step.gaps) for step in steps)
    if gaps:
        return f"{events_said}{earlier}; {gaps:,} {'change' if gaps == 1 else 'changes'} without a log entry (!)"
    if len(steps) == 1:
        return events_said
    return f"{events_said}{earlier}; {_unbroken(len({log_of(step) for step in steps if step.event.changes}))}"


def _unbroken(logs: int) -> str:
    """What a history without a gap comes to: nothing is said across logs, as none of them is held against another."""
    if logs == 0:
        return "none tells what it changed"
    return "each change continues the one before" if logs == 1 else f"in {logs:,} logs, compared within each only"
