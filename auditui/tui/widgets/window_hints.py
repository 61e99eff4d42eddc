"""The last line of a window: its most important keys, to read and to press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from textual import on

from auditui.tui.keys import KEYS, shown
from auditui.tui.pressing import keys_in_force, press
from auditui.tui.widgets.bar import Bar, Part, width_of

_KNOWN: Final = {key.id: key for key in KEYS}
_HELP: Final = "window.help"
_GAP: Final = 2
"""Blank cells behind a hint; behind the last one they need no room."""


class WindowHints(Bar):
    """Shows the keys of these entries of the key table as far as there is room; help and the last one always.

    The keys are those that are in force, so rebinding shows. Pressing a hint does what its key does.
    """

    DEFAULT_CSS = "WindowHints { height: 1; background: transparent; }"

    def __init__(self, *ids: str, enter: str = "") -> None:
        """`enter`: what `choose.take` does in this window, where that is not to choose a line."""
        super().__init__()
        self._ids = ids
        self._labels = {"choose.take": enter} if enter else {}

    def laid_out(self, width: int) -> Sequence[Part]:
        """Key and label of each hint."""
        bound = keys_in_force(self.screen)
        helped = () if _HELP in self._ids or _HELP not in bound else (_HELP,)
        *first, last = [self._hint(key_id, bound) for key_id in self._ids]
        last = [*(part for key_id in helped for part in self._hint(key_id, bound)), *last]
        room = width - width_of(last) + _GAP
        kept: list[Part] = []
        for hint in first:
            room -= width_of(hint)
            if room < 0:
                break
            kept += hint
        return [*kept, *last]

    def _hint(self, key_id: str, bound: Mapping[str, Sequence[str]]) -> list[Part]:
        entry = _KNOWN[key_id]
        key = bound.get(key_id, entry.keys)[0]
        label = self._labels.get(key_id, entry.label)
        return [Part(f"{shown(key)} ", "key", key_id), Part(f"{label}{' ' * _GAP}", "quiet", key_id)]

    @on(Bar.Pressed)
    async def _press(self, event: Bar.Pressed) -> None:
        event.stop()
        await press(self.screen, event.does)
