"""Questions to a store: pages, counts, facets, timelines, single events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from pyroaring import BitMap

from auditui.core.errors import StoreError, UsageError
from auditui.core.event import Event
from auditui.core.query import EVERYTHING, Query, freeze
from auditui.core.text import fold
from auditui.core.times import now_us
from auditui.core.view import NEWEST_FIRST, SORTABLE, AsOf, Sort, View
from auditui.store.base import Count, FacetValue, Histogram, Page
from auditui.store.sqlite.connected import Connected
from auditui.store.sqlite.matches import SCAN_NOTE, Matches
from auditui.store.sqlite.paging import TimeOrder
from auditui.store.sqlite.paths import FIXED
from auditui.store.sqlite.planner import Planner
from auditui.store.sqlite.presence import fields_present
from auditui.store.sqlite.timeline import histogram

if TYPE_CHECKING:
    from auditui.store.sqlite.sorting import SeqOrder, ValueOrder

_SHALLOW: Final = 5000
"""Up to this offset the newest rows of all come straight from the index on time."""
_REMEMBERED: Final = 8

Order: TypeAlias = "TimeOrder | SeqOrder | ValueOrder"


class Asking(Connected):
    """Answers queries; see `Store` for each."""

    def _matches(self, query: Query, as_of: AsOf | None) -> Matches:
        """The rows of a frozen query, remembered while the file stays as it is."""
        last = self._last_seq() if as_of is None else as_of.last_seq
        key = (query, last, self._index.stamp)
        found = self._remembered.pop(key, None)
        if found is None:
            everything = self._index.everything() & BitMap(range(last + 1))
            planner = Planner(self._connection, self._index, self._moments, everything)
            found = self._within(planner, query)
        self._remembered[key] = found
        while len(self._remembered) > _REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        return found

    def _within(self, planner: Planner, query: Query) -> Matches:
        """The rows of a frozen query among those of a planner."""
        stop = self._check_stop
        return Matches(planner.answer(query), query.matcher(), self._reader, self._row_texts, check_stop=stop)

    def _last_seq(self) -> int:
        row = self._connection.execute("SELECT max(seq) FROM event").fetchone()
        return int(row[0] or 0)

    def _order(self, matches: Matches, sort: Sort) -> Order:
        if sort.field not in SORTABLE:
            raise UsageError(f"cannot sort by {sort.field!r}", hint=f"one of {', '.join(SORTABLE)}")
        if sort.field == "at":
            settled = matches.known if matches.is_settled else None
            return TimeOrder(self._moments, matches.within, descending=sort.descending, settled=settled)
        from auditui.store.sqlite.sorting import Runs, SeqOrder, ValueOrder

        if sort.field == "seq":
            return SeqOrder(matches.settle(), descending=sort.descending)
        self._runs = self._runs or Runs(self._connection, self._index)
        return ValueOrder(self._index, self._moments, self._runs, matches.settle(), sort)

    def page(self, view: View, *, offset: int = 0, limit: int = 200) -> Page:
        """See `Store.page`."""
        query = frozen(view.query, view.now_us, view.zone)
        with self._reading():
            if query == EVERYTHING and view.sort.field == "at" and offset <= _SHALLOW:
                seqs, note = self._newest(view, offset, limit + 1), ""
            else:
                matches = self._matches(query, view.as_of)
                seqs = self._order(matches, view.sort).slice(offset, limit + 1)
                note = SCAN_NOTE if matches.gave_up and len(seqs) <= limit else ""
            rows = tuple(self._reader.read(seqs[:limit]))
            return Page(rows, offset, at_end=len(seqs) <= limit, note=note)

    def _newest(self, view: View, offset: int, limit: int) -> list[int]:
        way = "DESC" if view.sort.descending else "ASC"
        last = self._last_seq() if view.as_of is None else view.as_of.last_seq
        found = self._connection.execute(
            "SELECT seq FROM event INDEXED BY event_at WHERE seq <= ?"
            f" ORDER BY at_us {way}, seq {way} LIMIT ? OFFSET ?",
            (last, limit, offset),
        )
        return [seq for (seq,) in found]

    def count(self, query: Query, as_of: AsOf | None = None) -> Count:
        """See `Store.count`."""
        query = frozen(query)
        with self._reading():
            matches = self._matches(query, as_of)
            total = len(matches.settle())
            return Count(total, exact=False, note=SCAN_NOTE) if matches.gave_up else Count(total)

    def count_each(self, query: Query, parts: Sequence[Query], as_of: AsOf | None = None) -> list[Count]:
        """See `Store.count_each`."""
        query = frozen(query)
        with self._reading():
            matches = self._matches(query, as_of)
            planner = Planner(self._connection, self._index, self._moments, matches.settle())
            return [self._count_part(planner, frozen(part), is_exact=not matches.gave_up) for part in parts]

    def _count_part(self, planner: Planner, part: Query, *, is_exact: bool) -> Count:
        self._check_stop()
        within = self._within(planner, part)
        total = len(within.settle())
        return Count(total) if is_exact and not within.gave_up else Count(total, exact=False, note=SCAN_NOTE)

    def facets(
        self, query: Query, fields: Sequence[str], limit: int = 20, as_of: AsOf | None = None
    ) -> Mapping[str, list[FacetValue]]:
        """See `Store.facets`."""
        from auditui.store.sqlite.facets import Counting

        query = frozen(query)
        with self._reading():
            rows = self._matches(query, as_of).settle()
            counting = Counting(self._connection, self._index, self._check_stop)
            return {field: counting.top(field, rows, limit) for field in fields}

    def histogram(
        self, query: Query, buckets: int, as_of: AsOf | None = None, over: tuple[int, int] | None = None
    ) -> Histogram:
        """See `Store.histogram`."""
        query = frozen(query)
        with self._reading():
            matches = self._matches(query, as_of)
            rows = matches.settle()
            failed = self._index.any_of(FIXED["outcome"], self._index.terms(FIXED["outcome"]).equal("failure"))
            found = histogram(self._connection, self._moments, rows, failed, max(1, buckets), over=over)
            return replace(found, exact=not matches.gave_up)

    def get(self, seq: int) -> Event:
        """See `Store.get`."""
        with self._guarded():
            found = self._reader.read([seq]) if 0 < seq < 1 << 63 else []
        if not found:
            raise StoreError(f"there is no event {seq}", where=str(self._path), hint="it may have been purged")
        return found[0]

    def find(self, event_id: str) -> list[Event]:
        """See `Store.find`."""
        with self._reading():
            return self._find(event_id)

    def _find(self, event_id: str) -> list[Event]:
        if not event_id:
            return []
        path = FIXED["id"]
        rows = self._index.loose_texts_like(path, fold(event_id))
        rows |= self._index.any_of(path, self._index.terms(path).equal(fold(event_id)))
        return [event for event in self._reader.read(rows.to_array()) if event.id == event_id]

    def events(self, query: Query, sort: Sort = NEWEST_FIRST, as_of: AsOf | None = None) -> Iterator[Event]:
        """See `Store.events`."""
        query = frozen(query)
        with self._reading():
            matches = self._matches(query, as_of)
            matches.lift_budget()
            for event in self._reader.stream(self._order(matches, sort).walk()):
                self._check_stop()
                yield event

    def locate(self, seq: int, view: View) -> int | None:
        """See `Store.locate`."""
        query = frozen(view.query, view.now_us, view.zone)
        with self._reading():
            matches = self._matches(query, view.as_of)
            if seq < 0 or seq >= 1 << 32 or not matches.within(BitMap([seq])):
                return None
            return self._order(matches, view.sort).place(self._reader.read([seq])[0])

    def complete(self, field: str, prefix: str, query: Query, limit: int = 20) -> list[FacetValue]:
        """See `Store.complete`."""
        from auditui.store.sqlite.completion import complete
        from auditui.store.sqlite.facets import Counting

        query = frozen(query)
        with self._reading():
            rows = self._matches(query, None).settle()
            counting = Counting(self._connection, self._index, self._check_stop)
            return complete(counting, field, prefix, rows, limit)

    def fields_present(self) -> frozenset[str]:
        """See `Store.fields_present`."""
        with self._reading():
            return fields_present(self._connection)


def frozen(query: Query, at_us: int | None = None, zone: str = "UTC") -> Query:
    """The query with its relative times replaced by moments."""
    return freeze(query, now_us() if at_us is None else at_us, zone)
