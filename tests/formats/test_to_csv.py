"""CSV exports."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.event import ABSENT, Change, Event, Target
from auditui.formats.own import unguarded
from auditui.formats.to_csv import guarded, lines, marked
from auditui.formats.to_jsonl import FIELDS

AT = 1_790_000_000_123_456


def test_an_export_of_nothing_still_has_its_header() -> None:
    """A script that reads columns by name works on an empty result too."""
    assert list(lines([])) == [",".join(FIELDS) + "\r\n"]


def test_all_fields_are_written_by_their_names() -> None:
    """Times are RFC 3339 in UTC, durations milliseconds, structures JSON; CRLF ends the record (RFC 4180)."""
    event = Event(
        at_us=AT,
        seq=7,
        actor='Ana "A"',
        took_us=1500,
        status=200,
        targets=(Target("group", "9"),),
        changes=(Change("plan", ABSENT, None),),
        details={"a": [1, "x"]},
        flags=("control", "redacted"),
    )
    _, row = lines([event])
    assert row.endswith("\r\n")
    got = dict(zip(FIELDS, next(csv.reader([row])), strict=True))
    assert got["at"] == "2026-09-21T14:13:20.123456Z"
    assert (got["seq"], got["actor"], got["took_ms"], got["status"]) == ("7", 'Ana "A"', "1.5", "200")
    assert got["targets"] == '[{"type":"group","id":"9"}]'
    assert got["changes"] == '[{"field":"plan","after":null}]'
    assert got["details"] == '{"a":[1,"x"]}'
    assert (got["flags"], got["ip"]) == ('["control","redacted"]', "")


def test_line_ends_inside_a_value_stay_inside_its_quotes() -> None:
    """A description of several lines, also with a lone carriage return, is one cell of one record."""
    text = "one\ntwo\r\nthree\rfour"
    written = "".join(lines([Event(at_us=AT, description=text)], ("seq", "description")))
    assert list(csv.reader(io.StringIO(written, newline="")))[1] == ["0", text]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\tx", "\rx", "\nx", "'=1", "''=1", "-5-5", "=-5"])
def test_cells_that_a_spreadsheet_would_run_are_guarded(text: str) -> None:
    """One apostrophe more in front; taking one off gives the text back."""
    assert guarded(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["-5", "+4.5", "-.5", "1e-3", "-1E+9", "", "'", "'quoted'", "a=b", "Ana", "2026-01-01"]
)
def test_numbers_and_plain_text_are_left_alone(text: str) -> None:
    """A negative number stays a number."""
    assert guarded(text) == text


@given(st.text("='+-@\t\r\n a1", max_size=6))
def test_a_guard_can_be_taken_off_without_doubt(text: str) -> None:
    """No two texts have the same guarded form, and none of these forms is a formula."""
    shown = guarded(text)
    assert shown == text or shown == "'" + text
    assert guarded("'" + text) != shown or text == ""


def test_a_path_below_the_details_can_be_a_column() -> None:
    """What the explorer can show as a column an export can hold: one value as it is, several as a list."""
    event = Event(at_us=AT, details={"request": {"path": "/x"}, "tags": ["a", 2]})
    columns = ("details.request.path", "details.tags", "details.none")
    assert list(lines([event], columns))[1] == '/x,"[""a"",2]",\r\n'


def test_raw_leaves_formulas_as_they_are() -> None:
    """Whoever feeds another program can ask for the exact text."""
    event = Event(at_us=AT, actor="=1+1")
    assert list(lines([event], ("actor",), raw=True))[1] == "=1+1\r\n"
    assert list(lines([event], ("actor",)))[1] == "'=1+1\r\n"


def test_a_missing_value_says_what_it_is_told_to() -> None:
    """The activity export of people's work says N/A where others leave a cell empty; zero is a value."""
    assert list(lines([Event(at_us=AT, status=0)], ("role", "status"), missing="N/A"))[1] == "N/A,0\r\n"


@given(st.text("'=+-@a1\t", max_size=6))
def test_reading_takes_off_what_writing_put_on(text: str) -> None:
    """Guarded or raw; raw leaves formulas alone, and marks only what already begins with a mark."""
    assert unguarded(guarded(text)) == text
    assert unguarded(marked(text)) == text
    assert marked(text) == text or text.startswith("'")
