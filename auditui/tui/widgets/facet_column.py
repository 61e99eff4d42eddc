"""The values of one facet, to choose from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Final, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from auditui.core.narrowing import NO_CHOICE, Choice, Facet, Pick
from auditui.core.text import clean
from auditui.facets import FacetList, FacetRow, shown_label
from auditui.store.base import Count
from auditui.tui.drawing.spans import ELLIPSIS, Span, cells, elide, fit, plain
from auditui.tui.widgets.styling import style_of

EXCLUDE_CELLS: Final = 3
"""At the right end of a line, where a press excludes."""
_NUMBERED: Final = 9
_NOT_COUNTED: Final = "…"
_EMPTY_AT: Final = 3
_OVERLAPPING: Final = " · counts overlap"
_NO_VALUE: Final[tuple[str, ...]] = ("No value fits: ask for less.",)
_NOT_THERE: Final = ("No value fits", "what is typed.")
_NO_EVENT: Final = ("This store is empty:", "import a log into it.")


class Line(NamedTuple):
    """One line of the list: everything (`pick` and `row` are None), a value, or more of them."""

    row: FacetRow | None = None
    is_more: bool = False

    @property
    def pick(self) -> Pick | None:
        """What it stands for."""
        return self.row.pick if self.row else None


class FacetColumn(Widget, can_focus=True):
    """Shows a list and the choice of it; the window around it decides what follows from a press.

    Attributes:
        found: The list; None while it is counted for the first time.
        choice: What is chosen, also before the list has heard of it.
        cursor: Number of a line, from 0 for "all".
        is_stale: Whether the numbers are those of an earlier query.
        problem: Why there is no list, in place of it.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "facet--title", "facet--quiet", "facet--key", "facet--cursor", "facet--included", "facet--excluded",
        "facet--problem",
    }  # fmt: skip
    DEFAULT_CSS = """
    FacetColumn {
        width: 1fr; height: 1fr; padding: 0 1; background: $surface; color: $foreground;
        & > .facet--title { color: $foreground 60%; }
        & > .facet--quiet { color: $foreground 60%; }
        & > .facet--key { color: $text-accent; text-style: bold; }
        & > .facet--cursor { background: $primary 20%; }
        & > .facet--included { text-style: bold; }
        & > .facet--excluded { color: $foreground 60%; text-style: strike; }
        & > .facet--problem { color: $text-error; }
        &:focus > .facet--title { color: $text-accent; text-style: bold; }
        &:focus > .facet--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
        &:nocolor:focus > .facet--cursor { text-style: reverse; }
    }
    """

    found: reactive[FacetList | None] = reactive(None)
    choice: reactive[Choice] = reactive(NO_CHOICE)
    cursor: reactive[int] = reactive(0)
    is_stale: reactive[bool] = reactive(False)
    problem: reactive[str] = reactive("")

    @dataclass
    class Pressed(Message):
        """A line was pressed with the mouse."""

        column: FacetColumn
        number: int
        excludes: bool

    def __init__(self, facet: Facet) -> None:
        super().__init__(id=f"facet-{facet.id}")
        self.facet = facet
        self._first = 0
        self._lack = _NO_VALUE
        self._needle = ""
        self._seen: dict[str, dict[Pick, FacetRow]] = {}
        """For each needle the values that its list had, in the order in which they were first in sight."""

    @property
    def lines(self) -> list[Line]:
        """All lines, also those out of sight."""
        if self.found is None:
            return [Line()]
        return [Line(), *map(Line, self.found.rows), *([Line(is_more=True)] if self.found.has_more else [])]

    @property
    def line(self) -> Line:
        """The line under the cursor."""
        return self.lines[self.cursor]

    @property
    def is_in_vain(self) -> bool:
        """Whether nothing fits what was typed: then the line for everything is no answer to it."""
        return bool(self._needle.strip()) and self.found is not None and not self.found.rows

    @property
    def is_counting(self) -> bool:
        """Whether the list of the present query is still on its way."""
        return self.is_stale or self.is_unseen

    @property
    def is_unseen(self) -> bool:
        """Whether there was no list yet, so that nothing has its number."""
        return self.found is None and not self.problem

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a line."""
        return max(0, min(cursor, len(self.lines) - 1))

    def watch_found(self) -> None:
        """Stay on a line where the list has become shorter."""
        self.cursor = self.validate_cursor(self.cursor)

    def seen(self, needle: str) -> tuple[Pick, ...]:
        """The values that the list of a needle had so far: each is to be counted again."""
        return tuple(self._seen.get(needle, ()))

    def show(self, found: FacetList, needle: str = "", *, is_of_all: bool = False) -> None:
        """Show the list of a needle; the cursor stays with its value, and each value with its number.

        A list of what was typed anew begins with what fits best: there is the cursor then.

        `is_of_all`: it is counted under no filter at all, so that no events are no events in the store.
        """
        self._lack = _NO_EVENT if is_of_all and not found.total else _NOT_THERE if needle.strip() else _NO_VALUE
        is_typed, self._needle = bool(needle) and needle != self._needle, needle
        before, was_more = self.line.pick, self.line.is_more
        self.problem, self.is_stale = "", False
        self.found = replace(found, rows=self._as_seen(found, needle))
        place = next((number for number, line in enumerate(self.lines) if before and line.pick == before), None)
        if is_typed:
            self.cursor = 1
        elif place is not None and not was_more:
            self.cursor = place

    def _as_seen(self, found: FacetList, needle: str) -> tuple[FacetRow, ...]:
        """What was in sight keeps its place, also where nothing has it any more; what is new comes behind."""
        seen = self._seen.setdefault(needle, {})
        seen.update({row.pick: row for row in found.rows})
        return tuple(seen.values())

    # ------------------------------------------------------------------------------------------ drawing

    @property
    def _room(self) -> int:
        """Lines of values that are in sight at once."""
        return max(1, self.size.height - 1)

    def _scroll(self) -> int:
        """The first line in sight, so that the cursor is."""
        self._first = max(self.cursor - self._room + 1, min(self._first, self.cursor))
        self._first = max(0, min(self._first, len(self.lines) - self._room))
        return self._first

    def render_line(self, y: int) -> Strip:
        """The title, then values."""
        width = self.size.width
        blank = style_of(self)
        first = self._scroll()
        if y == 0:
            segments = self._title(width, first)
        elif self.problem:
            shown = plain(elide([Span(clean(self.problem))], width)) if y == 1 else ""
            segments = [Segment(shown, style_of(self, "facet--problem"))]
        elif y - 1 + first < len(self.lines):
            segments = self._drawn(y - 1 + first, width)
        elif self.found and not self.found.rows and 0 <= y - _EMPTY_AT < len(self._lack):
            shown = plain(elide([Span(self._lack[y - _EMPTY_AT])], width))
            segments = [Segment(shown, style_of(self, "facet--quiet"))]
        else:
            segments = []
        return Strip(segments).adjust_cell_length(width, blank)

    def _title(self, width: int, first: int) -> list[Segment]:
        hidden = len(self.lines) - first - self._room
        more = f" ↓{hidden}" if hidden > 0 and self.found else ""
        title = plain(fit([Span(f"{self.facet.title}{self._aside()}")], width - cells(more)))
        return [Segment(title + more, style_of(self, "facet--title"))]

    def _aside(self) -> str:
        """What is to be known about the numbers."""
        if self.is_stale:
            return " · counting"
        return _OVERLAPPING if self.found and self.found.overlaps else ""

    def _drawn(self, number: int, width: int) -> list[Segment]:
        """`3 [x] Delete   1,234  −`; the line under the cursor in one style."""
        line = self.lines[number]
        count = "" if line.is_more else f"{_counted(self._count(line))} "
        end = " − " if line.pick else " " * EXCLUDE_CELLS
        key = str(number) if number <= _NUMBERED and not line.is_more else " "
        room = max(1, width - 7 - len(count) - len(end))
        text = self._label(line)
        shown = _end_of(text, room) if self.facet.id == "origin" else text
        label = plain(fit([Span(shown)], room))
        parts = [(f"{key} ", "key"), (f"{self._mark(line)} ", ""), (f"{label} ", self._state(line))]
        styled = [*parts, (count, "quiet"), (end, "quiet")]
        over = "cursor" if number == self.cursor else ""
        return [Segment(text, self._style(over or style)) for text, style in styled]

    def _style(self, name: str) -> Style:
        return style_of(self, f"facet--{name}") if name else style_of(self)

    def _count(self, line: Line) -> Count | None:
        return line.row.count if line.row else self.found.total if self.found else None

    def _label(self, line: Line) -> str:
        if line.is_more:
            return "more…"
        if line.row is None:
            return f"All {plural(self.facet.title)}"
        return shown_label(line.row, self.facet)

    def _mark(self, line: Line) -> str:
        if line.is_more:
            return "   "
        if line.pick is None:
            return "[ ]" if self.choice else "[x]"
        return "[x]" if line.pick in self.choice.included else "[-]" if line.pick in self.choice.excluded else "[ ]"

    def _state(self, line: Line) -> str:
        if line.is_more:
            return "quiet"
        chosen = {"[x]": "included", "[-]": "excluded"}
        return chosen.get(self._mark(line), "") if line.pick else ""

    # ------------------------------------------------------------------------------------------ the mouse

    def on_click(self, event: events.Click) -> None:
        """Say which line was pressed, and whether at its end."""
        number = event.y - 1 + self._scroll()
        if event.y >= 1 and number < len(self.lines):
            event.stop()
            self.post_message(self.Pressed(self, number, excludes=event.x >= self.content_size.width - EXCLUDE_CELLS))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go down by some lines."""
        event.stop()
        self.cursor += 3

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go up by some lines."""
        event.stop()
        self.cursor -= 3


def _end_of(text: str, width: int) -> str:
    """A text that fits: of paths it is the end that tells one from the other."""
    if cells(text) <= width:
        return text
    while cells(text) >= width:
        text = text[1:]
    return f"{ELLIPSIS}{text}"


def plural(title: str) -> str:
    """A title for more than one: `Actions`, `IPs`, `Statuses`."""
    return f"{title}es" if title.endswith("s") else f"{title}s"


def _counted(count: Count | None) -> str:
    if count is None:
        return _NOT_COUNTED
    return f"{count:,}" if count.exact else f"≥{count:,}"
