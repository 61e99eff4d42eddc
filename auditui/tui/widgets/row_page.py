"""A page of lines that mean something when they are pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from textual import events
from textual.message import Message

from auditui.tui.drawing.spans import Line
from auditui.tui.widgets.text_page import TextPage

RowWriter: TypeAlias = "Callable[[int], Iterable[tuple[Line, str]]]"
"""Makes the lines for a width in cells, each with what pressing it means; empty: nothing."""


class RowPage(TextPage, can_focus=True):
    """Shows lines and says which one was pressed."""

    @dataclass
    class Pressed(Message):
        """A line was pressed that means something."""

        does: str

    _does: tuple[str, ...] = ()

    def show_rows(self, writer: RowWriter) -> None:
        """Show other lines, from their start."""

        def written(width: int) -> list[Line]:
            rows = list(writer(width))
            self._does = tuple(does for _, does in rows)
            return [line for line, _ in rows]

        self.show(written)

    def scroll_to_row(self, does: str) -> None:
        """Bring the chapter of the line that means this to the top, as far as there are lines below it.

        A chapter begins behind a blank line. Stay where there is no such line.
        """
        if does in self._does:
            blank = (number for number in range(self._does.index(does), 0, -1) if not self._lines[number - 1])
            self.scroll_to(0, next(blank, 0), animate=False, force=True)

    def on_click(self, click: events.Click) -> None:
        """Say what the line means."""
        number = click.y + self.scroll_offset.y
        if number < len(self._does) and self._does[number]:
            click.stop()
            self.post_message(self.Pressed(self._does[number]))
