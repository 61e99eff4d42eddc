"""Words that findings and reports are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

UNITS_SAID: Final = 2
_UNITS: Final = (("d", 86_400_000_000), ("h", 3_600_000_000), ("min", 60_000_000), ("s", 1_000_000))


def length(us: int) -> str:
    """How long, in its two largest units, cut and not rounded: `5 min`, `2 d 3 h`, `0 s`."""
    parts: list[str] = []
    for unit, size in _UNITS:
        count, us = divmod(us, size)
        if count:
            parts.append(f"{count} {unit}")
        if len(parts) == UNITS_SAID or (parts and not count):
            break
    return " ".join(parts) or "0 s"


def amount(count: int, one: str, many: str) -> str:
    """A number and its noun: `1 event`, `1,204 events`."""
    return f"{count:,} {one if count == 1 else many}"


def listed(names: Sequence[str], total: int) -> str:
    """The first names, and how many more there are: `Ana, Ben and 3 more`, `Ana and Ben`, `3`."""
    if total > len(names):
        return f"{', '.join(names)} and {total - len(names):,} more" if names else f"{total:,}"
    return " and ".join((*([", ".join(names[:-1])] if names[1:] else []), *names[-1:]))
