"""Questions to the store, asked and answered away from the screen.

Each role has one thread with a store connection of its own. Of questions of one kind only the
latest counts: it replaces the one that waits and interrupts the one that runs. Answers are frozen
values, errors among them, and are handed to one listener; what nobody wants any more is dropped.
Nothing here knows Textual, so that the first page can be asked for before Textual is imported.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Generator
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from enum import Enum
from itertools import islice
from time import monotonic
from typing import Final, TypeAlias

from auditui import handover
from auditui.core.completion import Expecting
from auditui.core.errors import AuditError, InterruptedQueryError, StoreError
from auditui.core.event import Event
from auditui.core.narrowing import Facet
from auditui.core.query import EVERYTHING, Query
from auditui.core.view import AsOf, Sort, View
from auditui.store.base import Count, FacetValue, Histogram, Page, Store
from auditui.tui.asking_bookmarks import BookmarkFound, BookmarkWanted, find_bookmarks
from auditui.tui.asking_earlier import EarlierFound, EarlierWanted, count_earlier
from auditui.tui.asking_history import HistoryFound, HistoryWanted, tell_history
from auditui.tui.asking_new import NewFound, NewWanted, count_new
from auditui.tui.asking_rules import FindingsFound, FindingsWanted, ask_rules
from auditui.tui.facets import LISTED, ClauseCounts, FacetList, Wording, facet_list, why_empty

Opener: TypeAlias = Callable[[], Store]
"""Opens a connection of its own each time; called in the thread that will use it."""

_CLOSE_WITHIN: Final = 0.4
"""Seconds that closing waits for running queries; they are interrupted all the while."""


class Role(Enum):
    """Who answers. Roles never wait for each other."""

    PAGE = "page"
    COUNT = "count"
    SIDE = "side"
    FACETS = "facets"
    FINDINGS = "findings"
    WATCH = "watch"


@dataclass(frozen=True, slots=True)
class PageWanted:
    """Rows from `offset` on, or the page that the event `keep` stands on, where it is in the view."""

    view: View
    offset: int = 0
    keep: int | None = None


@dataclass(frozen=True, slots=True)
class PageFound:
    """One page. `view` is the one asked for, pinned to the moment (`as_of`) that the page shows."""

    question: PageWanted
    view: View
    page: Page
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class CountWanted:
    """The total of a query."""

    query: Query
    as_of: AsOf | None


@dataclass(frozen=True, slots=True)
class CountFound:
    """The total of a query."""

    question: CountWanted
    total: Count


@dataclass(frozen=True, slots=True)
class SizeWanted:
    """How many events the store holds."""

    as_of: AsOf | None


@dataclass(frozen=True, slots=True)
class SizeFound:
    """How many events the store holds."""

    question: SizeWanted
    size: Count


@dataclass(frozen=True, slots=True)
class TimelineWanted:
    """The events of a query over time, in at most `buckets` buckets."""

    query: Query
    buckets: int
    as_of: AsOf | None


@dataclass(frozen=True, slots=True)
class TimelineFound:
    """The events of a query over time."""

    question: TimelineWanted
    histogram: Histogram


@dataclass(frozen=True, slots=True)
class ValuesWanted:
    """Values that complete what is typed, with counts under the rest of the query."""

    expected: Expecting
    query: Query


@dataclass(frozen=True, slots=True)
class ValuesFound:
    """Values for completion, the most frequent first."""

    question: ValuesWanted
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class EventsWanted:
    """Whole events for copying, `limit` at most and one more that tells of others; `purpose` comes back with them."""

    query: Query
    sort: Sort
    limit: int
    purpose: str


@dataclass(frozen=True, slots=True)
class EventsFound:
    """Whole events, in the order asked for."""

    question: EventsWanted
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class MarkedWanted:
    """How many events are marked by a query, exactly, however long that takes."""

    query: Query


@dataclass(frozen=True, slots=True)
class MarkedFound:
    """How many events are marked by a query."""

    question: MarkedWanted
    size: int


@dataclass(frozen=True, slots=True)
class FacetWanted:
    """The values of a facet that hold `needle`, with counts under the query; at most `limit` beside what is chosen."""

    query: Query
    facet: Facet
    needle: str = ""
    limit: int = LISTED
    wording: Wording | None = None


@dataclass(frozen=True, slots=True)
class FacetFound:
    """The values of a facet."""

    question: FacetWanted
    found: FacetList


@dataclass(frozen=True, slots=True)
class PreviewWanted:
    """The total of a query that is only being thought of."""

    query: Query


@dataclass(frozen=True, slots=True)
class PreviewFound:
    """The total of a query that is only being thought of."""

    question: PreviewWanted
    total: Count


@dataclass(frozen=True, slots=True)
class WhyWanted:
    """Which clauses of a query let nothing through."""

    query: Query
    as_of: AsOf | None


@dataclass(frozen=True, slots=True)
class WhyFound:
    """What each clause of a query lets through."""

    question: WhyWanted
    counts: tuple[ClauseCounts, ...]


Question: TypeAlias = (
    PageWanted | CountWanted | SizeWanted | TimelineWanted | ValuesWanted | EventsWanted
    | FacetWanted | PreviewWanted | WhyWanted | HistoryWanted | MarkedWanted | FindingsWanted | NewWanted
    | EarlierWanted
    | BookmarkWanted
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Failed:
    """A question that has no answer; the error says why."""

    question: Question
    error: AuditError


Answer: TypeAlias = (
    PageFound | CountFound | SizeFound | TimelineFound | ValuesFound | EventsFound
    | FacetFound | PreviewFound | WhyFound | HistoryFound | MarkedFound | FindingsFound | NewFound
    | EarlierFound
    | BookmarkFound | Failed
)  # fmt: skip
Listener: TypeAlias = Callable[[Answer], object]

_ROLES: Final[dict[type[Question], Role]] = {
    PageWanted: Role.PAGE,
    CountWanted: Role.COUNT,
    SizeWanted: Role.COUNT,
    TimelineWanted: Role.SIDE,
    ValuesWanted: Role.SIDE,
    EventsWanted: Role.SIDE,
    MarkedWanted: Role.SIDE,
    BookmarkWanted: Role.SIDE,
    HistoryWanted: Role.SIDE,
    FacetWanted: Role.FACETS,
    PreviewWanted: Role.FACETS,
    WhyWanted: Role.FACETS,
    FindingsWanted: Role.FINDINGS,
    NewWanted: Role.WATCH,
    EarlierWanted: Role.SIDE,
}


def answer(question: Question, store: Store) -> Answer:  # noqa: PLR0911  one for each kind of question
    """Answer one question; errors of the store pass through."""
    match question:
        case PageWanted():
            return _page(question, store)
        case CountWanted():
            return CountFound(question, store.count(question.query, question.as_of))
        case SizeWanted():
            return SizeFound(question, store.count(EVERYTHING, question.as_of))
        case TimelineWanted():
            return TimelineFound(question, store.histogram(question.query, question.buckets, question.as_of))
        case ValuesWanted():
            return ValuesFound(
                question, tuple(store.complete(question.expected.field, question.expected.prefix, question.query))
            )
        case EventsWanted():
            return EventsFound(question, _events(question, store))
        case MarkedWanted():
            return MarkedFound(question, handover.count(store, handover.Export(question.query)))
        case HistoryWanted():
            return tell_history(question, store)
        case FindingsWanted():
            return ask_rules(question, store)
        case BookmarkWanted():
            return find_bookmarks(question, store)
        case NewWanted():
            return count_new(question, store)
        case FacetWanted() | PreviewWanted() | WhyWanted() | EarlierWanted():
            return _aside(question, store)


def _events(question: EventsWanted, store: Store) -> tuple[Event, ...]:
    found = store.events(question.query, question.sort)
    with closing(found) if isinstance(found, Generator) else nullcontext():
        return tuple(islice(found, question.limit + 1))


def _aside(question: FacetWanted | PreviewWanted | WhyWanted | EarlierWanted, store: Store) -> Answer:
    match question:
        case EarlierWanted():
            return count_earlier(question, store)
        case FacetWanted(query, facet, needle, limit, wording):
            return FacetFound(question, facet_list(store, query, facet, needle=needle, limit=limit, wording=wording))
        case PreviewWanted():
            return PreviewFound(question, store.count(question.query))
        case WhyWanted():
            return WhyFound(question, why_empty(store, question.query, question.as_of))


def _page(question: PageWanted, store: Store) -> PageFound:
    now, wanted = store.snapshot(), question.view.as_of
    # After a purge the rows up to the same position are others, so whatever was counted of them is, too.
    view = replace(question.view, as_of=replace(wanted, generation=now.generation) if wanted else now)
    size = view.page_size
    page = store.page(view, offset=_offset(question, view, store), limit=size)
    if not page.rows and page.offset:
        last = max(0, store.count(view.query, view.as_of) - 1)
        page = store.page(view, offset=last - last % size, limit=size)
    return PageFound(question, view, page, store.fields_present())


def _offset(question: PageWanted, view: View, store: Store) -> int:
    found = None if question.keep is None else store.locate(question.keep, view)
    return question.offset if found is None else found - found % view.page_size


def _own_fault(error: BaseException) -> StoreError:
    return StoreError(
        f"this is a fault of auditui itself ({type(error).__name__})", hint="please report it; r tries again"
    )


class _Lane:
    """One thread and its connection. Waiting questions are kept by kind, so that each kind has its latest."""

    def __init__(self, role: Role, opener: Opener, tell: Callable[[Answer], None]) -> None:
        self._opener = opener
        self._tell = tell
        self._waiting: dict[type[Question], Question] = {}
        self._running: Question | None = None
        self._store: Store | None = None
        self._closing = False
        self._turn = threading.Condition()
        self._thread = threading.Thread(target=self._work, name=f"auditui-{role.value}", daemon=True)
        self._thread.start()

    def ask(self, question: Question) -> None:
        """Answer this next, in place of any other question of its kind."""
        with self._turn:
            kind = type(question)
            self._waiting.pop(kind, None)
            self._waiting[kind] = question
            if self._store is not None and type(self._running) is kind:
                self._store.interrupt()
            self._turn.notify()

    def cancel(self, kind: type[Question]) -> None:
        """Drop the question of this kind, also while it runs."""
        with self._turn:
            self._waiting.pop(kind, None)
            if self._store is not None and type(self._running) is kind:
                self._store.interrupt()

    def stop(self) -> None:
        """Take no more questions and interrupt the one that runs."""
        with self._turn:
            self._closing = True
            self._waiting.clear()
            if self._store is not None and self._running is not None:
                self._store.interrupt()
            self._turn.notify()

    def join(self, seconds: float) -> bool:
        """Wait for the thread; whether it has ended."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    @property
    def is_dead(self) -> bool:
        """Whether the thread has ended without being told to."""
        return not self._closing and not self._thread.is_alive()

    def _work(self) -> None:
        """Answer until told to stop. An error that nobody foresaw ends the lane, but never without an answer."""
        try:
            while (question := self._next()) is not None:
                self._finish(question, self._try(question))
        finally:
            unforeseen = sys.exception()
            if unforeseen is not None and self._running is not None:
                self._finish(self._running, Failed(self._running, _own_fault(unforeseen)))
            if self._store is not None:
                self._store.close()

    def _finish(self, question: Question, result: Answer) -> None:
        with self._turn:
            self._running = None
            outdated = self._closing or type(question) in self._waiting
        if not outdated:
            self._tell(result)

    def _next(self) -> Question | None:
        with self._turn:
            self._turn.wait_for(lambda: self._closing or self._waiting)
            if self._closing:
                return None
            kind = next(iter(self._waiting))
            self._running = self._waiting.pop(kind)
            return self._running

    def _try(self, question: Question) -> Answer:
        try:
            if self._store is None:
                self._store = self._opener()
            return answer(question, self._store)
        except InterruptedQueryError:
            return Failed(question, StoreError("the search was interrupted", hint="press r to search again"))
        except AuditError as error:
            return Failed(question, error)


