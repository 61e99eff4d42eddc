"""What a store is: the protocol that screens, commands and every engine share.

Nothing above a store may know SQL, files, or that positions are dense. All methods raise only
errors of `auditui.core.errors`; any reading method raises `InterruptedQueryError` after
`interrupt()`. A store object is used by one thread at a time; `interrupt()` may be called from any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from auditui.core.event import Event
from auditui.core.query import Query
from auditui.core.view import NEWEST_FIRST, AsOf, Sort, View
from auditui.store.evidence import Evidence
from auditui.store.policy import Policy


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an import comes from. `size` in bytes and `sha256` (hex) of the file, where known."""

    name: str
    format: str = ""
    profile: str = ""
    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class AppendReport:
    """What became of the events of one `append`. Their sum is the number of events given."""

    imported: int = 0
    duplicate: int = 0
    expired: int = 0
    """Older than the retention horizon, or purged before: not brought back."""
    merged: int = 0
    redacted: int = 0
    """How many of the imported ones carry the flag `redacted`; not part of the sum."""
    repeated: int = 0
    """How many of the imported ones carry the flag `repeated`; not part of the sum."""
    import_id: int = 0
    interrupted: bool = False


class Count(int):
    """A number of events. `exact` is False for a lower bound, and `note` then says why, for the screen."""

    exact: bool
    note: str

    def __new__(cls, value: int, *, exact: bool = True, note: str = "") -> Count:
        """Make a count; it is an int in every other way."""
        made = super().__new__(cls, value)
        made.exact = exact
        made.note = note
        return made


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a view, in its order. `at_end` when no event follows the last row.

    `note` is empty, or says why rows may be missing (a bounded scan that stopped).
    """

    rows: tuple[Event, ...]
    offset: int
    at_end: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a field, as recorded (numbers as text, missing as empty text), and how many events have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Events over time, in equal buckets that tile the range; empty buckets are there too.

    `starts_us[i]` begins bucket i, each `width_us` long. `failures[i]` counts those of `counts[i]`
    whose outcome is failure. Lone outliers in time may be left out, so that one wrong clock does not
    flatten the rest: `left_out` says how many events, and is never silent on screen.
    """

    starts_us: tuple[int, ...] = ()
    width_us: int = 0
    counts: tuple[int, ...] = ()
    failures: tuple[int, ...] = ()
    left_out: int = 0
    exact: bool = True


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One row of what came in."""

    import_id: int
    origin: Origin
    at_us: int
    """When the import began (now, not the events' time)."""
    took_us: int
    seen: int
    """Records seen = imported + duplicate + expired + merged + rejected."""
    imported: int
    duplicate: int
    expired: int
    merged: int
    rejected: int
    redacted: int
    done: bool
    """False while it runs, or when it was interrupted."""


Progress = Callable[[int], None]
"""Called with the number of events taken so far, after each batch."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What `check_indexes` found: how many entries were compared, and one line for each difference."""

    compared: int = 0
    differences: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Deletion:
    """Who deletes, and why; the terms of a purge."""

    who: str
    reason: str
    cause: str = "purge"
    """`purge`, `retention` or `undo`."""
    query_mac: bytes = b""
    """A keyed hash of the query, which is all that is kept of it."""
    expected: int | None = None
    """How many events have to match, or nothing is deleted; None: however many do. 0 only wipes what an earlier
    purge left."""


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """What a purge did, or would do. `held` events match, too, but a hold keeps them."""

    deleted: int = 0
    held: int = 0
    tombstone: int = 0
    """The number of what is left of them on record; 0 when nothing was deleted."""
    freed: int = 0
    """Bytes that the file is smaller."""
    left: str = ""
    """Why bytes of the deleted events are still in the file, where they are; the next purge wipes them."""


class Store(Protocol):
    """Keeps events and answers queries."""

    def append(
        self, events: Iterable[Event | None], *, origin: Origin, progress: Progress | None = None
    ) -> AppendReport:
        """Add the events of one import, in order, in batches; each batch is one transaction with every index.

        None among the events means: input has paused, write what is there. Duplicates (same content, source
        id included, and same how-manieth occurrence within this call) are counted, not stored. So all that a log
        holds is kept, and nothing is taken twice. What has an id and repeats an earlier event of this call
        is flagged `repeated`; what has the id of another with other content is flagged `id-conflict`.
        If the iterable raises, whole batches given before stay; the error passes through.
        """
        ...

    def finish_import(self, import_id: int, *, merged: int, rejected: int) -> None:
        """Complete an import's record with what only the reader of the file knows, and make it durable."""
        ...

    def together(self) -> AbstractContextManager[None]:
        """Let the imports of the block share transactions, so that many small ones cost little.

        An import of the block is done, and on disk, within about a second after `finish_import`, at the latest
        when the block ends. When an iterable raises, the events that were taken before stay.
        """
        ...

    def snapshot(self) -> AsOf:
        """What the store holds now; give it to a `View` so that page, total and facets agree."""
        ...

    def page(self, view: View, *, offset: int = 0, limit: int = 200) -> Page:
        """Rows `offset` to `offset + limit` of a view."""
        ...

    def count(self, query: Query, as_of: AsOf | None = None) -> Count:
        """How many events match."""
        ...

    def count_each(self, query: Query, parts: Sequence[Query], as_of: AsOf | None = None) -> list[Count]:
        """How many of the events that match also match each of these parts; the query is answered once for all."""
        ...

    def facets(
        self, query: Query, fields: Sequence[str], limit: int = 20, as_of: AsOf | None = None
    ) -> Mapping[str, list[FacetValue]]:
        """For each field the values with the most matching events: count descending, then value ascending.

        Events without a value count under the empty text.
        """
        ...

    def histogram(
        self, query: Query, buckets: int, as_of: AsOf | None = None, over: tuple[int, int] | None = None
    ) -> Histogram:
        """At most `buckets` buckets (two or more) of a round width over the time range of the matching events.

        With `over` they cover these moments instead, from the first on and before the second; events of no bucket
        are left out. Without a matching event there is no bucket at all.
        """
        ...

    def get(self, seq: int) -> Event:
        """One whole event. Raises `StoreError` when there is none at this position."""
        ...

    def find(self, event_id: str) -> list[Event]:
        """The events whose source id is exactly this, in order of `seq`."""
        ...

    def events(self, query: Query, sort: Sort = NEWEST_FIRST, as_of: AsOf | None = None) -> Iterator[Event]:
        """All matching events in this order, in constant memory; for export."""
        ...

    def locate(self, seq: int, view: View) -> int | None:
        """The offset of an event in a view, or None when it is not in it."""
        ...

    def complete(self, field: str, prefix: str, query: Query, limit: int = 20) -> list[FacetValue]:
        """Values of a field that start with the prefix (folded), with counts under the query, most first.

        Of values that hardly repeat, such as ids, those of the latest events may have to do.
        """
        ...

    def fields_present(self) -> frozenset[str]:
        """Names of the event fields that at least one event fills; decides the columns to show."""
        ...

    def imports(self) -> list[ImportRecord]:
        """What came in, oldest first."""
        ...

    def check_indexes(self) -> IndexReport:
        """Compare every derived index with what the rows give."""
        ...

    def reindex(self, progress: Progress | None = None) -> None:
        """Build every derived index again from the rows; answers stay the same."""
        ...

    def import_spans(self, import_id: int) -> list[tuple[int, int]]:
        """First and last position of each run of events that an import brought and that are still there."""
        ...

    def purgeable(self, query: Query) -> PurgeReport:
        """How many events a purge of the matching ones would delete now, and how many of them are held."""
        ...

    def purge(
        self, query: Query, deletion: Deletion, progress: Callable[[int, int], object] | None = None
    ) -> PurgeReport:
        """Delete the matching events for good, but for held ones, and leave a tombstone in their place.

        All or nothing. Their bytes are gone, too, when this returns, unless the report says otherwise. They do not
        come back by an import. `progress` is called with how many rows were gone through, and how many there are.

        Raises:
            UsageError: Other than the expected number of events match.
            StoreError: Somebody reads or writes the store; nothing was deleted.
        """
        ...

    def policy(self) -> Policy:
        """How long events are kept, and what is held."""
        ...

    def decide(self, kind: str, value: str, *, who: str, reason: str) -> int:
        """Put a decision on record, which holds from now on; see `store.policy`. Gives its number."""
        ...

    def backup(self, target: Path, progress: Callable[[int, int], None] | None = None) -> None:
        """Copy what the store holds now to a new file, while others may write; the copy is checked.

        `progress` is called with how much is copied and how much there is, in the same unit.
        """
        ...

    def evidence(self) -> AbstractContextManager[Evidence]:
        """What proves the rows, as of now, for as long as the block lasts; the store answers nothing else meanwhile."""
        ...

    def sign_head(self, number: int, public_key: bytes, signature: bytes) -> None:
        """Keep a signature of the hash of a head. The first one stays."""
        ...

    def unindexed(self) -> int:
        """How many events can only be found by reading them, since their index is damaged or of another version.

        0 where all is well. Looks at one part of the index alone, so it costs nothing to ask.
        """
        ...

    def data_version(self) -> int:
        """A number that changes whenever any process has written to the store."""
        ...

    def interrupt(self) -> None:
        """Stop the query that runs now, from any thread; it raises `InterruptedQueryError`."""
        ...

    def close(self) -> None:
        """Release the store. Calling it twice is fine."""
        ...
