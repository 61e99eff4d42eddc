"""The filters in force, one chip each, and the ways to take them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive

from auditui.core.text import clean
from auditui.tui import keys
from auditui.tui.drawing.spans import Span, cells, elide, plain
from auditui.tui.widgets.bar import Bar, Part, clipped, width_of

_WIDEST: Final = 44
"""Cells of one chip's text where there is not room for all of each; the search box shows the whole."""
_FRAME: Final = 5
"""Cells of a chip beside its text."""
_CLEAR: Final = Part("Clear filters", "link", "clear")


class Chips(Bar, can_focus=True):
    """Shows the clauses of a query. With the focus one is chosen; the chosen one is always in sight."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.Context.CHIPS)

    clauses: reactive[tuple[str, ...]] = reactive((), layout=False)
    chosen: reactive[int] = reactive(0, layout=False)

    @dataclass
    class Removed(Message):
        """A clause is to be taken out of the query."""

        number: int

    @dataclass
    class Left(Message):
        """The focus is to go on to the table."""

    def validate_chosen(self, chosen: int) -> int:
        """Keep the choice among the clauses."""
        return max(0, min(chosen, len(self.clauses) - 1))

    def watch_clauses(self) -> None:
        """Choose again where clauses have gone."""
        self.chosen = self.validate_chosen(self.chosen)

    def laid_out(self, width: int) -> Sequence[Part]:
        """Chips, beginning so far to the right that the chosen one fits, and Clear filters behind them."""
        if not self.clauses:
            return clipped([Part(" no filters", "quiet")], width)
        room = width - len(_CLEAR.text) - 3
        texts = [clean(clause) for clause in self.clauses]
        widest = _widest([cells(text) for text in texts], room)
        chips = [self._chip(number, text, widest) for number, text in enumerate(texts)]
        first = 0
        while self.has_focus and first < self.chosen and _width(chips[first : self.chosen + 1]) > room:
            first += 1
        shown = [part for chip in chips[first:] for part in chip]
        return [Part("…" if first else " ", "quiet"), *clipped(shown, room), Part(" "), _CLEAR]

    def _chip(self, number: int, clause: str, widest: int) -> list[Part]:
        style = "chosen" if self.has_focus and number == self.chosen else "chip"
        text = plain(elide([Span(_in_short(clause, widest))], widest))
        return [Part(f" {text} ", style, "search"), Part("× ", style, f"remove:{number}"), Part(" ")]

    def on_bar_pressed(self, event: Bar.Pressed) -> None:
        """A pressed × takes its clause out; the rest is for the screen."""
        what, _, number = event.does.partition(":")
        if what == "remove":
            event.stop()
            self.post_message(self.Removed(int(number)))

    def action_previous(self) -> None:
        """Choose the clause on the left."""
        self.chosen -= 1

    def action_next(self) -> None:
        """Choose the clause on the right."""
        self.chosen += 1

    def action_remove(self) -> None:
        """Take the chosen clause out."""
        if self.clauses:
            self.post_message(self.Removed(self.chosen))

    def action_leave(self) -> None:
        """Go on to the table."""
        self.post_message(self.Left())


def _widest(needed: Sequence[int], room: int) -> int:
    """Cells that a chip's text may take so that all chips fit; not less than `_WIDEST`, also where they do not."""
    most = room - _FRAME * len(needed)
    wider = range(min(most, max(needed)), _WIDEST, -1)
    return next((limit for limit in wider if sum(min(limit, text) for text in needed) <= most), _WIDEST)


def _in_short(clause: str, widest: int) -> str:
    """An origin too long for a chip without its folders: what tells logs apart is the name of the file."""
    field, _, name = clause.partition(":")
    if field.lstrip("-") != "origin" or "/" not in name or cells(clause) <= widest:
        return clause
    file_name = name.strip('"').rpartition("/")[2]
    return f"{field}:…/{file_name}"


def _width(chips: Sequence[Sequence[Part]]) -> int:
    return sum(map(width_of, chips))
