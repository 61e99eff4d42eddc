"""Files that are being written under a name of their own: whoever writes one holds a lock on it.

A process that was killed leaves its file, and without the lock, so that the next one knows it for what it is.
"""

from __future__ import annotations

import fcntl
import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from auditui.custody.private_files import overwrite


def locked(path: Path) -> int:
    """A handle to write a new file by; see `overwrite`. Whoever clears up may come between: then again."""
    while True:
        handle = overwrite(path)
        with suppress(OSError):  # a disk without locks: nobody else gets one there, either
            fcntl.flock(handle, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), path.lstat()):
                return handle
        os.close(handle)


def clear(folder: Path, names: re.Pattern[str]) -> None:
    """Remove the regular files of this account with such names that nobody writes. What cannot be removed stays."""
    with suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208  names alone, and maybe of thousands
            if names.fullmatch(name):
                with suppress(OSError):
                    _remove(folder / name)


def _remove(path: Path) -> None:
    """Raises `OSError` where it is in use, or the system does not let us."""
    handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
            return
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(found, path.lstat()):
            path.unlink()
    finally:
        os.close(handle)
