"""The period that a report is about, taken out of its query."""

from __future__ import annotations

from dataclasses import dataclass

from auditui.core.query import Query, Span, Term, all_of, clauses

TIME_FIELDS = frozenset({"since", "until", "on"})


@dataclass(frozen=True, slots=True)
class Period:
    """Moments from `start_us` on and before `end_us`; never empty."""

    start_us: int
    end_us: int
    has_start: bool = True
    """Whether somebody asked for it to begin there; else it begins with the log, and nothing is before it."""
    is_open: bool = False
    """Whether it was asked to go on until now; then the log should, too."""

    @property
    def length_us(self) -> int:
        """At least 1."""
        return self.end_us - self.start_us

    def before(self) -> Period:
        """The period of the same length that ends where this one begins."""
        return Period(self.start_us - self.length_us, self.start_us)


def split(query: Query) -> tuple[Query, int | None, int | None]:
    """A frozen query as what it asks for beside time, and the start and the end that all its events lie between.

    None: no such end. Times below `OR` and `-`, and lists of several days, stay in the query.
    """
    kept: list[Query] = []
    starts: list[int] = []
    ends: list[int] = []
    for clause in clauses(query):
        span = _span(clause)
        if span is None:
            kept.append(clause)
            continue
        starts += [] if span.start_us is None else [span.start_us]
        ends += [] if span.end_us is None else [span.end_us]
    return all_of(kept), max(starts, default=None), min(ends, default=None)


def is_backwards(query: Query) -> bool:
    """Whether a frozen query asks for a period that ends before it begins, so that nothing can be in it."""
    _, start_us, end_us = split(query)
    return start_us is not None and end_us is not None and end_us <= start_us


def _span(clause: Query) -> Span | None:
    """The one span of a clause about time; None for all else."""
    if isinstance(clause, Term) and clause.field in TIME_FIELDS and len(clause.values) == 1:
        value = clause.values[0]
        return value if isinstance(value, Span) else None
    return None


def during(start_us: int, end_us: int) -> Term:
    """The clause for moments from `start_us` on and before `end_us`."""
    return Term("on", (Span(start_us, end_us),))
