"""Documents around lists of records: whatever stands in them, wherever it stands, is read or said to be none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.formats import json_scan
from auditui.formats.envelopes import is_record_itself, unwrap
from tests.formats.reads import Result, generic

KEYS = ("records", "Events", "items", "data", "entries", "trail_of_acme", "further")
MARKS = "abcdefghijklmnopqrstuvwxyz"


def record(mark: str) -> dict[str, Any]:
    """An event that nobody mistakes for another."""
    return {"time": "2026-10-05T10:00:00Z", "user": f"<{mark}>", "action": "update"}


def users(result: Result) -> list[str]:
    """Who is in the events, in alphabetical order: what stands beside the records comes behind them."""
    return sorted(user.strip("<>") for user in result.all("actor"))


ROWS = st.lists(st.just("record"), max_size=3)
PLACES = st.one_of(
    ROWS, ROWS.map(lambda rows: {"items": rows}), ROWS.map(lambda rows: {"a": {"events": rows, "n": 1}}),
    st.integers(), st.just({"cursor": "x", "more": [1, 2]}), st.just([]), st.just("record"),
)  # fmt: skip


def filled(place: Any, marks: list[str]) -> Any:  # noqa: ANN401  any JSON
    """The place with a record of its own for each word `record`; `marks` are those that are left."""
    if place == "record":
        return record(marks.pop())
    if isinstance(place, list):
        return [filled(inner, marks) for inner in place]
    return {key: filled(inner, marks) for key, inner in place.items()} if isinstance(place, dict) else place


@settings(max_examples=200, deadline=None)
@given(
    places=st.dictionaries(st.sampled_from(KEYS), PLACES, min_size=1, max_size=5),
    turns=st.integers(0, 5), indent=st.sampled_from([None, 1]), block=st.sampled_from([1, 40, 1 << 18]),
)  # fmt: skip
def test_every_record_of_an_envelope_is_read(
    places: dict[str, Any], turns: int, indent: int | None, block: int
) -> None:
    """Lists under several keys, lists in objects, single records beside them: each record is one event."""
    marks = list(MARKS)
    document = {"records": [record(marks.pop())], **filled(places, marks)}
    if "records" in places:
        document["log"] = [record(marks.pop())]
    order = list(document)
    document = {key: document[key] for key in order[turns:] + order[:turns]}
    given_marks = sorted({mark for mark in MARKS if f"<{mark}>" in json.dumps(document)})
    result = generic(json.dumps(document, indent=indent), block=block)
    assert users(result) == given_marks
    assert not result.rejects


@pytest.mark.parametrize("indent", [None, 2])
def test_what_has_no_time_where_records_stand_is_rejected(indent: int | None) -> None:
    """Objects under a key of records are counted even where they are none; what else a page says is not."""
    page = {"events": [record("a"), {"id": "b"}, 5], "entries": [{"id": "c"}], "users": [{"id": "d"}], "total": 3}
    result = generic(json.dumps(page, indent=indent))
    assert users(result) == ["a"]
    assert len(result.rejects) == 3


@pytest.mark.parametrize("indent", [None, 2])
def test_a_key_that_stands_there_twice_hides_no_list(indent: int | None) -> None:
    """Both lists are read, though decoders keep the last of two values."""
    first, second = (json.dumps([record(mark)], indent=indent) for mark in "ab")
    text = f'{{"records": {first}, "records": {second}}}'
    assert users(generic(text)) == ["a", "b"]


@pytest.mark.parametrize("block", [1, 64, 1 << 18])
def test_a_cut_behind_the_first_list_costs_no_record_before_it(block: int) -> None:
    """What stood in front of the list, in it, and in the second list is read; the cut is one reject."""
    whole = {"data": {"items": [record("a")]}, "records": [record("b"), record("c")], "events": [record("d")]}
    text = json.dumps(whole, indent=1)
    for end in (text.index('"events"'), text.index('"<d>"'), len(text) - 2):
        result = generic(text[:end], block=block)
        assert users(result)[:3] == ["a", "b", "c"]
        assert len(result.rejects) == 1


def test_what_stands_around_records_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that says far more than its records costs no memory; that part of it is left out is said."""
    monkeypatch.setattr(json_scan, "MAX_RECORD_BYTES", 10_000)
    around = ",\n".join(f'"n{number}": "{"x" * 4000}", "records": [{json.dumps(record("a"))}]' for number in range(6))
    result = generic(f"{{\n{around}\n}}", block=1000)
    assert users(result) == ["a"] * 6
    assert {reject.reason for reject in result.rejects} == {"the object around the records is longer than 10,000 bytes"}


