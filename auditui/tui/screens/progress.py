"""The window that shows how far an export is, or another job, and stops it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Button, Static

from auditui.core.text import clean
from auditui.tui.export_run import Progress
from auditui.tui.keys import Context, bindings
from auditui.tui.screens.window import Window
from auditui.tui.widgets.bar import Bar, Part
from auditui.tui.widgets.window_hints import WindowHints


class ShareBar(Bar):
    """How much is done, as a bar."""

    share: reactive[float] = reactive(0.0, layout=False)

    def laid_out(self, width: int) -> Sequence[Part]:
        """Full cells, then empty ones."""
        done = int(width * self.share)
        return [Part("█" * done, "key"), Part("░" * (width - done), "quiet")]


class ProgressWindow(Window[None], inherit_bindings=False):
    """Shows how far an export is, or another job. Closing it stops nothing.

    Args:
        goal: What the numbers are followed by, such as `events to x.csv`.
        progress: How far it is now.
        stop: Stops the job.
        title: What it is.
    """

    DEFAULT_CSS = """
    ProgressWindow {
        & > Vertical { width: 84; }
        Horizontal { height: 1; }
        #bar { margin: 0 1; }
        #buttons { margin: 1 0 0 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.PROGRESS, Context.WINDOW)

    def __init__(self, goal: str, progress: Progress, stop: Callable[[], object], *, title: str = "Export") -> None:
        super().__init__()
        self._goal = goal
        self._title = title
        self._progress = progress
        self._stop = stop

    def compose(self) -> ComposeResult:
        """A bar, the numbers, and the way to stop."""
        with Vertical() as frame:
            frame.border_title = self._title
            yield ShareBar(id="bar")
            yield Static("", classes="said", markup=False)
            with Horizontal(id="buttons"):
                yield Button("Stop", id="stop", compact=True)
                yield Button("Hide", id="hide", compact=True)
            yield WindowHints("progress.stop", "progress.hide")

    def on_mount(self) -> None:
        """The keys are the window's."""
        self.set_focus(None)
        self._draw()

    def show(self, progress: Progress) -> None:
        """Other numbers."""
        self._progress = progress
        self._draw()

    def _draw(self) -> None:
        done, total = self._progress.done, self._progress.total
        if not self.query(ShareBar):  # a short export is over before its window is there
            return
        self.query_one(ShareBar).share = self._progress.share
        said = f"{done:,} of {total:,}" if total else "counting"
        self.query_one(".said", Static).update(Content(clean(f"{said} {self._goal}")))

    @on(Button.Pressed, "#stop")
    def action_stop(self) -> None:
        """Stop; what was begun is undone."""
        self._stop()

    @on(Button.Pressed, "#hide")
    def action_hide(self) -> None:
        """Go on exploring while it runs."""
        self.dismiss(None)
