"""One event laid out for reading."""

from __future__ import annotations

from auditui.cli.event_text import event_text
from auditui.core.event import ABSENT, Change, Event, Target

EVENT = Event(
    at_us=1_790_000_000_123_000,
    seq=42,
    id="e-42",
    actor="Ana",
    email="ana@acme.com",
    action="Update",
    status=200,
    took_us=12_500,
    actor_kind="user",
    verb="update",
    outcome="success",
    targets=(Target("group", "9", "Ops"),),
    changes=(Change("plan", "free", "pro"), Change("tags", ABSENT, ["a", "b"]), Change("note", None, "")),
    details={"request": {"path": "/x", "headers": [{"k": 1}, "two"]}, "empty": {}, "ok": True},
    flags=("redacted",),
)


def test_everything_an_event_says_is_there() -> None:
    """Labels in the order of the fields, Before and After of each change, details by depth; empty fields left out."""
    assert event_text(EVENT, "UTC").splitlines() == [
        "time          2026-09-21 14:13:20.123 +00:00",
        "seq           42",
        "id            e-42",
        "actor         Ana",
        "email         ana@acme.com",
        "actor kind    user",
        "action        Update",
        "verb          update",
        "status        200",
        "outcome       success",
        "took (ms)     12.5",
        "flags         redacted",
        "targets",
        "  -",
        "    type  group",
        "    id  9",
        "    name  Ops",
        "changes",
        "  plan",
        "    before  free",
        "    after   pro",
        "  tags",
        "    before  (not there)",
        "    after",
        "      -  a",
        "      -  b",
        "  note",
        "    before  null",
        '    after   ""',
        "details",
        "  request",
        "    path  /x",
        "    headers",
        "      -",
        "        k  1",
        "      -  two",
        "  empty  {}",
        "  ok  true",
    ]


def test_times_are_told_in_the_zone_with_its_offset() -> None:
    """Nobody has to guess which clock a time was read from."""
    assert event_text(EVENT, "Europe/Vienna").startswith("time          2026-09-21 16:13:20.123 +02:00\n")


def test_no_text_of_the_log_can_forge_a_line_or_a_control() -> None:
    """Keys and values alike: what looks like layout is shown as a sign."""
    hostile = "x\nactor  admin\x1b[2J\u202e"
    event = Event(
        at_us=0, actor=hostile, changes=(Change(hostile, hostile, [hostile]),), details={hostile: {hostile: hostile}}
    )
    shown = event_text(event, "UTC")
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert [line for line in shown.splitlines() if line.startswith("actor  admin")] == []
    assert shown.count("x␊actor  admin␛[2J<U+202E>") == 7
