"""Keeps Python's search for cycles out of the way of work that makes millions of objects and no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_SELDOM: Final = (200_000, 50, 1000)
"""More new objects than a batch holds at a time, so that most batches are gone before anybody looks at them."""


@contextmanager
def seldom() -> Iterator[None]:
    """Look for cycles seldom inside the block.

    Nothing is frozen: thawed objects would count as old, and old ones are looked at only once many have become so,
    which thawing does not count. A process that imports often would keep every cycle it ever made.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
