"""The help window: all keys, and the query language."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from auditui.tui.drawing.help_lines import Row, key_rows, query_rows
from auditui.tui.keys import KEYS, Context, Key, bindings
from auditui.tui.screens.window import LargeWindow
from auditui.tui.widgets.bar import Bar, Part
from auditui.tui.widgets.row_page import RowPage
from auditui.tui.widgets.text_box import TextBox
from auditui.tui.widgets.window_hints import WindowHints

_TITLES: Final = {"keys": " Keys ", "query": " Query language "}


class HelpWindow(LargeWindow[str | None], inherit_bindings=False):
    """Lists what keys do and what queries mean; typing after `/` narrows both.

    Ends with the id of a key whose line was pressed, which somebody else does then, or with None.

    Args:
        table: The keys in force.
        title: What stands in the frame.
        pages: `keys` and `query`, or one of them; the first one shows.
        elsewhere: Ids of keys that work in other windows alone; pressing them says so.
        begin: The id of the first key of a part; its keys lead their chapter, which comes first in sight.
    """

    DEFAULT_CSS = """
    HelpWindow {
        & > Vertical { max-width: 104; }
        #pages { margin: 0 0 1 0; background: transparent; }
        RowPage { height: 1fr; }
        Horizontal { height: 1; margin-top: 1; }
        .label { width: auto; padding: 0 1; color: $foreground 60%; }
        Input { margin-right: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.HELP)

    def __init__(
        self,
        table: Sequence[Key] = KEYS,
        *,
        title: str = "Help",
        pages: Sequence[str] = tuple(_TITLES),
        elsewhere: Container[str] = frozenset(),
        begin: str = "",
    ) -> None:
        super().__init__()
        self._table = _led_by(table, begin)
        self._title = title
        self._pages = tuple(pages)
        self._elsewhere = elsewhere
        self._begin = begin
        self._page = self._pages[0]

    def compose(self) -> ComposeResult:
        """The pages, the filter, and the keys of this window."""
        with Vertical() as frame:
            frame.border_title = self._title
            frame.border_subtitle = "a press on a line does what it says"
            yield Bar(id="pages")
            yield RowPage()
            with Horizontal():
                yield Static("/", classes="label", markup=False)
                yield TextBox(compact=True, placeholder="type to filter")
            turns = ("help.turn",) if len(self._pages) > 1 else ()
            yield WindowHints("help.filter", *turns, "help.close")

    def on_mount(self) -> None:
        """Start on the page, so that keys of this window work."""
        self._show()
        self.set_focus(self.query_one(RowPage))
        self.call_after_refresh(self.query_one(RowPage).scroll_to_row, self._begin)

    def _show(self) -> None:
        parts = [Part(" ")]
        for page in self._pages:
            parts += [Part(_TITLES[page], "chosen" if page == self._page else "quiet", page), Part(" ")]
        self.query_one("#pages", Bar).parts = tuple(parts)
        self.query_one(RowPage).show_rows(self._rows)

    def _rows(self, width: int) -> list[Row]:
        needle = self.query_one(Input).value.strip()
        return key_rows(self._table, needle, width) if self._page == "keys" else query_rows(needle, width)

    @on(Bar.Pressed, "#pages")
    def _page_pressed(self, event: Bar.Pressed) -> None:
        self._page = event.does
        self._show()

    def action_turn(self) -> None:
        """Show the other page."""
        self._page = self._pages[(self._pages.index(self._page) + 1) % len(self._pages)]
        self._show()

    def action_filter(self) -> None:
        """Type what to look for."""
        self.set_focus(self.query_one(Input))

    @on(RowPage.Pressed)
    def _line_pressed(self, event: RowPage.Pressed) -> None:
        if event.does in self._elsewhere:
            self.notify("That key works in its own window.", markup=False, timeout=2)
        else:
            self.dismiss(event.does)

    @on(Input.Changed)
    def _typed(self) -> None:
        self._show()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.set_focus(self.query_one(RowPage))

    def action_close(self) -> None:
        """Leave the filter, else close the window."""
        field = self.query_one(Input)
        if field.has_focus or field.value:
            field.value = ""
            self.set_focus(self.query_one(RowPage))
        else:
            self.dismiss(None)


def _led_by(table: Sequence[Key], begin: str) -> tuple[Key, ...]:
    """The table with the keys of one part, known by one of them, before all others of their chapter."""
    part = next((key for key in table if key.id == begin), None)
    if part is None:
        return tuple(table)
    leading = [key for key in table if (key.context, key.group) == (part.context, part.group)]
    at = next(number for number, key in enumerate(table) if key.group == part.group)
    return (*table[:at], *leading, *(key for key in table[at:] if key not in leading))
