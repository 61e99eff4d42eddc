"""Whatever is changed in a store is found and named, and nothing else is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from auditui.core import merkle
from auditui.core.canonical import Head
from auditui.custody.findings import Noted
from auditui.store.sqlite.schema import term_check
from auditui.store.sqlite.sealing import HEAD_COLUMNS
from auditui.store.sqlite.store import SqliteStore
from tests.custody import tampering
from tests.custody.tampering import (
    EVENTS,
    build,
    check,
    copied,
    cut,
    insert_copy,
    open_for_tampering,
    purge,
    rewrite_leaf,
    rewrite_node,
    run,
    swap,
    told,
)
from tests.store.samples import series


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store as it was written."""
    path = tmp_path_factory.mktemp("original") / "audit.db"
    build(path)
    return path


@pytest.fixture(scope="module")
def purged(original: Path) -> Path:
    """The same after some rows were deleted on record."""
    path = copied(original, original.with_name("purged.db"))
    purge(path, "20-25,70,129-160")
    with closing(SqliteStore(path)) as store:
        store.decide("hold", "user:alice", who="owner", reason="a case")
    return path


@pytest.fixture
def db(original: Path, tmp_path: Path) -> Path:
    """A copy to tamper with."""
    return copied(original, tmp_path / "audit.db")


def test_an_untouched_store_is_proven_to_the_last_event(original: Path) -> None:
    """All events are verified by the newest head, and the sentence says so."""
    found = check(original)
    assert found.is_sound
    assert found.head is not None
    assert found.sentence() == f"200/200 events verified, head {found.head.chain.hex()}"
    assert (found.total, found.verified, found.notes) == (EVENTS, EVENTS, ())


ONE_CHANGE: list[tuple[str, list[str]]] = [
    ("UPDATE event SET description = 'x' WHERE seq = 77", ["row 77: altered"]),
    ("UPDATE event SET nonce = x'00' WHERE seq = 1", ["row 1: altered"]),
    ("UPDATE event SET verb = 'delete' WHERE seq = 200", ["row 200: altered"]),
    ("UPDATE event SET import_id = 3 WHERE seq = 2", ["row 2: altered"]),
    ("UPDATE event SET role = 'admin' WHERE seq = 9", ["row 9: altered"]),
    ("UPDATE event SET status = NULL WHERE seq = 9", ["row 9: altered"]),
    ("UPDATE event SET status = 'x' WHERE seq = 9", ["row 9: altered"]),
    ("UPDATE event SET took_us = 1.5 WHERE seq = 9", ["row 9: altered"]),
    ("UPDATE event SET id = CAST(id AS BLOB) WHERE seq = 9", ["row 9: altered"]),
    ("UPDATE event SET id = CAST(x'ff' AS TEXT) WHERE seq = 9", ["row 9: altered"]),
    ("UPDATE event SET id = id || char(0) WHERE seq = 9", ["row 9: altered"]),
    ("UPDATE event SET actor = 999 WHERE seq = 9", ["row 9: altered"]),
    ("UPDATE event SET actor = (SELECT entity_type FROM event WHERE seq = 9) WHERE seq = 9", ["row 9: altered"]),
    ("DELETE FROM event WHERE seq = 64", ["row 64: missing"]),
    ("DELETE FROM event WHERE seq BETWEEN 60 AND 70", ["rows 60-70: missing"]),
    ("DELETE FROM event", ["rows 1-200: tail cut"]),
    ("DELETE FROM event WHERE seq > 150", ["rows 151-200: tail cut"]),
    ("UPDATE leaf SET hash = zeroblob(32) WHERE seq = 30", ["leaf 30: altered"]),
    ("UPDATE leaf SET hash = 'x' WHERE seq = 30", ["leaf 30: altered"]),
    ("DELETE FROM leaf WHERE seq = 200", ["leaf 200: missing"]),
    ("DELETE FROM leaf WHERE seq = 3", ["leaf 3: missing"]),
    ("INSERT INTO leaf VALUES (201, zeroblob(32))", ["row 201: inserted"]),
    ("UPDATE node SET hash = zeroblob(32) WHERE seq = 17", ["node over rows 17-32: altered"]),
    ("DELETE FROM node WHERE seq = 64", ["node over rows 64-79: missing"]),
    ("INSERT INTO node VALUES (3, zeroblob(32))", ["node at 3: inserted"]),
    ("INSERT INTO node VALUES (192, zeroblob(32))", ["node at 192: inserted"]),
    ("INSERT INTO node VALUES (208, zeroblob(32))", ["nodes: inserted"]),
    ("UPDATE head SET root = zeroblob(32) WHERE number = 1", ["head 1: altered"]),
    ("UPDATE head SET at_us = at_us + 1 WHERE number = 2", ["head 2: altered"]),
    ("UPDATE head SET last_seq = 'x' WHERE number = 3", ["head 3: altered"]),
    ("UPDATE head SET chain = zeroblob(32) WHERE number = 3", ["head 3: altered"]),
    ("DELETE FROM head WHERE number = 4", ["head 4: missing"]),
    ("DELETE FROM head WHERE number = 1", ["head 1: missing"]),
    ("UPDATE import SET rejected = 0 WHERE id = 2", ["import 2: altered"]),
    ("UPDATE import SET sha256 = '' WHERE id = 1", ["import 1: altered"]),
    ("DELETE FROM import WHERE id = 3", ["import 3: missing", "imports: tail cut"]),
    ("INSERT INTO import SELECT 9, name, format, profile, size, sha256, at_us, took_us, 0, 0, 0, 0, 0, 0, 1"
     " FROM import WHERE id = 1", ["import 9: inserted"]),
    ("UPDATE import SET name = 'c.jsonl' WHERE id = 1", ["import 1: altered"]),
    ("UPDATE sqlite_sequence SET seq = 300 WHERE name = 'event'", ["events: tail cut"]),
    ("UPDATE sqlite_sequence SET seq = 100 WHERE name = 'event'", ["counter of events: altered"]),
    ("UPDATE sqlite_sequence SET seq = 20 WHERE name = 'head'", ["heads: tail cut"]),
    ("UPDATE meta SET value = 'x' WHERE key = 'uuid'", ["head 1: altered"]),
    ("DROP VIEW events", ["guard events: missing"]),
    ("CREATE TRIGGER more AFTER INSERT ON event BEGIN SELECT 1; END", ["guard more: inserted"]),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "wanted"), ONE_CHANGE, ids=[statement for statement, _ in ONE_CHANGE])
