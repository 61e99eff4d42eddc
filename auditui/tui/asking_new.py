"""What has come in since the rows on screen were read: a question to a store, asked again and again.

Nothing here knows Textual.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditui.core.query import Query, Range, Term, all_of
from auditui.core.view import AsOf
from auditui.store.base import Count, Store


@dataclass(frozen=True, slots=True)
class NewWanted:
    """How many events of a frozen query came after those on screen.

    Attributes:
        query: What is asked for, its dates as of now.
        shown: What the store held when the rows on screen were read.
        seen: What it held when this was asked last; None: for the first time.
    """

    query: Query
    shown: AsOf
    seen: AsOf | None = None


@dataclass(frozen=True, slots=True)
class NewFound:
    """What the store holds now, and how many new events that makes; None: nothing was written since the last time."""

    question: NewWanted
    now: AsOf
    count: Count | None


def count_new(question: NewWanted, store: Store) -> NewFound:
    """Where nothing was written, one look at the store; else only the new events are looked into."""
    now = store.snapshot()
    if now == question.seen:
        return NewFound(question, now, None)
    later = Term("seq", (Range(low=question.shown.last_seq + 1),))
    return NewFound(question, now, store.count(all_of((question.query, later)), now))
