"""The first start, and searches that come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditui import keeping, session
from auditui.core.language import parse
from auditui.core.query import Query
from auditui.core.redact import DEFAULT
from auditui.core.view import View
from auditui.store.base import Origin
from auditui.tui import start
from auditui.tui.surroundings import Surroundings
from auditui.tui.widgets.chips import Chips
from auditui.tui.widgets.search_bar import SearchBar
from tests.tui.screens_kit import NOON, app_on, explorer, full, made, screen_text, until


def around(past: list[str] | None = None, *, is_first: bool = False) -> Surroundings:
    """A person with these searches behind them."""
    held = past if past is not None else []

    def keep(query: Query) -> None:
        held.append(str(query))

    return Surroundings(
        store="audit.db", clock=lambda: NOON, searches=lambda: held, keep_search=keep, is_first=is_first
    )


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_three_lines_greet_on_the_first_start(size: tuple[int, int]) -> None:
    """They name filters, search, opening rows, details, help and the way back, whole; Esc hides them."""
    app = app_on(full(40), around=around(is_first=True))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "narrow by action, user, type" in screen_text(app))
        for hint in ("action:delete since:7d", "everything about the event", "query language", "hide this"):
            assert hint in screen_text(app)
        await pilot.press("j", "escape")
        await pilot.pause()
        assert "narrow by action" not in screen_text(app)


async def test_later_starts_do_not_greet() -> None:
    """Not even hidden room is left."""
    app = app_on(full(40), around=around())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Items 1–40" in screen_text(app))
        assert "narrow by action" not in screen_text(app)


def test_the_first_start_is_only_once() -> None:
    """A note in the state folder, that only its owner can read, says so."""
    assert keeping.is_first_start()
    assert not keeping.is_first_start()


def test_a_start_without_rows_is_not_the_first(tmp_path: Path) -> None:
    """None of the hints helps in an empty store, so they wait for one with events."""
    with session.opened(tmp_path / "a.db", create=True, read_only=False) as here:
        assert not start._surroundings(here, (), {}).is_first
        here.store.append(iter([made(1)]), origin=Origin("a", "jsonl"))
        assert start._surroundings(here, (), {}).is_first
        assert not start._surroundings(here, (), {}).is_first


def test_a_state_folder_that_takes_nothing_is_no_first_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hints that come back at every start are worse than none, and nothing breaks."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert not keeping.is_first_start()
    keeping.keep_search(parse("printer"), DEFAULT)
    assert keeping.searches() == []


def test_searches_are_kept_for_their_owner_alone() -> None:
    """One file, mode 0600, the latest last, in a folder that nobody else can enter."""
    for text in ("printer", "user:ana", "printer"):
        keeping.keep_search(parse(text), DEFAULT)
    assert keeping.searches() == ["user:ana", "printer"]
    assert keeping.searches_file().stat().st_mode & 0o777 == 0o600


async def test_up_and_down_go_through_earlier_searches() -> None:
    """Up from what is typed to the latest and on to the oldest; down comes back to it, and then to the table."""
    app = app_on(full(40), around=around(["action:delete", "user:ana"]))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Items 1–40" in screen_text(app))
        bar = explorer(app).query_one(SearchBar)
        await pilot.press("slash", *"pri")
        for key, text in (
            ("up", "user:ana "), ("up", "action:delete "), ("up", "action:delete "), ("down", "user:ana "),
            ("down", "pri"), ("up", "user:ana "),
        ):  # fmt: skip
            await pilot.press(key)
            assert bar.text == text
        await until(pilot, lambda: explorer(app).query_one(Chips).clauses == ("user:ana",))
        await pilot.press("down", "down")
        await until(pilot, lambda: not bar.is_edited)


async def test_what_is_entered_is_remembered_and_what_is_only_typed_is_not() -> None:
    """Enter says that the search was meant."""
    past: list[str] = []
    app = app_on(full(40), around=around(past))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Items 1–40" in screen_text(app))
        await pilot.press("slash", *"ana", "enter", "slash", *"x")
        await until(pilot, lambda: explorer(app).query_one(Chips).clauses == ("ana", "x"))
        assert past == ["ana"]


async def test_x_drops_the_filter_that_is_why_nothing_is_found() -> None:
    """The table says which one; with rows on screen the key only explains itself."""
    app = app_on(full(40), around=around())
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Items 1–40" in screen_text(app))
        await pilot.press("X")
        assert explorer(app).query_one(Chips).clauses == ()
        await pilot.press("slash", *"action:delete user:nobody", "enter")
        await until(pilot, lambda: "user:nobody   ← X drops it" in screen_text(app))
        assert "X brings 10 events back." in screen_text(app)
        await pilot.press("X")
        await until(pilot, lambda: explorer(app).query_one(Chips).clauses == ("action:delete",))
        await until(pilot, lambda: "Items 1–10 of 10" in screen_text(app))


@pytest.mark.parametrize("size", [(20, 5), (20, 4), (40, 8), (40, 10), (60, 15)])
@pytest.mark.parametrize("query", ["", "user:ana"])
async def test_an_event_is_in_sight_on_the_smallest_terminal(size: tuple[int, int], query: str) -> None:
    """Hints, timeline, filters, keys and title give way, in this order; the search line and what is found stay."""
    app = app_on(full(30), View(parse(query)), around(is_first=True))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "▸ [ ]" in screen_text(app) and "Items 1" in screen_text(app))
        await pilot.press("slash")
        assert explorer(app).query_one(SearchBar).region.height == 1
        assert "▸ [ ]" in screen_text(app)


async def test_hints_are_whole_or_not_there() -> None:
    """At 60 columns there is one on each line; none ends in the middle of a word."""
    app = app_on(full(3), around=around(is_first=True))
    async with app.run_test(size=(60, 15)) as pilot:
        await until(pilot, lambda: "all keys, and the query language" in screen_text(app))
        assert "search:" not in screen_text(app)


async def test_the_chip_of_a_log_names_its_file() -> None:
    """Folders are left out where they would push the name out of sight."""
    origin = f"/var/{'long/' * 12}api-audit.jsonl"
    app = app_on(full(3), View(parse(f"origin:{origin} user:ana")), around())
    async with app.run_test() as pilot:
        await until(pilot, lambda: "origin:…/api-audit.jsonl ×" in screen_text(app))
