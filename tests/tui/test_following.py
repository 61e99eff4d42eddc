"""Jumps from one event to what is related to it, in the explorer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditui.core.event import Event
from auditui.core.view import Sort, View
from auditui.tui.app import AuditApp
from auditui.tui.screens.history import HistoryWindow
from auditui.tui.widgets.log_table import LogTable
from tests.tui.memory_store import MemoryStore
from tests.tui.screens_kit import MINUTE, app_on, events, explorer, full, lines, until


def case() -> MemoryStore:
    """Sixty events: each third one on printer 4003, by three people, requests of four."""
    found = [
        replace(
            event,
            entity_id="4003" if number % 3 == 0 else event.entity_id,
            request_id=f"r{number // 4}" if number > 3 else "",
            ip="10.1.1.1" if number % 5 == 0 else event.ip,
            at_us=event.at_us - 60 * MINUTE * (number % 2),
        )
        for number, event in enumerate(events(60))
    ]
    return MemoryStore(found)


def cursor(app: AuditApp) -> Event:
    """The event under the cursor."""
    event = explorer(app).query_one(LogTable).cursor_event
    assert event is not None
    return event


def shown(app: AuditApp) -> list[Event]:
    """The rows of the page."""
    return list(explorer(app).query_one(LogTable).rows)


@pytest.mark.parametrize(
    ("key", "chip"),
    [("h", "entity_id"), ("a", "email"), ("i", "ip"), ("u", "request_id"), ("w", "on")],
)
@pytest.mark.parametrize("way", ["table", "details"])
async def test_one_key_shows_what_is_related_and_back_returns_to_the_row(key: str, chip: str, way: str) -> None:
    """From the table and from the details window alike: a view with chips, on the same event, and `b` undoes it."""
    store = case()
    app = app_on(store)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: bool(shown(app)))
        await pilot.press("j", "j", "j", "j")
        before, event = shown(app), cursor(app)
        await pilot.press(*(("o", key) if way == "details" else (key,)))
        await until(pilot, lambda: shown(app) != before)
        if key == "h":
            await until(pilot, lambda: isinstance(app.screen, HistoryWindow))
            await pilot.press("escape")
        assert app.screen is explorer(app)
        query = explorer(app)._state.view.query
        assert chip in str(query)
        assert shown(app) == [
            row for row in sorted(store.held, key=lambda e: (e.at_us, e.seq), reverse=True) if query.matches(row)
        ]
        assert cursor(app).seq == event.seq
        assert chip in "\n".join(lines(app)[1:4])
        await pilot.press("b")
        await until(pilot, lambda: shown(app) == before)
        assert cursor(app).seq == event.seq


@pytest.mark.parametrize("way", [("u",), ("o", "u")])
async def test_an_event_that_does_not_say_it_says_why(way: tuple[str, ...]) -> None:
    """No request id: a sentence, and the same rows."""
    store = MemoryStore(events(3))
    app = app_on(store)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: bool(shown(app)))
        await pilot.press(*way)
        await until(pilot, lambda: any("carries no request id" in note.message for note in app._notifications))
        assert len(shown(app)) == 3
        assert str(explorer(app)._state.view.query) == ""


@pytest.mark.parametrize("height", [24, 40])
async def test_back_finds_the_row_at_the_height_where_it_was(height: int) -> None:
    """The lines around it are those that were there, and forward finds those of the other view."""
    app = app_on(full(200))
    async with app.run_test(size=(80, height)) as pilot:
        await until(pilot, lambda: bool(shown(app)))
        table = explorer(app).query_one(LogTable)

        def stands() -> tuple[int, int, int]:
            return len(table.rows), cursor(app).seq, table.lines_above_cursor

        await pilot.press("G", *"kkkkk")
        first = stands()
        await pilot.press("a")
        await until(pilot, lambda: len(shown(app)) < 200)
        await pilot.press("g", *"jjj")
        second = stands()
        await pilot.press("b")
        await until(pilot, lambda: stands() == first)
        await pilot.press("B")
        await until(pilot, lambda: stands() == second)


async def test_back_and_forward_restore_page_cursor_order_and_open_rows() -> None:
    """Every view comes back as it was left, whatever was opened, closed, marked and sorted in the others."""
    app = app_on(case(), View(page_size=20))

    def stands() -> tuple[list[int], int, set[int], Sort]:
        table = explorer(app).query_one(LogTable)
        return [event.seq for event in shown(app)], cursor(app).seq, set(table.opened), table.sort

    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: bool(shown(app)))
        first = shown(app)
        await pilot.press("n")
        await until(pilot, lambda: shown(app) != first)
        await pilot.press("j", "enter", "j", "enter", "j", "x")
        left = stands()
        await pilot.press("a")
        await until(pilot, lambda: stands()[0] != left[0])
        for seq in left[2] & set(stands()[0]):
            explorer(app).query_one(LogTable).move_to(seq)
            await pilot.press("enter")
        await pilot.press("g", "enter", "G")
        second = stands()
        assert second[2] != left[2]
        await pilot.press("s", "6")
        await until(pilot, lambda: stands()[3].field != "at")
        third = stands()
        for key, wanted in (("b", second), ("b", left), ("B", second), ("B", third), ("b", second)):
            await pilot.press(key)
            await until(pilot, lambda: stands() == wanted)  # noqa: B023  awaited in its turn
        assert explorer(app).query_one(LogTable).selection.count == 1
