"""The windows for an export: one to say what and where to, one to see how far it is and to stop it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Final, get_args

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Button, Input, Static

from auditui.core.text import clean
from auditui.handover import FORMATS, TEXT_FORMATS, Format
from auditui.tui.export_choice import ExportChoice, Scope, What, default_name
from auditui.tui.export_run import Progress
from auditui.tui.keys import Context, bindings
from auditui.tui.screens.window import Window
from auditui.tui.widgets.bar import Bar, Part
from auditui.tui.widgets.option_row import Option, OptionRow
from auditui.tui.widgets.window_hints import WindowHints

_WHAT: Final[dict[What, str]] = {"all": "all found", "marked": "selected", "page": "this page"}
_FORMAT: Final[dict[Format, str]] = {
    "csv": "CSV", "jsonl": "JSON Lines", "json": "JSON", "pdf": "PDF", "bundle": "bundle",
}  # fmt: skip
_NOTES: Final = (Option("with", "those of bookmarks"), Option("without", "none"))
_FRAME: Final = """
    & > Vertical { width: 84; }
    Horizontal { height: 1; }
"""


class ExportWindow(Window[ExportChoice | None], inherit_bindings=False):
    """Ends with what somebody wants to have, or with None.

    Args:
        scope: What the explorer shows.
        now_us: Now, for the name of the file.
        folder: Where a name without a folder belongs.
        choice: To begin with, as it was the time before; its target is not taken over.
    """

    DEFAULT_CSS = f"""
    ExportWindow {{ {_FRAME}
        #file {{ margin: 1 0 0 1; }}
        .label {{ width: 9; color: $text-muted; }}
        Input {{ margin-right: 1; }}
        #buttons {{ margin: 1 0 0 1; }}
    }}
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.EXPORT, Context.WINDOW)

    def __init__(self, scope: Scope, *, now_us: int, folder: Path, choice: ExportChoice) -> None:
        super().__init__()
        self._scope = scope
        self._now_us = now_us
        self._folder = folder
        counts = scope.counts()
        what: What = "marked" if "marked" in counts else choice.what if choice.what in counts else "all"
        choice = replace(choice, what=what, notes=scope.noted is not None, force=False)
        self._choice = replace(choice, target=default_name(scope, choice, now_us))
        self._named = self._choice.target
        """The name that we gave; it changes with the choices for as long as nobody has typed another one."""

    def compose(self) -> ComposeResult:
        """From what to where to."""
        choice, counts = self._choice, self._scope.counts()
        columns = "raw" if choice.raw else "guarded"
        with Vertical() as frame:
            frame.border_title = "Export"
            yield OptionRow(
                "What", [Option(what, _WHAT[what], counts[what]) for what in counts], choice.what, id="what"
            )
            yield OptionRow("Format", [Option(form, _FORMAT[form]) for form in FORMATS], choice.format, id="format")
            yield OptionRow(
                "Columns",
                [Option("all", "all fields"), Option("shown", "those shown", f"({len(self._scope.columns)})")],
                "shown" if choice.only_shown else "all",
                id="columns",
            )
            yield OptionRow(
                "Cells", [Option("guarded", "guarded against formulas"), Option("raw", "raw")], columns, id="cells"
            )
            if self._scope.noted is not None:
                yield OptionRow("Notes", _NOTES, "with" if choice.notes else "without", id="notes")
            with Horizontal(id="file"):
                yield Static("File", classes="label", markup=False)
                yield Input(choice.target, compact=True, select_on_focus=False)
            yield Static("", classes="said", markup=False)
            with Horizontal(id="buttons"):
                yield Button("Export", id="ok", compact=True)
                yield Button("Close", id="close", compact=True)
            yield WindowHints("export.go", "export.down", "export.right", "export.up", "export.left", "export.close")

    def on_mount(self) -> None:
        """Start at the first line."""
        self.query_one(Input).cursor_blink = False
        self.set_focus(self.query_one("#what", OptionRow))
        self._show()

    def _row(self, name: str) -> OptionRow:
        return self.query_one(f"#{name}", OptionRow)

    def _show(self) -> None:
        """Say what does not go together, and where the file will be."""
        is_bundle = self._choice.format == "bundle"
        self._row("columns").why_not = "all of every event, in order of import, with the proof" if is_bundle else ""
        self._row("cells").why_not = "" if self._choice.format == "csv" else "only CSV cells are guarded"
        if self._scope.noted is not None:
            has_fields = self._choice.format in TEXT_FORMATS
            self._row("notes").why_not = "" if has_fields else "only CSV and JSON have a field for them"
        self._say(f"in {self._folder}" if not Path(self._choice.target).is_absolute() else "")

    def _say(self, text: str, *, is_problem: bool = False) -> None:
        said = self.query_one(".said", Static)
        said.set_class(is_problem, "-problem")
        said.update(Content(clean(text)))

    # --- what changes it ------------------------------------------------------------------------------------------

    def action_focus_step(self, step: int) -> None:
        """Go to the line below (1) or above (-1)."""
        if step > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def action_turn(self, step: int) -> None:
        """Choose the next option of this line (1), or the one before (-1)."""
        if isinstance(self.focused, OptionRow):
            self.focused.turn(step)

    @on(OptionRow.Changed)
    def _changed(self) -> None:
        what = next(one for one in get_args(What) if one == self._row("what").chosen)
        form = next(one for one in FORMATS if one == self._row("format").chosen)
        choice = replace(
            self._choice,
            what=what,
            only_shown=self._row("columns").chosen == "shown",
            raw=self._row("cells").chosen == "raw",
            notes=self._scope.noted is not None and self._row("notes").chosen == "with",
            force=False,
        ).with_format(form)
        if self._choice.target == self._named:
            self._named = default_name(self._scope, choice, self._now_us)
            choice = replace(choice, target=self._named)
        self._choice = choice
        self.query_one(Input).value = choice.target
        self._show()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if event.value != self._choice.target:
            self._choice = replace(self._choice, target=event.value, force=False)
            self._show()

    # --- how it ends ----------------------------------------------------------------------------------------------

    @on(Input.Submitted)
    @on(Button.Pressed, "#ok")
    def action_go(self) -> None:
        """Export, unless there is a file already: then say so, and do it the next time."""
        target = self._target()
        if target is None:
            self._say("A file needs a name.", is_problem=True)
        elif target.is_dir():
            self._say(f"{target} is a folder: name a file in it.", is_problem=True)
        elif target.exists() and not self._choice.force:
            self._choice = replace(self._choice, force=True)
            self._say(f"{target.name} is there already. Enter again replaces it.", is_problem=True)
        else:
            self.dismiss(replace(self._choice, target=str(target)))

    def _target(self) -> Path | None:
        """Where the file belongs; None while it has no name that a file can have."""
        typed = self._choice.target.strip()
        if not typed or "\0" in typed:
            return None
        try:
            return self._folder / Path(typed).expanduser()
        except RuntimeError:  # there is no such account to have a home folder
            return self._folder / typed

    def action_close(self) -> None:
        """Export nothing."""
        self.dismiss(None)

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)


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

    DEFAULT_CSS = f"ProgressWindow {{ {_FRAME} #bar {{ margin: 0 1; }} #buttons {{ margin: 1 0 0 1; }} }}"
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
