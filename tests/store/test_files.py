"""What can be opened, what is refused, and that reading never writes."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from auditui import store as stores
from auditui.core.errors import AuditError, StoreError
from auditui.core.language import parse
from auditui.core.query import EVERYTHING
from auditui.core.view import View
from auditui.store.sqlite.store import SqliteStore
from tests.store.samples import ORIGIN, series


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store of 30 events, closed."""
    where = tmp_path / "log.db"
    with closing(stores.open(where, create=True)) as store:
        report = store.append(iter(series(30)), origin=ORIGIN)
        store.finish_import(report.import_id, merged=0, rejected=0)
    return where


def refusal(path: Path, *, read_only: bool = True) -> StoreError:
    """The error that opening ends in."""
    with pytest.raises(StoreError) as caught:
        stores.open(path, read_only=read_only).close()
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_new_file_is_private(path: Path) -> None:
    """Only the owner can read a store, whatever the umask says, nor its journal while it is written."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with closing(stores.open(path)) as store:
        store.append(iter(series(1, 50)), origin=ORIGIN)
        for beside in path.parent.iterdir():
            assert stat.S_IMODE(beside.stat().st_mode) == 0o600


def test_a_finished_import_needs_no_journal(path: Path) -> None:
    """After an import was finished all of it is in the one file, which can be copied as it is."""
    copy = path.with_name("copy.db")
    copy.write_bytes(path.read_bytes())
    with closing(stores.open(copy, read_only=True)) as store:
        assert store.count(EVERYTHING) == 30


def test_missing_and_empty_files(tmp_path: Path) -> None:
    """A file that is not there, or has nothing in it, is refused unless it may be made."""
    assert "no such file" in refusal(tmp_path / "none.db").problem
    (tmp_path / "empty.db").touch()
    assert "empty" in refusal(tmp_path / "empty.db").problem
    with closing(stores.open(tmp_path / "empty.db", create=True)) as store:
        assert store.count(EVERYTHING) == 0


@pytest.mark.parametrize("content", [b"not a database at all, only text" * 40, b"SQLite format 3\0" + b"\xff" * 4000])
def test_other_files(tmp_path: Path, content: bytes) -> None:
    """A log, or something that only begins like a database, is named as what it is not."""
    (tmp_path / "other.db").write_bytes(content)
    refusal(tmp_path / "other.db")
    refusal(tmp_path / "other.db", read_only=False)
    assert (tmp_path / "other.db").read_bytes() == content


def test_foreign_databases_stay_untouched(tmp_path: Path) -> None:
    """A database of another program is refused and not changed, even where a store could be made."""
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as plain:
        plain.execute("CREATE TABLE event (seq INTEGER)")
        plain.commit()
    before = foreign.read_bytes()
    assert "not a store" in refusal(foreign).problem
    with pytest.raises(StoreError):
        stores.open(foreign, create=True)
    assert foreign.read_bytes() == before


def test_newer_formats(path: Path) -> None:
    """A store of a later auditui is refused by name of the format."""
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("PRAGMA user_version = 99")
    assert "format 99" in refusal(path).problem


def test_truncated_files_never_crash(path: Path) -> None:
    """Cut anywhere, a file gives answers or an error of ours, to the end of it."""
    whole = path.read_bytes()
    for size in range(1000, len(whole), len(whole) // 23):
        path.write_bytes(whole[:size])
        _ask_everything(path)


def test_hostile_bytes_never_crash(path: Path) -> None:
    """With bytes overwritten anywhere a file gives answers or an error of ours."""
    whole = path.read_bytes()
    for at in range(100, len(whole), len(whole) // 61):
        path.write_bytes(whole[:at] + bytes(64) + whole[at + 64 :])
        _ask_everything(path)


def _ask_everything(path: Path) -> None:
    try:
        with closing(stores.open(path, read_only=True)) as store:
            for text in ("", "printer", "action:delete", "took:>5ms", "details.request.path:*"):
                store.page(View(query=parse(text)))
                store.count(parse(text))
                store.histogram(parse(text), 20)
                store.facets(parse(text), ["action", "entity_id"], 5)
            store.imports()
            store.fields_present()
    except AuditError as error:
        assert error.problem


def test_reading_writes_nothing(path: Path) -> None:
    """Queries leave the file as it is, byte by byte."""
    before = path.read_bytes()
    with closing(stores.open(path, read_only=True)) as store:
        assert store.count(parse("printer")) == 30
        with pytest.raises(StoreError, match="cannot be written"):
            store.append(iter(series(1, 99)), origin=ORIGIN)
    assert path.read_bytes() == before


def test_reading_where_nothing_can_be_made(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a medium where no `-shm` can be made beside it a store is still read, and nothing is made."""
    monkeypatch.setattr("auditui.store.sqlite.connection.os.access", lambda *_: False)  # root may write anywhere
    with closing(stores.open(path, read_only=True)) as store:
        assert store.count(parse("printer")) == 30
        assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_journal_is_never_overlooked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where rows still stand in the journal the file alone is not taken for the whole."""
    with closing(stores.open(path)) as writer:
        writer.append(iter(series(5, 50)), origin=ORIGIN)
        monkeypatch.setattr("auditui.store.sqlite.connection.os.access", lambda *_: False)
        with closing(stores.open(path, read_only=True)) as store:
            assert store.count(EVERYTHING) == 35


def test_a_second_writer_waits_and_then_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process writes, an import waits a while and ends with one line; readers go on."""
    monkeypatch.setattr("auditui.store.sqlite.connection._BUSY_MS", 50)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with closing(stores.open(path)) as store:
            with pytest.raises(StoreError, match="another process"):
                store.append(iter(series(1, 99)), origin=ORIGIN)
            assert store.count(EVERYTHING) == 30


