"""Bitmaps put together from row lists as they stand in the file, without looking at a single row."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from itertools import accumulate
from typing import Final

from pyroaring import BitMap

_COOKIE: Final = 12346


class DamagedPartError(Exception):
    """A blob is not what was written. It never leaves the store: the part is made anew from its rows."""


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
