"""Saved views in the explorer: saved, picked, renamed, removed, found in the palette."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from auditui import keeping
from auditui.core.language import parse
from auditui.core.saved_views import with_view
from auditui.core.view import Sort, View
from auditui.tui.app import AuditApp
from auditui.tui.screens.views import ViewsWindow
from auditui.tui.widgets.log_table import LogTable
from tests.tui.screens_kit import app_on, explorer, full, lines, screen_text, until


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A configuration folder with nothing in it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))


@asynccontextmanager
async def reading(view: View | None = None) -> AsyncIterator[tuple[AuditApp, Pilot[None]]]:
    """The explorer with its first rows."""
    app = app_on(full(40), view)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: bool(explorer(app).query_one(LogTable).rows))
        yield app, pilot


def save(name: str, view: View) -> None:
    keeping.change_views(lambda views: with_view(views, name, view))


def people(app: AuditApp) -> set[str]:
    """Who is in the rows."""
    return {row.actor for row in explorer(app).query_one(LogTable).rows}


async def test_what_is_on_screen_is_saved_under_a_name() -> None:
    """With relative times as written, order and zone."""
    view = View(query=parse("user:ana since:7d"), sort=Sort("status"), zone="Europe/Vienna")
    async with reading(view) as (app, pilot):
        await pilot.press("V", *"Ana now", "enter")
        await until(pilot, lambda: bool(app._notifications))
    assert keeping.views() == {"Ana now": view}


async def test_a_name_that_cannot_be_is_refused_in_the_window() -> None:
    """And one that is taken is told before it is replaced."""
    save("Ana", View())
    async with reading() as (app, pilot):
        await pilot.press("V", "enter")
        await until(pilot, lambda: "a view needs a name" in screen_text(app))
        await pilot.press(*"Ana")
        await until(pilot, lambda: "Enter replaces Ana." in screen_text(app))
        await pilot.press("escape")
    assert keeping.views() == {"Ana": View()}


async def test_a_saved_view_is_opened_and_back_returns() -> None:
    """Query, order, zone and rows per page are those of the view; the row that was left is the row that is found."""
    save("Bob", View(query=parse("user:bob"), sort=Sort("status"), zone="Europe/Vienna", page_size=50))
    async with reading() as (app, pilot):
        await pilot.press("j", "j", "j", "v", "enter")
        await until(pilot, lambda: people(app) == {"Bob"})
        assert "Europe/Vienna" in lines(app)[0]
        assert "[50]" in lines(app)[-2]
        await pilot.press("t", "b")
        await until(pilot, lambda: len(people(app)) == 3)
        event = explorer(app).query_one(LogTable).cursor_event
        assert event is not None
        assert event.seq == 37


async def test_a_removed_view_comes_back_with_one_key() -> None:
    """Until the window is closed, and never in the place of another one of its name."""
    save("a", View(parse("user:ana")))
    save("b", View())
    before = keeping.views()
    async with reading() as (app, pilot):
        await pilot.press("v", "x")
        await until(pilot, lambda: "a is removed; u brings it back." in screen_text(app))
        await pilot.press("x", "u", "u")
        await until(pilot, lambda: "a is back." in screen_text(app))
        assert keeping.views() == before
        await pilot.press("u")
        await until(pilot, lambda: "Nothing was removed here." in screen_text(app))


async def test_windows_for_names_say_what_enter_does() -> None:
    """It saves or renames; it chooses nothing."""
    save("a", View())
    async with reading() as (app, pilot):
        await pilot.press("V")
        await until(pilot, lambda: "↵ save" in screen_text(app) and "a name, such as" in screen_text(app))
        await pilot.press("escape", "v")
        await until(pilot, lambda: "↵ open" in screen_text(app))
        await pilot.press("r")
        await until(pilot, lambda: "↵ rename" in screen_text(app))


async def test_views_are_renamed_and_removed_in_the_list() -> None:
    """At once, in the file too."""
    save("a", View())
    save("b", View(query=parse("user:bob")))
    async with reading() as (app, pilot):
        await pilot.press("v", "j", "r", "2", "enter")
        await until(pilot, lambda: "b is now b2." in screen_text(app))
        await pilot.press("k", "x")
        await until(pilot, lambda: "a is removed; u brings it back." in screen_text(app))
        assert isinstance(app.screen, ViewsWindow)
        await pilot.press("escape")
    assert list(keeping.views()) == ["b2"]


async def test_an_empty_list_says_how_to_fill_it() -> None:
    """No dead end."""
    async with reading() as (app, pilot):
        await pilot.press("v")
        await until(pilot, lambda: "V saves the view on screen" in screen_text(app))
        await pilot.press("enter", "x", "r")
        assert isinstance(app.screen, ViewsWindow)


async def test_the_palette_knows_views_by_name() -> None:
    """Names and queries are shown as they are, whatever a markup language thinks of them."""
    save("[/] odd [bold]", View(query=parse('"[/nope]" user:bob')))
    save("Carla", View(query=parse("user:carla")))
    async with reading() as (app, pilot):
        await pilot.press(":", *"view: odd")
        await until(pilot, lambda: "[/] odd [bold]" in screen_text(app))
        assert "[/nope]" in screen_text(app)
        await pilot.press("escape", ":", *"view: carla")
        await until(pilot, lambda: "user:carla" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: people(app) == {"Carla"})


async def test_a_broken_file_is_told_and_harms_nothing() -> None:
    """The explorer goes on; the file stays."""
    keeping.views_file().parent.mkdir(parents=True)
    keeping.views_file().write_text("[broken\n", encoding="utf-8")
    async with reading() as (app, pilot):
        await pilot.press("v")
        await until(pilot, lambda: any("not TOML" in note.message for note in app._notifications))
    assert keeping.views_file().read_text(encoding="utf-8") == "[broken\n"
