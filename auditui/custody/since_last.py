"""What came into a store since an earlier moment of it, without a gap and without anything twice.

Positions are given once and in order, and commits never overtake each other, so everything behind the last
position of a snapshot came after it. What is purged in between is in no later export: its tombstone says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING

from auditui.core.errors import StoreError, UsageError
from auditui.core.query import EVERYTHING, Query, Term, all_of
from auditui.core.text import clean
from auditui.core.values import Range
from auditui.core.view import AsOf
from auditui.store.base import Store

if TYPE_CHECKING:
    from auditui.core.last_exports import LastExport


@dataclass(frozen=True, slots=True)
class Since:
    """One export of a name: what it holds, and what is to be kept when it is done."""

    query: Query
    """What was asked for, behind the last export."""
    as_of: AsOf
    reached: LastExport
    """With a `count` of 0 until somebody has counted."""


def store_id(store: Store) -> str:
    """What a store calls itself."""
    with store.evidence() as evidence:
        return evidence.store_id


def begin(store: Store, name: str, query: Query, last: LastExport | None, now_us: int) -> Since:
    """Find out what the next export of a name holds.

    Args:
        store: Where to look.
        name: What the export is called.
        query: What to hand over, not frozen: the same text has to be asked for each time.
        last: How far the export of this name came; None when it is the first one, which holds all that matches.
        now_us: Now.

    Raises:
        UsageError: The name stands for another query.
        StoreError: The store is not the one that the last export saw, with more events behind.
    """
    from auditui.core.last_exports import LastExport

    text = "" if query == EVERYTHING else str(query)
    with store.evidence() as evidence:
        identity, newest = evidence.store_id, evidence.newest()
        if last is not None:
            then = next(iter(evidence.heads(after=last.head_number - 1)), None) if last.head_number else None
            _check(last, text, "" if then is None else _hex(then.chain))
    as_of = store.snapshot()  # after the head, so that it holds at least what the head stands for
    if last is not None and as_of.last_seq < last.seq:
        raise _other_store(last, f"ends at Seq {as_of.last_seq:,}")
    number, head = (0, "") if newest is None else (newest.number, _hex(newest.chain))
    behind = query if last is None else all_of((query, Term("seq", (Range(last.seq + 1, None),))))
    return Since(behind, as_of, LastExport(identity, name, text, as_of.last_seq, number, head, now_us, 0))


def _hex(chain: object) -> str:
    """A hash in hex; a file that somebody changed may hold anything in its place."""
    return chain.hex() if isinstance(chain, bytes) else ""


def _check(last: LastExport, text: str, head: str) -> None:
    if text != last.query:
        said = clean(last.query) or "every event"
        problem = f"the export {last.name!r} is of {said}, not of {clean(text) or 'every event'}"
        hint = f"use another name; auditui exports --forget {quote(last.name)} begins anew"
        raise UsageError(problem, where="--since-last", hint=hint)
    if head != last.head:
        raise _other_store(last, f"has another head {last.head_number}")


def _other_store(last: LastExport, problem: str) -> StoreError:
    said = f"is not the store that the last export {last.name!r} saw: that one went up to Seq {last.seq:,}, this one"
    hint = f"auditui verify tells more; auditui exports --forget {quote(last.name)} begins anew"
    return StoreError(f"{said} {problem}", hint=hint)
