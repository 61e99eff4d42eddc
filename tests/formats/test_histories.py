"""Objects that carry what happened to them: each entry with a time and a person of its own is an event of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest

from auditui.core.event import Change
from tests.formats.reads import generic


def at(minute: int) -> str:
    return f"2026-01-02T03:{minute:02}:00Z"


REDMINE: dict[str, Any] = {
    "issue": {
        "id": 4711,
        "project": {"id": 1, "name": "Web"},
        "subject": "Printer on fire",
        "author": {"id": 3, "name": "Anna"},
        "created_on": at(0),
        "journals": [
            {
                "id": 91,
                "user": {"id": 4, "name": "Bob"},
                "created_on": at(1),
                "details": [{"property": "attr", "name": "status_id", "old_value": "1", "new_value": "2"}],
            },
            {"id": 92, "user": {"id": 5, "name": "Eve"}, "created_on": at(2), "notes": "done", "details": []},
        ],
    }
}
JIRA: dict[str, Any] = {
    "id": "10002",
    "key": "WEB-7",
    "fields": {
        "summary": "Printer on fire",
        "created": at(0),
        "creator": {"displayName": "Anna"},
        "comment": {"comments": [{"id": "5", "author": {"displayName": "Eve"}, "body": "hi", "created": at(2)}]},
    },
    "changelog": {
        "total": 1,
        "histories": [
            {
                "id": "1001",
                "author": {"displayName": "Bob"},
                "created": at(1),
                "items": [{"field": "status", "from": "1", "fromString": "1", "to": "2", "toString": "2"}],
            }
        ],
    },
}
DEAL: dict[str, Any] = {
    "id": 4711,
    "title": "Printer on fire",
    "created_at": at(0),
    "author": "Anna",
    "history": [
        {"at": at(1), "by": "Bob", "field": "status_id", "old": "1", "new": "2"},
        {"at": at(2), "by": "Eve", "field": "note", "old": None, "new": "done"},
    ],
}
WIDE = DEAL | {f"custom_{n}": n for n in range(9)}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    ("document", "entity"),
    [(REDMINE, "4711"), (JIRA, "10002"), (DEAL, "4711"), (WIDE, "4711"), ({"issues": [DEAL]}, "4711")],
    ids=["in an object", "below keys", "beside", "of many keys", "in a page"],
)
def test_each_entry_of_a_history_is_an_event(document: dict[str, Any], entity: str, indent: int | None) -> None:
    """By the one who did it, when it was done, to the same entity; the object stays an event, and nothing is lost."""
    result = generic(json.dumps(document, indent=indent))
    events = sorted(result.events, key=lambda event: event.at_us)
    assert [event.actor for event in events] == ["Anna", "Bob", "Eve"]
    assert {event.entity_id for event in events} == {entity}
    assert [(one.before, one.after) for one in events[1].changes] == [("1", "2")]
    assert not events[0].changes
    assert not result.rejects
    assert "journals" not in repr(events[0].details)


def test_what_an_entry_says_is_in_its_event_alone() -> None:
    """Nothing is counted twice."""
    result = generic(json.dumps(REDMINE))
    assert [("done" in repr(event)) for event in result.events] == [False, False, True]
    assert [("status_id" in repr(event)) for event in result.events] == [False, True, False]
    assert result.events[1].changes == (Change("status_id", "1", "2"),)


@pytest.mark.parametrize(
    "more",
    [
        {"history": []},
        {"history": [{"at": at(1), "to": "won"}]},
        {"history": [{"by": "Bob", "to": "won"}]},
        {"commits": [{"timestamp": at(1), "author": {"name": "Bob"}, "message": "fix"}]},
        {"notes": ["seen by Bob", "2026-01-02"]},
        {"comments": 4},
    ],
    ids=["empty", "without a person", "without a time", "other things", "texts", "a number"],
)
def test_other_lists_stay_in_their_event(more: dict[str, Any]) -> None:
    """What tells not who did it and when is one of the details."""
    result = generic(json.dumps({"id": 7, "action": "push", "created_at": at(0), "author": "Anna", **more}))
    assert (result.all("actor"), result.rejects) == (["Anna"], [])
    (key,) = more
    assert key in repr(result.events[0])


@pytest.mark.parametrize("indent", [None, 2])
def test_an_event_whose_time_stands_behind_its_history_is_not_lost(indent: int | None) -> None:
    """However it is written."""
    document = {"history": DEAL["history"], **DEAL}
    assert sorted(generic(json.dumps(document, indent=indent)).all("actor")) == ["Anna", "Bob", "Eve"]


def test_an_event_around_a_page_of_steps_is_not_lost() -> None:
    """Who did them stands outside, when in each."""
    steps = [{"time": at(n), "name": f"step {n}"} for n in (1, 2)]
    result = generic(json.dumps({"user": "ana", "action": "deploy", "time": at(0), "events": steps}))
    assert result.all("actor") == ["ana", "ana"]
    assert [event.at_us // 60_000_000 % 60 for event in result.events] == [1, 2]


def test_what_one_did_is_an_event_each_at_its_time() -> None:
    """Also where nothing tells the time of the whole as well as they do theirs."""
    did = [{"time": at(n), "action": action} for n, action in ((1, "view"), (2, "delete"))]
    result = generic(json.dumps({"user": "ana", "login_time": at(0), "activities": did}))
    assert result.all("action") == ["view", "delete"]
    assert result.all("actor") == ["ana", "ana"]
    assert [event.at_us // 60_000_000 % 60 for event in result.events] == [1, 2]


def test_an_answer_to_an_entry_is_an_event_too() -> None:
    """Of the same entity, however deep."""
    answer = {"id": 3, "author": "Eve", "created_at": at(2), "body": "no"}
    comment = {"id": 2, "author": "Bob", "created_at": at(1), "body": "yes", "comments": [answer]}
    result = generic(json.dumps({"id": 4711, "author": "Anna", "created_at": at(0), "comments": [comment]}))
    assert result.all("actor") == ["Anna", "Bob", "Eve"]
    assert set(result.all("entity_id")) == {"4711"}


def test_an_entry_that_is_none_is_a_reject() -> None:
    """Records seen are events and rejects."""
    entries = [*DEAL["history"] * 4, "nothing", {"by": "Zoe"}]
    result = generic(json.dumps(DEAL | {"history": entries}))
    assert (len(result.events), len(result.rejects)) == (9, 2)
