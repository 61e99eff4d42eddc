"""Looking for texts in rows without making events of them.

Most of what the index leaves open are phrases, and most rows are plain ASCII without escapes: there
lower case is `fold`, and whatever stands in a row stands in it letter by letter. Rows where that does
not hold are handed back, to be looked at as events.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

Check: TypeAlias = Callable[[int, str], bool]
"""Position and text of a clean row to whether it matches."""

_SPARSE: Final = 2
"""Up to so many rows for each wanted one, walking costs less than seeking."""
_JOIN: Final = "\x01"
_BETWEEN: Final = f" || char({ord(_JOIN)}) || "
_TEXT: Final = _BETWEEN.join((
    "id", "entity_id", "entity_name", "description", "request_id", "targets", "changes", "details",
))  # fmt: skip
_OUTSIDE_STRINGS: Final = frozenset("0123456789+-.e{}[],: truefalsn")
"""What JSON holds outside of its strings, in lower case."""
_STRUCTURE: Final = frozenset("{}[],:")
_OWN_NAMES: Final = ('"id"', '"name"', '"type"', '"field"', '"before"', '"after"')


def is_probed(needle: str) -> bool:
    """Whether a folded needle in the text of a clean row is always in one text of the event.

    It has to be plain, and to stand inside of one string, number or truth value of JSON wherever it
    stands: nothing in it ends a string, and what has structure in it has a character that only strings
    hold. `null` is no text, nor are the names that our own JSON gives to parts of targets and changes.
    """
    if not (needle.isascii() and needle.isprintable()) or {'"', "\\"} & set(needle):
        return False
    if needle in "null" or any(needle in name for name in _OWN_NAMES):
        return False
    return not set(needle) & _STRUCTURE or not set(needle) <= _OUTSIDE_STRINGS


def contains(needle: str, posted: Callable[[int], bool]) -> Check:
    """A check for a needle that `is_probed`; `posted` tells of which rows the index knows that they have it."""
    return lambda seq, text: needle in text or posted(seq)


class RowTexts:
    """Reads the texts of rows that are not posted as they are."""

    def __init__(self, connection: sqlite3.Connection, loose_columns: Callable[[], tuple[str, ...]]) -> None:
        """`loose_columns` names the columns of terms where some rows hold a text of their own."""
        self._connection = connection
        self._loose_columns = loose_columns

    def probe(self, seqs: list[int], check: Check) -> tuple[list[int], list[int]]:
        """Of these positions (ascending) those that match, and those that have to be looked at as events."""
        found: list[int] = []
        unclear: list[int] = []
        for seq, text in self._read(seqs):
            if not text.isascii() or "\\" in text:
                unclear.append(seq)
            elif check(seq, text.lower()):
                found.append(seq)
        return found, unclear

    def _read(self, seqs: list[int]) -> Iterator[tuple[int, str]]:
        """Position and text; rows that lie close together are read in one go."""
        own = [f"CASE typeof({name}) WHEN 'text' THEN {name} ELSE '' END" for name in self._loose_columns()]
        text = _BETWEEN.join((_TEXT, *own))
        first, last = seqs[0], seqs[-1]
        if last - first > _SPARSE * len(seqs):
            marks = ", ".join(map(str, seqs))
            return self._connection.execute(f"SELECT seq, {text} FROM event WHERE seq IN ({marks})")
        wanted = set(seqs)
        between = self._connection.execute(f"SELECT seq, {text} FROM event WHERE seq BETWEEN ? AND ?", (first, last))
        return (row for row in between if row[0] in wanted)
