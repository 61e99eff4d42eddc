"""Exports: what was found, written as a file or a stream that somebody else can use."""

from __future__ import annotations

import contextlib
import errno
import os
import shlex
import stat
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Literal, TypeAlias

from auditui.core.canonical import Head
from auditui.core.errors import AuditError, UsageError
from auditui.core.event import Event
from auditui.core.fields import HAS
from auditui.core.query import EVERYTHING, Query, Term, with_clause
from auditui.core.shown import TITLES
from auditui.core.text import clean
from auditui.core.values import Exactly
from auditui.core.view import COLUMN_SETS, NEWEST_FIRST, AsOf, Sort, View, columns_for, parse_columns
from auditui.core.zones import zone_name
from auditui.formats.to_jsonl import FIELDS, Noted
from auditui.store.base import Progress, Store

if TYPE_CHECKING:
    from auditui.formats.to_pdf import Cover

Format: TypeAlias = Literal["csv", "jsonl", "json", "pdf", "bundle"]
TEXT_FORMATS: Final[tuple[Format, ...]] = ("csv", "jsonl", "json")
FORMATS: Final[tuple[Format, ...]] = (*TEXT_FORMATS, "pdf", "bundle")

OLDEST_FIRST: Final = Sort("at", descending=False)

BUFFER: Final = 256 * 1024
"""Bytes that are gathered before they are written."""

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
    zone: str = "UTC"
    """PDF: where the clocks hang that it shows times of."""
    font: Path | None = None
    """PDF: a font for characters that ours lacks."""
    as_of: AsOf | None = None
    """What the store held then; None: when the export begins."""
    noted: Noted | None = None
    """CSV, JSON Lines and JSON: what somebody noted on an event, as the field `bookmark` behind all others."""


@dataclass(frozen=True, slots=True)
class Made:
    """Who takes what out of which store, for exports that say so: texts may hold anything."""

    store: str
    who: str
    at_us: int
    """Now."""


