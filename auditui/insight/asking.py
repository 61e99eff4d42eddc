"""What every rule is asked with, and how rules turn what they found into findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from auditui.core.event import Event
from auditui.core.query import Query, all_of
from auditui.core.times import MAX_US, MIN_US, format_us
from auditui.core.view import AsOf, Sort, View
from auditui.core.watching import MINUTE_US, Watching
from auditui.insight.actors import Actor, name_of
from auditui.insight.period import Period, during
from auditui.insight.sources import Sources
from auditui.store.base import Store

OLDEST_FIRST: Final = Sort("at", descending=False)
FEW: Final = 500
"""Events that are read rather than counted by value."""


@lru_cache(maxsize=64)
def parsed(text: str) -> Query:
    """A query of a rule."""
    from auditui.core.language import parse

    return parse(text)


@dataclass(frozen=True, slots=True)
class Asked:
    """A store and a period of it, and what counts there."""

    store: Store
    scope: Query
    """What all events have to match beside lying in the period; frozen, without such clauses about time."""
    period: Period
    watching: Watching
    zone: str
    """The zone of times in sentences."""
    as_of: AsOf
    sources: Sources

    def query(self, *parts: Query, start_us: int | None = None, end_us: int | None = None) -> Query:
        """What matches all parts in the scope and, unless other ends are given, in the period."""
        start = self.period.start_us if start_us is None else max(start_us, MIN_US)
        end = self.period.end_us if end_us is None else min(end_us, MAX_US + 1)
        return all_of((self.scope, *parts, during(start, end)))

    @contextmanager
    def events(self, query: Query) -> Iterator[Iterator[Event]]:
        """Matching events, oldest first, in constant memory. Nothing else can be asked before the block ends."""
        events = self.store.events(query, OLDEST_FIRST, self.as_of)
        try:
            yield events
        finally:
            if isinstance(events, Generator):
                events.close()

    def count(self, query: Query) -> int:
        """How many events match, exactly."""
        counted = self.store.count(query, self.as_of)
        return int(counted) if counted.exact else sum(1 for _ in self.store.events(query, OLDEST_FIRST, self.as_of))

    def first(self, query: Query) -> Event | None:
        """The oldest matching event."""
        return self._one(query, OLDEST_FIRST)

    def last(self, query: Query) -> Event | None:
        """The newest matching event."""
        return self._one(query, Sort("at"))

    def _one(self, query: Query, sort: Sort) -> Event | None:
        return next(iter(self.store.page(View(query, sort, as_of=self.as_of), limit=1).rows), None)

    def values(self, query: Query, field: str, limit: int, count: int) -> list[str]:
        """The most frequent values of a text field, most frequent first, without the empty one.

        `count` is how many events match. Few of them are read, which costs less than to hold every
        value of the store against them.
        """
        if count > FEW:
            found = self.store.facets(query, [field], limit + 1, self.as_of)[field]
            return [one.value for one in found if one.value][:limit]
        with self.events(query) as events:
            counts = Counter(getattr(event, field) for event in events)
        del counts[""]
        return sorted(counts, key=lambda value: (-counts[value], value))[:limit]

    def clock(self, at_us: int) -> str:
        """A moment as sentences say it."""
        return format_us(at_us, self.zone)[:16]

    def exactly(self, about: Query, who: Actor | None, first_us: int, last_us: int, count: int) -> Query:
        """The simplest query whose events are these: `count` of them, matching all that is given.

        Minutes rather than microseconds, and the actor without the source, where that takes in nobody else.
        """
        start, end = first_us - first_us % MINUTE_US, last_us - last_us % MINUTE_US + MINUTE_US
        wide = () if who is None else (who.short_clause,)
        exact = () if who is None else (who.clause, who.source.clause)
        for parts, span in (
            (wide, during(start, end)),
            (exact, during(start, end)),
            (wide, during(first_us, last_us + 1)),
        ):
            tried = all_of((self.scope, about, *parts, span))
            if self.store.count(tried, self.as_of) == count:
                return tried
        return all_of((self.scope, about, *exact, during(first_us, last_us + 1)))

    def name(self, query: Query) -> str:
        """What the newest matching event calls its actor."""
        event = self.last(query)
        return "" if event is None else name_of(event)
