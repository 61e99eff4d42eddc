"""What an event is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What JSON can say. Integers beyond 64 bits and numbers that are not finite are kept as text."""


class Absent(Enum):
    """The type of `ABSENT`: a side of a change that was not there at all (which differs from null)."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Change:
    """One field that really changed. `field` is the flattened path (`address.city`)."""

    field: str
    before: Json | Absent
    after: Json | Absent


@dataclass(frozen=True, slots=True)
class Target:
    """A further thing that the event was done to. Empty text where the source has none."""

    type: str = ""
    id: str = ""
    name: str = ""


@dataclass(slots=True, kw_only=True)
class Event:
    """One recorded event; treat it as immutable.

    Not frozen, since a frozen dataclass costs a microsecond per field to make and imports make
    millions. Texts are empty, numbers None, where the source said nothing. `core.recording.record`
    is the only way from what a source said to an event that may be stored; the store makes events
    from its own rows.
    """

    at_us: int
    """When it happened: microseconds since 1970 UTC."""
    id: str = ""
    actor: str = ""
    actor_id: str = ""
    email: str = ""
    role: str = ""
    actor_kind: str = "unknown"
    """`user`, `system`, `anonymous` or `unknown`."""
    on_behalf_of: str = ""
    action: str = ""
    method: str = ""
    category: str = ""
    entity_type: str = ""
    entity_id: str = ""
    entity_name: str = ""
    targets: tuple[Target, ...] = ()
    description: str = ""
    status: int | None = None
    outcome: str = "unknown"
    """`success`, `failure` or `unknown`: as stated, else derived from the status and the action."""
    took_us: int | None = None
    """Execution time in microseconds."""
    ip: str = ""
    user_agent: str = ""
    request_id: str = ""
    changes: tuple[Change, ...] = ()
    details: dict[str, Json] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    """What had to be mended, sorted: `bad-utf8 control duplicate-key id-conflict nul redacted repeated truncated`."""
    verb: str = "other"
    """Derived: one of `VERBS`."""
    origin: str = ""
    """The import that it came from, as text (file name and format)."""
    seq: int = 0
    """Position in the store, from 1; 0 while it is not stored."""


VERBS: Final = (
    "create", "update", "delete", "login", "logout", "view", "sync",
    "export", "import", "archive", "restore", "grant", "other",
)  # fmt: skip
OUTCOMES: Final = ("success", "failure", "unknown")
ACTOR_KINDS: Final = ("user", "system", "anonymous", "unknown")

Leaf: TypeAlias = "str | int | float | bool | None"


def leaves_of(value: Json, path: str) -> list[tuple[str, Leaf]]:
    """Flatten a JSON value to its leaves.

    List positions are skipped and keys are joined by dots as they are written, so that both
    `{"meta": {"user": 1}}` and `{"meta.user": 1}` give `("meta.user", 1)`. Empty lists and
    objects have no leaves. Order: as in the value.
    """
    found: list[tuple[str, Leaf]] = []
    _walk(value, path, found)
    return found


def _walk(value: Json, path: str, found: list[tuple[str, Leaf]]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _walk(inner, f"{path}.{key}" if path else key, found)
    elif isinstance(value, list):
        for inner in value:
            _walk(inner, path, found)
    else:
        found.append((path, value))


def keys_of(value: Json) -> set[str]:
    """Every key at any depth of a JSON value, as written."""
    if isinstance(value, dict):
        found = set(value)
        for inner in value.values():
            found |= keys_of(inner)
        return found
    if isinstance(value, list):
        return set().union(*(keys_of(inner) for inner in value))
    return set()


Fields: TypeAlias = Mapping[str, object]
"""What a source said, by the names of `Event` (plus `at_us`); texts as found, `changes` a sequence of
`(field, before, after)` or `Change`, `targets` a sequence of `Target` or mappings. `core.recording.record` takes it."""

ChangeLike: TypeAlias = "Change | Sequence[object]"
