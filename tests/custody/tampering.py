"""What an attacker does who has the file, plain `sqlite3` and no fear of triggers; and stores to do it to."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from auditui.core import merkle
from auditui.core.event import Event
from auditui.custody.chunks import Opener
from auditui.custody.findings import Noted, Verification
from auditui.custody.integrity import Progress, verify
from auditui.store.base import Origin
from auditui.store.evidence import spans_of
from auditui.store.sqlite.schema import Layout
from auditui.store.sqlite.sealing import Sealer
from auditui.store.sqlite.store import SqliteStore
from tests.store.samples import series

LAYOUT = Layout(chunk_bits=6, table_bits=8)
"""64 positions share a tree, of which 16 share a node."""
EVENTS = 200
COVERED = ("event", "leaf", "node", "head", "import", "term", "tombstone", "decision")
"""Tables of which every byte counts; the last two are empty in a store that nothing was purged from."""


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
        number = Sealer(db, LAYOUT).bury(seqs, cause="purge", who="owner", reason=reason, query_mac=b"\x01" * 32)
        db.executemany("DELETE FROM event WHERE seq = ?", [(seq,) for seq in seqs])
    return number


def check(
    path: Path, noted: Sequence[Noted] = (), *, progress: Progress | None = None, opener: Opener | None = None
) -> Verification:
    """The verification of a store."""
    with closing(SqliteStore(path, read_only=True)) as store, store.evidence() as evidence:
        return verify(evidence, noted, progress, opener)


def copied(source: Path, target: Path) -> Path:
    """A copy of a store that is closed."""
    return Path(shutil.copyfile(source, target))


@contextmanager
def open_for_tampering(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection without guards, which are back at the end as if nothing had been; commits."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            db.execute(f"DROP TRIGGER {name}")
        yield db
        if db.in_transaction:
            db.execute("COMMIT")
        for _, sql in guards:
            db.execute(sql)


def run(path: Path, *statements: str) -> None:
    """Tamper with statements."""
    with open_for_tampering(path) as db:
        for statement in statements:
            db.execute(statement)


def columns_of(db: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table."""
    return [name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")]


def flip(db: sqlite3.Connection, table: str, dice: random.Random) -> str:
    """Change one byte of one value; says which. Raises `sqlite3.IntegrityError` when the schema refuses it."""
    return flip_column(db, table, dice.choice(columns_of(db, table)), dice)


def flip_column(db: sqlite3.Connection, table: str, column: str, dice: random.Random) -> str:
    """Change one byte of one value of a column, as `flip` does."""
    ((rowid,),) = [dice.choice(db.execute(f"SELECT rowid FROM {table}").fetchall())]
    (form, value) = db.execute(
        f"SELECT typeof({column}), CASE typeof({column}) WHEN 'text' THEN CAST({column} AS BLOB) ELSE {column} END"
        f" FROM {table} WHERE rowid = ?",
        (rowid,),
    ).fetchone()
    new = _flipped(form, value, dice)
    mark = "CAST(? AS TEXT)" if form == "text" else "?"
    db.execute(f"UPDATE {table} SET {column} = {mark} WHERE rowid = ?", (new, rowid))
    return f"{table}.{column} of {rowid}: {value!r} to {new!r}"


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