def test_one_change_is_named(db: Path, statement: str, wanted: list[str]) -> None:
    """What was changed is the only finding, by its place and its kind."""
    run(db, statement)
    assert told(check(db)) == wanted


def test_a_term_of_another_column_is_no_value_even_if_it_reads_the_same(tmp_path: Path) -> None:
    """An actor called like a type of things is another term, and stays it."""
    path = tmp_path / "audit.db"
    events = [replace(each, actor="ticket") for each in series(3)]
    tampering.add(path, "a", events)
    run(path, "UPDATE event SET actor = entity_type WHERE seq = 2")
    assert told(check(path)) == ["row 2: altered"]


def test_rows_without_a_believed_head_are_not_verified(db: Path) -> None:
    """Row and leaf may agree, but nothing outside of them says that they should."""
    run(db, "UPDATE head SET root = zeroblob(32) WHERE number = 5")
    found = check(db)
    assert told(found) == ["head 5: altered"]
    assert found.verified == EVENTS - 64


def test_rows_behind_the_last_believed_head_are_not_verified(tmp_path: Path) -> None:
    """Also where they are too few for a node of their own."""
    path = tmp_path / "audit.db"
    tampering.add(path, "a", series(10))
    tampering.add(path, "b", series(3, 10))
    run(path, "UPDATE head SET at_us = at_us + 1 WHERE number > 2")
    found = check(path)
    assert told(found) == ["head 3: altered", "head 4: altered"]
    assert (found.total, found.verified) == (13, 10)


def test_dropped_guards_are_named(db: Path) -> None:
    """Who drops a trigger and leaves it so has left a trace, even if no row was touched."""
    with sqlite3.connect(db) as plain:
        plain.execute("DROP TRIGGER event_no_update")
    plain.close()
    assert told(check(db)) == ["guard event_no_update: missing"]


def test_swapped_rows_are_named_with_their_places(db: Path) -> None:
    """Both rows are reordered, and each finding says where the row belongs; also across trees."""
    with open_for_tampering(db) as plain:
        swap(plain, 10, 70)
    assert [str(each) for each in check(db).findings] == [
        "row 10: reordered (this is what was row 70)",
        "row 70: reordered (this is what was row 10)",
    ]


