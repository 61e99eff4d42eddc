"""Who is one actor, and which imports are one source."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.event import Event
from auditui.core.query import EVERYTHING, all_of
from auditui.insight.actors import Actor, actor_of, actors_in, name_of
from auditui.insight.sources import Source, Sources, sources_of
from tests.insight.conftest import Filled, event
from tests.tui.memory_store import MemoryStore

NAMES = st.sampled_from(["", "Ana", "ANA", "ana", "Ben", "ß", "SS", "a b", "*", 'q"', "x\x1by"])
EVENTS = st.lists(
    st.builds(
        Event,
        at_us=st.integers(0, 99),
        actor=NAMES,
        email=NAMES,
        actor_id=NAMES,
        actor_kind=st.sampled_from(["user", "system", "anonymous", "unknown"]),
        origin=st.sampled_from(["a.log csv", "b.log csv", "c-2026-01-01.log csv", "c-2026-01-02.log csv"]),
    ),
    max_size=12,
)


@settings(max_examples=100, deadline=None)
@given(events=EVENTS)
def test_counting_actors_is_looking_at_each_event(events: list[Event]) -> None:
    """However events name their actor, counts by field say the same as going through them."""
    store = MemoryStore(events)
    sources = sources_of(store)
    told = Counter(actor for one in store.held if (actor := actor_of(one, sources)) is not None)
    assert actors_in(store, EVERYTHING, sources, None) == told


@settings(max_examples=100, deadline=None)
@given(events=EVENTS)
def test_the_clause_of_an_actor_is_the_actor(events: list[Event]) -> None:
    """It lets exactly this actor's events through; the short one lets at least them through."""
    store = MemoryStore(events)
    sources = sources_of(store)
    for actor in {actor for one in store.held if (actor := actor_of(one, sources)) is not None}:
        own = {one.seq for one in store.held if actor_of(one, sources) == actor}
        exact = all_of((actor.clause, actor.source.clause))
        assert {one.seq for one in store.held if exact.matches(one)} == own
        assert own <= {one.seq for one in store.held if actor.short_clause.matches(one)}


def test_the_same_in_a_real_store(filled: Filled) -> None:
    """Ids before addresses before names, folded, each source by itself, the nameless system too."""
    log = [
        event(0, "Ana", actor_id="u1"),
        event(1, "ANA", actor_id="U1"),
        event(2, "Ana"),
        event(3, "", email="a@x.example"),
    ]
    other = [event(4, "ana"), event(5, "", actor_kind="system"), event(6, "")]
    store = filled(log, other=other)
    sources = sources_of(store)
    found = actors_in(store, EVERYTHING, sources, None)
    assert sorted((one.source.name, one.field, one.value, count) for one, count in found.items()) == [
        ("log.jsonl", "actor", "ana", 1),
        ("log.jsonl", "actor_id", "u1", 2),
        ("log.jsonl", "email", "a@x.example", 1),
        ("other.jsonl", "", "", 1),
        ("other.jsonl", "actor", "ana", 1),
    ]


def test_whoever_has_no_name_is_nobody() -> None:
    """But the system is itself, also without one."""
    sources = Sources((), {})
    assert actor_of(event(0, ""), sources) is None
    assert actor_of(event(0, "", actor_kind="anonymous"), sources) is None
    assert actor_of(event(0, "", actor_kind="system"), sources) == Actor(sources.of(""), "", "")
    named: list[dict[str, str]] = [{}, {"actor_kind": "system"}, {"email": "a@x"}, {"actor_id": "7"}]
    assert [name_of(event(0, "", **said)) for said in named] == ["", "System", "a@x", "7"]


def test_a_store_of_one_log_needs_no_words_for_it(filled: Filled) -> None:
    """Its clause lets everything through, and what comes in later is a source of its own."""
    sources = sources_of(filled([event(0)]))
    assert [one.clause for one in sources.listed] == [EVERYTHING]
    later = sources.of("other.log csv")
    assert (later.name, str(later.clause)) == ("other.log", 'origin:"other.log csv"')
    assert sources.of("other.log csv") is later


@pytest.mark.parametrize(
    ("origins", "clause"),
    [
        (["/var/log/audit-2026-11-19.json.gz json", "/var/log/audit-2026-11-20.json json"], "origin:/var/log/audit-*"),
        (["/var/log/auth.log syslog", "/var/log/auth.log.1 syslog", "/var/log/auth.log.2.gz syslog"],
         "origin:/var/log/auth.log*"),
    ],
)  # fmt: skip
def test_rotated_files_are_one_source(origins: list[str], clause: str) -> None:
    """Under one short name, found by one pattern."""
    store = MemoryStore([Event(at_us=n, origin=origin) for n, origin in enumerate([*origins, "z.log csv"])])
    (source, alone) = sources_of(store).listed
    assert str(source.clause).startswith(clause)
    assert store.count(source.clause) == len(origins)
    assert (alone.name, store.count(alone.clause)) == ("z.log", 1)


def test_a_pattern_that_takes_in_others_gives_way_to_a_list() -> None:
    """`app.log*` would take in `app.log-old` too."""
    origins = ["app.log csv", "app.log.1 csv", "app.log-old csv"]
    store = MemoryStore([Event(at_us=n, origin=origin) for n, origin in enumerate(origins)])
    source = next(one for one in sources_of(store).listed if store.count(one.clause) > 1)
    assert {one.origin for one in store.events(source.clause)} == set(origins[:2])


def test_sources_compare_by_what_they_are() -> None:
    """So that actors do."""
    assert Source("a", EVERYTHING) == Source("a", EVERYTHING)
