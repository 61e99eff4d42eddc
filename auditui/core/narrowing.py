"""Narrowing by facts: which clauses of a query belong to one facet, and the query with another choice in it.

A facet is one way to tell events apart (by action, by user, by status). What a query asks of it is
a `Choice`: picks of which any has to hold, and picks of which none may. Everything else in a query,
also what asks the same fields in a way that no choice can say, stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Self

from auditui.core.fields import HAS, Kind, kind_of
from auditui.core.query import (
    Exactly,
    Exists,
    Not,
    Or,
    Query,
    Range,
    Span,
    Term,
    Value,
    When,
    all_of,
    any_of,
    clauses,
    negated,
    without,
)


@dataclass(frozen=True, slots=True)
class Pick:
    """One value of a field; None: no value at all."""

    field: str
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Any of `included` has to hold, where there are some, and none of `excluded` may."""

    included: tuple[Pick, ...] = ()
    excluded: tuple[Pick, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.included or self.excluded)

    def include(self, pick: Pick) -> Self:
        """Ask for a pick as well, or no longer; it is not excluded any more."""
        return replace(self, included=_turned(self.included, pick), excluded=_less(self.excluded, pick))

    def exclude(self, pick: Pick) -> Self:
        """Exclude a pick as well, or no longer; it is not asked for any more."""
        return replace(self, included=_less(self.included, pick), excluded=_turned(self.excluded, pick))


NO_CHOICE: Final = Choice()


def _less(picks: tuple[Pick, ...], pick: Pick) -> tuple[Pick, ...]:
    return tuple(one for one in picks if one != pick)


def _turned(picks: tuple[Pick, ...], pick: Pick) -> tuple[Pick, ...]:
    return _less(picks, pick) if pick in picks else (*picks, pick)


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to tell events apart.

    Attributes:
        id: Its stable name.
        title: One word for the screen.
        field: The query field that new picks are written with.
        sources: Fields whose values are the list: of the second those of events that lack the first, and so on.
        own: Query fields whose clauses are its own choice.
    """

    id: str
    title: str
    field: str
    sources: tuple[str, ...]
    own: frozenset[str]


def _plain(field: str, title: str) -> Facet:
    return Facet(field, title, field, (field,), frozenset({field}))


ACTION: Final = Facet("action", "Action", "action", ("action", "method"), frozenset({"action", "verb", "method"}))
USER: Final = Facet(
    "user", "User", "user", ("actor", "email", "actor_id"), frozenset({"user", "actor", "actor_id", "email"})
)
STATUS: Final = _plain("status", "Status")
DATES: Final = Facet("dates", "Date", "on", (), frozenset({"on", "since", "until"}))
"""Its values are periods, which no event has in a field: who counts them says which there are."""
FACETS: Final = (
    ACTION,
    _plain("entity_type", "Type"),
    USER,
    _plain("ip", "IP"),
    STATUS,
    _plain("outcome", "Outcome"),
    _plain("category", "Area"),
    _plain("role", "Role"),
    _plain("origin", "Origin"),
    DATES,
)
"""In the order of the screen: what most questions begin with comes first."""


def value_for(field: str, text: str) -> Value:
    """The value that a text stands for: raw; numbers, durations (`5us`) and dates as a query writes them."""
    kind = kind_of(field)
    if kind is Kind.TIME:
        return When(text)
    digits = text.removesuffix("us")
    if kind in {Kind.NUMBER, Kind.DURATION} and digits.lstrip("-").isdecimal():
        return Range(int(digits), int(digits))
    return Exactly(text)


def clause_of(pick: Pick) -> Query:
    """The clause that holds for the events of a pick."""
    if pick.value is not None:
        return Term(pick.field, (pick.value,))
    return negated(_filled(pick.field))


def _filled(field: str) -> Query:
    return Term("has", (Exactly(field),)) if field in HAS else Term(field, (Exists(),))


# ---------------------------------------------------------------------------------------- reading a query


def chosen(query: Query, facet: Facet) -> Choice:
    """What the query asks of a facet."""
    included, excluded = _own(query, facet)
    if _is_period(included):
        return Choice(
            (_period(included),), tuple(pick for clause in excluded for pick in _asked(negated(clause), facet) or ())
        )
    return Choice(
        tuple(dict.fromkeys(pick for clause in included for pick in _asked(clause, facet) or ())),
        tuple(dict.fromkeys(pick for clause in excluded for pick in _asked(negated(clause), facet) or ())),
    )


def others(query: Query, facet: Facet) -> Query:
    """The query without its choice of a facet: what the facet's own list is counted under."""
    for clause in (part for parts in _own(query, facet) for part in parts):
        query = without(query, clause)
    return query


