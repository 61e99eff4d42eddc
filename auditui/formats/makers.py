"""What turns the records of one file into fields of events: by a fixed plan, by one that grows, or as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, Protocol

from auditui.core.redact import DEFAULT, Redactor
from auditui.formats import own
from auditui.formats.generic import plan_for
from auditui.formats.mapping import Mapper, copied
from auditui.formats.plan import Plan, Source

FEW: Final = 50
"""Records of a file that is small."""
REPLANS: Final = 200
"""How often keys that were never seen before may change the plan of one file."""


class Maker(Protocol):
    """Turns records into fields of events."""

    def events(self, record: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The fields of each event in the record. Raises `RecordError`."""
        ...


def maker_for(plan: Plan, sample: Sequence[dict[str, Any]], redactor: Redactor = DEFAULT, *, is_all: bool) -> Maker:
    """What puts a plan to work that was made for a sample; `is_all`: there are no other records in the file."""
    if plan.name != "generic":
        return Mapper(plan)
    if not is_all:
        return Growing(plan, sample, redactor)
    mapper = Mapper(plan)
    if len(sample) <= FEW:
        mapper.expect(sample)
    return mapper


class OwnMaker:
    """Fields out of our own exports."""

    def events(self, record: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """One event, as it was. Raises `RecordError`."""
        yield own.fields_of(record)


class Growing:
    """The generic way: the plan takes in keys that turn up later in the file."""

    def __init__(self, plan: Plan, sample: Sequence[dict[str, Any]], redactor: Redactor) -> None:
        self._plan = plan
        self._redactor = redactor
        self._mapper = Mapper(plan)
        self._seen = [copied(record) for record in sample[:100]]
        self._known = {key for record in sample for key in record}
        self._left = REPLANS

    def events(self, record: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Fields of each event in the record. Raises `RecordError`."""
        if self._left and not self._known.issuperset(record):
            self._learn(record)
        return self._mapper.events(record)

    def _learn(self, record: dict[str, Any]) -> None:
        """Plan anew with this record; what was decided before stays in front."""
        self._left -= 1
        self._known.update(record)
        self._seen.append(copied(record))
        fresh = plan_for(self._seen, self._plan.clock, self._redactor)
        fields = {name: _extended(self._plan.fields.get(name, ()), sources) for name, sources in fresh.fields.items()}
        outcome = replace(
            fresh.outcome,
            sources=_extended(self._plan.outcome.sources, fresh.outcome.sources),
            failure_if=_extended(self._plan.outcome.failure_if, fresh.outcome.failure_if),
        )
        self._plan = replace(
            fresh,
            at=_extended(self._plan.at, fresh.at),
            fields={**self._plan.fields, **fields},
            outcome=outcome,
            shapes={},
        )
        self._mapper = Mapper(self._plan)


def _extended(old: Sequence[Source], new: Sequence[Source]) -> tuple[Source, ...]:
    return (*old, *(source for source in new if source not in old))
