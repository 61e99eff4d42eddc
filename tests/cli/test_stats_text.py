"""Totals, facets and histogram laid out for reading."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.cli.stats import as_object
from auditui.cli.stats_text import BAR_WIDTH, bar, stats_text
from auditui.core.narrowing import NO_CHOICE, Pick
from auditui.core.query import Exactly
from auditui.facets import FacetList, FacetRow, facet_for
from auditui.store.base import Count, Histogram

DAY = 86_400_000_000
START = 1_790_035_200_000_000


def listed(name: str, counts: list[tuple[str, int]]) -> FacetList:
    """A list as a store would count it."""
    facet = facet_for(name)
    rows = tuple(FacetRow(Pick(facet.field, Exactly(text) if text else None), text, Count(n)) for text, n in counts)
    return FacetList(facet, rows, NO_CHOICE, Count(sum(n for _, n in counts)))


HISTOGRAM = Histogram((START, START + DAY, START + 2 * DAY), DAY, (1200, 0, 300), (7, 0, 0), left_out=2)


def test_all_three_are_aligned() -> None:
    """Numbers stand under each other, empty buckets are there, what is left out is said."""
    facets = [listed("action", [("Update", 1200), ("", 300)]), listed("role", [])]
    assert stats_text(1500, facets, HISTOGRAM, "UTC").splitlines() == [
        "1,500 events",
        "",
        "from, by 1 day       events",
        "2026-09-22 00:00:00   1,200  " + "█" * 32 + "  7 failed",
        "2026-09-23 00:00:00       0",
        "2026-09-24 00:00:00     300  " + "█" * 8,
        "2 more, far away in time, are not shown",
        "",
        "action",
        "  Update       1,200   80.0%  " + "█" * 25 + "▋",
        "  (no action)    300   20.0%  " + "█" * 6 + "▍",
    ]


def test_what_a_list_leaves_out_is_counted() -> None:
    """Behind the last line in words, and as a number in the object; a list that is whole says nothing."""
    cut = replace(listed("ip", [("10.0.0.1", 5)]), has_more=True, more=1_204)
    lines = stats_text(10, [cut, listed("role", [("Admin", 5)])], HISTOGRAM, "UTC").splitlines()
    assert [line for line in lines if "more v" in line] == ["  and 1,204 more values; --limit shows more of them"]
    assert as_object(Count(10), [cut, listed("role", [("Admin", 5)])], HISTOGRAM)["more"] == {"ip": 1_204}
    assert "more" not in as_object(Count(10), [listed("role", [("Admin", 5)])], HISTOGRAM)


def test_nothing_found_is_one_line() -> None:
    """No division by zero, no empty tables."""
    assert stats_text(0, [listed("action", [])], Histogram(), "UTC") == "0 events"


def test_buckets_begin_by_the_clock_of_the_zone() -> None:
    """The same bucket is named by the time that people there saw."""
    assert "2026-09-22 02:00:00" in stats_text(1, [], HISTOGRAM, "Europe/Vienna")


def test_values_of_the_log_are_clean_and_short() -> None:
    """A value cannot break the layout, however long or hostile it is."""
    shown = stats_text(9, [listed("actor", [("\x1b[2J\n" + "x" * 10_000, 9)])], Histogram(), "UTC")
    assert "␛[2J␊" in shown
    assert max(map(len, shown.splitlines())) < 100
    assert len(shown.splitlines()) == 4


@pytest.mark.parametrize("count", [1, 2, 999, 1000])
def test_a_bar_grows_with_the_count(count: int) -> None:
    """The most fills the width; one of thousands still leaves a mark; zero leaves none."""
    assert 0 < len(bar(count, 1000)) <= BAR_WIDTH
    assert bar(0, 1000) == ""
    assert len(bar(1000, 1000)) == BAR_WIDTH


_COUNTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=8)


@settings(deadline=None)  # the first example loads modules
@given(counts=_COUNTS, failed=st.integers(0, 50), values=_COUNTS)
def test_text_and_json_say_the_same_numbers(counts: list[int], failed: int, values: list[int]) -> None:
    """Bar by bar and value by value, in the same order."""
    starts = tuple(START + number * DAY for number in range(len(counts)))
    failures = tuple(min(failed, count) for count in counts)
    histogram = Histogram(starts, DAY, tuple(counts), failures)
    facets = [listed("action", [(f"value-{number}", count + 1) for number, count in enumerate(values)])]
    total = Count(sum(counts) + 1)
    lines = stats_text(total, facets, histogram, "UTC").splitlines()
    said = as_object(total, facets, histogram)
    assert lines[0].split()[0].replace(",", "") == str(said["total"])
    bars = [re.match(r"\d{4}-\S+ \S+ +([\d,]+)(?:\s*[█▏▎▍▌▋▊▉]*\s*([\d,]+) failed)?", line) for line in lines]
    drawn = [(int(bar[1].replace(",", "")), int((bar[2] or "0").replace(",", ""))) for bar in bars if bar]
    buckets = said["histogram"]["buckets"]
    assert drawn == [(one["count"], one["failures"]) for one in buckets]
    rows = [re.match(r"  (value-\d+) +([\d,]+) ", line) for line in lines]
    shown = [(row[1], int(row[2].replace(",", ""))) for row in rows if row]
    assert shown == [(one["value"], one["count"]) for one in said["facets"]["action"]]
