"""A record's life as its log tells it: what was so after each event, and what changed without one.

Objects are compared leaf by leaf, lists as a whole. What is redacted is not known, so it proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, TypeAlias

from auditui.core.canonical import text_of
from auditui.core.event import ABSENT, Absent, Event, Json
from auditui.core.origins import family

State: TypeAlias = "Mapping[str, Json | Absent]"
"""Values by flattened path; `ABSENT` where it is known that there was none."""

_HIDDEN: Final = ("[REDACTED]", "[BINARY DATA]")


@dataclass(frozen=True, slots=True)
class Gap:
    """A field that changed without an entry: the log left it as `left`, the next event found `found`."""

    field: str
    left: Json | Absent
    found: Json | Absent
    since: Event
    """The event that left it so."""


@dataclass(frozen=True, slots=True)
class Step:
    """One event, what had changed unlogged before it, and all that is known of the record right after it."""

    event: Event
    gaps: tuple[Gap, ...]
    _told: Sequence[_Told] = field(repr=False, compare=False)
    _place: int

    @property
    def state(self) -> State:
        """The record right after the event; made anew each time, as those of all steps are far more than the log."""
        return _state_after(self._told, self._place)


def timeline(events: Iterable[Event]) -> tuple[Step, ...]:
    """The events of one record from oldest to newest, each with the state after it and the gaps before it.

    The order given does not matter. Where one moment has several events, they stand in the order that
    leaves fewer gaps, since a log that is written newest first turns them round. Each log is held
    against itself (rotated files count as one): what another log says only excuses, never accuses.
    What a field was before its first change is known from that change, back to the first event or to
    the deletion before.
    """
    chain = _Chain()
    told: list[_Told] = []
    for _, tied in groupby(sorted(events, key=lambda event: (event.at_us, event.seq)), key=lambda event: event.at_us):
        chain, more = _fewest_gaps(chain, list(tied))
        told += more
    return tuple(Step(one.event, one.gaps, told, place) for place, one in enumerate(told))


def log_of(step: Step) -> str:
    """The log that a step is in: what one of its changes left is held only against later ones of the same log."""
    return family(step.event.origin)


def flattened(path: str, value: Json | Absent) -> dict[str, Json | Absent]:
    """A value by the paths of its leaves; lists and empty objects are leaves."""
    if not isinstance(value, dict) or not value:
        return {path: value}
    leaves: dict[str, Json | Absent] = {}
    for key, inner in value.items():
        leaves |= flattened(f"{path}.{key}", inner)
    return leaves


# ---------------------------------------------------------------------------------------- one event after the other


@dataclass(slots=True)
class _Told:
    """What one event changed of the state, its gaps, and what it was the first to say of the time before."""

    event: Event
    left: dict[str, Json | Absent]
    over: tuple[str, ...]
    """Paths of which nothing is known any more, as something else is said above or below them."""
    gaps: tuple[Gap, ...]
    beginnings: dict[str, Json | Absent]


@dataclass(slots=True)
class _Known:
    """What one log, or all together, have said so far: the last value of each path, and the event that said it."""

    values: dict[str, Json | Absent] = field(default_factory=dict)
    said_by: dict[str, Event] = field(default_factory=dict)
    above: set[str] = field(default_factory=set)
    """Paths that have paths below them."""
    touched: set[str] = field(default_factory=set)
    """Paths of which something was said, or taken back, since `news` was asked for."""

    def copy(self) -> _Known:
        return _Known(dict(self.values), dict(self.said_by), set(self.above), set(self.touched))

    def news(self) -> tuple[dict[str, Json | Absent], tuple[str, ...]]:
        """What the paths touched are now, and those of which nothing is known any more."""
        touched, self.touched = self.touched, set()
        left = {path: self.values[path] for path in touched if path in self.values}
        return left, tuple(path for path in touched if path not in left)

    def put(self, path: str, value: Json | Absent, event: Event) -> None:
        """The value at a path from now on; what stood above it as one value, or below it, is over."""
        for parent in _above(path):
            if parent in self.values:
                del self.values[parent]
                self.touched.add(parent)
            self.above.add(parent)
        if path in self.above and value is not ABSENT:
            self._forget_below(path)
        elif path in self.above:
            for below in self._below(path):
                self.values[below], self.said_by[below] = ABSENT, event
                self.touched.add(below)
        self.values[path], self.said_by[path] = value, event
        self.touched.add(path)

    def _below(self, path: str) -> list[str]:
        return [known for known in self.values if known.startswith(f"{path}.")]

    def _forget_below(self, path: str) -> None:
        for below in self._below(path):
            del self.values[below]
            self.touched.add(below)

    def contradicted(self, path: str, found: Json | Absent) -> Iterator[tuple[str, Json | Absent, Json | Absent]]:
        """Paths, what they were left as, and what was found instead."""
        if path in self.values:
            left = self.values[path]
            if not _same(left, found):
                yield path, left, found
            return
        parent = next((parent for parent in _above(path) if parent in self.values), None)
        if parent is not None:
            if found is not ABSENT and not _is_hidden(self.values[parent]):
                yield path, ABSENT, found
        elif path in self.above:
            yield from ((below, self.values[below], ABSENT) for below in self._below(path) if self._stands(below))

    def _stands(self, path: str) -> bool:
        return self.values[path] is not ABSENT and not _is_hidden(self.values[path])

    def speaks_of(self, path: str) -> bool:
        """Whether anything was said of this path, of one above it or of one below it."""
        return path in self.above or _is_covered(path, self.values)

    def source_of(self, path: str) -> Event:
        """The event that left this path as it is."""
        return next(self.said_by[one] for one in (path, *_above(path)) if one in self.said_by)

    def agrees(self, path: str, found: Json | Absent) -> bool:
        """Whether this was found as it was left; what was never said agrees with nothing."""
        return path in self.values and _same(self.values[path], found)


@dataclass(slots=True)
class _Chain:
    """Where the record stands after the events taken so far."""

    together: _Known = field(default_factory=_Known)
    by_log: dict[str, _Known] = field(default_factory=dict)

    def copy(self) -> _Chain:
        return _Chain(self.together.copy(), {log: known.copy() for log, known in self.by_log.items()})

    def take(self, event: Event) -> _Told:
        """Go on by one event."""
        own = self.by_log.setdefault(family(event.origin), _Known())
        before = _side(event, "before")
        gaps = tuple(self._gaps(own, before))
        beginnings = {path: value for path, value in before.items() if not self.together.speaks_of(path)}
        for path, value in _left(before, _side(event, "after")).items():
            for known in (own, self.together):
                known.put(path, value, event)
        left, over = self.together.news()
        if event.verb == "delete":
            self.together, self.by_log = _Known(), {}
        return _Told(event, left, over, gaps, beginnings)

    def _gaps(self, own: _Known, before: State) -> Iterator[Gap]:
        for path, found in before.items():
            if _is_hidden(found):
                continue
            for at, left, instead in own.contradicted(path, found):
                if not self.together.agrees(at, instead):
                    yield Gap(at, left, instead, own.source_of(at))


def _fewest_gaps(chain: _Chain, tied: Sequence[Event]) -> tuple[_Chain, list[_Told]]:
    if len(tied) == 1 or _are_apart(tied):
        return chain, [chain.take(event) for event in tied]
    turned = chain.copy()
    forward, backward = [chain.take(event) for event in tied], [turned.take(event) for event in reversed(tied)]
    if sum(len(told.gaps) for told in backward) < sum(len(told.gaps) for told in forward):
        return turned, backward
    return chain, forward


def _are_apart(tied: Sequence[Event]) -> bool:
    """Whether no two of them are about the same part of the record, so that their order is no matter."""
    roots = [{change.field.partition(".")[0] for change in event.changes} for event in tied]
    together: set[str] = set().union(*roots)
    return len(together) == sum(map(len, roots)) and all(event.verb != "delete" for event in tied)


def _state_after(told: Sequence[_Told], place: int) -> dict[str, Json | Absent]:
    """What the events until then left, filled with what later events say was so already."""
    state: dict[str, Json | Absent] = {}
    for one in told[: place + 1]:
        if one.event.verb == "delete":
            state = {}
            continue
        state |= one.left
        for path in one.over:
            state.pop(path, None)
    if told[place].event.verb == "delete":
        return state
    later: dict[str, Json | Absent] = {}
    for one in told[place + 1 :]:
        for path, value in one.beginnings.items():
            later.setdefault(path, value)
        if one.event.verb == "delete":
            break
    return {path: value for path, value in later.items() if not _is_covered(path, state)} | state


# ---------------------------------------------------------------------------------------- values


def _side(event: Event, side: str) -> dict[str, Json | Absent]:
    """One side of all changes of an event, leaf by leaf."""
    leaves: dict[str, Json | Absent] = {}
    for change in event.changes:
        leaves |= flattened(change.field, getattr(change, side))
    return leaves


def _left(before: State, after: State) -> dict[str, Json | Absent]:
    """What an event leaves, leaf by leaf: what it says of after, and nothing where only something was before."""
    above = {parent for path in after for parent in _above(path)}
    gone = (path for path in before if path not in above and not _is_covered(path, after))
    return {**after, **dict.fromkeys(gone, ABSENT)}


def _above(path: str) -> Iterator[str]:
    """Every path above this one, the nearest first."""
    while (path := path.rpartition(".")[0]) != "":
        yield path


def _is_covered(path: str, leaves: Mapping[str, object]) -> bool:
    """Whether something is said of the path itself or of one above it."""
    return path in leaves or any(parent in leaves for parent in _above(path))


def _same(left: Json | Absent, found: Json | Absent) -> bool:
    """Whether two values agree, as far as is known: what is redacted may be anything, and 1 is 1.0."""
    if left is ABSENT or found is ABSENT:
        return left is found or _is_hidden(found) or _is_hidden(left)
    if _is_hidden(left) or _is_hidden(found):
        return True
    if _is_number(left) and _is_number(found):
        return left == found
    return text_of(left) == text_of(found)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_hidden(value: Json | Absent) -> bool:
    """Whether anything in it was taken out before it was recorded."""
    if isinstance(value, str):
        return any(sign in value for sign in _HIDDEN)
    if isinstance(value, dict):
        return any(map(_is_hidden, value.values()))
    return isinstance(value, list) and any(map(_is_hidden, value))
