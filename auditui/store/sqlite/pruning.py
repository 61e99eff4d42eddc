"""Taking terms and paths that nothing uses any more out of the vocabulary."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from typing import Final

from auditui.store.sqlite import paths
from auditui.store.sqlite.blobs import InFile
from auditui.store.sqlite.parts import Part
from auditui.store.sqlite.paths import EAGER_COLUMNS, FIXED
from auditui.store.sqlite.schema import term_check

_AT_ONCE: Final = 20_000
"""Numbers in one statement; SQLite takes a million characters of it."""


def prune(connection: sqlite3.Connection) -> int:
    """Remove every term that no part posts and no row names, and paths without parts; tells how many terms went.

    Works inside the caller's transaction, with the guard of `term` lifted. Raises `DamagedPartError`.
    """
    used = _used(connection)
    unused: dict[int, set[int]] = defaultdict(set)
    for term, path in connection.execute("SELECT id, path FROM term WHERE path <> 0"):
        if term not in used.get(path, ()):
            unused[path].add(term)
    _keep_named(connection, unused)
    gone = {term for terms in unused.values() for term in terms}
    _rewrite_terms(connection, gone)
    _rewrite_paths(connection, used.keys())
    return len(gone)


def _rewrite_terms(connection: sqlite3.Connection, gone: Set[int]) -> None:
    """Write the other terms anew: SQLite leaves copies of rows behind when it moves them from page to page.

    The highest number stays taken, by a term without text: explorers remember what a number stood for.
    """
    rows = connection.execute("SELECT id, path, kind, text, crc FROM term ORDER BY id").fetchall()
    kept = [row for row in rows if row[0] not in gone]
    highest = rows[-1][0]
    if highest in gone:
        kept.append((highest, 0, 0, "", term_check(highest, 0, 0, b"")))
    connection.execute("DELETE FROM term")
    connection.executemany("INSERT INTO term (id, path, kind, text, crc) VALUES (?, ?, ?, ?, ?)", kept)


def _rewrite_paths(connection: sqlite3.Connection, used: Set[int]) -> None:
    """Write anew the fixed paths, those that have a part, and those that lead to one; without the others."""
    rows = connection.execute("SELECT id, name FROM path ORDER BY id").fetchall()
    leading = {above for number, name in rows if number in used for above in _with_those_above(name)}
    kept = [(number, name) for number, name in rows if number < paths.FIRST_FREE or name in leading]
    connection.execute("DELETE FROM path")
    connection.executemany("INSERT INTO path (id, name) VALUES (?, ?)", kept)


def _with_those_above(name: str) -> Iterator[str]:
    while name:
        yield name
        name = name.rpartition(".")[0]


def _used(connection: sqlite3.Connection) -> dict[int, set[int]]:
    """The terms that parts post, by path."""
    found: dict[int, set[int]] = defaultdict(set)
    for number, path, first, crc in connection.execute("SELECT id, path, first_seq, crc FROM part").fetchall():
        found[path].update(Part(first >> 16, InFile(connection, number), crc).ids)
    return found


def _keep_named(connection: sqlite3.Connection, unused: dict[int, set[int]]) -> None:
    """Take out what rows name after all: they are the truth, whatever the index says."""
    for column in EAGER_COLUMNS:
        terms = unused.get(FIXED[column])
        if terms:
            terms -= _named(connection, column, sorted(terms))


def _named(connection: sqlite3.Connection, column: str, terms: list[int]) -> set[int]:
    found: set[int] = set()
    for at in range(0, len(terms), _AT_ONCE):
        listed = ", ".join(map(str, terms[at : at + _AT_ONCE]))
        found.update(_firsts(connection.execute(f"SELECT DISTINCT {column} FROM event WHERE {column} IN ({listed})")))
    return found


def _firsts(rows: Iterable[tuple[int]]) -> Iterable[int]:
    return (term for (term,) in rows)
