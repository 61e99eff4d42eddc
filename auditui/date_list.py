"""Periods to choose from, with how many events each has: those that everybody asks for, and the months there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final

from auditui.core.narrowing import Pick, clause_of
from auditui.core.periods import USUAL
from auditui.core.query import Query, When
from auditui.core.text import fold
from auditui.core.times import rfc3339
from auditui.core.view import AsOf, Sort, View
from auditui.store.base import Count, Store

_TITLES: Final = {(usual.field, usual.text): usual.title for usual in USUAL}
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_YEARS: Final = 200
"""Years that are gone through one by one; a log with more in it has a wrong clock in it, too."""
_YEAR, _MONTH = len("2026"), len("2026-11")

Freeze = Callable[[Query], Query]


def date_name(pick: Pick) -> str:
    """What a period is called: `Last 7 days`, `November 2026`, `2026`; any other as a query writes it."""
    if not isinstance(pick.value, When):
        return str(clause_of(pick)).partition(":")[2]
    text = pick.value.text
    name = _TITLES.get((pick.field, text))
    if name is None and pick.field == "on" and len(text) == _MONTH and text[_YEAR + 1 :].isdecimal():
        name = f"{_MONTHS[int(text[_YEAR + 1 :]) - 1]} {text[:_YEAR]}"
    return name or (text if pick.field == "on" else f"{pick.field} {text}")


def periods(
    store: Store, base: Query, kept: Iterable[Pick], *, needle: str, freeze: Freeze, as_of: AsOf | None
) -> list[tuple[Pick, Count]]:
    """Periods with events of a frozen query: the usual ones, then years with their months.

    Args:
        store: Who counts.
        base: What is counted.
        kept: Periods to list even without events; first where they are none of the others.
        needle: Folded; only periods with this in their names.
        freeze: What relative periods mean.
        as_of: What the store held when rows were shown.
    """
    wanted = set(kept)
    usual = [Pick(period.field, When(period.text)) for period in USUAL]
    listed = [each for each in _counted(store, base, usual, freeze, as_of) if each[1] or each[0] in wanted]
    listed += _calendar(store, base, freeze, as_of)
    others = sorted(wanted.difference(pick for pick, _ in listed), key=date_name)
    listed[:0] = _counted(store, base, others, freeze, as_of)
    return [(pick, count) for pick, count in listed if needle in fold(date_name(pick))]


def _counted(
    store: Store, base: Query, picks: list[Pick], freeze: Freeze, as_of: AsOf | None
) -> Iterator[tuple[Pick, Count]]:
    return zip(picks, store.count_each(base, [freeze(clause_of(pick)) for pick in picks], as_of), strict=True)


def _calendar(store: Store, base: Query, freeze: Freeze, as_of: AsOf | None) -> Iterator[tuple[Pick, Count]]:
    """Years with events, the latest first, each before its months."""
    newest, oldest = (_year(store, base, as_of, descending=way) for way in (True, False))
    if newest is None or oldest is None:
        return
    years = [_on(f"{year:04}") for year in range(newest, max(oldest, newest - _YEARS) - 1, -1)]
    for pick, count in _counted(store, base, years, freeze, as_of):
        if count and isinstance(pick.value, When):
            yield pick, count
            months = [_on(f"{pick.value.text}-{month:02}") for month in range(12, 0, -1)]
            yield from (each for each in _counted(store, base, months, freeze, as_of) if each[1])


def _on(text: str) -> Pick:
    return Pick("on", When(text))


def _year(store: Store, base: Query, as_of: AsOf | None, *, descending: bool) -> int | None:
    """The year of the newest or oldest event; a day beyond, in case that zones differ there."""
    rows = store.page(View(base, Sort("at", descending), as_of=as_of), limit=1).rows
    if not rows:
        return None
    day = date.fromisoformat(rfc3339(rows[0].at_us)[:10])
    near_the_end = (day.month, day.day) == ((12, 31) if descending else (1, 1))
    return min(max(day.year + ((1 if descending else -1) if near_the_end else 0), date.min.year), date.max.year)
