"""Making the parts of chunks: from events as they come in, and anew from rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final

from pyroaring import BitMap

from auditui.core.event import Event
from auditui.store.sqlite import paths
from auditui.store.sqlite.duplicates import id_mark
from auditui.store.sqlite.gather import Gatherer
from auditui.store.sqlite.likeness import likeness
from auditui.store.sqlite.merge import merged_parts
from auditui.store.sqlite.parts import head_crc, pack_part, part_of
from auditui.store.sqlite.paths import EAGER_COLUMNS
from auditui.store.sqlite.rare_text import RareText
from auditui.store.sqlite.rows import Row, RowReader, import_of
from auditui.store.sqlite.schema import Layout
from auditui.store.sqlite.vocabulary import WritingVocabulary

_SLICE: Final = 256
_LEFT: Final = 4
"""Parts of a chunk that is being filled, of any size, which are not worth a merge yet."""
_FEW: Final = 8
"""Parts of a full chunk, of 8,000 rows or more on average, that are nearly as good together as if made as one."""


class Indexer:
    """Keeps every derived index in step with the rows; works inside the caller's transaction.

    Rows of one chunk share `seq >> chunk_bits`. What came in one transaction is one part of its
    chunk; parts of like size are merged, and a chunk that is full is sealed: made one part, and made anew from its rows
    where it came in by so little at a time that values seemed rare which are not.
    """

    def __init__(self, connection: sqlite3.Connection, layout: Layout) -> None:
        self._connection = connection
        self._layout = layout
        self._vocabulary = WritingVocabulary(connection)
        self._text = RareText(connection, layout.table_bits)
        self.gatherer = Gatherer(self._vocabulary)
        self._ids: list[str] = []
        self._first: int | None = None
        self._last = 0
        self._parts = 0
        """How many the present chunk was made of; 0 where others began it."""

    def room(self, seq: int) -> int:
        """How many rows the chunk of a position takes from there on."""
        return (((seq >> self._layout.chunk_bits) + 1) << self._layout.chunk_bits) - seq

    def is_full(self) -> bool:
        """Whether what was taken reaches the end of its chunk."""
        return self._first is not None and self.room(self._last) == 1

    def take(self, events: Sequence[Event], first_seq: int, import_ids: Sequence[int]) -> None:
        """Index new events at the positions from `first_seq` on, all in one chunk, and the import of each."""
        self._gather(events, range(first_seq, first_seq + len(events)), import_ids, with_text=True)

    def take_rows(self, rows: Sequence[Row]) -> None:
        """Index what can only be told by the rows that were made of the events taken last."""
        loose = [name for name in EAGER_COLUMNS if self.gatherer.column(name).loose]
        self.gatherer.take_likeness(likeness(rows, loose))

    def _gather(
        self, events: Sequence[Event], seqs: Sequence[int], import_ids: Iterable[int], *, with_text: bool
    ) -> None:
        if self._first is None:
            self._first = seqs[0]
        self._last = seqs[-1]
        rest = self.gatherer.take(events, [seq & 0xFFFF for seq in seqs], import_ids)
        self._ids += [event.id for event in events if event.id]
        if with_text and rest:
            self._text.add([(seqs[place], text) for place, text in rest], seqs[0])

    def end_part(self) -> None:
        """Write what was taken as one more part, and merge or seal what is due."""
        if self._first is None:
            return
        chunk = self._first >> self._layout.chunk_bits
        runs = self._runs(chunk)
        number = runs[-1][0] + 1 if runs else 0
        is_full = self.is_full()
        self._parts = 1 if not runs else self._parts + bool(self._parts)
        self._write(chunk, number)
        if runs and is_full and not 0 < self._parts <= _FEW:
            self._seal(chunk)
        elif runs:
            self._merge_tail(chunk, is_last=is_full)

    def put(
        self, chunk: int, first: int, last: int, parts: list[tuple[int, bytes]], rest: list[tuple[int, str]]
    ) -> None:
        """Write parts that were made elsewhere as all that a chunk has, and add the texts that are left."""
        self._connection.execute("DELETE FROM part WHERE chunk = ?", (chunk,))
        self._insert(chunk, 0, first, last, parts)
        if rest:
            self._text.add(rest, first)

    def _write(self, chunk: int, number: int) -> None:
        assert self._first is not None
        parts = list(self.gatherer.parts())
        if self._ids:
            parts.append((paths.ID_MARK, pack_part([], [id_mark(each) for each in self._ids])))
        self._vocabulary.write()
        self._insert(chunk, number, self._first, self._last, parts)
        self._ids, self._first = [], None

    def _insert(self, chunk: int, number: int, first: int, last: int, parts: list[tuple[int, bytes]]) -> None:
        self._connection.executemany(
            "INSERT INTO part (path, chunk, number, first_seq, last_seq, crc, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(path, chunk, number, first, last, head_crc(data), data) for path, data in parts],
        )

    def _runs(self, chunk: int) -> list[tuple[int, int, int]]:
        """Number, first and last position of the parts of a chunk, in order."""
        return self._connection.execute(
            "SELECT number, first_seq, last_seq FROM part WHERE path = ? AND chunk = ? ORDER BY number",
            (paths.ALL, chunk),
        ).fetchall()

    def _seal(self, chunk: int) -> None:
        first, last = chunk << self._layout.chunk_bits, ((chunk + 1) << self._layout.chunk_bits) - 1
        self._connection.execute("DELETE FROM part WHERE chunk = ?", (chunk,))
        self.index_rows(first, last, with_text=False)
        self._write(chunk, 0)

    def index_rows(self, first: int, last: int, *, with_text: bool) -> int:
        """Take the stored rows of one chunk, or of a part of it; tells how many."""
        reader = RowReader(self._connection)
        count = 0
        for events, rows in reader.slices(first, last, _SLICE):
            self._gather(events, [event.seq for event in events], map(import_of, rows), with_text=with_text)
            self.gatherer.take_likeness(likeness(rows))
            count += len(events)
        return count

    def _merge_tail(self, chunk: int, *, is_last: bool) -> None:
        """Merge the newest parts while they are not much smaller than the one before, so that few are left; or all."""
        runs = self._runs(chunk)
        if len(runs) <= _LEFT and not is_last:
            return
        keep = len(runs)
        size = 0
        while keep and (is_last or size == 0 or size * 2 >= _rows_of(runs[keep - 1])):
            size += _rows_of(runs[keep - 1])
            keep -= 1
        due = runs[keep:]
        if len(due) < 2:  # noqa: PLR2004 - one part alone is merged already
            return
        number, first, last = due[0][0], due[0][1], due[-1][2]
        found = self._connection.execute(
            "SELECT path, first_seq, data FROM part WHERE chunk = ? AND number >= ? ORDER BY path, number",
            (chunk, number),
        ).fetchall()
        parts = merged_parts(found)
        self._connection.execute("DELETE FROM part WHERE chunk = ? AND number >= ?", (chunk, number))
        self._insert(chunk, number, first, last, parts)


def _rows_of(run: tuple[int, int, int]) -> int:
    return run[2] - run[1] + 1


def id_marks(connection: sqlite3.Connection) -> BitMap:
    """The marks of all source ids in the store."""
    marks = BitMap()
    for first_seq, data in connection.execute("SELECT first_seq, data FROM part WHERE path = ?", (paths.ID_MARK,)):
        marks.update(part_of(first_seq, data).texts())
    return marks
