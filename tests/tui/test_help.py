"""The help window: made from the table of keys, and a query language whose examples all work."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from auditui.core.language import parse
from auditui.tui.drawing.help_lines import QUERIES, key_rows, query_rows
from auditui.tui.drawing.spans import line_cells, plain
from auditui.tui.keys import KEYS, rebound, shown
from auditui.tui.screens.help import HelpWindow
from tests.tui.window_host import OPEN, WindowHost

EXAMPLES = [written for _, rows in QUERIES for written, _ in rows]


@pytest.mark.parametrize("written", EXAMPLES)
def test_every_example_is_a_query(written: str) -> None:
    """What the help shows can be typed."""
    assert parse(str(parse(written))) == parse(written)


@pytest.mark.parametrize("width", [40, 74, 110])
def test_every_key_is_explained_at_any_width(width: int) -> None:
    """Each entry of the table stands there with its keys, and no line is too wide."""
    lines = [line for line, _ in key_rows(KEYS, "", width)]
    assert all(line_cells(line) <= width for line in lines)
    text = " ".join(" ".join(plain(line) for line in lines).split())
    for key in KEYS:
        assert key.help.split()[0] in text
        assert all(shown(one) in text for one in key.keys)
    assert all(line_cells(line) <= width for line, _ in query_rows("", width))


def test_rebound_keys_are_the_ones_listed() -> None:
    """The help never names a key that does something else."""
    [line] = [
        plain(line) for line, _ in key_rows(rebound({"details": "z"}), "", 100) if "everything about" in plain(line)
    ]
    assert line.startswith("z ")


def test_the_filter_keeps_what_holds_it() -> None:
    """Key, label, sentence or chapter, no matter the case; a chapter without a row is left out; nothing is said too."""
    lines = [plain(line) for line, _ in key_rows(KEYS, "TIMELINE", 100)]
    assert lines[0] == "Time" and any("timeline" in line for line in lines)
    assert not any("Look inside" in line for line in lines)
    assert "Nothing" in plain(key_rows(KEYS, "xyzzy", 100)[0][0])


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_keys_lead_through_the_help(size: tuple[int, int]) -> None:
    """Scroll, filter, turn to the query language, and leave one layer at a time."""
    app = WindowHost(HelpWindow())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "Go to the row above" in app.text and "Esc close" in app.text
        await pilot.press("pagedown", "j")
        await pilot.pause()
        assert "Go to the row above" not in app.text
        await pilot.press("slash", *"quit", "enter")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "quit" and "Close a window" in app.text
        await pilot.press("tab")
        await pilot.pause()
        assert "Nothing in the help holds this" in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert app.result == OPEN and "downloadContactList" in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert app.result is None


@pytest.mark.parametrize("key", ["q", "?", "escape"])
async def test_it_closes_as_it_was_opened(key: str) -> None:
    """q, Esc and the key that opened it."""
    app = WindowHost(HelpWindow())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert app.result is None


async def test_the_mouse_turns_pages() -> None:
    """A click on the title of a page shows it."""
    app = WindowHost(HelpWindow())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.click(offset=app.place("Query language"))
        await pilot.pause()
        assert "brackets group" in app.text
