"""Tables in every shape."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.formats.delimited import read_delimited, rows_of
from auditui.formats.detect import as_utf8, encoding_of, kind_of
from auditui.formats.records import Raw, Rejected
from auditui.formats.table_signs import delimiter_of, ends_in_first_row, has_header
from tests.formats.reads import Result, generic, pieces


def read(text: str, block: int = 1 << 18) -> tuple[list[dict[str, object]], list[tuple[int, str]]]:
    items = list(read_delimited(pieces(text.encode(), block), text[: 1 << 17]))
    records = [item.value for item in items if isinstance(item, Raw)]
    return records, [(item.line, item.reason) for item in items if isinstance(item, Rejected)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_seen(delimiter: str) -> None:
    """Four delimiters are told apart by the rows that they make."""
    text = "date,user name,what\n2026-01-01 10:00:00,Jo Ann,a/b\n".replace(",", delimiter)
    assert delimiter_of(text) == delimiter
    assert read(text)[0] == [{"date": "2026-01-01 10:00:00", "user name": "Jo Ann", "what": "a/b"}]


def test_breaks_and_quotes_in_cells() -> None:
    """A quoted cell holds delimiters, line breaks and doubled quotes; a quote inside a bare cell is a quote."""
    records, rejects = read('a,b\r\n"x, ""y""\nz",1\r\n5" disk,2\r\n')
    assert records == [{"a": 'x, "y"\nz', "b": "1"}, {"a": '5" disk', "b": "2"}]
    assert rejects == []


def test_a_quote_that_is_never_closed_costs_its_line() -> None:
    """What follows an open quote is read as rows, not swallowed."""
    records, rejects = read('a,b\n1,2\n"open,3\n4,5\n6,7\n')
    assert [record["a"] for record in records] == ["1", "4", "6"]
    assert rejects == [(3, "a quote is opened and never closed")]


def test_ragged_rows_never_shift_columns() -> None:
    """Empty cells at the end may be missing or too many; other rows of another width are rejects."""
    records, rejects = read("a,b,c,d\n1,2,3\n1,2,3,4,,\n1,2,3,4,5\nend of report\n")
    assert records == [{"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "2", "c": "3", "d": "4"}]
    assert [line for line, _ in rejects] == [4, 5]


def test_json_in_cells_is_read() -> None:
    """A cell that spells out an object is one, JSON in it too; Python's spelling is understood."""
    records, _ = read('a,b,c\n"{""x"": ""{\\""y\\"": 1}""}","{\'k\': None}",[1] or so\n')
    assert records == [{"a": {"x": '{"y": 1}'}, "b": {"k": None}, "c": "[1] or so"}]


def test_names_of_columns_are_told_apart() -> None:
    """Two columns of one name and one without keep their values."""
    assert read("ID,Action,,Action\n1,a,b,c\n")[0] == [{"ID": "1", "Action": "a", "column3": "b", "Action#2": "c"}]
    assert read("sep=;\na;b\n1;2\n")[0] == [{"a": "1", "b": "2"}]


def test_a_table_without_names_has_numbered_ones() -> None:
    """A first row that holds a time is a row."""
    assert read("2026-01-01 10:00:00\talice\n2026-01-02 10:00:00\tbob\n")[0][0] == {
        "column1": "2026-01-01 10:00:00",
        "column2": "alice",
    }


ENCODED = "Zeit,Benutzer,Aktion\n2026-01-01 10:00:00,Zoë Müller,Löschen\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(encoding: str) -> None:
    """Whatever Excel and others write, the text is the text, and the first column has no mark in its name."""
    found = encoding_of(ENCODED.encode(encoding))
    text = b"".join(filter(None, as_utf8(pieces(ENCODED.encode(encoding), 3), found))).decode()
    assert text == ENCODED


def test_damaged_utf8_is_still_utf8() -> None:
    """One bad byte among good characters does not turn the file into another encoding."""
    assert encoding_of("Zoë Müller löscht".encode() + b"\xff") == "utf-8"
    assert Result(b'{"time": "2026-01-01T00:00:00Z", "user": "Zo\xc3\xab \xff"}\n').one("actor", "flags") == (
        "Zoë \ufffd",
        ("bad-utf8",),
    )


