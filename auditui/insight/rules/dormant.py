"""Accounts that were silent for a long time and are active again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from auditui.core.query import Query, all_of
from auditui.core.times import DAY_US, MIN_US
from auditui.core.watching import HOUR_US
from auditui.insight.actors import Actor, actors_in
from auditui.insight.asking import Asked, parsed
from auditui.insight.finding import Finding, Note, Severity
from auditui.insight.rules.limits import newest
from auditui.insight.sentences import amount, length

RULE: Final = "dormant-account"
ABOUT: Final = "has:user -is:system -is:anonymous -(verb:login is:failed)"
SHOWN_US: Final = DAY_US
"""What the account did in so much time after it woke belongs to the finding."""
SLICES: Final = 2
"""Slices that the shortest silence is cut into: any such silence then has one slice all for itself."""


def dormant_account(asked: Asked) -> Iterator[Finding | Note]:
    """Who did something, nothing for `dormant`, and something again within the period."""
    woken = [found for one in _candidates(asked) if (found := _woken(asked, *one)) is not None]
    told, notes = newest(woken, lambda one: one.first_us, RULE)
    yield from notes
    for one in told:
        yield _finding(asked, one)


Slice: TypeAlias = "tuple[int, int]"
"""Start and end, the end not included."""


class Woken(NamedTuple):
    """An account, its last moment before the silence, and its first one after it."""

    actor: Actor
    slept_us: int
    first_us: int


def _candidates(asked: Asked) -> Iterator[tuple[Actor, Slice, Slice]]:
    """Whoever is in two slices but in none between them, and those two slices."""
    last_seen: dict[Actor, tuple[int, Slice]] = {}
    for number, (start, end) in enumerate(_slices(asked)):
        query = asked.query(parsed(ABOUT), start_us=start, end_us=end)
        for actor in actors_in(asked.store, query, asked.sources, asked.as_of):
            before = last_seen.get(actor)
            if before is not None and number - before[0] > 1:
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


def _woken(asked: Asked, actor: Actor, before: Slice, after: Slice) -> Woken | None:
    own = _own(actor)
    last = asked.last(asked.query(own, start_us=before[0], end_us=before[1]))
    first = asked.first(asked.query(own, start_us=after[0], end_us=after[1]))
    if last is None or first is None or first.at_us < asked.period.start_us:
        return None
    return Woken(actor, last.at_us, first.at_us) if first.at_us - last.at_us >= asked.watching.dormant else None


def _own(actor: Actor) -> Query:
    return all_of((parsed(ABOUT), actor.clause, actor.source.clause))


def _finding(asked: Asked, woken: Woken) -> Finding:
    actor, slept_us, first_us = woken
    end_us = min(first_us + SHOWN_US, asked.period.end_us)
    query = asked.query(_own(actor), start_us=first_us, end_us=end_us)
    latest, count = asked.last(query), asked.count(query)
    last_us = latest.at_us if latest else first_us
    shown = asked.exactly(parsed(ABOUT), actor, first_us, last_us, count)
    return Finding(
        rule=RULE, severity=Severity.MEDIUM, first_us=first_us, last_us=last_us, who=asked.name(shown),
        count=count, query=shown,
        why=f"active again after {length(first_us - slept_us)} of silence, since {asked.clock(slept_us)}; "
        f"{amount(count, 'event', 'events')} in the {SHOWN_US // HOUR_US} hours from then",
    )  # fmt: skip
