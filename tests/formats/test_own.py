"""Our own exports, read back."""

# ruff: noqa: E501  records and lines of logs are data: broken up they would show their shape less

from __future__ import annotations

import random
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditui.core.canonical import content_hash
from auditui.core.event import ABSENT, Event
from auditui.core.recording import record
from auditui.formats import to_csv, to_jsonl
from tests.formats.reads import Result

TEXT = st.text(max_size=12) | st.sampled_from(
    ["", "=1+2", "'=x", "-5", "@a", "\t", "\r\nx", "a,b", '"', " lead", "trail ", "[1]", "\u202e"]
)
SECRETS = st.sampled_from(
    ["Bearer abcdefghijklmnop1", "Bearer zyxwvutsrqponmlk2", '[{"token":"aaa1"}]', '[{"token":"bbb2"}]']
)
JSON = st.recursive(
    st.none()
    | SECRETS
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | TEXT
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=5,
)
SIDE = st.just(ABSENT) | JSON
NAMES = ("id", "actor", "actor_id", "email", "role", "on_behalf_of", "action", "method", "category", "entity_type", "entity_id", "entity_name", "description",
         "ip", "user_agent", "request_id")  # fmt: skip
FIELDS = st.fixed_dictionaries(
    {"at_us": st.integers(0, 4_000_000_000_000_000)},
    optional={
        **dict.fromkeys(NAMES, TEXT), "status": st.integers(-5, 999), "took_us": st.integers(0, 10**12), "outcome": st.sampled_from(["success", "failure"]),
        "details": st.dictionaries(TEXT, JSON, max_size=3), "changes": st.lists(st.tuples(TEXT, SIDE, SIDE), max_size=3),
        "targets": st.lists(st.fixed_dictionaries({"type": TEXT, "id": TEXT, "name": TEXT}), max_size=2),
    },
)  # fmt: skip


CHANGED_SECRET = {"at_us": 0, "changes": [("phone", '[{"DeviceToken":"aaa","n":1}]', '[{"DeviceToken":"bbb","n":1}]')]}


def exported(fields: list[dict[str, Any]]) -> list[Event]:
    events = [record(one) for one in fields]
    for number, event in enumerate(events, 1):
        event.seq = number
    return events


@settings(max_examples=100, deadline=None)
@given(st.lists(FIELDS, min_size=1, max_size=4))
@example([CHANGED_SECRET])
def test_our_json_lines_give_back_the_same_events(fields: list[dict[str, Any]]) -> None:
    """Every event of a JSON Lines export has the content hash that it had."""
    events = exported(fields)
    result = Result("".join(to_jsonl.lines(events)))
    assert result.reading.profile == "auditui"
    assert [content_hash(event) for event in result.events] == [content_hash(event) for event in events]


@settings(max_examples=100, deadline=None)
@given(st.lists(FIELDS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_our_csv_gives_back_the_same_events(fields: list[dict[str, Any]], chance: random.Random) -> None:
    """Every event of a CSV export has the content hash that it had, formulas and line breaks in its cells or not."""
    events = exported(fields)
    result = Result("".join(to_csv.lines(events)), block=chance.randint(1, 500))
    assert result.reading.profile == "auditui"
    assert result.rejects == []
    assert [content_hash(event) for event in result.events] == [content_hash(event) for event in events]


def test_a_spoilt_row_of_an_export_is_a_reject() -> None:
    """A cell that is no longer JSON costs its row only."""
    text = "".join(to_csv.lines(exported([{"at_us": 1, "details": {"a": 1}}, {"at_us": 2}])))
    result = Result(text.replace('{""a"":1}', "{"))
    assert len(result.events) == len(result.rejects) == 1


def test_a_choice_of_columns_is_a_table_like_any_other() -> None:
    """An export of some columns is read by names and values."""
    text = "".join(
        to_csv.lines(
            exported([{"at_us": 1_791_194_400_000_000, "actor": "ana", "action": "x"}]), ("at", "actor", "action")
        )
    )
    assert Result(text).one("at_us", "actor", "action") == (1_791_194_400_000_000, "ana", "x")
