"""The date window: a day or a period, by keys, by mouse, or typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.widgets import Input, OptionList

from auditui.core import times
from auditui.core.language import parse
from auditui.core.narrowing import Pick
from auditui.core.periods import USUAL, Period
from auditui.core.query import Query, When
from auditui.date_list import date_name
from auditui.tui.date_choice import CLEAR, OFFERED, DateChoice, DayClock, choice_of
from auditui.tui.quick_filters import PERIODS
from auditui.tui.screens.dates import DatesWindow
from auditui.tui.widgets.month import CELL, GAP, HEAD_ROWS, MONTH_WIDTH, Months
from tests.tui.window_host import NOON, OPEN, WindowHost, squeezed

TODAY = date(2026, 11, 20)


def window(current: DateChoice | None = None, zone: str = "UTC") -> WindowHost:
    """The host of a window at noon of `TODAY`."""
    return WindowHost(DatesWindow(current, zone=zone, now_us=NOON))


async def after(*keys: str, current: DateChoice | None = None, zone: str = "UTC") -> object:
    """What the window ends with after these keys."""
    app = window(current, zone)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        return app.result


def days(start: str, end: str, span: str = "") -> DateChoice:
    """A range of days."""
    return DateChoice("range", date.fromisoformat(start), date.fromisoformat(end), span)


@pytest.mark.parametrize(
    ("keys", "choice"),
    [
        (("enter", "enter", "enter"), days("2026-11-20", "2026-11-20")),
        (("enter", "o"), days("2026-11-20", "2026-11-20")),
        (("left", "enter", "up", "enter", "enter"), days("2026-11-12", "2026-11-19")),
        (("enter", "right", "down", "o"), days("2026-11-20", "2026-11-28")),
        (("pageup", "home", "space", "end", "space", "enter"), days("2026-10-01", "2026-10-31")),
        (("g", "enter", "G", "enter", "o"), days("2026-11-01", "2026-11-30")),
        (("<", "<", "t", "h", "enter", "l", "o"), days("2026-11-19", "2026-11-20")),
        (("k", "enter", "j", "enter", "enter"), days("2026-11-13", "2026-11-20")),
        (("2", "enter"), days("2026-11-19", "2026-11-19", "yesterday")),
        (("3", "o"), DateChoice("range", "7d")),
        (("5", "o"), days("2026-11-09", "2026-11-15", "last-week")),
        (("c",), CLEAR),
        (("enter", "escape"), None),
        (("enter", "enter", "q"), None),
    ],
)
async def test_keys_pick_and_end(keys: Sequence[str], choice: DateChoice | None) -> None:
    """A day, a period from either end, presets, Clear, and leaving without applying."""
    assert await after(*keys) == choice


async def test_ok_without_anything_picked_says_so_and_stays() -> None:
    """No filter is applied that was not drawn."""
    app = window()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert app.result == OPEN
        assert "Nothing is picked" in app.text


@pytest.mark.parametrize(
    ("since", "until", "choice"),
    [
        ("2026-07-01", "2026-07-31", days("2026-07-01", "2026-07-31")),
        ("2h", "", DateChoice("range", "2h")),
        ("", "2026-07-31", DateChoice("range", None, date(2026, 7, 31))),
        ("2026-07-01T10:20", "2026-07-01T11", None),
        ("2026-07-01 10:20", "yesterday", DateChoice("range", "2026-07-01 10:20", "yesterday")),
    ],
)
async def test_typed_ends_take_the_dates_of_the_query_language(
    since: str, until: str, choice: DateChoice | None
) -> None:
    """Days, times, spans and relative times; what is no date keeps the window open and says why."""
    app = window()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("slash")
        assert app.focused is app.screen.query_one("#since")
        await pilot.press(*since, "tab", *until, "enter")
        await pilot.pause()
        if choice is None:
            assert app.result == OPEN
            assert "is no date or time" in app.text
            assert app.screen.query_one(Months).picking.range is None
        else:
            assert app.result == choice


async def test_an_end_before_the_start_is_refused() -> None:
    """Nothing is swapped behind the typist's back."""
    app = window()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("slash", *"2026-07-31", "tab", *"2026-07-01", "enter")
        await pilot.pause()
        assert app.result == OPEN
        assert "ends before" in app.text


async def test_the_range_is_drawn_while_it_is_picked() -> None:
    """Between the two presses the fields and the sentence already show where it would end."""
    app = window()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "left", "left")
        await pilot.pause()
        assert [field.value for field in app.screen.query(Input)] == ["2026-11-18", "2026-11-20"]
        assert "since:2026-11-18 until:2026-11-20 3 days" in squeezed(app.text)


