"""What somebody has marked: single events, and all that matched a query at the moment when it was marked.

As a query it can be counted, exported and copied like any other, however many events it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Self

from auditui.core.event import Event
from auditui.core.query import Or, Query, Term, all_of, any_of, negated, with_clause
from auditui.core.values import Range
from auditui.core.view import AsOf


def only(seqs: Iterable[int]) -> Query:
    """The events at these positions, of which there is at least one; neighbours are told as one range."""
    return Term("seq", tuple(Range(first, last) for first, last in _runs(sorted(seqs))))


def _runs(ascending: list[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for at in range(1, len(ascending) + 1):
        if at == len(ascending) or ascending[at] != ascending[at - 1] + 1:
            yield ascending[start], ascending[at - 1]
            start = at


def all_matching(query: Query, as_of: AsOf) -> Query:
    """What a frozen query finds, less what is added later."""
    return with_clause(query, Term("seq", (Range(high=as_of.last_seq),)))


@dataclass(frozen=True, slots=True)
class Selection:
    """Marks as a value. Each method gives another one."""

    base: Query | None = None
    """All of these are marked, but for `less`. Frozen, and closed to what is added later; see `all_matching`."""
    size: int | None = 0
    """How many events the base holds, exactly; None while they are being counted."""
    more: frozenset[int] = field(default_factory=frozenset)
    """Positions of events marked one by one; none of them is in the base."""
    less: frozenset[int] = field(default_factory=frozenset)
    """Positions of events of the base that were taken out."""

    def __bool__(self) -> bool:
        return bool(self.more) or (self.base is not None and self.count != 0)

    @property
    def count(self) -> int | None:
        """How many events are marked, exactly; None while that is being counted."""
        return None if self.size is None else self.size + len(self.more) - len(self.less)

    @property
    def query(self) -> Query:
        """The marked events, of which there is at least one."""
        parts = [part for part in (self.base, only(self.more) if self.more else None) if part is not None]
        whole = any_of(parts)
        return all_of((whole, negated(only(self.less)))) if self.less else whole

    def has(self, event: Event) -> bool:
        """Whether an event is marked."""
        return event.seq in self.more or (event.seq not in self.less and self._is_in_base(event))

    def _is_in_base(self, event: Event) -> bool:
        return self.base is not None and self.base.matcher()(event)

    def marking(self, events: Iterable[Event]) -> Self:
        """These are marked too."""
        new = [event for event in events if not self.has(event)]
        outside = {event.seq for event in new} - self.less
        return replace(self, more=self.more | outside, less=self.less - {event.seq for event in new})

    def unmarking(self, events: Iterable[Event]) -> Self:
        """These are marked no longer."""
        old = {event.seq for event in events if self.has(event)}
        return replace(self, more=self.more - old, less=self.less | (old - self.more))

    def toggling(self, events: Iterable[Event]) -> Self:
        """Mark all of these; when all are marked already, none of them."""
        chosen = list(events)
        return self.unmarking(chosen) if all(map(self.has, chosen)) else self.marking(chosen)

    def with_all(self, base: Query, size: int | None) -> Self:
        """All of a query are marked too; `size` is how many those are, None where it is not known.

        When just that was done before, they are marked no longer: then nothing is.
        """
        if self.covers(base):
            return type(self)()
        if not self:
            return type(self)(base, size)
        return type(self)(any_of((self.query, base)), None)

    def covers(self, base: Query) -> bool:
        """Whether all of a query were marked, and none taken out since."""
        parts = self.base.parts if isinstance(self.base, Or) else (self.base,)
        return base in parts and not self.less

    def counted(self, base: Query, size: int) -> Self:
        """The same with what was counted, if that is still what is marked."""
        return replace(self, size=size) if base == self.base else self
