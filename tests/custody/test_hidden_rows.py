"""Rows that are there and proven, and yet in no list: whoever takes them out of an index is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from auditui.core.view import View
from auditui.store.sqlite.store import SqliteStore
from tests.custody import tampering
from tests.custody.tampering import EVENTS, build, check
from tests.store.samples import series

FORGED = (
    "DROP INDEX event_at",
    "CREATE INDEX event_at ON event (at_us) WHERE seq NOT BETWEEN 60 AND 70",
    "PRAGMA writable_schema = ON",
    "UPDATE sqlite_master SET sql = 'CREATE INDEX event_at ON event (at_us)' WHERE name = 'event_at'",
)
"""An index of some rows that says of itself that it is of all."""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A store to tamper with."""
    path = tmp_path / "audit.db"
    build(path)
    return path


def spoil(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        for statement in statements:
            plain.execute(statement)


def halve_a_leaf(path: Path) -> None:
    """Say in the header of a leaf of the index that it holds half as many entries, as a hex editor can."""
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = plain.execute("SELECT rootpage FROM sqlite_master WHERE name = 'event_at'").fetchone()
        (size,) = plain.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as stream:
        stream.seek((root - 1) * size)
        assert stream.read(1) == b"\x0a", "not a leaf"
        stream.seek((root - 1) * size + 3)
        count = int.from_bytes(stream.read(2), "big")
        stream.seek((root - 1) * size + 3)
        stream.write((count // 2).to_bytes(2, "big"))


def told(path: Path) -> list[str]:
    return [str(each) for each in check(path).findings]


def shown(path: Path) -> int:
    with closing(SqliteStore(path, read_only=True)) as store:
        return len(store.page(View(), limit=EVENTS).rows)


def test_rows_left_out_of_the_index_on_time_are_found(db: Path) -> None:
    """Both verifications name the index and say how many rows no list shows; reindex brings them back."""
    assert (shown(db), told(db)) == (EVENTS, [])
    spoil(db, *FORGED)
    assert shown(db) == EVENTS - 11
    assert told(db) == ["index event_at: altered (it lacks 11 of 200 rows, which no list shows)"]
    with closing(SqliteStore(db)) as store:
        assert "event: row 60 missing from index event_at" in store.check_indexes().differences
        store.reindex()
        assert store.check_indexes().differences == ()
    assert (shown(db), told(db)) == (EVENTS, [])


def test_entries_cut_off_a_page_of_the_index_are_found(db: Path) -> None:
    """No statement of SQL was needed for it, and none shows it but a count."""
    halve_a_leaf(db)
    assert shown(db) < EVENTS
    (said,) = told(db)
    assert said.startswith("index event_at: altered")
    with closing(SqliteStore(db)) as store:
        assert any("event_at" in each for each in store.check_indexes().differences)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP INDEX event_at", "index event_at: missing"),
        ("DROP INDEX part_chunk", "index part_chunk: missing"),
        (
            "CREATE INDEX idx__sqlite_migrations_x ON event (at_us, status) WHERE seq > 9",
            "index idx__sqlite_migrations_x: inserted (it is none of auditui's)",
        ),
        ("CREATE INDEX mine ON event (status)", "index mine: inserted (it is none of auditui's)"),
    ],
)
def test_an_index_that_was_dropped_or_added_is_named(db: Path, statement: str, said: str) -> None:
    """As triggers are; `reindex` makes those again that are missing."""
    spoil(db, statement)
    assert told(db) == [said]
    if "DROP" in statement:
        with closing(SqliteStore(db)) as store:
            store.reindex()
        assert told(db) == []


@pytest.mark.parametrize(
    "change",
    [
        "last_seq = last_seq - 1 WHERE path = 1",
        "first_seq = first_seq + 1 WHERE id = 3",
        "last_seq = last_seq + 1",
        "number = number + 1",
    ],
)
def test_what_a_part_says_of_itself_is_checked(db: Path, change: str) -> None:
    """By its positions and number parts are merged, and a damaged one is made anew."""
    spoil(db, f"UPDATE part SET {change}")
    with closing(SqliteStore(db)) as store:
        assert any("part" in each for each in store.check_indexes().differences)
        store.reindex()
        assert store.check_indexes().differences == ()


def test_purges_and_further_imports_leave_nothing_to_be_found(db: Path) -> None:
    """Neither rows that go nor parts that are merged look like somebody's work."""
    tampering.add(db, "c.jsonl", series(30, 400))
    spoil(db, "VACUUM")
    with closing(SqliteStore(db)) as store:
        assert store.check_indexes().differences == ()
    assert told(db) == []
