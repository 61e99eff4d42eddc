"""What guards the rows against accidents stands whenever somebody else could look."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from auditui.core.event import Event
from auditui.core.query import EVERYTHING
from auditui.store.sqlite import row_writer
from auditui.store.sqlite.schema import guards
from auditui.store.sqlite.store import SqliteStore
from tests.store.samples import ORIGIN, series


def standing(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"))


def test_a_big_import_leaves_every_guard_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The trigger that full slices do without is there again, word for word, and refuses to replace a row."""
    monkeypatch.setattr(row_writer, "ENOUGH", 4)
    monkeypatch.setattr(row_writer, "_BULK", 8)
    store = SqliteStore(tmp_path / "a.db", create=True)
    seen_meanwhile: list[bool] = []

    def events() -> Iterator[Event]:
        for one in series(40):
            yield one
            seen_meanwhile.append(standing(tmp_path / "a.db") == guards())

    store.append(events(), origin=ORIGIN)
    assert store.count(EVERYTHING) == 40
    store.close()
    assert len(seen_meanwhile) == 40 and all(seen_meanwhile)
    assert standing(tmp_path / "a.db") == guards()
    with (
        closing(sqlite3.connect(tmp_path / "a.db")) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append"),
    ):
        connection.execute("INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 1")


def test_an_import_that_fails_leaves_every_guard_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is undone brings the trigger back."""
    monkeypatch.setattr(row_writer, "ENOUGH", 4)
    monkeypatch.setattr(row_writer, "_BULK", 8)
    store = SqliteStore(tmp_path / "a.db", create=True)

    def events() -> Iterator[Event]:
        yield from series(20)
        raise ValueError("the input broke")

    with pytest.raises(ValueError, match="broke"):
        store.append(events(), origin=ORIGIN)
    assert standing(tmp_path / "a.db") == guards()
    assert store.append(iter(series(20)), origin=ORIGIN).imported == 20
    store.close()
    assert standing(tmp_path / "a.db") == guards()
