"""What the date window hands back, and how that reads in the query language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from auditui.core import periods, times
from auditui.core.errors import UsageError
from auditui.core.periods import Period
from auditui.core.query import And, Query, Span, Term, When
from auditui.tui.calendar import length_in_days
from auditui.tui.drawing.clock import TimeStyle, day_text

DATE_FIELDS: Final = frozenset({"since", "until", "on"})
Moment: TypeAlias = "date | str | None"
"""A whole day; any other date of the query language as it was typed (`2h`, `2026-07-01T12:30`); or no end."""


@dataclass(frozen=True, slots=True)
class DateChoice:
    """A day or a period (both ends included), or the wish to have no date filter.

    `span` is a word of the query language (`last-week`) when one was chosen: it says more than
    `start` and `end`, which are then the days that it means today.
    """

    kind: Literal["range", "clear"]
    start: Moment = None
    end: Moment = None
    span: str = ""

    @property
    def terms(self) -> str:
        """The choice as query text, to stand in place of all other date terms; empty for `clear`."""
        if self.kind == "clear":
            return ""
        if self.span:
            return f"on:{self.span}"
        if self.start == self.end and isinstance(self.start, date):
            return f"on:{self.start}"
        ends = (("since", self.start), ("until", self.end))
        return " ".join(f"{field}:{moment}".replace(" ", "T") for field, moment in ends if moment is not None)


CLEAR: Final = DateChoice("clear")
OFFERED: Final = (
    periods.TODAY, periods.YESTERDAY, periods.SEVEN_DAYS, periods.THIS_WEEK, periods.LAST_WEEK, periods.THIS_MONTH,
    periods.LAST_MONTH, periods.THIRTY_DAYS,
)  # fmt: skip
"""The periods that a digit picks, from 1 on."""


def choice_of(query: Query) -> DateChoice | None:
    """The date filter that a query holds, to open the window with; None where there is none.

    Only terms that the whole query depends on count, not those inside an OR or a NOT.
    """
    terms = _date_terms(query)
    for term in terms:
        if isinstance(term.values[0], Span):
            return _choice_of_span(term.values[0])
    texts = {term.field: text for term in terms if (text := _text_of(term))}
    on = texts.get("on")
    if on is not None:
        day = day_in(on)
        return DateChoice("range", day, day) if day else DateChoice("range", span=on)
    if not texts:
        return None
    return DateChoice("range", moment_in(texts.get("since", "")), moment_in(texts.get("until", "")))


def _choice_of_span(span: Span) -> DateChoice:
    """A span to the microsecond (from the timeline); its end is the last moment in it."""
    start = None if span.start_us is None else times.rfc3339(span.start_us)
    return DateChoice("range", start, None if span.end_us is None else times.rfc3339(span.end_us - 1))


def moment_in(text: str) -> Moment:
    """A typed text as a moment: a day where it is one, None where it is blank."""
    return day_in(text) or text.strip() or None


def day_in(text: str) -> date | None:
    """The day that a text of the form 2026-07-31 names, else None."""
    try:
        return date.fromisoformat(text.strip()) if text.count("-") == 2 else None  # noqa: PLR2004 - year-month-day
    except ValueError:
        return None


def _date_terms(query: Query) -> list[Term]:
    parts = query.parts if isinstance(query, And) else (query,)
    return [part for part in parts if isinstance(part, Term) and part.field in DATE_FIELDS]


def _text_of(term: Term) -> str:
    """What a date term says, where it says one thing."""
    value = term.values[0]
    return value.text if len(term.values) == 1 and isinstance(value, When) else ""


@dataclass(frozen=True, slots=True)
class DayClock:
    """Which days moments fall on, in one zone and at one moment (`now_us`, microseconds since 1970 UTC)."""

    zone: str
    now_us: int

    @property
    def today(self) -> date:
        """The present day in the zone."""
        return self._day(self.now_us)

    def days_of(self, choice: DateChoice) -> tuple[date, date]:
        """First and last day that a range touches; an open end reaches to the end of the calendar.

        Raises:
            UsageError: An end is no date of the query language, or the end lies before the start.
        """
        if choice.span:
            return self._days(choice.span)
        start_us = times.MIN_US if choice.start is None else self._span(choice.start)[0]
        end_us = times.MAX_US if choice.end is None else self._span(choice.end)[1] - 1
        if end_us < start_us:
            raise UsageError(f"{choice.end} ends before {choice.start} begins")
        return self._day(start_us), self._day(end_us)

    def choice_for(self, period: Period) -> DateChoice:
        """A period that everybody asks for: named days, or how long before now."""
        if period.field == "since":
            return DateChoice("range", period.text)
        return DateChoice("range", *self._days(period.text), period.text)

    def sentence(self, choice: DateChoice) -> str:
        """A choice that is none to clear in words: its terms, and how long it is or where it begins or ends."""
        start, end = self.days_of(choice)
        if choice.end is None and not choice.span:
            length = f"from {self._clock_at(choice.start)} on"
        elif choice.start is None and not choice.span:
            length = f"up to {end}"
        else:
            days = length_in_days(start, end)
            length = f"{days} {'day' if days == 1 else 'days'}"
        return f"{choice.terms}   {length}"

    def _clock_at(self, moment: Moment) -> str:
        """Its first minute; for a day the day alone."""
        return str(moment) if isinstance(moment, date) else times.format_us(self._span(str(moment))[0], self.zone)[:-3]

    def _days(self, text: str) -> tuple[date, date]:
        start_us, behind_us = self._span(text)
        return self._day(start_us), self._day(behind_us - 1)

    def _span(self, moment: date | str) -> tuple[int, int]:
        return times.parse_span(str(moment), self.now_us, self.zone)

    def _day(self, at_us: int) -> date:
        """The day of a moment; the first or last one where the zone leads out of the calendar."""
        text = day_text(at_us, TimeStyle(self.zone))
        return date.fromisoformat(text) if text else (date.min if at_us < 0 else date.max)