def test_contents_swapped_without_their_nonces_are_reordered_too(db: Path) -> None:
    """Leaving each nonce where it was does not hide what was done."""
    with open_for_tampering(db) as plain:
        swap(plain, 10, 11)
        (one,), (other,) = plain.execute("SELECT nonce FROM event WHERE seq IN (10, 11) ORDER BY seq").fetchall()
        plain.execute("UPDATE event SET nonce = ? WHERE seq = 10", (other,))
        plain.execute("UPDATE event SET nonce = ? WHERE seq = 11", (one,))
    assert told(check(db)) == ["row 10: reordered", "row 11: reordered"]


def test_inserted_rows_are_named(db: Path) -> None:
    """Behind the end, before the beginning, and in the place of a deleted one."""
    with open_for_tampering(db) as plain:
        insert_copy(plain, 5, 201)
        insert_copy(plain, 5, -3)
        plain.execute("DELETE FROM event WHERE seq = 40")
        insert_copy(plain, 5, 40)
    assert sorted(told(check(db))) == ["row -3: inserted", "row 201: inserted", "row 40: altered"]


def test_a_row_moved_behind_the_end_is_recognised(db: Path) -> None:
    """It is missing where it was, and found where it is."""
    run(db, "UPDATE event SET seq = 201 WHERE seq = 8")
    assert [str(each) for each in check(db).findings] == [
        "row 8: missing",
        "row 201: inserted (this is what was row 8)",
    ]


def test_many_shifted_rows_are_reordered(tmp_path: Path) -> None:
    """A whole tail moved on by one is told row by row."""
    build(tmp_path / "audit.db", 600)
    run(
        tmp_path / "audit.db",
        "UPDATE event SET seq = -seq - 1 WHERE seq > 200",
        "UPDATE event SET seq = -seq WHERE seq < 0",
    )
    found = told(check(tmp_path / "audit.db"))
    assert found[:400] == [f"row {seq}: reordered" for seq in range(202, 601)] + ["row 201: missing"]
    assert found[400:] == ["row 601: inserted"]


def test_an_edited_term_is_named_once(db: Path) -> None:
    """The term is to blame, not the rows that name it; they are counted as not verified."""
    with open_for_tampering(db) as plain:
        (term,) = plain.execute("SELECT actor FROM event WHERE seq = 1").fetchone()
        plain.execute("UPDATE term SET text = 'mallory' WHERE id = ?", (term,))
        (named,) = plain.execute("SELECT count(*) FROM event WHERE actor = ?", (term,)).fetchone()
    found = check(db)
    assert told(found) == [f"term {term} (actor): altered"]
    assert (found.verified, found.notes) == (
        EVENTS - named,
        (f"{named} rows name what is altered, so they cannot be verified",),
    )


def test_a_term_edited_with_its_checksum_shows_in_every_row(db: Path) -> None:
    """Leaves are over texts, not over their numbers."""
    with open_for_tampering(db) as plain:
        term, path = plain.execute("SELECT id, path FROM term WHERE text = 'alice'").fetchone()
        plain.execute(
            "UPDATE term SET text = 'mallo', crc = ? WHERE id = ?", (term_check(term, path, 0, b"mallo"), term)
        )
        named = [seq for (seq,) in plain.execute("SELECT seq FROM event WHERE actor = ? ORDER BY seq", (term,))]
    assert told(check(db)) == [f"row {seq}: altered" for seq in named]


def test_a_row_rewritten_with_its_leaf_is_known_within_its_block(db: Path) -> None:
    """The node over 16 leaves tells which block is not what it was."""
    run(db, "UPDATE event SET description = 'x' WHERE seq = 40")
    rewrite_leaf(db, 40)
    found = check(db)
    assert [(each.kind, each.first, each.last) for each in found.findings] == [("altered", 33, 48)]
    assert found.verified == EVENTS - 16


def test_a_row_rewritten_in_the_unfinished_block_is_known_within_it(db: Path) -> None:
    """The last leaves of a tree have no node yet; the head over them tells."""
    run(db, "UPDATE event SET description = 'x' WHERE seq = 199")
    rewrite_leaf(db, 199)
    (found,) = check(db).findings
    assert (found.kind, found.last) == ("altered", 200)
    assert found.last - found.first < 16


