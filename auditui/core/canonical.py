"""The canonical form of an event, and its two hashes. Stored files depend on every byte of this.

**Canonical JSON**: keys sorted by code point, no blanks, characters outside ASCII as they are, whole
numbers and floats as JSON writes them (`1` and `1.0` differ). No NaN, no infinity.

- targets: `[{"id":..,"name":..,"type":..}, ...]`, empty texts left out
- changes: `[{"after":..,"before":..,"field":..}, ...]`, the key of an absent side left out
- details: one object

Text becomes bytes as UTF-8 (a lone surrogate, which `record` lets through nowhere, as its three
bytes). `block(t)` is the number of code points in `t` in decimal, a colon, and `t`.

**Content hash**, version 1: what makes two records duplicates. SHA-256 of

    "auditui content 1" LF  block(scalars)  block(targets)  block(changes, sorted as texts)  block(details)

with `scalars` the canonical JSON array of `SCALARS` in that order. `outcome` and `verb` count only as
far as the source said them (empty text where they equal what is derived), so better rules change
no hash. Not in it: `seq`, `origin`, `flags`.

**Leaf**, version 1: what evidence is built on. SHA-256 of

    0x00  "auditui leaf 1" LF  seq, at_us, import_id  status, took_us  sizes  nonce  texts

with whole numbers as 8 bytes, status and execution time each behind a byte that says whether it is there (0
otherwise), sizes as 4 bytes each (of the nonce in bytes, of each text in code points), all of them big-endian,
and the texts of `LEAF_TEXTS` in that order, one behind the other. Fixed places and sizes say where each value
ends, so no two rows share a leaf; no JSON is parsed or written for it.

**Record**, version 1: an import, a tombstone, a decision. SHA-256 of "auditui record 1" LF and the canonical JSON array
of its kind and its columns, bytes written `{"hex":".."}`. What keeps purged events away has records as well: of kind
`purged` a tombstone's number, how many hashes there are and the set hash of them (SHA-256 of "auditui set 1" LF and of
each, ascending, its size in decimal, a colon, and itself), of kind `purge_key` the key of these hashes.

**Head**, version 1: what a store held when something was committed. SHA-256 of "auditui head 1" LF and the canonical
JSON array of the hash of the head before, number, kind, subject, record, first and last position of the chunk,
root of the tree over it, and when. Before the first head stands SHA-256 of "auditui chain 1" LF and the canonical
JSON array of the store's UUID and its sizes: how many positions (as a power of two) share a chunk, and from format 3
of a store on how many share a table of the text index.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from hashlib import sha256
from operator import attrgetter
from struct import Struct
from typing import Any, Final, NamedTuple, cast

from auditui.core.event import ABSENT, Change, Event, Json, Target
from auditui.core.verbs import said_outcome, said_verb

CONTENT_VERSION: Final = 1
LEAF_VERSION: Final = 1
HEAD_VERSION: Final = 1

SCALARS: Final = (
    "at_us", "id", "actor", "actor_id", "email", "role", "actor_kind", "on_behalf_of", "action", "method",
    "category", "entity_type", "entity_id", "entity_name", "description", "status", "outcome", "took_us",
    "ip", "user_agent", "request_id", "verb",
)  # fmt: skip
LEAF_TEXTS: Final = (
    "origin", "id", "actor", "actor_id", "email", "role", "actor_kind", "on_behalf_of", "action", "method",
    "category", "entity_type", "entity_id", "entity_name", "description", "outcome", "ip", "user_agent",
    "request_id", "verb", "targets", "changes", "details", "flags",
)  # fmt: skip
"""Outcome and verb as far as the source stated them, targets, changes and details as `pack` writes them, flags with
blanks between."""


class Packed(NamedTuple):
    """The parts of an event as they are kept: three canonical JSON texts (never empty), 32 bytes, and two words.

    `outcome` and `verb` as far as the source stated them beyond what is derived.
    """

    targets_text: str
    changes_text: str
    details_text: str
    content_hash: bytes
    outcome: str
    verb: str


class PackedEvent(Event):
    """An event that brings with it what `pack` makes of it; one that is derived from it by `replace` does not."""

    __slots__ = ("packed",)
    packed: Packed

    def __eq__(self, other: object) -> bool:
        """Events are equal by their fields, whatever they bring along."""
        return isinstance(other, Event) and values_of(self) == values_of(other)

    __hash__ = None  # type: ignore[assignment]  # as an event has none


NAMES: Final = tuple(field.name for field in fields(Event))
values_of: Final = attrgetter(*NAMES)
"""The values of an event, in the order of `NAMES`."""


def _bytes_as_hex(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _encoder() -> Callable[[object], str]:
    """The text of a value, by the C encoder made once (half a microsecond less a call), else by the plain one."""
    plain = json.JSONEncoder(
        ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False,
        default=_bytes_as_hex,
    )  # fmt: skip
    make: Any = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return plain.encode
    pieces = make(None, _bytes_as_hex, json.encoder.encode_basestring, None, ":", ",", True, False, False)
    return lambda value: "".join(pieces(value, 0))


_text: Final = _encoder()
_quoted: Final = json.encoder.encode_basestring


def text_of(value: Json) -> str:
    """Canonical JSON text of a value."""
    return _text(value)


def pack(event: Event) -> Packed:
    """The canonical texts of targets, changes and details, and the content hash of the whole event."""
    packed: Packed | None = getattr(event, "packed", None)
    return _pack(event) if packed is None else packed


def _pack(event: Event) -> Packed:
    targets = _text([_target(target) for target in event.targets]) if event.targets else "[]"
    each = [_change(change) for change in event.changes]
    details = _text(event.details) if event.details else "{}"
    outcome, verb = said_outcome(event), said_verb(event)
    changes = _array(each)
    in_order = changes if len(each) < 2 else _array(sorted(each))  # noqa: PLR2004 - fewer than two are in order
    hashed = _content(event, targets, in_order, details, outcome, verb)
    return Packed(targets, changes, details, hashed, outcome, verb)


def content_hash(event: Event) -> bytes:
    """The 32 bytes that two records of the same event share."""
    return pack(event).content_hash


def _array(texts: Iterable[str]) -> str:
    return f"[{','.join(texts)}]"


def _target(target: Target) -> dict[str, Json]:
    said: dict[str, Json] = {"type": target.type, "id": target.id, "name": target.name}
    return {key: text for key, text in said.items() if text}


def _change(change: Change) -> str:
    before, after = change.before, change.after
    if type(before) is str and type(after) is str:  # most often, and a third of the time of a general encoder
        return f'{{"after":{_quoted(after)},"before":{_quoted(before)},"field":{_quoted(change.field)}}}'
    said: dict[str, Json] = {"field": change.field}
    if before is not ABSENT:
        said["before"] = before
    if after is not ABSENT:
        said["after"] = after
    return _text(said)


def _content(event: Event, targets: str, changes: str, details: str, outcome: str, verb: str) -> bytes:  # noqa: PLR0917 - as `leaf_hash`
    scalars = _text([
        event.at_us, event.id, event.actor, event.actor_id, event.email, event.role, event.actor_kind,
        event.on_behalf_of, event.action, event.method, event.category, event.entity_type, event.entity_id,
        event.entity_name, event.description, event.status, outcome, event.took_us,
        event.ip, event.user_agent, event.request_id, verb,
    ])  # fmt: skip
    text = (
        f"auditui content 1\n{len(scalars)}:{scalars}{len(targets)}:{targets}{len(changes)}:{changes}"
        f"{len(details)}:{details}"
    )
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


_LEAF: Final = Struct(f">qqq?q?qI{len(LEAF_TEXTS)}I")


def leaf_hash(  # noqa: PLR0917 - a million calls a run: positions cost half of what names do
    seq: int,
    at_us: int,
    import_id: int,
    status: int | None,
    took_us: int | None,
    nonce: bytes | bytearray,
    texts: Sequence[str],
) -> bytes:
    """The 32 bytes that stand for one stored row; `texts` are those of `LEAF_TEXTS`.

    Raises:
        TypeError, struct.error: A value is of no type that such a row has, or a text is missing.
    """
    places = _LEAF.pack(
        seq, at_us, import_id, status is not None, 0 if status is None else status,
        took_us is not None, 0 if took_us is None else took_us, len(nonce), *map(len, texts),
    )  # fmt: skip
    said = "".join(texts).encode("utf-8", "surrogatepass")
    return sha256(b"\x00auditui leaf 1\n" + places + nonce + said).digest()


def record_hash(kind: str, columns: Sequence[int | str | bytes | None]) -> bytes:
    """The 32 bytes that stand for an import, a tombstone or a decision, as its row is now."""
    return _hashed("auditui record 1", [kind, *columns])


def chain_start(store_id: str, sizes: Sequence[int]) -> bytes:
    """What the first head of a store is chained to: `sizes` begins with the bits of a chunk."""
    return _hashed("auditui chain 1", [store_id, *sizes])


class SetHash:
    """The 32 bytes that stand for a set of byte strings, taken in ascending order, some at a time."""

    def __init__(self) -> None:
        self.count = 0
        self._hash = sha256(b"auditui set 1\n")

    def take(self, members: Iterable[bytes]) -> None:
        """Add members. Raises `TypeError` for what is no byte string."""
        for each in members:
            self._hash.update(b"%d:" % len(each) + each)
            self.count += 1

    def digest(self) -> bytes:
        """What stands for the members so far."""
        return self._hash.digest()


class Head(NamedTuple):
    """What a store held when something was committed, chained to the head before it."""

    number: int
    """From 1, without gaps."""
    kind: str
    """What was committed: `import`, `tombstone`, `decision`, or what keeps the events of a tombstone away."""
    subject: int
    """The number of that import, tombstone or decision; 0 where there is only one of the kind."""
    record: bytes
    """`record_hash` of its row, or its rows, at that moment."""
    first_seq: int
    """First position of the chunk that was being filled."""
    last_seq: int
    """Last position of all, so also the number of events ever stored."""
    root: bytes
    """Of the tree over the leaves from `first_seq` to `last_seq`."""
    at_us: int
    """When it was committed."""
    chain: bytes
    """The hash of this head, and what is meant by "the head"."""

    def hashed(self, previous: bytes) -> bytes:
        """What `chain` has to be, behind a head with this hash."""
        return _hashed("auditui head 1", [previous, *self[:-1]])


def _hashed(purpose: str, said: Sequence[object]) -> bytes:
    return sha256(f"{purpose}\n{_text(said)}".encode("utf-8", "surrogatepass")).digest()


def unpack_targets(text: str) -> tuple[Target, ...]:
    """What `pack` wrote as `targets_text`."""
    return tuple(Target(**said) for said in json.loads(text)) if text not in {"[]", ""} else ()


def unpack_changes(text: str) -> tuple[Change, ...]:
    """What `pack` wrote as `changes_text`."""
    if text in {"[]", ""}:
        return ()
    return tuple(Change(s["field"], s.get("before", ABSENT), s.get("after", ABSENT)) for s in json.loads(text))


def unpack_details(text: str) -> dict[str, Json]:
    """What `pack` wrote as `details_text`."""
    return cast("dict[str, Json]", json.loads(text)) if text not in {"{}", ""} else {}
