"""A copy of a store in use."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from auditui.core.errors import StoreError

_PAGES_AT_ONCE: Final = 2048


def backup(source: sqlite3.Connection, target: Path, progress: Callable[[int, int], None] | None) -> None:
    """Copy what the store holds now into a new file that only its owner can read, and check the copy.

    One read transaction is held for the whole of it, so that a writer cannot make it start again.

    Raises:
        StoreError: The target exists or cannot be written, or the copy is not sound.
    """
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(
            f"the copy cannot be made: {error.strerror}", where=str(target), hint="name a file that does not exist"
        ) from error
    try:
        _copy(source, target, progress)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _copy(source: sqlite3.Connection, target: Path, progress: Callable[[int, int], None] | None) -> None:
    def tell(status: int, remaining: int, total: int) -> None:
        del status
        if progress is not None:
            progress(total - remaining, total)

    source.execute("BEGIN")
    try:
        source.execute("SELECT 1 FROM meta").fetchone()
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            source.backup(copy, pages=_PAGES_AT_ONCE, progress=tell)
            copy.execute("PRAGMA journal_mode = DELETE")
            (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise StoreError(f"the copy is not sound: {found}", where=str(target), hint="check the disk")
    finally:
        source.rollback()
