"""Times as logs write them, to microseconds since 1970 UTC."""

# ruff: noqa: E501, PLR2004  numbers of the calendar and the clock; and an expression is easier to check in one line than in pieces

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final, NamedTuple

from auditui.formats.months import LETTERS, month_named
from auditui.formats.time_beginnings import BEGINS_LIKE_A_TIME, CLOCK
from auditui.formats.zones import SPELLED, zone_of

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
LONGEST: Final = 80
"""No text longer than this is a time."""

NANOSECONDS: Final = re.compile(r"[.,]\d{6}\d*[1-9]")

LATEST_US: Final = 253_402_300_799_999_999
"""The last microsecond of the year 9999."""


class Stamp(NamedTuple):
    """A moment. `whole` is False where the text said more than `at_us` keeps (zone, nanoseconds, another time)."""

    at_us: int
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Clock:
    """How to read times that leave something open.

    Attributes:
        zone: What a time without a zone means.
        day_first: What `03/04/2026` means; None: not known, such a value is no time yet.
        is_order_found: Whether values told so, and nobody said it: one that contradicts them is no time.
        now: For stamps without a year: the latest moment they may mean.
    """

    zone: tzinfo = UTC
    day_first: bool | None = None
    is_order_found: bool = False
    now: datetime | None = None


UTC_CLOCK: Final = Clock()


def parse(value: object, clock: Clock = UTC_CLOCK) -> Stamp | None:
    """Read a time in any usual form; None where the value is no time, or its day and month cannot be told apart."""
    if value.__class__ is str:
        return _from_text(value, clock)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return from_epoch(value)
    if isinstance(value, Mapping):
        return _from_object(value, clock)
    if isinstance(value, list):
        return _from_parts(value, clock)
    return _from_text(value, clock) if isinstance(value, str) else None


TENTHS: Final = (
    (10_000_000_000_000_000, 100_000_000_000_000_000, 0),  # since 1970: 2001 to 2286; as microseconds, from 2286 on
    (119_600_000_000_000_000, 157_500_000_000_000_000, 11_644_473_600_000_000),  # Windows, since 1601: 1980 to 2100
    (624_511_296_000_000_000, 662_380_416_000_000_000, 62_135_596_800_000_000),  # .NET, since the year 1: 1980 to 2100
)
"""Counts of tenths of microseconds from one to another, and microseconds up to 1970.

As nanoseconds since 1970 those of Windows would be in 1973 and 1974, those of .NET in 1989 and 1990.
"""


def from_epoch(number: float) -> Stamp | None:
    """Seconds, milliseconds, microseconds, nanoseconds since 1970, or some `TENTHS`, told apart by size; from 1973 to 2286."""
    size = number
    if not 1e8 <= size < 1e19:
        return None
    if 19_000_101_000_000 <= size < 21_000_101_000_000:  # YYYYMMDDhhmmss, kept as a number
        return _read_as(FORMS[:1], repr(number), UTC_CLOCK)
    if size < 1e11:
        at_us = round(number * 1_000_000)
    elif size < 1e14:
        at_us = round(number * 1000)
    elif size < 1e16:
        at_us = int(number)
    else:
        return _from_fine_count(int(number))
    return Stamp(at_us)


