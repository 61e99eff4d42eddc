"""Zones as logs write them: offsets, abbreviations, names of the IANA's table, and names spelled out."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

ZONE_HOURS: Final[dict[str, float]] = {
    "Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "IST": 5.5, "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "AWST": 8, "ACST": 9.5,
    "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7,
    "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "ART": -3, "SAST": 2,
}  # fmt: skip
"""Zone names that logs put behind a time, as hours east of UTC. Where a name has several meanings, the usual one."""

PLACES: Final = {
    name: place
    for place, names in {
        "UTC": "coordinated universal;greenwich mean;utc",
        "America/Los_Angeles": "pacific;north american pacific", "America/Denver": "mountain;north american mountain",
        "America/Phoenix": "us mountain;arizona", "America/Chicago": "central;north american central",
        "America/New_York": "eastern;north american eastern", "America/Indianapolis": "us eastern;indiana",
        "America/Halifax": "atlantic", "America/St_Johns": "newfoundland", "America/Anchorage": "alaskan;alaska",
        "Pacific/Honolulu": "hawaiian;hawaii;hawaii-aleutian", "America/Regina": "canada central;saskatchewan",
        "America/Sao_Paulo": "e. south america;brasilia", "America/Bogota": "sa pacific;colombia",
        "America/Argentina/Buenos_Aires": "argentina", "America/Santiago": "pacific sa;chile",
        "America/Caracas": "venezuela", "America/Mexico_City": "mexican",
        "Europe/London": "gmt;british", "Europe/Dublin": "irish", "Europe/Lisbon": "western european",
        "Europe/Berlin": "w. europe;central european;mitteleuropäische", "Europe/Paris": "romance;d’europe centrale",
        "Europe/Budapest": "central europe", "Europe/Bucharest": "gtb;eastern european;osteuropäische",
        "Europe/Kyiv": "fle", "Europe/Moscow": "russian;moscow", "Europe/Istanbul": "turkey",
        "Asia/Jerusalem": "israel;jerusalem", "Asia/Riyadh": "arab", "Asia/Dubai": "arabian;gulf",
        "Asia/Tehran": "iran", "Asia/Karachi": "pakistan", "Asia/Kolkata": "india", "Asia/Dhaka": "bangladesh",
        "Asia/Bangkok": "se asia;indochina", "Asia/Shanghai": "china", "Asia/Hong_Kong": "hong kong",
        "Asia/Singapore": "singapore;malay peninsula", "Asia/Manila": "philippine", "Asia/Taipei": "taipei",
        "Asia/Tokyo": "tokyo;japan", "Asia/Seoul": "korea;korean", "Australia/Perth": "w. australia;australian western",
        "Australia/Darwin": "aus central;australian central", "Australia/Adelaide": "cen. australia",
        "Australia/Brisbane": "e. australia", "Australia/Sydney": "aus eastern;australian eastern",
        "Pacific/Auckland": "new zealand", "Africa/Johannesburg": "south africa", "Africa/Cairo": "egypt",
        "Africa/Lagos": "w. central africa;west africa", "Africa/Nairobi": "e. africa;east africa",
    }.items()
    for name in names.split(";")
}  # fmt: skip
"""Places by what their clocks are called by Windows and in Unicode's table, in English, before `Standard Time`."""

SPELLED: Final = (
    r"[A-Z][A-Za-zäöü.’-]*(?: [A-Za-zä.’-]+){0,3} (?:[Tt]ime|Zeit|Normalzeit|Sommerzeit)(?: \([A-Za-z &]+\))?"
)
"""`Pacific Daylight Time`, `Eastern Time (US & Canada)`, `Mitteleuropäische Sommerzeit`."""
_SPELLED: Final = re.compile(
    r"(?P<name>.+?) (?:(?P<summer>daylight|summer|sommerzeit)|standard|normalzeit|zeit)?(?: ?time)?"
    r"(?: \(us & canada\))?"
)
WITHOUT_ZONE: Final = re.compile(
    r".*\d\d?[:.]\d\d(?:[:.]\d\d(?:[.,]\d+)?)?(?:\s?[AaPp]\.?\s?[Mm]\.?)?\s*|\d{8}[ T]?\d{6}"
)
"""A written time that says no zone itself."""
OF_A_LIST: Final = re.compile(r"\((?:UTC|GMT)(?P<offset>[+-]\d\d:\d\d)?\) (?P<name>\S.*)")
OFFSET: Final = re.compile(r"(?:UTC|GMT)?\s?([+-])(\d\d?)(?::?\s?(\d\d))?")


def zone_named(name: str) -> tzinfo:
    """A zone by offset, abbreviation, IANA name, or `local`. Raises ValueError for an unknown one."""
    if name == "local":
        zone = datetime.now().astimezone().tzinfo
        assert zone is not None  # astimezone() gives one
        return zone
    try:
        if "/" not in name and " " not in name and name.upper() not in ZONE_HOURS and name[:1].isalpha():
            return ZoneInfo(name)
        return zone_of(name)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError(f"no zone is called '{name}'") from error


def zone_of(name: str) -> tzinfo:
    """A zone by offset, abbreviation, IANA name, or spelled out. Raises ValueError for an unknown one."""
    hours = ZONE_HOURS.get(name.upper())
    if hours is not None:
        return timezone(timedelta(hours=hours))
    if "/" in name:
        try:
            return ZoneInfo(name)
        except (KeyError, OSError) as error:
            raise ValueError(name) from error
    digits = OFFSET.fullmatch(name)
    if not digits:
        return _spelled(name)
    offset = timedelta(hours=int(digits[2]), minutes=int(digits[3] or 0))
    return timezone(-offset if digits[1] == "-" else offset)


def _spelled(name: str) -> tzinfo:
    """The zone of `Pacific Standard Time`, the name of its place all year; or of a summer, an hour east of winter."""
    found = _SPELLED.fullmatch(name.lower())
    place = PLACES.get(found["name"]) if found else None
    if found is None or place is None:
        raise ValueError(name)
    zone = ZoneInfo(place)
    if not found["summer"]:
        return zone
    winter = min(datetime(2026, month, 1, tzinfo=zone).utcoffset() or timedelta() for month in (1, 7))
    return timezone(winter + timedelta(hours=1))


def with_zone(time: object, zone: str | None) -> object:
    """A time and the zone that stands beside it as one; the time alone where it says its zone, or nothing else does."""
    if not zone or not isinstance(time, str) or not WITHOUT_ZONE.fullmatch(time):
        return time
    return f"{time.rstrip()} {_plain(zone.strip())}"


def _plain(zone: str) -> str:
    """Of `(UTC-08:00) Pacific Time (US & Canada)`, as in lists of zones, the name if it is known, else the offset."""
    found = OF_A_LIST.fullmatch(zone)
    if found is None:
        return zone
    try:
        zone_of(found["name"])
    except ValueError:
        return found["offset"] or "UTC"
    return found["name"]
