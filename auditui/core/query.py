"""The query tree: immutable nodes, and what each means for one event.

`Query.matches` in plain Python is the oracle that every store is held against. `core.language`
makes trees from text; `str(query)` is the canonical text, and `parse(str(q)) == q` for every tree
that is normal: built by `all_of`, `any_of` and `negated`, or shaped as the nodes below say.

What free text looks at (`texts_of`): the fields of `TEXT_FIELDS`, the status as decimal text, every
field of every target, and every key and every text, number and truth value of changes and details
(numbers as JSON writes them, `true`/`false`; null has no text; a change's flattened field path is
one key). Not: times, durations, `seq`, `origin`, `flags`, and what is derived or normalised
(`verb`, `outcome`, `actor_kind`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final, TypeAlias

from auditui.core.event import Event
from auditui.core.fields import (
    ALIASES,
    FIELDS,
    HAS,
    IS,
    TEXT_FIELDS,
    Kind,
    field_of,
    kind_of,
    leaf_text,
    texts_of,
    values_of,
)
from auditui.core.text import fold
from auditui.core.times import ZoneLike, now_us, parse_span, parse_stretches
from auditui.core.values import (
    Exactly,
    Exists,
    Network,
    Range,
    Span,
    Value,
    When,
    Wild,
    any_test,
    number_of,
    test,
)

__all__ = [
    "ALIASES", "EVERYTHING", "FIELDS", "HAS", "IS", "TEXT_FIELDS", "And", "Everything", "Exactly", "Exists",
    "Kind", "Matcher", "Network", "Not", "Or", "Query", "Range", "Span", "Term", "Text", "Value", "When",
    "Wild", "all_of", "any_of", "any_test", "clauses", "freeze", "is_frozen", "kind_of", "leaf_text", "needles",
    "negated", "number_of", "replace_field", "test", "texts_of", "values_of", "with_clause", "without",
]  # fmt: skip

Matcher: TypeAlias = Callable[[Event], bool]


class Query:
    """Base of all nodes. Nodes are frozen, hashable and compare by value."""

    __slots__ = ()

    def matches(self, event: Event) -> bool:
        """Whether the event satisfies this query. Relative times mean the present clock and UTC."""
        return self.matcher()(event)

    def matcher(self) -> Matcher:
        """`matches` made ready for many events; relative times are those of this moment, in UTC."""
        return _frozen_matcher(self) or freeze(self, now_us(), "UTC").compiled()

    def compiled(self) -> Matcher:
        """The function behind `matcher`. The query is frozen."""
        raise NotImplementedError

    def parts_within(self) -> tuple[Query, ...]:
        """The nodes right below this one."""
        return ()


@dataclass(frozen=True, slots=True)
class Everything(Query):
    """The empty query. Alone its text is empty; inside another node it is `*`."""

    def __str__(self) -> str:
        return ""

    def compiled(self) -> Matcher:
        """True for every event."""
        return lambda event: True


@dataclass(frozen=True, slots=True)
class And(Query):
    """All of at least two parts; no part is itself an `And` or `Everything`."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " ".join(_inside(part, Or) for part in self.parts)

    def compiled(self) -> Matcher:
        """Cheap parts are asked first; free text looks at most of the event."""
        tests = [part.compiled() for part in sorted(self.parts, key=_cost)]
        if len(tests) == 2:  # noqa: PLR2004  # by far the most common
            first, second = tests
            return lambda event: first(event) and second(event)
        return lambda event: all(holds(event) for holds in tests)

    def parts_within(self) -> tuple[Query, ...]:
        """The nodes right below this one."""
        return self.parts


