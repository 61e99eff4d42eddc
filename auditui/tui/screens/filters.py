"""The filters panel: narrow by facts, with the number of events behind each."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from auditui.core.errors import AuditError
from auditui.core.narrowing import DATES, FACETS, NO_CHOICE, Choice, Facet, chosen, narrowed, others
from auditui.core.query import EVERYTHING, Query
from auditui.core.text import clean
from auditui.facets import LISTED, Wording
from auditui.store.base import Count
from auditui.tui.keys import Context, bindings
from auditui.tui.questions import Answer, FacetFound, FacetWanted, Failed, PreviewFound, PreviewWanted, Question
from auditui.tui.quick_filters import quick_parts, with_failed, with_period
from auditui.tui.screens.window import Window
from auditui.tui.typed_ahead import TypedAhead
from auditui.tui.widgets.bar import Bar, Part
from auditui.tui.widgets.facet_column import FacetColumn, Line
from auditui.tui.widgets.text_box import TextBox
from auditui.tui.widgets.window_hints import WindowHints

COLUMN_WIDTH: Final = 30
"""Cells that a list needs; where the window is wider, several stand side by side."""
SLOW_AFTER: Final = 0.3
_HINTS: Final = (
    "filters.toggle", "filters.exclude", "filters.apply", "filters.narrow", "filters.right", "filters.clear",
    "filters.close",
)  # fmt: skip


class FiltersWindow(Window[Query | None]):
    """Ends with the query to show, or with None when it was closed.

    Args:
        query: The query in force; all of it that is no choice of a facet stays.
        freeze: Makes relative dates absolute; raises `UsageError` for dates that cannot be.
        ask: Asks the store; somebody hands the answers to `take`.
        pick_dates: Opens the dates window for a query, and calls back with the query that comes of it.
    """

    DEFAULT_CSS = """
    FiltersWindow {
        & > Vertical { width: 100%; max-width: 190; height: 100%; max-height: 40; padding: 0 1; }
        Bar { background: transparent; }
        #facets { margin-top: 1; }
        #lists { height: 1fr; margin-top: 1; }
        #narrow { height: 1; display: none; }
        &.-narrowing #narrow { display: block; }
        .label { width: auto; padding: 0 1; color: $foreground 60%; }
        #draft { height: 1; margin: 0 1; color: $foreground; }
        #buttons { height: 1; margin: 0 1; }
        Button.-style-default { min-width: 9; &:nocolor { text-style: reverse; } }
        #preview { width: 1fr; padding: 0 1; color: $foreground; text-style: bold; }
        WindowHints { margin: 0 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.FILTERS)
    AUTO_FOCUS = None

    def __init__(
        self,
        query: Query,
        *,
        freeze: Callable[[Query], Query],
        ask: Callable[[Question], object],
        pick_dates: Callable[[Query, Callable[[Query], object]], object],
    ) -> None:
        super().__init__()
        self._draft = query
        self._freeze = freeze
        self._send = ask
        self._pick_dates = pick_dates
        self._active = 0
        self._limits = {facet.id: LISTED for facet in FACETS}
        self._needle = ""
        self._total: Count | None = None
        self._waiting: list[FacetWanted] = []
        self._counted: dict[str, object] = {}
        self._typed_ahead = TypedAhead()

    def compose(self) -> ComposeResult:
        """Facets, quick choices, lists, what comes of it, and the buttons."""
        with Vertical() as frame:
            frame.border_title = "Filters"
            yield Bar(id="facets")
            yield Bar(id="quick")
            with Horizontal(id="lists"):
                for facet in FACETS:
                    yield FacetColumn(facet)
            with Horizontal(id="narrow"):
                yield Static("Narrow the list", classes="label", markup=False)
                yield TextBox(compact=True, select_on_focus=False, placeholder="part of a value")
            yield Static(id="draft", markup=False)
            with Horizontal(id="buttons"):
                yield Button("Apply", id="apply", compact=True)
                yield Button("Clear Filters", id="clear", compact=True)
                yield Button("Close", id="close", compact=True)
                yield Static(id="preview", markup=False)
            yield WindowHints(*_HINTS)

    def on_mount(self) -> None:
        """Start with actions."""
        for button in self.query(Button):
            button.can_focus = False  # each has its key; Tab goes through the lists
        self.set_focus(self.column)
        self._lay_out()
        self._changed()

    def on_resize(self, event: events.Resize) -> None:
        """Show as many lists side by side as there is room for."""
        self._lay_out()
        self._count()

    # ------------------------------------------------------------------------------------------ parts

    @property
    def facet(self) -> Facet:
        """The facet that keys are about."""
        return FACETS[self._active]

    @property
    def column(self) -> FacetColumn:
        """The list that keys are about."""
        return self._column(self.facet)

    @property
    def draft(self) -> Query:
        """The query that Apply would show."""
        return self._draft

    def _column(self, facet: Facet) -> FacetColumn:
        return self.query_one(f"#facet-{facet.id}", FacetColumn)

    @property
    def _in_sight(self) -> tuple[Facet, ...]:
        room = max(1, min(len(FACETS), (min(190, self.app.size.width) - 4) // COLUMN_WIDTH))
        first = max(0, min(self._active - room // 2, len(FACETS) - room))
        return FACETS[first : first + room]

    def _lay_out(self) -> None:
        shown = self._in_sight
        for facet in FACETS:
            self._column(facet).display = facet in shown
        self._draw()

    # ------------------------------------------------------------------------------------------ counting

    def _changed(self) -> None:
        """The draft is another one: every number may be."""
        self._total = None
        for facet in FACETS:
            column = self._column(facet)
            column.choice = chosen(self._draft, facet)
        self._draw()
        self._count()
        if (query := self._frozen()) is not None:
            self._send(PreviewWanted(query))

    def _frozen(self) -> Query | None:
        """The draft as of now; None where its dates cannot be, which is said."""
        try:
            return self._freeze(self._draft)
        except AuditError as error:
            self.query_one("#preview", Static).update(Content(clean(error.problem)))
            return None

    def _wanted(self, facet: Facet) -> FacetWanted | None:
        query = self._frozen()
        if query is None:
            return None
        needle = self._needle if facet == self.facet else ""
        wording = Wording(chosen(self._draft, facet), self._freeze) if facet == DATES else None
        return FacetWanted(query, facet, needle, self._limits[facet.id], wording, self._column(facet).seen(needle))

    def _count(self) -> None:
        """Ask for the lists in sight that are not of this draft, one after the other; first the one of the keys."""
        self._waiting = []
        for facet in sorted(self._in_sight, key=lambda facet: facet != self.facet):
            wanted = self._wanted(facet)
            is_stale = wanted is not None and self._counted.get(facet.id) != _basis(wanted)
            self._column(facet).is_stale = is_stale
            if wanted is not None and is_stale:
                self._waiting.append(wanted)
        self._ask_next()

    def _ask_next(self) -> None:
        if self._waiting:
            self._send(self._waiting.pop(0))
        self._typed_ahead.catch_up(lambda: not self.is_over and not (self.column.is_counting or self._is_unseen))

    def take(self, answer: Answer) -> None:
        """Show an answer of the store to the latest question of its kind."""
        match answer:
            case FacetFound(question, found):
                self._counted[question.facet.id] = _basis(question)
                self._column(question.facet).show(found, question.needle, is_of_all=question.query == EVERYTHING)
                self._ask_next()
            case PreviewFound(total=total):
                self._total = total
                self._draw()
            case Failed(FacetWanted(facet=facet), error):
                self._typed_ahead.forget()
                column = self._column(facet)
                column.problem, column.is_stale = f"{error.problem}; {error.hint}", False
                self._ask_next()
            case Failed(error=error):
                self.query_one("#preview", Static).update(Content(clean(error.problem)))

    def _once_counted(self, act: Callable[[], object]) -> None:
        """Lines, and the query that comes of them, are those of the list that is on its way."""
        self._typed_ahead.do(act, waits=self.column.is_counting or self._is_unseen)

    def _once_seen(self, act: Callable[[], object]) -> None:
        """Do what changes the numbers once the lists in sight have their order, however fast somebody types."""
        self._typed_ahead.do(act, waits=self._is_unseen)

    @property
    def _is_unseen(self) -> bool:
        return any(self._column(facet).is_unseen for facet in self._in_sight)

    # ------------------------------------------------------------------------------------------ drawing

    def _draw(self) -> None:
        parts = [Part(" ")]
        for number, facet in enumerate(FACETS):
            mark = "•" if chosen(self._draft, facet) else " "
            style = "chosen" if number == self._active else "quiet"
            parts += [Part(f" {facet.title}{mark}", style, facet.id)]
        self.query_one("#facets", Bar).parts = tuple(parts)
        bound = {active.binding.action: key for key, active in self.active_bindings.items()}
        self.query_one("#quick", Bar).parts = tuple(quick_parts(self._draft, bound))
        self.query_one("#draft", Static).update(Content(clean(str(self._draft)) or "no filters"))
        self.query_one("#preview", Static).update(Content(self._said()))

    def _said(self) -> str:
        if self._total is None:
            return "counting…"
        least = "" if self._total.exact else "at least "
        return f"{least}{self._total:,} {'event' if self._total == 1 else 'events'}"

    # ------------------------------------------------------------------------------------------ moving

    def action_cursor(self, step: int) -> None:
        """Go down so many lines, or up."""
        self._once_counted(lambda: self._move_to(self.column.cursor + step))

    def action_end(self, which: str) -> None:
        """Go to the first or the last line."""
        self._once_counted(lambda: self._move_to(0 if which == "first" else len(self.column.lines)))

    def _move_to(self, number: int) -> None:
        self.column.cursor = number

    def action_facet(self, step: int) -> None:
        """Go to the next list, round and round."""
        self._typed_ahead.do(lambda: self._go_to((self._active + step) % len(FACETS)))

    def _go_to(self, number: int) -> None:
        self._forget_needle()
        self._active = number
        self._lay_out()
        self.set_focus(self.column)
        self._count()

    @on(Bar.Pressed, "#facets")
    def _facet_pressed(self, event: Bar.Pressed) -> None:
        self._go_to(next(number for number, facet in enumerate(FACETS) if facet.id == event.does))

    # ------------------------------------------------------------------------------------------ choosing

    def action_choose(self) -> None:
        """Ask for the value under the cursor as well, or no longer."""
        self._once_counted(self._choose_here)

    def action_exclude(self) -> None:
        """Hide the value under the cursor, or no longer."""
        self._once_counted(lambda: self._choose_here(excludes=True))

    def _choose_here(self, *, excludes: bool = False) -> None:
        if not self.column.is_in_vain:
            self._choose(self.column, self.column.line, excludes=excludes)

    def action_pick(self, number: int) -> None:
        """Ask for the value with this number; 0 for all."""
        self._once_counted(lambda: self._pick(number))

    def _pick(self, number: int) -> None:
        lines = self.column.lines
        if number < len(lines) and not lines[number].is_more:
            self.column.cursor = number
            self._choose(self.column, lines[number])

    @on(FacetColumn.Pressed)
    def _line_pressed(self, event: FacetColumn.Pressed) -> None:
        self._go_to(FACETS.index(event.column.facet))
        event.column.cursor = event.number
        self._choose(event.column, event.column.line, excludes=event.excludes)

    def _choose(self, column: FacetColumn, line: Line, *, excludes: bool = False) -> None:
        if line.is_more:
            self._limits[column.facet.id] += 5 * LISTED
            self._count()
            return
        choice = column.choice
        if line.pick is None:
            choice = NO_CHOICE
        else:
            choice = choice.exclude(line.pick) if excludes else choice.include(line.pick)
        self._narrow(column.facet, choice)

    def _narrow(self, facet: Facet, choice: Choice) -> None:
        self._become(narrowed(self._draft, facet, choice))

    def _become(self, query: Query) -> None:
        if query != self._draft:
            self._draft = query
            self._changed()

    def action_period(self, name: str) -> None:
        """Only events of this period, or of any time again."""
        self._once_seen(lambda: self._become(with_period(self._draft, name)))

    def action_failed(self) -> None:
        """Only what failed, or all again."""
        self._once_seen(lambda: self._become(with_failed(self._draft)))

    def action_dates(self) -> None:
        """Choose a day or a period in the calendar."""
        self._typed_ahead.do(lambda: self._pick_dates(self._draft, self._become))

    @on(Bar.Pressed, "#quick")
    async def _quick_pressed(self, event: Bar.Pressed) -> None:
        await self.run_action(event.does)

    # ------------------------------------------------------------------------------------------ narrowing the list

    def action_narrow(self) -> None:
        """Type a part of the value to look for."""
        self.add_class("-narrowing")
        self.set_focus(self.query_one(Input))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if event.value != self._needle:
            self._needle = event.value
            self._count()

    @on(Input.Submitted)
    def _to_list(self) -> None:
        """On to the values that were found."""
        self.column.cursor = max(1, self.column.cursor)
        self.set_focus(self.column)

    def _forget_needle(self) -> None:
        box = self.query_one(Input)
        with box.prevent(Input.Changed):
            box.value = ""
        self._needle = ""
        self.remove_class("-narrowing")

    # ------------------------------------------------------------------------------------------ how it ends

    @on(Button.Pressed, "#apply")
    def action_apply(self) -> None:
        """Show the events of these filters."""
        self._typed_ahead.do(lambda: self.dismiss(self._draft))

    @on(Button.Pressed, "#clear")
    def action_clear(self) -> None:
        """Drop all filters."""
        self._once_seen(lambda: self._become(EVERYTHING))

    def action_close(self) -> None:
        """Stop narrowing the list; else change nothing and close."""
        if self.has_class("-narrowing"):
            self._forget_needle()
            self.set_focus(self.column)
            self._count()
        else:
            self.dismiss(None)

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)


def _basis(question: FacetWanted) -> object:
    """What the numbers of a list depend on: its own choice is no part of it."""
    worded = question.wording.choice if question.wording else None
    return others(question.query, question.facet), question.needle, question.limit, worded
