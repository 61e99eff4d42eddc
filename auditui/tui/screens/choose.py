"""Small windows to choose from a list: order, columns, rows per page and page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Literal, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static

from auditui.core.text import clean
from auditui.core.view import COLUMN_SETS, PAGE_SIZES, SORTABLE, Sort
from auditui.core.view import COLUMNS as COLUMN_NAMES
from auditui.tui.drawing.columns import column_of
from auditui.tui.keys import Context, bindings
from auditui.tui.state import next_sort
from auditui.tui.widgets.bar import Bar, Part
from auditui.tui.widgets.choice_list import Choice, ChoiceList
from auditui.tui.widgets.window_hints import WindowHints

Result = TypeVar("Result")
_NUMBERS: Final = frozenset({"at", "seq", "status", "took", "ip"})
_SORT_TITLES: Final = {
    "at": "Time", "seq": "Order of import", "actor": "User", "action": "Action", "category": "Area",
    "entity_type": "Type", "entity_name": "Entity", "status": "Status", "took": "Execution time", "ip": "IP",
    "role": "Role",
}  # fmt: skip


def sort_choices(present: Sort) -> tuple[Choice, ...]:
    """One choice for each field that can be sorted by, its id the `Sort` as text; choosing the present one turns it."""
    return tuple(_sort_choice(field, present, "123456789ab"[number]) for number, field in enumerate(SORTABLE))


def _sort_choice(field: str, present: Sort, key: str) -> Choice:
    wanted = next_sort(present, field)
    is_current = field == present.field
    note = f"{_direction(present)}, again for {_direction(wanted)}" if is_current else _direction(wanted)
    return Choice(str(wanted), _SORT_TITLES[field], key, note, is_current)


def _direction(sort: Sort) -> str:
    if sort.field == "at":
        return "newest first" if sort.descending else "oldest first"
    if sort.field in _NUMBERS:
        return "highest first" if sort.descending else "lowest first"
    return "Z to A" if sort.descending else "A to Z"


class ListWindow(ModalScreen[Result]):
    """What windows around one list share: its keys, its frame, its size."""

    DEFAULT_CSS = """
    ListWindow {
        align: center middle;
        & > Vertical {
            width: 66;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 1 1 0 1;
            border: round $primary;
            border-title-style: bold;
            background: $surface;
        }
        ChoiceList { max-height: 15; }
        WindowHints { margin: 1 1 0 1; }
        Horizontal { height: 1; margin: 1 1 0 1; }
        Button.-style-default {
            min-width: 9;
            margin-right: 1;
            background: $panel;
            color: $foreground;
            &:focus { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
            &:nocolor:focus { text-style: reverse; }
        }
        .label { width: auto; color: $foreground 60%; margin-right: 1; }
        Input { width: 12; background: $panel; &:focus { background: $primary 25%; } }
        .said { height: 1; margin: 0 1; color: $foreground 60%; &.-problem { color: $text-error; } }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.CHOOSE)

    @property
    def choices(self) -> ChoiceList:
        """The list."""
        return self.query_one(ChoiceList)

    def action_cursor_up(self) -> None:
        """Go up, from the first line to the last."""
        self.choices.action_cursor_up()

    def action_cursor_down(self) -> None:
        """Go down, from the last line to the first."""
        self.choices.action_cursor_down()

    def action_first(self) -> None:
        """Go to the first line."""
        self.choices.action_first()

    def action_last(self) -> None:
        """Go to the last line."""
        self.choices.action_last()

    def action_page_up(self) -> None:
        """Go up by one screen."""
        self.choices.action_page_up()  # type: ignore[no-untyped-call]  # Textual leaves it without types

    def action_page_down(self) -> None:
        """Go down by one screen."""
        self.choices.action_page_down()  # type: ignore[no-untyped-call]  # Textual leaves it without types

    def action_select(self) -> None:
        """Choose the line under the cursor."""
        self.choices.action_select()

    def action_close(self) -> None:
        """Change nothing."""
        self.dismiss(None)


class ChooseWindow(ListWindow[str | None]):
    """Ends with the id of the choice, or with None."""

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._title = title
        self._choices = tuple(choices)

    def compose(self) -> ComposeResult:
        """The list and its keys."""
        with Vertical() as frame:
            frame.border_title = Content(clean(self._title))
            yield ChoiceList()
            yield WindowHints("choose.up", "choose.down", "choose.take", "choose.close")

    def on_mount(self) -> None:
        """Start at the current choice."""
        self.choices.show(self._choices)
        self.choices.focus()

    def on_key(self, event: events.Key) -> None:
        """Choose by the character of a choice."""
        chosen = next((choice for choice in self._choices if choice.key and choice.key == event.character), None)
        if chosen:
            event.stop()
            self.dismiss(chosen.id)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


@dataclass(frozen=True, slots=True)
class PagingChoice:
    """A page to go to, counted from 1, or how many rows a page shall have."""

    kind: Literal["page", "size"]
    number: int


class GoToPage(ListWindow[PagingChoice | None]):
    """Rows per page, and a page by its number.

    Args:
        page: The page shown now, from 1.
        pages: How many there are; None while that is being counted.
        page_size: Rows per page now.
    """

    def __init__(self, *, page: int, pages: int | None, page_size: int) -> None:
        super().__init__()
        self._page = page
        self._pages = pages
        self._page_size = page_size

    def compose(self) -> ComposeResult:
        """Sizes, the field for the number, what is wrong with it."""
        with Vertical() as frame:
            frame.border_title = "Rows and page"
            yield ChoiceList()
            with Horizontal():
                yield Static("Go to page", classes="label", markup=False)
                yield Input(
                    id="page",
                    compact=True,
                    restrict=r"[0-9]*",
                    max_length=9,
                    select_on_focus=False,  # the digit that led here stays
                    placeholder=str(self._page),
                )
            yield Static("", classes="said", markup=False)
            yield WindowHints("choose.up", "choose.down", "choose.take", "choose.close")

    def on_mount(self) -> None:
        """Start in the list; a digit goes to the field."""
        sizes = (*PAGE_SIZES,) if self._page_size in PAGE_SIZES else (self._page_size, *PAGE_SIZES)
        self.choices.show(
            [Choice(str(size), f"{size:,} rows per page", is_current=size == self._page_size) for size in sorted(sizes)]
        )
        self.query_one(Input).cursor_blink = False
        self._say()
        self.choices.focus()

    def on_key(self, event: events.Key) -> None:
        """Type a number from anywhere."""
        field = self.query_one(Input)
        if event.character and event.character.isdecimal() and not field.has_focus:
            event.stop()
            field.focus()
            field.insert_text_at_cursor(event.character)

    @on(OptionList.OptionSelected)
    def _size_chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(PagingChoice("size", int(event.option.id or self._page_size)))

    @on(Input.Changed)
    def _typed(self) -> None:
        self._say()

    @on(Input.Submitted)
    def _go(self, event: Input.Submitted) -> None:
        if event.value and not self._problem(event.value):
            self.dismiss(PagingChoice("page", int(event.value)))

    def _problem(self, text: str) -> str:
        """Why a typed number is no page; empty when it is one, or nothing is typed."""
        if not text:
            return ""
        if int(text) < 1:
            return "Pages are counted from 1."
        if self._pages is not None and int(text) > self._pages:
            return f"There {'is only 1 page' if self._pages == 1 else f'are only {self._pages:,} pages'}."
        return ""

    def _say(self) -> None:
        problem = self._problem(self.query_one(Input).value)
        of = "" if self._pages is None else f" of {self._pages:,}"
        said = self.query_one(".said", Static)
        said.set_class(bool(problem), "-problem")
        said.update(Content(problem or f"Now on page {self._page:,}{of}."))


class ColumnsWindow(ListWindow[tuple[str, ...] | None]):
    """Which columns, in which order. Ends with `View.columns`: names, the name of one set, or nothing for automatic.

    Args:
        columns: The columns shown now, in order; each is one name.
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

    def __init__(self, columns: Sequence[str], *, further: Sequence[str] = ()) -> None:
        super().__init__()
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
            yield WindowHints("column.toggle", "column.up", "column.down", "choose.take", "choose.close")

    def on_mount(self) -> None:
        """Start at the first column."""
        self._show(0)
        self.choices.focus()

    @property
    def _all(self) -> list[str]:
        """Shown columns in their order, then the others."""
        return [*self._shown, *self._hidden]

    def _show(self, cursor: int | None) -> None:
        self.choices.show([self._choice(name) for name in self._all], cursor or 0)
        parts = [Part(" ")]
        for number, (name, columns) in enumerate(COLUMN_SETS.items(), 1):
            style = "chosen" if list(columns) == self._shown else "quiet"
            parts += [Part(f" {number} {name} ", style, name), Part(" ")]
        self.query_one("#sets", Bar).parts = tuple(parts)

    def _choice(self, name: str) -> Choice:
        title = column_of(name).title
        return Choice(name, f"[{'x' if name in self._shown else ' '}] {title}", note=name)

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
        everything = self._all
        self._shown = list(COLUMN_SETS[name])
        self._hidden = [column for column in everything if column not in self._shown]
        self._show(0)

    # --- how it ends ----------------------------------------------------------------------------------------------

    @on(Button.Pressed, "#ok")
    def action_select(self) -> None:
        """Show these columns."""
        if not self._shown:
            self._say("A table needs a column: x shows the one under the cursor.")
            return
        named = [name for name, columns in COLUMN_SETS.items() if list(columns) == self._shown]
        self.dismiss((named[0],) if named else tuple(self._shown))

    @on(Button.Pressed, "#automatic")
    def _automatic(self) -> None:
        self.dismiss(())

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)
