"""What zooming out leads back to: the dates that were zoomed into, and the time that the log spans."""

from __future__ import annotations

from auditui.core.query import Query
from auditui.core.times import MIN_US
from auditui.tui import steps


class Zooms:
    """Remembers the way in, step by step, and how far the events of a query without dates go."""

    def __init__(self) -> None:
        self._way: list[tuple[Query, Query]] = []
        self._whole: tuple[Query, tuple[int, int]] | None = None

    def learn(self, query: Query, span: tuple[int, int] | None) -> None:
        """The moments that the events of a query cover; one with dates tells nothing about the whole."""
        if span is not None and not steps.has_dates(query):
            self._whole = query, span

    def into(self, query: Query, shown: tuple[int, int], middle_us: int | None) -> Query:
        """Half of the time shown."""
        wanted = steps.zoomed(query, shown, 0.5, middle_us)
        self._way.append((steps.dates_of(query), steps.dates_of(wanted)))
        return wanted

    def out_of(self, query: Query, shown: tuple[int, int], middle_us: int | None, now_us: int) -> Query:
        """The dates that were zoomed into; where others stand now, twice the time shown, as far as the log goes.

        Where that is not known the time goes until now.
        """
        present = steps.dates_of(query)
        while self._way:
            before, after = self._way.pop()
            if after == present:
                return steps.dated(query, before)
        undated = steps.undated(query)
        if self._whole is None or self._whole[0] != undated:
            return steps.zoomed(query, shown, 2, middle_us, (MIN_US, now_us))
        return steps.zoomed(query, shown, 2, middle_us, self._whole[1])
