"""Trees of RFC 6962, against its own definition written down word for word, and against trees made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditui.core.merkle import BLOCK, EMPTY_ROOT, Growing, levels, path, root, root_of_path

TEXTS = tuple(bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
))  # fmt: skip
"""The eight inputs that the reference implementation of certificate transparency tests its trees with."""
PUBLISHED = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""The roots over the first 0 to 8 of them, as published with it."""


def leaf(text: bytes) -> bytes:
    """RFC 6962, 2.1: MTH({d(0)}) = SHA-256(0x00 || d(0))."""
    return sha256(b"\x00" + text).digest()


LEAVES = [leaf(text) for text in TEXTS]


def defined(leaves: Sequence[bytes]) -> bytes:
    """MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])), k the largest power of two below n."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else sha256().digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + defined(leaves[:half]) + defined(leaves[half:])).digest()


def audit_path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n]) as RFC 6962, 2.1.1 defines it."""
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if index < half:
        return [*audit_path(index, leaves[:half]), defined(leaves[half:])]
    return [*audit_path(index - half, leaves[half:]), defined(leaves[:half])]


def some_leaves(count: int) -> list[bytes]:
    return [leaf(str(number).encode()) for number in range(count)]


@pytest.mark.parametrize("count", range(9))
def test_published_roots(count: int) -> None:
    """The empty tree and the first eight trees are those that the publishers of the format test with."""
    assert root(LEAVES[:count]).hex() == PUBLISHED[count]
    assert defined(LEAVES[:count]).hex() == PUBLISHED[count]


def test_the_empty_tree() -> None:
    """The tree of nothing is SHA-256 of nothing, however it is asked for."""
    assert root([]) == Growing().root() == EMPTY_ROOT == sha256(b"").digest()


@pytest.mark.parametrize("count", [1, 2, 3, 15, 16, 17, 31, 32, 33, 47, 48, 100, 255, 256, 257])
def test_roots_are_as_defined(count: int) -> None:
    """Level by level gives what the definition from the top down gives."""
    leaves = some_leaves(count)
    assert root(leaves) == levels(leaves)[-1][0] == defined(leaves)


@settings(max_examples=100)
@given(st.data())
def test_paths_are_as_defined_and_lead_to_the_root(data: st.DataObject) -> None:
    """Every leaf of every tree can be proven with the path that the RFC defines."""
    leaves = some_leaves(data.draw(st.integers(1, 80)))
    index = data.draw(st.integers(0, len(leaves) - 1))
    beside = path(levels(leaves), index)
    assert beside == audit_path(index, leaves)
    assert root_of_path(leaves[index], index, len(leaves), beside) == root(leaves)


@settings(max_examples=150)
@given(st.data())
def test_no_other_path_leads_to_the_root(data: st.DataObject) -> None:
    """Another leaf, place, size, or a path changed, cut or stretched does not prove anything."""
    leaves = some_leaves(data.draw(st.integers(2, 40)))
    size = len(leaves)
    index = data.draw(st.integers(0, size - 1))
    beside = path(levels(leaves), index)
    at = data.draw(st.integers(0, len(beside) - 1))
    other = leaf(b"other")
    right = root(leaves)
    assert root_of_path(other, index, size, beside) != right
    assert root_of_path(leaves[index], index, size, [*beside[:at], other, *beside[at + 1 :]]) != right
    assert root_of_path(leaves[index], index, size, beside[:at]) != right
    assert root_of_path(leaves[index], index, size, [*beside, other]) != right
    assert root_of_path(leaves[index], size, size, beside) is None
    assert root_of_path(leaves[index], -1, size, beside) is None
    moved = data.draw(st.integers(0, size - 1).filter(lambda place: place != index))
    assert root_of_path(leaves[index], moved, size, beside) != right


@settings(max_examples=100)
@given(st.lists(st.integers(0, 50), max_size=8), st.integers(0, 8))
def test_a_tree_may_grow_in_any_steps(steps: list[int], cut: int) -> None:
    """Added to in any pieces, and taken up again from its nodes and tail, it is the tree over all leaves."""
    leaves = some_leaves(sum(steps))
    tree, nodes, taken = Growing(), list[bytes](), 0
    for number, step in enumerate(steps):
        if number == cut:
            tree = Growing(nodes, leaves[len(nodes) * BLOCK : taken])
        nodes += tree.extend(leaves[taken : taken + step])
        taken += step
        assert tree.size == taken
        assert tree.root() == defined(leaves[:taken])
    assert nodes == [defined(leaves[at : at + BLOCK]) for at in range(0, len(leaves) - BLOCK + 1, BLOCK)]
