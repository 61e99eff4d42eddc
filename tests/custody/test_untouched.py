"""A store that nobody tampered with never alarms, whatever else has happened to it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditui.core.event import Event
from auditui.store.base import Origin
from auditui.store.sqlite.store import SqliteStore
from tests.bench import generate
from tests.custody.tampering import LAYOUT, add, build, check, purge
from tests.store.samples import series
from tests.strategies import logs


def test_an_empty_store_is_sound(tmp_path: Path) -> None:
    """There is nothing to verify, and that verifies."""
    SqliteStore(tmp_path / "audit.db", create=True).close()
    found = check(tmp_path / "audit.db")
    assert found.is_sound
    assert found.sentence() == "0/0 events verified, no head yet"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(logs(max_size=40), min_size=1, max_size=4))
def test_any_events_in_any_imports_are_sound(
    tmp_path_factory: pytest.TempPathFactory, imports: list[list[Event]]
) -> None:
    """Hostile text, missing values and extreme numbers are what they were when they were recorded."""
    path = tmp_path_factory.mktemp("any") / "audit.db"
    for number, events in enumerate(imports):
        add(path, f"{number}.jsonl", events)
    found = check(path)
    assert (found.findings, found.verified) == ((), found.total)


def test_every_commit_of_a_running_import_is_sound(tmp_path: Path) -> None:
    """Whoever verifies while events come in sees a whole store each time, and each head stays in it."""
    path = tmp_path / "audit.db"
    heads = []

    def coming_in() -> Iterator[Event | None]:
        for event in series(150):
            yield event
            if event.id.endswith(("3", "8")):
                yield None
                found = check(path)
                assert found.is_sound
                assert (found.verified, found.head is not None) == (found.total, True)
                heads.append(found.head)

    with closing(SqliteStore(path, create=True, layout=LAYOUT)) as store:
        store.append(coming_in(), origin=Origin("live"))
    with closing(SqliteStore(path, read_only=True)) as store, store.evidence() as evidence:
        assert set(heads) <= set(evidence.heads())
    assert len(set(heads)) == 30


def test_two_imports_at_once_are_sound(tmp_path: Path) -> None:
    """Each continues the chain where the other left it."""
    path = tmp_path / "audit.db"

    def slow() -> Iterator[Event | None]:
        for at in range(0, 100, 10):
            yield from series(10, at)
            yield None
            add(path, f"{at}.jsonl", series(7, 1000 + at))

    with closing(SqliteStore(path, create=True, layout=LAYOUT)) as store:
        report = store.append(slow(), origin=Origin("slow"))
        store.finish_import(report.import_id, merged=0, rejected=0)
    found = check(path)
    assert (found.findings, found.verified) == ((), 170)


def test_an_import_that_broke_off_is_sound(tmp_path: Path) -> None:
    """What was committed before an error stays, and is covered by a head."""
    path = tmp_path / "audit.db"

    def breaking() -> Iterator[Event]:
        yield from series(100)
        raise ValueError("disk on fire")

    with closing(SqliteStore(path, create=True, layout=LAYOUT)) as store, pytest.raises(ValueError, match="fire"):
        store.append(breaking(), origin=Origin("a"))
    assert check(path).is_sound
    add(path, "b", series(100))
    found = check(path)
    assert (found.findings, found.verified) == ((), 100)


def test_reindex_and_backup_are_sound(tmp_path: Path) -> None:
    """Derived indexes may be built anew, and a copy is as good as the store."""
    path = tmp_path / "audit.db"
    build(path)
    purge(path, "30-40")
    with closing(SqliteStore(path)) as store:
        store.reindex()
        store.backup(tmp_path / "copy.db")
    assert check(path).findings == check(tmp_path / "copy.db").findings == ()
    add(tmp_path / "copy.db", "c", series(20, 500))
    assert check(tmp_path / "copy.db").is_sound


def test_imports_after_a_purge_are_sound(tmp_path: Path) -> None:
    """The chain goes on behind a tombstone, and another purge behind that."""
    path = tmp_path / "audit.db"
    build(path)
    purge(path, "190-200")
    add(path, "c", series(100, 300))
    purge(path, "1-64,250")
    found = check(path)
    assert (found.findings, found.total, found.verified) == ((), 300 - 11 - 65, 300 - 11 - 65)
    assert [each.count for each in found.deletions] == [11, 65]


def test_a_killed_import_is_sound(tmp_path: Path) -> None:
    """After kill -9 in the middle of an import everything that is there is proven, and the next import goes on."""
    log, path = tmp_path / "log.jsonl", tmp_path / "audit.db"
    generate.write(log, 3000)
    code = (
        "import sys; from pathlib import Path\n"
        "from auditui import store as stores, transfer\n"
        "from auditui.store.sqlite.store import SqliteStore\n"
        "from tests.custody.tampering import LAYOUT\n"
        "store = SqliteStore(Path(sys.argv[2]), create=True, layout=LAYOUT)\n"
        "transfer.import_sources(store, [sys.argv[1]])\n"
    )
    for wanted in (200, 900):
        process = subprocess.Popen([sys.executable, "-c", code, str(log), str(path)], cwd=Path(__file__).parents[2])
        deadline = time.monotonic() + 30
        while process.poll() is None and time.monotonic() < deadline and _stored(path) < wanted:
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        found = check(path)
        assert found.findings == ()
        assert found.verified == found.total >= wanted


def _stored(path: Path) -> int:
    """How many events are committed by now."""
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as plain:
        return int(plain.execute("SELECT coalesce(max(last_seq), 0) FROM head").fetchone()[0])
    return 0
