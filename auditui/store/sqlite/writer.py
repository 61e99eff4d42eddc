"""Adding events: batch by batch, each one transaction with every index."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import compress
from typing import Final

from auditui.core.canonical import Packed, pack
from auditui.core.errors import StoreError
from auditui.core.event import Event
from auditui.store.base import AppendReport, Origin, Progress
from auditui.store.sqlite.duplicates import IdConflicts, Key, Occurrences, claim
from auditui.store.sqlite.indexer import id_marks
from auditui.store.sqlite.keeping import Expiry
from auditui.store.sqlite.row_writer import ENOUGH, Pair, RowWriter
from auditui.store.sqlite.rows import origin_text
from auditui.store.sqlite.schema import Layout

_PATIENCE_S: Final = 600
"""Seconds that imports which have written already wait for their turn; SQLite itself waits for some at a time."""
_SHARED_S: Final = 2.0
"""Age at which a transaction that others share ends with the import that is in it."""


class Writer:
    """Calls of `append`: one, or many that share transactions."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        layout: Layout,
        *,
        has_id: Callable[[str], bool],
        is_stopped: Callable[[], bool],
        shares: bool = False,
    ) -> None:
        """Begin to write.

        Args:
            connection: In no transaction.
            layout: Of its file.
            has_id: Whether a stored row has a source id.
            is_stopped: Whether to end after the present slice.
            shares: Whether calls of `append` share transactions, until `close`.
        """
        self._connection = connection
        self._layout = layout
        self._is_stopped = is_stopped
        self._shares = shares
        self._occurrences = Occurrences(connection)
        self._conflicts = IdConflicts(lambda: id_marks(connection), has_id)
        self._report = AppendReport()
        self._version = -1
        self._began = self._opened = time.monotonic()
        self._origin = ""
        self._is_torn = False
        """Whether something was begun that is of no use unless it ends."""
        self._is_unsealed = False
        self._has_written = False

    def append(self, events: Iterable[Event | None], origin: Origin, progress: Progress | None) -> AppendReport:
        """See `Store.append`."""
        self._origin = origin_text(origin.name, origin.format)
        self._report, self._began = AppendReport(), time.monotonic()
        self._occurrences = Occurrences(self._connection)
        try:
            self._add_import(origin)
            self._take_all(events, progress)
            if self._is_due():
                self._commit()
        finally:
            self._end_append()
        return self._report

    def _take_all(self, events: Iterable[Event | None], progress: Progress | None) -> None:
        taken = 0
        for batch, has_paused in _slices(events):
            self._take(batch)
            if has_paused:
                self._commit()
            taken += len(batch)
            if progress is not None:
                progress(taken)
            if self._is_stopped():
                self._report = replace(self._report, interrupted=True)
                break

    def _is_due(self) -> bool:
        return not self._shares or time.monotonic() - self._opened >= _SHARED_S

    def _end_append(self) -> None:
        """Leave no transaction open but one that others share; what is in that stays, so far as it is whole."""
        if self._connection.in_transaction:
            if self._shares and not self._is_torn:
                self._record_counts()
            else:
                self._undo()

    def _undo(self) -> None:
        self._connection.rollback()
        self._version, self._is_torn = -1, False

    def finish(self, import_id: int, *, merged: int, rejected: int) -> None:
        """See `Store.finish_import`: done when the transaction is, for which the connection waits for the disk."""
        if not self._connection.in_transaction:
            self._begin()
        done = self._connection.execute(
            "UPDATE import SET merged = ?, rejected = ?, done = 1 WHERE id = ?", (merged, rejected, import_id)
        ).rowcount
        if not done:
            raise StoreError(f"there is no import {import_id}", hint="auditui imports lists them")
        self._rows.end(import_id)
        self._is_unsealed = False
        if self._is_due():
            self.settle()

    def settle(self) -> None:
        """Write what is not yet written."""
        try:
            self._commit()
        finally:
            if self._connection.in_transaction:
                self._undo()

    def close(self) -> None:
        """Write what is not yet written, and have it in the file itself."""
        self.settle()
        if self._has_written:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # "busy" where a reader stands in the way

    def _begin(self) -> None:
        """Start a transaction, and look at the file afresh if another process has written to it."""
        self._lock()
        self._opened = time.monotonic()
        self._expiry = Expiry(self._connection)
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._version = version
            self._rows = RowWriter(self._connection, self._layout)
            self._conflicts.forget()

    def _lock(self) -> None:
        """Wait for whoever writes; imports that have written already wait for longer, such as for a purge."""
        until = time.monotonic() + (_PATIENCE_S if self._shares and self._has_written else 0)
        while True:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until or self._is_stopped():
                    raise
            else:
                return

    def _add_import(self, origin: Origin) -> None:
        if not self._connection.in_transaction:
            self._begin()
        self._is_unsealed = True
        cursor = self._connection.execute(
            "INSERT INTO import (name, format, profile, size, sha256, at_us) VALUES (?, ?, ?, ?, ?, ?)",
            (origin.name, origin.format, origin.profile, origin.size, origin.sha256, time.time_ns() // 1000),
        )
        assert cursor.lastrowid is not None
        self._report = replace(self._report, import_id=cursor.lastrowid)

    def _take(self, events: Sequence[Event]) -> None:
        """Store a slice, ending the transaction wherever a chunk is full."""
        while events:
            if not self._connection.in_transaction:
                self._begin()
            room = self._rows.room()
            self._is_torn = True
            self._take_some(events[:room])
            self._is_torn = False
            events = events[room:]
            if not self._rows.room():
                self._commit()

    def _take_some(self, events: Sequence[Event]) -> None:
        """Store events that fit in the chunk, all in one transaction with what marks them as seen."""
        self._is_unsealed = True
        pairs = [(event, pack(event)) for event in events]
        keys = self._occurrences.keys(pairs)
        if not self._expiry.is_idle:
            pairs, keys = self._less_expired(pairs, keys)
        is_new = claim(self._connection, keys)
        kept = self._all_marked(list(compress(pairs, is_new)), list(compress(keys, is_new)))
        if kept:
            self._rows.take(kept, self._report.import_id, self._origin)
        flagged = [event.flags for event, _ in kept if event.flags]
        self._report = replace(
            self._report,
            imported=self._report.imported + len(kept),
            duplicate=self._report.duplicate + len(pairs) - len(kept),
            expired=self._report.expired + len(events) - len(pairs),
            redacted=self._report.redacted + sum("redacted" in flags for flags in flagged),
            repeated=self._report.repeated + sum("repeated" in flags for flags in flagged),
        )

    def _less_expired(self, pairs: list[Pair], keys: list[Key]) -> tuple[list[Pair], list[Key]]:
        """Leave out what must not come in, or not again."""
        lets = self._expiry.lets_in([event for event, _ in pairs], keys)
        return list(compress(pairs, lets)), list(compress(keys, lets))

    def _all_marked(self, pairs: list[Pair], keys: list[Key]) -> list[Pair]:
        """Events with the flags that only their store can know of; mostly none of them has any."""
        repeats = any(not packed.content_hash.startswith(key[1]) for (_, packed), key in zip(pairs, keys, strict=True))
        if not repeats and self._conflicts.all_new([event.id for event, _ in pairs if event.id]):
            return pairs
        return [self._marked(*pair, key) for pair, key in zip(pairs, keys, strict=True)]

    def _marked(self, event: Event, packed: Packed, key: Key) -> Pair:
        if not event.id:
            return event, packed
        repeats = not packed.content_hash.startswith(key[1])
        flag = "repeated" if repeats else "id-conflict" if self._conflicts.conflicts(event.id) else ""
        if not flag or flag in event.flags:
            return event, packed
        return replace(event, flags=tuple(sorted((*event.flags, flag)))), packed

    def _commit(self) -> None:
        if not self._connection.in_transaction:
            return
        self._is_torn = True
        self._rows.end_part()
        self._conflicts.settle()
        if self._is_unsealed:
            self._record_counts()
            self._rows.end(self._report.import_id)
            self._is_unsealed = False
        self._connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'stamp'")
        self._rows.end_transaction()
        self._connection.execute("COMMIT")
        self._is_torn, self._has_written = False, True

    def _record_counts(self) -> None:
        report = self._report
        self._connection.execute(
            "UPDATE import SET imported = ?, duplicate = ?, expired = ?, redacted = ?, took_us = ? WHERE id = ?",
            (
                report.imported, report.duplicate, report.expired, report.redacted, self._elapsed_us(),
                report.import_id,
            ),
        )  # fmt: skip

    def _elapsed_us(self) -> int:
        return int((time.monotonic() - self._began) * 1e6)


def _slices(events: Iterable[Event | None]) -> Iterator[tuple[list[Event], bool]]:
    """Events by the slice, and whether input paused behind it."""
    batch: list[Event] = []
    for event in events:
        if event is None:
            yield batch, True
            batch = []
        else:
            batch.append(event)
            if len(batch) >= ENOUGH:
                yield batch, False
                batch = []
    yield batch, False
