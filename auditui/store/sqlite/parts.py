"""One part of the index: what one path has in one run of rows, packed into one blob.

A blob holds the rows of each term, then what is not posted: fingerprints of texts and numbers.
Rows are kept as their lowest 16 bits; all rows of a part share the bits above (`block`), so a row
list is, byte for byte, the container of a roaring bitmap. `union` only writes the header around the
containers of many parts and hands them over in one call; roaring checks what it is given.

Layout, little-endian: six u32 (`terms, texts, numbers, runs, rows of runs, payload bytes`), term numbers
u32 ascending, how many rows each has less one u16, the row lists (u16 ascending; 8,192 bytes of bits
from 4,097 rows on), fingerprints u32 ascending (`hash16 << 16 | row`), numbers f64 ascending, their rows
u16, then for paths that can be sorted by: the rows with texts that are not posted in the order of these
texts, as runs (a merge sets one behind the other): the length of each u32, rows u16.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import Final
from zlib import crc32

from pyroaring import BitMap

from auditui.store.sqlite.paths import EMPTY, NULL

_HEAD: Final = struct.Struct("<6I")
_MOST_LISTED: Final = 4096
"""More rows than this are kept as bits: where roaring changes, too."""
_BITS_BYTES: Final = 8192
_COOKIE: Final = 12346
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
    texts, numbers = sorted(set(texts)), sorted(numbers)
    payload = b"".join([_container(rows) for _, rows in terms])
    return b"".join((
        _HEAD.pack(len(terms), len(texts), len(numbers), len(runs), sum(map(len, runs)), len(payload)),
        _little(array("I", [term for term, _ in terms])),
        _little(array("H", [len(rows) - 1 for _, rows in terms])),
        payload,
        _little(array("I", texts)),
        _little(array("d", [value for value, _ in numbers])),
        _little(array("H", [row for _, row in numbers])),
        _little(array("I", map(len, runs))),
        *[_little(array("H", run)) for run in runs],
    ))  # fmt: skip


HEAD_BYTES: Final = _HEAD.size + 4


def has_values(head: bytes) -> bool:
    """Whether a part has more than rows without a value; its first `HEAD_BYTES` tell."""
    if len(head) < HEAD_BYTES:
        return False
    terms, texts, numbers, *_ = _HEAD.unpack_from(head)
    (first,) = _array("I", head[_HEAD.size :])
    return bool(texts or numbers) or terms > (first in {EMPTY, NULL})


class DamagedPartError(Exception):
    """A blob is not what was written. It never leaves the store: the part is made anew from its rows."""


class Part:
    """A blob, opened. Making one checks lengths; nothing is copied but the tables of terms."""

    __slots__ = (
        "_numbers_at", "_offsets", "_run_count", "_runs_at", "_texts_at", "block", "cards", "data", "ids",
        "number_count", "size", "text_count",
    )  # fmt: skip

    def __init__(self, block: int, data: bytes) -> None:
        """Open a blob. Raises `DamagedPartError` when its lengths do not add up."""
        if len(data) < _HEAD.size:
            raise DamagedPartError
        terms, self.text_count, self.number_count, self._run_count, rows, payload = _HEAD.unpack_from(data)
        at = _HEAD.size
        tail = 4 * self.text_count + 10 * self.number_count + 4 * self._run_count + 2 * rows
        if len(data) != at + 6 * terms + payload + tail:
            raise DamagedPartError
        view = memoryview(data)
        self.block = block
        self.data = data
        self.size = len(data) + 14 * terms + 200
        self.ids = _array("I", view[at : at + 4 * terms])
        self.cards = _array("H", view[at + 4 * terms : at + 6 * terms])
        lengths = [2 * card + 2 if card < _MOST_LISTED else _BITS_BYTES for card in self.cards]
        self._offsets = array("I", accumulate(lengths, initial=at + 6 * terms))
        self._texts_at = at + 6 * terms + payload
        self._numbers_at = self._texts_at + 4 * self.text_count
        self._runs_at = self._numbers_at + 10 * self.number_count
        if self._offsets[-1] != self._texts_at:
            raise DamagedPartError

    def find(self, term: int) -> int:
        """The place of a term in `ids`; -1 when it has no rows here."""
        at = bisect_left(self.ids, term)
        return at if at < len(self.ids) and self.ids[at] == term else -1

    def container(self, at: int) -> bytes:
        """The rows of the term at this place of `ids`."""
        return self.data[self._offsets[at] : self._offsets[at + 1]]

    def rows(self, at: int) -> Sequence[int]:
        """The lowest 16 bits of the positions of the term at this place of `ids`, ascending."""
        data = self.container(at)
        if self.cards[at] < _MOST_LISTED:
            return _array("H", data)
        return union([(0, self.cards[at], data)]).to_array()

    def any_of(self, terms: Sequence[int]) -> BitMap:
        """Rows of any of these terms (ascending), as positions in the store."""
        listed = bytearray()
        found: list[tuple[int, int, bytes]] = []
        for at in self._places(terms):
            if self.cards[at] < _MOST_LISTED:
                listed += self.container(at)
            else:
                found.append((self.block, self.cards[at], self.container(at)))
        return union(found) | BitMap(array("I", _array("H", listed))).shift(self.block << 16)

    def _places(self, terms: Sequence[int]) -> Iterator[int]:
        """Places in `ids` of those of the terms that are here."""
        if len(terms) * 8 < len(self.ids):
            yield from (at for term in terms if (at := self.find(term)) >= 0)
        else:
            wanted = set(terms)
            yield from (at for at, term in enumerate(self.ids) if term in wanted)

    def count_terms(self, chosen: BitMap) -> dict[int, int]:
        """How many of the chosen rows each term has; in one pass, for paths of thousands of terms."""
        base = self.block << 16
        inside = chosen & BitMap(range(base, base + 0x10000))
        if not inside:
            return {}
        mask = bytearray(0x10000)
        for seq in inside:
            mask[seq & 0xFFFF] = 1
        chosen_at = mask.__getitem__
        counts = {term: sum(map(chosen_at, self.rows(at))) for at, term in enumerate(self.ids)}
        return {term: count for term, count in counts.items() if count}

    def texts(self) -> array:  # type: ignore[type-arg]
        """Fingerprints of the texts that are not posted, ascending."""
        return _array("I", memoryview(self.data)[self._texts_at : self._numbers_at])

    def numbers(self) -> tuple[array, array]:  # type: ignore[type-arg]
        """Numbers that are not posted, ascending, and the row of each."""
        middle = self._numbers_at + 8 * self.number_count
        view = memoryview(self.data)
        return _array("d", view[self._numbers_at : middle]), _array("H", view[middle : self._runs_at])

    def runs(self) -> list[array]:  # type: ignore[type-arg]
        """Rows with texts that are not posted, each run in the order of its texts.

        Raises:
            DamagedPartError: The lengths of the runs do not add up.
        """
        view = memoryview(self.data)
        at = self._runs_at + 4 * self._run_count
        rows = _array("H", view[at:])
        found, begin = [], 0
        for length in _array("I", view[self._runs_at : at]):
            found.append(rows[begin : begin + length])
            begin += length
        if begin != len(rows):
            raise DamagedPartError
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


def checked_part(first_seq: int, crc: int, data: object) -> Part:
    """Open a blob after a look at its checksum. Raises `DamagedPartError`."""
    if not isinstance(data, bytes) or crc32(data) != crc:
        raise DamagedPartError
    return Part(first_seq >> 16, data)


def union(found: Iterable[tuple[int, int, bytes]]) -> BitMap:
    """One bitmap of many containers: `(block, rows less one, container)`, in any order.

    Raises:
        DamagedPartError: What the blobs hold is no row list.
    """
    layers: list[list[tuple[int, int, bytes]]] = []
    for entry in sorted(found):
        for layer in layers:
            if layer[-1][0] != entry[0]:
                layer.append(entry)
                break
        else:
            layers.append([entry])
    if not layers:
        return BitMap()
    first, *others = (_assemble(layer) for layer in layers)
    for other in others:
        first |= other
    return first


def _assemble(layer: list[tuple[int, int, bytes]]) -> BitMap:
    """A roaring bitmap from containers of ascending blocks, by writing the header of its portable format."""
    count = len(layer)
    keys = struct.pack(f"<{2 * count}H", *[number for block, card, _ in layer for number in (block, card)])
    lengths = [len(data) for _, _, data in layer]
    offsets = struct.pack(f"<{count}I", *list(accumulate(lengths, initial=8 + 8 * count))[:-1])
    try:
        return BitMap.deserialize(
            b"".join((struct.pack("<II", _COOKIE, count), keys, offsets, *[data for _, _, data in layer]))
        )
    except ValueError as error:
        raise DamagedPartError from error
