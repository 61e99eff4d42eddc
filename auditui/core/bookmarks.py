"""Bookmarks: a person's own notes on events of a store, kept apart from the evidence.

A file of them holds one JSON object a line, by position: `{"seq": 7, "hash": "...", "note": "..."}`. The hash is that
of the event's content, so that a note never stands beside an event that it was not written for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from auditui.core.canonical import content_hash
from auditui.core.errors import UsageError
from auditui.core.event import Event

MOST: Final = 1_000
"""Bookmarks of a store."""
LONGEST: Final = 500
"""Characters of a note."""
MARK: Final = "*"
"""What stands for a bookmark without a note, where a text is needed."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A note, which may be empty, on one event."""

    seq: int
    hash: str
    """Of the content of the event, in hex."""
    note: str = ""

    def is_for(self, event: Event) -> bool:
        """Whether it was set on this very event."""
        return event.seq == self.seq and content_hash(event).hex() == self.hash


Bookmarks: TypeAlias = Mapping[int, Bookmark]
"""By position of the event, ascending."""
Change: TypeAlias = "Callable[[Bookmarks], dict[int, Bookmark]]"


def with_bookmark(bookmarks: Bookmarks, event: Event, note: str) -> dict[int, Bookmark]:
    """The bookmarks with one on this event, in place of one that is there.

    Raises:
        UsageError: The note is too long, or there are too many.
    """
    said = " ".join(note.split())
    if len(said) > LONGEST:
        raise UsageError(f"a note has at most {LONGEST} characters, and this one {len(said):,}", hint="shorten it")
    changed = {**bookmarks, event.seq: Bookmark(event.seq, content_hash(event).hex(), said)}
    if len(changed) > MOST:
        raise UsageError(f"a store has at most {MOST:,} bookmarks", hint="remove one first")
    return dict(sorted(changed.items()))


def less_bookmark(bookmarks: Bookmarks, seq: int) -> dict[int, Bookmark]:
    """The bookmarks without the one at this position, if any."""
    return {known: one for known, one in bookmarks.items() if known != seq}


def note_on(bookmarks: Bookmarks, event: Event) -> str | None:
    """The note on an event; None where it has no bookmark."""
    found = bookmarks.get(event.seq)
    return found.note if found is not None and found.is_for(event) else None


def told(bookmarks: Bookmarks, event: Event) -> str:
    """The note as an export tells it: `MARK` for a bookmark without one, empty where there is none."""
    note = note_on(bookmarks, event)
    return "" if note is None else note or MARK


def as_lines(bookmarks: Bookmarks) -> str:
    """The file's text. `from_lines` gives the same bookmarks back."""
    return "".join(
        json.dumps({"seq": one.seq, "hash": one.hash, "note": one.note}) + "\n" for one in bookmarks.values()
    )


def from_lines(text: str, where: str) -> dict[int, Bookmark]:
    """The bookmarks of a file's text.

    Raises:
        UsageError: A line is none of ours. Somebody's notes are in there, so the file is not to be written over.
    """
    return dict(sorted(_read(text.splitlines(), where)))


def _read(lines: Iterable[str], where: str) -> Iterable[tuple[int, Bookmark]]:
    for number, line in enumerate(lines, 1):
        try:
            said = json.loads(line)
            bookmark = Bookmark(said["seq"], said["hash"], said["note"])
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise _wrong(where, number) from error
        if not (type(bookmark.seq) is int and isinstance(bookmark.hash, str) and isinstance(bookmark.note, str)):
            raise _wrong(where, number)
        yield bookmark.seq, bookmark


def _wrong(where: str, number: int) -> UsageError:
    return UsageError("is no bookmark", where=f"{where}:{number}", hint="correct the line or move the file away")
