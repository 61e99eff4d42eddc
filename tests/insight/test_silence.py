"""Silence where there is never silence, and hours at which the system never works."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.query import EVERYTHING, Query
from auditui.core.watching import Silence, Watching
from auditui.insight.asking import Asked
from auditui.insight.finding import Finding
from auditui.insight.findings import ask
from auditui.insight.rules.silence import longest_by_day, silence, usual_rank
from auditui.insight.rules.system_hours import system_hours, usual_hours
from tests.insight.conftest import DAY_US, HOUR_US, MINUTE_US, MONDAY_US, Filled, event, findings_in

DEFAULT = Watching()
PROBE = [event(hour * HOUR_US, "probe") for hour in range(0, 30 * 24, 6)]
"""A month with an event every six hours."""


def asked_of(filled: Filled, events: list[Event], watching: Watching, query: Query, **others: list[Event]) -> Asked:
    asked = ask(filled(events, **others), query, watching, now_us=MONDAY_US + 60 * DAY_US)
    assert asked is not None
    return asked


def told(
    filled: Filled,
    events: list[Event],
    watching: Watching = DEFAULT,
    query: Query = EVERYTHING,
    **others: list[Event],
) -> list[Finding]:
    return list(silence(asked_of(filled, events, watching, query, **others)))


def without(events: list[Event], start_h: float, end_h: float) -> list[Event]:
    """Events outside of some hours."""
    return [one for one in events if not start_h * HOUR_US < one.at_us - MONDAY_US < end_h * HOUR_US]


def test_a_log_that_never_rests_has_no_gap(filled: Filled) -> None:
    """Six hours are what is usual here."""
    assert told(filled, PROBE) == []


def test_twice_the_usual_silence_is_a_gap(filled: Filled) -> None:
    """Told with the event before and the one after it, and with what is usual."""
    (found,) = told(filled, without(PROBE, 240, 252))
    assert (found.first_us, found.last_us, found.count) == (MONDAY_US + 240 * HOUR_US, MONDAY_US + 252 * HOUR_US, 2)
    assert "12 h" in found.why
    assert "6 h" in found.why


def test_the_factor_and_the_least_are_thresholds(filled: Filled) -> None:
    """Three times the usual, or at least a day: then half a day is none."""
    gap = without(PROBE, 240, 252)
    assert told(filled, gap, Watching(silence=Silence(times=3))) == []
    assert told(filled, gap, Watching(silence=Silence(least_us=DAY_US))) == []


def test_weekends_are_learned(filled: Filled) -> None:
    """Nobody works on five Saturdays and Sundays; a Wednesday without work is no longer than those, a week is."""
    office = [event(day * DAY_US + hour * HOUR_US) for day in range(35) if day % 7 < 5 for hour in range(8, 18)]
    assert told(filled, office) == []
    assert told(filled, without(office, 2 * 24, 3 * 24)) == []
    (found,) = told(filled, without(office, 14 * 24, 21 * 24))
    assert "9 d" in found.why


def test_a_source_that_stops_while_others_go_on(filled: Filled) -> None:
    """It has not come back yet, so the silence lasts to the end of what is known."""
    stopped = without(PROBE, 20 * 24, 99 * 24)
    (found,) = told(filled, stopped, other=PROBE)
    assert (found.who, found.first_us) == ("log.jsonl", MONDAY_US + 20 * DAY_US)
    assert found.last_us == PROBE[-1].at_us


def test_silence_of_all_is_told_once(filled: Filled) -> None:
    """Not again for each source."""
    gap = without(PROBE, 240, 300)
    (found,) = told(filled, gap, other=[event(one.at_us - MONDAY_US + MINUTE_US, "x") for one in gap])
    assert found.who == "all sources"


def test_a_log_that_ended_is_told_to_whoever_asks_until_now(filled: Filled) -> None:
    """A period without an end goes on to the present; whoever names an end, or no start, does not ask about it."""
    for query in ("since:2026-10-01", "since:7d"):
        found = told(filled, PROBE, query=parse(query))[0]
        assert (found.who, found.first_us, found.last_us) == (
            "all sources", PROBE[-1].at_us, MONDAY_US + 60 * DAY_US
        )  # fmt: skip
        assert found.count == 1
    assert told(filled, PROBE, query=parse("on:2026-10-01..2026-11-20")) == []
    assert told(filled, PROBE) == []


def test_two_weeks_have_to_be_known(filled: Filled) -> None:
    """A young log has no habits."""
    young = [one for one in PROBE if one.at_us < MONDAY_US + 13 * DAY_US]
    assert told(filled, without(young, 100, 200)) == []


def test_only_what_ends_in_the_period_is_told(filled: Filled) -> None:
    """And what is usual is learned from before it."""
    gap = without(PROBE, 240, 264)
    assert told(filled, gap, query=parse("on:2026-10-12..2026-10-20")) == []
    assert told(filled, gap, query=parse("on:2026-10-09T00:00:01..2026-10-20")) == []
    (found,) = told(filled, gap, query=parse("on:2026-10-09..2026-10-20"))
    assert found.first_us == MONDAY_US + 240 * HOUR_US


@given(hours=st.lists(st.integers(0, 500), min_size=1, unique=True).map(sorted))
def test_the_longest_stretch_of_each_day(hours: list[int]) -> None:
    """Held against looking at each hour of the whole time."""
    found = longest_by_day([hour * HOUR_US for hour in hours])
    expected: dict[int, int] = {}
    quiet = 0
    for hour in range(hours[0], hours[-1] + 1):
        if hour in hours:
            expected[hour // 24] = max(expected.get(hour // 24, 0), quiet)
            quiet = 0
        else:
            quiet += 1
    assert sorted(one.length_us // HOUR_US for one in found) == sorted(expected.values())
    assert [one.length_us for one in found] == sorted((one.length_us for one in found), reverse=True)


def test_one_outage_in_twenty_days_is_an_exception() -> None:
    """And so are two in forty; the usual silence is the longest of all others."""
    day = longest_by_day([0])[0]
    assert [usual_rank([day] * days) for days in (9, 10, 20, 21, 40, 41)] == [None, 1, 1, 2, 2, 3]


# ------------------------------------------------------------------------------------- system hours


def nightly(days: int, hour: float = 2) -> list[Event]:
    return [event(round((day * 24 + hour) * HOUR_US), "", actor_kind="system") for day in range(days)]


def by_system(hour: float, **said: object) -> Event:
    return event(round(hour * HOUR_US), "", **{"actor_kind": "system", **said})


def told_hours(filled: Filled, events: list[Event], watching: Watching = DEFAULT) -> list[Finding]:
    return findings_in(system_hours(asked_of(filled, events, watching, EVERYTHING)))


def test_a_change_at_another_hour_is_told(filled: Filled) -> None:
    """When, and when the system works otherwise."""
    (found,) = told_hours(filled, [*nightly(20), by_system(100 + 14, entity_name="Mailbox")])
    assert (found.who, found.count) == ("System", 1)
    assert "(Mailbox) at 18:00" in found.why
    assert "01–04 UTC" in found.why


@pytest.mark.parametrize("hour", [1, 2.5, 3.9])
def test_an_hour_more_or_less_is_usual(filled: Filled, hour: float) -> None:
    """Jobs run late, and clocks change."""
    assert told_hours(filled, [*nightly(20), by_system(96 + hour)]) == []


@pytest.mark.parametrize("said", [{"verb": "view"}, {"verb": "sync"}, {"outcome": "failure"}, {"actor_kind": "user"}])
def test_only_changes_by_the_system_count(filled: Filled, said: dict[str, str]) -> None:
    """It may look whenever it likes."""
    assert told_hours(filled, [*nightly(20), by_system(114, **said)]) == []


def test_a_week_has_to_be_known(filled: Filled) -> None:
    """On six days nothing is usual yet."""
    assert told_hours(filled, [*nightly(6), by_system(114)]) == []
    assert len(told_hours(filled, [*nightly(7), by_system(114)])) == 1


def test_the_clock_is_that_of_the_configured_zone(filled: Filled) -> None:
    """In the sentence and in the rule."""
    (found,) = told_hours(filled, [*nightly(20), by_system(114)], Watching(zone="Asia/Kolkata"))
    assert "06–10 Asia/Kolkata" in found.why or "06–09 Asia/Kolkata" in found.why


def test_a_system_that_always_works_has_no_odd_hours() -> None:
    """Nor has one that is hardly known."""
    assert usual_hours({hour: set(range(10)) for hour in range(24)}) == frozenset()
    assert usual_hours({}) == frozenset()
    assert usual_hours({2: set(range(10)), 14: {3}}) == {1, 2, 3}
    assert usual_hours({2: set(range(10)), 14: {3, 4}}) == {1, 2, 3, 13, 14, 15}
