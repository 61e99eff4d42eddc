"""Pages by time: walk days, then hours, then the order inside one hour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from pyroaring import BitMap

from auditui.core.event import Event
from auditui.store.sqlite.moments import Moments
from auditui.store.sqlite.paths import HOUR_US

HOURS_A_DAY: Final = 24
_FEW_A_DAY: Final = 200
_FEW_IN_ALL: Final = 1000
"""So many rows are ordered by reading the time of each."""


class TimeOrder:
    """Matching rows by time and, within one microsecond, by position."""

    def __init__(
        self,
        moments: Moments,
        within: Callable[[BitMap], BitMap],
        *,
        descending: bool,
        settled: BitMap | None = None,
    ) -> None:
        """`within` gives the matching rows among others, `settled` all of them where they are known."""
        self._moments = moments
        self._within = within
        self._hourly = settled is None
        self._few = settled if settled is not None and len(settled) <= _FEW_IN_ALL else None
        self._descending = descending

    def slice(self, offset: int, limit: int) -> list[int]:
        """Positions `offset` to `offset + limit`; whole days and hours before them are only counted."""
        return list(islice(self.walk(offset), limit))

    def walk(self, skip: int = 0) -> Iterator[int]:
        """All positions in order, from the one at offset `skip` on."""
        if self._few is not None:
            yield from self._moments.sorted(self._few, descending=self._descending)[skip:]
            return
        if self._hourly:
            yield from self._walk_hours(skip)
            return
        for day in self._ordered(self._moments.days()):
            rows = self._within(self._moments.day(day))
            if skip >= len(rows):
                skip -= len(rows)
                continue
            if len(rows) <= _FEW_A_DAY:
                yield from self._moments.sorted(rows, descending=self._descending)[skip:]
                skip = 0
                continue
            for hour, inside in self._hours(day, rows):
                if skip >= len(inside):
                    skip -= len(inside)
                    continue
                yield from self._inside(hour, inside)[skip:]
                skip = 0

    def _walk_hours(self, skip: int) -> Iterator[int]:
        """The same by hours alone: where rows are still to be verified, no more than a page needs."""
        for hour in self._ordered(self._moments.hours()):
            inside = self._within(self._moments.hour(hour))
            if skip >= len(inside):
                skip -= len(inside)
                continue
            yield from self._inside(hour, inside)[skip:]
            skip = 0

    def _hours(self, day: int, rows: BitMap) -> Iterator[tuple[int, BitMap]]:
        hours = range(day * HOURS_A_DAY, (day + 1) * HOURS_A_DAY)
        for hour in self._ordered(list(hours)):
            inside = rows & self._moments.hour(hour)
            if inside:
                yield hour, inside

    def _inside(self, hour: int, rows: BitMap) -> list[int]:
        return self._moments.in_hour(rows, hour, descending=self._descending)

    def _ordered(self, units: list[int]) -> list[int]:
        return units[::-1] if self._descending else units

    def place(self, event: Event) -> int:
        """How many matching rows come before a matching event."""
        hour = event.at_us // HOUR_US
        before = 0
        for day in self._ordered(self._moments.days()):
            if day == hour // HOURS_A_DAY:
                break
            before += len(self._within(self._moments.day(day)))
        rows = self._within(self._moments.day(hour // HOURS_A_DAY))
        for each, inside in self._hours(hour // HOURS_A_DAY, rows):
            if each == hour:
                return before + self._inside(hour, inside).index(event.seq)
            before += len(inside)
        raise ValueError("the row does not match")
