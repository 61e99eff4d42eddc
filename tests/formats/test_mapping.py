"""What stays in the details once fields have been taken out of a record."""

from __future__ import annotations

import json
from typing import Any

from auditui.formats.timestamps import UTC_CLOCK, parse
from tests.formats.reads import generic


def details_of(record: dict[str, Any]) -> Any:  # noqa: ANN401  any JSON
    (event,) = generic(json.dumps(record) + "\n").events
    return event.details


def test_what_is_emptied_goes_and_details_are_not_nested_twice() -> None:
    """An actor whose every part became a field leaves no empty object, and a source's own `details` are the details."""
    record = {
        "time": "2026-07-01T10:00:00Z",
        "actor": {"name": "Ana", "email": "ana@example.org"},
        "action": "update",
        "empty": {},
        "details": {"payload": {"colour": "red"}},
    }
    assert details_of(record) == {"empty": {}, "payload": {"colour": "red"}}


def test_details_that_would_cover_a_neighbour_stay_where_they_are() -> None:
    """Two values of one name are never merged into one."""
    record = {"time": "2026-07-01T10:00:00Z", "user": "ana", "action": "x", "zone": 1, "details": {"zone": 2}}
    assert details_of(record) == {"zone": 1, "details": {"zone": 2}}


def test_a_name_stays_with_its_value() -> None:
    """Else nobody could tell that the value is a secret; at any depth, whatever field the name fills."""
    pair = {"key": "Cookie", "value": "sid-4711"}
    record = {"time": "2026-07-01T10:00:00Z", "user": "ana", "action": "x"}
    hidden = {"key": "Cookie", "value": "[REDACTED]"}
    assert details_of(record | {"headers": [pair]}) == {"headers": [hidden]}
    assert details_of(record | {"header": pair}) == {"header": hidden}
    assert details_of(record | pair) == hidden


def test_an_object_that_holds_more_than_its_time_is_kept() -> None:
    """Taken for the time as a whole, everything else in it would be lost."""
    told = parse({"date": "2026-10-05T10:00:00Z", "login": "mk1@x.example"}, UTC_CLOCK)
    assert told is not None
    assert not told.whole
    mere = parse({"date": "2026-10-05 10:00:00.0", "timezone_type": 3, "timezone": "UTC"}, UTC_CLOCK)
    assert mere is not None
    assert mere.whole
