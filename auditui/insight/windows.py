"""Events that lie close together: the plain algorithms behind rules that count in a window of time."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from auditui.core.watching import Threshold

Key = TypeVar("Key", bound=Hashable)
_TIDY: Final = 4096
"""Events between two looks for keys that are done with."""


@dataclass(slots=True)
class Run(Generic[Key]):
    """All events of one key from `first_us` to `last_us`, both included: `count` of them."""

    key: Key
    first_us: int
    last_us: int
    count: int


@dataclass(slots=True)
class _Seen(Generic[Key]):
    """What has to be known of one key: its last times, and the burst that may still grow."""

    times: deque[int]
    number: int = 0
    """How many events there were."""
    burst: Run[Key] | None = None
    started: int = 0
    """The number of the first event of the burst."""


def bursts(events: Iterable[tuple[Key, int]], threshold: Threshold) -> Iterator[Run[Key]]:
    """Where at least `count` events of one key lie within `within_us`, first to last, both included.

    Such windows that share an event, or a moment, are one burst. Memory grows with the keys that are active within
    one window, not with events.

    Args:
        events: Key and time of each, oldest first.
        threshold: `count` and `within_us`.

    Yields:
        Bursts, each as soon as it is over.
    """
    seen: dict[Key, _Seen[Key]] = {}
    for number, (key, at_us) in enumerate(events):
        if number % _TIDY == _TIDY - 1:
            yield from _tidied(seen, at_us - threshold.within_us)
        known = seen.get(key)
        if known is None:
            known = seen[key] = _Seen(deque(maxlen=threshold.count))
        if done := _grown(known, key, at_us, threshold):
            yield done
    yield from _tidied(seen, None)


def _grown(known: _Seen[Key], key: Key, at_us: int, threshold: Threshold) -> Run[Key] | None:
    """Take one more event of a key; the burst before it, when this event begins another one."""
    known.number += 1
    known.times.append(at_us)
    if len(known.times) < threshold.count or at_us - known.times[0] > threshold.within_us:
        return None
    done = None
    if known.burst is None or known.times[0] > known.burst.last_us:
        done, known.burst = known.burst, Run(key, known.times[0], at_us, 0)
        known.started = known.number - threshold.count + 1
    known.burst.last_us = at_us
    known.burst.count = known.number - known.started + 1
    return done


def _tidied(seen: dict[Key, _Seen[Key]], before_us: int | None) -> Iterator[Run[Key]]:
    """Forget keys without an event since `before_us` (None: all), and give their bursts."""
    done = [key for key, known in seen.items() if before_us is None or known.times[-1] < before_us]
    for key in done:
        if burst := seen.pop(key).burst:
            yield burst


def sittings(events: Iterable[tuple[Key, int]], pause_us: int) -> Iterator[Run[Key]]:
    """Events of one key, none more than `pause_us` after the one before it; a lone event is a sitting too.

    Args:
        events: Key and time of each, oldest first.
        pause_us: The longest pause within one sitting.

    Yields:
        Sittings, each once it is over; they tile the events.
    """
    open_runs: dict[Key, Run[Key]] = {}
    for key, at_us in events:
        run = open_runs.get(key)
        if run is not None and at_us - run.last_us <= pause_us:
            run.last_us = at_us
            run.count += 1
            continue
        if run is not None:
            yield run
        open_runs[key] = Run(key, at_us, at_us, 1)
    yield from open_runs.values()
