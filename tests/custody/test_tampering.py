"""Every column of every table, and whatever else one can do to a store with plain `sqlite3`: found, and named."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditui.store.sqlite.paths import EAGER_COLUMNS
from tests.custody import tampering
from tests.custody.tampering import (
    DERIVED,
    EVENTS,
    FREE,
    build,
    build_all,
    copied,
    cut,
    found_in,
    insert_copy,
    open_for_tampering,
    swap,
)

PLACES = [place for place in tampering.places() if place not in FREE]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with something in every table."""
    path = tmp_path_factory.mktemp("full") / "audit.db"
    build_all(path)
    return path


@pytest.fixture(scope="module")
def plain_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of events alone."""
    path = tmp_path_factory.mktemp("plain") / "audit.db"
    build(path)
    return path


def test_untouched_nothing_is_found(full: Path, plain_store: Path) -> None:
    """Neither in the rows nor in the indexes, whatever else was done with the store."""
    assert found_in(full) == found_in(plain_store) == []


def flip(path: Path, table: str, column: str, dice: random.Random) -> str:
    with open_for_tampering(path) as plain:
        while True:
            try:
                return tampering.flip(plain, table, column, dice)
            except sqlite3.IntegrityError:  # refused by the schema: another row, or another bit
                continue


@pytest.mark.parametrize(("table", "column"), PLACES, ids=[".".join(place) for place in PLACES])
def test_every_column_counts(full: Path, tmp_path: Path, table: str, column: str) -> None:
    """Of truth and evidence the plain verification finds it, of what is derived the one of the indexes.

    The columns come from the schema: a new one is looked at, or stands among those that may be anything.
    """
    path = copied(full, tmp_path / "audit.db")
    said = flip(path, table, column, random.Random(f"{table}.{column}"))
    assert found_in(path, indexes=table in DERIVED), said


def test_every_row_counts(full: Path, tmp_path: Path) -> None:
    """One row taken out of any table is missed."""
    for table in sorted({table for table, _ in tampering.places()}):
        path = copied(full, tmp_path / "audit.db")
        with open_for_tampering(path) as plain:
            where, key = tampering.somewhere(plain, table, "stamp", random.Random(table))
            plain.execute(f"DELETE FROM {table} WHERE {where}", key)
        if table != "signature":  # a head need not be signed; `verify --key` says up to where they are
            assert found_in(path, indexes=table in DERIVED), (table, key)


# ---------------------------------------------------------------------------------------- at random


def _flip(db: sqlite3.Connection, dice: random.Random) -> str:
    while True:
        try:
            tampering.flip(db, *dice.choice(PLACES), dice)
        except sqlite3.IntegrityError:
            continue
        return ""


def _delete(db: sqlite3.Connection, dice: random.Random) -> str:
    (seq,) = dice.choice(db.execute("SELECT seq FROM event").fetchall())
    db.execute("DELETE FROM event WHERE seq = ?", (seq,))
    return f"row {seq}"


def _insert(db: sqlite3.Connection, dice: random.Random) -> str:
    (seq,) = dice.choice(db.execute("SELECT seq FROM event").fetchall())
    (last,) = db.execute("SELECT max(seq) FROM event").fetchone()
    place = dice.choice([-1, 0, last + 1, last + 77])
    insert_copy(db, seq, place)
    return f"row {place}"


def _swap(db: sqlite3.Connection, dice: random.Random) -> str:
    seqs = [seq for (seq,) in db.execute("SELECT seq FROM event")]
    one, other = dice.sample(seqs, 2)
    swap(db, one, other)
    return f"row {min(one, other)}"


def _cut(db: sqlite3.Connection, dice: random.Random) -> str:
    tables = ("event", "leaf", "node", "head")
    cut(db, dice.randrange(EVENTS), *tables[: dice.randrange(1, 5)])
    return ""


WAYS: list[Callable[[sqlite3.Connection, random.Random], str]] = [_flip, _flip, _flip, _flip, _delete, _insert, _swap,
                                                                  _cut]  # fmt: skip


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(seed=st.integers(0, 2**32))
def test_random_tampering_is_found(full: Path, tmp_path: Path, seed: int) -> None:
    """Two hundred of two hundred, whichever byte, row, or end it was; what was done to a row is told of that row."""
    dice = random.Random(seed)
    path = copied(full, tmp_path / f"{uuid4().hex}.db")  # what the example before left open must not be beside it
    with open_for_tampering(path) as plain:
        place = dice.choice(WAYS)(plain, dice)
    assert found_in(path)
    if place:
        seq = int(place.removeprefix("row "))
        assert any(
            each.first <= seq <= each.last for each in tampering.check(path).findings if each.place.startswith("row")
        )


# ----------------------------------------------------------------------------------- page by page


def content(path: Path) -> list[object]:
    """What SQLite reads from every table, less what may be anything; an event may name a term or spell its text."""
    found: list[object] = []
    with closing(sqlite3.connect(path)) as plain:
        plain.text_factory = bytes
        for table, column in PLACES:
            where = f" WHERE key = '{column}'" if table == "meta" else ""
            value = "value" if table == "meta" else column
            if table == "event" and column in EAGER_COLUMNS:
                value = f"coalesce((SELECT CAST(text AS BLOB) FROM term WHERE id = {column}), CAST({column} AS BLOB))"
            found += plain.execute(f"SELECT {value} FROM {table} NOT INDEXED{where}")
    return found


@pytest.fixture(scope="module")
def full_content(full: Path) -> list[object]:
    """What the untouched store says."""
    return content(full)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_byte_flipped_in_the_file_is_found_or_nobodys(
    full: Path, full_content: list[object], tmp_path: Path, seed: int
) -> None:
    """With a hex editor, in whatever page: what is not found is in no table, such as in space that is free."""
    dice = random.Random(seed)
    path = copied(full, tmp_path / "audit.db")
    with path.open("r+b") as stream:
        at = dice.randrange(path.stat().st_size)
        stream.seek(at)
        (byte,) = stream.read(1)
        stream.seek(at)
        stream.write(bytes([byte ^ 1 << dice.randrange(8)]))
    assert found_in(path) or content(path) == full_content, at


ODD = ["'x'", "x'ff'", "1.5", "CAST(x'ff' AS TEXT)", "-1", "9223372036854775807"]
"""Values as SQL: of other types, no UTF-8, and too small or too large."""


@pytest.mark.parametrize(("table", "column"), PLACES, ids=[".".join(place) for place in PLACES])
def test_odd_values_are_found_not_stumbled_over(full: Path, tmp_path: Path, table: str, column: str) -> None:
    """SQLite keeps any type in any column; the answer is a finding, or one line where nothing can be read."""
    dice = random.Random(f"{table}.{column}")
    for value in dice.sample(ODD, 3):
        path = copied(full, tmp_path / "audit.db")
        with open_for_tampering(path) as plain, suppress(sqlite3.IntegrityError):
            where, key = tampering.somewhere(plain, table, column, dice)
            plain.execute(f"UPDATE {table} SET {'value' if table == 'meta' else column} = {value} WHERE {where}", key)
        assert found_in(path) or content(path) == content(full), value
