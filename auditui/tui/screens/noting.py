"""Bookmarks in the explorer: set with a note, shown beside the rows, stepped through, listed."""

from __future__ import annotations

from typing import Final

from auditui.core.bookmarks import Bookmarks, Change, less_bookmark, note_on, told, with_bookmark
from auditui.core.errors import AuditError
from auditui.core.event import Event
from auditui.core.query import EVERYTHING
from auditui.core.selection import only
from auditui.core.view import NEWEST_FIRST
from auditui.tui.asking_bookmarks import BookmarkFound, BookmarkWanted
from auditui.tui.questions import Answer, EventsFound, EventsWanted
from auditui.tui.screens.taking import Taking

_LIST: Final = "bookmarks"
_VISIT: Final = "bookmark"


class Noting(Taking):
    """Bookmarks are the reader's own, beside the store: whoever may only read can set them too."""

    _bookmarks: Bookmarks = {}  # noqa: RUF012  never changed in place

    def on_mount(self) -> None:
        """Show what was set before."""
        try:
            self._put_bookmarks(self._around.bookmarks.load())
        except AuditError as error:
            self.complain(error)

    def _put_bookmarks(self, bookmarks: Bookmarks) -> None:
        self._bookmarks = bookmarks
        self._table.set_noted(self._is_noted)

    def _is_noted(self, event: Event) -> bool:
        return event.seq in self._bookmarks and self.note_on(event) is not None

    def _change_bookmarks(self, change: Change) -> Bookmarks | None:
        """The bookmarks after a change; None where it failed, which is said."""
        try:
            self._put_bookmarks(self._around.bookmarks.change(change))
        except AuditError as error:
            self.complain(error)
            return None
        return self._bookmarks

    def note_on(self, event: Event) -> str | None:
        """What the reader noted on an event; None where it has no bookmark."""
        return note_on(self._bookmarks, event)

    def note_of(self, event: Event) -> str:
        """What an export tells of the bookmark on an event; may be called from any thread."""
        return told(self._bookmarks, event)

    # ------------------------------------------------------------------------------------------ setting

    def action_bookmark(self) -> None:
        """Set a bookmark on the event under the cursor, or change its note; an empty note removes it."""
        event = self.under_cursor()
        if event is not None:
            self._ask_note(event)

    def _ask_note(self, event: Event) -> None:
        from auditui.tui.drawing.copying import in_a_line
        from auditui.tui.screens.bookmarks import NoteWindow

        before = self.note_on(event)

        def chosen(note: str | None) -> None:
            if note is None:
                return
            if before is not None and not note:
                self._remove_bookmark(event.seq)
            elif note != before:
                self._change_bookmarks(lambda known: with_bookmark(known, event, note))

        self.app.push_screen(NoteWindow(in_a_line(event), before), chosen)

    def _remove_bookmark(self, seq: int) -> Bookmarks | None:
        return self._change_bookmarks(lambda known: less_bookmark(known, seq))

    # ------------------------------------------------------------------------------------------ going there

    def action_next_bookmark(self) -> None:
        """Go to the next bookmark of this view, from the last one to the first."""
        found, here = self._state.found, self._standing_on()
        if not self._bookmarks:
            self.say("There are no bookmarks yet; m sets one.")
        elif found is not None:
            self._queries.ask(BookmarkWanted(found.view, tuple(self._bookmarks), here))

    def _go_to_bookmark(self, found: BookmarkFound) -> None:
        events = [event for event in found.events if self._is_noted(event)]
        after = [event for event in found.after if self._is_noted(event)]
        if not events:
            self.say("None of the bookmarks is in this view; N lists them all.")
            return
        event = (after or events)[0]
        place = [one.seq for one in events].index(event.seq) + 1
        self._stand_on(event.seq)
        note = self.note_on(event)
        self.say(f"Bookmark {place} of {len(events)}{f': {note}' if note else ''}")

    def notes(self) -> list[tuple[int, str]]:
        """Position and note of every bookmark that has one."""
        return [(one.seq, one.note) for one in self._bookmarks.values() if one.note]

    def visit(self, seq: int) -> None:
        """Go to the event of a bookmark, once it is known whether it is still there."""
        self._queries.ask(EventsWanted(only([seq]), NEWEST_FIRST, 1, _VISIT))

    def action_bookmarks(self) -> None:
        """List all bookmarks; the events are read first, since they may be on any page or in no view."""
        if self._bookmarks:
            self._queries.ask(EventsWanted(only(self._bookmarks), NEWEST_FIRST, len(self._bookmarks), _LIST))
        else:
            self._list_bookmarks({})

    def show_events(self, found: EventsFound) -> None:
        """Show the list, or go to the event, where that is what they are for."""
        if found.question.purpose == _LIST:
            self._list_bookmarks({event.seq: event for event in found.events})
        elif found.question.purpose == _VISIT:
            for event in filter(self._is_noted, found.events):
                self._visit(event)
        else:
            super().show_events(found)

    def _list_bookmarks(self, events: dict[int, Event]) -> None:
        from auditui.tui.drawing.copying import in_a_line
        from auditui.tui.screens.bookmarks import BookmarksWindow

        def chosen(seq: int | None) -> None:
            if seq is not None:
                self._visit(events[seq])

        window = BookmarksWindow(self._bookmarks, events, line=in_a_line, remove=self._remove_bookmark)
        self.app.push_screen(window, chosen)

    def _visit(self, event: Event) -> None:
        """Go to an event; where this view does not have it, to the view of everything."""
        found = self._state.found
        if found is not None and found.view.query.matches(event):
            self._stand_on(event.seq)
        else:
            self.go(self._state.search(EVERYTHING, standing=self._standing()), keep=event.seq)

    def _take(self, answer: Answer) -> None:
        """Steps to the next bookmark are ours."""
        if not isinstance(answer, BookmarkFound):
            super()._take(answer)
        elif self._queries.is_current(answer):
            self._go_to_bookmark(answer)
