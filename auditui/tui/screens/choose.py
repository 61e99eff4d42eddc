"""Small windows to choose from a list; the one for the order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList

from auditui.core.text import clean
from auditui.core.view import SORTABLE, Sort
from auditui.tui.drawing.columns import SORT_TITLES
from auditui.tui.keys import Context, bindings
from auditui.tui.screens.window import Window
from auditui.tui.state import next_sort
from auditui.tui.widgets.choice_list import Choice, ChoiceList
from auditui.tui.widgets.window_hints import WindowHints

Result = TypeVar("Result")
_NUMBERS: Final = frozenset({"at", "seq", "status", "took", "ip"})
_OF_THE_LIST: Final = frozenset({"cursor_up", "cursor_down", "first", "last", "page_up", "page_down", "select"})


def sort_choices(present: Sort) -> tuple[Choice, ...]:
    """One choice for each field that can be sorted by, its id the `Sort` as text; choosing the present one turns it."""
    return tuple(_sort_choice(field, present, "123456789ab"[number]) for number, field in enumerate(SORTABLE))


def _sort_choice(field: str, present: Sort, key: str) -> Choice:
    wanted = next_sort(present, field)
    is_current = field == present.field
    note = f"{_direction(present)}, again for {_direction(wanted)}" if is_current else _direction(wanted)
    return Choice(str(wanted), SORT_TITLES[field], key, note, is_current)


def _direction(sort: Sort) -> str:
    if sort.field == "at":
        return "newest first" if sort.descending else "oldest first"
    if sort.field in _NUMBERS:
        return "highest first" if sort.descending else "lowest first"
    return "Z to A" if sort.descending else "A to Z"


class ListWindow(Window[Result]):
    """What windows around one list share: its keys, its frame, its size."""

    DEFAULT_CSS = """
    ListWindow {
        & > Vertical { width: 66; }
        ChoiceList { max-height: 15; }
        WindowHints { margin: 1 1 0 1; }
        Horizontal { height: 1; margin: 1 1 0 1; }
        .label { width: auto; color: $foreground 60%; margin-right: 1; }
        Input { width: 12; }
        .said { height: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.CHOOSE)

    @property
    def choices(self) -> ChoiceList:
        """The list."""
        return self.query_one(ChoiceList)

    def on_resize(self) -> None:
        """A list too high for the terminal gives way to what stands below it; it scrolls anyway."""
        for choices in self.query(ChoiceList):
            choices.styles.max_height = None
        self.call_after_refresh(self._shrink)

    def _shrink(self) -> None:
        frames, hints = self.query(Vertical), self.query(WindowHints)
        over = hints.last().region.bottom - frames.first().content_region.bottom if frames and hints else 0
        for choices in self.query(ChoiceList):
            if over > 0:
                choices.styles.max_height = max(1, choices.size.height - over)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A window with a line to type in and no list has none of the keys of a list."""
        return action not in _OF_THE_LIST or bool(self.query(ChoiceList))

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
        self.set_focus(self.choices)

    def on_key(self, event: events.Key) -> None:
        """Choose by the character of a choice."""
        chosen = next((choice for choice in self._choices if choice.key and choice.key == event.character), None)
        if chosen:
            event.stop()
            self.dismiss(chosen.id)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
