"""How fast a log gets in: against sqlite-utils with a trigram index, and stage by stage."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

from auditui import store as stores
from auditui.core.canonical import pack
from auditui.core.recording import record
from auditui.formats.containers import open_path
from auditui.formats.reading import Parsed, ReadOptions, open_reading
from auditui.store.base import Origin
from tests.bench import generate
from tests.bench.report import RUNS, Row, in_turn

T = TypeVar("T")
COMPARED: Final = 200_000
STAGED: Final = 50_000
TEXT_COLUMNS: Final = (
    "id", "actor", "action", "entity", "ip", "user_agent", "request_id", "description", "changes", "details",
)  # fmt: skip


def program(name: str) -> str:
    """The path of a program that is installed beside this Python."""
    return str(Path(sys.executable).parent / name)


def run(*command: str) -> float:
    """Run a command to its end; the wall time in seconds. Modules are compiled, as pip leaves them."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""})
    return time.perf_counter() - start


def _ours(log: Path, folder: Path) -> float:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return run(program("auditui"), "import", "--db", str(folder / "ours.db"), str(log))


def _theirs(log: Path, folder: Path) -> float:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    database = str(folder / "theirs.db")
    insert = run(program("sqlite-utils"), "insert", database, "events", str(log), "--nl", "--alter")
    index = run(program("sqlite-utils"), "enable-fts", database, "events", *TEXT_COLUMNS, "--tokenize", "trigram")
    return insert + index


def compared(log: Path, folder: Path, runs: int = RUNS) -> Iterator[Row]:
    """The rate of the whole command against sqlite-utils on the same lines, in turn."""
    ours_s, theirs_s = in_turn(lambda: _ours(log, folder / "a"), lambda: _theirs(log, folder / "b"), runs)
    yield Row(
        "import", f"first {COMPARED:,} events", "events/s", COMPARED / ours_s,
        limit=2 * COMPARED / theirs_s, at_least=True,
        baseline=COMPARED / theirs_s, baseline_name="sqlite-utils insert + enable-fts trigram",
    )  # fmt: skip
    yield Row("import", "wall", "µs/event", ours_s * 1e6 / COMPARED, baseline=theirs_s * 1e6 / COMPARED)


def staged(log: Path, folder: Path) -> Iterator[Row]:
    """The CPU of each stage in one process: read and map, clean and redact and normalise, pack, store."""
    head = folder / "head.jsonl"
    with log.open(encoding="utf-8") as lines, head.open("w", encoding="utf-8") as out:
        out.writelines(line for _, line in zip(range(STAGED), lines, strict=False))

    fields, took_read = _timed(lambda: _read(head))
    events, took_record = _timed(lambda: [record(one) for one in fields])
    _, took_pack = _timed(lambda: [pack(event) for event in events])
    with tempfile.TemporaryDirectory(dir=folder) as empty:  # in a store that knows them all are duplicates: 10 µs
        store = stores.open(Path(empty) / "staged.db", create=True)
        _, took_append = _timed(lambda: store.append(iter(events), origin=Origin("head")))
        store.close()
    for name, took in (
        ("read, decode, map", took_read),
        ("clean, redact, normalise", took_record),
        ("of storing: canonical form and hash", took_pack),
        ("store: rows, terms, bitmaps, text", took_append),
    ):
        yield Row("import", name, "µs/event", took * 1e6 / STAGED)


def _read(log: Path) -> list[dict[str, Any]]:
    """The fields of every event of a log."""
    return [
        outcome.fields
        for opened in open_path(log)
        for outcome in open_reading(opened, ReadOptions()).outcomes
        if isinstance(outcome, Parsed)
    ]


def _timed(action: Callable[[], T]) -> tuple[T, float]:
    """What an action returns, and the CPU seconds that it took."""
    start = time.process_time()
    made = action()
    return made, time.process_time() - start


def whole(log: Path, database: Path, count: int) -> Iterator[Row]:
    """The one import that the other measurements need."""
    took = run(program("auditui"), "import", "--db", str(database), str(log))
    size = sum(file.stat().st_size for file in database.parent.glob(database.name + "*"))
    yield Row("import", f"all {count:,} events", "events/s", count / took)
    yield Row(
        "import",
        "size of the store",
        "B/event",
        size / count,
        baseline=log.stat().st_size / count,
        baseline_name="the log",
    )


def prepare(folder: Path, count: int) -> tuple[Path, Path]:
    """The log of `count` events and its first `COMPARED` ones; made once, used again."""
    log, head = folder / f"log-{count}.jsonl", folder / f"head-{count}.jsonl"
    if not log.exists():
        generate.write(log, count)
    if not head.exists():
        generate.write(head, min(COMPARED, count), total=count)
    return log, head
