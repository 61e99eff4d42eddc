"""How the table draws: strips kept, hostile rows, colours, and bytes on a terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from auditui.core.event import Event
from auditui.tui.drawing.columns import column_of
from auditui.tui.widgets.log_table import LogTable
from tests.terminal import DOWN, ENTER, PAGE_DOWN, Terminal
from tests.tui import hostile
from tests.tui.table_host import Host, some_events

WIDE, NARROW = (120, 40), (80, 24)
HEAD = 1
ROOM = WIDE[1] - HEAD
"""Lines of the view below the head."""


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_scrolling_finds_the_lines_that_it_has_drawn() -> None:
    """A line further down draws what is new, moves the cursor, and takes all else from what it kept."""
    app = Host(some_events(200))
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, *["down"] * ROOM)
        painter = app.table._painter
        before = painter.drawn
        await press(pilot, *["down"] * 10, *["up"] * ROOM, *["down"] * ROOM)
        # Each step: a row with the cursor, one without, the ends of the scroll bar's handle, hardly a new row.
        assert painter.drawn - before <= (10 + 2 * ROOM) * 3


async def test_hostile_rows_stay_within_their_lines() -> None:
    """Every line is as wide as the view, at every place sideways, closed and open, and none holds a control."""
    rows = [hostile.nasty_event(number) for number in range(1, 40)]
    columns = ("at", "user", "action", "entity", "description", "details.x", "ip", "origin", "status")
    app = Host(rows, columns, needles=["e", "x"])
    async with app.run_test(size=NARROW) as pilot:
        for key in ["right"] * 9 + ["enter", "down", "enter", "pagedown", "pagedown", "end", "enter", "pagedown"]:
            await press(pilot, key)
            assert {cell_len(line) for line in app.grid} == {NARROW[0]}
            assert not hostile.unsafe("".join(app.grid))
        for x in range(app.table.max_scroll_x):
            app.table.scroll_to(x, animate=False, force=True)
            lines = [app.table.render_line(y) for y in range(NARROW[1])]
            assert {cell_len(line.text) for line in lines} == {line.cell_length for line in lines} == {NARROW[0]}


async def test_markup_in_a_log_is_only_text() -> None:
    """Square brackets show as they are, and click nothing."""
    app = Host([Event(seq=1, at_us=0, actor="[/] [@click=app.quit]x[/]", action="[REDACTED]")])
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "[/] [@click=app.quit]x[/]" in app.written
        assert "[REDACTED]" in app.written
        await pilot.click(LogTable, offset=(app.grid[1].index("@click"), 1))
        assert app.is_running


async def test_without_colour_the_cursor_is_reversed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cursor's row stands out by reversed text, its cell by not being so; marks and failures are signs."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = Host(some_events(3))
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right")
        cursor, other = app.table.render_line(1), app.table.render_line(2)
        reversed_ = "".join(text for text, style, _ in cursor if style and style.reverse)
        straight = "".join(text for text, style, _ in cursor if style and not style.reverse)
        assert "Ticket #4003" in reversed_
        assert app.rows[0].actor in straight
        assert not any(style and style.reverse for _, style, _ in other)


async def test_columns_are_seen_whole_or_not_at_all() -> None:
    """Wherever the cursor goes or the wheel scrolls on a narrow screen, no head is cut by the edge."""
    names = ("at", "action", "status", "user", "entity", "ip", "took", "origin")
    app = Host(some_events(20), names)
    async with app.run_test(size=NARROW) as pilot:
        titles = {column_of(name).title for name in names} | {"UTC"}
        for name in names:
            head = {word for word in app.table.render_line(0).text.split() if word.isalpha()}
            assert head <= titles
            assert column_of(name).title in head
            await press(pilot, "right")
        for x in range(app.table.max_scroll_x + 1):
            app.table.scroll_to(x, animate=False, force=True)
            assert {word for word in app.table.render_line(0).text.split() if word.isalpha()} <= titles


@pytest.mark.parametrize(
    "theme", ["ansi-dark", "ansi-light", "textual-dark", "textual-light", "nord", "solarized-light"]
)
async def test_no_theme_hides_text_in_its_own_colour(theme: str) -> None:
    """Badges, matches and everything else are never of the colour that they stand on."""
    app = Host(some_events(60), ("at", "user", "action", "status", "entity"), needles=["a", "plan"])
    async with app.run_test(size=WIDE) as pilot:
        app.theme = theme
        await press(pilot, "x", "down", "right", "right", "enter")
        for y in range(WIDE[1]):
            for text, style, _ in app.table.render_line(y):
                assert style
                is_plain = style.color is None or style.color.is_default
                assert is_plain or not text.strip() or style.color != style.bgcolor, (text, style)


async def test_another_theme_is_seen_at_once() -> None:
    """Kept lines do not keep the colours of the theme before."""
    app = Host(some_events(3))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        before = {style.bgcolor for _, style, _ in app.table.render_line(3) if style}
        app.theme = "textual-light"
        await pilot.pause()
        assert before.isdisjoint({style.bgcolor for _, style, _ in app.table.render_line(3) if style})


# --- on a terminal ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", ["changes", "api"])
def test_moving_is_cheap_on_a_terminal(columns: str) -> None:
    """On 120×40 a cursor move writes 1.5 kB at most, a page-down 15 kB even for a table of its own, idling nothing."""
    command = [sys.executable, "-m", "tests.tui.table_host", "200", columns]
    with Terminal(command, cwd=Path(__file__).parents[2]) as terminal:
        terminal.wait_for("Time UTC")
        terminal.settle()
        assert max(len(terminal.press(DOWN)) for _ in range(3)) <= 1_500
        assert len(terminal.press("x")) <= 1_000
        assert len(terminal.press(PAGE_DOWN)) <= 15_000
        assert "▾" not in terminal.text
        assert len(terminal.press(ENTER)) <= 16_000
        assert "▾" in terminal.text
        assert terminal.pump(1.5) == b""
