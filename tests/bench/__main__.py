"""Measures what the design promises: `python -m tests.bench`.

Prints a table, each figure beside its promise and a baseline of the same run, and writes it as JSON. The log and
the store of a million events are made once in the folder given, and used again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.bench import asking, folders, importing, paper, purging, screen, verifying, working
from tests.bench.report import Row, as_table, save

MILLION: Final = 1_000_000
PARTS: Final = ("import", "ask", "work", "screen", "verify", "paper", "purge", "folder")


def _measured(folder: Path, count: int, parts: set[str]) -> Iterator[Row]:
    log, head = importing.prepare(folder, count)
    database = folder / f"store-{count}.db"
    if "import" in parts:
        yield from importing.staged(head, folder)
        yield from importing.compared(head, folder)
    if not database.exists():
        yield from importing.whole(log, database, count)
    if "ask" in parts:
        yield from asking.rows(database)
    if "work" in parts:
        yield from working.rows(database)
    if "screen" in parts:
        yield from screen.rows(database)
    if "verify" in parts:
        yield from verifying.rows(database)
    if "paper" in parts:
        yield from paper.rows(database)
    if "purge" in parts:
        yield from purging.rows(database)
    if "folder" in parts:
        yield from folders.rows(folder)


def main() -> int:
    """Measure, print, save; 1 when a promise is missed."""
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("parts", nargs="*", default=PARTS, help=f"{', '.join(PARTS)}; default all")
    options.add_argument("--events", type=int, default=MILLION)
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "auditui-bench")
    options.add_argument("--json", type=Path, default=None, help="where the figures go; default FOLDER/figures.json")
    chosen = options.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for row in _measured(chosen.folder, chosen.events, set(chosen.parts)):
        print(as_table([row]).splitlines()[1], flush=True)
        rows.append(row)
    print()
    print(as_table(rows))
    save(rows, chosen.json or chosen.folder / "figures.json")
    return int(any(row.is_kept is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())
