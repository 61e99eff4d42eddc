"""The first line says how the last verification went."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditui import session
from auditui.cli.main import cli
from auditui.core.view import View
from auditui.custody.anchors import LastVerification
from auditui.tui import start
from auditui.tui.app import AuditApp
from auditui.tui.drawing.proof import NEVER, proof
from auditui.tui.queries import Queries
from auditui.tui.surroundings import Surroundings
from auditui.tui.widgets.log_table import LogTable
from tests.tui.screens_kit import MINUTE, NOON, app_on, explorer, full, lines, made, screen_text, until

SOUND = LastVerification(NOON - 120 * MINUTE, True, 12, 12, "9f2c", "12/12 events verified")
AROUND = Surroundings(store="audit.db", who="alice", role="Owner", clock=lambda: NOON)


@pytest.mark.parametrize(
    ("last", "reached", "said", "is_alarm"),
    [
        (None, 12, "never verified", False),
        (SOUND, 12, "verified 2 h ago", False),
        (SOUND, 1216, "verified 2 h ago, 1,204 since", False),
        (SOUND, 10, "2 events less than verified 2 h ago", True),
        (replace(SOUND, is_sound=False), 12, "verification failed 2 h ago", True),
    ],
)
def test_it_is_said_when_how_and_what_came_since(
    last: LastVerification | None, reached: int, said: str, is_alarm: bool
) -> None:
    """An older copy put back is an alarm of its own: it has less than was verified."""
    found = proof(last, reached, NOON)
    assert (found.texts[0], found.is_alarm) == (said, is_alarm)
    assert all(len(short) < len(said) for short in found.texts[1:])


@pytest.mark.parametrize(("width", "said"), [(120, "verified 2 h ago"), (92, "verified"), (80, "")])
async def test_it_takes_what_room_there_is(width: int, said: str) -> None:
    """Store, size, zone and person come first."""
    store = "a-store-with-a-longer-name.db"
    app = app_on(full(12), around=replace(AROUND, store=store, verified=lambda: SOUND))
    async with app.run_test(size=(width, 24)) as pilot:
        await until(pilot, lambda: explorer(app)._verified is not None)
        await pilot.pause()
        first = lines(app)[0]
        assert ("verified" in first) == bool(said)
        assert said in first
        assert "Owner" in first


async def test_a_failure_is_never_left_out() -> None:
    """However narrow the terminal is, and in words, not in colour alone."""
    failed = replace(SOUND, is_sound=False)
    app = app_on(full(12), around=replace(AROUND, verified=lambda: failed))
    async with app.run_test(size=(45, 24)) as pilot:
        await until(pilot, lambda: "NOT SOUND" in lines(app)[0])


async def test_rows_wait_for_nothing() -> None:
    """A folder of heads that does not answer delays nothing, and says nothing."""
    gate = threading.Event()

    def slow() -> LastVerification:
        gate.wait(5)
        return SOUND

    app = app_on(full(12), around=replace(AROUND, verified=slow))
    async with app.run_test(size=(120, 24)) as pilot:
        await until(pilot, lambda: bool(explorer(app).query_one(LogTable).rows))
        await pilot.pause(0.1)
        assert "verified" not in screen_text(app)
        gate.set()
        await until(pilot, lambda: "verified 2 h ago" in lines(app)[0])


async def test_reading_again_reads_that_again_too() -> None:
    """Somebody verified in another terminal, or events came in."""
    known: list[LastVerification | None] = [None]
    store = full(12)
    app = app_on(store, around=replace(AROUND, verified=lambda: known[0]))
    async with app.run_test(size=(120, 24)) as pilot:
        await until(pilot, lambda: NEVER.texts[0] in lines(app)[0])
        known[0] = SOUND
        store.add([made(50)])
        await pilot.press("r")
        await until(pilot, lambda: "verified 2 h ago, 1 since" in lines(app)[0])


async def test_a_store_of_files_that_are_only_looked_at_is_not_proven() -> None:
    """Nobody verifies what is gone afterwards."""
    app = app_on(full(12), around=AROUND)
    async with app.run_test(size=(120, 24)) as pilot:
        await until(pilot, lambda: bool(explorer(app).query_one(LogTable).rows))
        await pilot.pause(0.1)
        assert "verified" not in lines(app)[0]


async def test_what_was_deleted_on_record_is_no_alarm_and_an_older_copy_is(tmp_path: Path) -> None:
    """The newest import is undone: fewer rows, no fewer positions. A file from before it lacks the positions."""
    path, older = tmp_path / "a.db", tmp_path / "older"
    for name in ("one", "two"):
        log = tmp_path / f"{name}.jsonl"
        log.write_text(f'{{"time": "2026-09-23T10:00:00Z", "user": "{name}", "action": "Login"}}\n')
        if path.exists():
            shutil.copyfile(path, older)
        assert command("import", "--db", path, log) == 0
    assert command("verify", "--db", path) == 0
    assert "verified" in await first_line(path)
    assert command("imports", "undo", "2", "--db", path, "--count", "1", "--reason", "wrong") == 0
    assert "NOT SOUND" not in (said := await first_line(path))
    assert "verified" in said
    shutil.copyfile(older, path)
    assert "NOT SOUND" in await first_line(path)


def command(*words: object) -> int:
    return CliRunner().invoke(cli, [str(word) for word in words]).exit_code


async def first_line(path: Path) -> str:
    """What the explorer says of a store, as it is started by a person, on a narrow terminal."""
    with session.opened(path) as here:
        around = start._surroundings(here, (), {})
        app = AuditApp(Queries(here.connect), View(), around)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: explorer(app)._verified is not None)
            await pilot.pause()
            return lines(app)[0]
