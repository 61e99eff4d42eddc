"""From one event to what belongs to it: each relation is a query, exact on what the event says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from auditui.core.event import Event
from auditui.core.origins import patterns
from auditui.core.query import EVERYTHING, Exactly, Kind, Query, Span, Term, Wild, all_of, test
from auditui.core.times import SECOND_US

NEARBY_US: Final = 5 * 60 * SECOND_US
"""How far before and after an event its neighbourhood reaches, in microseconds."""


class Relation(Enum):
    """What ties other events to one."""

    HISTORY = "history"
    ACTOR = "actor"
    ADDRESS = "address"
    REQUEST = "request"
    NEARBY = "nearby"


@dataclass(frozen=True, slots=True)
class Related:
    """The query for what is related, the event itself among it; None, and then a sentence that says why not."""

    query: Query | None
    why_not: str = ""


def related(event: Event, relation: Relation) -> Related:
    """What belongs to an event in one way.

    Values stand as literals, whatever they hold. A record is its type with its id, or with its name
    where the log gives no id. An actor is its id, else its e-mail, else its name; ids and names mean
    one person within one log only, so they come with its origin, rotated files and all.
    """
    query = _QUERIES[relation](event)
    return Related(None, _WHY_NOT[relation]) if query is None else Related(query)


def _history(event: Event) -> Query | None:
    identity = _is("entity_id", event.entity_id) or _is("entity_name", event.entity_name)
    return identity and all_of((_is("entity_type", event.entity_type) or EVERYTHING, identity))


def _actor(event: Event) -> Query | None:
    named = _is("actor_id", event.actor_id)
    if named is None and event.email:
        return _is("email", event.email)
    named = named or _is("actor", event.actor)
    if named is None and event.actor_kind == "system":
        named = Term("is", (Exactly("system"),))
    return named and all_of((named, _same_log(event.origin)))


def _same_log(origin: str) -> Query:
    if not origin:
        return EVERYTHING
    files = tuple(Wild(files) for files in patterns(origin) if "*" in files and files.strip("*"))
    is_found = any(test(one, origin, Kind.TEXT) for one in files)
    return Term("origin", files if is_found else (Exactly(origin),))


def _address(event: Event) -> Query | None:
    return _is("ip", event.ip)


def _request(event: Event) -> Query | None:
    return _is("request_id", event.request_id)


def _nearby(event: Event) -> Query | None:
    """From the second of the clock that is five minutes before to the end of the one that is five minutes after."""
    second = event.at_us // SECOND_US * SECOND_US
    return Term("on", (Span(second - NEARBY_US, second + NEARBY_US + SECOND_US),))


def _is(field: str, text: str) -> Term | None:
    return Term(field, (Exactly(text),)) if text else None


_QUERIES: Final[dict[Relation, Callable[[Event], Query | None]]] = {
    Relation.HISTORY: _history,
    Relation.ACTOR: _actor,
    Relation.ADDRESS: _address,
    Relation.REQUEST: _request,
    Relation.NEARBY: _nearby,
}
_WHY_NOT: Final = {
    Relation.HISTORY: "This event names no record by id or name.",
    Relation.ACTOR: "This event does not say who it was; i follows the address.",
    Relation.ADDRESS: "This event has no address; a follows the user.",
    Relation.REQUEST: "This event carries no request id; w shows what happened around it.",
    Relation.NEARBY: "This event has no time.",
}
