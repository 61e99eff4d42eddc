"""Finding the rows that hold a text: by `LIKE` wherever that can tell, else by reading what a row holds."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Any, Final, TypeAlias

from pyroaring import BitMap

from auditui.store.sqlite import paths
from auditui.store.sqlite.index import Index
from auditui.store.sqlite.paths import COARSE, EXACT, ID_COLUMNS, SPACED
from auditui.store.sqlite.probing import Bounds, Check

_SPARSE: Final = 4
"""Up to so many rows for each wanted one, walking costs less than seeking."""
_SOUGHT: Final = (2, 16, 128, 512)
"""How many rows one statement seeks."""
_JOIN: Final = "\x01"
_BETWEEN: Final = f" || char({ord(_JOIN)}) || "
_ESCAPE: Final = str.maketrans({"%": "\\%", "_": "\\_"})

_Columns: TypeAlias = tuple[str, ...]


class RowTexts:
    """Looks into the texts that rows hold themselves; what they name by a term is in the index."""

    def __init__(self, connection: sqlite3.Connection, index: Index) -> None:
        self._connection = connection
        self._index = index

    def probe(self, rows: BitMap, check: Check) -> Bounds:
        """Of these rows those that match, and those that match or have to be looked at as events."""
        return check(self._having, rows)

    def _having(self, needle: str, rows: BitMap) -> Bounds:
        """See `Having`."""
        exact, coarse = (rows & self._index.rows(paths.LIKE, term) for term in (EXACT, COARSE))
        liked = self._liked(needle, exact | coarse)
        read = self._read(needle, rows - exact - coarse)
        return Bounds((liked & exact) | read.sure, liked | read.maybe)

    def _liked(self, needle: str, rows: BitMap) -> BitMap:
        """Those of these rows, of each of which something is known, that have a needle by `LIKE`."""
        if not rows:
            return rows
        columns = self._index.loose_columns()
        if " " in needle and not rows.intersect(self._index.rows(paths.LIKE, SPACED)):
            columns = tuple(column for column in columns if column not in ID_COLUMNS)
        pattern = needle.translate(_ESCAPE)
        condition = _liking(columns, has_escapes=pattern != needle)
        return BitMap([row[0] for row in self._select("seq", condition, rows, f"%{pattern}%")]) & rows

    def _read(self, needle: str, rows: BitMap) -> Bounds:
        """Rows of which nothing is known: clean ones tell, others have to be looked at."""
        if not rows:
            return Bounds(rows, rows)
        found, unclear = [], []
        for seq, text in self._select(f"seq, {_joined(self._index.loose_columns())}", "TRUE", rows):
            if not text.isascii() or "\\" in text:
                unclear.append(seq)
            elif needle in text.lower():
                found.append(seq)
        sure = BitMap(found) & rows
        return Bounds(sure, sure | (BitMap(unclear) & rows))

    def _select(self, what: str, condition: str, rows: BitMap, *given: str) -> Iterable[tuple[Any, ...]]:
        """What is asked of these rows; where they lie close together others between them come along."""
        asked, number = f"SELECT {what} FROM event WHERE ({condition}) AND seq", len(given) + 1
        first, last = rows.min(), rows.max()
        if last - first < _SPARSE * len(rows):
            return self._connection.execute(f"{asked} BETWEEN ?{number} AND ?{number + 1}", (*given, first, last))
        groups = _groups(rows)
        sought = (
            self._connection.execute(f"{asked} IN ({_marks(number, len(each))})", (*given, *each)) for each in groups
        )
        return chain.from_iterable(sought)


def _groups(rows: BitMap) -> Iterator[array[int]]:
    """The rows group by group, each of one of few sizes, so that few statements do for all; the last row may repeat."""
    listed = rows.to_array()
    for at in range(0, len(listed), _SOUGHT[-1]):
        some = listed[at : at + _SOUGHT[-1]]
        size = next(size for size in _SOUGHT if size >= len(some))
        yield some + some[-1:] * (size - len(some))


@cache
def _marks(first: int, count: int) -> str:
    """Numbered parameters, so many from one on."""
    return ", ".join(f"?{number}" for number in range(first, first + count))


@cache
def _liking(columns: _Columns, *, has_escapes: bool) -> str:
    """The condition that one of these columns is like parameter 1."""
    like = "LIKE ?1 ESCAPE '\\'" if has_escapes else "LIKE ?1"
    own = (
        f"(typeof({column}) = 'text' AND {column} {like})" if column in paths.EAGER_COLUMNS else f"{column} {like}"
        for column in columns
    )
    return " OR ".join(own) or "?1 IS NULL"


@cache
def _joined(columns: _Columns) -> str:
    """The texts of these columns as one, with a character between them that is in no needle."""
    own = (
        f"CASE typeof({column}) WHEN 'text' THEN {column} ELSE '' END" if column in paths.EAGER_COLUMNS else column
        for column in columns
    )
    return _BETWEEN.join(own) or "''"
