"""Gaps in the log: silence where there is never silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import Final, NamedTuple

from auditui.core.query import EVERYTHING, Query
from auditui.core.times import DAY_US, MIN_US
from auditui.core.watching import HOUR_US
from auditui.insight.asking import Asked
from auditui.insight.finding import Finding, Severity
from auditui.insight.rules.system_hours import hours_of
from auditui.insight.sentences import length

RULE: Final = "silence"
ALL: Final = "all sources"
LEAST_DAYS: Final = 10
"""Days with events that have to be known."""
LEAST_SPAN_US: Final = 14 * DAY_US
"""Two weeks, so that two weekends are among them."""
RARE: Final = 0.05
"""The longest silences on this share of the days are exceptions; the longest of all others is the usual one."""


class Quiet(NamedTuple):
    """No event between these two, which are the last before and the first after it."""

    start_us: int
    end_us: int

    @property
    def length_us(self) -> int:
        """How long."""
        return self.end_us - self.start_us


def silence(asked: Asked) -> Iterator[Finding]:
    """Where the whole log falls silent, and where one source does while others go on."""
    overall = list(_of_source(asked, EVERYTHING, ALL))
    yield from overall
    if len(asked.sources.listed) <= 1:
        return
    for source in asked.sources.listed:
        for found in _of_source(asked, source.clause, source.name):
            if not any(found.first_us < other.last_us and other.first_us < found.last_us for other in overall):
                yield found


def _of_source(asked: Asked, clause: Query, name: str) -> Iterator[Finding]:
    start = asked.period.start_us - asked.watching.learn
    hours = [hour for hour, _ in hours_of(asked, asked.query(clause, start_us=start))]
    if len(hours) < LEAST_DAYS or hours[-1] - hours[0] < LEAST_SPAN_US:
        return
    quiets = longest_by_day(hours)
    rank = usual_rank(quiets)
    if rank is None:
        return
    usual = max(_exact(asked, clause, quiets[rank]).length_us, asked.watching.silence.least_us)
    least = round(usual * asked.watching.silence.times)
    for rough in _all_quiets(asked, clause, hours):
        if rough.length_us + 2 * HOUR_US > least and rough.end_us + HOUR_US > asked.period.start_us:
            quiet = _exact(asked, clause, rough)
            if quiet.length_us >= least and quiet.end_us >= asked.period.start_us:
                yield _finding(asked, clause, name, quiet, usual)


def longest_by_day(hours: Sequence[int]) -> list[Quiet]:
    """For each day with events the longest stretch of empty hours that ends on it, longest first.

    Args:
        hours: Starts of the hours that have events, ascending, at least one.

    Returns:
        From the end of the full hour before the silence to the start of the one behind it; of length
        zero for days without an empty hour.
    """
    longest: dict[int, Quiet] = {hours[0] // DAY_US: Quiet(hours[0], hours[0])}
    for before, after in pairwise(hours):
        quiet = Quiet(before + HOUR_US, after)
        day = after // DAY_US
        if day not in longest or quiet.length_us > longest[day].length_us:
            longest[day] = quiet
    return sorted(longest.values(), key=lambda quiet: -quiet.length_us)


def usual_rank(quiets: Sequence[Quiet]) -> int | None:
    """Which of the longest silences of each day is the longest usual one; None while too few days are known."""
    return ceil(len(quiets) * RARE) if len(quiets) >= LEAST_DAYS else None


def _all_quiets(asked: Asked, clause: Query, hours: Sequence[int]) -> Iterator[Quiet]:
    """Every stretch of empty hours, and the one at the end if the log, or the period, goes on without this source."""
    for before, after in pairwise(hours):
        yield Quiet(before + HOUR_US, after)
    newest = asked.last(asked.query(start_us=MIN_US))
    if clause is EVERYTHING:
        if asked.period.is_open:
            yield Quiet(hours[-1] + HOUR_US, asked.period.end_us)
    elif newest is not None:
        yield Quiet(hours[-1] + HOUR_US, newest.at_us)


def _exact(asked: Asked, clause: Query, rough: Quiet) -> Quiet:
    """The silence between its two events, where the source has both; else to where the log ends."""
    last = asked.last(asked.query(clause, start_us=rough.start_us - HOUR_US, end_us=rough.start_us))
    first = asked.first(asked.query(clause, start_us=rough.end_us, end_us=rough.end_us + HOUR_US))
    return Quiet(last.at_us if last else rough.start_us, first.at_us if first else rough.end_us)


def _finding(asked: Asked, clause: Query, name: str, quiet: Quiet, usual: int) -> Finding:
    count = asked.count(asked.query(clause, start_us=quiet.start_us, end_us=quiet.end_us + 1))
    shown = asked.exactly(clause, None, quiet.start_us, quiet.end_us, count)
    return Finding(
        rule=RULE, severity=Severity.MEDIUM, first_us=quiet.start_us, last_us=quiet.end_us, who=name,
        count=count, query=shown,
        why=f"no event for {length(quiet.length_us)}, from {asked.clock(quiet.start_us)} to "
        f"{asked.clock(quiet.end_us)}; otherwise hardly ever for more than {length(usual)}",
    )  # fmt: skip
