"""Pages without records are no events and no faults; records with an empty list are no pages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from auditui.formats.inputs import Blocks, Input
from auditui.formats.reading import Parsed, ReadOptions, open_reading
from tests.formats.reads import generic

TIME = "2026-01-02T03:04:05Z"
PAGES: list[Any] = [
    {"hosts": [{"events": []}]},
    {"hosts": []},
    {"devices": [{"id": 1, "name": "gate", "logs": []}, {"id": 2, "logs": []}], "alerts": []},
    {"value": [], "@odata.nextLink": None},
    {"data": {"items": [], "total": 0}},
    {"data": {"auditLogs": {"edges": [], "pageInfo": {"hasNextPage": False}}}},
    {"data": [], "meta": {"total": 0, "generated_at": TIME}},
    {"items": [], "generatedAt": TIME, "nextPageToken": ""},
    {"org": "acme", "events": []},
    {"object": "list", "data": [], "url": "/v1/events"},
    {"records": None, "count": 0},
    {"events": {}},
    {"logEvents": [], "searchedLogStreams": []},
    [],
]
FILES = [
    "",
    "\ufeff",
    " \n\n",
    "{}",
    "time,user,action\n",
    "\ufefftime;user\r\n",
    "#Fields: date time cs-uri\n",
    "[]\n[]",
]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_records_is_nothing(page: Any, indent: int | None) -> None:  # noqa: ANN401  any JSON
    """Whatever it says of itself, in lines too."""
    text = json.dumps(page, indent=indent)
    for file in (text, f"{text}\n{text}\n"):
        result = generic(file)
        assert (result.events, result.rejects) == ([], [])


@pytest.mark.parametrize("text", FILES)
def test_a_file_without_records_is_nothing(text: str) -> None:
    """A mark, blanks, or the names of columns alone."""
    result = generic(text)
    assert (result.events, result.rejects) == ([], [])


@pytest.mark.parametrize(
    ("record", "is_event"),
    [
        ({"user": "ana", "action": "delete", "changes": []}, False),
        ({"user": "ana", "action": "delete", "data": {"items": []}}, False),
        ({"actor": {"name": "ana"}, "history": []}, False),
        ({"name": "x", "value": None}, False),
        ({"name": "x", "tags": []}, False),
        ({"id": 5, "tags": []}, False),
        ({"items": [], "errors": ["denied"]}, False),
        ({"id": 5, "ts": 1_767_323_045, "tags": []}, True),
        ({"id": 5, "ts": 1_767_323_045, "changes": []}, True),
        ({"time": TIME, "status": "ok", "changes": []}, True),
        ({"time": TIME, "user": "ana", "events": []}, True),
    ],
)
def test_a_record_with_an_empty_list_is_no_page(record: dict[str, Any], *, is_event: bool) -> None:
    """It is an event, or a reject that says what it lacks; never nothing."""
    result = generic(f"{json.dumps(record)}\n{json.dumps(record)}\n")
    assert (len(result.events), len(result.rejects)) == ((2, 0) if is_event else (0, 2))


@pytest.mark.parametrize("start", [b"\n", b"\xef\xbb\xbf", b"{}", b" \r\n"])
def test_a_pipe_that_pauses_behind_nothing_is_not_empty(start: bytes) -> None:
    """What comes later is read."""

    def blocks() -> Blocks:
        yield start
        yield None
        yield f'\n{{"time": "{TIME}", "user": "ana"}}\n'.encode()

    outcomes = list(open_reading(Input("pipe", blocks()), ReadOptions()).outcomes)
    assert sum(isinstance(one, Parsed) for one in outcomes) == 1