def _from_fine_count(number: int) -> Stamp:
    """Tenths of microseconds from some moment, else nanoseconds since 1970."""
    for least, most, before_us in TENTHS:
        if least <= number < most:
            return Stamp(number // 10 - before_us, number % 10 == 0)
    return Stamp(number // 1000, number % 1000 == 0)


def _from_text(text: str, clock: Clock) -> Stamp | None:
    """The quick way for RFC 3339, then every other form in turn."""
    if len(text) > LONGEST:
        return None
    if text[4:5] == "-" and text[10:11] in ("T", " ", "t"):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            return _from_moment(moment, clock, whole=len(text) <= 27 or not NANOSECONDS.search(text))
    return _from_odd_text(text.strip().strip('"[]'), clock)


def _from_moment(moment: datetime, clock: Clock, *, whole: bool) -> Stamp | None:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=clock.zone)
    if whole and moment.utcoffset():
        whole = False
    at_us = (moment - EPOCH) // MICROSECOND
    return Stamp(at_us, whole) if at_us <= LATEST_US else None


def _from_odd_text(text: str, clock: Clock) -> Stamp | None:
    return _read_as(FORMS, text, clock) if BEGINS_LIKE_A_TIME.match(text) else None


def _read_as(forms: Iterable[Form], text: str, clock: Clock) -> Stamp | None:
    """The moment that the first form gives which fits."""
    for pattern, read in forms:
        found = pattern.fullmatch(text)
        if found:
            try:
                stamp = read(found, clock)
            except (ValueError, OverflowError):
                stamp = None
            if stamp:
                return stamp
    return None


ZONE: Final = rf"(?P<zone>Z|[A-Za-z]{{1,5}}|[A-Z][A-Za-z]+(?:/[A-Za-z\d_+-]+){{1,2}}|(?:UTC|GMT)?\s?[+-]\d\d?(?::?\s?\d\d)?|{SPELLED})?(?:\s?\((?P<beside>[\w .]+)\)|\s(?:UTC|GMT|[A-Z]{{3,4}}))?(?(zone)(?:\[[\w/+-]{{1,40}}\]?)?)"
SPELLED_OUT: Final = re.compile(SPELLED)
TIME: Final = r"(?P<hour>\d\d?)[:.]\s?(?P<minute>\d\d)(?:[:.]\s?(?P<second>\d\d)(?:[.,:](?P<fraction>\d{1,12}))?)?(?:\sUhr)?\s?(?P<half>[AaPp]\.?\s?[Mm]\.?)?"


def _zone(found: Mapping[str, str | None], clock: Clock) -> tzinfo:
    """The zone behind a time, or spelled out in brackets; else that of the clock. Raises ValueError for an unknown one."""
    name, beside = found.get("zone"), found.get("beside")
    if name:
        return zone_of(name)
    return zone_of(beside) if beside and SPELLED_OUT.fullmatch(beside) else clock.zone


def _moment(found: re.Match[str], clock: Clock, year: int, month: int, day: int) -> Stamp | None:
    """Put together the named groups of `TIME` and `ZONE` with a date."""
    parts = found.groupdict()
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    half = (parts.get("half") or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    leap = second == 60
    fraction = (parts.get("fraction") or "").ljust(6, "0")
    zone = _zone(parts, clock)
    midnight = hour == 24 and not (minute or second or fraction.strip("0"))  # the end of the day that is named
    moment = datetime(
        year, month, day, hour - 24 * midnight, minute, 59 if leap else second, int(fraction[:6]), tzinfo=zone
    )
    stamp = _from_moment(moment + timedelta(days=midnight, seconds=leap), clock, whole=not fraction[6:].strip("0"))
    foreign = bool(parts.get("zone") or parts.get("beside")) and moment.utcoffset() != timedelta(0)
    return stamp._replace(whole=stamp.whole and not leap and not foreign) if stamp else None


def _year_first(found: re.Match[str], clock: Clock) -> Stamp | None:
    return _moment(found, clock, int(found["y"]), int(found["m"]), int(found["d"]))


def _of_db2(found: re.Match[str], clock: Clock) -> Stamp | None:
    """`2026-10-05-08.12.33.123456+120`: the zone is in minutes."""
    stamp = _year_first(found, replace(clock, zone=UTC) if found["minutes"] else clock)
    if stamp is None or not found["minutes"]:
        return stamp
    return Stamp(stamp.at_us - int(found["minutes"]) * 60_000_000, whole=False)


def _day_of_year(found: re.Match[str], clock: Clock) -> Stamp | None:
    day = datetime(int(found["y"]), 1, 1, tzinfo=UTC) + timedelta(days=int(found["day"]) - 1)
    return _moment(found, clock, day.year, day.month, day.day) if day.year == int(found["y"]) else None


def _numbers_first(found: re.Match[str], clock: Clock) -> Stamp | None:
    """`a/b/year`: a day and a month in some order, told apart by size, by the separator `.`, or by the clock."""
    first, second = int(found["a"]), int(found["b"])
    day_first = True if found["sep"] == "." else clock.day_first
    if (first > 12) != (second > 12):
        told = first > 12
        if clock.is_order_found and found["sep"] != "." and told != day_first:
            return None
        day_first = told
    elif first == second:
        day_first = True
    if day_first is None:
        return None
    day, month = (first, second) if day_first else (second, first)
    year = int(found["y"])
    return _moment(found, clock, year + 2000 if year < 100 else year, month, day)


def _named_month(found: re.Match[str], clock: Clock) -> Stamp | None:
    """Dates with the month's name: `07/Dec/2016`, `Wed Oct 21 11:58:08 2020`, `Aug 11, 2024`, `21-OCT-20`."""
    month = month_named(found["mon"])
    if month is None:
        return None
    year = int(found["y"])
    return _moment(found, clock, year + 2000 if year < 100 else year, month, int(found["d"]))


def _without_year(found: re.Match[str], clock: Clock) -> Stamp | None:
    """Syslog stamps: the latest year that does not put them more than a day into the future."""
    month = month_named(found["mon"])
    now = clock.now or datetime.now(UTC)
    if month is None:
        return None
    limit = (now + timedelta(days=1) - EPOCH) // MICROSECOND
    for year in range(now.year + 1, now.year - 9, -1):  # nine years hold a 29th of February
        try:
            stamp = _moment(found, clock, year, month, int(found["d"]))
        except ValueError:
            continue
        if stamp and stamp.at_us <= limit:
            return stamp._replace(whole=False)
    return None


def _digits(found: re.Match[str], _clock: Clock) -> Stamp | None:
    """An epoch as text; whole seconds and the decimals apart, since a float would round them."""
    whole, fraction = found["whole"], found["fraction"] or ""
    if not fraction or len(whole) > 11:  # decimals of milliseconds are below our grain or close to it
        return from_epoch(float(found[0]) if fraction else int(whole))
    base = from_epoch(int(whole))
    if base is None:
        return None
    return Stamp(base.at_us + int(fraction.ljust(6, "0")[:6]), not fraction[6:].strip("0"))


def _scientific(found: re.Match[str], _clock: Clock) -> Stamp | None:
    return from_epoch(float(found[0]))


def _compact(found: re.Match[str], clock: Clock) -> Stamp | None:
    """`20211019050707.13`: read as a number it would be a date in another century."""
    return _moment(found, clock, int(found["y"]), int(found["m"]), int(found["d"]))


def _dot_net(found: re.Match[str], _clock: Clock) -> Stamp | None:
    return Stamp(int(found["ms"]) * 1000)


def _day_only(found: re.Match[str], clock: Clock) -> Stamp | None:
    return _moment(found, clock, int(found["y"]), int(found["m"]), int(found["d"]))


def _clock_first(found: re.Match[str], clock: Clock) -> Stamp | None:
    """`12:00:00 23/05/2026`, `12:00 PM, May 23, 2026`."""
    return _from_text(f"{found['date']} {found['clock']}{found['zone']}", clock)


WEEKDAY: Final = r"(?:[A-Za-zÀ-ÿ-]{2,14}\.?,?\s+)?"

Form = tuple[re.Pattern[str], Callable[[re.Match[str], Clock], Stamp | None]]

FORMS: Final[tuple[Form, ...]] = (
    (re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)[T ]?(?P<hour>[0-2]\d):?(?P<minute>[0-5]\d):?(?P<second>[0-6]\d)(?:[.,](?P<fraction>\d{1,9}))?\s?" + ZONE), _compact),
    (re.compile(r"(?P<whole>\d{9,19})(?:\.(?P<fraction>\d{1,12}))?"), _digits),
    (re.compile(rf"(?P<y>\d{{4}})[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)(?:[Tt _]|,\s?|:|\s+at\s+)\s*{TIME}\s*{ZONE}"), _year_first),
    (re.compile(rf"(?P<y>\d{{4}})-(?P<m>\d\d)-(?P<d>\d\d)-{TIME}(?P<minutes>[+-]\d{{3}})?"), _of_db2),
    (re.compile(rf"(?P<y>\d{{4}})-(?P<day>\d{{3}})[Tt ]{TIME}\s*{ZONE}"), _day_of_year),
    (re.compile(rf"(?P<a>\d\d?)(?P<sep>[-/.])(?P<b>\d\d?)(?P=sep)(?P<y>\d{{4}}|\d\d)(?:[Tt :]|,\s?|\s+(?:klo|kl\.?|um|at|om)\s)\s*{TIME}\s*{ZONE}"), _numbers_first),
    (re.compile(rf"(?P<d>\d\d?)/(?P<mon>[A-Za-z]{{3}})/(?P<y>\d{{4}})[: ]{TIME}\s*{ZONE}"), _named_month),
    (re.compile(rf"{WEEKDAY}(?P<mon>{LETTERS}{{3,12}})\.?(?:\s+|-)(?P<d>\d\d?)(?:st|nd|rd|th)?(?:,\s*|\s+|-)(?P<y>\d{{4}})(?:,|\s+at|\s+@)?\s+{TIME}\s*{ZONE}"), _named_month),
    (re.compile(rf"{WEEKDAY}(?P<d>\d\d?)(?:[- ](?:de )?|\. ?)(?P<mon>{LETTERS}{{3,12}})\.?(?:[- ]|,\s)(?:de )?(?P<y>\d{{4}}|\d\d)(?:,|:| à| às| um| at| a las| alle)?\s*{TIME}\s*{ZONE}"), _named_month),
    (re.compile(rf"(?:[A-Za-z]{{3}},?\s+)?(?P<mon>[A-Za-z]{{3}})\s+(?P<d>\d\d?)\s+{TIME}\s+(?:{ZONE}\s+)?(?P<y>\d{{4}})"), _named_month),
    (re.compile(rf"(?:[A-Za-z]{{3}},?\s+)?(?P<mon>[A-Za-z]{{3}})\s+(?P<d>\d\d?)\s+(?P<y>\d{{4}})\s+{TIME}\s*{ZONE}"), _named_month),
    (re.compile(rf"(?:[A-Za-z]{{3}},?\s+)?(?P<mon>[A-Za-z]{{3}})\s+(?P<d>\d\d?)\s+{TIME}\s*{ZONE}"), _without_year),
    (re.compile(rf"(?:[A-Za-z]{{3}},?\s+)?(?P<mon>[A-Za-z]{{3}})\s+(?P<d>\d\d?)\s+{TIME}\s+(?P<y>\d{{4}})\s+{ZONE}"), _named_month),
    (re.compile(rf"(?P<y>\d{{4}})[年년] ?(?P<m>\d\d?)[月월] ?(?P<d>\d\d?)[日일](?:\s*{TIME}\s*{ZONE})?"), _year_first),
    (re.compile(r"\\?/Date\((?P<ms>-?\d{1,15})(?:[+-]\d{4})?\)\\?/"), _dot_net),
    (re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)"), _day_only),
    (re.compile(r"(?P<a>\d\d?)(?P<sep>[-/.])(?P<b>\d\d?)(?P=sep)(?P<y>\d{4})"), _numbers_first),
    (re.compile(rf"(?P<mon>{LETTERS}{{3,12}})\.?(?:\s+|-)(?P<d>\d\d?)(?:,?\s+|-)(?P<y>\d{{4}})"), _named_month),
    (re.compile(rf"(?P<d>\d\d?)[- ](?:de )?(?P<mon>{LETTERS}{{3,12}})\.?(?:[- ]|,\s)(?:de )?(?P<y>\d{{4}})"), _named_month),
    (re.compile(rf"(?P<clock>{CLOCK}),?\s+(?P<date>\d{{4}}[-/.]\d\d?[-/.]\d\d?|(?:\d\d?[-/. ]|[A-Za-z]{{3,9}}(?:,?\s|-))[^:]{{1,20}}\d{{4}})(?P<zone>\s+[^\s\d].{{0,40}}|)"), _clock_first),
    (re.compile(r"\d\.\d{2,18}[eE]\+?(?:9|1[0-8])"), _scientific),
)  # fmt: skip
"""Every form but RFC 3339, the more usual first. A form whose numbers make no date leaves it to the next."""

PARTS: Final = range(5, 8)
"""Numbers that Java writes for a time: year, month, day, hour, minute, and seconds and nanoseconds unless they are 0."""


def are_parts(value: object) -> bool:
    """Whether something may be a time in parts."""
    return value.__class__ is list and len(value) in PARTS and all(part.__class__ is int for part in value)


def _from_parts(value: list[Any], clock: Clock) -> Stamp | None:
    """`[2026, 10, 5, 8, 12, 33, 123000000]`."""
    if not are_parts(value) or not 1970 <= value[0] <= 2100:
        return None
    year, month, day, hour, minute, second, nanos = (*value, 0, 0)[:7]
    try:
        moment = datetime(year, month, day, hour, minute, second, nanos // 1000)
    except (ValueError, OverflowError):
        return None
    return _from_moment(moment, clock, whole=nanos % 1000 == 0)


SECOND_KEYS: Final = ("epochSecond", "epoch_second", "seconds", "_seconds", "Seconds", "sec", "secs", "tv_sec")
NANO_KEYS: Final = ("nano", "nanos", "nanoseconds", "_nanoseconds", "Nanos", "nanoOfSecond", "nsec", "tv_nsec")
WRAPPED_KEYS: Final = (
    "$date",
    "$numberLong",
    "iso",
    "iso8601",
    "dateTime",
    "date_time",
    "time",
    "timestamp",
    "value",
    "date",
)
OBJECT_KEYS: Final = frozenset((*SECOND_KEYS, *WRAPPED_KEYS))
"""An object without any of them is no time."""
BESIDE_TIMES: Final = frozenset((*NANO_KEYS, "timeZone", "timezone", "timezone_type"))
"""What belongs to the time in such an object."""


def _from_object(value: Mapping[str, Any], clock: Clock) -> Stamp | None:
    """`{"epochSecond": 1, "nano": 2}`, `{"$date": ...}`, `{"dateTime": ..., "timeZone": ...}`.

    One that holds anything else says more than a time.
    """
    if OBJECT_KEYS.isdisjoint(value):
        return None
    stamp = _of_object(value, clock)
    beside = value.keys() - OBJECT_KEYS
    is_all = len(value) - len(beside) == 1 and BESIDE_TIMES.issuperset(beside)
    return stamp if stamp is None or is_all else stamp._replace(whole=False)


def _of_object(value: Mapping[str, Any], clock: Clock) -> Stamp | None:
    for key in SECOND_KEYS:
        if key in value:
            return _from_seconds(value[key], next((value[nano] for nano in NANO_KEYS if nano in value), 0))
    for key in WRAPPED_KEYS:
        if key in value:
            zone = value.get("timeZone") or value.get("timezone")
            return parse(value[key], _in_zone(clock, zone) if isinstance(zone, str) else clock)
    return None


def _in_zone(clock: Clock, name: str) -> Clock:
    try:
        return replace(clock, zone=zone_of(name))
    except ValueError:
        return clock


def _from_seconds(seconds: object, nanos: object) -> Stamp | None:
    try:
        whole, rest = int(str(seconds)), int(str(nanos))
    except ValueError:
        return None
    base = from_epoch(whole)
    return Stamp(base.at_us + rest // 1000, rest % 1000 == 0) if base else None
