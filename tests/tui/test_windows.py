"""Windows under a hasty hand: whatever is typed twice, a window ends once, and the explorer stays."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from random import Random
from typing import Any

import pytest
from textual.screen import Screen

from auditui.tui import screens
from auditui.tui.app import AuditApp
from auditui.tui.palette import Palette
from auditui.tui.screens.choose import ChooseWindow
from auditui.tui.screens.dates import DatesWindow
from auditui.tui.screens.explorer import Explorer
from auditui.tui.screens.results import Results
from auditui.tui.screens.window import EndsOnce
from auditui.tui.state import page_wanted
from auditui.tui.widgets.choice_list import Choice
from tests.tui.memory_store import MemoryStore
from tests.tui.screens_kit import NOON, app_on, explorer, full, screen_text, until
from tests.tui.test_keyboard import burst, standing

APPLE = Choice("a", "Apple", "1")


def ours() -> set[type[Screen[Any]]]:
    """Every screen of ours but the explorer and what it is made of."""
    modules = [
        importlib.import_module(f"auditui.tui.screens.{one.name}") for one in pkgutil.iter_modules(screens.__path__)
    ]
    found = {kind for module in modules for _, kind in inspect.getmembers(module, inspect.isclass)}
    return {kind for kind in found if issubclass(kind, Screen) and kind.__module__.startswith("auditui.")} | {Palette}


def test_every_window_ends_once() -> None:
    """What keeps a window from ending twice is said in one place, and every window has it."""
    windows = {kind for kind in ours() if not issubclass(Explorer, kind) and not issubclass(kind, Results)}
    assert len(windows) > 12
    assert {kind.__name__ for kind in windows if not issubclass(kind, EndsOnce)} == set()


@pytest.mark.parametrize("opening", ["f", "d", "o", "s", "C", "v", "N", "h", "R", "?", ":", "L", "V", "m"])
async def test_every_window_can_be_put_aside(opening: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+Z goes to the shell from any of them, also while something is typed."""
    stops: list[str] = []
    monkeypatch.setattr(AuditApp, "action_suspend_process", lambda app: stops.append(type(app.screen).__name__))
    app = app_on(full(30))
    async with app.run_test() as pilot:
        await standing(pilot)
        burst(app, opening)
        await until(pilot, lambda: not isinstance(app.screen, Explorer))
        await pilot.press("ctrl+z")
        assert stops == [type(app.screen).__name__]


ENDINGS = {
    "twice Enter": [f"{opening}\r\r" for opening in "sCL?ohRvme"],
    "twice Escape": [f"{opening}\x1b\x1b" for opening in "#dfNV:"],
    "a choice and another": ["s44", "s4\r", "s\r4", "L11", "xL1\r", "#3\r\r", "#\x1b\r", "e\x1b\r"],
    "keys of the window": ["faa", "fa\r", "dcc", "d1\r\r", "oha", "h\r\x1b", "??"],
    "texts": ["Vabc\r\r", "vr\r\r", "mnote\r\r", "::", ":sort\r\r"],
}


@pytest.mark.parametrize("bursts", ENDINGS.values(), ids=ENDINGS)
async def test_doubled_keys_close_a_window_once(bursts: list[str]) -> None:
    """All keys are there before the first is looked at; afterwards the explorer is there and leads back out of all."""
    app = app_on(full(30))
    async with app.run_test() as pilot:
        await standing(pilot)
        for keys in bursts:
            burst(app, keys)
            await pilot.pause()
            assert explorer(app) in app.screen_stack, keys
            burst(app, "\x1b" * 5)
            await until(pilot, lambda: isinstance(app.screen, Explorer))
    assert app.fault is None


async def test_typed_fast_is_typed_slowly() -> None:
    """The second Enter is for the row below the list of orders: it is opened, and by no means the list again."""
    app = app_on(full(30))
    async with app.run_test() as pilot:
        table = await standing(pilot)
        burst(app, "s\r\r")
        await until(pilot, lambda: len(table.opened) == 1)
        assert app.screen is explorer(app)


async def test_a_window_that_has_ended_has_ended() -> None:
    """The first result counts; the second call neither changes it nor takes the window below."""
    app = app_on(full(30))
    heard: list[str | None] = []
    async with app.run_test() as pilot:
        await standing(pilot)
        below, above = ChooseWindow("Below", [APPLE]), ChooseWindow("Above", [APPLE])
        await app.push_screen(below, heard.append)
        await app.push_screen(above, heard.append)
        above.dismiss("first")
        above.dismiss("second")
        await pilot.pause()
        assert (heard, app.screen) == (["first"], below)


