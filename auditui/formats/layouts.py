"""Logs whose fields are told by their place alone, from the lists in `layouts.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Any, Final, NamedTuple

NOTHING: Final = ("-", "")


class LineLayout(NamedTuple):
    """A form of lines.

    `payload`: also behind a syslog envelope. `blocks`: lines of another form belong to the one before them.
    """

    name: str
    pattern: re.Pattern[str]
    payload: bool
    blocks: bool

    def record(self, line: str) -> dict[str, Any] | None:
        """The fields of a line, or None when it has another form."""
        found = self.pattern.fullmatch(line)
        if found is None:
            return None
        return {name: value for name, value in found.groupdict().items() if value is not None and value not in NOTHING}


class TableLayout(NamedTuple):
    """A table without a header: names of its columns, how many a row has at least, and what some cells look like."""

    columns: tuple[str, ...]
    least: int
    cells: tuple[tuple[int, re.Pattern[str]], ...]


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    return tomllib.loads((resources.files("auditui.formats") / "layouts.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def line_layouts() -> tuple[LineLayout, ...]:
    """All forms of lines."""
    return tuple(
        LineLayout(
            one["name"], re.compile(one["pattern"], re.DOTALL), one.get("payload", False), one.get("blocks", False)
        )
        for one in _lists()["lines"]
    )


@lru_cache(maxsize=1)
def payload_layouts() -> tuple[LineLayout, ...]:
    """Those that stand behind syslog envelopes."""
    return tuple(layout for layout in line_layouts() if layout.payload)


@lru_cache(maxsize=1)
def _table_layouts() -> tuple[TableLayout, ...]:
    return tuple(
        TableLayout(
            tuple(one["columns"]),
            one["least"],
            tuple((int(place), re.compile(pattern)) for place, pattern in one["when"].items()),
        )
        for one in _lists()["tables"]
    )


def layout_of(lines: Sequence[str]) -> LineLayout | None:
    """The form that most of some lines have. A line of another kind here and there does not count against it."""
    best, most = None, 0
    for layout in line_layouts():
        count = sum(1 for line in lines if layout.pattern.fullmatch(line))
        if count > most and count * (5 if layout.blocks else 2) >= len(lines):
            best, most = layout, count
    return best


def names_for(cells: Sequence[str]) -> tuple[str, ...] | None:
    """The names of the columns of a row, where its cells tell."""
    for layout in _table_layouts():
        if layout.least <= len(cells) and all(
            place < len(cells) and pattern.fullmatch(cells[place].strip()) for place, pattern in layout.cells
        ):
            more = (f"column{number + 1}" for number in range(len(layout.columns), len(cells)))
            return (*layout.columns[: len(cells)], *more)
    return None
