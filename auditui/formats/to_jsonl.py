"""Events as JSON Lines: one object a line, by the names that queries and the SQL view use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from auditui.core.event import ABSENT, Change, Event, Json, Target
from auditui.core.fields import values_of
from auditui.core.times import rfc3339
from auditui.formats.json_text import dumps

FIELDS: Final = (
    "seq", "id", "at", "actor", "actor_id", "email", "role", "actor_kind", "on_behalf_of", "action", "verb", "method",
    "category", "entity_type", "entity_id", "entity_name", "targets", "description", "status", "outcome", "took_ms",
    "ip", "user_agent", "request_id", "changes", "details", "origin", "flags",
)  # fmt: skip
"""Every field of an export, in its order."""

BOOKMARK: Final = "bookmark"
"""The field behind all others that holds somebody's note on the event, where they want it. It is no part of it."""
Noted: TypeAlias = Callable[[Event], str]
"""What somebody noted on an event; empty: nothing."""

_PLAIN: Final = tuple(name for name in FIELDS if name not in {"at", "targets", "took_ms", "changes", "flags"})


def lines(events: Iterable[Event], columns: Sequence[str] = (), noted: Noted | None = None) -> Iterator[str]:
    """Each event as one line with its line feed.

    Args:
        events: What to write, in this order.
        columns: Some of `FIELDS`, or paths (`details.request.path`): every line has exactly these, null where the
            event has none.
            Empty: every line has the fields that its event fills.
        noted: Adds `BOOKMARK`, as if it were one of the columns.
    """
    for event in events:
        yield dumps(noted_object(event, columns, noted)) + "\n"


def noted_object(event: Event, columns: Sequence[str], noted: Noted | None) -> dict[str, Json]:
    """One event as JSON with what was noted on it; as for `lines`."""
    made = event_object(event, columns)
    if noted is not None:
        note = noted(event)
        if note or columns:
            made[BOOKMARK] = note or None
    return made


def event_object(event: Event, columns: Sequence[str] = ()) -> dict[str, Json]:
    """One event as JSON; `columns` as for `lines`.

    `at` is RFC 3339 in UTC; `took_ms` a number; `changes` a list of `{field, before, after}` without
    the key of a side that was absent; `targets` a list of objects with what is known of type, id, name.
    """
    values: dict[str, Json] = {name: getattr(event, name) for name in _PLAIN}
    values["at"] = rfc3339(event.at_us, 6)
    values["took_ms"] = milliseconds(event.took_us)
    values["targets"] = targets_json(event.targets)
    values["changes"] = changes_json(event.changes)
    values["flags"] = list(event.flags)
    if columns:
        return {name: _chosen(event, values, name) for name in columns}
    return {name: values[name] for name in FIELDS if filled(values[name])}


def _chosen(event: Event, values: dict[str, Json], name: str) -> Json:
    value = values[name] if name in values else _below(event, name)
    return value if filled(value) else None


def _below(event: Event, path: str) -> Json:
    """What stands at a path: nothing, a value, or the list of values where the path leads to several."""
    found: list[Json] = list(values_of(event, path))
    return found[0] if len(found) == 1 else found


def filled(value: Json) -> bool:
    """Whether there is something to say: 0 and false are values, empty text and empty lists are none."""
    return value is not None and value not in ("", [], {})


def milliseconds(took_us: int | None) -> int | float | None:
    """Microseconds as milliseconds; a whole number where it is one."""
    if took_us is None:
        return None
    whole, rest = divmod(took_us, 1000)
    return took_us / 1000 if rest else whole


def targets_json(targets: Sequence[Target]) -> list[Json]:
    """Targets as a list of objects that hold what is known."""
    named = ({"type": one.type, "id": one.id, "name": one.name} for one in targets)
    return [{key: value for key, value in one.items() if value} for one in named]


def changes_json(changes: Sequence[Change]) -> list[Json]:
    """Changes as a list of objects; an absent side has no key, since null is a value."""
    return [_change_json(change) for change in changes]


def _change_json(change: Change) -> Json:
    made: dict[str, Json] = {"field": change.field}
    if change.before is not ABSENT:
        made["before"] = change.before
    if change.after is not ABSENT:
        made["after"] = change.after
    return made
