"""One bad line, however long and wherever it stands, costs itself: what is behind it is read as what it is."""

from __future__ import annotations

import pytest

from auditui.core.errors import UnrecognisedError
from auditui.formats.records import MAX_RECORD_BYTES
from tests.formats.reads import generic

USERS = ["ana", "bob", "zoe"]
LINES = b"".join(b'{"timestamp": "2026-01-02T03:04:05Z", "user": "%s"}\n' % user.encode() for user in USERS)
TABLE = b"time,user,action\n" + b"".join(b"2026-01-02 03:04:05,%s,update\n" % user.encode() for user in USERS)
SYSLOG = b"".join(b"<13>Jan  2 03:04:05 h1 app: user=%s action=update\n" % user.encode() for user in USERS)


@pytest.mark.parametrize("good", [LINES, TABLE, SYSLOG], ids=["json", "csv", "syslog"])
@pytest.mark.parametrize("junk", [b"x", b"lorem ipsum ", b"\x01"], ids=["letters", "words", "signs"])
def test_a_start_of_one_long_line_is_one_reject(good: bytes, junk: bytes) -> None:
    """Lines keep their numbers, and events what a reader of their kind finds in them."""
    result = generic(junk * (200_000 // len(junk)) + b"\n" + good)
    assert result.all("actor") == USERS
    assert [one.line for one in result.rejects] == [1]
    assert result.lines[0] == 2 + good.startswith(b"time")


@pytest.mark.parametrize("block", [1000, 1 << 18])
@pytest.mark.parametrize("place", [0, len(LINES) // 3, len(LINES)], ids=["before", "between", "behind"])
def test_a_line_beyond_all_bounds_takes_no_other_with_it(
    monkeypatch: pytest.MonkeyPatch, place: int, block: int
) -> None:
    """The lines that came with its end, in one piece of the stream, are lines of their own."""
    monkeypatch.setattr("auditui.formats.lines.MAX_RECORD_BYTES", 5000)
    assert MAX_RECORD_BYTES > 5000
    result = generic(LINES[:place] + b"x" * 7001 + b"\n" + LINES[place:], block=block)
    assert (result.all("actor"), len(result.rejects)) == (USERS, 1)


def test_a_long_event_in_text_is_none_of_them() -> None:
    """A line that begins with its time is an event, whatever its length."""
    result = generic(b"2026-01-02 03:04:05 user ana " + b"x" * 200_000 + b"\n2026-01-02 03:04:06 user bob\n")
    assert (len(result.events), result.rejects) == (2, [])


@pytest.mark.parametrize(
    "data", [b"x" * 300_000, b"x" * 300_000 + b"\n" + b"y" * 300_000 + b"\n", b"\x01\x02" * 150_000]
)
def test_long_lines_and_nothing_else_are_no_log(data: bytes) -> None:
    """As a picture is, or a library that was packed into one line."""
    with pytest.raises(UnrecognisedError):
        generic(data)


@pytest.mark.parametrize("good", [LINES, SYSLOG], ids=["json", "syslog"])
def test_a_lost_block_before_a_log_is_not_all_of_it(good: bytes) -> None:
    """Its lines, as far as it has any, are rejects."""
    block = bytes(range(256)) * 16
    result = generic(block + b"\n" + good)
    assert result.all("actor") == USERS
    assert result.rejects


def test_a_picture_with_a_line_of_json_in_it_is_no_log() -> None:
    """What is odd is nearly all of it."""
    with pytest.raises(UnrecognisedError):
        generic(bytes(range(256)) * 16 + b"\n" + LINES.splitlines()[0] + b"\n" + bytes(range(256)) * 16)


def test_a_program_may_say_much_before_its_first_event() -> None:
    """Thousands of lines without a time, each of them a reject."""
    result = generic(b"<p>please wait</p>\n" * 4000 + LINES)
    assert (result.all("actor"), len(result.rejects)) == (USERS, 4000)


def test_a_row_in_another_encoding_is_a_reject() -> None:
    """The rows around it are read."""
    result = generic(
        TABLE + "\ufeff2026-01-02 03:04:05;eve\n".encode("utf-16-le") + "2026-01-02 03:04:06,zoë,x\n".encode()
    )
    assert result.all("actor") == [*USERS, "zoë"]
    assert result.rejects


def test_the_sign_for_what_cannot_be_read_is_a_character() -> None:
    """Text that was cleaned once comes back as it is: valid UTF-8, and no Western one."""
    result = generic('{"timestamp": "2026-01-02T03:04:05Z", "user": "j\ufffdrg"}\n'.encode())
    assert result.all("actor") == ["j\ufffdrg"]
