"""An app with one window on it, for tests: it keeps what the window hands back, and shows what is on screen."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from textual.app import App
from textual.screen import Screen

NOON: Final = 1_795_176_000_000_000
"""2026-11-20 12:00:00 UTC, a Friday: the clock of these tests."""
OPEN: Final = "still open"
HOSTILE: Final = (
    "[/]", "[red]x", "[@click=app.quit]x[/]", "[link=https://e.example]x[/link]", "[REDACTED]", "\x1b[31mred\x1b[2J",
    "\x1b]52;c;eA==\x07", "\x1b]0;title\x1b\\", "\x9b2J", "a\rb\nc\td", "\u202eevil\u2066", "\u200b\ufeff", "\x00\x7f",
    "\ud800 x",
)  # fmt: skip


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


def unsafe_in(text: str) -> list[str]:
    """Characters on screen that a terminal might obey or that hide something."""
    return [
        character
        for character in text
        if character != "\n" and unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    ]


def squeezed(text: str) -> str:
    """The text on screen without frames and with single blanks, to look for phrases that are wrapped or aligned."""
    return re.sub(r"[\s│╭╮╰╯─▁▂▃▄▅▆▇█]+", " ", text)
