"""Events come in once, whole batches at a time, whatever happens meanwhile."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditui.core.errors import StoreError
from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.query import EVERYTHING
from auditui.core.view import View
from auditui.store.sqlite.schema import Layout
from auditui.store.sqlite.store import SqliteStore
from tests.store.conftest import NewStore
from tests.store.samples import ORIGIN, event, series, without_id


def contents(store: SqliteStore) -> list[Event]:
    """All events by position, without what differs between two imports of the same log."""
    found = sorted(store.events(EVERYTHING), key=lambda each: each.seq)
    return [replace(each, seq=0) for each in found]


def test_the_same_file_twice_adds_nothing(store: SqliteStore) -> None:
    """A second import of the same events counts them all as duplicates, with ids and without."""
    log = [*series(40), *map(without_id, series(40, 100))]
    assert store.append(iter(log), origin=ORIGIN).imported == 80
    again = store.append(iter(log), origin=ORIGIN)
    assert (again.imported, again.duplicate) == (0, 80)
    assert store.count(EVERYTHING) == 80


def test_identical_events_without_id_all_stay(store: SqliteStore) -> None:
    """Three equal lines of one file are three events; the file again adds none, a fourth line adds one."""
    line = without_id(event(1))
    assert store.append(iter([line] * 3), origin=ORIGIN).imported == 3
    assert store.append(iter([line] * 3), origin=ORIGIN).imported == 0
    report = store.append(iter([line] * 4), origin=ORIGIN)
    assert (report.imported, report.duplicate) == (1, 3)


def test_what_has_an_id_and_comes_twice_in_one_file_stays_flagged(store: SqliteStore) -> None:
    """Every line of a log is kept, the later ones marked; the file again adds none, and no conflict is seen."""
    log = [event(1), event(2), event(1), event(1)]
    report = store.append(iter(log), origin=ORIGIN)
    assert (report.imported, report.duplicate, report.repeated) == (4, 0, 2)
    assert [each.flags for each in store.find("id-1")] == [(), ("repeated",), ("repeated",)]
    again = store.append(iter([event(1), *log]), origin=ORIGIN)
    assert (again.imported, again.duplicate, again.repeated) == (1, 4, 1)
    assert store.count(parse("flags:repeated")) == 3
    assert store.count(parse("flags:id-conflict")) == 0


def test_occurrences_spill_to_disk_unchanged(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting equal events stays exact when what was counted no longer fits in memory."""
    monkeypatch.setattr("auditui.store.sqlite.duplicates._COUNTED_IN_MEMORY", 3)
    log = [without_id(event(number % 10)) for number in range(40)]
    assert store.append(iter(log), origin=ORIGIN).imported == 40
    assert store.append(iter(log[:25]), origin=ORIGIN).duplicate == 25
    assert store.append(iter([*log, log[0]]), origin=ORIGIN).imported == 1


@pytest.mark.parametrize("apart", [1, 40])
def test_same_id_with_other_content_stays_flagged(store: SqliteStore, apart: int) -> None:
    """Both stay and the later one is flagged, in the same batch or in another import; a duplicate of it is none."""
    other = event(1, description="not what it was")
    log = [*series(apart + 1), other]
    if apart == 1:
        store.append(iter(log), origin=ORIGIN)
    else:
        store.append(iter(log[:-1]), origin=ORIGIN)
        store.append(iter([other]), origin=ORIGIN)
    assert [each.flags for each in store.find("id-1")] == [(), ("id-conflict",)]
    assert store.append(iter([other]), origin=ORIGIN).duplicate == 1
    assert store.count(parse("flags:id-conflict")) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(0, 70), max_size=4))
def test_an_import_run_again_ends_like_an_undisturbed_one(new_store: NewStore, cuts: list[int]) -> None:
    """Wherever it broke off, and however often, running the import again gives the events of a clean run."""
    log = [*series(30), *[without_id(event(1))] * 5, *series(30, 30), *[without_id(event(2))] * 5]
    clean, torn = new_store(), new_store()
    clean.append(iter(log), origin=ORIGIN)
    for cut in cuts:
        with pytest.raises(OSError, match="gone"):
            torn.append(_breaking(log, cut), origin=ORIGIN)
    torn.append(iter(log), origin=ORIGIN)
    assert sorted(map(repr, contents(torn))) == sorted(map(repr, contents(clean)))
    assert torn.check_indexes().differences == ()


def _breaking(log: list[Event], after: int) -> Iterator[Event | None]:
    for number, each in enumerate(log):
        if number == after:
            break
        yield each
        if number % 8 == 7:
            yield None
    raise OSError("the disk is gone")


def test_what_paused_is_visible_at_once(store: SqliteStore, tmp_path: Path) -> None:
    """None among the events commits them: another connection sees them while the import goes on."""
    seen: list[int] = []

    def following() -> Iterator[Event | None]:
        for number in range(6):
            yield event(number)
            yield None
            with closing(SqliteStore(tmp_path / "0.db", read_only=True)) as reader:
                seen.append(reader.count(EVERYTHING))

    store.append(following(), origin=ORIGIN)
    assert seen == [1, 2, 3, 4, 5, 6]


