"""The menu of a row: it opens beside what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual import events
from textual.containers import Vertical
from textual.geometry import Offset, clamp

from auditui.tui.screens.choose import ChooseWindow
from auditui.tui.widgets.choice_list import Choice

_FRAME: Final = 3
"""Lines of the window that are not the list: borders, keys."""


class MenuWindow(ChooseWindow):
    """Ends with the id of a line, or with None.

    Args:
        title: What it is about.
        choices: The lines.
        at: The cell on screen that it opens below, or above where there is no room.
    """

    DEFAULT_CSS = """
    MenuWindow {
        align: left top;
        & > Vertical { width: 72; padding: 0 1; }
        WindowHints { margin: 0 1; }
    }
    """

    def __init__(self, title: str, choices: Sequence[Choice], at: Offset) -> None:
        super().__init__(title, choices)
        self._at = at

    def on_mount(self) -> None:
        """Stand beside it."""
        self._fit()

    def on_resize(self) -> None:
        """Stay on screen."""
        self._fit()

    def _fit(self) -> None:
        """Scroll inside of the frame where the screen is low, so that the keys stay in sight."""
        self.choices.styles.max_height = max(1, self.app.size.height - _FRAME)
        self.call_after_refresh(self._place)

    def on_click(self, click: events.Click) -> None:
        """A press beside it closes it, as of any menu."""
        if not self.query_one(Vertical).region.contains_point(click.screen_offset):
            self.dismiss(None)

    def _place(self) -> None:
        frame, room = self.query_one(Vertical), self.size - self.query_one(Vertical).outer_size
        below, above = self._at.y + 1, self._at.y - frame.outer_size.height
        y = below if below <= room.height or above < 0 else above
        frame.styles.offset = (clamp(self._at.x, 0, max(0, room.width)), clamp(y, 0, max(0, room.height)))
