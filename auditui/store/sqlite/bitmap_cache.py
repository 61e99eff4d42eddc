"""Bitmaps that were asked for lately, in bounded memory."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Final

from pyroaring import BitMap

_BYTES: Final = 10 * 1024 * 1024
_OWN_BYTES: Final = 200
_CONTAINER_BYTES: Final = 64


class BitmapCache:
    """Keeps what was used last; several threads may use it."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[int, int], tuple[BitMap, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: tuple[int, int]) -> BitMap | None:
        """What was put there, if it is still held."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def put(self, key: tuple[int, int], bitmap: BitMap) -> None:
        """Hold a bitmap; others may be let go for it."""
        size = _size_of(bitmap)
        with self._lock:
            _, freed = self._held.pop(key, (None, 0))
            self._held[key] = bitmap, size
            self._bytes += size - freed
            while self._bytes > _BYTES and len(self._held) > 1:
                _, (_, freed) = self._held.popitem(last=False)
                self._bytes -= freed


def _size_of(bitmap: BitMap) -> int:
    """About how many bytes a bitmap takes."""
    if not bitmap:
        return _OWN_BYTES
    blocks = (bitmap.max() >> 16) - (bitmap.min() >> 16) + 1
    return _OWN_BYTES + _CONTAINER_BYTES * blocks + min(2 * len(bitmap), 8192 * blocks)
