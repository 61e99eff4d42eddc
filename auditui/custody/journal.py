"""auditui's own use on record: a chained store beside the store, and the system's log where that cannot be written.

The journal is a store like any other, so it is searched, exported and verified like one. It is a
file of its own, so that looking neither waits for an import nor changes what is looked at. Every
deed is on record before its result is shown: whoever shows something asks `note`, or `begin` and
later `Receipt.wait`.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from auditui import __version__
from auditui import store as stores
from auditui.core.errors import AuditError, NotPermittedError, StoreError
from auditui.core.event import Event, Json
from auditui.core.query import EVERYTHING
from auditui.core.times import now_us, rfc3339
from auditui.custody import new_store, private_files
from auditui.custody.deeds import Deed, query_text
from auditui.custody.person import Person
from auditui.custody.private_files import Sharing
from auditui.store.base import Origin

if TYPE_CHECKING:
    from auditui.core.redact import Redactor
    from auditui.store.base import Store

SUFFIX: Final = ".journal"
"""Behind the whole name of the store. Never `-journal`: that is what SQLite calls a file of its own."""
_LEAVE_WITHIN: Final = 6.0
"""Seconds that the end of the program waits for the last entries; longer than SQLite waits for a lock."""

Sender = Callable[..., None]
"""Sends one object to the system's log, as `syslog.send` does; raises `OSError` where nobody takes it."""


def _default() -> Redactor:
    from auditui.core.redact import DEFAULT

    return DEFAULT


def journal_of(store: Path) -> Path:
    """Where the use of a store is on record. A journal is its own: reading it is on record in it."""
    return store if is_journal(store) else Path(f"{store}{SUFFIX}")


def is_journal(store: Path) -> bool:
    """Whether a store is the journal of another one."""
    return store.name.endswith(SUFFIX)


class Receipt:
    """Says when a deed is on record."""

    def __init__(self) -> None:
        self._is_settled = threading.Event()
        self._error: AuditError | None = None

    def settle(self, error: AuditError | None = None) -> None:
        """It is on record; or it is not, and its result must not be shown. What was said first counts."""
        if not self._is_settled.is_set():
            self._error = error
            self._is_settled.set()

    def wait(self) -> None:
        """Come back when it is on record.

        Raises:
            NotPermittedError: It could not be put on record, and the system's configuration requires that.
            StoreError: It could not, by a fault of ours.
        """
        self._is_settled.wait()
        if self._error is not None:
            raise self._error


class Recorder(Protocol):
    """What the rest of auditui knows of a journal."""

    remark: str
    """What the person should be told: that some of what they did is not on record; else empty."""
    on_failure: Callable[[AuditError], object] | None
    """Called, from another thread, when something that must be on record cannot be."""

    def begin(self, deed: Deed) -> Receipt:
        """Put a deed on record while the caller goes on."""
        ...

    def note(self, deed: Deed) -> None:
        """Put a deed on record and come back when it is there. Raises as `Receipt.wait` does."""
        ...

    def close(self) -> None:
        """Finish the record of this session."""
        ...


