"""Which of the events given are in the store already."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Final
from zlib import crc32

from pyroaring import BitMap

from auditui.core.canonical import Packed
from auditui.core.event import Event

Key = tuple[int, bytes]
"""Time and 16 bytes that stand for the content (the source's id is part of it) and its how-manieth occurrence."""

_COUNTED_IN_MEMORY: Final = 200_000


class Occurrences:
    """How often each content came within one call of `append`: exact, in bounded memory.

    What no longer fits in memory goes to a temporary table; a bitmap of 32-bit marks tells for most contents that
    they are not in it.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._recent: dict[bytes, int] = {}
        self._marks = BitMap()
        self._spilled = False

    def take(self, content: bytes) -> int:
        """How often this content came before; counts it."""
        before = self._recent.get(content)
        if before is None:
            before = self._looked_up(content)
        self._recent[content] = before + 1
        if len(self._recent) > _COUNTED_IN_MEMORY:
            self._spill()
        return before

    def _looked_up(self, content: bytes) -> int:
        if not self._spilled or int.from_bytes(content[:4], "little") not in self._marks:
            return 0
        row = self._connection.execute("SELECT n FROM temp.occurrence WHERE content = ?", (content,)).fetchone()
        return int(row[0]) if row else 0

    def _spill(self) -> None:
        self._connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS occurrence (content BLOB PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID"
        )
        if not self._spilled:
            self._connection.execute("DELETE FROM temp.occurrence")
        self._connection.executemany("REPLACE INTO temp.occurrence VALUES (?, ?)", sorted(self._recent.items()))
        self._marks |= _marks_of(self._recent)
        self._recent.clear()
        self._spilled = True

    def keys(self, pairs: Sequence[tuple[Event, Packed]]) -> list[Key]:
        """What each event shares with its duplicates only."""
        contents = [packed.content_hash[:16] for _, packed in pairs]
        if self._takes_as_new(contents):
            return [(event.at_us, content) for (event, _), content in zip(pairs, contents, strict=True)]
        return [
            (event.at_us, occurrence_key(content, self.take(content)))
            for (event, _), content in zip(pairs, contents, strict=True)
        ]

    def _takes_as_new(self, contents: Sequence[bytes]) -> bool:
        """Count contents at one stroke where all came for the first time, as they mostly do; else none of them."""
        if self._spilled and not self._marks.isdisjoint(_marks_of(contents)):
            return False
        fresh = dict.fromkeys(contents, 1)
        if len(fresh) < len(contents) or not self._recent.keys().isdisjoint(fresh):
            return False
        self._recent.update(fresh)
        if len(self._recent) > _COUNTED_IN_MEMORY:
            self._spill()
        return True


def _marks_of(contents: Iterable[bytes]) -> BitMap:
    return BitMap(array("I", [int.from_bytes(content[:4], "little") for content in contents]))


def occurrence_key(content: bytes, before: int) -> bytes:
    """What stands for an event that came so many times before."""
    return sha256(content + before.to_bytes(8, "big")).digest()[:16] if before else content


def claim(connection: sqlite3.Connection, keys: Sequence[Key]) -> list[bool]:
    """Enter the keys that are new; tells for each whether it was.

    Mostly all are new, and go in at one stroke up to the first that is not; the others are looked at one by one.
    No savepoint: it would make the text index write what it still holds in memory.
    """
    before = connection.total_changes
    try:
        connection.executemany("INSERT INTO seen (at_us, hash) VALUES (?, ?)", keys)
    except sqlite3.IntegrityError:
        new = connection.total_changes - before
        insert = "INSERT OR IGNORE INTO seen (at_us, hash) VALUES (?, ?)"
        return [True] * new + [connection.execute(insert, key).rowcount == 1 for key in keys[new:]]
    return [True] * len(keys)


def id_mark(event_id: str) -> int:
    """32 bits that equal ids share."""
    return crc32(event_id.encode("utf-8", "surrogatepass"))


class IdConflicts:
    """Which source ids came before with other content."""

    def __init__(self, load: Callable[[], BitMap], exists: Callable[[str], bool]) -> None:
        """`load` gives the marks of all ids in the store, `exists` tells for one id whether a stored row has it."""
        self._load = load
        self._exists = exists
        self._known: BitMap | None = None
        self._unwritten: set[str] = set()

    def all_new(self, event_ids: Sequence[str]) -> bool:
        """Whether all these ids differ, and no event has one; remembers them if so, and none of them if not."""
        known = self._loaded()
        marks = array("I", map(id_mark, event_ids))
        each = BitMap(marks)
        if len(each) < len(marks) or not known.isdisjoint(each):
            return False
        known.update(marks)
        self._unwritten.update(event_ids)
        return True

    def _loaded(self) -> BitMap:
        if self._known is None:
            self._known = self._load()
        return self._known

    def conflicts(self, event_id: str) -> bool:
        """Whether an event that is no duplicate has the id of another; remembers the id."""
        known = self._loaded()
        mark = id_mark(event_id)
        if mark not in known:
            known.add(mark)
            self._unwritten.add(event_id)
            return False
        if event_id in self._unwritten:
            return True
        self._unwritten.add(event_id)
        return self._exists(event_id)

    def settle(self) -> None:
        """The ids that came so far are in the file now."""
        self._unwritten.clear()

    def forget(self) -> None:
        """Look at the file afresh: another process has written to it."""
        self._known = None
        self._unwritten.clear()
