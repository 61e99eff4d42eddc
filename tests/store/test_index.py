"""The index is derived: damage to it costs time, never truth; queries can be stopped."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from auditui.core.errors import InterruptedQueryError, StoreError, UsageError
from auditui.core.event import Event
from auditui.core.language import parse
from auditui.core.query import EVERYTHING, Query
from auditui.core.recording import record
from auditui.core.view import AsOf, Sort, View
from auditui.store.sqlite import matches
from auditui.store.sqlite.store import SqliteStore
from tests.store.samples import ORIGIN, event, series

QUERIES = (
    "action:delete",
    "printer",
    "took:>12ms",
    "-user:alice",
    "details.request.path:/api/tickets/1*",
    "7",
    "entity:33",
)


def answers(store: SqliteStore) -> list[list[int]]:
    return [[each.seq for each in store.events(parse(text))] for text in QUERIES]


def spoil(store: SqliteStore, statement: str) -> None:
    with closing(sqlite3.connect(store.path)) as plain:
        plain.execute(statement)
        plain.commit()


@pytest.mark.parametrize(
    "damage", ["zeroblob(length(data))", "substr(data, 1, length(data) - 3)", "x''", "data || x'00'", "randomblob(500)"]
)
def test_damaged_parts_are_made_anew(store: SqliteStore, damage: str) -> None:
    """Whatever stands in the blobs of the index, answers come from the rows; the check names the damage."""
    store.append(iter(series(60)), origin=ORIGIN)
    before = answers(store)
    spoil(store, f"UPDATE part SET data = {damage}")
    with closing(SqliteStore(store.path, read_only=True)) as reader:
        assert answers(reader) == before
        assert any("damaged" in difference for difference in reader.check_indexes().differences)
    store.reindex()
    assert store.check_indexes().differences == ()


def test_an_index_that_cannot_be_read_is_told(store: SqliteStore) -> None:
    """Before anybody waits for it: how many events have to be read instead; none once the index is made anew."""
    assert store.unindexed() == 0
    store.append(iter(series(60)), origin=ORIGIN)
    assert store.unindexed() == 0
    spoil(store, "UPDATE part SET data = x'02' || data")
    with closing(SqliteStore(store.path, read_only=True)) as reader:
        assert reader.unindexed() == 60
    store.reindex()
    assert store.unindexed() == 0


def test_hostile_parts_with_a_fitting_checksum(store: SqliteStore) -> None:
    """A blob that was made to mislead ends in an error or a wrong answer, never in a crash."""
    from zlib import crc32

    store.append(iter(series(60)), origin=ORIGIN)
    with closing(sqlite3.connect(store.path)) as plain:
        for number, data in plain.execute("SELECT id, data FROM part").fetchall():
            evil = data[:30] + bytes(255 - byte for byte in data[30:])
            plain.execute("UPDATE part SET data = ?, crc = ? WHERE id = ?", (evil, crc32(evil), number))
        plain.commit()
    with closing(SqliteStore(store.path, read_only=True)) as reader:
        for text in QUERIES:
            try:
                reader.count(parse(text))
                reader.facets(parse(text), ["action"], 5)
            except StoreError as error:
                assert error.hint


def test_check_finds_what_is_missing(store: SqliteStore) -> None:
    """A lost part and a lost text are told; so is a posting that is not true."""
    store.append(iter(series(60)), origin=ORIGIN)
    assert store.check_indexes().compared > 1000
    spoil(store, "DELETE FROM part WHERE path = (SELECT id FROM path WHERE name = 'entity_id') AND chunk = 1")
    assert any("entity_id" in difference for difference in store.check_indexes().differences)
    store.reindex()
    spoil(store, "DROP TABLE text_0")
    assert any("text index" in difference for difference in store.check_indexes().differences)
    store.reindex()
    assert store.check_indexes().differences == ()


def words(number: int) -> Event:
    """An event with words that nobody else has."""
    return event(number, details={"mark": f"zq{number}qz", "note": f"{number:x}-überall/{number * 7919:x}"})


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> SqliteStore:
    """A store whose text index has several blocks."""
    store = SqliteStore(tmp_path_factory.mktemp("texts") / "audit.db", create=True)
    for start in range(0, 240, 80):
        store.append(iter([words(number) for number in range(start, start + 80)]), origin=ORIGIN)
    assert store.check_indexes().differences == ()
    return store


def told_of(store: SqliteStore, damage: Callable[[sqlite3.Connection], object]) -> tuple[str, ...]:
    """The differences in a copy that was damaged."""
    copy = store.path.with_name("damaged.db")
    copy.unlink(missing_ok=True)
    store.backup(copy)
    with closing(sqlite3.connect(copy)) as plain:
        damage(plain)
        plain.commit()
    with closing(SqliteStore(copy, read_only=True)) as reader:
        return reader.check_indexes().differences


@settings(max_examples=10, deadline=None, phases=[Phase.generate])
@given(place=st.integers(0, 10**9), flip=st.integers(1, 255))
def test_a_changed_byte_in_a_block_of_the_text_index_is_found(texts: SqliteStore, place: int, flip: int) -> None:
    """Also where it would only keep a word from being looked up fast; or else no answer changes.

    Nothing looks up what spans two words, or how often the index was written.
    """

    def damage(plain: sqlite3.Connection) -> None:
        blocks = plain.execute("SELECT id, block FROM text_0_data WHERE id >= 10 ORDER BY id").fetchall()
        at = place % sum(len(block) for _, block in blocks)
        for number, block in blocks:
            if at < len(block):
                changed = block[:at] + bytes([block[at] ^ flip]) + block[at + 1 :]
                plain.execute("UPDATE text_0_data SET block = ? WHERE id = ?", (changed, number))
                return
            at -= len(block)

    if not any("text index" in said for said in told_of(texts, damage)):
        with closing(SqliteStore(texts.path.with_name("damaged.db"), read_only=True)) as reader:
            assert [reader.count(parse(f"zq{number}qz")) for number in range(240)] == [1] * 240


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM text_0_data WHERE id = (SELECT max(id) FROM text_0_data)",
        "DELETE FROM text_0_idx WHERE term = (SELECT max(term) FROM text_0_idx)",
        "UPDATE text_0_idx SET pgno = pgno + 2",
        "UPDATE text_0_config SET v = v + 1",
        "INSERT INTO text_0 (rowid, body) VALUES (7, 'invented')",
        "INSERT INTO text_0 (rowid, body) VALUES (99999, 'zq7qz')",
        "INSERT INTO text_0 (text_0) VALUES ('delete-all')",
    ],
)
def test_a_changed_text_index_is_found(texts: SqliteStore, statement: str) -> None:
    """Blocks and entries that are missing, too many, or of another row."""
    assert any("text index" in said for said in told_of(texts, lambda plain: plain.execute(statement)))


def test_a_text_index_for_no_rows_is_found(texts: SqliteStore) -> None:
    """Nothing would ever look it up, yet nobody but somebody else can have made it."""
    made = "CREATE VIRTUAL TABLE text_7 USING fts5(body, content='', detail=none)"
    assert any("text index 7" in said for said in told_of(texts, lambda plain: plain.execute(made)))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM seen WHERE at_us = (SELECT max(at_us) FROM seen)", "would not be known again"),
        ("INSERT INTO seen SELECT at_us + 1, hash FROM seen LIMIT 3", "3 keys belong to no event"),
        ("UPDATE seen SET hash = 'text' WHERE at_us = (SELECT min(at_us) FROM seen)", "to no event"),
        ("UPDATE seen SET hash = randomblob(16) WHERE at_us = (SELECT min(at_us) FROM seen)", "to no event"),
    ],
)
def test_keys_that_tell_duplicates_are_compared(texts: SqliteStore, statement: str, said: str) -> None:
    """One too many would let an import leave an event out, one too few would let it in twice."""
    assert any(said in each for each in told_of(texts, lambda plain: plain.execute(statement)))


def test_words_that_became_terms_since_are_no_difference(store: SqliteStore) -> None:
    """An older text index still has them: more than the rows would give it now, and nothing false."""
    for start in range(0, 400, 20):
        store.append(iter([event(n, details={"note": f"shared {n} word-{n % 7}"}) for n in range(start, start + 20)]),
                     origin=ORIGIN)  # fmt: skip
    assert store.check_indexes().differences == ()


def test_reindex_is_all_or_nothing(store: SqliteStore) -> None:
    """A reindex that breaks off leaves the old index as it was."""
    store.append(iter(series(60)), origin=ORIGIN)
    before = answers(store)

    def give_up(done: int) -> None:
        if done > 20:
            raise RuntimeError("enough")

    with pytest.raises(RuntimeError):
        store.reindex(give_up)
    assert answers(store) == before
    assert store.check_indexes().differences == ()


def test_readers_see_what_others_wrote(store: SqliteStore) -> None:
    """An open reader follows a writer: counts, vocabularies, sorted orders, texts; its data version changes."""
    with closing(SqliteStore(store.path, read_only=True)) as reader:
        for start in range(0, 60, 12):
            version = reader.data_version()
            store.append(iter(series(12, start)), origin=ORIGIN)
            assert reader.data_version() != version
            assert answers(reader) == answers(store)
            page = reader.page(View(sort=Sort("took", descending=True)), limit=1)
            assert page.rows[0].took_us == (start + 11) * 1000
        store.reindex()
        assert answers(reader) == answers(store)


def test_a_snapshot_is_what_was_there(store: SqliteStore) -> None:
    """Rows that come later are in no answer about a snapshot taken before."""
    store.append(iter(series(20)), origin=ORIGIN)
    as_of = store.snapshot()
    assert as_of == AsOf(20, 0)
    store.append(iter(series(20, 20)), origin=ORIGIN)
    assert store.count(EVERYTHING, as_of) == 20
    assert store.page(View(as_of=as_of), limit=1).rows[0].id == "id-19"


def test_questions_while_events_stream(store: SqliteStore) -> None:
    """Whoever walks over events may ask other things meanwhile; both see one state of the file."""
    store.append(iter(series(40)), origin=ORIGIN)
    with closing(SqliteStore(store.path, read_only=True)) as reader:
        walk = reader.events(EVERYTHING)
        first = next(walk)
        store.append(iter(series(5, 40)), origin=ORIGIN)
        assert reader.count(EVERYTHING) == 40
        assert reader.locate(first.seq, View()) == 0
        assert len(list(walk)) == 39
        assert reader.count(EVERYTHING) == 45


class Slow(Query):
    """A query that the index knows nothing of, and that takes its time with every row."""

    def compiled(self) -> Callable[[Event], bool]:
        def matches(event: Event) -> bool:
            time.sleep(0.005)
            return event.seq > 0

        return matches


def test_interrupt_stops_a_query_and_nothing_else(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another thread stops the query that runs; the next one works."""
    monkeypatch.setattr(matches, "_AT_ONCE", 8)
    store.append(iter(series(400)), origin=ORIGIN)
    timer = threading.Timer(0.1, store.interrupt)
    timer.start()
    began = time.monotonic()
    with pytest.raises(InterruptedQueryError):
        store.count(Slow())
    assert time.monotonic() - began < 1.0
    timer.join()
    assert store.count(parse("action:delete")) == 134


