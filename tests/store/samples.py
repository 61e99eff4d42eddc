"""Plain events for tests that are about the store, not about content."""

from __future__ import annotations

from auditui.core.event import Event
from auditui.core.recording import record
from auditui.store.base import Origin

MINUTE_US = 60_000_000
START_US = 1_780_000_000_000_000
ORIGIN = Origin("log.jsonl", "jsonl")


def event(number: int, **more: object) -> Event:
    """One of a series, a minute apart; every third is a deletion, every seventh by alice."""
    said: dict[str, object] = {
        "at_us": START_US + number * MINUTE_US,
        "id": f"id-{number}",
        "actor": "alice" if number % 7 == 0 else f"user-{number % 5}",
        "action": "Delete" if number % 3 == 0 else "Update",
        "entity_type": "ticket",
        "entity_id": str(number),
        "entity_name": f"Printer {number}",
        "status": 200 if number % 4 else 404,
        "took_us": number * 1000,
        "ip": f"10.0.{number % 3}.{number % 200}",
        "details": {"request": {"path": f"/api/tickets/{number}", "token_count": number % 10}},
        "changes": [("plan", "free", "pro")] if number % 2 else [],
    }
    return record(said | more)


def series(count: int, start: int = 0) -> list[Event]:
    """The first events of the series from a number on."""
    return [event(number) for number in range(start, start + count)]


def without_id(event: Event) -> Event:
    """The same event of a source that gives no ids."""
    return record({"at_us": event.at_us, "actor": event.actor, "action": event.action, "details": event.details})