class Queries:
    """Asks on all roles. `ask` and `close` belong to one thread; the listener is called from the lanes'."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self._lanes: dict[Role, _Lane] = {}
        self._latest: dict[type[Question], Question] = {}
        self._early: list[Answer] = []
        self._listener: Listener | None = None
        self._heard = threading.Condition()

    def ask(self, question: Question) -> None:
        """Ask; the answer comes to the listener, unless a later question of this kind makes it stale."""
        self._latest[type(question)] = question
        role = _ROLES[type(question)]
        if role not in self._lanes or self._lanes[role].is_dead:
            self._lanes[role] = _Lane(role, self._opener, self._tell)
        self._lanes[role].ask(question)

    def is_current(self, result: Answer) -> bool:
        """Whether this answers the latest question of its kind; answers may have been on their way."""
        return self._latest.get(type(result.question)) is result.question

    def cancel(self, kind: type[Question]) -> None:
        """The answer to the latest question of this kind is not wanted any more."""
        self._latest.pop(kind, None)
        if _ROLES[kind] in self._lanes:
            self._lanes[_ROLES[kind]].cancel(kind)

    def is_asked(self, kind: type[Question]) -> bool:
        """Whether an answer of this kind is wanted, or has come."""
        return kind in self._latest

    def listen(self, listener: Listener) -> list[Answer]:
        """Hand answers to this listener from now on; returns those that came before it."""
        with self._heard:
            self._listener = listener
            early, self._early = self._early, []
        return early

    def first(self, seconds: float) -> Answer | None:
        """The first answer that came before anybody listened, waiting for it; None where none comes in time."""
        with self._heard:
            self._heard.wait_for(lambda: self._early, seconds)
            return self._early[0] if self._early else None

    def close(self) -> None:
        """Interrupt whatever runs and close all connections. Never waits long: threads left over are daemons.

        A query may be interrupted just before it begins to run, so the interrupt is repeated until all have ended.
        """
        until = monotonic() + _CLOSE_WITHIN
        alive = list(self._lanes.values())
        while alive and monotonic() < until:
            for lane in alive:
                lane.stop()
            alive = [lane for lane in alive if not lane.join(0.02)]

    def _tell(self, result: Answer) -> None:
        with self._heard:
            listener = self._listener
            if listener is None:
                self._early.append(result)
                self._heard.notify_all()
        if listener is not None:
            listener(result)
