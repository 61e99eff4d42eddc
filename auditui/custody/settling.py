"""Which of the searches that somebody types are searches, and which are letters on the way to one."""

from __future__ import annotations

from typing import Final

from auditui.core.query import EVERYTHING, Query

SETTLED_AFTER: Final = 2.0
"""Seconds without a change that make a search of what stands there."""


class Settling:
    """Tells when a search counts: when it was ended, or stood unchanged for `SETTLED_AFTER` seconds.

    Times are seconds of any clock that never goes back. Nothing is told twice in a row; the query
    that somebody begins with is known already.
    """

    def __init__(self, begun_with: Query = EVERYTHING) -> None:
        self._told = begun_with
        self._present = begun_with
        self._since = 0.0

    def change(self, query: Query, now: float) -> None:
        """Another query stands there."""
        if query != self._present:
            self._present = query
            self._since = now

    def settle(self) -> Query | None:
        """The search that was ended just now; None where it is the one told last."""
        if self._present == self._told:
            return None
        self._told = self._present
        return self._told

    def due(self, now: float) -> Query | None:
        """The search that has stood long enough; None where there is none to tell."""
        return self.settle() if now - self._since >= SETTLED_AFTER else None