CELLS = st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=3), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(CELLS, st.integers(1, 30))
def test_what_is_written_as_csv_is_read(rows: list[list[str]], block: int) -> None:
    """Rows that Python's csv module writes come back cell by cell, exactly."""
    rows = [[cell.encode("utf-8", "replace").decode().replace("\x00", "") for cell in row] for row in rows]
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    read_back = [
        row.cells
        for row in rows_of(pieces(out.getvalue().encode(), block), ",", exact=True)
        if row and not isinstance(row, Rejected)
    ]
    assert read_back == rows


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_crash_the_table_reader(data: bytes) -> None:
    """Any bytes are rows and rejects."""
    list(read_delimited(pieces(b"a,b,c\n" + data, 11), "a,b,c\n"))
    kind_of(data)
    encoding_of(data)


def test_quotes_in_bare_cells_hide_no_rows() -> None:
    """Two rows with one quote each in the middle of a cell are two rows, not one row and nothing."""
    table = 'time,user,note\n2026-10-05T10:00:00Z,ana,5" disk\n2026-10-05T10:00:01Z,bob,6" disk\n'
    assert generic(table).all("actor") == ["ana", "bob"]


def test_values_are_no_header() -> None:
    """A table of one row keeps it: `user:ana` and addresses name no columns."""
    assert not has_header(["user:ana", "host:10.0.0.9", "action:login"])
    assert has_header(["User", "IP", "dc:title"])


def test_rows_that_are_wider_than_the_header() -> None:
    """Where nearly all rows have a cell more than there are names, its name is a number; one such row is a reject."""
    head = "Level,Date and Time,Source,Event ID,Task Category\n"
    rows = [
        f'Information,9/28/2024 5:2{n}:00 PM,Audit,46{n},Logon,"An account was\nlogged on, {n}."\n' for n in range(4)
    ]
    read_all = generic(head + "".join(rows))
    assert len(read_all.events) == 4
    assert read_all.rejects == []
    assert "logged on, 3." in repr(read_all.events[3])
    assert len(generic(head + rows[0]).events) == 1
    narrow = ["Information,9/28/2024 5:20:00 PM,Audit,460,Logon\n"] * 4
    assert [reject.line for reject in generic(head + "".join(narrow) + rows[0]).rejects] == [6]


def test_row_numbers_without_a_name_never_shift_columns() -> None:
    """Where the first cell is what has no name, a name at the end would put every value under its neighbour's."""
    text = "time,user,action\n" + "".join(f"{n},2026-01-01 10:0{n}:00,ann,Login\n" for n in range(1, 6))
    records, rejects = read(text)
    assert records == []
    assert [line for line, _ in rejects] == [2, 3, 4, 5, 6]


RAGGED = (
    'time;user;action\n2026-01-01 10:00;ann;Login\n2026-01-01 10:01;bob\n"2026-01-01 10:02";"a\nb";x;y;z\nbad;c;d\n'
)


def test_a_short_ragged_table_is_a_table() -> None:
    """Names of columns, one of them a time's, and one good row: what else is wrong costs its own row."""
    read_all = generic(RAGGED)
    assert read_all.all("actor") == ["ann", "bob"]
    assert [reject.line for reject in read_all.rejects] == [4, 6]


def test_a_sentence_with_signs_is_no_header() -> None:
    """Text whose first line is cut by semicolons stays text, as long as none of them is a time's name."""
    text = (
        "started; loaded; ready\n2026-01-01 10:00:00 user=ann action=login\n2026-01-01 10:01:00 user=bob action=login\n"
    )
    assert kind_of(text.encode()) == "text"


def test_a_cell_may_have_more_lines_than_a_file_of_rows() -> None:
    """A long text in quotes is one cell; two lone quotes as far apart cost their own rows, not all between them."""
    first, last = "1,2026-01-01 10:00:00,ann", "2,2026-01-01 10:01:00,bob"
    records, rejects = read(f'id,time,user,note\n{first},"' + "a, b\n" * 9_000 + f'end"\n{last},x\n')
    assert [(record["user"], len(str(record["note"]))) for record in records] == [("ann", 45_003), ("bob", 1)]
    assert rejects == []
    records, rejects = read(f'id,time,user,note\n{first},"x\n' + f"{last},x\n" * 9_000 + f'{first},"x\n')
    assert len(records) == 9_000
    assert [line for line, _ in rejects] == [2, 9_003]


