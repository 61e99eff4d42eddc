"""Where a value can stand in an event: the numbered paths of the index.

Fixed paths have the numbers below; paths inside details and changes get theirs, from
`FIRST_FREE` on, when they are first met. Numbers are part of the file format: never reuse one.
"""

from __future__ import annotations

from typing import Final

ALL: Final = 1
"""Every row."""
HOUR: Final = 2
"""Terms are hours since 1970, moved up by `TIME_BIAS`; they stand in no vocabulary."""
DAY: Final = 3
WORD: Final = 4
"""Folded pieces of texts that do not repeat as a whole."""
KEY: Final = 5
"""Keys of details and changes, at any depth."""
HAS: Final = 6
"""What `has:` asks and no other path answers: `changes`, `details`, `targets`, `took`."""
OTHER: Final = 7
"""Leaves of paths that came after `MAX_PATHS` of them were known."""
ID_MARK: Final = 8
"""No rows: the 32-bit marks of all source ids, to tell quickly that an id is new."""
LIKE: Final = 9
"""How far `LIKE` can tell what stands in a row; see `likeness`. Its terms are below and stand in no vocabulary."""

TIME_BIAS: Final = 1 << 31
HOUR_US: Final = 3_600_000_000
DAY_US: Final = 24 * HOUR_US

EAGER_COLUMNS: Final = (
    "actor", "actor_id", "email", "role", "actor_kind", "on_behalf_of", "action", "method", "category",
    "entity_type", "ip", "user_agent",
)  # fmt: skip
"""Texts that repeat by nature: a row keeps the number of the term, and the first occurrence is posted already."""
ID_COLUMNS: Final = ("entity_id", "id", "request_id")
TEXT_COLUMNS: Final = ("description", "details", "entity_name", "changes", "targets", *ID_COLUMNS)
"""Columns that hold their text in every row; those with the sentences that people look for come first."""
PLAIN_COLUMNS: Final = ("id", "entity_id", "entity_name", "description", "request_id")
DERIVED: Final = ("outcome", "verb")
NUMBERS: Final = ("status", "took")
MULTIPLE: Final = ("flags", "targets.type", "targets.id", "targets.name", "changed")
"""Fields that an event may have several values for."""

FIXED: Final[dict[str, int]] = {
    "actor": 16, "actor_id": 17, "email": 18, "role": 19, "actor_kind": 20, "on_behalf_of": 21, "action": 22,
    "method": 23, "category": 24, "entity_type": 25, "ip": 26, "user_agent": 27, "id": 28, "entity_id": 29,
    "entity_name": 30, "description": 31, "request_id": 32, "outcome": 33, "verb": 34, "status": 35, "took": 36,
    "flags": 37, "targets.type": 38, "targets.id": 39, "targets.name": 40, "changed": 41, "origin": 42,
}  # fmt: skip
FIRST_FREE: Final = 64
MAX_PATHS: Final = 4096
MAX_TERMS_EAGER: Final = 65_536
"""A column with more values than this no longer repeats; what is new then goes the way of ids."""
MAX_TERM_LENGTH: Final = 256
PROMOTE_AT: Final = 16
"""Occurrences in one chunk from which a value of any other path is posted."""

EAGER: Final = frozenset(
    FIXED[name] for name in (*EAGER_COLUMNS, *DERIVED, "status", "flags", "targets.type", "changed")
) | {KEY, HAS}
NOT_TEXT: Final = frozenset(FIXED[name] for name in ("outcome", "verb", "actor_kind", "took", "flags", "origin")) | {
    ALL, HOUR, DAY, HAS,
}  # fmt: skip
"""Paths that free text does not look at."""
SINGLE: Final = frozenset(FIXED[name] for name in (*EAGER_COLUMNS, *PLAIN_COLUMNS, *DERIVED, *NUMBERS, "origin"))
"""Paths with exactly one value a row, empty ones posted as `EMPTY`."""

# Terms that need no vocabulary.
PRESENT: Final = 0
"""Rows with a value that is neither null nor empty; kept for paths that are not in `SINGLE`."""
EMPTY: Final = 1
NULL: Final = 2
TRUE: Final = 3
FALSE: Final = 4
FIRST_TERM: Final = 16

# Terms of `LIKE`.
EXACT: Final = 16
"""`LIKE` says what `fold` says."""
COARSE: Final = 17
"""`LIKE` finds what `fold` finds, and may find more."""
SPACED: Final = 18
"""One of `ID_COLUMNS` has a blank in it."""


class Roots:
    """Prefixes of the paths that are made as they are met."""

    DETAILS: Final = "details."
    BEFORE: Final = "before."
    AFTER: Final = "after."
