"""Noticing that the journal of a store was taken away, cut, or replaced by an older one.

Its own chain cannot tell: what is cut off at the end was never there, as far as the rest can say. So whenever a
session ends, the newest head of the journal is noted in the state folder of whoever ran it. One short file for each
store; a journal that does not continue the noted one leaves the older note where it is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from auditui import store as stores
from auditui.core.errors import AuditError, DiskFullError, StoreError
from auditui.core.times import now_us, rfc3339
from auditui.custody.journal import is_journal, journal_of
from auditui.custody.private_files import alone_in, can_be_written, notes_folder, overwrite, own_folder
from auditui.store.base import Store
from auditui.store.evidence import Evidence

_MOST_NOTES: Final = 20
_MOST_READ: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Note:
    """The newest head of a journal when a session ended."""

    about: str
    """What the store that it is the journal of calls itself."""
    journal: str
    """What the journal calls itself."""
    number: int
    events: int
    head: str
    at: str


class JournalWatch:
    """Over the journal of one store. `about` has to be set before anything can be noted or noticed."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self.about = ""
        """What the store calls itself: another store at the same path has another journal."""

    @property
    def file(self) -> Path:
        """Where the notes are."""
        name = sha256(os.fsencode(os.path.realpath(self._store))).hexdigest()[:32]
        return notes_folder() / f"{name}.journal"

    def note(self, journal: Store) -> None:
        """Note the newest head. A disk that does not take it changes nothing: the older note stays."""
        if not self.about or is_journal(self._store):
            return
        with suppress(AuditError, OSError), journal.evidence() as evidence:
            newest = evidence.newest()
            if newest is None:
                return
            new = Note(
                self.about, evidence.store_id, newest.number, newest.last_seq, newest.chain.hex(), rfc3339(now_us())
            )
            own_folder(self.file.parent)
            with alone_in(self.file.parent):
                kept = [each for each in self._notes() if each.about != self.about or _problem(evidence, each)]
                self._write([*kept, new][-_MOST_NOTES:])

    def problem(self) -> str:
        """One sentence where the journal is not the one that was noted, or not all of it; else empty."""
        if is_journal(self._store):
            return ""
        noted = [each for each in self._notes() if each.about == self.about]
        if not noted:
            return ""
        path = journal_of(self._store)
        said = self._said(path, noted)
        return f"{said}; if that was meant, remove the note: {self.file}" if said else ""

    def _said(self, path: Path, noted: list[Note]) -> str:
        newest = max(noted, key=lambda each: each.events)
        if not path.exists():
            return f"the journal {path} is gone: it had {_entries(newest)} on {newest.at}"
        try:
            # A connection that may not write leaves the files behind that SQLite puts beside a store.
            said = _first_problem(path, noted, read_only=not can_be_written(path))
        except DiskFullError:  # who has to write there tells that; it is no reason to doubt what stands there
            return ""
        except StoreError as error:
            return f"the journal cannot be read: {error}"
        return f"the journal {path} {said}" if said else ""

    def _notes(self) -> list[Note]:
        return list(_parsed(self.file))

    def _write(self, notes: list[Note]) -> None:
        with os.fdopen(overwrite(self.file), "w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(asdict(each)) + "\n" for each in notes)


def _entries(noted: Note) -> str:
    from auditui.core.counting import counted

    return counted(noted.events, "entry", "entries")


def _first_problem(path: Path, noted: Iterable[Note], *, read_only: bool) -> str:
    with closing(stores.open(path, read_only=read_only)) as journal, journal.evidence() as evidence:
        return next(filter(None, (_problem(evidence, each) for each in noted)), "")


def _problem(evidence: Evidence, noted: Note) -> str:
    """What differs between a journal and what was noted of it."""
    if evidence.store_id != noted.journal:
        return f"is another one than on {noted.at}, which had {_entries(noted)}"
    head = next(iter(evidence.heads(noted.number - 1)), None)
    if head is None:
        return f"is shorter than on {noted.at}, when it had {_entries(noted)}"
    if not isinstance(head.chain, bytes) or head.number != noted.number or head.chain.hex() != noted.head:
        return f"is not what it was on {noted.at}, when it had {_entries(noted)}"
    return ""


def _parsed(path: Path) -> Iterator[Note]:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return
    with os.fdopen(handle, "rb") as stream:
        lines = stream.read(_MOST_READ).split(b"\n")
    for line in lines:
        with suppress(ValueError, TypeError, RecursionError):
            note = Note(**json.loads(line))
            if isinstance(note.number, int) and isinstance(note.events, int):
                yield note
