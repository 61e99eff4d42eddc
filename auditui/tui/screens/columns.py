"""The window for columns and their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, OptionList, Static

from auditui.core.arranging import (
    OWN,
    Arrangement,
    Arrangements,
    arranged_set,
    set_of,
    standard,
    widths_for,
    with_arrangement,
)
from auditui.core.view import COLUMN_SETS
from auditui.core.view import COLUMNS as COLUMN_NAMES
from auditui.tui.drawing.columns import column_of
from auditui.tui.keys import Context, bindings
from auditui.tui.screens.choose import ListWindow
from auditui.tui.widgets.bar import Bar, Part
from auditui.tui.widgets.choice_list import Choice, ChoiceList
from auditui.tui.widgets.window_hints import WindowHints

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
_ARRANGED: Final = "Changed for this store; r makes it as it came."


@dataclass(frozen=True, slots=True)
class ColumnsChoice:
    """How the window ended.

    Attributes:
        columns: As `View.columns` has them: names, the name of one set, or nothing for automatic.
        arranged: The sets as they are arranged now; what was changed in the window is in it.
    """

    columns: tuple[str, ...]
    arranged: Arrangements


class ColumnsWindow(ListWindow[ColumnsChoice | None]):
    """Which columns, in which order, how wide. Each set keeps what was changed about it.

    Args:
        columns: The columns shown now, in order; each is one name.
        arranged: The sets as somebody arranged them before.
        widths: How wide columns are now, in cells.
        further: Columns to offer beside those that every event may have (`details.PATH`).
    """

    DEFAULT_CSS = """
    ColumnsWindow {
        #sets { margin: 0 0 1 0; background: transparent; }
        ChoiceList { max-height: 13; }
        Horizontal { margin-top: 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.COLUMNS)

    def __init__(
        self,
        columns: Sequence[str],
        *,
        arranged: Arrangements = _NOTHING,
        widths: Mapping[str, int] = _NOTHING,
        further: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._arranged = arranged
        self._now = widths
        self._set = set_of(columns, arranged)
        self._widths = Arrangement((), widths_for(columns, arranged))
        self._as_found = Arrangement(tuple(columns), self._widths.widths)
        self._shown = list(columns)
        self._hidden = [name for name in (*COLUMN_NAMES, *further) if name not in self._shown]

    def compose(self) -> ComposeResult:
        """The sets, all columns in order, and the buttons."""
        with Vertical() as frame:
            frame.border_title = "Columns"
            yield Bar(id="sets")
            yield ChoiceList()
            yield Static("", classes="said", markup=False)
            with Horizontal():
                yield Button("OK", id="ok", compact=True)
                yield Button("Automatic", id="automatic", compact=True)
                yield Button("Close", id="close", compact=True)
            yield WindowHints(
                "column.toggle", "column.down", "column.wider", "column.narrower", "column.reset", "choose.take",
                "choose.close",
            )  # fmt: skip

    def on_mount(self) -> None:
        """Start at the first column."""
        self._show(0)
        self.set_focus(self.choices)

    @property
    def _all(self) -> list[str]:
        """Shown columns in their order, then the others."""
        return [*self._shown, *self._hidden]

    def _show(self, cursor: int | None) -> None:
        self.choices.show([self._choice(name) for name in self._all], cursor or 0)
        parts = [Part(" ")]
        for number, name in enumerate(COLUMN_SETS, 1):
            parts += [Part(f" {number} {name} ", "chosen" if name == self._set else "quiet", name), Part(" ")]
        self.query_one("#sets", Bar).parts = tuple(parts)
        said = self.query_one(".said", Static)
        said.remove_class("-problem")
        said.update(Content(_ARRANGED if self._is_arranged() else ""))

    def _is_arranged(self) -> bool:
        return self._set != OWN and self._arrangement() != standard(self._set)

    def _arrangement(self) -> Arrangement:
        return Arrangement(tuple(self._shown), self._widths.widths)

    def _choice(self, name: str) -> Choice:
        title = column_of(name).title
        width = self._widths.widths.get(name)
        note = name if width is None else f"{name}, {width} cells wide"
        return Choice(name, f"[{'x' if name in self._shown else ' '}] {title}", note=note)

    def _say(self, problem: str) -> None:
        said = self.query_one(".said", Static)
        said.add_class("-problem")
        said.update(Content(problem))

    # --- what changes it ------------------------------------------------------------------------------------------

    def action_switch(self) -> None:
        """Show or hide the column under the cursor."""
        cursor = self.choices.highlighted
        if cursor is not None:
            self._toggle(self._all[cursor], cursor)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._toggle(event.option.id or "", event.option_index)

    def _toggle(self, name: str, cursor: int) -> None:
        if name in self._shown:
            self._shown.remove(name)
            self._hidden.insert(0, name)
        else:
            self._hidden.remove(name)
            self._shown.append(name)
        self._show(cursor)

    def action_shift(self, step: int) -> None:
        """Move the column under the cursor to the left (-1) or to the right (1)."""
        place = self.choices.highlighted
        if place is None or place >= len(self._shown) or not 0 <= place + step < len(self._shown):
            return
        self._shown[place], self._shown[place + step] = self._shown[place + step], self._shown[place]
        self._show(place + step)

    def action_widen(self, cells: int) -> None:
        """Make the column under the cursor so much wider; 0: as wide as suits it."""
        place = self.choices.highlighted
        if place is None:
            return
        name = self._all[place]
        present = self._widths.widths.get(name, self._now.get(name, column_of(name).high))
        self._widths = self._widths.with_width(name, present + cells if cells else None)
        self._show(place)

    def action_reset(self) -> None:
        """The set as it comes; of a list that is no set, the widths."""
        self._put(Arrangement(standard(self._set).columns or tuple(self._shown)))

    def on_key(self, event: events.Key) -> None:
        """Take a whole set by its number."""
        names = list(COLUMN_SETS)
        if event.character and event.character in "123456789"[: len(names)]:
            event.stop()
            self._take(names[int(event.character) - 1])

    @on(Bar.Pressed, "#sets")
    def _set_pressed(self, event: Bar.Pressed) -> None:
        self._take(event.does)

    def _take(self, name: str) -> None:
        self._keep()
        self._set = name
        self._put(arranged_set(self._arranged, name))

    def _put(self, arrangement: Arrangement) -> None:
        everything = self._all
        self._widths = arrangement
        self._shown = list(arrangement.columns)
        self._hidden = [column for column in everything if column not in self._shown]
        self._show(0)

    def _keep(self) -> None:
        """What was done to the set before another one is taken; a set without a column is left as it was."""
        if self._shown and (self._set != OWN or self._arrangement() != self._as_found):
            self._arranged = with_arrangement(self._arranged, self._set, self._arrangement())

    # --- how it ends ----------------------------------------------------------------------------------------------

    @on(Button.Pressed, "#ok")
    def action_select(self) -> None:
        """Show these columns."""
        if not self._shown:
            self._say("A table needs a column: x shows the one under the cursor.")
            return
        self._keep()
        named = [name for name, columns in COLUMN_SETS.items() if list(columns) == self._shown]
        self.dismiss(ColumnsChoice((named[0],) if named else tuple(self._shown), self._arranged))

    @on(Button.Pressed, "#automatic")
    def _automatic(self) -> None:
        self.dismiss(ColumnsChoice((), self._arranged))

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)
