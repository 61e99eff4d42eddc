"""Marking rows one by one, as a range that grows and shrinks, a page, or all that match."""

from __future__ import annotations

from collections.abc import Sequence

from auditui.core.event import Event
from auditui.core.selection import Selection


class Marks:
    """Which rows are marked. The range that is being drawn begins where the cursor last stood freely."""

    def __init__(self) -> None:
        self._selection = Selection()
        self._known: dict[int, bool] = {}
        self._anchor: int | None = None
        self._before = self._selection

    @property
    def selection(self) -> Selection:
        """What is marked, also on other pages."""
        return self._selection

    @selection.setter
    def selection(self, selection: Selection) -> None:
        self._put(selection)
        self.drop_anchor()

    def _put(self, selection: Selection) -> None:
        self._selection = selection
        self._known.clear()

    def forget(self) -> None:
        """Ask anew about each event: other rows are shown."""
        self._known.clear()

    def has(self, event: Event) -> bool:
        """Whether an event is marked; asked for each line that is drawn, so the answer is kept."""
        if event.seq not in self._known:
            self._known[event.seq] = self._selection.has(event)
        return self._known[event.seq]

    def toggle(self, events: Sequence[Event]) -> None:
        """Mark all of them; when all are marked, take all their marks back."""
        self.selection = self._selection.toggling(events)

    def extend(self, events: Sequence[Event], start: int, end: int) -> set[int]:
        """Mark from the anchor to row `end`; the anchor is `start` at the first call since the cursor moved freely.

        What an earlier call marked beyond `end` loses its mark, unless it had it before. Returns the
        `seq`s whose mark changed.
        """
        if self._anchor is None:
            self._anchor = start
            self._before = self._selection
        low, high = sorted((self._anchor, end))
        was = {event.seq for event in events if self.has(event)}
        self._put(self._before.marking(events[low : high + 1]))
        return was ^ {event.seq for event in events if self.has(event)}

    def drop_anchor(self) -> None:
        """Let the next `extend` begin a new range."""
        self._anchor = None
