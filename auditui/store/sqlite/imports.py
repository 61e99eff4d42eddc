"""The book of what came in."""

from __future__ import annotations

import sqlite3

from auditui.core.errors import StoreError
from auditui.store.base import ImportRecord, Origin
from auditui.store.sqlite.schema import Layout
from auditui.store.sqlite.sealing import Sealer

_LIST = (
    "SELECT id, name, format, profile, size, sha256, at_us, took_us, imported, duplicate, expired, merged, rejected,"
    " redacted, done FROM import ORDER BY id"
)


def list_imports(connection: sqlite3.Connection) -> list[ImportRecord]:
    """All imports, oldest first."""
    return [_record(row) for row in connection.execute(_LIST)]


def _record(
    row: tuple[int, str, str, str, int | None, str, int, int, int, int, int, int, int, int, int],
) -> ImportRecord:
    number, name, form, profile, size, sha256, at_us, took_us, imported, duplicate, expired, merged, rejected, *more = (
        row
    )
    redacted, done = more
    return ImportRecord(
        import_id=number, origin=Origin(name, form, profile, size, sha256), at_us=at_us, took_us=took_us,
        seen=imported + duplicate + expired + merged + rejected, imported=imported, duplicate=duplicate,
        expired=expired, merged=merged, rejected=rejected, redacted=redacted, done=bool(done),
    )  # fmt: skip


def finish_import(
    connection: sqlite3.Connection, layout: Layout, import_id: int, *, merged: int, rejected: int
) -> None:
    """Complete a record, and have everything on disk before the import counts as done."""
    connection.execute("PRAGMA synchronous = FULL")
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            done = connection.execute(
                "UPDATE import SET merged = ?, rejected = ?, done = 1 WHERE id = ?", (merged, rejected, import_id)
            ).rowcount
            if done:
                Sealer(connection, layout).seal("import", import_id)
            connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'stamp'")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.rollback()
    finally:
        connection.execute("PRAGMA synchronous = NORMAL")
    if not done:
        raise StoreError(f"there is no import {import_id}", hint="auditui imports lists them")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # answers "busy" where a reader stands in the way
