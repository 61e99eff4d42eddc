"""Calendar arithmetic for the date window: months as rows of weeks, spans, and a range in the making.

Weeks start on Monday. Days stay between the years 1 and 9999: steps that would leave that range stop at its end.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

WEEKDAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
WEEK_ROWS: Final = 6
"""Rows that any month fits in; shorter ones get empty rows, so that nothing jumps while paging."""
_MONTHS: Final = 12 * date.max.year


def months_later(day: date, count: int) -> date:
    """The same day `count` months later (earlier when negative), or the last day of that month."""
    index = min(max(12 * (day.year - 1) + day.month - 1 + count, 0), _MONTHS - 1)
    year, month = index // 12 + 1, index % 12 + 1
    return date(year, month, min(day.day, days_in(year, month)))


def days_later(day: date, count: int) -> date:
    """The day `count` days later (earlier when negative)."""
    return date.fromordinal(min(max(day.toordinal() + count, date.min.toordinal()), date.max.toordinal()))


def days_in(year: int, month: int) -> int:
    """Length of a month."""
    return calendar.monthrange(year, month)[1]


def first_of(day: date) -> date:
    """The first day of the month of this day."""
    return day.replace(day=1)


def last_of(day: date) -> date:
    """The last day of the month of this day."""
    return day.replace(day=days_in(day.year, day.month))


def months_between(first: date, second: date) -> int:
    """How many months `second` lies after `first`, whatever their days."""
    return 12 * (second.year - first.year) + second.month - first.month


def weeks_of(month: date) -> tuple[tuple[date | None, ...], ...]:
    """`WEEK_ROWS` rows of seven cells, Monday first; None where a cell belongs to another month."""
    first = first_of(month)
    cells: list[date | None] = [None] * first.weekday()
    cells += [first.replace(day=number) for number in range(1, days_in(first.year, first.month) + 1)]
    cells += [None] * (7 * WEEK_ROWS - len(cells))
    return tuple(tuple(cells[row : row + 7]) for row in range(0, 7 * WEEK_ROWS, 7))


@dataclass(frozen=True, slots=True)
class Picking:
    """A day or a period while it is being picked.

    Without a start nothing is picked. With a start and no end, the range follows the cursor. Start and
    end are in the order of the presses; `range` has them in order of time.
    """

    cursor: date
    start: date | None = None
    end: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether the next press sets the other end."""
        return self.start is not None and self.end is None

    @property
    def range(self) -> tuple[date, date] | None:
        """First and last day of what is picked, the cursor standing in for a missing end."""
        if self.start is None:
            return None
        end = self.end or self.cursor
        return min(self.start, end), max(self.start, end)

    def moved(self, cursor: date) -> Picking:
        """The same picking with the cursor on another day."""
        return replace(self, cursor=cursor)

    def pressed(self, day: date) -> Picking:
        """A first press starts anew at this day, a second one ends there, whichever day is the earlier one."""
        if self.start is None or self.end is not None:
            return Picking(cursor=day, start=day)
        return Picking(day, self.start, day)


def shown_from(shown: date, cursor: date, count: int) -> date:
    """First of `count` months to show: as before, moved only as far as needed to show the cursor."""
    ahead = months_between(shown, cursor)
    if ahead < 0:
        return first_of(cursor)
    return months_later(first_of(shown), max(0, ahead - count + 1))


def length_in_days(start: date, end: date) -> int:
    """How many days a period has, both ends included."""
    return (end - start + timedelta(days=1)).days
