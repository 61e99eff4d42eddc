"""Reads and records files in processes of their own, so that storing them is all that this one has to do.

Reading, cleaning and redacting cost as much as storing does; with two processors the two take place at once.
Which files to read comes on the child's standard input, one pickled job after the other; what it found goes out on
its standard output in frames of a length and a marshalled list, in the same order.
"""

from __future__ import annotations

import fcntl
import marshal
import os
import pickle
import select
import signal
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any, Final

from auditui import collecting
from auditui.core import errors
from auditui.core.canonical import NAMES, Packed, PackedEvent, pack, values_of
from auditui.core.errors import AuditError
from auditui.core.event import ABSENT, Change, Target
from auditui.core.redact import Redactor
from auditui.formats.containers import Input, SourceError, open_path
from auditui.formats.reading import Outcome, Reading, ReadOptions, open_reading
from auditui.formats.records import Merged
from auditui.recorded import Located, Recorded, Refused, recorded_one

PAYS_FROM: Final = 4 * 1024 * 1024
"""Bytes from which on a file is worth the tenth of a second that a process takes to start."""
STRIDE: Final = 100
"""Records that are read before they are recorded."""
STRIDE_BYTES: Final = 1 << 21
"""Bytes of a file after which fewer are enough."""
FRAME: Final = 400
"""Most records in one frame."""
FRAME_WEIGHT: Final = 1 << 19
"""Characters (about) from which on a frame of fewer records is sent."""
PIPE: Final = 1 << 20
"""Bytes that the pipe holds, where the system lets it: with its usual 64 kB the other process would wait for the
thread that empties it every 50 records, and that for the interpreter's lock. No more are taken from it at a time."""
AHEAD: Final = 24
"""Pieces that wait here: whoever stores takes nothing while a chunk is written, for the time of 15,000 records."""
JOB_BYTES: Final = 32_000
"""Bytes of jobs that may be under way: what a pipe holds, so that sending one never waits for the other process."""
FLUSHED: Final = 1 << 15
"""Bytes that the child sends at a time while more jobs wait for it."""
_CHILD: Final = "import sys; sys.path.append(sys.argv[1]); from auditui.apart import main; main()"
_COMMAND: Final = (sys.executable, "-P", "-c", _CHILD, str(Path(__file__).parent.parent))
"""-P: not a module is looked for in the present folder, where logs lie, and whatever somebody put beside them."""
_A_MOMENT_S: Final = 0.05
_GLANCE_S: Final = 0.3
"""How long to wait for the other process before looking whether somebody wants to stop."""
_LENGTH: Final = struct.Struct("<I")
_CHANGES: Final = NAMES.index("changes")
_TARGETS: Final = NAMES.index("targets")
_DESCRIPTION: Final = NAMES.index("description")


def can_help() -> bool:
    """Whether there is a processor to spare, and a way to start another process."""
    return (os.cpu_count() or 1) > 1 and bool(sys.executable)


def pays(size: int) -> bool:
    """Whether a file of so many bytes is worth a process of its own."""
    return size >= PAYS_FROM and can_help()


