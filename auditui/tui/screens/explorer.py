"""The explorer: what keys and presses mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import BindingType
from textual.geometry import Offset

from auditui.core.errors import UsageError
from auditui.core.query import EVERYTHING, Query, clauses, freeze
from auditui.core.view import View
from auditui.tui import keys, steps
from auditui.tui.queries import Queries
from auditui.tui.questions import Answer, TimelineFound, ValuesFound, ValuesWanted
from auditui.tui.screens.comparing import Comparing
from auditui.tui.screens.results import Landing
from auditui.tui.state import next_sort
from auditui.tui.suggested import Choice
from auditui.tui.surroundings import Surroundings
from auditui.tui.widgets import table_messages
from auditui.tui.widgets.bar import Bar
from auditui.tui.widgets.chips import Chips
from auditui.tui.widgets.log_table import LogTable
from auditui.tui.widgets.mistake import MistakeLine
from auditui.tui.widgets.search_bar import SearchBar
from auditui.tui.widgets.timeline import Timeline
from auditui.tui.zooming import Zooms

if TYPE_CHECKING:
    from auditui.tui.row_menu import Pointed

_ACTIONS: Final = frozenset(key.action for key in keys.KEYS if key.context is keys.Context.EXPLORER)


class Explorer(Comparing):
    """Every action makes the next state of what `Results` shows."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.Context.EXPLORER)

    def __init__(self, asked: Queries, view: View, around: Surroundings) -> None:
        super().__init__(asked, view, around)
        self._is_typing = False
        self._zooms = Zooms()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a query is typed, letters are letters; only Escape is still a key."""
        return action == "undo" or not self._search.is_edited or action not in _ACTIONS

    # ------------------------------------------------------------------------------------------ finding

    @on(SearchBar.Searched)
    def _searched(self, message: SearchBar.Searched) -> None:
        if message.query != self._query:
            self.search_for(message.query, amend=self._is_typing)
            self._is_typing = True
        if message.done:
            self._note_search(self._settling.settle())
            self._around.keep_search(message.query)
            self._to_table()

    @on(SearchBar.Mistaken)
    def _mistaken(self, message: SearchBar.Mistaken) -> None:
        line = self.query_one(MistakeLine)
        line.scrolled = self._search.box.scroll_offset.x
        line.error = message.error
        self._search.list_below(len(line.lines(self.size.width)))
        self.set_class(message.error is not None, "-mistaken")

    @on(SearchBar.Edited)
    def _edited(self, message: SearchBar.Edited) -> None:
        """Offer what the language knows at once; what the store knows comes later."""
        expected = message.expected
        self._search.offer(expected, steps.known_choices(expected))
        if expected.wanted == "value" and not expected.names:
            query = steps.rest_of(message.text, expected)
            self._queries.ask(ValuesWanted(expected, query))

    def show_values(self, found: ValuesFound) -> None:
        """Offer what the store knows."""
        self._search.offer(found.question.expected, [Choice(one.value, one.count) for one in found.values])

    @on(SearchBar.Left)
    @on(Chips.Left)
    @on(Timeline.Left)
    def _to_table(self) -> None:
        self._is_typing = False
        self.remove_class("-timeline")
        self.set_focus(self._table)

    def action_search(self) -> None:
        """Go to the search box, which holds the present query; what is typed adds to it."""
        self._is_typing = False
        self._search.past = self._around.searches()
        self._search.recall(str(self._query))
        self.set_focus(self._search.box)

    def action_keep(self) -> None:
        """Only events with the value under the cursor."""
        if self.under_cursor() and (asked := self._table.cursor_values):
            self._search_or_say(steps.keep(self._query, asked), "Only this value is shown already.")

    def action_exclude(self) -> None:
        """No events with the value under the cursor."""
        if self.under_cursor() and (asked := self._table.cursor_values):
            self.search_for(steps.exclude(self._query, asked))

    def action_clear(self) -> None:
        """Drop all filters."""
        self._search_or_say(EVERYTHING, "There are no filters.")

    def _search_or_say(self, query: Query, why_not: str) -> None:
        """Ask another question; where it is the present one, say why nothing happens."""
        if query == self._query:
            self.say(why_not)
        else:
            self.search_for(query)

    def action_chips(self) -> None:
        """Go to the filters, where there are some."""
        if clauses(self._query):
            self.set_focus(self.query_one(Chips))
        else:
            self.say("There are no filters; / makes one.")

    @on(Chips.Removed)
    def _removed(self, message: Chips.Removed) -> None:
        self.search_for(steps.less(self._query, message.number))
        if not clauses(self._query):
            self._to_table()

    def action_drop(self) -> None:
        """Where nothing is found, drop the filter that is why."""
        if self.cause is None:
            self.say("No single filter is in the way; E goes to the filters, c clears them all.")
        else:
            self.search_for(steps.less(self._query, self.cause))

    # ------------------------------------------------------------------------------------------ time

    def action_timeline(self) -> None:
        """Go to the timeline; where the terminal is low it takes rows away for that long."""
        timeline = self.query_one(Timeline)
        if not timeline.histogram.counts:
            self.say_lacking("There is nothing to show in time")
            return
        self.add_class("-timeline")
        self.set_focus(timeline)

    @on(Timeline.Narrowed)
    def _narrowed(self, message: Timeline.Narrowed) -> None:
        self.search_for(steps.spanned(self._query, message.start_us, message.end_us))

    def action_zoom_in(self) -> None:
        """Half of the time shown, around the chosen bars or the event under the cursor."""
        shown = self._time_shown()
        if shown is None or not (self._table.rows or self.is_awaited):
            self.say_lacking("There is no time to look into")
        elif shown[1] - shown[0] <= steps.SHORTEST_US:
            self.say("A minute is the shortest time to look at; - shows more.")
        else:
            self.search_for(self._zooms.into(self._query, shown, self._middle_us))

    def action_zoom_out(self) -> None:
        """Twice the time shown."""
        shown = self._time_shown()
        if shown is None or not steps.has_dates(self._query):
            self.say("All of the time is shown already.")
        else:
            self.search_for(self._zooms.out_of(self._query, shown, self._middle_us, self._around.clock()))

    def _time_shown(self) -> tuple[int, int] | None:
        """What the dates of the query mean; the time of the events alone where they leave an end open."""
        now_us = self._around.clock()
        try:
            period = steps.period_of(freeze(self._query, now_us, self._state.view.zone), now_us)
        except UsageError:
            return None
        return period or self.query_one(Timeline).range_us

    @property
    def _middle_us(self) -> int | None:
        """What zooming goes around: the bars that are chosen, or the event under the cursor."""
        moment, event = self.query_one(Timeline).moment_us, self._table.cursor_event
        return moment if moment is not None or event is None else event.at_us

    def _take(self, answer: Answer) -> None:
        super()._take(answer)
        if isinstance(answer, TimelineFound) and self._queries.is_current(answer):
            self._zooms.learn(answer.question.query, self.query_one(Timeline).range_us)

    # ------------------------------------------------------------------------------------------ pages

    def action_next_page(self) -> None:
        """The next page."""
        self._turn_or_say(1, "This is the last page.")

    def action_previous_page(self) -> None:
        """The page before."""
        self._turn_or_say(-1, "This is the first page.")

    def _turn_or_say(self, step: int, why_not: str) -> None:
        if self.is_awaited or self._state.turn(step) is not None:
            self.turn(step)
        elif self.under_cursor() is not None:
            self.say(why_not)

    @on(LogTable.RowMissing)
    def _row_missing(self) -> None:
        """Say why there is no row."""
        self.under_cursor()

    @on(LogTable.PageWanted)
    def _page_wanted(self, message: table_messages.PageWanted) -> None:
        """Over the edge of the page; again before the next one is there means the same one."""
        if not self.is_awaited:
            self.turn(message.step, Landing.BOTTOM if message.step < 0 else Landing.TOP)

    @on(LogTable.SortWanted)
    def _sort_wanted(self, message: table_messages.SortWanted) -> None:
        self.go(self._state.sort(next_sort(self._state.view.sort, message.column), standing=self._standing()))

    # ------------------------------------------------------------------------------------------ leaving

    def action_undo(self) -> None:
        """One layer back: focus, search, marks, open rows, the last filter. Never quits."""
        layers = (self._leave_focus, self._hide_hints, self._stop_search, self._unmark, self._close_rows)
        if not any(step() for step in (*layers, self._drop_last_filter)):
            self.say("Nothing left to undo; q quits.")

    def _hide_hints(self) -> bool:
        is_shown = self.has_class("-first")
        self.remove_class("-first")
        return is_shown

    def _leave_focus(self) -> bool:
        if self.focused is self._table:
            return False
        if self._search.is_offering:
            self._search.close_list()
            return True
        if self._search.is_edited and self._is_typing:
            self._take_back()
        self._search.text = str(self._query)
        self._to_table()
        return True

    def _take_back(self) -> None:
        """Go back to the view before what was typed."""
        state, standing = self._state.back(self._standing())
        self.go(replace(state, future=()), returning=standing)

    def _stop_search(self) -> bool:
        if not self.is_searching:
            return False
        self.stop_search()
        return True

    def _close_rows(self) -> bool:
        """The row under the cursor, if it is open, else all of this page."""
        table = self._table
        opened = [row for row, event in enumerate(table.rows) if event.seq in table.opened]
        here = [row for row in opened if table.rows[row] is table.cursor_event]
        for row in here or opened:
            table.toggle(row)
        return bool(opened)

    def _drop_last_filter(self) -> bool:
        count = len(clauses(self._query))
        if count:
            self.search_for(steps.less(self._query, count - 1))
        return bool(count)

    def action_quit(self) -> None:
        """End the program."""
        self.app.exit()

    # ------------------------------------------------------------------------------------------ the mouse

    def action_menu(self) -> None:
        """List what can be done with the row and the value under the cursor."""
        self._open_menu(self._table.cursor_offset)

    @on(LogTable.MenuWanted)
    def _menu_wanted(self, message: table_messages.MenuWanted) -> None:
        self._open_menu(message.at)

    def _open_menu(self, at: Offset) -> None:
        from auditui.tui.drawing.copying import in_a_line
        from auditui.tui.row_menu import menu
        from auditui.tui.screens.menu import MenuWindow

        async def chosen(key_id: str | None) -> None:
            if key_id is not None:
                await self.run_key(key_id)

        if (pointed := self._pointed()) is not None:
            self.app.push_screen(MenuWindow(in_a_line(pointed.event), menu(pointed, self.keys), at), chosen)

    def _pointed(self) -> Pointed | None:
        from auditui.tui.row_menu import Pointed

        table, event = self._table, self.under_cursor()
        if event is None:
            return None
        selection = table.selection
        return Pointed(
            event, table.cursor_values,
            is_open=event.seq in table.opened, is_marked=selection.has(event),
            note=self.note_on(event), selected=selection.count,
        )  # fmt: skip

    @on(Bar.Pressed)
    async def _pressed(self, message: Bar.Pressed) -> None:
        """Parts of the lines are named after what they do: a size, all filters, or the id of a key."""
        what, _, number = message.does.partition(":")
        if what == "size":
            self.go(self._state.resize(int(number)), keep=self._standing_on())
        elif what == "clauses":
            self._list_filters()
        else:
            await self.run_key(what)

    def _list_filters(self) -> None:
        """All filters, where the line has no room for them; the one that is chosen goes."""
        from auditui.tui.screens.choose import ChooseWindow
        from auditui.tui.widgets.choice_list import Choice as Line

        def chosen(number: str | None) -> None:
            if number is not None:
                self.search_for(steps.less(self._query, int(number)))

        listed = [Line(str(number), str(clause)) for number, clause in enumerate(clauses(self._query))]
        self.app.push_screen(ChooseWindow(f"All {len(listed)} filters: the chosen one is taken out", listed), chosen)

    async def run_key(self, key_id: str) -> None:
        """Do what a key does, by its id."""
        key = next(key for key in self._around.keys if key.id == key_id)
        node = {
            keys.Context.TABLE: self._table,
            keys.Context.TIMELINE: self.query_one(Timeline),
            keys.Context.CHIPS: self.query_one(Chips),
            keys.Context.APP: self.app,
        }.get(key.context, self)
        if key.context is keys.Context.TIMELINE:
            self.action_timeline()
        elif key.context is keys.Context.CHIPS:
            self.action_chips()
        await self.app.run_action(key.action, node)
