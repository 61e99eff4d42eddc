"""Cutting a store into pieces that are verified one by one, and reading them, in several processes where it pays."""

from __future__ import annotations

import gc
import os
import signal
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

from auditui.core.canonical import Head
from auditui.core.errors import AuditError
from auditui.custody.blame import Chunk, Hashes
from auditui.store.evidence import UNREADABLE, Evidence, Leaves, Tombstone

if TYPE_CHECKING:
    from auditui.store.base import Store

_HASH_BYTES: Final = 32
_MOST_PROCESSES: Final = 4

Opener = Callable[[], "Store"]
"""Opens the same store once more; it is sent to other processes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is to be known of a chunk before it is read."""

    first: int
    last: int
    gone: frozenset[int]
    """Places of deleted rows, counted from `first`."""
    heads: tuple[Head, ...]


def pieces(last: int, chunk_bits: int, gone: Gone, heads: Iterator[Head]) -> Iterator[Piece]:
    """All chunks up to the last position, in order."""
    grouped = _Grouped(heads)
    for start in range(0, last + 1, 1 << chunk_bits):
        first, end = max(1, start), min(start + (1 << chunk_bits) - 1, last)
        if first <= end:
            yield Piece(first, end, gone.places(first, end), grouped.of(first))


class Gone:
    """Positions that tombstones account for."""

    def __init__(self, tombstones: Iterable[Tombstone]) -> None:
        found: list[tuple[int, int]] = []
        for each in tombstones:
            with suppress(ValueError):  # its record says that it is as it was written, so this is one of a newer format
                found += each.spans()
        self._spans = sorted(found)
        self.count = sum(last - first + 1 for first, last in self._spans)

    def places(self, first: int, last: int) -> frozenset[int]:
        """Those from `first` to `last`, counted from `first`."""
        found: set[int] = set()
        at = max(0, bisect_left(self._spans, (first, 0)) - 1)
        while at < len(self._spans) and self._spans[at][0] <= last:
            start, end = self._spans[at]
            found.update(range(max(start, first) - first, min(end, last) - first + 1))
            at += 1
        return frozenset(found)


class _Grouped:
    """Heads by the first position of their chunk, taken in order."""

    def __init__(self, heads: Iterator[Head]) -> None:
        self._heads = heads
        self._next = next(heads, None)

    def of(self, first: int) -> tuple[Head, ...]:
        """The heads of one chunk; chunks are asked for in order."""
        found = []
        while self._next is not None and self._next.first_seq <= first:
            if self._next.first_seq == first and self._next.last_seq:
                found.append(self._next)
            self._next = next(self._heads, None)
        return tuple(found)


def load(evidence: Evidence, piece: Piece, tell: Callable[[int], None] | None = None) -> Chunk:
    """Read a chunk; `tell` is told up to which position it has come."""
    recorded: Hashes = []
    actual: Hashes = []
    for leaves in evidence.leaves(piece.first, piece.last):
        _append(recorded, actual, leaves, piece.first)
        if tell is not None:
            tell(piece.first + len(recorded) - 1)
    lost: Hashes = [None] * (piece.last - piece.first + 1 - len(recorded))
    if recorded != actual:
        recorded = [_sane(leaf) for leaf in recorded]
    nodes = evidence.nodes(piece.first, piece.last)
    return Chunk(piece.first, recorded + lost, actual + lost, piece.gone, piece.heads, nodes)


def _append(recorded: Hashes, actual: Hashes, leaves: Leaves, first: int) -> None:
    """Put leaves behind those before, each in its place."""
    begin = first + len(recorded)
    if leaves.seqs[0] == begin and leaves.seqs[-1] == begin + len(leaves.seqs) - 1:
        recorded += leaves.recorded
        actual += leaves.actual
        return
    for seq, was, now in zip(*leaves, strict=True):
        lost: Hashes = [None] * (seq - first - len(recorded))
        recorded += [*lost, was]
        actual += [*lost, now]


def _sane(leaf: object) -> bytes | None:
    """A leaf as it may be joined with others: one of another length could be cut differently."""
    if leaf is None or (isinstance(leaf, bytes) and len(leaf) == _HASH_BYTES):
        return leaf
    return UNREADABLE


# ------------------------------------------------------------------------------- other processes

_stack = ExitStack()
_evidence: Evidence | None = None


def _begin(opener: Opener) -> None:
    """In another process: open the store, once. Whoever pressed Ctrl-C means the first process."""
    global _evidence  # noqa: PLW0603 - a process has nowhere else to keep what its initializer made
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # nothing here makes cycles
    with suppress(AuditError):
        _evidence = _stack.enter_context(opener().evidence())


def _is_sound(piece: Piece) -> bool:
    return _evidence is not None and load(_evidence, piece).is_sound()


def verdicts(opener: Opener, found: Iterable[Piece]) -> Iterator[tuple[Piece, bool]]:
    """Whether each piece is sound, in order, by as many processes as there are processors, at most four.

    They may see a later state of the store, in which rows were purged, so only a good verdict is final. Where
    processes cannot be had, no verdict is good.
    """
    waiting: deque[tuple[Piece, Future[bool] | None]] = deque()
    count = min(_MOST_PROCESSES, os.cpu_count() or 1)
    with ExitStack() as stack:
        pool = _pool(opener, count)
        stack.callback(pool.shutdown, wait=True, cancel_futures=True)
        for piece in found:
            waiting.append((piece, _submitted(pool, piece)))
            if len(waiting) > 2 * count:
                yield _settled(*waiting.popleft())
        while waiting:
            yield _settled(*waiting.popleft())


def _pool(opener: Opener, count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, get_context("spawn"), _begin, (opener,))


def _submitted(pool: ProcessPoolExecutor, piece: Piece) -> Future[bool] | None:
    try:
        return pool.submit(_is_sound, piece)
    except (OSError, BrokenProcessPool):
        return None


def _settled(piece: Piece, future: Future[bool] | None) -> tuple[Piece, bool]:
    try:
        return piece, future is not None and future.result()
    except (BrokenProcessPool, AuditError):  # whatever the other process could not do is tried again in this one
        return piece, False