class Reader:
    """Another process that reads files: those it was sent, one after the other, in that order."""

    def __init__(self, options: ReadOptions, redactor: Redactor) -> None:
        self._child = subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        _widen(self._child.stdout)
        self._pieces: Queue[bytes] = Queue(AHEAD)
        self._data = bytearray()
        self._under_way: deque[tuple[Path, int]] = deque()
        self._has_begun = False
        """Whether the head of the first file under way was taken."""
        self._pump = Thread(target=self._run_pump, daemon=True)
        self._pump.start()
        self._write(pickle.dumps((options, redactor)))

    def send(self, path: Path) -> bool:
        """Have a file read, unless too much is under way already; tells whether it was taken on."""
        job = pickle.dumps(path)
        if self._under_way and len(job) + sum(size for _, size in self._under_way) > JOB_BYTES:
            return False
        self._under_way.append((path, len(job)))
        self._write(job)
        return True

    def _write(self, data: bytes) -> None:
        assert self._child.stdin is not None
        with suppress(BrokenPipeError):  # whoever waits for an answer will find out
            _write_all(self._child.stdin.fileno(), _LENGTH.pack(len(data)) + data)

    def open(self, opened: Input) -> Apart | None:
        """How a file is read that was sent, once those before it are passed over; None: it has to be read here.

        Raises:
            UnrecognisedError: It is not text, or nothing that any reader knows.
            UsageError: Its dates can be read in two ways, and nobody said in which.
        """
        if not any(path is opened.path for path, _ in self._under_way):
            return None
        while self._has_begun or self._under_way[0][0] is not opened.path:
            self._pass_over(opened)
        head = self._begin(opened)
        if "error" in head:
            raise _error(head)
        if "declined" in head:
            return None
        opened.problem = head["problem"]
        return Apart(head["format"], head["profile"], opened, self)

    def _begin(self, opened: Input) -> dict[str, Any]:
        """Take the head of the first file under way."""
        head: dict[str, Any] = self._frame(opened)
        self._has_begun = "format" in head
        if not self._has_begun:
            self._under_way.popleft()
        return head

    def _pass_over(self, opened: Input) -> None:
        """Leave out the first file under way, which nobody asks for any more."""
        if self._has_begun or "format" in self._begin(opened):
            while not self.records(opened)[_IS_WHOLE]:
                pass

    def records(self, opened: Input) -> Any:  # noqa: ANN401  whatever the child sent
        """The next frame of records of the first file under way."""
        frame = self._frame(opened)
        if frame[_IS_WHOLE]:
            self._has_begun = False
            self._under_way.popleft()
        return frame

    def _frame(self, opened: Input) -> Any:  # noqa: ANN401  whatever the child sent
        """The next frame. Calls the input's check while there is none. Raises `AuditError` where the child is gone."""
        head = self._take(_LENGTH.size, opened)
        return marshal.loads(self._take(_LENGTH.unpack(head)[0], opened))  # noqa: S302  our own child wrote it

    def _take(self, size: int, opened: Input) -> bytes:
        while len(self._data) < size:
            try:
                piece = self._pieces.get(timeout=_GLANCE_S)
            except Empty:
                opened.check()
                continue
            if not piece:
                opened.check()  # what ended the other process may have been meant for both
                raise _error(None)
            self._data += piece
        with memoryview(self._data) as view, view[:size] as part:
            taken = bytes(part)
        del self._data[:size]
        return taken

    def _run_pump(self) -> None:
        """Take pieces from the pipe as they come, so that the other process need not wait; empty at the end."""
        assert self._child.stdout is not None
        stream = self._child.stdout.fileno()
        while piece := os.read(stream, PIPE):
            self._pieces.put(piece)
        self._pieces.put(b"")

    def stop(self) -> None:
        """End the process, however far it is. Stopping twice does nothing more."""
        self._child.kill()
        while self._pump.is_alive():  # it may wait for room
            with suppress(Empty):
                self._pieces.get(timeout=_A_MOMENT_S)
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self._child.wait()


_IS_WHOLE: Final = 3
"""Where a frame of records says that it is the last of its file."""


@dataclass(slots=True)
class Apart:
    """A reading in another process. `stop` ends that, however far it is."""

    format: str
    profile: str
    _opened: Input
    _reader: Reader
    _is_alone: bool = field(default=False)

    def recorded(self) -> Iterator[Recorded]:
        """What it finds, in order. The input is kept up to date, and its check called, frame by frame."""
        try:
            is_whole = False
            while not is_whole:
                taken, problem, rest, is_whole, items = self._reader.records(self._opened)
                self._opened.taken, self._opened.problem, self._opened.rest = taken, problem, rest
                self._opened.check()
                yield from map(_unpacked, items)
        finally:
            if self._is_alone:
                self.stop()

    def stop(self) -> None:
        """End the process."""
        self._reader.stop()


def open_apart(opened: Input, options: ReadOptions, redactor: Redactor) -> Apart:
    """Start to read one file in another process, which ends with it.

    Raises:
        UnrecognisedError: It is not text, or nothing that any reader knows.
        UsageError: Its dates can be read in two ways, and nobody said in which.
    """
    assert opened.path is not None
    reader = Reader(options, redactor)
    try:
        reader.send(opened.path)
        apart = reader.open(opened)
    except BaseException:
        reader.stop()
        raise
    if apart is None:
        reader.stop()
        raise AssertionError("whoever asks has found a file that is no archive")
    apart._is_alone = True
    return apart


def _error(head: Any) -> AuditError:  # noqa: ANN401  whatever the child sent
    """The error that the child met, as it would have been raised here."""
    if head is None:
        return AuditError("the process that reads the file ended by itself", hint="is there enough memory?")
    kind = getattr(errors, head["error"])
    made: AuditError = kind(head["said"], where=head["where"], hint=head["hint"])
    return made


