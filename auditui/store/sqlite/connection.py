"""Opening database files, and saying in one line why one cannot be opened."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote

from auditui.core.errors import DiskFullError, InterruptedQueryError, StoreError
from auditui.store.sqlite import schema
from auditui.store.sqlite.schema import Layout

_HEADER: Final = b"SQLite format 3\0"
_BUSY_MS: Final = 5000
_MOST_BITS: Final = 32
_READ_CACHE_KIB: Final = 6 * 1024
_WRITE_CACHE_KIB: Final = 96 * 1024
_CHECKPOINT_PAGES: Final = 4096


def connect(
    path: Path, *, create: bool, read_only: bool, layout: Layout, is_immutable: bool = False
) -> sqlite3.Connection:
    """Open a store's file, making it or moving it on where that is wanted.

    `is_immutable`: without locks, since nobody writes it; see `standstill`.

    Raises:
        StoreError: Missing, foreign, newer, truncated, locked, or not permitted.
    """
    if not path.exists():
        if not create or read_only:
            raise StoreError("there is no such file", where=str(path), hint="import a log into it: auditui import FILE")
        _make_file(path)
    with translated(path):
        connection = _open(path, read_only=read_only, is_immutable=is_immutable)
        try:
            _prepare(connection, path, create=create, read_only=read_only, layout=layout)
        except BaseException:
            connection.close()
            raise
        return connection


def _make_file(path: Path) -> None:
    """An empty file that only its owner can read; a journal made beside it takes over its mode."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        pass  # another process was faster: it is the same file then
    except OSError as error:
        raise StoreError(
            f"the file cannot be made: {error.strerror}", where=str(path), hint="name another place with --db"
        ) from error


def _open(path: Path, *, read_only: bool, is_immutable: bool) -> sqlite3.Connection:
    mode = "ro" if read_only else "rw"
    immutable = "&immutable=1" if is_immutable else ""
    connection = sqlite3.connect(
        f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}{immutable}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_BUSY_MS / 1000,
        cached_statements=256,
    )
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA case_sensitive_like = OFF")  # whatever this SQLite was built with
    connection.execute(f"PRAGMA cache_size = {-(_READ_CACHE_KIB if read_only else _WRITE_CACHE_KIB)}")
    return connection


def make_durable(connection: sqlite3.Connection) -> None:
    """Have every commit on disk before it counts: one more sync each."""
    connection.execute("PRAGMA synchronous = FULL")


def interrupt(connection: sqlite3.Connection) -> None:
    """Stop what runs on a connection; one that was closed meanwhile runs nothing."""
    with contextlib.suppress(sqlite3.ProgrammingError):
        connection.interrupt()


def _prepare(connection: sqlite3.Connection, path: Path, *, create: bool, read_only: bool, layout: Layout) -> None:
    if path.stat().st_size == 0:
        if not create:
            raise StoreError("the file is empty", where=str(path), hint="import a log into it: auditui import FILE")
        _begin_file(connection, layout)
    check_header(connection, path)
    if read_only:
        connection.execute("PRAGMA query_only = ON")
        return
    _move_on(connection, layout)
    connection.execute("PRAGMA recursive_triggers = ON")
    # Zeros over what is deleted inside of pages that are written anyway; a purge sees to whole pages.
    connection.execute("PRAGMA secure_delete = FAST")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
    connection.execute("PRAGMA journal_size_limit = 0")
    connection.execute("PRAGMA temp_store = FILE")


def _move_on(connection: sqlite3.Connection, layout: Layout) -> None:
    """Bring a file of an older format to the present one, unless somebody else does it at the same moment."""
    if schema.version_of(connection) == schema.VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        before = schema.version_of(connection)
        if before != schema.VERSION:
            schema.migrate(connection, layout)
        if before < schema.SEALED_VERSION:
            _seal_purged(connection)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.rollback()


def _seal_purged(connection: sqlite3.Connection) -> None:
    """What was purged under an older format is bound from now on: whether it was changed before nobody can tell."""
    from auditui.store.sqlite.kept_away import BEFORE
    from auditui.store.sqlite.sealing import Sealer

    if connection.execute("SELECT 1 FROM tombstone LIMIT 1").fetchone():
        Sealer(connection, layout_of(connection)).seal_purged(BEFORE)


