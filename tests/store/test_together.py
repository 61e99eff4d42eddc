"""Imports that share transactions: as many, as whole and as sure as those that do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from auditui.core.errors import StoreError
from auditui.core.event import Event
from auditui.core.query import EVERYTHING
from auditui.custody.integrity import verify
from auditui.store.base import Origin
from auditui.store.sqlite import row_writer, writer
from auditui.store.sqlite.store import SqliteStore
from tests.store.conftest import SMALL
from tests.store.samples import series

FILES = 7


def bring_in(store: SqliteStore, number: int) -> None:
    """One small file: five events of its own, and one that the file before had, too."""
    events = [*series(5, 10 * number), *series(1, 10 * number - 10)]
    report = store.append(iter(events), origin=Origin(f"file-{number}", "jsonl"))
    store.finish_import(report.import_id, merged=1, rejected=2)


def contents(store: SqliteStore) -> list[Event]:
    return [replace(each, seq=0) for each in sorted(store.events(EVERYTHING), key=lambda each: each.seq)]


def book(store: SqliteStore) -> list[tuple[str, int, int, int, bool]]:
    return [(one.origin.name, one.imported, one.duplicate, one.seen, one.done) for one in store.imports()]


@pytest.mark.parametrize("seconds", [0.0, 60.0])
@pytest.mark.parametrize("enough", [1, 7, 1000])
def test_what_comes_together_is_what_comes_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, enough: int
) -> None:
    """Rows, records, indexes and evidence do not depend on how many imports share a transaction, or a statement."""
    monkeypatch.setattr(writer, "_SHARED_S", seconds)
    monkeypatch.setattr(row_writer, "ENOUGH", enough)
    with_others, alone = (SqliteStore(tmp_path / name, create=True, layout=SMALL) for name in ("a.db", "b.db"))
    with with_others.together():
        for number in range(FILES):
            bring_in(with_others, number)
    for number in range(FILES):
        bring_in(alone, number)
    assert contents(with_others) == contents(alone)
    assert book(with_others) == book(alone)
    assert with_others.check_indexes().differences == ()
    assert all(done for *_, done in book(with_others))
    with with_others.evidence() as evidence:
        report = verify(evidence)
    assert not report.findings and report.verified == report.total == len(contents(with_others))
    with_others.close()
    alone.close()


def test_done_is_said_with_the_rows_or_not_at_all(tmp_path: Path) -> None:
    """Another process sees an import as done only together with its rows, and all of them when the block has ended."""
    store = SqliteStore(tmp_path / "a.db", create=True)
    reader = SqliteStore(tmp_path / "a.db", read_only=True)
    with store.together():
        bring_in(store, 1)
        assert book(reader) == []
        assert reader.count(EVERYTHING) == 0
    assert book(reader) == [("file-1", 6, 0, 9, True)]
    assert reader.count(EVERYTHING) == 6
    reader.close()
    store.close()


def test_an_input_that_breaks_takes_nothing_with_it(tmp_path: Path) -> None:
    """Files before and after one that raises are all there, and of that one what was taken, not done."""
    store = SqliteStore(tmp_path / "a.db", create=True)

    def breaking() -> Iterator[Event | None]:
        yield from series(3, 100)
        yield None
        yield from series(3, 200)
        raise ValueError("the input broke")

    with store.together():
        bring_in(store, 1)
        with pytest.raises(ValueError, match="broke"):
            store.append(breaking(), origin=Origin("broken"))
        bring_in(store, 2)
    assert book(store) == [("file-1", 6, 0, 9, True), ("broken", 3, 0, 3, False), ("file-2", 5, 1, 9, True)]
    assert store.count(EVERYTHING) == 14
    assert store.check_indexes().differences == ()
    store.close()


def test_a_batch_that_fails_is_undone_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure in the middle of a batch undoes its transaction; what comes later finds a sound store."""
    store = SqliteStore(tmp_path / "a.db", create=True)
    with store.together():
        bring_in(store, 1)
        with monkeypatch.context() as patched:
            patched.setattr(row_writer, "to_rows", lambda *_args, **_named: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                store.append(iter([*series(3, 100), None]), origin=Origin("failing"))
        bring_in(store, 2)
    assert book(store) == [("file-2", 6, 0, 9, True)]
    assert store.check_indexes().differences == ()
    store.close()


def test_an_unknown_import_cannot_be_finished(tmp_path: Path) -> None:
    """It is said, and the others stay."""
    store = SqliteStore(tmp_path / "a.db", create=True)
    with store.together():
        bring_in(store, 1)
        with pytest.raises(StoreError, match="no import 99"):
            store.finish_import(99, merged=0, rejected=0)
    assert [name for name, *_ in book(store)] == ["file-1"]
    store.close()
