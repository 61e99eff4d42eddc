"""From an event to what is related to it: each jump is a new view, and back leads to the same row."""

from __future__ import annotations

from dataclasses import replace

from auditui.core.event import Event
from auditui.core.related import Relation, related
from auditui.core.view import NEWEST_FIRST
from auditui.tui.screens.windows import Windows


class Following(Windows):
    """One key for each relation, on the event under the cursor."""

    def action_history(self) -> None:
        """What happened to the same record."""
        self._follow_cursor(Relation.HISTORY)

    def action_actor(self) -> None:
        """What the same actor did."""
        self._follow_cursor(Relation.ACTOR)

    def action_address(self) -> None:
        """What came from the same address."""
        self._follow_cursor(Relation.ADDRESS)

    def action_request(self) -> None:
        """What belongs to the same request."""
        self._follow_cursor(Relation.REQUEST)

    def action_nearby(self) -> None:
        """What anybody did within five minutes."""
        self._follow_cursor(Relation.NEARBY)

    def _follow_cursor(self, relation: Relation) -> None:
        event = self._table.cursor_event
        if event is not None:
            self.follow(event, relation)

    def follow(self, event: Event, relation: Relation) -> None:
        """Show what is related to an event, newest first, with the cursor on the event; or say why there is nothing."""
        found = related(event, relation)
        if found.query is None:
            self.say(found.why_not)
            return
        view = replace(self._state.view, query=found.query, sort=NEWEST_FIRST)
        self.go(self._state.step(view, standing_on=self._standing_on()), keep=event.seq)
