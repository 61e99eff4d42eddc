"""Orders other than time: groups of equal values, each newest first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from pyroaring import BitMap

from auditui.core.event import Event, Leaf
from auditui.core.view import Sort, SortKey, sort_key
from auditui.store.sqlite import paths
from auditui.store.sqlite.index import Index
from auditui.store.sqlite.matches import Matches
from auditui.store.sqlite.moments import Moments
from auditui.store.sqlite.paging import TimeOrder
from auditui.store.sqlite.paths import FIXED

_SMALL: Final = 2000
"""Groups up to this size are ordered by reading the time of each row."""
_COLUMN: Final = {"took": "took_us"}


class ValueOrder:
    """Matching rows by the value of one field, rows without a value last, ties newest first."""

    def __init__(
        self, connection: sqlite3.Connection, index: Index, moments: Moments, rows: BitMap, sort: Sort
    ) -> None:
        self._connection = connection
        self._index = index
        self._moments = moments
        self._rows = rows
        self._sort = sort
        self._path = FIXED[sort.field]

    def slice(self, offset: int, limit: int) -> list[int]:
        """Positions `offset` to `offset + limit`; whole groups before them are only counted."""
        return list(islice(self._from(offset), limit))

    def walk(self) -> Iterator[int]:
        """All positions in order."""
        return self._from(0)

    def _from(self, skip: int) -> Iterator[int]:
        for rows in self._groups():
            if skip >= len(rows):
                skip -= len(rows)
                continue
            yield from self._newest_first(rows, skip)
            skip = 0

    def place(self, seq: int) -> int:
        """How many matching rows come before a matching row."""
        before = 0
        for rows in self._groups():
            if seq in rows:
                return before + next(place for place, each in enumerate(self._newest_first(rows, 0)) if each == seq)
            before += len(rows)
        raise ValueError("the row does not match")

    def _groups(self) -> Iterator[BitMap]:
        """Rows of equal value, in the order of the values."""
        keyed: dict[SortKey, list[int]] = {}
        for term, leaf in self._index.terms(self._path).leaves.items():
            if term >= paths.FIRST_TERM:
                keyed.setdefault(_key_of(self._sort.field, leaf), []).append(term)
        loose = self._index.loose(self._path) & self._rows
        spread = self._spread(loose) if loose else {}
        for key in sorted(keyed.keys() | spread.keys(), reverse=self._sort.descending):
            rows = self._rows & self._index.any_of(self._path, keyed[key]) if key in keyed else BitMap()
            if key in spread:
                rows |= BitMap(spread[key])
            if rows:
                yield rows
        empty = self._rows & self._index.rows(self._path, paths.EMPTY)
        if empty:
            yield empty

    def _spread(self, loose: BitMap) -> dict[SortKey, list[int]]:
        """Rows whose value is not posted, by what they are compared by."""
        column = _COLUMN.get(self._sort.field, self._sort.field)
        found: dict[SortKey, list[int]] = {}
        for seq, value in self._connection.execute(
            f"SELECT seq, {column} FROM event WHERE seq BETWEEN ? AND ?", (loose.min(), loose.max())
        ):
            if seq in loose:
                found.setdefault(_key_of(self._sort.field, value), []).append(seq)
        return found

    def _newest_first(self, rows: BitMap, skip: int) -> Iterator[int]:
        if len(rows) == 1:
            return islice(iter(rows), skip, None)
        if len(rows) <= _SMALL:
            marks = ", ".join(map(str, rows))
            found = self._connection.execute(
                f"SELECT seq FROM event WHERE seq IN ({marks}) ORDER BY at_us DESC, seq DESC"
            ).fetchall()
            return (seq for (seq,) in found[skip:])
        return TimeOrder(self._moments, rows.__and__, descending=True).walk(skip)


def _key_of(field: str, value: Leaf) -> SortKey:
    values: dict[str, Any] = {_COLUMN.get(field, field): value}
    key = sort_key(Event(at_us=0, **values), field)
    assert key is not None  # empty values are a group of their own
    return key


class SeqOrder:
    """Matching rows in the order they came in."""

    def __init__(self, matches: Matches, *, descending: bool) -> None:
        self._matches = matches
        self._descending = descending

    def slice(self, offset: int, limit: int) -> list[int]:
        """Positions `offset` to `offset + limit`."""
        rows = self._matches.settle()
        if not self._descending:
            return list(rows[offset : offset + limit])
        end = len(rows) - offset
        return list(rows[max(0, end - limit) : end])[::-1] if end > 0 else []

    def walk(self) -> Iterator[int]:
        """All positions in order."""
        rows = self._matches.settle()
        return iter(rows.to_array()[::-1] if self._descending else rows)

    def place(self, seq: int) -> int:
        """How many matching rows come before a matching row."""
        rows = self._matches.settle()
        before = rows.rank(seq) - 1
        return len(rows) - 1 - before if self._descending else before
