"""How wide columns get: few cells cut, no room wasted, nothing that jumps while paging."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from auditui.core.event import Event
from auditui.core.language import parse
from auditui.tui.drawing.cells import Look
from auditui.tui.drawing.widths import Need, share_out
from auditui.tui.widgets.log_table import LogTable
from auditui.tui.widgets.table_page import TablePage
from tests.tui.memory_store import MemoryStore
from tests.tui.screens_kit import app_on, explorer, made, until

COLUMNS = ("at", "action", "status", "user", "entity", "ip", "took")
NARROW, WIDE = 79, 199

needs = st.lists(
    st.builds(
        lambda least, more, rows: Need("", least, least + more, rows),
        st.integers(1, 15),
        st.integers(0, 30),
        st.dictionaries(st.integers(1, 90), st.integers(1, 50), max_size=8),
    ),
    min_size=1,
    max_size=8,
).map(lambda some: [replace(need, name=str(number)) for number, need in enumerate(some)])


def cut(some: list[Need], widths: dict[str, int]) -> int:
    return sum(count for need in some for cells, count in need.rows.items() if cells > widths[need.name])


@given(some=needs, room=st.integers(0, 300))
def test_room_is_used_while_anything_is_cut_and_never_exceeded(some: list[Need], room: int) -> None:
    """Each has its least; all that is left goes to what is cut; none is wider than its content."""
    widths = share_out(some, room)
    used, least = sum(widths.values()), sum(need.least for need in some)
    assert all(need.least <= widths[need.name] <= max(need.least, need.natural) for need in some)
    assert used == least if least >= room else used <= room
    assert used >= room or not cut(some, widths)


@given(some=needs, room=st.integers(0, 300), more=st.integers(1, 40))
def test_more_room_cuts_no_more(some: list[Need], room: int, more: int) -> None:
    """What suffices for all contents is reached, and then nothing is cut."""
    whole = sum(max(need.least, need.natural) for need in some)
    assert cut(some, share_out(some, max(room, whole) + more)) == 0


def test_a_rare_long_value_does_not_cut_many_others() -> None:
    """One address of 25 cells is cut rather than a hundred names of 30."""
    rare = Need("ip", 9, 25, Counter({12: 199, 25: 1}))
    names = Need("entity", 12, 34, Counter({10: 100, 30: 100}))
    assert share_out([rare, names], 45) == {"ip": 15, "entity": 30}


def test_where_nothing_becomes_whole_all_that_are_cut_get_some() -> None:
    """Two columns of endless values share the room; a third that is whole takes none of it."""
    endless = Counter({300: 200})
    some = [Need("action", 10, 26, endless), Need("user", 10, 28, endless), Need("ip", 15, 25, Counter({15: 200}))]
    assert share_out(some, 115) == {"action": 50, "user": 50, "ip": 15}


def widths(page: TablePage) -> dict[str, int]:
    return {placed.column.name: placed.width for placed in page.layout.order}


def named(name: str, count: int = 20) -> list[Event]:
    return [replace(made(number), seq=number + 1, entity_name=name) for number in range(count)]


def test_columns_keep_their_widths_while_paging() -> None:
    """Short contents make none narrower, and where all room is given away longer ones make none wider."""
    page = TablePage()
    for width in (NARROW, WIDE):
        page.fill(named("a name of some length"), COLUMNS, Look())
        page.arrange(width)
        before = widths(page)
        page.fill(named("short"), COLUMNS, Look())
        page.arrange(width)
        assert widths(page) == before
    page.fill(named("x" * 300), COLUMNS, Look())
    page.arrange(WIDE)
    full = widths(page)
    assert full["entity"] > before["entity"]
    assert all(full[name] >= cells for name, cells in before.items())
    page.fill([replace(event, action="y" * 90) for event in named("short")], COLUMNS, Look())
    page.arrange(WIDE)
    assert widths(page) == full


def test_another_question_or_other_columns_are_measured_afresh() -> None:
    """What was wide for the answer before is not wasted on the next."""
    page = TablePage()
    page.fill(named("a name of some length"), COLUMNS, Look())
    page.arrange(WIDE)
    before = widths(page)["entity"]
    page.fill([], COLUMNS, Look(), same=False)
    page.arrange(WIDE)
    assert widths(page)["entity"] == before, "where nothing is found the head stays as it is"
    page.fill(named("short"), COLUMNS, Look(), same=False)
    page.arrange(WIDE)
    assert widths(page)["entity"] < before


async def test_the_screen_measures_again_for_another_query_only() -> None:
    """The next page stands where this one stood; the rows of a narrower search have room of their own."""
    long = [replace(made(number), entity_name="a name of some length") for number in range(200, 300)]
    store = MemoryStore([*reversed(long), *(made(number) for number in reversed(range(200)))])
    app = app_on(store)
    async with app.run_test(size=(200, 40)) as pilot:
        table = explorer(app).query_one(LogTable)
        await until(pilot, lambda: len(table.rows) == 200)
        await pilot.press("n")
        await until(pilot, lambda: len(table.rows) == 100)
        wide = widths(table._page)
        await pilot.press("p")
        await until(pilot, lambda: len(table.rows) == 200)
        assert widths(table._page) == wide
        explorer(app).search_for(parse('"Printer 11"'))
        await until(pilot, lambda: 0 < len(table.rows) < 100)
        assert widths(table._page)["entity"] < wide["entity"]
