"""JSON in every form that logs come in."""

from __future__ import annotations

import json
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.redact import MAX_REJECT
from auditui.formats import json_scan
from auditui.formats.json_decode import MalformedError, decode
from auditui.formats.json_records import read_json
from auditui.formats.records import MAX_RECORD_BYTES, Raw, Rejected
from tests.formats.reads import generic, pieces

T = '"time": "2026-01-01T00:00:00Z"'


def read(text: str | bytes, block: int = 1 << 18) -> tuple[list[object], list[Rejected]]:
    data = text.encode() if isinstance(text, str) else text
    items = list(read_json(pieces(data, block), data[: 1 << 17]))
    return [item.value for item in items if isinstance(item, Raw)], [
        item for item in items if isinstance(item, Rejected)
    ]


A, B = {"a": 1}, {"b": 'x}{"]', "c": [{"d": 2}, []]}
FORMS = {
    "lines": json.dumps(A) + "\n" + json.dumps(B),
    "lines with CRLF": json.dumps(A) + "\r\n" + json.dumps(B) + "\r\n",
    "a stray bracket at the end": json.dumps(A) + "\n" + json.dumps(B) + "]\n",
    "an array of lines": "[\n" + json.dumps(A) + ",\n" + json.dumps(B) + "\n]\n",
    "an array of lines that lost its brackets": json.dumps(A) + ",\n" + json.dumps(B) + ",\n",
    "an array beginning on its first line": "[" + json.dumps(A) + ",\n" + json.dumps(B) + "]",
    "an array in one line": json.dumps([A, B]),
    "a pretty-printed array": json.dumps([A, B], indent=4),
    "pretty-printed documents": json.dumps(A, indent=2) + "\n" + json.dumps(B, indent=2),
    "documents without anything between": json.dumps(A) + json.dumps(B),
    "documents with a record separator": "\x1e" + json.dumps(A) + "\n\x1e" + json.dumps(B),
}


@pytest.mark.parametrize("block", [1, 7, 1 << 18])
@pytest.mark.parametrize("form", FORMS)
def test_forms_of_a_list(form: str, block: int) -> None:
    """Every form gives the same two records, wherever the blocks end."""
    assert read(FORMS[form], block) == ([A, B], [])


WRAPPED = [
    '{"Records": [{%s}, {%s}]}', '{"records":[{%s},{%s}],"total":2}', '{"total": 2, "value": [{%s}, {%s}]}',
    '{"data": {"activities": [{%s}, {%s}]}}', '{\n "entries": [\n  {%s},\n  {%s}\n ]\n}',
    '{"events": [{%s}, {%s}], "next": {"page": [1]}}', '[{"results": [{%s}, {%s}]}]',
]  # fmt: skip


@pytest.mark.parametrize("block", [5, 1 << 18])
@pytest.mark.parametrize("text", WRAPPED)
def test_the_list_under_a_usual_key_is_the_records(text: str, block: int) -> None:
    """What a product wraps its list in is no record; what it wraps are."""
    record = {"time": "2026-01-01T00:00:00Z"}
    assert read(text % (T, T), block) == ([record, record], [])


def test_a_page_may_be_empty() -> None:
    """An empty page is no event and no error."""
    for page in ('{"records":[],"total":144}', "[]", '{"value": []}', '{\n  "entries": [\n  ]\n}'):
        assert read(page) == ([], [])


def test_a_list_in_an_event_is_no_wrapper() -> None:
    """An event that holds a list under such a name stays one event."""
    event = '{"time": "2026-01-01T00:00:00Z", "events": [{"name": "a"}], "data": [1]}'
    for block in (3, 1 << 18):
        assert read(event, block)[0] == [json.loads(event)]


@pytest.mark.parametrize("block", [4, 1 << 18])
def test_an_array_that_is_cut_off_gives_its_whole_records(block: int) -> None:
    """All complete records load, and one reject says that the file was cut."""
    for text in ('[{"a": 1}, {"a": 2}, {"a": 3, "b":', '[\n {"a": 1},\n {"a": 2},\n {"a'):
        records, rejects = read(text, block)
        assert records == [{"a": 1}, {"a": 2}]
        assert len(rejects) == 1
    records, rejects = read(f'{{"Records": [{{{T}}}, {{"time":', block)
    assert len(records) == 1
    assert "cut off" in rejects[0].reason


def test_a_broken_line_costs_itself_only() -> None:
    """One bad line among good ones is one reject with its number and text."""
    records, rejects = read('{"a": 1}\n{"b": oops}\nnot json\n{"c": 3}\n')
    assert records == [{"a": 1}, {"c": 3}]
    assert [(one.line, one.text) for one in rejects] == [(2, '{"b": oops}'), (3, "not json")]


