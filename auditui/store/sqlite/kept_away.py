"""What keeps purged events from coming back, as heads speak of it: keyed hashes by tombstone, and the key of them.

Each tombstone's hashes are sealed once, when they are written. So a purge never vouches for what somebody has done to
the hashes of those before it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Final

from auditui.core.canonical import SetHash, record_hash
from auditui.store.sqlite.schema import has_keeping, has_seals

PURGED: Final = "purged"
"""Kind of the heads about the hashes that one tombstone left; its number is their subject."""
PURGE_KEY: Final = "purge_key"
"""Kind of the head about the key of all of them; its subject is 0."""
BEFORE: Final = 0
"""In place of a tombstone's number: hashes of a file that was moved on from a format that did not tell them apart."""


def kept(connection: sqlite3.Connection) -> dict[int, tuple[int, bytes]]:
    """By tombstone, there or not: how many hashes it left, and what stands for all of them.

    Raises:
        TypeError: A value is of another type than auditui writes.
    """
    if not has_keeping(connection):
        return {}
    found = {number: SetHash() for (number,) in connection.execute("SELECT id FROM tombstone")}
    tombstone = "tombstone" if has_seals(connection) else str(BEFORE)
    rows = connection.execute(f"SELECT {tombstone}, hash FROM purged ORDER BY hash")
    for number, run in groupby(rows, itemgetter(0)):
        if not isinstance(number, int):
            raise TypeError("no number of a tombstone")
        found.setdefault(number, SetHash()).take(hash_ for _, hash_ in run)
    return {number: (each.count, _record(number, each)) for number, each in found.items()}


def record_of_purged(connection: sqlite3.Connection, tombstone: int) -> bytes:
    """What stands for the hashes that a tombstone left. Raises as `kept` does."""
    found = SetHash()
    found.take(_hashes(connection, tombstone))
    return _record(tombstone, found)


def _hashes(connection: sqlite3.Connection, tombstone: int) -> Iterator[bytes]:
    rows = connection.execute("SELECT hash FROM purged WHERE tombstone = ? ORDER BY hash", (tombstone,))
    return (hash_ for (hash_,) in rows)


def _record(tombstone: int, found: SetHash) -> bytes:
    return record_hash(PURGED, [tombstone, found.count, found.digest()])


def record_of_key(connection: sqlite3.Connection) -> bytes:
    """What stands for the key. Raises `TypeError` where it is of another type than auditui writes."""
    found = connection.execute("SELECT value FROM meta WHERE key = 'purge_key'").fetchone()
    secret = found[0] if found else None
    if not isinstance(secret, bytes):
        raise TypeError("no key")
    return record_hash(PURGE_KEY, [secret])
