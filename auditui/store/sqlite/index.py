"""The index as readers see it: rows of terms as bitmaps, loaded as they are asked for."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_right
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import add, neg
from typing import Final, TypeAlias, TypeVar

from pyroaring import BitMap

from auditui.core.fields import split_path
from auditui.core.text import fold
from auditui.store.sqlite import paths
from auditui.store.sqlite.bitmap_cache import BitmapCache
from auditui.store.sqlite.blobs import InFile
from auditui.store.sqlite.containers import DamagedPartError, union
from auditui.store.sqlite.parts import Part, SortedRows, containers_of, fingerprint, has_texts, part_of
from auditui.store.sqlite.paths import FIXED, TEXT_COLUMNS
from auditui.store.sqlite.rare_text import RareText
from auditui.store.sqlite.shared import Shared, shared
from auditui.store.sqlite.terms import PathTerms, TextTerms

_PART_BYTES: Final = 8 * 1024 * 1024
_PART_BYTES_A_ROW: Final = 5
"""Beside these: a list of users asks for 20 counts over three paths, each of which grows with the store."""
_MANY_TERMS: Final = 24
"""From here on the row lists of the terms of a part are joined before a bitmap is made of them."""
_FEW_TERMS: Final = 512
"""Up to here terms are intersected one by one; more are counted in one pass over their rows."""

_JSON_COLUMNS: Final = ("targets", "changes", "details")

T = TypeVar("T")
_Place: TypeAlias = tuple[int, int, int, int]
"""Row, checksum, first and last position of a part."""

Rebuild = Callable[[int, int, int], bytes]
"""Path, first and last position to the blob of a part, made from the rows."""


class Totals:
    """The terms of a path with how many rows each has: the most frequent first, then by number."""

    def __init__(self, counts: Mapping[int, int]) -> None:
        ordered = sorted((-count, term) for term, count in counts.items() if term not in {paths.EMPTY, paths.NULL})
        self.terms = array("I", [term for _, term in ordered])
        self.counts = array("I", [-count for count, _ in ordered])

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Term and count of each."""
        return zip(self.terms, self.counts, strict=True)

    def reaching(self, limit: int) -> int:
        """How many terms have at least as many rows as the one of this number, from 1."""
        return self.having(self.counts[limit - 1]) if limit < len(self.counts) else len(self.counts)

    def having(self, least: int) -> int:
        """How many terms have at least so many rows."""
        return bisect_right(self.counts, -least, key=neg)


