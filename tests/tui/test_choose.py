"""Small windows: order, columns, rows per page and page."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from auditui.core.arranging import widths_for
from auditui.core.view import COLUMN_SETS, NEWEST_FIRST, SORTABLE, Sort
from auditui.tui.screens.choose import ChooseWindow, sort_choices
from auditui.tui.screens.columns import ColumnsChoice, ColumnsWindow
from auditui.tui.screens.paging import GoToPage, PagingChoice
from auditui.tui.widgets.choice_list import Choice
from tests.tui.hostile import NASTY, unsafe
from tests.tui.window_host import OPEN, WindowHost, squeezed

CHANGES = COLUMN_SETS["changes"]
FRUIT = (Choice("a", "Apple", "1"), Choice("b", "Banana", "2", "yellow", is_current=True), Choice("c", "Cherry", "3"))


async def ends_with(app: WindowHost, *keys: str, size: tuple[int, int] = (80, 24)) -> object:
    """What the window hands back after these keys."""
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        return app.result


@pytest.mark.parametrize(
    ("keys", "choice"),
    [
        (("enter",), "b"),
        (("j", "enter"), "c"),
        (("k", "enter"), "a"),
        (("down", "down", "enter"), "a"),
        (("G", "enter"), "c"),
        (("g", "enter"), "a"),
        (("3",), "c"),
        (("escape",), None),
        (("q",), None),
        (("x",), OPEN),
    ],
)
async def test_choosing_by_key(keys: tuple[str, ...], choice: object) -> None:
    """The cursor starts at the current choice; its own character chooses a line at once; Esc and q change nothing."""
    assert await ends_with(WindowHost(ChooseWindow("Fruit", FRUIT)), *keys) == choice


async def test_choosing_by_mouse() -> None:
    """A click chooses; a click on a hint presses its key."""
    app = WindowHost(ChooseWindow("Fruit", FRUIT))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "• 2 Banana yellow" in squeezed(app.text)
        await pilot.click(offset=app.place("Cherry"))
        await pilot.pause()
        assert app.result == "c"
    app = WindowHost(ChooseWindow("Fruit", FRUIT))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.click(offset=app.place("close"))
        await pilot.pause()
        assert app.result is None


async def test_labels_are_text() -> None:
    """Neither markup nor controls in a label or title do anything."""
    for text in NASTY[:9]:
        app = WindowHost(ChooseWindow(text, [Choice("a", text, note=text)]))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert not unsafe(app.text.replace("\n", ""))
            await pilot.click(offset=(12, 12))
            assert app.is_running


def test_every_order_can_be_chosen_and_the_present_one_turned() -> None:
    """One line for each sortable field; the present one says what it is and leads to its opposite."""
    choices = sort_choices(NEWEST_FIRST)
    assert [choice.id.lstrip("-") for choice in choices] == list(SORTABLE)
    assert [choice.id for choice in choices if choice.is_current] == ["at"]
    assert "newest first" in choices[0].note and "oldest first" in choices[0].note
    turned = sort_choices(Sort("at", descending=False))
    assert next(choice.id for choice in turned if choice.is_current) == "-at"
    keys = [choice.key for choice in choices]
    assert len(set(keys)) == len(keys) and not {"j", "k", "g", "G", "q", "<", ">"} & set(keys)


# --- rows and page ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "choice"),
    [
        (("enter",), PagingChoice("size", 200)),
        (("j", "enter"), PagingChoice("size", 500)),
        (("1", "2", "enter"), PagingChoice("page", 12)),
        (("1", "3", "enter"), OPEN),
        (("0", "enter"), OPEN),
        (("1", "3", "backspace", "enter"), PagingChoice("page", 1)),
        (("1", "escape"), None),
        (("q",), None),
    ],
)
async def test_paging_by_key(keys: tuple[str, ...], choice: object) -> None:
    """Digits are a page number, checked against how many there are; the list is rows per page."""
    assert await ends_with(WindowHost(GoToPage(page=3, pages=12, page_size=200)), *keys) == choice


async def test_a_page_that_is_not_there_is_explained() -> None:
    """The range is named; while pages are being counted any number from 1 may be right."""
    app = WindowHost(GoToPage(page=3, pages=12, page_size=200))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Now on page 3 of 12." in app.text
        await pilot.press("1", "3", "x")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "13"
        assert "There are only 12 pages." in app.text
    uncounted = WindowHost(GoToPage(page=3, pages=None, page_size=200))
    assert await ends_with(uncounted, "9", "9", "enter") == PagingChoice("page", 99)


async def test_an_unusual_page_size_stays_in_the_list() -> None:
    """A size from the command line is not silently replaced."""
    assert await ends_with(WindowHost(GoToPage(page=1, pages=1, page_size=75)), "enter") == PagingChoice("size", 75)


# --- columns ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "columns"),
    [
        (("enter",), ("changes",)),
        (("1", "enter"), ("api",)),
        (("4", "enter"), ("activity",)),
        (("x", "enter"), ("user", "action", "entity", "ip")),
        (("j", "space", "enter"), ("at", "action", "entity", "ip")),
        (("j", "K", "enter"), ("user", "at", "action", "entity", "ip")),
        (("J", "J", "enter"), ("user", "action", "at", "entity", "ip")),
        (("K", "enter"), ("changes",)),
        (("x", "x", "enter"), ("action", "entity", "ip")),
        (("j", "j", "j", "j", "j", "x", "enter"), (*CHANGES, "seq")),
        (("x", "x", "x", "x", "x", "enter"), OPEN),
        (("x", "escape"), None),
    ],
)
async def test_columns_by_key(keys: tuple[str, ...], columns: object) -> None:
    """Sets by number, single columns shown, hidden and moved; a set is handed back by its name, none at all never."""
    result = await ends_with(WindowHost(ColumnsWindow(CHANGES)), *keys)
    assert (result.columns if isinstance(result, ColumnsChoice) else result) == columns


@pytest.mark.parametrize(
    ("keys", "width", "note"),
    [
        (("plus",), 22, "at, 22 cells wide"),
        (("right", "right", "minus"), 22, "at, 22 cells wide"),
        (("left",), 18, "at, 18 cells wide"),
        (("plus", "0"), None, "[x] Time"),
        (("plus", "r"), None, "[x] Time"),
        (tuple(["minus"] * 12), 3, "at, 3 cells wide"),
    ],
)
async def test_column_widths_by_key(keys: tuple[str, ...], width: int | None, note: str) -> None:
    """From what it has now, by two cells; what it was made is said, and can be taken back, for one or all."""
    app = WindowHost(ColumnsWindow(CHANGES, widths={"at": 20}))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert note in app.text
        await pilot.press("enter")
        await pilot.pause()
    assert isinstance(app.result, ColumnsChoice)
    assert app.result.columns == ("changes",)
    assert widths_for(CHANGES, app.result.arranged).get("at") == width


async def test_each_set_keeps_what_was_changed_about_it() -> None:
    """Going through the sets loses nothing; one that was reset is as it came, the others as they were arranged."""
    app = WindowHost(ColumnsWindow(CHANGES))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x", "1", "J", "3", "2")
        await pilot.pause()
        assert "[ ] Time" in app.text and "Changed for this store" in app.text
        await pilot.press("1")
        await pilot.pause()
        await pilot.press("2", "r", "1", "enter")
        await pilot.pause()
    assert isinstance(app.result, ColumnsChoice)
    assert app.result.columns == ("action", "at", "status", "resource", "ip", "took")
    assert list(app.result.arranged) == ["api"]


async def test_columns_by_mouse() -> None:
    """A click on a line shows or hides it, on a set takes it, on Automatic leaves the choice to the store."""
    app = WindowHost(ColumnsWindow(CHANGES, further=("details.request.path",)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.click(offset=app.place("[x] Action"))
        await pilot.pause()
        assert "[ ] Action" in app.text
        await pilot.click(offset=app.place("3 people"))
        await pilot.pause()
        assert "[x] Role" in app.text and "[ ] Action" in app.text
        await pilot.press("G")
        await pilot.pause()
        assert "details.request.path" in app.text
        await pilot.click("#automatic")
        await pilot.pause()
        assert isinstance(app.result, ColumnsChoice) and app.result.columns == ()


async def test_a_table_without_columns_is_refused_with_a_reason() -> None:
    """The window stays and says what to do."""
    app = WindowHost(ColumnsWindow(("at",)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        await pilot.click("#ok")
        await pilot.pause()
        assert app.result == OPEN and "needs a column" in app.text


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_windows_fit(size: tuple[int, int]) -> None:
    """Frame, list, buttons and hints are all on screen."""
    for window in (
        ChooseWindow("Sort", sort_choices(NEWEST_FIRST)),
        GoToPage(page=1, pages=2, page_size=200),
        ColumnsWindow(CHANGES),
    ):
        app = WindowHost(window)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            assert "╭" in app.text and "╰" in app.text and "Esc close" in app.text
