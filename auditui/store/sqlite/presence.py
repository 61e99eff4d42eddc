"""Which fields any event fills."""

from __future__ import annotations

import sqlite3
from typing import Final

from auditui.store.sqlite import paths
from auditui.store.sqlite.blobs import InFile
from auditui.store.sqlite.parts import has_values
from auditui.store.sqlite.paths import FIXED

_UNKNOWN: Final = frozenset({"actor_kind", "outcome"})
"""Always filled; they tell something where it is not `unknown`."""
_HAS: Final = ("changes", "details", "targets")


def fields_present(connection: sqlite3.Connection) -> frozenset[str]:
    """Names as queries write them (`at`, `took`), and `changes`, `details`, `targets`; reads only heads of parts."""
    if connection.execute("SELECT 1 FROM event LIMIT 1").fetchone() is None:
        return frozenset()
    texts = {text for (text,) in connection.execute("SELECT text FROM term WHERE path = ?", (paths.HAS,))}
    found = {"at", "seq", "origin", *(name for name in _HAS if name in texts)}
    found |= {name for name, path in FIXED.items() if name not in _UNKNOWN and _is_filled(connection, path)}
    found |= {name for name in _UNKNOWN if _tells(connection, FIXED[name])}
    return frozenset(found)


def _is_filled(connection: sqlite3.Connection, path: int) -> bool:
    parts = connection.execute("SELECT id FROM part WHERE path = ? ORDER BY chunk DESC", (path,))
    return any(has_values(InFile(connection, number)) for (number,) in parts)


def _tells(connection: sqlite3.Connection, path: int) -> bool:
    return connection.execute("SELECT 1 FROM term WHERE path = ? AND text <> 'unknown'", (path,)).fetchone() is not None
