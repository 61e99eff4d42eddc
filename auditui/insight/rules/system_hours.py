"""Changes by the system at hours at which it never works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import tzinfo
from typing import Final

from auditui.core.query import Query, all_of
from auditui.core.times import DAY_US, zone
from auditui.core.watching import HOUR_US
from auditui.core.zones import offset_at
from auditui.insight.actors import SYSTEM, SYSTEM_NAME
from auditui.insight.asking import FEW, Asked, parsed
from auditui.insight.finding import Finding, Note, Severity
from auditui.insight.rules.limits import newest
from auditui.insight.sentences import amount, listed
from auditui.insight.sources import Source

RULE: Final = "system-hours"
CHANGES: Final = "is:system -is:failed verb:create,update,delete,grant,archive,restore,import"
LEAST_DAYS: Final = 7
"""The system must have been active on so many days before it has habits."""
USUAL_SHARE: Final = 0.1
"""An hour is usual if the system is active in it on this share of its days, and on two at least."""
NEARBY: Final = 1
"""Hours beside a usual one are usual: jobs run late, and clocks are put forward."""
NAMED: Final = 3


def system_hours(asked: Asked) -> Iterator[Finding | Note]:
    """For each source: hours of the period in which the system changed something though it usually rests."""
    for source in asked.sources.listed:
        usual = _usual(asked, source)
        hours, notes = newest(_unusual(asked, source, usual) if usual else (), int, RULE)
        yield from notes
        for start_us in hours:
            yield from _finding(asked, source, usual, start_us)


def _usual(asked: Asked, source: Source) -> frozenset[int]:
    """Hours of the day at which the system works; empty when nothing was learned, or nothing is unusual."""
    start = asked.period.start_us - asked.watching.learn
    where = zone(asked.watching.zone or "UTC")
    days: dict[int, set[int]] = {}
    for at_us, _ in hours_of(asked, asked.query(SYSTEM, source.clause, start_us=start)):
        day, hour = _local(at_us, where)
        days.setdefault(hour, set()).add(day)
    return usual_hours(days)


def usual_hours(days: dict[int, set[int]]) -> frozenset[int]:
    """Hours of the day that are usual, given the days on which something happened in each.

    Empty while there are fewer than `LEAST_DAYS` days, and where no hour is unusual.
    """
    total = len(set().union(*days.values())) if days else 0
    if total < LEAST_DAYS:
        return frozenset()
    often = [hour for hour, on in days.items() if len(on) >= max(2, total * USUAL_SHARE)]
    usual = frozenset((hour + step) % 24 for hour in often for step in range(-NEARBY, NEARBY + 1))
    return usual if len(usual) < 24 else frozenset()  # noqa: PLR2004  hours of a day


def _unusual(asked: Asked, source: Source, usual: frozenset[int]) -> list[int]:
    """Starts of unusual hours with changes."""
    where = zone(asked.watching.zone or "UTC")
    found = hours_of(asked, asked.query(parsed(CHANGES), source.clause))
    return [start_us for start_us, _ in found if _local(start_us, where)[1] not in usual]


def _finding(asked: Asked, source: Source, usual: frozenset[int], start_us: int) -> Iterator[Finding]:
    query = asked.query(
        parsed(CHANGES), source.clause,
        start_us=max(start_us, asked.period.start_us), end_us=min(start_us + HOUR_US, asked.period.end_us),
    )  # fmt: skip
    first, last, count = asked.first(query), asked.last(query), asked.count(query)
    if first is None or last is None:
        return
    things = asked.values(query, "entity_name", NAMED, count) if count <= FEW else []
    named = f" ({listed(things, len(things))})" if things else ""
    yield Finding(
        rule=RULE, severity=Severity.MEDIUM, first_us=first.at_us, last_us=last.at_us, who=SYSTEM_NAME, count=count,
        why=f"{amount(count, 'change', 'changes')} by the system{named} at {asked.clock(first.at_us)[11:]}; "
        f"in {source.name} it works {_spans(usual)} {asked.watching.zone or 'UTC'}",
        query=asked.exactly(all_of((parsed(CHANGES), source.clause)), None, first.at_us, last.at_us, count),
    )  # fmt: skip


def _spans(hours: frozenset[int]) -> str:
    """Hours of the day as clocks show them: `01–04` for 1, 2 and 3."""
    starts = sorted(hour for hour in hours if (hour - 1) % 24 not in hours)
    ends = [next(hour + step for step in range(1, 25) if (hour + step) % 24 not in hours) % 24 for hour in starts]
    return ", ".join(f"{start:02}–{end:02}" for start, end in zip(starts, ends, strict=True))


def _local(at_us: int, where: tzinfo) -> tuple[int, int]:
    """Day, counted from 1970, and hour of a moment by the clock of a zone."""
    day, in_day = divmod(at_us + offset_at(at_us, where), DAY_US)
    return day, in_day // HOUR_US


def hours_of(asked: Asked, query: Query) -> list[tuple[int, int]]:
    """Start and number of events of each hour that has any, in order."""
    first, last = asked.first(query), asked.last(query)
    if first is None or last is None:
        return []
    found = asked.store.histogram(query, last.at_us // HOUR_US - first.at_us // HOUR_US + 2, asked.as_of)
    hours: Counter[int] = Counter()
    for start, count in zip(found.starts_us, found.counts, strict=True):
        if count:
            hours[start - start % HOUR_US] += count
    return sorted(hours.items())