def test_a_document_that_lost_its_end_does_not_take_the_next_one_with_it() -> None:
    """An opening brace in the first column begins anew where records are indented."""
    records, rejects = read('{\n  "a": {\n    "b": 1\n{\n  "c": 2\n}\n')
    assert records == [{"c": 2}]
    assert [one.line for one in rejects] == [1]


def test_a_longer_document_among_lines_is_read_whole() -> None:
    """One pretty-printed record in a file of lines is one record."""
    assert read('{"a": 1}\n{\n "b": 2,\n "c": {"d": 3}\n}\n{"e": 4}\n') == (
        [{"a": 1}, {"b": 2, "c": {"d": 3}}, {"e": 4}],
        [],
    )


def test_repeated_keys_are_flagged_and_kept() -> None:
    """The last one counts, as everywhere; the others stay beside it, and the record says so."""
    assert decode(b'{"user": "bob", "user": "admin"}') == ({"user": "admin", "user#1": "bob"}, ("duplicate-key",))
    assert decode(b'{"x": {"k": 1, "k": 2}}')[1] == ("duplicate-key",)
    assert decode(b'{"x": "\\"k\\": 1", "k": 2}')[1] == ()
    assert decode(b'{"k" : 1, "l" : "a\\u0022: b"}')[1] == ()


PAIRS = st.lists(
    st.tuples(st.sampled_from(["k", "l", 'q"', "\\"]), st.sampled_from(["", '"', '":', ': "', "\\", "é", "k"])),
    max_size=6,
)


@given(pairs=PAIRS, numbered=st.booleans(), blank=st.sampled_from(["", " "]))
def test_no_spelling_hides_a_repeated_key(pairs: list[tuple[str, str]], numbered: bool, blank: str) -> None:
    """Quotes and colons in texts, escaped by letter or by number, never make up for a key that went."""

    def spelled(text: str) -> str:
        return '"' + "".join(f"\\u{ord(sign):04x}" for sign in text) + '"' if numbered else json.dumps(text)

    text = "{" + ", ".join(f"{json.dumps(key)}{blank}:{blank}{spelled(value)}" for key, value in pairs) + "}"
    value, flags = decode(text.encode())
    assert ("duplicate-key" in flags) == (len({key for key, _ in pairs}) < len(pairs))
    assert sorted(value.values()) == sorted(value for _, value in pairs)


def test_numbers_beyond_what_can_be_kept_are_text() -> None:
    """Huge numbers, infinities and NaN lose no digit and break nothing."""
    text = b'{"a": 9223372036854775807, "b": ' + b"1" * 30 + b', "c": 1e400, "d": NaN, "e": -Infinity}'
    value, _ = decode(text)
    assert value == {"a": 9223372036854775807, "b": "1" * 30, "c": "1e400", "d": "NaN", "e": "-Infinity"}
    assert decode(b'{"a": ' + b"7" * 5000 + b', "b": NaN}')[0]["a"] == "7" * 5000


def test_odd_text_is_mended_and_said() -> None:
    """Bytes that are no UTF-8 are replaced and flagged; lone surrogates and raw controls are read."""
    assert decode(b'{"a": "x\xffy"}') == ({"a": "x\ufffdy"}, ("bad-utf8",))
    assert decode(b'{"a": "\\ud800"}')[0] == {"a": "\ud800"}
    assert decode(b'{"a": "x\ty"}')[0] == {"a": "x\ty"}


def test_depth_is_limited() -> None:
    """64 levels are read, more are a reject, and 100,000 brackets are no different."""
    assert decode(b'{"a":' * 63 + b"1" + b"}" * 63)
    for text in (b'{"a":' * 65 + b"1" + b"}" * 65, b"[" * 100_000 + b"]" * 100_000):
        with pytest.raises(MalformedError, match="deeper"):
            decode(text)
    records, rejects = read(b"[" * 100_000)
    assert records == []
    assert len(rejects) == 1


