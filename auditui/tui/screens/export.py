"""The window for an export: what, in which form, and where to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Final, get_args

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from auditui.core.text import clean
from auditui.handover import FORMATS, TEXT_FORMATS, Format
from auditui.tui.export_choice import ExportChoice, Scope, What, default_name, problem
from auditui.tui.keys import Context, bindings
from auditui.tui.screens.window import Window
from auditui.tui.widgets.option_row import Option, OptionRow
from auditui.tui.widgets.text_box import TextBox
from auditui.tui.widgets.window_hints import WindowHints

_WHAT: Final[dict[What, str]] = {"all": "all found", "marked": "selected", "page": "this page"}
_FORMAT: Final[dict[Format, str]] = {
    "csv": "CSV", "jsonl": "JSON Lines", "json": "JSON", "pdf": "PDF", "bundle": "bundle",
}  # fmt: skip
_FURTHER: Final = (
    ("limit", "At most", "all of them, or a number of events"),
    ("since", "Since", "all, or what came since the last export of this name"),
    ("font", "Font", "PDF: a font file for characters that ours lacks, such as Chinese"),
)
_FIELDS: Final = {"file": "target", "limit": "limit", "since": "since", "font": "font"}
"""Lines to type in, and what of the choice each is."""
_NOTES: Final = (Option("with", "those of bookmarks"), Option("without", "none"))


class ExportWindow(Window[ExportChoice | None], inherit_bindings=False):
    """Ends with what somebody wants to have, or with None.

    Args:
        scope: What the explorer shows.
        now_us: Now, for the name of the file.
        folder: Where a name without a folder belongs.
        choice: To begin with, as it was the time before; its target is not taken over.
    """

    DEFAULT_CSS = """
    ExportWindow {
        & > Vertical { width: 84; }
        Horizontal { height: 1; margin-left: 1; }
        #file { margin: 1 0 0 1; }
        .label { width: 9; color: $text-muted; }
        Input { margin-right: 1; }
        .said { margin: 0 1 0 10; }
        #buttons { margin: 1 0 0 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.EXPORT, Context.WINDOW)

    def __init__(self, scope: Scope, *, now_us: int, folder: Path, choice: ExportChoice) -> None:
        super().__init__()
        self._scope = scope
        self._now_us = now_us
        self._folder = folder
        counts = scope.counts()
        what: What = "marked" if "marked" in counts else choice.what if choice.what in counts else "all"
        choice = replace(choice, what=what, notes=scope.noted is not None, force=False, limit="", since="")
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
            yield from self._line("file", "File", "")
            yield Static("", classes="said", markup=False)
            for name, label, hint in _FURTHER:
                yield from self._line(name, label, hint)
            with Horizontal(id="buttons"):
                yield Button("Export", id="ok", compact=True)
                yield Button("Close", id="close", compact=True)
            yield WindowHints("export.go", "export.down", "export.right", "export.up", "export.left", "export.close")

    def _line(self, name: str, label: str, hint: str) -> ComposeResult:
        with Horizontal(id=name):
            yield Static(label, classes="label", markup=False)
            yield TextBox(getattr(self._choice, _FIELDS[name]), placeholder=hint, compact=True, select_on_focus=False)

    def on_mount(self) -> None:
        """Start at the first line."""
        self.set_focus(self.query_one("#what", OptionRow))
        self._show()

    def _row(self, name: str) -> OptionRow:
        return self.query_one(f"#{name}", OptionRow)

    def _field(self, name: str) -> Input:
        return self.query_one(f"#{name} Input", Input)

    def _show(self) -> None:
        """Say what does not go together, and where the file will be."""
        is_bundle = self._choice.format == "bundle"
        self._row("columns").why_not = "all of every event, in order of import, with the proof" if is_bundle else ""
        self._row("cells").why_not = "" if self._choice.format == "csv" else "only CSV cells are guarded"
        if self._scope.noted is not None:
            has_fields = self._choice.format in TEXT_FORMATS
            self._row("notes").why_not = "" if has_fields else "only CSV and JSON have a field for them"
        self._field("font").disabled = self._choice.format != "pdf"
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
        self._field("file").value = choice.target
        self._show()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        name = next(name for name in _FIELDS if self._field(name) is event.input)
        typed = event.value if name == "file" else event.value.strip()
        if typed != getattr(self._choice, _FIELDS[name]):
            self._choice = replace(self._choice, force=False, **{_FIELDS[name]: typed})  # type: ignore[arg-type]  # texts
            self._show()

    # --- how it ends ----------------------------------------------------------------------------------------------

    @on(Input.Submitted)
    @on(Button.Pressed, "#ok")
    def action_go(self) -> None:
        """Export, unless there is a file already: then say so, and do it the next time."""
        target, wrong = self._target(), problem(self._choice)
        if wrong:
            self._say(wrong, is_problem=True)
        elif target is None:
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
