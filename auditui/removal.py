"""Deleting events, and deciding how long they are kept, as both front ends do it: permitted, on record, and proven.

Whoever asks has seen a number before, and says it again: what would be deleted by then is compared with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import Final

from auditui import store as stores
from auditui.core.errors import AuditError, StoreError, UsageError
from auditui.core.query import Query, Term, freeze
from auditui.core.times import now_us
from auditui.core.values import Range, Span
from auditui.custody import deeds, examination
from auditui.custody.purge_key import query_mac
from auditui.custody.roles import Action
from auditui.session import Session
from auditui.store.base import Deletion, PurgeReport, Store
from auditui.store.policy import HOLD, RELEASE, RETENTION, Hold, Policy, checked_retention

Progress = Callable[[int, int], object]
_LONGEST_REASON: Final = 500


@dataclass(frozen=True, slots=True)
class Done:
    """What a purge did, and sentences about what did not work beside it."""

    report: PurgeReport
    remarks: tuple[str, ...] = ()

    def sentence(self) -> str:
        """What to tell whoever asked for it."""
        count = self.report.deleted
        return f"deleted {count:,} event{'' if count == 1 else 's'} for good, {self.report.freed:,} bytes given back"

    def remaining(self) -> StoreError | None:
        """The error to end with where bytes are left: the events are deleted all the same."""
        if not self.report.left:
            return None
        return StoreError(
            f"the events are deleted, but their bytes are still in the file: {self.report.left}",
            hint="close other explorers and exports of this store, then run auditui purge again",
        )


def beyond(span: str, at_us: int | None = None) -> Query:
    """Events that are older than a span, such as `400d`. Raises `UsageError`."""
    horizon = Policy(checked_retention(span)).horizon_us(now_us() if at_us is None else at_us)
    return Term("until", (Span(None, horizon),))


def of_import(here: Session, number: int) -> Query:
    """The events that an import brought. Raises `UsageError` when there is no such import, or nothing is left of it."""
    spans = here.store.import_spans(number)
    if not spans:
        known = {each.import_id for each in here.store.imports()}
        problem = f"nothing is left of import {number}" if number in known else f"there is no import {number}"
        raise UsageError(problem, hint="auditui imports lists them")
    return Term("seq", tuple(Range(first, last) for first, last in spans))


def plan(here: Session, query: Query, *, zone: str = "UTC", action: Action = Action.PURGE) -> tuple[Query, PurgeReport]:
    """What a purge would delete now: the frozen query to do it with, and the numbers to be confirmed.

    Raises:
        NotPermittedError: The person may not delete here; the attempt is on record.
    """
    here.require(action)
    frozen = freeze(query, now_us(), zone)
    found = here.store.purgeable(frozen)
    here.journal.note(deeds.looked("what a purge would delete"))
    return frozen, found


def purge(
    here: Session,
    query: Query,
    *,
    expected: int,
    reason: str,
    cause: str = "purge",
    action: Action = Action.PURGE,
    progress: Progress | None = None,
    opened: Callable[[Store], object] | None = None,
) -> Done:
    """Delete what a frozen query finds, if it is as many as were confirmed.

    Args:
        here: The session; its own store may be open to be read only.
        query: From `plan`.
        expected: The number that was confirmed.
        reason: Why, in a few words; kept for ever.
        cause: `purge`, `retention` or `undo`.
        action: What the person has to be allowed to do.
        progress: Told how many rows were gone through, and of how many.
        opened: Given the store that is written to, so that somebody else can interrupt it.

    Raises:
        NotPermittedError: They may not; the attempt is on record.
        UsageError: No reason was given, or other than `expected` events match.
        StoreError: The store is in use; nothing was deleted.
    """
    here.require(action)
    wanted = Deletion(here.who, checked_reason(reason), cause, query_mac(query), expected)
    here.journal.note(deeds.deletion_begun(count=expected, reason=wanted.reason, cause=cause))
    try:
        with _writing(here) as store:
            if opened is not None:
                opened(store)
            report = store.purge(query, wanted, progress)
            remarks = _settle(store, here)
    except AuditError as error:
        here.journal.note(deeds.deleted(None, count=0, reason=wanted.reason, cause=cause, problem=error.problem))
        raise
    here.journal.note(deeds.deleted(None, count=report.deleted, reason=wanted.reason, held=report.held, cause=cause))
    return Done(report, remarks)


def finish(here: Session) -> Done | None:
    """Wipe what an earlier purge could not, being killed or not alone; None where nothing is left. Deletes no event."""
    here.require(Action.PURGE)
    with here.store.evidence() as evidence:
        if not evidence.unwiped():
            return None
    with _writing(here) as store:
        report = store.purge(Term("seq", (Range(0, 0),)), Deletion(here.who, "", expected=0))
        remarks = _settle(store, here)
    if not report.left:
        here.journal.note(deeds.wiped(report.freed))
    return Done(report, remarks)


def keep_for(here: Session, span: str, *, reason: str) -> None:
    """Set how long events are kept; the empty span is for ever. Raises as `purge` does."""
    here.require(Action.SET_RETENTION)
    kept, why = checked_retention(span) if span else "", checked_reason(reason)
    _decide(here, RETENTION, kept, why)
    said = f"set the retention to {kept}" if kept else "set the retention: events are kept for ever"
    here.journal.note(deeds.decided(f"{said}, {why}", {"retention": kept, "reason": why}))


def hold(here: Session, query: Query, *, reason: str, zone: str = "UTC") -> tuple[int, int]:
    """Keep what a query finds, also what comes in later, from every purge; gives its number, and how many are held."""
    here.require(Action.SET_RETENTION)
    frozen, why = freeze(query, now_us(), zone), checked_reason(reason)
    number = _decide(here, HOLD, str(frozen), why)
    count = int(here.store.count(frozen))
    here.journal.note(deeds.decided(f"put {count:,} events on hold, {why}", {"hold": number, "reason": why}))
    return number, count


def release(here: Session, number: int, *, reason: str) -> Hold:
    """End a hold. Raises `UsageError` when there is none of this number."""
    here.require(Action.SET_RETENTION)
    found = next((each for each in here.store.policy().holds if each.number == number), None)
    if found is None:
        raise UsageError(f"there is no hold {number}", hint="auditui retention hold list")
    why = checked_reason(reason)
    _decide(here, RELEASE, str(number), why)
    here.journal.note(deeds.decided(f"released hold {number}, {why}", {"hold": number, "reason": why}))
    return found


def checked_reason(text: str) -> str:
    """A reason as it is kept. Raises `UsageError` when there is none, or too much of it."""
    reason = " ".join(text.split())
    if not reason:
        raise UsageError("a reason is needed: it is kept on record", hint="a few words, such as a ticket or a law")
    if len(reason) > _LONGEST_REASON:
        raise UsageError(f"the reason has {len(reason):,} characters", hint=f"at most {_LONGEST_REASON}")
    return reason


def _decide(here: Session, kind: str, value: str, reason: str) -> int:
    with _writing(here) as store:
        number = store.decide(kind, value, who=here.who, reason=reason)
        _settle(store, here)
        return number


@contextmanager
def _writing(here: Session) -> Iterator[Store]:
    store = stores.open(here.path, durable=True)
    try:
        yield store
    finally:
        store.close()


def _settle(store: Store, here: Session) -> tuple[str, ...]:
    """Note the new head outside, so that an older copy put back is found; gives what did not work."""
    _, problems = examination.settle(store, here.path, here.config)
    return tuple(problems)


class Removal:
    """Deletes what was chosen in the explorer. Runs in one thread and may be stopped from any other."""

    def __init__(self, here: Session, query: Query) -> None:
        """`query` is frozen."""
        self._here = here
        self._query = query
        self._store: Store | None = None
        self.found = PurgeReport()
        self.done: Done | None = None
        self.reason = ""

    def plan(self) -> PurgeReport:
        """The numbers to be confirmed, on a connection of their own. Raises as the function `plan` does."""
        with closing(self._here.connect()) as store:
            _, self.found = plan(replace(self._here, store=store), self._query)
        return self.found

    def run(self, tell: Callable[[int, int], object]) -> int:
        """Delete what was planned, for `reason`; how many events that were. Raises as `purge` does."""
        self.done = purge(
            self._here, self._query, expected=self.found.deleted, reason=self.reason,
            progress=tell, opened=self._opened,
        )  # fmt: skip
        return self.done.report.deleted

    def _opened(self, store: Store) -> None:
        self._store = store

    def stop(self) -> None:
        """End it soon; what was not deleted by then is not deleted at all."""
        if self._store is not None:
            self._store.interrupt()
