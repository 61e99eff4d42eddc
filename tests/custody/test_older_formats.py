"""Stores that older versions wrote, kept beside this file as they were: read, proven, and moved on by who writes."""

from __future__ import annotations

import lzma
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from auditui.core.language import parse
from auditui.core.query import EVERYTHING
from auditui.store.base import Deletion
from auditui.store.sqlite.schema import VERSION
from auditui.store.sqlite.store import SqliteStore
from tests.custody.tampering import add, check, run, told
from tests.store.samples import series

OLDER = (1, 2)
UNSEALED = "no head speaks of what keeps 20 purged events away yet: the next command that writes seals it"


def written(version: int, folder: Path) -> Path:
    """A store of an older format: 140 events in two imports; in format 2 20 of them purged, and an import more."""
    path = folder / f"format-{version}.db"
    path.write_bytes(lzma.decompress((Path(__file__).parent / "older" / f"{path.name}.xz").read_bytes()))
    return path


def spoil(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        for statement in statements:
            plain.execute(statement)


def swapped(path: Path) -> None:
    """Put another hash in the place of one that keeps an event away."""
    run(path, "UPDATE purged SET hash = randomblob(16) WHERE hash = (SELECT min(hash) FROM purged)")


@pytest.mark.parametrize("version", OLDER)
def test_it_is_proven_as_it_is_and_moved_on_by_who_writes(tmp_path: Path, version: int) -> None:
    """Readers leave it alone; a writer brings it to the present format, and nothing looks like tampering."""
    path = written(version, tmp_path)
    before = path.read_bytes()
    found = check(path)
    assert (found.findings, found.verified, found.notes) == ((), 140, (UNSEALED,) if version > 1 else ())
    assert path.read_bytes() == before
    add(path, "new.jsonl", series(10, 500))
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA user_version").fetchone() == (VERSION,)
    found = check(path)
    assert (found.findings, found.verified, found.notes) == ((), 150, ())
    with closing(SqliteStore(path)) as store:
        assert store.check_indexes().differences == ()


@pytest.mark.parametrize("version", OLDER)
def test_it_can_be_purged_and_nothing_comes_back(tmp_path: Path, version: int) -> None:
    """Also what was purged before it was moved on."""
    path = written(version, tmp_path)
    with closing(SqliteStore(path)) as store:
        deleted = store.purge(parse("user:bob"), Deletion("owner", "asked for")).deleted
        deleted += store.purge(parse("action:Delete"), Deletion("owner", "asked for")).deleted
        left = store.count(EVERYTHING)
    assert left == 140 - deleted
    add(path, "again.jsonl", series(160))
    with closing(SqliteStore(path)) as store:
        assert store.count(EVERYTHING) == left + (20 if version == 1 else 0)
    assert check(path).findings == ()


def test_what_an_older_purge_left_is_bound_from_the_first_write_on(tmp_path: Path) -> None:
    """Before it only their number tells, and the verification says so; afterwards another hash is found."""
    path = written(2, tmp_path)
    swapped(path)
    assert (told(check(path)), check(path).notes) == ([], (UNSEALED,))
    spoil(path, "DROP TRIGGER purged_no_delete", "DELETE FROM purged WHERE hash = (SELECT max(hash) FROM purged)")
    assert told(check(path)) == ["hashes of purged events: missing", "guard purged_no_delete: missing"]
    path = written(2, tmp_path)
    add(path, "new.jsonl", series(10, 500))
    swapped(path)
    assert told(check(path)) == ["hashes of purged events: altered"]


def test_a_store_that_says_it_is_older_is_named(tmp_path: Path) -> None:
    """What an older program knew nothing of would no longer be looked at."""
    path = tmp_path / "audit.db"
    add(path, "a.jsonl", series(30))
    for version in OLDER:
        spoil(path, f"PRAGMA user_version = {version}")
        assert f"migrations: altered (they are not those of format {version})" in [str(e) for e in check(path).findings]
