"""Looking for texts in rows without making events of them: what can be looked for, and what is made of it.

A `Check` says of some rows which of them match, as far as their texts can tell. Like an answer of the index it has
two sides, so "and", "or" and "not" are the same set algebra here; what stays between the two sides has to be looked
at as events.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

from pyroaring import BitMap


class Bounds(NamedTuple):
    """Two bitmaps with `sure <= truth <= maybe`. Never change them."""

    sure: BitMap
    maybe: BitMap


Having: TypeAlias = Callable[[str, BitMap], Bounds]
"""A needle that `is_probed` and rows to those that have it in a text that the row holds itself."""
Check: TypeAlias = Callable[[Having, BitMap], Bounds]
"""Rows to those of them that match."""

_LONGEST: Final = 10_000
"""SQLite refuses patterns of five times that."""
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
    if len(needle) > _LONGEST or not (needle.isascii() and needle.isprintable()) or {'"', "\\"} & set(needle):
        return False
    if needle in "null" or any(needle in name for name in _OWN_NAMES):
        return False
    return not set(needle) & _STRUCTURE or not set(needle) <= _OUTSIDE_STRINGS


def contains(needle: str, sure: BitMap, maybe: BitMap) -> Check:
    """For a needle that `is_probed`, with what the index knows of it: what a row names by a term is in no text of it.

    Rows that are not in `maybe` are not looked at.
    """

    def check(having: Having, rows: BitMap) -> Bounds:
        posted = rows & sure
        found = having(needle, (rows & maybe) - posted)
        return Bounds(posted | found.sure, posted | found.maybe)

    return check


def is_in(matching: BitMap) -> Check:
    """For what the index knows all about."""

    def check(_: Having, rows: BitMap) -> Bounds:
        found = rows & matching
        return Bounds(found, found)

    return check


def opposite(check: Check) -> Check:
    """For "not"."""

    def inverted(having: Having, rows: BitMap) -> Bounds:
        found = check(having, rows)
        return Bounds(rows - found.maybe, rows - found.sure)

    return inverted


def both(first: Check, second: Check) -> Check:
    """For "and"; the second looks only at what the first leaves."""

    def check(having: Having, rows: BitMap) -> Bounds:
        one = first(having, rows)
        other = second(having, one.maybe)
        return Bounds(one.sure & other.sure, other.maybe)

    return check


def either(first: Check, second: Check) -> Check:
    """For "or"; the second looks only at what the first does not find."""

    def check(having: Having, rows: BitMap) -> Bounds:
        one = first(having, rows)
        other = second(having, rows - one.sure)
        return Bounds(one.sure | other.sure, one.maybe | other.maybe)

    return check
