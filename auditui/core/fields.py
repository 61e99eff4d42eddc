"""The fields that a query can name: how each compares, and which values an event has for it.

The table `FIELDS` holds the canonical names, `ALIASES` the short ones that the parser resolves.
Names below `details.`, `before.` and `after.` are made as they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from typing import Final, TypeAlias

from auditui.core.event import ABSENT, ACTOR_KINDS, OUTCOMES, VERBS, Event, Json, Leaf, leaves_of
from auditui.core.text import fold

TEXT_FIELDS: Final = (
    "id", "actor", "actor_id", "email", "role", "on_behalf_of", "action", "method", "category",
    "entity_type", "entity_id", "entity_name", "description", "ip", "user_agent", "request_id",
)  # fmt: skip
CLOSED: Final[Mapping[str, tuple[str, ...]]] = {"outcome": OUTCOMES, "actor_kind": ACTOR_KINDS, "verb": VERBS}
"""Fields that have no other values than these: a slip would find nothing and look like an answer."""
PATH_ROOTS: Final = ("details", "before", "after")


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


Getter: TypeAlias = Callable[[Event], list[Leaf]]


@dataclass(frozen=True, slots=True)
class Field:
    """One name that a query may use. `values` gives what an event has for it, empty when it has nothing."""

    kind: Kind
    values: Getter


def _attribute(name: str) -> Getter:
    get = attrgetter(name)

    def values(event: Event) -> list[Leaf]:
        value = get(event)
        return [] if value is None or value == "" else [value]

    return values


def _filled(texts: Iterable[str]) -> list[Leaf]:
    return [text for text in texts if text]


def _user(event: Event) -> list[Leaf]:
    local_part, at_sign, _ = event.email.partition("@")
    system = "system" if event.actor_kind == "system" else ""
    return _filled((event.actor, event.email, local_part if at_sign else "", event.actor_id, system))


def _action(event: Event) -> list[Leaf]:
    return _filled((event.action, event.method, event.verb))


def _entity(event: Event) -> list[Leaf]:
    return _filled((event.entity_type, event.entity_id, event.entity_name)) + _targets(event)


def _targets(event: Event) -> list[Leaf]:
    return _filled(text for target in event.targets for text in (target.type, target.id, target.name))


def _each_target(name: str) -> Getter:
    get = attrgetter(name)
    return lambda event: _filled(get(target) for target in event.targets)


def _changed(event: Event) -> list[Leaf]:
    """Every changed path and every path above it, so that `address` finds `address.city` by equality."""
    found: dict[str, None] = {}
    for change in event.changes:
        path = change.field
        while path:
            found[path] = None
            path = path.rpartition(".")[0]
    return list(found)


def _flags(event: Event) -> list[Leaf]:
    return list(event.flags)


def _at(event: Event) -> list[Leaf]:
    return [event.at_us]


IS: Final[dict[str, Callable[[Event], bool]]] = {
    "system": lambda event: event.actor_kind == "system",
    "anonymous": lambda event: event.actor_kind == "anonymous",
    "user": lambda event: event.actor_kind == "user",
    "failed": lambda event: event.outcome == "failure",
    "succeeded": lambda event: event.outcome == "success",
    "redacted": lambda event: "redacted" in event.flags,
}
"""What `is:` can ask."""


def _has(get: Getter) -> Callable[[Event], bool]:
    return lambda event: bool(get(event))


HAS: Final[dict[str, Callable[[Event], bool]]] = {
    "changes": lambda event: bool(event.changes),
    "details": lambda event: bool(event.details),
    "targets": lambda event: bool(event.targets),
    "control": lambda event: "control" in event.flags,
    "user": _has(_user),
    "entity": _has(_entity),
    **{name: _has(_attribute(name)) for name in TEXT_FIELDS},
    "status": _has(_attribute("status")),
    "took": _has(_attribute("took_us")),
}
"""What `has:` can ask. `control`: control, bidi or zero-width characters."""


def _which(asked: dict[str, Callable[[Event], bool]]) -> Getter:
    return lambda event: [name for name, holds in asked.items() if holds(event)]


FIELDS: Final[dict[str, Field]] = {
    "user": Field(Kind.TEXT, _user),
    "action": Field(Kind.TEXT, _action),
    "entity": Field(Kind.TEXT, _entity),
    **{name: Field(Kind.TEXT, _attribute(name)) for name in TEXT_FIELDS if name not in {"action", "ip"}},
    **{name: Field(Kind.TEXT, _attribute(name)) for name in ("verb", "outcome", "actor_kind", "origin")},
    "targets": Field(Kind.TEXT, _targets),
    **{f"targets.{name}": Field(Kind.TEXT, _each_target(name)) for name in ("type", "id", "name")},
    "changed": Field(Kind.TEXT, _changed),
    "flags": Field(Kind.TEXT, _flags),
    "ip": Field(Kind.ADDRESS, _attribute("ip")),
    "status": Field(Kind.NUMBER, _attribute("status")),
    "seq": Field(Kind.NUMBER, _attribute("seq")),
    "took": Field(Kind.DURATION, _attribute("took_us")),
    "since": Field(Kind.TIME, _at),
    "until": Field(Kind.TIME, _at),
    "on": Field(Kind.TIME, _at),
    "is": Field(Kind.FLAG, _which(IS)),
    "has": Field(Kind.FLAG, _which(HAS)),
}
ALIASES: Final = {
    "type": "entity_type", "name": "entity_name", "ua": "user_agent", "request": "request_id",
    "desc": "description", "source": "origin", "at": "on", "changes": "changed",
}  # fmt: skip


def canonical(name: str) -> str:
    """The canonical name behind an alias; other names as they are, in lower case."""
    lower = name.lower()
    return ALIASES.get(lower, lower)


def split_path(field: str) -> tuple[str, str] | None:
    """Root and path of a name below `details.`, `before.` or `after.`; None for other names."""
    root, dot, path = field.partition(".")
    return (root, path) if dot and root in PATH_ROOTS else None


@lru_cache(maxsize=1024)
def field_of(name: str) -> Field:
    """The field with this canonical name. Raises `KeyError` when there is none."""
    below = split_path(name)
    return Field(Kind.PATH, _path_getter(*below)) if below else FIELDS[name]


def kind_of(name: str) -> Kind:
    """How the field with this canonical name compares. Raises `KeyError` when there is none."""
    return field_of(name).kind


def values_of(event: Event, field: str) -> list[Leaf]:
    """What an event has for a canonical field name; empty when it has nothing.

    Times and durations are microseconds. `changed` also gives every path above a changed one. A
    null below `details.`, `before.` or `after.` is a value (None), an absent side is not.
    """
    return field_of(field).values(event)


_folded_path = lru_cache(maxsize=8192)(fold)


def _path_getter(root: str, path: str) -> Getter:
    wanted = fold(path)
    leaves = _LEAVES[root]

    def values(event: Event) -> list[Leaf]:
        return [leaf for at, leaf in leaves(event) if _folded_path(at) == wanted]

    return values


def _detail_leaves(event: Event) -> list[tuple[str, Leaf]]:
    return leaves_of(event.details, "") if event.details else []


def _before_leaves(event: Event) -> list[tuple[str, Leaf]]:
    found: list[tuple[str, Leaf]] = []
    for change in event.changes:
        if change.before is not ABSENT:
            found += leaves_of(change.before, change.field)
    return found


def _after_leaves(event: Event) -> list[tuple[str, Leaf]]:
    found: list[tuple[str, Leaf]] = []
    for change in event.changes:
        if change.after is not ABSENT:
            found += leaves_of(change.after, change.field)
    return found


_LEAVES: Final = {"details": _detail_leaves, "before": _before_leaves, "after": _after_leaves}


def leaf_text(leaf: Leaf) -> str:
    """A leaf as text: numbers as JSON writes them, `true`, `false`, `null`."""
    if isinstance(leaf, str):
        return leaf
    if leaf is None:
        return "null"
    if isinstance(leaf, bool):
        return "true" if leaf else "false"
    return repr(leaf)


_plain_texts = attrgetter(*TEXT_FIELDS)


def texts_of(event: Event) -> Iterator[str]:
    """Every text that free text looks at, none of them empty; see `auditui.core.query`."""
    found: list[str] = list(_plain_texts(event))
    if event.status is not None:
        found.append(str(event.status))
    for target in event.targets:
        found += (target.type, target.id, target.name)
    for change in event.changes:
        found.append(change.field)
        for side in (change.before, change.after):
            if side is not ABSENT:
                _collect(side, found)
    if event.details:
        _collect(event.details, found)
    return filter(None, found)


def _collect(value: Json, found: list[str]) -> None:
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            found.append(key)
            _collect(inner, found)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, found)
    elif value is not None:
        found.append(leaf_text(value))