EVENTS = [f"2026-01-02T03:04:0{n}Z" for n in range(6)]


def test_quotes_that_open_cells_and_close_none_hide_no_rows() -> None:
    """Two of them, in two rows, were one cell over both: between tabs they are signs, else such a row is a reject."""
    rows = "".join(f'{time}\t"5 inch\tdelete\n' for time in EVENTS)
    result = generic("time\tthing\taction\n" + rows)
    assert result.all("action") == ["delete"] * 6
    assert not result.rejects
    result = generic(f"time,thing,action\n{EVENTS[0]},a,view\n" + rows.replace("\t", ","))
    assert (result.all("action"), len(result.rejects)) == (["view"], 6)


def test_a_cell_over_two_lines_that_look_like_rows_is_one() -> None:
    """Its quote ends where the cell does."""
    result = generic(f'time,user,note\n{EVENTS[0]},ana,"a, b, c\nd, e, f"\n{EVENTS[1]},bob,x\n')
    assert result.all("actor") == ["ana", "bob"]


def test_an_open_quote_in_the_first_row_is_still_in_a_table() -> None:
    """It costs its row."""
    rows = "".join(f"{time},ana,delete\n" for time in EVENTS)
    result = generic(f'time,user,action\n2026-01-02T03:04:09Z,"ana\n{rows}')
    assert result.all("actor") == ["ana"] * 6
    assert [(reject.line, reject.reason) for reject in result.rejects] == [(2, "a quote is opened and never closed")]


@pytest.mark.parametrize("between", ["", "\n", "\ufeff"])
def test_names_that_stand_there_again_are_no_record(between: str) -> None:
    """Tables that were put one behind the other."""
    table = "time,user\n" + "".join(f"{time},ana\n" for time in EVENTS)
    result = generic(table + between + table)
    assert (len(result.events), result.rejects) == (12, [])


@pytest.mark.parametrize(
    ("above", "rejects"),
    [
        ("#TYPE Selected.Record\n", 0),
        ("# exported by ana\n# of CRM\n", 0),
        ("Audit report\n\n", 1),
        ("Report,,,\nFrom,2026-01-01,,\n,,,\n", 2),
        ("Made by: ana, bob\nMade: 2026-01-02 10:00:00\n\n", 2),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_lines_above_the_names_hide_no_table(above: str, rejects: int, delimiter: str) -> None:
    """Titles are said to be none of its rows, remarks are passed over; the table is one."""
    table = "time,user,action,ip\n" + "".join(f"{time},ana,delete,192.0.2.7\n" for time in EVENTS)
    result = generic((above + table).replace(",", delimiter))
    assert result.reading.format == "csv"
    assert result.all("actor") == ["ana"] * 6
    assert result.lines[0] == above.count("\n") + 2
    assert [reject.reason for reject in result.rejects] == ["a line above the names of the columns"] * rejects


@pytest.mark.parametrize("piece", ['"10/5/2026, 10:00:01 AM","ana@corp.exam', "2026-10-05 10", '"10/5'])
def test_a_table_cut_in_its_first_row_loses_it_aloud(piece: str) -> None:
    """Half a row below the names of a log's columns is a reject that says so, whatever the last byte was."""
    found = generic(f"Date,User,Action,Section,Display,Delegate User\n{piece}")
    (reject,) = found.rejects
    assert not found.events
    assert reject.line == 2
    assert "ends in its first row" in reject.reason


@pytest.mark.parametrize(
    "text", ["Dear Date, User and others,\nplease come", "name,size,kind\na.txt", "Date,User,Action\n"]
)
def test_no_text_with_commas_is_a_table_that_was_cut(text: str) -> None:
    """Without names of events, or without a row, nothing was cut."""
    assert not ends_in_first_row(text)
