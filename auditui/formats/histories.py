"""Events that an object carries with it: journals of an issue, notes of a ticket, each with its own time and person."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from auditui.formats.empty_pages import is_of_event
from auditui.formats.names import name_scores
from auditui.formats.records import Value
from auditui.formats.timed import has_time
from auditui.formats.words import words_of

LISTS: Final = frozenset((
    "journals", "journal", "histories", "history", "changelog", "change_log", "changeLog", "notes", "comment",
    "comments", "audits", "audit", "audit_trail", "auditTrail", "audit_log", "auditLog", "messages", "message_ids",
    "changes", "activities", "activity", "events", "revisions", "versions", "timeline", "log", "logs", "worklog",
    "worklogs", "work_notes", "updates", "entries", "records", "transitions", "actions",
))  # fmt: skip
"""Keys of lists of what happened to the object that they stand in, one after another."""
OF_THINGS: Final = frozenset((
    "journals", "journal", "histories", "history", "changelog", "change_log", "changeLog", "notes", "comments",
    "transitions", "revisions", "versions", "timeline", "worklog", "worklogs", "work_notes", "updates", "activities",
))  # fmt: skip
"""Those of them that a thing has; under the others pages have their records, too."""
TITLES: Final = frozenset({"title", "subject", "summary", "short_description", "key", "number", "iid"})
IDENTITY: Final = frozenset((
    "id", "_id", "key", "number", "iid", "uuid", "guid", "sys_id", "identifier", "reference", "ref", "code", "name",
    "subject", "title", "summary", "short_description", "type", "sys_class_name",
))  # fmt: skip
"""Keys that tell which object something belongs to."""
UNDER: Final = "entity"
"""The key under which each event of an object has what is known of it."""
PLAIN: Final = frozenset({str, int})
DEEPEST: Final = 2
FEW: Final = 8
"""Keys of an object whose inner ones are looked at, too: few events have as few."""
LOOKED_AT: Final = 8
WHO_SURELY: Final = 70


class History(NamedTuple):
    """A list of events, and what is known of the object that they happened to."""

    members: list[Value]
    entity: dict[str, Value]


def may_carry(document: dict[str, Any]) -> bool:
    """Whether a closer look is worth while; False for nearly every event, at once."""
    if not LISTS.isdisjoint(document) and any(_may_be_history(document[key]) for key in LISTS.intersection(document)):
        return True
    if len(document) > FEW:
        return False
    return any(inner.__class__ is dict and not LISTS.isdisjoint(inner) for inner in document.values())


def _may_be_history(value: Value) -> bool:
    if value.__class__ is dict:
        return leads_to_objects(value)
    return value.__class__ is list and bool(value) and value[0].__class__ is dict and _has_who(value[0])


def leads_to_objects(value: dict[str, Any], depth: int = DEEPEST) -> bool:
    """Whether there is a list of objects somewhere in one; in the sides of a change there is none."""
    for inner in value.values():  # `any` takes twice as long, and this is asked of every event with changes
        kind = inner.__class__
        if kind is list:
            if inner and inner[0].__class__ is dict:
                return True
        elif kind is dict and depth and leads_to_objects(inner, depth - 1):
            return True
    return False


def is_event(document: dict[str, Any]) -> bool:
    """Whether an object says itself when something was done, and who or what did it, besides what it holds."""
    said = [key for key, value in document.items() if value and value.__class__ is not list]
    return any(map(is_of_event, said)) and has_time(document, 0)


def is_owner(document: dict[str, Any]) -> bool:
    """Whether an object with a time is a thing, with a title, whose history stands in it; nobody says who made it."""
    if OF_THINGS.isdisjoint(document) or not any(document.get(key) for key in TITLES) or not has_time(document, 0):
        return False
    lists = [document[key] for key in OF_THINGS & document.keys()]
    return all(one.__class__ is list and (not one or _is_history(one)) for one in lists)


def apart(document: dict[str, Any]) -> Iterator[dict[str, Any] | None]:
    """An event, and each event that it carries, with what they belong to; itself alone where it carries none."""
    if has_time(document, DEEPEST):
        yield from _apart(document, {})
    else:
        yield document


def _apart(record: dict[str, Any], around: dict[str, Value]) -> Iterator[dict[str, Any] | None]:
    found = list(_histories(record, around, DEEPEST)) if may_carry(record) else []
    yield _of(found[0].entity if found else around, less(record, [one.members for one in found]) if found else record)
    for members, entity in found:
        for one in members:
            if one.__class__ is dict:
                yield from _apart(one, entity)
            else:
                yield None


def _of(entity: dict[str, Value], record: dict[str, Any]) -> dict[str, Any]:
    """A record with the entity that it belongs to; under another key where it names one itself."""
    return {UNDER if UNDER not in record else "belongs_to": dict(entity), **record} if entity else record


def _histories(value: dict[str, Any], around: dict[str, Value], depth: int) -> Iterator[History]:
    own = {key: inner for key, inner in value.items() if key in IDENTITY and inner.__class__ in PLAIN}
    entity = {**own, **around}
    for key, inner in value.items():
        if key in LISTS:
            lists = inner.values() if inner.__class__ is dict else (inner,)
            yield from (History(one, entity) for one in lists if one.__class__ is list and _is_history(one))
        elif inner.__class__ is dict and depth:
            yield from _histories(inner, entity or {"type": key}, depth - 1)


def _is_history(members: list[Value]) -> bool:
    first = members[:LOOKED_AT]
    return bool(first) and all(one.__class__ is dict and has_time(one, 1) and _has_who(one) for one in first)


def _has_who(member: dict[str, Any]) -> bool:
    return any(value and _is_who(key) for key, value in member.items())


@lru_cache(maxsize=4096)
def _is_who(key: str) -> bool:
    said = name_scores(words_of(key))
    return max(said.get("actor", 0), said.get("actor_id", 0)) >= WHO_SURELY


def less(value: dict[str, Any], taken: list[list[Value]]) -> dict[str, Any]:
    """An object less the lists that were taken from it."""
    made = {}
    for key, inner in value.items():
        if any(inner is one for one in taken):
            continue
        made[key] = less(inner, taken) if inner.__class__ is dict else inner
    return made
