"""Files that are read without locks, because no `-shm` can be made where they lie.

SQLite is told that such a file is immutable, and believes it: what it has read of it once it never
reads again. So the file is looked at before and after each query.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auditui.core.errors import StoreError


class Standstill:
    """What a file was when it was opened as one that nobody writes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = self._look()

    def holds(self) -> bool:
        """Whether nobody has begun to write since."""
        return self._look() == self._seen

    def _look(self) -> tuple[object, ...]:
        try:
            found = self._path.stat()
        except OSError:
            return ()
        wal, shm = _beside(self._path)
        return found.st_ino, found.st_size, found.st_mtime_ns, shm.exists(), _has_content(wal)


def standstill(path: Path) -> Standstill | None:
    """What to hold a file against that has to be read without locks; None where SQLite can have its own way.

    A WAL with content needs a `-shm` to be read, so it stays with the ordinary way, and its error.
    """
    wal, shm = _beside(path)
    if not path.exists() or _has_content(wal) or shm.exists() or os.access(path.parent, os.W_OK):
        return None
    return Standstill(path)


@contextmanager
def standing(still: Standstill | None, path: Path) -> Iterator[None]:
    """Run a query on what may be a file without locks.

    Raises:
        StoreError: Somebody wrote to it meanwhile, so the answer may be a mixture of before and after.
    """
    try:
        yield
    except StoreError as error:
        if still is None or still.holds():
            raise
        raise _moved(path) from error
    if still is not None and not still.holds():
        raise _moved(path)


def _moved(path: Path) -> StoreError:
    return StoreError("somebody began to write to the store while it was read", where=str(path), hint="ask again")


def has_log(path: Path) -> bool:
    """Whether a WAL with content stands beside a file, in which pages may be that the file lacks."""
    return _has_content(_beside(path)[0])


def _beside(path: Path) -> tuple[Path, Path]:
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")


def _has_content(wal: Path) -> bool:
    try:
        return wal.stat().st_size > 0
    except OSError:
        return False
