"""What may be typed next, under the search box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from auditui.core.text import clean
from auditui.tui.drawing.spans import Span, cells, fit, plain
from auditui.tui.suggested import Choice
from auditui.tui.widgets.styling import style_of

MOST: Final = 8
"""Choices shown at once; typing on narrows them down."""
_WIDEST: Final = 40


class Suggestions(Widget):
    """A list over what lies below it. One line of it is chosen, or none."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"suggestions--chosen", "suggestions--count"}
    DEFAULT_CSS = """
    Suggestions {
        overlay: screen; position: absolute; constrain: inside inflect;
        width: auto; height: auto; display: none; background: $panel; color: $text;
        &.-open { display: block; }
        & > .suggestions--count { color: $text-muted; }
        & > .suggestions--chosen { background: $primary; color: $text; text-style: bold; }
        &:nocolor > .suggestions--chosen { text-style: reverse; }
    }
    """

    choices: reactive[tuple[Choice, ...]] = reactive((), layout=True)
    chosen: reactive[int | None] = reactive(None)
    below: reactive[int] = reactive(0, layout=True)
    """Lines under the search bar that stay free for others."""
    _x = 0

    @dataclass
    class Picked(Message):
        """A choice was pressed with the mouse."""

        choice: Choice

    @property
    def is_open(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self.choices)

    def offer(self, choices: Sequence[Choice], x: int) -> None:
        """Show other choices, beginning at a column of the search bar; none closes the list."""
        self.chosen = None
        self.choices = tuple(choices[:MOST])
        self.set_class(bool(choices), "-open")
        self._x = x
        self.styles.offset = (x, 1 + self.below)

    def watch_below(self) -> None:
        """Make room, or take it back."""
        self.styles.offset = (self._x, 1 + self.below)

    def move(self, step: int) -> None:
        """Choose the next or the previous line, round and round."""
        if self.choices:
            here = self.chosen if self.chosen is not None else (-1 if step > 0 else 0)
            self.chosen = (here + step) % len(self.choices)

    def get_content_width(self, container: object, viewport: object) -> int:
        """As wide as the widest choice and its count."""
        return self._text_cells() + self._count_cells() + 2

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """A line for each choice."""
        return len(self.choices)

    def _text_cells(self) -> int:
        return min(_WIDEST, max((cells(clean(choice.text)) for choice in self.choices), default=0))

    def _count_cells(self) -> int:
        return max((len(_count(choice)) for choice in self.choices), default=0)

    def render_line(self, y: int) -> Strip:
        """A choice and how many events have it."""
        width = self.size.width
        plain_style = style_of(self)
        if y >= len(self.choices):
            return Strip.blank(width, plain_style)
        choice = self.choices[y]
        chosen = style_of(self, "suggestions--chosen") if y == self.chosen else None
        text = plain(fit([Span(clean(choice.text))], self._text_cells()))
        count = f"{_count(choice):>{self._count_cells()}} "
        quiet = style_of(self, "suggestions--count")
        strip = Strip([Segment(f" {text}", chosen or plain_style), Segment(count, chosen or quiet)])
        return strip.adjust_cell_length(width, chosen or plain_style)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Pick before the press takes the focus out of the box."""
        event.stop()
        event.prevent_default()
        if 0 <= event.y < len(self.choices):
            self.post_message(self.Picked(self.choices[event.y]))


def _count(choice: Choice) -> str:
    return "" if choice.events is None else f"  {choice.events:,}"
