"""The search box and its line of mistakes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.widgets import Button

from auditui.core.completion import Expecting
from auditui.core.errors import QueryError
from auditui.core.language import parse
from auditui.core.text import clean
from auditui.tui.suggested import Choice
from auditui.tui.widgets.mistake import mistake_lines
from auditui.tui.widgets.search_bar import PAUSE, SearchBar
from auditui.tui.widgets.suggestions import Suggestions
from tests.tui.screens_kit import lines, until


class Host(App[None]):
    """Records what the search box says."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.text = text
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        yield SearchBar(self.text)

    def on_search_bar_searched(self, message: SearchBar.Searched) -> None:
        self.heard.append(f"{'done' if message.done else 'typed'} {message.query}")

    def on_search_bar_mistaken(self, message: SearchBar.Mistaken) -> None:
        self.heard.append("mistake" if message.error else "no mistake")

    def on_search_bar_left(self) -> None:
        self.heard.append("left")

    @property
    def bar(self) -> SearchBar:
        return self.query_one(SearchBar)


async def test_what_is_typed_is_said_once_after_the_pause() -> None:
    """Ten keys are one question."""
    host = Host()
    async with host.run_test() as pilot:
        host.bar.box.focus()
        await pilot.press(*"user:ana")
        assert not [said for said in host.heard if said.startswith("typed")]
        await pilot.pause(PAUSE * 2)
        assert [said for said in host.heard if said.startswith("typed")] == ["typed user:ana"]


async def test_enter_says_it_at_once_and_only_once() -> None:
    """The pause that was running is over with it."""
    host = Host()
    async with host.run_test() as pilot:
        host.bar.box.focus()
        await pilot.press(*"abc", "enter")
        await pilot.pause(PAUSE * 2)
        assert [said for said in host.heard if "mistake" not in said] == ["done abc"]


async def test_a_wrong_text_is_no_query() -> None:
    """It goes red and asks nothing; a right one takes that back."""
    host = Host()
    async with host.run_test() as pilot:
        host.bar.box.focus()
        await pilot.press(*"status:>", "enter")
        assert host.heard[-1] == "mistake" and host.bar.has_class("-wrong")
        await pilot.press(*"400", "enter")
        assert host.heard[-2:] == ["no mistake", "done status:>400"]
        assert not host.bar.has_class("-wrong")


async def test_setting_the_text_tells_nobody() -> None:
    """Only people search."""
    host = Host()
    async with host.run_test() as pilot:
        host.bar.text = "user:ana"
        await pilot.pause(PAUSE * 2)
        assert host.heard == []
        assert host.bar.box.cursor_position == 8


async def test_suggestions_that_come_too_late_are_not_shown() -> None:
    """They belong to a text that stands there no more."""
    host = Host()
    async with host.run_test() as pilot:
        host.bar.box.focus()
        await pilot.press(*"user:a")
        host.bar.offer(Expecting("value", 5, 6, "a", "user"), [Choice("ana", 3)])
        assert host.bar.is_offering
        host.bar.close_list()
        host.bar.offer(Expecting("value", 0, 1, "x", "user"), [Choice("xena", 3)])
        assert not host.bar.is_offering


async def test_a_suggestion_is_put_in_quoted_where_it_has_to_be_and_by_mouse_too() -> None:
    """Whatever a value holds, the text stays a query."""
    host = Host()
    async with host.run_test() as pilot:
        host.bar.box.focus()
        await pilot.press(*"user:a")
        host.bar.offer(Expecting("value", 5, 6, "a", "user"), [Choice("ana", 3), Choice('a "b" (c)', 1)])
        await pilot.pause()
        await pilot.click(Suggestions, offset=(2, 1))
        assert host.bar.text == 'user:"a \\"b\\" (c)" '
        parse(host.bar.text)


async def test_down_goes_to_the_rows_unless_a_list_is_open() -> None:
    """The way out of the box."""
    host = Host()
    async with host.run_test() as pilot:
        host.bar.box.focus()
        await pilot.press("down")
        assert host.heard == ["left"]


async def test_tab_stays_in_the_box_where_there_is_nothing_to_take() -> None:
    """What is typed next is still typed."""
    host = Host()
    async with host.run_test() as pilot:
        await host.mount(Button())
        host.bar.box.focus()
        await pilot.press(*"ab", "tab", "c")
        assert host.bar.is_edited
        assert host.bar.text == "abc"


async def test_idle_box_does_not_blink() -> None:
    """A blinking cursor is traffic for ever."""
    host = Host()
    async with host.run_test() as pilot:
        host.bar.box.focus()
        await pilot.pause()
        assert host.bar.box.cursor_blink is False


@pytest.mark.parametrize("text", ["userz:ana", "a status:abc", "user:ana (status:200", 'x "open', "since:2026-02-31"])
def test_the_marks_stand_under_the_wrong_token(text: str) -> None:
    """The box begins three cells in."""
    with pytest.raises(QueryError) as caught:
        parse(text)
    line = mistake_lines(caught.value, 120)[0]
    marks = line.index("^")
    assert marks == 3 + caught.value.start
    assert line.count("^") == max(1, caught.value.end - caught.value.start)


@example(text="\x80", start=1, length=0, problem="⺀", width=10, scrolled=0)
@given(
    text=st.text(max_size=60), start=st.integers(0, 60), length=st.integers(0, 20), problem=st.text(max_size=80),
    width=st.integers(10, 200), scrolled=st.integers(0, 80),
)  # fmt: skip
def test_the_lines_of_mistakes_always_fit(
    text: str, start: int, length: int, problem: str, width: int, scrolled: int
) -> None:
    """Three lines at most, whatever stands in them, with marks in the first and nothing that a terminal would obey."""
    start = min(start, len(text))
    error = QueryError(problem, text=text, start=start, end=min(len(text), start + length), hint="do this")
    shown = mistake_lines(error, width, scrolled)
    assert 1 <= len(shown) <= 3
    assert "^" in shown[0]
    for line in shown:
        assert cell_len(line) <= width
        assert clean(line) == line


async def test_the_list_lies_over_what_is_below_and_starts_under_its_token() -> None:
    """It moves nothing."""
    host = Host()
    async with host.run_test(size=(80, 10)) as pilot:
        host.bar.box.focus()
        await pilot.press(*"user:a")
        host.bar.offer(Expecting("value", 5, 6, "a", "user"), [Choice("ana", 1234)])
        await until(pilot, lambda: "1,234" in lines(host)[1])
        assert lines(host)[1].index("ana") == lines(host)[0].index("a", 6)