def test_memory_stays_bounded_by_one_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long array in one line takes the memory of a record, not that of the file."""
    one = b'{"time": "2026-01-01T00:00:00Z", "x": "%s"}' % (b"y" * 400)

    def blocks() -> object:
        yield b'{"Records": ['
        for _ in range(400):
            yield b",".join([one] * 50) + b","
        yield one + b"]}"

    tracemalloc.start()
    count = sum(isinstance(item, Raw) for item in read_json(blocks(), b'{"Records": [{"time'))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 400 * 50 + 1
    assert peak < 2_000_000


@pytest.mark.parametrize("text", [b'{"a": "%s"}', b'[{"a": "%s"}, {"b": 1}]', b'{"b": 1}\n{"a": "%s"}\n{"b": 2}\n'])
def test_a_record_that_is_too_long_is_left_out(monkeypatch: pytest.MonkeyPatch, text: bytes) -> None:
    """What is longer than a record may be is one reject, and what follows is read."""
    monkeypatch.setattr(json_scan, "MAX_RECORD_BYTES", 100_000)
    monkeypatch.setattr("auditui.formats.lines.MAX_RECORD_BYTES", 100_000)
    data = text % (b"z" * 400_000)
    items = list(read_json(pieces(data, 4096), data[:50_000]))
    assert [item.value for item in items if isinstance(item, Raw)] == [{"b": n} for n in (1, 2)][: text.count(b'"b"')]
    (reject,) = [item for item in items if isinstance(item, Rejected)]
    assert "longer than" in reject.reason
    assert len(reject.text) <= MAX_REJECT
    assert MAX_RECORD_BYTES > 1_000_000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
OBJECTS = st.lists(st.dictionaries(st.text(max_size=8), JSON, max_size=4), max_size=6)


@settings(max_examples=120, deadline=None)
@given(OBJECTS, st.integers(1, 40), st.sampled_from([None, 0, 2]))
def test_any_array_comes_back(objects: list[dict[str, object]], block: int, indent: int | None) -> None:
    """Whatever stands in an array and wherever its blocks end, each object is a record, in order."""
    text = json.dumps(objects, indent=indent)
    records, rejects = read(text, block)
    wrappers = [one for one in objects if any(isinstance(value, list | dict) for value in one.values())]
    if not wrappers:
        assert (records, rejects) == (objects, [])
    assert len(rejects) == 0


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.integers(1, 50))
def test_no_bytes_crash_the_reader(data: bytes, block: int) -> None:
    """Any bytes are records and rejects."""
    list(read_json(pieces(data, block), data))
    list(read_json(pieces(b'[{"a": 1},' + data, block), b"[{"))


BROKEN_FIRST = '{"time": "2026-10-05T10:00:00Z", "user": "an}\n'
GOOD = '{"time": "2026-10-05T10:00:01Z", "user": "bob"}\n'


@pytest.mark.parametrize("block", [7, 50, 1 << 18])
@pytest.mark.parametrize(
    "text",
    [
        BROKEN_FIRST + GOOD * 3,
        '{"time": "2026-10-05T10:00:00Z", "user": {"name": "ana"\n' + GOOD * 3,
        BROKEN_FIRST.replace("{", "{\n ") + "}\n" + GOOD.replace("{", "{\n ") * 3,
    ],
    ids=["a quote is missing", "a brace is missing", "a quote is missing over lines"],
)  # fmt: skip
def test_damage_in_the_first_record_costs_that_record_only(text: str, block: int) -> None:
    """Whatever is not closed in it, the next object in column 1 begins anew."""
    result = generic(text, block=block)
    assert result.all("actor") == ["bob"] * 3
    assert len(result.rejects) == 1


def test_an_empty_list_beside_records_is_no_empty_page() -> None:
    """The records behind `messages: []` are read; where they have no time, that is said of them."""
    page = {"success": True, "messages": [], "result": [{"when": "2026-10-05T10:00:00Z", "user": "ana"}]}
    assert generic(json.dumps(page)).all("actor") == ["ana"]
    page["result"] = [{"when": "20=26", "user": "ana"}]
    assert len(generic(json.dumps(page) + "\n" + json.dumps({"time": "2026-10-05T10:00:00Z"})).rejects) == 1


def test_a_long_document_behind_lines_is_read_in_one_go() -> None:
    """A pretty-printed document of 24,000 lines behind a line of JSON is tried when its brackets close."""
    long = {"time": "2026-10-05T10:00:01Z", "user": "bob", "list": [{"n": n, "of": [{}]} for n in range(4_000)]}
    began = time.monotonic()
    result = generic(GOOD + json.dumps(long, indent=1) + "\n")
    assert result.all("actor") == ["bob", "bob"]
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("inner", ['{"id": 1, "name" 2}', '{"time" "2026-10-05T10:00:00Z"}'])
def test_a_damaged_list_in_an_event_does_not_take_the_event_with_it(inner: str) -> None:
    """The event is rejected whole, with its text, and not taken for the envelope of its `resources`."""
    text = f'{{"time": "2026-10-05T10:00:00Z",\n "user": "ana", "resources": [{inner}]}}\n'
    result = generic(text + GOOD)
    assert result.all("actor") == ["bob"]
    assert "ana" in "".join(reject.text for reject in result.rejects)


def test_a_page_under_a_key_that_nobody_knows() -> None:
    """The only list of a document that has no time of its own is its records; an event's own list is not."""
    page = {"trails": [json.loads(GOOD), json.loads(GOOD)], "cursor": None, "total": 2}
    assert generic(json.dumps(page)).all("actor") == ["bob", "bob"]
    event = {"at": "2026-10-05T10:00:00Z", "user": "ana", "trails": [json.loads(GOOD), json.loads(GOOD)]}
    assert generic(json.dumps(event)).all("actor") == ["ana"]


