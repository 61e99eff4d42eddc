"""Views under names and positions in stores, as text."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core import positions, saved_views
from auditui.core.errors import UsageError
from auditui.core.language import parse
from auditui.core.positions import Position, with_position
from auditui.core.query import Query
from auditui.core.saved_views import checked_name, from_toml, less_view, named, narrowed, renamed, with_view
from auditui.core.text import clean
from auditui.core.view import COLUMNS, PAGE_SIZES, SORTABLE, AsOf, Sort, View
from tests.core.strategies import queries

views = st.builds(
    View,
    query=queries.filter(lambda query: not re.search("[\ud800-\udfff]", str(query))),
    sort=st.builds(Sort, st.sampled_from(SORTABLE), st.booleans()),
    columns=st.one_of(
        st.just(()), st.just(("api",)), st.lists(st.sampled_from(COLUMNS[:8]), min_size=2, unique=True).map(tuple)
    ),
    zone=st.sampled_from(["UTC", "local", "Europe/Vienna"]),
    page_size=st.sampled_from(PAGE_SIZES),
)
names = st.text(min_size=1, max_size=saved_views.LONGEST_NAME).filter(
    lambda name: clean(name) == name and name.strip() == name and not name.startswith("-")
)


@settings(max_examples=150)
@given(kept=st.dictionaries(names, views, max_size=4))
def test_what_is_saved_comes_back(kept: dict[str, View]) -> None:
    """Names, queries and everything else, in the same order."""
    back = from_toml(saved_views.as_toml(kept), "views.toml")
    assert back == kept
    assert list(back) == list(kept)


@settings(max_examples=100)
@given(text=st.text(max_size=40))
def test_any_text_can_be_quoted(text: str) -> None:
    """TOML gives it back, but for lone surrogates, which no file can hold."""
    there = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    assert tomllib.loads(f"a = {saved_views.quoted(text)}")["a"] == there


def test_a_saved_view_belongs_to_no_moment() -> None:
    """It is read as of whenever it is opened, and relative times stay as written."""
    view = View(query=parse("since:7d"), as_of=AsOf(5), now_us=1)
    assert with_view({}, " mine ", view) == {"mine": View(query=parse("since:7d"))}


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "-q", "a\nb", "\x1b[31m", "a\u202eb"])
def test_names_that_cannot_be(name: str) -> None:
    """They are refused where they are given, not where they are listed."""
    with pytest.raises(UsageError):
        checked_name(name)


def test_names_are_found_with_help() -> None:
    """Case does not matter where it is clear; a near miss is told."""
    kept = {"Failed logins": View(page_size=50), "other": View()}
    assert named(kept, "failed LOGINS").page_size == 50
    with pytest.raises(UsageError) as caught:
        named(kept, "failed login")
    assert "Failed logins" in caught.value.hint


def test_renaming_keeps_the_place_and_never_overwrites() -> None:
    """As does removing."""
    kept = {"a": View(), "b": View(page_size=50), "c": View()}
    assert list(renamed(kept, "b", "z")) == ["a", "z", "c"]
    assert list(less_view(kept, "b")) == ["a", "c"]
    with pytest.raises(UsageError, match="already"):
        renamed(kept, "b", "c")
    with pytest.raises(UsageError, match="no view 'x'"):
        less_view(kept, "x")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[a\n", "not TOML"),
        ("a = 1\n", "no table"),
        ("[a]\nquery = 'stauts:x'\n", "query"),
        ("[a]\nquery = 5\n", "query is 5"),
        ("[a]\nsrot = 'at'\n", "no part of a view"),
        ("[a]\npage_size = 7\n", "7"),
        ("[a]\nzone = 'Mars'\n", "Mars"),
    ],
)
def test_a_wrong_file_says_where(text: str, problem: str) -> None:
    """The file, and the view in it."""
    with pytest.raises(UsageError, match=problem) as caught:
        from_toml(text, "views.toml")
    assert "views.toml" in caught.value.where


@given(further=queries)
def test_a_view_can_be_narrowed(further: Query) -> None:
    """A query beside a view's name is a further condition."""
    made = narrowed(View(query=parse("status:404")), further)
    assert parse(str(made.query)) == made.query


@settings(max_examples=60)
@given(view=views, seq=st.one_of(st.none(), st.integers(1, 2**62)), path=st.text(max_size=30))
def test_a_position_comes_back(view: View, seq: int | None, path: str) -> None:
    """View and event, by the path of the store."""
    path = path.encode("utf-8", "replace").decode()
    kept = with_position({}, path, Position(view, seq))
    assert positions.from_toml(positions.as_toml(kept)) == kept


def test_positions_are_bounded_and_broken_ones_are_left_out() -> None:
    """The oldest falls out; a file that somebody broke is as good as none."""
    kept: dict[str, Position] = {}
    for number in range(positions.MOST + 5):
        kept = with_position(kept, f"/{number}.db", Position(View()))
    assert (len(kept), "/4.db" in kept, "/5.db" in kept) == (positions.MOST, False, True)
    assert positions.from_toml("[[store") == {}
    assert positions.from_toml("store = 5") == {}
    text = '[[store]]\npath = "/a"\nquery = "stauts:1"\n[[store]]\npath = "/b"\nseq = -4\n'
    assert positions.from_toml(text) == {"/b": Position(View())}
