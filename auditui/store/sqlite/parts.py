"""One part of the index: what one path has in one run of rows, packed into one blob.

A blob holds the rows of each term, then what is not posted: fingerprints of texts and numbers.
Rows are kept as their lowest 16 bits; all rows of a part share the bits above (`block`), so a row
list is, byte for byte, the container of a roaring bitmap. `union` only writes the header around the
containers of many parts and hands them over in one call; roaring checks what it is given.

Layout, little-endian: nine u32 (`terms, texts, numbers, runs, rows of runs, bytes of row lists, bytes of all
before them, checksum of the tables, checksum of the tail`); tables: term numbers u32 ascending, how many
rows each has less one u16, the checksum of each row list u32; the row lists (u16 ascending; 8,192 bytes of
bits from 4,097 rows on); the tail: fingerprints u32 ascending (`hash16 << 16 | row`), numbers f64
ascending, their rows u16, then for paths that can be sorted by: the rows with texts that are not posted
in the order of these texts, as runs (a merge sets one behind the other): the length of each u32, rows u16.
The checksum of the head stands beside the blob. So a query reads, and checks, only what it needs.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import Final, NamedTuple
from zlib import crc32

from pyroaring import BitMap

from auditui.store.sqlite.blobs import Bytes, Held
from auditui.store.sqlite.containers import DamagedPartError, union
from auditui.store.sqlite.paths import EMPTY, NULL

_HEAD: Final = struct.Struct("<9I")
_MOST_LISTED: Final = 4096
_NOBODY: Final = 0xFFFF
"""More rows than this are kept as bits: where roaring changes, too."""
_BITS_BYTES: Final = 8192
_READ_BYTES: Final = 16 * 1024
"""Beginning to read a blob takes as long as reading so much more of it."""
_FEW: Final = 2
"""Up to so many terms of a part are looked for one by one."""
_BIG_ENDIAN: Final = sys.byteorder == "big"


def fingerprint(folded: str) -> int:
    """16 bits that equal texts share."""
    return crc32(folded.encode("utf-8", "surrogatepass")) & 0xFFFF


def _little(numbers: array) -> bytes:  # type: ignore[type-arg]
    if _BIG_ENDIAN:
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def _array(code: str, data: bytes | bytearray | memoryview) -> array:  # type: ignore[type-arg]
    made = array(code)
    made.frombytes(data)
    if _BIG_ENDIAN:
        made.byteswap()
    return made


def _container(rows: Sequence[int]) -> bytes:
    """Rows (16 bits, ascending, distinct) as roaring keeps them."""
    if len(rows) <= _MOST_LISTED:
        return _little(array("H", rows))
    return BitMap(array("I", rows), optimize=False).serialize()[16:]  # optimized, it would be runs instead of bits


def pack_part(
    terms: Iterable[tuple[int, Sequence[int]]],
    texts: Iterable[int] = (),
    numbers: Iterable[tuple[float, int]] = (),
    runs: Sequence[Sequence[int]] = (),
) -> bytes:
    """The blob of one part.

    Args:
        terms: Term number and its rows, ascending and without repeats; any order of terms.
        texts: `fingerprint << 16 | row` of each text that is not posted.
        numbers: Value and row of each number that is not posted.
        runs: Rows with texts that are not posted, each run in the order of its texts.
    """
    terms = sorted((pair for pair in terms if pair[1]), key=itemgetter(0))
    texts = sorted(set(texts))
    numbers = sorted(sorted(numbers, key=itemgetter(1)), key=itemgetter(0))  # half the time that pairs take
    lists = [_container(rows) for _, rows in terms]
    tables = b"".join((
        _little(array("I", [term for term, _ in terms])),
        _little(array("H", [len(rows) - 1 for _, rows in terms])),
        _little(array("I", map(crc32, lists))),
    ))  # fmt: skip
    tail = b"".join((
        _little(array("I", texts)),
        _little(array("d", [value for value, _ in numbers])),
        _little(array("H", [row for _, row in numbers])),
        _little(array("I", map(len, runs))),
        *[_little(array("H", run)) for run in runs],
    ))  # fmt: skip
    payload = b"".join(lists)
    head = _HEAD.pack(
        len(terms), len(texts), len(numbers), len(runs), sum(map(len, runs)), len(payload),
        _HEAD.size + len(tables), crc32(tables), crc32(tail),
    )  # fmt: skip
    return b"".join((head, tables, payload, tail))


def head_crc(data: bytes) -> int:
    """The checksum that stands beside a blob; what else is in it has its checksum in it."""
    return crc32(data[: _HEAD.size])


def has_values(blob: Bytes) -> bool:
    """Whether a part has more than rows without a value; its head and its first term tell."""
    head = blob.read(0, _HEAD.size + 4)
    if len(head) < _HEAD.size + 4:
        return False
    terms, texts, numbers, *_ = _HEAD.unpack_from(head)
    (first,) = _array("I", head[_HEAD.size :])
    return bool(texts or numbers) or terms > (first in {EMPTY, NULL})


def has_texts(blob: Bytes, crc: int) -> bool:
    """Whether a part has texts that are not posted; so it may if its head has another checksum than this."""
    head = blob.read(0, _HEAD.size)
    return crc32(head) != crc or len(head) < _HEAD.size or _HEAD.unpack(head)[1] > 0


class SortedRows(NamedTuple):
    """Rows of one part (the lowest 16 bits of their positions) in the order of their values; numbers are given."""

    block: int
    rows: Sequence[int]
    values: Sequence[float] | None


class Part:
    """A blob, opened: its head and tables are held, all else is read when it is asked for.

    Every reading method raises `DamagedPartError` when what it reads is not what was written.
    """

    __slots__ = (
        "_begin", "_blob", "_crcs", "_offsets", "_owners", "_run_count", "_run_rows", "_tail_at", "_tail_crc", "block",
        "cards", "ids", "number_count", "size", "text_count",
    )  # fmt: skip

    def __init__(self, block: int, blob: Bytes, crc: int | None = None) -> None:
        """Open a blob whose head has this checksum; None: it was made here."""
        head = blob.read(0, _HEAD.size)
        if len(head) < _HEAD.size or (crc is not None and crc32(head) != crc):
            raise DamagedPartError
        counts: tuple[int, ...] = _HEAD.unpack(head)
        terms, self.text_count, self.number_count, self._run_count, self._run_rows, *rest = counts
        payload, begin, tables_crc, self._tail_crc = rest
        tables = blob.read(_HEAD.size, 10 * terms)
        if begin != _HEAD.size + 10 * terms or len(tables) != 10 * terms or crc32(tables) != tables_crc:
            raise DamagedPartError
        self._blob = blob
        self._owners: array | None = None  # type: ignore[type-arg]
        self._offsets: array | None = None  # type: ignore[type-arg]
        self._begin = begin
        self.block = block
        self.size = 14 * terms + 400
        self.ids = _array("I", tables[: 4 * terms])
        self.cards = _array("H", tables[4 * terms : 6 * terms])
        self._crcs = _array("I", tables[6 * terms :])
        self._tail_at = begin + payload
        if len(blob) != self._tail_at + self._tail_size():
            raise DamagedPartError

    def _tail_size(self) -> int:
        return 4 * self.text_count + 10 * self.number_count + 4 * self._run_count + 2 * self._run_rows

    def find(self, term: int) -> int:
        """The place of a term in `ids`; -1 when it has no rows here."""
        at = bisect_left(self.ids, term)
        return at if at < len(self.ids) and self.ids[at] == term else -1

    def _places(self) -> array:  # type: ignore[type-arg]
        """Where the rows of each term begin, and where those of the last end; totals need none of it."""
        if self._offsets is None:
            lengths = [2 * card + 2 if card < _MOST_LISTED else _BITS_BYTES for card in self.cards]
            offsets = array("I", accumulate(lengths, initial=self._begin))
            if offsets[-1] != self._tail_at:
                raise DamagedPartError
            self._offsets = offsets
        return self._offsets

    def _place(self, at: int) -> int:
        """Where the rows of the term at this place of `ids` begin; for a few terms not all places are worked out."""
        if self._offsets is None:
            saved = self._begin + 2 * (sum(self.cards) + len(self.cards)) - self._tail_at  # by bits instead of lists
            if saved == max(2 * self.cards[at] + 2 - _BITS_BYTES, 0):  # by none, or by this one alone
                before: int = sum(self.cards[:at])
                return self._begin + 2 * (before + at)
        place: int = self._places()[at]
        return place

    def container(self, at: int) -> bytes:
        """The rows of the term at this place of `ids`."""
        card = self.cards[at]
        size = 2 * card + 2 if card < _MOST_LISTED else _BITS_BYTES
        return self._checked(self._blob.read(self._place(at), size), self._crcs[at])

    def containers(self) -> list[bytes]:
        """The rows of all terms, in the order of `ids`."""
        places, begin = self._places(), self._begin
        data = self._blob.read(begin, self._tail_at - begin)
        return [
            self._checked(data[first - begin : last - begin], crc)
            for first, last, crc in zip(places[:-1], places[1:], self._crcs, strict=True)
        ]

    @staticmethod
    def _checked(data: bytes, crc: int) -> bytes:
        if crc32(data) != crc:
            raise DamagedPartError
        return data

    def _tail(self) -> memoryview:
        return memoryview(self._checked(self._blob.read(self._tail_at, self._tail_size()), self._tail_crc))

    def check(self) -> None:
        """Read all of it."""
        self.containers()
        self.runs()

    def all_rows(self) -> Iterator[tuple[int, Sequence[int]]]:
        """Every term with the lowest 16 bits of the positions of its rows, ascending."""
        for term, card, data in zip(self.ids, self.cards, self.containers(), strict=True):
            yield term, _rows_in(card, data)

    def any_of(self, terms: Sequence[int]) -> BitMap:
        """Rows of any of these terms (ascending), as positions in the store."""
        listed = bytearray()
        found: list[tuple[int, int, bytes]] = []
        for at, data in self.containers_of(terms):
            if self.cards[at] < _MOST_LISTED:
                listed += data
            else:
                found.append((self.block, self.cards[at], data))
        return union(found) | BitMap(array("I", _array("H", listed))).shift(self.block << 16)

    def containers_of(self, terms: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Place in `ids` and rows of those of the terms (ascending) that are here; as one if close."""
        found = self._found(terms)
        if len(found) <= _FEW:
            yield from ((at, self.container(at)) for at in found)
            return
        places = self._places()
        begin, end = places[found[0]], places[found[-1] + 1]
        if end - begin > _READ_BYTES * len(found):
            yield from ((at, self.container(at)) for at in found)
            return
        data = self._blob.read(begin, end - begin)
        for at in found:
            yield at, self._checked(data[places[at] - begin : places[at + 1] - begin], self._crcs[at])

    def _found(self, terms: Sequence[int]) -> list[int]:
        """The places in `ids` of those of the terms that are here."""
        if len(terms) * 8 < len(self.ids):
            return [at for term in terms if (at := self.find(term)) >= 0]
        wanted = set(terms)
        return [at for at, term in enumerate(self.ids) if term in wanted]

    def totals(self) -> Mapping[int, int]:
        """How many rows each term has."""
        return dict(zip(self.ids, map((1).__add__, self.cards), strict=True))

    def count_terms(self, chosen: BitMap, *, is_single: bool = False) -> Mapping[int, int]:
        """How many of the chosen rows each term has; in one pass, for paths of thousands of terms.

        `is_single`: no row has two terms, so that each can tell its own.
        """
        base = self.block << 16
        inside = (chosen & BitMap(range(base, base + 0x10000))).shift(-base)
        if len(inside) == 0x10000:  # noqa: PLR2004  all of the block
            return self.totals()
        if is_single and len(self.ids) < _NOBODY:
            return self._count_owners(inside)
        mask = bytearray(0x10000)
        for row in inside:
            mask[row] = 1
        chosen_at = mask.__getitem__
        counts = {term: sum(map(chosen_at, rows)) for term, rows in self.all_rows()}
        return {term: count for term, count in counts.items() if count}

    def _count_owners(self, inside: BitMap) -> Mapping[int, int]:
        if self._owners is None:
            self._owners = self._made_owners()
            self.size += 2 * len(self._owners)
        counts = Counter(map(self._owners.__getitem__, inside.to_array()))
        counts.pop(_NOBODY, None)
        return {self.ids[at]: count for at, count in counts.items()}

    def _made_owners(self) -> array:  # type: ignore[type-arg]
        """For each row of the block the place in `ids` of its only term, or `_NOBODY`."""
        owners = array("H", [_NOBODY]) * 0x10000
        for at, (_, rows) in enumerate(self.all_rows()):
            for row in rows:
                owners[row] = at
        return owners

    def texts(self) -> array:  # type: ignore[type-arg]
        """Fingerprints of the texts that are not posted, ascending."""
        return _array("I", self._tail()[: 4 * self.text_count])

    def numbers(self) -> tuple[array, array]:  # type: ignore[type-arg]
        """Numbers that are not posted, ascending, and the row of each."""
        begin = 4 * self.text_count
        middle, end = begin + 8 * self.number_count, begin + 10 * self.number_count
        tail = self._tail()
        return _array("d", tail[begin:middle]), _array("H", tail[middle:end])

    def runs(self) -> list[array]:  # type: ignore[type-arg]
        """Rows with texts that are not posted, each run in the order of its texts."""
        begin = 4 * self.text_count + 10 * self.number_count
        end = begin + 4 * self._run_count
        tail = self._tail()
        rows = _array("H", tail[end:])
        found, at = [], 0
        for length in _array("I", tail[begin:end]):
            found.append(rows[at : at + length])
            at += length
        if at != len(rows):
            raise DamagedPartError
        return found

    def sorted_rows(self) -> list[SortedRows]:
        """All that is not posted, in the order of values."""
        found = [SortedRows(self.block, run, None) for run in self.runs()]
        if self.number_count:
            values, rows = self.numbers()
            found.append(SortedRows(self.block, rows, values))
        return found

    def rows_of_text(self, mark: int) -> list[int]:
        """Rows, as positions in the store, whose unposted text may be the one with this fingerprint."""
        if not self.text_count:
            return []
        texts = self.texts()
        low, high = bisect_left(texts, mark << 16), bisect_right(texts, mark << 16 | 0xFFFF)
        base = self.block << 16
        return [base | (entry & 0xFFFF) for entry in texts[low:high]]

    def loose(self) -> BitMap:
        """Rows with a text or number that is not posted, as positions in the store."""
        base = self.block << 16
        rows = BitMap([base | (entry & 0xFFFF) for entry in self.texts()])
        rows.update([base | row for row in self.numbers()[1]])
        return rows

    def numbers_between(self, low: float, high: float) -> list[tuple[float, int]]:
        """Unposted numbers from `low` to `high`, both included, with their positions in the store."""
        if not self.number_count:
            return []
        values, rows = self.numbers()
        first, last = bisect_left(values, low), bisect_right(values, high)
        base = self.block << 16
        return [(value, base | row) for value, row in zip(values[first:last], rows[first:last], strict=True)]


def containers_of(parts: Iterable[Part], terms: Sequence[int]) -> list[tuple[int, int, bytes]]:
    """What `union` takes, for a few terms (ascending)."""
    return [(part.block, part.cards[at], data) for part in parts for at, data in part.containers_of(terms)]


def part_of(first_seq: int, data: bytes, crc: int | None = None) -> Part:
    """The part in bytes that are in memory; with a checksum every byte of it is checked."""
    part = Part(first_seq >> 16, Held(data), crc)
    if crc is not None:
        part.check()
    return part


def _rows_in(card: int, data: bytes) -> Sequence[int]:
    """The rows in a container, as 16 bits."""
    return _array("H", data) if card < _MOST_LISTED else union([(0, card, data)]).to_array()
