"""How somebody has arranged the columns of a store: each set by itself, and a list of their own.

In a file an arrangement is a text: `at=20,action=0,details.path=30`, each column with its width, 0 for automatic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self, TypeAlias

from auditui.core.fields import PATH_ROOTS
from auditui.core.view import COLUMN_SETS, COLUMNS

OWN: Final = "own"
"""What a list of columns that is none of the sets is kept under."""
NARROWEST: Final = 3
WIDEST: Final = 200
"""Cells."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Columns in their order, and the width of those that are not as wide as suits them."""

    columns: tuple[str, ...]
    widths: Mapping[str, int] = field(default_factory=dict)
    """By column, also of some that are hidden just now; in cells."""

    def with_width(self, column: str, width: int | None) -> Self:
        """A column so wide, within reason; None: as wide as suits it."""
        others = {name: known for name, known in self.widths.items() if name != column}
        wanted = {} if width is None else {column: min(max(width, NARROWEST), WIDEST)}
        return replace(self, widths=others | wanted)

    def __str__(self) -> str:
        hidden = (f"-{name}={width}" for name, width in self.widths.items() if name not in self.columns)
        return ",".join([*(f"{name}={self.widths.get(name, 0)}" for name in self.columns), *hidden])


Arrangements: TypeAlias = Mapping[str, Arrangement]
"""By the name of a set, or `OWN`; what nobody has arranged is not there."""


def standard(name: str) -> Arrangement:
    """A set as it comes; for `OWN`, nothing."""
    return Arrangement(COLUMN_SETS.get(name, ()))


def arranged_set(arranged: Arrangements, name: str) -> Arrangement:
    """A set as somebody has arranged it, else as it comes."""
    return arranged.get(name) or standard(name)


def set_of(columns: Sequence[str], arranged: Arrangements) -> str:
    """The set that these columns are, as arranged or as it comes; `OWN` where they are none."""
    shown = tuple(columns)
    own = (name for name in COLUMN_SETS if arranged_set(arranged, name).columns == shown)
    return next(own, None) or next((name for name in COLUMN_SETS if COLUMN_SETS[name] == shown), OWN)


def widths_for(columns: Sequence[str], arranged: Arrangements) -> Mapping[str, int]:
    """The widths that somebody has given to these columns, in the set that they are."""
    return arranged_set(arranged, set_of(columns, arranged)).widths


def with_arrangement(arranged: Arrangements, name: str, arrangement: Arrangement) -> dict[str, Arrangement]:
    """One set in another arrangement; as it comes, it is not kept."""
    others = {known: one for known, one in arranged.items() if known != name}
    return others if arrangement == standard(name) else {**others, name: arrangement}


def arrangement_from(text: str) -> Arrangement | None:
    """What `str` of an arrangement gives back; None where it is none."""
    columns: list[str] = []
    widths: dict[str, int] = {}
    for part in text.split(","):
        name, _, width = part.rpartition("=")
        is_hidden, name = name.startswith("-"), name.removeprefix("-")
        if not (_is_column(name) and width.isdecimal() and int(width) <= WIDEST):
            return None
        if not is_hidden:
            columns.append(name)
        if int(width):
            widths[name] = max(int(width), NARROWEST)
    return Arrangement(tuple(dict.fromkeys(columns)), widths) if columns else None


def _is_column(name: str) -> bool:
    root, dot, path = name.partition(".")
    return name in COLUMNS or bool(dot and path and root in PATH_ROOTS)
