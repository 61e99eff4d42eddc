"""From an event to what is related to it: each jump is a new view, and back leads to the same row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from auditui.core.event import Event
from auditui.core.positions import Position
from auditui.core.query import Query
from auditui.core.view import NEWEST_FIRST
from auditui.tui import steps
from auditui.tui.asking_history import HistoryFound, HistoryWanted
from auditui.tui.drawing.cells import Look
from auditui.tui.questions import Answer
from auditui.tui.screens.windows import Windows
from auditui.tui.state import ExplorerState, Standing

if TYPE_CHECKING:
    from auditui.core.related import Relation


class Following(Windows):
    """One key for each relation, on the event under the cursor."""

    def action_history(self) -> None:
        """What happened to the same record: its events as a view, and over them its timeline."""
        self._follow_cursor("history")

    def action_actor(self) -> None:
        """What the same actor did."""
        self._follow_cursor("actor")

    def action_address(self) -> None:
        """What came from the same address."""
        self._follow_cursor("address")

    def action_request(self) -> None:
        """What belongs to the same request."""
        self._follow_cursor("request")

    def action_nearby(self) -> None:
        """What anybody did within five minutes."""
        self._follow_cursor("nearby")

    def _follow_cursor(self, relation: str) -> None:
        """By the value of a `Relation`; what each of them means is loaded when the first one is followed."""
        from auditui.core.related import Relation

        event = self.under_cursor()
        if event is not None:
            self.follow(event, Relation(relation))

    def follow(self, event: Event, relation: Relation) -> None:
        """Show what is related to an event, newest first, with the cursor on the event; or say why there is nothing."""
        from auditui.core.related import Relation, related

        found = related(event, relation)
        if found.query is None:
            self.say(found.why_not)
            return
        view = replace(self._state.view, query=found.query, sort=NEWEST_FIRST)
        self.go(self._state.step(view, standing=self._standing()), keep=event.seq)
        if relation is Relation.HISTORY:
            self._open_history(event, found.query)

    def _open_history(self, event: Event, query: Query) -> None:
        from auditui.tui.screens.history import HistoryResult, HistoryWindow

        def closed(result: HistoryResult | None) -> None:
            if result is None:
                return
            if result.is_back:
                self.go_through(*self._state.back(self._standing()))
            elif result.seq is not None:
                self._stand_on(result.seq)

        look = Look(times=self._times, needles=steps.needles(self._query))
        window = HistoryWindow(event, look=look, may_show=self.may_show, may_copy=self.may_copy)
        self.app.push_screen(window, closed)
        self._queries.ask(HistoryWanted(query))

    def show_history(self, found: HistoryFound) -> None:
        """Hand the timeline to the window, if it is still open."""
        from auditui.tui.screens.history import HistoryWindow

        if isinstance(self.app.screen, HistoryWindow):
            self.app.screen.fill(found.steps, found.left_out)

    @property
    def position(self) -> Position:
        """The view that is asked for, the event under the cursor, and how columns are arranged."""
        return Position(self._state.view, self._standing_on(), self._arranged)

    def _take(self, answer: Answer) -> None:
        """Timelines are for the window over the explorer, all else for the explorer itself."""
        if not isinstance(answer, HistoryFound):
            super()._take(answer)
        elif self._queries.is_current(answer):
            self.show_history(answer)

    def _stand_on(self, seq: int) -> None:
        """Put the cursor on an event of this view, on whatever page it is."""
        if any(row.seq == seq for row in self._table.rows) and not self.is_searching:
            self._table.move_to(seq)
        else:
            self._ask(keep=seq)

    def action_back(self) -> None:
        """The view before this one, with the cursor where it was and the rows open that were."""
        self.go_through(*self._state.back(self._standing()))

    def action_forward(self) -> None:
        """Take back the last step back."""
        self.go_through(*self._state.forward(self._standing()))

    def go_through(self, state: ExplorerState, standing: Standing) -> None:
        """Go to a view of the past, or say that there is none."""
        if state is self._state:
            self.say("There is no other view that way.")
        else:
            self.go(state, returning=standing)
