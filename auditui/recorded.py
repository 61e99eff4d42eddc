"""What a reading holds, as events that may be stored: cleaned, redacted, normalised; the rest with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol, TypeAlias

from auditui.core.errors import RecordError
from auditui.core.event import Event
from auditui.core.recording import record
from auditui.core.redact import MAX_REJECT, Redactor, redact_reject
from auditui.formats.inputs import Input
from auditui.formats.reading import Outcome, Parsed, Reading, ReadOptions, open_reading
from auditui.formats.records import Merged, Rejected


class Refused(NamedTuple):
    """A record that is no event. Reason and text have been through the redactor."""

    line: int
    reason: str
    text: str


class Located(NamedTuple):
    """An event and the line that it began on."""

    line: int
    event: Event


Recorded: TypeAlias = "Located | Refused | Merged | None"
"""None: the input has paused."""


class Source(Protocol):
    """A stream whose records are about to be read, in this process or in another."""

    format: str
    profile: str

    def recorded(self) -> Iterator[Recorded]:
        """Its records, in order, once."""
        ...


@dataclass(slots=True)
class Here:
    """A reading in this process."""

    format: str
    profile: str
    _reading: Reading
    _redactor: Redactor
    _origin: str

    def recorded(self) -> Iterator[Recorded]:
        """Its records, in order, once."""
        return recorded(self._reading, self._redactor, self._origin)


def open_here(opened: Input, options: ReadOptions, redactor: Redactor) -> Here:
    """Decide how a stream is read. Raises as `open_reading` does."""
    reading = open_reading(opened, replace(options, redactor=redactor))
    return Here(reading.format, reading.profile, reading, redactor, opened.name)


def recorded(reading: Reading, redactor: Redactor, origin: str) -> Iterator[Recorded]:
    """Every record of a reading, in order; one that is no event never stops the rest."""
    for outcome in reading.outcomes:
        yield recorded_one(outcome, redactor, origin)


def recorded_one(outcome: Outcome, redactor: Redactor, origin: str) -> Recorded:
    """One record of a reading as an event, or why it is none."""
    if isinstance(outcome, Parsed):
        return _event(outcome, redactor, origin)
    if isinstance(outcome, Rejected):
        return refused(outcome.line, outcome.reason, outcome.text, redactor)
    return outcome


def _event(parsed: Parsed, redactor: Redactor, origin: str) -> Recorded:
    try:
        return Located(parsed.line, record(parsed.fields, redactor=redactor, origin=origin))
    except RecordError as error:
        text = json.dumps(parsed.fields.get("details", {}), default=str)
        return refused(parsed.line, error.problem, text, redactor)


def refused(line: int, reason: str, text: str, redactor: Redactor) -> Refused:
    """A reject whose words are fit to be kept."""
    kept = redact_reject(text, redactor)
    if len(kept) >= MAX_REJECT:
        reason = f"{reason} (of its text the first {MAX_REJECT:,} characters are kept)"
    return Refused(line, redact_reject(reason, redactor), kept)
