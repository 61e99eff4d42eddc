"""The rows of one query: known from the index, or verified when they are needed."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from pyroaring import BitMap

from auditui.core.event import Event
from auditui.store.sqlite.answers import Answer
from auditui.store.sqlite.rows import SELECT, RowReader

if TYPE_CHECKING:
    from auditui.store.sqlite.row_texts import RowTexts

_AT_ONCE: Final = 512
_TEXTS_AT_ONCE: Final = 4096
"""Rows whose texts are looked at in one go: some milliseconds."""
_MOST_SCANNED: Final = 60_000
"""Rows whose text a scan for one or two letters looks at before it says that it stopped."""
_EVENT_COST: Final = 8
"""Making an event of a row costs as much as looking at the text of so many."""
SCAN_NOTE: Final = "a text shorter than three letters: the oldest rows were not searched"

Verify = Callable[[Event], bool]


class Matches:
    """The rows that match; verified newest position first, so that a page never waits for a total."""

    def __init__(
        self,
        answer: Answer,
        matcher: Verify,
        reader: EventReader,
        texts: Callable[[], RowTexts],
        *,
        check_stop: Callable[[], None],
    ) -> None:
        """`texts` is asked for where the index leaves texts open; `check_stop` raises when the query was stopped."""
        self._texts = texts
        self._check = answer.check
        self._sure = answer.sure
        self._open = BitMap() if answer.is_exact else answer.maybe - answer.sure
        self._matcher = matcher
        self._reader = reader
        self._check_stop = check_stop
        self._budget = _MOST_SCANNED if answer.scans else None

    def lift_budget(self) -> None:
        """Look at every row from now on, however long it takes."""
        self._budget = None

    @property
    def known(self) -> BitMap:
        """Rows that match for certain so far. Never change it."""
        return self._sure

    @property
    def is_settled(self) -> bool:
        """Whether `known` is the whole answer."""
        return not self._open

    @property
    def gave_up(self) -> bool:
        """Whether the scan stopped before all rows were looked at."""
        return bool(self._open) and self._budget is not None and self._budget <= 0

    def within(self, rows: BitMap) -> BitMap:
        """Matching rows among these. What is open in all is looked at in one go where it is little."""
        if self._open and not self.gave_up:
            self._verify(self._open if len(self._open) <= _AT_ONCE else self._open & rows)
        return self._sure & rows

    def settle(self) -> BitMap:
        """All matching rows, as far as the scan goes."""
        if self._open and not self.gave_up:
            self._verify(self._open)
        return self._sure

    def _verify(self, rows: BitMap) -> None:
        """Look at rows, those with the highest positions first."""
        if not rows:
            return
        waiting, size = rows.to_array(), _AT_ONCE if self._check is None else _TEXTS_AT_ONCE
        found, looked_at = BitMap(), BitMap()
        try:
            while waiting and not self.gave_up:
                self._check_stop()
                some = BitMap(waiting[-size:])
                found |= self._matching(some)
                looked_at |= some
                del waiting[-size:]
        finally:
            self._sure = self._sure | found
            self._open = self._open - looked_at

    def _spend(self, cost: int) -> None:
        if self._budget is not None:
            self._budget -= cost

    def _matching(self, rows: BitMap) -> BitMap:
        """The rows that match; only where the texts of a row cannot tell, an event is made of it."""
        if self._check is None:
            return self._matching_events(rows)
        self._spend(len(rows))
        found = self._texts().probe(rows, self._check)
        return found.sure | self._matching_events(found.maybe - found.sure)

    def _matching_events(self, rows: BitMap) -> BitMap:
        self._spend(len(rows) * _EVENT_COST)
        found = BitMap()
        for at in range(0, len(rows), _AT_ONCE):
            self._check_stop()
            some = self._reader.read(rows[at : at + _AT_ONCE].to_array())
            found.update([event.seq for event in some if self._matcher(event)])
        return found


class EventReader:
    """Reads events by position."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rows = RowReader(connection)

    def read(self, seqs: array[int] | list[int]) -> list[Event]:
        """The events at these positions, in this order; positions without a row are left out."""
        marks = ", ".join(map(str, seqs))
        rows = self._connection.execute(f"{SELECT} WHERE seq IN ({marks})").fetchall()
        by_seq = {row[0]: row for row in rows}
        return self._rows.events([by_seq[seq] for seq in seqs if seq in by_seq])

    def stream(self, seqs: Iterator[int]) -> Iterator[Event]:
        """The same for any number of positions, in constant memory."""
        some: list[int] = []
        for seq in seqs:
            some.append(seq)
            if len(some) >= _AT_ONCE:
                yield from self.read(some)
                some = []
        if some:
            yield from self.read(some)
