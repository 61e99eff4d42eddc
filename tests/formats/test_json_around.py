"""JSON with something around it: a script that it is the data of, or the fields of server-sent events."""

from __future__ import annotations

import json

import pytest

from auditui.core.errors import UnrecognisedError
from tests.formats.reads import generic

RECORDS = [{"timestamp": f"2026-01-02T03:04:0{n}Z", "user": name} for n, name in enumerate(("ana", "bob", "zoe"))]
USERS = ["ana", "bob", "zoe"]
SCRIPTS = [
    "var events = %s;", "window.audit.log=%s", "const a = %s;\n", "export default %s;\n", "callback(%s)",
    "/**/cb(%s);\n", ")]}',\n%s", "for(;;);%s", "while(1);\n%s",
]  # fmt: skip


@pytest.mark.parametrize("block", [7, 1 << 18])
@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_around_json_is_no_part_of_it(script: str, indent: int | None, block: int) -> None:
    """An array, or a page; nothing of the script is a record or a reject."""
    for document in (RECORDS, {"items": RECORDS}):
        result = generic(script % json.dumps(document, indent=indent), block=block)
        assert (result.all("actor"), result.rejects) == (USERS, [])


def test_brackets_and_semicolons_in_a_script_stay_in_its_texts() -> None:
    """What closes a statement is at its end alone."""
    result = generic("cb([" + json.dumps({**RECORDS[0], "note": "a);"}) + "\n]);\n", block=3)
    assert "a);" in repr(result.events[0])


@pytest.mark.parametrize("script", ["x = 5\n", "callback(event)\n", "def f(x):\n    return {}\n", "login([x])\n"])
def test_other_scripts_are_no_json(script: str) -> None:
    """As a rule they are no log at all."""
    with pytest.raises(UnrecognisedError):
        generic(script * 3)


@pytest.mark.parametrize("gap", ["\n\n", "\n", "\r\n\r\n"], ids=["blank lines", "none", "returns"])
def test_server_sent_events(gap: str) -> None:
    """Each is one record, whether the blank lines between them were kept or not."""
    result = generic(gap.join(f"data: {json.dumps(record)}" for record in RECORDS) + gap)
    assert (result.all("actor"), result.rejects) == (USERS, [])


def test_what_stands_beside_the_data_of_an_event() -> None:
    """Its kind and id are those of the record that has none; signs of life and comments are nothing."""
    stream = ": hello\nretry: 5\n\n" + "".join(
        f"event: user.deleted\nid: e{n}\ndata: {json.dumps(record)}\n\nevent: ping\ndata: {{}}\n\n"
        for n, record in enumerate(RECORDS)
    )
    result = generic(stream)
    assert (result.all("action"), result.all("id")) == (["user.deleted"] * 3, ["e0", "e1", "e2"])
    assert (result.lines, result.rejects) == ([6, 13, 20], [])


def test_data_on_several_lines_and_data_that_are_none() -> None:
    """The lines of one event are one document; what cannot be read costs itself."""
    spread = "\n".join(f"data: {line}" for line in json.dumps(RECORDS[0], indent=1).split("\n"))
    result = generic(f"{spread}\n\ndata: {json.dumps(RECORDS[1:])}\n\ndata: [DONE]\n\n")
    assert result.all("actor") == USERS
    assert [one.line for one in result.rejects] == [8]