def _packed(item: Recorded) -> Any:  # noqa: ANN401  what marshal takes
    """A record without classes: `...` stands for an absent side of a change."""
    if isinstance(item, Located):
        values = list(values_of(item.event))
        if values[_CHANGES]:
            values[_CHANGES] = [(one.field, _side(one.before), _side(one.after)) for one in values[_CHANGES]]
        if values[_TARGETS]:
            values[_TARGETS] = [(one.type, one.id, one.name) for one in values[_TARGETS]]
        return item.line, values, tuple(pack(item.event))
    if isinstance(item, Refused):
        return tuple(item)
    return item.count if isinstance(item, Merged) else None


def _side(value: Any) -> Any:  # noqa: ANN401  a JSON value, or what stands for its absence
    return ... if value is ABSENT else value


def _unpacked(item: Any) -> Recorded:  # noqa: ANN401  what `_packed` made
    if isinstance(item, tuple):
        return Refused(*item) if isinstance(item[1], str) else Located(item[0], _event(item[1], item[2]))
    return None if item is None else Merged(item)


_packed_of: Final = partial(tuple.__new__, Packed)
"""What `Packed._make` does, in a third of the time."""


def _event(values: list[Any], packed: tuple[Any, ...]) -> PackedEvent:
    if values[_CHANGES]:
        values[_CHANGES] = tuple(
            Change(field, ABSENT if before is ... else before, ABSENT if after is ... else after)
            for field, before, after in values[_CHANGES]
        )
    if values[_TARGETS]:
        values[_TARGETS] = tuple(Target(*one) for one in values[_TARGETS])
    # In place of a call with 28 keywords: 0.7 instead of 6.5 µs.
    made = PackedEvent.__new__(PackedEvent)
    (
        made.at_us, made.id, made.actor, made.actor_id, made.email, made.role, made.actor_kind, made.on_behalf_of,
        made.action, made.method, made.category, made.entity_type, made.entity_id, made.entity_name, made.targets,
        made.description, made.status, made.outcome, made.took_us, made.ip, made.user_agent, made.request_id,
        made.changes, made.details, made.flags, made.verb, made.origin, made.seq,
    ) = values  # fmt: skip
    made.packed = _packed_of(packed)
    return made


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


def _weight(packed: Any) -> int:  # noqa: ANN401  what `_packed` made
    """Characters of the texts that may be long."""
    if not isinstance(packed, tuple) or isinstance(packed[1], str):
        return 0
    _, values, texts = packed
    return len(values[_DESCRIPTION]) + sum(map(len, texts[:3]))


def _widen(pipe: IO[bytes] | None) -> None:
    """Let a pipe hold as much as `PIPE`; where that may not be, all works as well, only slower."""
    set_size: int | None = getattr(fcntl, "F_SETPIPE_SZ", None)
    if pipe is not None and set_size is not None:
        with suppress(OSError):
            fcntl.fcntl(pipe, set_size, PIPE)


def _write_all(descriptor: int, data: bytes | bytearray) -> None:
    with memoryview(data) as left:
        written = 0
        while written < len(left):
            written += os.write(descriptor, left[written:])


class _Jobs:
    """The child's end: what is asked of it, and its answers, sent together while more is asked."""

    def __init__(self) -> None:
        self._in, self._out = sys.stdin.fileno(), sys.stdout.fileno()
        self._unsent = bytearray()

    def next(self) -> Any:  # noqa: ANN401  what our own parent pickled
        """The next thing that came; None where the parent is gone."""
        if self._unsent and not select.select([self._in], [], [], 0)[0]:
            self._flush()
        head = self._read(_LENGTH.size)
        data = self._read(_LENGTH.unpack(head)[0]) if head else b""
        return pickle.loads(data) if data else None  # noqa: S301  our own parent wrote it

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
        self._unsent += _LENGTH.pack(len(data))
        self._unsent += data
        if len(self._unsent) >= FLUSHED:
            self._flush()

    def _flush(self) -> None:
        _write_all(self._out, self._unsent)
        self._unsent.clear()


def _serve(jobs: _Jobs) -> None:
    options, redactor = jobs.next()
    while path := jobs.next():
        _answer(jobs, path, options, redactor)


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
    try:
        reading = open_reading(opened, options)
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
        some = [_packed(item) for item in [recorded_one(outcome, redactor, opened.name) for outcome in outcomes]]
        batch += some
        weight += sum(map(_weight, some))
        if len(batch) >= FRAME or weight >= FRAME_WEIGHT:
            jobs.answer((opened.taken, opened.problem, opened.rest, False, batch))
            batch, weight = [], 0
    jobs.answer((opened.taken, opened.problem, opened.rest, True, batch))


def main() -> None:
    """Be the child. Signals that end are the parent's to handle; a parent that is gone ends this one quietly."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with suppress(BrokenPipeError), collecting.seldom():
        _serve(_Jobs())
