"""Accounts that were silent for a long time and are active again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditui.core.query import all_of
from auditui.core.times import DAY_US, MIN_US
from auditui.insight.actors import Actor, actors_in
from auditui.insight.asking import Asked, parsed
from auditui.insight.finding import Finding, Severity
from auditui.insight.sentences import amount, length

RULE: Final = "dormant-account"
ABOUT: Final = "has:user -is:system -is:anonymous -(verb:login is:failed)"
SHOWN_US: Final = DAY_US
"""What the account did in so much time after it woke belongs to the finding."""
SLICES: Final = 2
"""Slices that the shortest silence is cut into: any such silence then has one slice all for itself."""


def dormant_account(asked: Asked) -> Iterator[Finding]:
    """Who did something, nothing for `dormant`, and something again within the period."""
    for actor, before, after in _candidates(asked):
        finding = _woken(asked, actor, before, after)
        if finding is not None:
            yield finding


Slice = tuple[int, int]
"""Start and end, the end not included."""


def _candidates(asked: Asked) -> Iterator[tuple[Actor, Slice, Slice]]:
    """Whoever is in two slices but in none between them, and those two slices."""
    last_seen: dict[Actor, tuple[int, Slice]] = {}
    for number, (start, end) in enumerate(_slices(asked)):
        query = asked.query(parsed(ABOUT), start_us=start, end_us=end)
        for actor in actors_in(asked.store, query, asked.sources, asked.as_of):
            before = last_seen.get(actor)
            if before is not None and number - before[0] > 1 and end > asked.period.start_us:
                yield actor, before[1], (start, end)
            last_seen[actor] = (number, (start, end))


def _slices(asked: Asked) -> Iterator[Slice]:
    """Half of the shortest silence each, to the end of the period; the first holds all that is older."""
    width = max(asked.watching.dormant // SLICES, 1)
    oldest = asked.first(asked.query(start_us=MIN_US))
    newest = asked.last(asked.query())
    if oldest is None or newest is None:
        return
    start = max(asked.period.start_us - asked.watching.dormant, oldest.at_us)
    if oldest.at_us < start:
        yield oldest.at_us, start
    while start <= newest.at_us:
        yield start, min(start + width, asked.period.end_us)
        start += width


def _woken(asked: Asked, actor: Actor, before: Slice, after: Slice) -> Finding | None:
    own = all_of((parsed(ABOUT), actor.clause, actor.source.clause))
    last = asked.last(asked.query(own, start_us=before[0], end_us=before[1]))
    first = asked.first(asked.query(own, start_us=after[0], end_us=after[1]))
    if last is None or first is None or first.at_us < asked.period.start_us:
        return None
    silent = first.at_us - last.at_us
    if silent < asked.watching.dormant:
        return None
    query = asked.query(own, start_us=first.at_us, end_us=min(first.at_us + SHOWN_US, asked.period.end_us))
    newest, count = asked.last(query), asked.count(query)
    last_us = newest.at_us if newest else first.at_us
    shown = asked.exactly(parsed(ABOUT), actor, first.at_us, last_us, count)
    return Finding(
        rule=RULE, severity=Severity.MEDIUM, first_us=first.at_us, last_us=last_us, who=asked.name(actor, shown),
        count=count, query=shown,
        why=f"active again after {length(silent)} of silence, since {asked.clock(last.at_us)}; "
        f"{amount(count, 'event', 'events')} in the first {length(SHOWN_US)}",
    )  # fmt: skip
