"""Keys that come faster than the screen follows."""

from __future__ import annotations

import random

import pytest
from textual.app import App
from textual.events import Key
from textual.pilot import Pilot

from auditui.core.language import parse
from auditui.core.query import Text
from auditui.core.view import View
from auditui.tui.keys import KEYS, Context
from auditui.tui.screens.choose import ChooseWindow
from auditui.tui.screens.explorer import Explorer
from auditui.tui.widgets.log_table import LogTable
from tests.tui.screens_kit import app_on, explorer, full, screen_text, until

LEAVING = {"quit", "suspend"}
"""Keys of the explorer that end it or put it aside."""
NAMES = {
    "/": "slash",
    "\r": "enter",
    "\x1b": "escape",
    ":": "colon",
    "]": "right_square_bracket",
    "?": "question_mark",
    "#": "number_sign",
}


def burst(app: App[None], text: str) -> None:
    """Put all keys into the app's queue before it looks at the first."""
    for character in text:
        app.post_message(Key(NAMES.get(character, character), None if character in "\r\x1b" else character))


async def standing(pilot: Pilot[None]) -> LogTable:
    await until(pilot, lambda: bool(explorer(pilot.app).query_one(LogTable).rows))
    return explorer(pilot.app).query_one(LogTable)


async def test_a_search_typed_ahead_is_a_search() -> None:
    """`/printer` and Enter, all at once: no letter is taken for a command of the table, none is lost."""
    app = app_on(full(30))
    async with app.run_test() as pilot:
        await standing(pilot)
        burst(app, "/printer\r")
        await until(pilot, lambda: explorer(app)._query == Text("printer"))


async def test_keys_behind_a_search_reach_the_table() -> None:
    """What is typed behind Enter moves the cursor instead of ending up in the box."""
    app = app_on(full(30))
    async with app.run_test() as pilot:
        await standing(pilot)
        burst(app, "/ana\rjj")
        await until(pilot, lambda: explorer(app)._query == Text("ana"))
        await until(pilot, lambda: isinstance(app.focused, LogTable))


async def test_keys_for_a_window_wait_until_it_is_there() -> None:
    """`s` opens the list of orders; the keys right behind it are the list's."""
    app = app_on(full(30))
    async with app.run_test() as pilot:
        table = await standing(pilot)
        before = table.sort
        burst(app, "sjj\r")
        await until(pilot, lambda: isinstance(app.screen, Explorer) and explorer(app)._state.view.sort != before)
        assert not isinstance(app.screen, ChooseWindow)


PAGES = {"nnn": 151, "nnnp": 101, "nnnnnnnnp": 201, "Gj": 51, "n]n": 151}


@pytest.mark.parametrize("keys", PAGES)
async def test_every_page_key_counts(keys: str) -> None:
    """Typed faster than pages come, keys lead to the page that they lead to typed slowly; 280 events, 50 on a page."""
    store = full(280)
    app = app_on(store, View(page_size=50))
    async with app.run_test() as pilot:
        await standing(pilot)
        burst(app, keys)
        await until(pilot, lambda: f"Items {PAGES[keys]}–" in screen_text(app) and not explorer(app).is_awaited)


async def test_pages_are_turned_from_what_was_asked_for() -> None:
    """Not from what is on screen: before the first page is there, and behind a search."""
    store = full(280)
    store.gate.clear()
    app = app_on(store, View(page_size=50))
    async with app.run_test() as pilot:
        await pilot.pause()
        burst(app, "nn")
        await pilot.pause()
        store.gate.set()
        await until(pilot, lambda: "Items 101–150 of 280" in screen_text(app))
        burst(app, "/ana\rn")
        await until(pilot, lambda: "Items 51–94 of 94" in screen_text(app))
        burst(app, "c/update\r#2\r")
        await until(pilot, lambda: "Items 51–70 of 70" in screen_text(app))


async def test_no_key_ends_the_program_where_there_are_no_rows() -> None:
    """Nothing matches: `r`, and keys of the explorer and its table in any order, work on an empty table."""
    app = app_on(full(30), View(query=parse("zzz")))
    dice = random.Random(7)
    ours = [key.action for key in KEYS if key.context in {Context.TABLE, Context.EXPLORER} and key.id not in LEAVING]
    async with app.run_test() as pilot:
        await until(pilot, lambda: bool(explorer(app).query_one(LogTable).empty_text))
        for action in ("refresh", *dice.sample(ours, 9)):
            screen = explorer(app)
            node = screen.query_one(LogTable) if hasattr(LogTable, f"action_{action}") else screen
            await app.run_action(action, node)
            await pilot.pause()
            while not isinstance(app.screen, Explorer):
                app.pop_screen()
            if screen._query != Text("zzz"):
                screen.search_for(Text("zzz"))
            await until(pilot, lambda: not explorer(app).is_awaited and not explorer(app).query_one(LogTable).rows)
