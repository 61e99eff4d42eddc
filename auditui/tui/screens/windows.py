"""Windows over the explorer: what each is opened with, and what its end means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual import on

from auditui.core.errors import UsageError
from auditui.core.event import Event
from auditui.core.query import Query, freeze
from auditui.core.view import parse_sort
from auditui.tui import steps
from auditui.tui.drawing.cells import Look
from auditui.tui.questions import Answer, FacetFound, FacetWanted, Failed, PageWanted, PreviewFound, PreviewWanted
from auditui.tui.screens.explaining import Explaining
from auditui.tui.screens.results import Landing
from auditui.tui.widgets import table_messages
from auditui.tui.widgets.log_table import LogTable

if TYPE_CHECKING:
    from auditui.core.related import Relation

_ALL_PAGES: Final = 10**9


class Windows(Explaining):
    """Opens windows; their modules are imported when they are first needed."""

    def search_for(self, query: Query, *, amend: bool = False) -> None:
        """Ask another question; the cursor stays with the chosen event if it still matches."""
        self.go(self._state.search(query, standing=self._standing(), amend=amend))

    def turn(self, pages: int, landing: Landing = Landing.TOP) -> None:
        """Go so many pages on, where there are any; from the page that is on its way, where one is."""
        if self.is_awaited:
            self.turn_later(pages, landing)
        else:
            self._turn_to(self._state.turn(pages), landing)

    def _turn_to(self, question: PageWanted | None, landing: Landing = Landing.TOP) -> None:
        if question is not None:
            self._landing = landing
            self._send(question)

    def _turn_to_number(self, number: int) -> None:
        if self.is_awaited:
            self.turn_later(-_ALL_PAGES, Landing.TOP)
            self.turn_later(number - 1, Landing.TOP)
        else:
            self._turn_to(self._state.page_number(number))

    def action_dates(self) -> None:
        """Choose a day or a period."""
        self._pick_dates(self._query, self.search_for)

    def _pick_dates(self, query: Query, then: Callable[[Query], object]) -> None:
        """Open the dates window for a query; where dates are chosen, go on with the query that has them."""
        from auditui.core.language import parse
        from auditui.tui.date_choice import DateChoice, choice_of
        from auditui.tui.screens.dates import DatesWindow

        def chosen(choice: DateChoice | None) -> None:
            if choice is not None:
                then(steps.dated(query, parse(choice.terms)))

        window = DatesWindow(choice_of(query), zone=self._state.view.zone, now_us=self._around.clock())
        self.app.push_screen(window, chosen)

    def action_filters(self) -> None:
        """Narrow by facts, with counts."""
        from auditui.tui.screens.filters import FiltersWindow

        def chosen(query: Query | None) -> None:
            self._queries.cancel(FacetWanted)
            self._queries.cancel(PreviewWanted)
            if query is not None:
                self.search_for(query)

        now_us, zone = self._around.clock(), self._state.view.zone
        window = FiltersWindow(
            self._query,
            freeze=lambda query: freeze(query, now_us, zone),
            ask=self._queries.ask,
            pick_dates=self._pick_dates,
        )
        self.app.push_screen(window, chosen)

    def _take(self, answer: Answer) -> None:
        """Numbers, or why there are none, are for the panel while it is open; all else for the explorer."""
        match answer:
            case FacetFound() | PreviewFound() | Failed(FacetWanted() | PreviewWanted()):
                if self._queries.is_current(answer):
                    self._show_facts(answer)
            case _:
                super()._take(answer)

    def _show_facts(self, answer: Answer) -> None:
        """Hand numbers to the panel, where it is still open."""
        from auditui.tui.screens.filters import FiltersWindow

        for screen in self.app.screen_stack:
            if isinstance(screen, FiltersWindow):
                screen.take(answer)

    def action_details(self) -> None:
        """Show everything about the event under the cursor in a window."""
        event = self.under_cursor()
        if event is not None:
            self._open_details(event)

    @on(LogTable.DetailsWanted)
    def _details_wanted(self, message: table_messages.DetailsWanted) -> None:
        self._open_details(message.event)

    def _open_details(self, event: Event) -> None:
        from auditui.tui.screens.details import DetailsResult, DetailsWindow

        if not self.may_show(event):
            return

        def closed(result: DetailsResult | None) -> None:
            if result is not None and result.follow is not None:
                self.follow(result.event, result.follow)

        look = Look(times=self._times, needles=steps.needles(self._query))
        window = DetailsWindow(
            event, look=look, may_copy=self.may_copy, neighbour=self._neighbour, note_on=self.note_on
        )
        self.app.push_screen(window, closed)

    def note_on(self, event: Event) -> str | None:
        """What the reader noted on an event; None where it has no bookmark."""

    def follow(self, event: Event, relation: Relation) -> None:
        """Show what is related to an event."""

    def _neighbour(self, step: int) -> Event | None:
        """Move the cursor under the window to the next event of this page, or back."""
        table = self._table
        place = next((row for row, event in enumerate(table.rows) if event is table.cursor_event), -1) + step
        if not 0 <= place < len(table.rows):
            return None
        if not self.may_show(table.rows[place]):
            return None
        table.move_to(table.rows[place].seq)
        return table.rows[place]

    def action_sort(self) -> None:
        """Choose the order."""
        from auditui.tui.screens.choose import ChooseWindow, sort_choices

        def chosen(sort: str | None) -> None:
            if sort is not None:
                self.go(self._state.sort(parse_sort(sort), standing=self._standing()))

        self.app.push_screen(ChooseWindow("Sort by", sort_choices(self._state.view.sort)), chosen)

    def action_columns(self) -> None:
        """Choose the columns."""
        from auditui.tui.screens.columns import ColumnsChoice, ColumnsWindow

        def chosen(choice: ColumnsChoice | None) -> None:
            if choice is not None:
                self._arranged = choice.arranged
                self.go(self._state.columns(choice.columns))
                self._show_rows()

        window = ColumnsWindow(self.columns, arranged=self._arranged, widths=self._table.widths())
        self.app.push_screen(window, chosen)

    def action_rows(self) -> None:
        """Choose rows per page, or go to a page by its number."""
        from auditui.tui.screens.paging import GoToPage, PagingChoice

        def chosen(choice: PagingChoice | None) -> None:
            if choice is None:
                return
            if choice.kind == "size":
                self.go(self._state.resize(choice.number), keep=self._standing_on())
            else:
                self._turn_to_number(choice.number)

        number, pages = self._state.place
        self.app.push_screen(GoToPage(page=number, pages=pages, page_size=self._state.view.page_size), chosen)

    def action_copy_command(self) -> None:
        """Copy the command line that opens this view again."""
        from auditui.tui.screens.choose import ChooseWindow
        from auditui.tui.widgets.choice_list import Choice

        def chosen(kind: str | None) -> None:
            if kind is not None:
                self._copy_command(frozen=kind == "frozen")

        choices = (
            Choice("live", "This view", "1", "with what will be added"),
            Choice("frozen", "Exactly these events", "2", self._around.frozen_holds),
        )
        self.app.push_screen(ChooseWindow("Copy the command line of", choices), chosen)

    def _copy_command(self, *, frozen: bool) -> None:
        from auditui.tui import clipboard

        view, found = self._state.view, self._state.found
        if frozen and found is not None:
            view = replace(view, query=found.view.query, as_of=found.view.as_of, now_us=found.view.now_us)
        try:
            line = self._around.command(view, frozen)
        except UsageError as error:
            self.complain(error)
            return
        self.say(line, clipboard.copy(line, self.app).note)
