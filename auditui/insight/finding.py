"""What a finding is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from auditui.core.query import Query


class Severity(IntEnum):
    """How much a finding matters, least first. `INFO` is a matter of record, nothing to worry about."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the log that is worth a look."""

    rule: str
    """The name of its rule."""
    severity: Severity
    first_us: int
    last_us: int
    """When its first and its last event happened, microseconds since 1970 UTC; of a silence that has not ended,
    how far it is known to last."""
    who: str
    """Whom or what it is about, in words from the log; `core.text.clean` before a terminal sees it."""
    count: int
    """How many events `query` matches."""
    why: str
    """One sentence with the numbers, without a full stop; may quote the log."""
    query: Query
    """Exactly its events, with absolute times; `str` gives the text for `-q`."""


@dataclass(frozen=True, slots=True)
class Note:
    """Why a rule is silent, or not all that it found is here. `rule` is its name."""

    rule: str
    text: str
