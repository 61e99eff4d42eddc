"""Moments: as people write them, as screens show them, and as files keep them.

A moment is an int: microseconds since 1970 UTC. What a text without a zone means is decided by the
zone of the view. A day begins with the first moment whose clock shows it, also where the clock was
put forward at midnight. A time of day that the clock shows twice is both moments: each by itself in
`parse_stretches`, and with all between them in `parse_span`, for the ends of periods.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

from auditui.core import zones
from auditui.core.errors import UsageError
from auditui.core.nearest import did_you_mean
from auditui.core.zones import (
    EPOCH,
    MAX_US,
    MICROSECOND,
    MIN_US,
    ZoneLike,
    clamped,
    first_moment,
    last_moment,
    offset_at,
    stretches,
    zone,
)

__all__ = [
    "DAY_US", "EXAMPLES", "MAX_US", "MIN_US", "SECOND_US", "SPAN_NAMES", "ZoneLike", "clamped", "format_us",
    "is_relative", "names_zone", "now_us", "parse_span", "parse_stretches", "relative", "relative_us", "rfc3339",
    "zone",
]  # fmt: skip

SECOND_US: Final = 1_000_000
DAY_US: Final = 86_400 * SECOND_US
SPAN_NAMES: Final = ("today", "yesterday", "this-week", "last-week", "this-month", "last-month")
RELATIVE_UNITS_US: Final = {"w": 7 * DAY_US, "d": DAY_US, "h": 3_600 * SECOND_US, "m": 60 * SECOND_US, "s": SECOND_US}
MAX_RELATIVE_US: Final = 1_000 * 365 * DAY_US
EXAMPLES: Final = "2026-07-01, 2026-07-01T10:20, yesterday, last-week, 7d or 2h"

_RELATIVE: Final = re.compile(r"(?:[0-9]{1,9}[wdhms])+")
_WRITTEN: Final = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:[Tt ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,9}))?)?"
    r" ?(?P<zone>[Zz]|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])?)?)?)?"
)


def now_us() -> int:
    """The clock."""
    return (datetime.now(UTC).replace(tzinfo=None) - EPOCH) // MICROSECOND


# ---------------------------------------------------------------------------------------- reading


def parse_span(text: str, now_us: int, zone: ZoneLike) -> tuple[int, int]:
    """What a date, a time, a named span or `7d` means.

    Args:
        text: `2026`, `2026-07`, `2026-07-01`, `2026-07-01T10:20`, `...:30`, `...:30.5`, with a blank
            for the T, with or without a zone (`Z`, `+02:00`); one of `SPAN_NAMES`; or how long before
            now (`7d`, `2h`, `1w`, `1h30m`; a day is 24 hours).
        now_us: What relative times are relative to.
        zone: Where days begin, for texts that name no zone.

    Returns:
        First moment and the one behind the last: the whole unit that was written. How long before now
        is a moment: one microsecond.

    Raises:
        UsageError: It is none of these, there is no such day, or it is out of the years 1 to 9999.
    """
    where = zones.zone(zone)
    lower = text.lower()
    if lower in _SPANS:
        return _named(lower, now_us, where)
    if _RELATIVE.fullmatch(lower):
        start = now_us - relative_us(lower)
        if start < MIN_US:
            raise UsageError(f"{text} is before the year 1", hint="write a date, such as since:2026-07-01")
        return start, start + 1
    if found := _WRITTEN.fullmatch(text):
        return _written(text, found, where)
    raise UsageError(f"{text!r} is no date or time", hint=_time_hint(lower))


def parse_stretches(text: str, now_us: int, zone: ZoneLike) -> tuple[tuple[int, int], ...]:
    """As `parse_span`, without what lies between where a time of day is one that the clock shows twice.

    Days and what is longer are one stretch each.
    """
    found = _WRITTEN.fullmatch(text)
    if found is None or found["zone"] or not found["hour"]:
        return (parse_span(text, now_us, zone),)
    return stretches(*_walls(text, found), zones.zone(zone))


def _time_hint(lower: str) -> str:
    return did_you_mean(lower.replace(" ", "-").replace("_", "-"), SPAN_NAMES, f"write it like {EXAMPLES}")


def names_zone(text: str) -> bool:
    """Whether a time says its own zone (`Z`, `+02:00`), and so means the same everywhere."""
    found = _WRITTEN.fullmatch(text)
    return bool(found and found["zone"])


def is_relative(text: str) -> bool:
    """Whether a text says how long before now (`7d`)."""
    return bool(_RELATIVE.fullmatch(text.lower()))


def relative_us(text: str) -> int:
    """Microseconds in a text like `7d` or `1h30m`. Raises `UsageError` beyond a thousand years."""
    parts = re.findall(r"([0-9]+)([wdhms])", text.lower())
    total = sum(int(number) * RELATIVE_UNITS_US[unit] for number, unit in parts)
    if total > MAX_RELATIVE_US:
        raise UsageError(f"{text} is more than a thousand years", hint="write a date, such as since:2026-07-01")
    return total


def _today(now_us: int, where: tzinfo) -> date:
    return (EPOCH + timedelta(microseconds=now_us + offset_at(now_us, where))).date()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month(day: date, step: int = 0) -> date:
    years, month = divmod(day.month - 1 + step, 12)
    return date(day.year + years, month + 1, 1)


_ONE_DAY: Final = timedelta(days=1)
_ONE_WEEK: Final = timedelta(weeks=1)
_SPANS: Final[dict[str, Callable[[date], tuple[date, date]]]] = {
    "today": lambda day: (day, day),
    "yesterday": lambda day: (day - _ONE_DAY, day - _ONE_DAY),
    "this-week": lambda day: (_monday(day), _monday(day) + _ONE_WEEK - _ONE_DAY),
    "last-week": lambda day: (_monday(day) - _ONE_WEEK, _monday(day) - _ONE_DAY),
    "this-month": lambda day: (_month(day), _month(day, 1) - _ONE_DAY),
    "last-month": lambda day: (_month(day, -1), _month(day) - _ONE_DAY),
}
"""First and last day of each named span, given today. Weeks start on Monday."""


def _named(name: str, now_us: int, where: tzinfo) -> tuple[int, int]:
    try:
        first, last = _SPANS[name](_today(now_us, where))
    except (ValueError, OverflowError):
        raise UsageError(f"{name} is out of the years 1 to 9999") from None
    start = datetime(first.year, first.month, first.day)
    end = datetime(last.year, last.month, last.day, 23, 59, 59, 999_999)
    return first_moment(start, where), last_moment(end, where) + 1


def _written(text: str, found: re.Match[str], where: tzinfo) -> tuple[int, int]:
    if found["zone"]:
        where = _fixed_zone(found["zone"])
    start, end = _walls(text, found)
    return first_moment(start, where), last_moment(end, where) + 1


def _walls(text: str, found: re.Match[str]) -> tuple[datetime, datetime]:
    """What a clock shows in the first and the last microsecond of the unit that was written."""
    year, month, day, hour, minute, second = parts = [int(found[name] or low) for name, low, _ in _PARTS]
    fraction = (found["fraction"] or "")[:6]
    try:
        start = datetime(year, month, day, hour, minute, second, int(fraction.ljust(6, "0")))
    except ValueError:
        raise UsageError(f"{text} does not exist: {_what_is_wrong(parts)}", hint=f"write it like {EXAMPLES}") from None
    return start, _last_of_unit(start, found, fraction)


_PARTS: Final = (
    ("year", 1, 9999),
    ("month", 1, 12),
    ("day", 1, 31),
    ("hour", 0, 23),
    ("minute", 0, 59),
    ("second", 0, 59),
)
"""The parts of a written time, with the lowest and the highest number of each."""


def _what_is_wrong(numbers: list[int]) -> str:
    for (name, low, high), number in zip(_PARTS, numbers, strict=True):
        if not low <= number <= high:
            return f"{name}s go from {low} to {high}"
    return "that month has fewer days"


def _last_of_unit(start: datetime, found: re.Match[str], fraction: str) -> datetime:
    """The last microsecond of the unit that was written, on the same clock."""
    if fraction:
        return start + timedelta(microseconds=10 ** (6 - len(fraction)) - 1)
    from calendar import monthrange

    month = start.month if found["month"] else 12
    day = start.day if found["day"] else monthrange(start.year, month)[1]
    hour, minute = (start.hour, start.minute) if found["hour"] else (23, 59)
    second = start.second if found["second"] else 59
    return datetime(start.year, month, day, hour, minute, second, 999_999)


def _fixed_zone(written: str) -> tzinfo:
    if written in "Zz":
        return UTC
    digits = written[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if written[0] == "-" else offset)


# ---------------------------------------------------------------------------------------- writing


def rfc3339(at_us: int, digits: int | None = None) -> str:
    """RFC 3339 in UTC, exact to the microsecond.

    `digits` behind the point: None for as many as it takes, none for a full second. Raises
    `UsageError` outside of `MIN_US` to `MAX_US`.
    """
    days, in_day = divmod(at_us, DAY_US)
    seconds, fraction = divmod(in_day, SECOND_US)
    written = _fraction(fraction) if digits is None else f".{fraction:06}"[: digits + 1] if digits else ""
    return f"{_day_text(days)}T{_clock_text(seconds)}{written}Z"


def _fraction(fraction: int) -> str:
    return f".{fraction:06}".rstrip("0") if fraction else ""


@lru_cache(maxsize=4096)
def _day_text(days: int) -> str:
    try:
        return date.fromordinal(days + EPOCH.toordinal()).isoformat()
    except (ValueError, OverflowError):
        raise UsageError(f"{days} days from 1970 is out of the years 1 to 9999") from None


@lru_cache(maxsize=16_384)
def _clock_text(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def format_us(at_us: int, zone: ZoneLike, *, day_first: bool = False, exact: bool = False) -> str:
    """A moment as a clock in the zone shows it: `2026-11-20 03:54:28`.

    Args:
        at_us: The moment.
        zone: Where the clock hangs.
        day_first: `20-11-2026 03:54:28`.
        exact: With the fraction of the second, and the offset: `2026-11-20 03:54:28.5 +01:00`.
    """
    offset = offset_at(clamped(at_us), zones.zone(zone))
    days, in_day = divmod(clamped(at_us + offset), DAY_US)
    seconds, fraction = divmod(in_day, SECOND_US)
    day = _day_text(days)
    if day_first:
        day = f"{day[8:]}-{day[5:7]}-{day[:4]}"
    tail = f"{_fraction(fraction)} {_offset_text(offset)}" if exact else ""
    return f"{day} {_clock_text(seconds)}{tail}"


def _offset_text(offset_us: int) -> str:
    minutes = abs(offset_us) // (60 * SECOND_US)
    return f"{'-' if offset_us < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


_STEPS: Final = (
    (365 * DAY_US, "year"),
    (30 * DAY_US, "month"),
    (7 * DAY_US, "week"),
    (DAY_US, "day"),
    (3_600 * SECOND_US, "hour"),
    (60 * SECOND_US, "minute"),
    (SECOND_US, "second"),
)


def relative(at_us: int, now_us: int) -> str:
    """How long ago, in the largest whole unit: `2 hours ago`, `in 3 days`, `just now`."""
    distance = abs(now_us - at_us)
    for size_us, unit in _STEPS:
        count = distance // size_us
        if count:
            amount = f"{count} {unit}{'s' * (count > 1)}"
            return f"{amount} ago" if at_us < now_us else f"in {amount}"
    return "just now"
