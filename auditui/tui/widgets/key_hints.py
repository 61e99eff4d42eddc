"""The last line: the keys that matter most here."""

from __future__ import annotations

from collections.abc import Sequence

from textual.reactive import reactive

from auditui.tui import keys
from auditui.tui.widgets.bar import Bar, Part


class KeyHints(Bar):
    """Shows as many keys as fit; pressing one does what the key does."""

    table: reactive[tuple[keys.Key, ...]] = reactive(keys.KEYS, layout=False)
    part: reactive[keys.Context] = reactive(keys.Context.TABLE, layout=False)
    """The part of the screen that has the focus: its keys are shown."""

    def laid_out(self, width: int) -> Sequence[Part]:
        """Key and label of each hint."""
        parts = [Part(" ")]
        for key in keys.hints(self.table, width, self.part):
            parts.append(Part(f"{keys.shown(key.keys[0])} ", "key", key.id))
            parts.append(Part(f"{key.label}  ", "quiet", key.id))
        return parts
