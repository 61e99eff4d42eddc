"""What it takes to delete a tenth of a store for good; what is left has to be right, and what went has to be gone."""

from __future__ import annotations

import mmap
import os
import resource
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

from auditui import store as stores
from auditui.core.language import parse
from auditui.core.query import EVERYTHING
from auditui.custody.integrity import verify
from auditui.store.base import Deletion, Store
from tests.bench.report import Row

QUERY: Final = parse("action:login,restore")
"""A tenth of the events, spread over all of them."""
GROUP: Final = "purge"
SAMPLED: Final = 200
MB: Final = 1 << 20


def rows(database: Path) -> Iterator[Row]:
    """Purge a copy of the store, and look at it from all sides."""
    copy = Path(shutil.copyfile(database, database.with_name("purged.db")))
    try:
        gone = _sample(copy)
        size, used = copy.stat().st_size, _processor_s()
        start = time.perf_counter()
        with closing(stores.open(copy)) as store:
            before = int(store.count(EVERYTHING))
            report = store.purge(QUERY, Deletion("bench", "to measure"))
        taken, used = time.perf_counter() - start, _processor_s() - used
        _check(copy, before - report.deleted)
        assert not report.left
        assert not _found(copy, gone), "what was purged is still in the file"
        what = f"{report.deleted:,} of {before:,} events"
        yield Row(GROUP, what, "s", taken, 60)
        yield Row(GROUP, "with processor time of", "s CPU", used)
        yield Row(GROUP, "space given back", "MB", (size - copy.stat().st_size) / MB)
    finally:
        for name in ("", "-wal", "-shm"):
            Path(f"{copy}{name}").unlink(missing_ok=True)


def _processor_s() -> float:
    """Of this process and of those it has started."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _sample(database: Path) -> list[bytes]:
    """Ids of events that will go."""
    with closing(stores.open(database, read_only=True)) as store:
        ids = [event.id.encode() for _, event in zip(range(SAMPLED), store.events(QUERY), strict=False)]
    assert len(_found(database, ids)) == len(ids)
    return ids


def _found(database: Path, texts: list[bytes]) -> list[bytes]:
    """Which of these texts any file of the store holds."""
    found: list[bytes] = []
    for name in ("", "-wal"):
        path = Path(f"{database}{name}")
        if path.exists() and path.stat().st_size:
            with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
                found += [text for text in texts if data.find(text) >= 0]
    return found


def _check(database: Path, total: int) -> None:
    """Totals and facets against the rows, and everything proven."""
    with closing(stores.open(database, read_only=True)) as store:
        assert store.count(EVERYTHING) == total
        assert store.count(QUERY) == 0
        for field in ("action", "entity_type", "role"):
            counts = {each.value: each.count for each in store.facets(EVERYTHING, [field], 1000)[field]}
            assert counts == _counted(database, field), field
        opener = partial(stores.open, database, read_only=True)
        _verify(store, opener, total)


def _verify(store: Store, opener: partial[Store], total: int) -> None:
    with store.evidence() as evidence:
        found = verify(evidence, opener=opener)
    assert found.is_sound and found.verified == found.total == total
    assert sum(each.count for each in found.deletions) > 0


def _counted(database: Path, field: str) -> dict[str, int]:
    """What plain SQL says of the rows."""
    with closing(sqlite3.connect(f"file:{os.fspath(database)}?mode=ro", uri=True)) as plain:
        return dict(plain.execute(f"SELECT {field}, count(*) FROM events GROUP BY 1"))
