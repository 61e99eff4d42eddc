"""How fast a folder of many small files gets in, against the same lines in one file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from tests.bench import generate
from tests.bench.importing import program, run
from tests.bench.report import Row

FILES: Final = 10_000
EACH: Final = 10
"""Lines of a file, as services deliver them every few minutes."""
MOST: Final = 2.0
"""How many times longer an event may take than in one file."""


def prepare(folder: Path, files: int = FILES) -> tuple[Path, Path]:
    """A folder of small files, and one file with the same lines."""
    whole, parts = folder / f"one-{files}.jsonl", folder / f"small-{files}"
    if not whole.exists():
        shutil.rmtree(parts, ignore_errors=True)
        generate.write(whole, files * EACH)
        with whole.open(encoding="utf-8") as lines:
            for number in range(files):
                path = parts / f"{number // 500:03}" / f"{number:05}.jsonl"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("".join(islice(lines, EACH)), encoding="utf-8")
    return parts, whole


def rows(folder: Path, files: int = FILES) -> Iterator[Row]:
    """The time of an event in small files, beside that in one file."""
    parts, whole = prepare(folder, files)
    small_s, whole_s = (_import(source, folder / "folder-store") for source in (parts, whole))
    events = files * EACH
    yield Row(
        "folder", f"{files:,} files of {EACH} events", "µs/event", small_s * 1e6 / events,
        limit=MOST * whole_s * 1e6 / events, baseline=whole_s * 1e6 / events, baseline_name="one file",
    )  # fmt: skip


def _import(source: Path, folder: Path) -> float:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return run(program("auditui"), "import", "--db", str(folder / "store.db"), str(source))
