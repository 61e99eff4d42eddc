"""Bookmarks as values and as a file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.bookmarks import (
    LONGEST,
    MOST,
    Bookmark,
    as_lines,
    from_lines,
    less_bookmark,
    note_on,
    told,
    with_bookmark,
)
from auditui.core.errors import UsageError
from auditui.core.event import Event

EVENT = Event(at_us=1, seq=7, actor="Ana")


@given(
    st.lists(
        st.builds(Bookmark, st.integers(1, 2**62), st.text("0123456789abcdef", max_size=64), st.text()), max_size=5
    )
)
def test_the_file_gives_the_same_bookmarks_back(made: list[Bookmark]) -> None:
    """Whatever was written in a note; in the order of positions."""
    bookmarks = dict(sorted({one.seq: one for one in made}.items()))
    assert from_lines(as_lines(bookmarks), "b.jsonl") == bookmarks


def test_a_note_belongs_to_the_event_that_it_was_written_for() -> None:
    """Another event at the same position, as in another copy of a store, has none."""
    bookmarks = with_bookmark({}, EVENT, "the  first\nstep ")
    assert note_on(bookmarks, EVENT) == told(bookmarks, EVENT) == "the first step"
    assert note_on(bookmarks, replace(EVENT, actor="Bob")) is None
    assert note_on(bookmarks, replace(EVENT, seq=8)) is None
    assert told(bookmarks, replace(EVENT, seq=8)) == ""
    assert less_bookmark(bookmarks, 7) == less_bookmark({}, 7) == {}


def test_a_bookmark_without_a_note_is_told_too() -> None:
    """An empty cell would say that there is none."""
    assert told(with_bookmark({}, EVENT, ""), EVENT) == "*"


def test_limits_are_said() -> None:
    """Nothing is cut off silently."""
    with pytest.raises(UsageError, match="at most 500 characters, and this one 501"):
        with_bookmark({}, EVENT, "x" * (LONGEST + 1))
    full = {seq: Bookmark(seq, "") for seq in range(10, 10 + MOST)}
    with pytest.raises(UsageError, match="at most 1,000 bookmarks"):
        with_bookmark(full, EVENT, "")


@pytest.mark.parametrize(
    "line", ["x", "[]", "{}", '{"seq": "7", "hash": "", "note": ""}', '{"seq": 1, "hash": 2}', "9"]
)
def test_a_line_that_is_none_is_named(line: str) -> None:
    """Somebody's notes are around it: it is for them to mend, not for us to drop."""
    with pytest.raises(UsageError, match="is no bookmark") as caught:
        from_lines(as_lines(with_bookmark({}, EVENT, "")) + line, "b.jsonl")
    assert caught.value.where == "b.jsonl:2"
