"""A record's timeline in its window, over the view of its events."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from auditui.core.event import Change, Event
from auditui.core.history import timeline
from auditui.core.text import clean
from auditui.tui import clipboard
from auditui.tui.app import AuditApp
from auditui.tui.drawing.cells import Look
from auditui.tui.drawing.history import moment_lines
from auditui.tui.screens.history import HistoryWindow, _summary
from auditui.tui.widgets.log_table import LogTable
from tests.tui.memory_store import MemoryStore
from tests.tui.screens_kit import HOSTILE, MINUTE, NOON, app_on, events, explorer, lines, screen_text, until

SIZES = [(120, 40), (80, 24)]


def contact(number: int, *changes: Change, **more: object) -> Event:
    """The event of this number on contact 2041."""
    fields: dict[str, object] = {
        "at_us": NOON - (90 - number) * MINUTE, "actor": "Ana Ruiz", "email": "ana@x.example", "action": "UPDATE",
        "verb": "update", "entity_type": "Contact", "entity_id": "2041", "entity_name": "Nora", "changes": changes,
    }  # fmt: skip
    return Event(**{**fields, **more})  # type: ignore[arg-type]  # fields of Event by name


def case() -> MemoryStore:
    """A contact whose plan was changed without an entry between its third and its fourth event, among others."""
    return MemoryStore([
        contact(1, Change("plan", None, "free"), Change("name", None, "Nora"), verb="create", action="CREATE"),
        contact(2, Change("plan", "free", "pro")),
        contact(3, Change("address.street", "Storgatan 4", "Storgatan 14")),
        contact(4, Change("plan", "enterprise", "pro"), Change("discount", 0, 35), actor="Ben"),
        *events(20),
    ])  # fmt: skip


@asynccontextmanager
async def opened(
    store: MemoryStore, size: tuple[int, int] = SIZES[0], at: int = 4
) -> AsyncIterator[tuple[AuditApp, Pilot[None]]]:
    """The window on the store's contact, opened from its newest event in the table, which is number `at`."""
    app = app_on(store)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: bool(explorer(app).query_one(LogTable).rows))
        explorer(app).query_one(LogTable).move_to(at)
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, HistoryWindow) and "events" in screen_text(app))
        await pilot.pause()
        yield app, pilot


@pytest.mark.parametrize("size", SIZES)
async def test_the_unlogged_change_is_marked_where_it_happened(size: tuple[int, int]) -> None:
    """Between the events, in words: what the log left, what the next event found; and once above all of them."""
    async with opened(case(), size) as (app, _):
        text = screen_text(app)
        assert "1 change without a log entry" in text
        assert "! plan: pro → enterprise" in text
        marked = next(number for number, line in enumerate(lines(app)) if "! plan: pro → enterprise" in line)
        assert "Storgatan" not in lines(app)[marked - 1]
        assert "address.street" in lines(app)[marked - 1]
        assert "plan, discount" in lines(app)[marked + 1]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("files", "said"),
    [
        (("a/customer1/x.log j", "a/customer2/x.log j"), "2 events; in 2 logs, compared within each only"),
        (("october.jsonl j", "november.jsonl j"), "2 events; 1 change without a log entry (!)"),
        (("x.log j", "x.log.1 j"), "2 events; 1 change without a log entry (!)"),
    ],
)
async def test_nothing_is_claimed_across_logs(size: tuple[int, int], files: tuple[str, str], said: str) -> None:
    """Changes of one record in two logs are compared within each, and one line says so; files of one log are one."""
    store = MemoryStore([
        contact(1, Change("p", 3, 4), origin=files[0]),
        contact(2, Change("p", 50, 51), origin=files[1]),
        *events(2),
    ])  # fmt: skip
    async with opened(store, size, at=2) as (app, _):
        assert any(said in line for line in lines(app))
        assert ("changed without a log entry" in screen_text(app)) is ("(!)" in said)
        assert "continues the one before" not in screen_text(app)


def test_what_is_said_of_very_many_events_fits_on_one_line() -> None:
    """Of a thousand events in several logs, too, in 80 columns with the frame and its air."""
    changed = [contact(1, Change("p", 3, 4), origin=file) for file in ("a.log j", "b.log j")]
    said = _summary(timeline(changed) * 500, 98_765)
    assert said == "1,000 events, the newest of 99,765; in 2 logs, compared within each only"
    assert len(said) <= 74


async def test_words_are_read_to_their_end_on_a_small_screen() -> None:
    """A long value leaves room for what is said of it, and a long action takes what room there is."""
    old, new = "Storgatan 14, third floor, ring twice", "Lilla Nygatan 23, second yard, left door"
    store = MemoryStore([
        contact(1, Change("address.street", None, old)),
        contact(4, Change("address.street", new, "x"), action="Contact Updated"),
        *events(2),
    ])  # fmt: skip
    app = app_on(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(explorer(app).query_one(LogTable).rows))
        explorer(app).query_one(LogTable).move_to(2)
        await pilot.press("h")
        await until(pilot, lambda: "changed without a log entry" in "".join(lines(app)[2:8]))
        assert "Contact Updated" in "".join(lines(app)[2:6])


