"""JSON Lines and JSON exports."""

from __future__ import annotations

import json

import pytest

from auditui.core.event import ABSENT, Change, Event, Target
from auditui.formats import to_json, to_jsonl

EVENT = Event(
    at_us=1_790_000_000_000_000,
    seq=3,
    id="e-1",
    actor="Ana",
    status=0,
    took_us=2000,
    targets=(Target(name="Ops"),),
    changes=(Change("a", ABSENT, 1), Change("b", None, ABSENT), Change("c", [], {})),
    details={"x": None},
    verb="update",
    actor_kind="user",
)


def test_an_object_holds_what_the_event_fills() -> None:
    """Empty fields are left out; zero and null inside details are said; an absent side has no key."""
    (line,) = to_jsonl.lines([EVENT])
    assert line.endswith("}\n")
    assert json.loads(line) == {
        "seq": 3,
        "id": "e-1",
        "at": "2026-09-21T14:13:20.000000Z",
        "actor": "Ana",
        "actor_kind": "user",
        "verb": "update",
        "targets": [{"name": "Ops"}],
        "status": 0,
        "outcome": "unknown",
        "took_ms": 2,
        "changes": [
            {"field": "a", "after": 1},
            {"field": "b", "before": None},
            {"field": "c", "before": [], "after": {}},
        ],
        "details": {"x": None},
    }


def test_chosen_columns_are_there_in_every_object() -> None:
    """Whoever names columns gets exactly these, in this order, null where there is nothing."""
    (line,) = to_jsonl.lines([EVENT], ("status", "email", "actor"))
    assert line == '{"status":0,"email":null,"actor":"Ana"}\n'


@pytest.mark.parametrize("count", [0, 1, 3])
def test_an_array_is_valid_at_any_length(count: int) -> None:
    """The streamed array parses, also when it is empty, and holds the objects of JSON Lines."""
    written = "".join(to_json.lines([EVENT] * count))
    assert json.loads(written) == [json.loads(line) for line in to_jsonl.lines([EVENT] * count)]


@pytest.mark.parametrize(("took_us", "took_ms"), [(None, None), (0, 0), (1, 0.001), (1500, 1.5), (3000, 3)])
def test_durations_are_milliseconds(took_us: int | None, took_ms: float | None) -> None:
    """A number, whole where it is whole."""
    made = to_jsonl.milliseconds(took_us)
    assert made == took_ms
    assert type(made) is type(took_ms)
