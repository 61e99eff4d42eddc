"""What screens ask of the store, and what they are told: frozen values, errors among them.

Named tuples, which are made in a sixth of the time that frozen dataclasses take: all of these are there before the
first page is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from auditui.core.errors import AuditError
from auditui.core.event import Event
from auditui.core.query import Query
from auditui.core.view import AsOf, Sort, View
from auditui.store.base import Count, FacetValue, Histogram, Page
from auditui.tui.asking_bookmarks import BookmarkFound, BookmarkWanted
from auditui.tui.asking_earlier import EarlierFound, EarlierWanted
from auditui.tui.asking_history import HistoryFound, HistoryWanted
from auditui.tui.asking_new import NewFound, NewWanted
from auditui.tui.asking_rules import FindingsFound, FindingsWanted

if TYPE_CHECKING:
    from auditui.core.completion import Expecting
    from auditui.core.narrowing import Facet, Pick
    from auditui.facets import ClauseCounts, FacetList, Wording


class PageWanted(NamedTuple):
    """Rows from `offset` on, or the page that the event `keep` stands on, where it is in the view."""

    view: View
    offset: int = 0
    keep: int | None = None


class PageFound(NamedTuple):
    """One page. `view` is the one asked for, pinned to the moment (`as_of`) that the page shows."""

    question: PageWanted
    view: View
    page: Page
    fields: frozenset[str]


class CountWanted(NamedTuple):
    """The total of a query."""

    query: Query
    as_of: AsOf | None


class CountFound(NamedTuple):
    """The total of a query."""

    question: CountWanted
    total: Count


class SizeWanted(NamedTuple):
    """How many events the store holds."""

    as_of: AsOf | None


class SizeFound(NamedTuple):
    """How many events the store holds."""

    question: SizeWanted
    size: Count


class TimelineWanted(NamedTuple):
    """The events of a query over time, in at most `buckets` buckets; where its dates are a period, all of that."""

    query: Query
    buckets: int
    as_of: AsOf | None
    over: tuple[int, int] | None = None


class TimelineFound(NamedTuple):
    """The events of a query over time."""

    question: TimelineWanted
    histogram: Histogram


class ValuesWanted(NamedTuple):
    """Values that complete what is typed, with counts under the rest of the query."""

    expected: Expecting
    query: Query


class ValuesFound(NamedTuple):
    """Values for completion, the most frequent first."""

    question: ValuesWanted
    values: tuple[FacetValue, ...]


class EventsWanted(NamedTuple):
    """Whole events for copying, `limit` at most and one more that tells of others; `purpose` comes back with them."""

    query: Query
    sort: Sort
    limit: int
    purpose: str


class EventsFound(NamedTuple):
    """Whole events, in the order asked for."""

    question: EventsWanted
    events: tuple[Event, ...]


class MarkedWanted(NamedTuple):
    """How many events are marked by a query, exactly, however long that takes."""

    query: Query


class MarkedFound(NamedTuple):
    """How many events are marked by a query."""

    question: MarkedWanted
    size: int


class FacetWanted(NamedTuple):
    """The values of a facet that hold `needle`, with counts under the query; at most `limit` beside what is chosen.

    What was `seen` of the list already is counted with them.
    """

    query: Query
    facet: Facet
    needle: str
    limit: int
    wording: Wording | None = None
    seen: tuple[Pick, ...] = ()


class FacetFound(NamedTuple):
    """The values of a facet."""

    question: FacetWanted
    found: FacetList


class PreviewWanted(NamedTuple):
    """The total of a query that is only being thought of."""

    query: Query


class PreviewFound(NamedTuple):
    """The total of a query that is only being thought of."""

    question: PreviewWanted
    total: Count


class WhyWanted(NamedTuple):
    """Which clauses of a query let nothing through."""

    query: Query
    as_of: AsOf | None


class WhyFound(NamedTuple):
    """What each clause of a query lets through."""

    question: WhyWanted
    counts: tuple[ClauseCounts, ...]


Question: TypeAlias = (
    PageWanted | CountWanted | SizeWanted | TimelineWanted | ValuesWanted | EventsWanted
    | FacetWanted | PreviewWanted | WhyWanted | HistoryWanted | MarkedWanted | FindingsWanted | NewWanted
    | EarlierWanted
    | BookmarkWanted
)  # fmt: skip


class Failed(NamedTuple):
    """A question that has no answer; the error says why."""

    question: Question
    error: AuditError


Answer: TypeAlias = (
    PageFound | CountFound | SizeFound | TimelineFound | ValuesFound | EventsFound
    | FacetFound | PreviewFound | WhyFound | HistoryFound | MarkedFound | FindingsFound | NewFound
    | EarlierFound
    | BookmarkFound | Failed
)  # fmt: skip
