"""One part of the index: what one path has in one run of rows, packed into one blob.

A blob holds the rows of each term, then what is not posted: fingerprints of texts and numbers.
Rows are kept as their lowest 16 bits; all rows of a part share the bits above (`block`), so a row
list is, byte for byte, the container of a roaring bitmap. `union` only writes the header around the
containers of many parts and hands them over in one call; roaring checks what it is given.

Layout, little-endian: four u32 (`terms, texts, numbers, payload bytes`), term numbers u32 ascending,
how many rows each has less one u16, the row lists (u16 ascending; 8,192 bytes of bits from 4,097 rows
on), fingerprints u32 ascending (`hash16 << 16 | row`), numbers f64 ascending, their rows u16.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import Final
from zlib import crc32

from pyroaring import BitMap

_HEAD: Final = struct.Struct("<4I")
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


def _array(code: str, data: bytes | memoryview) -> array:  # type: ignore[type-arg]
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
    terms: Iterable[tuple[int, Sequence[int]]], texts: Iterable[int], numbers: list[tuple[float, int]]
) -> bytes:
    """The blob of one part.

    Args:
        terms: Term number and its rows, ascending and without repeats; any order of terms.
        texts: `fingerprint << 16 | row` of each text that is not posted.
        numbers: Value and row of each number that is not posted.
    """
    terms, texts, numbers = sorted(terms, key=itemgetter(0)), sorted(set(texts)), sorted(numbers)
    payload = b"".join([_container(rows) for _, rows in terms])
    return b"".join((
        _HEAD.pack(len(terms), len(texts), len(numbers), len(payload)),
        _little(array("I", [term for term, _ in terms])),
        _little(array("H", [len(rows) - 1 for _, rows in terms])),
        payload,
        _little(array("I", texts)),
        _little(array("d", [value for value, _ in numbers])),
        _little(array("H", [row for _, row in numbers])),
    ))  # fmt: skip


class DamagedPartError(Exception):
    """A blob is not what was written. It never leaves the store: the part is made anew from its rows."""


class Part:
    """A blob, opened. Making one checks lengths; nothing is copied but the tables of terms."""

    __slots__ = ("_numbers_at", "_offsets", "_texts_at", "block", "cards", "counts", "data", "ids", "size")

    def __init__(self, block: int, data: bytes) -> None:
        """Open a blob. Raises `DamagedPartError` when its lengths do not add up."""
        if len(data) < _HEAD.size:
            raise DamagedPartError
        terms, texts, numbers, payload = self.counts = _HEAD.unpack_from(data)
        at = _HEAD.size
        if len(data) != at + 6 * terms + payload + 4 * texts + 10 * numbers:
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
        self._numbers_at = self._texts_at + 4 * texts
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
        middle = self._numbers_at + 8 * self.counts[2]
        view = memoryview(self.data)
        return _array("d", view[self._numbers_at : middle]), _array("H", view[middle:])

    def rows_of_text(self, mark: int) -> list[int]:
        """Rows, as positions in the store, whose unposted text may be the one with this fingerprint."""
        if not self.counts[1]:
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
        if not self.counts[2]:
            return []
        values, rows = self.numbers()
        first, last = bisect_left(values, low), bisect_right(values, high)
        base = self.block << 16
        return [(value, base | row) for value, row in zip(values[first:last], rows[first:last], strict=True)]


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
