"""The help window: all keys, and the query language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from auditui.tui.drawing.help_lines import key_lines, query_lines
from auditui.tui.drawing.spans import Line
from auditui.tui.keys import KEYS, Context, Key, bindings
from auditui.tui.screens.window import LargeWindow
from auditui.tui.widgets.bar import Bar, Part
from auditui.tui.widgets.text_box import TextBox
from auditui.tui.widgets.text_page import TextPage
from auditui.tui.widgets.window_hints import WindowHints

_PAGES: Final = (("keys", " Keys "), ("query", " Query language "))


class HelpWindow(LargeWindow[None]):
    """Lists what keys do and what queries mean; typing after `/` narrows both.

    Args:
        table: The keys in force.
        page: `keys` or `query`, shown first.
    """

    DEFAULT_CSS = """
    HelpWindow {
        & > Vertical { max-width: 104; }
        #pages { margin: 0 0 1 0; background: transparent; }
        TextPage { height: 1fr; }
        Horizontal { height: 1; margin-top: 1; }
        .label { width: auto; padding: 0 1; color: $foreground 60%; }
        Input { margin-right: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.HELP)

    def __init__(self, table: Sequence[Key] = KEYS, *, page: str = "keys") -> None:
        super().__init__()
        self._table = tuple(table)
        self._page = page

    def compose(self) -> ComposeResult:
        """The pages, the filter, and the keys of this window."""
        with Vertical() as frame:
            frame.border_title = "Help"
            yield Bar(id="pages")
            yield TextPage()
            with Horizontal():
                yield Static("/", classes="label", markup=False)
                yield TextBox(compact=True, placeholder="type to filter")
            yield WindowHints("help.filter", "help.turn", "help.close")

    def on_mount(self) -> None:
        """Start on the page, so that keys of this window work."""
        self._show()
        self.set_focus(self.query_one(TextPage))

    def _show(self) -> None:
        parts = [Part(" ")]
        for page, title in _PAGES:
            parts += [Part(title, "chosen" if page == self._page else "quiet", page), Part(" ")]
        self.query_one("#pages", Bar).parts = tuple(parts)
        self.query_one(TextPage).show(self._lines)

    def _lines(self, width: int) -> list[Line]:
        needle = self.query_one(Input).value.strip()
        return key_lines(self._table, needle, width) if self._page == "keys" else query_lines(needle, width)

    @on(Bar.Pressed, "#pages")
    def _page_pressed(self, event: Bar.Pressed) -> None:
        self._page = event.does
        self._show()

    def action_turn(self) -> None:
        """Show the other page."""
        self._page = "query" if self._page == "keys" else "keys"
        self._show()

    def action_filter(self) -> None:
        """Type what to look for."""
        self.set_focus(self.query_one(Input))

    @on(Input.Changed)
    def _typed(self) -> None:
        self._show()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.set_focus(self.query_one(TextPage))

    def action_close(self) -> None:
        """Leave the filter, else close the window."""
        field = self.query_one(Input)
        if field.has_focus or field.value:
            field.value = ""
            self.set_focus(self.query_one(TextPage))
        else:
            self.dismiss(None)
