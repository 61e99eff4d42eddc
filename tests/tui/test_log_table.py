"""The table of events, driven by keys and mouse on a host that keeps what it says."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from auditui.core.event import Event
from auditui.core.view import Sort
from auditui.tui.drawing.clock import TimeStyle
from auditui.tui.drawing.rows import GUTTER
from auditui.tui.widgets.log_table import LogTable
from tests.tui.table_host import Host, some_events

WIDE, NARROW = (120, 40), (80, 24)
HEAD = 1
ROOM = WIDE[1] - HEAD
"""Lines of the view below the head."""
NAMED: dict[str, Any] = {"entity_type": "ticket", "entity_name": "Printer on fire"}


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


def tall_event(seq: int, lines: int) -> Event:
    return Event(seq=seq, at_us=0, details={f"key{number}": number for number in range(lines)})


# --- what it shows ------------------------------------------------------------------------------------------------


async def test_rows_stand_under_their_heads() -> None:
    """A page is a head with the zone, and a line for each event; the first one is under the cursor."""
    app = Host(some_events(3))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert app.grid[0].split()[:7] == ["Time", "UTC", "↓", "User", "Action", "Entity", "IP"]
        assert [line[: GUTTER + 19] for line in app.grid[1:4]] == [
            "▸ [ ] 2026-11-20 03:54:28",
            "▸ [ ] 2026-11-20 03:43:34",
            "▸ [ ] 2026-11-20 03:32:41",
        ]
        assert app.heard_of(LogTable.Highlighted)[-1].event is app.rows[0]
        assert not app.grid[4].strip()


async def test_a_page_without_rows_says_so_and_survives_every_key() -> None:
    """Nothing to show is a line of text, and no key trips over it."""
    app = Host()
    async with app.run_test(size=NARROW) as pilot:
        app.table.empty_text = "No event matches."
        keys = [
            "up",
            "down",
            "left",
            "right",
            "pageup",
            "pagedown",
            "space",
            "home",
            "end",
            "enter",
            "x",
            "J",
            "K",
            "*",
            "<",
            ">",
        ]
        await press(pilot, *keys)
        assert "No event matches." in app.written
        assert (app.table.cursor_event, app.table.cursor_values) == (None, ())


async def test_other_rows_keep_cursor_marks_and_open_rows_by_event() -> None:
    """New rows above leave the event under the cursor where it was on the screen; `keep=False` starts afresh."""
    rows = some_events(200)
    app = Host(rows[20:])
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, *["down"] * 30, "x", "enter", "down")
        before, event = app.grid, app.table.cursor_event
        app.table.show(rows, app.columns)
        await pilot.pause()
        assert app.table.cursor_event is event
        assert (app.table.opened, app.table.marked) == ({rows[50].seq}, {rows[50].seq})
        assert [line[:-1] for line in app.grid[1:]] == [line[:-1] for line in before[1:]]
        app.table.show(rows, app.columns, keep=False)
        await pilot.pause()
        assert app.table.cursor_event is rows[0]
        assert not app.table.opened | app.table.marked
        assert app.heard_of(LogTable.MarksChanged)[-1].count == 0


async def test_columns_stay_where_they_are_from_page_to_page() -> None:
    """A page of short names after one of long names does not make the columns jump."""
    long = [Event(seq=1, at_us=0, actor="Maximiliane Mustermann", action="Update", **NAMED)]
    app = Host(long)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        head = app.grid[0]
        app.table.show([Event(seq=2, at_us=0, actor="Bo", action="Go")], app.columns)
        await pilot.pause()
        assert app.grid[0] == head


async def test_an_event_that_is_gone_leaves_the_cursor_at_the_top() -> None:
    """Where the event under the cursor is not among the new rows, the first row has the cursor and is seen."""
    rows = some_events(200)
    app = Host(rows[:100])
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "end")
        app.table.show(rows[100:], app.columns)
        await pilot.pause()
        assert app.table.cursor_event is rows[100]
        assert app.table.scroll_offset.y == 0


async def test_times_zone_and_order_show_in_head_and_cells() -> None:
    """Another zone, way of writing, or order is seen at once."""
    app = Host(some_events(3))
    async with app.run_test(size=WIDE) as pilot:
        app.table.set_times(TimeStyle("Europe/Berlin", "dmy"))
        app.table.sort = Sort("actor", descending=False)
        await pilot.pause()
        assert "Time Berlin" in app.grid[0]
        assert "User ↑" in app.grid[0]
        assert "20-11-2026 04:54:28" in app.grid[1]


async def test_ascii_alone_can_draw_everything() -> None:
    """With the ASCII set every line, open rows too, is ASCII."""
    app = Host([event for event in some_events(40) if event.actor.isascii()])
    async with app.run_test(size=WIDE) as pilot:
        app.table.set_ascii(True)
        await press(pilot, "x", "down", "enter")
        assert "[x]" in app.written
        drawn = app.written.replace("…", "")  # an ellipsis is text, and stays
        assert drawn.isascii(), [character for character in drawn if not character.isascii()]


async def test_a_hidden_match_has_a_line_under_its_row_until_the_row_opens() -> None:
    """The snippet names the path; an open row shows the match itself, lit."""
    app = Host(some_events(5), needles=["tickets/3"])
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "details.request.path: /api/tickets/3" in app.grid[4]
        await press(pilot, "down", "down", "enter")
        assert "details.request.path" not in app.written
        assert "/api/tickets/3" in app.written


# --- moving -------------------------------------------------------------------------------------------------------


async def test_the_cursor_says_where_it_is_and_when_it_wants_to_leave() -> None:
    """Each move posts the event; moving over an end asks for a page and stays."""
    app = Host(some_events(3))
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "j", "down", "down", "k", "up", "up")
        events = [message.event for message in app.heard_of(LogTable.Highlighted)]
        assert events == [app.rows[number] for number in (0, 1, 2, 1, 0)]
        assert [message.step for message in app.heard_of(LogTable.PageWanted)] == [1, -1]


async def test_screens_are_leafed_through_to_the_end() -> None:
    """Page-downs overlap by a line, end on the last row, and then ask for the next page."""
    rows = some_events(100)
    app = Host(rows)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "pagedown")
        assert app.table.cursor_event is rows[ROOM - 1]
        assert app.table.scroll_offset.y == ROOM - 1
        await press(pilot, "pagedown", "pagedown")
        assert app.table.cursor_event is rows[-1]
        assert not app.heard_of(LogTable.PageWanted)
        await press(pilot, "pagedown")
        assert [message.step for message in app.heard_of(LogTable.PageWanted)] == [1]
        await press(pilot, "g")
        assert (app.table.cursor_event, app.table.scroll_offset.y) == (rows[0], 0)


async def test_a_tall_block_is_read_line_by_line() -> None:
    """Down scrolls inside a block that goes on below the view; only at its end comes the next row, and up mirrors."""
    rows = [tall_event(1, 80), tall_event(2, 1)]
    app = Host(rows)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "enter")
        height = app.table.virtual_size.height - HEAD - 1
        hidden = height - (NARROW[1] - HEAD)
        await press(pilot, *["down"] * hidden)
        assert app.table.cursor_event is rows[0]
        assert "key79" in app.written
        await press(pilot, "down")
        assert app.table.cursor_event is rows[1]
        await press(pilot, "up", "up")
        assert app.table.cursor_event is rows[0]
        assert "key79" in app.written
        await press(pilot, "enter")
        assert app.table.scroll_offset.y == 0


async def test_move_to_finds_an_event_or_says_no() -> None:
    """The cursor can be put on an event of the page, wherever it is."""
    app = Host(some_events(200))
    async with app.run_test(size=WIDE) as pilot:
        assert app.table.move_to(17)
        await pilot.pause()
        assert "#4017" in app.written
        assert not app.table.move_to(4_000)
        assert app.table.cursor_event is app.rows[183]


async def test_columns_without_room_come_into_view_whole() -> None:
    """The head counts what is hidden; going right brings it in beside the time, which stays, and going left back."""
    columns = ("at", "user", "action", "entity", "ip", "took", "request_id", "id")
    app = Host(some_events(5), columns)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert "+4›" in app.grid[0]
        assert app.rows[0].id not in app.written
        await press(pilot, *["right"] * 7)
        assert app.table.cursor_column == "id"
        assert app.rows[0].id in app.grid[1]
        assert app.grid[1].startswith("▸ [ ] 2026-11-20 03:54:28  ")
        assert "›" not in app.grid[0]
        await press(pilot, *["left"] * 7)
        assert "+4›" in app.grid[0]


async def test_hints_make_room_for_what_matters() -> None:
    """Where room is short, names keep no room for the e-mail that is left out, so that entities are whole."""
    rows = [
        Event(seq=seq, at_us=0, actor="Ana", email="ana.duarte@example.com", action="Update", verb="update", **NAMED)
        for seq in range(5)
    ]
    app = Host(rows, ("at", "user", "action", "entity"))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert "Ana  " in app.grid[1]
        assert "Ticket Printer on fire" in app.grid[1]
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert "Ana (ana.duarte@…)" in app.grid[1]


async def test_a_failure_is_seen_where_its_status_is_not() -> None:
    """When the status has no room, the action says that it failed; with the status beside it, it need not."""
    rows = [Event(seq=1, at_us=0, actor="Ana", action="Update", status=404, outcome="failure", **NAMED)]
    app = Host(rows, ("at", "user", "action", "entity", "status"))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "Update!" not in app.written
        assert "404!" in app.written
        await pilot.resize_terminal(60, 24)
        await pilot.pause()
        assert "Update!" in app.written
        assert "404!" not in app.written


async def test_the_cell_under_the_cursor_stands_for_a_filter() -> None:
    """The value is that of row and column together."""
    app = Host(some_events(3))
    async with app.run_test(size=WIDE) as pilot:
        asked = [app.table.cursor_values]
        await press(pilot, "down", "right", "right", "right")
        asked.append(app.table.cursor_values)
        assert asked == [(("on", "2026-11-20"),), (("entity_type", "ticket"), ("entity_id", "4002"))]


async def test_a_smaller_terminal_keeps_the_cursor_in_view() -> None:
    """After a resize in both directions the row under the cursor is still seen."""
    app = Host(some_events(100))
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, *["down"] * 35, "enter")
        for size in (NARROW, (20, 5), WIDE):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert any(line.startswith("▾ [ ]") for line in app.grid), size


# --- opening and marking ------------------------------------------------------------------------------------------


async def test_an_open_row_shows_its_block_and_says_so() -> None:
    """Enter opens the row under the cursor, and closes it again."""
    rows = [event for event in some_events(40) if event.changes][:3]
    app = Host(rows)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "enter")
        assert app.grid[1].startswith("▾")
        assert "~ plan" in app.written
        assert app.table.opened == {rows[0].seq}
        await press(pilot, "enter")
        assert app.grid[1].startswith("▸")
        assert "~ plan" not in app.written
        assert [message.is_open for message in app.heard_of(LogTable.Toggled)] == [True, False]


async def test_a_range_of_marks_grows_and_shrinks() -> None:
    """Going back takes marks back, but never those that were there before; the count is said each time."""
    app = Host(some_events(10))
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "down", "down", "x", "up", "up", "J", "J", "J")
        assert app.table.marked == {event.seq for event in app.rows[:4]}
        await press(pilot, "K", "K", "K")
        assert app.table.marked == {app.rows[0].seq, app.rows[2].seq}
        assert [line[2:5] for line in app.grid[1:5]] == ["[x]", "[ ]", "[x]", "[ ]"]
        assert [message.count for message in app.heard_of(LogTable.MarksChanged)] == [1, 3, 3, 4, 3, 3, 2]


async def test_all_rows_are_marked_or_none() -> None:
    """The star marks the page, then takes it back; marks of other pages stay until all are cleared."""
    rows = some_events(10)
    app = Host(rows[:5])
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "*")
        app.table.show(rows[5:], app.columns)
        await press(pilot, "*")
        assert len(app.table.marked) == 10
        await press(pilot, "*")
        assert app.table.marked == {event.seq for event in rows[:5]}
        app.table.clear_marks()
        assert not app.table.marked


# --- mouse --------------------------------------------------------------------------------------------------------


async def test_everything_in_a_row_can_be_clicked() -> None:
    """Chevron, mark, details, copy, a cell: each does its own thing to the row that was hit."""
    app = Host(some_events(10))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        row = app.grid[3]
        await pilot.click(LogTable, offset=(row.index("⋯"), 3))
        await pilot.click(LogTable, offset=(row.index("❐"), 3))
        await pilot.click(LogTable, offset=(3, 3))
        await pilot.click(LogTable, offset=(row.index("Ticket"), 3))
        assert app.heard_of(LogTable.DetailsWanted)[0].event is app.rows[2]
        assert app.heard_of(LogTable.CopyWanted)[0].event is app.rows[2]
        assert app.table.marked == {app.rows[2].seq}
        assert (app.table.cursor_event, app.table.cursor_column) == (app.rows[2], "entity")
        await pilot.click(LogTable, offset=(0, 3))
        await pilot.click(LogTable, offset=(30, 5))  # inside the block
        assert app.table.opened == {app.rows[2].seq}
        await pilot.click(LogTable, offset=(30, 2), times=2)
        assert app.table.opened == {app.rows[2].seq, app.rows[1].seq}
        await pilot.click(LogTable, offset=(30, 1), shift=True)
        assert app.rows[0].seq in app.table.marked


async def test_a_head_that_is_clicked_asks_for_its_order() -> None:
    """The order asked for is a field that a view can be sorted by."""
    app = Host(some_events(3))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        await pilot.click(LogTable, offset=(app.grid[0].index("User"), 0))
        await pilot.click(LogTable, offset=(1, 0))
        assert [message.column for message in app.heard_of(LogTable.SortWanted)] == ["actor"]


async def test_the_scroll_bar_can_be_dragged() -> None:
    """Its handle shows where the view is; pressing at its end leads to the last row, and wheels work too."""
    app = Host(some_events(100))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert [line[-1] for line in app.grid[1:]].count("▐") == ROOM * ROOM // 100
        assert app.grid[1].endswith("▐")
        await pilot.mouse_down(LogTable, offset=(119, 39))
        await pilot.mouse_up(LogTable, offset=(119, 39))
        await pilot.pause()
        assert app.grid[39].endswith("▐")
        assert "#4001" in app.grid[39]
