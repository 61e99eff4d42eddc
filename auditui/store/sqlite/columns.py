"""One column of many rows, without making events of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Final

from pyroaring import BitMap

from auditui.store.sqlite.paths import EAGER_COLUMNS, PLAIN_COLUMNS

COLUMNS_OF: Final = {**{name: name for name in (*PLAIN_COLUMNS, *EAGER_COLUMNS)}, "took": "took_us"}
"""The column of table `event` that alone holds a field, as text, as the number of a term, or as a number."""
_WINDOW: Final = 16_384
"""Positions that are looked at in one go: some milliseconds."""
_AT_ONCE: Final = 512
_DENSE: Final = 8
"""Where one in so many rows is wanted, reading all of them from first to last is quicker than going to each."""


def values_in(
    connection: sqlite3.Connection, field: str, wanted: BitMap, check_stop: Callable[[], None]
) -> Iterator[tuple[int, str | int | None]]:
    """Position and value, as the row has it, of each of these rows, by position."""
    column = COLUMNS_OF[field]
    for first in range(wanted.min() if wanted else 0, (wanted.max() + 1) if wanted else 0, _WINDOW):
        check_stop()
        some = wanted & BitMap(range(first, first + _WINDOW))
        if len(some) * _DENSE < _WINDOW:
            yield from _each(connection, column, some)
        else:
            found = connection.execute(
                f"SELECT seq, {column} FROM event WHERE seq BETWEEN ? AND ?", (first, first + _WINDOW - 1)
            )
            rows = set(some)
            yield from (row for row in found if row[0] in rows)


def _each(connection: sqlite3.Connection, column: str, some: BitMap) -> Iterator[tuple[int, str | int | None]]:
    waiting = some.to_array()
    for at in range(0, len(waiting), _AT_ONCE):
        marks = ", ".join(map(str, waiting[at : at + _AT_ONCE]))
        yield from connection.execute(f"SELECT seq, {column} FROM event WHERE seq IN ({marks}) ORDER BY seq")
