"""A copy of a store that is in use: one moment of it, checked before anybody relies on it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from auditui.core.errors import StoreError
from auditui.store.sqlite.connection import translated

STEP_PAGES: Final = 1024
"""Pages copied between two looks at the clock: 8 MB, a few hundredths of a second."""


def back_up(source: sqlite3.Connection, target: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Copy everything that `source` sees now to a new file of mode 0600.

    Writers go on meanwhile; what they commit is not in the copy.

    Args:
        source: A connection without an open transaction.
        target: Must not exist. What is left there after an error is not a store.
        progress: Called with pages copied and pages in all.

    Raises:
        StoreError: The source cannot be read, the target not be written, or the copy is damaged.
    """
    _make_file(target)
    with translated(target), contextlib.closing(sqlite3.connect(target)) as copy, _one_moment(source):
        source.backup(copy, pages=STEP_PAGES, progress=_told(progress))
    with translated(target), contextlib.closing(sqlite3.connect(target)) as copy:
        found = [str(row[0]) for row in copy.execute("PRAGMA integrity_check")]
    if found != ["ok"]:
        raise StoreError(f"the copy is damaged: {found[0]}", where=str(target), hint="the store itself may be: auditui reindex")


def _make_file(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600))
    except OSError as error:
        raise StoreError(f"the file cannot be made: {error.strerror}", where=str(path)) from error


@contextlib.contextmanager
def _one_moment(source: sqlite3.Connection) -> Iterator[None]:
    """Hold the source to what it sees now: a copy in steps would begin again after each write by others."""
    source.execute("BEGIN")
    try:
        source.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
        yield
    finally:
        source.rollback()


def _told(progress: Callable[[int, int], None] | None) -> Callable[[int, int, int], None] | None:
    return progress and (lambda status, remaining, total: progress(total - remaining, total))
