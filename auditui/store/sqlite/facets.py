"""How often each value of a field occurs among matching rows."""

from __future__ import annotations

import heapq
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from pyroaring import BitMap

from auditui.core.errors import UsageError
from auditui.core.fields import split_path, values_of
from auditui.store.base import FacetValue
from auditui.store.sqlite import paths
from auditui.store.sqlite.columns import COLUMNS_OF, values_in
from auditui.store.sqlite.index import Index
from auditui.store.sqlite.leading import leading
from auditui.store.sqlite.matches import EventReader
from auditui.store.sqlite.paths import EAGER_COLUMNS, FIXED
from auditui.store.sqlite.rows import origin_text
from auditui.store.sqlite.terms import text_of

_AT_ONCE: Final = 512
_SORTED_FROM: Final = 8
"""Where one value in so many is wanted, or more, sorting them all is quicker than a heap of the best."""
_FEW_ROWS: Final = 1024
"""The values of so many rows are read out of the rows."""


class Counting:
    """Counts values of fields within one read transaction."""

    def __init__(self, connection: sqlite3.Connection, index: Index, check_stop: Callable[[], None]) -> None:
        self._connection = connection
        self._index = index
        self._check_stop = check_stop

    def count(self, field: str, rows: BitMap, most_loose: int | None = None) -> Counter[str]:
        """Values as recorded, with how many of the rows have each; rows without one under the empty text.

        With `most_loose`, values that hardly repeat are read from so many rows only, those that came last.

        Raises:
            UsageError: The field is none whose values can be counted.
        """
        numbers = self._paths(field)
        counts: Counter[str] = Counter()
        having = BitMap()
        for path in numbers:
            counts.update(self._posted(path, field, rows))
            having |= rows & self._index.present(path)
        loose = BitMap.union(BitMap(), *[self._index.loose(path) & rows for path in numbers])
        counts.update(self._loose(field, numbers, loose if most_loose is None else loose[-most_loose:]))
        if len(having) < len(rows):
            counts[""] = len(rows) - len(having)
        return counts

    def top(self, field: str, rows: BitMap, limit: int) -> list[FacetValue]:
        """The most frequent of these values: count descending, then value ascending."""
        counts = self._of_column(field, rows, limit) if field in EAGER_COLUMNS else None
        return top(self.count(field, rows) if counts is None else counts, limit)

    def _of_column(self, field: str, rows: BitMap, limit: int) -> Counter[str] | None:
        """The same for the first so many values of a column of many; None where they have to be counted like others."""
        path = FIXED[field]
        if self._index.has_few(path) or self._index.loose(path) & rows:
            return None
        terms = self._read(field, rows) if len(rows) <= _FEW_ROWS else leading(self._index, path, rows, limit)
        if terms is None:
            return None
        leaves = self._index.terms(path).leaves
        counts = Counter({text_of(leaves[term]): count for term, count in terms.items()})
        if lacking := rows.intersection_cardinality(self._index.rows(path, paths.EMPTY)):
            counts[""] = lacking
        return counts

    def _read(self, field: str, rows: BitMap) -> Counter[int]:
        """Terms of a few rows, out of the rows themselves."""
        counts: Counter[int] = Counter()
        waiting = rows.to_array()
        for at in range(0, len(waiting), _AT_ONCE):
            self._check_stop()
            marks = ", ".join(map(str, waiting[at : at + _AT_ONCE]))
            found = self._connection.execute(f"SELECT {field} FROM event WHERE seq IN ({marks})")
            counts.update(term for (term,) in found if term not in {paths.EMPTY, paths.NULL})
        return counts

    def _paths(self, field: str) -> list[int]:
        if split_path(field):
            return self._index.paths_of(field)
        if field not in FIXED:
            raise UsageError(f"values of {field!r} cannot be counted", hint=f"one of {', '.join(FIXED)}")
        return [FIXED[field]]

    def _posted(self, path: int, field: str, rows: BitMap) -> Counter[str]:
        spelled: Mapping[int, str] = self._origins() if field == "origin" else {}
        leaves = self._index.terms(path).leaves
        counts: Counter[str] = Counter()
        for term, count in self._index.count_terms(path, rows).items():
            if term in spelled:
                counts[spelled[term]] += count
            elif term not in {paths.PRESENT, paths.EMPTY, paths.NULL}:
                counts[text_of(leaves[term])] += count
        return counts

    def _origins(self) -> dict[int, str]:
        found = self._connection.execute("SELECT id, name, format FROM import")
        return {number + paths.FIRST_TERM: origin_text(*names) for number, *names in found}

    def _loose(self, field: str, numbers: list[int], loose: BitMap) -> Counter[str]:
        """Values that are not posted, read from the rows; what is posted for its row as well was counted there."""
        counts: Counter[str] = Counter()
        if not loose:
            return counts
        posted = {
            text_of(leaf): [(path, term)] for path in numbers for term, leaf in self._index.terms(path).leaves.items()
        }
        for seq, text in self._spelled(field, loose) if field in COLUMNS_OF else self._told(field, loose):
            if text not in posted or not any(seq in self._index.rows(*place) for place in posted[text]):
                counts[text] += 1
        return counts

    def _spelled(self, field: str, rows: BitMap) -> Iterator[tuple[int, str]]:
        """Position and value of rows that have one in a column of its own."""
        leaves = self._index.terms(FIXED[field]).leaves if field in EAGER_COLUMNS else {}
        for seq, value in values_in(self._connection, field, rows, self._check_stop):
            if isinstance(value, str):
                text = value
            else:
                text = "" if value is None else text_of(leaves.get(value, "") if field in EAGER_COLUMNS else value)
            if text:
                yield seq, text

    def _told(self, field: str, rows: BitMap) -> Iterator[tuple[int, str]]:
        """Position and each of the different values of rows, whose events say them."""
        reader = EventReader(self._connection)
        waiting = rows.to_array()
        for at in range(0, len(waiting), _AT_ONCE):
            self._check_stop()
            for event in reader.read(waiting[at : at + _AT_ONCE]):
                yield from ((event.seq, text) for text in set(map(text_of, values_of(event, field))))


def top(counts: Mapping[str, int], limit: int) -> list[FacetValue]:
    """The most frequent values: count descending, then value ascending."""
    if limit < len(counts) // _SORTED_FROM:
        best = heapq.nsmallest(limit, counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return [FacetValue(value, count) for value, count in best]
    values = sorted(sorted(counts), key=counts.__getitem__, reverse=True)  # keeps the order of values with one count
    return [FacetValue(value, counts[value]) for value in values[:limit]]
