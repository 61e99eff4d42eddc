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
    """Look for cycles seldom inside the block; what is there when it begins is not looked at again within it."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
