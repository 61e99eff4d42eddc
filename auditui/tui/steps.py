"""From one query to the next: what keeping a value, choosing dates or zooming means. Pure functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from auditui.core.errors import QueryError
from auditui.core.fields import HAS, Kind, kind_of
from auditui.core.query import (
    EVERYTHING,
    And,
    Exactly,
    Exists,
    Not,
    Or,
    Query,
    Range,
    Span,
    Term,
    Text,
    When,
    all_of,
    clauses,
    freeze,
    is_frozen,
    negated,
    replace_field,
    with_clause,
    without,
)
from auditui.core.text import clean, fold
from auditui.core.times import DAY_US, MAX_US, MIN_US, SECOND_US, now_us
from auditui.core.values import Value
from auditui.tui.suggested import Choice

if TYPE_CHECKING:
    from auditui.core.completion import Expecting
    from auditui.tui.drawing.cells import Asked

DATE_FIELDS: Final = frozenset({"since", "until", "on"})
SHORTEST_US: Final = 60 * SECOND_US
LONGEST_US: Final = 200 * 365 * DAY_US
"""Bounds of the time that zooming leads to."""
_TERM_BEGUN: Final = re.compile(r"[^\s(]*$")
_CLAUSE_BEGUN: Final = re.compile(r"(?:(?:^|(?<=\s))(?:AND|OR|NOT)\s+)*[^\s(]*$")
FILL: Final = "auditui import FILE"
"""What imports into a store that needs no name."""
_NAMED: Final = 50
"""Characters of the query that a message quotes where there is no room for more."""

_BACKWARDS: Final = "The period ends before it begins:  "


def clause_for(asked: Asked) -> Query:
    """What a cell stands for: events with these values, or with none where a text is empty.

    `asked` is as `drawing.cells.filter_values` gives it: raw, numbers and dates as a query writes them.
    """
    return all_of([_clause(field, text) for field, text in asked])


def _clause(field: str, text: str) -> Query:
    if not text:
        return Not(Term("has", (Exactly(field),)) if field in HAS else Term(field, (Exists(),)))
    return Term(field, (_value(kind_of(field), text),))


def _value(kind: Kind, text: str) -> Value:
    if kind is Kind.TIME:
        return When(text)
    digits = text.removesuffix("us")
    if kind in {Kind.NUMBER, Kind.DURATION} and digits.lstrip("-").isdecimal():
        return Range(int(digits), int(digits))
    return Exactly(text)


def keep(query: Query, asked: Asked) -> Query:
    """Only events with these values; a day takes the place of other dates, and an exclusion of them goes."""
    clause = clause_for(asked)
    if any(field in DATE_FIELDS for field, _ in asked):
        return replace_field(query, DATE_FIELDS, clause)
    return with_clause(without(query, negated(clause)), clause)


def exclude(query: Query, asked: Asked) -> Query:
    """No events with all of these values; the clauses that ask for just them go."""
    clause = clause_for(asked)
    present, parts = clauses(query), clauses(clause)
    if all(part in present for part in parts):
        query = all_of([part for part in present if part not in parts])
    return with_clause(query, negated(clause))


def less(query: Query, number: int) -> Query:
    """The query without its clause of this number, from 0; unchanged where there is none."""
    parts = clauses(query)
    return without(query, parts[number]) if 0 <= number < len(parts) else query


def dated(query: Query, dates: Query) -> Query:
    """The query with these date clauses in place of all others; the empty query only takes them out."""
    first, *others = clauses(dates) or (None,)
    changed = replace_field(query, DATE_FIELDS, first)
    for clause in others:
        changed = with_clause(changed, clause)
    return changed


def spanned(query: Query, start_us: int, end_us: int) -> Query:
    """Only events from the start on and before the end."""
    return dated(query, Term("on", (Span(start_us, end_us),)))


def zoomed(
    query: Query,
    shown: tuple[int, int],
    factor: float,
    middle_us: int | None,
    within: tuple[int, int] = (MIN_US, MAX_US + 1),
) -> Query:
    """The time shown, `factor` times as long, around a moment in it, or around its own middle.

    Both ends are round, so the result may be longer by up to two units (see `_round_unit`). It is never shorter
    than `SHORTEST_US`; where it would be longer than `LONGEST_US`, or is all `within`, the query has no dates any
    more. A longer time goes beyond `within` only where the time shown does.
    """
    start, end = shown
    length = max(SHORTEST_US, round((end - start) * factor))
    if length > LONGEST_US:
        return undated(query)
    unit = _round_unit(length)
    length = -(-length // unit) * unit
    middle = (start + end) // 2 if middle_us is None or not start <= middle_us < end else middle_us
    first = (middle - length // 2) // unit * unit
    last = first + length
    if factor < 1:
        first = max(min(first, -(-end // unit) * unit - length), start // unit * unit)
        last = first + length
    else:
        earliest, latest = min(start, within[0]) // unit * unit, -(-max(end, within[1]) // unit) * unit
        last = min(max(last, -(-end // unit) * unit), latest)
        first = max(last - length, earliest)
        last = min(max(last, first + length), latest)
        if first <= within[0] and last >= within[1]:
            return undated(query)
    return spanned(query, max(first, MIN_US), min(last, MAX_US + 1))


def _round_unit(length_us: int) -> int:
    """The unit that the ends of a period of this length are whole multiples of."""
    return next((unit for unit in (DAY_US, 3_600 * SECOND_US, 60 * SECOND_US) if length_us >= 16 * unit), SECOND_US)


def dates_of(query: Query) -> Query:
    """The clauses of a query that limit the time, alone."""
    return all_of([part for part in clauses(query) if isinstance(part, Term) and part.field in DATE_FIELDS])


def undated(query: Query) -> Query:
    """The query without its dates."""
    return dated(query, EVERYTHING)


def period_of(query: Query, now_us: int) -> tuple[int, int] | None:
    """The moments that the dates of a frozen query enclose, until now where they have no end.

    None where there is no beginning, or dates that are several periods.
    """
    terms = [part for part in clauses(dates_of(query)) if isinstance(part, Term)]
    spans = [term.values[0] for term in terms if len(term.values) == 1]
    starts = [span.start_us for span in spans if isinstance(span, Span) and span.start_us is not None]
    ends = [span.end_us for span in spans if isinstance(span, Span) and span.end_us is not None]
    if len(spans) < len(terms) or not starts:
        return None
    start, end = max(starts), min(ends, default=now_us)
    return (start, end) if start < end else None


def has_dates(query: Query) -> bool:
    """Whether a clause of the query limits the time."""
    return any(isinstance(part, Term) and part.field in DATE_FIELDS for part in clauses(query))


def needles(query: Query) -> tuple[str, ...]:
    """Folded free texts that a row may be in the result for; what is excluded is not among them."""
    if isinstance(query, Text):
        return (fold(query.needle),)
    if isinstance(query, (And, Or)):
        return tuple(dict.fromkeys(needle for part in query.parts for needle in needles(part)))
    return ()


def known_choices(expected: Expecting) -> list[Choice]:
    """What the language itself offers; field names only once something of them is typed."""
    if expected.wanted == "field" and not expected.prefix:
        return []
    prefix = expected.prefix.lower()
    return [Choice(name) for name in expected.names if name.startswith(prefix) and name != prefix]


def rest_of(text: str, expected: Expecting) -> Query:
    """The query without the term that is being typed, and without its dates' meaning; everything while it is wrong."""
    from auditui.core.language import parse

    before = _TERM_BEGUN.sub("", text[: expected.start])
    try:
        query = parse(before + text[expected.end :])
    except QueryError:
        return EVERYTHING
    return query if is_frozen(query) else EVERYTHING