class Index:
    """Reads the derived index. Valid for one state of the file; `refresh` moves it to the present one.

    Call everything inside one read transaction. Bitmaps handed out are shared: never change them. Whatever is read
    may be interrupted, so nothing counts as read before it is.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        table_bits: int,
        *,
        rebuild: Rebuild,
        check_stop: Callable[[], None],
        shared_by: str = "",
    ) -> None:
        """`check_stop` raises when the present query was stopped.

        `shared_by` names the file, so that connections that only read may share what they read; empty
        for one that writes, as what it sees may yet be undone.
        """
        self._shared_by = shared_by
        self._shared = Shared()
        self._connection = connection
        self._check_stop = check_stop
        self._rebuild = rebuild
        self.rare = RareText(connection, table_bits)
        self._stamp: tuple[int, int] = (-1, -1)
        self._paths: dict[str, list[int]] = {}
        self._parts: OrderedDict[int, list[tuple[_Place, Part]]] = OrderedDict()
        self._most_bytes = _PART_BYTES
        self._stale: set[int] = set()
        self._bitmaps = BitmapCache()
        self._fresh_terms: set[int] = set()
        self._loose_columns: tuple[str, ...] | None = None
        self._texts_fresh = False
        self._totals: dict[int, Totals] = {}

    @property
    def stamp(self) -> tuple[int, int]:
        """Changes with every commit that changes the index."""
        return self._stamp

    def refresh(self) -> None:
        """Look whether the file has changed, and forget what no longer holds."""
        found = dict(
            self._connection.execute(
                "SELECT key, value FROM meta WHERE key IN ('stamp', 'built', 'generation', 'uuid')"
            )
        )
        stamp = int(found["stamp"]), int(found["built"]) + int(found["generation"])
        if stamp == self._stamp:
            return
        names = self._connection.execute("SELECT id, name FROM path").fetchall()
        last = self._last_row()
        if stamp[1] != self._stamp[1]:
            self._parts.clear()
            self._shared = shared(self._shared_by, str(found["uuid"]), stamp[1]) if self._shared_by else Shared()
        self._stamp = stamp
        self._most_bytes = _PART_BYTES + _PART_BYTES_A_ROW * last
        self._stale = set(self._parts)
        self._fresh_terms = set()
        self._texts_fresh = False
        self._loose_columns = None
        self._totals = {}
        self._bitmaps = self._shared.bitmaps(stamp[0])
        self._paths = {}
        for number, name in names:
            self._paths.setdefault(_folded_name(name), []).append(number)

    def _last_row(self) -> int:
        found = self._connection.execute(
            "SELECT last_seq FROM part WHERE path = ? ORDER BY chunk DESC, number DESC LIMIT 1", (paths.ALL,)
        ).fetchone()
        return int(found[0]) if found else 0

    def is_readable(self) -> bool:
        """Whether the newest part of the hours is as this version writes them; True where there is none."""
        newest: _Place | None = self._connection.execute(
            "SELECT id, crc, first_seq, last_seq FROM part WHERE path = ? ORDER BY chunk DESC, number DESC LIMIT 1",
            (paths.HOUR,),
        ).fetchone()
        if newest is None:
            return True
        try:
            Part(newest[2] >> 16, InFile(self._connection, newest[0]), newest[1]).check()
        except DamagedPartError:
            return False
        return True

    def paths_of(self, field: str) -> list[int]:
        """The paths behind a name of a field, or behind a name below details, before or after, whatever their case."""
        found = self._paths.get(_folded_name(field), [])
        return [*found, paths.OTHER] if split_path(field) else found

    def dynamic_paths(self) -> list[int]:
        """All paths inside details and changes."""
        return [number for numbers in self._paths.values() for number in numbers if number >= paths.FIRST_FREE]

    def parts(self, path: int) -> list[Part]:
        """The parts of a path, by position."""
        held = self._parts.get(path)
        if held is None or path in self._stale:
            held = self._parts[path] = self._load(path, dict(held or ()))
            self._stale.discard(path)
            self._parts.move_to_end(path)  # so that it is not what is shed
            self._shed()
        self._parts.move_to_end(path)
        return [part for _, part in held]

    def _load(self, path: int, held: dict[_Place, Part]) -> list[tuple[_Place, Part]]:
        places: list[_Place] = self._connection.execute(
            "SELECT id, crc, first_seq, last_seq FROM part WHERE path = ? ORDER BY chunk, number", (path,)
        ).fetchall()
        return [(place, held.get(place) or self._open(path, place)) for place in places]

    def _open(self, path: int, place: _Place) -> Part:
        """Open a blob; a damaged one is made anew from its rows, in memory."""
        number, crc, first, last = place
        try:
            return Part(first >> 16, InFile(self._connection, number), crc)
        except DamagedPartError:
            return part_of(first, self._rebuild(path, first, last))

    def _asked(self, path: int, ask: Callable[[list[Part]], T]) -> T:
        """What the parts of a path say; when one turns out damaged it is made anew, and all are asked again."""
        try:
            return ask(self.parts(path))
        except DamagedPartError:
            self._parts[path] = [(place, self._sound(path, place, part)) for place, part in self._parts[path]]
            return ask(self.parts(path))

    def _sound(self, path: int, place: _Place, part: Part) -> Part:
        try:
            part.check()
        except DamagedPartError:
            return part_of(place[2], self._rebuild(path, place[2], place[3]))
        return part

    def _shed(self) -> None:
        """Let go of the parts that were not used for longest, so that memory stays bounded."""
        size = sum(part.size for held in self._parts.values() for _, part in held)
        while size > self._most_bytes and len(self._parts) > 1:
            _, dropped = self._parts.popitem(last=False)
            size -= sum(part.size for _, part in dropped)

    def rows(self, path: int, term: int) -> BitMap:
        """Where a term stands."""
        found = self._bitmaps.get((path, term))
        if found is None:
            found = self._unite(path, (term,))
            self._bitmaps.put((path, term), found)
        return found

    def any_of(self, path: int, terms: Iterable[int]) -> BitMap:
        """Where any of the terms of a path stands."""
        listed = tuple(terms)
        if not listed:
            return BitMap()
        return self.rows(path, listed[0]) if len(listed) == 1 else self._unite(path, listed)

    def _unite(self, path: int, terms: Iterable[int]) -> BitMap:
        wanted = sorted(set(terms))
        if len(wanted) > _MANY_TERMS:
            return self._asked(path, lambda parts: BitMap.union(BitMap(), *[part.any_of(wanted) for part in parts]))
        return self._asked(path, lambda parts: union(containers_of(parts, wanted)))

    def rows_of_each(self, path: int, terms: Iterable[int]) -> dict[int, BitMap]:
        """Where each of many terms of a path stands; what is not at hand yet is read in one go."""
        found = {term: self._bitmaps.get((path, term)) for term in terms}
        missing = sorted(term for term, rows in found.items() if rows is None)
        if missing:
            read = self._asked(path, lambda parts: _each(parts, missing))
            for term, rows in read.items():
                self._bitmaps.put((path, term), rows)
            found |= read
        return {term: rows for term, rows in found.items() if rows is not None}

    def totals(self, path: int) -> Totals:
        """How many rows each term of a path has in the whole store."""
        found = self._totals.get(path)
        if found is None:
            counts: dict[int, int] = {}
            for part in self.parts(path):  # no step in Python for each term: one part of IP addresses has thousands
                before = map(counts.get, part.ids, repeat(0))
                counts.update(zip(part.ids, map(add, before, map((1).__add__, part.cards)), strict=True))
            found = self._totals[path] = Totals(counts)
        return found

    def has_few(self, path: int) -> bool:
        """Whether a path has so few terms that all of them are counted at once."""
        return len(self.totals(path).terms) <= _FEW_TERMS

    def count_terms(self, path: int, rows: BitMap) -> Mapping[int, int]:
        """How many of these rows each term of a path has; terms with none are left out."""
        terms = {term for part in self.parts(path) for term in part.ids}
        if len(terms) <= _FEW_TERMS:
            found = {term: rows.intersection_cardinality(self.rows(path, term)) for term in terms}
            return {term: count for term, count in found.items() if count}
        return self._asked(path, lambda parts: self._counted(path, parts, rows))

    def _counted(self, path: int, parts: list[Part], rows: BitMap) -> Counter[int]:
        counts: Counter[int] = Counter()
        for part in parts:
            self._check_stop()
            counts.update(part.count_terms(rows, is_single=path in paths.SINGLE))
        return counts

    def everything(self) -> BitMap:
        """All rows."""
        return self.rows(paths.ALL, paths.PRESENT)

    def present(self, path: int) -> BitMap:
        """Rows with a value at a path that is neither null nor empty."""
        if path in paths.SINGLE:
            return self.everything() - self.rows(path, paths.EMPTY)
        return self.rows(path, paths.PRESENT)

    def loose(self, path: int) -> BitMap:
        """Rows with a value at a path that is not posted."""
        return self._asked(path, lambda parts: BitMap.union(BitMap(), *[part.loose() for part in parts]))

    def loose_columns(self) -> tuple[str, ...]:
        """Columns that free text looks at where some rows hold a text that is not posted, those of sentences first."""
        if self._loose_columns is None:
            columns = (name for name in (*TEXT_COLUMNS, *paths.EAGER_COLUMNS) if FIXED.get(name) not in paths.NOT_TEXT)
            self._loose_columns = tuple(filter(self._is_loose, columns))
        return self._loose_columns

    def _is_loose(self, column: str) -> bool:
        if column in _JSON_COLUMNS:
            return bool(self.any_of(paths.HAS, self.terms(paths.HAS).equal(column)))
        parts = self._connection.execute("SELECT id, crc FROM part WHERE path = ?", (FIXED[column],)).fetchall()
        return any(has_texts(InFile(self._connection, number), crc) for number, crc in parts)

    def loose_texts_like(self, path: int, folded: str) -> BitMap:
        """Rows whose unposted text at a path may be this one."""
        mark = fingerprint(folded)
        return self._asked(path, lambda parts: BitMap([seq for part in parts for seq in part.rows_of_text(mark)]))

    def loose_numbers(self, path: int, low: float, high: float) -> list[tuple[float, int]]:
        """Unposted numbers at a path between two ends, both included, with their positions."""
        return self._asked(path, lambda parts: [found for part in parts for found in part.numbers_between(low, high)])

    def runs(self, path: int) -> list[SortedRows]:
        """The rows with unposted values at a path, in runs of ascending value."""
        return self._asked(path, lambda parts: [run for part in parts for run in part.sorted_rows()])

    def terms(self, path: int) -> PathTerms:
        """The values of a path."""
        found = self._shared.terms(path)
        if path not in self._fresh_terms:
            with self._shared.lock:
                found.refresh(self._connection)
            self._fresh_terms.add(path)
        return found

    def texts(self) -> TextTerms:
        """All texts that are terms."""
        if not self._texts_fresh:
            with self._shared.lock:
                self._shared.texts.refresh(self._connection)
            self._texts_fresh = True
        return self._shared.texts


def _each(parts: list[Part], terms: Sequence[int]) -> dict[int, BitMap]:
    """The rows of each of these terms (ascending)."""
    found: dict[int, list[tuple[int, int, bytes]]] = {term: [] for term in terms}
    for part in parts:
        for at, data in part.containers_of(terms):
            found[part.ids[at]].append((part.block, part.cards[at], data))
    return {term: union(containers) for term, containers in found.items()}


def _folded_name(name: str) -> str:
    root = split_path(name)
    return f"{root[0]}.{fold(root[1])}" if root else name
