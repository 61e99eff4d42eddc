"""A new store, there at once and whole, for whoever else looks for it at the same moment."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path
from typing import Final

from auditui import store as stores
from auditui.core.errors import StoreError
from auditui.custody import private_files
from auditui.custody.private_files import Sharing

_NO_LINKS: Final = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}


def make(path: Path, sharing: Sharing, *, owner: int | None = None) -> None:
    """Make an empty store in a folder that is there. What has the name already, or takes it meanwhile, stays.

    All but a blank file, which the store takes the place of.

    SQLite writes a new file in several steps, and whoever opens it between two of them finds a database that is no
    store. So it is made under another name.

    Args:
        path: Its place.
        sharing: Who may read it.
        owner: The account that it is given to, which only root can do.

    Raises:
        StoreError: The system does not let us.
    """
    with private_files.alone_in(path.parent):
        replaces = is_blank(path)
        if not replaces and (path.exists() or path.is_symlink()):
            return
        beside = path.with_name(f".{path.name[:200]}.{os.urandom(4).hex()}.new")
        try:
            private_files.make_file(beside, sharing, owner=owner)
            stores.open(beside, create=True).close()
            _name(beside, path, replaces=replaces)
        except StoreError as error:
            raise type(error)(error.problem, where=str(path), hint=error.hint) from error
        finally:
            for each in (beside, *private_files.beside(beside)):
                each.unlink(missing_ok=True)


def is_blank(path: Path) -> bool:
    """Whether it is a file of no bytes, such as `mktemp` makes, with nothing of a store beside it."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    is_empty_file = stat.S_ISREG(found.st_mode) and not found.st_size
    return is_empty_file and not any(each.exists() for each in private_files.beside(path))


def _name(beside: Path, path: Path, *, replaces: bool) -> None:
    try:
        if replaces:
            beside.replace(path)
            return
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(beside)
    except OSError as error:
        if replaces or error.errno not in _NO_LINKS:
            raise StoreError(f"cannot make the file: {error.strerror}", where=str(path)) from error
        beside.rename(path)
