"""Jumps from one event to what belongs to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.related import NEARBY_US, Relation, related
from tests.core.strategies import events

NOON: Final = 1_795_176_000_000_000
EVENT: Final = Event(
    at_us=NOON, actor="Ana Ruiz", actor_id="u-2", email="ana@x.example", entity_type="Contact", entity_id="2041",
    entity_name="Nora", ip="10.0.0.5", request_id="req-1", origin="/var/log/crm-2026-11-20.json.gz jsonl",
)  # fmt: skip


@settings(max_examples=150)
@given(event=events(), relation=st.sampled_from(Relation))
def test_an_event_is_related_to_itself(event: Event, relation: Relation) -> None:
    """Whatever texts it holds, the event is found by its own jump, also after the query went through a search box."""
    found = related(event, relation)
    if found.query is None:
        assert found.why_not.endswith(".")
        return
    assert found.query.matches(event)
    assert parse(str(found.query)) == found.query
    assert parse(str(found.query)).matches(event)


def test_a_record_is_its_type_and_id() -> None:
    """The number 2041 of another type is another record; a new name of the same one is not."""
    query = related(EVENT, Relation.HISTORY).query
    assert str(query) == "entity_type:Contact entity_id:2041"
    assert query is not None
    assert query.matches(replace(EVENT, entity_name="Nora Lindqvist"))
    assert not query.matches(replace(EVENT, entity_type="Ticket"))


def test_a_record_without_an_id_goes_by_its_name() -> None:
    """Logs that only name things still have histories."""
    assert str(related(replace(EVENT, entity_id=""), Relation.HISTORY).query) == "entity_type:Contact entity_name:Nora"


def test_an_id_is_a_literal() -> None:
    """An id that looks like a pattern, a range or an operator is none."""
    for hostile in ("*", "1..9", 'a"b', ">5", "x,y", "(a OR b)", "-x"):
        query = related(replace(EVENT, entity_id=hostile), Relation.HISTORY).query
        assert query is not None
        assert not parse(str(query)).matches(EVENT)


def test_an_actor_goes_by_id_then_e_mail_then_name() -> None:
    """Ids and names are one person within one log, whatever day's file; an e-mail address is one everywhere."""
    origin = "origin:/var/log/crm-*.json* jsonl"
    by_id = related(EVENT, Relation.ACTOR).query
    assert by_id is not None
    assert by_id.matches(replace(EVENT, origin="/var/log/crm-2026-11-21.json jsonl", actor="Ana R."))
    assert not by_id.matches(replace(EVENT, origin="/var/log/shop.json jsonl"))
    assert str(by_id).replace('"', "") == f"actor_id:u-2 {origin}"
    assert str(related(replace(EVENT, actor_id=""), Relation.ACTOR).query) == "email:ana@x.example"
    by_name = related(replace(EVENT, actor_id="", email=""), Relation.ACTOR).query
    assert str(by_name).replace('"', "") == f"actor:Ana Ruiz {origin}"


@given(origin=st.text(st.sampled_from('a7*. -/_:T"'), min_size=1, max_size=14))
def test_any_name_of_a_file_is_a_log(origin: str) -> None:
    """Names made of digits, stars and blanks alone find their own events too."""
    event = replace(EVENT, origin=origin)
    query = related(event, Relation.ACTOR).query
    assert query is not None
    assert parse(str(query)) == query
    assert query.matches(event)


def test_the_system_has_an_activity_too() -> None:
    """Entries without any name that the system made are one actor's."""
    nobody = replace(EVENT, actor="", actor_id="", email="", origin="")
    assert str(related(replace(nobody, actor_kind="system"), Relation.ACTOR).query) == "is:system"
    assert related(nobody, Relation.ACTOR).query is None


def test_five_minutes_both_ways_by_anyone() -> None:
    """Both ends are in, and are whole seconds, so that both are written alike and short."""
    for at_us in (NOON, NOON + 1, NOON + 530_000, NOON + 999_999):
        query = related(replace(EVENT, at_us=at_us), Relation.NEARBY).query
        assert query is not None
        assert str(query) == "on:2026-11-20T11:55:00Z..2026-11-20T12:05:00Z"
        for distance in (-NEARBY_US, NEARBY_US):
            assert query.matches(Event(at_us=at_us + distance))
        assert not query.matches(Event(at_us=NOON - NEARBY_US - 1))
        assert not query.matches(Event(at_us=NOON + NEARBY_US + 1_000_000))


@pytest.mark.parametrize(
    ("relation", "lacking"),
    [
        (Relation.HISTORY, {"entity_id": "", "entity_name": ""}),
        (Relation.ADDRESS, {"ip": ""}),
        (Relation.REQUEST, {"request_id": ""}),
    ],
)
def test_what_an_event_does_not_say_leads_nowhere(relation: Relation, lacking: dict[str, str]) -> None:
    """A sentence instead of a query that would find everything."""
    found = related(replace(EVENT, **lacking), relation)  # type: ignore[arg-type]  # only texts are replaced
    assert found.query is None
    assert found.why_not
