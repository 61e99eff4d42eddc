"""Marking rows one by one, as a range that grows and shrinks, or all at once."""

from __future__ import annotations

from collections.abc import Sequence


class Marks:
    """Which rows are marked, by `seq`; works in place on the set that it is given."""

    def __init__(self, marked: set[int]) -> None:
        self._marked = marked
        self._anchor: int | None = None
        self._before: set[int] = set()

    def toggle(self, seq: int) -> None:
        """Mark one row, or take its mark back."""
        self._marked ^= {seq}
        self.drop_anchor()

    def toggle_all(self, seqs: Sequence[int]) -> None:
        """Mark all of them; when all are marked, take all back."""
        wanted = set(seqs)
        if wanted <= self._marked:
            self._marked -= wanted
        else:
            self._marked |= wanted
        self.drop_anchor()

    def clear(self) -> None:
        """Take all marks back, also those of other pages."""
        self._marked.clear()
        self.drop_anchor()

    def extend(self, seqs: Sequence[int], start: int, end: int) -> set[int]:
        """Mark from the anchor to row `end`; the anchor is `start` at the first call since the cursor moved freely.

        What an earlier call marked beyond `end` loses its mark, unless it had it before. Returns the
        `seq`s whose mark changed.
        """
        if self._anchor is None:
            self._anchor = start
            self._before = set(self._marked)
        low, high = sorted((self._anchor, end))
        wanted = self._before | set(seqs[low : high + 1])
        changed = wanted ^ self._marked
        self._marked ^= changed
        return changed

    def drop_anchor(self) -> None:
        """Let the next `extend` begin a new range."""
        self._anchor = None
