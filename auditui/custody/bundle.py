"""Evidence bundles: events that somebody else can hold against a head, without the store.

A bundle is a text file, one canonical JSON object a line, the same bytes for the same store and query:

- `bundle`: version of this format and of leaves and heads, program, store, query, and the sizes that the store's chain
  begins with, the first of them the positions of a chunk as a power of two
- for each chunk, `tree`: first and last position, root and the number of the head that speaks of it; then for each
  event `row`, what its leaf is made of, and `path`, its audit path in that tree (RFC 6962, from the leaf up)
- `before`: the hash that the first head below is chained to; then `head` for each head from the first that was
  named to the newest; `signature`, where the newest one has one
- `end`: how many events, and SHA-256 of everything before this line

It proves that these events were in the store when its newest head was written, and what they said. It does not
prove that no other event matches the query.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from auditui import __version__
from auditui.core import merkle
from auditui.core.canonical import HEAD_VERSION, LEAF_TEXTS, LEAF_VERSION, Head, text_of
from auditui.core.errors import VerifyError
from auditui.core.event import Json
from auditui.core.query import Query
from auditui.core.view import AsOf, Sort
from auditui.store.evidence import Evidence, StoredRow

if TYPE_CHECKING:
    from auditui.store.base import Store

VERSION: Final = 2
_IN_ORDER: Final = Sort("seq", descending=False)
_HINT: Final = "auditui verify says what is wrong with this store"


def lines(store: Store, query: Query, as_of: AsOf | None = None) -> Iterator[str]:
    """The lines of a bundle with the events that match, in the order of their positions.

    Raises:
        VerifyError: An event, or the chain over it, is not what was recorded: it proves nothing.
        StoreError: The store cannot be read on.
    """
    seqs = array("q", (event.seq for event in store.events(query, _IN_ORDER, as_of or store.snapshot())))
    digest = sha256()
    with store.evidence() as evidence:
        for said in _objects(evidence, query, seqs):
            line = text_of(said) + "\n"
            digest.update(line.encode())
            yield line
    yield text_of({"end": {"events": len(seqs), "sha256": digest.hexdigest()}}) + "\n"


def _objects(evidence: Evidence, query: Query, seqs: array[int]) -> Iterator[dict[str, Any]]:
    yield {"bundle": {
        "version": VERSION, "leaf": LEAF_VERSION, "head": HEAD_VERSION, "program": f"auditui {__version__}",
        "store": evidence.store_id, "sizes": list(evidence.sizes), "query": str(query),
    }}  # fmt: skip
    heads = {head.first_seq: head for head in evidence.heads()}
    first_named = None
    for chunk in _chunks(seqs, evidence.chunk_bits):
        head = heads.get(max(1, chunk[0] >> evidence.chunk_bits << evidence.chunk_bits))
        if head is None:
            raise VerifyError(f"no head speaks of event {chunk[0]}", hint=_HINT)
        first_named = first_named or head.number
        yield from _tree(evidence, head, chunk)
    yield from _chain(evidence, first_named)


def _chunks(seqs: array[int], bits: int) -> Iterator[array[int]]:
    """Ascending positions by the tree that they are in."""
    start = 0
    for at in range(1, len(seqs) + 1):
        if at == len(seqs) or seqs[at] >> bits != seqs[start] >> bits:
            yield seqs[start:at]
            start = at


def _tree(evidence: Evidence, head: Head, seqs: Iterable[int]) -> Iterator[dict[str, Any]]:
    leaves = [leaf or b"" for part in evidence.leaves(head.first_seq, head.last_seq) for leaf in part.recorded]
    tree = merkle.levels(leaves)
    if tree[-1] != [head.root]:
        raise VerifyError(f"the leaves are not those that head {head.number} speaks of", hint=_HINT)
    yield {"tree": tree_object(head)}
    found = evidence.rows(seqs)
    for seq in seqs:
        row = next(found, None)
        index = seq - head.first_seq
        if row is None or row.seq != seq or row.leaf() != leaves[index]:
            raise VerifyError(f"event {seq} is not what was recorded", hint=_HINT)
        yield {"row": row_object(row), "path": [node.hex() for node in merkle.path(tree, index)]}


def _chain(evidence: Evidence, first: int | None) -> Iterator[dict[str, Any]]:
    """The heads from the first that is needed on; the newest where no event needs one."""
    newest = evidence.newest()
    if newest is None:
        return
    after = (first or newest.number) - 1
    before = next(evidence.heads(after - 1)).chain if after else evidence.start()
    yield {"before": before.hex()}
    for head in evidence.heads(after):
        if head.hashed(before) != head.chain:
            raise VerifyError(f"head {head.number} is not chained to the one before", hint=_HINT)
        before = head.chain
        yield {"head": head_object(head)}
    signed = evidence.signatures().get(newest.number)
    if signed:
        yield {"signature": {"public_key": signed[0].hex(), "signature": signed[1].hex()}}


def row_object(row: StoredRow) -> dict[str, Any]:
    """What a leaf is made of, by name; the nonce in hex."""
    said = row._asdict()
    texts = said.pop("texts")
    return {**said, "nonce": row.nonce.hex(), **dict(zip(LEAF_TEXTS, texts, strict=True))}


def tree_object(head: Head) -> dict[str, Json]:
    """The tree that a head speaks of."""
    return {"first": head.first_seq, "last": head.last_seq, "root": head.root.hex(), "head": head.number}


def head_object(head: Head) -> dict[str, Any]:
    """A head by name, bytes in hex."""
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in head._asdict().items()}
