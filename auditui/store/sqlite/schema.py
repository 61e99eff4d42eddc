"""The tables of a store, and how an older file is moved on.

sqlite-utils keeps the book of migrations; it is loaded only when there is one to apply. The one
authority for "which format is this" is `user_version`, set inside the transaction of its migration.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4
from zlib import crc32

from auditui.core.text import FOLD_VERSION
from auditui.store.sqlite.paths import EAGER_COLUMNS, EMPTY, FIRST_FREE, FIRST_TERM, FIXED

if TYPE_CHECKING:
    from sqlite_utils.db import Database

APPLICATION_ID: Final = 0x41554449
"""`AUDI`, in the header of the file."""
VERSION: Final = 3
OLDEST_READABLE: Final = 1
KEEPING_VERSION: Final = 2
"""The first format that knows retention, holds and purged events."""
SEALED_VERSION: Final = 3
"""The first format whose heads speak of the hashes of purged events, and whose chain begins with all its sizes."""
STEPS: Final = (
    "0001 first schema",
    "0002 retention, holds and purged events",
    "0003 what keeps purged events away is sealed",
)
"""Names of the migrations, in the book that sqlite-utils keeps; the first so many of them make a format."""
BOOK: Final = "auditui"
"""The name of our migrations in it."""
PAGE_SIZE: Final = 8192

COLUMNS: Final = (
    "at_us", "import_id", "nonce", "id", "actor", "actor_id", "email", "role", "actor_kind", "on_behalf_of",
    "action", "method", "category", "entity_type", "entity_id", "entity_name", "description", "status", "outcome",
    "took_us", "ip", "user_agent", "request_id", "verb", "targets", "changes", "details", "flags",
)  # fmt: skip
"""Columns of `event` behind `seq`, in the order of the table."""


def has_our_header(path: Path) -> bool:
    """Whether a file is a database with our `application_id`; False where it cannot be read."""
    try:
        with path.open("rb") as stream:
            head = stream.read(100)
    except OSError:
        return False
    return head.startswith(b"SQLite format 3\0") and head[68:72] == APPLICATION_ID.to_bytes(4)


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes that a file is made with: rows of a chunk and of a trigram table, as powers of two."""

    chunk_bits: int = 16
    table_bits: int = 20

    @property
    def sizes(self) -> tuple[int, ...]:
        """What the chain of a file of this format begins with."""
        return self.chunk_bits, self.table_bits


_TABLES: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE import (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, format TEXT NOT NULL, profile TEXT NOT NULL,
    size INTEGER, sha256 TEXT NOT NULL, at_us INTEGER NOT NULL, took_us INTEGER NOT NULL DEFAULT 0,
    imported INTEGER NOT NULL DEFAULT 0, duplicate INTEGER NOT NULL DEFAULT 0, expired INTEGER NOT NULL DEFAULT 0,
    merged INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0, redacted INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0);
CREATE TABLE path (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE term (
    id INTEGER PRIMARY KEY, path INTEGER NOT NULL, kind INTEGER NOT NULL, text TEXT NOT NULL, crc INTEGER NOT NULL);
CREATE INDEX term_path ON term (path);
CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at_us INTEGER NOT NULL, import_id INTEGER NOT NULL REFERENCES import,
    nonce BLOB NOT NULL, id TEXT NOT NULL, actor NOT NULL, actor_id NOT NULL, email NOT NULL, role NOT NULL,
    actor_kind NOT NULL, on_behalf_of NOT NULL, action NOT NULL, method NOT NULL, category NOT NULL,
    entity_type NOT NULL, entity_id TEXT NOT NULL, entity_name TEXT NOT NULL, description TEXT NOT NULL,
    status INTEGER, outcome TEXT NOT NULL, took_us INTEGER, ip NOT NULL, user_agent NOT NULL,
    request_id TEXT NOT NULL, verb TEXT NOT NULL, targets TEXT NOT NULL, changes TEXT NOT NULL,
    details TEXT NOT NULL, flags TEXT NOT NULL);
CREATE INDEX event_at ON event (at_us);
CREATE TABLE leaf (seq INTEGER PRIMARY KEY, hash BLOB NOT NULL);
CREATE TABLE node (seq INTEGER PRIMARY KEY, hash BLOB NOT NULL);
CREATE TABLE seen (at_us INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (at_us, hash)) WITHOUT ROWID;
CREATE TABLE head (
    number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, subject INTEGER NOT NULL, record BLOB NOT NULL,
    first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, root BLOB NOT NULL, at_us INTEGER NOT NULL,
    chain BLOB NOT NULL);
