"""What is purged is gone: from every answer, from the file, and from later imports; and what stays can be proven."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.errors import StoreError, UsageError
from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.query import EVERYTHING, Or, Query
from auditui.core.recording import record
from auditui.core.view import View, ordered
from auditui.custody.integrity import verify
from auditui.store.base import AppendReport, Deletion, Origin
from auditui.store.sqlite import remaking
from auditui.store.sqlite.facets import top
from auditui.store.sqlite.parts import head_crc, pack_part
from auditui.store.sqlite.paths import FIXED
from auditui.store.sqlite.purging import Purge
from auditui.store.sqlite.rare_text import RareText
from auditui.store.sqlite.schema import Layout
from auditui.store.sqlite.store import SqliteStore
from tests.store.conftest import NewStore
from tests.store.samples import MINUTE_US, ORIGIN, START_US, event, series, without_id
from tests.store.test_oracle import LAYOUTS, batches, frozen, quick, seqs, store_of
from tests.strategies import logs

DELETION = Deletion("alice", "asked for by law")


def add(store: SqliteStore, events: list[Event]) -> AppendReport:
    """One import to its end."""
    report = store.append(iter(events), origin=ORIGIN)
    store.finish_import(report.import_id, merged=0, rejected=0)
    return report


def is_proven(store: SqliteStore) -> bool:
    """Whether nothing is wrong with the store, and every event in it is verified."""
    with store.evidence() as evidence:
        found = verify(evidence)
    return not found.findings and found.verified == found.total == store.count(EVERYTHING)


def left(store: SqliteStore) -> list[Event]:
    """Every event that is still there, by position, read without any index."""
    last = store.snapshot().last_seq
    found = []
    for seq in range(1, last + 1):
        try:
            found.append(store.get(seq))
        except StoreError:
            continue
    return found


def holds_text(folder: Path, *texts: str) -> list[str]:
    """The files that hold any of these texts.

    Another process reads them: whoever closes a file gives up all locks that its process has on it.
    """
    found = []
    for file in folder.iterdir():
        data = subprocess.run(["cat", file], check=True, stdout=subprocess.PIPE).stdout
        found += [file.name] * any(text.encode() in data for text in texts)
    return found


@quick
@given(
    batches=batches, layout=st.sampled_from(LAYOUTS), purged=st.lists(frozen, min_size=1, max_size=2),
    asked=st.lists(frozen, min_size=1, max_size=3), later=logs(max_size=9),
)  # fmt: skip
def test_every_answer_is_over_what_is_left(
    batches: list[list[Event]], layout: Layout, purged: list[Query], asked: list[Query], later: list[Event]
) -> None:
    """After purges by any queries, and an import behind them, each answer agrees with the oracle over what is there."""
    with store_of(batches, layout) as store:
        for query in purged:
            before, matches = left(store), query.matcher()
            report = store.purge(query, DELETION)
            assert [event.seq for event in left(store)] == [event.seq for event in before if not matches(event)]
            assert report.deleted == len(before) - len(left(store)) == store.purgeable(query).deleted + report.deleted
        store.append(iter(later), origin=ORIGIN)
        assert is_proven(store)
        assert store.check_indexes().differences == ()
        for query in asked:
            matches = query.matcher()
            wanted = ordered([event for event in left(store) if matches(event)])
            assert store.count(query) == len(wanted)
            assert seqs(store.page(View(query=query), limit=200).rows) == seqs(wanted)
            assert list(store.events(query)) == wanted
            shown = store.histogram(query, 9)
            assert sum(shown.counts) + shown.left_out == len(wanted)
            actions = Counter(event.action for event in wanted)
            assert {each.value: each.count for each in store.facets(query, ["action"], 99)["action"]} == actions
            with patch("auditui.store.sqlite.index._FEW_TERMS", 0), patch("auditui.store.sqlite.facets._FEW_ROWS", 0):
                actors = top(Counter(event.actor for event in wanted), 2)
                assert store.facets(query, ["actor"], 2)["actor"] == actors, "the first of a column of many"


@quick
@given(batches=batches, layout=st.sampled_from(LAYOUTS), purged=frozen)
def test_nothing_comes_back(batches: list[list[Event]], layout: Layout, purged: Query) -> None:
    """The same imports again bring in nothing: each event is a duplicate, or counts as expired if it was purged."""
    with store_of(batches, layout) as store:
        deleted = store.purge(purged, DELETION).deleted
        there, expired = store.count(EVERYTHING), 0
        for number, batch in enumerate(batches):
            report = store.append(iter(batch), origin=Origin(f"log-{number}", "jsonl"))
            assert report.imported == 0
            assert report.duplicate + report.expired == len(batch)
            expired += report.expired
        assert bool(expired) == bool(deleted)
        assert store.count(EVERYTHING) == there
        assert is_proven(store)
        assert store.check_indexes().differences == ()


def marked(number: int) -> Event:
    """An event with a text of its own in every place, and others that all purged ones share and others do not."""
    mark = f"zq{number}qz"
    return replace(
        record({
            "at_us": START_US + number * MINUTE_US, "id": f"id{mark}", "actor": f"actor{mark}",
            "actor_id": "sharedzqactorid", "email": f"{mark}@example.org", "action": "sharedzqaction",
            "entity_id": f"entity{mark}", "entity_name": f"Name {mark} of sharedzqname", "ip": "10.9.8.7",
            "description": f"said sharedzqword {mark}", "request_id": f"req{mark}", "user_agent": "sharedzqagent",
            "details": {f"key{mark}": 1, "sharedzqkey": {"inner": f"value{mark}"}, "list": ["sharedzqlist", mark]},
            "changes": [("sharedzqfield", f"old{mark}", "sharedzqnew")],
            "targets": [{"type": "sharedzqtype", "id": f"t{mark}", "name": ""}],
        })
    )  # fmt: skip


@pytest.mark.parametrize("is_reindexed", [False, True])
def test_the_bytes_are_gone(tmp_path: Path, is_reindexed: bool) -> None:
    """No text that only purged events held is in any file: values, keys, words, terms; also after a reindex before."""
    kept = series(600)
    gone = [marked(number) for number in range(300)]
    with closing(SqliteStore(tmp_path / "a.db", create=True, layout=Layout(8, 9))) as store:
        add(store, [each for pair in zip(kept, gone, strict=False) for each in pair] + kept[300:])
        if is_reindexed:
            store.reindex()
        assert holds_text(tmp_path, "sharedzqname") and holds_text(tmp_path, "zq7qz")
        rare = RareText(store._connection, 9)
        assert list(rare.candidates(["zq7qz"]))
        report = store.purge(parse("action:sharedzqaction"), DELETION)
        assert report.deleted == 300 and report.freed > 0
        assert holds_text(tmp_path, "sharedzq", *(f"zq{number}qz" for number in range(300))) == []
        assert list(rare.candidates(["zq7qz"])) == []
        assert store.count(EVERYTHING) == 600 and is_proven(store)
        assert holds_text(tmp_path, "Printer 599") == ["a.db"]
    assert holds_text(tmp_path, "sharedzq") == []


def test_other_processes_come_to_the_same_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large store, whose chunks are made anew by other processes, answers and checks out as any."""
    monkeypatch.setattr(remaking, "LARGE", 1)
    with closing(SqliteStore(tmp_path / "a.db", create=True, layout=Layout(8, 9))) as store:
        add(store, [each for number in range(300) for each in (event(number), marked(number))])
        assert store.purge(parse("action:sharedzqaction seq:>20"), DELETION).deleted == 290
        assert holds_text(tmp_path, "zq17qz") == []
        assert store.count(parse("zq9qz")) == 1 and store.count(parse('"Printer 299"')) == 1
        assert is_proven(store)
        assert store.check_indexes().differences == ()


