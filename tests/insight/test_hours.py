"""Time off, by the clock of a zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.query import EVERYTHING
from auditui.core.watching import Watching
from auditui.insight.finding import Finding
from auditui.insight.findings import ask
from auditui.insight.rules.hours import FOLD, off_hours, time_off, weekend
from tests.insight.conftest import DAY_US, HOUR_US, MINUTE_US, MONDAY_US, Filled, event, findings_in

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia")
WATCHINGS = st.builds(
    Watching,
    hours=st.sampled_from([(480, 1080), (0, 1440), (540, 1020), (1320, 360), (720, 1440)]),
    days=st.sampled_from([(0, 1, 2, 3, 4), (6, 0, 1, 2, 3), (0, 2, 4), (0, 1, 2, 3, 4, 5, 6), (5,)]),
    zone=st.sampled_from(ZONES),
)


def is_work(watching: Watching, at_us: int) -> bool:
    """By the clock on the wall: the plainest way to say it."""
    local = datetime.fromtimestamp(at_us / 1e6, tz=UTC).astimezone(ZoneInfo(watching.zone))
    start, end = watching.hours or (0, 0)
    minute, day = local.hour * 60 + local.minute, local.weekday()
    if end > start:
        return day in watching.days and start <= minute < end
    return (day in watching.days and minute >= start) or ((day - 1) % 7 in watching.days and minute < end)


def is_free_day(watching: Watching, at_us: int) -> bool:
    local = datetime.fromtimestamp(at_us / 1e6, tz=UTC).astimezone(ZoneInfo(watching.zone))
    return local.weekday() not in watching.days


@given(
    watching=WATCHINGS,
    day=st.integers(0, 400),
    minute=st.integers(0, 1439),
    probes=st.lists(st.integers(0, 10 * 1440 - 1), min_size=1, max_size=20),
)
def test_time_off_is_when_the_clock_says_so(watching: Watching, day: int, minute: int, probes: list[int]) -> None:
    """Any minute of ten days, over the changes of the clocks: off exactly when it is no time of work."""
    start = MONDAY_US + day * DAY_US + minute * MINUTE_US
    stretches = list(time_off(watching, start, start + 10 * DAY_US))
    for probe in probes:
        at_us = start + probe * MINUTE_US
        inside = [one for one in stretches if one.start_us <= at_us < one.end_us]
        assert len(inside) == (not is_work(watching, at_us))
        if inside:
            assert inside[0].is_weekend == is_free_day(watching, at_us)


@given(watching=WATCHINGS, day=st.integers(0, 400))
def test_stretches_are_in_order_and_apart(watching: Watching, day: int) -> None:
    """None is empty, none overlaps the next, and none goes over the ends that were given."""
    start = MONDAY_US + day * DAY_US
    stretches = list(time_off(watching, start, start + 10 * DAY_US))
    edges = [edge for one in stretches for edge in (one.start_us, one.end_us)]
    assert edges == sorted(edges)
    assert all(one.start_us < one.end_us for one in stretches)
    assert not edges or (edges[0] >= start and edges[-1] <= start + 10 * DAY_US)


OFFICE = Watching(hours=(480, 1080), zone="Europe/Berlin")
"""In the weeks around `MONDAY_US` Berlin is two hours ahead of UTC."""


def told(filled: Filled, *events: object, watching: Watching = OFFICE) -> tuple[list[Finding], list[Finding]]:
    asked = ask(filled(events), EVERYTHING, watching, now_us=MONDAY_US)
    assert asked is not None
    return findings_in(off_hours(asked)), findings_in(weekend(asked))


@pytest.mark.parametrize(
    ("hour", "counts"),
    [(5.99, (1, 0)), (6, (0, 0)), (15.99, (0, 0)), (16, (1, 0)), (5 * 24 - 2.1, (1, 0)), (5 * 24 - 2, (0, 1)),
     (7 * 24 - 2.1, (0, 1)), (7 * 24 - 2, (1, 0))],
)  # fmt: skip
def test_hours_are_those_of_the_zone(filled: Filled, hour: float, counts: tuple[int, int]) -> None:
    """Eight in Berlin is six in UTC; the weekend begins there two hours before it does in UTC."""
    off, free = told(filled, event(round(hour * HOUR_US)))
    assert (len(off), len(free)) == counts


def test_one_night_of_one_person_is_one_finding(filled: Filled) -> None:
    """Evening and early morning belong together; the next night is another one."""
    hours = [20, 21, 24 + 3, 24 + 20]
    off, _ = told(filled, *(event(hour * HOUR_US) for hour in hours), event(20 * HOUR_US, "ben"))
    assert sorted((one.who, one.count) for one in off) == [("ana", 1), ("ana", 3), ("ben", 1)]


def test_a_night_of_many_is_one_finding(filled: Filled) -> None:
    """With shifts that nobody told us about, a report stays readable."""
    people = [event(20 * HOUR_US + number, f"p{number:02}") for number in range(FOLD + 1)]
    (found,), _ = told(filled, *people)
    assert found.count == FOLD + 1
    assert found.who.endswith(f"and {FOLD - 2} more")
    each, _ = told(filled, *people[:FOLD])
    assert [one.count for one in each] == [1] * FOLD


@pytest.mark.parametrize(
    "said",
    [{"actor_kind": "system"}, {"actor_kind": "anonymous"}, {"verb": "login", "outcome": "failure"}, {"actor": ""}],
)
def test_what_nobody_did_is_nobodys_night_work(filled: Filled, said: dict[str, str]) -> None:
    """The system never sleeps, and whoever fails to log in may be anybody."""
    assert told(filled, event(20 * HOUR_US, **said)) == ([], [])


def test_a_century_without_events_is_passed_over(filled: Filled) -> None:
    """One event with a wrong clock costs no look at every night since."""
    then = datetime(1926, 1, 1, tzinfo=UTC)
    wrong = round((then - datetime.fromtimestamp(MONDAY_US / 1e6, tz=UTC)) / timedelta(microseconds=1))
    off, _ = told(filled, event(wrong), event(20 * HOUR_US))
    assert len(off) == 2
