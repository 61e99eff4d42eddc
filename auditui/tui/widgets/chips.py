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
from auditui.tui.widgets.bar import Bar, Part, clipped

_LEAST: Final = 16
"""Cells that a chip's text has at least; rather than less, it is left to the search box, which shows all of them."""
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
        """Chips, beginning so far to the right that the chosen one is there, and Clear filters behind them."""
        if not self.clauses:
            return clipped([Part(" no filters", "quiet")], width)
        room = width - len(_CLEAR.text) - 3
        texts = [clean(clause) for clause in self.clauses]
        first = 0
        count = _fitting(texts, room)
        while self.has_focus and first + count <= self.chosen:
            first += 1
            count = _fitting(texts[first:], room)
        behind = len(texts) - first - count
        shown = _in_short(texts[first : first + count], room - _more_cells(behind))
        chips = [part for number, text in enumerate(shown, first) for part in self._chip(number, text)]
        more = [Part(f"+{behind} more ", "link", "clauses")] if behind else []
        return [Part("…" if first else " ", "quiet"), *clipped([*chips, *more], room), Part(" "), _CLEAR]

    def _chip(self, number: int, text: str) -> list[Part]:
        style = "chosen" if self.has_focus and number == self.chosen else "chip"
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


def _more_cells(behind: int) -> int:
    return len(f"+{behind} more ") if behind else 0


def _fitting(texts: Sequence[str], room: int) -> int:
    """How many there is room for, at least one; what says how many more there are has to fit, too."""
    from auditui.tui.drawing.shares import fitting

    needed = list(map(cells, texts))
    count = fitting(needed, room, frame=_FRAME, least=_LEAST)
    if count < len(texts):
        count = fitting(needed, room - _more_cells(len(texts)), frame=_FRAME, least=_LEAST)
    return max(1, count)


def _in_short(texts: Sequence[str], room: int) -> list[str]:
    """Each as far as it fits; before an origin is cut it goes without its folders."""
    from auditui.tui.drawing.shares import shares

    room -= _FRAME * len(texts)
    given = shares(list(map(cells, texts)), room)
    named = [_file_alone(text) if cells(text) > share else text for text, share in zip(texts, given, strict=True)]
    given = shares(list(map(cells, named)), room)
    return [plain(elide([Span(text)], share)) for text, share in zip(named, given, strict=True)]


def _file_alone(clause: str) -> str:
    """An origin by the name of its file, which is what tells logs apart."""
    field, _, name = clause.partition(":")
    if field.lstrip("-") != "origin" or "/" not in name:
        return clause
    file_name = name.strip('"').rpartition("/")[2]
    return f"{field}:…/{file_name}"
