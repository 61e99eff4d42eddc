"""All rules asked about one period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from auditui.core.errors import UsageError
from auditui.core.nearest import did_you_mean
from auditui.core.query import Query, all_of, freeze, negated
from auditui.core.view import AsOf, Sort, View
from auditui.core.watching import Watching
from auditui.insight.asking import Asked, parsed
from auditui.insight.finding import Finding, Note
from auditui.insight.period import Period, split
from auditui.insight.rules.table import NAMES, RULES, TITLES, Rule
from auditui.insight.sources import sources_of
from auditui.store.base import Store


@dataclass(frozen=True, slots=True)
class Findings:
    """What all rules found: most severe first, then newest first."""

    found: tuple[Finding, ...] = ()
    notes: tuple[Note, ...] = ()
    """What is not among them, and why."""


def ask(
    store: Store, query: Query, watching: Watching, *, now_us: int, zone: str = "UTC", as_of: AsOf | None = None
) -> Asked | None:
    """Everything that rules need to know; None where there is no period: no start was asked for, and no event is there.

    Args:
        store: Where to look.
        query: What to look at. Its clauses about time are the period, and rules that learn look before it.
        watching: Thresholds.
        now_us: What relative times in the query mean, and the end of a period that has only a start.
        zone: Where days of the query begin, and the zone of times in sentences.
        as_of: None: whatever the store holds now.
    """
    as_of = as_of or store.snapshot()
    scope, start_us, end_us = split(freeze(query, now_us, zone))
    scope = (
        all_of((scope, negated(freeze(parsed(watching.ignore), now_us, zone)))) if watching.ignore.strip() else scope
    )
    period = _period(store, freeze(query, now_us, zone), as_of, (start_us, end_us), now_us)
    if period is None:
        return None
    return Asked(store, scope, period, watching, zone, as_of, sources_of(store))


def _period(store: Store, query: Query, as_of: AsOf, ends: tuple[int | None, int | None], now_us: int) -> Period | None:
    """From the start that was asked for, else the first event, to the end asked for, else the last event or now.

    None where that is no time at all: nobody said a start, and there is no event.
    """
    first, last = (_one(store, View(query, Sort("at", descending), as_of=as_of)) for descending in (False, True))
    start_us, end_us = ends
    if start_us is None:
        end_us = end_us if last is None or end_us is not None else last + 1
        return None if first is None or end_us is None else Period(first, end_us, has_start=False)
    if end_us is not None:
        return Period(start_us, end_us) if start_us < end_us else None
    return Period(start_us, max(start_us + 1, now_us, 0 if last is None else last + 1), is_open=True)


def _one(store: Store, view: View) -> int | None:
    return next((event.at_us for event in store.page(view, limit=1).rows), None)


def _go_on() -> None:
    """Nobody wants to stop."""


def find(asked: Asked, rules: tuple[Rule, ...] = RULES, check_stop: Callable[[], None] = _go_on) -> Findings:
    """Ask every rule that is not left out; `check_stop` is called before each, and raises to end it.

    Raises:
        UsageError: The configuration leaves out a rule that there is not.
    """
    check_names(asked.watching.leave_out)
    found: list[Finding] = []
    notes: list[Note] = []
    for rule in rules:
        if rule.name not in asked.watching.leave_out:
            check_stop()
            for one in rule.find(asked):
                if isinstance(one, Note):
                    notes.append(one)
                else:
                    found.append(one)
    found.sort(key=lambda one: (-one.severity, -one.first_us, NAMES.index(one.rule)))
    return Findings(tuple(found), tuple(notes))


def check_names(names: tuple[str, ...]) -> None:
    """Raise `UsageError` when one of these is no rule; with the nearest one."""
    for name in names:
        if name not in TITLES:
            hint = did_you_mean(name, NAMES, f"there are {', '.join(NAMES)}")
            raise UsageError(f"there is no rule {name!r} to leave out", where="findings.leave_out", hint=hint)
