"""Stores that rules are tried on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from auditui import store as stores
from auditui import transfer
from auditui.core.event import Event
from auditui.insight.finding import Finding, Note
from auditui.store.base import Origin, Store

SAMPLES = Path(__file__).parent.parent.parent / "sample_data"
MONDAY_US = 1_790_553_600_000_000
"""2026-09-28 00:00 UTC, a Monday."""
MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US
DAY_US = 24 * HOUR_US

Filled = Callable[..., Store]


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """All five sample logs in one store, read-only."""
    path = tmp_path_factory.mktemp("sample") / "audit.db"
    writable = stores.open(path, create=True)
    transfer.import_sources(writable, [str(file) for file in sorted(SAMPLES.iterdir()) if file.suffix != ".md"])
    writable.close()
    store = stores.open(path, read_only=True)
    yield store
    store.close()


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    """Makes a store of events; keywords name further imports: `filled(events, other=events)`."""
    made: list[Store] = []

    def fill(events: Iterable[Event], **others: Iterable[Event]) -> Store:
        store = stores.open(tmp_path / f"{len(made)}.db", create=True)
        made.append(store)
        for name, listed in {"log": events, **others}.items():
            store.append(listed, origin=Origin(f"{name}.jsonl", "jsonl"))
        return store

    yield fill
    for store in made:
        store.close()


def findings_in(told: Iterable[Finding | Note]) -> list[Finding]:
    """What a rule found, without its remarks."""
    return [one for one in told if isinstance(one, Finding)]


def event(at_us: int, actor: str = "ana", **said: object) -> Event:
    """An update by a user, unless said otherwise; microseconds from `MONDAY_US`."""
    fields: dict[str, object] = {
        "actor": actor, "actor_kind": "user" if actor else "unknown", "action": "Update", "verb": "update",
        "outcome": "success", "id": f"{at_us}-{actor}-{len(said)}-{sorted(said.items())!r}",
    }  # fmt: skip
    return Event(at_us=MONDAY_US + at_us, **{**fields, **said})  # type: ignore[arg-type]  # names are those of Event