def test_an_interrupted_import_keeps_what_it_has(store: SqliteStore) -> None:
    """Interrupting an append ends it after the present slice, and says so."""

    def stopping() -> Iterator[Event]:
        for number in range(10_000):
            if number == 3000:
                store.interrupt()
            yield event(number)

    report = store.append(stopping(), origin=ORIGIN)
    assert report.interrupted
    assert report.imported == store.count(EVERYTHING)
    assert 3000 <= report.imported < 10_000
    assert store.check_indexes().compared > 0


def test_two_letters_say_when_they_stopped(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scan for a short text is bounded: the count is a lower bound with a note, the newest hits come first."""
    monkeypatch.setattr(matches, "_MOST_SCANNED", 24)
    monkeypatch.setattr(matches, "_TEXTS_AT_ONCE", 8)
    log = [event(number, description=f"{number % 10}z{number}" if number % 10 == 0 else "") for number in range(100)]
    store.append(iter(log), origin=ORIGIN)
    count = store.count(parse("0z"))
    assert (count, count.exact) == (2, False)
    assert count.note
    page = store.page(View(query=parse("0z")))
    assert [each.id for each in page.rows] == ["id-90", "id-80"]
    assert page.note
    assert len(list(store.events(parse("0z")))) == 10


def test_what_cannot_be_asked(store: SqliteStore) -> None:
    """Unknown orders, fields and positions are errors that say what can be asked."""
    store.append(iter(series(3)), origin=ORIGIN)
    with pytest.raises(UsageError, match="cannot sort"):
        store.page(View(sort=Sort("details")))
    with pytest.raises(UsageError, match="cannot be counted"):
        store.facets(EVERYTHING, ["at"])
    for seq in (0, -1, 4, 2**70):
        with pytest.raises(StoreError, match="no event"):
            store.get(seq)
    assert store.locate(99, View()) is None
    assert store.locate(2**70, View()) is None


def test_completion(store: SqliteStore) -> None:
    """Values that start with what is typed, whatever its case, most frequent first, under the present query."""
    store.append(iter(series(60)), origin=ORIGIN)
    found = store.complete("user", "AL", EVERYTHING)
    assert [(each.value, each.count) for each in found] == [("alice", 9)]
    assert [each.value for each in store.complete("action", "", parse("action:delete"))] == ["Delete"]
    assert store.complete("details.request.token_count", "3", EVERYTHING)[0].count == 6
    assert store.complete("since", "2", EVERYTHING) == []


def test_completion_offers_spellings_once_and_the_system(store: SqliteStore) -> None:
    """A query does not look at case, so neither do the choices; who has no name but is the system can be asked for."""
    kinds = [("Ana", "user"), ("ana", "user"), ("Ana", "user"), ("", "system"), ("", "system"), ("", "anonymous")]
    said = ({"at_us": 1, "actor": actor, "actor_kind": kind} for actor, kind in kinds)
    store.append(map(record, said), origin=ORIGIN)
    assert [(each.value, each.count) for each in store.complete("user", "", EVERYTHING)] == [("Ana", 3), ("system", 2)]
    assert [each.value for each in store.complete("user", "SYS", EVERYTHING)] == ["system"]
    assert {each.value for each in store.complete("actor_kind", "", EVERYTHING)} == {"user", "system", "anonymous"}


def test_fields_present(store: SqliteStore) -> None:
    """Only fields that some event fills are told."""
    assert store.fields_present() == frozenset()
    store.append(iter([event(1)]), origin=ORIGIN)
    found = store.fields_present()
    assert {"actor", "took", "status", "changes", "details", "ip"} <= found
    assert not {"email", "user_agent", "targets", "category", "method"} & found


def test_lone_outliers_are_left_out_and_counted(store: SqliteStore) -> None:
    """One event of 1970 does not flatten a timeline of hours; without it the rest is shown, and it is counted."""
    store.append(iter([*series(400), event(1, at_us=0, id="clock")]), origin=ORIGIN)
    found = store.histogram(EVERYTHING, 60)
    assert (found.left_out, sum(found.counts)) == (1, 400)
    assert found.width_us <= 3_600_000_000
    assert store.histogram(parse("id:clock"), 60).counts == (1,)
    assert store.histogram(parse("id:clock"), 60).width_us == 60_000_000


def test_readers_in_many_threads_agree(store: SqliteStore) -> None:
    """Connections that read in one process share what they read: threads at different states get their own answers."""
    store.append(iter(series(30)), origin=ORIGIN)
    early = SqliteStore(store.path, read_only=True)
    walk = early.events(EVERYTHING)
    next(walk)  # stays at 30 events from here on
    store.append(iter(series(30, 30)), origin=ORIGIN)
    expected = answers(store)
    found: list[list[list[int]]] = []

    def ask() -> None:
        with closing(SqliteStore(store.path, read_only=True)) as reader:
            found.extend(answers(reader) for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 20
    assert early.count(parse("action:delete")) == 10
    assert len(list(walk)) == 29
    assert answers(early) == expected
    early.close()


def test_a_value_that_becomes_a_term_later_is_no_difference(tmp_path: Path) -> None:
    """Its words were posted as long as it was new, and stay so; the index is as right as one made anew."""
    people = (f"user{n}@example.com" for n in range(20))
    with closing(SqliteStore(tmp_path / "log.db", create=True)) as store:
        store.append([Event(at_us=1, actor=one, details={"n": "USER_EMAIL"}) for one in people], origin=ORIGIN)
        assert store.check_indexes().differences == ()


def test_stopped_at_any_statement_the_next_answer_is_right(store: SqliteStore) -> None:
    """A question that is stopped half way, while it reads what an import added, leaves nothing half read behind."""
    store.append(iter(series(60)), origin=ORIGIN)

    def asked(reader: SqliteStore) -> object:
        found = reader.facets(EVERYTHING, ["action"], 1_000), reader.count(parse("novel"))
        return found, reader.count(parse("action:novel*")), reader.count(parse("role:agent* -role:*9"))

    with closing(SqliteStore(store.path, read_only=True)) as reader:
        asked(reader)
        for statement in range(1, 50):
            novel = event(100 + statement, action=f"novel {statement}", role=f"agent {statement}")
            store.append(iter([novel]), origin=ORIGIN)
            with closing(SqliteStore(store.path, read_only=True)) as fresh:
                wanted = asked(fresh)
            if not is_stopped_at(statement, reader, asked):
                break
            assert asked(reader) == wanted
    assert 5 < statement < 50


def is_stopped_at(statement: int, reader: SqliteStore, asked: Callable[[SqliteStore], object]) -> bool:
    """Ask, and interrupt the statement of this number; whether there was one."""
    connection, begun = reader._connection, iter(range(1, 10_000))
    connection.set_trace_callback(lambda _: connection.interrupt() if next(begun) == statement else None)
    try:
        asked(reader)
    except InterruptedQueryError:
        return True
    finally:
        connection.set_trace_callback(None)
    return False


def test_completion_reads_the_latest_of_what_hardly_repeats(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ids of a million events are not read for a list of twenty; what repeats is counted over all of them."""
    monkeypatch.setattr("auditui.store.sqlite.completion._MOST_READ", 3)
    held = [Event(at_us=n, entity_type="ticket", entity_id=f"T-{n}", actor="ana") for n in range(1, 40)]
    store.append(iter(held), origin=ORIGIN)
    assert {one.value for one in store.complete("entity_id", "t-", EVERYTHING)} == {"T-37", "T-38", "T-39"}
    assert [(one.value, one.count) for one in store.complete("actor", "", EVERYTHING)] == [("ana", 39)]
