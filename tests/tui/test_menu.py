"""The menu of a row: what applies there, each with its key, beside what was pressed."""

from __future__ import annotations

import pytest

from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.view import View
from auditui.tui.keys import KEYS, rebound
from auditui.tui.row_menu import Pointed, menu
from auditui.tui.screens.bookmarks import NoteWindow
from auditui.tui.screens.details import DetailsWindow
from auditui.tui.screens.menu import MenuWindow
from tests.tui.memory_store import MemoryStore
from tests.tui.reader import reading
from tests.tui.screens_kit import HOSTILE, NOON, full, made, screen_text

RIGHT = 3


def told(pointed: Pointed) -> dict[str, str]:
    """What is said behind each line, by the id of its key."""
    return {choice.id: choice.note for choice in menu(pointed, KEYS)}


def test_each_line_says_what_it_would_do_here() -> None:
    """The query of the value, the record, the user and the address by name."""
    lines = told(Pointed(made(1), (("status", "204"),)))
    assert lines["keep"] == "status:204" and lines["exclude"] == "-status:204"
    assert lines["history"] == "all that happened to Printer 1" and lines["actor"] == "all that Bob did"
    assert lines["address"] == "all that came from 10.0.0.1"


def test_what_does_not_apply_is_left_out() -> None:
    """An event without record, user, address and request has no lines for them, a cell without a field none for it."""
    lines = told(Pointed(Event(at_us=NOON, action="Login", details={})))
    assert set(lines) == {"row.toggle", "details", "nearby", "mark", "bookmark", "copy", "copy.json", "copy.table"}


def test_it_says_what_another_press_takes_back() -> None:
    """Open rows close, selected ones are unselected, a bookmark shows its note, and copies are of what is selected."""
    before = told(Pointed(made(0)))
    after = told(Pointed(made(0), is_open=True, is_marked=True, note="ask Ana", selected=1_200))
    assert before["row.toggle"] != after["row.toggle"] == "close the row"
    assert before["mark"] != after["mark"] == "take the selection back"
    assert (before["bookmark"], after["bookmark"]) == ("with a note", "ask Ana")
    assert (before["copy"], after["copy"]) == ("this event", "the 1,200 selected")


def test_it_teaches_the_keys_in_force() -> None:
    """A rebound key stands beside its line."""
    [details] = [choice for choice in menu(Pointed(made(0)), rebound({"details": "z"})) if choice.id == "details"]
    assert (details.label, details.key) == ("details", "z")


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)])
async def test_a_right_press_opens_it_where_it_was(size: tuple[int, int]) -> None:
    """The cursor goes to the cell, the menu stands on screen as a whole, and a press on a line does it."""
    async with reading(full(40), size=size) as reader:
        wanted = reader.table.rows[3]
        await reader.click_at(12, reader.place("[ ] 2026-11-20 11:5")[1] + 3, button=RIGHT)
        await reader.sees("↵ expand", "o details", "Esc close", "╭", "╰")
        assert isinstance(reader.app.screen, MenuWindow) and reader.table.cursor_event is wanted
        await reader.click("o details")
        await reader.sees("1 Event")
        assert isinstance(reader.app.screen, DetailsWindow)


async def test_it_is_about_the_cell_that_was_pressed() -> None:
    """Only this value: of the column under the pointer, whatever column the cursor was in."""
    async with reading(full(40)) as reader:
        await reader.click("Bob", button=RIGHT)
        await reader.sees("= keep value", "user:bob@example.com")
        await reader.click("= keep value")
        await reader.until(lambda: reader.query == "user:bob@example.com")


async def test_a_key_opens_it_and_keys_choose() -> None:
    """Full stop opens it below the cursor; the key of a line does what it does without the menu."""
    async with reading(full(40)) as reader:
        await reader.press("j", "full_stop")
        await reader.sees("m bookmark")
        assert reader.place("↵ expand")[1] == reader.place("Printer 1")[1] + 2
        await reader.press("m")
        assert isinstance(reader.app.screen, NoteWindow)


@pytest.mark.parametrize("away", ["escape", "press"])
async def test_it_closes_without_doing_anything(away: str) -> None:
    """By Esc, and by a press beside it."""
    async with reading(full(40)) as reader:
        await reader.press("full_stop")
        await reader.sees("o details")
        await (reader.press("escape") if away == "escape" else reader.click_at(110, 38))
        assert reader.app.screen is not None and not isinstance(reader.app.screen, MenuWindow)
        assert not reader.table.opened and reader.query == ""


async def test_hostile_values_show_as_what_they_are() -> None:
    """No control, no markup: not in the title, not in the lines."""
    event = Event(at_us=NOON, actor=HOSTILE, action=HOSTILE, entity_name=HOSTILE, entity_type="x", ip="[/]", details={})
    async with reading(MemoryStore([event])) as reader:
        await reader.press("right", "right", "full_stop")
        await reader.sees("o details")
        text = screen_text(reader.app)
        assert "␛[31mred" in text and "\x1b" not in text and "\u202e" not in text


@pytest.mark.parametrize("query", ["", "user:nobody"])
async def test_keys_that_need_a_row_say_so_where_there_is_none(query: str) -> None:
    """No key is dead: each says why, and what to do."""
    async with reading(full(0 if not query else 5), View(parse(query))) as reader:
        advice = "c clears the filters" if query else "auditui import FILE fills it"
        for key in ("o", "h", "a", "i", "u", "w", "m", "y", "Y", "equals_sign", "exclamation_mark", "full_stop"):
            reader.app.clear_notifications()
            await reader.press(key)
            await reader.hears("There is no row to do something with")
            assert advice in reader.toasts
        assert reader.query == query
