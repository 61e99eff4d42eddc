"""What the store answers is what `Query.matches` and `view.ordered` say, for any events and any query."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from auditui.core.event import Event, Leaf
from auditui.core.fields import leaf_text, values_of
from auditui.core.language import parse
from auditui.core.query import EVERYTHING, Query, freeze, is_frozen
from auditui.core.times import format_us
from auditui.core.view import SORTABLE, AsOf, Sort, View, ordered
from auditui.store.base import Origin
from auditui.store.sqlite.paths import EAGER_COLUMNS, FIXED
from auditui.store.sqlite.schema import Layout
from auditui.store.sqlite.store import SqliteStore
from tests.core.strategies import queries
from tests.strategies import logs

NOW_US = 1_790_000_000_000_000
LAYOUTS = (Layout(2, 3), Layout(3, 4), Layout(16, 20))
sorts = st.builds(Sort, st.sampled_from(SORTABLE), st.booleans())
batches = st.lists(logs(max_size=9), min_size=1, max_size=4)
quick = settings(
    max_examples=int(os.environ.get("AUDITUI_EXAMPLES", "50")),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@contextmanager
def store_of(batches: Sequence[Sequence[Event]], layout: Layout) -> Iterator[SqliteStore]:
    """A store on a real file; each batch is an import of its own."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "log.db", create=True, layout=layout)
        try:
            for number, batch in enumerate(batches):
                report = store.append(iter(batch), origin=Origin(f"log-{number}", "jsonl"))
                store.finish_import(report.import_id, merged=0, rejected=0)
            yield store
        finally:
            store.close()


def matching(store: SqliteStore, query: Query) -> list[Event]:
    """What the oracle says, from every stored event."""
    matches = query.matcher()
    return [event for event in stored(store) if matches(event)]


def stored(store: SqliteStore) -> list[Event]:
    """Every stored event, one by one, by position."""
    last = store.snapshot().last_seq
    return [store.get(seq) for seq in range(1, last + 1)]


def unmarked(event: Event) -> Event:
    """Without the flags that the store sets."""
    return replace(event, flags=tuple(flag for flag in event.flags if flag not in {"id-conflict", "repeated"}))


def seqs(events: Sequence[Event]) -> list[int]:
    return [event.seq for event in events]


frozen = queries.map(lambda query: query if is_frozen(query) else freeze(query, NOW_US, "UTC"))


@quick
@given(batches=batches, layout=st.sampled_from(LAYOUTS), asked=st.lists(frozen, min_size=1, max_size=4), sort=sorts)
def test_any_query_in_any_order(batches: list[list[Event]], layout: Layout, asked: list[Query], sort: Sort) -> None:
    """Page, total, stream and place of each row agree with the oracle, and pages tile the result."""
    with store_of(batches, layout) as store:
        for query in asked:
            wanted = ordered(matching(store, query), sort)
            assert store.count(query) == len(wanted)
            assert list(store.events(query, sort)) == wanted
            view = View(query=query, sort=sort)
            tiled = [
                row for offset in range(0, len(wanted) + 1, 3) for row in store.page(view, offset=offset, limit=3).rows
            ]
            assert seqs(tiled) == seqs(wanted)
            assert [store.locate(event.seq, view) for event in wanted] == list(range(len(wanted)))
            assert store.page(view, offset=0, limit=len(wanted) + 1).at_end


@quick
@given(
    batches=batches,
    layout=st.sampled_from(LAYOUTS),
    query=frozen,
    field=st.sampled_from([*sorted(FIXED), *EAGER_COLUMNS]),
    many=st.sampled_from([0, 512]),
    read=st.sampled_from([0, 0, 512]),
    window=st.sampled_from([2, 16_384]),
    limit=st.integers(1, 5),
)
def test_facets(
    batches: list[list[Event]], layout: Layout, query: Query, field: str, many: int, read: int, window: int, limit: int
) -> None:
    """Counts of values are those of counting by hand, the empty text standing for no value.

    Fields of many values are counted, and their rows joined, another way: also where there are few. Where many rows
    are read one by one, those in between are passed over.
    """
    index = "auditui.store.sqlite.index"
    with (
        patch("auditui.store.sqlite.facets._FEW_ROWS", read),
        patch("auditui.store.sqlite.columns._WINDOW", window),
        patch("auditui.store.sqlite.leading._FIRST_TRIED", 1),
        patch(f"{index}._FEW_TERMS", many),
        patch(f"{index}._MANY_TERMS", many),
        store_of(batches, layout) as store,
    ):
        counted: Counter[str] = Counter()
        for event in matching(store, query):
            values = {leaf_text(leaf) for leaf in values_at(event, field)}
            counted.update(values or {""})
        wanted = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        found = store.facets(query, [field], limit)[field]
        assert [(each.value, each.count) for each in found] == wanted


def values_at(event: Event, field: str) -> Sequence[Leaf]:
    """What an event has in one field alone; `action` and the like without their companions."""
    if field in {"action", "ip"}:
        value = getattr(event, field)
        return [value] if value else []
    return values_of(event, field)


