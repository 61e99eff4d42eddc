"""New rows on their way into the file: held back until there are enough, whichever imports they are of.

What a statement costs beside its rows is paid once for many small files that way: 320 of 900 µs a file of ten.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from itertools import chain, repeat
from typing import Final, NamedTuple, TypeAlias

from auditui.core.canonical import Packed
from auditui.core.event import Event
from auditui.store.sqlite.indexer import Indexer
from auditui.store.sqlite.paths import EAGER_COLUMNS
from auditui.store.sqlite.rows import leaf_of, to_rows
from auditui.store.sqlite.schema import COLUMNS, Layout
from auditui.store.sqlite.sealing import Sealer

Pair: TypeAlias = tuple[Event, Packed]
ENOUGH: Final = 1024
"""Rows written at a time: few enough to be near when the last step comes to them, and each statement serves many."""
_BULK: Final = 2048
"""Rows of one transaction from which on a trigger for each is too much."""
_NONCE_BYTES: Final = 8
_INSERT_EVENT: Final = f"INSERT INTO event (seq, {', '.join(COLUMNS)}) VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"


class _Held(NamedTuple):
    """Events of one import that have no rows yet."""

    pairs: list[Pair]
    import_id: int
    origin: str


class RowWriter:
    """Writes rows, their leaves and every index of them; works inside the caller's transaction.

    One that was made before another process wrote, or whose transaction was undone, is of no use any more.
    """

    def __init__(self, connection: sqlite3.Connection, layout: Layout) -> None:
        self._connection = connection
        self._indexer = Indexer(connection, layout)
        self._sealer = Sealer(connection, layout)
        row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'event'").fetchone()
        self._next_seq = (row[0] if row else 0) + 1
        self._held: list[_Held] = []
        self._held_rows = 0
        self._ended: list[int] = []
        """Imports whose end is to be sealed, once their rows are there."""
        self._rows_here = 0
        """Rows written in this transaction."""
        self._lifted = ""
        """The trigger that is put back before this transaction ends."""

    def room(self) -> int:
        """How many more events fit in the chunk that is being filled; 0 where it is full, and waits for its commit."""
        if self._indexer.is_full():
            return 0
        return self._indexer.room(self._next_seq) - self._held_rows

    def take(self, pairs: list[Pair], import_id: int, origin: str) -> None:
        """Take events that fit in the chunk; they have rows when enough have come, at the latest by `end_part`."""
        self._held.append(_Held(pairs, import_id, origin))
        self._held_rows += len(pairs)
        if self._held_rows >= ENOUGH or not self.room():
            self._write()

    def end(self, import_id: int) -> None:
        """Seal an import that has ended, as its row is now; behind the rows that are held back."""
        self._ended.append(import_id)
        if not self._held:
            self._seal_ended()

    def end_part(self) -> None:
        """Write what is held back, and end the part of the chunk: there is nothing left to write before a commit."""
        self._write()
        self._indexer.end_part()

    def end_transaction(self) -> None:
        """Put back what was lifted for it."""
        if self._lifted:
            self._connection.execute(self._lifted)
        self._lifted, self._rows_here = "", 0

    def _write(self) -> None:
        held, self._held, self._held_rows = self._held, [], 0
        pairs = list(chain.from_iterable(each.pairs for each in held))
        if pairs:
            imports = list(chain.from_iterable(repeat(each.import_id, len(each.pairs)) for each in held))
            origins = chain.from_iterable(repeat(each.origin, len(each.pairs)) for each in held)
            self._write_rows(pairs, imports, list(origins))
        self._seal_ended()

    def _write_rows(self, pairs: Sequence[Pair], imports: Sequence[int], origins: Sequence[str]) -> None:
        events, packed = [event for event, _ in pairs], [texts for _, texts in pairs]
        first = self._next_seq
        noise = bytearray(os.urandom(_NONCE_BYTES * len(events)))  # sqlite3 asks of `bytes` what they stand for: 0.4 µs
        nonces = [noise[at : at + _NONCE_BYTES] for at in range(0, len(noise), _NONCE_BYTES)]
        self._indexer.take(events, first, imports)
        terms = {name: self._indexer.gatherer.column(name).ids for name in EAGER_COLUMNS}
        rows = list(to_rows(events, packed, first_seq=first, import_ids=imports, nonces=nonces, terms=terms))
        self._indexer.take_rows(rows)
        self._rows_here += len(events)
        if self._rows_here >= _BULK:
            self._lift_guard()
        self._connection.executemany(_INSERT_EVENT, rows)
        numbered = enumerate(zip(events, packed, imports, origins, nonces, strict=True), first)
        self._sealer.take(first, [
            leaf_of(event, texts, seq=seq, import_id=import_id, origin=origin, nonce=nonce)
            for seq, (event, texts, import_id, origin, nonce) in numbered
        ])  # fmt: skip
        self._next_seq += len(events)

    def _lift_guard(self) -> None:
        """Let new rows in without a trigger for each, which takes longer than the row: 5 of 9 µs.

        Nobody sees it gone: this transaction puts it back, or is undone with it. A plain INSERT replaces no row.
        """
        if not self._lifted:
            found = self._connection.execute("SELECT sql FROM sqlite_master WHERE name = 'event_no_replace'").fetchone()
            if found:
                self._connection.execute("DROP TRIGGER event_no_replace")
                self._lifted = found[0]

    def _seal_ended(self) -> None:
        for import_id in self._ended:
            self._sealer.seal("import", import_id)
        self._ended.clear()
