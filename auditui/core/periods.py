"""The periods that everybody asks for: what each is called, and the one term that means it, wherever it is offered."""

from __future__ import annotations

from typing import Final, NamedTuple


class Period(NamedTuple):
    """`field:text` is its term in the query language."""

    title: str
    field: str
    text: str

    @property
    def term(self) -> str:
        """As a query writes it."""
        return f"{self.field}:{self.text}"


TODAY: Final = Period("Today", "on", "today")
YESTERDAY: Final = Period("Yesterday", "on", "yesterday")
THIS_WEEK: Final = Period("This week", "on", "this-week")
LAST_WEEK: Final = Period("Last week", "on", "last-week")
THIS_MONTH: Final = Period("This month", "on", "this-month")
LAST_MONTH: Final = Period("Last month", "on", "last-month")
LAST_HOUR: Final = Period("Last hour", "since", "1h")
LAST_DAY: Final = Period("Last 24 hours", "since", "24h")
SEVEN_DAYS: Final = Period("Last 7 days", "since", "7d")
THIRTY_DAYS: Final = Period("Last 30 days", "since", "30d")
NINETY_DAYS: Final = Period("Last 90 days", "since", "90d")

USUAL: Final = (
    TODAY, YESTERDAY, THIS_WEEK, LAST_WEEK, THIS_MONTH, LAST_MONTH,
    LAST_HOUR, LAST_DAY, SEVEN_DAYS, THIRTY_DAYS, NINETY_DAYS,
)  # fmt: skip
"""All of them: days of the calendar, then how long before now."""
