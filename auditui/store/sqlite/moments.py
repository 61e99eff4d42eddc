"""Rows by time: whole days and hours from bitmaps, what is left from the index on `at_us`."""

from __future__ import annotations

import sqlite3
from typing import Final

from pyroaring import BitMap

from auditui.store.sqlite import paths
from auditui.store.sqlite.index import Index
from auditui.store.sqlite.paths import HOUR_US, TIME_BIAS


class Moments:
    """Time as the index sees it."""

    def __init__(self, connection: sqlite3.Connection, index: Index) -> None:
        self._connection = connection
        self._index = index
        self._units: dict[int, list[int]] = {}
        self._stamp = (-1, -1)

    def days(self) -> list[int]:
        """Days since 1970 with at least one row, ascending."""
        return self._listed(paths.DAY)

    def hours(self) -> list[int]:
        """Hours since 1970 with at least one row, ascending."""
        return self._listed(paths.HOUR)

    def _listed(self, path: int) -> list[int]:
        if self._stamp != self._index.stamp:
            self._stamp = self._index.stamp
            self._units = {}
        found = self._units.get(path)
        if found is None:
            terms = {term for part in self._index.parts(path) for term in part.ids}
            found = self._units[path] = sorted(term - TIME_BIAS for term in terms)
        return found

    def day(self, day: int) -> BitMap:
        """Rows of one day."""
        return self._index.rows(paths.DAY, day + TIME_BIAS)

    def hour(self, hour: int) -> BitMap:
        """Rows of one hour."""
        return self._index.rows(paths.HOUR, hour + TIME_BIAS)

    def between(self, start_us: int | None, end_us: int | None) -> BitMap:
        """Rows from `start_us` on and before `end_us`; None is no end."""
        hours = self.hours()
        if not hours:
            return BitMap()
        start = hours[0] * HOUR_US if start_us is None else max(start_us, hours[0] * HOUR_US)
        end = (hours[-1] + 1) * HOUR_US if end_us is None else min(end_us, (hours[-1] + 1) * HOUR_US)
        if start >= end:
            return BitMap()
        first, last = -(-start // HOUR_US), end // HOUR_US
        if first > last:
            return self._scanned(start, end)
        rows = self._whole(first, last)
        if start < first * HOUR_US:
            rows |= self._scanned(start, first * HOUR_US)
        if last * HOUR_US < end:
            rows |= self._scanned(last * HOUR_US, end)
        return rows

    def _whole(self, first: int, last: int) -> BitMap:
        """Rows of the hours from `first` on and before `last`, by days where they are whole."""
        first_day, last_day = -(-first // 24), last // 24
        if first_day >= last_day:
            return self._index.any_of(paths.HOUR, self._terms(paths.HOUR, first, last)).copy()
        days = self._terms(paths.DAY, first_day, last_day)
        hours = self._terms(paths.HOUR, first, first_day * 24) + self._terms(paths.HOUR, last_day * 24, last)
        return self._index.any_of(paths.DAY, days) | self._index.any_of(paths.HOUR, hours)

    def _terms(self, path: int, first: int, last: int) -> list[int]:
        return [unit + TIME_BIAS for unit in self._listed(path) if first <= unit < last]

    def _scanned(self, start_us: int, end_us: int) -> BitMap:
        found = self._connection.execute(
            "SELECT seq FROM event INDEXED BY event_at WHERE at_us >= ? AND at_us < ?", (start_us, end_us)
        )
        return BitMap([seq for (seq,) in found])

    def sorted(self, rows: BitMap, *, descending: bool) -> list[int]:
        """Positions of a few rows by time and position, from the rows themselves."""
        way = "DESC" if descending else "ASC"
        marks = ", ".join(map(str, rows))
        found = self._connection.execute(
            f"SELECT seq FROM event WHERE seq IN ({marks}) ORDER BY at_us {way}, seq {way}"
        )
        return [seq for (seq,) in found]

    def in_hour(self, rows: BitMap, hour: int, *, descending: bool) -> list[int]:
        """Positions of rows that all lie in one hour, by time and position."""
        if len(rows) * _READ_COST < len(self.hour(hour)):
            return self.sorted(rows, descending=descending)
        start_us, end_us = hour * HOUR_US, (hour + 1) * HOUR_US
        way = "DESC" if descending else "ASC"
        found = self._connection.execute(
            f"SELECT seq FROM event INDEXED BY event_at WHERE at_us >= ? AND at_us < ? ORDER BY at_us {way}, seq {way}",
            (start_us, end_us),
        )
        return [seq for (seq,) in found if seq in rows]

    def extent(self, rows: BitMap) -> tuple[int, int] | None:
        """The first and the last hour with any of these rows."""
        hours = self.hours()
        first = next((hour for hour in hours if self.hour(hour).intersect(rows)), None)
        last = next((hour for hour in reversed(hours) if self.hour(hour).intersect(rows)), None)
        return None if first is None or last is None else (first, last)


_READ_COST: Final = 10
"""Reading the time of a row costs about as much as walking over so many entries of the index on time."""
