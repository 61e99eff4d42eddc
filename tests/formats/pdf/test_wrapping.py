"""Text cut into lines."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.formats.pdf.wrapping import LINE_FEED, width, wrapped

ONE = defaultdict[str, float](lambda: 1.0)
"""Every character is as wide as one unit of room."""


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 5, [""]),
        ("short", 5, ["short"]),
        ("two words", 5, ["two", "words"]),
        ("one two three", 8, ["one two", "three"]),
        ("a /very/long/path/name b", 8, ["a /very/", "long/", "path/", "name b"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("x" * 3, 0.5, ["x", "x", "x"]),
        (f"first{LINE_FEED}second", 20, [f"first{LINE_FEED}", "second"]),
        (f"one two{LINE_FEED}", 5, ["one", f"two{LINE_FEED}"]),
        ("   ", 2, [""]),
        ("a <U+202E>b", 8, ["a ", "<U+202E>", "b"]),
    ],
)
def test_lines_end_where_people_would_end_them(text: str, room: float, lines: list[str]) -> None:
    """At blanks; inside of words only where they are wider than the room, then behind punctuation if there is any."""
    assert [line.rstrip() for line in wrapped(text, room, ONE)] == [line.rstrip() for line in lines]


@given(st.text(f"ab -/._@{LINE_FEED}", max_size=60), st.integers(1, 12))
def test_nothing_but_blanks_is_lost_and_no_line_is_too_wide(text: str, room: int) -> None:
    """Evidence keeps every character, whatever the width of its column."""
    lines = wrapped(text, room, ONE)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line.rstrip(" "), ONE) <= room or line.rstrip(" ")[:-1] == "" for line in lines if line)
