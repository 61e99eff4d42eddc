"""What counts as worth a look: the table `[findings]` of the configuration.

```toml
[findings]
hours = "08:00-18:00"                            # when people work; with `zone`, else no hour is an odd one
days = ["mon-fri"]                               # on which days
zone = "Europe/Berlin"                           # an IANA name, UTC or local
failed_logins = { count = 5, within = "10m" }    # so many of one account, or from one address
deletions = { count = 20, within = "5m" }        # so many by one actor
exports = { count = 3, within = "60m" }          # so many by one actor
new_address = "30d"                              # an address that an actor has not used for so long is a new one
dormant = "30d"                                  # an account that was silent for so long was asleep
silence = { times = 2, least = "1h" }            # so many times the usual silence, and no shorter than that
learn = "56d"                                    # how far back habits are learned from
leave_out = ["contact-change"]                   # rules that nobody needs here
ignore = "user:backup-robot"                     # events that no rule looks at
```
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from auditui.core.errors import UsageError
from auditui.core.times import DAY_US, is_relative, relative_us, zone

MINUTE_US: Final = 60_000_000
HOUR_US: Final = 60 * MINUTE_US
DAY_NAMES: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_OF_DAY: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Threshold:
    """At least `count` events, from the first to the last no more than `within_us`."""

    count: int
    within_us: int


@dataclass(frozen=True, slots=True)
class Silence:
    """At least `times` the usual silence, and at least `least_us`."""

    times: float = 2.0
    least_us: int = HOUR_US


@dataclass(frozen=True, slots=True)
class Watching:
    """Thresholds of all rules; durations in microseconds."""

    hours: tuple[int, int] | None = None
    """First minute of work after midnight, and the one behind the last; over midnight when it is not larger."""
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    """Days of work, Monday is 0."""
    zone: str = ""
    failed_logins: Threshold = Threshold(5, 10 * MINUTE_US)
    deletions: Threshold = Threshold(20, 5 * MINUTE_US)
    exports: Threshold = Threshold(3, 60 * MINUTE_US)
    new_address: int = 30 * DAY_US
    dormant: int = 30 * DAY_US
    silence: Silence = Silence()
    learn: int = 56 * DAY_US
    leave_out: tuple[str, ...] = ()
    """Names of rules; which there are `auditui.insight` knows."""
    ignore: str = ""
    """Query text."""

    @property
    def knows_hours(self) -> bool:
        """Whether anybody said when people work, and by which clock."""
        return self.hours is not None and bool(self.zone)


def changed(watching: Watching, table: Mapping[str, object]) -> Watching:
    """What was decided before, with the keys of one table `[findings]` decided anew.

    Raises:
        UsageError: A value cannot be used; the problem begins with the key. Keys are known to exist.
    """
    return replace(watching, **{key: _READERS[key](key, value) for key, value in table.items()})


def _wrong(key: str, value: object, wanted: str) -> UsageError:
    return UsageError(f"{key} is {value!r}", hint=f"it takes {wanted}")


_CLOCKS: Final = re.compile(r"([0-9]{1,2}):([0-9]{2}) ?[-–] ?([0-9]{1,2}):([0-9]{2})")


def _hours(key: str, value: object) -> tuple[int, int]:
    found = _CLOCKS.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise _wrong(key, value, 'two times of the day, such as "08:00-18:00"')
    start, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if max(int(found[2]), int(found[4])) > 59 or start >= MINUTES_OF_DAY or not 0 < end <= MINUTES_OF_DAY:  # noqa: PLR2004 - minutes of an hour
        raise _wrong(key, value, "times from 00:00 to 24:00")
    if start == end:
        raise _wrong(key, value, "two different times")
    return start, end


def _days(key: str, value: object) -> tuple[int, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not parts:
        raise _wrong(key, value, 'days, such as ["mon-fri", "sun"]')
    return tuple(sorted({day for part in parts for day in _days_of(key, part)}))


def _days_of(key: str, part: object) -> list[int]:
    names = [name.strip().lower()[:3] for name in part.split("-")] if isinstance(part, str) else []
    if len(names) not in {1, 2} or not all(name in DAY_NAMES for name in names):
        raise _wrong(key, part, f"days, such as mon-fri, of {', '.join(DAY_NAMES)}")
    first, last = DAY_NAMES.index(names[0]), DAY_NAMES.index(names[-1])
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _zone(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(key, value, 'a name, such as "Europe/Berlin"')
    if value:
        zone(value)
    return value


def _duration(key: str, value: object) -> int:
    length = relative_us(value) if isinstance(value, str) and is_relative(value) else 0
    if length <= 0:
        raise _wrong(key, value, 'a time, such as "10m", "1h30m" or "30d"')
    return length


def _number(key: str, value: object, least: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value < 1e9:  # noqa: PLR2004 - so no NaN either
        raise _wrong(key, value, f"a number from {least} on")
    return value


def _table(key: str, value: object, names: tuple[str, str]) -> dict[str, Any]:
    if not isinstance(value, dict) or not value.keys() <= set(names):
        raise _wrong(key, value, f"a table of {' and '.join(names)}")
    return value


def _threshold(key: str, value: object) -> Threshold:
    table = _table(key, value, ("count", "within"))
    if table.keys() != {"count", "within"}:
        raise _wrong(key, value, 'both, such as { count = 5, within = "10m" }')
    return Threshold(int(_number(f"{key}.count", table["count"], 1)), _duration(f"{key}.within", table["within"]))


def _silence(key: str, value: object) -> Silence:
    table = _table(key, value, ("times", "least"))
    default = Silence()
    return Silence(
        float(_number(f"{key}.times", table.get("times", default.times), 1)),
        _duration(f"{key}.least", table["least"]) if "least" in table else default.least_us,
    )


def _names(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _wrong(key, value, 'a list of rules, such as ["contact-change"]')
    return tuple(value)


def _query(key: str, value: object) -> str:
    from auditui.core.language import parse

    if not isinstance(value, str):
        raise _wrong(key, value, 'a query, such as "user:backup"')
    try:
        parse(value)
    except UsageError as error:
        raise UsageError(f"{key}: {error.problem}", hint=error.hint) from error
    return value


_READERS: Final[dict[str, Callable[[str, object], Any]]] = {
    "hours": _hours, "days": _days, "zone": _zone, "failed_logins": _threshold, "deletions": _threshold,
    "exports": _threshold, "new_address": _duration, "dormant": _duration, "silence": _silence, "learn": _duration,
    "leave_out": _names, "ignore": _query,
}  # fmt: skip
KEYS: Final = tuple(each.name for each in fields(Watching))
"""Keys of the table."""