def export(store: Store, wanted: Export) -> Generator[str, None, None]:
    """The lines of an export in one of `TEXT_FORMATS`, each with its line end; memory does not grow with their number.

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


def bundle(store: Store, wanted: Export) -> Generator[str, None, None]:
    """The lines of an evidence bundle: all that match, in the order of their positions, whatever else is wanted.

    Raises:
        VerifyError: What would be handed over is not what was recorded.
        StoreError: The store cannot be read on.
    """
    from auditui.custody import bundle as bundles

    yield from bundles.lines(store, wanted.query, wanted.as_of)


def count(store: Store, wanted: Export) -> int:
    """How many events an export with its own `as_of` holds, exactly."""
    found = store.count(wanted.query, wanted.as_of)
    exact = int(found) if found.exact else sum(1 for _ in store.events(wanted.query, wanted.sort, wanted.as_of))
    return exact if wanted.limit is None else min(exact, wanted.limit)


def _lines(events: Iterable[Event], wanted: Export, columns: tuple[str, ...]) -> Iterator[str]:
    if wanted.format == "csv":
        from auditui.formats import to_csv

        missing = "N/A" if wanted.columns == ("people",) else ""
        return to_csv.lines(events, columns or FIELDS, raw=wanted.raw, missing=missing, noted=wanted.noted)
    if wanted.format == "json":
        from auditui.formats import to_json

        return to_json.lines(events, columns, wanted.noted)
    from auditui.formats import to_jsonl

    return to_jsonl.lines(events, columns, wanted.noted)


def pdf(store: Store, wanted: Export, made: Made, progress: Progress | None = None) -> Generator[bytes, None, None]:
    """The pieces of a PDF; the first one comes when all of it is drawn.

    Args:
        store: Where the events are.
        wanted: Which of them. Its query should be frozen, since the PDF says it.
        made: What the PDF says of itself.
        progress: Called with the number of events drawn so far, now and then.

    Raises:
        UsageError: Too many events or columns for paper, or a font that cannot be used.
        StoreError: The store cannot be read on.
    """
    from auditui.formats import to_pdf

    as_of = wanted.as_of or store.snapshot()
    cover = _cover(store, wanted, made, as_of)
    events = store.events(wanted.query, wanted.sort, as_of)
    try:
        drawn = to_pdf.document(
            _counted(islice(events, cover.listed), progress),
            cover,
            columns_for(wanted.columns, _filled(store, wanted.query, as_of)),
            only_columns=bool(wanted.columns) and wanted.columns[0] not in COLUMN_SETS,
            missing="N/A" if wanted.columns == ("people",) else "—",
            font=wanted.font,
        )
    finally:
        if isinstance(events, Generator):
            events.close()
    yield from (bytes(drawn[at : at + BUFFER]) for at in range(0, len(drawn), BUFFER))


def _counted(events: Iterable[Event], progress: Progress | None) -> Iterator[Event]:
    for count, event in enumerate(events, 1):
        yield event
        if progress is not None and count % 100 == 0:
            progress(count)


def _cover(store: Store, wanted: Export, made: Made, as_of: AsOf) -> Cover:
    """What the first page says. Raises `UsageError` where there is too much for paper."""
    from auditui.formats.to_pdf import MOST_EVENTS, Cover

    matching = count(store, replace(wanted, limit=None, as_of=as_of))
    listed = matching if wanted.limit is None else min(matching, wanted.limit)
    if listed > MOST_EVENTS:
        problem = f"a PDF holds at most {MOST_EVENTS:,} events, and {listed:,} match"
        raise UsageError(problem, hint="narrow the query, say --limit N, or export CSV or JSON Lines")
    return Cover(
        store=made.store,
        query="" if wanted.query == EVERYTHING else str(wanted.query),
        order=_order(wanted.sort),
        matching=matching,
        listed=listed,
        period_us=_period(store, wanted.query, as_of),
        zone=zone_name(wanted.zone),
        made_by=made.who,
        made_at_us=made.at_us,
        head=head_text(store, as_of),
    )


def head_text(store: Store, as_of: AsOf) -> str:
    """The hash that stands for everything recorded so far, and for how much; empty where there is none yet."""
    with store.evidence() as evidence:
        known = [head for head in evidence.heads() if _is_sound(head) and head.last_seq <= as_of.last_seq]
    return f"{known[-1].chain.hex()} (number {known[-1].number}, up to Seq {known[-1].last_seq:,})" if known else ""


def _is_sound(head: Head) -> bool:
    """Whether it has values of its types, which is more than a file that somebody changed has to give."""
    return isinstance(head.chain, bytes) and isinstance(head.last_seq, int)


def _filled(store: Store, query: Query, as_of: AsOf) -> frozenset[str]:
    """The fields that at least one of the matching events fills."""
    present = store.fields_present()
    if query == EVERYTHING:
        return present
    asked = {name: with_clause(query, Term("has", (Exactly(name),))) for name in present if name in HAS}
    return frozenset(name for name in present if name not in asked or store.count(asked[name], as_of))


def _period(store: Store, query: Query, as_of: AsOf) -> tuple[int, int] | None:
    """The moments of the first and the last event that match."""
    ends = [store.page(View(query, sort, as_of=as_of), limit=1).rows for sort in (OLDEST_FIRST, NEWEST_FIRST)]
    return (ends[0][0].at_us, ends[1][0].at_us) if all(ends) else None


def _order(sort: Sort) -> str:
    """An order in words."""
    if sort.field == "at":
        return "newest first" if sort.descending else "oldest first"
    return f"by {TITLES.get(sort.field, sort.field).lower()}, {'descending' if sort.descending else 'ascending'}"


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


def to_stream(lines: Iterable[str | bytes], stream: IO[bytes]) -> None:
    """Write exact bytes, gathered into large pieces."""
    for piece in _pieces(lines):
        stream.write(piece)
    stream.flush()


def to_terminal(lines: Iterable[str], stream: IO[str]) -> None:
    """Write for a person: whatever a line holds, it stays one line and controls nothing."""
    for line in lines:
        stream.write(clean(line.rstrip("\r\n")) + "\n")
    stream.flush()


def to_file(lines: Iterable[str | bytes], path: Path, *, force: bool = False) -> None:
    """Write a file that only this account can read; see `placed`. Nothing is on disk before there is a piece of it."""
    with placed(path, force=force) as beside:
        pieces = _pieces(lines)
        first = next(pieces)
        with _created(beside) as stream:
            stream.writelines(chain((first,), pieces))
            stream.flush()
            os.fsync(stream.fileno())


@contextlib.contextmanager
def placed(path: Path, *, force: bool = False, ending: str = "part") -> Iterator[Path]:
    """A free name beside the target; what is written there becomes the target when the block ends well.

    Args:
        path: The target. Never a symbolic link, nor anything that is no regular file.
        force: Replace a file that is there.
        ending: What the free name ends with, behind a dot.

    Raises:
        AuditError: The target is there, or the folder or the disk does not take it; nothing is left behind.
    """
    check_target(path, force=force)
    beside = path.with_name(f".{path.name[:200]}.{os.urandom(4).hex()}.{ending}")
    try:
        yield beside
        _move(beside, path, force=force)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def check_target(path: Path, *, force: bool) -> None:
    """Raise `AuditError` where a file must not be written, or has no folder; see `placed`."""
    if not path.parent.is_dir():
        raise AuditError(
            "there is no such folder", where=str(path.parent), hint=f"mkdir -p {shlex.quote(str(path.parent))}"
        )
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


def _unwritable(path: Path, error: OSError) -> AuditError:
    hint = {
        errno.ENOSPC: "make room, or name a file on another disk", errno.EDQUOT: "your quota is used up: make room",
        errno.EFBIG: "the limit for the size of a file is reached: ulimit -f",
        errno.EROFS: "name a file on a disk that can be written",
    }.get(error.errno or 0, "name a file in a folder that you may write to")  # fmt: skip
    return AuditError(f"cannot write: {error.strerror or error}", where=str(path), hint=hint)


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


def _pieces(lines: Iterable[str | bytes]) -> Iterator[bytes]:
    """Lines joined to pieces of at least `BUFFER` bytes, the last one shorter."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        piece = line.encode() if isinstance(line, str) else line
        held.append(piece)
        size += len(piece)
        if size >= BUFFER:
            yield b"".join(held)
            held.clear()
            size = 0
    yield b"".join(held)
