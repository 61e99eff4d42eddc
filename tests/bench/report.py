"""What a measurement is, and the table that shows them."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

RUNS: Final = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `limit` is what was promised (None: only told); `baseline` is what it is held against."""

    group: str
    what: str
    unit: str
    figure: float
    limit: float | None = None
    at_least: bool = False
    """The figure has to reach `limit` instead of staying below it."""
    baseline: float | None = None
    baseline_name: str = ""

    @property
    def is_kept(self) -> bool | None:
        """Whether the promise is kept; None where none was made."""
        if self.limit is None:
            return None
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit


def median_ms(action: Callable[[], object], runs: int = RUNS, *, warm: bool = True) -> float:
    """The median wall time of some runs in milliseconds, after one that is not counted when `warm`."""
    if warm:
        action()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def in_turn(first: Callable[[], float], second: Callable[[], float], runs: int = RUNS) -> tuple[float, float]:
    """The medians of two measurements that take turns, so that a noisy machine is as noisy for both."""
    pairs = [(first(), second()) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def _cells(row: Row) -> tuple[str, ...]:
    sign = "≥" if row.at_least else "≤"
    kept = {None: "", True: "kept", False: "MISSED"}[row.is_kept]
    return (
        row.group,
        row.what,
        f"{row.figure:,.1f} {row.unit}",
        "" if row.limit is None else f"{sign} {row.limit:,g}",
        kept,
        "" if row.baseline is None else f"{row.baseline:,.1f} {row.unit}  {row.baseline_name}",
    )


def as_table(rows: Sequence[Row]) -> str:
    """The rows as aligned text."""
    head = ("group", "what", "figure", "promise", "", "baseline")
    cells = [head, *map(_cells, rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells
    )


def save(rows: Sequence[Row], path: Path) -> None:
    """Write the rows as JSON."""
    made = [asdict(row) | {"kept": row.is_kept} for row in rows]
    path.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
