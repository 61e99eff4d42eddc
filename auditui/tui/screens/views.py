"""The windows for saved views: one to pick, rename and remove, one for a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from auditui.core.errors import AuditError
from auditui.core.saved_views import LONGEST_NAME, Views, checked_name, less_view, renamed, with_view
from auditui.core.text import clean
from auditui.core.view import View
from auditui.tui.keys import Context, bindings
from auditui.tui.screens.choose import ListWindow
from auditui.tui.widgets.choice_list import Choice, ChoiceList
from auditui.tui.widgets.text_box import TextBox
from auditui.tui.widgets.window_hints import WindowHints

_EXAMPLE: Final = "a name, such as failed logins"
Change = Callable[[Views], dict[str, View]]
Keeper = Callable[[Change], Views]
"""Changes what is saved and returns it; raises `AuditError` where it cannot."""


class NameWindow(ListWindow[str | None]):
    """Ends with a name, or with None.

    Args:
        title: What is to be named.
        name: To begin with.
        taken: Names that would be replaced; saying so is all that is done about it.
        enter: What the key Enter does with the name, in one word.
    """

    DEFAULT_CSS = "NameWindow Input { width: 1fr; margin: 0 1; }"

    def __init__(self, title: str, name: str = "", *, taken: tuple[str, ...] = (), enter: str = "save") -> None:
        super().__init__()
        self._title = title
        self._begin = name
        self._taken = taken
        self._enter = enter

    def compose(self) -> ComposeResult:
        """The field, and what is wrong with what is in it."""
        with Vertical() as frame:
            frame.border_title = Content(clean(self._title))
            yield TextBox(
                self._begin, placeholder=_EXAMPLE, compact=True, max_length=LONGEST_NAME, select_on_focus=False
            )
            yield Static("", classes="said", markup=False)
            yield WindowHints("choose.take", "choose.close", enter=self._enter)

    def on_mount(self) -> None:
        """Type at once."""
        self.set_focus(self.query_one(Input))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        name = event.value.strip()
        self._say(f"Enter replaces {name}." if name in self._taken and name != self._begin else "")

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        try:
            self.dismiss(checked_name(event.value))
        except AuditError as error:
            self._say(f"{error.problem}; {error.hint}", is_problem=True)

    def _say(self, text: str, *, is_problem: bool = False) -> None:
        said = self.query_one(".said", Static)
        said.set_class(is_problem, "-problem")
        said.update(Content(clean(text)))


class ViewsWindow(ListWindow[str | None]):
    """Ends with the name of the view to open, or with None. Renaming and removing happen at once.

    Args:
        views: All that are saved.
        keep: Makes changes.
    """

    DEFAULT_CSS = "ViewsWindow > Vertical { width: 92; }"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.VIEWS)

    def __init__(self, views: Views, keep: Keeper) -> None:
        super().__init__()
        self._views = dict(views)
        self._keep = keep
        self._removed: list[tuple[str, View]] = []
        """What was removed here, the last one at the end."""

    def compose(self) -> ComposeResult:
        """The list and its keys."""
        with Vertical() as frame:
            frame.border_title = "Saved views"
            yield ChoiceList()
            yield Static("", classes="said", markup=False)
            yield WindowHints(
                "choose.take", "views.rename", "views.remove", "views.undo", "choose.up", "choose.down", "choose.close",
                enter="open",
            )  # fmt: skip

    def on_mount(self) -> None:
        """Start at the first view."""
        self._show(0)
        self.set_focus(self.choices)

    def _show(self, cursor: int) -> None:
        views = self._views.items()
        self.choices.show([Choice(name, name, note=str(view.query) or "all events") for name, view in views], cursor)
        said = "" if self._views else "None are saved yet: V saves the view on screen."
        self.query_one(".said", Static).update(said)

    @property
    def _chosen(self) -> str | None:
        place = self.choices.highlighted
        return None if place is None or not self._views else list(self._views)[place]

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(list(self._views)[event.option_index])

    def action_remove(self) -> None:
        """Remove the view under the cursor; it can be brought back while the window is open."""
        name = self._chosen
        if name is not None:
            view = self._views[name]
            if self._change(lambda views: less_view(views, name), f"{name} is removed; u brings it back."):
                self._removed.append((name, view))

    def action_bring_back(self) -> None:
        """Save again what was removed last."""
        if not self._removed:
            self.query_one(".said", Static).update("Nothing was removed here.")
            return
        name, view = self._removed[-1]
        if name in self._views:
            self.query_one(".said", Static).update(Content(clean(f"There is another {name} now: rename that first.")))
        elif self._change(lambda views: with_view(views, name, view), f"{name} is back."):
            self._removed.pop()

    def action_rename(self) -> None:
        """Give the view under the cursor another name."""
        name = self._chosen
        if name is None:
            return

        def rename(new: str | None) -> None:
            if new is not None and new != name:
                self._change(lambda views: renamed(views, name, new), f"{name} is now {new}.")

        self.app.push_screen(NameWindow("Rename the view", name, enter="rename"), rename)

    def _change(self, change: Change, done: str) -> bool:
        """Whether it could be done; what came of it is said."""
        said = self.query_one(".said", Static)
        cursor = self.choices.highlighted or 0
        try:
            self._views = dict(self._keep(change))
        except AuditError as error:
            said.add_class("-problem")
            said.update(Content(clean(f"{error.problem}; {error.hint}")))
            return False
        self._show(cursor)
        said.remove_class("-problem")
        said.update(Content(clean(done)))
        return True
