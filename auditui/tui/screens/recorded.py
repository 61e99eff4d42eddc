"""What is put on record of a reader, before it is shown; and how they are told what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

from textual.message import Message
from textual.timer import Timer

from auditui.core.errors import AuditError
from auditui.core.event import Event
from auditui.core.query import Query
from auditui.core.text import clean
from auditui.core.view import View
from auditui.custody import deeds
from auditui.custody.deeds import Deed
from auditui.custody.settling import SETTLED_AFTER, Settling
from auditui.tui.screens.one_size import OneSize
from auditui.tui.state import ExplorerState
from auditui.tui.surroundings import Surroundings


class Recorded(OneSize[None]):
    """Searches, what is looked into, and what leaves by the clipboard."""

    @dataclass
    class Outdated(Message):
        """What these remarks were about is not on screen any more."""

        remarks: tuple[str, ...]

    def __init__(self, view: View, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self._state = ExplorerState(view)
        self._settling = Settling(view.query)
        self._settled: Timer | None = None
        self._remarks: list[str] = []

    @property
    def _query(self) -> Query:
        return self._state.view.query

    def _heed(self, query: Query) -> None:
        """A search is one when it has stood for a while, or was ended; see `Settling`."""
        self._settling.change(query, monotonic())
        if self._settled is not None:
            self._settled.stop()
        self._settled = self.set_timer(SETTLED_AFTER, self._note_due)

    def _note_due(self) -> None:
        self._note_search(self._settling.due(monotonic() + 0.1))  # timers may come a little early

    def _note_search(self, query: Query | None) -> None:
        """Put a search on record; its rows may be there by now, and are gone if that fails where it must not."""
        if query is not None:
            self._around.journal.begin(deeds.searched(query))

    def on_unmount(self) -> None:
        """What somebody leaves with was asked, however short it stood."""
        self._note_search(self._settling.settle())

    def note(self, deed: Deed) -> bool:
        """Put on record what is about to be shown; whether it may be. Where record is required, the app ends then."""
        try:
            self._around.journal.note(deed)
        except AuditError as error:
            self.complain(error)
            return False
        return True

    def may_show(self, event: Event) -> bool:
        """Put on record that somebody looks into an event that secrets were taken out of."""
        return "redacted" not in event.flags or self.note(deeds.viewed(event))

    def may_copy(self, events: Sequence[Event], form: str, path: str = "") -> bool:
        """Put on record what a window is about to copy: whole events, or with `path` one part of one event."""
        if path:
            return self.note(deeds.exported_part(self._query, events[0], form=form, path=path))
        return self.note(deeds.exported(self._query, count=len(events), form=form, target="clipboard"))

    # --- telling ------------------------------------------------------------------------------------------

    def say(self, *texts: str) -> None:
        """One remark that goes away by itself, or with the view that it is about; a line for each text."""
        self._remarks.append("\n".join(map(clean, texts)))
        self.notify(self._remarks[-1], markup=False)

    def unsay(self) -> None:
        """Another view comes: take back what was said of this one, in the order in which all is said."""
        if self._remarks:
            self.app.post_message(self.Outdated(tuple(self._remarks)))
            self._remarks = []

    def complain(self, error: AuditError) -> None:
        """One line: what went wrong and what to do."""
        said = f"{error.where}: {error.problem}" if error.where else error.problem
        self.notify(clean(f"{said}; {error.hint}" if error.hint else said), severity="error", markup=False)
