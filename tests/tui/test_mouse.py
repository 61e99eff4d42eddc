"""The explorer without a keyboard: every part of the screen can be pressed, turned or dragged."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.events import MouseScrollDown
from textual.pilot import Pilot

from auditui.core.language import parse
from auditui.core.view import View
from auditui.tui.app import AuditApp
from auditui.tui.screens.dates import DatesWindow
from auditui.tui.screens.details import DetailsWindow
from auditui.tui.screens.explorer import Explorer
from auditui.tui.screens.filters import FiltersWindow
from auditui.tui.screens.help import HelpWindow
from auditui.tui.widgets.log_table import LogTable
from tests.tui.screens_kit import app_on, explorer, full, lines, until


class Hand:
    """Somebody with a mouse alone."""

    def __init__(self, app: AuditApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def table(self) -> LogTable:
        return explorer(self.app).query_one(LogTable)

    def place(self, words: str, *, last: bool = False) -> tuple[int, int]:
        """Column and line of words on screen; of the last line that has them, where that is wanted."""
        found = [(line.index(words), at) for at, line in enumerate(lines(self.app)) if words in line]
        assert found, "\n".join([words, *lines(self.app)])
        return found[-1 if last else 0]

    async def press(self, words: str, *, into: int = 1, times: int = 1, last: bool = False) -> None:
        x, y = self.place(words, last=last)
        await self.press_at(x + into, y, times=times)

    async def press_at(self, x: int, y: int, *, times: int = 1) -> None:
        await self.pilot.click(offset=(x, y), times=times)
        await self.pilot.pause()

    async def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        await self.pilot.mouse_down(offset=start)
        await self.pilot.hover(offset=end)
        await self.pilot.mouse_up(offset=end)
        await self.pilot.pause()

    async def sees(self, words: str) -> None:
        await until(self.pilot, lambda: any(words in line for line in lines(self.app)))

    @property
    def query(self) -> str:
        return str(explorer(self.app)._query)


@asynccontextmanager
async def holding(query: str = "", count: int = 263, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Hand]:
    app = app_on(full(count), View(parse(query)))
    async with app.run_test(size=size) as pilot:
        hand = Hand(app, pilot)
        await hand.sees("Items 1–")
        yield hand


async def test_rows_are_chosen_opened_marked_and_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    """A press chooses, the chevron and a double press open, the box marks, the icons show details and copy."""
    copied: list[str] = []
    monkeypatch.setattr(AuditApp, "copy_to_clipboard", lambda app, text: copied.append(text))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.delenv("STY", raising=False)
    async with holding() as hand:
        rows = hand.table.rows
        await hand.press("Printer 3")
        assert hand.table.cursor_event is rows[3]
        await hand.press_at(0, hand.place("Printer 3")[1])
        assert hand.table.opened == {rows[3].seq}
        await hand.press_at(0, hand.place("Printer 3")[1])
        await hand.press_at(3, hand.place("Printer 2")[1])
        assert hand.table.marked == {rows[2].seq}
        await hand.press("Printer 1", times=2)
        assert hand.table.opened == {rows[1].seq}
        line = hand.place("Printer 0")[1]
        await hand.press_at(lines(hand.app)[line].rindex("❐"), line)
        assert len(copied) == 1 and "Printer 0" in copied[0]
        await hand.press_at(lines(hand.app)[line].rindex("⋯"), line)
        assert isinstance(hand.app.screen, DetailsWindow)
        await hand.press("2 Changes")
        await hand.sees("Before ")
        await hand.press("Esc close")
        assert isinstance(hand.app.screen, Explorer)


async def test_the_head_sorts_and_the_wheel_moves() -> None:
    """A press on a title sorts by it, another one the other way round; the wheel scrolls the rows."""
    async with holding() as hand:
        await hand.press("User ")
        await until(hand.pilot, lambda: str(explorer(hand.app)._state.view.sort) in {"actor", "-actor"})
        first = str(explorer(hand.app)._state.view.sort)
        await hand.press("User ")
        await until(hand.pilot, lambda: {first, str(explorer(hand.app)._state.view.sort)} == {"actor", "-actor"})
        x, y = hand.place("Printer")
        before = hand.table.scroll_offset.y
        hand.app.post_message(MouseScrollDown(None, x, y, 0, 1, 0, False, False, False, x, y))
        await until(hand.pilot, lambda: hand.table.scroll_offset.y > before)


async def test_filters_are_taken_out_one_by_one_or_all() -> None:
    """By the × of a chip, and by Clear filters."""
    async with holding('user:ana -delete -"Printer 4"') as hand:
        await hand.press("-delete ×", into=8)
        await until(hand.pilot, lambda: hand.query == 'user:ana -"Printer 4"')
        await hand.press("Clear filters")
        await until(hand.pilot, lambda: hand.query == "")


async def test_pages_and_their_size() -> None:
    """Next, Prev, rows per page, and going to a page."""
    async with holding() as hand:
        await hand.press("Next ›")
        await hand.sees("Items 201–263 of 263")
        await hand.press("‹ Prev")
        await hand.sees("Items 1–200 of 263")
        await hand.press(" 50 ", last=True)
        await hand.sees("Items 1–50 of 263")
        await hand.press("go to page")
        await hand.press("Esc close")
        assert isinstance(hand.app.screen, Explorer)


async def test_a_part_of_the_timeline_is_dragged_out() -> None:
    """From one bar to another; a press on the offer shows the events of these. A first press on it offers nothing."""
    async with holding() as hand:
        before = explorer(hand.app)._state.total
        bars = hand.place("█")
        await hand.press("each bar")
        assert not hand.query
        await hand.drag((bars[0] + 4, bars[1]), (bars[0] + 12, bars[1]))
        await hand.press("↵ narrow")
        await until(hand.pilot, lambda: hand.query.startswith("on:2026-11-20T"))
        await until(hand.pilot, lambda: explorer(hand.app)._state.total not in {None, before})


async def test_the_filters_panel_is_worked_through() -> None:
    """Opened from the footer; a value is asked for, another excluded, and Apply shows the events."""
    async with holding() as hand:
        await hand.press("f filters")
        assert isinstance(hand.app.screen, FiltersWindow)
        await hand.sees("] Update")
        await hand.press("] Update", into=3)
        await until(hand.pilot, lambda: "action:update" in str(hand.app.screen._draft))  # type: ignore[attr-defined]
        x, y = hand.place(" Apply ")
        await hand.press_at(x + 2, y)
        await until(hand.pilot, lambda: "action:update" in hand.query)
        await hand.press("f filters")
        await hand.sees("] Update")
        await hand.press("Close", last=False)
        assert isinstance(hand.app.screen, Explorer)


async def test_a_day_is_chosen_in_the_calendar() -> None:
    """The window opens from the footer; a day twice, then OK."""
    async with holding() as hand:
        await hand.press("d dates")
        assert isinstance(hand.app.screen, DatesWindow)
        for _ in range(2):
            await hand.press("16 17 18 19 20", into=12)
        await hand.press(" OK ")
        await until(hand.pilot, lambda: hand.query == "on:2026-11-20")


async def test_help_and_commands_open_and_close() -> None:
    """From the footer, and out again without a key."""
    async with holding() as hand:
        await hand.press("? help")
        assert isinstance(hand.app.screen, HelpWindow)
        await hand.press("Esc close")
        assert isinstance(hand.app.screen, Explorer)
