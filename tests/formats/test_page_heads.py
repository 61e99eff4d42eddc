"""A time beside a list: of the page around records, or of an event that carries a list of timed things."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.formats.reads import generic


def at(minute: int) -> str:
    return f"2026-01-02T03:{minute:02}:00Z"


def told(*names: str) -> list[dict[str, Any]]:
    """Records, each with its time, its person and what was done."""
    return [{"When": at(n), "User": name, "Changes": "Updated"} for n, name in enumerate(names, 1)]


PEOPLE = ["ana", "bob"]
ROWS = told(*PEOPLE)
DEEDS = [{**one, "Action": "delete"} for one in ROWS]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    "page",
    [
        {"generated_at": at(0), "foo_list": ROWS},
        {"Id": "p1", "Status": "OK", "ProviderName": "acme", "DateTimeUTC": at(0), "HistoryRecords": ROWS},
        {"generated_at": at(0), "things": ROWS},
        {"timestamp": at(0), "total": 2, "things": DEEDS},
        {"meta": {"exported_at": at(0)}, "links": [{"rel": "self"}], "door_trail": ROWS},
        {"report": "Doors", "generated_at": at(0), "generated_by": "eve", "things": ROWS},
        {"response": {"timestamp": at(0), "status": "OK", "auditTrail": {"trailItem": ROWS}}},
        {"type": "history", "timestamp": at(0), "entry": [{"resource": one} for one in ROWS]},
    ],
    ids=["list", "records", "made", "whole records", "in an object", "report", "items of a trail", "entry"],
)
def test_the_time_of_a_page_is_not_that_of_its_records(page: dict[str, Any], indent: int | None) -> None:
    """Each record is an event, at its own time, by its own person; the page is none."""
    result = generic(json.dumps(page, indent=indent))
    assert (result.all("actor"), result.rejects) == (PEOPLE, [])
    assert [event.at_us // 60_000_000 % 60 for event in result.events] == [1, 2]


@pytest.mark.parametrize("tenant", ["acme", {"id": 5, "code": "acme"}], ids=["a text", "an object"])
@pytest.mark.parametrize("wide", [0, 9])
def test_what_a_page_says_of_its_records_stays(tenant: Any, wide: int) -> None:  # noqa: ANN401  any JSON
    """Whose the history is stands nowhere else; however much there is besides, it is a page."""
    more = {f"custom_{n}": n for n in range(wide)}
    result = generic(json.dumps({"tenant": tenant, "DateTimeUTC": at(0), **more, "HistoryRecords": ROWS}))
    assert (result.all("actor"), result.rejects) == (PEOPLE, [])
    assert ["acme" in repr(event) for event in result.events] == [True, True]


@pytest.mark.parametrize(
    "event",
    [
        {"user": "eve", "action": "deploy", "approvals": [{"approver": "ana", "approved_at": at(1)}] * 2},
        {"login": "eve", "attempts": [{"at": at(1), "user": "ana", "result": "failed"}] * 2},
        {"status": "failed", "attempts": [{"at": at(1), "user": "ana", "result": "failed"}] * 2},
        {"meeting": "m1", "participants": [{"user_name": "ana", "joined_at": at(1)}] * 2},
        {"server": "h1", "sessions": [{"user": "ana", "started_at": at(1)}] * 2},
        {"topic": "Weekly", "visits": [{"user_name": "ana", "join_time": at(1), "leave_time": at(2)}] * 2},
        {"customer": "ana", "line_items": [{"added_by": "ana", "added_at": at(1)}] * 2},
        {"host": "h1", "certificates": [{"issuer": "ana", "not_before": at(1), "created": at(1)}] * 2},
        {"title": "Printer", "status_history": [{"at": at(1), "to": "won"}] * 2},
        {"user": "eve", "action": "sync", "device_logs": [{"at": at(1), "user": "ana"}] * 2},
    ],
    ids=lambda event: next(reversed(event)),
)
def test_an_event_keeps_the_timed_things_that_it_carries(event: dict[str, Any]) -> None:
    """They are its details, and its time is its own."""
    result = generic(json.dumps({"id": 7, "time": at(0), **event}))
    assert ([one.at_us // 60_000_000 % 60 for one in result.events], result.rejects) == ([0], [])


def test_a_wide_event_keeps_a_list_under_a_name_of_records() -> None:
    """Who did it stands outside."""
    wide = {f"custom_{n}": n for n in range(9)}
    result = generic(json.dumps({"time": at(0), "user": "eve", "action": "sync", **wide, "device_logs": ROWS}))
    assert (result.all("actor"), result.rejects) == (["eve"], [])


@pytest.mark.parametrize("indent", [None, 1])
def test_a_ticket_without_an_author_is_not_lost_for_its_history(indent: int | None) -> None:
    """What the ticket alone says, its number and title, is in the event that it is, and in those of its history."""
    ticket = {"id": 4711, "title": "Printer on fire", "created_at": at(0), "history": ROWS}
    result = generic(json.dumps(ticket, indent=indent))
    assert sorted(event.at_us // 60_000_000 % 60 for event in result.events) == [0, 1, 2]
    assert {event.entity_name for event in result.events} == {"Printer on fire"}


def test_lists_of_pairs_as_all_that_records_hold() -> None:
    """`[{"fields": [{"name": ..., "value": ...}]}]`: each of them is a record, not one of the pairs of one."""
    rows = [[{"name": name, "value": value} for name, value in one.items()] for one in DEEDS]
    result = generic(json.dumps({"auditEvents": [{"eventFields": row} for row in rows]}))
    assert (result.all("actor"), result.all("action")) == (PEOPLE, ["delete", "delete"])
