"""Deleting events for good: rows, nonces, every index entry, and the bytes that they stood in.

One transaction takes all of it, so a process that is killed leaves the store as it was before or as it is after.
Then the log of writes is emptied and free pages are given back; a reader in the way of that is said, and the next
purge makes up for it.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count, takewhile
from pathlib import Path
from typing import Final

from pyroaring import BitMap

from auditui.core.canonical import pack
from auditui.core.errors import StoreError, UsageError
from auditui.core.event import Event
from auditui.store.base import Deletion, PurgeReport
from auditui.store.evidence import spans
from auditui.store.sqlite.duplicates import Key, occurrence_key
from auditui.store.sqlite.indexer import Indexer
from auditui.store.sqlite.keeping import Purged
from auditui.store.sqlite.matches import EventReader
from auditui.store.sqlite.pruning import prune
from auditui.store.sqlite.rare_text import RareText
from auditui.store.sqlite.remaking import Span, remade
from auditui.store.sqlite.schema import COLUMNS, Layout
from auditui.store.sqlite.sealing import Sealer

_SLICE: Final = 512
_NUMBERS: Final = frozenset({"at_us", "import_id", "status", "took_us"})
_GUARDS: Final = ("event_no_update", "event_no_delete", "term_no_update", "term_no_delete")


def _blanked(column: str) -> str:
    blob = f"zeroblob(length(CAST({column} AS BLOB)))"
    text = f"WHEN 'text' THEN CAST({blob} AS TEXT)"
    return f"{column} = CASE typeof({column}) {text} WHEN 'blob' THEN {blob} ELSE {column} END"


_BLANK: Final = (
    f"UPDATE event SET {', '.join(_blanked(column) for column in COLUMNS if column not in _NUMBERS)}"
    " WHERE seq BETWEEN ? AND ?"
)
"""Zeros in the place of every text, before the row goes: SQLite moves rows from page to page while it deletes, and
where a row stood before it stays as it was."""

Tell = Callable[[int, int], object]
"""Told how many rows were gone through, and of how many."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a query means for a purge: rows that would go, and how many more match but are held."""

    rows: BitMap
    held: int
    matches: Callable[[Event], bool]
    """Whether an event may really go; what the index says is not enough to delete by."""


