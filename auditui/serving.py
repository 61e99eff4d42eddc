"""The process that reads for another: it is told which files on standard input, and answers on standard output."""

from __future__ import annotations

import marshal
import os
import pickle
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from auditui import collecting
from auditui.core.errors import AuditError
from auditui.core.redact import Redactor
from auditui.formats.containers import open_path
from auditui.formats.inputs import Input, SourceError
from auditui.formats.reading import Outcome, Reading, ReadOptions, open_reading
from auditui.frames import LENGTH, packed, weight_of, write_all
from auditui.recorded import recorded_one

STRIDE: Final = 100
"""Records that are read before they are recorded."""
STRIDE_BYTES: Final = 1 << 21
"""Bytes of a file after which fewer are enough."""
FRAME: Final = 400
"""Most records in one frame."""
FRAME_WEIGHT: Final = 1 << 19
"""Characters (about) from which on a frame of fewer records is sent."""
FLUSHED: Final = 1 << 15
"""Bytes that the child sends at a time while more jobs wait for it."""


class _Jobs:
    """The child's end: what is asked of it, and its answers, sent together while more is asked."""

    def __init__(self) -> None:
        self._in, self._out = sys.stdin.fileno(), sys.stdout.fileno()
        self._unsent = bytearray()

    def next(self) -> bytes:
        """The next thing that came; empty where the parent is gone."""
        if self._unsent and not select.select([self._in], [], [], 0)[0]:
            self._flush()
        head = self._read(LENGTH.size)
        return self._read(LENGTH.unpack(head)[0]) if head else b""

    def _read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            piece = os.read(self._in, size - len(data))
            if not piece:
                return b""
            data += piece
        return data

    def answer(self, frame: Any) -> None:  # noqa: ANN401  what marshal takes
        """Send a frame, perhaps later, with others."""
        data = marshal.dumps(frame)
        self._unsent += LENGTH.pack(len(data))
        self._unsent += data
        if len(self._unsent) >= FLUSHED:
            self._flush()

    def _flush(self) -> None:
        write_all(self._out, self._unsent)
        self._unsent.clear()


def _serve(jobs: _Jobs) -> None:
    first = jobs.next()
    if not first:
        return
    options, redactor = pickle.loads(first)  # noqa: S301  our own parent wrote it
    while path := jobs.next():
        _answer(jobs, Path(os.fsdecode(path)), options, redactor)


def _answer(jobs: _Jobs, path: Path, options: ReadOptions, redactor: Redactor) -> None:
    """A head, and frames of records; or an error; or that the file is for the parent: an archive, or unreadable."""
    streams = open_path(path)
    try:
        opened = next(streams, None)
    except SourceError:
        opened = None
    if opened is None or opened.path is None:
        jobs.answer({"declined": True})
        return
    opened.name = redactor.text(opened.name)  # as the parent does
    try:
        reading = open_reading(opened, replace(options, redactor=redactor))
    except AuditError as error:
        said = {"error": type(error).__name__, "said": error.problem, "where": error.where, "hint": error.hint}
        jobs.answer(said)
        return
    _read(jobs, opened, reading, redactor)


def _read(jobs: _Jobs, opened: Input, reading: Reading, redactor: Redactor) -> None:
    jobs.answer({"format": reading.format, "profile": reading.profile, "problem": opened.problem})
    batch: list[Any] = []
    weight = 0
    for outcomes in _strides(reading.outcomes, opened):
        some = [packed(item) for item in [recorded_one(outcome, redactor, opened.name) for outcome in outcomes]]
        batch += some
        weight += sum(map(weight_of, some))
        if len(batch) >= FRAME or weight >= FRAME_WEIGHT:
            jobs.answer((opened.taken, opened.problem, opened.rest, False, batch))
            batch, weight = [], 0
    jobs.answer((opened.taken, opened.problem, opened.rest, True, batch))


def _strides(outcomes: Iterator[Outcome], opened: Input) -> Iterator[list[Outcome]]:
    """Some at a time: a step that is taken for many records at once finds its code and tables in the cache."""
    some: list[Outcome] = []
    before = opened.taken
    for outcome in outcomes:
        some.append(outcome)
        if len(some) == STRIDE or opened.taken - before > STRIDE_BYTES:
            yield some
            some, before = [], opened.taken
    yield some


def main() -> None:
    """Be the child. Signals that end are the parent's to handle; a parent that is gone ends this one quietly."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with suppress(BrokenPipeError), collecting.seldom():
        _serve(_Jobs())
