"""Reads and records files in processes of their own, so that storing them is all that this one has to do.

Reading, cleaning and redacting cost as much as storing does; with two processors the two take place at once.
How to read comes on the child's standard input, pickled, and which files, one path after the other; what it found
goes out on its standard output in frames of a length and a marshalled list, in the same order.
"""

from __future__ import annotations

import fcntl
import marshal
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any, Final

from auditui.core import errors
from auditui.core.errors import AuditError
from auditui.core.redact import Redactor
from auditui.formats.inputs import Input
from auditui.formats.reading import ReadOptions
from auditui.frames import LENGTH, unpacked, write_all
from auditui.recorded import Recorded

PAYS_FROM: Final = 4 * 1024 * 1024
"""Bytes from which on a file is worth the tenth of a second that a process takes to start."""
PIPE: Final = 1 << 20
"""Bytes that the pipe holds, where the system lets it: with its usual 64 kB the other process would wait for the
thread that empties it every 50 records, and that for the interpreter's lock. No more are taken from it at a time."""
AHEAD: Final = 64
"""Pieces that wait here, mostly of 400 records: whoever stores takes nothing while a chunk is written, for the time of
15,000 to 20,000 records."""
JOB_BYTES: Final = 32_000
"""Bytes of jobs that may be under way: what a pipe holds, so that sending one never waits for the other process."""
_CHILD: Final = "import sys; sys.path.append(sys.argv[1]); from auditui.serving import main; main()"
_COMMAND: Final = (sys.executable, "-P", "-c", _CHILD, str(Path(__file__).parent.parent))
"""-P: not a module is looked for in the present folder, where logs lie, and whatever somebody put beside them."""
_A_MOMENT_S: Final = 0.05
_GLANCE_S: Final = 0.3
"""How long to wait for the other process before looking whether somebody wants to stop."""


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
        self._sent: set[int] = set()
        """The same paths, by identity."""
        self._sent_bytes = 0
        self._has_begun = False
        """Whether the head of the first file under way was taken."""
        self._pump = Thread(target=self._run_pump, daemon=True)
        self._pump.start()
        self._write(pickle.dumps((options, redactor)))

    def send(self, path: Path) -> bool:
        """Have a file read, unless too much is under way already; tells whether it was taken on."""
        job = os.fsencode(path)
        if self._under_way and len(job) + self._sent_bytes > JOB_BYTES:
            return False
        self._under_way.append((path, len(job)))
        self._sent.add(id(path))
        self._sent_bytes += len(job)
        self._write(job)
        return True

    def _write(self, data: bytes) -> None:
        assert self._child.stdin is not None
        with suppress(BrokenPipeError):  # whoever waits for an answer will find out
            write_all(self._child.stdin.fileno(), LENGTH.pack(len(data)) + data)

    def open(self, opened: Input) -> Apart | None:
        """How a file is read that was sent, once those before it are passed over; None: it has to be read here.

        Raises:
            UnrecognisedError: It is not text, or nothing that any reader knows.
            UsageError: Its dates can be read in two ways, and nobody said in which.
        """
        if id(opened.path) not in self._sent:
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
            self._drop_first()
        return head

    def _drop_first(self) -> None:
        path, size = self._under_way.popleft()
        self._sent.discard(id(path))
        self._sent_bytes -= size

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
            self._drop_first()
        return frame

    def _frame(self, opened: Input) -> Any:  # noqa: ANN401  whatever the child sent
        """The next frame. Calls the input's check while there is none. Raises `AuditError` where the child is gone."""
        head = self._take(LENGTH.size, opened)
        return marshal.loads(self._take(LENGTH.unpack(head)[0], opened))  # noqa: S302  our own child wrote it

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
                yield from map(unpacked, items)
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


def _widen(pipe: IO[bytes] | None) -> None:
    """Let a pipe hold as much as `PIPE`; where that may not be, all works as well, only slower."""
    set_size: int | None = getattr(fcntl, "F_SETPIPE_SZ", None)
    if pipe is not None and set_size is not None:
        with suppress(OSError):
            fcntl.fcntl(pipe, set_size, PIPE)
