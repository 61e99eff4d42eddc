"""The explorer without a keyboard: every part of the screen can be pressed, turned or dragged."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import MouseScrollDown

from auditui.core.language import parse
from auditui.core.view import View
from auditui.tui.app import AuditApp
from auditui.tui.keys import EXPLORED, KEYS, Context
from auditui.tui.screens.dates import DatesWindow
from auditui.tui.screens.details import DetailsWindow
from auditui.tui.screens.explorer import Explorer
from auditui.tui.screens.filters import FiltersWindow
from auditui.tui.screens.help import HelpWindow
from auditui.tui.surroundings import Surroundings
from tests.tui.reader import reading
from tests.tui.screens_kit import NOON, explorer, full, lines, until


async def test_rows_are_chosen_opened_marked_and_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    """A press chooses, the chevron and a double press open, the box marks, the icons show details and copy."""
    copied: list[str] = []
    monkeypatch.setattr(AuditApp, "copy_to_clipboard", lambda app, text: copied.append(text))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.delenv("STY", raising=False)
    async with reading(full(263)) as hand:
        rows = hand.table.rows
        await hand.click("Printer 3")
        assert hand.table.cursor_event is rows[3]
        await hand.click_at(0, hand.place("Printer 3")[1])
        assert hand.table.opened == {rows[3].seq}
        await hand.click_at(0, hand.place("Printer 3")[1])
        await hand.click_at(3, hand.place("Printer 2")[1])
        assert hand.table.marked == {rows[2].seq}
        await hand.click("Printer 1", times=2)
        assert hand.table.opened == {rows[1].seq}
        line = hand.place("Printer 0")[1]
        await hand.click_at(lines(hand.app)[line].rindex("❐"), line)
        assert len(copied) == 1 and "Printer 0" in copied[0]
        await hand.click_at(lines(hand.app)[line].rindex("⋯"), line)
        assert isinstance(hand.app.screen, DetailsWindow)
        await hand.click("2 Changes")
        await hand.sees("Before ")
        await hand.click("Esc close")
        assert isinstance(hand.app.screen, Explorer)


async def test_the_head_sorts_and_the_wheel_moves() -> None:
    """A press on a title sorts by it, another one the other way round; the wheel scrolls the rows."""
    async with reading(full(263)) as hand:
        await hand.click("User ")
        await until(hand.pilot, lambda: str(explorer(hand.app)._state.view.sort) in {"actor", "-actor"})
        first = str(explorer(hand.app)._state.view.sort)
        await hand.click("User ")
        await until(hand.pilot, lambda: {first, str(explorer(hand.app)._state.view.sort)} == {"actor", "-actor"})
        x, y = hand.place("Printer")
        before = hand.table.scroll_offset.y
        hand.app.post_message(MouseScrollDown(None, x, y, 0, 1, 0, False, False, False, x, y))
        await until(hand.pilot, lambda: hand.table.scroll_offset.y > before)


async def test_filters_are_taken_out_one_by_one_or_all() -> None:
    """By the × of a chip, and by Clear filters."""
    async with reading(full(263), View(parse('user:ana -delete -"Printer 4"'))) as hand:
        await hand.click("-delete ×", into=8)
        await until(hand.pilot, lambda: hand.query == 'user:ana -"Printer 4"')
        await hand.click("Clear filters")
        await until(hand.pilot, lambda: hand.query == "")


async def test_pages_and_their_size() -> None:
    """Next, Prev, rows per page, and going to a page."""
    async with reading(full(263)) as hand:
        await hand.click("Next ›")
        await hand.sees("Items 201–263 of 263")
        await hand.click("‹ Prev")
        await hand.sees("Items 1–200 of 263")
        await hand.click(" 50 ", last=True)
        await hand.sees("Items 1–50 of 263")
        await hand.click("go to page")
        await hand.click("Esc close")
        assert isinstance(hand.app.screen, Explorer)


async def test_a_part_of_the_timeline_is_dragged_out() -> None:
    """From one bar to another; a press on the offer shows the events of these. A first press on it offers nothing."""
    async with reading(full(263)) as hand:
        before = explorer(hand.app)._state.total
        bars = hand.place("█")
        await hand.click("each bar")
        assert not hand.query
        await hand.drag((bars[0] + 4, bars[1]), (bars[0] + 12, bars[1]))
        await hand.click("↵ narrow")
        await until(hand.pilot, lambda: hand.query.startswith("on:2026-11-20T"))
        await until(hand.pilot, lambda: explorer(hand.app)._state.total not in {None, before})


async def test_the_filters_panel_is_worked_through() -> None:
    """Opened from the footer; a value is asked for, another excluded, and Apply shows the events."""
    async with reading(full(263)) as hand:
        await hand.click("f filters")
        assert isinstance(hand.app.screen, FiltersWindow)
        await hand.sees("] Update")
        await hand.click("] Update", into=3)
        await until(hand.pilot, lambda: "action:update" in str(hand.app.screen._draft))  # type: ignore[attr-defined]
        x, y = hand.place(" Apply ")
        await hand.click_at(x + 2, y)
        await until(hand.pilot, lambda: "action:update" in hand.query)
        await hand.click("f filters")
        await hand.sees("] Update")
        await hand.click("Close", last=False)
        assert isinstance(hand.app.screen, Explorer)


async def test_a_day_is_chosen_in_the_calendar() -> None:
    """The window opens from the footer; a day twice, then OK."""
    async with reading(full(263)) as hand:
        await hand.click("d dates")
        assert isinstance(hand.app.screen, DatesWindow)
        for _ in range(2):
            await hand.click("16 17 18 19 20", into=12)
        await hand.click(" OK ")
        await until(hand.pilot, lambda: hand.query == "on:2026-11-20")


async def test_help_and_commands_open_and_close() -> None:
    """From the footer, and out again without a key."""
    async with reading(full(263)) as hand:
        await hand.click("? help")
        assert isinstance(hand.app.screen, HelpWindow)
        await hand.click("Esc close")
        assert isinstance(hand.app.screen, Explorer)


async def test_a_line_of_the_help_is_pressed() -> None:
    """It closes the help and does what the key does; keys of other windows say where they work."""
    async with reading(full(263)) as hand:
        await hand.click("? help")
        await hand.press("slash", *"saved views", "enter")
        await hand.click("Open, rename or remove")
        await hand.sees("Saved views", "Esc close")
        await hand.click("Esc close")
        await hand.click("? help")
        await hand.press("slash", *"half of the time", "enter")
        await hand.click("Look at half of the time")
        await hand.until(lambda: hand.query.startswith("on:"))
        await hand.click("? help")
        await hand.press("slash", *"drop the date filter", "enter")
        await hand.click("Drop the date filter")
        await hand.hears("That key works in its own window.")


OPENED: dict[Context, tuple[str, ...]] = {
    Context.CALENDAR: ("d",),
    Context.FILTERS: ("f",),
    Context.PAGE: ("o",),
    Context.TREE: ("o", "3"),
    Context.HISTORY: ("h",),
    Context.FINDINGS: ("R",),
    Context.VIEWS: ("v",),
    Context.COLUMNS: ("C",),
    Context.BOOKMARKS: ("N",),
    Context.EXPORT: ("e",),
}
"""Keys that open a window and the part of it that has the keys of a context."""
SHOWN = {Context.HELP, Context.WINDOW, Context.PROGRESS, Context.DELETE}
"""Contexts whose keys all stand in the last line of their window, or are what a press on a field does."""


async def test_every_key_can_be_pressed_with_the_mouse(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The help of the explorer has the lines of all its keys, and `? help` in a window those of the window."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    reached: set[str] = set()
    around = Surroundings(clock=lambda: NOON, errand=lambda *_, **__: pytest.fail("nothing is exported here"))
    async with reading(full(12), around=around) as hand:
        await hand.click("? help")
        assert isinstance(hand.app.screen, HelpWindow)
        reached |= {key.id for key in hand.app.screen._table if key.context in EXPLORED}
        await hand.press("escape")
        for keys in OPENED.values():
            await hand.press(*keys)
            await hand.sees("? help  ", "Esc ")
            await hand.click("? help")
            assert isinstance(hand.app.screen, HelpWindow)
            reached |= {key.id for key in hand.app.screen._table}
            await hand.press("escape", "escape")
            await hand.until(lambda: isinstance(hand.app.screen, Explorer))
    assert not {key.id for key in KEYS if key.context not in SHOWN} - reached


async def test_a_press_in_the_help_of_a_window_is_for_the_window() -> None:
    """What is pressed there is done there, in the part that has the focus."""
    async with reading(full(12)) as hand:
        await hand.click("d dates")
        await hand.click("? help")
        await hand.click("Pick yesterday")
        await hand.sees("2026-11-19")
        assert isinstance(hand.app.screen, DatesWindow)
        await hand.click(" OK ")
        await hand.until(lambda: hand.query == "on:yesterday")


async def test_a_press_on_a_hint_is_no_letter_in_a_field() -> None:
    """While dates are typed, the keys of the last line still do what they say."""
    async with reading(full(12)) as hand:
        await hand.press("d", "slash", *"2026-11-19")
        await hand.click("o OK")
        await hand.until(lambda: hand.query == "since:2026-11-19")


async def test_a_press_into_the_search_goes_on_with_the_query() -> None:
    """What is typed there is another term, as behind the key; elsewhere in the text it is where the pointer is."""
    async with reading(full(40), View(parse("user:ana"))) as hand:
        await hand.click("/ user:ana", into=40)
        await hand.press(*"delete")
        await hand.until(lambda: hand.query == "user:ana delete")
        await hand.press("escape")
        await hand.click("/ user:ana", into=7)
        assert hand.app.focused is explorer(hand.app)._search.box
        assert explorer(hand.app)._search.box.cursor_position == 5
