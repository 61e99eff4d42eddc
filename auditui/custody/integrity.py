"""Verification: rows against leaves, leaves against the chain of heads, heads against what is noted elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from auditui.core.canonical import Head
from auditui.core.config import Config
from auditui.core.counting import counted
from auditui.custody import anchors, kept_away
from auditui.custody.blame import Blame, Chunk, blame
from auditui.custody.chunks import Gone, Opener, Piece, load, pieces, verdicts
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
from auditui.store.evidence import Evidence, StoredRow, Suspects, Tombstone, spans

_MOST_COMPARED: Final = 200
"""Altered rows up to which each is held against the place of every other."""
LARGE: Final = 200_000
"""Events from which on other processes are worth the time that it takes to start them."""

Progress = Callable[[int, int], None]
"""Called with the number of events looked at so far, and of all."""


def verify(
    evidence: Evidence, noted: Sequence[Noted] = (), progress: Progress | None = None, opener: Opener | None = None
) -> Verification:
    """Look at everything a store says, and at nothing derived from it.

    Reads the whole store once, in memory that does not grow with it.

    Args:
        evidence: The store.
        noted: Heads that were noted of it elsewhere.
        progress: Called now and then.
        opener: Lets other processes help with a store of `LARGE` or more events.
    """
    return _Verifying(evidence, noted, progress or _silent, opener).run()


def last_verification(path: Path, config: Config) -> anchors.LastVerification | None:
    """How the last verification of the store at a path went, for whoever shows it; reads a small file or two."""
    return anchors.last_verification(path, anchors.places(config))


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


@dataclass(slots=True)
class _Rows:
    """What the chunks gave, all together."""

    verified: int = 0
    altered: dict[int, bytes] = field(default_factory=dict)
    missing: dict[int, bytes] = field(default_factory=dict)


class _Verifying:
    def __init__(self, evidence: Evidence, noted: Sequence[Noted], progress: Progress, opener: Opener | None) -> None:
        self._evidence = evidence
        self._opener = opener
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
        self._kept_away(chain, tombstones)
        flaws = list(self._evidence.flaws(last, chain.count))
        self._add(Finding(*_kind_and_note(flaw.problem, flaw.place)) for flaw in flaws)
        self._add(self._outside(chain, seen, any(each.kind == TAIL_CUT for each in self._findings)))
        suspects = Suspects(frozenset(flaw.term for flaw in flaws if flaw.term), frozenset(bad_imports))
        gone = Gone(tombstones)
        found = pieces(last, self._evidence.chunk_bits, gone, chain.believed(self._evidence))
        self._chunks(found, last, suspects)
        self._tell_rows(last)
        total = last - gone.count
        if self._evidence.unwiped():
            self._notes.append("bytes of deleted events are still in the file: auditui purge wipes them")
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
        wanted = {key: record for key, record in chain.records.items() if key[0] not in kept_away.KINDS}
        bad: set[tuple[str, int]] = set()
        for kind, number, record in self._evidence.records():
            true = wanted.pop((kind, number), None)
            if record != true and not chain.is_doubtful(kind, number, record):
                bad.add((kind, number))
                self._add([Finding(INSERTED if true is None else ALTERED, f"{kind} {number}")])
        self._add(Finding(MISSING, f"{kind} {number}") for kind, number in sorted(wanted))
        lost = {number for kind, number in [*bad, *wanted] if kind == "import"}
        return lost, [each for each in self._evidence.tombstones() if ("tombstone", each.id) not in bad]

    def _kept_away(self, chain: HeadChain, tombstones: Sequence[Tombstone]) -> None:
        """Hold what keeps purged events away against the heads about it."""
        checking = kept_away.KeptAwayCheck(self._evidence, chain, tombstones)
        self._add(checking.findings())
        self._notes += [note for note in [checking.note()] if note]

    # ------------------------------------------------------------------------------------ chunks

    def _chunks(self, found: Iterator[Piece], last: int, suspects: Suspects) -> None:
        """Verify piece by piece; of a large store other processes say first which pieces are sound."""
        if self._opener is None or last < LARGE:
            for piece in found:
                self._chunk(piece, last, suspects)
            return
        for piece, is_sound in verdicts(self._opener, found):
            if is_sound:
                self._rows.verified += piece.last - piece.first + 1 - len(piece.gone)
                self._progress(piece.last, last)
            else:
                self._chunk(piece, last, suspects)

    def _chunk(self, piece: Piece, last: int, suspects: Suspects) -> None:
        chunk = load(self._evidence, piece, lambda seq: self._progress(seq, last))
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
            self._notes.append(
                "1 row names what is altered, so it cannot be verified"
                if self._unreadable == 1
                else f"{self._unreadable:,} rows name what is altered, so they cannot be verified"
            )

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
        events = counted(newest.events, "event")
        said = f"head {newest.number} over {events} was noted: {newest.where}; the newest here is {count}"
        if any(each.is_here for each in ahead):
            yield Finding(TAIL_CUT if is_cut else OLDER_COPY, "store", said)
        else:
            self._notes.append(f"this is a copy of a store that has gone on: {said}")


def _was_at(row: StoredRow, other: StoredRow | None, place: int, leaf: bytes) -> bool:
    """Whether a row gives the leaf of another place, with its own nonce or with the one that stands there now."""
    nonces = {row.nonce, other.nonce} if other else {row.nonce}
    return any(row._replace(seq=place, nonce=nonce).leaf() == leaf for nonce in nonces)


def _kind_and_note(problem: str, place: str) -> tuple[str, str, str]:
    kind, _, note = problem.partition(": ")
    return kind, place, note
