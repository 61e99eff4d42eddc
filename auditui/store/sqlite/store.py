"""The SQLite store: what `base.Store` promises, put together from the modules beside this one.

Those for reading by time are loaded with it. What most connections are never asked for is loaded by the method that
needs it, since whoever opens a store waits for its first page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from pyroaring import BitMap

from auditui.core.errors import InterruptedQueryError, StoreError, UsageError
from auditui.core.event import Event
from auditui.core.query import EVERYTHING, Query, freeze
from auditui.core.text import fold
from auditui.core.times import now_us
from auditui.core.view import NEWEST_FIRST, SORTABLE, AsOf, Sort, View
from auditui.store.base import (
    AppendReport,
    Count,
    Deletion,
    FacetValue,
    Histogram,
    ImportRecord,
    IndexReport,
    Origin,
    Page,
    Progress,
    PurgeReport,
)
from auditui.store.evidence import spans
from auditui.store.policy import Policy
from auditui.store.sqlite import connection as connections
from auditui.store.sqlite import keeping, paths
from auditui.store.sqlite.evidence import SqliteEvidence
from auditui.store.sqlite.imports import confirmed, list_imports
from auditui.store.sqlite.index import Index
from auditui.store.sqlite.matches import SCAN_NOTE, EventReader, Matches
from auditui.store.sqlite.moments import Moments
from auditui.store.sqlite.paging import TimeOrder
from auditui.store.sqlite.parts import DamagedPartError
from auditui.store.sqlite.paths import FIXED
from auditui.store.sqlite.planner import Planner
from auditui.store.sqlite.presence import fields_present
from auditui.store.sqlite.row_texts import RowTexts
from auditui.store.sqlite.schema import Layout
from auditui.store.sqlite.standstill import standing, standstill
from auditui.store.sqlite.timeline import histogram
from auditui.store.sqlite.writer import Writer

if TYPE_CHECKING:
    from auditui.store.sqlite.purging import Chosen
    from auditui.store.sqlite.sorting import Runs, SeqOrder, ValueOrder

_SHALLOW: Final = 5000
"""Up to this offset the newest rows of all come straight from the index on time."""
_REMEMBERED: Final = 8
_EXPORTED: Final = 256

_ODD_VALUES: Final = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)

Order: TypeAlias = "TimeOrder | SeqOrder | ValueOrder"


class SqliteStore:
    """One connection to a store; used by one thread at a time, `interrupt` by any."""

    def __init__(
        self,
        path: Path,
        *,
        create: bool = False,
        read_only: bool = False,
        layout: Layout | None = None,
        durable: bool = False,
    ) -> None:
        """`layout` decides sizes of a file that is made now; an existing one keeps its own."""
        self._path = path
        self._is_stopped = False
        self._sharing: Writer | None = None
        self._open(create=create, read_only=read_only, layout=layout or Layout())
        if durable:
            connections.make_durable(self._connection)

    def _open(self, *, create: bool, read_only: bool, layout: Layout) -> None:
        self._standstill = standstill(self._path) if read_only else None
        self._connection = connections.connect(
            self._path, create=create, read_only=read_only, layout=layout, is_immutable=self._standstill is not None
        )
        with self._guarded():
            self._layout = connections.layout_of(self._connection)
        self._index = Index(
            self._connection,
            self._layout.table_bits,
            rebuild=self._rebuild,
            check_stop=self._check_stop,
            shared_by=connections.identity(self._path) if read_only else "",
        )
        self._moments = Moments(self._connection, self._index)
        self._runs: Runs | None = None
        self._reader = EventReader(self._connection)
        self._texts = RowTexts(self._connection, self._index)
        self._remembered: dict[tuple[Query, int, tuple[int, int]], Matches] = {}

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    # ---------------------------------------------------------------------------------- guarding

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Errors as ours say them, and no answer out of a file that changed under a connection without locks."""
        if self._standstill is not None and not self._standstill.holds():
            self._connection.close()
            self._open(create=False, read_only=True, layout=Layout())
        with standing(self._standstill, self._path), self._translated():
            yield

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            with connections.translated(self._path):
                yield
        except DamagedPartError as error:
            raise StoreError("an index is damaged", where=str(self._path), hint="run auditui reindex") from error
        except _ODD_VALUES as error:
            # A value of a kind that the schema does not let in: say so if the file is why.
            if connections.is_sound(self._connection):
                raise
            raise StoreError("the database is damaged", where=str(self._path), hint="restore a backup") from error

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One read transaction: everything inside sees one state of the file, that of `events` while it streams."""
        self._is_stopped = False
        with self._guarded():
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN")
            try:
                self._index.refresh()
                yield
            finally:
                if self._connection.in_transaction:
                    self._connection.rollback()

    def _check_stop(self) -> None:
        if self._is_stopped:
            raise InterruptedQueryError("the query was stopped")

    def interrupt(self) -> None:
        """See `Store.interrupt`."""
        self._is_stopped = True
        connections.interrupt(self._connection)

    def close(self) -> None:
        """See `Store.close`."""
        self._connection.close()

    # ----------------------------------------------------------------------------------- queries

    def _matches(self, query: Query, as_of: AsOf | None) -> Matches:
        """The rows of a frozen query, remembered while the file stays as it is."""
        last = self._last_seq() if as_of is None else as_of.last_seq
        key = (query, last, self._index.stamp)
        found = self._remembered.pop(key, None)
        if found is None:
            everything = self._index.everything() & BitMap(range(last + 1))
            planner = Planner(self._connection, self._index, self._moments, everything)
            found = self._within(planner, query)
        self._remembered[key] = found
        while len(self._remembered) > _REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        return found

    def _within(self, planner: Planner, query: Query) -> Matches:
        """The rows of a frozen query among those of a planner."""
        stop = self._check_stop
        return Matches(planner.answer(query), query.matcher(), self._reader, self._texts, check_stop=stop)

    def _last_seq(self) -> int:
        row = self._connection.execute("SELECT max(seq) FROM event").fetchone()
        return int(row[0] or 0)

    def _order(self, matches: Matches, sort: Sort) -> Order:
        if sort.field not in SORTABLE:
            raise UsageError(f"cannot sort by {sort.field!r}", hint=f"one of {', '.join(SORTABLE)}")
        if sort.field == "at":
            settled = matches.known if matches.is_settled else None
            return TimeOrder(self._moments, matches.within, descending=sort.descending, settled=settled)
        from auditui.store.sqlite.sorting import Runs, SeqOrder, ValueOrder

        if sort.field == "seq":
            return SeqOrder(matches.settle(), descending=sort.descending)
        self._runs = self._runs or Runs(self._connection, self._index)
        return ValueOrder(self._index, self._moments, self._runs, matches.settle(), sort)

    def snapshot(self) -> AsOf:
        """See `Store.snapshot`."""
        with self._guarded():
            row = self._connection.execute(
                "SELECT (SELECT max(seq) FROM event), (SELECT value FROM meta WHERE key = 'generation')"
            ).fetchone()
            return AsOf(int(row[0] or 0), int(row[1]))

    def page(self, view: View, *, offset: int = 0, limit: int = 200) -> Page:
        """See `Store.page`."""
        query = _frozen(view.query, view.now_us, view.zone)
        with self._reading():
            if query == EVERYTHING and view.sort.field == "at" and offset <= _SHALLOW:
                seqs, note = self._newest(view, offset, limit + 1), ""
            else:
                matches = self._matches(query, view.as_of)
                seqs = self._order(matches, view.sort).slice(offset, limit + 1)
                note = SCAN_NOTE if matches.gave_up and len(seqs) <= limit else ""
            rows = tuple(self._reader.read(seqs[:limit]))
            return Page(rows, offset, at_end=len(seqs) <= limit, note=note)

    def _newest(self, view: View, offset: int, limit: int) -> list[int]:
        way = "DESC" if view.sort.descending else "ASC"
        last = self._last_seq() if view.as_of is None else view.as_of.last_seq
        found = self._connection.execute(
            "SELECT seq FROM event INDEXED BY event_at WHERE seq <= ?"
            f" ORDER BY at_us {way}, seq {way} LIMIT ? OFFSET ?",
            (last, limit, offset),
        )
        return [seq for (seq,) in found]

    def count(self, query: Query, as_of: AsOf | None = None) -> Count:
        """See `Store.count`."""
        query = _frozen(query)
        with self._reading():
            matches = self._matches(query, as_of)
            total = len(matches.settle())
            return Count(total, exact=False, note=SCAN_NOTE) if matches.gave_up else Count(total)

    def count_each(self, query: Query, parts: Sequence[Query], as_of: AsOf | None = None) -> list[Count]:
        """See `Store.count_each`."""
        query = _frozen(query)
        with self._reading():
            matches = self._matches(query, as_of)
            planner = Planner(self._connection, self._index, self._moments, matches.settle())
            return [self._count_part(planner, _frozen(part), is_exact=not matches.gave_up) for part in parts]

    def _count_part(self, planner: Planner, part: Query, *, is_exact: bool) -> Count:
        self._check_stop()
        within = self._within(planner, part)
        total = len(within.settle())
        return Count(total) if is_exact and not within.gave_up else Count(total, exact=False, note=SCAN_NOTE)

    def facets(
        self, query: Query, fields: Sequence[str], limit: int = 20, as_of: AsOf | None = None
    ) -> Mapping[str, list[FacetValue]]:
        """See `Store.facets`."""
        from auditui.store.sqlite.facets import Counting

        query = _frozen(query)
        with self._reading():
            rows = self._matches(query, as_of).settle()
            counting = Counting(self._connection, self._index, self._check_stop)
            return {field: counting.top(field, rows, limit) for field in fields}

    def histogram(
        self, query: Query, buckets: int, as_of: AsOf | None = None, over: tuple[int, int] | None = None
    ) -> Histogram:
        """See `Store.histogram`."""
        query = _frozen(query)
        with self._reading():
            matches = self._matches(query, as_of)
            rows = matches.settle()
            failed = self._index.any_of(FIXED["outcome"], self._index.terms(FIXED["outcome"]).equal("failure"))
            found = histogram(self._connection, self._moments, rows, failed, max(1, buckets), over=over)
            return replace(found, exact=not matches.gave_up)

    def get(self, seq: int) -> Event:
        """See `Store.get`."""
        with self._guarded():
            found = self._reader.read([seq]) if 0 < seq < 1 << 63 else []
        if not found:
            raise StoreError(f"there is no event {seq}", where=str(self._path), hint="it may have been purged")
        return found[0]

    def find(self, event_id: str) -> list[Event]:
        """See `Store.find`."""
        with self._reading():
            return self._find(event_id)

    def _find(self, event_id: str) -> list[Event]:
        if not event_id:
            return []
        path = FIXED["id"]
        rows = self._index.loose_texts_like(path, fold(event_id))
        rows |= self._index.any_of(path, self._index.terms(path).equal(fold(event_id)))
        return [event for event in self._reader.read(rows.to_array()) if event.id == event_id]

    def events(self, query: Query, sort: Sort = NEWEST_FIRST, as_of: AsOf | None = None) -> Iterator[Event]:
        """See `Store.events`."""
        query = _frozen(query)
        with self._reading():
            matches = self._matches(query, as_of)
            matches.lift_budget()
            for event in self._reader.stream(self._order(matches, sort).walk()):
                self._check_stop()
                yield event

    def locate(self, seq: int, view: View) -> int | None:
        """See `Store.locate`."""
        query = _frozen(view.query, view.now_us, view.zone)
        with self._reading():
            matches = self._matches(query, view.as_of)
            if seq < 0 or seq >= 1 << 32 or not matches.within(BitMap([seq])):
                return None
            return self._order(matches, view.sort).place(self._reader.read([seq])[0])

    def complete(self, field: str, prefix: str, query: Query, limit: int = 20) -> list[FacetValue]:
        """See `Store.complete`."""
        from auditui.store.sqlite.completion import complete
        from auditui.store.sqlite.facets import Counting

        query = _frozen(query)
        with self._reading():
            rows = self._matches(query, None).settle()
            counting = Counting(self._connection, self._index, self._check_stop)
            return complete(counting, field, prefix, rows, limit)

    def fields_present(self) -> frozenset[str]:
        """See `Store.fields_present`."""
        with self._reading():
            return fields_present(self._connection)

    # ----------------------------------------------------------------------------------- writing

    def append(
        self, events: Iterable[Event | None], *, origin: Origin, progress: Progress | None = None
    ) -> AppendReport:
        """See `Store.append`."""
        self._is_stopped = False
        with self._guarded():
            return (self._sharing or self._writer()).append(events, origin, progress)

    def _writer(self, *, shares: bool = False) -> Writer:
        return Writer(
            self._connection, self._layout,
            has_id=self._has_id, is_stopped=lambda: self._is_stopped, shares=shares,
        )  # fmt: skip

    @contextmanager
    def together(self) -> Iterator[None]:
        """See `Store.together`."""
        writer = self._sharing = self._writer(shares=True)
        (level,) = self._connection.execute("PRAGMA synchronous").fetchone()
        self._connection.execute("PRAGMA synchronous = FULL")
        try:
            yield
        finally:
            self._sharing = None
            with self._guarded():
                writer.close()
                self._connection.execute(f"PRAGMA synchronous = {level}")

    def _has_id(self, event_id: str) -> bool:
        self._index.refresh()
        return bool(self._find(event_id))

    def finish_import(self, import_id: int, *, merged: int, rejected: int) -> None:
        """See `Store.finish_import`."""
        if self._sharing is None:
            with self.together():
                self.finish_import(import_id, merged=merged, rejected=rejected)
            return
        with self._guarded():
            self._sharing.finish(import_id, merged=merged, rejected=rejected)

    def reindex(self, progress: Progress | None = None) -> None:
        """See `Store.reindex`."""
        from auditui.store.sqlite.rebuilding import reindex

        with self._guarded():
            reindex(self._connection, self._layout, progress)

    def import_spans(self, import_id: int) -> list[tuple[int, int]]:
        """See `Store.import_spans`."""
        with self._reading():
            found = list(spans(self._index.rows(FIXED["origin"], import_id + paths.FIRST_TERM)))
            return confirmed(self._connection, import_id, found)

    def purgeable(self, query: Query) -> PurgeReport:
        """See `Store.purgeable`."""
        query = _frozen(query)
        with self._reading():
            chosen = self._chosen(query)
            return PurgeReport(len(chosen.rows), chosen.held)

    def purge(
        self, query: Query, deletion: Deletion, progress: Callable[[int, int], object] | None = None
    ) -> PurgeReport:
        """See `Store.purge`."""
        from auditui.store.sqlite.purging import Purge

        query = _frozen(query)
        self._is_stopped = False
        with self._guarded():
            return Purge(
                self._path, self._connection, self._layout, lambda: self._chosen(query),
                check_stop=self._check_stop, tell=progress or _untold,
            ).run(deletion)  # fmt: skip

    def _chosen(self, query: Query) -> Chosen:
        """What a purge by a frozen query deletes; inside of the caller's transaction."""
        from auditui.store.sqlite.purging import Chosen

        self._index.refresh()
        policy = keeping.policy(self._connection)
        wanted = self._every_match(query).settle()
        held = BitMap.union(BitMap(), *[self._every_match(hold.query).within(wanted) for hold in policy.holds])
        matches, is_held = query.matcher(), policy.holding()
        return Chosen(wanted - held, len(held), lambda event: matches(event) and not is_held(event))

    def _every_match(self, query: Query) -> Matches:
        matches = self._matches(query, None)
        matches.lift_budget()
        return matches

    def policy(self) -> Policy:
        """See `Store.policy`."""
        with self._guarded():
            return keeping.policy(self._connection)

    def decide(self, kind: str, value: str, *, who: str, reason: str) -> int:
        """See `Store.decide`."""
        with self._guarded():
            return keeping.decide(self._connection, self._layout, kind, value, who=who, reason=reason)

    # ------------------------------------------------------------------------------------- about

    def backup(self, target: Path, progress: Callable[[int, int], None] | None = None) -> None:
        """See `Store.backup`."""
        from auditui.store.sqlite.backup import backup

        with self._guarded():
            backup(self._connection, target, progress)

    def imports(self) -> list[ImportRecord]:
        """See `Store.imports`."""
        with self._guarded():
            return list_imports(self._connection)

    def check_indexes(self) -> IndexReport:
        """See `Store.check_indexes`."""
        from auditui.store.sqlite.checking import check_indexes

        with self._reading():
            return check_indexes(self._connection, self._layout, self._check_stop)

    @contextmanager
    def evidence(self) -> Iterator[SqliteEvidence]:
        """See `Store.evidence`. Nothing here looks at an index, which may be what is damaged."""
        self._is_stopped = False
        with connections.translated(self._path):
            self._connection.execute("BEGIN")
            try:
                yield SqliteEvidence(self._connection, self._layout)
            finally:
                if self._connection.in_transaction:
                    self._connection.rollback()

    def sign_head(self, number: int, public_key: bytes, signature: bytes) -> None:
        """See `Store.sign_head`."""
        from auditui.store.sqlite.sealing import sign_head

        with self._guarded():
            sign_head(self._connection, number, public_key, signature)

    def unindexed(self) -> int:
        """See `Store.unindexed`."""
        with self._reading():
            if self._index.is_readable():
                return 0
            return int(self._connection.execute("SELECT count(*) FROM event").fetchone()[0])

    def data_version(self) -> int:
        """See `Store.data_version`."""
        with self._guarded():
            row = self._connection.execute("SELECT value FROM meta WHERE key = 'stamp'").fetchone()
            return int(row[0])

    def _rebuild(self, path: int, first: int, last: int) -> bytes:
        from auditui.store.sqlite.rebuilding import rebuilt_part

        return rebuilt_part(self._connection, path, first, last)


def _untold(done: int, total: int) -> None:
    """Nobody watches."""


def _frozen(query: Query, at_us: int | None = None, zone: str = "UTC") -> Query:
    """The query with its relative times replaced by moments."""
    return freeze(query, now_us() if at_us is None else at_us, zone)
