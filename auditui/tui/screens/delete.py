"""The window before events go for good: how many, typed once more, and why."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from auditui.core.errors import AuditError
from auditui.core.text import clean
from auditui.removal import checked_reason
from auditui.store.base import PurgeReport
from auditui.tui.keys import Context, bindings
from auditui.tui.screens.window import Window
from auditui.tui.widgets.text_box import TextBox
from auditui.tui.widgets.window_hints import WindowHints


class DeleteWindow(Window[str | None], inherit_bindings=False):
    """Ends with the reason, when the number was typed; or with None. `found` is what would be deleted."""

    DEFAULT_CSS = """
    DeleteWindow {
        & > Vertical { width: 76; border: round $error; }
        .told { height: auto; margin: 0 1 1 1; }
        Horizontal { height: 1; margin-left: 1; }
        .label { width: 9; color: $text-muted; }
        Input { margin-right: 1; }
        #buttons { margin: 1 0 0 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.DELETE, Context.WINDOW)

    def __init__(self, found: PurgeReport) -> None:
        super().__init__()
        self._found = found

    def compose(self) -> ComposeResult:
        """What happens, and the two lines that make it happen."""
        with Vertical() as frame:
            frame.border_title = "Delete for good"
            yield Static(self._told(), classes="told", markup=False)
            with Horizontal():
                yield Static("Number", classes="label", markup=False)
                yield TextBox("", id="number", compact=True, placeholder=f"type {self._found.deleted}")
            with Horizontal():
                yield Static("Reason", classes="label", markup=False)
                yield TextBox("", id="reason", compact=True, placeholder="why; kept on record")
            yield Static("", classes="said", markup=False)
            with Horizontal(id="buttons"):
                yield Button("Delete", id="ok", compact=True)
                yield Button("Close", id="close", compact=True)
            yield WindowHints("delete.go", "delete.down", "delete.up", "delete.close")

    def _told(self) -> str:
        count, held = self._found.deleted, self._found.held
        events = "1 event is" if count == 1 else f"{count:,} events are"
        more = (
            f"\n{held:,} more of those selected {'is' if held == 1 else 'are'} on hold and will stay." if held else ""
        )
        them = "it" if count == 1 else "them"
        return f"{events} deleted for good. Nothing brings {them} back, also no import of the same file.{more}"

    def on_mount(self) -> None:
        """Type at once."""
        for box in self.query(Input):
            box.cursor_blink = False
        self.set_focus(self.query_one("#number", Input))

    def action_focus_step(self, step: int) -> None:
        """Go to the line below (1) or above (-1)."""
        if step > 0:
            self.focus_next()
        else:
            self.focus_previous()

    @on(Input.Submitted, "#number")
    def _number_typed(self) -> None:
        if self._is_confirmed():
            self.set_focus(self.query_one("#reason", Input))

    def _is_confirmed(self) -> bool:
        typed = self.query_one("#number", Input).value.strip().replace(",", "")
        is_right = typed == str(self._found.deleted)
        self._say("" if is_right else f"Type {self._found.deleted} to confirm; nothing is deleted yet.")
        return is_right

    @on(Input.Submitted, "#reason")
    @on(Button.Pressed, "#ok")
    def action_go(self) -> None:
        """Delete, if the number is right and there is a reason."""
        if not self._is_confirmed():
            self.set_focus(self.query_one("#number", Input))
            return
        try:
            self.dismiss(checked_reason(self.query_one("#reason", Input).value))
        except AuditError as error:
            self._say(f"{error.problem}; {error.hint}")
            self.set_focus(self.query_one("#reason", Input))

    def _say(self, problem: str) -> None:
        said = self.query_one(".said", Static)
        said.set_class(bool(problem), "-problem")
        said.update(Content(clean(problem)))

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Delete nothing."""
        self.dismiss(None)