async def test_clicks_pick_and_press() -> None:
    """Two clicks on days and one on OK are a period."""
    app = window()
    async with app.run_test(size=(120, 40)) as pilot:
        for day in (date(2026, 10, 28), date(2026, 11, 3)):
            assert await pilot.click(Months, offset=place(app, day))
        assert await pilot.click("#ok")
        await pilot.pause()
        assert app.result == days("2026-10-28", "2026-11-03")


def place(app: WindowHost, day: date) -> tuple[int, int]:
    """Where a day is drawn, found by asking the months."""
    months = app.screen.query_one(Months)
    return next(
        (x, y) for y in range(HEAD_ROWS, 8) for x in range(1, 2 * MONTH_WIDTH + GAP, CELL) if months.day_at(x, y) == day
    )


async def test_the_mouse_turns_months_takes_presets_and_clears() -> None:
    """Arrows in the head, the list of presets and the buttons work without a key."""
    app = window()
    async with app.run_test(size=(120, 40)) as pilot:
        months = app.screen.query_one(Months)
        assert "October 2026" in app.text and "November 2026" in app.text
        await pilot.click(Months, offset=(0, 0))
        await pilot.click(Months, offset=(0, 0))
        await pilot.pause()
        assert months.picking.cursor == date(2026, 9, 20)
        await pilot.click(Months, offset=(months.size.width - 1, 0))
        assert months.picking.cursor == date(2026, 10, 20)
        await pilot.click(OptionList, offset=(3, 6))
        await pilot.pause()
        assert "on:last-month 31 days" in squeezed(app.text)
        await pilot.click("#clear")
        await pilot.pause()
        assert app.result == CLEAR


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 24), (50, 20)])
async def test_all_of_it_shows_at_any_size(size: tuple[int, int]) -> None:
    """From 50 columns on, the calendar, the presets, both fields, the buttons and the zone are on screen."""
    app = window(zone="Europe/Berlin")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        text = app.text
        for word in ("November 2026", "Last 30 days", "From", "To", "OK", "Clear", "Close", "Europe/Berlin", "Esc"):
            assert word in text, word
        assert ("October 2026" in text) == (size[0] >= 74)


async def test_nothing_jumps_when_months_have_more_weeks() -> None:
    """The fields stand on the same line in a month of four weeks and in one of six."""
    app = window()
    async with app.run_test(size=(80, 24)) as pilot:
        heights = set()
        for _ in range(14):
            await pilot.press("pageup")
            await pilot.pause()
            heights.add(app.screen.query_one("#since").region.y)
        assert len(heights) == 1


async def test_a_terminal_that_gets_small_and_large_again_shows_the_months_it_had() -> None:
    """One month does not turn the two that come back; a cursor that has left them does, as far as need be."""
    app = window()
    async with app.run_test(size=(120, 40)) as pilot:
        months = app.screen.query_one(Months)
        for keys, first in (((), date(2026, 10, 1)), (("pagedown", "pagedown"), date(2026, 12, 1))):
            await pilot.resize_terminal(20, 5)
            await pilot.pause()
            assert months.count == 1
            await pilot.press(*keys)
            await pilot.resize_terminal(120, 40)
            await pilot.pause()
            assert (months.count, months.shown) == (2, first)


async def test_days_with_events_are_marked() -> None:
    """With counts, a dot stands behind the days that hold events and behind no other."""
    counts = {date(2026, 11, 2): 5, date(2026, 11, 12): 1}
    app = WindowHost(DatesWindow(zone="UTC", now_us=NOON, counts=counts))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "2·" in app.text and "12·" in app.text
        assert app.text.count("·") == 2


async def test_today_is_the_day_of_the_zone() -> None:
    """At noon UTC it is the next day on Kiritimati."""
    assert await after("t", "enter", "enter", "enter", zone="Pacific/Kiritimati") == days("2026-11-21", "2026-11-21")


@pytest.mark.parametrize(
    ("query", "choice"),
    [
        ("", None),
        ("user:alice", None),
        ("since:2026-07-01 until:2026-07-31 user:a", days("2026-07-01", "2026-07-31")),
        ("on:2026-07-01", days("2026-07-01", "2026-07-01")),
        ("on:last-week", DateChoice("range", span="last-week")),
        ("since:7d", DateChoice("range", "7d")),
        ("since:7d OR user:a", None),
        ("-since:7d", None),
    ],
)
def test_the_window_opens_with_the_filter_in_force(query: str, choice: DateChoice | None) -> None:
    """Only a date term that the whole query depends on is one."""
    assert choice_of(parse(query)) == choice


