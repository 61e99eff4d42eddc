"""What changed, from the forms in which products say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, TypeAlias

from auditui.core.event import ABSENT, Absent
from auditui.formats.change_sides import MERE_VALUES, SIDES, side_keys
from auditui.formats.records import Value

Changed: TypeAlias = "tuple[str, Any, Any]"
"""Field, before, after; either side may be `ABSENT`."""

NAMES: Final = (
    "field", "name", "property", "key", "attribute", "fieldName", "field_name", "Name", "propertyName", "column",
    "path", "displayName", "parameter", "fieldname", "Field", "attributeName", "property_name", "Property",
    "label", "fieldId", "logicalName", "FieldName", "PropertyName", "columnName", "column_name", "attribute_name",
)  # fmt: skip
PAIR: Final = 2
MOST_IN_A_CHANGE: Final = 4
"""Old, new, and perhaps a label and a type."""


def changes_in(value: Value) -> list[Changed]:
    """The changes that a value spells out; empty where it has none of the usual forms.

    Forms: `{field: [old, new]}` · `{field: {old, new}}` (also from/to, before/after ...) · a list of
    `{name, oldValue, newValue}` or of `[name, old, new]` · `{before: {...}, after: {...}}` (also old/new ...) ·
    `{field: ["update", new, old]}`, the deed first.
    """
    if isinstance(value, dict):
        if _begin_with_deeds(value):
            return list(_after_deeds(value))
        sides = _object_sides(value)
        if sides:
            return between(*sides)
        return list(_from_object(value))
    if isinstance(value, list):
        return list(_from_list(value))
    return []


PLAIN_SIDES: Final = ("old", "new", "prev", "prior", "before", "after", "fromstring", "tostring")
"""How names of sides begin or end that mean nothing else; `from` and `to` stand in other lists, too."""


FIELD_NAMES: Final = frozenset(
    ("field", "field_name", "fieldName", "attribute", "property", "property_name", "propertyName")
)


def is_list_of_changes(value: Value) -> bool:
    """Whether entries of a list name a field, what it was and what it is: changes, called anything.

    Beside changes of what is called a field there may be other entries; else every one names something.
    """
    if not isinstance(value, list) or not value or not all(isinstance(entry, dict) for entry in value):
        return False
    changed = [entry for entry in value if _has_both_sides(entry)]
    if any(not FIELD_NAMES.isdisjoint(entry) for entry in changed):
        return True
    return bool(changed) and all(any(isinstance(entry.get(key), str) for key in NAMES) for entry in value)


def is_object_of_changes(value: Value) -> bool:
    """Whether all that an object holds is what each field was and is: changes, called anything."""
    first = next(iter(value.values()), None) if isinstance(value, dict) else None
    if isinstance(first, dict):
        return all(
            isinstance(one, dict) and len(one) <= MOST_IN_A_CHANGE and _has_both_sides(one) for one in value.values()
        )
    return isinstance(first, list) and _begin_with_deeds(value) and any(map(_is_update, value.values()))


def _has_both_sides(entry: dict[str, Any]) -> bool:
    old, new = side_keys(SIDES.intersection(entry))
    return bool(old and new) and _is_plain_side(old) and (_is_plain_side(new) or new in MERE_VALUES)


def _is_plain_side(key: str | None) -> bool:
    return key is not None and (key.lower().startswith(PLAIN_SIDES) or key.lower().endswith(PLAIN_SIDES))


DEEDS: Final = frozenset(("add", "update", "delete", "attach", "detach"))


def _begin_with_deeds(value: dict[str, Any]) -> bool:
    """Whether each field has a list that says first what was done to it, then perhaps what it is, and what it was."""
    for one in value.values():
        if one.__class__ is not list or not 0 < len(one) <= PAIR + 1 or not DEEDS.issuperset(_texts_in(one[:1])):
            return False
        if len(one) > 1 and one[1].__class__ is str and one[1] in DEEDS:
            return False  # a field that says what may be done
    return bool(value)


def _texts_in(values: list[Value]) -> Iterator[str]:
    return (value if isinstance(value, str) else "" for value in values)


def _is_update(told: list[Value]) -> bool:
    return told[0] == "update" and len(told) > PAIR


def _after_deeds(value: dict[str, Any]) -> Iterator[Changed]:
    for field, told in value.items():
        said = [*told[1:], ABSENT, ABSENT]
        new, old = (ABSENT, said[0]) if told[0] in ("delete", "detach") else (said[0], said[1])
        yield from _one(field, old, new)


def says_more(value: Value) -> bool:
    """Whether an entry of a list (or object) of changes says more than its field and both sides: that is no change.

    So does what stands beside two objects that are the sides.
    """
    if isinstance(value, dict) and (sides := _object_sides(value)):
        return len(value) > len(sides) - sides.count(ABSENT)
    entries = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_more_in(entry) for entry in entries if isinstance(entry, dict))


def _more_in(entry: dict[str, Any]) -> bool:
    named = SIDES.intersection(entry)
    if not named:
        return False
    sides = side_keys(named)
    if len(entry) == len(sides) - sides.count(None):
        return False
    name = next((key for key in NAMES if isinstance(entry.get(key), str)), None)
    told = (name, *sides)
    return any(value not in (None, "") for key, value in entry.items() if key not in told)


def between(before: Value, after: Value) -> list[Changed]:
    """What differs between two objects, key by key; nested objects by path. Other values are one change of `value`."""
    if not isinstance(before, dict) and not isinstance(after, dict):
        return [] if before == after else [("value", before, after)]
    return list(_between(_as_object(before), _as_object(after), ""))


def what_was_in(old: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """The part of an object that another has keys for, at every depth."""
    return {
        key: what_was_in(was, now[key]) if isinstance(was, dict) and isinstance(now[key], dict) else now[key]
        for key, was in old.items()
        if key in now
    }


def _as_object(value: Value) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _between(before: dict[str, Any], after: dict[str, Any], path: str) -> Iterator[Changed]:
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key, ABSENT), after.get(key, ABSENT)
        name = f"{path}.{key}" if path else str(key)
        if isinstance(old, dict) and isinstance(new, dict):
            yield from _between(old, new, name)
        elif not same(old, new):
            yield name, old, new


def same(old: Value, new: Value) -> bool:
    """Equal in value and in kind: `1` and `true` differ, `1` and `1.0` do not."""
    return old == new and isinstance(old, bool) == isinstance(new, bool)


def _sides(value: dict[str, Any]) -> tuple[Any, Any] | None:
    """The two sides of `{old, new}`; None unless at least one name of a side is there and hardly anything else."""
    named = SIDES.intersection(value)
    if named:
        old_key, new_key = side_keys(named)
        if old_key is not None or (new_key is not None and new_key not in MERE_VALUES):
            return _side(value, old_key), _side(value, new_key)
    return None


def _object_sides(value: dict[str, Any]) -> tuple[Any, Any] | None:
    """The two sides of a change where they are objects; one of them may be nothing."""
    sides = _sides(value)
    return sides if sides and all(side is ABSENT or isinstance(side, dict) or side is None for side in sides) else None


def _side(value: dict[str, Any], key: str | None) -> Value | Absent:
    return ABSENT if key is None else value[key]


def _from_object(value: dict[str, Any]) -> Iterator[Changed]:
    paired = all(map(_is_pair, value.values()))
    plain = paired and not all(isinstance(side, dict) for change in value.values() for side in change)
    for field, change in value.items():
        if _is_pair(change) and (plain or not any(isinstance(side, dict) for side in change)):
            yield from _one(field, *change)
        elif isinstance(change, dict):
            sides = _sides(change)
            if sides and len(change) <= MOST_IN_A_CHANGE:
                yield from _one(field, *sides)


def _is_pair(change: Value) -> bool:
    """Whether it may be an old value and a new one; two objects are two of a list, unless it stands among pairs."""
    return isinstance(change, list) and len(change) == PAIR


def _from_list(value: list[Value]) -> Iterator[Changed]:
    for item in value:
        if _is_triple(item):
            yield from _one(*item)
        if not isinstance(item, dict):
            continue
        name = next((item[key] for key in NAMES if isinstance(item.get(key), str)), None)
        sides = _sides(item)
        if name is not None and sides:
            yield from _one(name, *sides)
        elif name is None:
            yield from _from_object(item)


def _is_triple(item: Value) -> bool:
    """Whether it may be a field, its old value and its new one."""
    return (
        item.__class__ is list
        and len(item) == PAIR + 1
        and isinstance(item[0], str)
        and bool(A_FIELD.fullmatch(item[0]))
    )


A_FIELD: Final = re.compile(r"[A-Za-z_][\w.-]{0,127}")


def _one(field: str, old: Value, new: Value) -> Iterator[Changed]:
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _between(old, new, field)
    elif not same(old, new):
        yield field, old, new


PAIRED: Final = (
    re.compile(r"^(?:old|previous|prev|original|before)[ _-]?(?=[A-Za-z])(?P<field>.+)$", re.IGNORECASE),
    re.compile(r"^(?P<field>.+?)[ _-]?(?:was|were|before|old|previous|from)$", re.IGNORECASE),
)


def pairs_of_names(keys: Iterator[str] | list[str]) -> list[tuple[str, str, str]]:
    """Names that stand beside each other as `field` and `old_field` or `field_was`, also `new_field` and `old_field`.

    Returns: (field, key of the old value, key of the new one), in the order of the keys.
    """
    all_keys = list(keys)
    lower = {key.lower().replace(" ", "_"): key for key in all_keys}
    found: list[tuple[str, str, str]] = []
    for key in all_keys:
        for field in fields_of_old(key):
            new_key = _partner(field, lower)
            if new_key and new_key != key:
                found.append((field.strip(" _-"), key, new_key))
                break
    return found


@lru_cache(maxsize=8192)
def fields_of_old(key: str) -> tuple[str, ...]:
    """Fields whose old value a key may name, such as `plan` for `old_plan` and for `plan_was`; mostly none."""
    return tuple(match["field"] for pattern in PAIRED if (match := pattern.match(key)))


AROUND_NEW: Final = (
    ("new_", "new", "", "", "", "after_", "after-", "updated_", "updated", "current_", "current", ""),
    ("", "", "_new", "_after", "_to", "", "", "", "", "", "", ""),
)
"""What stands before and behind the name of a field where its new value is, best first."""


def _partner(field: str, lower: dict[str, str]) -> str | None:
    bare = field.strip(" _-").lower().replace(" ", "_")
    for before, behind in zip(*AROUND_NEW, strict=True):
        spelling = f"{before}{bare}{behind}"
        if spelling in lower:
            return lower[spelling]
    return None
