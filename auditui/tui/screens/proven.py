"""How far the store is proven: read when the first rows are on screen, and whenever it is read again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Thread
from typing import TYPE_CHECKING, Final

from textual import on
from textual.message import Message

from auditui.core.view import View
from auditui.tui.drawing.proof import NO_PROOF, proof
from auditui.tui.queries import Queries
from auditui.tui.questions import PageFound
from auditui.tui.screens.following import Following
from auditui.tui.surroundings import Surroundings
from auditui.tui.widgets.header import Header, Heading

if TYPE_CHECKING:
    from auditui.custody.anchors import LastVerification

READ_AFTER: Final = 0.05
"""Seconds after rows have come."""


class Proven(Following):
    """Says in the first line how the last verification went."""

    @dataclass
    class Verified(Message):
        """How the last verification went; said by another thread."""

        last: LastVerification | None
        given: int
        """The last position that the store ever gave; 0: only its rows tell."""

    def __init__(self, asked: Queries, view: View, around: Surroundings) -> None:
        super().__init__(asked, view, around)
        self._verified: Proven.Verified | None = None
        self._is_reading = False

    def _show_page(self, found: PageFound) -> None:
        """Rows come first; what is read beside them begins when they are painted."""
        super()._show_page(found)
        is_new = found.question.view.as_of is None
        if is_new and self._around.verified is not None and not self._is_reading:
            self._is_reading = True
            self.set_timer(READ_AFTER, self._begin_reading)

    def _begin_reading(self) -> None:
        Thread(target=self._read, name="auditui-verified", daemon=True).start()

    def _read(self) -> None:
        """In a thread of its own: a folder of heads may lie on a slow disk, or another machine's."""
        around = self._around
        assert around.verified is not None
        self.post_message(self.Verified(around.verified(), around.given() if around.given is not None else 0))

    @on(Verified)
    def _known(self, message: Verified) -> None:
        self._verified, self._is_reading = message, False
        self.query_one(Header).heading = self.heading()

    @property
    def _reached(self) -> int:
        found = self._state.found
        return found.view.as_of.last_seq if found is not None and found.view.as_of is not None else 0

    def heading(self) -> Heading:
        """With the proof, once that is known."""
        said = NO_PROOF
        if self._verified is not None:
            reached = max(self._reached, self._verified.given)
            said = proof(self._verified.last, reached, self._around.clock())
        return replace(super().heading(), proof=said)
