"""What is marked, and copies of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual import on

from auditui.core.event import Event
from auditui.core.selection import all_matching
from auditui.custody import deeds
from auditui.tui.questions import Answer, EventsFound, EventsWanted, MarkedFound, MarkedWanted
from auditui.tui.screens.naming import Naming
from auditui.tui.widgets import table_messages
from auditui.tui.widgets.log_table import LogTable

COPY_MOST: Final = 1_000
"""Events that are copied at most; more are for a file."""
_FORMS: Final = {"text": "text", "json": "JSON", "markdown": "Markdown"}


class Taking(Naming):
    """Marks reach over pages, orders and queries; copies are on record before they are made."""

    def action_mark_all(self) -> None:
        """Mark all that match; again: none."""
        found, total = self._state.found, self._state.total
        if found is None or found.view.as_of is None or not found.page.rows:
            self.say_lacking("There is nothing to select")
            return
        base = all_matching(found.view.query, found.view.as_of)
        size = int(total) if total is not None and total.exact else None
        selection = self._table.selection.with_all(base, size)
        self._table.selection = selection
        if selection.base is not None and selection.size is None:
            self._queries.ask(MarkedWanted(selection.base))

    def _take(self, answer: Answer) -> None:
        """Counts of what is marked are for the marks."""
        if not isinstance(answer, MarkedFound):
            super()._take(answer)
        elif self._queries.is_current(answer):
            self._table.selection = self._table.selection.counted(answer.question.query, answer.size)

    @on(LogTable.MarksChanged)
    def _marks_changed(self) -> None:
        self._draw_paging()

    def _unmark(self) -> bool:
        if not self._table.selection:
            return False
        self._table.clear_marks()
        return True

    # ------------------------------------------------------------------------------------------ copies

    def action_copy(self) -> None:
        """Copy the marked events, or the one under the cursor, as text."""
        self._copy_chosen("text")

    def action_copy_json(self) -> None:
        """Copy the marked events, or the one under the cursor, as JSON."""
        self._copy_chosen("json")

    def action_copy_markdown(self) -> None:
        """Copy the marked events, or the one under the cursor, as a Markdown table."""
        self._copy_chosen("markdown")

    @on(LogTable.CopyWanted)
    def _copy_wanted(self, message: table_messages.CopyWanted) -> None:
        self._copy_events((message.event,), "text")

    def _copy_chosen(self, form: str) -> None:
        """Marked events that are not all on this page have to be read first."""
        selection = self._table.selection
        here = [row for row in self._table.rows if selection.has(row)]
        if not selection:
            if (event := self.under_cursor()) is not None:
                self._copy_events([event], form)
        elif selection.count == len(here):
            self._copy_events(here, form)
        elif selection.count is not None and selection.count > COPY_MOST:
            self._say_too_many()
        else:
            self._queries.ask(EventsWanted(selection.query, self._state.view.sort, COPY_MOST, form))

    def show_events(self, found: EventsFound) -> None:
        """Copy what had to be read first."""
        if len(found.events) > found.question.limit:
            self._say_too_many()
        else:
            self._copy_events(found.events, found.question.purpose)

    def _say_too_many(self) -> None:
        count = self._table.selection.count
        many = "These" if count is None else f"{count:,}"
        self.say(f"{many} events are too many to copy: {COPY_MOST:,} at most. e exports them to a file.")

    def _copy_events(self, events: Sequence[Event], form: str) -> None:
        from auditui.tui import clipboard

        copying = deeds.exported(
            self._query, count=len(events), form=form, target="clipboard", selected=self._table.selection.count or 0
        )
        if not self.note(copying):
            return
        outcome = clipboard.copy(_text(events, form), self.app)
        count = "1 event" if len(events) == 1 else f"{len(events):,} events"
        self.say(f"{count} as {_FORMS[form]}. {outcome.note}")


def _text(events: Sequence[Event], form: str) -> str:
    from auditui.tui.drawing.copying import as_json, as_markdown, as_text

    if form == "markdown":
        return as_markdown(events)
    return "\n".join(as_json(event) if form == "json" else as_text(event) for event in events)