def test_a_tombstone_tells_who_why_and_how_many(store: SqliteStore) -> None:
    """What is left of a purge is what was asked for, and no word of the query."""
    add(store, series(100))
    number = store.purge(parse("user:alice"), replace(DELETION, query_mac=b"\x07" * 32)).tombstone
    with store.evidence() as evidence:
        (found,) = evidence.tombstones()
    assert (found.id, found.who, found.reason, found.cause) == (number, "alice", "asked for by law", "purge")
    assert found.query_mac == b"\x07" * 32
    assert [seq for first, last in found.spans() for seq in range(first, last + 1)] == list(range(1, 101, 7))
    assert found.count == 15


def test_other_than_the_expected_number_deletes_nothing(store: SqliteStore) -> None:
    """A purge that was confirmed for one number is not done with another."""
    add(store, series(50))
    before = store.snapshot()
    with pytest.raises(UsageError, match="8 events match now, not 7"):
        store.purge(parse("user:alice"), replace(DELETION, expected=7))
    assert store.snapshot() == before and store.count(EVERYTHING) == 50
    assert store.purge(parse("user:alice"), replace(DELETION, expected=8)).deleted == 8
    assert store.snapshot().generation == before.generation + 1


def test_a_hold_keeps_events_until_it_is_released(store: SqliteStore) -> None:
    """Held events are counted and stay, also those that come in later; once released they go."""
    add(store, series(30))
    number = store.decide("hold", "user:alice", who="alice", reason="a case")
    add(store, series(40, 30))
    query = parse("seq:>0")
    assert (store.purgeable(query).deleted, store.purgeable(query).held) == (60, 10)
    assert (store.purge(query, DELETION).deleted, store.count(EVERYTHING)) == (60, 10)
    assert {event.actor for event in left(store)} == {"alice"}
    store.decide("release", str(number), who="alice", reason="closed")
    assert store.policy().holds == ()
    assert store.purge(query, DELETION).deleted == 10
    assert store.count(EVERYTHING) == 0 and is_proven(store)
    assert store.check_indexes().differences == ()


