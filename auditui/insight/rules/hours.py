"""Work at hours when nobody works: in the evening, at night, at the weekend."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final, NamedTuple

from auditui.core.query import Query, all_of
from auditui.core.times import DAY_US, zone
from auditui.core.watching import DAY_NAMES, Watching
from auditui.core.zones import EPOCH, first_moment, offset_at
from auditui.insight.actors import Actor, actors_in, name_of
from auditui.insight.asking import Asked, parsed
from auditui.insight.finding import Finding, Note, Severity
from auditui.insight.rules.limits import newest
from auditui.insight.sentences import amount, listed

OFF_HOURS: Final = "off-hours"
WEEKEND: Final = "weekend"
ABOUT: Final = "has:user -is:system -is:anonymous -(verb:login is:failed)"
FOLD: Final = 20
"""More people than this in one night are one finding."""
NAMED: Final = 3
UNKNOWN: Final = "working hours are not known: set hours and zone in [findings] of the configuration"


class Stretch(NamedTuple):
    """Time off, on days of work or on others; the end is not included."""

    start_us: int
    end_us: int
    is_weekend: bool


def off_hours(asked: Asked) -> Iterator[Finding | Note]:
    """Before and after work, on working days."""
    return _worked(asked, OFF_HOURS)


def weekend(asked: Asked) -> Iterator[Finding | Note]:
    """On days on which nobody works."""
    return _worked(asked, WEEKEND)


class Worked(NamedTuple):
    """What somebody, or many (None), did in one stretch of time off."""

    start_us: int
    query: Query
    actor: Actor | None
    people: int


def _worked(asked: Asked, rule: str) -> Iterator[Finding | Note]:
    if not asked.watching.knows_hours:
        yield Note(rule, UNKNOWN)
        return
    found = (one for stretch in _stretches(asked, is_weekend=rule == WEEKEND) for one in _during(asked, stretch))
    told, notes = newest(found, lambda one: one.start_us, rule)
    yield from notes
    for one in told:
        yield from _finding(asked, rule, one)


def _stretches(asked: Asked, *, is_weekend: bool) -> Iterator[Stretch]:
    """Stretches of one of the two kinds in which somebody did something, in order."""
    at_us, end_us = asked.period.start_us, asked.period.end_us
    while event := asked.first(asked.query(parsed(ABOUT), start_us=at_us, end_us=end_us)):
        stretch = next(time_off(asked.watching, event.at_us, end_us), None)
        if stretch is None:
            return
        if stretch.start_us == event.at_us and stretch.is_weekend == is_weekend:
            yield stretch
        # From event to event, so that one wrong clock does not have us look at the nights of a century.
        at_us = stretch.end_us if stretch.start_us == event.at_us else stretch.start_us


def _during(asked: Asked, stretch: Stretch) -> Iterator[Worked]:
    query = asked.query(parsed(ABOUT), start_us=stretch.start_us, end_us=stretch.end_us)
    people = actors_in(asked.store, query, asked.sources, asked.as_of)
    if len(people) > FOLD:
        yield Worked(stretch.start_us, query, None, len(people))
        return
    for actor in people:
        own = all_of((query, actor.clause, actor.source.clause))
        yield Worked(stretch.start_us, own, actor, 1)


def _finding(asked: Asked, rule: str, worked: Worked) -> Iterator[Finding]:
    query = worked.query
    first, last, count = asked.first(query), asked.last(query), asked.count(query)
    if first is None or last is None:
        return
    many = worked.actor is None
    yield Finding(
        rule=rule, severity=Severity.LOW, first_us=first.at_us, last_us=last.at_us, count=count,
        who=listed(asked.values(query, "actor", NAMED, count), worked.people) if many else name_of(last),
        why=f"{amount(count, 'event', 'events')} {_when(asked.watching, rule, first.at_us)}",
        query=asked.exactly(parsed(ABOUT), worked.actor, first.at_us, last.at_us, count),
    )  # fmt: skip


def _when(watching: Watching, rule: str, at_us: int) -> str:
    local = EPOCH + timedelta(microseconds=at_us + offset_at(at_us, zone(watching.zone)))
    day = DAY_NAMES[local.weekday()].capitalize()
    if rule == WEEKEND or watching.hours is None:
        return f"on a day without work, {day} {local:%H:%M} in {watching.zone}"
    start, end = (f"{minute // 60:02}:{minute % 60:02}" for minute in watching.hours)
    return f"outside of {start}–{end}, {day} {local:%H:%M} in {watching.zone}"


def time_off(watching: Watching, start_us: int, end_us: int) -> Iterator[Stretch]:
    """The stretches of time off between two moments, in order, cut at both ends.

    A night between two days of work is one stretch; days without work that follow each other are one
    too. Days are those of the zone, also when its clocks are put forward or back.
    """
    if watching.hours is None:
        return
    where = zone(watching.zone)
    at_us = start_us
    for work_start, work_end in _work(watching, where, start_us, end_us):
        if work_start > at_us:
            yield from _cut(watching, where, at_us, min(work_start, end_us))
        at_us = max(at_us, work_end)
    if at_us < end_us:
        yield from _cut(watching, where, at_us, end_us)


def _work(watching: Watching, where: tzinfo, start_us: int, end_us: int) -> Iterator[tuple[int, int]]:
    """Spans of work that touch the time between two moments, in order."""
    start, end = watching.hours or (0, 0)
    day = _day(start_us - DAY_US, where)
    while _moment(day, 0, where) < end_us:
        if day.weekday() in watching.days:
            last = day if end > start else day + timedelta(days=1)
            yield _moment(day, start, where), _moment(last, end, where)
        day += timedelta(days=1)


def _cut(watching: Watching, where: tzinfo, start_us: int, end_us: int) -> Iterator[Stretch]:
    """One stretch of time off, cut where days without work begin and end."""
    at_us = start_us
    while at_us < end_us:
        is_weekend = _is_free(watching, where, at_us)
        until = at_us
        while until < end_us and _is_free(watching, where, until) == is_weekend:
            until = _moment(_day(until, where) + timedelta(days=1), 0, where)
        yield Stretch(at_us, min(until, end_us), is_weekend)
        at_us = until


def _is_free(watching: Watching, where: tzinfo, at_us: int) -> bool:
    return _day(at_us, where).weekday() not in watching.days


def _day(at_us: int, where: tzinfo) -> date:
    return (EPOCH + timedelta(microseconds=at_us + offset_at(at_us, where))).date()


def _moment(day: date, minute: int, where: tzinfo) -> int:
    return first_moment(datetime.combine(day, time()) + timedelta(minutes=minute), where)
