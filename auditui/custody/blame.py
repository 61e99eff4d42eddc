"""Who is to blame when a tree is not the one that its head speaks of: which row, leaf or node, and what became of it.

Rows, recorded leaves and kept nodes each tell what a block was. What leads to the root of a believed head is
proven. Where nothing does, a block is believed if two of the three agree, so that the third can be named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from auditui.core import merkle
from auditui.core.canonical import Head
from auditui.custody.findings import ALTERED, INSERTED, MISSING, Finding, about_rows
from auditui.store.evidence import UNREADABLE

Hashes = list[bytes | None]


class Proof(NamedTuple):
    """How far heads vouch for leaves: `upto` of them, from the first on."""

    upto: int
    bad: list[tuple[Head, int]]
    """Heads whose root is another one, and up to which leaf all was well before."""
    nodes: dict[int, bytes]
    """The nodes that the leaves give, by first position."""


@dataclass(slots=True)
class Chunk:
    """Everything that is known of the positions that share a tree; lists begin with position `first`."""

    first: int
    recorded: Hashes
    actual: Hashes
    gone: frozenset[int]
    """Places in the lists whose rows were deleted on record."""
    heads: Sequence[Head]
    """Believed ones, by last position."""
    nodes: Mapping[int, bytes]

    @property
    def held(self) -> Hashes:
        """The leaves that rows give, and in the places of deleted rows those that were recorded."""
        if not self.gone:
            return self.actual
        return [self.recorded[at] if at in self.gone else leaf for at, leaf in enumerate(self.actual)]

    @property
    def covered(self) -> int:
        """How many positions the heads speak of."""
        return min(self.heads[-1].last_seq - self.first + 1, len(self.actual)) if self.heads else 0

    def is_sound(self) -> bool:
        """Whether rows, leaves, nodes and heads all say the same, and the last head covers all of it."""
        held = self.held
        if self.recorded != held or None in held or UNREADABLE in held:
            return False
        if any(self.actual[at] is not None for at in self.gone):
            return False
        proof = self.proof(held)
        return proof.upto == len(held) and not proof.bad and proof.nodes == self.nodes

    def proof(self, leaves: Hashes) -> Proof:
        """Hold leaves against the heads; a leaf that is not there ends it."""
        tree = merkle.Growing()
        nodes: list[bytes] = []
        bad: list[tuple[Head, int]] = []
        proven = sound = 0
        for head in self.heads:
            upto = head.last_seq - self.first + 1
            nodes += tree.extend([leaf for leaf in leaves[tree.size : upto] if leaf])
            if tree.size != upto:
                break
            if tree.root() == head.root:
                proven = upto
                sound = sound if bad else upto
            else:
                bad.append((head, sound))
        return Proof(proven, bad, {self.first + at * merkle.BLOCK: node for at, node in enumerate(nodes)})


@dataclass(slots=True)
class Blame:
    """What is wrong in one chunk; rows that were altered or are missing by position, with the leaf they had."""

    findings: list[Finding] = field(default_factory=list)
    altered: dict[int, bytes] = field(default_factory=dict)
    missing: dict[int, bytes] = field(default_factory=dict)
    verified: int = 0


def blame(chunk: Chunk) -> Blame:
    """Find out what is wrong with a chunk that is not sound."""
    judging = _Judging(chunk)
    judging.judge()
    return judging.found


class _Judging:
    def __init__(self, chunk: Chunk) -> None:
        self.found = Blame()
        self._chunk = chunk
        self._size = len(chunk.actual)
        self._candidates = (chunk.recorded, chunk.held)
        self._true: Hashes = [None] * self._size
        self._is_proven = [False] * self._size
        self._proofs = [chunk.proof(candidate) for candidate in self._candidates]

    def judge(self) -> None:
        """Fill in what is true as far as anything tells, and hold everything against it."""
        for candidate, proof in zip(self._candidates, self._proofs, strict=True):
            self._believe(candidate, 0, proof.upto, is_proven=True)
        if not all(self._is_proven):
            self._believe_nodes()
        for first in range(0, self._size, merkle.BLOCK):
            self._judge_block(first, min(first + merkle.BLOCK, self._size))
        self.found.findings += self._bad_nodes()
        self.found.findings += self._bad_heads()
        self._judge_silence()

    def _believe(self, leaves: Hashes, first: int, last: int, *, is_proven: bool) -> None:
        """Take leaves as true where nothing better is known."""
        for at in range(first, last):
            if not self._is_proven[at]:
                self._true[at] = leaves[at]
                self._is_proven[at] = is_proven

    def _believe_nodes(self) -> None:
        """Let the kept nodes tell which leaves are true; proven, if those nodes give the root of the last head."""
        covered = self._chunk.covered
        whole = covered // merkle.BLOCK * merkle.BLOCK
        kept = [self._node(first) for first in range(0, whole, merkle.BLOCK)]
        tails = [leaves for leaves in self._candidates if self._leads_to_root(kept, leaves[whole:covered])]
        for first in range(0, self._size, merkle.BLOCK):
            last = min(first + merkle.BLOCK, self._size)
            if not all(self._is_proven[first:last]):
                self._believe_block(first, last, is_proven=bool(tails) and first < whole)
        if tails:
            self._believe(tails[0], whole, covered, is_proven=True)

    def _node(self, at: int) -> bytes:
        node = self._chunk.nodes.get(self._chunk.first + at)
        return node if isinstance(node, bytes) else UNREADABLE

    def _leads_to_root(self, nodes: Sequence[bytes], tail: Hashes) -> bool:
        leaves = [leaf for leaf in tail if leaf]
        if len(leaves) != len(tail) or not self._chunk.heads:
            return False
        return merkle.Growing(nodes, leaves).root() == self._chunk.heads[-1].root

    def _believe_block(self, first: int, last: int, *, is_proven: bool) -> None:
        for leaves in self._candidates:
            block = [leaf for leaf in leaves[first:last] if leaf]
            if len(block) == merkle.BLOCK and merkle.root(block) == self._node(first):
                self._believe(leaves, first, last, is_proven=is_proven)
                return
        self._believe_pairs(first, last)

    def _believe_pairs(self, first: int, last: int) -> None:
        """Row and leaf are enough, if they agree, where the node cannot be asked; not where it says otherwise."""
        recorded, held = self._candidates
        if last - first == merkle.BLOCK and any(None not in leaves[first:last] for leaves in self._candidates):
            return
        for at in range(first, last):
            if recorded[at] == held[at]:
                self._believe(held, at, at + 1, is_proven=False)

    def _judge_block(self, first: int, last: int) -> None:
        unknown = []
        for at in range(first, last):
            leaf = self._true[at]
            if leaf:
                self._judge_place(at, leaf)
            elif at not in self._chunk.gone and self._chunk.actual[at] is None:
                self.found.missing[self._chunk.first + at] = UNREADABLE
            else:
                unknown.append(at)
        if unknown:
            self.found.findings.append(self._unknown(unknown))

    def _judge_place(self, at: int, true: bytes) -> None:
        chunk, found, seq = self._chunk, self.found, self._chunk.first + at
        recorded, actual = chunk.recorded[at], chunk.actual[at]
        if at in chunk.gone:
            if actual is not None:
                found.findings.append(about_rows(INSERTED, seq, seq, "it was deleted on record"))
        elif actual is None:
            found.missing[seq] = true
        elif actual != true:
            found.altered[seq] = true
        else:
            found.verified += self._is_proven[at]
        if recorded != true:
            found.findings.append(Finding(MISSING if recorded is None else ALTERED, f"leaf {seq:,}", "", seq, seq))

    def _unknown(self, places: Sequence[int]) -> Finding:
        """Positions of one block for which nothing speaks."""
        first, last = self._chunk.first + places[0], self._chunk.first + places[-1]
        return about_rows(ALTERED, first, last, "rows, or their leaves and nodes")

    def _bad_nodes(self) -> Iterator[Finding]:
        nodes, first = self._chunk.nodes, self._chunk.first
        for seq in sorted(nodes.keys() - set(range(first, first + self._size - merkle.BLOCK + 1, merkle.BLOCK))):
            yield Finding(INSERTED, f"node at {seq:,}")
        for at in range(0, self._size - merkle.BLOCK + 1, merkle.BLOCK):
            block = [leaf for leaf in self._true[at : at + merkle.BLOCK] if leaf]
            if len(block) == merkle.BLOCK and nodes.get(first + at) != merkle.root(block):
                kind = ALTERED if first + at in nodes else MISSING
                yield Finding(kind, f"node over rows {first + at:,}-{first + at + merkle.BLOCK - 1:,}")

    def _bad_heads(self) -> Iterator[Finding]:
        """Heads that are chained well but speak of other rows than a later one: who wrote them knew how to."""
        proof = max(self._proofs, key=lambda proof: proof.upto)
        for head, sound in proof.bad:
            if head.last_seq < self._chunk.first + proof.upto:
                first = self._chunk.first + sound
                yield Finding(
                    ALTERED, f"head {head.number}", f"rows {first:,}-{head.last_seq:,} are not those it speaks of",
                    first, head.last_seq,
                )  # fmt: skip

    def _judge_silence(self) -> None:
        """Rows, leaves and nodes that agree with each other but not with a head were all written anew."""
        found, covered = self.found, self._chunk.covered
        if found.findings or found.altered or found.missing or all(self._is_proven[:covered]):
            return
        first = self._is_proven.index(False)
        note = "written anew, with their leaves and nodes"
        found.findings.append(about_rows(ALTERED, self._chunk.first + first, self._chunk.first + covered - 1, note))
