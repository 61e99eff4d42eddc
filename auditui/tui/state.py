"""What the explorer shows, as one immutable value, and the steps from one such value to the next."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Self

from auditui.core.query import Query, freeze, is_frozen
from auditui.core.view import Sort, View
from auditui.store.base import Count
from auditui.tui.drawing.clock import TimeStyle
from auditui.tui.questions import PageFound, PageWanted

if TYPE_CHECKING:
    from auditui.tui.widgets.table_page import Measures

_REMEMBERED: Final = 100
"""Steps back that are kept."""


def page_wanted(view: View, now_us: int, *, keep: int | None = None) -> PageWanted:
    """The question for the first page of a view, or the one with an event; relative times mean `now_us` from here on.

    Raises:
        UsageError: A date that reaches out of the years 1 to 9999, or an unknown zone.
    """
    return PageWanted(replace(view, query=freeze(view.query, now_us, view.zone), now_us=now_us, as_of=None), keep=keep)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands in a view: on which event, and with which rows open; both by `seq`.

    `above` is how many lines of the table are in sight above the event; `measured`, how wide its columns are.
    """

    seq: int | None = None
    opened: frozenset[int] = frozenset()
    above: int = 0
    measured: Measures | None = field(default=None, compare=False)


NOWHERE: Final = Standing()


@dataclass(frozen=True, slots=True)
class Visit:
    """A view that was left, and how to stand in it when coming back."""

    view: View
    standing: Standing = NOWHERE


@dataclass(frozen=True, slots=True)
class ExplorerState:
    """What is asked for (`view`, with relative times as written) and what is on screen (`found`).

    Until an answer comes the two differ: the old rows stay.
    """

    view: View
    shown: View | None = None
    """The view, as it was asked for, whose rows are on screen."""
    found: PageFound | None = None
    total: Count | None = None
    """Events of the view; None while it is being counted."""
    size: Count | None = None
    """Events of the store."""
    past: tuple[Visit, ...] = ()
    future: tuple[Visit, ...] = ()

    def step(self, view: View, *, standing: Standing = NOWHERE, amend: bool = False) -> Self:
        """Go to another view, and remember this one; with `amend` the view is one more letter of the same step."""
        if view == self.view:
            return self
        past = self.past if amend else (*self.past, Visit(self.view, standing))[-_REMEMBERED:]
        return replace(self, view=view, past=past, future=())

    def search(self, query: Query, *, standing: Standing = NOWHERE, amend: bool = False) -> Self:
        """Ask another question."""
        return self.step(replace(self.view, query=query), standing=standing, amend=amend)

    def sort(self, sort: Sort, *, standing: Standing = NOWHERE) -> Self:
        """Ask for another order."""
        return self.step(replace(self.view, sort=sort), standing=standing)

    def resize(self, page_size: int) -> Self:
        """Show other numbers of rows; no step to go back from."""
        return replace(self, view=replace(self.view, page_size=page_size))

    def columns(self, columns: tuple[str, ...]) -> Self:
        """Show other columns; the same rows, so nothing is asked."""
        return replace(self, view=replace(self.view, columns=columns))

    def back(self, standing: Standing) -> tuple[Self, Standing]:
        """The view before, and how to stand in it; unchanged at the beginning."""
        if not self.past:
            return self, standing
        *past, visit = self.past
        future = (*self.future, Visit(self.view, standing))
        return replace(self, view=self._as_now(visit.view), past=tuple(past), future=future), visit.standing

    def forward(self, standing: Standing) -> tuple[Self, Standing]:
        """Take back the last step back, and how to stand in that view; unchanged where there was none."""
        if not self.future:
            return self, standing
        *future, visit = self.future
        past = (*self.past, Visit(self.view, standing))
        return replace(self, view=self._as_now(visit.view), past=past, future=tuple(future)), visit.standing

    def _as_now(self, view: View) -> View:
        """How things are shown is no part of the way back: only query and order are."""
        return replace(view, page_size=self.view.page_size, columns=self.view.columns, zone=self.view.zone)

    def show(self, found: PageFound) -> Self:
        """Put an answer on screen. A view that ends on this page needs no counting."""
        total = self.total if self.found is not None and same_events(self.found, found) else None
        page = found.page
        if page.at_end and not page.note and (page.rows or not page.offset):
            total = Count(page.offset + len(page.rows))
        return replace(self, found=found, total=total, shown=self.view)

    def give_up(self) -> Self:
        """Go back to asking for what is on screen: the answer to anything else is not wanted any more."""
        if self.shown is None or self.shown == self.view:
            return self
        past = self.past[:-1] if self.past and self.past[-1].view == self.shown else self.past
        return replace(self, view=self.shown, past=past)

    def turn(self, *steps: int) -> PageWanted | None:
        """The question for the page these steps lead to, each so many pages on, as of the moment on screen.

        None where that is the page on screen. Steps stop at the first page, and at the last one where it is known.
        """
        if self.found is None:
            return None
        page, view = self.found.page, self.found.view
        last = page.offset if page.at_end else self._last_offset
        offset = page.offset
        for pages in steps:
            offset = max(0, offset + pages * view.page_size)
            offset = offset if last is None else min(offset, last)
        return None if offset == page.offset else PageWanted(view, offset)

    @property
    def _last_offset(self) -> int | None:
        _, pages = self.place
        return None if pages is None or self.found is None else (pages - 1) * self.found.view.page_size

    @property
    def place(self) -> tuple[int, int | None]:
        """Number of the page on screen, from 1, and how many there are; None while the total is not known exactly."""
        if self.found is None:
            return 1, None
        size = self.found.view.page_size
        pages = -(-self.total // size) if self.total is not None and self.total.exact else None
        return self.found.page.offset // size + 1, pages if pages is None else max(1, pages)

    def page_number(self, number: int) -> PageWanted | None:
        """The question for a page by its number, from 1; the last one where it lies behind that."""
        if self.found is None:
            return None
        return PageWanted(self.found.view, max(0, number - 1) * self.found.view.page_size)


def same_events(before: PageFound, now: PageFound) -> bool:
    """Whether two pages are parts of the same result, so that its total and timeline still hold."""
    return (before.view.query, before.view.as_of) == (now.view.query, now.view.as_of)


def asks_otherwise(before: View, now: View) -> bool:
    """Whether two views can mean different rows or pages; days mean others in another zone."""
    if (before.query, before.sort, before.page_size) != (now.query, now.sort, now.page_size):
        return True
    return before.zone != now.zone and not is_frozen(now.query)


def time_styles(zone: str, base: TimeStyle) -> tuple[TimeStyle, ...]:
    """The ways to show times, in the order of the key: in the zone that was asked for, UTC, local, as age."""
    absolute = replace(base, mode="iso") if base.mode == "relative" else base
    zones = dict.fromkeys((zone, "UTC", "local"))
    return (*(replace(absolute, zone=name) for name in zones), replace(base, zone=zone, mode="relative"))


def time_label(style: TimeStyle) -> str:
    """The way to show times as the first line names it."""
    return f"{style.zone}, age" if style.mode == "relative" else style.zone


def next_sort(present: Sort, field: str) -> Sort:
    """What pressing the head of a column means: its natural order first, then the other way round."""
    natural = Sort(field, descending=field in {"at", "seq", "took"})
    return replace(natural, descending=not natural.descending) if present == natural else natural
