"""A small store that commands are tried on."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditui import store as stores
from auditui.core.event import Change, Event
from auditui.store.base import Origin

NINE = 1_790_067_600_000_000
"""2026-09-22 09:00 UTC."""
MINUTE = 60_000_000
HOSTILE = "x\x1b]0;pwned\x07\x9b2J\u202ey"


def sample_events() -> list[Event]:
    """Ten events, a minute apart: eight updates by Ana, one failed login by nobody, one hostile name."""
    made = [
        Event(
            at_us=NINE + number * MINUTE,
            id=f"e-{number}",
            actor="Ana",
            email="ana@acme.com",
            actor_kind="user",
            action="Update",
            verb="update",
            outcome="success",
            status=200,
            entity_type="ticket",
            entity_id=str(4700 + number),
            ip="10.0.0.5",
            took_us=1000 * number,
            changes=(Change("plan", "free", "pro"),),
            details={"n": number},
        )
        for number in range(8)
    ]
    made.append(Event(at_us=NINE + 8 * MINUTE, id="e-8", action="Login", verb="login", outcome="failure", status=401))
    made.append(
        Event(at_us=NINE + 9 * MINUTE, id="e-9", actor=HOSTILE, actor_kind="user", action="View", verb="view",
              outcome="success", details={"=1+1": HOSTILE}, flags=("control",))
    )  # fmt: skip
    return made


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The path of a store that holds `sample_events`, in this order from seq 1."""
    path = tmp_path / "audit.db"
    store = stores.open(path, create=True)
    store.append(sample_events(), origin=Origin("sample.jsonl", "jsonl"))
    store.close()
    return path
