"""A store that events were purged from: still proven, still handed over, and as easily caught when tampered with."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from auditui.core.config import Config
from auditui.core.language import parse
from auditui.core.query import EVERYTHING
from auditui.custody import bundle
from auditui.custody.bundle_check import check as check_bundle
from auditui.custody.examination import Wanted, examine
from auditui.store.base import Deletion, PurgeReport
from auditui.store.sqlite.purging import Purge
from auditui.store.sqlite.store import SqliteStore
from tests.custody.tampering import EVENTS, add, build, check, copied, open_for_tampering
from tests.store.samples import series

DELETED = 29
"""Every seventh of the events is by alice."""


@pytest.fixture(scope="module")
def purged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store after a purge, and one import later."""
    path = tmp_path_factory.mktemp("purged") / "audit.db"
    build(path)
    with closing(SqliteStore(path)) as store:
        store.decide("retention", "36500d", who="owner", reason="policy")
        assert (
            store.purge(parse("user:alice"), Deletion("owner", "asked for", query_mac=b"\x01" * 32)).deleted == DELETED
        )
    add(path, "later.jsonl", series(20, EVENTS))
    return path


def test_it_is_proven_and_tells_its_deletions(purged: Path) -> None:
    """Every event that is left is verified, and what is gone is told with who, why and how many."""
    found = check(purged)
    assert found.findings == () and found.notes == ()
    with closing(SqliteStore(purged, read_only=True)) as store:
        assert found.verified == found.total == store.count(EVERYTHING)
    (deletion,) = found.deletions
    assert (deletion.count, deletion.who, deletion.reason) == (DELETED, "owner", "asked for")


def _row_deleted(seq: int) -> Callable[[Path], None]:
    def tamper(path: Path) -> None:
        with open_for_tampering(path) as db:
            db.execute("DELETE FROM event WHERE seq = ?", (seq,))
            db.execute("UPDATE meta SET value = value + 1 WHERE key IN ('generation', 'stamp')")

    return tamper


def _as_purge_does(path: Path) -> None:
    """Everything that a purge does to the rows, but without a word in the chain."""
    with open_for_tampering(path) as db:
        db.execute("DELETE FROM leaf WHERE seq = 3")
        db.execute("DELETE FROM event WHERE seq = 3")


def _statement(sql: str) -> Callable[[Path], None]:
    def tamper(path: Path) -> None:
        with open_for_tampering(path) as db:
            db.execute(sql)

    return tamper


@pytest.mark.parametrize(
    ("tamper", "wanted"),
    [
        (_row_deleted(3), ["row 3: missing"]),
        (_as_purge_does, ["row 3: missing"]),
        (_statement("UPDATE tombstone SET rows = rows || ',201-202'"), ["tombstone 1: altered"]),
        (_statement("UPDATE tombstone SET reason = 'nobody asked'"), ["tombstone 1: altered"]),
        (_statement("DELETE FROM tombstone"), ["tombstone 1: missing"]),
        (_statement("INSERT INTO tombstone SELECT 2, at_us, cause, who, reason, x'', 1, '3', root FROM tombstone"),
         ["tombstone 2: inserted"]),
        (_statement("UPDATE decision SET value = '1d'"), ["decision 1: altered"]),
        (_statement("DELETE FROM decision"), ["decision 1: missing"]),
        (_statement("INSERT INTO decision SELECT 9, at_us, 'hold', who, reason, 'user:bob' FROM decision"),
         ["decision 9: inserted"]),
        (_statement("UPDATE leaf SET hash = zeroblob(32) WHERE seq = 8"), ["rows 1-16: altered"]),
    ],
)  # fmt: skip
def test_tampering_is_named(purged: Path, tmp_path: Path, tamper: Callable[[Path], None], wanted: list[str]) -> None:
    """Rows taken out by hand, and whatever is done to the record of a purge or of a decision."""
    path = copied(purged, tmp_path / "audit.db")
    tamper(path)
    found = [str(each) for each in check(path).findings]
    for each in wanted:
        assert any(said.startswith(each) for said in found), found


def test_a_bundle_still_proves_what_is_left(purged: Path, tmp_path: Path) -> None:
    """Events whose neighbours are gone are proven to somebody who does not have the store; one changed byte is seen."""
    with closing(SqliteStore(purged, read_only=True)) as store:
        text = "".join(bundle.lines(store, parse("action:Delete")))
        count = int(store.count(parse("action:Delete")))
    target = tmp_path / "x.bundle"
    target.write_text(text)
    found = check_bundle(target, Wanted())
    assert (found.findings, found.verified) == ((), count)
    assert '"id-9"' in text and '"id-21"' not in text
    target.write_text(text.replace("Printer 3", "Printer 8", 1))
    assert not check_bundle(target, Wanted()).is_sound


def test_an_older_copy_put_back_is_found(tmp_path: Path) -> None:
    """Whoever undoes a purge by a copy of before is told by the head that was noted after it."""
    path, older = tmp_path / "audit.db", tmp_path / "older.db"
    build(path)
    copied(path, older)
    with closing(SqliteStore(path)) as store:
        store.purge(parse("user:alice"), Deletion("owner", "asked for"))
        assert examine(store, path, Config(), Wanted()).is_sound
    copied(older, path)
    with closing(SqliteStore(path)) as store:
        found = examine(store, path, Config(), Wanted(indexes=True))
    assert [each.kind for each in found.findings] == ["older copy"]


def test_bytes_that_are_left_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A purge that was killed between deleting and wiping is no finding, but whoever verifies knows of it."""
    path = tmp_path / "audit.db"
    build(path)
    with closing(SqliteStore(path)) as store:
        with monkeypatch.context() as killed:
            killed.setattr(Purge, "_wiped", lambda self: "killed")
            store.purge(parse("user:alice"), Deletion("owner", "asked for"))
        assert check(path).notes == ("bytes of deleted events are still in the file: auditui purge wipes them",)
        report = store.purge(parse("user:alice"), Deletion("owner", "", expected=0))
        assert report == PurgeReport(freed=report.freed)
    assert check(path).notes == ()
