"""Accounts that sleep and wake, against a model that looks at every pause."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.event import Event
from auditui.core.query import Query
from auditui.core.watching import Watching
from auditui.insight.asking import Asked
from auditui.insight.finding import Finding
from auditui.insight.findings import ask
from auditui.insight.period import during
from auditui.insight.rules.dormant import SHOWN_US, dormant_account
from auditui.store.base import Store
from tests.insight.conftest import DAY_US, HOUR_US, MONDAY_US, Filled, event, findings_in
from tests.tui.memory_store import MemoryStore

ASLEEP = Watching(dormant=5 * DAY_US)


def told(store: Store, query: Query | None = None, watching: Watching = ASLEEP) -> list[Finding]:
    asked = ask(store, query or during(MONDAY_US - 999 * DAY_US, MONDAY_US + 999 * DAY_US), watching, now_us=MONDAY_US)
    return [] if asked is None else findings_in(dormant_account(asked))


def naive(events: list[Event], asleep_us: int, start_us: int, end_us: int) -> set[tuple[str, int, int, int]]:
    """Who, first, last and count of the first day after each long pause that ends in the period."""
    found = set()
    for name in {one.actor for one in events}:
        times = sorted(one.at_us for one in events if one.actor == name and one.at_us < end_us)
        for before, after in pairwise(times):
            if after - before >= asleep_us and after >= start_us:
                awake = [at for at in times if after <= at < after + SHOWN_US]
                found.add((name, after, awake[-1], len(awake)))
    return found


@settings(max_examples=100, deadline=None)
@given(
    days=st.lists(st.tuples(st.sampled_from(["ana", "ben"]), st.integers(0, 159)), max_size=14, unique=True),
    start=st.integers(0, 30),
    length=st.integers(1, 40),
)
def test_every_long_pause_is_found(days: list[tuple[str, int]], start: int, length: int) -> None:
    """Whatever the period: exactly the pauses of at least `dormant` that end in it."""
    events = [event(quarter * DAY_US // 4, name) for name, quarter in days]
    start_us, end_us = MONDAY_US + start * DAY_US, MONDAY_US + (start + length) * DAY_US
    found = told(MemoryStore(events), during(start_us, end_us))
    assert {(one.who, one.first_us, one.last_us, one.count) for one in found} == naive(
        events, ASLEEP.dormant, start_us, end_us
    )


def test_who_was_never_there_before_is_new_and_not_dormant(filled: Filled) -> None:
    """The beginning of an actor is no waking, however late it comes."""
    assert told(filled([event(0), event(30 * DAY_US, "ben")])) == []


def test_the_same_name_in_another_log_is_somebody_else(filled: Filled) -> None:
    """An actor is one within one source."""
    assert told(filled([event(0)], other=[event(30 * DAY_US)])) == []


def test_a_log_in_daily_files_is_one_source(filled: Filled) -> None:
    """Otherwise every day would begin with new people."""
    store = filled([event(0, "ben")], **{"audit-2026-09-28": [event(0)], "audit-2026-10-28": [event(30 * DAY_US)]})
    (found,) = told(store)
    assert (found.who, found.count) == ("ana", 1)
    assert "30 d of silence" in found.why


def test_trying_passwords_wakes_nobody(filled: Filled) -> None:
    """A failed login is no activity of the account; the first success is."""
    failed = event(30 * DAY_US, verb="login", outcome="failure")
    assert told(filled([event(0), failed])) == []
    (found,) = told(filled([event(0), failed, event(31 * DAY_US + HOUR_US, verb="login")]))
    assert found.first_us == MONDAY_US + 31 * DAY_US + HOUR_US


def test_actors_are_told_by_id_where_there_is_one(filled: Filled) -> None:
    """Two people of one name are two; one person under two names is one."""
    same_name = [event(0, "Kim", actor_id="k1"), event(30 * DAY_US, "Kim", actor_id="k2")]
    assert told(filled(same_name)) == []
    renamed = [event(0, "Kim", actor_id="k1"), event(30 * DAY_US, "Kim Lee", actor_id="K1")]
    (found,) = told(filled(renamed))
    assert found.who == "Kim Lee"


def test_asking_costs_what_the_accounts_cost(filled: Filled) -> None:
    """A thousand events of busy accounts are counted, never read one by one."""
    store = filled(event(number * HOUR_US, f"p{number % 5}") for number in range(1_000))
    asked = ask(store, during(MONDAY_US, MONDAY_US + 60 * DAY_US), ASLEEP, now_us=MONDAY_US)
    assert isinstance(asked, Asked)
    store.events = None  # type: ignore[assignment]  # whoever asks for it fails
    assert list(dormant_account(asked)) == []
