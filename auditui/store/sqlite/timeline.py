"""Matching rows over time, in equal buckets of a round width."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from pyroaring import BitMap

from auditui.store.base import Histogram
from auditui.store.sqlite.moments import Moments
from auditui.store.sqlite.paths import DAY_US, HOUR_US

_SECOND: Final = 1_000_000
_MINUTE: Final = 60 * _SECOND
WIDTHS_US: Final = (
    1, 1000, 10_000, 100_000,
    *(n * _SECOND for n in (1, 2, 5, 10, 15, 30)), *(n * _MINUTE for n in (1, 2, 5, 10, 15, 30)),
    *(n * HOUR_US for n in (1, 2, 3, 6, 12)),
    *(n * DAY_US for n in (1, 2, 7, 14, 28, 91, 182, 364, 3640, 36400, 364000)),
)  # fmt: skip
"""Widths of buckets; each wide one is a whole number of days, so that days fall into one bucket."""
_MOST_OUTLYING: Final = 0.005
_GAP: Final = 20
"""A gap this many times the time that the rest takes makes what lies behind it outliers."""


def histogram(
    connection: sqlite3.Connection,
    moments: Moments,
    rows: BitMap,
    failed: BitMap,
    buckets: int,
    *,
    over: tuple[int, int] | None = None,
) -> Histogram:
    """At most `buckets` buckets over the moments of `over`, else over the matching rows without lone outliers."""
    counts = _counts_by_day(moments, rows)
    if not counts:
        return Histogram()
    start, end = over or _extent(connection, moments, rows, without_outliers(counts))
    width = _width(start, end, buckets)
    starts = tuple(range(start // width * width, end, width))
    totals, failures = [0] * len(starts), [0] * len(starts)
    for at_us, count, bad in _counted(connection, moments, rows, failed, (starts[0], starts[-1] + width, width)):
        totals[(at_us - starts[0]) // width] += count
        failures[(at_us - starts[0]) // width] += bad
    return Histogram(starts, width, tuple(totals), tuple(failures), sum(counts.values()) - sum(totals))


def _width(start: int, end: int, buckets: int) -> int:
    """The narrowest that covers the time in so many buckets; a moment alone is shown in its minute."""
    if end - start <= 1:
        return _MINUTE
    return next((width for width in WIDTHS_US if (end - 1) // width - start // width < buckets), WIDTHS_US[-1])


def _counts_by_day(moments: Moments, rows: BitMap) -> dict[int, int]:
    found = ((day, rows.intersection_cardinality(moments.day(day))) for day in moments.days())
    return {day: count for day, count in found if count}


def without_outliers(counts: dict[int, int]) -> list[int]:
    """The days that a timeline shows: those at either end that are few and very far from all others are left out.

    Days come ascending. Few: all left out are at most half a percent of the events. Very far: the gap
    is 20 times as long as the time that the rest takes.
    """
    days = sorted(counts)
    allowed = sum(counts.values()) * _MOST_OUTLYING
    low, high = 0, len(days) - 1
    while low < high:
        span = days[high] - days[low]
        best = max(((days[low + 1] - days[low], low), (days[high] - days[high - 1], high)), key=lambda pair: pair[0])
        gap, at = best
        rest = span - gap
        if counts[days[at]] > allowed or gap < _GAP * max(rest, 1):
            break
        allowed -= counts[days[at]]
        low, high = (low + 1, high) if at == low else (low, high - 1)
    return days[low : high + 1]


def _extent(connection: sqlite3.Connection, moments: Moments, rows: BitMap, days: Sequence[int]) -> tuple[int, int]:
    """Time of the first row of these days, and one microsecond after that of the last."""
    hours = moments.hours()
    low, high = bisect_left(hours, days[0] * 24), bisect_right(hours, days[-1] * 24 + 23)
    first = next(hour for hour in hours[low:high] if moments.hour(hour).intersect(rows))
    last = next(hour for hour in reversed(hours[low:high]) if moments.hour(hour).intersect(rows))
    return _edge(connection, rows, first, "ASC"), _edge(connection, rows, last, "DESC") + 1


def _edge(connection: sqlite3.Connection, rows: BitMap, hour: int, way: str) -> int:
    found = connection.execute(
        f"SELECT at_us, seq FROM event INDEXED BY event_at WHERE at_us >= ? AND at_us < ? ORDER BY at_us {way}",
        (hour * HOUR_US, (hour + 1) * HOUR_US),
    )
    return next((at_us for at_us, seq in found if seq in rows), hour * HOUR_US)


def _counted(
    connection: sqlite3.Connection,
    moments: Moments,
    rows: BitMap,
    failed: BitMap,
    extent: tuple[int, int, int],
) -> Sequence[tuple[int, int, int]]:
    """For start, end and width: time, rows and failures of the smallest units that fall into one bucket each."""
    start, end, width = extent
    bad = rows & failed
    if width < HOUR_US:
        found = connection.execute(
            "SELECT at_us, seq FROM event INDEXED BY event_at WHERE at_us >= ? AND at_us < ?", (start, end)
        )
        return [(at_us, 1, int(seq in bad)) for at_us, seq in found if seq in rows]
    unit, units, of = (
        (DAY_US, moments.days(), moments.day) if width >= DAY_US else (HOUR_US, moments.hours(), moments.hour)
    )
    chosen = units[bisect_left(units, start // unit) : bisect_right(units, (end - 1) // unit)]
    return [
        (each * unit, rows.intersection_cardinality(of(each)), bad.intersection_cardinality(of(each)))
        for each in chosen
    ]
