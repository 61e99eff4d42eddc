"""Opens a store for a person: where it is, whether its files are private, who asks, and what they configured.

Both front ends come through here, so whatever must happen before anybody sees an event happens here.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from auditui import store as stores
from auditui.core.config import Config, load
from auditui.core.errors import StoreError

if TYPE_CHECKING:
    from auditui.core.redact import Redactor
    from auditui.store.base import Store

PRIVATE_FOLDER: Final = 0o700
PRIVATE_FILE: Final = 0o600

SYSTEM_CONFIG: Final = Path("/etc/auditui/config.toml")


@dataclass(frozen=True, slots=True)
class Session:
    """One person at one store."""

    store: Store
    path: Path
    who: str
    """The login name of the account that runs this process."""
    role: str
    """`Owner` for whoever owns the file, and for root; `Reader` for everybody else who can open it."""
    config: Config
    """What this person and the administrator of this machine have decided."""
    remark: str = ""
    """What the person should know before they begin, such as that the store is new; may be empty."""

    def connect(self) -> Store:
        """Open the same store once more, read-only, for another thread; whoever asks closes it."""
        return stores.open(self.path, read_only=True)


@contextlib.contextmanager
def opened(path: Path | None, *, create: bool = False, read_only: bool = True) -> Iterator[Session]:
    """Open a store for the person who runs this process, and close it at the end.

    Args:
        path: The store's file; None is the default one, which is made when it is missing.
        create: Make a named store that is missing.
        read_only: Neither change the store nor wait for others who do.

    Raises:
        StoreError: It is missing, a symbolic link, or no store that can be used.
        UsageError: A configuration file is wrong.
    """
    config = configuration()
    where, remark = _located(path, create=create)
    store = stores.open(where, read_only=read_only)
    try:
        yield Session(store, where, account_name(), role_at(where), config, remark)
    finally:
        store.close()


def _located(path: Path | None, *, create: bool) -> tuple[Path, str]:
    """The file to open, which is there by now, and a remark about it."""
    where = path or default_path()
    if where.is_symlink():
        raise StoreError(
            "is a symbolic link", where=str(where), hint=f"name the file itself: {os.path.realpath(where)}"
        )
    if where.exists():
        if not where.is_file():
            raise StoreError("is no file, so it is no store either", where=str(where), hint="name the file: --db PATH")
        return where, exposure(where)
    if path is not None and not create:
        raise StoreError("there is no such store", where=str(path), hint=f"auditui import --db {path} FILE makes it")
    _make(where)
    return where, "" if path else f"the store is new and empty: auditui import FILE fills it ({where})"


def _make(path: Path) -> None:
    """Make an empty store, in a folder that nobody else can look into if it had to be made too."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    except OSError as error:
        raise StoreError(f"cannot make the folder: {error.strerror}", where=str(path.parent)) from error
    stores.open(path, create=True).close()
    path.chmod(PRIVATE_FILE)


def exposure(path: Path) -> str:
    """A warning when every account of the machine can read or replace the store; empty when they cannot.

    A group may well be let in on purpose, so its rights are nobody's business here.
    """
    file, folder = path.stat().st_mode, path.parent.stat().st_mode
    if file & (stat.S_IROTH | stat.S_IWOTH) and folder & stat.S_IXOTH:
        return f"every account of this machine can read {path}: chmod o= {path}"
    if folder & stat.S_IWOTH and not folder & stat.S_ISVTX:
        return f"every account of this machine can replace {path}: chmod o-w {path.parent}"
    return ""


def default_path() -> Path:
    """The store of whoever runs this process: `audit.db` in their data folder."""
    from platformdirs import user_data_path

    return user_data_path("auditui", appauthor=False) / "audit.db"


def redactor_for(config: Config) -> Redactor:
    """What is secret here: what always is, and what the configuration adds to it or takes from it."""
    from auditui.core.redact import DEFAULT, Redactor

    own = config.redaction
    return Redactor(own.keys, own.exceptions) if own.keys or own.exceptions else DEFAULT


def configuration() -> Config:
    """The machine's configuration file and the person's, as one. Raises `UsageError` where one of them is wrong."""
    from platformdirs import user_config_path

    return load(user_config_path("auditui", appauthor=False) / "config.toml", SYSTEM_CONFIG)


def account_name() -> str:
    """The login name by the user database, else the number; variables such as USER can say anything."""
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return f"uid {os.geteuid()}"


def role_at(path: Path) -> str:
    """What the account is to a store: see `Session.role`."""
    return "Owner" if os.geteuid() in {0, path.stat().st_uid} else "Reader"


@contextlib.contextmanager
def throw_away() -> Iterator[Path]:
    """A path for a store that is gone at the end, in a temporary folder that only this account can enter."""
    with tempfile.TemporaryDirectory(prefix="auditui-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "audit.db"
