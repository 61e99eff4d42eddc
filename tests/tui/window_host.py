"""An app with one window on it, for tests: it keeps what the window hands back, and shows what is on screen."""

from __future__ import annotations

import re
from typing import Any, Final

from textual.app import App
from textual.screen import Screen

NOON: Final = 1_795_176_000_000_000
"""2026-11-20 12:00:00 UTC, a Friday: the clock of these tests."""
OPEN: Final = "still open"


class WindowHost(App[None]):
    """Opens the window; `result` is what it ended with, `OPEN` before."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, window: Screen[Any]) -> None:
        super().__init__()
        self.animation_level = "none"
        self.window = window
        self.result: object = OPEN
        self.copied: list[str] = []

    def on_mount(self) -> None:
        self.push_screen(self.window, self._keep)

    def _keep(self, result: object) -> None:
        self.result = result

    def copy_to_clipboard(self, text: str) -> None:
        self.copied.append(text)

    @property
    def text(self) -> str:
        """All lines on screen."""
        strips = self.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    def place(self, words: str) -> tuple[int, int]:
        """Column and line where words stand on screen."""
        for number, line in enumerate(self.text.splitlines()):
            if words in line:
                return line.index(words), number
        raise AssertionError(f"{words!r} is not on screen:\n{self.text}")


def squeezed(text: str) -> str:
    """The text on screen without frames and with single blanks, to look for phrases that are wrapped or aligned."""
    return re.sub(r"[\s│╭╮╰╯─▁▂▃▄▅▆▇█]+", " ", text)
