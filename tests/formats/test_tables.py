"""Records that JSON holds as rows: every one of them is an event, and what is none of them is accounted for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.formats.json_records import read_json
from auditui.formats.records import Raw
from tests.formats.reads import generic

TIMES = tuple(f"2026-01-02T03:04:0{n}Z" for n in range(3))
USERS = ("ana", "bob", "eve")
AT_US = tuple(1_767_323_040_000_000 + n * 1_000_000 for n in range(3))
NANOSECONDS = tuple(str(at * 1000) for at in AT_US)

PAIRS = tuple(zip(TIMES, USERS, strict=True))
COLUMNS = [{"name": "time", "type": "datetime"}, {"name": "user", "type": "string"}]
TABLE: dict[str, Any] = {"columns": COLUMNS, "rows": [list(pair) for pair in PAIRS]}
TEXTS = [json.dumps({"time": time, "user": user}) for time, user in PAIRS]

KINDS: dict[str, Any] = {
    "columns and rows": TABLE,
    "tables": {
        "tables": [{"name": "Primary", **TABLE, "rows": TABLE["rows"][:2]}, {**TABLE, "rows": TABLE["rows"][2:]}]
    },
    "tables that are empty, too": {"tables": [{**TABLE, "rows": []}, TABLE]},
    "names alone": {"fields": ["time", "user"], "results": [list(pair) for pair in PAIRS], "took": 5},
    "a page with its own time": {"rows": TABLE["rows"], "columns": COLUMNS, "createdAt": TIMES[0], "more": False},
    "a schema beside": {
        "schema": {"fields": COLUMNS},
        "totalRows": "3",
        "rows": [{"f": [{"v": f"{at / 1e15:.9f}E9"}, {"v": user}]} for at, user in zip(AT_US, USERS, strict=True)],
    },
    "names repeated in the first row": {
        "Set": {
            "Rows": [{"Data": [{"Text": cell} for cell in row]} for row in (("time", "user"), *PAIRS)],
            "Metadata": {"ColumnInfo": [{"Name": "time"}, {"Name": "user"}]},
        }
    },
    "series": {"results": [{"id": 0, "series": [{"name": "x", "columns": ["time", "user"], "values": TABLE["rows"]}]}]},
    "names in the first row": {"range": "A1:B4", "values": [["time", "user"], *PAIRS]},
    "lists alone": [["time", "user"], *PAIRS],
    "pairs": {
        "results": [[{"field": "time", "value": time}, {"field": "user", "value": user}] for time, user in PAIRS],
        "status": "Complete",
    },
    "columns and rows that are objects": {
        "answer": {
            "id": 1,
            "made_at": "2026-02-02T00:00:00Z",
            "data": {"columns": COLUMNS, "rows": [{"time": time, "user": user} for time, user in PAIRS]},
        }
    },
    "texts": TEXTS,
    "texts under a key": {"logs": TEXTS, "next": ""},
    "texts under an unknown key": {"answer": {"strange": TEXTS}},
}


@pytest.mark.parametrize("block", [1 << 18, 7])
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("kind", KINDS)
def test_every_row_is_an_event(kind: str, indent: int | None, block: int) -> None:
    """Whatever the keys, however it is indented, and wherever a block of the stream ends."""
    result = generic(json.dumps(KINDS[kind], indent=indent), block=block)
    assert list(zip(result.all("at_us"), result.all("actor"), strict=True)) == list(zip(AT_US, USERS, strict=True))
    assert not result.rejects
    assert result.merged == 0


def test_lines_of_texts() -> None:
    """JSON in JSON on each line; each event on its own."""
    result = generic("".join(f"{json.dumps(line)}\n" for line in TEXTS))
    assert result.all("actor") == list(USERS)
    assert result.lines == [1, 2, 3]


STREAMS: list[dict[str, Any]] = [
    {"stream": {"app": "crm", "pod": "a"}, "values": [[NANOSECONDS[0], json.dumps({"user": "ana", "password": "X"})]]},
    {"stream": {"app": "web"}, "values": [[NANOSECONDS[1], "bob password=X"], [NANOSECONDS[2], "eve", {"trace": "t"}]]},
]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "page",
    [
        {
            "status": "success",
            "data": {"resultType": "streams", "result": STREAMS, "stats": {"took": {"execTime": 0.02}}},
        },
        {"streams": STREAMS},
        STREAMS,
        STREAMS[0] | {"values": STREAMS[0]["values"] + STREAMS[1]["values"]},
    ],
    ids=["answer", "push", "list", "one"],
)
def test_lines_with_their_times_keep_their_labels(page: object, indent: int | None) -> None:
    """Each line of a stream is an event with the labels of the stream; JSON in it is understood, secrets go."""
    result = generic(json.dumps(page, indent=indent))
    assert result.all("at_us") == list(AT_US)
    assert result.events[0].details["stream"] == {"app": "crm", "pod": "a"}
    assert result.events[2].details["metadata"] == {"trace": "t"}
    assert not result.rejects
    assert "X" not in json.dumps([str(event) for event in result.events])


def test_lines_with_their_times_are_understood_as_lines_of_text() -> None:
    """Sentences, pairs, syslog and JSON, each as in a file of such lines; the time is that of the answer."""
    told = [
        "Accepted password for ana from 192.0.2.7 port 22 ssh2",
        'level=info user=bob action=delete ip=192.0.2.7 msg="gone"',
        "Oct  5 10:00:00 web1 sshd[7]: Failed password for eve from 192.0.2.7 port 22 ssh2",
        '{"user":"joe","action":"view","ip":"192.0.2.7"}',
    ]
    page = {"streams": [{"stream": {"app": "web"}, "values": [[NANOSECONDS[0], line] for line in told]}]}
    result = generic(json.dumps(page))
    assert result.all("actor") == ["ana", "bob", "eve", "joe"]
    assert result.all("verb") == ["login", "delete", "login", "view"]
    assert result.all("outcome") == ["success", "unknown", "failure", "unknown"]
    assert result.all("ip") == ["192.0.2.7"] * 4
    assert result.all("at_us") == [AT_US[0]] * 4
    assert all(event.details["stream"] == {"app": "web"} for event in result.events)


@pytest.mark.parametrize("stamp", ["1791194400.5", '"2026-10-05T10:00:00.5Z"', "[1791194400.5, {}]"])
def test_objects_behind_their_times(stamp: str) -> None:
    """Lines of collectors: a list of a time and an object; a block may end anywhere."""
    text = "".join(f'[{stamp}, {{"user": "{user}", "action": "delete"}}]\n' for user in USERS)
    for block in (7, 1 << 18):
        result = generic(text, block=block)
        assert result.all("actor") == list(USERS)
        assert result.all("at_us") == [1_791_194_400_500_000] * len(USERS)
        assert not result.rejects


def test_rows_of_another_length_are_rejects() -> None:
    """One each, in a table and under a first row of names, with its cells under these, so that secrets are known."""
    names = ["time", "user", "password"]
    good = [[time, user, "X"] for time, user in PAIRS]
    odd = [*good[:2], ["a", "b", "c", "d"], ["e"], good[2]]
    for page in ({"columns": names, "rows": odd}, [names, *odd]):
        result = generic(json.dumps(page))
        assert result.all("actor") == list(USERS)
        assert [json.loads(reject.text) for reject in result.rejects] == [
            {"time": "a", "user": "b", "password": "c", "more": ["d"]},
            {"time": "e"},
        ]


@pytest.mark.parametrize("page", [TABLE | {"rows": []}, {"tables": [TABLE | {"rows": []}] * 2, "error": None}])
def test_a_table_without_rows_is_an_empty_page(page: dict[str, Any]) -> None:
    """No event, and nothing wrong with it; an event that holds one is an event."""
    result = generic(json.dumps(page))
    assert (result.events, result.rejects) == ([], [])
    assert len(generic(json.dumps({"time": TIMES[0], **page})).events) == 1


def test_texts_that_spell_no_object_are_rejects() -> None:
    """What lies between two records is one; those behind it are read."""
    result = generic(json.dumps([TEXTS[0], "a", "b", "{cut", TEXTS[1]]))
    assert (result.all("actor"), len(result.rejects)) == (["ana", "bob"], 1)


@pytest.mark.parametrize(
    "document",
    [
        {"columns": ["size", "user"], "rows": [[1, "ana"], [2, "bob"]]},
        {"names": ["a", "b"], "pairs": [["c", "d"]], "texts": ['{"a": 1}']},
        [["a", "b"], ["c", "d"]],
        {"stream": {"a": "b"}, "values": [["x", "y"]]},
    ],
)
def test_rows_without_times_are_no_log(document: object) -> None:
    """There is nothing to see in them but a reject."""
    result = generic(json.dumps(document))
    assert not result.events
    assert result.rejects


@pytest.mark.parametrize(
    "more",
    [
        {"answer": TABLE},
        {"argv": TEXTS},
        {"shown": {"result": TABLE, "of": 5}},
        {"points": [["time", "user"], *PAIRS]},
        {"samples": [[NANOSECONDS[0], "x"]]},
    ],
)
def test_an_event_that_holds_rows_stays_one(more: dict[str, Any]) -> None:
    """Its own time says so."""
    result = generic(json.dumps({"time": TIMES[0], "user": "ana", "action": "query", **more}))
    assert result.all("actor") == ["ana"]
    (name,) = more
    assert name in result.events[0].details


def test_a_long_list_of_texts_is_read_as_it_comes() -> None:
    """The first records are there before the list has ended, so that no more than a block or two is held."""
    taken = 0

    def blocks() -> Iterator[bytes]:
        nonlocal taken
        yield b"["
        for _ in range(1000):
            taken += 1
            yield (json.dumps(TEXTS[0]) + ",\n").encode()
        yield json.dumps(TEXTS[0]).encode() + b"]"

    items = read_json(blocks(), b'["{')
    assert isinstance(next(items), Raw)
    assert taken <= 2
    assert sum(1 for item in items if isinstance(item, Raw)) == 1000


CELLS = st.one_of(
    st.none(), st.integers(-5, 5), st.text(max_size=5), st.lists(st.integers(), max_size=2), st.booleans()
)


@settings(max_examples=100)
@given(st.lists(st.lists(CELLS, max_size=4), max_size=12), st.integers(0, 1 << 16))
def test_rows_and_rejects_are_as_many_as_there_were_rows(rows: list[list[Any]], seed: int) -> None:
    """Whatever stands in a table behind a good row, each row is an event or a reject."""
    block = 1 + seed % 97
    document = {"columns": ["time", "user", "count"], "rows": [[TIMES[0], "ana", 1], *rows]}
    result = generic(json.dumps(document), block=block)
    assert len(result.events) + len(result.rejects) == len(rows) + 1
    assert len(result.events) >= 1


@pytest.mark.parametrize("around", [{}, {"log": "x"}])
@pytest.mark.parametrize("keys", [[], ["event"]])
@pytest.mark.parametrize("rows", [TABLE["rows"], [{"time": TIMES[0], "user": "ana"}]])
def test_an_event_that_holds_a_table_keeps_it(around: dict[str, Any], keys: list[str], rows: list[Any]) -> None:
    """It has a time of its own; the table is one of its details, whatever else it says."""
    event: Any = {"time": TIMES[0], "user": "joe", **around, "seen": {"columns": COLUMNS, "rows": rows}}
    for key in keys:
        event = {key: event}
    result = generic(json.dumps(event))
    assert result.all("actor") == ["joe"]
    assert "columns" in repr(result.events[0].details)
    assert not result.rejects


def test_lists_line_by_line_that_are_no_records_are_rejects_under_their_names() -> None:
    """What stood in the first line as `password` is known as a password in the text of every reject."""
    page = '["time", "user", "password"]\n["2026-01-01T00:00:00Z", "bob", "hunter2"]\n["x", "eve"]\n'
    assert [json.loads(reject.text) for reject in generic(page, format="json").rejects[1:]] == [
        {"time": "2026-01-01T00:00:00Z", "user": "bob", "password": "hunter2"},
        {"time": "x", "user": "eve"},
    ]
