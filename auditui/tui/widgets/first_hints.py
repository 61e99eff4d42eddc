"""Three lines for whoever opens the explorer for the first time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from auditui.tui import keys
from auditui.tui.drawing.spans import cells
from auditui.tui.widgets.styling import style_of

_LINES: Final = (
    (("filters", "narrow by action, user, type"), ("search", "search:  action:delete since:7d")),
    (("row.toggle", "open a row: before and after"), ("details", "everything about the event")),
    (("help", "all keys, and the query language"), ("undo", "one step back; now: hide this")),
)


class FirstHints(Widget):
    """Names the keys that everything else can be found with. Hidden unless it is the first start."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"hints--key"}
    DEFAULT_CSS = """
    FirstHints {
        height: 3; display: none; background: $boost; color: $text;
        & > .hints--key { color: $text-accent; text-style: bold; }
    }
    """

    def __init__(self, table: Sequence[keys.Key]) -> None:
        super().__init__()
        self._table = table

    def render_line(self, y: int) -> Strip:
        """Two keys and what they are good for; the first alone where both do not fit."""
        blank = style_of(self)
        strip = Strip([Segment("  ", blank)])
        for key_id, good_for in _LINES[y]:
            key = next(key for key in self._table if key.id == key_id)
            name = keys.shown(key.keys[0])
            hint = Strip([Segment(f"{name} ", style_of(self, "hints--key")), Segment(good_for, blank)])
            if strip.cell_length + hint.cell_length > self.size.width:
                break
            strip = Strip([*strip, *hint.extend_cell_length(self._column, blank)])
        return strip.adjust_cell_length(self.size.width, blank)

    @property
    def _column(self) -> int:
        widest = max(cells(hints[0][1]) for hints in _LINES)
        return widest + 8 if self.size.width > 2 * widest else widest + 5
