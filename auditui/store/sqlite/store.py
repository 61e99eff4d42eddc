"""The SQLite store: what `base.Store` promises, put together from the modules beside this one.

Those for reading by time are loaded with it. What most connections are never asked for is loaded by the method that
needs it, since whoever opens a store waits for its first page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pyroaring import BitMap

from auditui.core.event import Event
from auditui.core.query import Query
from auditui.store.base import (
    AppendReport,
    Deletion,
    ImportRecord,
    IndexReport,
    Origin,
    Progress,
    PurgeReport,
)
from auditui.store.evidence import spans
from auditui.store.policy import Policy
from auditui.store.sqlite import connection as connections
from auditui.store.sqlite import keeping, paths
from auditui.store.sqlite.asking import Asking, frozen
from auditui.store.sqlite.evidence import SqliteEvidence
from auditui.store.sqlite.imports import confirmed, list_imports
from auditui.store.sqlite.matches import Matches
from auditui.store.sqlite.paths import FIXED

if TYPE_CHECKING:
    from auditui.store.sqlite.purging import Chosen
    from auditui.store.sqlite.writer import Writer


class SqliteStore(Asking):
    """A store that is asked, written to, purged from and held to its evidence."""

    # ----------------------------------------------------------------------------------- writing

    def append(
        self, events: Iterable[Event | None], *, origin: Origin, progress: Progress | None = None
    ) -> AppendReport:
        """See `Store.append`."""
        self._is_stopped = False
        with self._guarded():
            return (self._sharing or self._writer()).append(events, origin, progress)

    def _writer(self, *, shares: bool = False) -> Writer:
        from auditui.store.sqlite.writer import Writer

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
        query = frozen(query)
        with self._reading():
            chosen = self._chosen(query)
            return PurgeReport(len(chosen.rows), chosen.held)

    def purge(
        self, query: Query, deletion: Deletion, progress: Callable[[int, int], object] | None = None
    ) -> PurgeReport:
        """See `Store.purge`."""
        from auditui.store.sqlite.purging import Purge

        query = frozen(query)
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


def _untold(done: int, total: int) -> None:
    """Nobody watches."""