async def test_a_window_may_end_before_its_parts_are_there() -> None:
    """The key that ends it was typed ahead: its result counts, and what fills it in finds what it fills."""
    app = app_on(full(30))
    heard: list[object] = []
    async with app.run_test() as pilot:
        await standing(pilot)
        for window in (DatesWindow(zone="UTC", now_us=NOON), ChooseWindow("Fruit", [APPLE])):
            app.push_screen(window, heard.append)
            window.dismiss(None)
            await until(pilot, lambda: app.screen is explorer(app))
    assert heard == [None, None] and app.fault is None


async def test_a_window_under_another_one_takes_only_itself() -> None:
    """What ends below, as an export does while the help is read, goes when it is in sight again."""
    app = app_on(full(30))
    heard: list[str | None] = []
    async with app.run_test() as pilot:
        await standing(pilot)
        below, above = ChooseWindow("Below", [APPLE]), ChooseWindow("Above", [APPLE])
        await app.push_screen(below, heard.append)
        await app.push_screen(above)
        below.dismiss("done")
        await pilot.pause()
        assert app.screen is above
        above.dismiss(None)
        await until(pilot, lambda: app.screen is explorer(app))
        assert heard == ["done"]


KEYS = "\r\r\x1b\x1b jkgGxK/fd=!cEXbBRvVhaiuwnpsC#rmMNeLtT+-?:.123480"


@pytest.mark.parametrize("seed", [1, 2])
async def test_any_keys_in_any_order_leave_the_explorer_standing(seed: int) -> None:
    """Bursts of three to five keys of any kind end nothing; Escape leads back out of whatever they led into.

    In the end the rows on screen are what the query on screen finds.
    """
    draw = Random(seed)
    store = full(30)
    app = app_on(store)
    async with app.run_test() as pilot:
        await standing(pilot)
        for _ in range(6):
            keys = "".join(draw.choices(KEYS, k=draw.randint(3, 5)))
            burst(app, keys)
            await pilot.pause()
            assert explorer(app) in app.screen_stack, keys
            burst(app, "\x1b" * draw.randint(2, 5))
            while not isinstance(app.screen, Explorer):
                await pilot.press("escape")
        await until(pilot, lambda: is_what_it_says(explorer(app), store))
    assert app.fault is None


@pytest.mark.parametrize("opening", "sdLC")
async def test_a_key_behind_the_last_one_opens_nothing(opening: str) -> None:
    """Typed behind q, it would open a window whose parts nobody makes any more."""
    app = app_on(full(3))
    async with app.run_test() as pilot:
        await standing(pilot)
        burst(app, f"q{opening}")
        await pilot.pause()
        assert app.screen_stack == [explorer(app)] or not app.screen_stack
    assert app.fault is None


def is_what_it_says(screen: Explorer, store: MemoryStore) -> bool:
    """Whether nothing is on its way, and rows, query and page are of one view."""
    found, shown = screen._state.found, screen._state.view
    if screen.is_awaited or found is None:
        return False
    page = store.page(found.view, offset=found.page.offset, limit=shown.page_size)
    asked = page_wanted(shown, NOON).view.query
    return tuple(page.rows) == screen._table.rows and found.view.query == asked


@pytest.mark.parametrize("opening", ["m", "V"])
async def test_a_window_without_a_list_has_no_keys_of_one(opening: str) -> None:
    """Arrows in the line of a note, or of a name, move through no list."""
    app = app_on(full(3))
    async with app.run_test() as pilot:
        await standing(pilot)
        await pilot.press(opening, "down", "up", "pagedown", "pageup", "escape")
        assert app.screen is explorer(app)


async def test_without_colours_examples_are_no_values_and_buttons_are_buttons(monkeypatch: pytest.MonkeyPatch) -> None:
    """`2026-07-31` in an empty field would be a date, and OK a word among words."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_on(full(30))
    async with app.run_test(size=(100, 30)) as pilot:
        await standing(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DatesWindow) and "OK" in screen_text(app))
        drawn = [segment for strip in app.screen._compositor.render_strips() for segment in strip if segment.style]
        assert {one.text.strip() for one in drawn if one.style and one.style.italic} >= {
            "2026-07-01 or 7d",
            "2026-07-31",
        }
        assert {one.text.strip() for one in drawn if one.style and one.style.underline} >= {"OK", "Clear", "Close"}
        assert not any(one.style.italic and one.style.underline for one in drawn if one.style)
