"""The indexes that SQLite keeps of the tables: that they are ours, whole, and say what the rows say.

Who lists events goes through `event_at`, so an entry that is not in it hides a row that is still there and proven.
SQLite uses what it finds and never asks; so it is asked here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Final

from auditui.core.counting import counted
from auditui.store.sqlite.schema import row_indexes

BY_TIME: Final = "event_at"
_MOST_SAID: Final = 100
_UNPAIRED: Final = (
    "SELECT count(*), coalesce(sum(NOT EXISTS (SELECT 1 FROM event AS i INDEXED BY event_at"
    " WHERE i.at_us = e.at_us AND i.seq = e.seq)), 0) FROM event AS e NOT INDEXED"
)
"""How many rows there are, and how many of them are not in the index at their time."""
_ENTRIES: Final = "SELECT count(*) FROM event INDEXED BY event_at"
_FOUND: Final = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name != '_sqlite_migrations'"
)
"""The book of migrations is that of sqlite-utils, with an index of its own."""
_SEARCHED: Final = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    " AND name NOT LIKE 'text\\_%' ESCAPE '\\' ORDER BY name"
)
"""Tables but for those of the text index, which have a check of their own."""


def differences(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Name of an index and what is wrong with it, in words of `custody.findings`; a second for a million rows."""
    wanted = row_indexes()
    found = dict(connection.execute(_FOUND).fetchall())
    for name, sql in wanted.items():
        if name not in found:
            yield name, "missing"
        elif found[name] != sql:
            yield name, "altered"
    for name in sorted(found.keys() - wanted.keys()):
        yield name, "inserted: it is none of auditui's"
    if found.get(BY_TIME) == wanted[BY_TIME]:
        yield from _by_time(connection)


def _by_time(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Every row has its entry, and there are no others: then both say the same."""
    rows, lacking = connection.execute(_UNPAIRED).fetchone()
    (entries,) = connection.execute(_ENTRIES).fetchone()
    if lacking:
        yield BY_TIME, f"altered: it lacks {lacking:,} of {counted(rows, 'row')}, which no list shows"
    elif entries != rows:
        yield BY_TIME, f"altered: it has {counted(entries, 'entry', 'entries')} for {counted(rows, 'row')}"


def unsound(connection: sqlite3.Connection, check_stop: Callable[[], None]) -> Iterator[str]:
    """What SQLite's own check of each table and its indexes says, page by page."""
    for (name,) in connection.execute(_SEARCHED).fetchall():
        check_stop()
        for (said,) in connection.execute(f"PRAGMA integrity_check({_quoted(name)})").fetchmany(_MOST_SAID):
            if said != "ok":
                yield f"{name}: {said}"


def rebuild(connection: sqlite3.Connection) -> None:
    """Make all of them anew, inside the caller's transaction; those that somebody dropped or forged, too."""
    for name, sql in row_indexes().items():
        connection.execute(f"DROP INDEX IF EXISTS {name}")
        connection.execute(sql)
    for (name,) in connection.execute(_SEARCHED).fetchall():
        connection.execute(f"REINDEX {_quoted(name)}")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
