"""Evidence bundles: the same bytes every time, checked without the store, of no use with one byte changed."""

from __future__ import annotations

import hashlib
import random
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditui.core.errors import AuditError, VerifyError
from auditui.core.language import parse
from auditui.custody.bundle import lines
from auditui.custody.bundle_check import check
from auditui.custody.examination import Wanted
from auditui.custody.findings import Verification
from auditui.store.sqlite.store import SqliteStore
from tests.custody.tampering import add, build, purge, run
from tests.custody.tampering import check as check_store
from tests.store.samples import series


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundle") / "audit.db"
    build(path)
    return path


def made(db: Path, query: str = "") -> bytes:
    with closing(SqliteStore(db, read_only=True)) as store:
        return "".join(lines(store, parse(query))).encode()


def checked(content: bytes, folder: Path, wanted: Wanted | None = None) -> Verification:
    path = folder / "evidence.bundle"
    path.write_bytes(content)
    return check(path, wanted or Wanted())


@pytest.mark.parametrize(
    ("query", "count"), [("", 200), ("action:delete", 67), ("seq:1", 1), ("seq:63,64,200", 3), ("user:nobody", 0)]
)
def test_a_bundle_is_the_same_every_time_and_verifies(db: Path, tmp_path: Path, query: str, count: int) -> None:
    """Two runs give the same bytes; every event in them leads to the head of the store."""
    content = made(db, query)
    assert content == made(db, query)
    found = checked(content, tmp_path)
    assert (found.findings, found.total, found.verified) == ((), count, count)
    assert found.head == check_store(db).head


def test_a_bundle_stays_good_when_the_store_goes_on(db: Path, tmp_path: Path) -> None:
    """Its head is one of those that the store has later, and can be held against one that was noted."""
    path = tmp_path / "audit.db"
    build(path)
    content = made(path, "user:alice")
    before = check_store(path).head
    add(path, "c", series(100, 500))
    purge(path, "1-30")
    assert before is not None
    assert checked(content, tmp_path, Wanted(head=before.chain.hex()[:20])).is_sound
    (found,) = checked(content, tmp_path, Wanted(head="0" * 20)).findings
    assert (found.kind, found.place) == ("missing", "head 00000000000000000000")


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(seed=st.integers(0, 2**32))
def test_one_changed_byte_fails(db: Path, tmp_path: Path, seed: int) -> None:
    """Wherever it is: in an event, a path, a head, the query, or between two of them."""
    dice = random.Random(seed)
    content = bytearray(made(db, "seq:60..70,140"))
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    _fails(bytes(content), tmp_path)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_lines_dropped_doubled_or_moved_fail(db: Path, tmp_path: Path, data: st.DataObject) -> None:
    """Every line is needed, once, in its place."""
    content = made(db, "seq:60..70,140").splitlines(keepends=True)
    at = data.draw(st.integers(0, len(content) - 1))
    line = content.pop(at)
    to = data.draw(st.sampled_from([None, *(place for place in range(len(content) + 1) if place != at)]))
    if to is not None:
        content.insert(to, line)
        if data.draw(st.booleans()):
            content.insert(at, line)
    _fails(b"".join(content), tmp_path)


def _fails(content: bytes, folder: Path) -> None:
    with suppress(VerifyError):  # when its first line says no more that this is a bundle
        assert not checked(content, folder).is_sound


def test_an_event_changed_with_the_sum_at_the_end_fails(db: Path, tmp_path: Path) -> None:
    """Whoever can compute SHA-256 can mend the last line, but not the path to the root; the bad line is named."""
    content = made(db, "seq:60..70").replace(b'"entity_name":"Printer 61"', b'"entity_name":"Printer 62"')
    body, _, _ = content.rstrip(b"\n").rpartition(b"\n")
    body += b"\n"
    end = b'{"end":{"events":11,"sha256":"' + hashlib.sha256(body).hexdigest().encode() + b'"}}\n'
    found = checked(body + end, tmp_path)
    assert [str(each) for each in found.findings][:1] == ["line 5: altered (event 62 is not in the tree)"]
    assert (found.total, found.verified) == (11, 10)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET description = 'x' WHERE seq = 60",
        "UPDATE leaf SET hash = zeroblob(32) WHERE seq = 3",
        "UPDATE head SET record = zeroblob(32) WHERE number = 3",
    ],
)
def test_what_is_not_as_recorded_is_not_handed_over(tmp_path: Path, statement: str) -> None:
    """A bundle of a store that was tampered with would prove nothing, so there is none."""
    path = tmp_path / "audit.db"
    build(path)
    run(path, statement)
    with pytest.raises(VerifyError, match=r"recorded|speaks of|chained"):
        made(path, "seq:60")


@pytest.mark.parametrize("content", [b"", b"\n", b"{}\n", b"SQLite format 3\0", b'{"bundle":{}}\n', b"[" * 100_000])
def test_what_is_no_bundle_is_refused(tmp_path: Path, content: bytes) -> None:
    """Whatever the file holds, the answer is one line."""
    _fails(content, tmp_path)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """With its name."""
    with pytest.raises(AuditError, match=r"missing\.bundle"):
        check(tmp_path / "missing.bundle", Wanted())
