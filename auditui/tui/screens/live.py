"""Following a store: what comes in is announced, and nothing moves until the reader asks for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from textual.timer import Timer

from auditui.core.errors import AuditError
from auditui.core.query import freeze
from auditui.core.view import AsOf, View
from auditui.store.base import Count
from auditui.tui import keys
from auditui.tui.asking_new import NewFound, NewWanted
from auditui.tui.queries import Queries
from auditui.tui.questions import Answer, Failed, PageFound
from auditui.tui.screens.deleting import Deleting
from auditui.tui.screens.results import Landing
from auditui.tui.surroundings import Surroundings
from auditui.tui.widgets.header import Heading

LOOK_EVERY_S: Final = 1.0
"""Seconds between two looks at the store. A look that finds nothing new draws nothing."""
_NOTHING: Final = Count(0)


class Live(Deleting):
    """Looks again and again whether events came that the view would show; `r` takes them in."""

    def __init__(self, asked: Queries, view: View, around: Surroundings) -> None:
        super().__init__(asked, view, around)
        self._looks: Timer | None = None
        self._pending: NewWanted | None = None
        self._seen: AsOf | None = None
        self._new = _NOTHING
        self._is_asked_again = False

    def action_follow(self) -> None:
        """Announce new events from now on, or no longer."""
        if self._looks is None:
            self._looks = self.set_interval(LOOK_EVERY_S, self._look)
            self.say(f"New events are announced from now on; {self._key('refresh')} shows them.")
        else:
            self._stop_following()
            self.say("New events are not announced any more.")
        self._draw()

    def _key(self, key_id: str) -> str:
        return keys.shown(next(key for key in self._around.keys if key.id == key_id).keys[0])

    def _stop_following(self) -> None:
        if self._looks is not None:
            self._looks.stop()
        self._queries.cancel(NewWanted)
        self._looks, self._pending, self._seen, self._new = None, None, None, _NOTHING

    def _look(self) -> None:
        """Ask, unless the last question is still open: what takes longer than a second is let finish."""
        found, shown = self._state.found, self._state.shown
        if self._pending is not None or found is None or shown is None or found.view.as_of is None:
            return
        try:
            query = freeze(shown.query, self._around.clock(), shown.zone)
        except AuditError:  # the view has said so itself
            return
        self._pending = NewWanted(query, found.view.as_of, self._seen)
        self._queries.ask(self._pending)

    def _take(self, answer: Answer) -> None:
        """News are for the first line, all else for the explorer."""
        if not isinstance(answer.question, NewWanted):
            super()._take(answer)
        elif answer.question is self._pending:
            self._pending = None
            if isinstance(answer, NewFound):
                self._announce(answer)
            elif isinstance(answer, Failed):
                self._stop_following()
                self.complain(answer.error)
                self._draw()

    def _announce(self, answer: NewFound) -> None:
        found = self._state.found
        if found is None or found.view.as_of != answer.question.shown or answer.count is None:
            return
        if answer.now.generation != answer.question.shown.generation:  # rows on screen may be gone
            self.action_refresh()
            return
        self._seen = answer.now
        if answer.count != self._new:
            self._new = answer.count
            self._draw()

    def heading(self) -> Heading:
        """As ever, and what has come in."""
        return replace(super().heading(), is_following=self._looks is not None, new=self._new)

    # ------------------------------------------------------------------------------------------ taking them in

    def action_refresh(self) -> None:
        """Read again; cursor, marks and open rows stay with their events, and the cursor's row where it is.

        Who has only looked at the newest events sees those above them that are newer.
        """
        found, chosen = self._state.found, self._chosen()
        self._is_asked_again = True
        self._ask(keep=chosen)
        is_newest = chosen is None and found is not None and not found.page.offset
        self._landing = Landing.NEWEST if is_newest else Landing.EVENT

    def _show_page(self, found: PageFound) -> None:
        """What was announced is on screen now, and what is announced next is newer than these rows."""
        before = self._state.found
        if before is None or (before.view.query, before.view.as_of) != (found.view.query, found.view.as_of):
            self._new, self._seen = _NOTHING, None
        elif self._is_asked_again and before.page.offset == found.page.offset:
            self.say("Nothing new.")
        self._is_asked_again = False
        super()._show_page(found)