class Purge:
    """One purge; works in transactions of its own."""

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        layout: Layout,
        choose: Callable[[], Chosen],
        *,
        check_stop: Callable[[], None],
        tell: Tell,
    ) -> None:
        """`path` is the file; `choose` is asked inside the transaction, so that nothing comes between."""
        self._path = path
        self._connection = connection
        self._layout = layout
        self._choose = choose
        self._check_stop = check_stop
        self._tell = tell
        self._done = self._total = 0

    def run(self, wanted: Deletion) -> PurgeReport:
        """Delete, and wipe; see `Store.purge`."""
        before = self._pages()
        left = self._wipe_what_is_left()
        if wanted.expected == 0:
            return PurgeReport(freed=max(0, before - self._pages()), left=left)
        if not self._is_unread():
            raise StoreError(
                "somebody is reading the store, so the bytes of deleted events would stay: nothing was deleted",
                hint="close other explorers and exports of this store, and try again",
            )
        with self._secure():
            report = self._deleted(wanted)
            left = self._wiped() if report.deleted else ""
        return replace(report, freed=max(0, before - self._pages()), left=left)

    # ------------------------------------------------------------------------------------ deleting

    def _deleted(self, wanted: Deletion) -> PurgeReport:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            chosen = self._choose()
            found = len(chosen.rows)
            if wanted.expected is not None and found != wanted.expected:
                raise UsageError(
                    f"{found:,} events match now, not {wanted.expected:,}: nothing was deleted",
                    hint="look at them again: auditui purge --dry-run",
                )
            tombstone = self._bury(chosen, wanted) if found else 0
            self._connection.execute("COMMIT")
            return PurgeReport(found, chosen.held, tombstone)
        finally:
            if self._connection.in_transaction:
                self._connection.rollback()

    def _bury(self, chosen: Chosen, wanted: Deletion) -> int:
        rows = chosen.rows
        tables = sorted({first >> self._layout.table_bits for first in _table_firsts(rows, self._layout)})
        self._total = len(rows) + self._rows_in(tables)
        with self._unguarded():
            sealer = Sealer(self._connection, self._layout)
            number = sealer.bury(
                rows, cause=wanted.cause, who=wanted.who, reason=wanted.reason, query_mac=wanted.query_mac
            )
            self._forget(chosen, number)
            sealer.seal_purged(number)
            self._connection.executemany(_BLANK, spans(rows))
            self._connection.executemany("DELETE FROM event WHERE seq BETWEEN ? AND ?", spans(rows))
            self._rebuild(tables, rows)
            prune(self._connection)
        self._connection.execute(
            "UPDATE meta SET value = value + 1 WHERE key IN ('generation', 'stamp')",
        )
        self._connection.execute("UPDATE meta SET value = 1 WHERE key = 'unswept'")
        return number

    def _rebuild(self, tables: Sequence[int], gone: BitMap) -> None:
        """Make the index of all rows of these trigram tables anew.

        A table cannot forget single rows, and what parts no longer post has to be in it, so both go together.
        """
        text, indexer = RareText(self._connection, self._layout.table_bits), Indexer(self._connection, self._layout)
        for table in tables:
            text.drop_table(table)
        for span, found in remade(self._path, self._connection, self._chunks(tables), gone):
            chunk = span.first >> self._layout.chunk_bits
            if found.lacks:
                self._connection.execute("DELETE FROM part WHERE chunk = ?", (chunk,))
                indexer.index_rows(*span, with_text=True)
                indexer.end_part()
            else:
                indexer.put(chunk, found.first, found.last, list(found.parts.items()), found.rest)
            self._advance(found.rows)

    def _chunks(self, tables: Sequence[int]) -> list[Span]:
        """The chunks that these trigram tables are about, as far as there are rows or were."""
        size = 1 << self._layout.chunk_bits
        (last,) = self._connection.execute("SELECT coalesce(max(chunk), 0) FROM part").fetchone()
        return [
            Span(first, first + size - 1)
            for table in tables
            for first in range(table << self._layout.table_bits, (table + 1) << self._layout.table_bits, size)
            if first >> self._layout.chunk_bits <= last
        ]

    def _rows_in(self, tables: Sequence[int]) -> int:
        """About how many rows the index is made anew of; positions that were purged before count, too."""
        (last,) = self._connection.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()
        size = 1 << self._layout.table_bits
        return sum(min(size, int(last) + 1 - table * size) for table in tables)

    def _advance(self, rows: int) -> None:
        self._check_stop()
        self._done += rows
        self._tell(min(self._done, self._total), self._total)

    def _forget(self, chosen: Chosen, tombstone: int) -> None:
        """Put keyed hashes in the place of what tells duplicates of these events. Each is looked at as it is stored."""
        reader, keys = EventReader(self._connection), _Keys(self._connection, tombstone)
        for seqs in _slices(chosen.rows):
            events = reader.read(seqs)
            if len(events) != len(seqs) or not all(map(chosen.matches, events)):
                raise StoreError(
                    "an index is wrong, so nothing was deleted", hint="run auditui reindex, then try again"
                )
            keys.move(events)
            self._advance(len(events))

    @contextmanager
    def _unguarded(self) -> Iterator[None]:
        """Without the triggers that keep rows and terms; this transaction puts them back, or is undone with them."""
        marks = ", ".join("?" * len(_GUARDS))
        lifted = self._connection.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name IN ({marks})", _GUARDS
        ).fetchall()
        for name, _ in lifted:
            self._connection.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in lifted:
            self._connection.execute(sql)

    # -------------------------------------------------------------------------------------- wiping

    @contextmanager
    def _secure(self) -> Iterator[None]:
        """Zeros over everything that goes, and on disk when it counts."""
        before = [(name, self._pragma(name)) for name in ("secure_delete", "synchronous")]
        self._connection.execute("PRAGMA secure_delete = ON")
        self._connection.execute("PRAGMA synchronous = FULL")
        try:
            yield
        finally:
            for name, level in before:
                self._connection.execute(f"PRAGMA {name} = {level}")

    def _pragma(self, name: str) -> int:
        return int(self._connection.execute(f"PRAGMA {name}").fetchone()[0])

    def _pages(self) -> int:
        """The size of the file in bytes."""
        return self._pragma("page_count") * self._pragma("page_size")

    def _wipe_what_is_left(self) -> str:
        """Make up for an earlier purge that was killed or that a reader kept from wiping; why not, if that fails."""
        (unswept,) = self._connection.execute("SELECT value FROM meta WHERE key = 'unswept'").fetchone()
        if not unswept:
            return ""
        with self._secure():
            return self._wiped()

    def _wiped(self) -> str:
        """Give back free pages and empty the log of writes, where old pages may stand; why not, if that cannot be.

        The events are deleted by then, so nothing that happens here may look as if they were not.
        """
        try:
            self._connection.executescript("PRAGMA incremental_vacuum")  # `execute` would take one page only
            if not self._truncated():
                return "somebody is reading the store"
            self._connection.execute("UPDATE meta SET value = 0 WHERE key = 'unswept'")
            self._truncated()
        except sqlite3.Error as error:
            return f"the database says: {error}"
        return ""

    def _is_unread(self) -> bool:
        """Whether nobody reads. With an empty log SQLite does not ask its readers, so something is written first.

        It has to be something else than stood there: what is the same is not written at all.
        """
        self._connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'stamp'")
        return self._truncated()

    def _truncated(self) -> bool:
        """Whether all of the log is in the file now, and the log is empty."""
        busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy


class _Keys:
    """Moves keys of events from those that are there to those that were purged."""

    def __init__(self, connection: sqlite3.Connection, tombstone: int) -> None:
        self._connection = connection
        self._tombstone = tombstone
        self._purged = Purged(connection)

    def move(self, events: Sequence[Event]) -> None:
        """Of equal events the last occurrences go first: which of them a row was nobody can tell."""
        found = Counter((event.at_us, pack(event).content_hash[:16]) for event in events)
        gone: list[Key] = []
        for (at_us, content), copies in found.items():
            gone += self._present(at_us, content)[-copies:]
        self._purged.add(gone, self._tombstone)
        self._connection.executemany("DELETE FROM seen WHERE at_us = ? AND hash = ?", gone)

    def _present(self, at_us: int, content: bytes) -> list[Key]:
        """The keys of the occurrences of an event that are there, in order."""
        keys = ((at_us, occurrence_key(content, before)) for before in count())
        known = takewhile(lambda key: self._is_there(key) or self._purged.has(key), keys)
        return [key for key in known if self._is_there(key)]

    def _is_there(self, key: Key) -> bool:
        return self._connection.execute("SELECT 1 FROM seen WHERE at_us = ? AND hash = ?", key).fetchone() is not None


def _slices(rows: BitMap) -> Iterator[list[int]]:
    listed = rows.to_array()
    return (list(listed[at : at + _SLICE]) for at in range(0, len(listed), _SLICE))


def _table_firsts(rows: BitMap, layout: Layout) -> Iterator[int]:
    """The first of these rows in each trigram table."""
    at = rows.min()
    while True:
        yield at
        following = ((at >> layout.table_bits) + 1) << layout.table_bits
        if following > rows.max():
            return
        at = rows[rows.rank(following - 1)]