def narrowed(query: Query, facet: Facet, choice: Choice) -> Query:
    """The query with this choice of a facet, standing where the first clause of the old one stood."""
    if choice == chosen(query, facet):
        return query
    own = {clause for parts in _own(query, facet) for clause in parts}
    parts = clauses(query)
    place = next((number for number, part in enumerate(parts) if part in own), len(parts))
    kept = [part for part in parts if part not in own]
    kept[place:place] = [clause for clause in _written(choice) if clause not in kept]
    return all_of(kept)


def _own(query: Query, facet: Facet) -> tuple[list[Query], list[Query]]:
    """The clauses that ask for picks, at most one, and those that exclude some.

    Two clauses that ask for something mean what both let through, which no choice can say: then neither is its own.
    """
    asking: list[Query] = []
    excluding: list[Query] = []
    for clause in dict.fromkeys(clauses(query)):
        if _is_exclusion(clause, facet):
            excluding.append(clause)
        elif _asked(clause, facet):
            asking.append(clause)
    return (asking if len(asking) == 1 or _is_period(asking) else []), excluding


def _is_period(asking: list[Query]) -> bool:
    """Whether these are a beginning and an end, which mean one period together."""
    ends = {clause.field for clause in asking if isinstance(clause, Term) and len(clause.values) == 1}
    return len(asking) == len(ends) == 2 and ends == {"since", "until"}  # noqa: PLR2004  two ends


def _period(ends: list[Query]) -> Pick:
    """What `since:A until:B` asks for, as `on:A..B` does."""
    values = {clause.field: clause.values[0] for clause in ends if isinstance(clause, Term)}
    first, last = values["since"], values["until"]
    if isinstance(first, When) and isinstance(last, When):
        return Pick("on", When(f"{first.text}..{last.text}"))
    start = first.start_us if isinstance(first, Span) else None
    return Pick("on", Span(start, last.end_us if isinstance(last, Span) else None))


def _is_exclusion(clause: Query, facet: Facet) -> bool:
    """Whether it excludes picks; `role:*` excludes events without one."""
    if isinstance(clause, Not):
        return _asked(clause, facet) is None and bool(_asked(clause.part, facet))
    return any(clause == _there(field) or clause == _filled(field) for field in facet.own)


def _there(field: str) -> Query:
    return Term(field, (Exists(),))


def _asked(clause: Query, facet: Facet) -> tuple[Pick, ...] | None:
    """The picks of which a clause asks for any; None where it asks for something else."""
    if isinstance(clause, Or):
        parts = [_asked(part, facet) for part in clause.parts]
        return None if None in parts else tuple(pick for part in parts for pick in part or ())
    if isinstance(clause, Not):
        return next(((Pick(field),) for field in facet.own if clause.part in (_there(field), _filled(field))), None)
    if not isinstance(clause, Term) or clause.field not in facet.own or Exists() in clause.values:
        return None
    return tuple(Pick(clause.field, value) for value in clause.values)


# ---------------------------------------------------------------------------------------- writing one


def _written(choice: Choice) -> list[Query]:
    """One clause for what is asked for, and one for each field of what is excluded."""
    included = [any_of(_joined(choice.included))] if choice.included else []
    return included + [negated(clause) for clause in _joined(choice.excluded)]


def _joined(picks: Iterable[Pick]) -> list[Query]:
    """A clause for each field, with all of its values, and one for each lack of a value."""
    values: dict[str, tuple[Value, ...]] = {}
    lacking: list[Query] = []
    for pick in picks:
        if pick.value is None:
            lacking.append(clause_of(pick))
        else:
            values[pick.field] = (*values.get(pick.field, ()), pick.value)
    return [*(Term(field, listed) for field, listed in values.items()), *lacking]
