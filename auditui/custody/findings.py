"""What a verification has to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from auditui.core.canonical import Head

ALTERED: Final = "altered"
MISSING: Final = "missing"
INSERTED: Final = "inserted"
REORDERED: Final = "reordered"
TAIL_CUT: Final = "tail cut"
OLDER_COPY: Final = "older copy"
UNSIGNED: Final = "unsigned"

MOST_KEPT: Final = 1000
"""Findings that are kept one by one; of the rest only the number is told."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was recorded.

    `kind` is one of the words above. Findings about rows carry first and last position: one row, a range of at
    most 16 of which at least one is bad, or (missing, tail cut, or a whole tree rewritten) a range all of which is.
    """

    kind: str
    place: str
    note: str = ""
    first: int = 0
    last: int = 0

    def __str__(self) -> str:
        return f"{self.place}: {self.kind}{f' ({self.note})' if self.note else ''}"


def about_rows(kind: str, first: int, last: int, note: str = "") -> Finding:
    """A finding about one row or a range of rows."""
    place = f"row {first:,}" if first == last else f"rows {first:,}-{last:,}"
    return Finding(kind, place, note, first, last)


@dataclass(frozen=True, slots=True)
class Noted:
    """A head that was noted outside the store."""

    number: int
    events: int
    chain: str
    """Its hash in hex, or how that begins."""
    where: str
    """Where it was noted, and when; for people."""
    is_here: bool = True
    """Whether it was noted of a store at the same path; of a copy elsewhere it may say more than the copy can hold."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """Events that are gone on purpose, and on record."""

    at_us: int
    cause: str
    who: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of one verification.

    `verified` of `total` events (deletions on record left out) are proven by the head. `more` findings are not
    listed. `notes` are no findings, but who reads the result should know them.
    """

    total: int
    verified: int
    head: Head | None
    findings: tuple[Finding, ...] = ()
    more: int = 0
    deletions: tuple[Deletion, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether everything is as it was recorded."""
        return not self.findings

    def sentence(self) -> str:
        """One line: `1,204,331/1,204,331 events verified, head 9f2c...`."""
        head = f"head {self.head.chain.hex()}" if self.head else "no head yet"
        return f"{self.verified:,}/{self.total:,} events verified, {head}"
