"""A view as one command line, and what an order is."""

from __future__ import annotations

import shlex
from dataclasses import replace
from ipaddress import ip_address
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.errors import UsageError
from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.query import EVERYTHING, Exactly, Term, Text, freeze, is_frozen
from auditui.core.text import clean
from auditui.core.times import DAY_US
from auditui.core.view import (
    COLUMN_SETS,
    COLUMNS,
    NEWEST_FIRST,
    PAGE_SIZES,
    SORTABLE,
    AsOf,
    Sort,
    View,
    check_page_size,
    command_line,
    ordered,
    parse_columns,
    parse_sort,
    sort_key,
    value_key,
)
from tests.core.strategies import DAY_OF_EVENTS, events, hostile, queries

NOW_US = (DAY_OF_EVENTS + 3) * DAY_US
sorts = st.builds(Sort, st.sampled_from(SORTABLE), st.booleans())
columns = st.one_of(
    st.just(()),
    st.sampled_from(sorted(COLUMN_SETS)).map(lambda name: (name,)),
    st.lists(st.sampled_from((*COLUMNS, "details.request.path")), min_size=1, max_size=5, unique=True)
    .map(tuple)
    .filter(
        lambda names: names != ("changes",)  # alone it is the set
    ),
)
views = st.builds(
    View,
    query=queries.filter(lambda query: not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in str(query))),
    sort=sorts,
    columns=columns,
    zone=st.sampled_from(["UTC", "local", "Europe/Berlin", "America/New_York"]),
    page_size=st.sampled_from(PAGE_SIZES),
)


def rebuilt(line: str) -> View:
    """The view that a command line opens, read the way a command would."""
    program, *words = shlex.split(line)
    assert program == "auditui"
    given = dict(zip(words[::2], words[1::2], strict=True))
    view = View(
        query=parse(given.pop("-q", "")),
        sort=parse_sort(given.pop("--sort", "-at")),
        columns=parse_columns(given.pop("--columns", "")),
        zone=given.pop("--tz", "UTC"),
        page_size=check_page_size(int(given.pop("--page-size", "200"))),
    )
    assert not given
    return view


@settings(max_examples=100)
@given(views)
def test_a_line_opens_the_same_view(view: View) -> None:
    """What a shell makes of the line gives the options that make an equal view, whatever the query holds."""
    assert rebuilt(command_line(view)) == view


@settings(max_examples=100)
@given(views)
def test_a_frozen_line_means_the_same_for_ever(view: View) -> None:
    """No part of a frozen line hangs on the clock, and its query is the one of that moment; the zone is named."""
    line = command_line(replace(view, now_us=NOW_US), frozen=True)
    assert "--tz" in shlex.split(line)
    query = rebuilt(line).query
    assert is_frozen(query)
    assert query == freeze(view.query, NOW_US, view.zone)


@pytest.mark.parametrize(
    ("view", "line"),
    [
        (View(), "auditui"),
        (View(parse("action:delete since:7d")), "auditui -q 'action:delete since:7d'"),
        (View(parse('-"it\'s"')), """auditui -q '-it'"'"'s'"""),
        (View(parse("a"), Sort("status", descending=False), ("api",), "local", 50),
         "auditui -q a --sort status --columns api --tz local --page-size 50"),
        (View(columns=("at", "details.a b")), "auditui --columns 'at,details.a b'"),
    ],
)  # fmt: skip
def test_lines(view: View, line: str) -> None:
    """The line is short: what holds anyway is left out."""
    assert command_line(view) == line


def test_a_frozen_line_pins_time_zone_and_store() -> None:
    """Relative times become moments, and later events stay out."""
    view = View(parse("since:1d x"), as_of=AsOf(77), now_us=NOW_US)
    line = command_line(view, db="/tmp/my logs.db", frozen=True)
    assert line == "auditui -q 'since:2024-10-06T00:00:00Z x seq:<=77' --tz UTC --db '/tmp/my logs.db'"


@settings(max_examples=100)
@given(st.one_of(hostile, st.text(min_size=1, max_size=20)), st.sampled_from(["actor", "details.a", "ip", ""]))
def test_what_a_log_holds_is_safe_to_paste(value: str, field: str) -> None:
    """A value is spelled out where it would act as keys or hide: nothing in the line has to be made harmless."""
    view = View(Term(field, (Exactly(value),)) if field else Text(value))
    line = command_line(view)
    assert clean(line) == line
    assert rebuilt(line) == view


def test_a_line_break_in_a_value_is_no_enter() -> None:
    """Pasted into a shell, this ran `date`."""
    assert command_line(View(Term("actor", (Exactly("eve\3date\n"),)))) == (
        r"""auditui -q 'actor:"eve\u{3}date\u{a}"'"""
    )
    assert parse(r'user:"eve\u{3}date\u{000A}"') == Term("user", (Exactly("eve\3date\n"),))


def test_what_no_line_can_hold() -> None:
    """The name of a column or a store cannot be spelled out: an error, not a line that acts when it is pasted."""
    for name in ("a\0b", "\ud800", "a\nb", "a\rb", "a\tb", "\x1b[201~", "a\u202eb", "a\u2028b"):
        for view, db in ((View(columns=("at", f"details.{name}")), None), (View(), name)):
            with pytest.raises(UsageError, match="command line"):
                command_line(view, db=db)
    assert shlex.split(command_line(View(), db="\u0645\u06cc\u200c\u062e.db"))[-1] == "\u0645\u06cc\u200c\u062e.db"


# ---------------------------------------------------------------------------------------- options


@given(sorts)
def test_sorts_read_back(sort: Sort) -> None:
    """What a sort prints is what makes it."""
    assert parse_sort(str(sort)) == sort


