"""Temporary folders for logs that are only looked at: gone at the end, or with the next one where there was no end.

Who uses one holds a lock on it. A process that was killed left its lock, and with it the right to the folder, to the
next that comes by. Locks hold across containers that share a folder, where numbers of processes mean nothing.
"""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

STORE: Final = "audit.db"
"""What is in such a folder, with what SQLite puts beside it; nothing else is ever removed from one."""
_PREFIX: Final = "auditui-look-"
_LOCK: Final = ".in-use"
"""The file that is locked: who makes a store locks the folder itself."""


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that only this account can enter, gone at the end; what this account left behind goes now."""
    clear()
    made, handle = _locked()
    try:
        with made as name:
            yield Path(name)
    finally:
        os.close(handle)


def clear() -> None:
    """Remove the folders of this account whose process is gone. One that the system does not let go stays."""
    with suppress(OSError):
        for name in os.listdir(base := tempfile.gettempdir()):  # noqa: PTH208  names alone, and of thousands
            if name.startswith(_PREFIX):
                with suppress(OSError):
                    _remove(os.path.join(base, name))  # noqa: PTH118  as above


def _locked() -> tuple[tempfile.TemporaryDirectory[str], int]:
    """A new folder, and the handle that its lock hangs on. Whoever clears up may be faster than it: then again."""
    while True:
        made = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        with suppress(FileNotFoundError):
            handle = _opened(os.path.join(made.name, _LOCK), os.O_RDWR | os.O_CREAT | os.O_EXCL)  # noqa: PTH118
            with suppress(OSError):  # a disk without locks: nobody else gets one there, either
                fcntl.flock(handle, fcntl.LOCK_EX)
            if Path(made.name).exists():
                return made, handle
            os.close(handle)


def _remove(path: str) -> None:
    """Raises `OSError` where it is in use, no folder, or the system does not let us."""
    handle = _opened(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        found = os.fstat(handle)
        if found.st_uid == os.geteuid() and stat.S_IMODE(found.st_mode) == 0o700:  # noqa: PLR2004  as they are made
            _empty(handle)
            os.rmdir(path)  # noqa: PTH106  an empty folder or nothing, whatever the name leads to by now
    finally:
        os.close(handle)


def _empty(folder: int) -> None:
    lock = _opened(_LOCK, os.O_RDWR, within=folder)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for name in os.listdir(folder):
            if name == _LOCK or name.startswith(STORE):
                os.unlink(name, dir_fd=folder)
    finally:
        os.close(lock)


def _opened(path: str, how: int, *, within: int | None = None) -> int:
    return os.open(path, how | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=within)
