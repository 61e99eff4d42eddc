"""The findings window: what deserves a look, and the way to its events and back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from auditui.core.errors import InterruptedQueryError, StoreError
from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.query import EVERYTHING
from auditui.core.view import View
from auditui.core.watching import Watching
from auditui.insight.rules.table import NAMES
from auditui.tui.app import AuditApp
from auditui.tui.asking_rules import FindingsWanted, ask_rules
from auditui.tui.drawing.cells import Look
from auditui.tui.drawing.clock import TimeStyle
from auditui.tui.drawing.finding_lines import finding_lines, moments
from auditui.tui.drawing.glyphs import ASCII
from auditui.tui.drawing.spans import line_cells, plain
from auditui.tui.screens.findings import FindingsWindow
from auditui.tui.screens.noticing import Noticing
from auditui.tui.surroundings import Surroundings
from auditui.tui.widgets.log_table import LogTable
from tests.tui.memory_store import MemoryStore
from tests.tui.screens_kit import HOSTILE, MINUTE, NOON, app_on, explorer, screen_text, seqs, until

SIZES = [(120, 40), (80, 24)]
DAY = 24 * 60 * MINUTE


def deed(at_us: int, actor: str = "Ben", **more: object) -> Event:
    fields: dict[str, object] = {
        "actor": actor, "actor_kind": "user", "action": "Update", "verb": "update", "outcome": "success",
        "entity_type": "ticket", "ip": "10.0.0.1",
    }  # fmt: skip
    return Event(at_us=at_us, **{**fields, **more})  # type: ignore[arg-type]  # fields of Event by name


def deletions(start_us: int, actor: str = "Ben", **more: object) -> list[Event]:
    return [deed(start_us + n * 1_000_000, actor, action="Delete", verb="delete", **more) for n in range(20)]


def eventful() -> MemoryStore:
    """Twenty deletions (high) ten days ago, a control character (medium) yesterday, updates that nobody minds."""
    return MemoryStore([
        *deletions(NOON - 10 * DAY, actor="Ben"),
        deed(NOON - DAY, "Eve", description="a\x1b[2Jb", flags=("control",)),
        *(deed(NOON - n * MINUTE, "Ana") for n in range(10, 0, -1)),
    ])  # fmt: skip


def window(app: AuditApp) -> FindingsWindow:
    assert isinstance(app.screen, FindingsWindow)
    return app.screen


@asynccontextmanager
async def opened(
    store: MemoryStore, size: tuple[int, int] = SIZES[0], query: str = "", **around: object
) -> AsyncIterator[tuple[AuditApp, Pilot[None]]]:
    """The window over a view, with its findings."""
    where = Surroundings(store="audit.db", who="alice", role="Owner", clock=lambda: NOON)
    app = app_on(store, View(query=parse(query) if query else EVERYTHING), replace(where, **around))  # type: ignore[arg-type]  # fields by name
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "tems" in screen_text(app) or "No event" in screen_text(app))
        await pilot.press("R")
        await until(pilot, lambda: isinstance(app.screen, FindingsWindow) and "Looking" not in screen_text(app))
        yield app, pilot


@pytest.mark.parametrize("size", SIZES)
async def test_the_most_severe_comes_first_with_who_how_many_and_why(size: tuple[int, int]) -> None:
    """In words and signs, not in colours alone, with the period that was looked at."""
    async with opened(eventful(), size) as (app, _):
        text = screen_text(app)
        assert text.index("▲ high") < text.index("◆ medium")
        assert "Mass deletion by Ben" in text
        assert "20 events" in text
        assert "2026-11-10 12:00:00 – 12:00:19" in text
        assert "2026-11-10 12:00:00 – 2026-11-20 11:59:00" in text
        assert "high 1" in text


async def test_enter_shows_the_events_and_the_way_back_leads_to_the_same_finding() -> None:
    """Its query is the view; `b` is the view before, and `R` the list as it was left, without asking again."""
    store = eventful()
    async with opened(store) as (app, pilot):
        table = explorer(app).query_one(LogTable)
        await pilot.press("j", "enter")
        await until(pilot, lambda: seqs(table.rows) == [21])
        assert "has:control" in str(explorer(app)._query)
        store.asked.clear()
        await pilot.press("R")
        await until(pilot, lambda: isinstance(app.screen, FindingsWindow))
        assert (window(app).noticed.place, store.asked) == (1, [])
        await pilot.press("escape", "b")
        await until(pilot, lambda: len(table.rows) == 31)
        assert explorer(app)._query == EVERYTHING


async def test_another_severity_lists_less_and_keeps_the_cursor() -> None:
    """`1` to `4` say how severe at least; nothing left says what to press."""
    async with opened(eventful()) as (app, pilot):
        await pilot.press("j", "2")
        assert (len(window(app).noticed.listed), window(app).noticed.place) == (2, 1)
        await pilot.press("1")
        assert [str(one.severity) for one in window(app).noticed.listed] == ["high"]
        assert "Control characters" not in screen_text(app)
    only = MemoryStore([deed(NOON - DAY, description="a\x1bb", flags=("control",))])
    async with opened(only) as (app, pilot):
        await pilot.press("1")
        await pilot.pause()
        assert "4 lists all findings" in screen_text(app)
        await pilot.press("enter")
        assert isinstance(app.screen, FindingsWindow)


async def test_the_period_is_that_of_the_view_until_another_one_is_chosen() -> None:
    """Only the dates count: who looks at one user's events still wants to know of the others."""
    async with opened(eventful(), query="since:2d user:ana") as (app, pilot):
        assert [one.rule for one in window(app).noticed.found.found] == ["control-characters"]  # type: ignore[union-attr]  # it is there
        await pilot.press("d", "c")
        await until(pilot, lambda: "Mass deletion" in screen_text(app))
        await pilot.press("escape", "c")
        await until(pilot, lambda: len(explorer(app).query_one(LogTable).rows) == 31)
        await pilot.press("R")
        await until(pilot, lambda: "Mass deletion" in screen_text(app))


