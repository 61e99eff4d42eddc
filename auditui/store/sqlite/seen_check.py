"""Holding the keys by which events are known again against the rows.

A key too many would let an import leave an event out as a duplicate; one too few would let it in twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice
from typing import Final

from auditui.core.canonical import pack
from auditui.core.counting import counted
from auditui.core.event import Event
from auditui.store.sqlite.duplicates import Key, occurrence_key
from auditui.store.sqlite.keeping import Purged
from auditui.store.sqlite.schema import has_keeping

_AT_ONCE: Final = 2048
_SEEN: Final = "SELECT CAST(at_us AS INTEGER), CAST(hash AS BLOB) FROM seen ORDER BY at_us, hash"
"""Values of other types, which only somebody else can have put there, are keys of no event."""


class SeenCheck:
    """Takes all events, then tells the differences."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        purged = Purged(connection) if has_keeping(connection) else None
        self._was_purged = (lambda key: False) if purged is None or purged.is_empty() else purged.has
        self._scratch = sqlite3.connect("")
        self._scratch.execute("PRAGMA journal_mode = OFF")
        self._scratch.execute(
            "CREATE TABLE content (at_us INTEGER, hash BLOB, n INTEGER, PRIMARY KEY (at_us, hash)) WITHOUT ROWID"
        )
        self._scratch.execute(
            "CREATE TABLE due (at_us INTEGER, hash BLOB, PRIMARY KEY (at_us, hash)) WITHOUT ROWID"
        )  # fmt: skip
        self.compared = 0

    def close(self) -> None:
        """Let go of the scratch file."""
        self._scratch.close()

    def take(self, events: Sequence[Event]) -> None:
        """Count what events say; equal ones differ by how many came before."""
        self._scratch.executemany(
            "INSERT INTO content VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1",
            [(event.at_us, pack(event).content_hash[:16]) for event in events],
        )

    def differences(self, check_stop: Callable[[], None]) -> Iterator[str]:
        """What is missing in the table of keys, and what is too many."""
        self._make_due(check_stop)
        due = self._scratch.execute("SELECT at_us, hash FROM due ORDER BY at_us, hash")
        there = self._connection.execute(_SEEN)
        missing = false = 0
        for lacks, extra, compared in _apart(due, there):
            check_stop()
            missing, false, self.compared = missing + lacks, false + extra, self.compared + compared
        if missing:
            yield f"duplicates: {counted(missing, 'event')} would not be known again"
        if false:
            keys = f"{counted(false, 'key')} {'belongs' if false == 1 else 'belong'}"
            yield f"duplicates: {keys} to no event, which would be left out if it came"

    def _make_due(self, check_stop: Callable[[], None]) -> None:
        """The keys that there have to be."""
        found = self._scratch.execute("SELECT at_us, hash, n FROM content")
        while rows := found.fetchmany(_AT_ONCE):
            check_stop()
            keys = [key for at_us, content, n in rows for key in self._keys(at_us, content, n)]
            self._scratch.executemany("INSERT OR IGNORE INTO due VALUES (?, ?)", keys)

    def _keys(self, at_us: int, content: bytes, n: int) -> Iterator[Key]:
        """Those of the first occurrences that were not purged."""
        keys = ((at_us, occurrence_key(content, before)) for before in count())
        return islice((key for key in keys if not self._was_purged(key)), n)


def _apart(wanted: sqlite3.Cursor, found: sqlite3.Cursor) -> Iterator[tuple[int, int, int]]:
    """How many keys only the first has, only the second, and how many were looked at, some at a time; both in order."""
    lacks = extra = compared = 0
    mine, theirs = wanted.fetchone(), found.fetchone()
    while mine is not None or theirs is not None:
        compared += 1
        is_here = theirs is None or (mine is not None and mine <= theirs)
        is_there = mine is None or (theirs is not None and theirs <= mine)
        lacks, extra = lacks + (not is_there), extra + (not is_here)
        mine = wanted.fetchone() if is_here else mine
        theirs = found.fetchone() if is_there else theirs
        if compared == _AT_ONCE:
            yield lacks, extra, compared
            lacks = extra = compared = 0
    yield lacks, extra, compared