async def test_very_many_marks_are_counted() -> None:
    """A rewrite of 1,100 fields without an entry leaves events in sight, and says how much it leaves out."""
    fields = range(1_100)
    store = MemoryStore([
        contact(1, *(Change(f"f{n}", None, "a") for n in fields)),
        contact(4, *(Change(f"f{n}", "b", "c") for n in fields)),
    ])  # fmt: skip
    app = app_on(store)
    async with app.run_test(size=SIZES[0]) as pilot:
        await until(pilot, lambda: bool(explorer(app).query_one(LogTable).rows))
        await pilot.press("h")
        await until(pilot, lambda: "1,100 changes without a log entry" in screen_text(app))
        await until(pilot, lambda: "! and 1,095 more  changed without a log entry" in screen_text(app))
        (step,) = [step for step in timeline(store.held[:2]) if step.gaps]
        moment = ["".join(span.text for span in line) for line in moment_lines(step, 100, Look())]
        assert "… and 100 more changed without a log entry" in moment


async def test_the_record_is_shown_as_it_was_at_any_moment() -> None:
    """Going back in time shows the values of then, also of fields that only changed later."""
    async with opened(case()) as (app, pilot):
        assert "Storgatan 14" in screen_text(app)
        await pilot.press("g")
        await pilot.pause()
        state = screen_text(app).split("as far as the log tells")[1]
        assert "Storgatan 4" in state
        assert "free" in state
        assert "pro" not in state


async def test_a_key_goes_from_gap_to_gap() -> None:
    """`n` and `p` find the marks; beyond the last one they say so."""
    async with opened(case()) as (app, pilot):
        window = app.screen
        assert isinstance(window, HistoryWindow)
        await pilot.press("g", "n")
        assert window._list.place == 3
        await pilot.press("n")
        await until(pilot, lambda: bool(app._notifications))
        assert window._list.place == 3


async def test_closing_leaves_the_view_and_back_leaves_it_too() -> None:
    """Esc stays with the record's events, Enter goes to one of them, `b` returns to the view and row before."""
    for keys, seqs, cursor in (
        (("escape",), [4, 3, 2, 1], 4),
        (("k", "enter"), [4, 3, 2, 1], 3),
        (("g", "b"), None, 4),
    ):
        store = case()
        async with opened(store) as (app, pilot):
            table = explorer(app).query_one(LogTable)
            await pilot.press(*keys)
            wanted = seqs or [*range(len(store.held), 4, -1), 4, 3, 2, 1]
            await until(pilot, lambda: [row.seq for row in table.rows] == wanted)  # noqa: B023  used at once
            assert app.screen is explorer(app)
            event = table.cursor_event
            assert event is not None
            assert event.seq == cursor


async def test_hostile_values_are_drawn_and_never_obeyed() -> None:
    """In names, values and marks alike."""
    changes = (Change(HOSTILE, HOSTILE, "x"), Change(HOSTILE, HOSTILE + "2", HOSTILE))
    store = MemoryStore([
        contact(number, change, actor=HOSTILE, entity_name=HOSTILE, action=HOSTILE)
        for number, change in enumerate(changes)
    ] + [contact(3), contact(4)])  # fmt: skip
    async with opened(store) as (app, pilot):
        await pilot.press("g", "j")
        await pilot.pause()
        text = screen_text(app)
        assert "[/]" in text
        assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in text.replace("\n", ""))


async def test_a_record_whose_log_tells_no_changes_still_has_a_timeline() -> None:
    """It says that there is nothing to hold against each other."""
    store = MemoryStore([contact(number) for number in range(1, 5)])
    async with opened(store) as (app, _):
        assert "none tells what it changed" in screen_text(app)


async def test_nothing_is_cut_off_at_eighty_columns() -> None:
    """Neither that something changed without an entry, nor that an event changed no field, nor the keys."""
    store = case()
    store.add([contact(5, verb="view", action="GET")])
    async with opened(store, (80, 24)) as (app, _):
        text = screen_text(app)
        assert "! plan: pro → enterprise  changed without a log entry" in text and "no change of a field" in text
        assert all(hint in text for hint in ("n next gap", "b back", "y copy", "? help", "Esc close"))


async def test_what_is_told_before_the_window_stands_is_shown_then() -> None:
    """On a busy machine the store is quicker than the parts of the window."""
    async with opened(case()) as (app, pilot):
        first = app.screen
        assert isinstance(first, HistoryWindow)
        window = HistoryWindow(first._event, look=first._look, may_show=first._may_show, may_copy=first._may_copy)
        window.fill(first._steps)
        app.push_screen(window)
        await until(pilot, lambda: app.screen is window and "1 change without a log entry" in screen_text(app))


async def test_what_is_copied_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """At eighty columns, too: long names and values, before and after of each change, and nothing of it is obeyed."""
    copied: list[str] = []

    def keep(text: str, _: object) -> clipboard.CopyOutcome:
        copied.append(text)
        return clipboard.CopyOutcome("tmux", len(text), "Copied.")

    monkeypatch.setattr(clipboard, "copy", keep)
    long = "Visited " + "page " * 200 + "end"
    store = case()
    store.add([contact(5, Change("note", long, HOSTILE), verb="view", action=long)])
    async with opened(store, (80, 24)) as (_, pilot):
        await pilot.press("y")
        await until(pilot, lambda: bool(copied))
    lines_copied = copied[0].splitlines()
    assert any(f"  {long}  " in line for line in lines_copied)
    for told in (
        f'    note: "{long}" → ', '    plan: "free" → "pro"', "    discount: 0 → 35", '    name: null → "Nora"',
        '! plan: "pro" → "enterprise"  changed without a log entry', '    address.street: "Storgatan 14"',
    ):  # fmt: skip
        assert any(line.startswith(told) for line in lines_copied), told
    assert clean(copied[0].replace("\n", "")) == copied[0].replace("\n", "")