@pytest.mark.parametrize("block", [5, 1 << 18])
@pytest.mark.parametrize("follows", [GOOD, f"[{GOOD}]\n"], ids=["objects", "arrays"])
def test_an_envelope_that_is_never_closed_hides_nothing(follows: str, block: int) -> None:
    """What follows it is read, and that something is missing is said."""
    result = generic('{"Records":[\n' + GOOD + "]\n" + follows * 3, block=block)
    assert result.all("actor") == ["bob"] * 4
    assert len(result.rejects) == 1


@pytest.mark.parametrize("block", [1, 7, 1 << 18])
@pytest.mark.parametrize("damaged", ['u"a": "x"}', '"a": "x"}, 7', '"a"}'])
def test_damage_between_the_records_of_an_envelope_hides_none_of_them(damaged: str, block: int) -> None:
    """A brace that closes nothing does not end the list: what is damaged is one reject, also where it is the last."""
    whole = json.dumps({"t": "2026-01-01T00:00:00Z", "n": 1})
    middle = f'{{"Records": [{whole}, {damaged}, {whole}]}}'
    found, rejects = read(middle, block)
    assert len(found) == 2
    assert [one.text for one in rejects] == [damaged]
    found, rejects = read(f'{{"Records": [{whole}, {whole}, {damaged}]}}', block)
    assert len(found) == 2
    assert [one.text for one in rejects] == [damaged]


@pytest.mark.parametrize("block", [1, 7, 1 << 18])
@pytest.mark.parametrize(
    ("text", "records", "lines"),
    [
        ("[" + json.dumps(A) + ",", [A], [1]),
        ("[" + json.dumps(A) + ",\n" + json.dumps(B) + ",\n", [A, B], [2]),
        ("[\n" + json.dumps(A) + ",\n" + json.dumps(B) + "\n", [A, B], [3]),
        ("[\n  " + json.dumps(A, indent=2) + ",\n", [A], [5]),
        ("[\n" + json.dumps(A) + ",\n" + '{"b": 1, "c', [A], [3]),
        ("[\n" + json.dumps(A) + "\n]\n[\n" + json.dumps(B) + "\n]\n", [A, B], []),
        ("[" + json.dumps(A) + ",\n" + json.dumps(B) + "],\n", [A, B], []),
    ],
)
def test_an_array_that_is_cut_off_has_a_reject_of_its_own(
    text: str, records: list[object], lines: list[int], block: int
) -> None:
    """Whole records are kept; of the cut there is one word, which is that of the record that it goes through."""
    found, rejects = read(text, block)
    assert found == records
    assert [one.line for one in rejects] == lines
    if text.rstrip().endswith(("}", ",")) and lines:
        assert rejects[0].reason == json_scan.NEVER_CLOSED


def test_half_a_character_in_a_record_without_a_time_is_one_reject() -> None:
    """Its text can be read again; the records around it are events."""
    odd = '{"user":"\\ud800"}'
    result = generic(f'{{"time":"2026-01-02T03:04:05Z","user":"ana"}}\n{odd}\n')
    assert (result.all("actor"), [reject.text for reject in result.rejects]) == (["ana"], [odd])


@pytest.mark.parametrize("block", [7, 1 << 18])
@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("odd", ["null", "1", "true", '[1, 2], "x"', "null, 5"])
def test_a_list_that_does_not_begin_with_an_object_is_read(odd: str, indent: int | None, block: int) -> None:
    """What is no object in front of the first record costs itself, and hides none behind it."""
    good = [{"time": f"2026-01-01T00:00:0{n}Z", "user": user} for n, user in enumerate(("ana", "bob"))]
    text = json.dumps([*json.loads(f"[{odd}]"), *good], indent=indent)
    result = generic(text, block=block)
    assert result.all("actor") == ["ana", "bob"]
    assert result.rejects


def test_a_list_among_lines_is_one_record() -> None:
    """Each record counts once: a line that holds a list of numbers is one reject, as many as there are in it."""
    lines = [f'{{{T}, "user": "ana"}}', "[1, 2]", "null", f'{{{T}, "user": "bob"}}']
    result = generic("\n".join(lines))
    assert result.all("actor") == ["ana", "bob"]
    assert [reject.line for reject in result.rejects] == [2, 3]
