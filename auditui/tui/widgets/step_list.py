"""The events of a record from oldest to newest, with a cursor, and marks where something changed between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from auditui.core.history import Step
from auditui.tui.drawing.cells import Look
from auditui.tui.drawing.history import step_lines
from auditui.tui.drawing.spans import Line
from auditui.tui.widgets.text_page import TextPage


class StepList(TextPage, can_focus=True, inherit_bindings=False):
    """Shows steps and says which one the cursor is on; the window around it has the keys."""

    @dataclass
    class Chosen(Message):
        """The cursor has come to another event, by its place from 0."""

        place: int

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._steps: Sequence[Step] = ()
        self._places: list[int] = []
        self.place = 0

    def fill(self, steps: Sequence[Step], place: int) -> None:
        """Show steps, the cursor on one of them."""
        self._steps = steps
        self.place = place
        self.show(self._written)
        self._reveal()

    def _written(self, width: int) -> list[Line]:
        drawn = list(step_lines(self._steps, width, self._look))
        self._places = [place for _, place in drawn]
        return [line for line, _ in drawn]

    def go(self, place: int) -> None:
        """Put the cursor on an event; a place outside means the first or the last one."""
        if self._steps:
            self.place = min(max(place, 0), len(self._steps) - 1)
            self._reveal()
            self.refresh()
            self.post_message(self.Chosen(self.place))

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in view."""
        super().on_resize(event)
        self._reveal()

    def _reveal(self) -> None:
        """Scroll as little as brings all lines of the event into view."""
        lines = [number for number, place in enumerate(self._places) if place == self.place]
        if not lines or not self.size.height:
            return
        top = min(self.scroll_offset.y, lines[0])
        self.scroll_to(y=max(top, lines[-1] + 1 - self.size.height), animate=False, force=True)

    def on_click(self, click: events.Click) -> None:
        """Go to the event of a line."""
        line = click.y + self.scroll_offset.y
        if line < len(self._places):
            self.go(self._places[line])

    def render_line(self, y: int) -> Strip:
        """One line; those of the chosen event on the cursor's ground."""
        number = y + self.scroll_offset.y
        if number >= len(self._lines) or self._places[number] != self.place:
            return super().render_line(y)
        context = "cursor" if self.has_focus else "blur"
        ground = self._styles.get(context)
        segments = [Segment("▌" if self.has_focus else " ", ground)]
        segments += [Segment(span.text, self._styles.get(context, span.style)) for span in self._lines[number]]
        return Strip(segments).simplify().crop_extend(0, self.size.width, ground)