@quick
@given(batches=batches, layout=st.sampled_from(LAYOUTS), query=frozen, buckets=st.integers(2, 70))
def test_histogram(batches: list[list[Event]], layout: Layout, query: Query, buckets: int) -> None:
    """Buckets tile the time of what is shown, and hold every matching event but the outliers left out."""
    with store_of(batches, layout) as store:
        wanted = matching(store, query)
        found = store.histogram(query, buckets)
        assert len(found.starts_us) <= buckets
        assert sum(found.counts) + found.left_out == len(wanted)
        if not wanted:
            return
        width = found.width_us
        assert all(later - sooner == width for sooner, later in zip(found.starts_us, found.starts_us[1:], strict=False))
        for start, count, failures in zip(found.starts_us, found.counts, found.failures, strict=True):
            inside = [event for event in wanted if start <= event.at_us < start + width]
            assert (count, failures) == (len(inside), sum(event.outcome == "failure" for event in inside))


@quick
@given(
    batches=batches,
    layout=st.sampled_from(LAYOUTS),
    query=frozen,
    buckets=st.integers(2, 70),
    start=st.integers(-(10**13), 2 * 10**15),
    length=st.integers(1, 10**13),
)
def test_histogram_of_a_period(
    batches: list[list[Event]], layout: Layout, query: Query, buckets: int, start: int, length: int
) -> None:
    """Buckets cover the period, whether anything happened in all of it or not, and hold what did."""
    with store_of(batches, layout) as store:
        wanted = matching(store, query)
        found = store.histogram(query, buckets, over=(start, start + length))
        assert sum(found.counts) + found.left_out == len(wanted)
        if not wanted:
            return
        width = found.width_us
        assert len(found.starts_us) <= buckets
        assert found.starts_us[0] <= start < found.starts_us[0] + width
        assert found.starts_us[-1] < start + length <= found.starts_us[-1] + width
        for begin, count, failures in zip(found.starts_us, found.counts, found.failures, strict=True):
            inside = [event for event in wanted if begin <= event.at_us < begin + width]
            assert (count, failures) == (len(inside), sum(event.outcome == "failure" for event in inside))


@quick
@given(batches=batches, layout=st.sampled_from(LAYOUTS), query=frozen, cut=st.integers(0, 30))
def test_a_moment_stays_as_it_was(batches: list[list[Event]], layout: Layout, query: Query, cut: int) -> None:
    """With a snapshot every answer is about the rows up to it, whatever came in since."""
    with store_of(batches, layout) as store:
        as_of = AsOf(cut)
        wanted = [event for event in matching(store, query) if event.seq <= cut]
        assert store.count(query, as_of) == len(wanted)
        assert seqs(store.page(View(query=query, as_of=as_of), limit=50).rows) == seqs(ordered(wanted))
        assert sum(store.histogram(query, 9, as_of).counts) + store.histogram(query, 9, as_of).left_out == len(wanted)
        assert sum(value.count for value in store.facets(query, ["verb"], 50, as_of)["verb"]) == len(wanted)


@quick
@given(batches=batches, layout=st.sampled_from(LAYOUTS), asked=st.lists(frozen, min_size=1, max_size=3))
def test_reindex_changes_no_answer(batches: list[list[Event]], layout: Layout, asked: list[Query]) -> None:
    """Indexes made anew from rows answer as those made while importing, and both check out."""
    with store_of(batches, layout) as store:
        before = [seqs(list(store.events(query))) for query in asked]
        assert store.check_indexes().differences == ()
        store.reindex()
        assert [seqs(list(store.events(query))) for query in asked] == before
        assert store.check_indexes().differences == ()


@quick
@given(batches=batches, layout=st.sampled_from(LAYOUTS))
def test_events_come_back_as_they_went_in(batches: list[list[Event]], layout: Layout) -> None:
    """A row gives back the event, but for its position, its origin and what its id is marked with."""
    with store_of(batches, layout) as store:
        given_events = [
            replace(event, origin=f"log-{number} jsonl") for number, batch in enumerate(batches) for event in batch
        ]
        for event in stored(store):
            plain = unmarked(replace(event, seq=0))
            assert any(plain == unmarked(each) for each in given_events)
        assert store.count(EVERYTHING) == len(stored(store))


@pytest.mark.parametrize(
    ("name", "at_s"),
    [("Europe/Vienna", 1_792_890_000), ("America/Havana", 1_793_509_200), ("Australia/Lord_Howe", 1_775_314_800),
     ("Europe/Vienna", 1_774_746_000)],
)  # fmt: skip
def test_times_that_the_clock_shows_twice_or_never(name: str, at_s: int) -> None:
    """Clocks put back by an hour, at midnight, by half an hour, and forward: the store finds what their text says."""
    events = [Event(at_us=(at_s + 60 * n + 7) * 1_000_000, id=str(n)) for n in range(-150, 150, 5)]
    texts = {event.id: format_us(event.at_us, name)[:16].replace(" ", "T") for event in events}
    with store_of([events], LAYOUTS[0]) as store:
        for text in sorted(set(texts.values())):
            for field in ("on", "-on", "since", "until"):
                query = freeze(parse(f"{field}:{text}"), 0, name)
                found = [event.id for event in store.events(query, Sort("seq", descending=False))]
                assert found == [event.id for event in events if query.matches(event)]
                assert field != "on" or found == [event.id for event in events if texts[event.id] == text]
