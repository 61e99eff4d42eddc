"""Following a store: new events are announced, and nothing moves until they are asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from auditui.core.errors import StoreError
from auditui.core.language import parse
from auditui.core.view import View
from auditui.tui.screens import live
from auditui.tui.widgets.log_table import LogTable
from tests.terminal import Terminal
from tests.tui.memory_store import MemoryStore
from tests.tui.screens_kit import app_on, events, explorer, full, lines, made, seqs, until

PROGRAM = str(Path(sys.executable).parent / "auditui")


@pytest.fixture(autouse=True)
def _look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_EVERY_S", 0.01)


async def test_new_events_are_announced_and_nothing_moves_until_they_are_asked_for() -> None:
    """Rows, cursor, marks and open rows stay; `r` takes the new ones in above the row, which stays where it is."""
    store = full(120)
    app = app_on(store)
    async with app.run_test(size=(120, 40)) as pilot:
        table = explorer(app).query_one(LogTable)
        await until(pilot, lambda: bool(table.rows))
        await pilot.press("F", "j", "j", "x", "enter")
        await until(pilot, lambda: "following" in lines(app)[0])
        rows, stood = table.rows, table.cursor_event
        store.add(made(number) for number in (-5, -4, -3))
        await until(pilot, lambda: "3 new" in lines(app)[0])
        store.add([made(-6)])
        await until(pilot, lambda: "4 new" in lines(app)[0])
        assert table.rows == rows and table.cursor_event is stood
        drawn = next(line for line in lines(app) if stood is not None and stood.entity_name in line)
        line = lines(app).index(drawn)
        await pilot.press("r")
        await until(pilot, lambda: len(table.rows) == 124)
        assert stood is not None and table.cursor_event is not None
        assert (table.cursor_event.seq, table.marked, table.opened) == (stood.seq, {stood.seq}, {stood.seq})
        assert stood.entity_name in lines(app)[line]
        assert "new" not in lines(app)[0] and "following" in lines(app)[0]
        await pilot.press("F")
        await until(pilot, lambda: "following" not in lines(app)[0])


async def test_who_looks_at_the_newest_event_sees_the_newer_ones_above_it() -> None:
    """The cursor stays with its event; the rows that came in are in view."""
    store = full(120)
    app = app_on(store)
    async with app.run_test(size=(120, 40)) as pilot:
        table = explorer(app).query_one(LogTable)
        await until(pilot, lambda: bool(table.rows))
        await pilot.press("F")
        store.add(made(number) for number in (-5, -4, -3))
        await until(pilot, lambda: "3 new" in lines(app)[0])
        await pilot.click(explorer(app).query_one("Header"), offset=(lines(app)[0].index("3 new"), 0))
        await until(pilot, lambda: len(table.rows) == 123)
        assert table.cursor_event is not None and table.cursor_event.seq == 120
        assert table.scroll_offset.y == 0


async def test_only_events_that_the_view_would_show_are_announced() -> None:
    """A query counts what it finds; a search that takes new events in by itself leaves nothing to announce."""
    store = full(40)
    app = app_on(store, View(query=parse("actor:ana")))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: bool(explorer(app).query_one(LogTable).rows))
        await pilot.press("F")
        await until(pilot, lambda: "following" in lines(app)[0])
        store.add(made(number) for number in (-3, -2, -1))
        await until(pilot, lambda: "1 new" in lines(app)[0])
        await pilot.press("c")
        await until(pilot, lambda: len(explorer(app).query_one(LogTable).rows) == 43)
        await until(pilot, lambda: "new" not in lines(app)[0])


async def test_a_store_that_fails_is_complained_of_once() -> None:
    """The looking ends then, and says so in the first line."""
    store = MemoryStore(events(9))
    app = app_on(store)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: bool(explorer(app).query_one(LogTable).rows))
        store.add([made(-2)])
        store.error = StoreError("the disk is gone")
        await pilot.press("F")
        await until(pilot, lambda: any("the disk is gone" in note.message for note in app._notifications))
        assert "following" not in lines(app)[0]
        assert seqs(explorer(app).query_one(LogTable).rows) == list(range(9, 0, -1))


def _import(store: Path, number: int) -> None:
    """A log of one event, imported by a process of its own."""
    log = store.with_name(f"log-{number}.jsonl")
    record = {"time": f"2026-11-20T10:0{number}:00Z", "user": "ana", "action": "Delete", "entity_id": str(number)}
    log.write_text(json.dumps(record) + "\n", encoding="utf-8")
    subprocess.run([PROGRAM, "--db", store, "import", log], check=True, capture_output=True)


def test_an_import_in_another_process_is_seen_and_waiting_writes_nothing(tmp_path: Path) -> None:
    """On a real terminal: not a byte while nothing comes; within two seconds of an import it is announced."""
    store = tmp_path / "audit.db"
    _import(store, 1)
    with Terminal([PROGRAM, "--db", str(store)], rows=30) as terminal:
        terminal.wait_for(r"Items 1–1 of 1")
        terminal.press("F")
        terminal.wait_for("following")
        terminal.wait_until(lambda: "announced" not in terminal.text, "the remark goes away")
        assert terminal.pump(2.2) == b""
        _import(store, 2)
        terminal.wait_for(r"following\s+1 new", limit=2.0)
        assert "Items 1–1 of 1" in terminal.text
        terminal.press("r")
        terminal.wait_for(r"Items 1–2 of 2")
        assert "new" not in terminal.lines[0]
