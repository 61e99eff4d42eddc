"""Logs of real systems, held against what their publishers say is in them."""

# ruff: noqa: E501  records and lines of logs are data: broken up they would show their shape less

from __future__ import annotations

import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from auditui.core.errors import AuditError, RecordError
from auditui.core.recording import record
from auditui.formats.containers import open_path
from auditui.formats.reading import Parsed, ReadOptions, open_reading
from auditui.formats.records import Merged, Rejected
from auditui.formats.to_jsonl import event_object

ROOT = Path(os.environ.get("AUDITUI_REAL_LOGS", Path(__file__).parents[3] / "shared" / "data" / "real"))
FIELDS = ("timestamp", "actor", "action", "entity_type", "entity_id", "ip", "user_agent", "status_code", "outcome")
PLACES = {
    "timestamp": ("at",), "actor": ("actor", "actor_id", "email", "on_behalf_of"), "action": ("action", "method", "verb"),
    "entity_id": ("entity_id", "entity_name"), "status_code": ("status",),
}  # fmt: skip

pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason=f"no real logs at {ROOT}: set AUDITUI_REAL_LOGS")


def moment_ms(text: str) -> int:
    moment = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text))
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def same(field: str, wanted: object, found: object) -> bool:
    if found in (None, ""):
        return False
    if field == "timestamp":
        return abs(moment_ms(str(wanted)) - moment_ms(str(found))) <= 1
    left, right = str(wanted).strip().lower(), str(found).strip().lower()
    if field == "action":
        return re.sub(r"[^a-z0-9]", "", left) == re.sub(r"[^a-z0-9]", "", right)
    if field == "ip" and left != right:
        try:
            return ip_address(left) == ip_address(right)
        except ValueError:
            return False
    return left == right


class Shares:
    """How many of the stated values were found, by field."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.stated: Counter[str] = Counter()
        self.records = self.wanted = 0

    def share(self, field: str) -> float:
        return self.right[field] / self.stated[field] if self.stated[field] else 1.0

    def __str__(self) -> str:
        shares = (f"{field} {self.right[field]}/{self.stated[field]}" for field in FIELDS if self.stated[field])
        return f"records {self.records}/{self.wanted}  {'  '.join(shares)}"


def read(path: Path, options: ReadOptions) -> tuple[dict[int, dict[str, Any]], list[dict[str, Any]], int]:
    """Events by the line that they start on, all events, and all records that were accounted for."""
    by_line: dict[int, dict[str, Any]] = {}
    events: list[dict[str, Any]] = []
    records = 0
    for opened in open_path(path):
        for outcome in open_reading(opened, options).outcomes:
            if isinstance(outcome, Parsed):
                try:
                    event: dict[str, Any] = event_object(record(outcome.fields))
                except RecordError:
                    event = {}
                by_line.setdefault(outcome.line, event)
                events.append(event)
            records += outcome.count if isinstance(outcome, Merged) else isinstance(outcome, Parsed | Rejected)
    return by_line, events, records


def judged(system: Path, options: ReadOptions) -> Shares:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (system / "expected.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        rows[row["file"]].append(row)
    shares = Shares()
    for file, count in json.loads((system / "events.json").read_text("utf-8")).items():
        try:
            by_line, events, records = read(system / file, options)
        except AuditError:
            by_line, events, records = {}, [], 0
        shares.records += min(records, count)
        shares.wanted += count
        for row in rows[file]:
            event = events[row["index"]] if len(events) == count else by_line.get(row["line"])
            if event is not None or not by_line:
                _judge(row, event or {}, shares)
    return shares


def _judge(row: dict[str, Any], event: dict[str, Any], shares: Shares) -> None:
    for field in FIELDS:
        if field in row:
            wanted = [row[field], *row.get("accept", {}).get(field, [])]
            found = [event.get(place) for place in PLACES.get(field, (field,))]
            shares.stated[field] += 1
            shares.right[field] += any(same(field, one, other) for one in wanted for other in found)


SYSTEMS = sorted(path.name for path in ROOT.iterdir() if (path / "expected.jsonl").exists()) if ROOT.is_dir() else []
FLOORS = {
    "timestamp": 0.99,
    "actor": 0.95,
    "action": 0.95,
    "ip": 0.98,
    "status_code": 0.98,
    "outcome": 0.95,
    "entity_id": 0.9,
}
EXCEPTIONS = {"vault": {"outcome": 0.84}}
"""Where the publisher takes a key for its value: two lines with `"error": null` are stated as failures."""
GENERIC_FLOORS = {"timestamp": 0.95, "actor": 0.8, "action": 0.8, "ip": 0.9}


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_systems_own_profile_finds_what_is_stated(system: str, tell: Callable[[str], None]) -> None:
    """Every record is accounted for, and the stated values are found. Lines merged into an event are judged by its first."""
    shares = judged(ROOT / system, ReadOptions())
    tell(f"{system:<11} {shares}")
    assert shares.records == shares.wanted
    floors = FLOORS | EXCEPTIONS.get(system, {})
    assert not {field: shares.share(field) for field, floor in floors.items() if shares.share(field) < floor}


def test_without_profiles_most_is_found(tell: Callable[[str], None]) -> None:
    """Names and values alone find who, what, when and where in the same logs, over all systems."""
    total = Shares()
    for system in SYSTEMS:
        shares = judged(ROOT / system, ReadOptions(profiles=()))
        total.right.update(shares.right)
        total.stated.update(shares.stated)
        total.records += shares.records
        total.wanted += shares.wanted
    tell(f"no profile  {total}")
    assert total.records == total.wanted
    assert not {field: total.share(field) for field, floor in GENERIC_FLOORS.items() if total.share(field) < floor}
