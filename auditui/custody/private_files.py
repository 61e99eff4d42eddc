"""Files that nobody else can read, or one group can: made so, and looked at, whatever the umask says."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from auditui.core.errors import DiskFullError, StoreError

BESIDE: Final = ("-wal", "-shm", "-journal")
"""What SQLite puts beside a file, with the mode and owner of the file."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who may read what is made: its owner, and a group where one is configured (by number)."""

    group: int | None = None

    @classmethod
    def with_group(cls, name: str) -> Sharing:
        """Share with a group by name; the empty name shares with nobody.

        Raises:
            StoreError: There is no such group.
        """
        import grp

        if not name:
            return cls()
        try:
            return cls(grp.getgrnam(name).gr_gid)
        except KeyError:
            raise StoreError(
                f"there is no group {name!r}", where="access.group", hint="correct the system's configuration"
            ) from None

    @property
    def file_mode(self) -> int:
        """Rights of a file."""
        return 0o600 if self.group is None else 0o640

    @property
    def folder_mode(self) -> int:
        """Rights of a folder; what is made in it belongs to the group, too."""
        return 0o700 if self.group is None else 0o2750


def make_folder(folder: Path, sharing: Sharing) -> None:
    """Make a folder and those above it that are missing; one that is there stays as it is.

    Raises:
        StoreError: The system does not let us.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        try:
            each.mkdir(mode=0o700, exist_ok=True)
            _give(os.open(each, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW), sharing.group, sharing.folder_mode)
        except OSError as error:
            raise _refused("cannot make the folder", each, error) from error


def own_folder(folder: Path) -> None:
    """Make a folder of this person's own, which nobody else ever needs, and shut one that others can look into.

    Raises:
        StoreError: The system does not let us.
    """
    make_folder(folder, Sharing())
    for each in (folder, folder.parent):
        found = each.stat()
        is_ours = each == folder or each.name == "auditui"
        if is_ours and found.st_uid == os.geteuid() and stat.S_IMODE(found.st_mode) & 0o077:
            try:
                each.chmod(0o700)
            except OSError as error:
                raise _refused("cannot shut the folder", each, error) from error


def notes_folder() -> Path:
    """Where this person's own notes about stores are: heads, journals, verifications."""
    from platformdirs import user_state_path

    return user_state_path("auditui", appauthor=False) / "anchors"


def make_file(path: Path, sharing: Sharing, *, owner: int | None = None) -> None:
    """Make an empty file. One that is there stays as it is; whatever else has the name is refused.

    Args:
        path: Its place; the folder is there.
        sharing: Who may read it.
        owner: The account that it is given to, which only root can do.

    Raises:
        StoreError: The system does not let us, or it is a symbolic link or no regular file.
    """
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        check_file(path)
        return
    except OSError as error:
        raise _refused("cannot make the file", path, error) from error
    try:
        _give(handle, sharing.group, sharing.file_mode, owner)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _refused("cannot give the file to its readers", path, error) from error


def can_be_written(store: Path) -> bool:
    """Whether this account may write a store: its file, and the folder, where SQLite puts files of its own."""
    return os.access(store, os.W_OK) and os.access(store.parent, os.W_OK | os.X_OK)


def overwrite(path: Path) -> int:
    """A handle to write a file anew that only this account can read, whatever was in it and whoever could read that.

    Raises:
        OSError: The system does not let us, or it is a symbolic link or no regular file.
    """
    if path.is_symlink():
        raise OSError(errno.ELOOP, "it is a symbolic link", str(path))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", str(path))
        os.fchmod(handle, 0o600)
        os.ftruncate(handle, 0)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _give(handle: int, group: int | None, mode: int, owner: int | None = None) -> None:
    """Set owner, group and mode, in this order since a change of owner may take rights away; closes the handle."""
    try:
        if group is not None or owner is not None:
            os.fchown(handle, -1 if owner is None else owner, -1 if group is None else group)
        os.fchmod(handle, mode)
    finally:
        os.close(handle)


def _refused(what: str, path: Path, error: OSError) -> StoreError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return DiskFullError(f"{what}: {error.strerror}", where=str(path), hint="make room, and do it again")
    return StoreError(f"{what}: {error.strerror}", where=str(path), hint="check the permissions of the folder above it")


def check_file(path: Path) -> None:
    """Refuse a store that is a symbolic link or no file, and one with links where SQLite will write.

    Raises:
        StoreError: It is one of these.
    """
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        raise StoreError("is a symbolic link", where=str(path), hint=f"name the file itself: {os.path.realpath(path)}")
    if not stat.S_ISREG(found.st_mode):
        raise StoreError("is no file, so it is no store either", where=str(path), hint="name the file: --db PATH")
    for each in beside(path):
        if each.is_symlink():
            raise StoreError("is a symbolic link, which auditui never makes", where=str(each), hint="remove it")


def beside(path: Path) -> list[Path]:
    """What may stand beside a store while somebody uses it."""
    return [path.with_name(path.name + ending) for ending in BESIDE]


def unshared(path: Path, sharing: Sharing) -> str:
    """A remark when the configured group cannot read a store that was made before, or by other means; else empty."""
    found = path.stat()
    if sharing.group is None or (found.st_gid == sharing.group and found.st_mode & stat.S_IRGRP):
        return ""
    return f"the group of the system's configuration cannot read {path}: chgrp and chmod g+r it, its folder too"


def exposure(path: Path) -> str:
    """A warning when every account of the machine can read or change a file, or a group change it; else empty.

    A group may well be let in on purpose to read, so that is nobody's business here; auditui never lets one write.
    """
    folder = path.parent.stat().st_mode
    for each in (path, *beside(path)):
        mode = each.stat().st_mode if each.exists() else 0
        if mode & (stat.S_IROTH | stat.S_IWOTH) and folder & stat.S_IXOTH:
            return f"every account of this machine can read {each}: chmod o= {each}"
        if mode & stat.S_IWGRP and folder & stat.S_IXGRP:
            return f"the group of {each} can change it unseen: chmod g-w {each}"
    if folder & stat.S_IWOTH and not folder & stat.S_ISVTX:
        return f"every account of this machine can replace {path}: chmod o-w {path.parent}"
    return ""


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Let one process at a time make something in a folder, where its file system knows locks."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_UN)  # a child that was forked meanwhile has the handle, too
        os.close(handle)