@dataclass(frozen=True, slots=True)
class Or(Query):
    """Any of at least two parts; no part is itself an `Or`."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " OR ".join(_inside(part) for part in self.parts)

    def compiled(self) -> Matcher:
        """True where one part is."""
        tests = [part.compiled() for part in sorted(self.parts, key=_cost)]
        return lambda event: any(holds(event) for holds in tests)

    def parts_within(self) -> tuple[Query, ...]:
        """The nodes right below this one."""
        return self.parts


@dataclass(frozen=True, slots=True)
class Not(Query):
    """The rest; rows where a negated field is empty are in it. `part` is not itself a `Not`."""

    part: Query

    def __str__(self) -> str:
        return f"-{_inside(self.part, And, Or)}"

    def compiled(self) -> Matcher:
        """True where the part is not."""
        holds = self.part.compiled()
        return lambda event: not holds(event)

    def parts_within(self) -> tuple[Query, ...]:
        """The node right below this one."""
        return (self.part,)


@dataclass(frozen=True, slots=True)
class Text(Query):
    """A substring, by `fold`, of any one text that the event holds (`texts_of`). Never empty."""

    needle: str

    def __str__(self) -> str:
        from auditui.core.spelling import spell_text

        return spell_text(self.needle)

    def compiled(self) -> Matcher:
        """All texts are folded and searched as one, with a character between them that is in no needle."""
        needle = fold(self.needle)
        if _SEPARATOR in needle:
            return lambda event: any(needle in fold(text) for text in texts_of(event))
        return lambda event: needle in fold(_SEPARATOR.join(texts_of(event)))


@dataclass(frozen=True, slots=True)
class Term(Query):
    """A field with any of at least one value, in the order written, without repeats.

    `field` is a canonical name: a field of the event; `user` or `entity` (any of several);
    `action` (action, method or verb); `changed`, `details.PATH`, `before.PATH`, `after.PATH`;
    `is`, `has`; `since`, `until`, `on`. Aliases are resolved by the parser (`ua` to `user_agent`).
    """

    field: str
    values: tuple[Value, ...]

    def __str__(self) -> str:
        from auditui.core.spelling import spell_term

        return spell_term(self.field, self.values)

    def compiled(self) -> Matcher:
        """True where one value of the event satisfies one value of the term."""
        if self.field in _ASKED:
            asked = _ASKED[self.field]
            tests = [asked[value.text] for value in self.values if isinstance(value, Exactly)]
            return lambda event: any(holds(event) for holds in tests)
        field = field_of(self.field)
        values, holds = field.values, any_test(self.values, field.kind)
        return lambda event: any(map(holds, values(event)))


EVERYTHING: Final = Everything()
_SEPARATOR: Final = "\0"
_ASKED: Final = {"is": IS, "has": HAS}


def _inside(part: Query, *grouped: type[Query]) -> str:
    if isinstance(part, Everything):
        return "*"
    return f"({part})" if isinstance(part, grouped) else str(part)


def _cost(part: Query) -> int:
    """A rough order of how long a part takes for one event."""
    if isinstance(part, Text):
        return 3
    if isinstance(part, Term):
        return 1 if kind_of(part.field) is Kind.PATH else 0
    return 2


@lru_cache(maxsize=64)
def _frozen_matcher(query: Query) -> Matcher | None:
    return query.compiled() if is_frozen(query) else None


# ---------------------------------------------------------------------------------------- building


def all_of(parts: Iterable[Query]) -> Query:
    """The normal form of all parts together: no nested `And`, no `Everything`, no `And` of one."""
    flat: list[Query] = []
    for part in parts:
        flat += part.parts if isinstance(part, And) else () if isinstance(part, Everything) else (part,)
    return And(tuple(flat)) if len(flat) > 1 else flat[0] if flat else EVERYTHING


def any_of(parts: Iterable[Query]) -> Query:
    """The normal form of any of at least one part: no nested `Or`, no `Or` of one."""
    flat: list[Query] = []
    for part in parts:
        flat += part.parts if isinstance(part, Or) else (part,)
    return Or(tuple(flat)) if len(flat) > 1 else flat[0]


def negated(query: Query) -> Query:
    """The normal form of the opposite: `Not(Not(q))` is `q`."""
    return query.part if isinstance(query, Not) else Not(query)


# ---------------------------------------------------------------------------------------- editing


def clauses(query: Query) -> tuple[Query, ...]:
    """The parts that all have to hold, in order; what the chips show. Empty for the empty query."""
    if isinstance(query, And):
        return query.parts
    return () if isinstance(query, Everything) else (query,)


def without(query: Query, clause: Query) -> Query:
    """The query less one of its clauses; unchanged when it is not one."""
    return all_of(part for part in clauses(query) if part != clause)


def with_clause(query: Query, clause: Query) -> Query:
    """The query and one more clause behind it; unchanged when it already is one."""
    present = clauses(query)
    return all_of((*present, *(part for part in clauses(clause) if part not in present)))


def replace_field(query: Query, fields: Collection[str], clause: Query | None) -> Query:
    """The query with one clause in place of all its terms on any of these fields.

    The clause stands where the first of them stood, else last; None only takes them out. Terms
    below `OR` and `-` are left alone.
    """
    kept: list[Query] = []
    place: int | None = None
    for part in clauses(query):
        if isinstance(part, Term) and part.field in fields:
            place = len(kept) if place is None else place
        else:
            kept.append(part)
    if clause is not None:
        kept.insert(len(kept) if place is None else place, clause)
    return all_of(kept)


# ---------------------------------------------------------------------------------------- time


def is_frozen(query: Query) -> bool:
    """Whether the query means the same at any moment and in any zone: there is no `When` in it."""
    if isinstance(query, Term):
        return not any(isinstance(value, When) for value in query.values)
    return all(is_frozen(part) for part in query.parts_within())


def freeze(query: Query, now_us: int, zone: ZoneLike) -> Query:
    """The query with each `When` turned into the `Span` (or the two of them) that it means at this moment in this zone.

    Raises:
        UsageError: A date that reaches out of the years 1 to 9999, or an unknown zone.
    """
    if isinstance(query, And):
        return And(tuple(freeze(part, now_us, zone) for part in query.parts))
    if isinstance(query, Or):
        return Or(tuple(freeze(part, now_us, zone) for part in query.parts))
    if isinstance(query, Not):
        return Not(freeze(query.part, now_us, zone))
    if isinstance(query, Term) and not is_frozen(query):
        frozen = [_frozen(query.field, value, now_us, zone) for value in query.values]
        return Term(query.field, tuple(dict.fromkeys(chain.from_iterable(frozen))))
    return query


def _frozen(field: str, value: Value, now_us: int, zone: ZoneLike) -> tuple[Value, ...]:
    """Two spans for a time of day that the clock shows twice; else one value."""
    if not isinstance(value, When):
        return (value,)
    if field != "on" or ".." in value.text:
        return (span_of(field, value.text, now_us, zone),)
    return tuple(Span(*stretch) for stretch in parse_stretches(value.text, now_us, zone))


def span_of(field: str, text: str, now_us: int, zone: ZoneLike) -> Span:
    """What a text behind `since:`, `until:` or `on:` means; both ends written are included.

    A period that ends before it begins (`on:today..yesterday`) is the empty one at its start.

    Raises:
        UsageError: It is no date or time.
    """
    first, between, last = text.partition("..")
    start = parse_span(first, now_us, zone)[0] if first else None
    end = parse_span(last if between else first, now_us, zone)[1] if last or not between else None
    if start is not None and end is not None:
        end = max(start, end)
    if field == "since":
        return Span(start, None)
    return Span(None, end) if field == "until" else Span(start, end)


# ---------------------------------------------------------------------------------------- highlighting


def needles(query: Query) -> tuple[str, ...]:
    """What is worth highlighting in a row: texts that the query asks for, not those it excludes."""
    return tuple(dict.fromkeys(text for text in _needles(query) if text))


def _needles(query: Query) -> Iterator[str]:
    if isinstance(query, Text):
        yield query.needle
    elif isinstance(query, Term):
        yield from _term_needles(query)
    elif not isinstance(query, Not):
        for part in query.parts_within():
            yield from _needles(part)


def _term_needles(term: Term) -> Iterator[str]:
    if kind_of(term.field) is Kind.FLAG:
        return
    for value in term.values:
        if isinstance(value, Exactly):
            yield value.text
        elif isinstance(value, Wild):
            yield from value.pattern.split("*")
