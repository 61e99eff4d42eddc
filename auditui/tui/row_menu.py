"""What can be done with a row and the value under the cursor, as a list to choose from. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from auditui.core.event import Event
from auditui.core.query import negated
from auditui.core.related import Relation, related
from auditui.core.text import clean, shorten
from auditui.tui.drawing.cells import Asked
from auditui.tui.keys import Key, shown
from auditui.tui.steps import clause_for
from auditui.tui.widgets.choice_list import Choice

_NOTE_CELLS: Final = 60


@dataclass(frozen=True, slots=True)
class Pointed:
    """What the menu is about."""

    event: Event
    asked: Asked = ()
    """What the cell under the cursor stands for, as a query says it; empty where none can be asked for."""
    is_open: bool = False
    is_marked: bool = False
    note: str | None = None
    """Of the bookmark on the event; None where there is none."""
    selected: int | None = 0
    """How many events are selected, which are copied in place of this one; None: nobody has counted them yet."""


def menu(pointed: Pointed, table: Sequence[Key]) -> tuple[Choice, ...]:
    """The entries of the key table that do something here, each with its key and what it would do; ids are theirs."""
    known = {key.id: key for key in table}
    return tuple(
        Choice(key_id, known[key_id].label, shown(known[key_id].keys[0]), note)
        for key_id, said in _LINES.items()
        if (note := said(pointed)) is not None
    )


def _toggled(pointed: Pointed) -> str:
    return "close the row" if pointed.is_open else "changes and details under the row"


def _kept(pointed: Pointed) -> str | None:
    return _brief(str(clause_for(pointed.asked))) if pointed.asked else None


def _excluded(pointed: Pointed) -> str | None:
    return _brief(str(negated(clause_for(pointed.asked)))) if pointed.asked else None


def _followed(relation: Relation, words: Callable[[Event], str]) -> Callable[[Pointed], str | None]:
    def said(pointed: Pointed) -> str | None:
        return _brief(words(pointed.event)) if related(pointed.event, relation).query is not None else None

    return said


def _record(event: Event) -> str:
    return f"all that happened to {event.entity_name or event.entity_id}"


def _actor(event: Event) -> str:
    return f"all that {event.actor or event.email or event.actor_id or 'System'} did"


def _marked(pointed: Pointed) -> str:
    return "take the selection back" if pointed.is_marked else "for copying, exporting or deleting"


def _noted(pointed: Pointed) -> str:
    return "with a note" if pointed.note is None else _brief(pointed.note) or "change its note"


def _copied(pointed: Pointed) -> str:
    if pointed.selected == 0:
        return "this event"
    return "what is selected" if pointed.selected is None else f"the {pointed.selected:,} selected"


def _brief(text: str) -> str:
    return shorten(clean(text), _NOTE_CELLS)


_LINES: Final[Mapping[str, Callable[[Pointed], str | None]]] = {
    "row.toggle": _toggled,
    "details": lambda _: "everything about the event",
    "keep": _kept,
    "exclude": _excluded,
    "history": _followed(Relation.HISTORY, _record),
    "actor": _followed(Relation.ACTOR, _actor),
    "address": _followed(Relation.ADDRESS, lambda event: f"all that came from {event.ip}"),
    "request": _followed(Relation.REQUEST, lambda event: f"all of request {event.request_id}"),
    "nearby": _followed(Relation.NEARBY, lambda _: "what anybody did within 5 minutes"),
    "mark": _marked,
    "bookmark": _noted,
    "copy": _copied,
    "copy.json": _copied,
    "copy.table": _copied,
}
"""Ids of the key table, and what is said behind each; None where it does nothing here."""