def without_begun(text: str, expected: Expecting) -> Query | None:
    """The query without the clause whose value is to come at the cursor; None where none is, or the rest is wrong."""
    if expected.wanted != "value" or expected.start != expected.end:
        return None
    from auditui.core.language import parse

    before = text[: expected.start]
    kept = before[:-1] if before.endswith(",") else _CLAUSE_BEGUN.sub("", before)
    try:
        return parse(kept + text[expected.end :])
    except QueryError:
        return None


def without_rows(query: Query, lacking: str, fill: str = FILL) -> str:
    """Why something needs events where there are none, and what to do: `There is nothing to export: ...`.

    `fill` is the command that imports into the store.
    """
    if query == EVERYTHING:
        return f"{lacking}: this store is empty. {fill} fills it."
    return f"{lacking}: no event matches. c clears the filters."


def nothing_found(query: Query, zone: str = "UTC", width: int = 0, fill: str = FILL) -> str:
    """What to do about no rows, as clean lines; `width`: the cells that there are for a line; `fill` as above."""
    if query == EVERYTHING:
        return clean(f"This store is empty. {fill} fills it; r reads it again.")
    named = clean(str(query))
    room = max(_NAMED, width - len(_BACKWARDS) - 1)
    named = named if len(named) <= room else f"{named[:room]}…"
    from auditui.insight.period import is_backwards

    if is_backwards(freeze(query, now_us(), zone)):
        return f"{_BACKWARDS}{named}\nd sets the dates, c clears the filters, b goes back."
    return f"No event matches  {named}\nc clears the filters, b goes back, / edits the query."
