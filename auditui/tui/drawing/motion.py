"""Where cursor and view go when rows differ in height: decisions over a `RowIndex`, no widget.

`room` is always the lines of the view, at least 1. A move answers None where it would leave the rows, so it
does where there are none; of no rows `TOP` is the only place.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from auditui.tui.drawing.row_index import RowIndex


class Place(NamedTuple):
    """The cursor's row, and the first line that is in view."""

    row: int
    top: int


TOP: Final = Place(0, 0)


def end_of(index: RowIndex, row: int) -> int:
    """The line behind the last line of a row."""
    return index.start(row) + index.height(row)


def last_top(index: RowIndex, room: int) -> int:
    """The furthest that the view can go down."""
    return max(0, index.lines - room)


def thumb(index: RowIndex, top: int, room: int) -> range:
    """Which lines of the view show the handle of the scroll bar; none when everything is in view."""
    if index.lines <= room:
        return range(0)
    size = max(1, room * room // index.lines)
    start = round(top / last_top(index, room) * (room - size))
    return range(start, start + size)


def top_at(index: RowIndex, line: int, room: int) -> int:
    """Where the view begins when the handle of the scroll bar is dragged to a line of the view."""
    return round(min(max(line, 0), room - 1) / max(1, room - 1) * last_top(index, room))


def reveal(index: RowIndex, place: Place, room: int) -> Place:
    """Move the view as little as it takes to see the whole row; of a row taller than the view, its start."""
    if not len(index):
        return TOP
    start, end = index.start(place.row), end_of(index, place.row)
    top = max(place.top, end - room)
    return Place(place.row, max(0, min(top, start)))


def down(index: RowIndex, place: Place, room: int) -> Place | None:
    """One line further inside a row that goes on below the view, else to the next row."""
    if not len(index):
        return None
    start, end = index.start(place.row), end_of(index, place.row)
    is_seen = start < place.top + room and end > place.top
    if is_seen and end > place.top + room:
        return Place(place.row, place.top + 1)
    if place.row + 1 == len(index):
        return None if is_seen else reveal(index, place, room)
    return reveal(index, Place(place.row + 1, place.top), room)


def up(index: RowIndex, place: Place, room: int) -> Place | None:
    """One line back inside a row that begins above the view, else to the row before, seen from its end."""
    if not len(index):
        return None
    start, end = index.start(place.row), end_of(index, place.row)
    if start < place.top < end:
        return Place(place.row, place.top - 1)
    if place.row == 0:
        return None if place.top == 0 else reveal(index, place, room)
    row = place.row - 1
    if index.height(row) > room:
        return Place(row, min(max(place.top, end_of(index, row) - room), end_of(index, row) - 1))
    return reveal(index, Place(row, place.top), room)


def leap(index: RowIndex, place: Place, room: int, lines: int) -> Place | None:
    """View and cursor by so many lines, down or (negative) up; at the end only the cursor goes on."""
    if not len(index):
        return None
    furthest = last_top(index, room)
    end_row, end_top = (len(index) - 1, furthest) if lines > 0 else (0, 0)
    if place == (end_row, end_top):
        return None
    here = min(max(index.start(place.row), place.top), end_of(index, place.row) - 1)
    top = min(max(place.top + lines, 0), furthest)
    row = end_row if place.top == end_top else index.nearest(here + lines)
    return into_view(index, Place(row, top), room)


def into_view(index: RowIndex, place: Place, room: int) -> Place:
    """The same place, unless no line of the row is in view: then the row is revealed."""
    if not len(index):
        return TOP
    is_seen = index.start(place.row) < place.top + room and end_of(index, place.row) > place.top
    return place if is_seen else reveal(index, place, room)
