"""The first time that an actor comes from an address."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_network
from typing import Final, TypeAlias

from auditui.core.event import Event
from auditui.core.query import Exactly, Network, Query, Term, all_of
from auditui.core.text import fold
from auditui.core.times import DAY_US
from auditui.core.values import address_of
from auditui.insight.actors import Actor, actor_of
from auditui.insight.asking import Asked, parsed
from auditui.insight.finding import Finding, Note, Severity
from auditui.insight.rules.limits import newest
from auditui.insight.sentences import amount, length
from auditui.insight.sources import Sources

RULE: Final = "first-address"
ABOUT: Final = "has:ip has:user -is:failed -is:system -is:anonymous"
"""Whoever failed to get in may be anybody, so a failure tells nothing about the actor's addresses."""
KNOWN_DAYS: Final = 3
"""On so many days an actor must have been seen before anything about them is new."""
ROAMING: Final = 20
"""Whoever has more addresses than this at one time is always somewhere else."""
PREFIX_BITS: Final = 64
"""Machines change their IPv6 address inside such a network all the time."""

Seen: TypeAlias = "tuple[Actor, str, int]"
"""Who, the address and when."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An actor at a new address: `count` events from there, the first and the last at these moments."""

    actor: Actor
    address: str
    first_us: int
    last_us: int
    count: int


@dataclass(slots=True)
class _History:
    """What is known of one actor's addresses."""

    days: deque[int] = field(default_factory=lambda: deque(maxlen=KNOWN_DAYS))
    """The last moment of each of the last days on which the actor was seen."""
    last_us: dict[str, int] = field(default_factory=dict)
    """When each address was last used; those that nobody remembers any more are dropped now and then."""
    new: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """First, last and count of arrivals, by address."""
    is_roaming: bool = False


def first_address(asked: Asked) -> Iterator[Finding | Note]:
    """Arrivals within the period.

    The beginning of a log tells nothing, nor does that of an actor, nor the end of a long absence:
    whoever is not known has no new address.
    """
    unseen = asked.watching.new_address
    query = asked.query(parsed(ABOUT), start_us=asked.period.start_us - unseen)
    with asked.events(query) as events:
        found, roaming = arrivals(_seen(events, asked.sources), unseen, asked.period.start_us)
    told, notes = newest(found, lambda one: one.first_us, RULE)
    yield from notes
    for one in told:
        about = all_of((parsed(ABOUT), _clause(one.address)))
        shown = asked.exactly(about, one.actor, one.first_us, one.last_us, one.count)
        yield Finding(
            rule=RULE, severity=Severity.MEDIUM, first_us=one.first_us, last_us=one.last_us,
            who=asked.name(shown), count=one.count, query=shown,
            why=f"first seen from {one.address}, not used in the {length(unseen)} before; "
            f"{amount(one.count, 'event', 'events')} from there",
        )  # fmt: skip
    if roaming:
        said = amount(roaming, "account changes its", "accounts change their")
        yield Note(RULE, f"{said} address all the time (more than {ROAMING} at once); their new ones are not told")


def arrivals(events: Iterable[Seen], unseen_us: int, start_us: int) -> tuple[list[Arrival], int]:
    """Arrivals from `start_us` on, oldest first, and how many actors were left out because they roam.

    An arrival: in the `unseen_us` before it the actor was seen on `KNOWN_DAYS` days, and not from this
    address. It lasts until the address was not used for as long.

    Args:
        events: Who, address and time of each, oldest first, from `unseen_us` before the start on.
        unseen_us: How long an address is remembered.
        start_us: The start of the period.
    """
    histories: dict[Actor, _History] = {}
    done: list[Arrival] = []
    for actor, address, at_us in events:
        known = histories.get(actor)
        if known is None:
            known = histories[actor] = _History()
        if known.is_roaming:
            continue
        ended = _seen_at(known, address, at_us, (unseen_us, start_us))
        if ended is not None:
            done.append(Arrival(actor, address, *ended))
    for actor, known in histories.items():
        done += [Arrival(actor, address, *new) for address, new in known.new.items()]
    kept = [one for one in done if not histories[one.actor].is_roaming]
    return sorted(kept, key=lambda one: one.first_us), sum(known.is_roaming for known in histories.values())


def _seen_at(known: _History, address: str, at_us: int, limits: tuple[int, int]) -> tuple[int, int, int] | None:
    """Take one event of an actor; the arrival that is over because a new one begins at the same address."""
    unseen_us, start_us = limits
    last = known.last_us.get(address)
    ended = None
    if last is None or at_us - last > unseen_us:
        ended = known.new.pop(address, None)
        if at_us >= start_us and _is_known(known, at_us - unseen_us):
            known.new[address] = (at_us, at_us, 1)
    elif address in known.new:
        first, _, count = known.new[address]
        known.new[address] = (first, at_us, count + 1)
    known.last_us[address] = at_us
    if last is None and len(known.last_us) > ROAMING:
        _forget(known, at_us - unseen_us)
    if known.days and known.days[-1] // DAY_US == at_us // DAY_US:
        known.days.pop()
    known.days.append(at_us)
    return ended


def _is_known(known: _History, since_us: int) -> bool:
    return len(known.days) == KNOWN_DAYS and known.days[0] >= since_us


def _forget(known: _History, before_us: int) -> None:
    """Drop addresses that are forgotten; with too many left, the actor roams."""
    known.last_us = {address: last for address, last in known.last_us.items() if last >= before_us}
    if len(known.last_us) > ROAMING:
        known.is_roaming = True
        known.last_us.clear()
        known.new.clear()


def _seen(events: Iterable[Event], sources: Sources) -> Iterator[Seen]:
    for event in events:
        actor = actor_of(event, sources)
        if actor is not None and event.ip:
            yield actor, place_of(event.ip), event.at_us


def place_of(ip: str) -> str:
    """The address, or the network of an IPv6 address; what is no address, folded."""
    address = address_of(ip)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, PREFIX_BITS), strict=False))
    return fold(ip) if address is None else str(address)


def _clause(place: str) -> Query:
    if "/" in place and ":" in place:
        return Term("ip", (Network(ip_network(place)),))
    return Term("ip", (Exactly(place),))
