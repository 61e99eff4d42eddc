"""What an attacker does who has the file, plain `sqlite3` and no fear of triggers; and stores to do it to."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from auditui.core import merkle
from auditui.core.errors import StoreError
from auditui.core.event import Event
from auditui.core.language import parse
from auditui.custody.chunks import Opener
from auditui.custody.findings import Noted, Verification
from auditui.custody.integrity import Progress, verify
from auditui.custody.signing import check_others, sign
from auditui.store.base import Deletion, Origin
from auditui.store.evidence import spans_of
from auditui.store.sqlite.flaws import SETTINGS
from auditui.store.sqlite.schema import Layout, objects
from auditui.store.sqlite.sealing import Sealer
from auditui.store.sqlite.store import SqliteStore
from tests.store.samples import series

LAYOUT = Layout(chunk_bits=6, table_bits=8)
"""64 positions share a tree, of which 16 share a node."""
EVENTS = 200
DERIVED = frozenset({"path", "seen", "part"})
"""Tables that only `verify --indexes` looks at, since they follow from the rows."""
FREE = {
    ("part", "id"): "a number of the row alone",
    ("_sqlite_migrations", "id"): "a number of the row alone",
    ("_sqlite_migrations", "applied_at"): "told nowhere, and decides nothing",
    ("meta", "stamp"): "a count of writes, by which explorers know that there was one",
    ("meta", "built"): "a count of reindexing, for the same; known to be no more than that of writes",
    ("meta", "fold"): "the version of Unicode that the store was made with, which nothing reads; its form is known",
}
"""Columns, and settings, that may be anything without an event, an answer or a proof being another."""


def build(path: Path, events: int = EVENTS) -> None:
    """A store of three imports: half of the events, the rest, and the first of them again, which adds nothing."""
    add(path, "a.jsonl", series(events // 2))
    add(path, "b.jsonl", series(events - events // 2, events // 2))
    add(path, "a.jsonl", series(10))


def add(path: Path, name: str, events: Iterable[Event]) -> None:
    """One import to its end; the store is made where it is missing."""
    with closing(SqliteStore(path, create=True, layout=LAYOUT)) as store:
        report = store.append(events, origin=Origin(name, "jsonl", "generic", 12, "00"))
        store.finish_import(report.import_id, merged=1, rejected=2)


def purge(path: Path, rows: str, reason: str = "asked for") -> int:
    """Delete rows as a purge has to: on record, in one transaction."""
    with open_for_tampering(path) as db:
        db.execute("BEGIN IMMEDIATE")
        seqs = [seq for first, last in spans_of(rows) for seq in range(first, last + 1)]
        sealer = Sealer(db, LAYOUT)
        number = sealer.bury(seqs, cause="purge", who="owner", reason=reason, query_mac=b"\x01" * 32)
        sealer.seal_purged(number)
        db.executemany("DELETE FROM event WHERE seq = ?", [(seq,) for seq in seqs])
        db.execute("UPDATE meta SET value = value + 1 WHERE key IN ('generation', 'stamp')")
    return number


def build_all(path: Path) -> None:
    """A store with something in every table: imports, a decision, two purges, a signed head, an import behind it."""
    build(path)
    with closing(SqliteStore(path)) as store:
        store.decide("retention", "36500d", who="owner", reason="policy")
        for query in ("user:alice", "seq:150..155"):
            store.purge(parse(query), Deletion("owner", "asked for", query_mac=b"\x01" * 32))
        with store.evidence() as evidence:
            newest = evidence.newest()
        assert newest is not None
        sign(store, newest, _key_file(path.with_suffix(".pem")))
    add(path, "later.jsonl", series(20, EVENTS))


def _key_file(path: Path) -> Path:
    path.write_bytes(Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(0o600)
    return path


def check(
    path: Path, noted: Sequence[Noted] = (), *, progress: Progress | None = None, opener: Opener | None = None
) -> Verification:
    """The verification of a store."""
    with closing(SqliteStore(path, read_only=True)) as store, store.evidence() as evidence:
        return verify(evidence, noted, progress, opener)


def told(found: Verification) -> list[str]:
    """The findings, without the remarks in brackets."""
    return [f"{each.place}: {each.kind}" for each in found.findings]


def found_in(path: Path, *, indexes: bool = True) -> list[str]:
    """All that is found: of rows, heads, schema and signatures, and where nothing is, of the indexes."""
    try:
        return _found_in(path, indexes=indexes)
    except StoreError as error:
        return [error.problem]


def _found_in(path: Path, *, indexes: bool) -> list[str]:
    with closing(SqliteStore(path, read_only=True)) as store:
        with store.evidence() as evidence:
            found = [*verify(evidence).findings, *check_others(evidence, None)[0]]
        return [*map(str, found)] or (list(store.check_indexes().differences) if indexes else [])


def copied(source: Path, target: Path) -> Path:
    """A copy of a store that is closed."""
    return Path(shutil.copyfile(source, target))


@contextmanager
def open_for_tampering(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection without guards, which are back at the end as if nothing had been, where they can be; commits."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            db.execute(f"DROP TRIGGER {name}")
        yield db
        if db.in_transaction:
            db.execute("COMMIT")
        for _, sql in guards:
            with suppress(sqlite3.OperationalError):  # its table is no table any more
                db.execute(sql)


def run(path: Path, *statements: str) -> None:
    """Tamper with statements."""
    with open_for_tampering(path) as db:
        for statement in statements:
            db.execute(statement)


def columns_of(db: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table."""
    return [name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")]


def places() -> list[tuple[str, str]]:
    """Every column of every table that the schema has, with settings in the place of the columns of `meta`."""
    with closing(sqlite3.connect(":memory:")) as db:
        for (kind, _), statement in objects().items():
            if kind == "table":
                db.execute(statement)
        tables = [name for kind, name in objects() if kind == "table" and name != "meta"]
        found = [(table, column) for table in [*tables, "sqlite_sequence"] for column in columns_of(db, table)]
    found += [("_sqlite_migrations", column) for column in ("id", "migration_set", "name", "applied_at")]
    return found + [("meta", key) for key in sorted(SETTINGS)]


def flip(db: sqlite3.Connection, table: str, column: str, dice: random.Random) -> str:
    """Change one byte of one value, or one bit of a number; says which.

    Raises:
        sqlite3.IntegrityError: The schema refuses it.
    """
    where, key = somewhere(db, table, column, dice)
    column = "value" if table == "meta" else column
    (form, value) = db.execute(
        f"SELECT typeof({column}), CASE typeof({column}) WHEN 'text' THEN CAST({column} AS BLOB) ELSE {column} END"
        f" FROM {table} WHERE {where}",
        key,
    ).fetchone()
    new = _flipped(form, value, dice)
    mark = "CAST(? AS TEXT)" if form == "text" else "?"
    db.execute(f"UPDATE {table} SET {column} = {mark} WHERE {where}", (new, *key))
    return f"{table}.{column} of {key}: {value!r} to {new!r}"


def somewhere(db: sqlite3.Connection, table: str, column: str, dice: random.Random) -> tuple[str, tuple[Any, ...]]:
    """A row of a table as a condition and its values."""
    if table == "meta":
        return "key = ?", (column,)
    keys = [name for _, name, _, _, _, place in db.execute(f"PRAGMA table_info({table})") if place] or ["rowid"]
    used = " WHERE id IN (SELECT path FROM part)" if table == "path" else ""
    rows = db.execute(f"SELECT {', '.join(keys)} FROM {table}{used}").fetchall()
    return " AND ".join(f"{name} = ?" for name in keys), dice.choice(rows)


def _flipped(form: str, value: Any, dice: random.Random) -> Any:  # noqa: ANN401 - whatever SQLite holds
    if form == "null":
        return 0
    if form == "integer":
        return value ^ 1 << dice.randrange(40)
    if not value:
        return b"x"
    at = dice.randrange(len(value))
    return bytes([*value[:at], value[at] ^ 1 << dice.randrange(8), *value[at + 1 :]])


def swap(db: sqlite3.Connection, one: int, other: int) -> None:
    """Exchange two rows."""
    for here, there in ((one, -1), (other, one), (-1, other)):
        db.execute("UPDATE event SET seq = ? WHERE seq = ?", (there, here))


def insert_copy(db: sqlite3.Connection, of: int, at: int) -> None:
    """Add a row like another."""
    rest = ", ".join(columns_of(db, "event")[1:])
    db.execute(f"INSERT INTO event (seq, {rest}) SELECT ?, {rest} FROM event WHERE seq = ?", (at, of))


def cut(db: sqlite3.Connection, last: int, *tables: str) -> None:
    """Drop what is behind a position."""
    columns = {"head": "last_seq", "sqlite_sequence": ""}
    for table in tables:
        if table == "sqlite_sequence":
            db.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'event'", (last,))
            db.execute("UPDATE sqlite_sequence SET seq = (SELECT max(number) FROM head) WHERE name = 'head'")
            db.execute("UPDATE sqlite_sequence SET seq = (SELECT max(id) FROM import) WHERE name = 'import'")
        elif table == "node":
            db.execute("DELETE FROM node WHERE seq > ?", (last - merkle.BLOCK + 1,))
        else:
            db.execute(f"DELETE FROM {table} WHERE {columns.get(table, 'seq')} > ?", (last,))


def rewrite_leaf(path: Path, seq: int) -> None:
    """Make the leaf fit the row as it is now, as somebody can who has read our code."""
    with closing(SqliteStore(path, read_only=True)) as store, store.evidence() as evidence:
        (row,) = evidence.rows([seq])
    with open_for_tampering(path) as db:
        db.execute("UPDATE leaf SET hash = ? WHERE seq = ?", (row.leaf(), seq))


def rewrite_node(path: Path, first: int) -> None:
    """Make the node of a block fit its leaves."""
    with open_for_tampering(path) as db:
        leaves = [leaf for (leaf,) in db.execute(
            "SELECT hash FROM leaf WHERE seq BETWEEN ? AND ? ORDER BY seq", (first, first + merkle.BLOCK - 1)
        )]  # fmt: skip
        db.execute("UPDATE node SET hash = ? WHERE seq = ?", (merkle.root(leaves), first))
