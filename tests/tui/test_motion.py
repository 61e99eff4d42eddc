"""Where cursor and view go when rows differ in height."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.tui.drawing.motion import TOP, Place, down, into_view, last_top, leap, reveal, thumb, top_at, up
from auditui.tui.drawing.row_index import RowIndex

heights = st.lists(st.integers(1, 12), min_size=1, max_size=30)


@given(heights=heights)
def test_the_index_agrees_with_a_list_of_all_lines(heights: list[int]) -> None:
    """Every line belongs to the row and part that a naive list says."""
    index = RowIndex(heights)
    naive = [(row, part) for row, height in enumerate(heights) for part in range(height)]
    assert index.lines == len(naive)
    assert [index.at(line) for line in range(len(naive))] == naive
    assert [index.start(row) for row in range(len(heights))] == [naive.index((row, 0)) for row in range(len(heights))]
    assert [index.height(row) for row in range(len(heights))] == heights
    assert (index.nearest(-5), index.nearest(10**6)) == (0, len(heights) - 1)
    for outside in (-1, len(naive)):
        with pytest.raises(IndexError):
            index.at(outside)


@given(heights=heights, room=st.integers(1, 15))
def test_going_down_shows_every_line_and_comes_to_an_end(heights: list[int], room: int) -> None:
    """From the top, `down` brings each line into view, visits each row in order, and then leaves the page."""
    index = RowIndex(heights)
    place: Place | None = Place(0, 0)
    seen: set[int] = set()
    rows = []
    while place is not None:
        assert 0 <= place.top <= max(last_top(index, room), index.start(place.row))
        seen |= set(range(place.top, place.top + room))
        rows.append(place.row)
        place = down(index, place, room)
    assert set(range(index.lines)) <= seen
    assert sorted(set(rows)) == list(range(len(heights)))
    assert rows == sorted(rows)


@given(heights=heights, room=st.integers(1, 15))
def test_going_up_shows_every_line_and_comes_to_an_end(heights: list[int], room: int) -> None:
    """From the bottom, `up` mirrors `down`."""
    index = RowIndex(heights)
    place: Place | None = Place(len(heights) - 1, last_top(index, room))
    seen: set[int] = set()
    while place is not None:
        seen |= set(range(place.top, place.top + room))
        place = up(index, place, room)
    assert set(range(index.lines)) <= seen


@given(heights=heights, room=st.integers(1, 15), lines=st.integers(1, 20), data=st.data())
def test_leaps_move_and_keep_the_cursor_in_view(heights: list[int], room: int, lines: int, data: st.DataObject) -> None:
    """A leap ends inside the rows with the cursor's row in view, and repeated leaps reach the end."""
    index = RowIndex(heights)
    row = data.draw(st.integers(0, len(heights) - 1))
    step = data.draw(st.sampled_from([lines, -lines]))
    place: Place | None = reveal(index, Place(row, data.draw(st.integers(0, last_top(index, room)))), room)
    leaps = 0
    while place is not None:
        assert index.start(place.row) < place.top + room
        assert index.start(place.row) + index.height(place.row) > place.top
        assert 0 <= place.top <= last_top(index, room)
        last, place = place, leap(index, place, room, step)
        leaps += 1
        assert leaps <= index.lines + 2
    assert last.row == (len(heights) - 1 if step > 0 else 0)


@given(heights=heights, room=st.integers(2, 15))
def test_the_scroll_bar_shows_where_the_view_is(heights: list[int], room: int) -> None:
    """Its handle lies within the view, at the ends when the view is there, and dragging it there leads there."""
    index = RowIndex(heights)
    end = last_top(index, room)
    if not end:
        assert not thumb(index, 0, room)
        return
    assert thumb(index, 0, room)[0] == 0
    assert thumb(index, end, room)[-1] == room - 1
    assert (top_at(index, 0, room), top_at(index, room - 1, room)) == (0, end)


@given(row=st.integers(0, 30), top=st.integers(0, 200), room=st.integers(1, 15), lines=st.integers(-20, 20))
def test_without_rows_there_is_one_place_and_no_move(row: int, top: int, room: int, lines: int) -> None:
    """Wherever cursor and view were before the rows went."""
    index, place = RowIndex(), Place(row, top)
    assert reveal(index, place, room) == into_view(index, place, room) == TOP
    assert down(index, place, room) is up(index, place, room) is leap(index, place, room, lines) is None
    assert not thumb(index, top, room)
    assert top_at(index, lines, room) == 0
