"""What is kept of a store outside its file: heads, one line each, and how its last verification went.

A folder that the system's configuration names is for everybody's eyes: whoever imports adds to it, whoever
verifies reads it. The person's own state folder is used in any case. Either proves as much as it is protected from
whoever could change the store: a folder of the same account shows accidents and careless hands, one that this
account cannot rewrite (another machine's, an append-only one) shows more.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from auditui.core.canonical import Head
from auditui.core.config import Config
from auditui.core.errors import StoreError
from auditui.core.times import now_us, rfc3339
from auditui.custody.findings import Noted, Verification
from auditui.custody.private_files import notes_folder, own_folder

_MOST_READ: Final = 4 * 1024 * 1024
"""Bytes of a file of heads that are read, from its end: some 20,000 imports."""
_OWN_MODE: Final = 0o600
_SHARED_MODE: Final = 0o644


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that heads are noted in."""

    folder: Path
    is_shared: bool
    """Named by the configuration: it has to be there, and others read what is in it."""

    def heads_of(self, store_id: str) -> Path:
        """The file for the heads of one store."""
        plain = "".join(each for each in store_id if each.isalnum() or each == "-")
        return self.folder / f"{plain[:64] or 'unnamed'}.heads"

    def verified(self, store: Path) -> Path:
        """The file that tells of the last verification of what lies at a path."""
        return self.folder / f"{sha256(os.fsencode(os.path.realpath(store))).hexdigest()[:32]}.verified"


def places(config: Config) -> list[Place]:
    """Where this person's auditui notes heads, the configured folder first."""
    own = Place(notes_folder(), is_shared=False)
    return [Place(Path(config.anchors.folder), is_shared=True), own] if config.anchors.folder else [own]


def note(store_id: str, head: Head, store: Path, where: Sequence[Place]) -> list[str]:
    """Add a head to every place; gives a sentence for each place that did not take it."""
    said = {
        "at": rfc3339(now_us()), "store": os.path.realpath(store), "number": head.number, "events": head.last_seq,
        "head": head.chain.hex(),
    }  # fmt: skip
    problems = []
    for place in where:
        try:
            _add(place, store_id, said)
        except OSError as error:
            problems.append(f"the head cannot be noted in {place.folder}: {error.strerror or error}")
        except StoreError as error:
            problems.append(f"the head cannot be noted: {error}")
        else:
            problems += _loose(place)
    return problems


def _loose(place: Place) -> list[str]:
    """A sentence where everybody can take away what was noted."""
    mode = place.folder.stat().st_mode
    if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        return [f"every account of this machine can take away the heads in {place.folder}: chmod o-w {place.folder}"]
    return []


def _add(place: Place, store_id: str, said: dict[str, Any]) -> None:
    path = place.heads_of(store_id)
    known = next(iter(_lines(path, 4096)), {})
    if all(known.get(key) == said[key] for key in ("store", "number", "head")):
        return
    _write(place, path, json.dumps(said, ensure_ascii=True) + "\n", os.O_APPEND)


def _write(place: Place, path: Path, text: str, how: int) -> None:
    """One write, so that a line of two importers at once stays a line each."""
    if not place.is_shared:
        own_folder(place.folder)
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | how
    handle = os.open(path, flags, _SHARED_MODE if place.is_shared else _OWN_MODE)
    try:
        if place.is_shared and os.fstat(handle).st_uid == os.geteuid():
            os.fchmod(handle, _SHARED_MODE)
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def noted(store_id: str, store: Path, where: Sequence[Place]) -> list[Noted]:
    """All heads that are noted of a store, at whatever path it was; lines that are none are left out."""
    here = os.path.realpath(store)
    found = []
    for place in where:
        path = place.heads_of(store_id)
        for said in _lines(path, _MOST_READ):
            with suppress(KeyError, TypeError, ValueError):
                found.append(_noted(said, path, here))
    return found


def _noted(said: dict[str, Any], path: Path, here: str) -> Noted:
    number, events, chain = said["number"], said["events"], said["head"]
    if not isinstance(number, int) or not isinstance(events, int) or len(bytes.fromhex(chain)) != sha256().digest_size:
        raise ValueError("no head")
    return Noted(number, events, chain.lower(), f"{said['at']} in {path}", is_here=said["store"] == here)


def _lines(path: Path, most: int) -> Iterator[dict[str, Any]]:
    """The lines of a file of heads, newest first; a missing file has none."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return
    with os.fdopen(handle, "rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - most))
        text = stream.read(most)
    for line in reversed(text.split(b"\n")):
        with suppress(ValueError, RecursionError):
            said = json.loads(line)
            if isinstance(said, dict):
                yield said


@dataclass(frozen=True, slots=True)
class LastVerification:
    """How the last verification of a store went."""

    at_us: int
    is_sound: bool
    events: int
    """How many events were verified."""
    last_seq: int
    """The last position that the store had then."""
    head: str
    """The hash of the newest head then, in hex."""
    sentence: str


def remember(found: Verification, store: Path, where: Sequence[Place]) -> None:
    """Keep how a verification went, as far as the places take it: it is for the header, no evidence."""
    said = {
        "at_us": now_us(), "is_sound": found.is_sound, "events": found.verified,
        "last_seq": found.head.last_seq if found.head else 0,
        "head": found.head.chain.hex() if found.head else "", "sentence": found.sentence(),
    }  # fmt: skip
    for place in where:
        with suppress(OSError, StoreError):
            _write(place, place.verified(store), json.dumps(said), os.O_TRUNC)


def last_verification(store: Path, where: Sequence[Place]) -> LastVerification | None:
    """The newest that the places know of; None when it never was verified. Reads one small file for each place."""
    found = [each for place in where for each in _remembered(place.verified(store))]
    return max(found, key=lambda each: each.at_us, default=None)


def _remembered(path: Path) -> Iterator[LastVerification]:
    for said in _lines(path, 4096):
        with suppress(KeyError, TypeError, ValueError):
            yield LastVerification(
                int(said["at_us"]), said["is_sound"] is True, int(said["events"]), int(said["last_seq"]),
                str(said["head"]), str(said["sentence"]),
            )  # fmt: skip
