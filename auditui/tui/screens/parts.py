"""The lines of the explorer from top to bottom: which there are, and what each shows of the present state."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from textual import events
from textual.app import ComposeResult

from auditui.core.arranging import widths_for
from auditui.core.event import Event
from auditui.core.query import clauses
from auditui.core.text import clean
from auditui.core.view import View, columns_for
from auditui.tui import keys, steps
from auditui.tui.drawing.columns import SORT_TITLES, column_of
from auditui.tui.drawing.glyphs import UNICODE
from auditui.tui.keys import Context
from auditui.tui.screens.recorded import Recorded
from auditui.tui.state import time_label
from auditui.tui.surroundings import Surroundings
from auditui.tui.widgets.chips import Chips
from auditui.tui.widgets.header import Header, Heading
from auditui.tui.widgets.key_hints import KeyHints
from auditui.tui.widgets.log_table import LogTable
from auditui.tui.widgets.mistake import MistakeLine
from auditui.tui.widgets.paging_footer import Paging, PagingFooter
from auditui.tui.widgets.search_bar import SearchBar
from auditui.tui.widgets.table_page import Measures
from auditui.tui.widgets.timeline import Timeline

LOW_TERMINAL: Final = 30
"""Below this many lines the timeline gives way to rows."""
_LOWER: Final = 10
"""Below this many the hints, the filters (the search line has them too) and the line of keys do, too."""
_LOWEST: Final = 5
"""Below this many, the first line: search, head, a row and where it stands are left."""


class Parts(Recorded):
    """Everything on screen follows from one `ExplorerState`. It asks nothing, and decides nothing."""

    AUTO_FOCUS = "LogTable"

    def __init__(self, view: View, around: Surroundings) -> None:
        super().__init__(view, around)
        self._times = replace(around.times, zone=view.zone, now_us=around.clock())
        self._arranged = around.arranged
        self._is_slow = False
        self._aside = ""

    def compose(self) -> ComposeResult:
        """From top to bottom. What they look like here is known before they are, so that they are styled once."""
        self.set_class(self._around.is_first, "-first")
        self._fit(self.app.size.height)
        self._dress()
        yield Header()
        yield SearchBar(str(self._state.view.query))
        yield Chips()
        yield MistakeLine()
        yield Timeline()
        yield LogTable()
        if self._around.is_first:
            from auditui.tui.widgets.first_hints import FirstHints

            yield FirstHints(self._around.keys)
        yield PagingFooter()
        yield KeyHints()

    def _furnish(self) -> None:
        """Give the parts what does not change."""
        self.query_one(KeyHints).table = self._around.keys
        self._table.set_times(self._times)
        self._table.may_open = self.may_show
        if self._around.ascii:
            self._table.set_ascii(True)

    @property
    def keys(self) -> tuple[keys.Key, ...]:
        """The table of keys, as the configuration has changed it."""
        return self._around.keys

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns shown."""
        found = self._state.found
        return columns_for(self._state.view.columns, found.fields if found else frozenset())

    @property
    def _table(self) -> LogTable:
        return self.query_one(LogTable)

    @property
    def _search(self) -> SearchBar:
        return self.query_one(SearchBar)

    def under_cursor(self) -> Event | None:
        """The event that a key is about. Where there is none, say why not, and what to do."""
        event = self._table.cursor_event
        if event is None and self._state.found is not None:
            self.say_lacking("There is no row to do something with")
        return event

    @property
    def part(self) -> Context:
        """The part that keys are about."""
        parts: dict[type, Context] = {Timeline: Context.TIMELINE, Chips: Context.CHIPS}
        return parts.get(type(self.focused), Context.TABLE)

    def say_lacking(self, lacking: str) -> None:
        """Say why something cannot be done without events, and how to come by some."""
        self.say(steps.without_rows(self._query, lacking, self._around.fill))

    def nothing_found(self, view: View) -> str:
        """What to do about no rows of a view."""
        return steps.nothing_found(view.query, view.zone, self._table.line_width, self._around.fill)

    def on_descendant_focus(self) -> None:
        """A low terminal shows the line for filters and mistakes while a query is edited; the footer, the keys here."""
        self.set_class(self._search.is_edited, "-editing")
        self.query_one(KeyHints).part = self.part

    def on_resize(self, event: events.Resize) -> None:
        """Give low terminals to the rows."""
        self._fit(event.size.height)

    def _fit(self, height: int) -> None:
        self.set_class(height < LOW_TERMINAL, "-low")
        self.set_class(height < _LOWER, "-lower")
        self.set_class(height < _LOWEST, "-lowest")

    def _draw(self) -> None:
        """Hand every line what it shows; a line that shows the same as before draws nothing."""
        self._dress()
        self.query_one(Chips).clauses = tuple(map(str, clauses(self._query)))
        self.query_one(Header).heading = self.heading()
        if not self._search.is_edited:
            self._search.text = str(self._query)
        self.query_one(Timeline).times = self._times
        self._draw_paging()

    def _dress(self) -> None:
        """Which lines there are follows from the query."""
        self.set_class(not clauses(self._query), "-unfiltered")

    def heading(self) -> Heading:
        """What the first line says."""
        around = self._around
        return Heading(
            around.store, self._state.size, time_label(self._times), around.who, around.role, order=self._order()
        )

    def _order(self) -> str:
        """What rows are sorted by, where no column has its arrow; empty where one does."""
        found = self._state.found
        sort = found.view.sort if found else self._state.view.sort
        if found is None or any(column_of(name).sort == sort.field for name in self.columns):
            return ""
        return f"{SORT_TITLES[sort.field]} {UNICODE.descending if sort.descending else UNICODE.ascending}"

    def _draw_paging(self) -> None:
        found, selected = self._state.found, self._table.selection.count
        waiting = "searching… Esc stops" if self._is_slow else ""
        if found is None:
            self.query_one(PagingFooter).paging = Paging(at_end=False, note=waiting, selected=selected)
            return
        page, total = found.page, self._state.total
        note = waiting or page.note or (total.note if total is not None else "") or self._aside
        self.query_one(PagingFooter).paging = Paging(
            page.offset, len(page.rows), self._state.view.page_size, page.at_end, total, selected, clean(note)
        )

    def _show_rows(self, *, same: bool = True, measured: Measures | None = None) -> None:
        found = self._state.found
        if found is None:
            return
        self._table.sort = found.view.sort
        self._table.set_widths(widths_for(self.columns, self._arranged))
        self._table.empty_text = self.nothing_found(found.view)
        needles = steps.needles(found.view.query)
        self._table.show(found.page.rows, self.columns, needles=needles, same=same, measured=measured)
