"""From the explorer to what deserves a look, and from a finding to its events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from auditui.core.query import Query
from auditui.custody import deeds
from auditui.tui import steps
from auditui.tui.asking_rules import FindingsFound, FindingsWanted
from auditui.tui.drawing.cells import Look
from auditui.tui.drawing.glyphs import ASCII, UNICODE
from auditui.tui.queries import Queries
from auditui.tui.questions import Answer, Failed
from auditui.tui.screens.proven import Proven
from auditui.tui.surroundings import Surroundings

if TYPE_CHECKING:
    from auditui.core.view import View
    from auditui.insight.finding import Finding
    from auditui.tui.screens.findings import Noticed


class Noticing(Proven):
    """Findings are kept, so that whoever comes back from the events of one is where they were."""

    @dataclass
    class RuleAsked(Message):
        """So many rules were asked; said by another thread."""

        done: int

    def __init__(self, asked: Queries, view: View, around: Surroundings) -> None:
        super().__init__(asked, view, around)
        self._noticed: Noticed | None = None
        self._looking: FindingsWanted | None = None
        self._known_dates: list[Query] = []
        """Dates of the explorer that do not ask for another period: those before, and those of the finding shown."""

    def action_findings(self) -> None:
        """Show what deserves a look in the period of this view, or, back from a finding, in the one before."""
        from auditui.tui.screens.findings import FindingsWindow, Noticed

        dates = steps.dates_of(self._query)
        noticed = self._noticed if self._noticed is not None and dates in self._known_dates else Noticed(dates)
        self._known_dates = [dates]

        def closed(chosen: Finding | None) -> None:
            self._stop_looking()
            self._noticed = window.noticed if window.noticed.found else None
            if chosen is not None:
                self._known_dates.append(steps.dates_of(chosen.query))
                self.search_for(chosen.query)

        window = FindingsWindow(
            noticed, look=Look(times=self._times, glyphs=ASCII if self._around.ascii else UNICODE), ask=self._look_for,
            pick_dates=self._pick_dates, newer=self._newer_than(noticed), fill=self._around.fill,
        )  # fmt: skip
        self.app.push_screen(window, closed)

    def _newer_than(self, noticed: Noticed) -> int:
        """How many events came since the findings were looked for, as far as the explorer knows."""
        found = self._state.found
        if noticed.found is None or found is None or found.view.as_of is None:
            return 0
        return max(0, found.view.as_of.last_seq - noticed.found.as_of.last_seq)

    def _look_for(self, dates: Query) -> None:
        """Ask the rules, once it is on record that somebody does."""
        self._stop_looking()
        if self.note(deeds.searched(dates, by="findings")):
            self._looking = FindingsWanted(
                dates, self._around.watching, self._around.clock(), self._times.zone,
                lambda done: self.post_message(self.RuleAsked(done)),
            )  # fmt: skip
            self._queries.ask(self._looking)

    @on(RuleAsked)
    def _rule_asked(self, message: RuleAsked) -> None:
        from auditui.tui.screens.findings import FindingsWindow

        if self._looking is not None and isinstance(self.app.screen, FindingsWindow):
            self.app.screen.tell(message.done)

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.stop.set()
            self._looking = None
            self._queries.cancel(FindingsWanted)

    def _take(self, answer: Answer) -> None:
        """Findings are for their window, all else for the explorer."""
        if not isinstance(answer, FindingsFound) and not (
            isinstance(answer, Failed) and isinstance(answer.question, FindingsWanted)
        ):
            super()._take(answer)
        elif self._queries.is_current(answer):
            self._show_findings(answer)

    def _show_findings(self, answer: FindingsFound | Failed) -> None:
        from auditui.tui.screens.findings import FindingsWindow

        for screen in self.app.screen_stack:
            if isinstance(screen, FindingsWindow):
                if isinstance(answer, Failed):
                    screen.fail(answer.error)
                else:
                    screen.fill(answer)
