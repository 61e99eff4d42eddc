"""Times of which a part stands in a column of its own: the zone, or the hour."""

from __future__ import annotations

import json
from typing import Any

import pytest

from auditui.core.times import rfc3339
from tests.formats.reads import Result, generic


def moments(result: Result) -> list[str]:
    return [rfc3339(at_us) for at_us in result.all("at_us")]


@pytest.mark.parametrize("name", ["TimeZone", "tz", "Time Zone", "utc_offset"])
def test_a_column_of_zones_says_what_the_time_beside_it_means(name: str) -> None:
    """In any way of writing zones; a time that says its own is that, and one beside nothing in UTC."""
    zones = ["CEST", "Europe/Amsterdam", "PST", "+0200", "Pacific Daylight Time", ""]
    zones += ["(GMT-08:00) Pacific Time (US & Canada)", "(UTC+02:00) Athens"]
    rows = [f"2026-10-05 10:12:33,{zone},ana" for zone in zones] + ["2026-10-05 10:12:33Z,PST,ana"]
    result = generic("\n".join([f"Booking Date,{name},User", *rows]))
    hours = [8, 8, 18, 8, 17, 10, 17, 8, 10]
    assert moments(result) == [f"2026-10-05T{hour:02}:12:33Z" for hour in hours]


def test_a_zone_that_nobody_knows_is_not_passed_over() -> None:
    """A time that may be hours wrong is none."""
    zones = ["CET", "CET", "CET", "MARS"]
    records = [{"time": f"2026-01-05 10:12:3{n}", "timezone": zone, "user": "ana"} for n, zone in enumerate(zones)]
    result = generic("\n".join(map(json.dumps, records)))
    assert (moments(result)[0], len(result.events)) == ("2026-01-05T09:12:30Z", 3)
    assert "MARS" in result.rejects[0].reason


@pytest.mark.parametrize(
    "record",
    [
        {"time": "2026-10-05T10:12:33Z", "timezone": "Europe/Berlin"},
        {"time": 1791195153, "timezone": "Europe/Berlin"},
        {"time": "2026-10-05 10:12:33", "user": {"name": "ana", "timezone": "Europe/Berlin"}},
        {"time": "2026-10-05 10:12:33", "tz": 120},
    ],
    ids=["said", "a count", "of a person", "a number"],
)
def test_zones_of_other_things_move_no_time(record: dict[str, Any]) -> None:
    """Of a count since 1970, of where somebody lives, and numbers of which nobody knows the unit."""
    assert moments(generic(json.dumps({"action": "update", **record}))) == ["2026-10-05T10:12:33Z"]


def test_days_and_hours_in_bare_digits() -> None:
    """As change documents of SAP have them; with the zone beside them, too."""
    head, row = "USERNAME,UDATE,UTIME,TCODE", "ANA,20261005,081233,XD02"
    assert moments(generic(f"{head}\n{row}\n")) == ["2026-10-05T08:12:33Z"]
    assert moments(generic(f"{head},TZ\n{row},CEST\n")) == ["2026-10-05T06:12:33Z"]


@pytest.mark.parametrize("schema", [{}, {"schema": {"type": "struct"}}])
def test_changes_as_they_are_captured_from_databases(schema: dict[str, Any]) -> None:
    """The time has its unit in its name, in an envelope."""
    payload = {"before": {"id": 1, "mail": "a"}, "after": {"id": 1, "mail": "b"}, "op": "u", "ts_ms": 1791195153000}
    source = {"version": "2.5", "name": "shop", "ts_ms": 1791195152000, "db": "shop", "table": "users", "lsn": 7}
    result = generic(json.dumps({**schema, "payload": {**payload, "source": source}}))
    assert moments(result) == ["2026-10-05T10:12:33Z"]
    assert result.one("actor", "entity_type") == ("", "users")
    assert [(one.field, one.before, one.after) for one in result.events[0].changes] == [("mail", "a", "b")]
