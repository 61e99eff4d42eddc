"""The index made anew from rows: one damaged part in memory, or everything, or only to compare."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import compress

from pyroaring import BitMap

from auditui.core.event import Event
from auditui.store.base import Progress
from auditui.store.sqlite import paths, row_indexes
from auditui.store.sqlite.duplicates import id_mark
from auditui.store.sqlite.gather import Gatherer
from auditui.store.sqlite.indexer import Indexer
from auditui.store.sqlite.likeness import likeness
from auditui.store.sqlite.parts import pack_part
from auditui.store.sqlite.paths import EAGER_COLUMNS, FIXED
from auditui.store.sqlite.rare_text import RareText
from auditui.store.sqlite.rows import RowReader, import_of
from auditui.store.sqlite.schema import Layout

_SLICE = 2048


class KnownVocabulary:
    """The vocabulary as it stands in the file; what it does not hold stays loose."""

    lacks = False
    """Whether a value of a path whose values are all posted has no term."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._paths = {name: number for number, name in connection.execute("SELECT id, name FROM path")}

    def path(self, name: str) -> int:
        """The number of a path, `paths.OTHER` when it has none of its own."""
        return int(self._paths.get(name, paths.OTHER))

    def terms(self, path: int) -> Iterable[tuple[int, int, str]]:
        """Number, kind and text of the terms of a path."""
        return self._connection.execute("SELECT id, kind, text FROM term WHERE path = ?", (path,))

    def new_term(self, path: int, kind: int, text: str) -> None:
        """There are no new terms here."""
        self.lacks = self.lacks or path in paths.EAGER


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Parts by path, and position and words of the rows that have some for the trigram index."""

    parts: dict[int, bytes]
    rest: list[tuple[int, str]]
    first: int = 0
    last: int = 0
    """First and last position of the rows; 0 where there are none."""
    rows: int = 0
    lacks: bool = False
    """Whether the vocabulary lacks a term that it should have: derived values may be newer than it."""


def rebuilt(
    connection: sqlite3.Connection,
    first: int,
    last: int,
    gone: BitMap | None = None,
    each: Callable[[list[Event]], object] | None = None,
) -> Rebuilt:
    """What the rows from `first` to `last`, of one chunk, give without those at `gone`; nothing is written.

    `each` is called with the events of some rows at a time, for whoever wants to know more of them.
    """
    vocabulary = KnownVocabulary(connection)
    gatherer = Gatherer(vocabulary)
    marks: list[int] = []
    rest: list[tuple[int, str]] = []
    seqs: list[int] = []
    for all_events, all_rows in RowReader(connection).slices(first, last, _SLICE):
        stays = [gone is None or event.seq not in gone for event in all_events]
        events, rows = list(compress(all_events, stays)), list(compress(all_rows, stays))
        if each is not None:
            each(events)
        seqs += [event.seq for event in events]
        texts = gatherer.take(events, [event.seq & 0xFFFF for event in events], map(import_of, rows))
        gatherer.take_likeness(likeness(rows))
        rest += [(events[place].seq, text) for place, text in texts]
        marks += [id_mark(event.id) for event in events if event.id]
    parts = dict(gatherer.parts())
    if marks:
        parts[paths.ID_MARK] = pack_part([], marks)
    return Rebuilt(parts, rest, *((seqs[0], seqs[-1]) if seqs else (0, 0)), len(seqs), vocabulary.lacks)


def rebuilt_part(connection: sqlite3.Connection, path: int, first: int, last: int) -> bytes:
    """The part of one path."""
    return rebuilt(connection, first, last).parts.get(path) or pack_part([])


def reindex(connection: sqlite3.Connection, layout: Layout, progress: Progress | None) -> None:
    """Drop every derived index, SQLite's own among them, and build it from the rows, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        row_indexes.rebuild(connection)
        _drop(connection, layout)
        indexer = Indexer(connection, layout)
        done = 0
        for first, last in chunk_ranges(connection, layout):
            done += indexer.index_rows(first, last, with_text=True)
            indexer.end_part()
            if progress is not None:
                progress(done)
        connection.execute("UPDATE meta SET value = value + 1 WHERE key IN ('built', 'stamp')")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.rollback()


def _drop(connection: sqlite3.Connection, layout: Layout) -> None:
    RareText(connection, layout.table_bits).drop()
    connection.execute("DELETE FROM part")
    kept = ", ".join(str(FIXED[name]) for name in EAGER_COLUMNS)
    connection.execute(f"DELETE FROM term WHERE path NOT IN (0, {kept})")
    connection.execute("DELETE FROM path WHERE id >= ?", (paths.FIRST_FREE,))


def chunk_ranges(connection: sqlite3.Connection, layout: Layout) -> Iterator[tuple[int, int]]:
    """First and last possible position of each chunk."""
    (last,) = connection.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()
    size = 1 << layout.chunk_bits
    for first in range(0, last + 1, size):
        yield first, first + size - 1
