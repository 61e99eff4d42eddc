"""Who did it: one actor is one within one source, by id, else by e-mail, else by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from auditui.core.event import Event
from auditui.core.query import EVERYTHING, Exactly, Query, Term, all_of, negated
from auditui.core.text import fold
from auditui.core.view import AsOf
from auditui.insight.sources import Source, Sources
from auditui.store.base import Store

IDENTITIES: Final = ("actor_id", "email", "actor")
"""What tells actors apart, best first."""
SYSTEM: Final = Term("is", (Exactly("system"),))
NOBODY: Final = negated(Term("has", (Exactly("user"),)))
"""Events without an actor."""
SYSTEM_NAME: Final = "System"
EVERY: Final = 1_000_000
"""More values than any field is asked for."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Compares by source and identity; `value` is folded, as queries compare."""

    source: Source
    field: str
    """One of `IDENTITIES`; empty for a system without any name."""
    value: str

    @property
    def clause(self) -> Query:
        """What an event of this actor says of its actor, less the source."""
        if not self.field:
            return all_of((SYSTEM, *map(_lacks, IDENTITIES)))
        better = IDENTITIES[: IDENTITIES.index(self.field)]
        return all_of((self.short_clause, *map(_lacks, better)))

    @property
    def short_clause(self) -> Query:
        """As `clause` without saying what the event lacks, which lets more through in a log of several kinds."""
        return Term(self.field, (Exactly(self.value),)) if self.field else SYSTEM


def _lacks(field: str) -> Query:
    return negated(Term("has", (Exactly(field),)))


def actor_of(event: Event, sources: Sources) -> Actor | None:
    """The actor of an event; None where the log names nobody and it is not the system either."""
    for field in IDENTITIES:
        value = getattr(event, field)
        if value:
            return Actor(sources.of(event.origin), field, fold(value))
    return Actor(sources.of(event.origin), "", "") if event.actor_kind == "system" else None


def name_of(event: Event) -> str:
    """What a person calls the actor of an event; empty where the log names nobody."""
    named = event.actor or event.email or event.actor_id
    return named or (SYSTEM_NAME if event.actor_kind == "system" else "")


def actors_in(store: Store, query: Query, sources: Sources, as_of: AsOf | None) -> dict[Actor, int]:
    """Every actor of the matching events, and how many of them are theirs; in no order.

    Events that name nobody are nobody's. Costs a few counts for each source, however many events match.
    """
    found: dict[Actor, int] = {}
    for source in sources.listed:
        here = all_of((query, source.clause))
        if source.clause is not EVERYTHING and not store.count(here, as_of):
            continue
        for actor, count in _in_source(store, here, source, as_of):
            found[actor] = found.get(actor, 0) + count
    return found


def _in_source(store: Store, query: Query, source: Source, as_of: AsOf | None) -> Iterable[tuple[Actor, int]]:
    for field in IDENTITIES:
        values = store.facets(query, [field], EVERY, as_of)[field]
        yield from ((Actor(source, field, fold(one.value)), one.count) for one in values if one.value)
        if not any(not one.value for one in values):
            return
        query = all_of((query, _lacks(field)))
    unnamed = store.count(all_of((query, SYSTEM)), as_of)
    if unnamed:
        yield Actor(source, "", ""), int(unnamed)
