"""Texts that share a line, and the filters in force as they do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.language import parse
from auditui.core.view import View
from auditui.tui.drawing.shares import fitting, shares
from auditui.tui.widgets.chips import Chips
from tests.tui.reader import reading
from tests.tui.screens_kit import explorer, full, lines

_SIZES = st.lists(st.integers(0, 60), max_size=8)


@given(_SIZES, st.integers(-5, 200))
@settings(max_examples=150)
def test_room_is_given_to_those_who_need_it(needed: list[int], room: int) -> None:
    """Nobody gets more than it needs, no cell is left while somebody is cut, and the cut differ by one at most."""
    given_cells = shares(needed, room)
    assert all(0 <= cells <= text for cells, text in zip(given_cells, needed, strict=True))
    assert sum(given_cells) == min(sum(needed), max(0, room))
    cut = [cells for cells, text in zip(given_cells, needed, strict=True) if cells < text]
    assert not cut or max(cut) - min(cut) <= 1
    assert all(cells <= min(cut, default=999) + 1 for cells in given_cells)


@given(_SIZES, st.integers(0, 200), st.integers(0, 6), st.integers(1, 20))
@settings(max_examples=150)
def test_as_many_fit_as_have_their_least(needed: list[int], room: int, frame: int, least: int) -> None:
    """One more would leave somebody with less than that."""
    count = fitting(needed, room, frame=frame, least=least)
    taken = [frame + min(text, least) for text in needed]
    assert sum(taken[:count]) <= room
    assert count == len(needed) or sum(taken[: count + 1]) > room


LONG = "details.request.path:/api/v1/contacts/2046/attachments"
CASES = {
    "one long": (80, LONG, [LONG], ""),
    "a short one and a long one": (120, f"user:ana {LONG}", ["user:ana", LONG], ""),
    "two long ones": (80, f"{LONG} -{LONG}", [LONG[:25], f"-{LONG}"[:25]], ""),
    "many": (80, " ".join(f"details.field{n}:value{n}" for n in range(9)), ["details.field0:"], "+7 more"),
}


@pytest.mark.parametrize("case", CASES)
async def test_filters_are_whole_where_the_line_has_room(case: str) -> None:
    """Short ones are never cut for a long one's sake, and those that have no place are counted."""
    width, query, shown, more = CASES[case]
    async with reading(full(3), View(parse(query)), size=(width, 24)) as reader:
        line = lines(reader.app)[2]
        assert all(text in line for text in shown), line
        assert line.endswith("Clear filters") and len(line) <= width
        assert (more in line) if more else ("more" not in line)


async def test_the_chosen_filter_comes_into_sight() -> None:
    """However many there are; what stands before it is hinted at, what stands behind it counted."""
    query = " ".join(f"details.field{n}:value{n}" for n in range(9))
    async with reading(full(3), View(parse(query)), size=(80, 24)) as reader:
        await reader.press("E", *["right"] * 5)
        line = lines(reader.app)[2]
        assert "field5" in line and line.startswith("…") and "+3 more" in line
        assert explorer(reader.app).query_one(Chips).chosen == 5
        await reader.press("right", "right", "right")
        line = lines(reader.app)[2]
        assert "field8" in line and "more" not in line
