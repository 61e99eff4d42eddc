"""The query tree: immutable nodes, and what each means for one event.

`Query.matches` in plain Python is the oracle that every store is held against. `core.language`
makes trees from text; `str(query)` is the canonical text, and `parse(str(q)) == q`.

What free text looks at (`texts_of`): the fields of `TEXT_FIELDS`, the status as decimal text, every
field of every target, and every key and every text, number and truth value of changes and details
(numbers as JSON writes them, `true`/`false`; null has no text; a change's flattened field path is
one key). Not: times, durations, `seq`, `origin`, `flags`, and what is derived or normalised
(`verb`, `outcome`, `actor_kind`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv4Network, IPv6Network
from typing import Final, TypeAlias

from auditui.core.event import Event

TEXT_FIELDS: Final = (
    "id", "actor", "actor_id", "email", "role", "on_behalf_of", "action", "method", "category",
    "entity_type", "entity_id", "entity_name", "description", "ip", "user_agent", "request_id",
)  # fmt: skip


class Kind(Enum):
    """How the values of a field compare."""

    TEXT = "text"
    NUMBER = "number"
    DURATION = "duration"
    ADDRESS = "address"
    TIME = "time"
    FLAG = "flag"
    PATH = "path"
    """Untyped leaves below `details.`, `before.`, `after.`: text, and numbers where they are numbers."""


@dataclass(frozen=True, slots=True)
class Exactly:
    """Equal by `core.text.fold`; addresses equal as addresses. Never a wildcard, whatever it holds."""

    text: str


@dataclass(frozen=True, slots=True)
class Wild:
    """A pattern with at least one `*` (any run of characters, also none), matched by `fold` against the whole value."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Exists:
    """`*` alone: there is a value, neither null nor empty text."""


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers between two ends, included unless open; None is no end. Durations are microseconds."""

    low: int | float | None = None
    high: int | float | None = None
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """Addresses inside a network. An IPv4-mapped IPv6 address counts as the IPv4 address."""

    network: IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class When:
    """A day, span or moment as written (`7d`, `yesterday`, `2026-07-01`); `freeze` turns it into a `Span`."""

    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """Moments from `start_us` on and before `end_us`; None is no end. Printed as RFC 3339 UTC."""

    start_us: int | None = None
    end_us: int | None = None


Value: TypeAlias = Exactly | Wild | Exists | Range | Network | When | Span


class Query:
    """Base of all nodes. Nodes are frozen, hashable and compare by value."""

    __slots__ = ()

    def matches(self, event: Event) -> bool:
        """Whether the event satisfies this query. Relative times mean the present clock and UTC."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Everything(Query):
    """The empty query."""


@dataclass(frozen=True, slots=True)
class And(Query):
    """All of at least two parts; no part is itself an `And` or `Everything`."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or(Query):
    """Any of at least two parts; no part is itself an `Or`."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not(Query):
    """The rest; rows where a negated field is empty are in it. `part` is not itself a `Not`."""

    part: Query


@dataclass(frozen=True, slots=True)
class Text(Query):
    """A substring, by `fold`, of any one text that the event holds (`texts_of`). Never empty."""

    needle: str


@dataclass(frozen=True, slots=True)
class Term(Query):
    """A field with any of at least one value, in the order written, without repeats.

    `field` is a canonical name: a field of the event; `user` or `entity` (any of several);
    `action` (action, method or verb); `changed`, `details.PATH`, `before.PATH`, `after.PATH`;
    `is`, `has`; `since`, `until`, `on`. Aliases are resolved by the parser (`ua` to `user_agent`).
    """

    field: str
    values: tuple[Value, ...]


EVERYTHING: Final = Everything()
