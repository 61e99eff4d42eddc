"""A plan put to work: functions made once per file, so that a record costs microseconds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final, NamedTuple

from auditui.core.errors import RecordError
from auditui.formats.cells import structure_in
from auditui.formats.changes import Changed
from auditui.formats.paths import Find, Path, Step, finder
from auditui.formats.plan import Changes, Plan, Source
from auditui.formats.records import Value, shown
from auditui.formats.takers import Record, Take, Used, changes_taker, outcome_taker, taker, targets_taker
from auditui.formats.timestamps import Clock, parse
from auditui.formats.words import text_of
from auditui.formats.zones import with_zone

EMAIL: Final = re.compile(r"[^@\s<>\"',;:\\]{1,64}@[A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,}")


STORED_AS: Final = {"took": "took_us"}


class Shape(NamedTuple):
    """What to do with the records that have the same keys: what can never be found in them is left out."""

    takes: list[tuple[str, Take]]
    outcome: Take | None
    changes: Callable[[Record, Used], list[Changed]] | None
    targets: list[Callable[[Record, Used], list[dict[str, str]]]]


MAX_SHAPES: Final = 2_000
KEPT_SHAPES: Final = 250
"""Shapes of a plan that are kept for the next file."""


def shape_for(plan: Plan, keys: frozenset[Step]) -> Shape:
    """The part of a plan that records with these keys can fulfil."""
    takes = [
        (STORED_AS.get(name, name), taker(name, found))
        for name, sources in plan.fields.items()
        if (found := _reachable(sources, keys))
    ]
    rule = replace(
        plan.outcome,
        sources=_reachable(plan.outcome.sources, keys),
        failure_if=_reachable(plan.outcome.failure_if, keys),
    )
    changes = Changes(
        tuple(path for path in plan.changes.whole if path[0] in keys),
        tuple(sides for sides in plan.changes.sides if any(path[0] in keys for path in sides)),
        tuple(paths for paths in plan.changes.partial if all(path[0] in keys for path in paths)),
        tuple(pair for pair in plan.changes.pairs if pair[1][0] in keys),
        tuple(paths for paths in plan.changes.named if paths[0][0] in keys),
    )
    targets = [targets_taker(one) for one in plan.targets if one.path[0] in keys]
    return Shape(takes, outcome_taker(rule), changes_taker(changes), targets)


def _reachable(sources: Sequence[Source], keys: frozenset[Step]) -> tuple[Source, ...]:
    """Sources all of whose paths begin with a key that is there."""
    return tuple([source for source in sources if _is_reachable(source, keys)])


def _is_reachable(source: Source, keys: frozenset[Step]) -> bool:
    if source.path and source.path[0] not in keys:
        return False
    return not (source.template or source.when) or all(path[0] in keys for path in _paths_of(source))


def _paths_of(source: Source) -> Iterator[Path]:
    if source.path:
        yield source.path
    yield from (part for part in source.template if not isinstance(part, str))
    yield from (condition.path for condition in source.when)


def _paths_in(plan: Plan) -> Iterator[Path]:
    """Every path of a plan that is looked for in records, but for those of the time and of what is unpacked first."""
    sources = chain.from_iterable(plan.fields.values())
    for source in chain(sources, plan.outcome.sources, plan.outcome.failure_if):
        yield from _paths_of(source)
    yield from plan.changes.whole
    yield from chain.from_iterable((*plan.changes.sides, *plan.changes.partial, *plan.changes.named))
    yield from chain.from_iterable(pair[1:] for pair in plan.changes.pairs)
    yield from (target.path for target in plan.targets)


NO_TIME: Final = "no time in it"
"""Why a record is no event that all else may be right with."""


class Mapper:
    """Turns records into fields of events, as a plan says."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._at = [_time_finder(source) for source in plan.at]
        self._clock = plan.clock
        self._shapes: dict[tuple[str, ...], Shape] = {}
        self._by_keys: dict[frozenset[Step], Shape] = plan.shapes
        self._first_steps = frozenset(path[0] for path in _paths_in(plan) if path)
        self._inner = [finder(path) for path in plan.inner]
        self._expand = [finder(path) for path in plan.expand]
        self._explode = finder(plan.explode) if plan.explode else None

    def expect(self, records: Sequence[Record]) -> None:
        """Make one shape for the few records of a small file: what one of them lacks costs less than another shape."""
        keys = self._first_steps.intersection(*[set().union(*records)])
        self._shapes.update(dict.fromkeys(map(tuple, records), shape_for(self.plan, keys)))

    def events(self, record: Record) -> Iterator[Record]:
        """The fields of each event in a record: one, or one for each thing in a list of those that happened at once.

        The record is used up. Raises `RecordError` where it has no usable time.
        """
        if self._inner:
            record = self._opened(record)
        if self._expand:
            self._expanded(record)
        if self._explode is None:
            yield self.fields_of(record)
            return
        yield from self._each(record)

    def _opened(self, record: Record) -> Record:
        for find in self._inner:
            value, place = find(record)
            if isinstance(value, str):
                value = structure_in(value)
            if isinstance(value, dict) and place:
                around = {key: outer for key, outer in record.items() if outer is not place[0].get(place[1])}
                if around:
                    value.setdefault("row", around)
                return value
        return record

    def _expanded(self, record: Record) -> None:
        for find in self._expand:
            value, place = find(record)
            if place and isinstance(value, str):
                found = structure_in(value)
                if found is not None:
                    place[0][place[1]] = found

    def _each(self, record: Record) -> Iterator[Record]:
        assert self._explode is not None
        listed, place = self._explode(record)
        if not place or not isinstance(listed, list) or not listed or not all(isinstance(one, dict) for one in listed):
            yield self.fields_of(record)
            return
        for number, one in enumerate(listed):
            place[0][place[1]] = one
            fields = self.fields_of(copied(record) if len(listed) > 1 else record)
            if number and fields.get("id"):
                fields["id"] = f"{fields['id']}#{number + 1}"
            yield fields

    def fields_of(self, record: Record) -> Record:
        """The fields of one event; what none of them took stays in `details`."""
        used: Used = []
        fields: Record = {"at_us": self._time(record, used)}
        shape = self._shapes.get(tuple(record)) or self._shape(record)
        for name, take in shape.takes:
            value = take(record, used)
            if value is not None:
                fields[name] = value
        if shape.outcome and (outcome := shape.outcome(record, used)):
            fields["outcome"] = outcome
        if shape.changes and (changes := shape.changes(record, used)):
            fields["changes"] = changes
        if shape.targets:
            fields["targets"] = [target for take in shape.targets for target in take(record, used)]
        actor = fields.get("actor")
        if actor is None:
            fields["empty_actor"] = self.plan.empty_actor
        elif "@" in actor and "email" not in fields and EMAIL.fullmatch(actor):
            fields["email"] = actor
        fields["details"] = _rest(record, used)
        return fields

    def _shape(self, record: Record) -> Shape:
        if len(self._shapes) >= MAX_SHAPES:
            self._shapes.clear()
        if len(self._by_keys) >= KEPT_SHAPES:
            self._by_keys.clear()
        keys = self._first_steps.intersection(record)  # records that differ in other keys are of one shape
        made = self._by_keys.get(keys)
        if made is None:
            made = self._by_keys[keys] = shape_for(self.plan, keys)
        self._shapes[tuple(record)] = made
        return made

    def _time(self, record: Record, used: Used) -> int:
        seen = None
        for find in self._at:
            value, place = find(record)
            if value is None or value == "":
                continue
            stamp = parse(value, self._clock)
            if stamp is not None:
                if stamp.whole and place:
                    used.append(place)
                return stamp.at_us
            seen = value
        if seen is None:
            raise RecordError(NO_TIME)
        raise RecordError(_why_no_time(seen, self._clock))


