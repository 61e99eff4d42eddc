"""Columns as somebody arranged them: in the table, and at the next start."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.arranging import Arrangement
from auditui.core.positions import Position, as_toml, from_toml, with_position
from auditui.core.view import COLUMNS, SORTABLE, Sort, View, ordered
from auditui.tui.app import AuditApp
from auditui.tui.drawing.columns import COLUMNS as KNOWN
from auditui.tui.drawing.columns import lay_out
from auditui.tui.surroundings import Surroundings
from auditui.tui.widgets.log_table import LogTable
from tests.tui.memory_store import MemoryStore
from tests.tui.screens_kit import NOON, app_on, events, explorer, full, seqs, until


@settings(max_examples=100, deadline=None)
@given(
    names=st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=8, unique=True),
    fixed=st.dictionaries(st.sampled_from(COLUMNS), st.integers(3, 60), max_size=5),
    natural=st.dictionaries(st.sampled_from(COLUMNS), st.integers(1, 90), max_size=8),
    width=st.integers(30, 200),
)
def test_a_width_that_was_given_is_kept(
    names: list[str], fixed: dict[str, int], natural: dict[str, int], width: int
) -> None:
    """Whatever the content, the view and the other columns: exactly so many cells, seen or right of the view."""
    layout = lay_out(names, natural, width, gutter=6, icons=5, fixed=fixed)
    placed = {one.column.name: one.width for one in layout.order}
    assert sorted(placed) == sorted(names)
    assert {name: placed[name] for name in names if name in fixed} == {
        name: cells for name, cells in fixed.items() if name in placed
    }


async def left_after(app: AuditApp, *keys: str) -> Position:
    """What is kept of somebody who presses these and leaves."""
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: bool(explorer(app).query_one(LogTable).rows))
        for key in keys:
            await pilot.press(key)
        await pilot.pause()
        await pilot.press("q")
        await pilot.pause()
    assert app.left is not None
    return app.left


async def test_columns_widths_zone_order_rows_and_cursor_come_back(tmp_path: object) -> None:
    """All of how somebody left a store, through the file that keeps it, is how it opens again."""
    keys = ("C", "1", "plus", "plus", "j", "J", "enter", "t", "s", "3", "number_sign", "g", "enter", "j", "j")
    left = await left_after(app_on(full(120), View(zone="Europe/Vienna")), *keys)
    assert left.view.sort.field == "actor" and left.view.page_size == 50 and left.view.zone == "UTC"
    back = from_toml(as_toml(with_position({}, "/a.db", left)))["/a.db"]
    assert back == replace(left, view=replace(left.view, as_of=None, now_us=None))
    around = Surroundings(store="audit.db", clock=lambda: NOON, arranged=back.arranged)
    app = app_on(full(120), back.view, around)
    async with app.run_test(size=(120, 40)) as pilot:
        table = explorer(app).query_one(LogTable)
        await until(pilot, lambda: len(table.rows) == 50)
        assert explorer(app).columns == ("at", "status", "action", "resource", "ip", "took")
        assert table.widths()["at"] == back.arranged["api"].widths["at"] > 19
        assert table.sort == left.view.sort
        assert explorer(app).position.arranged == left.arranged


def test_an_arrangement_of_another_kind_is_left_out() -> None:
    """The position beside it is not lost with it."""
    kept = Position(View(), 3, {"api": Arrangement(("at", "ip"), {"ip": 9}), "own": Arrangement(("seq",))})
    text = as_toml({"/a.db": kept})
    assert from_toml(text) == {"/a.db": kept}
    assert from_toml(text.replace("at=0,ip=9", "at=0,ip=x"))["/a.db"].arranged == {"own": Arrangement(("seq",))}
    assert from_toml(text.replace("arranged = {", "arranged = 3 #"))["/a.db"] == Position(View(), 3)


@pytest.mark.parametrize("field", SORTABLE)
async def test_every_order_both_ways_by_key(field: str) -> None:
    """`s` and the field's key sorts by it, once more the other way round; rows as plain Python orders them."""
    store = MemoryStore(events(30))
    app = app_on(store)
    key = "123456789ab"[SORTABLE.index(field)]
    async with app.run_test(size=(120, 40)) as pilot:
        table = explorer(app).query_one(LogTable)
        await until(pilot, lambda: bool(table.rows))
        seen: set[bool] = set()
        for _ in range(2):
            await pilot.press("s", key)
            await until(pilot, lambda: table.sort.field == field and table.sort.descending not in seen)
            assert seqs(table.rows) == seqs(ordered(store.held, table.sort))
            seen.add(table.sort.descending)
        assert seen == {True, False}


def test_every_order_has_a_head_to_click() -> None:
    """For each sortable field there is a column whose head sorts by it."""
    assert {column.sort for column in KNOWN.values() if column.sort} == set(SORTABLE)


async def test_a_click_on_a_head_sorts_and_the_next_one_turns() -> None:
    """The arrow shows which way."""
    app = app_on(full(30))
    async with app.run_test(size=(120, 40)) as pilot:
        table = explorer(app).query_one(LogTable)
        await until(pilot, lambda: bool(table.rows))
        for wanted in (Sort("actor", descending=False), Sort("actor", descending=True)):
            column = next(one for one in table._page.layout.moving if one.column.name == "user")
            await pilot.click(LogTable, offset=(table._page.layout.left + column.x + 1, 0))
            await until(pilot, lambda: table.sort == wanted)  # noqa: B023  awaited in its turn
