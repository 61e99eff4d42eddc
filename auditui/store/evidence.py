"""What a store can be held to: its leaves, its heads, and what it says of itself; the protocol beside `base.Store`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from auditui.core.canonical import Head, leaf_hash

UNREADABLE: Final = b""
"""In place of a hash: what stands there cannot have been written by auditui."""


class StoredRow(NamedTuple):
    """What the leaf of a row is made of, in the order of `core.canonical.leaf_hash`."""

    seq: int
    at_us: int
    import_id: int
    status: int | None
    took_us: int | None
    nonce: bytes
    texts: tuple[str, ...]
    """Those of `core.canonical.LEAF_TEXTS`."""

    def leaf(self) -> bytes:
        """The leaf of this row. Raises `TypeError` or `struct.error` where a value is of no possible type."""
        return leaf_hash(*self)


class Leaves(NamedTuple):
    """The leaves at some positions: as they were recorded, and as the rows give them now; None where there is none."""

    seqs: Sequence[int]
    """Ascending."""
    recorded: list[bytes | None]
    actual: list[bytes | None]


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of events that were deleted on purpose."""

    id: int
    at_us: int
    cause: str
    """`purge`, `retention` or `undo`."""
    who: str
    reason: str
    query_mac: bytes
    """A keyed hash of the query; its text is not kept."""
    count: int
    rows: str
    """Their positions, as `spans_text` writes them."""
    root: bytes
    """Of the tree over the leaves of these rows, in order."""

    def spans(self) -> list[tuple[int, int]]:
        """First and last position of each run of deleted rows. Raises `ValueError` where they cannot be read."""
        return spans_of(self.rows)


class KeptAway(NamedTuple):
    """What keeps the purged events of one tombstone from coming back: how many hashes there are."""

    hashes: int
    record: bytes
    """What a head says of all of it."""


class Suspects(NamedTuple):
    """Terms and imports that are not as they were written, so that no row that names one can be verified."""

    terms: frozenset[int] = frozenset()
    imports: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something beside the rows that is not as auditui writes it.

    `place` is what the finding is about (`term 17`), `problem` what is wrong with it. `term` is its number where
    it is a term, else 0.
    """

    place: str
    problem: str
    term: int = 0


class Evidence(Protocol):
    """One state of a store, for as long as it is open. All positions are included ones."""

    store_id: str
    """The store's UUID."""
    chunk_bits: int
    """Positions with the same `seq >> chunk_bits` share a tree."""

    @property
    def sizes(self) -> tuple[int, ...]:
        """The sizes that the chain of heads begins with: `chunk_bits`, then others that the engine is bound to."""
        ...

    def heads(self, after: int = 0) -> Iterator[Head]:
        """Every head behind this number, by number. Values may be of any type where somebody changed them."""
        ...

    def start(self) -> bytes:
        """What the first head is chained to."""
        ...

    def newest(self) -> Head | None:
        """The head with the highest number."""
        ...

    def leaves(self, first: int, last: int) -> Iterator[Leaves]:
        """Every position from `first` to `last` that has a row or a leaf, ascending, some thousand at a time."""
        ...

    def nodes(self, first: int, last: int) -> dict[int, bytes]:
        """The kept nodes of whole blocks by their first position."""
        ...

    def rows(self, seqs: Iterable[int]) -> Iterator[StoredRow]:
        """What stands in these rows, in the order given; those that are not there or cannot be read are left out."""
        ...

    def naming(self, suspects: Suspects, first: int, last: int) -> set[int]:
        """Positions of the rows that name one of the suspects."""
        ...

    def records(self) -> Iterator[tuple[str, int, bytes]]:
        """Kind, number and `record_hash` of every import and tombstone."""
        ...

    def kept_away(self) -> dict[int, KeptAway] | None:
        """What keeps purged events from coming back, by the number of their tombstone.

        0 stands for all those before the store told them apart. None where somebody put in what auditui never writes.
        """
        ...

    def purge_key(self) -> bytes:
        """What a head says of the key of all of it; `UNREADABLE` where there is none."""
        ...

    def tombstones(self) -> Iterator[Tombstone]:
        """All of them, oldest first."""
        ...

    def unwiped(self) -> bool:
        """Whether bytes of deleted events are still in the file, since a purge could not end."""
        ...

    def reached(self) -> int:
        """The last position that has a leaf."""
        ...

    def strays(self, last: int) -> list[int]:
        """Positions of rows and leaves below 1 or behind `last`, at most a thousand."""
        ...

    def flaws(self, last: int, heads: int) -> Iterator[Flaw]:
        """What else is not as auditui writes it, in a store with so many positions and heads."""
        ...

    def signatures(self) -> dict[int, tuple[bytes, bytes]]:
        """By number of the head: the public key and the signature."""
        ...


def spans_of(text: str) -> list[tuple[int, int]]:
    """What `spans_text` wrote. Raises `ValueError` when it is not in order."""
    found: list[tuple[int, int]] = []
    for piece in text.split(",") if text else ():
        first, _, last = piece.partition("-")
        found.append((int(first), int(last or first)))
        if found[-1][0] > found[-1][1] or (len(found) > 1 and found[-1][0] <= found[-2][1]):
            raise ValueError(f"positions out of order at {piece!r}")
    return found


def spans_text(seqs: Iterable[int]) -> str:
    """Ascending positions as text: `5-9,12`."""
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in spans(seqs))


def spans(seqs: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Ascending positions as first and last of each run."""
    first = last = None
    for seq in seqs:
        if last is not None and first is not None and seq != last + 1:
            yield first, last
            first = None
        first = seq if first is None else first
        last = seq
    if first is not None and last is not None:
        yield first, last
