"""Time zones: by name, and what their clocks show around the days when they are put forward or back."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from auditui.core.errors import UsageError
from auditui.core.nearest import nearest

EPOCH: Final = datetime(1970, 1, 1)  # a wall clock reading, on purpose without a zone
MICROSECOND: Final = timedelta(microseconds=1)

MIN_US: Final = (datetime.min - EPOCH) // MICROSECOND
"""The first moment that has a date: the start of year 1."""
MAX_US: Final = (datetime.max - EPOCH) // MICROSECOND
"""The last one: the end of year 9999."""

_MARGIN_US: Final = timedelta(days=2) // MICROSECOND
"""Closer to the ends of time than this, a zone's clock would show a year that has no date."""

ZoneLike: TypeAlias = "str | tzinfo"


def zone(name: ZoneLike) -> tzinfo:
    """The zone with this IANA name, or `UTC`, or `local`. Raises `UsageError` with the nearest name."""
    return name if isinstance(name, tzinfo) else _zone(name)


def zone_name(name: str) -> str:
    """The name that a zone has on every machine: for `local` that of the place, where it is known."""
    return str(getattr(zone(name), "key", "UTC" if zone(name) is UTC else name))


@lru_cache(maxsize=64)
def _zone(name: str) -> tzinfo:
    if name.upper() in {"UTC", "Z"}:
        return UTC
    if name.lower() == "local":
        return _local_zone()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    known = {known.casefold(): known for known in available_timezones()}
    if exact := known.get(name.casefold()):
        return ZoneInfo(exact)
    raise UsageError(f"there is no time zone {name!r}", hint=_zone_hint(name, known))


def _zone_hint(name: str, known: dict[str, str]) -> str:
    wanted = name.casefold().replace(" ", "_")
    cities = {key.rpartition("/")[2]: key for key in sorted(known, reverse=True)}
    near = nearest(wanted, [*known, *cities])
    if not near:
        return "use a name such as Europe/Berlin, or UTC, or local"
    return f"did you mean {known.get(near) or known[cities[near]]}?"


def _local_zone() -> tzinfo:
    """This machine's zone with its daylight saving rules; its present offset where the rules are not to be found."""
    for read in (_zone_of_variable, _zone_of_link, _zone_of_file):
        if found := read():
            return found
    return datetime.now().astimezone().tzinfo or UTC


def _zone_of_variable() -> tzinfo | None:
    name = os.environ.get("TZ", "").lstrip(":")
    return _known_zone(name) if name else None


def _zone_of_link() -> tzinfo | None:
    target = os.path.realpath("/etc/localtime")
    return _known_zone(target.partition("zoneinfo/")[2])


def _zone_of_file() -> tzinfo | None:
    try:
        with Path("/etc/localtime").open("rb") as file:
            return ZoneInfo.from_file(file)
    except (OSError, ValueError):
        return None


def _known_zone(name: str) -> tzinfo | None:
    if name in {"UTC", "Etc/UTC"}:
        return UTC
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _wall_us(wall: datetime) -> int:
    return (wall - EPOCH) // MICROSECOND


def _offset_us(wall: datetime, where: tzinfo) -> int:
    offset = where.utcoffset(wall.replace(tzinfo=where))
    return (offset or timedelta()) // MICROSECOND


def offset_at(at_us: int, where: tzinfo) -> int:
    """The offset in force at a moment, in microseconds east of UTC."""
    inside = min(max(at_us, MIN_US + _MARGIN_US), MAX_US - _MARGIN_US)
    moment = (EPOCH + timedelta(microseconds=inside)).replace(tzinfo=UTC)
    return (moment.astimezone(where).utcoffset() or timedelta()) // MICROSECOND


def first_moment(wall: datetime, where: tzinfo) -> int:
    """The first moment at which a clock in the zone shows `wall` (naive), or has been put past it."""
    return _moment(wall, where, later=False)


def last_moment(wall: datetime, where: tzinfo) -> int:
    """The last moment at which a clock in the zone shows `wall` (naive), or the one before it was put past it."""
    return _moment(wall, where, later=True)


def stretches(first: datetime, last: datetime, where: tzinfo) -> tuple[tuple[int, int], ...]:
    """The moments at which a clock in the zone shows `first` to `last` (naive, both included).

    Each stretch is its first moment and the one behind its last. There are two of them where the clock was put
    back and shows the same again, with something else in between.
    """
    start, end = first_moment(first, where), last_moment(last, where) + 1
    for wall in (first, last):
        early, late = (_offset_us(wall.replace(fold=fold), where) for fold in (0, 1))
        if early > late:
            turn = _turn(_wall_us(wall) - early, _wall_us(wall) - late, where)
            pause = min(_wall_us(last) + 1 - early, turn), max(_wall_us(first) - late, turn)
            return ((start, pause[0]), (pause[1], end)) if start < pause[0] < pause[1] < end else ((start, end),)
    return ((start, end),)


def _moment(wall: datetime, where: tzinfo, *, later: bool) -> int:
    early, late = (_offset_us(wall.replace(fold=fold), where) for fold in (0, 1))
    if late > early:
        turn = _turn(_wall_us(wall) - late, _wall_us(wall) - early, where)
        return clamped(turn - 1 if later else turn)
    return clamped(_wall_us(wall) - (late if later else early))


def _turn(before_us: int, after_us: int, where: tzinfo) -> int:
    """The first moment of the new offset, somewhere in `(before_us, after_us]`."""
    new = offset_at(after_us, where)
    while after_us - before_us > 1:
        middle = (before_us + after_us) // 2
        if offset_at(middle, where) == new:
            after_us = middle
        else:
            before_us = middle
    return after_us


def clamped(at_us: int) -> int:
    """The nearest moment that has a date."""
    return min(max(at_us, MIN_US), MAX_US)