def test_an_import_under_way_waits_for_whoever_writes(store: SqliteStore) -> None:
    """A purge may take a minute: what has come so far is no reason to give up, while a new import says so soon."""
    store._connection.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(store.path, isolation_level=None, check_same_thread=False)) as other:
        release = threading.Timer(0.15, lambda: other.execute("ROLLBACK"))

        def events() -> Iterator[Event | None]:
            yield from [*series(5), None]
            other.execute("BEGIN IMMEDIATE")
            release.start()
            yield from series(5, 5)

        with store.together():
            assert store.append(events(), origin=ORIGIN).imported == 10
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another process is writing"), store.together():
            store.append(iter(series(5)), origin=ORIGIN)
        other.execute("ROLLBACK")
    assert store.count(EVERYTHING) == 10


def test_many_small_appends_leave_few_parts(store: SqliteStore) -> None:
    """Parts of an open chunk are merged: never more than the logarithm of its rows, and they stay right."""
    for number in range(40):
        store.append(iter([event(number)]), origin=ORIGIN)
        with closing(sqlite3.connect(store.path)) as plain:
            counts = plain.execute("SELECT count(*) FROM part WHERE path = 1 GROUP BY chunk").fetchall()
        assert max(count for (count,) in counts) <= 5
    assert store.check_indexes().differences == ()
    assert store.count(parse("action:delete")) == 14


def test_a_full_chunk_is_one_part(store: SqliteStore) -> None:
    """However its rows came in, a sealed chunk has one part of each path."""
    for start in (0, 3, 10, 11, 30):
        store.append(iter(series(20, start)), origin=ORIGIN)
    with closing(sqlite3.connect(store.path)) as plain:
        found = plain.execute("SELECT chunk, count(*) FROM part WHERE path = 1 GROUP BY chunk").fetchall()
    assert found[:-1] == [(chunk, 1) for chunk in range(len(found) - 1)]


def test_a_real_chunk_border(tmp_path: Path) -> None:
    """With the sizes of real stores: 70,000 events cross a chunk, pages and totals hold on both sides."""
    with closing(SqliteStore(tmp_path / "big.db", create=True, layout=Layout())) as store:
        store.append(iter(series(70_000)), origin=ORIGIN)
        assert store.count(parse("action:delete")) == 23_334
        assert store.count(parse("entity:65999")) == 1
        assert store.count(parse('"Printer 6999"')) == 11
        page = store.page(View(query=parse("action:delete")), offset=1490, limit=3)
        assert [each.entity_id for each in page.rows] == ["65529", "65526", "65523"]
        assert store.count(parse("details.request.token_count:>7")) == 14_000


def test_reports_and_records_agree(store: SqliteStore) -> None:
    """The record of an import says what its report said, and is done only when it was finished."""
    report = store.append(iter(series(5)), origin=ORIGIN)
    (running,) = store.imports()
    assert (running.imported, running.done) == (5, False)
    store.finish_import(report.import_id, merged=2, rejected=1)
    (record,) = store.imports()
    assert (record.seen, record.imported, record.merged, record.rejected, record.done) == (8, 5, 2, 1, True)
    assert record.origin == ORIGIN


def test_progress_counts_every_event(store: SqliteStore) -> None:
    """Progress grows, and ends at the number of events given, duplicates included."""
    for count in (3000, 3001):
        told: list[int] = []
        store.append(iter(series(count)), origin=ORIGIN, progress=told.append)
        assert len(told) > 1
        assert told == sorted(told)
        assert told[-1] == count


_VICTIM = """
import sys
from pathlib import Path
from auditui.store.sqlite.store import SqliteStore
from auditui.store.sqlite.schema import Layout
from tests.store.samples import ORIGIN, event

def forever():
    for number in range(10**9):
        yield event(number)
        if number % 100 == 99:
            yield None
            print(number + 1, flush=True)

SqliteStore(Path(sys.argv[1]), create=True, layout=Layout(6, 8)).append(forever(), origin=ORIGIN)
"""


@pytest.mark.parametrize("delay_s", [0.0, 0.013, 0.05])
def test_kill_leaves_whole_batches(tmp_path: Path, delay_s: float) -> None:
    """After SIGKILL in the middle of an import the file is sound, batches are whole, indexes agree, and it goes on."""
    path = tmp_path / "killed.db"
    victim = subprocess.Popen(
        [sys.executable, "-c", _VICTIM, str(path)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    assert victim.stdout is not None
    for _ in range(3):
        told = int(victim.stdout.readline())
    time.sleep(delay_s)
    os.kill(victim.pid, signal.SIGKILL)
    told = [told, *map(int, victim.stdout.read().split())][-1]
    victim.wait()
    victim.stdout.close()
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with closing(SqliteStore(path)) as store:
        count = store.count(EVERYTHING)
        assert count >= told
        assert count % 100 == 0 or (count + 1) % 64 == 0
        assert store.check_indexes().differences == ()
        more = store.append(iter(series(count + 10)), origin=ORIGIN)
        assert (more.imported, more.duplicate) == (10, count)
