"""Lists of the filters panel and the reasons for an empty table, held against every event one by one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from auditui import store as stores
from auditui.cli.main import cli
from auditui.core.completion import expecting
from auditui.core.event import Event
from auditui.core.fields import values_of
from auditui.core.language import parse
from auditui.core.narrowing import DATES, FACETS, Choice, Facet, Pick, chosen, clause_of, narrowed, others
from auditui.core.query import Query, When, all_of, clauses, freeze, is_frozen
from auditui.core.view import View
from auditui.facets import Wording, completed, facet_for, facet_list, why_empty
from auditui.store.base import Origin, Store
from auditui.store.sqlite.schema import Layout
from auditui.tui.drawing.why_lines import cause, why_lines
from tests.core.strategies import queries
from tests.store.test_oracle import store_of
from tests.strategies import logs
from tests.tui.memory_store import MemoryStore
from tests.tui.screens_kit import events

NOW_US = 1_790_000_000_000_000
frozen = queries.map(lambda query: query if is_frozen(query) else freeze(query, NOW_US, "UTC"))
facets = st.sampled_from([facet for facet in FACETS if facet != DATES])
quick = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@quick
@given(log=logs(max_size=8), query=frozen, later=frozen, facet=facets)
def test_what_was_seen_is_counted_under_another_query(
    log: list[Event], query: Query, later: Query, facet: Facet
) -> None:
    """Each value once listed has its number under any other query, 0 too; no two stand for the same clause."""
    store = MemoryStore(log)
    seen = [row.pick for row in facet_list(store, query, facet, limit=3).rows]
    listed = facet_list(store, later, facet, limit=1, seen=seen)
    base = others(later, facet)
    counts = {row.pick: row.count for row in listed.rows}
    assert counts.keys() >= set(seen) and len(counts) == len(listed.rows)
    for pick, count in counts.items():
        assert count == sum(map(narrowed(base, facet, Choice((pick,))).matcher(), store.held))


def check(store: Store, held: Sequence[Event], query: Query, facet: Facet) -> None:
    """Each count is what Apply would show, and no value that events have is missing from an unlimited list."""
    listed = facet_list(store, query, facet, limit=10_000)
    base = others(query, facet)
    rest = [event for event in held if base.matches(event)]
    assert listed.total == len(rest) and not listed.has_more
    for row in listed.rows:
        wanted = narrowed(base, facet, type(listed.choice)((row.pick,)))
        assert row.count == sum(map(wanted.matcher(), held)) == store.count(wanted)
        assert store.page(View(query=wanted), limit=1).rows or not row.count
    clauses_listed = [clause_of(row.pick).matcher() for row in listed.rows]
    for event in rest:
        assert any(holds(event) for holds in clauses_listed), values_of(event, facet.field)
    assert len({str(clause_of(row.pick)) for row in listed.rows}) == len(listed.rows)


@quick
@given(log=logs(max_size=8), query=frozen, facet=facets)
def test_lists_of_a_store_agree_with_its_rows(log: list[Event], query: Query, facet: Facet) -> None:
    """List, total and rows of any query are those that plain Python finds."""
    with store_of([log], Layout(2, 3)) as store:
        held = [store.get(seq) for seq in range(1, store.snapshot().last_seq + 1)]
        check(store, held, query, facet)


@quick
@given(log=logs(max_size=8), query=frozen, facet=facets)
def test_lists_of_the_fake_agree_with_its_rows(log: list[Event], query: Query, facet: Facet) -> None:
    """So do those of the store that screens are tested on."""
    store = MemoryStore(log)
    check(store, store.held, query, facet)


@quick
@given(log=logs(max_size=8), query=frozen, zone=st.sampled_from(["UTC", "Pacific/Kiritimati", "America/New_York"]))
def test_periods_are_those_that_events_are_in(log: list[Event], query: Query, zone: str) -> None:
    """Each count is what Apply would show; the months together hold every event, once."""
    with store_of([log], Layout(2, 3)) as store:
        held = [store.get(seq) for seq in range(1, store.snapshot().last_seq + 1)]
        base = others(query, DATES)
        wording = Wording(Choice((Pick("on", When("2026-05-28")),)), lambda one: freeze(one, NOW_US, zone))
        listed = facet_list(store, query, DATES, limit=10_000, wording=wording)
        rest = sum(map(base.matcher(), held))
        assert listed.total == rest
        assert listed.rows[0].label == "2026-05-28", "what is chosen stands there, also without events"
        for row in listed.rows:
            wanted = all_of([base, freeze(clause_of(row.pick), NOW_US, zone)])
            assert row.count == sum(map(wanted.matcher(), held)), row.label
        months = [row for row in listed.rows if isinstance(row.pick.value, When) and len(row.pick.value.text) == 7]
        assert sum(row.count for row in months) == rest


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("on:today", "Today"),
        ("since:7d user:ana", "Last 7 days"),
        ("on:2026-10", "October 2026"),
        ("since:2026-10-01 until:2026-10-05", "2026-10-01..2026-10-05"),
        ("on:2025", "2025"),
    ],
)
def test_periods_have_names(text: str, marked: str) -> None:
    """What is chosen is called what people call it; a beginning with an end is one period."""
    wording = Wording(chosen(parse(text), DATES), lambda one: freeze(one, NOW_US, "UTC"))
    listed = facet_list(MemoryStore(events(3)), freeze(parse(text), NOW_US, "UTC"), DATES, wording=wording)
    assert [row.label for row in listed.rows if row.pick in wording.choice.included] == [marked]


@quick
@given(log=logs(max_size=8), query=frozen, parts=st.lists(frozen, max_size=4))
def test_parts_are_counted_within_the_query(log: list[Event], query: Query, parts: list[Query]) -> None:
    """Counting parts is counting the query with each of them."""
    with store_of([log], Layout(3, 4)) as store:
        assert store.count_each(query, parts) == [store.count(all_of([query, part])) for part in parts]


def test_a_list_is_cut_where_more_would_come() -> None:
    """So many values, the most frequent first, what is chosen beside them, and the word that there are more."""
    store = MemoryStore(events(100))
    address = next(facet for facet in FACETS if facet.id == "ip")
    listed = facet_list(store, parse("ip:10.0.0.99"), address, limit=5)
    assert listed.has_more and listed.total == 100
    assert [row.label for row in listed.rows] == ["10.0.0.0", "10.0.0.1", "10.0.0.10", "10.0.0.11", "10.0.0.12",
                                                  "10.0.0.99"]  # fmt: skip
    narrow = facet_list(store, parse("ip:10.0.0.99"), address, needle="0.77", limit=5)
    assert [row.label for row in narrow.rows] == ["10.0.0.77"] and not narrow.has_more
    own = facet_list(store, parse("ip:10.0.0.99 -ip:10.0.0.98"), address, needle="0.99", limit=5)
    assert [row.label for row in own.rows] == ["10.0.0.99"], "what is chosen is narrowed, too"
    whole = facet_list(store, parse(""), listed.facet, limit=7, is_whole=True)
    assert (len(whole.rows), whole.more) == (7, 93)


def test_statuses_are_listed_by_class_too() -> None:
    """4xx and each of its numbers."""
    status = next(facet for facet in FACETS if facet.id == "status")
    found = facet_list(MemoryStore(events(40)), parse(""), status)
    assert [(row.label, row.count) for row in found.rows] == [
        ("2xx", 30), ("4xx", 10), ("200", 10), ("201", 10), ("204", 10), ("401", 10),
    ]  # fmt: skip


def test_people_are_listed_by_the_best_that_is_known_of_them() -> None:
    """A name, else an e-mail, else an id; the system; and events of nobody."""
    held = [
        Event(at_us=1, actor="Ana", email="ana@example.com", actor_kind="user"),
        Event(at_us=2, email="bob@example.com", actor_kind="user"),
        Event(at_us=3, actor_id="u-3", actor_kind="user"),
        Event(at_us=4, actor_kind="system"),
        Event(at_us=5, actor_kind="anonymous"),
    ]
    people = next(facet for facet in FACETS if facet.id == "user")
    found = facet_list(MemoryStore(held), parse(""), people)
    assert {row.label: int(row.count) for row in found.rows} == {
        "Ana": 1, "bob@example.com": 1, "u-3": 1, "system": 1, "": 1,
    }  # fmt: skip


def test_panel_completion_and_stats_count_alike(tmp_path: Path) -> None:
    """Beside each value of a user stands what the query for it finds, wherever it is listed."""
    held = [
        Event(at_us=1, actor="Ben Okafor", email="ben@example.com", actor_kind="user"),
        Event(at_us=2, actor="ben", actor_kind="user"),
        Event(at_us=3, actor="ben", actor_kind="user"),
        Event(at_us=4, email="ben@example.com", actor_kind="user"),
        Event(at_us=5, actor_kind="system"),
        Event(at_us=6, actor="System", actor_kind="system"),
        Event(at_us=7, actor_kind="anonymous"),
    ]
    path, nobody = tmp_path / "audit.db", str(clause_of(Pick("user")))
    with closing(stores.open(path, create=True)) as store:
        store.append(held, origin=Origin("log", "jsonl"))
        listed = facet_list(store, parse(""), facet_for("user"))
        completed_with = completed(store, expecting("user:be", 7), parse(""))
        found = {text: int(store.count(parse(text))) for text in ("user:ben", "user:system", nobody)}
        assert {one.value: one.count for one in completed_with}.items() >= {"ben": found["user:ben"]}.items()
    said = json.loads(CliRunner().invoke(cli, ["stats", "--db", str(path), "--by", "user", "--json"]).stdout)
    told = {one["query"]: one["count"] for one in said["facets"]["user"]}
    assert told == {str(clause_of(row.pick)): row.count for row in listed.rows}
    assert found == {text: told.get(text) for text in found} == {"user:ben": 4, "user:system": 2, nobody: 1}
    assert listed.overlaps


@quick
@given(
    log=logs(max_size=8), field=st.sampled_from(("user", "action", "entity", "status", "ip", "took", "verb", "role"))
)
def test_completions_stand_beside_what_they_find(log: list[Event], field: str) -> None:
    """Whatever is offered, putting it in finds as many events as was said."""
    with store_of([log], Layout(2, 3)) as store:
        expected = expecting(f"{field}:", len(field) + 1)
        for one in completed(store, expected, parse("")):
            assert store.count(parse(f"{field}:{expected.spelled(one.value)}")) == one.count > 0


# ---------------------------------------------------------------------------------------- why nothing is found


@quick
@given(log=logs(max_size=8), query=frozen)
def test_reasons_are_counted_exactly(log: list[Event], query: Query) -> None:
    """What each clause lets through alone, and what is left without it."""
    held = MemoryStore(log)
    counts = why_empty(held, query)
    assert [one.clause for one in counts] == [*clauses(query)]
    for one in counts:
        kept = [clause for clause in clauses(query) if clause != one.clause]
        assert one.alone == sum(map(one.clause.matches, held.held))
        assert one.without == sum(all(clause.matches(event) for clause in kept) for event in held.held)


def test_the_cause_is_the_clause_that_brings_most_back() -> None:
    """Known numbers: 40 events, 10 of them deletions, by three people in turn, none by nobody."""
    store = MemoryStore(events(40))
    counts = why_empty(store, parse("action:delete user:nobody status:204"))
    assert [(int(one.alone), int(one.without)) for one in counts] == [(10, 0), (0, 10), (10, 0)]
    assert cause(counts) == 1
    lines = why_lines(["action:delete", "user:nobody", "status:204"], counts, "D")
    assert lines[2].split() == ["0", "10", "user:nobody", "←", "D", "drops", "it"]
    assert lines[-1] == "D brings 10 events back."


def test_no_clause_alone_may_be_the_cause() -> None:
    """Two that let nothing through: dropping one is not enough, and that is said."""
    counts = why_empty(MemoryStore(events(40)), parse("user:nobody ip:1.2.3.4"))
    assert cause(counts) is None
    told = why_lines(["user:nobody", "ip:1.2.3.4"], counts, "D", 72)
    assert "No single filter" in told[-2] and max(map(len, told)) <= 72, "whole on a small screen"
