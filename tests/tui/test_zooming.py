"""Zooming out: back the way that was zoomed in, and never beyond the log or into the future."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.language import parse
from auditui.core.query import EVERYTHING, Query, freeze
from auditui.tui import steps
from auditui.tui.zooming import Zooms
from tests.tui.screens_kit import NOON

HOUR = 3_600_000_000
DAY = 24 * HOUR
ZOOMS = st.lists(st.booleans(), min_size=1, max_size=12)


def period(query: Query) -> tuple[int, int]:
    found = steps.period_of(freeze(query, NOON, "UTC"), NOON)
    assert found is not None
    return found


@pytest.mark.parametrize("text", ["", "user:ana", "since:2d user:ana", "on:2026-11-16"])
@given(middles=st.lists(st.integers(0, 1000), min_size=1, max_size=8))
def test_as_many_steps_out_as_in_lead_back(text: str, middles: list[int]) -> None:
    """To the very dates that were asked for, relative ones too."""
    zooms, query = Zooms(), parse(text)
    way = [query]
    for middle in middles:
        shown = period(query) if steps.has_dates(query) else (NOON - 19 * DAY, NOON)
        query = zooms.into(query, shown, shown[0] + (shown[1] - shown[0]) * middle // 1000)
        way.append(query)
    for before in reversed(way[:-1]):
        query = zooms.out_of(query, period(query), None, NOON)
        assert query == before


@given(
    start=st.integers(0, 19 * 24 - 2), hours=st.integers(1, 100), middle=st.integers(0, 1000), is_known=st.booleans()
)
def test_zooming_out_of_dates_ends_as_all_of_the_log(start: int, hours: int, middle: int, is_known: bool) -> None:
    """Each step shows more, within the log where its time is known, until now where it is not."""
    whole = (NOON - 19 * DAY - HOUR // 4, NOON - HOUR // 4)
    zooms = Zooms()
    if is_known:
        zooms.learn(EVERYTHING, whole)
    begin = NOON - 19 * DAY + start * HOUR
    query = steps.spanned(EVERYTHING, begin, min(begin + hours * HOUR, NOON - HOUR))
    for _ in range(40):
        before = period(query)
        query = zooms.out_of(query, before, before[0] + (before[1] - before[0]) * middle // 1000, NOON)
        if not steps.has_dates(query):
            break
        first, behind = period(query)
        assert first <= before[0] and behind >= before[1] and behind - first > before[1] - before[0]
        assert behind < NOON + DAY
        assert not is_known or whole[0] - DAY < first < behind < whole[1] + DAY
    assert query == EVERYTHING


def test_dates_of_another_step_are_doubled() -> None:
    """Whoever chose other dates since is not led back to those before."""
    zooms = Zooms()
    zooms.into(EVERYTHING, (NOON - DAY, NOON), NOON - HOUR)
    query = steps.spanned(EVERYTHING, NOON - 9 * HOUR, NOON - 8 * HOUR)
    assert period(zooms.out_of(query, period(query), None, NOON)) == (
        NOON - 9 * HOUR - HOUR // 2,
        NOON - 7 * HOUR - HOUR // 2,
    )
