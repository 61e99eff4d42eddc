"""Verification: rows against leaves, leaves against the chain of heads, heads against what is noted elsewhere."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from auditui.core.canonical import Head
from auditui.custody.blame import Blame, Chunk, Hashes, blame
from auditui.custody.findings import (
    ALTERED,
    INSERTED,
    MISSING,
    MOST_KEPT,
    OLDER_COPY,
    REORDERED,
    TAIL_CUT,
    Deletion,
    Finding,
    Noted,
    Verification,
    about_rows,
)
from auditui.custody.head_chain import HeadChain, walk
from auditui.store.evidence import UNREADABLE, Evidence, StoredRow, Suspects, Tombstone, spans

_MOST_COMPARED: Final = 200
"""Altered rows up to which each is held against the place of every other."""
_HASH_BYTES: Final = 32

Progress = Callable[[int, int], None]
"""Called with the number of events looked at so far, and of all."""


def verify(evidence: Evidence, noted: Sequence[Noted] = (), progress: Progress | None = None) -> Verification:
    """Look at everything a store says, and at nothing derived from it.

    Reads the whole store once, in memory that does not grow with it.
    """
    return _Verifying(evidence, noted, progress or _silent).run()


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


@dataclass(slots=True)
class _Rows:
    """What the chunks gave, all together."""

    verified: int = 0
    altered: dict[int, bytes] = field(default_factory=dict)
    missing: dict[int, bytes] = field(default_factory=dict)


class _Verifying:
    def __init__(self, evidence: Evidence, noted: Sequence[Noted], progress: Progress) -> None:
        self._evidence = evidence
        self._noted = noted
        self._progress = progress
        self._findings: list[Finding] = []
        self._more = 0
        self._rows = _Rows()
        self._notes: list[str] = []

    def _add(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            if len(self._findings) < MOST_KEPT:
                self._findings.append(finding)
            else:
                self._more += 1

    def run(self) -> Verification:
        """Heads first, since they decide what everything else is held against."""
        seen: dict[int, Head] = {}
        wanted = {each.number for each in self._noted}
        chain = walk(
            self._evidence, lambda head: seen.__setitem__(head.number, head) if head.number in wanted else None
        )
        self._add(chain.findings)
        last = self._last_position(chain)
        bad_imports, tombstones = self._records(chain)
        flaws = list(self._evidence.flaws(last, chain.count))
        self._add(Finding(*_kind_and_note(flaw.problem, flaw.place)) for flaw in flaws)
        self._add(self._outside(chain, seen, any(each.kind == TAIL_CUT for each in self._findings)))
        suspects = Suspects(frozenset(flaw.term for flaw in flaws if flaw.term), frozenset(bad_imports))
        gone = _Gone(tombstones)
        self._chunks(chain, last, gone, suspects)
        self._tell_rows(last)
        total = last - gone.count
        return Verification(
            total, self._rows.verified, chain.last, tuple(self._findings), self._more,
            tuple(Deletion(each.at_us, each.cause, each.who, each.reason, each.count) for each in tombstones),
            tuple(self._notes),
        )  # fmt: skip

    def _last_position(self, chain: HeadChain) -> int:
        """How far the store reaches; an altered last head is believed only as far as there are leaves."""
        last = chain.last.last_seq if chain.last else 0
        if chain.count in chain.broken or not chain.count:
            reached = self._evidence.reached()
            last = max(last, min(chain.claimed_seq, reached) if chain.count else reached)
        if last and not chain.count:
            self._add([Finding(MISSING, "heads", "there are events, and no head")])
        return last

    # ----------------------------------------------------------------------------------- records

    def _records(self, chain: HeadChain) -> tuple[set[int], list[Tombstone]]:
        """Hold imports and tombstones against the heads about them; gives the bad imports and good tombstones."""
        wanted = dict(chain.records)
        bad: set[tuple[str, int]] = set()
        for kind, number, record in self._evidence.records():
            true = wanted.pop((kind, number), None)
            if record != true and not chain.is_doubtful(kind, number, record):
                bad.add((kind, number))
                self._add([Finding(INSERTED if true is None else ALTERED, f"{kind} {number}")])
        self._add(Finding(MISSING, f"{kind} {number}") for kind, number in sorted(wanted))
        lost = {number for kind, number in [*bad, *wanted] if kind == "import"}
        return lost, [each for each in self._evidence.tombstones() if ("tombstone", each.id) not in bad]

    # ------------------------------------------------------------------------------------ chunks

    def _chunks(self, chain: HeadChain, last: int, gone: _Gone, suspects: Suspects) -> None:
        heads = _Grouped(chain.believed(self._evidence))
        size = 1 << self._evidence.chunk_bits
        for start in range(0, last + 1, size):
            first, end = max(1, start), min(start + size - 1, last)
            if first <= end:
                self._chunk(self._loaded(first, end, last, gone, heads.of(first)), suspects)

    def _loaded(self, first: int, end: int, last: int, gone: _Gone, heads: list[Head]) -> Chunk:
        size = end - first + 1
        recorded: Hashes = []
        actual: Hashes = []
        for leaves in self._evidence.leaves(first, end):
            if (
                leaves.seqs[0] == first + len(recorded)
                and leaves.seqs[-1] == first + len(recorded) + len(leaves.seqs) - 1
            ):
                recorded += leaves.recorded
                actual += leaves.actual
            else:
                for seq, was, now in zip(*leaves, strict=True):
                    lost: Hashes = [None] * (seq - first - len(recorded))
                    recorded += [*lost, was]
                    actual += [*lost, now]
            self._progress(first - 1 + len(recorded), last)
        lost = [None] * (size - len(recorded))
        places = gone.places(first, end)
        if recorded != actual:
            recorded = [_sane(leaf) for leaf in recorded]
        return Chunk(first, [*recorded, *lost], [*actual, *lost], places, heads, self._evidence.nodes(first, end))

    def _chunk(self, chunk: Chunk, suspects: Suspects) -> None:
        if chunk.is_sound():
            self._rows.verified += len(chunk.actual) - len(chunk.gone)
            return
        found = blame(chunk)
        self._explain(found, chunk, suspects)
        self._rows.verified += found.verified
        self._rows.altered |= found.altered
        self._rows.missing |= found.missing
        self._add(found.findings)

    def _explain(self, found: Blame, chunk: Chunk, suspects: Suspects) -> None:
        """Take out the rows that only name what is altered itself: they are not to blame, but cannot be verified."""
        if not found.altered or suspects == Suspects():
            return
        naming = (
            self._evidence.naming(suspects, chunk.first, chunk.first + len(chunk.actual) - 1) & found.altered.keys()
        )
        for seq in naming:
            del found.altered[seq]
        self._unreadable += len(naming)

    _unreadable = 0
    """Rows that cannot be verified, since a term or an import that they name is not what it was."""

    # -------------------------------------------------------------------------------------- rows

    def _tell_rows(self, last: int) -> None:
        strays = self._evidence.strays(last)
        moved = dict(self._moved(strays))
        self._add(
            about_rows(REORDERED, seq, seq, f"this is what was row {moved[seq]:,}")
            if seq in moved
            else about_rows(ALTERED, seq, seq)
            for seq in sorted(self._rows.altered)
        )
        for first, end in spans(sorted(self._rows.missing)):
            self._add([about_rows(TAIL_CUT if end == last else MISSING, first, end)])
        self._add(
            about_rows(INSERTED, seq, seq, f"this is what was row {moved[seq]:,}" if seq in moved else "")
            for seq in strays
        )
        if self._unreadable:
            self._notes.append(f"{self._unreadable:,} rows name what is altered, so they cannot be verified")

    def _moved(self, strays: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Rows that stand in another place than they were recorded in, and that place."""
        free = {**self._rows.altered, **self._rows.missing}
        here = [*sorted(self._rows.altered), *strays]
        is_many = len(here) > _MOST_COMPARED
        found = {row.seq: row for row in self._evidence.rows(here[: 10 * _MOST_COMPARED])}
        for row in found.values():
            places = [row.seq - 1, row.seq + 1] if is_many else list(free)
            for place in places:
                if place in free and place != row.seq and _was_at(row, found.get(place), place, free[place]):
                    yield row.seq, place
                    break

    # ----------------------------------------------------------------------------------- outside

    def _outside(self, chain: HeadChain, seen: Mapping[int, Head], is_cut: bool) -> Iterator[Finding]:
        """Hold the heads against those that were noted elsewhere."""
        count = chain.last.number if chain.last else 0
        ahead = [each for each in self._noted if each.number > chain.count]
        for each in self._noted:
            head = seen.get(each.number)
            if head is not None and not head.chain.hex().startswith(each.chain):
                yield Finding(ALTERED, f"head {each.number}", f"another one was noted: {each.where}")
        if not ahead:
            return
        newest = max(ahead, key=lambda each: each.number)
        said = (
            f"head {newest.number} over {newest.events:,} events was noted: {newest.where}; the newest here is {count}"
        )
        if any(each.is_here for each in ahead):
            yield Finding(TAIL_CUT if is_cut else OLDER_COPY, "store", said)
        else:
            self._notes.append(f"this is a copy of a store that has gone on: {said}")