def test_rows_rewritten_with_leaf_and_node_are_known_within_their_tree(db: Path) -> None:
    """Only the head is left to tell, and it tells about its whole tree; the other trees stay verified."""
    run(db, "UPDATE event SET description = 'x' WHERE seq = 40")
    rewrite_leaf(db, 40)
    rewrite_node(db, 33)
    found = check(db)
    assert [(each.kind, each.first, each.last) for each in found.findings] == [("altered", 1, 63)]
    assert found.verified == EVENTS - 63


def test_a_lie_up_to_the_newest_head_is_shown_by_older_ones(db: Path) -> None:
    """Who forges leaf, node and the last head forgets that earlier heads speak of the same rows."""
    run(db, "UPDATE event SET description = 'x' WHERE seq = 195")
    rewrite_leaf(db, 195)
    with open_for_tampering(db) as plain:
        heads = [Head(*row) for row in plain.execute(f"SELECT {HEAD_COLUMNS} FROM head ORDER BY number")]
        leaves = [leaf for (leaf,) in plain.execute("SELECT hash FROM leaf WHERE seq >= 192 ORDER BY seq")]
        forged = heads[-1]._replace(root=merkle.root(leaves))
        plain.execute(
            "UPDATE head SET root = ?, chain = ? WHERE number = ?",
            (forged.root, forged.hashed(heads[-2].chain), forged.number),
        )
    found = check(db)
    assert {each.place for each in found.findings} == {
        f"head {head.number}" for head in heads[:-1] if head.last_seq > 192
    }


CUTS: list[tuple[tuple[str, ...], list[str]]] = [
    (("event",), ["rows 151-200: tail cut"]),
    (("event", "leaf"), ["rows 151-200: tail cut"]),
    (("event", "leaf", "node"), ["rows 151-200: tail cut"]),
    (("event", "leaf", "node", "head"), ["heads: tail cut", "events: tail cut"]),
]


@pytest.mark.parametrize(("tables", "wanted"), CUTS)
def test_a_cut_tail_is_named(db: Path, tables: tuple[str, ...], wanted: list[str]) -> None:
    """However much of what belongs to the last events is cut off with them."""
    with open_for_tampering(db) as plain:
        cut(plain, 150, *tables)
    kinds = told(check(db))
    assert [each for each in kinds if each in wanted] == sorted(wanted, key=kinds.index)
    assert wanted[0] in kinds


def noted_of(path: Path, *, is_here: bool = True) -> Noted:
    head = check(path).head
    assert head is not None
    return Noted(head.number, head.last_seq, head.chain.hex(), "yesterday", is_here=is_here)


def test_an_older_copy_is_named(tmp_path: Path) -> None:
    """A file that was sound in its time, but lacks what was noted since, was put back."""
    path = tmp_path / "audit.db"
    build(path, 100)
    older = copied(path, tmp_path / "older.db")
    tampering.add(path, "c.jsonl", series(20, 100))
    noted = [noted_of(older), noted_of(path)]
    assert told(check(path, noted)) == []
    assert told(check(older, noted)) == ["store: older copy"]


def test_a_perfect_cut_is_known_by_what_was_noted(db: Path) -> None:
    """Rows, leaves, heads and counters all cut back to an earlier state: inside the file nothing tells."""
    before = noted_of(db)
    with open_for_tampering(db) as plain:
        plain.execute("DELETE FROM import WHERE id > 1")
        cut(plain, 100, "event", "leaf", "node", "head", "sqlite_sequence")
    alone = check(db)
    assert alone.is_sound
    assert (alone.total, alone.verified) == (100, 100)
    (found,) = check(db, [before]).findings
    assert (found.place, found.kind) == ("store", "older copy")
    assert "over 200 events was noted: yesterday" in found.note


def test_another_history_is_known_by_what_was_noted(db: Path, tmp_path: Path) -> None:
    """A store written anew, sound in itself, does not have the heads that were noted."""
    build(tmp_path / "new.db")
    noted = noted_of(db)
    assert told(check(tmp_path / "new.db", [noted])) == [f"head {noted.number}: altered"]


