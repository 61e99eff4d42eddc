"""The chain of heads: which of them can be believed, and what became of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise

from auditui.core.canonical import Head
from auditui.custody.findings import ALTERED, MISSING, Finding
from auditui.store.evidence import Evidence


@dataclass(slots=True)
class HeadChain:
    """What one walk over all heads tells."""

    last: Head | None = None
    """The newest head that can be believed."""
    count: int = 0
    """Highest number of all heads, believed or not."""
    claimed_seq: int = 0
    """The last position that any head speaks of, believed or not."""
    broken: set[int] = field(default_factory=set)
    """Numbers of heads that cannot be believed."""
    doubtful: list[Head] = field(default_factory=list)
    """Those heads; what they are about cannot be held against another."""
    records: dict[tuple[str, int], bytes] = field(default_factory=dict)
    """The newest record of every import and tombstone, by kind and number."""
    findings: list[Finding] = field(default_factory=list)

    def is_doubtful(self, kind: str, subject: int, record: bytes) -> bool:
        """Whether a head that cannot be believed may have been about this record."""
        return any((head.kind, head.subject) == (kind, subject) or head.record == record for head in self.doubtful)

    def believed(self, evidence: Evidence) -> Iterator[Head]:
        """The heads that can be believed, by number."""
        return (head for head in evidence.heads() if head.number not in self.broken)


def walk(evidence: Evidence, see: Callable[[Head], None]) -> HeadChain:
    """Follow the chain from its start; `see` is shown every head that can be believed."""
    found = HeadChain()
    previous: bytes | None = evidence.start()
    for head, following in pairwise(chain(evidence.heads(), [None])):
        assert head is not None
        if head.number != found.count + 1:
            found.findings.append(_missing(found.count + 1, head.number - 1))
            previous = None
        found.count = head.number
        problem = _problem(head, following, previous, found.last, evidence.chunk_bits)
        if isinstance(head.last_seq, int):
            found.claimed_seq = max(found.claimed_seq, head.last_seq)
        if problem:
            found.findings.append(Finding(ALTERED, f"head {head.number}", problem))
        if problem == _OTHER_HASH:
            assert previous is not None
            head = head._replace(chain=head.hashed(previous))  # noqa: PLW2901 - the hash that the next one is chained to
        elif problem or previous is None:
            found.broken.add(head.number)
            found.doubtful.append(head)
        if head.number not in found.broken:
            found.last = head
            found.records[head.kind, head.subject] = head.record
            see(head)
        previous = head.chain if isinstance(head.chain, bytes) else None
    return found


_OTHER_HASH = "its hash is another one; what it says is as it was"


def _missing(first: int, last: int) -> Finding:
    return Finding(MISSING, f"head {first}" if first == last else f"heads {first}-{last}")


def _problem(head: Head, following: Head | None, previous: bytes | None, last: Head | None, chunk_bits: int) -> str:
    """Why a head cannot be believed; empty when it can, or when that depends on one that is missing."""
    if not _is_possible(head, last, chunk_bits):
        return "it says what no head can say"
    if previous is None or head.hashed(previous) == head.chain:
        return ""
    if following and _is_chained(following, head.hashed(previous)):
        return _OTHER_HASH
    return (
        "it does not give its hash"
        if head.number > 1
        else "it does not give its hash, or the store's UUID or sizes are others"
    )


def _is_chained(head: Head, previous: bytes) -> bool:
    try:
        return head.hashed(previous) == head.chain
    except (TypeError, ValueError):
        return False


def _is_possible(head: Head, last: Head | None, chunk_bits: int) -> bool:
    numbers: Iterable[object] = (head.number, head.subject, head.first_seq, head.last_seq, head.at_us)
    if not all(isinstance(each, int) for each in numbers) or not isinstance(head.kind, str):
        return False
    if not all(isinstance(each, bytes) for each in (head.record, head.root, head.chain)):
        return False
    first = max(1, head.last_seq >> chunk_bits << chunk_bits)
    return head.first_seq == first and head.last_seq >= (last.last_seq if last else 0)
