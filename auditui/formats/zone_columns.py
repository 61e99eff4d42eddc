"""A column that says in which zone the time beside it is: `TimeZone`, `tz`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from auditui.formats.columns import Column
from auditui.formats.paths import Path
from auditui.formats.plan import Source
from auditui.formats.zones import OF_A_LIST, WITHOUT_ZONE, zone_of

NAME: Final = re.compile(
    r"(?:.*/)?(?:(?:event|local|server|source|device) )?(?:time ?zone|tz|utc offset)(?: name| id| offset)?"
)
A_ZONE: Final = re.compile(r"(?:UTC|GMT)?[+-]\d\d(?::?\d\d)|(?:UTC|GMT)[+-]\d\d?|[A-Za-z].*")
"""Numbers alone may be minutes or seconds, and either way round."""


def zoned(sources: tuple[Source, ...], columns: Sequence[Column]) -> tuple[Source, ...]:
    """The sources of the time, each with the column of zones that stands beside it, if there is one."""
    zones = [column for column in columns if NAME.fullmatch(column.words) and _are_zones(column)]
    if not zones:
        return sources
    looks = {column.path: column.look for column in columns}
    return tuple(
        replace(source, behind=_beside(source, zones))
        if source.template or looks[source.path].share(WITHOUT_ZONE.fullmatch) > 0
        else source
        for source in sources
    )


def _beside(source: Source, zones: Sequence[Column]) -> Path:
    parent = source.path[:-1]
    return next((zone.path for zone in zones if zone.path[:-1] == parent), ())


def _are_zones(column: Column) -> bool:
    return column.look.share(_is_zone) > 0.5  # noqa: PLR2004  of most; a row with another is no event


@lru_cache(maxsize=1024)
def _is_zone(text: str) -> bool:
    if OF_A_LIST.fullmatch(text):
        return True
    try:
        return A_ZONE.fullmatch(text) is not None and zone_of(text) is not None
    except ValueError:
        return False
