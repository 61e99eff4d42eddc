"""A view: everything that decides what is on screen, as one immutable value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from auditui.core.query import EVERYTHING, Query

SORTABLE: Final = (
    "at", "seq", "actor", "action", "category", "entity_type", "entity_name", "status", "took", "ip", "role",
)  # fmt: skip
PAGE_SIZES: Final = (50, 100, 200, 500, 1000)
COLUMN_SETS: Final[dict[str, tuple[str, ...]]] = {
    "api": ("at", "action", "status", "resource", "ip", "took"),
    "changes": ("at", "user", "action", "entity", "ip"),
    "people": ("user", "role", "category", "description", "at", "item"),
    "activity": ("seq", "at", "user", "action", "description", "ip"),
}
"""Named column sets of the explorer, in order. `--columns` takes a name or a comma list of column names."""


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of events.

    Time and `seq` are their own tie-breakers (`at` ties by `seq` in the same direction). Any other
    field: text by `fold`, then as recorded; numbers by size; addresses by number (IPv4, IPv6, then
    other text); events without the value last in both directions; ties newest first (`at` then
    `seq`, both descending) in both directions.
    """

    field: str = "at"
    descending: bool = True

    def __str__(self) -> str:
        return f"-{self.field}" if self.descending else self.field


NEWEST_FIRST: Final = Sort()


@dataclass(frozen=True, slots=True)
class AsOf:
    """What the store held at one moment: rows up to `last_seq`, and how many purges had happened."""

    last_seq: int
    generation: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """Query, sort, columns, zone, page size and moment."""

    query: Query = EVERYTHING
    sort: Sort = NEWEST_FIRST
    columns: tuple[str, ...] = ()
    """Column names, or one name of `COLUMN_SETS`; empty: chosen by what the store holds."""
    zone: str = "UTC"
    """IANA name, or `UTC`, or `local`."""
    page_size: int = 200
    as_of: AsOf | None = None
    """None: whatever the store holds when it is asked."""
    now_us: int | None = None
    """What relative times mean; None: the clock, when the store is asked."""
