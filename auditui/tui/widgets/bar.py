"""One line of parts, some of which can be pressed: what header, chips, paging footer and key hints are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from auditui.tui.drawing.spans import Span, cells, elide
from auditui.tui.widgets.styling import style_of


class Part(NamedTuple):
    """A run of clean text in one style. `does` is what pressing it means; empty text: nothing."""

    text: str
    style: str = ""
    does: str = ""


def width_of(parts: Iterable[Part]) -> int:
    """Terminal cells that the parts take."""
    return sum(cells(part.text) for part in parts)


def spread(left: Sequence[Part], right: Sequence[Part], width: int) -> list[Part]:
    """One line of `width` cells with `right` at its right end; where room is short the left side is cut with `…`."""
    room = width - width_of(right)
    kept = clipped(left, room)
    gap = Part(" " * (room - width_of(kept)))
    return [*kept, gap, *right] if room > 0 else clipped(right, width)


def clipped(parts: Sequence[Part], width: int) -> list[Part]:
    """The parts that fit into `width` cells; the one at the border is cut with `…`."""
    kept: list[Part] = []
    for part in parts:
        room = width - width_of(kept)
        if cells(part.text) > room:
            cut = elide([Span(part.text)], room)
            return [*kept, Part("".join(span.text for span in cut), part.style, part.does)] if cut else kept
        kept.append(part)
    return kept


def part_at(parts: Iterable[Part], x: int) -> Part | None:
    """The part in whose cells a column lies."""
    start = 0
    for part in parts:
        end = start + cells(part.text)
        if start <= x < end:
            return part
        start = end
    return None


class Bar(Widget):
    """Draws its parts on one line and says which of them was pressed. It decides nothing."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "bar--strong", "bar--quiet", "bar--name", "bar--chip", "bar--chosen", "bar--link", "bar--key", "bar--alert",
    }  # fmt: skip
    DEFAULT_CSS = """
    Bar {
        height: 1; width: 1fr; background: $surface; color: $text;
        & > .bar--strong { text-style: bold; }
        & > .bar--quiet { color: $text-muted; }
        & > .bar--name { background: $primary; color: $text; text-style: bold; }
        & > .bar--chip { background: $primary-muted; color: $text-primary; }
        & > .bar--chosen { background: $primary; color: $text; text-style: bold; }
        & > .bar--link { color: $text-accent; }
        & > .bar--key { color: $text-accent; text-style: bold; }
        & > .bar--alert { color: $text-error; text-style: bold; }
        &:ansi > .bar--chip { background: ansi_default; text-style: underline; }
        &:nocolor > .bar--chosen, &:ansi > .bar--chosen { text-style: bold reverse; }
    }
    """

    parts: reactive[tuple[Part, ...]] = reactive((), layout=False)

    @dataclass
    class Pressed(Message):
        """A part was pressed with the mouse."""

        bar: Bar
        does: str

        @property
        def control(self) -> Bar:
            """The bar, so that handlers can select it."""
            return self.bar

    def laid_out(self, width: int) -> Sequence[Part]:
        """The parts as they stand on a line of `width` cells."""
        return clipped(self.parts, width)

    def render_line(self, y: int) -> Strip:
        """Draw the only line."""
        width = self.size.width
        plain = style_of(self)
        segments = [
            Segment(part.text, style_of(self, f"bar--{part.style}") if part.style else plain)
            for part in self.laid_out(width)
        ]
        return Strip(segments).simplify().adjust_cell_length(width, plain)

    def on_click(self, event: events.Click) -> None:
        """Say what was pressed."""
        part = part_at(self.laid_out(self.size.width), event.x)
        if part and part.does:
            event.stop()
            self.post_message(self.Pressed(self, part.does))
