"""Lanes of questions: the latest wins, nothing waits for what nobody wants, errors are values."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep

import pytest

from auditui.core.errors import StoreError
from auditui.core.language import parse
from auditui.core.query import EVERYTHING
from auditui.core.selection import only
from auditui.core.view import AsOf, Sort, View
from auditui.tui.queries import Queries
from auditui.tui.questions import (
    Answer,
    CountFound,
    CountWanted,
    EventsFound,
    EventsWanted,
    Failed,
    PageFound,
    PageWanted,
    SizeWanted,
    TimelineWanted,
)
from tests.tui.memory_store import MemoryStore
from tests.tui.screens_kit import full


class Heard:
    """A listener that keeps what it hears."""

    def __init__(self) -> None:
        self.answers: queue.Queue[Answer] = queue.Queue()

    def __call__(self, answer: Answer) -> None:
        self.answers.put(answer)

    def next(self) -> Answer:
        return self.answers.get(timeout=3)

    def nothing_more(self) -> bool:
        sleep(0.05)
        return self.answers.empty()


@contextmanager
def asking(opener: Callable[[], MemoryStore]) -> Iterator[tuple[Queries, Heard]]:
    """Queries with a listener, closed at the end."""
    asked, heard = Queries(opener), Heard()
    asked.listen(heard)
    try:
        yield asked, heard
    finally:
        asked.close()


def test_a_page_is_of_one_moment_and_says_which() -> None:
    """The answer carries the view pinned to what the store held, so that later pages and totals agree with it."""
    store = full(120)
    with asking(lambda: store) as (asked, heard):
        asked.ask(PageWanted(View(page_size=50)))
        found = heard.next()
        assert isinstance(found, PageFound)
        assert found.view.as_of == AsOf(120)
        store.add(full(10).held)
        asked.ask(PageWanted(found.view, offset=100))
        later = heard.next()
        assert isinstance(later, PageFound)
        assert (len(later.page.rows), later.page.at_end) == (20, True)


def test_a_page_is_found_by_the_event_on_it() -> None:
    """`keep` beats the offset where the event is in the view, and counts for nothing where it is not."""
    store = full(120)
    with asking(lambda: store) as (asked, heard):
        asked.ask(PageWanted(View(page_size=50), keep=10))
        found = heard.next()
        assert isinstance(found, PageFound)
        assert found.page.offset == 100 and 10 in [row.seq for row in found.page.rows]
        asked.ask(PageWanted(View(parse("user:nobody"), page_size=50), keep=10))
        none = heard.next()
        assert isinstance(none, PageFound)
        assert (none.page.offset, none.page.rows) == (0, ())


def test_a_page_behind_the_end_is_the_last_one() -> None:
    """Going to a page by its number never ends in the void."""
    with asking(lambda: full(120)) as (asked, heard):
        asked.ask(PageWanted(View(page_size=50), offset=5000))
        found = heard.next()
        assert isinstance(found, PageFound)
        assert found.page.offset == 100


def test_the_latest_question_replaces_and_interrupts_the_ones_before() -> None:
    """Of many questions asked in a row, the first is stopped and those between never run."""
    store = full(20)
    store.gate.clear()
    with asking(lambda: store) as (asked, heard):
        for text in ("u", "up", "upd", "update"):
            asked.ask(PageWanted(View(parse(text))))
            sleep(0.01)
        store.gate.set()
        found = heard.next()
        assert isinstance(found, PageFound)
        assert found.view.query == parse("update")
        assert heard.nothing_more()


def test_questions_of_other_kinds_on_one_lane_do_not_stop_each_other() -> None:
    """Total and size share a lane; both are answered."""
    store = full(20)
    store.gate.clear()
    with asking(lambda: store) as (asked, heard):
        asked.ask(CountWanted(EVERYTHING, None))
        sleep(0.01)
        asked.ask(SizeWanted(None))
        store.gate.set()
        assert {type(heard.next()), type(heard.next())} == {CountFound, type(heard_size(20))}


def heard_size(count: int) -> Answer:
    with asking(lambda: full(count)) as (asked, heard):
        asked.ask(SizeWanted(None))
        return heard.next()


def test_an_answer_on_its_way_is_known_to_be_stale() -> None:
    """Between the thread and the screen another question may be asked."""
    with asking(lambda: full(20)) as (asked, heard):
        asked.ask(CountWanted(EVERYTHING, None))
        first = heard.next()
        assert asked.is_current(first)
        asked.ask(CountWanted(parse("user:ana"), None))
        assert not asked.is_current(first)
        assert asked.is_current(heard.next())


def test_what_is_cancelled_is_stopped_and_not_wanted_any_more() -> None:
    """The lane is free again at once."""
    store = full(20)
    store.gate.clear()
    with asking(lambda: store) as (asked, heard):
        asked.ask(PageWanted(View()))
        sleep(0.01)
        asked.cancel(PageWanted)
        stopped = heard.next()
        assert not asked.is_current(stopped)
        store.gate.set()
        asked.ask(PageWanted(View()))
        assert isinstance(heard.next(), PageFound)


def test_errors_are_values_also_those_of_opening() -> None:
    """A store that cannot be opened is an answer, and the next question tries again."""
    attempts: list[int] = []

    def opener() -> MemoryStore:
        attempts.append(1)
        if len(attempts) == 1:
            raise StoreError("locked")
        return full(5)

    with asking(opener) as (asked, heard):
        asked.ask(CountWanted(EVERYTHING, None))
        failed = heard.next()
        assert isinstance(failed, Failed) and failed.error.problem == "locked"
        asked.ask(CountWanted(EVERYTHING, None))
        assert isinstance(heard.next(), CountFound)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_our_own_is_answered_too_and_the_lane_lives_on() -> None:
    """A screen that waits for ever for a thread that died would be worse than the fault."""
    store = full(5)
    store.error = ZeroDivisionError()
    with asking(lambda: store) as (asked, heard):
        asked.ask(CountWanted(EVERYTHING, None))
        failed = heard.next()
        assert isinstance(failed, Failed) and "ZeroDivisionError" in failed.error.problem
        store.error = None
        sleep(0.02)
        asked.ask(CountWanted(EVERYTHING, None))
        assert isinstance(heard.next(), CountFound)


def test_roles_do_not_wait_for_each_other() -> None:
    """A slow count keeps no page from coming: each role has a connection of its own."""
    slow, quick = full(20), full(20)
    slow.gate.clear()
    stores = {"auditui-count": slow}
    with asking(lambda: stores.get(threading.current_thread().name, quick)) as (asked, heard):
        asked.ask(CountWanted(EVERYTHING, None))
        asked.ask(TimelineWanted(EVERYTHING, 10, None))
        asked.ask(PageWanted(View()))
        kinds = {type(heard.next()).__name__, type(heard.next()).__name__}
        assert kinds == {"TimelineFound", "PageFound"}
        slow.gate.set()


def test_closing_interrupts_whatever_runs_and_closes_the_connections() -> None:
    """At most half a second, whatever the store is doing."""
    store = full(20)
    asked = Queries(lambda: store)
    store.gate.clear()
    asked.ask(PageWanted(View()))
    asked.ask(CountWanted(EVERYTHING, None))
    sleep(0.02)
    begun = monotonic()
    asked.close()
    assert monotonic() - begun < 0.5
    assert store.is_closed


def test_answers_that_come_before_the_listener_are_kept() -> None:
    """The first page is asked for before there is a screen."""
    asked = Queries(lambda: full(20))
    asked.ask(PageWanted(View()))
    first = asked.first(3)
    assert isinstance(first, PageFound)
    assert asked.listen(Heard()) == [first]
    asked.close()


def test_whole_events_come_in_the_order_asked_for() -> None:
    """For copying what was marked on several pages; one more than the limit tells that there are others."""
    with asking(lambda: full(20)) as (asked, heard):
        asked.ask(EventsWanted(only((7, 3, 12)), Sort("seq", descending=False), 2, "text"))
        found = heard.next()
        assert isinstance(found, EventsFound)
        assert [event.seq for event in found.events] == [3, 7, 12]
