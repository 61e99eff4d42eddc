"""The question what in a period is worth a look, and its answer; the rules themselves are loaded when it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from threading import Event
from typing import TYPE_CHECKING

from auditui.core.errors import InterruptedQueryError
from auditui.core.query import Query
from auditui.core.view import AsOf
from auditui.store.base import Store

if TYPE_CHECKING:
    from auditui.core.watching import Watching
    from auditui.insight.finding import Finding, Note
    from auditui.insight.period import Period


@dataclass(frozen=True, slots=True)
class FindingsWanted:
    """What the rules find in the period of a query. Whoever asks sets `stop` when the answer is not wanted any more.

    `tell` is called before each rule, in another thread, with how many were asked already.
    """

    query: Query
    watching: Watching
    now_us: int
    zone: str
    tell: Callable[[int], object] = field(default=lambda done: None, compare=False, repr=False)
    stop: Event = field(default_factory=Event, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class FindingsFound:
    """Most severe first, then newest first. `period` is None where no event lies in it."""

    question: FindingsWanted
    as_of: AsOf
    period: Period | None
    found: tuple[Finding, ...] = ()
    notes: tuple[Note, ...] = ()


def ask_rules(question: FindingsWanted, store: Store) -> FindingsFound:
    """Ask every rule, one after the other.

    Raises:
        InterruptedQueryError: The answer is not wanted any more.
        UsageError: The configuration leaves out a rule that there is not.
        StoreError: The store cannot be read on.
    """
    from auditui.insight.findings import ask, find

    done = count()

    def check_stop() -> None:
        if question.stop.is_set():
            raise InterruptedQueryError("the search for findings was stopped")
        question.tell(next(done))

    as_of = store.snapshot()
    asked = ask(store, question.query, question.watching, now_us=question.now_us, zone=question.zone, as_of=as_of)
    if asked is None:
        return FindingsFound(question, as_of, None)
    told = find(asked, check_stop=check_stop)
    return FindingsFound(question, as_of, asked.period, told.found, told.notes)
