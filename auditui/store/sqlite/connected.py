"""One connection to a store: opened, guarded against what stands in the file, stopped from any thread, closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from auditui.core.errors import InterruptedQueryError, StoreError
from auditui.core.query import Query
from auditui.core.view import AsOf
from auditui.store.sqlite import connection as connections
from auditui.store.sqlite.containers import DamagedPartError
from auditui.store.sqlite.index import Index
from auditui.store.sqlite.matches import EventReader, Matches
from auditui.store.sqlite.moments import Moments
from auditui.store.sqlite.schema import Layout
from auditui.store.sqlite.standstill import standing, standstill

if TYPE_CHECKING:
    from auditui.store.sqlite.row_texts import RowTexts
    from auditui.store.sqlite.sorting import Runs
    from auditui.store.sqlite.writer import Writer

_ODD_VALUES: Final = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)


class Connected:
    """A file that is open, and what is remembered of it; used by one thread at a time, `interrupt` by any."""

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

    def snapshot(self) -> AsOf:
        """See `Store.snapshot`."""
        with self._guarded():
            row = self._connection.execute(
                "SELECT (SELECT max(seq) FROM event), (SELECT value FROM meta WHERE key = 'generation')"
            ).fetchone()
            return AsOf(int(row[0] or 0), int(row[1]))

    def data_version(self) -> int:
        """See `Store.data_version`."""
        with self._guarded():
            row = self._connection.execute("SELECT value FROM meta WHERE key = 'stamp'").fetchone()
            return int(row[0])

    def _row_texts(self) -> RowTexts:
        from auditui.store.sqlite.row_texts import RowTexts

        return RowTexts(self._connection, self._index)

    def _rebuild(self, path: int, first: int, last: int) -> bytes:
        from auditui.store.sqlite.rebuilding import rebuilt_part

        return rebuilt_part(self._connection, path, first, last)
