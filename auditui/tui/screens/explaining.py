"""Why nothing is found: which filter is the cause, and what each of them lets through."""

from __future__ import annotations

from auditui.core.query import clauses
from auditui.core.view import View
from auditui.tui import keys
from auditui.tui.queries import Queries
from auditui.tui.questions import Answer, WhyFound
from auditui.tui.screens.results import Results
from auditui.tui.surroundings import Surroundings


class Explaining(Results):
    """Writes below "nothing found" what the store says about each filter."""

    def __init__(self, asked: Queries, view: View, around: Surroundings) -> None:
        super().__init__(asked, view, around)
        self._why: WhyFound | None = None

    def _take(self, answer: Answer) -> None:
        """Reasons are for the empty table, all else for the results."""
        if not isinstance(answer, WhyFound):
            super()._take(answer)
        elif self._queries.is_current(answer):
            self._show_why(answer)

    def _show_why(self, why: WhyFound) -> None:
        """Say below "nothing found" which filter is the cause."""
        from auditui.tui.drawing.why_lines import why_lines

        found = self._state.found
        if found is not None and found.view.query == why.question.query and self._state.shown is not None:
            key = next(key for key in self._around.keys if key.id == "drop")
            written = [*map(str, clauses(self._state.shown.query))]
            self._why = why
            lines = [
                self.nothing_found(self._state.shown),
                "",
                *why_lines(written, why.counts, keys.shown(key.keys[0]), self._table.line_width),
            ]
            self._table.empty_text = "\n".join(lines)

    @property
    def cause(self) -> int | None:
        """The number of the filter without which events would be found; None with rows, or without such a filter."""
        found, why = self._state.found, self._why
        if found is None or found.page.rows or why is None or found.view.query != why.question.query:
            return None
        from auditui.tui.drawing.why_lines import cause

        return cause(why.counts)