CREATE TABLE signature (head INTEGER PRIMARY KEY, public_key BLOB NOT NULL, signature BLOB NOT NULL);
CREATE TABLE tombstone (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at_us INTEGER NOT NULL, cause TEXT NOT NULL, who TEXT NOT NULL,
    reason TEXT NOT NULL, query_mac BLOB NOT NULL, count INTEGER NOT NULL, rows TEXT NOT NULL, root BLOB NOT NULL);
CREATE TABLE part (
    id INTEGER PRIMARY KEY, path INTEGER NOT NULL, chunk INTEGER NOT NULL, number INTEGER NOT NULL,
    first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, crc INTEGER NOT NULL, data BLOB NOT NULL,
    UNIQUE (path, chunk, number));
CREATE INDEX part_chunk ON part (chunk, path);
"""
_KEEPING: Final = """
CREATE TABLE decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at_us INTEGER NOT NULL, kind TEXT NOT NULL, who TEXT NOT NULL,
    reason TEXT NOT NULL, value TEXT NOT NULL);
CREATE TABLE purged (hash BLOB PRIMARY KEY) WITHOUT ROWID;
"""
"""What came with format 2: how long events are kept, and keyed hashes of those that are gone for good."""
_SEALED: Final = """
CREATE TABLE purged (hash BLOB PRIMARY KEY, tombstone INTEGER NOT NULL) WITHOUT ROWID;
"""
"""What came with format 3: which purge a hash is from, 0 where that was before. It takes the place of the other."""
_REFUSE: Final = "SELECT RAISE(ABORT, 'events are append-only')"


def _append_only(*tables: str) -> str:
    return "\n".join(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN {_REFUSE}; END;"
        for table in tables
        for verb in ("UPDATE", "DELETE")
    )


_TRIGGERS: Final = f"""
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN {_REFUSE}; END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN {_REFUSE}; END;
CREATE TRIGGER event_no_replace BEFORE INSERT ON event
    WHEN EXISTS (SELECT 1 FROM event WHERE seq = NEW.seq) BEGIN {_REFUSE}; END;
{_append_only("leaf", "node", "head", "tombstone", "signature")}
CREATE TRIGGER term_no_update BEFORE UPDATE ON term WHEN OLD.path < {FIRST_FREE} BEGIN {_REFUSE}; END;
CREATE TRIGGER term_no_delete BEFORE DELETE ON term
    WHEN OLD.path IN ({", ".join(str(FIXED[name]) for name in EAGER_COLUMNS)}) BEGIN {_REFUSE}; END;
CREATE TRIGGER import_no_update BEFORE UPDATE OF id, name, format, profile, size, sha256, at_us ON import
    BEGIN {_REFUSE}; END;