def test_beyond_the_retention_nothing_comes_in(store: SqliteStore) -> None:
    """Events older than what is kept count as expired, those in the store as duplicates, held ones come in."""
    add(store, series(20))
    store.decide("retention", "1d", who="alice", reason="policy")
    store.decide("hold", "user:alice", who="alice", reason="a case")
    young = replace(event(999), at_us=time.time_ns() // 1000)
    report = add(store, [*series(40), young])
    assert (report.duplicate, report.imported, report.expired) == (20, 3 + 1, 17)
    assert store.imports()[-1].expired == 17
    store.decide("retention", "", who="alice", reason="no policy")
    assert add(store, series(40)).imported == 17


def test_of_equal_events_as_many_stay_as_are_left(store: SqliteStore) -> None:
    """Three records alike, one purged: the file again brings back none, and a fourth one comes in."""
    alike = [without_id(event(1))] * 3
    add(store, alike)
    assert store.purge(parse("seq:2"), DELETION).deleted == 1
    assert (add(store, alike).imported, store.count(EVERYTHING)) == (0, 2)
    assert add(store, [*alike, alike[0]]).imported == 1
    assert store.purge(EVERYTHING, DELETION).deleted == 3
    report = add(store, [*alike, alike[0]])
    assert (report.imported, report.expired) == (0, 4)


def test_events_go_on_where_they_were(store: SqliteStore) -> None:
    """Positions are not used again, whichever were purged, and what comes later verifies."""
    add(store, series(40))
    store.purge(parse("seq:30..40 OR seq:1..17"), DELETION)
    add(store, series(30, 40))
    assert [event.seq for event in left(store)] == [*range(18, 30), *range(41, 71)]
    assert is_proven(store)
    assert store.check_indexes().differences == ()


def test_an_explorer_sees_that_something_went(store: SqliteStore) -> None:
    """A reader that has everything loaded answers rightly after a purge, and its snapshot is another one."""
    add(store, series(80))
    with closing(SqliteStore(store.path, read_only=True)) as reader:
        query = Or((parse("user:alice"), parse('"Printer 3"')))
        before = reader.snapshot()
        assert reader.count(query) == 12 + 10
        store.purge(query, DELETION)
        assert reader.count(query) == 0
        assert reader.snapshot().generation == before.generation + 1
        add(store, [record({"at_us": START_US, "actor": "zoe", "action": "Quite new"})] * 20)
        assert reader.count(parse("user:zoe")) == 20 and reader.count(parse("user:alice")) == 0
        assert reader.facets(EVERYTHING, ["actor"])["actor"][0].value == "zoe"


def test_a_reader_in_the_way_is_said_and_nothing_is_deleted(store: SqliteStore) -> None:
    """While somebody reads an older state, bytes cannot be wiped, so the purge does not begin."""
    add(store, series(60))
    store._connection.execute("PRAGMA busy_timeout = 10")
    with closing(SqliteStore(store.path, read_only=True)) as reader:
        reading = reader.events(EVERYTHING)
        next(reading)
        add(store, series(10, 100))
        with pytest.raises(StoreError, match="nothing was deleted"):
            store.purge(parse("user:alice"), DELETION)
        list(reading)
    assert store.count(EVERYTHING) == 70
    assert store.purge(parse("user:alice"), DELETION).deleted > 0


def test_a_reader_that_comes_meanwhile_is_made_up_for(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the wiping cannot end, the report says that bytes are left, and the next purge wipes them."""
    add(store, [marked(number) for number in range(40)])
    answers = iter([True, False])
    with monkeypatch.context() as patched:
        patched.setattr(Purge, "_truncated", lambda self: next(answers))
        assert store.purge(EVERYTHING, DELETION).left == "somebody is reading the store"
    assert store.count(EVERYTHING) == 0
    assert holds_text(store.path.parent, "sharedzq")
    assert store.purge(EVERYTHING, DELETION).deleted == 0
    assert holds_text(store.path.parent, "sharedzq") == []


def test_an_index_that_lies_deletes_nothing(store: SqliteStore) -> None:
    """Where the index names rows that do not match, the purge refuses: deletion is by what rows say."""
    add(store, series(64))
    store.close()
    with closing(sqlite3.connect(store.path)) as plain:
        ((alice,),) = plain.execute(
            "SELECT id FROM term WHERE text = 'alice' AND path = ?", (FIXED["actor"],)
        ).fetchall()
        data = pack_part([(alice, range(1, 9))])
        plain.execute(
            "UPDATE part SET data = ?, crc = ? WHERE path = ? AND chunk = 0", (data, head_crc(data), FIXED["actor"])
        )
        plain.commit()
    with closing(SqliteStore(store.path)) as found:
        with pytest.raises(StoreError, match="an index is wrong, so nothing was deleted"):
            found.purge(parse("user:alice"), DELETION)
        assert len(left(found)) == 64
        found.reindex()
        assert found.purge(parse("user:alice"), DELETION).deleted == 10


def test_what_a_row_names_stays_whatever_the_index_says(store: SqliteStore) -> None:
    """A part that no longer posts a user costs nobody their name: the vocabulary goes by the rows."""
    events = [event(number, actor=f"late-{number}" if number > 40 else "early") for number in range(64)]
    add(store, events)
    store.close()
    with closing(sqlite3.connect(store.path)) as plain:
        data = pack_part([])
        plain.execute("UPDATE part SET data = ?, crc = ? WHERE path = ?", (data, head_crc(data), FIXED["actor"]))
        plain.commit()
    with closing(SqliteStore(store.path)) as found:
        assert found.purge(parse("seq:1..5"), DELETION).deleted == 5
        assert [event.actor for event in left(found)] == [event.actor for event in events[5:]]
        assert is_proven(found)


def test_a_process_that_is_killed_leaves_it_whole(tmp_path: Path) -> None:
    """Killed at any moment, a purge has deleted all of it or nothing, and the store verifies and takes another."""
    path = tmp_path / "a.db"
    with closing(SqliteStore(path, create=True, layout=Layout(8, 9))) as store:
        add(store, series(1500))
    script = (
        "import sys; from pathlib import Path\n"
        "from auditui.store.sqlite.store import SqliteStore\n"
        "from auditui.store.base import Deletion\n"
        "from auditui.core.language import parse\n"
        "store = SqliteStore(Path(sys.argv[1])); print('ready', flush=True)\n"
        "store.purge(parse('action:Delete'), Deletion('a', 'b'), lambda done, total: print(done, flush=True))\n"
    )
    for lines in (1, 2, 4):
        with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for _ in range(lines):
                process.stdout.readline()
            os.kill(process.pid, signal.SIGKILL)
        with closing(SqliteStore(path)) as store:
            assert store.count(EVERYTHING) in {1500, 1000}
            assert is_proven(store)
            assert store.check_indexes().differences == ()
    with closing(SqliteStore(path)) as store:
        store.purge(parse("action:Delete"), DELETION)
        assert store.count(EVERYTHING) == 1000 and is_proven(store)


def test_a_backup_of_a_purged_store_is_one(store: SqliteStore, tmp_path: Path) -> None:
    """The copy verifies, tells the deletion, and knows what must not come back."""
    add(store, series(100))
    store.purge(parse("user:alice"), DELETION)
    with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
        store.backup(Path(folder) / "copy.db")
        with closing(SqliteStore(Path(folder) / "copy.db")) as copy:
            assert is_proven(copy) and copy.count(EVERYTHING) == 85
            assert add(copy, series(100)).expired == 15


def test_purge_of_nothing_leaves_no_trace(new_store: NewStore) -> None:
    """Without a match there is no tombstone, no head, and no new generation."""
    store = new_store()
    add(store, series(5))
    with store.evidence() as evidence:
        before = evidence.newest()
    assert store.purge(parse("user:nobody"), DELETION).deleted == 0
    with store.evidence() as evidence:
        assert evidence.newest() == before
        assert list(evidence.tombstones()) == []


def test_a_reader_of_a_store_at_rest_keeps_a_purge_from_beginning(store: SqliteStore) -> None:
    """With an empty log of writes SQLite would let the purge begin, and then not give the space back."""
    add(store, series(40))
    store._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with closing(sqlite3.connect(store.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM event").fetchone()
        store._connection.execute("PRAGMA busy_timeout = 0")
        with pytest.raises(StoreError, match="nothing was deleted"):
            store.purge(parse("user:alice"), DELETION)
    assert store.count(EVERYTHING) == 40
    assert store.purge(parse("user:alice"), DELETION).deleted == 6
