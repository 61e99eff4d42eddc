"""Whether the day or the month stands first in dates such as `03/04/2026`, told by the dates beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from auditui.core.errors import UsageError
from auditui.formats.inputs import Blocks
from auditui.formats.paths import finder
from auditui.formats.plan import Plan, Source
from auditui.formats.records import Items, Raw, shown
from auditui.formats.time_beginnings import CLOCK
from auditui.formats.timestamps import parse

MONTHS: Final = 12
AMBIGUOUS: Final = re.compile(rf"\W*(?:{CLOCK},?\s+)?(\d\d?)([-/])(\d\d?)\2(?:\d{{4}}|\d\d)(?!\d).*")
MONTH: Final = rb"(?:0?[1-9]|1[0-2])"
NO_MONTH: Final = rb"(?:1[3-9]|2\d|3[01])"
OTHERWISE: Final = {
    is_day_first: (re.compile(rb"[\\/-]/?%b[\\/-]/?\d\d" % second), re.compile(rb"(?:\A|[^\d/-])%b\Z" % first))
    for is_day_first, first, second in ((True, MONTH, NO_MONTH), (False, NO_MONTH, MONTH))
}
"""Dates, as they may be written in any log, that contradict days (or months) standing first: what follows the first
of their numbers, which is found the soonest, and what stands before that."""
LONGEST: Final = 16
"""Bytes of such a date, and of what must not stand before it."""
BEFORE: Final = 3


class Stream(NamedTuple):
    """A stream to be read once more; its records and its bytes are none where it cannot be.

    Attributes:
        name: For people.
        records: Its records, from its beginning.
        blocks: Its bytes, from its beginning.
        is_read: Whether there are no other records than those that were looked at.
    """

    name: str
    records: Callable[[], Items]
    blocks: Callable[[], Blocks]
    is_read: bool = False


def day_first_by(values: Iterable[object]) -> tuple[bool | None, bool]:
    """What the values of one column say about `a/b/year`.

    Returns:
        Whether the day comes first (None: no value tells, or they tell both), and whether any value needs to be told.
    """
    told: set[bool] = set()
    needed = False
    for value in values:
        found = AMBIGUOUS.fullmatch(value) if isinstance(value, str) else None
        if not found:
            continue
        first, second = int(found[1]), int(found[3])
        if first > MONTHS or second > MONTHS:
            told.add(first > MONTHS)
        else:
            needed = needed or first != second
    return (told.pop(), True) if len(told) == 1 else (None, needed)


def find_day_first(plan: Plan, sample: Sequence[dict[str, Any]], stream: Stream) -> None:
    """Find out what `03/04/2026` means from the values of the whole stream; or do without such values.

    Where the stream can't be read twice, those that were looked at decide: one that contradicts them is no time.

    Raises:
        UsageError: Its dates can be read in two ways, and its values tell neither, or both.
    """
    if not plan.at or not plan.at[0].path:
        return
    find = finder(plan.at[0].path)
    values = [find(record)[0] for record in sample]
    told, needed = day_first_by(values)
    if told is None and needed:
        plain = tuple(source for source in plan.at[1:] if _is_plain(source, sample))
        if plain:
            plan.at = (*plain, *(source for source in plan.at if source not in plain))
            return
    if not stream.is_read and any(isinstance(value, str) and AMBIGUOUS.fullmatch(value) for value in values):
        told, needed = _told_by_all(told, needed, _values(plan.at[0], stream), stream)
    if told is None and needed:
        raise _in_two_ways((*values, *_values(plan.at[0], stream)), stream.name)
    plan.clock = replace(plan.clock, day_first=told, is_order_found=told is not None)


def _told_by_all(told: bool | None, needed: bool, values: Iterable[object], stream: Stream) -> tuple[bool | None, bool]:
    """What all values tell; those of a sample that tells are read anew only if anything contradicts them."""
    if told is not None and not _holds(stream.blocks(), OTHERWISE[told]):
        return told, needed
    all_told, all_needed = day_first_by(values)
    return all_told, all_needed or (told is None and needed)


def _values(source: Source, stream: Stream) -> Iterator[object]:
    find = finder(source.path)
    return (find(item.value)[0] for item in stream.records() if isinstance(item, Raw))


def _holds(blocks: Blocks, contradicting: tuple[re.Pattern[bytes], re.Pattern[bytes]]) -> bool:
    rest, first = contradicting
    end = b""
    for block in blocks:
        data = end + (block or b"")
        for found in rest.finditer(data):
            if first.search(data, max(found.start() - BEFORE, 0), found.start()):
                return True
        end = data[-LONGEST:]
    return False


def _in_two_ways(values: Iterable[object], name: str) -> UsageError:
    example = next((value for value in values if day_first_by([value]) == (None, True)), "")
    return UsageError(
        f"dates such as '{shown(str(example), 40)}' can be read in two ways",
        where=name,
        hint="say --day-first (3/4 is 3 April) or --month-first (3/4 is March 4)",
    )


def _is_plain(source: Source, sample: Sequence[dict[str, Any]]) -> bool:
    """Whether every record of the sample has a time there that can be read in one way only."""
    find = finder(source.path)
    return all(parse(find(record)[0]) is not None for record in sample)