CREATE TRIGGER import_no_delete BEFORE DELETE ON import BEGIN {_REFUSE}; END;
"""
_KEEPING_TRIGGERS: Final = _append_only("decision", "purged")
_BY_VERSION: Final = (_TABLES + _TRIGGERS, _KEEPING + _KEEPING_TRIGGERS, _SEALED)
"""What each format has beyond the one before; what it has under the same name takes its place."""


def _spelled(column: str) -> str:
    return f"CASE typeof({column}) WHEN 'integer' THEN (SELECT text FROM term WHERE id = e.{column}) ELSE {column} END"


def _view() -> str:
    """The view `events`: every field under its public name, times readable."""
    columns = ["seq", "strftime('%Y-%m-%dT%H:%M:', at_us / 1000000 - (at_us % 1000000 < 0), 'unixepoch')"
               " || printf('%09.6fZ', (at_us % 60000000 + 60000000) % 60000000 / 1000000.0) AS at"]  # fmt: skip
    for column in COLUMNS:
        if column in EAGER_COLUMNS:
            columns.append(f"{_spelled(column)} AS {column}")
        elif column == "took_us":
            columns.append("took_us / 1000.0 AS took_ms")
        elif column not in {"nonce", "import_id"}:
            columns.append(column)
    origin = "(SELECT trim(name || ' ' || format) FROM import WHERE id = e.import_id) AS origin"
    return f"CREATE VIEW events AS SELECT {', '.join([*columns, origin, 'at_us'])} FROM event AS e"


def first_schema(db: Database, layout: Layout) -> None:
    """Everything of format 1. Runs inside the transaction that sqlite-utils opened."""
    for statement in _statements(_TABLES + _TRIGGERS):
        db.conn.execute(statement)
    db.conn.execute(_view())
    db.conn.executemany("INSERT INTO path (id, name) VALUES (?, ?)", [(number, name) for name, number in FIXED.items()])
    # Rows say "empty" as term 1; the other one keeps the numbers below FIRST_TERM free for what needs no vocabulary.
    db.conn.executemany(
        "INSERT INTO term (id, path, kind, text, crc) VALUES (?, 0, 0, '', ?)",
        [(term, term_check(term, 0, 0, b"")) for term in (EMPTY, FIRST_TERM - 1)],
    )
    db.conn.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", [
        ("uuid", str(uuid4())), ("stamp", 0), ("generation", 0), ("built", 0), ("fold", FOLD_VERSION),
        ("chunk_bits", layout.chunk_bits), ("table_bits", layout.table_bits),
    ])  # fmt: skip
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.conn.execute("PRAGMA user_version = 1")


def keeping_schema(db: Database) -> None:
    """What format 2 has beyond format 1. Runs inside the transaction that sqlite-utils opened."""
    for statement in _statements(_KEEPING + _KEEPING_TRIGGERS):
        db.conn.execute(statement)
    db.conn.executemany(
        "INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)", [("purge_key", os.urandom(32)), ("unswept", 0)]
    )
    db.conn.execute("PRAGMA user_version = 2")


def sealed_schema(db: Database) -> None:
    """What format 3 has beyond format 2. Runs inside the transaction that sqlite-utils opened."""
    db.conn.execute("CREATE TEMP TABLE before AS SELECT hash FROM purged")
    db.conn.execute("DROP TABLE purged")
    for statement in _statements(_SEALED + _append_only("purged")):
        db.conn.execute(statement)
    db.conn.execute("INSERT INTO purged (hash, tombstone) SELECT hash, 0 FROM temp.before")
    db.conn.execute("DROP TABLE temp.before")
    db.conn.execute("PRAGMA user_version = 3")


def term_check(term: int, path: int, kind: int, text: bytes) -> int:
    """What column `crc` of a term has to say."""
    return crc32(b"%d %d %d " % (term, path, kind) + text)


def objects(version: int = VERSION) -> dict[tuple[str, str], str]:
    """The tables, indexes, triggers and the view of a format: by type and name what `sqlite_master` says of each."""
    made = [each.removesuffix(";") for script in _BY_VERSION[:version] for each in _statements(script)]
    return {_named(statement): statement for statement in [*made, _view()]}


def _named(statement: str) -> tuple[str, str]:
    """Type and name of what a statement creates."""
    _, kind, name, *_ = statement.split()
    return kind.lower(), name


def guards(version: int = VERSION) -> dict[str, str]:
    """The triggers and the view of a format: what `sqlite_master` has to say, by name."""
    return {name: sql for (kind, name), sql in objects(version).items() if kind in {"trigger", "view"}}


def row_indexes() -> dict[str, str]:
    """The indexes that SQLite keeps of our tables: what `sqlite_master` has to say, by name."""
    return {name: sql for (kind, name), sql in objects().items() if kind == "index"}


def _statements(script: str) -> list[str]:
    """The statements of a script. `executescript` would commit the transaction that it runs in."""
    found: list[str] = []
    pending = ""
    for line in script.splitlines():
        pending += line + "\n"
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    return [statement for statement in found if statement]


def version_of(connection: sqlite3.Connection) -> int:
    """The format of a file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def has_keeping(connection: sqlite3.Connection) -> bool:
    """Whether a file is of a format that knows retention, holds and purged events."""
    return version_of(connection) >= KEEPING_VERSION


def has_seals(connection: sqlite3.Connection) -> bool:
    """Whether a file is of a format that tells which purge a hash is from, and seals them."""
    return version_of(connection) >= SEALED_VERSION


def migrate(connection: sqlite3.Connection, layout: Layout) -> None:
    """Bring a new or older file to `VERSION`; each step is one transaction. `layout` is for a new one."""
    from sqlite_utils import Database, Migrations

    steps = Migrations(BOOK)
    made = (lambda db: first_schema(db, layout), keeping_schema, sealed_schema)
    for name, step in zip(STEPS, made, strict=True):
        steps(name=name)(step)
    steps.apply(Database(connection, execute_plugins=False))
