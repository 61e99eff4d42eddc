"""The last line of a window: its most important keys, to read and to press."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual import on
from textual.keys import format_key

from auditui.tui.keys import KEYS, shown
from auditui.tui.widgets.bar import Bar, Part, width_of

_KNOWN: Final = {key.id: key for key in KEYS}


class WindowHints(Bar):
    """Shows the keys of these entries of the key table as far as there is room; the last one always.

    The keys are those that are in force, so rebinding shows. Pressing a hint presses its key.
    """

    DEFAULT_CSS = "WindowHints { height: 1; background: transparent; }"

    def __init__(self, *ids: str, enter: str = "") -> None:
        """`enter`: what `choose.take` does in this window, where that is not to choose a line."""
        super().__init__()
        self._ids = ids
        self._labels = {"choose.take": enter} if enter else {}

    def laid_out(self, width: int) -> Sequence[Part]:
        """Key and label of each hint."""
        bound = self._bound()
        *first, last = [self._hint(key_id, bound) for key_id in self._ids]
        room = width - width_of(last)
        kept: list[Part] = []
        for hint in first:
            room -= width_of(hint)
            if room < 0:
                break
            kept += hint
        return [*kept, *last]

    def _bound(self) -> dict[str, str]:
        """The first key in force for each entry."""
        bound: dict[str, str] = {}
        for key, active in self.screen.active_bindings.items():
            if active.binding.id:
                bound.setdefault(active.binding.id, key)
        return bound

    def _hint(self, key_id: str, bound: dict[str, str]) -> list[Part]:
        entry = _KNOWN[key_id]
        key = bound.get(key_id, entry.keys[0])
        name = shown(key)
        name = format_key(key) if name == key and len(key) > 1 else name
        label = self._labels.get(key_id, entry.label)
        return [Part(f"{name} ", "key", key), Part(f"{label}  ", "quiet", key)]

    @on(Bar.Pressed)
    def _press(self, event: Bar.Pressed) -> None:
        event.stop()
        self.app.simulate_key(event.does)
