"""What all connections of this process to one store have in common, so that three of them do not hold it three times.

Vocabularies only grow while a store is not made anew, and bitmaps belong to one state of the file; so
whoever sees the same state may use what another connection has read. Everything goes through locks.
"""

from __future__ import annotations

from threading import Lock
from typing import Final
from weakref import WeakValueDictionary

from auditui.store.sqlite.bitmap_cache import BitmapCache
from auditui.store.sqlite.terms import PathTerms, TextTerms


class Shared:
    """Vocabularies of one store, from one making of its index to the next, and the bitmaps of its newest state."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.texts = TextTerms()
        self._terms: dict[int, PathTerms] = {}
        self._stamp = -1
        self._bitmaps = BitmapCache()

    def terms(self, path: int) -> PathTerms:
        """The values of a path; refresh them under `lock`."""
        with self.lock:
            return self._terms.setdefault(path, PathTerms(path))

    def bitmaps(self, stamp: int) -> BitmapCache:
        """The bitmaps of a state: those that others use, too, unless they have moved on already."""
        with self.lock:
            if stamp < self._stamp:
                return BitmapCache()
            if stamp > self._stamp:
                self._stamp, self._bitmaps = stamp, BitmapCache()
            return self._bitmaps


_KNOWN: Final[WeakValueDictionary[tuple[str, str, int], Shared]] = WeakValueDictionary()
_LOCK: Final = Lock()


def shared(file: str, store_id: str, made: int) -> Shared:
    """What connections to this file share; it goes when the last of them goes."""
    with _LOCK:
        found = _KNOWN.get((file, store_id, made))
        if found is None:
            found = _KNOWN[file, store_id, made] = Shared()
        return found
