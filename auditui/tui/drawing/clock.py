"""How moments and durations are written on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias

from auditui.core.times import zone

TimeMode: TypeAlias = Literal["iso", "dmy", "relative"]

TIME_CELLS = 19
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = 1_000_000
_MINUTE = 60 * _SECOND
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_AGO_LIMIT = 7 * _DAY


@dataclass(frozen=True, slots=True)
class TimeStyle:
    """How moments are shown. `now_us` (microseconds since 1970 UTC) is what relative times mean; it stands still."""

    zone: str = "UTC"
    """IANA name, `UTC` or `local`."""
    mode: TimeMode = "iso"
    now_us: int = 0


UTC_ISO = TimeStyle()


def _moment(at_us: int, name: str) -> datetime | None:
    """A moment in a zone, or None where the calendar does not reach."""
    try:
        return (_EPOCH + timedelta(microseconds=at_us)).astimezone(zone(name))
    except (OverflowError, ValueError, OSError):
        return None


def time_text(at_us: int, style: TimeStyle) -> str:
    """A moment for a cell: to the second, at most `TIME_CELLS` wide for the years that people mean."""
    moment = _moment(at_us, style.zone)
    if moment is None:
        return f"{at_us} µs"
    if style.mode == "relative" and abs(style.now_us - at_us) < _AGO_LIMIT:
        return f"{moment:%H:%M:%S} {ago(at_us, style.now_us)}"
    if style.mode == "dmy":
        return f"{moment:%d-%m-}{moment.year:04d}{moment: %H:%M:%S}"
    return moment.isoformat(" ", "seconds")[:TIME_CELLS]


def exact_time(at_us: int, style: TimeStyle) -> str:
    """A moment in full: to the microsecond where it has any, with its offset and the name of the zone."""
    moment = _moment(at_us, style.zone)
    if moment is None:
        return f"{at_us} µs since 1970 UTC"
    offset = f"{moment:%z}"
    where = "UTC" if moment.tzinfo is UTC else f"{offset[:3]}:{offset[3:5]} {style.zone}"
    date = f"{moment:%d-%m-}{moment.year:04d}" if style.mode == "dmy" else moment.date().isoformat()
    return f"{date} {moment.time().isoformat()} {where}"


def day_text(at_us: int, style: TimeStyle) -> str:
    """The day of a moment as a query writes it (`2026-11-20`); empty where the calendar does not reach."""
    moment = _moment(at_us, style.zone)
    return "" if moment is None else moment.date().isoformat()


def zone_label(name: str) -> str:
    """The zone as the head of the time column says it: `UTC`, `local`, `Berlin`."""
    return name.rpartition("/")[2].replace("_", " ") or "UTC"


def ago(at_us: int, now_us: int) -> str:
    """How far a moment lies from now, in one unit: `12 s ago`, `in 3 h`."""
    away = abs(now_us - at_us)
    for unit, size in (("d", _DAY), ("h", _HOUR), ("min", _MINUTE)):
        if away >= size:
            count = f"{away // size} {unit}"
            break
    else:
        count = f"{away // _SECOND} s"
    return f"{count} ago" if at_us <= now_us else f"in {count}"
