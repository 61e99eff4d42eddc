"""How fast a store is verified, against only reading all of it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

from auditui import store as stores
from auditui.custody.chunks import Opener
from auditui.custody.integrity import verify
from tests.bench.report import Row, in_turn

PROMISED: Final = 150_000
RUNS: Final = 3


def rows(database: Path) -> Iterator[Row]:
    """Events a second, by the clock: as the command does it, which is promised, and by one process alone."""
    for what, opener, promised in (
        ("all processors", partial(stores.open, database, read_only=True), PROMISED),
        ("one process", None, None),
    ):
        ours, theirs = in_turn(partial(_verified, database, opener), partial(_read, database), RUNS)
        yield Row(
            "verify", what, "events/s", ours, promised, at_least=True, baseline=theirs,
            baseline_name="reading every row",
        )  # fmt: skip


def _verified(database: Path, opener: Opener | None) -> float:
    with closing(stores.open(database, read_only=True)) as store, store.evidence() as evidence:
        start = time.perf_counter()
        found = verify(evidence, opener=opener)
        taken = time.perf_counter() - start
    assert found.is_sound
    return found.verified / taken


def _read(database: Path) -> float:
    with closing(sqlite3.connect(database)) as plain:
        start = time.perf_counter()
        cursor = plain.execute("SELECT * FROM event ORDER BY seq")
        count = 0
        while found := cursor.fetchmany(256):
            count += len(found)
        return count / (time.perf_counter() - start)
