"""What products call the two sides of a change."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

OLD: Final = (
    "from string", "old", "from", "before", "old value", "previous", "previous value", "prev", "was", "original",
    "removed", "before value", "original value", "old val", "value before", "from value", "changed from", "prior",
    "prior value", "prev value", "old state", "previous state", "prior state", "vorher",
)  # fmt: skip
NEW: Final = (
    "to string", "new", "to", "after", "new value", "current", "current value", "next", "now", "value", "added",
    "after value", "updated value", "new val", "value after", "to value", "changed to", "new state", "current state",
    "resulting state", "modified value", "updated", "modified", "changed", "nachher",
)  # fmt: skip
"""Best first, each also as `new_value`, `newValue`, `NewValue` and `newvalue`."""
TWINS: Final = (("left", "right"), ("lhs", "rhs"), ("alt", "neu"), ("old", "attributes"))
"""Names that are sides only where both are there."""


def _spelled(words: str) -> Iterator[str]:
    parts = words.split()
    capitals = "".join(part.capitalize() for part in parts)
    yield from dict.fromkeys(
        ("_".join(parts), parts[0] + "".join(map(str.capitalize, parts[1:])), capitals, "".join(parts))
    )


BEFORE: Final = tuple(spelling for words in OLD for spelling in _spelled(words))
AFTER: Final = tuple(spelling for words in NEW for spelling in _spelled(words))
SIDES: Final = frozenset((*BEFORE, *AFTER, *(name for twins in TWINS for name in twins)))
MERE_VALUES: Final = frozenset(
    spelling
    for words in ("value", "now", "current", "next", "updated", "modified", "changed")
    for spelling in _spelled(words)
)
"""Names of a new value that alone make no change."""


@lru_cache(maxsize=4096)
def side_keys(keys: frozenset[str]) -> tuple[str | None, str | None]:
    """Which of these names of sides is the old value's, and which the new one's."""
    old, new = next((key for key in BEFORE if key in keys), None), next((key for key in AFTER if key in keys), None)
    if old is None or new is None:
        return next((twins for twins in TWINS if keys.issuperset(twins)), (old, new))
    return old, new
