"""Stores on real files, with chunks so small that sealing, merging and several trigram tables all happen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from auditui.store.sqlite.schema import Layout
from auditui.store.sqlite.store import SqliteStore

SMALL = Layout(chunk_bits=4, table_bits=5)

NewStore = Callable[[], SqliteStore]


@pytest.fixture
def new_store(tmp_path: Path) -> Iterator[NewStore]:
    """Makes empty stores of small chunks, and closes them afterwards."""
    made: list[SqliteStore] = []

    def make() -> SqliteStore:
        made.append(SqliteStore(tmp_path / f"{len(made)}.db", create=True, layout=SMALL))
        return made[-1]

    yield make
    for store in made:
        store.close()


@pytest.fixture
def store(new_store: NewStore) -> SqliteStore:
    """One empty store."""
    return new_store()