@pytest.mark.parametrize("keys", [["authlogs"], ["response", "authlogs"], ["a", "b", "data", "c", "d"]])
@pytest.mark.parametrize("block", [100, 1000])
def test_long_documents_are_read_in_pieces(monkeypatch: pytest.MonkeyPatch, keys: list[str], block: int) -> None:
    """Records at any depth, in a document longer than any record; what stands beside them, and a cut, as ever."""
    monkeypatch.setattr(json_scan, "MAX_RECORD_BYTES", 4000)
    inner: Any = [record(MARKS[number % 26]) for number in range(200)]
    for key in reversed(keys):
        inner = {key: inner, "more": [record("z")]}
    text = json.dumps({"stat": "OK", **inner}, indent=1)
    assert len(generic(text, block=block).events) == 200 + len(keys)
    assert not generic(text, block=block).rejects
    cut = generic(text[: text.rindex('"more"', 0, text.index('"more"') + 10)], block=block)
    assert len(cut.events) == 200
    assert len(cut.rejects) == 1


def test_a_long_event_is_not_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has a time of its own, whatever makes it so long."""
    monkeypatch.setattr(json_scan, "MAX_RECORD_BYTES", 4000)
    text = json.dumps([{**record("a"), "sessions": [record("b")] * 200}, record("c")], indent=1)
    result = generic(text.strip("[]"), block=1000)
    assert users(result) == ["c"]
    assert len(result.rejects) == 1


def test_an_envelope_whose_only_record_is_damaged_is_one_reject() -> None:
    """There is nothing that what stands beside it could be like."""
    text = '{\n "note": [{"id": 1}],\n "records": [{"time": "2026-10-05T10:00:00Z", "user" "ana"}]\n}\n'
    result = generic(text)
    assert not result.events
    assert ["ana" in reject.text for reject in result.rejects] == [True]


ANY_KEY = st.one_of(st.sampled_from([*KEYS, "d", "response", "logevents", "edges"]), st.text("xyz", min_size=1))


@settings(max_examples=150, deadline=None)
@given(
    keys=st.lists(ANY_KEY, min_size=1, max_size=4), count=st.integers(1, 12), others=st.integers(0, 3),
    is_node=st.booleans(), indent=st.sampled_from([None, 1]),
    aside=st.sampled_from([{}, {"stat": "OK"}, {"users": [{"id": 1}] * 20}, {"page": {"size": 5, "tags": ["x"]}}]),
)  # fmt: skip
def test_records_are_found_at_any_depth_of_any_keys(
    keys: list[str], count: int, others: int, *, is_node: bool, indent: int | None, aside: dict[str, Any]
) -> None:
    """An envelope has no time of its own; its records, and lists of the like, are events, each once."""
    records = [{"cursor": 1, "node": record(mark)} if is_node else record(mark) for mark in MARKS[: count + others]]
    inner: Any = records[:count]
    for key in keys:
        inner = {key: inner}
    result = generic(json.dumps({**aside, **inner, "more_of_them": records[count:]}, indent=indent))
    assert users(result) == list(MARKS[: count + others])
    assert not result.rejects


@pytest.mark.parametrize("count", [2, 30])
@pytest.mark.parametrize("keys", [[], ["d"], ["response", "trail_of_acme"]])
def test_objects_under_ids_are_a_list(keys: list[str], count: int) -> None:
    """Where all values are alike and timed, each is an event."""
    inner: dict[str, Any] = {f"e{number}": record(MARKS[number % 26]) for number in range(count)}
    for key in keys:
        inner = {key: inner}
    result = generic(json.dumps(inner))
    assert len(result.events) == count
    assert not result.rejects


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "event",
    [
        {**record("a"), "targets": [{"id": 1, "created_at": "2025-01-01T00:00:00Z"}] * 3},
        {"event": {"head": record("a")}, "sessions": {"all": [{"id": 1, "started_at": "2025-01-01T00:00:00Z"}] * 3}},
        {"login": record("a"), "session": record("b")},
    ],
)
def test_an_event_that_holds_timed_things_stays_one(event: dict[str, Any], indent: int | None) -> None:
    """It has a time of its own, or its few parts look the same without being keyed by ids."""
    assert len(generic(json.dumps(event, indent=indent)).events) == 1


TIMED = {"time": "2026-10-05T10:00:00Z"}
PAGES = [{"Event1": TIMED, "Event2": TIMED}, {"records": [TIMED]}, [TIMED]]
HARMLESS = st.sampled_from(["x", None, {}, {"a": "x"}, {"Event1": "x"}, {"time": "x"}])


@given(
    page=st.sampled_from([*PAGES, *(["x"], [], {})]),
    under=st.sampled_from([*KEYS, "auditLOGS", "a"]),
    around=st.dictionaries(st.sampled_from(["changes", "Records", *"bcdefghijk"]), HARMLESS, min_size=7),
)
def test_the_quick_look_finds_no_record_in_an_envelope(page: object, under: str, around: dict[str, Any]) -> None:
    """What is quickly seen to be a record is one for the closer look, too."""
    document = {**around, under: page}
    if is_record_itself(document):
        assert list(unwrap(document)) == [document]


def test_no_list_of_timed_objects_hides_another() -> None:
    """However little two lists of a page under unknown keys are alike, and whichever is the longer."""
    rows = [
        {"id": n, "created": f"2026-10-0{n}T10:00:00Z", "mail": f"u{n}@acme.example", "plan": "pro"} for n in (1, 2, 3)
    ]
    trail = [{"time": "2026-10-05T10:00:00Z", "who": "ana", "did": "update"}]
    assert len(generic(json.dumps({"accounts": rows, "trail_of_acme": trail})).events) == 4


@settings(max_examples=100, deadline=None)
@given(
    counts=st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=3), min_size=1, max_size=3),
    keys=st.tuples(ANY_KEY, ANY_KEY, ANY_KEY), indent=st.sampled_from([None, 1]), is_wrapped=st.booleans(),
)  # fmt: skip
def test_lists_lead_to_lists_of_records(
    counts: list[list[int]], keys: tuple[str, str, str], indent: int | None, *, is_wrapped: bool
) -> None:
    """Records in lists of objects in lists of objects are an event each, and keep what those are called."""
    marks = list(MARKS)
    hosts, labels = [], {}
    for number, host in enumerate(counts):
        parts = []
        for count in host:
            taken = [marks.pop() for _ in range(count)]
            labels.update(dict.fromkeys(taken, f"host-{number}"))
            parts.append({keys[2]: [record(mark) for mark in taken], "n": 1})
        hosts.append({"host": f"host-{number}", "id": 7, keys[1]: parts})
    document: dict[str, Any] = {"stat": "OK", keys[0]: hosts}
    result = generic(json.dumps({"further": document} if is_wrapped else document, indent=indent))
    if not labels:
        return
    assert users(result) == sorted(labels)
    assert not result.rejects
    for event in result.events:
        assert labels[event.actor.strip("<>")] in repr(event)
        assert event.id != "7"


@pytest.mark.parametrize("indent", [None, 2])
def test_what_records_refer_to_is_no_record(indent: int | None) -> None:
    """JSON:API sends the users of events with them, and when they were made."""
    events = [
        {"id": str(n), "type": "event", "attributes": {"created-at": f"2026-10-05T10:00:0{n}Z"}} for n in range(2)
    ]
    user = {"id": "7", "type": "user", "attributes": {"name": "Ana", "created-at": "2020-01-01T00:00:00Z"}}
    result = generic(json.dumps({"data": events, "included": [user], "links": {}}, indent=indent))
    assert (result.all("id"), result.rejects) == (["0", "1"], [])
