"""Marks that reach over pages, and copies of what is marked."""

from __future__ import annotations

import pytest
from textual.app import App

from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.view import View
from auditui.tui.screens import taking
from tests.tui.memory_store import MemoryStore
from tests.tui.reader import reading
from tests.tui.screens_kit import HOSTILE, explorer, full, made, until


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was copied."""
    texts: list[str] = []
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setattr(App, "copy_to_clipboard", lambda _, text: texts.append(text))
    return texts


async def test_all_that_match_are_marked_also_on_pages_never_seen() -> None:
    """The number is exact and always in view; a row can be taken out and put back, on any page."""
    async with reading(full(120), View(parse("user:ana"), page_size=50)) as reader:
        await reader.sees("of 40")
        await reader.press("A")
        await reader.sees("40 selected")
        await reader.press("j", "x")
        await reader.sees("39 selected")
        await reader.press("x")
        await reader.sees("40 selected")
        await reader.press("A")
        assert not reader.table.selection


async def test_marks_stay_through_pages_orders_queries_and_refresh() -> None:
    """Only Escape, and marking once more, take them back; what an import adds is not marked."""
    async with reading(full(120), View(parse("action:delete"), page_size=50)) as reader:
        await reader.sees("of 30")
        await reader.press("A", "c")
        await reader.sees("of 120")
        assert len(reader.marked_rows) == 13
        await reader.press("n")
        await reader.sees("Items 51–100")
        assert len(reader.marked_rows) == 12
        await reader.press("s", "1")
        await until(reader.pilot, lambda: reader.table.rows[0].seq == 1)
        assert len(reader.marked_rows) == 12
        reader.store.add([made(1)])
        await reader.press("r")
        await reader.sees("of 121")
        assert reader.table.selection.count == 30
        await reader.press("escape")
        assert not reader.table.selection and not reader.marked_rows


async def test_marks_of_several_queries_add_up_once() -> None:
    """What two queries both find is counted once, by the store, and the count says that it is on its way."""
    store = full(120)
    async with reading(store, View(parse("user:ana"))) as reader:
        await reader.sees("of 40")
        await reader.press("x", "A")
        await reader.sees("40 selected")
        await reader.press("c")
        await reader.sees("of 120")
        explorer(reader.app).search_for(parse("action:update"))
        await reader.sees("of 30")
        await reader.press("A")
        await reader.sees("60 selected")


async def test_nothing_found_is_nothing_to_mark() -> None:
    """And it says so."""
    async with reading(full(3), View(parse("user:nobody"))) as reader:
        await reader.press("A")
        assert not reader.table.selection
        assert "nothing to select: " in reader.toasts


async def test_what_a_query_marked_is_copied_in_the_order_of_the_view(copied: list[str]) -> None:
    """Text, JSON and Markdown each hold every marked event, also of pages never seen, and no other."""
    async with reading(full(120), View(parse("user:bob action:delete"), page_size=50)) as reader:
        await reader.sees("of 10")
        await reader.press("A", "x", "c")
        await reader.sees("of 120")
        for key in ("y", "Y", "W"):
            await reader.press(key)
            await until(reader.pilot, lambda: len(copied) == "yYW".index(key) + 1)  # noqa: B023  awaited in its turn
        assert [text.count("Bob") for text in copied] == [9, 9, 9]
        assert "9 events as Markdown" in reader.toasts
        rows = copied[2].splitlines()
        assert rows[0].startswith("| Time (UTC) |") and len(rows) == 11
        assert rows[2:] == sorted(rows[2:], reverse=True)


async def test_markdown_shows_what_the_log_says_and_obeys_none_of_it(copied: list[str]) -> None:
    """A ticket system would render bars, tags and links; a terminal would obey escapes."""
    hostile = Event(at_us=1, actor=f"a|b [x](http://e) <b> {HOSTILE}", action="x\ny", seq=1)
    async with reading(MemoryStore([hostile])) as reader:
        await reader.press("W")
        (text,) = copied
        assert len(text.splitlines()) == 3
        assert r"a\|b \[x\](http://e) \<b\>" in text
        assert text.isprintable() or all(char == "\n" or char.isprintable() for char in text)


async def test_too_many_to_copy_are_refused_with_the_way_that_works(
    copied: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of what was marked would be worse than nothing."""
    monkeypatch.setattr(taking, "COPY_MOST", 20)
    async with reading(full(120), View(page_size=50)) as reader:
        await reader.press("A", "y")
        assert "120 events are too many to copy: 20 at most. e exports them" in reader.toasts
        assert copied == []
