"""The filters that one key switches on and off: periods, and what failed. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from auditui.core import periods
from auditui.core.language import parse
from auditui.core.narrowing import FACETS, Pick, chosen, narrowed
from auditui.core.query import EVERYTHING, Exactly, Query, clauses
from auditui.tui import steps
from auditui.tui.widgets.bar import Part

PERIODS: Final = {
    "today": ("today", periods.TODAY),
    "week": ("7 days", periods.SEVEN_DAYS),
    "month": ("30 days", periods.THIRTY_DAYS),
}
"""What they are called here, where there is little room, and which they are."""
_FAILED: Final = Pick("outcome", Exactly("failure"))
_OUTCOME: Final = next(facet for facet in FACETS if facet.id == "outcome")


def with_period(query: Query, name: str) -> Query:
    """Only events of this period, in place of other dates; of any time where it was asked for already."""
    terms = parse(PERIODS[name][1].term)
    return steps.dated(query, EVERYTHING if terms in clauses(query) else terms)


def with_failed(query: Query) -> Query:
    """Only what failed; all again where that was asked for already."""
    return narrowed(query, _OUTCOME, chosen(query, _OUTCOME).include(_FAILED))


def quick_parts(query: Query, bound: Mapping[str, str]) -> list[Part]:
    """Each with its key and a dot where it is on; `bound`: the key in force for each action."""
    present = {*map(str, clauses(query))}
    parts = [Part("  ")]
    for name, (label, period) in PERIODS.items():
        parts += _switch(bound, f"period('{name}')", label, is_on=period.term in present)
    parts += _switch(bound, "failed", "failed only", is_on=_FAILED in chosen(query, _OUTCOME).included)
    has_period = any(period.term in present for _, period in PERIODS.values())
    return parts + _switch(bound, "dates", "dates…", is_on=steps.has_dates(query) and not has_period)


def _switch(bound: Mapping[str, str], action: str, label: str, *, is_on: bool) -> list[Part]:
    """A key and what it switches on."""
    return [
        Part(f"{bound.get(action, '')} ", "key", action),
        Part(f"{label}{' •' if is_on else '  '}", "strong" if is_on else "quiet", action),
        Part("  "),
    ]
