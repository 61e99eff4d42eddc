"""What a period is held against: the same query, bucket by bucket, in the period of the same length before it.

Nothing here knows Textual.
"""

from __future__ import annotations

from typing import NamedTuple

from auditui.core.query import Query, Span, Term
from auditui.core.times import MIN_US
from auditui.core.view import AsOf
from auditui.store.base import Histogram, Store
from auditui.tui import steps


class EarlierWanted(NamedTuple):
    """The events of a query without its dates, in these buckets."""

    query: Query
    starts_us: tuple[int, ...]
    width_us: int
    as_of: AsOf | None


class EarlierFound(NamedTuple):
    """How many events each of the buckets has."""

    question: EarlierWanted
    counts: tuple[int, ...]


def earlier_wanted(query: Query, shown: Histogram, now_us: int, as_of: AsOf | None) -> EarlierWanted | None:
    """The question for the period before that of a frozen query; None where its dates are no period with a beginning.

    Each bucket is held against the one that lies a whole period before it, to the width of a bucket.
    """
    period = steps.period_of(query, now_us)
    if period is None or not shown.counts:
        return None
    step = -(-(period[1] - period[0]) // shown.width_us) * shown.width_us
    starts = tuple(start - step for start in shown.starts_us)
    return EarlierWanted(steps.undated(query), starts, shown.width_us, as_of) if starts[0] >= MIN_US else None


def count_earlier(question: EarlierWanted, store: Store) -> EarlierFound:
    """One count for each bucket."""
    width = question.width_us
    parts = [Term("on", (Span(start, start + width),)) for start in question.starts_us]
    return EarlierFound(question, tuple(map(int, store.count_each(question.query, parts, question.as_of))))
