"""Files that are read without locks: found, held against what they were, and opened anew when somebody wrote."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from auditui import store as stores
from auditui.core.errors import StoreError
from auditui.core.event import Event
from auditui.core.query import EVERYTHING
from auditui.store.base import Origin, Store
from auditui.store.sqlite.standstill import standstill

NOON = 1_795_176_000_000_000


def filled(path: Path, first: int = 0, count: int = 3) -> Path:
    store = stores.open(path, create=True)
    store.append([Event(at_us=NOON + n, id=f"e-{n}") for n in range(first, first + count)], origin=Origin("x"))
    store.close()
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One that this account seems not to be able to write to."""
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
    return tmp_path


def without_locks(path: Path) -> Store:
    store = stores.open(path, read_only=True)
    assert not path.with_name(path.name + "-shm").exists(), "a reader that has locks makes one"
    return store


def test_what_is_written_meanwhile_is_seen_at_the_next_question(folder: Path) -> None:
    """SQLite would go on with the pages that it has; the file is opened anew instead."""
    path = filled(folder / "a.db")
    store = without_locks(path)
    assert store.count(EVERYTHING) == 3
    filled(path, 3)
    assert store.count(EVERYTHING) == 6
    assert [event.id for event in store.events(EVERYTHING)] == [f"e-{n}" for n in reversed(range(6))]
    store.close()


def test_an_answer_that_a_writer_may_have_mixed_is_none(folder: Path) -> None:
    """The question that runs while somebody begins to write ends in an error that says so; the next one is right."""
    path = filled(folder / "a.db")
    store = without_locks(path)
    events = store.events(EVERYTHING)
    next(iter(events))
    writer = stores.open(path)
    writer.append([Event(at_us=NOON + 9)], origin=Origin("y"))
    with pytest.raises(StoreError, match="somebody began to write") as caught:
        list(events)
    assert caught.value.hint == "ask again"
    assert store.count(EVERYTHING) == 4
    writer.close()
    store.close()


def test_only_a_file_that_nobody_has_open_is_read_without_locks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not while a writer has it open, not with a WAL that holds something, and not where a `-shm` can be made."""
    path = filled(folder / "a.db")
    assert standstill(path) is not None
    assert standstill(folder / "missing.db") is None
    for beside, text in (("-shm", ""), ("-wal", "x")):
        other = path.with_name(path.name + beside)
        other.write_text(text)
        assert standstill(path) is None
        other.unlink()
    monkeypatch.setattr(os, "access", lambda path, mode: True)
    assert standstill(path) is None


def test_interrupting_what_is_closed_is_harmless(tmp_path: Path) -> None:
    """The screen's thread may ask for it just when the file is opened anew."""
    store = stores.open(filled(tmp_path / "a.db"), read_only=True)
    store.close()
    store.interrupt()
