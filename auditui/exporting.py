"""Exports by a person: allowed, pinned to a moment, counted, on record, and only then handed over.

Both front ends come through here, so that they hand over the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Final

from auditui import handover
from auditui.core.errors import AuditError, InterruptedQueryError
from auditui.core.query import Query, freeze
from auditui.core.times import now_us
from auditui.custody import deeds
from auditui.custody.deeds import Deed
from auditui.custody.roles import Action
from auditui.handover import Export
from auditui.session import Session, spare_store
from auditui.store.base import Progress, Store

Tell = Callable[[int, int], object]
"""Called now and then with how many events are written, and how many there are."""

_TELL_EVERY: Final = 0.1
"""Seconds."""


def lines(
    here: Session, wanted: Export, progress: Progress | None = None
) -> Generator[str, None, None] | Generator[bytes, None, None]:
    """The lines or pieces of an export in any format. Raises as the functions of `handover` do."""
    if wanted.format == "bundle":
        return handover.bundle(here.store, wanted)
    if wanted.format != "pdf":
        return handover.export(here.store, wanted)
    return handover.pdf(here.store, wanted, handover.Made(here.path.name, here.who, now_us()), progress)


@contextmanager
def on_record(here: Session, deed: Deed, target: Path | None, *, force: bool) -> Iterator[None]:
    """Put something that leaves the store on record before it does, and once more where the block fails.

    Args:
        here: The session.
        deed: What leaves.
        target: The file, None where there is none; one that cannot be made is refused before anything is on record.
        force: Replace a file that is there.

    Raises:
        AuditError: The target cannot be made; or it cannot be put on record; or what the block raises.
    """
    if target is not None:
        handover.check_target(target, force=force)
    here.journal.note(deed)
    try:
        yield
    except AuditError as error:
        here.journal.note(deeds.unfinished(deed, error.problem))
        raise
    except KeyboardInterrupt:
        here.journal.note(deeds.unfinished(deed, "it was stopped"))
        raise


@dataclass(slots=True)
class Errand:
    """One export to a file. It runs in one thread and may be stopped from any other; then no file is there."""

    here: Session
    wanted: Export
    asked: Query
    """What goes on record: the query as it was written."""
    target: Path
    force: bool = False
    """Replace a file that is there."""
    selected: int | None = None
    """How many were marked by hand, where that is what is handed over."""
    since_last: str = ""
    """The name of a regular export: only what came since its last one. Empty: none."""
    _store: Store | None = field(default=None, init=False)
    _is_stopped: bool = field(default=False, init=False)
    _told_at: float = field(default=0.0, init=False)

    def run(self, tell: Tell) -> int:
        """Write the file, on a connection of its own; how many events it holds.

        Raises:
            InterruptedQueryError: It was stopped.
            NotPermittedError: The person may not export, or it cannot be put on record.
            AuditError: The store cannot be read, or the file not be written.
        """
        self.here.require(Action.EXPORT)
        spare_store(self.here, self.target)
        with closing(self.here.connect()) as store:
            self._store = store
            try:
                return self._write(replace(self.here, store=store), tell)
            finally:
                self._store = None

    def stop(self) -> None:
        """End it as soon as can be. A query may begin just after it was stopped, so asking again is no mistake."""
        self._is_stopped = True
        store = self._store
        if store is not None:
            store.interrupt()

    def _write(self, here: Session, tell: Tell) -> int:
        self._go_on()
        if not self.since_last:
            return self._write_one(here, replace(self.wanted, as_of=self.wanted.as_of or here.store.snapshot()), tell)
        from auditui.regular import since_last

        with since_last(here, self.asked, self.since_last) as since:
            query = freeze(since.query, now_us(), self.wanted.zone)
            since.count = self._write_one(here, replace(self.wanted, query=query, as_of=since.as_of), tell, since.named)
        return since.count

    def _write_one(
        self, here: Session, wanted: Export, tell: Tell, named: Callable[[Deed], Deed] = lambda it: it
    ) -> int:
        count = handover.count(here.store, wanted)
        tell(0, count)
        deed = deeds.exported(
            self.asked, count=count, form=wanted.format, target=str(self.target), selected=self.selected
        )

        def drawn(number: int) -> None:
            self._tell(number, count, tell)

        with (
            on_record(here, named(deed), self.target, force=self.force),
            closing(lines(here, wanted, drawn)) as written,
        ):
            handover.to_file(self._watched(written, count, tell), self.target, force=self.force)
        return count

    def _watched(self, written: Iterable[str | bytes], count: int, tell: Tell) -> Iterator[str | bytes]:
        for number, line in enumerate(written):
            self._tell(number, count, tell)
            yield line

    def _tell(self, number: int, count: int, tell: Tell) -> None:
        self._go_on()
        if monotonic() - self._told_at > _TELL_EVERY:
            self._told_at = monotonic()
            tell(min(number, count), count)

    def _go_on(self) -> None:
        if self._is_stopped:
            raise InterruptedQueryError("the export was stopped", hint="no file was written")