class _Gone:
    """Positions that tombstones account for."""

    def __init__(self, tombstones: Iterable[Tombstone]) -> None:
        found: list[tuple[int, int]] = []
        for each in tombstones:
            with suppress(ValueError):  # its record says that it is as it was written, so this is one of a newer format
                found += each.spans()
        self._spans = sorted(found)
        self.count = sum(last - first + 1 for first, last in self._spans)

    def places(self, first: int, last: int) -> set[int]:
        """Those from `first` to `last`, counted from `first`."""
        found: set[int] = set()
        at = max(0, bisect_left(self._spans, (first, 0)) - 1)
        while at < len(self._spans) and self._spans[at][0] <= last:
            start, end = self._spans[at]
            found.update(range(max(start, first) - first, min(end, last) - first + 1))
            at += 1
        return found


class _Grouped:
    """Heads by the first position of their chunk, taken in order."""

    def __init__(self, heads: Iterator[Head]) -> None:
        self._heads = heads
        self._next = next(heads, None)

    def of(self, first: int) -> list[Head]:
        """The heads of one chunk; chunks are asked for in order."""
        found = []
        while self._next is not None and self._next.first_seq <= first:
            if self._next.first_seq == first and self._next.last_seq:
                found.append(self._next)
            self._next = next(self._heads, None)
        return found


def _sane(leaf: object) -> bytes | None:
    """A leaf as it may be joined with others: one of another length could be cut differently."""
    if leaf is None or (isinstance(leaf, bytes) and len(leaf) == _HASH_BYTES):
        return leaf
    return UNREADABLE


def _was_at(row: StoredRow, other: StoredRow | None, place: int, leaf: bytes) -> bool:
    """Whether a row gives the leaf of another place, with its own nonce or with the one that stands there now."""
    nonces = {row.nonce, other.nonce} if other else {row.nonce}
    return any(row._replace(seq=place, nonce=nonce).leaf() == leaf for nonce in nonces)


def _kind_and_note(problem: str, place: str) -> tuple[str, str, str]:
    kind, _, note = problem.partition(": ")
    return kind, place, note
