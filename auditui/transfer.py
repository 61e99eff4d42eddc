"""Logs into a store: as plain functions, used by both front ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import Final, Protocol

from auditui import collecting
from auditui.ahead import Ahead
from auditui.core.errors import AuditError, UnrecognisedError
from auditui.core.event import Event
from auditui.formats.containers import require_origin
from auditui.formats.inputs import Input
from auditui.formats.records import Merged, shown
from auditui.import_report import FileReport, ImportReport, Reject
from auditui.recorded import Located, Refused, Source, open_here, refused
from auditui.sources import ImportOptions, inputs, places
from auditui.store.base import AppendReport, Origin, Store

TICK: Final = 500
"""Events between two looks at the clock of whoever watches."""
NOTHING_LEFT: Final = "(the file ends here)"
"""What stands for the record that a cut went through, where nothing of it can be read."""


class Watcher(Protocol):
    """Whoever watches an import: shows how far it is, keeps its rejects, may stop it."""

    def progress(self, taken: int, events: int) -> None:
        """Bytes read of all files, and events found so far."""
        ...

    def reject(self, reject: Reject) -> None:
        """A record was rejected."""
        ...

    def finished(self, report: FileReport) -> None:
        """A file is done."""
        ...

    def stopping(self) -> bool:
        """Whether to stop: what is written stays, the rest is left out."""
        ...


class Unwatched:
    """Watches nothing and never stops."""

    def progress(self, taken: int, events: int) -> None:
        """Nobody looks."""

    def reject(self, reject: Reject) -> None:
        """Nobody keeps it."""

    def finished(self, report: FileReport) -> None:
        """Nobody waits."""

    def stopping(self) -> bool:
        """Go on."""
        return False


UNWATCHED: Final = Unwatched()


class _StopError(Exception):
    """Raised inside of the events that a store takes, to end its batch."""


def import_sources(
    store: Store, sources: Sequence[str], options: ImportOptions | None = None, watcher: Watcher = UNWATCHED
) -> ImportReport:
    """Bring files, folders, patterns and `-` into a store, file by file.

    A file that cannot be read, or a record that is none, never stops the rest; the report tells of
    them. Importing the same again adds nothing.

    Raises:
        UsageError: Standard input has no name, or the options do not fit the files.
        StoreError: The store cannot take events.
    """
    return Importing(sources, options, watcher).into(store)


class Importing:
    """An import that can be looked into before there is a store, so that one which finds nothing need not make one.

    Attributes:
        report: What became of the streams so far.
    """

    def __init__(
        self, sources: Sequence[str], options: ImportOptions | None = None, watcher: Watcher = UNWATCHED
    ) -> None:
        """Nothing is opened yet. Raises `UsageError` where standard input has no name."""
        self.report = ImportReport()
        self._options = options or ImportOptions()
        require_origin(sources, self._options.origin)
        self._watcher = watcher
        options = self._options
        self._ahead = Ahead(options.read, options.redactor, is_wanted=not options.follow)
        self._inputs = inputs(self._ahead.over(places(sources)), options, self.report)
        self._found: _Import | None = None
        self._taken = self._seen = 0

    def finds_something(self) -> bool:
        """Whether any stream holds records. Reads on to the first one that does.

        Raises:
            UsageError: The options do not fit a file.
        """
        try:
            self._found = self._found or self._next()
        finally:
            if self._found is None:
                self._ahead.close()
        return self._found is not None

    def into(self, store: Store) -> ImportReport:
        """Bring in all of it; see `import_sources`."""
        with closing(self._ahead), collecting.seldom(), store.together():
            while self.finds_something() and (file := self._found):
                self._found = None
                self._unless_stopped(partial(file.run, store))
                self._finish(file)
        return self.report

    def _next(self) -> _Import | None:
        """The next stream that holds records; those before it are in the report."""
        while not self.report.stopped and (opened := next(self._inputs, None)):
            file = _Import(opened, self._options, self._watcher, self._ahead, seen=self._seen, taken=self._taken)
            self.report.files.append(file.report)
            if self._unless_stopped(file.begins):
                return file
            self._finish(file)
        return None

    def _unless_stopped(self, step: Callable[[], bool]) -> bool:
        """What a step says; False where it was stopped."""
        try:
            return step()
        except _StopError:
            self.report.stopped = True
            self.report.strict_stop = self._options.strict and not self._watcher.stopping()
            return False

    def _finish(self, file: _Import) -> None:
        self._watcher.finished(file.report)
        self._taken += file.taken
        self._seen += file.report.seen


class _Import:
    """One file on its way into the store."""

    def __init__(
        self, opened: Input, options: ImportOptions, watcher: Watcher, ahead: Ahead, *, seen: int, taken: int
    ) -> None:
        self.report = FileReport(opened.name)
        self._source: Source | None = None
        self._opened = opened
        self._options = options
        self._watcher = watcher
        self._ahead = ahead
        self._taken_before = taken
        self._events = seen
        self._line = 0
        opened.check = self._check

    def _check(self) -> None:
        self._watcher.progress(self._taken_before + self._opened.taken, self._events)
        if self._watcher.stopping():
            raise _StopError

    @property
    def taken(self) -> int:
        """Bytes read."""
        return self._opened.taken

    def begins(self) -> bool:
        """Find out what it is, and whether it holds records. Raises `_StopError` when it was stopped."""
        try:
            self._source = source = self._open()
        except UnrecognisedError as error:
            self._fail(error)
            return False
        self.report.format, self.report.profile = source.format, source.profile
        if not source.format and not self._opened.problem:
            self.report.problem, self.report.hint = "is empty", "there is nothing in it to show or keep"
            return False
        return True

    def run(self, store: Store) -> bool:
        """Read it all. Raises `_StopError` when it was stopped; what was written before is in the report."""
        if self._source is None:
            raise AssertionError("it has to begin first")
        self._append(store, self._source)
        return True

    def _open(self) -> Source:
        apart = self._ahead.open(self._opened)
        return apart or open_here(self._opened, self._options.read, self._options.redactor)

    def _fail(self, error: AuditError) -> None:
        problem = self._opened.problem or error.problem
        self.report.problem, self.report.hint, self.report.exit_code = problem, error.hint, error.exit_code
        self.report.skipped = not (self._opened.is_named or self._opened.problem)

    def _append(self, store: Store, source: Source) -> None:
        opened = self._opened
        origin = Origin(
            opened.name, source.format, source.profile, opened.size, "" if self._options.follow else opened.sha256()
        )
        began_us = time.time_ns() // 1000
        try:
            done = store.append(self._events_of(source), origin=origin)
        except _StopError:
            self._take_from(store, origin, began_us)
            raise
        self._count(done)
        store.finish_import(done.import_id, merged=self.report.merged, rejected=self.report.rejected)
        if done.interrupted:
            raise _StopError

    def _take_from(self, store: Store, origin: Origin, began_us: int) -> None:
        """What the store kept of an import that was stopped."""
        for one in reversed(store.imports()):
            if one.origin == origin and one.at_us >= began_us:
                report = self.report
                report.imported, report.duplicate, report.expired = one.imported, one.duplicate, one.expired
                report.redacted = one.redacted
                return

    def _count(self, done: AppendReport) -> None:
        report = self.report
        report.imported, report.duplicate, report.expired = done.imported, done.duplicate, done.expired
        report.merged += done.merged
        report.redacted, report.repeated = done.redacted, done.repeated

    def _events_of(self, source: Source) -> Iterator[Event | None]:
        """Events for the store; what is none goes aside, the end of a file that was cut as one reject."""
        tick = TICK
        held: Refused | None = None
        for item in source.recorded():
            tick -= 1
            if not tick:
                tick = TICK
                self._check()
            if held is not None:
                self._reject(held)
                held = None
            if isinstance(item, Located):
                self._line = item.line
                self._events += 1
                yield item.event
            elif item is None:
                yield None
            elif isinstance(item, Merged):
                self.report.merged += item.count
            else:
                held = item
        if self._opened.problem:
            self.report.problem = self._opened.problem
            held = self._end_of_cut(held)
        if held is not None:
            self._reject(held)

    def _end_of_cut(self, last: Refused | None) -> Refused:
        """What is left of the record that the cut went through; `last`: what the reader made of its beginning."""
        line, text = (last.line, last.text) if last else (self._line + 1, "")
        text += self._opened.rest.decode("utf-8", "replace")
        said = shown(text) if text.strip() else NOTHING_LEFT
        return refused(line, self._opened.problem, said, self._options.redactor)

    def _reject(self, item: Refused) -> None:
        reject = Reject(self._opened.name, item.line, item.reason, item.text)
        self.report.rejected += 1
        self.report.first_reject = self.report.first_reject or reject
        self._watcher.reject(reject)
        if self._options.strict:
            raise _StopError
