"""Which bookmarks a view has, in its order: a question to a store.

Nothing here knows Textual.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from auditui.core.event import Event
from auditui.core.query import with_clause
from auditui.core.selection import only
from auditui.core.view import View
from auditui.store.base import Store


class BookmarkWanted(NamedTuple):
    """The events at these positions that are in a view, told apart by where somebody stands (`here`)."""

    view: View
    seqs: tuple[int, ...]
    here: int | None


class BookmarkFound(NamedTuple):
    """All of them in the order of the view, and those that come behind `here`."""

    question: BookmarkWanted
    events: tuple[Event, ...]
    after: tuple[Event, ...]


def find_bookmarks(question: BookmarkWanted, store: Store) -> BookmarkFound:
    """One page of a narrower query, however far apart they are; the place of `here` comes with them."""
    wanted = {*question.seqs, *(() if question.here is None else (question.here,))}
    narrow = replace(question.view, query=with_clause(question.view.query, only(wanted)))
    rows = store.page(narrow, limit=len(wanted)).rows
    place = next((number for number, row in enumerate(rows) if row.seq == question.here), -1)
    known = set(question.seqs)
    return BookmarkFound(
        question,
        tuple(row for row in rows if row.seq in known),
        tuple(row for row in rows[place + 1 :] if row.seq in known),
    )