async def test_nothing_found_says_what_to_do() -> None:
    """Where the rules are silent, where there is no event at all, and while they are asked."""
    async with opened(MemoryStore([deed(NOON - MINUTE)])) as (app, _):
        assert "Nothing in this period deserves a look." in screen_text(app)
        assert "[findings]" in screen_text(app)
    async with opened(MemoryStore([deed(NOON - MINUTE)])) as (app, pilot):
        await pilot.press("d", "slash", "tab", *"2000", "enter")
        await until(pilot, lambda: "No event lies in this period." in screen_text(app))
        assert "d chooses another one." in screen_text(app)
    async with opened(MemoryStore()) as (app, _):
        assert "There is nothing to look through: this store is empty." in screen_text(app)
        assert "auditui import FILE fills it." in screen_text(app)


async def test_the_screen_waits_for_no_rule_and_escape_ends_them() -> None:
    """While the store does not answer keys work, and whoever leaves stops the search."""
    store = eventful()
    async with opened(store) as (app, pilot):
        store.gate.clear()
        await pilot.press("r")
        await until(pilot, lambda: "Looking through the log" in screen_text(app))
        looking = explorer(app)._looking
        assert looking is not None
        await pilot.press("escape")
        assert isinstance(app.screen, Noticing)
        assert looking.stop.is_set()
        store.gate.set()


async def test_how_far_it_is_can_be_seen() -> None:
    """On a large log rules take their time; the line says which one is asked."""
    store = eventful()
    async with opened(store) as (app, pilot):
        store.gate.clear()
        await pilot.press("r")
        await until(pilot, lambda: "Looking through the log" in screen_text(app))
        explorer(app).post_message(explorer(app).RuleAsked(6))
        await until(pilot, lambda: f"rule 7 of {len(NAMES)}" in screen_text(app))
        store.gate.set()
        await until(pilot, lambda: "Mass deletion" in screen_text(app))


def test_each_rule_is_told() -> None:
    """Before it is asked, and in order."""
    told: list[int] = []
    ask_rules(FindingsWanted(EVERYTHING, Watching(), NOON, "UTC", told.append), eventful())
    assert told == [*range(len(NAMES))]


def test_a_search_that_was_stopped_asks_no_further_rule() -> None:
    """Between two questions of a rule nothing is there to be interrupted, so each rule looks first."""
    question = FindingsWanted(EVERYTHING, Watching(), NOON, "UTC")
    assert ask_rules(question, eventful()).found
    question.stop.set()
    with pytest.raises(InterruptedQueryError):
        ask_rules(question, eventful())


async def test_what_goes_wrong_is_said_in_the_window() -> None:
    """A store that fails, and a configuration that names a rule that there is not."""
    async with opened(eventful(), watching=Watching(leave_out=("nonsense",))) as (app, pilot):
        await until(pilot, lambda: "there is no rule 'nonsense'" in screen_text(app))
    store = eventful()
    async with opened(store) as (app, pilot):
        store.error = StoreError("the disk is gone")
        await pilot.press("r")
        await until(pilot, lambda: "the disk is gone" in screen_text(app))


async def test_events_that_came_since_are_told() -> None:
    """A list that is kept must not look like one of now."""
    store = eventful()
    async with opened(store) as (app, pilot):
        await pilot.press("escape")
        store.add([deed(NOON - 1)])
        await pilot.press("r")
        await until(pilot, lambda: len(explorer(app).query_one(LogTable).rows) == 32)
        await pilot.press("R")
        await until(pilot, lambda: "1 event came since; r looks again" in screen_text(app))


def test_lines_fit_whatever_names_hold() -> None:
    """Hostile, wide and long names: no line is wider than the window, none holds what a terminal obeys."""
    store = MemoryStore([
        *deletions(NOON - DAY, actor=HOSTILE), *deletions(NOON - 2 * DAY, actor="日本" * 100),
    ])  # fmt: skip
    told = ask_rules(FindingsWanted(EVERYTHING, Watching(), NOON, "UTC"), store)
    assert len(told.found) >= 2
    for width in (40, 76, 130):
        for line, _ in finding_lines(told.found, told.notes, width, Look(glyphs=ASCII)):
            assert line_cells(line) <= width
            assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in plain(line))


def test_moments_are_written_as_the_table_writes_them() -> None:
    """In the zone and the order of the reader; ages would say nothing of how long it took."""
    (one, *_) = ask_rules(FindingsWanted(EVERYTHING, Watching(), NOON, "UTC"), eventful()).found
    assert moments(one, TimeStyle()) == "2026-11-10 12:00:00 – 12:00:19"
    assert moments(one, TimeStyle("Europe/Vienna", "dmy")) == "10-11-2026 13:00:00 – 13:00:19"
    assert moments(one, TimeStyle(mode="relative", now_us=NOON)) == "2026-11-10 12:00:00 – 12:00:19"
