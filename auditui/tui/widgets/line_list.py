"""Things of one or more lines each, with a cursor on one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from auditui.tui.drawing.spans import Line
from auditui.tui.widgets.text_page import TextPage

Drawer: TypeAlias = "Callable[[int], Iterable[tuple[Line, int]]]"
"""Makes the lines for a width in cells, each with the place of its thing, from 0; a place below 0 cannot be chosen."""


class LineList(TextPage, can_focus=True, inherit_bindings=False):
    """Shows things and says which one the cursor is on; the window around it has the keys."""

    @dataclass
    class Chosen(Message):
        """The cursor has come to another thing, by its place from 0."""

        place: int

    @dataclass
    class Taken(Message):
        """A thing was pressed twice."""

        place: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._drawer: Drawer = lambda width: ()
        self._places: list[int] = []
        self._count = 0
        self.place = 0

    def fill(self, drawer: Drawer, count: int, place: int = 0) -> None:
        """Show so many things, the cursor on one of them."""
        self._drawer = drawer
        self._count = count
        self.place = min(max(place, 0), max(count - 1, 0))
        self.show(self._written)
        self._reveal()

    def _written(self, width: int) -> list[Line]:
        drawn = list(self._drawer(width))
        self._places = [place for _, place in drawn]
        return [line for line, _ in drawn]

    def go(self, place: int) -> None:
        """Put the cursor on a thing; a place outside means the first or the last one."""
        if self._count:
            self.place = min(max(place, 0), self._count - 1)
            self._reveal()
            self.refresh()
            self.post_message(self.Chosen(self.place))

    def page(self, by: int) -> None:
        """Go a screen on, or back, by at least one thing."""
        here = self._lines_of(self.place)
        if not here:
            return
        wanted = here[0] + by * max(1, self.size.height - 1)
        line = min(max(wanted, 0), len(self._places) - 1)
        place = self._places[line] if self._places[line] >= 0 else self._count - 1
        self.go(place if place != self.place else self.place + (1 if by > 0 else -1))

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in view."""
        super().on_resize(event)
        self._reveal()

    def _lines_of(self, place: int) -> list[int]:
        return [number for number, one in enumerate(self._places) if one == place]

    def _reveal(self) -> None:
        """Scroll as little as brings all lines of the thing into view; what stands behind the last one comes along."""
        lines = self._lines_of(self.place)
        if not lines or not self.size.height:
            return
        last = len(self._places) - 1 if self.place == self._count - 1 else lines[-1]
        top = min(self.scroll_offset.y, lines[0])
        self.scroll_to(y=min(max(top, last + 1 - self.size.height), lines[0]), animate=False, force=True)

    def on_click(self, click: events.Click) -> None:
        """Go to the thing of a line; twice takes it."""
        line = click.y + self.scroll_offset.y
        if line < len(self._places) and self._places[line] >= 0:
            self.go(self._places[line])
            if click.chain > 1:
                self.post_message(self.Taken(self.place))

    def render_line(self, y: int) -> Strip:
        """One line; those of the chosen thing on the cursor's ground."""
        number = y + self.scroll_offset.y
        if number >= len(self._lines) or self._places[number] != self.place:
            return super().render_line(y)
        context = "cursor" if self.has_focus else "blur"
        ground = self._styles.get(context)
        segments = [Segment("▌" if self.has_focus else " ", ground)]
        segments += [Segment(span.text, self._styles.get(context, span.style)) for span in self._lines[number]]
        return Strip(segments).simplify().crop_extend(0, self.size.width, ground)
