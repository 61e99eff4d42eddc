"""Which objects hold a time: those are events, or may be."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from auditui.formats import timestamps

TIME_NAME: Final = re.compile(
    r"time|date|created|creation|clock|occurr|recorded|published|happened|when|stamp|_at$|[a-z]At$"
    r"|^(ts|ts_[mun]s|at|t|epoch|eventTime)$",
    re.IGNORECASE,
)
DAY_FIRST: Final = timestamps.Clock(day_first=True)


@lru_cache(maxsize=4096)
def _names_time(key: str) -> bool:
    return TIME_NAME.search(key) is not None


def has_time(record: dict[str, Any], depth: int = 1) -> bool:
    """Whether a record holds, at its top or one level below, a time under a name of a time."""
    for key, value in record.items():
        if _names_time(key) and timestamps.parse(value, DAY_FIRST):
            return True
        if depth and isinstance(value, dict) and has_time(value, depth - 1):
            return True
    return False


def is_timed(record: dict[str, Any]) -> bool:
    """Whether an object may be a record by itself: there is a time not too deep in it."""
    return has_time(record, 2)
