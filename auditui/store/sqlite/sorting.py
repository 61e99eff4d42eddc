"""Orders other than time: the values of one field, merged from terms and from runs of unposted values.

A row is found by its offset without walking there: how many matching rows have a value below a given
one is counted from sums over terms and over blocks of the runs, and the value at the offset is found by
bisection. Only groups of equal values are looked into, and each is in order of time, newest first.
"""

from __future__ import annotations

import heapq
import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, groupby, islice
from operator import itemgetter
from typing import Final, Protocol

from pyroaring import BitMap

from auditui.core.event import Event
from auditui.core.view import Sort, SortKey, sort_key
from auditui.store.sqlite import paths
from auditui.store.sqlite.containers import DamagedPartError
from auditui.store.sqlite.index import Index
from auditui.store.sqlite.moments import Moments
from auditui.store.sqlite.paging import TimeOrder
from auditui.store.sqlite.parts import SortedRows
from auditui.store.sqlite.paths import FIXED
from auditui.store.sqlite.tallies import key_of

_BLOCK: Final = 1024
_DENSE: Final = 8
"""Where at least each so many-th row matches, the first value that has matching rows is found by looking."""
Group = tuple[SortKey, BitMap]
"""A value, as what it is compared by, and the matching rows that have it."""


class Source(Protocol):
    """Values in ascending order, each with rows; a value may stand in several places, one after the other."""

    def __len__(self) -> int: ...
    def key(self, place: int) -> SortKey:
        """What the value at a place is compared by."""
        ...

    def before(self, place: int) -> int:
        """How many matching rows the places before this one have."""
        ...

    def rows(self, place: int) -> BitMap:
        """Matching rows of a place."""
        ...


class _Terms:
    """The terms of a path."""

    def __init__(self, index: Index, path: int, field: str, matching: BitMap) -> None:
        self._index = index
        self._path = path
        self._matching = matching
        self._ordered = index.terms(path).in_order(lambda leaf: key_of(field, leaf))
        self._sums: list[int] | None = None

    def __len__(self) -> int:
        return len(self._ordered)

    def key(self, place: int) -> SortKey:
        return self._ordered[place][0]

    def before(self, place: int) -> int:
        if self._sums is None:
            counts = self._index.count_terms(self._path, self._matching)
            self._sums = list(accumulate((counts.get(term, 0) for _, term in self._ordered), initial=0))
        return self._sums[place]

    def rows(self, place: int) -> BitMap:
        return self._matching & self._index.rows(self._path, self._ordered[place][1])


class Run:
    """Rows of one part in the order of their values, cut into blocks; does not depend on the query."""

    def __init__(self, rows: Sequence[int], block: int, key: Callable[[int], SortKey]) -> None:
        """`key` gives what the value at a place is compared by."""
        self._rows = rows
        self._base = block << 16
        self.key = key

    def __len__(self) -> int:
        return len(self._rows)

    def seqs(self, first: int, last: int) -> list[int]:
        """Positions at the places from `first` on and before `last`."""
        return [self._base | row for row in self._rows[first:last]]

    @cached_property
    def blocks(self) -> list[BitMap]:
        """The rows of each block."""
        return [BitMap(self.seqs(at, at + _BLOCK)) for at in range(0, len(self._rows), _BLOCK)]


class _RunUnderQuery:
    """A run, and the matching rows in it."""

    def __init__(self, run: Run, matching: BitMap) -> None:
        self._run = run
        self._matching = matching

    @cached_property
    def _sums(self) -> list[int]:
        return list(accumulate(map(self._matching.intersection_cardinality, self._run.blocks), initial=0))

    def __len__(self) -> int:
        return len(self._run)

    def key(self, place: int) -> SortKey:
        return self._run.key(place)

    def before(self, place: int) -> int:
        block, rest = divmod(place, _BLOCK)
        begin = block * _BLOCK
        inside = sum(seq in self._matching for seq in self._run.seqs(begin, begin + rest))
        return self._sums[block] + inside

    def rows(self, place: int) -> BitMap:
        return self._matching & BitMap(self._run.seqs(place, place + 1))


class Runs:
    """The runs of a field, for one state of the index; kept while it lasts, as a million rows cost 50 ms."""

    def __init__(self, connection: sqlite3.Connection, index: Index) -> None:
        self._connection = connection
        self._index = index
        self._stamp = (-1, -1)
        self._runs: dict[str, list[Run]] = {}

    def of(self, field: str) -> list[Run]:
        """The runs of a field."""
        if self._stamp != self._index.stamp:
            self._stamp = self._index.stamp
            self._runs = {}
        if field not in self._runs:
            self._runs[field] = [self._open(field, run) for run in self._index.runs(FIXED[field])]
        return self._runs[field]

    def _open(self, field: str, found: SortedRows) -> Run:
        values = found.values
        if values is None:
            return self._text_run(field, found.rows, found.block)
        return Run(found.rows, found.block, lambda place: (int(values[place]),))

    def _text_run(self, field: str, rows: Sequence[int], block: int) -> Run:
        base = block << 16
        read: dict[int, SortKey] = {}

        def key(place: int) -> SortKey:
            found = read.get(place)
            if found is None:
                sql = f"SELECT {field} FROM event WHERE seq = ?"
                (value,) = self._connection.execute(sql, (base | rows[place],)).fetchone()
                found = read[place] = key_of(field, value)
                if len(read) > _BLOCK:
                    read.clear()
            return found

        return Run(rows, block, key)


