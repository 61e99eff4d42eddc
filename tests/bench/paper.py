"""What a PDF costs: processor time and memory of the whole program, against the same rows as JSON Lines."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.bench.report import Row

FEW: Final = 1_000
MANY: Final = 10_000
GROUP: Final = "paper"
MB: Final = 1024


def rows(database: Path) -> Iterator[Row]:
    """A PDF of some events and of ten times as many."""
    with tempfile.TemporaryDirectory() as folder:
        _, few_kb = _exported(database, Path(folder) / "few.pdf", FEW)
        taken_s, many_kb = _exported(database, Path(folder) / "many.pdf", MANY)
        text_s, text_kb = _exported(database, Path(folder) / "many.jsonl", MANY)
    yield Row(GROUP, f"PDF of {MANY:,} events", "s CPU", taken_s, 60, baseline=text_s, baseline_name="JSON Lines")
    yield Row(GROUP, "its peak memory", "MB", many_kb / MB, 200, baseline=text_kb / MB, baseline_name="JSON Lines")
    yield Row(GROUP, "which grows by", "kB an event", (many_kb - few_kb) / (MANY - FEW), 4)


def _exported(database: Path, target: Path, limit: int) -> tuple[float, int]:
    """Processor seconds and peak kilobytes of one export."""
    words = ["export", "--db", str(database), "--limit", str(limit), "-o", str(target)]
    program = subprocess.Popen([sys.executable, "-m", "auditui", *words])
    _, status, used = os.wait4(program.pid, 0)
    program.returncode = os.waitstatus_to_exitcode(status)
    assert program.returncode == 0, f"{words} failed"
    return used.ru_utime + used.ru_stime, used.ru_maxrss
