"""A record's timeline: its state at any moment, and what changed without a log entry."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from auditui import store as stores
from auditui.cli.demo import sample_files
from auditui.core.event import ABSENT, Absent, Change, Event, Json
from auditui.core.history import Step, timeline
from auditui.core.language import parse
from auditui.core.query import EVERYTHING
from auditui.core.related import Relation, related
from auditui.sources import ImportOptions
from auditui.transfer import import_sources

FIELDS: Final = ("plan", "address.city", "address.street", "tags", "seats")
VALUES: Final[tuple[Json | Absent, ...]] = (None, "", "free", "pro", 0, 1, 2.5, True, ["a"], ["a", "b"], ABSENT)


@st.composite
def chains(draw: st.DrawFn, size: int = 10) -> list[Event]:
    """Events of one record without any gap: each changes some fields from what the one before left."""
    state: dict[str, Json | Absent] = {}
    events = []
    for number in range(size):
        changes = []
        for name in draw(st.lists(st.sampled_from(FIELDS), min_size=1, max_size=3, unique=True)):
            before = state[name] if name in state else draw(st.sampled_from(VALUES))
            after = draw(st.sampled_from([value for value in VALUES if not _equal(value, before)]))
            changes.append(Change(name, before, after))
            state[name] = after
        events.append(Event(at_us=number * 1_000_000, seq=number + 1, verb="update", changes=tuple(changes)))
    return events


def _equal(one: Json | Absent, other: Json | Absent) -> bool:
    """As JSON, so that 1 and true differ and absent and null do."""
    if one is ABSENT or other is ABSENT:
        return one is other
    return json.dumps(one) == json.dumps(other)


def gaps(steps: tuple[Step, ...]) -> list[tuple[int, str]]:
    """Where gaps are: position of the event, field."""
    return [(step.event.seq, gap.field) for step in steps for gap in step.gaps]


def update(number: int, *changes: tuple[str, Json | Absent, Json | Absent], **more: object) -> Event:
    """An update at second `number`."""
    made = Event(at_us=number * 1_000_000, seq=number, verb="update", changes=tuple(Change(*one) for one in changes))
    return replace(made, **more)  # type: ignore[arg-type]  # fields of Event by name


@settings(max_examples=80)
@given(chain=chains(), mixed=st.randoms())
def test_an_undisturbed_chain_has_no_gap(chain: list[Event], mixed: object) -> None:
    """Whatever the order in which its events are handed over."""
    mixed.shuffle(chain)  # type: ignore[attr-defined]  # random.Random
    assert gaps(timeline(chain)) == []


@settings(max_examples=80)
@given(chain=chains(), dropped=st.integers(0, 9))
def test_a_dropped_event_leaves_a_gap_where_each_of_its_fields_is_next_changed(
    chain: list[Event], dropped: int
) -> None:
    """One event of ten is missing: its fields, and no others, are told at the next event that shows them."""
    missing = chain.pop(dropped)
    expected = set()
    for change in missing.changes:
        known = any(change.field == one.field for event in chain[:dropped] for one in event.changes)
        later = (event.seq for event in chain[dropped:] for one in event.changes if one.field == change.field)
        at = next(later, None)
        if known and at is not None:
            expected.add((at, change.field))
    assert set(gaps(timeline(chain))) == expected
    assert len(gaps(timeline(chain))) == len(expected)


@settings(max_examples=80)
@given(chain=chains(), at=st.integers(0, 9))
def test_the_state_is_what_the_events_until_then_left(chain: list[Event], at: int) -> None:
    """Every field that was ever changed is known at every moment, before its first change too."""
    state: dict[str, Json | Absent] = {}
    for event in reversed(chain):
        state |= {change.field: change.before for change in event.changes}
    for event in chain[: at + 1]:
        state |= {change.field: change.after for change in event.changes}
    assert {name: repr(value) for name, value in timeline(chain)[at].state.items()} == {
        name: repr(value) for name, value in state.items()
    }


@settings(max_examples=60)
@given(chain=chains(), dropped=st.integers(0, 9), side=st.sampled_from(["before", "after"]))
def test_redacted_values_never_make_a_gap(chain: list[Event], dropped: int, side: str) -> None:
    """What is not known cannot contradict anything, even where an event is missing."""
    hidden = [
        replace(event, changes=tuple(replace(change, **{side: "[REDACTED]"}) for change in event.changes))
        for event in chain
    ]
    del hidden[dropped]
    assert gaps(timeline(hidden)) == []


def grown(count: int) -> list[Event]:
    """So many events, each of which fills fifty fields that no other speaks of."""
    return [
        update(number, *((f"field{number}_{each}", None, "x") for each in range(50))) for number in range(1, count + 1)
    ]


def test_a_record_that_grows_costs_as_much_as_its_log() -> None:
    """Four times the events are four times the work, or a little more; with a state kept for each they were sixteen."""

    def seconds(count: int) -> float:
        def once() -> float:
            begun = process_time()
            timeline(log)
            return process_time() - begun

        log = grown(count)
        return min(once() for _ in range(3))

    assert seconds(400) < 9 * seconds(100)
    assert len(timeline(grown(20))[3].state) == 1_000


def test_events_of_one_moment_about_other_fields_keep_their_order() -> None:
    """Only where two of them speak of the same part of the record is the other order tried."""
    tied = [update(1, ("a", 1, 2)), update(1, ("b", 1, 2)), update(1, ("c.d", 1, 2), ("c.e", 1, 2))]
    tied = [replace(event, seq=number) for number, event in enumerate(tied, 1)]
    steps = timeline(tied)
    assert [step.event.seq for step in steps] == [1, 2, 3]
    assert dict(steps[0].state) == {"a": 2, "b": 1, "c.d": 1, "c.e": 1}


def test_absent_and_null_differ() -> None:
    """A field that was null and is gone has changed."""
    steps = timeline([update(1, ("plan", "free", None)), update(2, ("plan", ABSENT, "pro"))])
    (gap,) = steps[1].gaps
    assert (gap.field, gap.left, gap.found) == ("plan", None, ABSENT)
    assert gap.since is steps[0].event


def test_an_object_is_held_against_its_fields() -> None:
    """One log writes `address` whole, another entry `address.city` alone; both speak of the same leaf."""
    whole = update(1, ("address", ABSENT, {"city": "Oslo", "street": "A 1"}))
    fine = update(2, ("address.city", "Oslo", "Rome"))
    wrong = update(3, ("address", {"city": "Oslo", "street": "A 1"}, ABSENT))
    assert gaps(timeline([whole, fine])) == []
    assert gaps(timeline([whole, fine, wrong])) == [(3, "address.city")]
    assert timeline([whole, fine])[1].state["address.street"] == "A 1"
    assert timeline([whole, wrong])[1].state["address.city"] is ABSENT


def test_a_deletion_ends_what_is_known() -> None:
    """A new record under the old id begins from nothing."""
    deleted = Event(at_us=2_000_000, seq=2, verb="delete")
    steps = timeline([update(1, ("plan", "free", "pro")), deleted, update(3, ("plan", ABSENT, "free"))])
    assert gaps(steps) == []
    assert dict(steps[1].state) == {}


def test_changes_of_one_moment_stand_in_the_order_that_fits() -> None:
    """A log written newest first, with times in whole seconds, is no reason for alarm."""
    newer, older = update(1, ("plan", "pro", "free")), update(2, ("plan", "free", "pro"), at_us=1_000_000)
    first = update(0, ("plan", None, "free"))
    steps = timeline([first, newer, older])
    assert gaps(steps) == []
    assert [step.event.seq for step in steps] == [0, 2, 1]


def test_logs_are_held_against_themselves() -> None:
    """A second log of the same changes is no gap; a change that only the other log has is none either."""
    crm, api = "crm.json json", "api.jsonl json"
    events = [
        update(1, ("plan", "free", "pro"), origin=crm),
        update(2, ("plan", "free", "pro"), origin=api),
        update(3, ("plan", "pro", "team"), origin=api),
        update(4, ("plan", "team", "free"), origin=crm),
    ]
    assert gaps(timeline(events)) == []
    assert gaps(timeline([events[0], events[3]])) == [(4, "plan")]


def test_rotated_files_are_one_log() -> None:
    """What yesterday's file left is held against today's."""
    before = update(1, ("plan", "free", "pro"), origin="/log/crm-2026-11-19.json json")
    after = update(2, ("plan", "free", "team"), origin="/log/crm-2026-11-20.json.gz json")
    assert gaps(timeline([before, after])) == [(2, "plan")]


def test_no_other_sample_record_has_an_unlogged_change(tmp_path: Path) -> None:
    """The sample logs hold this case once, so whoever looks for it finds it and nothing else."""
    with closing(stores.open(tmp_path / "audit.db", create=True)) as store:
        import_sources(store, sorted(map(str, sample_files())), ImportOptions())
        records = {related(event, Relation.HISTORY).query for event in store.events(EVERYTHING)}
        found = {gap for one in records if one for gap in gaps(timeline(store.events(one)))}
        (seq, field) = found.pop()
        assert (store.get(seq).entity_id, field, found) == ("2041", "plan", set())


def test_the_sample_contact_has_exactly_one_unlogged_change(tmp_path: Path) -> None:
    """Contact 2041: `plan` was left as pro on 12 October and found as enterprise on 5 November."""
    with closing(stores.open(tmp_path / "audit.db", create=True)) as store:
        import_sources(store, sorted(map(str, sample_files())), ImportOptions())
        steps = timeline(store.events(parse("entity_type:contact entity_id:2041")))
    assert gaps(steps) == [(steps[-2].event.seq, "plan")]
    (gap,) = steps[-2].gaps
    assert (gap.left, gap.found) == ("pro", "enterprise")
    assert steps[-1].state["discount"] == 35
    assert steps[0].state["address.street"] == "Storgatan 4"
