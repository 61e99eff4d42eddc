"""What the explorer costs: time to its first rows, memory, and bytes on the line, on a real pseudo-terminal."""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.bench.importing import program
from tests.bench.report import RUNS, Row
from tests.terminal import DOWN, ENTER, PAGE_DOWN, Terminal


def _explorer(database: Path, env: Mapping[str, str] | None = None) -> Terminal:
    return Terminal([program("auditui"), "--db", str(database)], env=env)


def _first_pages_ms(database: Path) -> list[float]:
    """`RUNS` times, on the newest events, with modules compiled beforehand, as pip does when it installs."""
    with tempfile.TemporaryDirectory() as folder:
        env = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{folder}/compiled", "XDG_STATE_HOME": folder}
        return [_first_page_ms(database, env) for _ in range(RUNS + 1)][1:]


def _first_page_ms(database: Path, env: Mapping[str, str]) -> float:
    """From exec to rows on the terminal."""
    start = time.perf_counter()
    with _explorer(database, env) as terminal:
        terminal.wait_for(r"Items 1")
        return (time.perf_counter() - start) * 1000 - Terminal.START_MS


def _peak_mb(pid: int) -> float:
    """The most memory that a process ever held."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1024


def _session(database: Path) -> Iterator[Row]:
    """On the newest events, wherever whoever runs this has left the store."""
    with tempfile.TemporaryDirectory() as folder, _explorer(database, {"XDG_STATE_HOME": folder}) as terminal:
        terminal.wait_for(r"Items 1.*of [0-9]")
        terminal.settle(1.0)
        terminal.press(DOWN)
        moves = [len(terminal.press(DOWN)) for _ in range(RUNS)]
        pages = [len(terminal.press(PAGE_DOWN)) for _ in range(RUNS)]
        yield Row("screen", "cursor move", "bytes", statistics.median(moves), 1_500)
        yield Row("screen", "page down", "bytes", statistics.median(pages), 15_000)
        yield Row("screen", "5 seconds idle", "bytes", len(terminal.pump(5.0)), 0)
        for keys in (ENTER, "n", "/contact" + ENTER, "c", "/-action:update" + ENTER, "c", "G", "o", "q", "sj" + ENTER):
            terminal.press(keys, quiet=0.6)
        yield Row("screen", "peak memory after a tour", "MB", _peak_mb(terminal.pid), 120)


def rows(database: Path) -> Iterator[Row]:
    """All of it; the baseline of the first page is the time that Python and Textual take to load."""
    first = statistics.median(_first_pages_ms(database))
    floor = statistics.median(_import_ms() for _ in range(RUNS))
    yield Row(
        "screen", "first page after exec", "ms", first, 500, baseline=floor, baseline_name="import textual.app alone"
    )
    yield from _session(database)


def _import_ms() -> float:
    start = time.perf_counter()
    with Terminal([program("python"), "-c", "import textual.app; print('loaded')"]) as terminal:
        terminal.wait_for("loaded")
        return (time.perf_counter() - start) * 1000 - Terminal.START_MS
