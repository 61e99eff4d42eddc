"""Attacks by somebody who has read our code: a schema that lies, rows from elsewhere, purges, the chain itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from auditui.core.canonical import Head, chain_start
from auditui.core.language import parse
from auditui.custody.findings import Noted
from auditui.store.base import Deletion
from auditui.store.sqlite.sealing import HEAD_COLUMNS, record_of
from auditui.store.sqlite.store import SqliteStore
from tests.custody.tampering import (
    LAYOUT,
    add,
    build,
    build_all,
    check,
    copied,
    found_in,
    open_for_tampering,
    run,
    told,
)
from tests.store.samples import series


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with something in every table."""
    path = tmp_path_factory.mktemp("original") / "audit.db"
    build_all(path)
    return path


@pytest.fixture
def db(original: Path, tmp_path: Path) -> Path:
    """A copy to tamper with."""
    return copied(original, tmp_path / "audit.db")


def remade(table: str, old: str, new: str) -> Callable[[Path], None]:
    """Make a table anew with another definition, and its rows as they were."""

    def tamper(path: Path) -> None:
        with open_for_tampering(path) as plain:
            (sql,) = plain.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
            indexes = plain.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = 'index' AND sql IS NOT NULL", (table,)
            ).fetchall()
            view = plain.execute("SELECT sql FROM sqlite_master WHERE name = 'events'").fetchone()
            plain.execute("DROP VIEW events")
            plain.execute(f"CREATE TEMP TABLE kept AS SELECT * FROM {table}")
            plain.execute(f"DROP TABLE {table}")
            assert old in sql
            plain.execute(sql.replace(old, new))
            plain.execute(f"INSERT INTO {table} SELECT * FROM kept")
            for (index,) in [*indexes, view]:
                plain.execute(index)

    return tamper


def behind_guards(*texts: str) -> Callable[[Path], None]:
    """Run these and leave every trigger where it is."""

    def tamper(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as plain:
            for text in texts:
                plain.execute(text)

    return tamper


def statements(*texts: str) -> Callable[[Path], None]:
    """Run these with no trigger in the way."""
    return lambda path: run(path, *texts)


def forged(kind: str, name: str, old: str, new: str) -> Callable[[Path], None]:
    """Change what the schema says of something, without touching what is stored."""
    return behind_guards(
        "PRAGMA writable_schema = ON",
        f"UPDATE sqlite_master SET sql = replace(sql, '{old}', '{new}') WHERE type = '{kind}' AND name = '{name}'",
        "PRAGMA writable_schema = RESET",
    )


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (remade("event", "details TEXT NOT NULL", "details TEXT NOT NULL COLLATE NOCASE"), "table event: altered"),
        (remade("import", "name TEXT NOT NULL", "name TEXT NOT NULL DEFAULT 'x'"), "table import: altered"),
        (remade("leaf", "hash BLOB NOT NULL)", "hash BLOB NOT NULL) WITHOUT ROWID"), "table leaf: altered"),
        (statements("ALTER TABLE head ADD COLUMN twice AS (number + 1)"), "table head: altered"),
        (statements("ALTER TABLE event RENAME TO hidden",
                    "CREATE VIEW event AS SELECT * FROM hidden WHERE seq <> 9"), "table event: missing"),
        (statements("CREATE TABLE mine (x)"), "table mine: inserted"),
        (statements("DROP TABLE signature"), "the database lacks parts of a store: no such table: signature"),
        (statements("CREATE VIEW recent AS SELECT * FROM events"), "guard recent: inserted"),
        (statements("DROP VIEW events", "CREATE VIEW events AS SELECT * FROM event WHERE seq <> 9"),
         "guard events: altered"),
        (forged("trigger", "event_no_delete", "BEFORE", "AFTER"), "guard event_no_delete: altered"),
        (forged("view", "events", "event AS e", "event AS e WHERE seq > 9"), "guard events: altered"),
        (forged("table", "text_0", "case_sensitive 1", "case_sensitive 0"), "table text_0: altered"),
        (statements("CREATE INDEX mine ON event (status)"), "index mine: inserted"),
        (statements("DELETE FROM _sqlite_migrations WHERE name LIKE '0003%'"), "migrations: altered"),
        (statements("INSERT INTO meta VALUES ('more', 1)"), "setting more: inserted"),
        (statements("UPDATE meta SET value = 9 WHERE key = 'table_bits'"), "head 1: altered"),
        (statements("UPDATE meta SET value = randomblob(32) WHERE key = 'purge_key'"), "purge key: altered"),
        (statements("UPDATE meta SET value = 7 WHERE key = 'generation'"), "setting generation: altered"),
        (statements("UPDATE meta SET value = 'none' WHERE key = 'fold'"), "setting fold: altered"),
        (statements("UPDATE meta SET value = 1000 WHERE key = 'built'"), "setting built: altered"),
        (statements("INSERT INTO sqlite_sequence VALUES ('mine', 4)"), "counter of mines: inserted"),
        (statements("UPDATE sqlite_sequence SET seq = 9 WHERE name = 'import'"), "imports: tail cut"),
        (statements("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'tombstone'"), "counter of tombstones: altered"),
        (statements("UPDATE path SET name = 'kind' WHERE name = 'category'"), "path 24: 'category' is missing"),
    ],
)  # fmt: skip
def test_what_the_file_says_of_itself_is_looked_at(db: Path, tamper: Callable[[Path], None], said: str) -> None:
    """Tables, triggers, views, settings and counters of another make than ours are named."""
    tamper(db)
    assert any(each.startswith(said) for each in found_in(db)), found_in(db)


