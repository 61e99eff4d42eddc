"""Calendar arithmetic of the date window."""

from __future__ import annotations

import calendar as standard
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.tui.calendar import (
    WEEK_ROWS,
    Picking,
    days_later,
    first_of,
    last_of,
    months_between,
    months_later,
    shown_from,
    weeks_of,
)

DAYS = st.dates()


@given(DAYS)
def test_a_month_is_its_days_in_order_under_their_weekdays(day: date) -> None:
    """Every day of the month stands once, in the column of its weekday, in always as many rows."""
    weeks = weeks_of(day)
    assert len(weeks) == WEEK_ROWS and all(len(week) == 7 for week in weeks)
    found = [(cell, column) for week in weeks for column, cell in enumerate(week) if cell]
    assert [cell.day for cell, _ in found] == list(range(1, standard.monthrange(day.year, day.month)[1] + 1))
    assert all(cell.weekday() == column for cell, column in found)


@given(DAYS, st.integers(-30_000, 130_000))
def test_months_step_by_whole_months_and_stop_at_the_ends_of_the_calendar(day: date, count: int) -> None:
    """The step is exact, the day stays or is the last of a shorter month, and no step fails."""
    later = months_later(day, count)
    if date.min.year < later.year < date.max.year:
        assert months_between(day, later) == count
    assert later.day == day.day or (later.day < day.day and later == last_of(later))


@given(DAYS, st.integers(-4_000_000, 4_000_000))
def test_days_stop_at_the_ends_of_the_calendar(day: date, count: int) -> None:
    """Within the calendar it is plain addition; beyond, its last day."""
    try:
        expected = day + timedelta(days=count)
    except OverflowError:
        expected = date.max if count > 0 else date.min
    assert days_later(day, count) == expected


@given(st.lists(DAYS, min_size=1, max_size=8))
def test_pressing_days_gives_a_range_of_the_last_two_in_order(pressed: list[date]) -> None:
    """Odd presses open a range at that day, even ones close it; the earlier day is its start, whichever came first."""
    picking = Picking(date(2026, 11, 20))
    for day in pressed:
        picking = picking.pressed(day)
    if len(pressed) % 2:
        assert picking.is_open and picking.range == (pressed[-1], pressed[-1])
    else:
        assert not picking.is_open and picking.range == (min(pressed[-2:]), max(pressed[-2:]))


def test_an_open_range_follows_the_cursor() -> None:
    """What is drawn while the end is missing reaches to the cursor, on either side."""
    picking = Picking(date(2026, 11, 20)).pressed(date(2026, 11, 20)).moved(date(2026, 11, 3))
    assert picking.range == (date(2026, 11, 3), date(2026, 11, 20))


@given(DAYS, DAYS, st.sampled_from([1, 2]))
def test_the_cursor_is_always_in_a_month_that_shows(shown: date, cursor: date, count: int) -> None:
    """Turning months keeps the cursor in view, and turns nothing when it is in view."""
    first = shown_from(shown, cursor, count)
    assert first.day == 1 and 0 <= months_between(first, cursor) < count
    if 0 <= months_between(shown, cursor) < count:
        assert first == first_of(shown)


@pytest.mark.parametrize(("start", "count", "end"), [("2024-01-31", 1, "2024-02-29"), ("2024-03-31", -1, "2024-02-29")])
def test_the_last_day_of_a_shorter_month(start: str, count: int, end: str) -> None:
    """A leap year's February."""
    assert months_later(date.fromisoformat(start), count) == date.fromisoformat(end)
