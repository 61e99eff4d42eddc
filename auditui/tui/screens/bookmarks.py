"""The windows for bookmarks: one for a note, one to pick from all."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from auditui.core.bookmarks import LONGEST, Bookmark, Bookmarks
from auditui.core.event import Event
from auditui.core.text import clean, shorten
from auditui.tui.drawing.spans import cells
from auditui.tui.keys import Context, bindings
from auditui.tui.screens.choose import ListWindow
from auditui.tui.widgets.choice_list import Choice, ChoiceList
from auditui.tui.widgets.text_box import TextBox
from auditui.tui.widgets.window_hints import WindowHints

_ABOUT: Final = 56
"""Characters of an event in the list; its note has the rest."""
_WIDTH: Final = 110
_AROUND: Final = 11
"""Cells of the window beside an event and its note."""
_MOST_LINES: Final = 5
"""Lines that a note has below the list."""
Line = Callable[[Event], str]
"""An event in a few words."""


class NoteWindow(ListWindow[str | None]):
    """Ends with a note, which may be empty, or with None.

    Args:
        about: The event in a few words.
        note: The one that is there; None where there is no bookmark yet.
    """

    DEFAULT_CSS = "NoteWindow { & > Vertical { width: 84; } Input { width: 1fr; margin: 0 1; } }"

    def __init__(self, about: str, note: str | None) -> None:
        super().__init__()
        self._about = about
        self._note = note

    def compose(self) -> ComposeResult:
        """The event, the field, and what becomes of an empty one."""
        with Vertical() as frame:
            frame.border_title = "Bookmark"
            yield Static(Content(clean(self._about)), classes="said")
            yield TextBox(self._note or "", compact=True, max_length=LONGEST, select_on_focus=False, placeholder="note")
            yield Static("", classes="said", id="empty", markup=False)
            yield WindowHints("choose.take", "choose.close", enter="save")

    def on_mount(self) -> None:
        """Type at once."""
        self.set_focus(self.query_one(Input))
        self._say("" if self._note is None else self._note)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._say(event.value)

    def _say(self, note: str) -> None:
        removes = self._note is not None and not note.strip()
        without = "" if note.strip() else "Enter sets it without a note."
        self.query_one("#empty", Static).update("An empty note removes the bookmark." if removes else without)

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip())


class BookmarksWindow(ListWindow[int | None]):
    """Ends with the position of the event to go to, or with None.

    Args:
        bookmarks: All of them.
        events: The events there are at their positions.
        line: Puts an event in a few words.
        remove: Removes one; returns the others, or None where that failed and was said.
    """

    DEFAULT_CSS = f"BookmarksWindow {{ & > Vertical {{ width: {_WIDTH}; }} ChoiceList {{ max-height: 18; }} }}"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.BOOKMARKS)

    def __init__(
        self,
        bookmarks: Bookmarks,
        events: dict[int, Event],
        *,
        line: Line,
        remove: Callable[[int], Bookmarks | None],
    ) -> None:
        super().__init__()
        self._bookmarks = bookmarks
        self._events = events
        self._line = line
        self._remove = remove

    def compose(self) -> ComposeResult:
        """The list and its keys."""
        with Vertical() as frame:
            frame.border_title = "Bookmarks"
            yield ChoiceList()
            yield Static("", classes="said", markup=False)
            yield WindowHints("choose.take", "bookmarks.remove", "choose.down", "choose.up", "choose.close")

    def on_mount(self) -> None:
        """Start at the first one."""
        self._show(0)
        self.set_focus(self.choices)

    def on_resize(self) -> None:
        """What there is room for on a line changes with the terminal."""
        super().on_resize()
        self._show(self.choices.highlighted or 0)

    @property
    def _room(self) -> int:
        return max(_MOST_LINES, min(_WIDTH, self.app.size.width) - _AROUND)

    @property
    def _noted(self) -> int:
        """Cells for notes: what they need, and half of the line at most."""
        longest = max((cells(clean(one.note)) for one in self._bookmarks.values()), default=0)
        return min(longest, self._room // 2)

    def _show(self, cursor: int) -> None:
        said = self.query_one(".said", Static)
        lines = max((self._lines(one) for one in self._bookmarks.values()), default=1)
        said.styles.height = min(lines, _MOST_LINES) + 1 if lines > 1 else 1
        self.choices.show([self._choice(one) for one in self._bookmarks.values()], cursor)
        if not self._bookmarks:
            said.update("There are none yet: m sets one.")

    def _lines(self, bookmark: Bookmark) -> int:
        """Lines that a note needs below the list; 1 where the list has all of it."""
        needed = cells(clean(bookmark.note))
        return 1 if needed <= self._noted else 1 + -(-needed // self._room)

    @on(OptionList.OptionHighlighted)
    def _tell_note(self, event: OptionList.OptionHighlighted) -> None:
        bookmark = self._bookmarks[int(event.option.id or 0)]
        self.query_one(".said", Static).update(Content(clean(bookmark.note) if self._lines(bookmark) > 1 else ""))

    def _choice(self, bookmark: Bookmark) -> Choice:
        event = self._events.get(bookmark.seq)
        if event is None or not bookmark.is_for(event):
            about = f"seq {bookmark.seq:,}: the event is not in this store any more"
        else:
            about = shorten(self._line(event), max(_MOST_LINES, min(_ABOUT, self._room - self._noted)))
        return Choice(str(bookmark.seq), about, note=bookmark.note)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        seq = int(event.option.id or 0)
        found = self._events.get(seq)
        if found is not None and self._bookmarks[seq].is_for(found):
            self.dismiss(seq)

    def action_remove(self) -> None:
        """Remove the bookmark under the cursor."""
        place = self.choices.highlighted
        if place is None or not self._bookmarks:
            return
        left = self._remove(list(self._bookmarks)[place])
        if left is not None:
            self._bookmarks = left
            self._show(place)
