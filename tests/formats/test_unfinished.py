"""Pages that are cut off, or longer than a record may be: what is whole in them is read, the rest is said to be cut."""

from __future__ import annotations

import json
from typing import Any

import pytest

from auditui.formats import json_scan
from auditui.formats.json_records import read_json
from auditui.formats.records import Raw, Rejected
from tests.formats.reads import generic, pieces

NAMES = ("time", "user", "password")
ROWS = [[f"2026-01-02T03:04:0{n}Z", f"user{n}", f"hunter{n}"] for n in range(4)]
TABLE = {"columns": [{"name": name} for name in NAMES], "rows": ROWS}
RECORDS: list[dict[str, Any]] = [dict(zip(NAMES, row, strict=True)) for row in ROWS]
LINES = [[str(1_767_323_040_000_000_000 + n), f"user=user{n}"] for n in range(4)]

PAGES: dict[str, Any] = {
    "table": TABLE,
    "tables": {"tables": [TABLE | {"rows": ROWS[:2]}, TABLE | {"rows": ROWS[2:]}]},
    "wrapped cells": {
        "schema": {"fields": TABLE["columns"]},
        "rows": [{"f": [{"v": cell} for cell in row]} for row in ROWS],
    },
    "names in the first row": {"range": "A1:C5", "values": [list(NAMES), *ROWS]},
    "streams": {"data": {"result": [{"stream": {"app": "crm"}, "values": LINES}]}},
    "unknown keys": {"hosts": [{"host": "a", "log": RECORDS[:2]}, {"host": "b", "log": RECORDS[2:]}]},
    "texts": {"answer": {"strange": [json.dumps(one) for one in RECORDS]}},
}


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_that_is_cut_anywhere_keeps_its_whole_records(kind: str) -> None:
    """With each byte there are as many events as before or one more, and one reject, until the page is whole."""
    text = json.dumps(PAGES[kind])
    seen = 0
    for end in range(1, len(text)):
        result = generic(text[:end])
        assert len(result.rejects) == 1, end
        assert "cut off" in result.rejects[0].reason
        assert seen <= len(result.events) <= seen + 1, end
        seen = len(result.events)
    assert (seen, len(generic(text).events), generic(text).rejects) == (4, 4, [])


@pytest.mark.parametrize("kind", ["table", "wrapped cells"])
def test_the_row_that_was_cut_stands_under_its_names(kind: str) -> None:
    """A cell without its name could not be known for a secret."""
    text = json.dumps(PAGES[kind])
    result = generic(text[: text.index("hunter2") + 4])
    assert result.all("actor") == ["user0", "user1"]
    assert json.loads(result.rejects[0].text) == {"time": ROWS[2][0], "user": "user2", "password": "hunt"}


def test_a_page_among_lines_keeps_its_whole_records() -> None:
    """Cut before the next line, or at the end of the file."""
    cut = json.dumps(TABLE)[:-40]
    result = generic(f"{json.dumps(TABLE)}\n{cut}\n{json.dumps(TABLE)}\n{cut}")
    assert (len(result.events), len(result.rejects)) == (4 + 3 + 4 + 3, 2)


@pytest.mark.parametrize(
    "text",
    [
        '{"time": "2026-01-02T03:04:05Z", "user": "ana", "targets": [{"id": 1}, {"id": 2}, {"id',
        '{"items": [{"time": "2026-01-02T03:04:05Z", "user": "ana", "targets": [{"id": 1}, {"id": 2}]',
        '{"list": [[{"field": "time", "value": "2026-01-02T03:04:05Z"}, {"fie',
        '{"rows": [["2026-01-02T03:04:05Z", "ana", "x',
        '{"issue": {"id": 1, "author": "ana", "created_at": "2026-01-02T03:04:05Z", "journals": '
        '[{"user": "bob", "created_on": "2026-01-02T03:04:06Z"}, {"user": "eve", ',
        '{"author": {"name": "ana"}, "touched": [{"id": 1, "changed_at": "2026-01-02T03:04:06Z"}, {"id": 2',
        '{"id": 7, "request": {"principalEmail": "ana"}, "info": [{"timestamp": "2026-01-02T03:04:06Z"}, {"id": 2',
        '{"a":' * 30 + '[{"time": "2026-01-02T03:04:05Z"}, {"time": "2026',
    ],
    ids=["event", "member", "pairs", "row", "history", "head", "inner head", "deep"],
)
def test_half_a_record_is_none(text: str) -> None:
    """What is whole in a record that was cut is no event of its own."""
    result = generic(text)
    assert (result.events, len(result.rejects)) == ([], 1)


def _page_of(kind: str, count: int) -> dict[str, Any]:
    rows = [[f"2026-01-02T03:{n // 60:02}:{n % 60:02}Z", f"user{n}", "X"] for n in range(count)]
    half = count // 2
    records = [dict(zip(NAMES, row, strict=True)) for row in rows]
    made: dict[str, dict[str, Any]] = {
        "table": TABLE | {"rows": rows},
        "tables": {"tables": [TABLE | {"rows": rows[:half]}, TABLE | {"rows": rows[half:]}]},
        "names in the first row": {"range": "A1:C5", "values": [list(NAMES), *rows]},
        "unknown keys": {"hosts": [{"host": "a", "log": records[:half]}, {"host": "b", "log": records[half:]}]},
    }
    return made[kind]


@pytest.mark.parametrize("kind", ["table", "tables", "names in the first row", "unknown keys"])
def test_a_page_longer_than_a_record_may_be_is_read_in_pieces(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Each record once and in order, while no more than a page of that length is held."""
    monkeypatch.setattr(json_scan, "MAX_RECORD_BYTES", 5_000)
    data = json.dumps(_page_of(kind, 400), indent=1).encode()
    items = list(read_json(pieces(data, 1_000), data[:1_000]))
    users = [item.value["user"] for item in items if isinstance(item, Raw)]
    assert users == [f"user{n}" for n in range(400)]
    assert len(items) == 400
    if kind == "unknown keys":
        assert {item.value["hosts"]["host"] for item in items if isinstance(item, Raw)} == {"a", "b"}


def test_a_table_whose_names_come_behind_is_said_to_be_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can tell what its cells are before all of it has passed."""
    monkeypatch.setattr(json_scan, "MAX_RECORD_BYTES", 5_000)
    table = _page_of("table", 400)
    data = json.dumps({"rows": table["rows"], "columns": table["columns"]}, indent=1).encode()
    (reject,) = read_json(pieces(data, 1_000), data[:1_000])
    assert isinstance(reject, Rejected)
    assert "no records in it can be told apart" in reject.reason


def test_what_follows_a_page_that_is_never_closed_is_kept_with_its_reject() -> None:
    """Whatever cannot be told apart behind it."""
    page = json.dumps({"value": RECORDS[:1]})
    text = f'{{"Records":{page}\n{{"value": [{{"id": "lost?", }}\n' + f"{page}\n" * 8
    result = generic(text)
    assert result.all("actor") == ["user0"] * 9
    assert "lost?" in "".join(reject.text for reject in result.rejects)


def test_what_stands_before_the_records_of_a_page_is_kept_with_its_reject() -> None:
    """It may be a damaged record, after all."""
    text = json.dumps({"note": "kept", "strange": RECORDS[:2]})
    result = generic(text[:-30])
    assert len(result.events) == 1
    assert "kept" in result.rejects[0].text
    assert "user0" not in result.rejects[0].text