# ------------------------------------------------------------------------------------ what was purged


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE purged SET hash = randomblob(16) WHERE hash = (SELECT min(hash) FROM purged WHERE tombstone = 1)",
         "hashes of tombstone 1: altered (not all of the 29 are those that it left)"),
        ("DELETE FROM purged WHERE hash = (SELECT min(hash) FROM purged WHERE tombstone = 2)",
         "hashes of tombstone 2: missing (4 keep 5 events from coming back)"),
        ("DELETE FROM purged", "hashes of tombstone 1: missing (0 keep 29 events from coming back)"),
        ("INSERT INTO purged VALUES (randomblob(16), 2)",
         "hashes of tombstone 2: inserted (6 keep 5 events from coming back)"),
        ("INSERT INTO purged VALUES (randomblob(16), 0)",
         "hashes of purged events: inserted (1 keeps 0 events from coming back)"),
        ("INSERT INTO purged VALUES (randomblob(16), 3)",
         "hashes of tombstone 3: inserted (1 keeps 0 events from coming back)"),
        ("UPDATE purged SET tombstone = 2 WHERE hash = (SELECT min(hash) FROM purged WHERE tombstone = 1)",
         "hashes of tombstone 1: missing (28 keep 29 events from coming back)"),
        ("UPDATE purged SET hash = 'x' WHERE hash = (SELECT min(hash) FROM purged)",
         "hashes of purged events: altered (there are values that no purge leaves)"),
        ("DELETE FROM meta WHERE key = 'purge_key'",
         "purge key: altered (with another one, no purged event is known again)"),
    ],
)  # fmt: skip
def test_what_keeps_purged_events_away_is_bound_to_their_tombstone(db: Path, statement: str, said: str) -> None:
    """Whoever takes a hash away would let an event in again; whoever adds one would keep an event out."""
    run(db, statement)
    assert said in [str(each) for each in check(db).findings]


def test_a_later_purge_does_not_vouch_for_what_was_swapped_before(db: Path) -> None:
    """Each purge seals its own hashes alone, so what was found before it is found behind it."""
    run(db, "UPDATE purged SET hash = randomblob(16) WHERE hash = (SELECT min(hash) FROM purged WHERE tombstone = 1)")
    with closing(SqliteStore(db)) as store:
        assert store.purge(parse("seq:90..95"), Deletion("owner", "later")).deleted
    assert told(check(db)) == ["hashes of tombstone 1: altered"]


def test_hashes_in_a_store_that_nothing_was_purged_from_are_inserted(tmp_path: Path) -> None:
    """They would keep out an event that never came."""
    add(tmp_path / "a.db", "a", series(9))
    run(tmp_path / "a.db", "INSERT INTO purged VALUES (zeroblob(16), 0)")
    assert told(check(tmp_path / "a.db")) == ["hashes of purged events: inserted"]


# ---------------------------------------------------------------------------- rows from elsewhere


