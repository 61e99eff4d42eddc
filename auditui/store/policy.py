"""What was decided about keeping events: how long, and which ones however old; beside `base.Store`.

Decisions are only ever added, and chained like imports, so what holds now is what all of them say together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from auditui.core import times
from auditui.core.errors import UsageError
from auditui.core.event import Event
from auditui.core.query import Query

RETENTION: Final = "retention"
HOLD: Final = "hold"
RELEASE: Final = "release"


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of what was decided.

    `value` is of a retention the span (`400d`; empty: keep everything), of a hold its frozen query, of a release the
    number of the hold.
    """

    number: int
    at_us: int
    kind: str
    who: str
    reason: str
    value: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Events that nothing deletes until the hold is released. `number` is that of its decision."""

    number: int
    at_us: int
    who: str
    reason: str
    query: Query


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds now."""

    retention: str = ""
    """How long events are kept, such as `400d`; empty: for ever."""
    holds: tuple[Hold, ...] = ()
    decided: Decision | None = field(default=None, compare=False)
    """Who set the retention, and when; None while nobody did."""

    def horizon_us(self, now_us: int) -> int | None:
        """Events before this moment are no longer kept; None: all are."""
        return now_us - times.relative_us(self.retention) if self.retention else None

    def holding(self) -> Callable[[Event], bool]:
        """Tells whether any hold is about an event."""
        tests = [hold.query.matcher() for hold in self.holds]
        return lambda event: any(test(event) for test in tests)


def policy_of(decisions: Iterable[Decision]) -> Policy:
    """What these decisions, oldest first, come to. Raises `UsageError` where a hold cannot be read."""
    retention: Decision | None = None
    holds: dict[int, Hold] = {}
    for each in decisions:
        if each.kind == RETENTION:
            retention = each
        elif each.kind == HOLD:
            holds[each.number] = _hold(each)
        elif each.kind == RELEASE:
            holds.pop(int(each.value), None)
    return Policy(retention.value if retention else "", tuple(holds.values()), retention)


def _hold(said: Decision) -> Hold:
    from auditui.core.language import parse

    return Hold(said.number, said.at_us, said.who, said.reason, parse(said.value))


def checked_retention(text: str) -> str:
    """A span that events can be kept for, as it is kept. Raises `UsageError`."""
    span = text.strip().lower()
    if not times.is_relative(span) or times.relative_us(span) <= 0:
        raise UsageError(f"{text!r} is no time to keep events", hint="a span such as 400d, 52w or 36h")
    return span
