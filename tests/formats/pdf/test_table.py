"""How columns share a page, and where rows part."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.formats.pdf.pen import Pen
from auditui.formats.pdf.sheet import Sheet, Text
from auditui.formats.pdf.table import Column, Row, Table, shared
from tests.formats.pdf.reading import Paper

FLEXIBLE = Column("flexible")
RIGID = Column("rigid", rigid=True)


@pytest.mark.parametrize(
    ("wanted", "room", "widths"),
    [
        ([10, 20, 30], 120, [20, 40, 60]),
        ([10, 20, 90], 60, [10, 20, 30]),
        ([50, 50, 50], 60, [20, 20, 20]),
        ([5, 100, 100], 45, [5, 20, 20]),
    ],
)
def test_what_is_too_wide_gives_way_first(wanted: list[float], room: float, widths: list[float]) -> None:
    """Narrow columns keep what they want; what is left over is shared in proportion."""
    assert shared([FLEXIBLE] * 3, wanted, room) == pytest.approx(widths)


def test_rigid_columns_keep_their_width() -> None:
    """A number or a moment that wraps is misread."""
    assert shared([RIGID, FLEXIBLE, RIGID], [30, 100, 20], 80) == [30, 30, 20]
    assert shared([RIGID, RIGID], [30, 20], 80) == [30, 20]


@given(st.lists(st.floats(1, 500), min_size=1, max_size=14), st.floats(50, 900))
def test_columns_fill_the_page_exactly(wanted: list[float], room: float) -> None:
    """Nothing runs over the edge, and no room is wasted."""
    assert sum(shared([FLEXIBLE] * len(wanted), wanted, room)) == pytest.approx(room)


def pages_of(rows: list[Row]) -> list[list[str]]:
    with Pen("x", 0) as pen:
        sheet = Sheet(pen, "")
        Table(sheet, [Column("Text")]).draw(rows)
        return Paper(bytes(sheet.finished())).pages()


def lines(count: int) -> Row:
    return Row("it", [[Text(f"line {number}") for number in range(count)]])


def test_a_row_that_fits_on_one_page_is_not_parted() -> None:
    """Reading on is easier than turning back."""
    first, second = pages_of([lines(14)] * 4)
    assert [sum(bool(re.match("line", text)) for text in page) for page in (first, second)] == [42, 14]
    assert "it, continued" not in second


def test_a_row_longer_than_that_uses_the_page_to_its_end() -> None:
    """Half a page of white before each long row would help nobody."""
    first, second, *_ = pages_of([lines(30), lines(60)])
    assert sum(bool(re.match("line", text)) for text in first) > 45
    assert "it, continued" in second
