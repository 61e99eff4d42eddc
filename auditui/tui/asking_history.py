"""What happened to one record: a question to a store.

Nothing here knows Textual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from auditui.core.query import Query
from auditui.core.view import View
from auditui.store.base import Store

if TYPE_CHECKING:
    from auditui.core.history import Step

HISTORY_LIMIT: Final = 1_000
"""Events of a record that its timeline shows at most."""


class HistoryWanted(NamedTuple):
    """The events of one record, which the query finds, as a timeline; of very many the newest."""

    query: Query


class HistoryFound(NamedTuple):
    """The timeline from oldest to newest, and how many events before it are left out."""

    question: HistoryWanted
    steps: tuple[Step, ...]
    left_out: int


def tell_history(question: HistoryWanted, store: Store) -> HistoryFound:
    """The newest events of the record, as steps from oldest to newest."""
    from auditui.core.history import timeline

    view = View(question.query, as_of=store.snapshot())
    page = store.page(view, limit=HISTORY_LIMIT)
    left_out = 0 if page.at_end else int(store.count(view.query, view.as_of)) - len(page.rows)
    return HistoryFound(question, timeline(page.rows), left_out)