def test_a_copy_elsewhere_may_be_behind(original: Path, db: Path) -> None:
    """A backup is no tampering: what was noted of the store at its own place is told, and no finding."""
    noted = noted_of(original, is_here=False)
    with open_for_tampering(db) as plain:
        plain.execute("DELETE FROM import WHERE id > 1")
        cut(plain, 100, "event", "leaf", "node", "head", "sqlite_sequence")
    found = check(db, [noted])
    assert found.is_sound
    assert "a copy of a store that has gone on" in found.notes[0]


# ------------------------------------------------------------------------------------- deletions


def test_deletions_on_record_verify(purged: Path) -> None:
    """What a tombstone accounts for is told, and nothing is missed."""
    found = check(purged)
    assert (told(found), found.total, found.verified) == ([], EVENTS - 39, EVENTS - 39)
    (said,) = found.deletions
    assert (said.count, said.cause, said.who, said.reason) == (39, "purge", "owner", "asked for")


PURGED: list[tuple[str, list[str]]] = [
    ("DELETE FROM event WHERE seq = 26", ["row 26: missing"]),
    ("DELETE FROM event WHERE seq = 161", ["row 161: missing"]),
    ("UPDATE leaf SET hash = zeroblob(32) WHERE seq = 21", ["rows 17-32: altered"]),
    ("UPDATE leaf SET hash = zeroblob(32) WHERE seq = 140", ["rows 128-143: altered"]),
    ("UPDATE tombstone SET reason = 'x'", ["tombstone 1: altered"]),
    ("UPDATE tombstone SET rows = rows || ',180'", ["tombstone 1: altered"]),
    ("DELETE FROM tombstone", ["tombstone 1: missing"]),
    ("INSERT INTO tombstone SELECT 2, at_us, cause, who, reason, query_mac, 1, '180', root FROM tombstone",
     ["tombstone 2: inserted"]),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "wanted"), PURGED, ids=[statement for statement, _ in PURGED])
def test_a_tombstone_covers_nothing_else(purged: Path, tmp_path: Path, statement: str, wanted: list[str]) -> None:
    """Rows that go without one are missing, and a tombstone that was made or changed by hand covers none."""
    path = copied(purged, tmp_path / "audit.db")
    run(path, statement)
    found = told(check(path))
    assert found[:1] == wanted
    beside = {"setting generation: altered", "tombstones: tail cut"}
    assert all(each in beside or (each.startswith("row") and each.endswith("missing")) for each in found[1:]), found


def test_a_deleted_row_brought_back_is_named(original: Path, purged: Path, tmp_path: Path) -> None:
    """Even if it is the very row that was deleted."""
    path = copied(purged, tmp_path / "audit.db")
    with open_for_tampering(path) as plain:
        plain.execute("ATTACH ? AS before", (str(original),))
        plain.execute("INSERT INTO event SELECT * FROM before.event WHERE seq = 70")
    assert told(check(path)) == ["row 70: inserted"]


# ------------------------------------------------------------------------------- many processes


@pytest.fixture
def several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every store is large enough for help."""
    monkeypatch.setattr("auditui.custody.integrity.LARGE", 0)


@pytest.mark.usefixtures("several_processes")
def test_other_processes_come_to_the_same_verdict(purged: Path, tmp_path: Path) -> None:
    """What several processes looked at is as sound, or as bad, as what one did, and progress ends at the end."""
    seen: list[tuple[int, int]] = []
    assert check(purged, opener=opener_of(purged), progress=lambda *now: seen.append(now)) == check(purged)
    assert seen[-1] == (EVENTS, EVENTS)
    path = copied(purged, tmp_path / "audit.db")
    with open_for_tampering(path) as plain:
        swap(plain, 10, 80)
        plain.execute("DELETE FROM event WHERE seq = 190")
    found = check(path, opener=opener_of(path))
    assert found == check(path)
    assert told(found) == ["row 10: reordered", "row 80: reordered", "row 190: missing"]


def opener_of(path: Path) -> Callable[[], SqliteStore]:
    return partial(SqliteStore, path, read_only=True)


@pytest.mark.usefixtures("several_processes")
def test_processes_that_cannot_help_change_nothing(original: Path, tmp_path: Path) -> None:
    """If the store cannot be opened once more, one process does it all."""
    assert check(original, opener=opener_of(tmp_path / "missing.db")) == check(original)