class ValueOrder:
    """Matching rows by the value of one field, rows without a value last, ties newest first."""

    def __init__(self, index: Index, moments: Moments, runs: Runs, matching: BitMap, sort: Sort) -> None:
        path = FIXED[sort.field]
        self._moments = moments
        self._field = sort.field
        self._descending = sort.descending
        self._sources: list[Source] = [_Terms(index, path, sort.field, matching)]
        self._sources += [_RunUnderQuery(run, matching) for run in runs.of(sort.field)]
        self._sources = [source for source in self._sources if len(source)]
        self._without = matching & index.rows(path, paths.EMPTY)
        self._with = len(matching) - len(self._without)
        self._is_dense = _DENSE * self._with >= len(index.everything())

    def slice(self, offset: int, limit: int) -> list[int]:
        """Positions `offset` to `offset + limit`."""
        return list(islice(self.walk(offset), limit))

    def walk(self, skip: int = 0) -> Iterator[int]:
        """All positions in order, from the one at offset `skip` on."""
        groups: Iterator[Group] = iter(())
        if not skip and self._is_dense:
            groups = self._groups_from(None)
        elif skip < self._with:
            key = self._key_at(self._with - 1 - skip if self._descending else skip)
            skip -= self._before(key)
            groups = self._groups_from(key)
        else:
            skip -= self._with
        for _, rows in groups:
            yield from self._newest_first(rows, skip)
            skip = 0
        yield from self._newest_first(self._without, skip)

    def place(self, event: Event) -> int:
        """How many matching rows come before a matching event."""
        key = sort_key(event, self._field)
        if key is None:
            return self._with + self._by_time(self._without).place(event)
        rows = next(rows for found, rows in self._groups_from(key) if found == key)
        return self._before(key) + self._by_time(rows).place(event)

    def _before(self, key: SortKey) -> int:
        """How many matching rows come before those of a value, in this order."""
        return self._with - self._up_to(key) if self._descending else self._below(key)

    def _below(self, key: SortKey) -> int:
        """How many matching rows have a smaller value."""
        return sum(source.before(_first(source, key)) for source in self._sources)

    def _up_to(self, key: SortKey) -> int:
        """How many matching rows have this value or a smaller one."""
        return sum(source.before(_behind(source, key)) for source in self._sources)

    def _key_at(self, rank: int) -> SortKey:
        """The value of the row with this rank, counted in ascending order; there is such a row."""
        spans = [(0, len(source)) for source in self._sources]
        while True:
            widest = max(range(len(spans)), key=lambda each: spans[each][1] - spans[each][0])
            low, high = spans[widest]
            if low >= high:
                raise DamagedPartError
            pivot = self._sources[widest].key((low + high) // 2)
            if rank < self._below(pivot):
                spans = self._narrowed(spans, pivot, upper=False)
            elif rank >= self._up_to(pivot):
                spans = self._narrowed(spans, pivot, upper=True)
            else:
                return pivot

    def _narrowed(self, spans: list[tuple[int, int]], pivot: SortKey, *, upper: bool) -> list[tuple[int, int]]:
        """What is left of the spans on one side of a value."""
        if upper:
            starts = [_behind(source, pivot) for source in self._sources]
            return [(max(low, start), high) for (low, high), start in zip(spans, starts, strict=True)]
        ends = [_first(source, pivot) for source in self._sources]
        return [(low, min(high, end)) for (low, high), end in zip(spans, ends, strict=True)]

    def _groups_from(self, key: SortKey | None) -> Iterator[Group]:
        """Values from this one on, or all, in this order, with the matching rows of each."""
        walks = [self._places_from(source, key) for source in self._sources]
        merged = heapq.merge(*walks, key=itemgetter(0), reverse=self._descending)
        for found, group in groupby(merged, key=itemgetter(0)):
            rows = BitMap.union(BitMap(), *[source.rows(place) for _, source, place in group])
            if rows:
                yield found, rows

    def _places_from(self, source: Source, key: SortKey | None) -> Iterator[tuple[SortKey, Source, int]]:
        if self._descending:
            places = range((len(source) if key is None else _behind(source, key)) - 1, -1, -1)
        else:
            places = range(0 if key is None else _first(source, key), len(source))
        for place in places:
            yield source.key(place), source, place

    def _newest_first(self, rows: BitMap, skip: int) -> Iterator[int]:
        if len(rows) <= 1:
            return islice(iter(rows), skip, None)
        return self._by_time(rows).walk(skip)

    def _by_time(self, rows: BitMap) -> TimeOrder:
        """The newest first, as rows of one value are ordered."""
        return TimeOrder(self._moments, rows.__and__, descending=True, settled=rows)


class SeqOrder:
    """Matching rows in the order they came in."""

    def __init__(self, rows: BitMap, *, descending: bool) -> None:
        self._rows = rows
        self._descending = descending

    def slice(self, offset: int, limit: int) -> list[int]:
        """Positions `offset` to `offset + limit`."""
        rows = self._rows
        if not self._descending:
            return list(rows[offset : offset + limit])
        end = len(rows) - offset
        return list(rows[max(0, end - limit) : end])[::-1] if end > 0 else []

    def walk(self) -> Iterator[int]:
        """All positions in order."""
        return iter(self._rows.to_array()[::-1] if self._descending else self._rows)

    def place(self, event: Event) -> int:
        """How many matching rows come before a matching event."""
        before = int(self._rows.rank(event.seq)) - 1
        return len(self._rows) - 1 - before if self._descending else before


def _first(source: Source, key: SortKey) -> int:
    """The first place of a source with this value or a greater one."""
    return bisect_left(range(len(source)), key, key=source.key)


def _behind(source: Source, key: SortKey) -> int:
    """The first place of a source with a greater value."""
    return bisect_right(range(len(source)), key, key=source.key)
