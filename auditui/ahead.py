"""Files of an import that other processes read before their turn comes, so that reading and storing go side by side.

A file is handed over where it is large, or where many wait: then a process is worth the tenth of a second that it
takes to start. All others are read where they are stored.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from auditui.apart import Apart, Reader, can_help, pays
from auditui.core.redact import Redactor
from auditui.formats.inputs import Input
from auditui.formats.reading import ReadOptions
from auditui.import_report import FileReport

MANY: Final = 64
"""Files that make a process worth its start, however small they are; so many are looked at before their turn."""
FAR: Final = 1200
"""Files that are looked at before their turn once there are processes: they read on while a chunk is written."""
MOST: Final = 4
"""Processes that read at a time: one that stores keeps no more than these busy."""


class Found(NamedTuple):
    """A place that an import comes to: a file, standard input, or why there is none."""

    place: Path | str
    is_named: bool = True
    failure: FileReport | None = None


class Ahead:
    """The files of an import on their way to the processes that read them.

    What one process was sent, it answers in order; so does the import ask. Files go to the processes in turn.
    """

    def __init__(self, options: ReadOptions, redactor: Redactor, *, is_wanted: bool) -> None:
        """No process is started yet; `is_wanted`: False for what must be read here."""
        self._options = options
        self._redactor = redactor
        self._readers: list[Reader] = []
        self._can_help = is_wanted and can_help()
        self._most = min(MOST, os.cpu_count() or 1)
        self._turn = 0
        self._unsent: deque[Path] = deque()

    def over(self, places: Iterator[Found]) -> Iterator[Found]:
        """The same places, the next of them looked at before their turn."""
        waiting: deque[Found] = deque()
        for found in places:
            waiting.append(found)
            self._consider(found, len(waiting))
            if len(waiting) > (FAR if self._readers else MANY):
                yield self._leave(waiting)
        while waiting:
            yield self._leave(waiting)

    def _leave(self, waiting: deque[Found]) -> Found:
        found = waiting.popleft()
        if self._unsent and self._unsent[0] is found.place:
            self._unsent.popleft()
        return found

    def _consider(self, found: Found, waiting: int) -> None:
        """Hand over a file, and those that wait with it, once that pays."""
        if not self._can_help or not isinstance(found.place, Path):
            return
        size = _size_of(found.place)
        if size is None:
            return
        self._unsent.append(found.place)
        if self._readers or waiting > MANY or pays(size):
            self._send_all()

    def _send_all(self) -> None:
        while self._unsent and self._next_reader().send(self._unsent[0]):
            self._unsent.popleft()
            self._turn += 1

    def _next_reader(self) -> Reader:
        if len(self._readers) < self._most and self._turn >= MANY * len(self._readers):
            self._readers.append(Reader(self._options, self._redactor))
            return self._readers[-1]
        return self._readers[self._turn % len(self._readers)]

    def open(self, opened: Input) -> Apart | None:
        """What another process makes of a stream; None where it is to be read here. Raises as `open_reading` does."""
        for reader in self._readers:
            found = reader.open(opened)
            if found is not None:
                return found
        return None

    def close(self) -> None:
        """End the processes."""
        for reader in self._readers:
            reader.stop()
        self._readers.clear()
        self._can_help = False


def _size_of(path: Path) -> int | None:
    """Bytes of a regular file; None for anything else, which may not be opened before its turn."""
    try:
        kind = path.stat()
    except OSError:
        return None
    return kind.st_size if stat.S_ISREG(kind.st_mode) else None