@pytest.mark.parametrize("text", ["on:2026-07-01", "since:2026-07-01 until:2026-07-31", "on:last-week", "since:2h"])
async def test_ok_at_once_leaves_the_filter_as_it_was(text: str) -> None:
    """What the window was opened with is what OK gives back, in the same words."""
    query: Query = parse(text)
    choice = await after("o", current=choice_of(query))
    assert isinstance(choice, DateChoice)
    assert parse(choice.terms) == query


@pytest.mark.parametrize(
    ("choice", "terms"),
    [
        (CLEAR, ""),
        (days("2026-11-20", "2026-11-20"), "on:2026-11-20"),
        (days("2026-11-01", "2026-11-20"), "since:2026-11-01 until:2026-11-20"),
        (days("2026-11-09", "2026-11-15", "last-week"), "on:last-week"),
        (DateChoice("range", "2h"), "since:2h"),
        (DateChoice("range", None, date(2026, 7, 1)), "until:2026-07-01"),
        (DateChoice("range", "2026-07-01 10:20", "yesterday"), "since:2026-07-01T10:20 until:yesterday"),
    ],
)
def test_a_choice_reads_as_query_terms(choice: DateChoice, terms: str) -> None:
    """The text that takes the place of all date terms, and it parses."""
    assert choice.terms == terms
    parse(terms)


def test_days_of_a_choice_are_those_of_the_zone() -> None:
    """A moment late in the evening UTC is the next day in Berlin; an open end reaches to the end of the calendar."""
    clock = DayClock("Europe/Berlin", NOON)
    assert clock.days_of(DateChoice("range", "2026-07-01T23:30Z")) == (date(2026, 7, 2), date.max)
    assert clock.days_of(days("2026-07-01", "2026-07-02")) == (date(2026, 7, 1), date(2026, 7, 2))


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(OFFERED))
@settings(max_examples=100)
def test_an_offered_period_means_its_one_term(today: date, period: Period) -> None:
    """The days drawn for `last-week` are those that `on:last-week` finds; the last 7 days are those of the filters."""
    noon_us = int(datetime(today.year, today.month, today.day, 12, tzinfo=UTC).timestamp()) * 1_000_000
    clock = DayClock("UTC", noon_us)
    choice = clock.choice_for(period)
    assert choice.terms == period.term
    start_us, behind_us = times.parse_span(period.text, noon_us, "UTC")
    start, end = clock.days_of(choice)
    assert start == date.fromisoformat(times.rfc3339(start_us)[:10])
    assert end == (date.fromisoformat(times.rfc3339(behind_us - 1)[:10]) if period.field == "on" else date.max)


def test_periods_are_named_and_meant_alike_wherever_they_are_offered() -> None:
    """In the calendar, on the line of quick filters and in the list of dates."""
    assert set(OFFERED) <= set(USUAL)
    assert {period for _, period in PERIODS.values()} <= set(OFFERED)
    assert [date_name(Pick(one.field, When(one.text))) for one in USUAL] == [one.title for one in USUAL]


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (DateChoice("range", "7d"), "since:7d   from 2026-11-13 13:00 on"),
        (DateChoice("range", date(2026, 7, 1)), "since:2026-07-01   from 2026-07-01 on"),
        (DateChoice("range", None, date(2026, 7, 1)), "until:2026-07-01   up to 2026-07-01"),
        (days("2026-07-01", "2026-07-01"), "on:2026-07-01   1 day"),
        (days("2026-11-09", "2026-11-15", "last-week"), "on:last-week   7 days"),
    ],
)
def test_a_choice_is_said_in_words(choice: DateChoice, said: str) -> None:
    """How long it is, or where it begins or ends where it is open."""
    assert DayClock("Europe/Berlin", NOON).sentence(choice) == said


async def test_an_open_end_is_drawn_up_to_today() -> None:
    """The last 7 days do not reach into next week."""
    app = window()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("3")
        await pilot.pause()
        assert app.screen.query_one(Months).picking.range == (date(2026, 11, 13), TODAY)


@pytest.mark.parametrize("size", [(40, 10), (30, 24), (40, 24), (60, 12), (80, 16)])
async def test_the_buttons_are_in_sight_on_small_terminals(size: tuple[int, int]) -> None:
    """All of the frame, the month and OK: nothing is cut off on the right or below."""
    app = WindowHost(DatesWindow(zone="UTC", now_us=NOON))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "╯" in app.text and "Mo Tu We Th Fr Sa Su" in app.text
        for button in ("OK", "Clear", "Close"):
            app.place(button)
        await pilot.click(offset=app.place("Close"))
        await pilot.pause()
        assert app.result is None