def _time_finder(source: Source) -> Find:
    """Where a time is; one of several parts has no place of its own, so that they stay in the details."""
    if source.behind:
        time, zone = _time_finder(replace(source, behind=())), finder(source.behind)
        return lambda record: (with_zone(time(record)[0], text_of(zone(record)[0])), None)
    if not source.template:
        return finder(source.path)
    take = taker("at", (source,))
    return lambda record: (take(record, []), None)


_NAMING: Final = frozenset({"key", "name", "Key", "Name"})
_VALUES: Final = frozenset({"value", "values", "Value", "Values"})


def _rest(record: Record, used: Used) -> Record:
    """What was not taken. Objects that were emptied go; what the source itself calls `details` is not nested twice.

    The name of a value stays beside it: without `"key": "Cookie"` nobody knows that the value is a secret.
    """
    emptied = set()
    for holder, key in used:
        if key in _NAMING and not _VALUES.isdisjoint(holder):
            continue
        if holder.pop(key, None) is not None and not holder and holder is not record:
            emptied.add(id(holder))
    if emptied:
        _prune(record, emptied)
    own = record.get("details")
    if own.__class__ is dict and (len(record) == 1 or record.keys().isdisjoint(own)):
        del record["details"]
        record.update(own)
    return record


def _prune(record: Record, emptied: set[int]) -> None:
    """Take the emptied objects out, and those that are empty without them."""
    for key, inner in tuple(record.items()):
        if inner.__class__ is dict:
            if inner:
                _prune(inner, emptied)
                if not inner:
                    del record[key]
            elif id(inner) in emptied:
                del record[key]


def copied(value: Value) -> Value:
    """A value with its objects and lists made anew, since taking fields out changes them."""
    if isinstance(value, dict):
        return {key: copied(inner) for key, inner in value.items()}
    return [copied(inner) for inner in value] if isinstance(value, list) else value


def _why_no_time(value: object, clock: Clock) -> str:
    if isinstance(value, str) and parse(value, Clock(clock.zone, day_first=True, now=clock.now)):
        if clock.day_first is None:
            return f"'{shown(value, 60)}' may be two dates: say --day-first or --month-first"
        if clock.is_order_found:
            said = "day first" if clock.day_first else "month first"
            return f"'{shown(value, 60)}' contradicts the dates before it ({said}): say --day-first or --month-first"
    return f"'{shown(str(value), 60)}' is no time that can be read"
