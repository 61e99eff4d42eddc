"""An import that is killed leaves whole batches, and the same command again completes it.

`AUDITUI_KILLS=50 pytest tests/test_killed.py` tries fifty moments instead of a few.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest

from auditui import store as stores
from auditui.apart import PAYS_FROM
from auditui.core.query import EVERYTHING
from auditui.core.view import Sort
from auditui.formats.to_jsonl import event_object

KILLS: Final = int(os.environ.get("AUDITUI_KILLS", "6"))
AT: Final = 1_791_194_400


def lines(first: int, count: int) -> Iterator[str]:
    """Records with changes, some twice in a row, one in a thousand without a time."""
    for number in range(first, first + count):
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(AT + number))
        record: dict[str, Any] = {
            "time": moment if number % 1000 != 7 else "soon",
            "user": f"user{number % 37}@example.com",
            "action": ("create", "update", "delete")[number % 3],
            "entity": {"type": "ticket", "id": number % 911},
            "changes": {"note": [f"old text {number}", f"new text {number} " + "x" * 2_000]},
        }
        yield (json.dumps(record) + "\n") * (2 if number % 501 == 0 else 1)


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that is read by a process of its own, between small ones."""
    folder = tmp_path_factory.mktemp("logs")
    for number in range(8):
        (folder / f"a{number:03}.jsonl").write_text("".join(lines(number * 50, 50)))
    (folder / "b.jsonl").write_text("".join(lines(100_000, 2_000)))
    assert (folder / "b.jsonl").stat().st_size >= PAYS_FROM
    for number in range(8):
        (folder / f"c{number:03}.jsonl").write_text("".join(lines(200_000 + number * 50, 50)))
    return folder


def started(store: Path, logs: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "auditui", "import", "--db", str(store), str(logs)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def events_of(path: Path) -> list[dict[str, Any]]:
    """Every event in the order of the store, without what only this store gave it; the store is looked over, too."""
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with closing(stores.open(path)) as store:
        assert store.check_indexes().differences == ()
        found = [event_object(event) for event in store.events(EVERYTHING, Sort("seq", descending=False))]
    assert [event.pop("seq") for event in found] == list(range(1, len(found) + 1))
    return found


@pytest.fixture(scope="module")
def undisturbed(logs: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, Any]], float]:
    """The events of an import that nobody disturbs, and how long it took in seconds."""
    path = tmp_path_factory.mktemp("whole") / "log.db"
    began = time.monotonic()
    started(path, logs).wait()
    return events_of(path), time.monotonic() - began


@pytest.mark.parametrize("number", range(KILLS))
def test_kill_at_any_moment(
    number: int, logs: Path, undisturbed: tuple[list[dict[str, Any]], float], tmp_path: Path
) -> None:
    """What is there is the beginning of the whole, with indexes that agree; the same command again gives the whole."""
    whole, seconds = undisturbed
    path = tmp_path / "log.db"
    process = started(path, logs)
    share = (number + random.random()) / KILLS  # every part of the import has its turn, at a moment of its own
    time.sleep(0.2 + share * max(seconds - 0.3, 0.1))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if path.exists() and path.stat().st_size:
        kept = events_of(path)
        assert kept == whole[: len(kept)]
    started(path, logs).wait()
    assert events_of(path) == whole
