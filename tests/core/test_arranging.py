"""Arrangements of columns as values and as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.arranging import (
    OWN,
    WIDEST,
    Arrangement,
    arranged_set,
    arrangement_from,
    set_of,
    standard,
    widths_for,
    with_arrangement,
)
from auditui.core.view import COLUMN_SETS, COLUMNS

names = st.sampled_from([*COLUMNS, "details.a=b", "details.request.path", "before.-x"])
arrangements = st.builds(
    Arrangement,
    st.lists(names, min_size=1, max_size=6, unique=True).map(tuple),
    st.dictionaries(names, st.integers(3, WIDEST), max_size=4),
)


@given(arrangements)
def test_the_text_gives_the_same_arrangement_back(arrangement: Arrangement) -> None:
    """Order, widths, and the widths of columns that are hidden just now."""
    assert arrangement_from(str(arrangement)) == arrangement


@pytest.mark.parametrize("text", ["", "at", "at=", "at=x", "at=9999", "nothing=3", "details.=3", "-at=5", "at=-1"])
def test_what_is_no_arrangement_is_none(text: str) -> None:
    """A file of another version, or a broken one, gives standard columns, not an error."""
    assert arrangement_from(text) is None


def test_a_set_is_known_in_both_shapes() -> None:
    """As it comes and as somebody arranged it; its widths hold for both."""
    api = Arrangement(("at", "ip"), {"ip": 30})
    arranged = with_arrangement({}, "api", api)
    assert set_of(("at", "ip"), arranged) == set_of(COLUMN_SETS["api"], arranged) == "api"
    assert set_of(("ip",), arranged) == OWN
    assert widths_for(COLUMN_SETS["api"], arranged) == {"ip": 30}
    assert widths_for(("ip",), arranged) == {}


def test_a_set_as_it_comes_is_not_kept() -> None:
    """Resetting leaves nothing behind that a later version of the set would be hidden by."""
    arranged = with_arrangement({}, "api", Arrangement(("at",)))
    assert arranged_set(arranged, "api").columns == ("at",)
    assert with_arrangement(arranged, "api", standard("api")) == {}


def test_widths_stay_within_reason() -> None:
    """A column of no width could not be found again."""
    arrangement = standard("api").with_width("at", 1).with_width("ip", 10_000)
    assert arrangement.widths == {"at": 3, "ip": WIDEST}
    assert arrangement.with_width("at", None).widths == {"ip": WIDEST}
