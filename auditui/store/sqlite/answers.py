"""What the index knows about a query: rows that match for certain, and rows that may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from pyroaring import BitMap

from auditui.store.sqlite import probing
from auditui.store.sqlite.probing import Check


@dataclass(frozen=True, slots=True)
class Answer:
    """Two bitmaps with `sure <= truth <= maybe`, within the rows asked about. Never change them.

    `scans` is true when `maybe` is no narrower than a scan of all rows, as for a text of two letters.
    `check` decides on rows by their texts alone; None when that takes the whole events.
    """

    sure: BitMap
    maybe: BitMap
    scans: bool = False
    check: Check | None = None

    @property
    def is_exact(self) -> bool:
        """Whether nothing is left to verify."""
        return self.sure is self.maybe or len(self.sure) == len(self.maybe)

    def decide(self) -> Check | None:
        """What decides on rows: membership where the answer is exact, else `check`."""
        return probing.is_in(self.sure) if self.is_exact else self.check

    def inverted(self, everything: BitMap) -> Answer:
        """The answer for the opposite."""
        if self.is_exact:
            return exactly(everything - self.sure)
        opposite = None if self.check is None else probing.opposite(self.check)
        return Answer(everything - self.maybe, everything - self.sure, self.scans, opposite)


def exactly(rows: BitMap) -> Answer:
    """An answer that leaves nothing open."""
    return Answer(rows, rows)


def both(one: Answer, other: Answer) -> Answer:
    """The answer for "and"."""
    sure = one.sure & other.sure
    if one.is_exact and other.is_exact:
        return exactly(sure)
    first, second = one.decide(), other.decide()
    check = None if first is None or second is None else probing.both(first, second)
    return Answer(sure, one.maybe & other.maybe, one.scans or other.scans, check)


def either(one: Answer, other: Answer) -> Answer:
    """The answer for "or"."""
    sure = one.sure | other.sure
    if one.is_exact and other.is_exact:
        return exactly(sure)
    first, second = one.decide(), other.decide()
    check = None if first is None or second is None else probing.either(first, second)
    return Answer(sure, one.maybe | other.maybe, one.scans or other.scans, check)


def any_of(answers: Iterable[Answer]) -> Answer:
    """The answer for "any of these"; nothing for none."""
    return reduce(either, answers, exactly(BitMap()))
