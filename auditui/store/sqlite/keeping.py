"""Decisions about keeping events in the file, and telling those that must not come back."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import Final

from auditui.core.event import Event
from auditui.store.policy import Decision, Policy, policy_of
from auditui.store.sqlite.duplicates import Key
from auditui.store.sqlite.schema import Layout, has_keeping
from auditui.store.sqlite.sealing import Sealer

_HASH_BYTES: Final = 16


def decisions(connection: sqlite3.Connection) -> list[Decision]:
    """All of them, oldest first."""
    if not has_keeping(connection):
        return []
    return [
        Decision(*row)
        for row in connection.execute("SELECT id, at_us, kind, who, reason, value FROM decision ORDER BY id")
    ]


def policy(connection: sqlite3.Connection) -> Policy:
    """What holds now."""
    return policy_of(decisions(connection))


def decide(connection: sqlite3.Connection, layout: Layout, kind: str, value: str, *, who: str, reason: str) -> int:
    """Add a decision and seal it, in a transaction of its own; gives its number."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        cursor = connection.execute(
            "INSERT INTO decision (at_us, kind, who, reason, value) VALUES (?, ?, ?, ?, ?)",
            (time.time_ns() // 1000, kind, who, reason, value),
        )
        assert cursor.lastrowid is not None
        Sealer(connection, layout).seal("decision", cursor.lastrowid)
        connection.execute("COMMIT")
        return cursor.lastrowid
    finally:
        if connection.in_transaction:
            connection.rollback()


class Purged:
    """Events that were purged, known by keyed hashes: who does not have this file cannot even test a guess."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        (self._secret,) = connection.execute("SELECT value FROM meta WHERE key = 'purge_key'").fetchone()

    def _hash(self, key: Key) -> bytes:
        at_us, content = key
        return blake2b(
            at_us.to_bytes(8, "big", signed=True) + content, digest_size=_HASH_BYTES, key=self._secret
        ).digest()

    def is_empty(self) -> bool:
        """Whether nothing was ever purged."""
        return self._connection.execute("SELECT 1 FROM purged LIMIT 1").fetchone() is None

    def has(self, key: Key) -> bool:
        """Whether the event that this key stands for was purged."""
        found = self._connection.execute("SELECT 1 FROM purged WHERE hash = ?", (self._hash(key),))
        return found.fetchone() is not None

    def add(self, keys: Iterable[Key], tombstone: int) -> None:
        """Remember events that go, for whose sake there is this tombstone."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO purged (hash, tombstone) VALUES (?, ?)",
            [(self._hash(key), tombstone) for key in keys],
        )


class Expiry:
    """Tells which of the events that come in must not: those beyond the retention, and those that were purged."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """As the file is at the beginning of a transaction."""
        self._connection = connection
        found = policy(connection)
        self._horizon_us = found.horizon_us(time.time_ns() // 1000)
        self._is_held = found.holding()
        purged = Purged(connection)
        self._was_purged: Callable[[Key], bool] | None = None if purged.is_empty() else purged.has

    @property
    def is_idle(self) -> bool:
        """Whether everything may come in."""
        return self._horizon_us is None and self._was_purged is None

    def lets_in(self, events: Sequence[Event], keys: Sequence[Key]) -> list[bool]:
        """Whether each event may come in. What is there already may, to be counted as a duplicate."""
        return [not self._stops(event, key) for event, key in zip(events, keys, strict=True)]

    def _stops(self, event: Event, key: Key) -> bool:
        if self._was_purged is not None and self._was_purged(key):
            return True
        if self._horizon_us is None or event.at_us >= self._horizon_us or self._is_held(event):
            return False
        seen = self._connection.execute("SELECT 1 FROM seen WHERE at_us = ? AND hash = ?", key)
        return seen.fetchone() is None