class Unrecorded:
    """Keeps nothing: for stores that are thrown away."""

    remark = ""
    on_failure: Callable[[AuditError], object] | None = None

    def begin(self, deed: Deed) -> Receipt:
        """Nothing to wait for."""
        receipt = Receipt()
        receipt.settle()
        return receipt

    def note(self, deed: Deed) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to finish."""


class _Entry:
    __slots__ = ("at_us", "deed", "event", "number", "receipt")

    def __init__(self, deed: Deed, number: int) -> None:
        self.deed = deed
        self.number = number
        self.at_us = now_us()
        self.event: Event | None = None
        """Made by the thread that writes: the first one costs 15 ms, since it needs all that is known of secrets."""
        self.receipt = Receipt()


class Journal:
    """The record of one session of one person at one store. Its methods may be called from any thread.

    A thread of its own writes, and begins with the first deed: opening a session costs nothing.
    All deeds of a session are one import of the journal's store, and share its `request_id`.
    """

    def __init__(
        self,
        store: Path,
        person: Person,
        role: str,
        *,
        sharing: Sharing = Sharing(),  # noqa: B008  immutable
        redactor: Callable[[], Redactor] = _default,
        required: bool = False,
        send: Sender | None = None,
        settle: Callable[[Store, Path], object] | None = None,
    ) -> None:
        """`settle` is called with the journal and its path when a session is over, to note its head elsewhere."""
        self.remark = ""
        self.on_failure: Callable[[AuditError], object] | None = None
        self._store = Path(os.path.abspath(store))  # noqa: PTH100  resolve() would follow links
        self._path = journal_of(self._store)
        self._person = person
        self._role = role
        self._sharing = sharing
        self._redactor = redactor
        self._required = required
        self._send = send
        self._settle = settle
        self._session = os.urandom(8).hex()
        self._count = 0
        self._lock = threading.Lock()
        self._queue: queue.SimpleQueue[_Entry | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._following: _Following | None = None

    def begin(self, deed: Deed) -> Receipt:
        """See `Recorder.begin`."""
        with self._lock:
            self._count += 1
            entry = _Entry(deed, self._count)
            self._queue.put(entry)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="auditui-journal", daemon=True)
                self._thread.start()
        return entry.receipt

    def note(self, deed: Deed) -> None:
        """See `Recorder.note`."""
        self.begin(deed).wait()

    def close(self) -> None:
        """See `Recorder.close`."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._queue.put(None)
            thread.join(_LEAVE_WITHIN)

    # --------------------------------------------------------------------------------- the event

    def _event(self, entry: _Entry) -> Event:
        if entry.event is None:
            entry.event = self._recorded(entry)
        return entry.event

    def _recorded(self, entry: _Entry) -> Event:
        from auditui.core.recording import record

        deed = entry.deed
        person, redactor = self._person, self._redactor()
        query = "" if deed.query is None else query_text(deed.query, redactor)
        about = deed.about
        return record(
            {
                "at_us": entry.at_us,
                "id": f"{self._session}-{entry.number}",
                "actor": person.name, "actor_id": str(person.uid), "role": self._role, "actor_kind": "user",
                "action": deed.action, "verb": deed.verb, "outcome": deed.outcome,
                "entity_type": about.type if about else "store",
                "entity_id": about.id if about else "",
                "entity_name": about.name if about else str(self._store),
                "targets": deed.targets,
                "description": _sentence(deed, query),
                "ip": person.address, "request_id": self._session, "user_agent": f"auditui {__version__}",
                "details": self._details(deed, query),
            },
            redactor=redactor,
        )  # fmt: skip

    def _details(self, deed: Deed, query: str) -> dict[str, Json]:
        person = self._person
        said: dict[str, Json] = {"store": str(self._store), "pid": os.getpid(), **deed.details}
        known = {"query": query, "terminal": person.terminal, "login": person.login}
        return said | {name: text for name, text in known.items() if text}

    # --------------------------------------------------------------------------------- the thread

    def _work(self) -> None:
        try:
            entry = self._queue.get()
            while entry is not None:
                entry = self._write_from(entry)
        finally:
            if (fault := sys.exception()) is not None:
                self._give_up(fault)

    def _write_from(self, first: _Entry) -> _Entry | None:
        """Write this entry and all that follow. After one that cannot be written the next one tries again."""
        following = self._following = _Following(self._queue, first, self._event)
        try:
            with closing(self._opened()) as store:
                report = store.append(following, origin=self._origin())
                store.finish_import(report.import_id, merged=0, rejected=0)
                if self._settle is not None:
                    self._settle(store, self._path)
        except (AuditError, OSError) as error:
            if following.present is None:  # all is written; only the end of the session is not marked
                return None
            self._log(following.present, str(error))
            return self._queue.get()
        return None

    def _give_up(self, fault: BaseException) -> None:
        """An error that nobody foresaw ends the thread, but nobody waits in vain."""
        with self._lock:
            self._thread = None
            waiting = [self._following.present if self._following else None]
            while not self._queue.empty():
                waiting.append(self._queue.get())
        said = f"a fault of auditui itself, {type(fault).__name__}"
        left = [entry for entry in waiting if entry is not None]
        try:
            for entry in left:
                self._log(entry, said)
        finally:
            for entry in left:
                entry.receipt.settle(StoreError(said, where=str(self._path), hint="please report it"))

    def _origin(self) -> Origin:
        return Origin(f"session {self._session}", "auditui")

    def _opened(self) -> Store:
        """The journal, made where there is none. Raises `AuditError` where this person cannot write one."""
        if not self._store.exists() or not os.access(self._path.parent, os.W_OK | os.X_OK):
            raise StoreError("this account cannot write the journal", where=str(self._path))
        if not self._path.exists():
            self._make()
        self._check()
        return stores.open(self._path, durable=True)

    def _make(self) -> None:
        """Make it for whoever owns the store, so that what root does first is no obstacle to the others."""
        owner = self._store.stat().st_uid if self._person.is_root else None
        new_store.make(self._path, self._sharing, owner=owner)

    def _check(self) -> None:
        """Refuse a journal that somebody else has put there, to read it or to have it not written."""
        private_files.check_file(self._path)
        trusted = {0, self._person.uid, self._store.stat().st_uid}
        owner = self._path.stat().st_uid
        if owner not in trusted:
            raise StoreError(f"the journal belongs to account {owner}", where=str(self._path))

    # --------------------------------------------------------------------------------- the other way

    def _log(self, entry: _Entry, trouble: str) -> None:
        """Send an entry to the system's log instead; where that fails too, it decides whether all stops here."""
        try:
            event = self._event(entry)
            self._sender()(_as_object(event), is_warning=event.outcome == "failure")
        except OSError as error:
            entry.receipt.settle(self._unrecorded(trouble, error))
        else:
            entry.receipt.settle()

    def _sender(self) -> Sender:
        if self._send is not None:
            return self._send
        from auditui.custody.syslog import send

        return send

    def _unrecorded(self, trouble: str, error: OSError) -> AuditError | None:
        said = f"the journal cannot be written ({trouble}), nor the system's log ({error.strerror or error})"
        if not self._required:
            self.remark = "not on record: the journal cannot be written, nor the system's log"
            return None
        failure = NotPermittedError(
            f"{said}, and nothing is shown that is not on record",
            where=str(self._path), hint="ask your administrator: [journal] required",
        )  # fmt: skip
        if self.on_failure is not None:
            self.on_failure(failure)
        return failure


class _Following:
    """Entries as the store takes them: each followed by a pause, behind which it is committed."""

    def __init__(
        self, entries: queue.SimpleQueue[_Entry | None], first: _Entry, made: Callable[[_Entry], Event]
    ) -> None:
        self._entries = entries
        self._made = made
        self.present: _Entry | None = first
        """The entry that is not on record yet; None when the session is over."""

    def __iter__(self) -> Iterator[Event | None]:
        while self.present is not None:
            yield self._made(self.present)
            yield None
            self.present.receipt.settle()
            self.present = self._entries.get()


def _sentence(deed: Deed, query: str) -> str:
    if deed.query is None:
        return deed.said.removesuffix(":")
    return f"{deed.said} {'everything' if deed.query == EVERYTHING else query}"


def _as_object(event: Event) -> dict[str, Json]:
    return {
        "time": rfc3339(event.at_us, 6), "id": event.id, "user": event.actor, "uid": event.actor_id,
        "role": event.role, "action": event.action, "outcome": event.outcome, "said": event.description,
        "ip": event.ip, **event.details,
    }  # fmt: skip
