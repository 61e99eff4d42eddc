"""Questions to the store, asked and answered away from the screen.

Each role has one thread with a store connection of its own. Of questions of one kind only the
latest counts: it replaces the one that waits and interrupts the one that runs. Answers are frozen
values, errors among them, and are handed to one listener; what nobody wants any more is dropped.
Nothing here knows Textual, so that the first page can be asked for before Textual is imported.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from enum import Enum
from time import monotonic
from typing import Final, TypeAlias

from auditui.core.errors import AuditError, InterruptedQueryError, StoreError
from auditui.core.faults import own_fault
from auditui.store.base import Store
from auditui.tui.answering import answer
from auditui.tui.asking_bookmarks import BookmarkWanted
from auditui.tui.asking_earlier import EarlierWanted
from auditui.tui.asking_history import HistoryWanted
from auditui.tui.asking_new import NewWanted
from auditui.tui.asking_rules import FindingsWanted
from auditui.tui.questions import (
    Answer,
    CountWanted,
    EventsWanted,
    FacetWanted,
    Failed,
    MarkedWanted,
    PageWanted,
    PreviewWanted,
    Question,
    SizeWanted,
    TimelineWanted,
    ValuesWanted,
    WhyWanted,
)

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
                self._finish(
                    self._running, Failed(self._running, own_fault(unforeseen, "please report it; r tries again"))
                )
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
