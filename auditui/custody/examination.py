"""A whole verification, as both front ends run it: the store, what is noted of it outside, signatures, and indexes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from auditui import store as stores
from auditui.core.canonical import Head
from auditui.core.config import Config
from auditui.core.errors import DiskFullError, StoreError, UsageError, VerifyError
from auditui.custody import anchors
from auditui.custody.findings import ALTERED, MISSING, Finding, Verification
from auditui.custody.integrity import Progress, verify
from auditui.custody.journal import is_journal, journal_of
from auditui.custody.journal_watch import JournalWatch
from auditui.custody.private_files import can_be_written
from auditui.store.evidence import Evidence

if TYPE_CHECKING:
    from auditui.store.base import Store

SHORTEST_HEAD: Final = 16
"""Digits of a hash that somebody has to have noted: fewer could be met by trying."""
_HASH_DIGITS: Final = 64


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look at beside the rows, the heads and what is noted of them.

    Attributes:
        head: The hash of a head that was noted elsewhere, in hex, or how it begins.
        key: File of the key that heads have to be signed with.
        indexes: Whether to build every derived index anew and compare, which takes far longer.
    """

    head: str = ""
    key: Path | None = None
    indexes: bool = False


def noted_head(text: str) -> str:
    """A hash as `Wanted.head` takes it. Raises `UsageError` when it is none, or too short to mean anything."""
    head = text.strip().rstrip("….").lower()
    if not SHORTEST_HEAD <= len(head) <= _HASH_DIGITS or not set(head) <= set("0123456789abcdef"):
        raise UsageError(
            f"{text!r} is no head", where="--head",
            hint=f"it takes the {SHORTEST_HEAD} to {_HASH_DIGITS} digits that import or verify said",
        )  # fmt: skip
    return head


def examine(store: Store, path: Path, config: Config, wanted: Wanted, progress: Progress | None = None) -> Verification:
    """Verify a store. A sound one has its head noted, so that it cannot go back behind it; the outcome is remembered.

    Raises:
        UsageError: The key cannot be used.
        StoreError: The store cannot be read.
    """
    places = anchors.places(config)
    with store.evidence() as evidence:
        store_id = evidence.store_id
        noted = anchors.noted(store_id, path, places)
        opener = partial(stores.open, path, read_only=True)
        found = _with(verify(evidence, noted, progress, opener), notes=[_said_of(noted)])
        if wanted.head:
            found = _with(found, _missing_head(evidence, wanted.head))
        found = _signed(found, evidence, wanted.key)
    if wanted.indexes:
        found = _with(found, [Finding(ALTERED, "index", said) for said in _differences(store)])
    if found.is_sound and found.head:
        found = _with(found, notes=anchors.note(store_id, found.head, path, places))
    anchors.remember(found, path, places)
    return found


def with_journal(found: Verification, store: Store, path: Path) -> Verification:
    """The same, and whether the journal of the store is all there and what was recorded.

    It has to be the one that this person's sessions were noted in, and its own rows and heads are verified. One that
    this account cannot read is told in a note. A journal has none beside it.
    """
    journal = journal_of(path)
    watch = JournalWatch(path)
    with store.evidence() as evidence:
        watch.about = evidence.store_id
    said = watch.problem()
    found = _with(found, [Finding(ALTERED, "journal", said)] if said else [])
    if is_journal(path) or not journal.exists():
        return found
    if not os.access(journal, os.R_OK):
        return _with(found, notes=[f"the journal {journal} is not verified: this account cannot read it"])
    try:
        return _with_rows_of(journal, found)
    except DiskFullError as error:  # no reason to doubt what stands there
        return _with(found, notes=[f"the journal {journal} is not verified: {error.problem}"])
    except StoreError as error:
        return found if said else _with(found, [Finding(ALTERED, f"journal {journal}", error.problem)])


def _with_rows_of(journal: Path, found: Verification) -> Verification:
    """The same, and what is wrong inside a journal, by its path. Its positions are none of the store's."""
    # A connection that may not write leaves the files behind that SQLite puts beside a store.
    read_only = not can_be_written(journal)
    with closing(stores.open(journal, read_only=read_only)) as store, store.evidence() as evidence:
        inside = verify(evidence, opener=partial(stores.open, journal, read_only=True))
    more = [Finding(each.kind, f"journal {journal}: {each.place}", each.note) for each in inside.findings]
    return replace(_with(found, more), more=found.more + inside.more)


def prove_copy(copy: Path, progress: Progress | None = None) -> None:
    """Come back if every event of a copy is as it was recorded.

    Raises:
        VerifyError: It is not, so the store that was copied is not, either.
        StoreError: It cannot be read.
    """
    with closing(stores.open(copy, read_only=True)) as store, store.evidence() as evidence:
        found = verify(evidence, (), progress, partial(stores.open, copy, read_only=True))
    if found.is_sound:
        return
    more = len(found.findings) - 1 + found.more
    raise VerifyError(
        f"no copy was made, since the store is not what was recorded: {found.findings[0]}"
        f"{f', and {more:,} more' if more else ''}",
        hint="auditui verify tells all of it; to keep the file as it is, copy it with cp while nobody writes to it",
    )  # fmt: skip


def _differences(store: Store) -> Sequence[str]:
    """What is wrong with the indexes; one that cannot even be read is wrong, too."""
    try:
        return store.check_indexes().differences
    except StoreError as error:
        return (error.problem,)


def _with(found: Verification, findings: Iterable[Finding] = (), notes: Sequence[str] = ()) -> Verification:
    return replace(
        found, findings=(*found.findings, *findings), notes=(*found.notes, *(each for each in notes if each))
    )


def _said_of(noted: Sequence[object]) -> str:
    if noted:
        return ""
    return "no head of this store was noted outside before: that nothing is missing at its end cannot be told"


def _missing_head(evidence: Evidence, prefix: str) -> list[Finding]:
    if any(isinstance(head.chain, bytes) and head.chain.hex().startswith(prefix) for head in evidence.heads()):
        return []
    return [Finding(MISSING, f"head {prefix}", "no head of this store has this hash")]


def _signed(found: Verification, evidence: Evidence, key: Path | None) -> Verification:
    """The same, with what signatures say: those of a key up to where they reach, others whether they are any."""
    from auditui.custody import signing

    findings, said = signing.check(evidence, key) if key else ([], "")
    others, unsaid = signing.check_others(evidence, key)
    return _with(found, [*findings, *others], [said, unsaid])


def settle(store: Store, path: Path, config: Config) -> tuple[Head | None, list[str]]:
    """After an import: sign the newest head where a key is configured, and note it outside.

    Returns:
        The head, None while there is none; and a sentence for each thing that did not work.
    """
    with store.evidence() as evidence:
        store_id, head = evidence.store_id, evidence.newest()
    if head is None:
        return None, []
    problems = []
    if config.anchors.key:
        problems += _sign(store, head, Path(config.anchors.key))
    return head, [*problems, *anchors.note(store_id, head, path, anchors.places(config))]


def _sign(store: Store, head: Head, key: Path) -> list[str]:
    from auditui.custody import signing

    try:
        signing.sign(store, head, key)
    except UsageError as error:
        return [f"the head is not signed: {error}"]
    return []
