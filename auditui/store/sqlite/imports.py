"""The book of what came in."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from auditui.core.errors import StoreError
from auditui.store.base import ImportRecord, Origin

_LIST = (
    "SELECT id, name, format, profile, size, sha256, at_us, took_us, imported, duplicate, expired, merged, rejected,"
    " redacted, done FROM import ORDER BY id"
)


def list_imports(connection: sqlite3.Connection) -> list[ImportRecord]:
    """All imports, oldest first."""
    return [_record(row) for row in connection.execute(_LIST)]


def confirmed(
    connection: sqlite3.Connection, import_id: int, spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The runs of positions again, if the rows say that they came with this import, as the index does.

    Raises:
        StoreError: They say another one.
    """
    other = "SELECT 1 FROM event WHERE seq BETWEEN ? AND ? AND import_id <> ? LIMIT 1"
    if any(connection.execute(other, (*span, import_id)).fetchone() for span in spans):
        raise StoreError("an index is wrong", hint="run auditui reindex")
    return list(spans)


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