@pytest.mark.parametrize(
    ("text", "sort"),
    [("-AT", NEWEST_FIRST), (" user ", Sort("actor", descending=False)), ("-type", Sort("entity_type"))],
)
def test_sorts_by_other_names(text: str, sort: Sort) -> None:
    """Case, blanks and the short names of the query language do not matter."""
    assert parse_sort(text) == sort


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("api", ("api",)),
        ("API", ("api",)),
        ("at, user ,ip", ("at", "user", "ip")),
        ("ip,api", ("ip", "at", "action", "status", "resource", "took")),
        ("ua,ua,type,changes", ("user_agent", "entity_type", "changes")),
        ("Details.Request.path,before.x", ("details.Request.path", "before.x")),
    ],
)
def test_columns(text: str, expected: tuple[str, ...]) -> None:
    """A set by name, or columns in the order given, each once."""
    assert parse_columns(text) == expected


@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [("at,emial", "'emial', number 2", "did you mean email?"), ("at,,ip", "number 2 of the list is empty", ""),
     ("qqq", "'qqq'", "details.PATH"), ("details.", "'details.'", ""), ("people,chnges", "number 2", "chang")],
)  # fmt: skip
def test_wrong_columns(text: str, problem: str, hint: str) -> None:
    """An error says which name of the list is wrong, and the nearest right one."""
    with pytest.raises(UsageError) as caught:
        parse_columns(text)
    assert problem in caught.value.problem
    assert hint in caught.value.hint
    assert caught.value.where == "--columns"


@pytest.mark.parametrize(
    ("text", "hint"),
    [("-satus", "did you mean status?"), ("qqq", "sort by one of at"), ("", "sort by"), ("--at", "at")],
)
def test_wrong_sorts(text: str, hint: str) -> None:
    """An error names the nearest field, or all."""
    with pytest.raises(UsageError) as caught:
        parse_sort(text)
    assert hint in caught.value.hint


def test_page_sizes() -> None:
    """A page has one of the sizes of the footer; else the nearest is named."""
    assert [check_page_size(size) for size in PAGE_SIZES] == list(PAGE_SIZES)
    for size, near in ((0, 50), (-1, 50), (190, 200), (10**9, 1000)):
        with pytest.raises(UsageError) as caught:
            check_page_size(size)
        assert f"nearest is {near};" in caught.value.hint


# ---------------------------------------------------------------------------------------- order


@settings(max_examples=100)
@given(st.lists(events(), max_size=8, unique_by=lambda event: event.seq), sorts)
def test_order(found: list[Event], sort: Sort) -> None:
    """Everything is there once; neighbours are in order; what has no value is last; ties are newest first."""
    made = ordered(found, sort)
    assert sorted(event.seq for event in made) == sorted(event.seq for event in found)
    assert ordered(reversed(found), sort) == made
    for first, second in pairwise(made):
        a, b = sort_key(first, sort.field), sort_key(second, sort.field)
        if a is None or b is None:
            assert b is None
        if a == b:
            assert (first.at_us, first.seq) > (second.at_us, second.seq)
        elif a is not None and b is not None:
            assert (a > b) == sort.descending


@pytest.mark.parametrize(
    ("field", "values", "expected"),
    [
        ("actor", ["bob", "", "Alice", "alice", "ALICE"], ["ALICE", "Alice", "alice", "bob", ""]),
        ("status", [404, None, 200, 99], [99, 200, 404, None]),
        ("took", [5, 0, None], [0, 5, None]),
        (
            "ip",
            ["host", "10.0.0.10", "::1", "", "10.0.0.9", "2001:db8::1"],
            ["10.0.0.9", "10.0.0.10", "::1", "2001:db8::1", "host", ""],
        ),
    ],
)
def test_orders(field: str, values: list[str | int | None], expected: list[str | int | None]) -> None:
    """Text by fold, then as recorded; numbers by size; addresses by number; nothing last, in both directions."""
    name = {"took": "took_us"}.get(field, field)
    made = [Event(at_us=0, seq=number) for number in range(len(values))]
    for event, value in zip(made, values, strict=True):
        setattr(event, name, value)
    assert [getattr(event, name) for event in ordered(made, Sort(field, descending=False))] == expected
    present = [value for value in expected if value is not None and value != ""]
    downwards = [getattr(event, name) for event in ordered(made, Sort(field, descending=True))]
    assert downwards == present[::-1] + expected[len(present) :]


def test_time_is_its_own_tie_breaker() -> None:
    """Of two events at one time, the later one in the store comes later, in the direction of the sort."""
    made = [Event(at_us=at, seq=seq) for at, seq in ((1, 1), (1, 2), (0, 3))]
    assert [event.seq for event in ordered(made)] == [2, 1, 3]
    assert [event.seq for event in ordered(made, Sort("at", descending=False))] == [3, 1, 2]
    assert [event.seq for event in ordered(made, Sort("seq", descending=False))] == [1, 2, 3]


def test_an_empty_query_is_no_option() -> None:
    """Everything is what opens without `-q`."""
    assert rebuilt(command_line(View(query=EVERYTHING))).query == EVERYTHING


@given(parts=st.lists(st.integers(0, 300), min_size=3, max_size=5), fill=st.sampled_from(["", "0"]))
def test_addresses_are_in_the_order_of_their_numbers(parts: list[int], fill: str) -> None:
    """Also those that are not taken apart for it; what is no address comes behind all that are."""
    text = ".".join(fill + str(part) for part in parts)
    try:
        wanted: tuple[object, ...] = (0, int(ip_address(text)))
    except ValueError:
        wanted = (2, text, text)
    assert value_key("ip", text) == wanted
