"""Evidence bundles: the same bytes every time, checked without the store, of no use with one byte changed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditui.core.canonical import text_of
from auditui.core.errors import AuditError, VerifyError
from auditui.core.language import parse
from auditui.custody.bundle import lines
from auditui.custody.bundle_check import _head_of, _row_of, check
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


def test_every_byte_of_a_bundle_counts(db: Path, tmp_path: Path) -> None:
    """All of them, one after the other, in a small one; and none may be missing at its end."""
    content = made(db, "seq:200")
    for at in range(len(content)):
        changed = bytes([*content[:at], content[at] ^ 1 << at % 8, *content[at + 1 :]])
        assert not is_sound(changed, tmp_path), at
    for at in range(0, len(content), 7):
        assert not is_sound(content[:at], tmp_path), at


def is_sound(content: bytes, folder: Path) -> bool:
    with suppress(VerifyError):
        return checked(content, folder).is_sound
    return False


ODD: list[Any] = [
    None, True, -1, 0, 2**70, 1.5, "", "ff", [], {}, [[]], {"a": 1}, "0" * 10_000, [16, "x"], [-5], [10**12],
]  # fmt: skip


def spoiled(said: Any, dice: random.Random) -> Any:  # noqa: ANN401 - whatever JSON can say
    """The same with an odd value somewhere."""
    if isinstance(said, (dict, list)) and said and dice.random() < 0.8:
        at = dice.choice([*said]) if isinstance(said, dict) else dice.randrange(len(said))
        said[at] = spoiled(said[at], dice)
        return said
    return dice.choice(ODD)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(seed=st.integers(0, 2**32))
def test_values_that_no_bundle_has_are_told(db: Path, tmp_path: Path, seed: int) -> None:
    """With a sum that fits: the answer is a finding or one line, never a fault of ours."""
    dice = random.Random(seed)
    told = made(db, "seq:8,9,200").splitlines(keepends=True)[:-1]
    at = dice.randrange(len(told))
    told[at] = text_of(spoiled(json.loads(told[at]), dice)).encode() + b"\n"
    end: Any = {"end": {"events": 3, "sha256": sha256(b"".join(told)).hexdigest()}}
    content = b"".join(told) + text_of(end).encode() + b"\n"
    assert is_sound(content, tmp_path) in {True, False}


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


def resealed(said: list[dict[str, Any]]) -> bytes:
    """The bytes of a bundle with a sum at the end that fits, as whoever can compute SHA-256 can make it."""
    body = "".join(text_of(each) + "\n" for each in said[:-1]).encode()
    events = sum("row" in each for each in said)
    return body + text_of({"end": {"events": events, "sha256": sha256(body).hexdigest()}}).encode() + b"\n"


def _alter_event(said: list[dict[str, Any]]) -> None:
    said[4]["row"]["entity_name"] = "Printer 99"


def _double_event(said: list[dict[str, Any]]) -> None:
    said.insert(5, said[4])


def _move_event(said: list[dict[str, Any]]) -> None:
    said.insert(2, said.pop(4))


def _renumber_event(said: list[dict[str, Any]]) -> None:
    said[4]["row"]["seq"] += 1


def _forge_tree(said: list[dict[str, Any]]) -> None:
    """A tree of one leaf, whose root is that leaf."""
    row = said[2]["row"] | {"seq": 1, "description": "x"}
    said[1]["tree"] |= {"last": 1, "root": _row_of(row).leaf().hex()}
    said[2:6] = [{"path": [], "row": row}]


def _forge_head(said: list[dict[str, Any]]) -> None:
    _first(said, "head")["head"]["at_us"] += 1


def _drop_first_head(said: list[dict[str, Any]]) -> None:
    head = _first(said, "head")
    said.remove(head)
    _first(said, "before")["before"] = head["head"]["chain"]


def _drop_last_heads(said: list[dict[str, Any]]) -> None:
    for head in [each for each in said if "head" in each]:
        said.remove(head)


def _skip_a_head(said: list[dict[str, Any]]) -> None:
    """Leave one out and chain the next to the one before it."""
    heads = [each for each in said if "head" in each]
    said.remove(heads[-2])
    before, head = (_head_of(each["head"]) for each in (heads[-3], heads[-1]))
    heads[-1]["head"]["chain"] = head.hashed(before.chain).hex()


def _rename_store(said: list[dict[str, Any]]) -> None:
    said[0]["bundle"]["store"] = "another"


def _first(said: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(each for each in said if name in each)


FORGERIES = [
    (_alter_event, "event 62 is not in the tree"), (_double_event, "its event stands in another place"),
    (_move_event, "its event stands in another place"), (_renumber_event, "event 63 is not in the tree"),
    (_forge_tree, "speaks of another tree"), (_forge_head, "is not chained to the one before"),
    (_drop_first_head, "a tree speaks of it"), (_drop_last_heads, "a tree speaks of it"),
    (_skip_a_head, "follows head"), (_rename_store, "the chain is that of another store"),
]  # fmt: skip


@pytest.mark.parametrize(("forge", "said"), FORGERIES)
def test_a_forgery_with_a_sum_that_fits_fails(
    db: Path, tmp_path: Path, forge: Callable[[list[dict[str, Any]]], None], said: str
) -> None:
    """The sum at the end is for accidents; what proves is the path to the root, and the chain over it."""
    content = [json.loads(line) for line in made(db, "seq:60..70").splitlines()]
    assert checked(resealed(content), tmp_path).is_sound
    forge(content)
    found = checked(resealed(content), tmp_path)
    assert said in " ".join(each.note for each in found.findings)


def test_the_bad_line_is_named_and_the_others_count(db: Path, tmp_path: Path) -> None:
    """One event altered of eleven leaves ten."""
    content = [json.loads(line) for line in made(db, "seq:60..70").splitlines()]
    _alter_event(content)
    found = checked(resealed(content), tmp_path)
    assert [str(each) for each in found.findings] == ["line 5: altered (event 62 is not in the tree)"]
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


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"{}\n", b"SQLite format 3\0", b'{"bundle":{}}\n', pytest.param(b"[" * 100_000, id="very deep")],
)
def test_what_is_no_bundle_is_refused(tmp_path: Path, content: bytes) -> None:
    """Whatever the file holds, the answer is one line."""
    _fails(content, tmp_path)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """With its name."""
    with pytest.raises(AuditError, match=r"missing\.bundle"):
        check(tmp_path / "missing.bundle", Wanted())
