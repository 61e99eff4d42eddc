"""Exports: what was found, written as a file or a stream that somebody else can use."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Final, Literal, TypeAlias

from auditui.core.errors import AuditError
from auditui.core.event import Event
from auditui.core.query import EVERYTHING, Query
from auditui.core.text import clean
from auditui.core.view import COLUMN_SETS, NEWEST_FIRST, AsOf, Sort, parse_columns
from auditui.formats.to_jsonl import FIELDS
from auditui.store.base import Store

Format: TypeAlias = Literal["csv", "jsonl", "json"]
FORMATS: Final[tuple[Format, ...]] = ("csv", "jsonl", "json")

BUFFER: Final = 256 * 1024
"""Characters that are gathered before they are written."""

COLUMN_FIELDS: Final = {
    "user": ("actor", "email"),
    "entity": ("entity_type", "entity_id", "entity_name"),
    "resource": ("entity_type",),
    "item": ("entity_name",),
    "took": ("took_ms",),
    "changed": ("changes",),
}
"""Columns of the explorer that are not fields of an export, and the fields that they draw."""


@dataclass(frozen=True, slots=True)
class Export:
    """What to hand over, and in which form."""

    query: Query = EVERYTHING
    sort: Sort = NEWEST_FIRST
    format: Format = "jsonl"
    columns: tuple[str, ...] = ()
    """The name of a column set, or columns of the explorer or fields, in order; empty for all fields."""
    limit: int | None = None
    raw: bool = False
    """CSV: do not guard cells that look like formulas."""
    as_of: AsOf | None = None
    """What the store held then; None: when the export begins."""


def export(store: Store, wanted: Export) -> Generator[str, None, None]:
    """The lines of an export, each with its line end; memory does not grow with their number.

    What the store held at the first line is what all lines agree on, even while an import runs.
    Whoever stops early closes the generator, before the store.

    Raises:
        StoreError: The store cannot be read on.
    """
    events = store.events(wanted.query, wanted.sort, wanted.as_of or store.snapshot())
    try:
        yield from _lines(islice(events, wanted.limit), wanted, fields_of(wanted.columns))
    finally:
        if isinstance(events, Generator):
            events.close()  # it holds a transaction, and an error on its way up would keep it alive


def count(store: Store, wanted: Export) -> int:
    """How many events an export with its own `as_of` holds, exactly."""
    found = store.count(wanted.query, wanted.as_of)
    exact = int(found) if found.exact else sum(1 for _ in store.events(wanted.query, wanted.sort, wanted.as_of))
    return exact if wanted.limit is None else min(exact, wanted.limit)


def _lines(events: Iterable[Event], wanted: Export, columns: tuple[str, ...]) -> Iterator[str]:
    if wanted.format == "csv":
        from auditui.formats import to_csv

        missing = "N/A" if wanted.columns == ("people",) else ""
        return to_csv.lines(events, columns or FIELDS, raw=wanted.raw, missing=missing)
    if wanted.format == "json":
        from auditui.formats import to_json

        return to_json.lines(events, columns)
    from auditui.formats import to_jsonl

    return to_jsonl.lines(events, columns)


def parse_export_columns(text: str) -> tuple[str, ...]:
    """As `core.view.parse_columns`, and all of `FIELDS` by the names that an export gives them.

    Raises:
        UsageError: There is no such column; with the nearest one.
    """
    if text.strip().lower() in {"", *COLUMN_SETS}:
        return parse_columns(text)
    names = [name.strip() for name in text.split(",")]
    parse_columns(",".join("seq" if name in FIELDS else name for name in names))  # says what is wrong, and where
    return tuple(column for name in names for column in _columns_for(name))


def _columns_for(name: str) -> tuple[str, ...]:
    if name in FIELDS:
        return (name,)
    columns = parse_columns(name)
    return COLUMN_SETS.get(columns[0], columns)


def fields_of(columns: Sequence[str]) -> tuple[str, ...]:
    """The fields that a set, or columns, stand for, each once: of `FIELDS`, or paths below `details.` and its like."""
    if len(columns) == 1:
        columns = COLUMN_SETS.get(columns[0], columns)
    return tuple(dict.fromkeys(field for name in columns for field in COLUMN_FIELDS.get(name, (name,))))


def to_stream(lines: Iterable[str], stream: IO[bytes]) -> None:
    """Write exact bytes, gathered into large pieces."""
    for piece in _pieces(lines):
        stream.write(piece.encode())
    stream.flush()


def to_terminal(lines: Iterable[str], stream: IO[str]) -> None:
    """Write for a person: whatever a line holds, it stays one line and controls nothing."""
    for line in lines:
        stream.write(clean(line.rstrip("\r\n")) + "\n")
    stream.flush()


def to_file(lines: Iterable[str], path: Path, *, force: bool = False) -> None:
    """Write a file that only this account can read; see `placed`."""
    with placed(path, force=force) as beside, _created(beside) as stream:
        to_stream(lines, stream)
        os.fsync(stream.fileno())


@contextlib.contextmanager
def placed(path: Path, *, force: bool = False) -> Iterator[Path]:
    """A free name beside the target; what is written there becomes the target when the block ends well.

    Args:
        path: The target. Never a symbolic link, nor anything that is no regular file.
        force: Replace a file that is there.

    Raises:
        AuditError: The target is there, or the folder or the disk does not take it; nothing is left behind.
    """
    _check_target(path, force=force)
    beside = path.with_name(f".{path.name[:200]}.{os.urandom(4).hex()}.part")
    try:
        yield beside
        _move(beside, path, force=force)
    except OSError as error:
        raise AuditError(f"cannot write: {error.strerror or error}", where=str(path)) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def _check_target(path: Path, *, force: bool) -> None:
    try:
        mode = path.lstat().st_mode
    except OSError:
        return
    if stat.S_ISLNK(mode):
        raise AuditError("is a symbolic link", where=str(path), hint="name the file itself, or write to - and redirect")
    if not stat.S_ISREG(mode):
        raise AuditError("is no regular file", where=str(path), hint="write to - and redirect")
    if not force:
        raise _there_already(path)


def _there_already(path: Path) -> AuditError:
    return AuditError("is there already", where=str(path), hint="--force replaces it")


def _created(path: Path) -> IO[bytes]:
    """A new file with mode 0600, whatever the umask takes or leaves."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    return os.fdopen(handle, "wb")


def _move(beside: Path, path: Path, *, force: bool) -> None:
    """Give the file its name. Without force a file that came up meanwhile stays, where the disk knows links."""
    if force:
        beside.replace(path)
        return
    try:
        os.link(beside, path)
    except FileExistsError:
        raise _there_already(path) from None
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}:
            raise
        beside.rename(path)


def _pieces(lines: Iterable[str]) -> Iterator[str]:
    """Lines joined to texts of at least `BUFFER` characters, the last one shorter."""
    held: list[str] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= BUFFER:
            yield "".join(held)
            held.clear()
            size = 0
    yield "".join(held)
