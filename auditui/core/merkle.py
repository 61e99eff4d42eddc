"""Merkle trees as RFC 6962 draws them, over leaves that are hashed already.

A leaf is SHA-256 of 0x00 and what it stands for (`core.canonical.leaf_hash`), a node SHA-256 of 0x01 and its
two halves, the tree of nothing SHA-256 of nothing. The left half of n leaves is the largest power of two
below n; joining neighbours level by level, the odd one out moving up as it is, gives the same tree.

Blocks of `BLOCK` leaves, counted from the first one, are whole subtrees (but for the last one). Their nodes are
kept beside the leaves, so that a lie about a leaf is known within its block.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

EMPTY_ROOT: Final = sha256(b"").digest()
BLOCK: Final = 16
"""Leaves below one kept node."""


def parent(left: bytes, right: bytes) -> bytes:
    """The node over two others."""
    return sha256(b"\x01" + left + right).digest()


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The tree from its leaves up; the last level holds the root alone, the first is empty for no leaves."""
    found = [list(leaves)]
    while len(found[-1]) > 1:
        found.append(_joined(found[-1]))
    return found


def _joined(level: list[bytes]) -> list[bytes]:
    above = [sha256(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
    return [*above, level[-1]] if len(level) % 2 else above


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaves, or over the nodes of blocks in their place."""
    level = list(leaves)
    while len(level) > 1:
        level = _joined(level)
    return level[0] if level else EMPTY_ROOT


def path(tree: Sequence[Sequence[bytes]], index: int) -> list[bytes]:
    """What, beside the leaf at `index`, it takes to compute the root: the audit path of RFC 6962, from the leaf up.

    Args:
        tree: As `levels` gives it.
        index: From 0.
    """
    found = []
    for level in tree[:-1]:
        beside = index ^ 1
        if beside < len(level):
            found.append(level[beside])
        index //= 2
    return found


def root_of_path(leaf: bytes, index: int, size: int, beside: Iterable[bytes]) -> bytes | None:
    """The root that an audit path leads to in a tree of `size` leaves; None where it is too long or too short."""
    if not 0 <= index < size:
        return None
    found, last = leaf, size - 1
    for node in beside:
        if not last:
            return None
        while not index % 2 and index == last:  # the odd one out moved up alone
            index, last = index // 2, last // 2
        found = parent(node, found) if index % 2 else parent(found, node)
        index, last = index // 2, last // 2
    return None if last else found


class Growing:
    """A tree that leaves are added to; keeps its whole blocks as one node each, in peaks of falling height."""

    def __init__(self, nodes: Iterable[bytes] = (), tail: Iterable[bytes] = ()) -> None:
        """`nodes` of whole blocks and the leaves behind them, as an earlier tree left them."""
        self._blocks = 0
        self._peaks: list[tuple[int, bytes]] = []
        self._tail: list[bytes] = []
        for node in nodes:
            self._push(node)
        self.extend(list(tail))

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return self._blocks * BLOCK + len(self._tail)

    def _push(self, node: bytes) -> None:
        """Put the node of one more block on the peaks, joining those of equal height."""
        height = 0
        while self._peaks and self._peaks[-1][0] == height:
            node = parent(self._peaks.pop()[1], node)
            height += 1
        self._peaks.append((height, node))
        self._blocks += 1

    def extend(self, leaves: Sequence[bytes]) -> list[bytes]:
        """Add leaves; gives the nodes of the blocks that they filled, in order."""
        held = [*self._tail, *leaves]
        whole = len(held) - len(held) % BLOCK
        nodes = _block_nodes(held[:whole])
        for node in nodes:
            self._push(node)
        self._tail = held[whole:]
        return nodes

    def root(self) -> bytes:
        """The root over all leaves so far."""
        peaks = [node for _, node in self._peaks]
        if self._tail:
            peaks.append(root(self._tail))
        if not peaks:
            return EMPTY_ROOT
        found = peaks.pop()
        while peaks:
            found = parent(peaks.pop(), found)
        return found


def _block_nodes(leaves: list[bytes]) -> list[bytes]:
    """One node for each block of leaves that are whole blocks."""
    width = BLOCK
    while width > 1:
        leaves = _joined(leaves)
        width //= 2
    return leaves