def test_the_view_events_is_readable(path: Path) -> None:
    """Anybody with sqlite3 reads every field under its own name, times as text."""
    with closing(sqlite3.connect(path)) as plain:
        plain.row_factory = sqlite3.Row
        row = plain.execute("SELECT * FROM events WHERE actor = 'alice' ORDER BY seq").fetchone()
    assert (row["at"], row["action"], row["took_ms"], row["origin"]) == (
        "2026-05-28T20:26:40.000000Z", "Delete", 0.0, "log.jsonl jsonl",
    )  # fmt: skip
    assert row["ip"] == "10.0.0.0"
    assert '"path":"/api/tickets/0"' in row["details"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET action = 'x' WHERE seq = 3",
        "DELETE FROM event WHERE seq = 3",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 3",
        "UPDATE term SET text = 'mallory' WHERE text = 'alice'",
        "DELETE FROM term WHERE text = 'alice'",
        "UPDATE import SET name = 'other'",
        "DELETE FROM import",
        "DELETE FROM leaf",
    ],
)
def test_rows_refuse_changes(path: Path, statement: str) -> None:
    """Events, the terms that they use, imports and leaves cannot be changed by accident with any tool."""
    with closing(sqlite3.connect(path)) as plain, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        plain.execute(statement)


def test_backup_is_a_store(path: Path, tmp_path: Path) -> None:
    """A copy of a store in use is private, sound and whole, and never overwrites."""
    told: list[tuple[int, int]] = []
    with closing(stores.open(path, read_only=True)) as store:
        store.backup(tmp_path / "copy.db", lambda done, of: told.append((done, of)))
        with pytest.raises(StoreError, match="cannot be made"):
            store.backup(tmp_path / "copy.db")
    assert told[-1][0] == told[-1][1]
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    with closing(stores.open(tmp_path / "copy.db", read_only=True)) as copy:
        assert copy.count(parse("printer")) == 30


def test_positions_are_never_reused(path: Path) -> None:
    """The next event gets a fresh position even when the newest rows are gone."""
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("DROP TRIGGER event_no_delete")
        plain.execute("DELETE FROM event WHERE seq > 20")
        plain.commit()
    with closing(SqliteStore(path)) as store:
        store.append(iter(series(1, 99)), origin=ORIGIN)
        assert store.get(31).id == "id-99"
