"""A period in numbers, beside the period of the same length before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from auditui.core.query import Query, all_of
from auditui.core.times import MIN_US
from auditui.insight.actors import EVERY, actors_in
from auditui.insight.asking import Asked, parsed
from auditui.insight.period import Period, during
from auditui.insight.rules.bursts import DELETIONS, EXPORTS, FAILED_LOGINS
from auditui.store.base import FacetValue, Histogram

BUCKETS: Final = 24
LISTED: Final = 10
"""Values of each field that are told."""
TOPS: Final = {"actor": "Users", "action": "Actions", "entity_type": "Entities", "ip": "Addresses", "origin": "Sources"}
"""Fields whose most frequent values are told, and what they are called."""
FAILED: Final = {"actor": "Failures by user", "action": "Failures by action"}
COUNTED: Final = {
    "Failures": "is:failed",
    "Failed logins": FAILED_LOGINS,
    "Changes": "-is:failed verb:create,update,delete,grant,archive,restore,import",
    "Deletions": DELETIONS,
    "Exports": EXPORTS,
}
"""Numbers of events that are told beside the total."""


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of this period, and of the one before where there is one."""

    name: str
    count: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Top:
    """The most frequent values of a field; a value is empty text where events have none."""

    field: str
    title: str
    tallies: tuple[Tally, ...]
    others: int = 0
    """How many further values there are."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What happened in a period, in numbers."""

    period: Period
    totals: tuple[Tally, ...]
    tops: tuple[Top, ...]
    timeline: Histogram
    before: Period | None = None
    """The period that is compared with; None where nothing is before."""
    is_before_whole: bool = True
    """Whether the log reaches back over all of it."""


def summary(asked: Asked) -> Summary:
    """Totals, most frequent values and timeline; a fixed number of counts, however many events there are."""
    before = asked.period.before() if asked.period.has_start else None
    now, then = asked.query(), _over(asked, before)
    oldest = asked.first(asked.query(start_us=MIN_US))
    return Summary(
        asked.period,
        _totals(asked, now, then),
        tuple(_tops(asked, now, then)),
        asked.store.histogram(now, BUCKETS, asked.as_of),
        before,
        before is None or (oldest is not None and oldest.at_us <= before.start_us),
    )


def _over(asked: Asked, period: Period | None) -> Query | None:
    return None if period is None else all_of((asked.scope, during(period.start_us, period.end_us)))


def _totals(asked: Asked, now: Query, then: Query | None) -> tuple[Tally, ...]:
    def tally(name: str, about: Query) -> Tally:
        before = None if then is None else asked.count(all_of((then, about)))
        return Tally(name, asked.count(all_of((now, about))), before)

    def people(query: Query) -> int:
        known = all_of((query, parsed("has:user -is:system -is:anonymous")))
        return len(actors_in(asked.store, known, asked.sources, asked.as_of))

    return (
        tally("Events", parsed("")),
        *(tally(name, parsed(text)) for name, text in COUNTED.items()),
        Tally("Accounts", people(now), None if then is None else people(then)),
    )


def _tops(asked: Asked, now: Query, then: Query | None) -> list[Top]:
    failed = parsed("is:failed")
    tops = [_top(asked, field, title, now, then) for field, title in TOPS.items()]
    bad_then = None if then is None else all_of((then, failed))
    tops += [_top(asked, field, title, all_of((now, failed)), bad_then) for field, title in FAILED.items()]
    return [top for top in tops if any(tally.name for tally in top.tallies)]


def _top(asked: Asked, field: str, title: str, now: Query, then: Query | None) -> Top:
    found = asked.store.facets(now, [field], EVERY, asked.as_of)[field]
    shown = found[:LISTED]
    earlier = {} if then is None else _counts(asked.store.facets(then, [field], EVERY, asked.as_of)[field])
    return Top(
        field,
        title,
        tuple(Tally(one.value, one.count, None if then is None else earlier.get(one.value, 0)) for one in shown),
        len(found) - len(shown),
    )


def _counts(found: list[FacetValue]) -> Mapping[str, int]:
    return {one.value: one.count for one in found}
