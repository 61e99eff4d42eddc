"""The explorer's state, without a screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.language import parse
from auditui.core.view import COLUMN_SETS, AsOf, Sort, View, columns_for
from auditui.store.base import Count, Page
from auditui.tui.drawing.clock import TimeStyle
from auditui.tui.questions import PageFound, PageWanted
from auditui.tui.state import (
    NOWHERE,
    ExplorerState,
    Standing,
    asks_otherwise,
    next_sort,
    page_wanted,
    time_label,
    time_styles,
)  # fmt: skip
from tests.tui.screens_kit import NOON, events

DAY = 86_400_000_000


def shown(offset: int = 0, rows: int = 50, *, at_end: bool = False, view: View | None = None) -> PageFound:
    """A page as the store gives it."""
    view = view or View(page_size=50, as_of=AsOf(500))
    page = Page(tuple(events(rows)), offset, at_end)
    return PageFound(PageWanted(view, offset), view, page, frozenset())


def test_relative_times_are_pinned_when_a_question_is_asked() -> None:
    """`7d` means the same for the page, the total and every later page."""
    question = page_wanted(View(parse("since:7d")), NOON)
    assert str(question.view.query) == "since:2026-11-13T12:00:00Z"
    assert (question.view.now_us, question.view.as_of) == (NOON, None)


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=12))
def test_back_undoes_every_step_and_forward_redoes_it(words: list[str]) -> None:
    """Going all the way back and forth again ends where it began, also with the event stood on and the open rows."""
    state = ExplorerState(View())
    for seq, word in enumerate(words):
        state = state.search(parse(word), standing=Standing(seq, frozenset({seq, 7})))
    end, stood = state, Standing(99, frozenset({1}))
    there = stood
    steps = 0
    while state.past:
        state, there = state.back(there)
        steps += 1
    assert state.view == View()
    for _ in range(steps):
        state, there = state.forward(there)
    assert state.view == end.view
    assert state.past == end.past
    assert there == stood


def test_a_new_step_forgets_what_was_ahead() -> None:
    """As in every browser."""
    state = ExplorerState(View()).search(parse("a")).search(parse("b"))
    state, _ = state.back(NOWHERE)
    state = state.search(parse("c"))
    assert not state.future
    assert state.forward(NOWHERE)[0] is state


def test_the_same_question_again_is_no_step() -> None:
    """Back never seems to do nothing."""
    state = ExplorerState(View()).search(parse("a"))
    assert state.search(parse("a")) is state


def test_going_back_keeps_how_things_are_shown() -> None:
    """Rows per page, columns and zone are no part of the way."""
    state = ExplorerState(View()).search(parse("a")).resize(50).columns(("at",))
    state, _ = state.back(NOWHERE)
    assert (state.view.query, state.view.page_size, state.view.columns) == (parse(""), 50, ("at",))


def test_a_last_page_needs_no_counting() -> None:
    """Its end is the total; a page that stopped early for a reason is none."""
    state = ExplorerState(View(page_size=50))
    assert state.show(shown(100, 20, at_end=True)).total == 120
    assert state.show(shown(0, 50)).total is None
    stopped = shown(0, 20, at_end=True)
    stopped = stopped._replace(page=replace(stopped.page, note="stopped after 1 s"))
    assert state.show(stopped).total is None


def test_the_total_stays_while_pages_of_one_result_turn() -> None:
    """It is counted once for each question."""
    state = replace(ExplorerState(View(page_size=50)).show(shown()), total=Count(500))
    assert state.show(shown(50)).total == 500
    other = View(parse("a"), page_size=50, as_of=AsOf(500))
    assert state.show(shown(view=other)).total is None


def test_pages_turn_within_their_bounds() -> None:
    """No question is asked for a page that cannot be."""
    state = ExplorerState(View(page_size=50)).show(shown(50))
    assert state.turn(1) == PageWanted(shown().view, 100)
    assert state.turn(-1) == PageWanted(shown().view, 0)
    assert state.turn(-9) == PageWanted(shown().view, 0)
    assert ExplorerState(View()).turn(1) is None
    assert ExplorerState(View(page_size=50)).show(shown(0)).turn(-1) is None
    assert ExplorerState(View(page_size=50)).show(shown(50, 5, at_end=True)).turn(1) is None


def test_several_turns_are_one_question() -> None:
    """Each step stops where it would stop by itself; the last page is known once all is counted."""
    state = ExplorerState(View(page_size=50)).show(shown(50))
    assert state.turn(1, 1, 1) == PageWanted(shown().view, 200)
    assert state.turn(-9, 3) == PageWanted(shown().view, 150)
    assert state.turn(1, -1) is None
    counted = replace(state, total=Count(130))
    assert counted.turn(1, 1, 1) == PageWanted(shown().view, 100)
    assert counted.turn(9, -1) is None


def test_place_among_the_pages() -> None:
    """Counted from 1; how many there are is not guessed."""
    state = ExplorerState(View(page_size=50)).show(shown(100))
    assert state.place == (3, None)
    assert replace(state, total=Count(263)).place == (3, 6)
    assert replace(state, total=Count(10_000, exact=False)).place == (3, None)


def test_giving_up_goes_back_to_what_is_on_screen() -> None:
    """A question without an answer leaves no trace."""
    state = ExplorerState(View(page_size=50)).show(shown())
    asked = state.search(parse("a"))
    assert asked.give_up() == state


def test_only_what_can_change_rows_is_asked() -> None:
    """Columns never do; a zone does where a day is meant."""
    days, fixed = View(parse("on:2026-11-20")), View(parse("since:2026-11-20T00:00:00Z"))
    assert not asks_otherwise(days, replace(days, columns=("at",)))
    assert asks_otherwise(days, replace(days, zone="local"))
    assert not asks_otherwise(fixed, replace(fixed, zone="local"))
    assert asks_otherwise(fixed, replace(fixed, page_size=50))


def test_ways_to_show_times_go_round() -> None:
    """The zone asked for, UTC, local, age: none twice, each with a name that tells them apart."""
    styles = time_styles("Europe/Vienna", TimeStyle(mode="dmy"))
    assert [time_label(style) for style in styles] == ["Europe/Vienna", "UTC", "local", "Europe/Vienna, age"]
    assert [style.mode for style in styles] == ["dmy", "dmy", "dmy", "relative"]
    assert len(time_styles("UTC", TimeStyle())) == 3


def test_a_pressed_head_sorts_and_then_turns() -> None:
    """Times begin with the newest, names with A."""
    assert next_sort(Sort(), "actor") == Sort("actor", descending=False)
    assert next_sort(Sort("actor", descending=False), "actor") == Sort("actor", descending=True)
    assert next_sort(Sort("actor"), "at") == Sort("at", descending=True)


BASE = frozenset({"at", "seq", "origin", "action"})


@pytest.mark.parametrize(
    ("fields", "columns"),
    [
        ({"actor", "entity_type", "entity_id", "ip", "changes"}, COLUMN_SETS["changes"]),
        ({"actor", "role", "category", "description", "entity_name"}, COLUMN_SETS["people"]),
        ({"actor", "description", "ip"}, COLUMN_SETS["activity"]),
        ({"actor", "status", "took", "ip", "entity_type"}, ("at", "action", "status", "user", "entity", "ip", "took")),
        ({"status", "ip", "entity_name"}, ("at", "action", "status", "entity", "ip")),
        (set(), ("at", "action")),
    ],
)
def test_columns_suit_what_the_events_hold(fields: set[str], columns: tuple[str, ...]) -> None:
    """A named set where the events are of its kind, else every column that something fills."""
    assert columns_for((), BASE | fields) == columns


def test_wanted_columns_win() -> None:
    """A set by its name, or a list."""
    assert columns_for(("people",), BASE) == COLUMN_SETS["people"]
    assert columns_for(("seq", "details.path"), BASE) == ("seq", "details.path")
    assert columns_for((), frozenset()) == COLUMN_SETS["changes"]