def layout_of(connection: sqlite3.Connection) -> Layout:
    """The sizes that a file was made with. Raises `StoreError` where they are not there, or cannot be."""
    found = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('chunk_bits', 'table_bits')"))
    for key in ("chunk_bits", "table_bits"):
        size = found.get(key)
        if not isinstance(size, int) or not 0 <= size <= _MOST_BITS:
            raise StoreError(
                f"setting {key} is {'missing' if key not in found else f'altered: no store can have {size!r}'}",
                hint="restore a backup, or import the logs into a new store",
            )
    return Layout(**found)


def _begin_file(connection: sqlite3.Connection, layout: Layout) -> None:
    connection.execute(f"PRAGMA page_size = {schema.PAGE_SIZE}")
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    schema.migrate(connection, layout)


def check_header(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse what is not a store, and what this version cannot read."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = schema.version_of(connection)
    if application != schema.APPLICATION_ID:
        raise StoreError(
            "this is a database, but not a store of auditui",
            where=str(path),
            hint="auditui makes its own file: auditui import FILE --db NEW.db",
        )
    if version > schema.VERSION:
        raise StoreError(
            f"the store has format {version}, this auditui knows up to {schema.VERSION}",
            where=str(path),
            hint="open it with a newer auditui",
        )
    if version < schema.OLDEST_READABLE:
        raise StoreError(
            f"the store has format {version}, which is no longer read", where=str(path), hint="import the logs again"
        )


def identity(path: Path) -> str:
    """What tells a file from every other, also from one that took its name later."""
    found = path.stat()
    return f"{found.st_dev}:{found.st_ino}"


_OF_OUR_KINDS: Final = (
    "SELECT count(*) = 3 AND NOT EXISTS (SELECT 1 FROM path WHERE typeof(name) <> 'text')"
    " FROM meta WHERE key IN ('stamp', 'built', 'generation') AND typeof(value) = 'integer'"
)


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether SQLite finds nothing wrong with the file, and what every query needs is of the kinds that we write."""
    try:
        ours = connection.execute(_OF_OUR_KINDS).fetchone()
        return bool(ours == (1,) and connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False


MAKE_ROOM: Final = "make room (df -h, quota, ulimit -f) and do it again; what was committed before is safe"
_NO_ROOM: Final = frozenset({"SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_TRUNCATE"})
"""A quota or a limit for files is an error of writing to SQLite, not a full disk."""
_SAYINGS: Final = (
    ("disk i/o error", "the disk cannot be read or written", "check the disk and the permissions of its folder"),
    ("file is not a database", "this is not a database", "name a store with --db, or import the file: auditui import"),
    ("malformed", "the database is damaged", "restore a backup, or import the logs into a new store"),
    ("locked", "another process is writing to the store", "try again when its import is done"),
    ("readonly", "the store cannot be written here", "check the permissions of the file and its folder"),
    ("read-only", "the store cannot be written here", "check the permissions of the file and its folder"),
    ("unable to open", "the store cannot be opened", "check the permissions of the file and its folder"),
    ("no such", "the database lacks parts of a store", "restore a backup, or import the logs into a new store"),
)


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Errors of SQLite as errors that say what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise explained(error, path) from error
    except UnicodeDecodeError as error:  # of the message of an error of SQLite, which names what stands in the file
        raise explained(sqlite3.DatabaseError("malformed"), path) from error


def explained(error: sqlite3.Error, path: Path) -> StoreError | InterruptedQueryError:
    """What an error of SQLite means for the user."""
    text = str(error)
    if text == "interrupted":
        return InterruptedQueryError("the query was stopped")
    if getattr(error, "sqlite_errorname", "") in _NO_ROOM:
        return DiskFullError("the disk does not take any more", where=str(path), hint=MAKE_ROOM)
    for part, problem, hint in _SAYINGS:
        if part in text.lower():
            more = f": {text}" if part == "no such" else ""
            return StoreError(f"{problem}{more}", where=str(path), hint=hint)
    return StoreError(f"the database says: {text}", where=str(path), hint="restore a backup if this goes on")
