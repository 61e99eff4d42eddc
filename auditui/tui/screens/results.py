"""Asks the store for what a view means, and takes what comes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import Final

from textual import events, on
from textual.message import Message
from textual.timer import Timer

from auditui.core.errors import AuditError, UsageError
from auditui.core.query import EVERYTHING
from auditui.core.text import clean
from auditui.core.view import View
from auditui.tui import questions, steps
from auditui.tui.queries import Queries
from auditui.tui.questions import (
    Answer,
    CountWanted,
    PageFound,
    PageWanted,
    Question,
    SizeWanted,
    TimelineWanted,
    WhyWanted,
)
from auditui.tui.screens.parts import Parts
from auditui.tui.state import ExplorerState, Standing, asks_otherwise, page_wanted, same_events
from auditui.tui.surroundings import Surroundings
from auditui.tui.widgets.timeline import Timeline, buckets_for

SLOW_AFTER: Final = 0.3
"""Seconds after which a question that has no answer yet is spoken of."""
EMPTY_AFTER: Final = 0.8
"""Seconds that rows stay while what is being typed finds none: half a word often does not."""
REMARK_FOR: Final = 15.0
"""Seconds that a remark about the store stays."""


class Landing(Enum):
    """Where the cursor goes on a page that comes."""

    EVENT = "where its event is"
    TOP = "to the first row"
    BOTTOM = "to the last row"
    NEWEST = "where its event is, below those that are newer"


class Results(Parts):
    """What is asked for, and what has come. What makes the next state is for the explorer."""

    @dataclass
    class Answered(Message):
        """An answer has come, from another thread."""

        answer: Answer

    class Ready(Message):
        """The first rows are there and laid out."""

    def __init__(self, asked: Queries, view: View, around: Surroundings) -> None:
        super().__init__(view, around)
        self._queries = asked
        self._slow: Timer | None = None
        self._returning: Standing | None = None
        self._landing = Landing.EVENT
        self._turns: list[int] = []
        self._landing_later = Landing.TOP
        self._buckets = 0

    def on_mount(self) -> None:
        """Show the page that was asked for before the screen was there, else ask for it."""
        self._furnish()
        self._buckets = buckets_for(self.app.size.width)
        self._draw()
        early = self._queries.listen(self._hear)
        for answer in early:
            self._take(answer)
        if not self._queries.is_asked(PageWanted):
            self._ask()
        if self._around.remark:
            self.notify(clean(self._around.remark), severity="warning", markup=False, timeout=REMARK_FOR)

    def _hear(self, answer: Answer) -> None:
        self.post_message(self.Answered(answer))

    def on_resize(self, event: events.Resize) -> None:
        """Give the timeline the bars that there is room for."""
        buckets = buckets_for(event.size.width)
        if buckets != self._buckets:
            self._buckets = buckets
            self._ask_timeline()

    # ------------------------------------------------------------------------------------------ asking

    def go(self, state: ExplorerState, *, keep: int | None = None, returning: Standing | None = None) -> None:
        """Go to the next state; where it asks for other rows, ask for them. The old rows stay until then.

        The cursor stays with `keep`, or with the event that the reader has chosen, where it still matches. Who is
        `returning` stands as they did then, with the rows open that were.
        """
        keep = keep if returning is None else returning.seq
        before, self._state = self._state, state
        self._returning = returning if asks_otherwise(before.view, state.view) else None
        self._heed(state.view.query)
        if asks_otherwise(before.view, state.view):
            self.unsay()
            self._ask(keep=self._chosen() if keep is None else keep)
        elif before.view.columns != state.view.columns:
            self._show_rows()
        self._draw()

    def _ask(self, *, keep: int | None = None) -> None:
        self._landing = Landing.TOP if keep is None else Landing.EVENT
        try:
            self._send(page_wanted(self._state.view, self._around.clock(), keep=keep))
        except UsageError as error:
            self.complain(error)

    def turn_later(self, pages: int, landing: Landing) -> None:
        """Go so many pages on from the one that is on its way, once it is there: only then is it known where it is."""
        self._turns.append(pages)
        self._landing_later = landing

    def _turn_at_last(self) -> None:
        """Turned by several pages meanwhile, go there at once, not by way of those between."""
        steps, self._turns = self._turns, []
        question = self._state.turn(*steps)
        if question is not None:
            self._landing = self._landing_later
            self._send(question)

    def _send(self, question: PageWanted) -> None:
        self._turns = []
        self._queries.ask(question)
        self._stop_slow()
        self._slow = self.set_timer(SLOW_AFTER, self._say_slow)

    def _say_slow(self) -> None:
        self._is_slow = True
        self._draw_paging()

    def _stop_slow(self) -> None:
        self._is_slow = False
        if self._slow is not None:
            self._slow.stop()
            self._slow = None

    def _chosen(self) -> int | None:
        """The event that the reader has chosen: where the cursor was moved to, or an open row."""
        event = self._table.cursor_event
        if event is None:
            return None
        is_first = event.seq == self._table.rows[0].seq
        return None if is_first and event.seq not in self._table.opened else event.seq

    def _standing(self) -> Standing:
        return Standing(
            self._standing_on(), frozenset(self._table.opened), self._table.lines_above_cursor, self._table.measures
        )

    def _standing_on(self) -> int | None:
        event = self._table.cursor_event
        return event.seq if event else None

    # ------------------------------------------------------------------------------------------ answers

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        self._take(message.answer)

    def _take(self, answer: Answer) -> None:
        """Show what is still wanted; an answer may have been overtaken on its way here."""
        if not self._queries.is_current(answer):
            return
        match answer:
            case PageFound() if self._is_half_typed(answer):
                self._stop_slow()
                self.set_timer(EMPTY_AFTER, partial(self._show_late, answer))
            case PageFound():
                self._show_page(answer)
            case questions.CountFound(total=total):
                self._state = replace(self._state, total=total)
            case questions.SizeFound(size=size):
                self._state = replace(self._state, size=size)
            case questions.TimelineFound(histogram=histogram):
                self.query_one(Timeline).histogram = histogram
            case questions.ValuesFound():
                self.show_values(answer)
            case questions.EventsFound():
                self.show_events(answer)
            case questions.Failed(error=error):
                self._fail(answer.question, error)
        self._draw()

    def _is_half_typed(self, found: PageFound) -> bool:
        """Whether nothing is found so far of a query that is being typed, and there are rows to keep until it is."""
        return self._search.is_edited and not found.page.rows and bool(self._table.rows)

    def _show_late(self, found: PageFound) -> None:
        if self._queries.is_current(found):
            self._show_page(found)
            self._draw()

    def _show_page(self, found: PageFound) -> None:
        before = self._state.found
        self._stop_slow()
        self._state = self._state.show(found)
        returning, self._returning = self._returning, None
        if returning is not None:
            self._table.opened = set(returning.opened)
        same = before is not None and before.view.query == found.view.query
        self._show_rows(same=same, measured=returning.measured if returning is not None else None)
        self._land(found.question.keep)
        if returning is not None and returning.seq is not None:
            self._table.stand_at(returning.seq, returning.above)
        if before is None:
            self._say_ready()
        self._ask_numbers(found, is_new=before is None or not same_events(before, found))
        if self._turns:
            self._turn_at_last()

    def _land(self, keep: int | None) -> None:
        if self._landing is Landing.BOTTOM:
            self._table.action_bottom()
        elif self._landing is Landing.TOP:
            self._table.action_top()
        elif self._landing is Landing.NEWEST:
            self._table.show_from_top()
        elif keep is not None and keep != self._standing_on():
            self._table.move_to(keep)

    def _say_ready(self) -> None:
        """Wait until the first rows are laid out: then the first picture can be drawn."""
        if self._table.size.height:
            self._table.call_later(self.post_message, self.Ready())
        else:
            self.set_timer(0.005, self._say_ready)

    def _ask_numbers(self, found: PageFound, *, is_new: bool) -> None:
        """What comes after the rows: total, size of the store, timeline."""
        query, as_of = found.view.query, found.view.as_of
        if self._state.total is None:
            self._queries.ask(CountWanted(query, as_of))
        if is_new:
            self._queries.ask(SizeWanted(as_of))
            self._ask_timeline()
            if not found.page.rows and query != EVERYTHING:
                self._queries.ask(WhyWanted(query, as_of))

    def _ask_timeline(self) -> None:
        found = self._state.found
        if found is not None:
            query, now_us = found.view.query, found.view.now_us
            over = steps.period_of(query, self._around.clock() if now_us is None else now_us)
            self._queries.ask(TimelineWanted(query, self._buckets, found.view.as_of, over))

    def _fail(self, question: Question, error: AuditError) -> None:
        if isinstance(question, PageWanted):
            self._turns = []
            self._stop_slow()
            self._state = self._state.give_up()
        self.complain(error)

    def show_values(self, found: questions.ValuesFound) -> None:
        """Offer values to complete what is typed."""

    def show_events(self, found: questions.EventsFound) -> None:
        """Do what whole events were asked for."""

    @property
    def is_searching(self) -> bool:
        """Whether rows are on their way."""
        return self._slow is not None

    @property
    def is_awaited(self) -> bool:
        """Whether a page is on its way, the first one too, of which nobody needs to be told."""
        return self.is_searching or (self._state.found is None and self._queries.is_asked(PageWanted))

    def stop_search(self) -> None:
        """Stay with the rows that are on screen."""
        self._turns = []
        self._queries.cancel(PageWanted)
        self._stop_slow()
        self._state = self._state.give_up()
        self._draw()
