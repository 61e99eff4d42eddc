"""Total, facets, timeline, pages and exported rows tell of the same events: those that plain Python finds."""

from __future__ import annotations

import csv
import io
import json
import os
from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from auditui import handover
from auditui.core.event import Event
from auditui.core.fields import leaf_text
from auditui.core.language import parse
from auditui.core.query import Exactly, Query, Term, freeze, is_frozen, with_clause
from auditui.core.selection import Selection, all_matching
from auditui.core.text import fold
from auditui.core.view import SORTABLE, Sort, View, ordered
from auditui.handover import Export
from auditui.store.base import Origin
from auditui.store.sqlite.schema import Layout
from auditui.store.sqlite.store import SqliteStore
from auditui.tui.export_choice import ExportChoice, Scope, export_of
from tests.core.strategies import queries
from tests.store.test_oracle import store_of, stored, values_at
from tests.strategies import logs

NOW_US = 1_790_000_000_000_000
FACETS = ("action", "actor", "role", "outcome", "entity_type", "status", "ip", "verb")
USUAL = (
    "",
    "user:alice",
    "action:update,delete",
    "-is:failed",
    "status:>=400 OR has:changes",
    "printer",
    "-user:bob plan",
)

few = settings(
    max_examples=int(os.environ.get("AUDITUI_EXAMPLES", "12")),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
logged = st.lists(logs(max_size=12), min_size=1, max_size=3)
asked = st.one_of(st.sampled_from(USUAL).map(parse), queries).map(
    lambda query: query if is_frozen(query) else freeze(query, NOW_US, "UTC")
)
sorts = st.builds(Sort, st.sampled_from(SORTABLE), st.booleans())


def exported_seqs(store: SqliteStore, wanted: Export) -> list[int]:
    """The positions in an export, as a reader of the file finds them."""
    text = "".join(handover.export(store, wanted))
    if wanted.format == "csv":
        return [int(row["seq"]) for row in csv.DictReader(io.StringIO(text, newline=""))]
    if wanted.format == "json":
        return [row["seq"] for row in json.loads(text)]
    return [json.loads(line)["seq"] for line in text.split("\n")[:-1]]


def counted(events: list[Event], field: str) -> dict[str, int]:
    """What a facet of a field holds, in the plainest way."""
    return dict(
        Counter(value for event in events for value in {leaf_text(leaf) for leaf in values_at(event, field)} or {""})
    )


def agree(store: SqliteStore, query: Query, sort: Sort) -> None:
    """Hold every way to look at a query against plain Python."""
    as_of = store.snapshot()
    matches = query.matcher()
    found = ordered([event for event in stored(store) if matches(event)], sort)
    seqs = [event.seq for event in found]

    total = store.count(query, as_of)
    assert (total, total.exact) == (len(found), True)

    view = View(query, sort, page_size=50, as_of=as_of)
    pages = [store.page(view, offset=offset, limit=4).rows for offset in range(0, len(found) + 1, 4)]
    assert [row.seq for page in pages for row in page] == seqs

    timeline = store.histogram(query, 20, as_of)
    assert sum(timeline.counts) + timeline.left_out == total
    failed = sum(event.outcome == "failure" for event in found)
    assert failed - timeline.left_out <= sum(timeline.failures) <= failed

    for field, values in store.facets(query, FACETS, 1_000, as_of).items():
        assert {one.value: one.count for one in values} == counted(found, field)

    scope = Scope(query, view, ("at", "seq"), tuple(seqs[:4]), total)
    for form in handover.TEXT_FORMATS:
        wanted = export_of(ExportChoice(format=form), scope)
        assert handover.count(store, wanted) == total
        assert exported_seqs(store, wanted) == seqs


def choosing_agrees(store: SqliteStore, query: Query, field: str) -> None:
    """The number beside each value of a facet is the total after it was chosen; case does not count there."""
    values = [one for one in store.facets(query, [field], 1_000)[field] if one.value]
    for chosen in values[:3]:
        alike = sum(one.count for one in values if fold(one.value) == fold(chosen.value))
        assert store.count(with_clause(query, Term(field, (Exactly(chosen.value),)))) == alike


@few
@given(
    logged=logged, asking=st.lists(st.tuples(asked, sorts), min_size=1, max_size=4),
    layout=st.sampled_from((Layout(2, 3), Layout(16, 20))),
)  # fmt: skip
def test_all_ways_to_look_see_the_same_events(
    logged: list[list[Event]], asking: list[tuple[Query, Sort]], layout: Layout
) -> None:
    """Whatever is logged, asked and ordered: total, pages, timeline, facets and files."""
    with store_of(logged, layout) as store:
        for query, sort in asking:
            agree(store, query, sort)
            for field in ("actor", "role", "entity_type"):
                choosing_agrees(store, query, field)


@few
@given(logged=logged, query=asked, sort=sorts, less=st.sets(st.integers(0, 5)), later=logs(max_size=5))
def test_what_is_marked_is_what_is_exported(
    logged: list[list[Event]], query: Query, sort: Sort, less: set[int], later: list[Event]
) -> None:
    """All of a query but some rows, in the order of the view, the same after an import has brought more."""
    with store_of(logged, Layout(2, 3)) as store:
        as_of = store.snapshot()
        matches = query.matcher()
        found = ordered([event for event in stored(store) if matches(event)], sort)
        selection = Selection().with_all(all_matching(query, as_of), store.count(query, as_of))
        out = [event for place, event in enumerate(found) if place in less]
        selection = selection.unmarking(out)
        kept = [event.seq for event in found if event not in out]
        store.append(iter(later), origin=Origin("later", "jsonl"))
        assert selection.count == len(kept)
        if kept:
            scope = Scope(query, View(query, sort, as_of=store.snapshot()), (), (), None, selection)
            wanted = export_of(ExportChoice("marked", "jsonl"), scope)
            assert handover.count(store, wanted) == len(kept)
            assert exported_seqs(store, wanted) == kept
