"""Whether what keeps purged events from coming back is what their purges left: hashes by tombstone, and one key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from auditui.core.counting import counted
from auditui.custody.findings import ALTERED, INSERTED, MISSING, Finding
from auditui.custody.head_chain import HeadChain
from auditui.store.evidence import Evidence, KeptAway, Tombstone

PURGED: Final = "purged"
PURGE_KEY: Final = "purge_key"
KINDS: Final = frozenset({PURGED, PURGE_KEY})
"""Kinds of heads that this module is about."""
_BEFORE: Final = 0
"""In place of a tombstone: those of a store that did not tell them apart."""


class KeptAwayCheck:
    """Holds hashes and key against the heads about them."""

    def __init__(self, evidence: Evidence, chain: HeadChain, tombstones: Sequence[Tombstone]) -> None:
        self._chain = chain
        self._found = evidence.kept_away()
        self._key = evidence.purge_key()
        self._sealed = {subject: record for (kind, subject), record in chain.records.items() if kind == PURGED}
        self._counts = {each.id: each.count for each in tombstones}

    def note(self) -> str:
        """What cannot be told, where that is so."""
        if not self._is_unsealed():
            return ""
        count = sum(self._counts.values())
        return f"no head speaks of what keeps {count:,} purged events away yet: the next command that writes seals it"

    def findings(self) -> Iterator[Finding]:
        """What is not as it was left."""
        key = self._chain.records.get((PURGE_KEY, 0))
        if key is not None and key != self._key and not self._chain.is_doubtful(PURGE_KEY, 0, self._key):
            yield Finding(ALTERED, "purge key", "with another one, no purged event is known again")
        if self._found is None:
            yield Finding(ALTERED, "hashes of purged events", "there are values that no purge leaves")
            return
        for number in sorted(self._sealed.keys() | self._found.keys()):
            yield from self._of(number, self._found)

    def _is_unsealed(self) -> bool:
        return bool(self._counts) and not self._sealed and not self._chain.doubtful

    def _of(self, number: int, found: Mapping[int, KeptAway]) -> Iterator[Finding]:
        here = found.get(number, KeptAway(0, b""))
        count = here.hashes
        sealed = self._sealed.get(number)
        if here.record == sealed or self._chain.is_doubtful(PURGED, number, here.record):
            return
        wanted = self._wanted(number)
        if sealed is None and count == wanted:
            return
        if number not in found and number not in self._counts:  # the tombstone is missing, which is told
            return
        place = f"hashes of tombstone {number}" if number != _BEFORE else "hashes of purged events"
        kind = MISSING if count < wanted else INSERTED if count > wanted else ALTERED
        note = f"{count:,} {'keeps' if count == 1 else 'keep'} {counted(wanted, 'event')} from coming back"
        yield Finding(kind, place, note if count != wanted else f"not all of the {count:,} are those that it left")

    def _wanted(self, number: int) -> int:
        """How many hashes there have to be."""
        if number != _BEFORE:
            return self._counts.get(number, 0) if number in self._sealed else 0
        return sum(count for tombstone, count in self._counts.items() if tombstone not in self._sealed)
