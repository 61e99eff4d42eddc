"""What really differs between the two sides of a change: by path and by list item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from auditui.core.canonical import text_of
from auditui.core.event import ABSENT, Absent, Change, Json

UNSEEN: Final = "recorded as a change, values hidden"
"""What stands beside a change whose two sides look alike (`is_unseen`)."""
_DEPTH_LIMIT: Final = 64
_IDENTITIES: Final = ("id", "key", "name", "field")
"""What tells list items apart, the first one first that both sides have."""


def differences(change: Change) -> list[Change]:
    """A change as the smallest changes that it is made of, their paths written out; never none.

    A change is found before secrets are taken out of its sides, so one whose sides look alike now stays, whole.
    Objects are compared key by key, lists item by item whatever their order (`tags[2]`, or `roles[admin]` where
    items have an identity). A list whose items only changed places stays whole.
    """
    return list(_between(change.field, change.before, change.after, _DEPTH_LIMIT)) or [change]


def is_unseen(change: Change) -> bool:
    """Whether both sides look alike: what differed, or may have, was taken out before the change was recorded."""
    return _same(change.before, change.after)


def _between(path: str, before: Json | Absent, after: Json | Absent, depth: int) -> Iterator[Change]:
    if depth and isinstance(before, dict) and isinstance(after, dict):
        yield from _objects(path, before, after, depth - 1)
    elif depth and isinstance(before, list) and isinstance(after, list):
        yield from _lists(path, before, after, depth - 1)
    elif not _same(before, after):
        yield Change(path, before, after)


def _same(before: Json | Absent, after: Json | Absent) -> bool:
    """Equal as JSON: 1 and true differ, and so do 1 and 1.0, since a source that writes both means something."""
    if before is ABSENT or after is ABSENT:
        return before is after
    return text_of(before) == text_of(after)


def _objects(path: str, before: dict[str, Json], after: dict[str, Json], depth: int) -> Iterator[Change]:
    for key in [*before, *(key for key in after if key not in before)]:
        yield from _between(f"{path}.{key}", before.get(key, ABSENT), after.get(key, ABSENT), depth)


def _lists(path: str, before: list[Json], after: list[Json], depth: int) -> Iterator[Change]:
    gone, come = _left_over(before, after), _left_over(after, before)
    if not gone and not come:
        if text_of(before) != text_of(after):
            yield Change(path, before, after)
        return
    for name, old, new in _paired(gone, come):
        yield from _between(f"{path}[{name}]", old, new, depth)


def _left_over(items: list[Json], others: list[Json]) -> dict[int, Json]:
    """Items, by position, that the other list has not, or not as often."""
    there = Counter(map(text_of, others))
    left: dict[int, Json] = {}
    for position, item in enumerate(items):
        text = text_of(item)
        if there[text]:
            there[text] -= 1
        else:
            left[position] = item
    return left


def _paired(gone: dict[int, Json], come: dict[int, Json]) -> Iterator[tuple[str, Json | Absent, Json | Absent]]:
    """Items of the same identity together, else those of the same position, else alone."""
    names = {identity: position for position, item in come.items() if (identity := _identity(item))}
    taken: set[int] = set()
    for position, item in gone.items():
        identity = _identity(item)
        partner = names.get(identity, -1) if identity else position
        if partner in come and partner not in taken and bool(_identity(come[partner])) == bool(identity):
            taken.add(partner)
            yield identity or str(position), item, come[partner]
        else:
            yield identity or str(position), item, ABSENT
    for position, item in come.items():
        if position not in taken:
            yield _identity(item) or str(position), ABSENT, item


def _identity(item: Json) -> str:
    if not isinstance(item, dict):
        return ""
    return next((str(item[key]) for key in _IDENTITIES if isinstance(item.get(key), (str, int))), "")
