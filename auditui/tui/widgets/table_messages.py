"""What the table says to whoever holds it. They are also members of `LogTable`, where handlers look for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.geometry import Offset
from textual.message import Message

from auditui.core.event import Event

if TYPE_CHECKING:
    from auditui.tui.widgets.table_view import TableView


@dataclass
class TableMessage(Message):
    """Base of all; `control` lets handlers select by the table's id."""

    table: TableView

    @property
    def control(self) -> TableView:
        """The table that speaks."""
        return self.table


@dataclass
class Highlighted(TableMessage, namespace="log_table"):
    """The cursor stands on another event; None when there are no rows."""

    event: Event | None


@dataclass
class Toggled(TableMessage, namespace="log_table"):
    """A row was opened or closed."""

    event: Event
    is_open: bool


@dataclass
class MarksChanged(TableMessage, namespace="log_table"):
    """Rows were marked or lost their mark; `count` is how many are marked on all pages, None while they are counted."""

    count: int | None


@dataclass
class DetailsWanted(TableMessage, namespace="log_table"):
    """The details icon of a row was clicked."""

    event: Event


@dataclass
class CopyWanted(TableMessage, namespace="log_table"):
    """The copy icon of a row was clicked."""

    event: Event


@dataclass
class MenuWanted(TableMessage, namespace="log_table"):
    """The cell under the cursor was pressed with the right button, at this place of the screen."""

    at: Offset


@dataclass
class SortWanted(TableMessage, namespace="log_table"):
    """The head of a column was clicked; `column` is the field of `core.view.SORTABLE` to sort by."""

    column: str


@dataclass
class PageWanted(TableMessage, namespace="log_table"):
    """The cursor wants to leave the page: over its end (`step` 1) or over its start (-1)."""

    step: int


@dataclass
class RowMissing(TableMessage, namespace="log_table"):
    """A key that does something with a row was pressed where there is none."""
