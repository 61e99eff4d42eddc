"""What screens ask of the store, and what they are told: frozen values, errors among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

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
    from auditui.core.narrowing import Facet
    from auditui.facets import ClauseCounts, FacetList, Wording


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
    """The events of a query over time, in at most `buckets` buckets; where its dates are a period, all of that."""

    query: Query
    buckets: int
    as_of: AsOf | None
    over: tuple[int, int] | None = None


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
    needle: str
    limit: int
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
