"""A store in memory: the test double of screens, plain Python over `Query.matches`."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final, TypeVar

from auditui.core.errors import InterruptedQueryError, StoreError
from auditui.core.event import Event
from auditui.core.fields import leaf_text, values_of
from auditui.core.query import Query
from auditui.core.text import fold
from auditui.core.view import NEWEST_FIRST, AsOf, Sort, View, ordered
from auditui.store.base import (
    AppendReport,
    Count,
    Deletion,
    FacetValue,
    Histogram,
    ImportRecord,
    IndexReport,
    Origin,
    Page,
    Progress,
    PurgeReport,
)  # fmt: skip
from auditui.store.evidence import Evidence
from auditui.store.policy import Policy

T = TypeVar("T")


WIDTHS_US: Final = [
    unit * number
    for unit, numbers in (
        (1, (1, 1_000)),
        (1_000_000, (1, 5, 10, 30)),
        (60_000_000, (1, 5, 10, 30)),
        (3_600_000_000, (1, 3, 6, 12)),
        (86_400_000_000, (1, 7, 30, 365, 36_500, 3_650_000)),
    )
    for number in numbers
]
"""Round widths of a bucket, ascending."""


class MemoryStore:
    """Holds a list of events. `gate` makes every question wait until it is set or the store is interrupted."""

    def __init__(self, events: Sequence[Event] = ()) -> None:
        self.held: list[Event] = []
        self.gate = threading.Event()
        self.gate.set()
        self.late_gate = threading.Event()
        self.asked: list[str] = []
        self.error: Exception | None = None
        self.is_closed = False
        self._interrupted = threading.Event()
        self.add(events)

    def evidence(self) -> AbstractContextManager[Evidence]:
        """Screens prove nothing."""
        raise NotImplementedError

    def sign_head(self, number: int, public_key: bytes, signature: bytes) -> None:
        """Nor do they sign."""
        raise NotImplementedError

    def add(self, events: Iterable[Event]) -> None:
        """Store events as they are, numbered on."""
        for event in events:
            event.seq = len(self.held) + 1
            self.held.append(event)

    def _ask(self, name: str) -> None:
        self.asked.append(name)
        self._interrupted.clear()
        while not self.gate.wait(0.002):
            if self._interrupted.is_set():
                raise InterruptedQueryError("interrupted")
        if self.error is not None:
            raise self.error

    def late(self, answer: Callable[[], T]) -> T:
        """An answer that has to wait for `late_gate`."""
        self.late_gate.wait(5)
        return answer()

    def _found(self, query: Query, as_of: AsOf | None) -> list[Event]:
        last = as_of.last_seq if as_of else len(self.held)
        return [event for event in self.held if event.seq <= last and query.matches(event)]

    def _ordered(self, view: View) -> list[Event]:
        return ordered(self._found(view.query, view.as_of), view.sort)

    def append(
        self, events: Iterable[Event | None], *, origin: Origin, progress: Progress | None = None
    ) -> AppendReport:
        before = len(self.held)
        self.add(event for event in events if event is not None)
        return AppendReport(imported=len(self.held) - before)

    def finish_import(self, import_id: int, *, merged: int, rejected: int) -> None:
        pass

    def together(self) -> AbstractContextManager[None]:
        return nullcontext()

    def snapshot(self) -> AsOf:
        return AsOf(len(self.held))

    def page(self, view: View, *, offset: int = 0, limit: int = 200) -> Page:
        self._ask("page")
        rows = self._ordered(view)
        return Page(tuple(rows[offset : offset + limit]), offset, offset + limit >= len(rows))

    def count(self, query: Query, as_of: AsOf | None = None) -> Count:
        self._ask("count")
        return Count(len(self._found(query, as_of)))

    def count_each(self, query: Query, parts: Sequence[Query], as_of: AsOf | None = None) -> list[Count]:
        self._ask("count_each")
        found = self._found(query, as_of)
        return [Count(sum(map(part.matcher(), found))) for part in parts]

    def facets(
        self, query: Query, fields: Sequence[str], limit: int = 20, as_of: AsOf | None = None
    ) -> Mapping[str, list[FacetValue]]:
        return {field: self._facet(field, self._found(query, as_of))[:limit] for field in fields}

    def _facet(self, field: str, events: list[Event]) -> list[FacetValue]:
        counts = Counter(leaf_text(leaf) for event in events for leaf in values_of(event, field) or [""])
        return [
            FacetValue(value, count) for value, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        ]

    def histogram(
        self, query: Query, buckets: int, as_of: AsOf | None = None, over: tuple[int, int] | None = None
    ) -> Histogram:
        self._ask("histogram")
        events = self._found(query, as_of)
        if not events:
            return Histogram()
        times = [event.at_us for event in events]
        first, last = (over[0], over[1] - 1) if over else (min(times), max(times))
        width = next(width for width in WIDTHS_US if (last // width - first // width) < buckets)
        first -= first % width
        placed = [((event.at_us - first) // width, event.outcome == "failure") for event in events]
        many = range((last - first) // width + 1)
        counts, failures = Counter(place for place, _ in placed), Counter(place for place, failed in placed if failed)
        return Histogram(
            tuple(first + number * width for number in many),
            width,
            tuple(counts[number] for number in many),
            tuple(failures[number] for number in many),
        )

    def get(self, seq: int) -> Event:
        self._ask("get")
        if not 0 < seq <= len(self.held):
            raise StoreError(f"there is no event {seq}")
        return self.held[seq - 1]

    def find(self, event_id: str) -> list[Event]:
        return [event for event in self.held if event.id == event_id]

    def events(self, query: Query, sort: Sort = NEWEST_FIRST, as_of: AsOf | None = None) -> Iterator[Event]:
        return iter(ordered(self._found(query, as_of), sort))

    def locate(self, seq: int, view: View) -> int | None:
        return next((offset for offset, event in enumerate(self._ordered(view)) if event.seq == seq), None)

    def complete(self, field: str, prefix: str, query: Query, limit: int = 20) -> list[FacetValue]:
        self._ask("complete")
        facet = self._facet(field, self._found(query, None))
        return [one for one in facet if one.value and fold(one.value).startswith(fold(prefix))][:limit]

    def fields_present(self) -> frozenset[str]:
        names = ("actor", "email", "role", "action", "status", "took_us", "entity_type", "entity_name", "ip", "changes",
                 "description")  # fmt: skip
        return frozenset(name for name in names if any(getattr(event, name) for event in self.held))

    def imports(self) -> list[ImportRecord]:
        return []

    def check_indexes(self) -> IndexReport:
        return IndexReport()

    def reindex(self, progress: Progress | None = None) -> None:
        pass

    def import_spans(self, import_id: int) -> list[tuple[int, int]]:
        return []

    def purgeable(self, query: Query) -> PurgeReport:
        return PurgeReport(len(self._found(query, None)))

    def purge(
        self, query: Query, deletion: Deletion, progress: Callable[[int, int], object] | None = None
    ) -> PurgeReport:
        """What deletes is tested on a store that keeps."""
        raise NotImplementedError

    def policy(self) -> Policy:
        return Policy()

    def decide(self, kind: str, value: str, *, who: str, reason: str) -> int:
        """As above."""
        raise NotImplementedError

    def backup(self, target: Path, progress: Callable[[int, int], None] | None = None) -> None:
        raise NotImplementedError

    def unindexed(self) -> int:
        return 0

    def data_version(self) -> int:
        return len(self.held)

    def interrupt(self) -> None:
        self._interrupted.set()

    def close(self) -> None:
        self.is_closed = True
