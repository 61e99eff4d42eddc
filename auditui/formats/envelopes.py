"""Documents around lists of records: pages of an API, exports, folders of a bucket."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache, partial
from itertools import count
from typing import Any, Final

from auditui.formats.empty_pages import is_empty_page
from auditui.formats.histories import LISTS, apart, is_event, is_owner, leads_to_objects, may_carry
from auditui.formats.page_heads import beyond_pages, has_records, is_page
from auditui.formats.records import Value
from auditui.formats.tables import Rows, Unfit, may_hold_rows, spread
from auditui.formats.timed import has_time, is_timed

WRAPPERS: Final = frozenset((
    "records", "activities", "value", "values", "entities", "results", "data", "response", "result", "entries",
    "events", "items", "logs", "hits", "auditlogs", "audit_logs", "audit", "auditevents", "audit_events",
    "objects", "rows", "log", "history", "documents", "edges", "resources", "audit_entries", "auditrecords",
    "log_entries", "messages", "content", "list", "changes", "elements", "notifications", "entry",
))  # fmt: skip
"""Keys under which products put the list of records, lower case, without other signs than `_`."""

RELATED: Final = "included"
"""Where JSON:API puts what records refer to: users and the like, which may have times as they have."""
DEPTH: Final = 3
"""Lists in lists that a document may wrap its records in."""
WRAPPER_SPELLINGS: Final = frozenset(
    spelling for word in WRAPPERS for spelling in (word, word.capitalize(), word.upper())
) | {
    "auditLogs",
    "AuditLogs",
    "auditEvents",
    "AuditEvents",
    "auditRecords",
    "AuditRecords",
    "audit-logs",
    "audit-events",
    "logEvents",
}

LOOKED_INTO: Final = WRAPPER_SPELLINGS | LISTS
REPEATED: Final = re.compile(r"#\d+\Z")
"""What the decoder puts behind a key that stands there more than once."""
LONGEST_WRAPPER: Final = 64
"""Characters of such a key with its number: more than any has."""
NUMBERED: Final = re.compile(r"[A-Za-z _-]{0,20}\d+")
MOST_AROUND: Final = 8
"""Keys of a page besides the one with its records; events without a time of their own have more."""
LOOKED_AT: Final = 8
"""Members of a list that tell what it is."""
DEEPEST_PAGE: Final = 4
"""Objects around a list of records under keys that nobody knows."""
FEW: Final = 4
"""An event has fewer parts that look the same, such as who did it and to whom; or before and after."""
WITH_DIGIT: Final = re.compile(r"\d")


def is_wrapper(key: str) -> bool:
    """Whether a key is one under which lists of records are put."""
    return len(key) <= LONGEST_WRAPPER and _is_wrapper(key)


@lru_cache(maxsize=4096)
def _is_wrapper(key: str) -> bool:
    return key in WRAPPER_SPELLINGS or REPEATED.sub("", key).lower().replace("-", "_") in WRAPPERS


def is_record_itself(document: dict[str, Any]) -> bool:
    """Whether it is quickly seen that nothing is wrapped in a document; False where that needs a closer look."""
    if len(document) <= MOST_AROUND or _are_objects(document) or has_records(document):
        return False
    if LOOKED_INTO.isdisjoint(document):
        return True
    for key, value in document.items():
        kind = value.__class__
        if kind is list or (kind is dict and _may_lead_on(key, value)):
            return False
    return True


def _may_lead_on(key: str, value: dict[str, Any]) -> bool:
    return (key in LISTS and leads_to_objects(value)) or (is_wrapper(key) and _may_hold_records(value))


def _may_hold_records(value: dict[str, Any]) -> bool:
    return bool(_numbered(value)) or not WRAPPER_SPELLINGS.isdisjoint(value)


def unwrap(value: Value, depth: int = DEPTH) -> Iterator[dict[str, Any] | Unfit | None]:
    """The records in a decoded document: itself, or those in all lists that it wraps; each with those that it carries.

    None for what is no object, `Unfit` for a row of a table that is no record.
    """
    for record in wrapped_in(value, depth):
        if record.__class__ is dict and may_carry(record):
            yield from apart(record)
        else:
            yield record


def wrapped_in(value: Value, depth: int = DEPTH) -> Iterator[Any]:
    """The same, with what a record carries still in it."""
    if isinstance(value, Unfit):
        yield value
        return
    if isinstance(value, list) and value and not _has_objects(value):
        yield None  # `[1, 2]` is one record that is none
        return
    if isinstance(value, list | Rows):
        for inner in value:
            yield from wrapped_in(inner, depth - 1) if depth else iter([None])
        return
    if not isinstance(value, dict):
        yield None
        return
    if depth and may_hold_rows(value) and (spread_out := _spread(value)) is not value:
        yield from wrapped_in(spread_out, depth)
        return
    wrapped = _wrapped(value) if depth and not WRAPPER_SPELLINGS.isdisjoint(value) else None
    if not wrapped and depth and (len(value) <= MOST_AROUND or _are_objects(value) or has_records(value)):
        unknown = _unknown_lists(value, is_document=depth == DEPTH)
        wrapped = wrapped if unknown is None else unknown
    if wrapped is None:
        yield value
    else:
        for inner in wrapped:
            yield from wrapped_in(inner, depth - 1)


def _spread(document: dict[str, Any]) -> Value:
    """The document with the rows of tables in it as records; itself where it is an event that holds a table."""
    if _has_time_outside(document):
        return _spread_page(document)
    made = spread(document)
    is_empty = made == [] or (
        isinstance(made, dict) and made is not document and not any(one for _, one in _lists_in(made))
    )
    return [] if is_empty else made


def _spread_page(document: dict[str, Any]) -> Value:
    """The same of a document with a time: a page says when it was made; its table is under a key that wraps some."""
    inner = next(iter(document.values()))
    page = inner if len(document) == 1 and inner.__class__ is dict else document
    made = spread(page) if any(map(is_wrapper, page)) else page
    is_page = made is not page and bool(made if isinstance(made, list) else any(_pages_in(made).values()))
    return made if is_page else document


def beside(document: Value, like: dict[str, Any]) -> Iterator[dict[str, Any] | Unfit | None]:
    """What else an envelope holds whose records were found one by one; `like` is one of them. None as of `unwrap`."""
    if isinstance(document, dict):
        if is_event(document):
            yield document
            return
        for inner in _members(document, _pages_in(document), like):
            yield from unwrap(inner, 2)


def _wrapped(document: dict[str, Any]) -> list[Any] | None:
    """The members of the lists that a document wraps; None when the document is a record itself."""
    pages = _pages_in(document)
    like = next((_like(one) for page in pages.values() for one in page if isinstance(one, dict | Rows)), None)
    if like is not None:
        return None if is_event(document) or is_owner(document) else _members(document, pages, like)
    return [] if is_empty_page(document, is_wrapper) else None


def _pages_in(document: dict[str, Any]) -> dict[str, list[Any]]:
    """The records under each key that wraps some; an empty list where there is an empty page in an object."""
    pages = {}
    for key, value in document.items():
        if isinstance(value, list | dict) and is_wrapper(key):
            found = _page(value) if isinstance(value, list) else _numbered(value) or _page_within(value)
            if found is not None:
                pages[key] = found
    return pages


def _page(value: list[Any]) -> list[Any] | None:
    """A list that is mostly objects, some with a time."""
    objects = [_like(inner) for inner in value if isinstance(inner, dict | Rows)]
    return value if len(objects) * 2 > len(value) and any(map(is_timed, objects[:LOOKED_AT])) else None


def _like(member: dict[str, Any] | Rows) -> dict[str, Any]:
    """A record: the one in a list, or one of the rows that stand in its place."""
    return member.like if isinstance(member, Rows) else member


def _numbered(value: dict[str, Any]) -> list[Any]:
    """The records of `{"Event1": {...}, "Event2": {...}}`; none of any other object."""
    for key, inner in value.items():  # in nearly every event the first tells
        if inner.__class__ is not dict or not NUMBERED.fullmatch(key):
            return []
    return list(value.values()) if all(has_time(inner, 0) for inner in value.values()) else []


def _page_within(value: dict[str, Any]) -> list[Any] | None:
    return _wrapped(value) if not WRAPPER_SPELLINGS.isdisjoint(value) and not has_time(value, 0) else None


def _members(document: dict[str, Any], pages: dict[str, list[Any]], like: dict[str, Any]) -> list[Any]:
    """The members of all lists of an envelope: of records, of whatever stands where records do, and of their like."""
    found: list[Any] = []
    for key, value in document.items():
        if pages.get(key):
            found += pages[key]
        elif key == RELATED:
            continue
        elif isinstance(value, list) and (_are_alike(value, like) or (_has_objects(value) and is_wrapper(key))):
            found += value
        elif isinstance(value, dict):
            found += _members_within(value, like)
    return found


def _members_within(value: dict[str, Any], like: dict[str, Any]) -> list[Any]:
    """The records in an object beside them: itself, or those of the pages and lists in it, however deep."""
    return [value] if _are_alike([value], like) else _members(value, _pages_in(value), like)


def _has_objects(value: list[Any]) -> bool:
    return any(isinstance(inner, dict | list | Rows) for inner in value)


def _are_alike(value: list[Any], like: dict[str, Any]) -> bool:
    """Whether a list is one of objects with a time that share half of their keys with a record."""
    first = _like(value[0]) if value and isinstance(value[0], dict | Rows) else None
    if first is None or len(first.keys() & like.keys()) * 2 < max(len(first), len(like)):
        return False
    return is_timed(first)


def _unknown_lists(document: dict[str, Any], *, is_document: bool) -> list[Any] | None:
    """The members of a page under keys that nobody knows: of all lists with timed objects; its own time is its making.

    Lists that lead to such lists count too: `{"hosts": [{"host": "a", "log": [...]}]}`. Where nothing is in any of
    them, it is an empty page only as a document of its own: among records it is one that lacks its time.
    """
    lists = _lists_in(document)
    if not any(_page(one) is not None or _leads_on(one) for _, one in lists):
        return [] if is_document and lists and is_empty_page(document, is_wrapper) else None
    is_dated = (len(document) > MOST_AROUND and not _are_objects(document)) or _has_time_outside(document)
    if is_dated and not is_page(document, lists):
        return None
    found = [(f"in {key}", members, _records_under(key, members)) for key, members in lists]
    around = beyond_pages(_less(document, [members for _, members, records in found if records])) if is_dated else {}
    return [_labelled(label, around, inner) for label, _, records in found for inner in records] or None


def _leads_on(values: list[Any]) -> bool:
    """Whether there are lists of objects in the objects of a list."""
    return any(
        one.__class__ is dict and any(inner and inner[0].__class__ is dict for _, inner in _lists_in(one))
        for one in values[:LOOKED_AT]
    )


def _records_under(key: str, values: list[Any], depth: int = DEEPEST_PAGE) -> list[Any]:
    """The records in a list: its members; or those in the lists of members without a time, each under its labels."""
    if _page(values) is not None:
        return values
    found: list[Any] = []
    for one in values if depth else ():
        if one.__class__ is not dict or _has_time_outside(one):
            continue
        taken: list[list[Any]] = []
        inner: list[Any] = []
        for name, members in _lists_in(one):
            if made := _records_under(name, members, depth - 1):
                taken.append(members)
                inner += made
        found += map(partial(_labelled, f"in {key}" if is_wrapper(key) else key, _less(one, taken)), inner)
    return found


def _less(value: dict[str, Any], taken: list[list[Any]]) -> dict[str, Any]:
    """What an object says besides the records that were taken from it."""
    made = {}
    for key, inner in value.items():
        if any(inner is one for one in taken):
            continue
        kept = _less(inner, taken) if inner.__class__ is dict and not _keyed(inner) else inner
        if kept or not inner:
            made[key] = kept
    return made


def _labelled(key: str, around: dict[str, Any], record: Value) -> Value:
    """A record with what was said around it under a key of its own: an id there is not the id of the record."""
    if record.__class__ is not dict or not around:
        return record
    free = key if key not in record else next(name for n in count(2) if (name := f"{key}#{n}") not in record)
    return {free: deepcopy(around), **record}


def _lists_in(value: dict[str, Any], depth: int = DEEPEST_PAGE) -> list[tuple[str, list[Any]]]:
    """All lists that objects lead to, and what is in objects that are keyed by ids, which are lists as well."""
    if _are_objects(value) and (keyed := _keyed(value)):
        return [("", keyed)]
    found = []
    for key, inner in value.items():
        if inner.__class__ is list:
            found.append((key, inner))
        elif inner.__class__ is dict and depth and (len(inner) <= MOST_AROUND or _are_objects(inner)):
            found += _lists_in(inner, depth - 1)
    return found


def _has_time_outside(value: dict[str, Any], depth: int = 2) -> bool:
    """Whether there is a time in objects, not too deep, that is none of a list's."""
    if _keyed(value):
        return False
    return has_time(value, 0) or any(
        inner.__class__ is dict and depth and _has_time_outside(inner, depth - 1) for inner in value.values()
    )


def _keyed(value: dict[str, Any]) -> list[Any]:
    """The records of `{"e1": {...}, "e2": {...}}`, all alike; none of an event, whose few parts may have times, too."""
    if not _are_objects(value) or (len(value) < FEW and not all(map(WITH_DIGIT.search, value))):
        return []
    members = list(value.values())
    return members if all(_are_alike([inner], members[0]) for inner in members) else []


def _are_objects(value: Value) -> bool:
    """Whether something is an object of several objects."""
    if value.__class__ is not dict or len(value) < 2:  # noqa: PLR2004  # several
        return False
    for inner in value.values():  # noqa: SIM110  # for nearly every event the first is none; `all` takes four times as long
        if inner.__class__ is not dict:
            return False
    return True