def test_rows_of_another_store_are_not_ours(db: Path, tmp_path: Path) -> None:
    """Spliced in with their leaves, nodes and heads, sound as they are where they come from."""
    other = tmp_path / "other.db"
    build(other)
    with open_for_tampering(db) as plain:
        plain.execute("ATTACH ? AS other", (str(other),))
        for table, key in (("event", "seq"), ("leaf", "seq"), ("node", "seq")):
            plain.execute(f"DELETE FROM main.{table} WHERE {key} BETWEEN 129 AND 144")
            plain.execute(f"INSERT INTO main.{table} SELECT * FROM other.{table} WHERE {key} BETWEEN 129 AND 144")
    named = {seq for each in check(db).findings for seq in range(each.first, each.last + 1)}
    assert named >= set(range(129, 145))
    with open_for_tampering(db) as plain:
        plain.execute("ATTACH ? AS other", (str(other),))
        plain.execute("DELETE FROM main.head")
        plain.execute("INSERT INTO main.head SELECT * FROM other.head")
    assert "head 1: altered" in told(check(db))


def test_an_import_undone_by_hand_is_missed(db: Path) -> None:
    """Rows, what makes them known again, and the record of the import, without a tombstone."""
    with open_for_tampering(db) as plain:
        plain.execute("DELETE FROM event WHERE import_id = 2")
        plain.execute("DELETE FROM import WHERE id = 2")
    found = told(check(db))
    assert "import 2: missing" in found
    assert any(each.startswith("rows ") and each.endswith(": missing") for each in found)


# ------------------------------------------------------------------------------------- the chain


def chained_anew(path: Path) -> None:
    """Write every head again over what stands there now: nobody needs a key for that."""
    with open_for_tampering(path) as plain:
        heads = [Head(*row) for row in plain.execute(f"SELECT {HEAD_COLUMNS} FROM head ORDER BY number")]
        (store_id,) = plain.execute("SELECT value FROM meta WHERE key = 'uuid'").fetchone()
        plain.execute("DELETE FROM head")
        previous = chain_start(store_id, LAYOUT.sizes)
        newest = {(head.kind, head.subject): head.number for head in heads}
        for number, head in enumerate((each for each in heads if is_left(plain, each)), 1):
            is_newest = newest[head.kind, head.subject] == head.number
            record = record_of(plain, head.kind, head.subject) if is_newest else head.record
            new = head._replace(number=number, record=record)
            new = new._replace(chain=new.hashed(previous))
            plain.execute(f"INSERT INTO head ({HEAD_COLUMNS}) VALUES ({', '.join('?' * len(new))})", new)
            previous = new.chain
        plain.execute("UPDATE sqlite_sequence SET seq = (SELECT max(number) FROM head) WHERE name = 'head'")


def is_left(plain: sqlite3.Connection, head: Head) -> bool:
    table = {"purged": "tombstone", "purge_key": "tombstone"}.get(head.kind, head.kind)
    where = "" if head.kind == "purge_key" else f" WHERE id = {head.subject}"
    return plain.execute(f"SELECT 1 FROM {table}{where}").fetchone() is not None


def test_a_chain_written_anew_is_known_only_by_what_was_noted(db: Path) -> None:
    """Of another reason for a purge, sealed again by somebody who knows how, only a head kept elsewhere tells."""
    newest = check(db).head
    assert newest is not None
    noted = Noted(newest.number, newest.last_seq, newest.chain.hex(), "yesterday")
    run(db, "UPDATE tombstone SET reason = 'nobody knows' WHERE id = 1", "DELETE FROM signature")
    chained_anew(db)
    assert told(check(db)) == []
    assert told(check(db, [noted])) == [f"head {newest.number}: altered"]


def test_the_helper_writes_what_the_store_writes(db: Path) -> None:
    """Otherwise the test above would not mean what it says."""
    before = check(db).head
    chained_anew(db)
    assert check(db).head == before


def test_a_tombstone_that_goes_leaves_its_rows_missing(db: Path) -> None:
    """Even with the heads about it cut out and all others chained anew: leaves without rows are missing rows."""
    run(db, "DELETE FROM tombstone WHERE id = 2", "DELETE FROM purged WHERE tombstone = 2", "DELETE FROM signature",
        "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'tombstone'",
        "UPDATE meta SET value = value - 1 WHERE key = 'generation'")  # fmt: skip
    chained_anew(db)
    assert told(check(db)) == ["rows 150-154: missing"]
