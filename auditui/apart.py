"""Reads and records a file in a process of its own, so that storing it is all that this one has to do.

Reading, cleaning and redacting cost as much as storing does; with two processors the two take place at once.
The child is `python -m auditui.apart`: what to read comes on its standard input, pickled by us; what it found goes
out on its standard output in frames of a length and a marshalled list.
"""

from __future__ import annotations

import marshal
import os
import pickle
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any, Final

from auditui import collecting
from auditui.core import errors
from auditui.core.canonical import NAMES, Packed, PackedEvent, pack, values_of
from auditui.core.errors import AuditError
from auditui.core.event import ABSENT, Change, Target
from auditui.core.redact import Redactor
from auditui.formats.containers import Input, open_path
from auditui.formats.reading import Outcome, ReadOptions, open_reading
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
AHEAD: Final = 8
"""Frames that wait here: a pipe holds 50 records, and whoever stores takes 2,000 at a time and then reads nothing."""
_A_MOMENT_S: Final = 0.05
_LENGTH: Final = struct.Struct("<I")
_CHANGES: Final = NAMES.index("changes")
_TARGETS: Final = NAMES.index("targets")
_DESCRIPTION: Final = NAMES.index("description")


def pays(opened: Input, *, follow: bool) -> bool:
    """Whether a stream should be read apart: a big file of its own, and a processor to spare."""
    return (
        not follow
        and opened.path is not None
        and (opened.size or 0) >= PAYS_FROM
        and (os.cpu_count() or 1) > 1
        and bool(sys.executable)
    )


@dataclass(slots=True)
class Apart:
    """A reading in another process. `stop` ends it, however far it is."""

    format: str
    profile: str
    _opened: Input
    _child: subprocess.Popen[bytes]
    _frames: Queue[bytes] = field(default_factory=lambda: Queue(AHEAD))

    def recorded(self) -> Iterator[Recorded]:
        """What it finds, in order. The input is kept up to date, and its check called, frame by frame."""
        pump = Thread(target=self._pump, daemon=True)
        pump.start()
        try:
            is_whole = False
            while not is_whole:
                data = self._frames.get()
                if not data:
                    raise _error(None)
                taken, problem, rest, is_whole, items = marshal.loads(data)  # noqa: S302  our own child wrote it
                self._opened.taken, self._opened.problem, self._opened.rest = taken, problem, rest
                self._opened.check()
                yield from map(_unpacked, items)
        finally:
            self._child.kill()
            while pump.is_alive():  # it may wait for room
                with suppress(Empty):
                    self._frames.get(timeout=_A_MOMENT_S)
            self.stop()

    def _pump(self) -> None:
        """Take frames from the pipe as they come, so that the other process need not wait; empty at the end."""
        while data := _frame(self._child.stdout):
            self._frames.put(data)
        self._frames.put(b"")

    def stop(self) -> None:
        """End the process."""
        self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self._child.wait()


def open_apart(opened: Input, options: ReadOptions, redactor: Redactor) -> Apart:
    """Start to read a file in another process.

    Raises:
        UnrecognisedError: It is not text, or nothing that any reader knows.
        UsageError: Its dates can be read in two ways, and nobody said in which.
    """
    child = subprocess.Popen([sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    apart = Apart("", "", opened, child)
    if child.stdin is None:
        raise AssertionError("a pipe was asked for")
    with suppress(BrokenPipeError):
        pickle.dump((opened.path, opened.name, options, redactor), child.stdin)
        child.stdin.flush()
    data = _frame(child.stdout)  # waits until the child knows what the file is
    head = marshal.loads(data) if data else None  # noqa: S302  our own child wrote it
    if head is None or "error" in head:
        apart.stop()
        raise _error(head)
    apart.format, apart.profile = head["format"], head["profile"]
    opened.problem = head["problem"]
    return apart


def _error(head: Any) -> AuditError:  # noqa: ANN401  whatever the child sent
    """The error that the child met, as it would have been raised here."""
    if head is None:
        return AuditError("the process that reads the file ended by itself", hint="is there enough memory?")
    kind = getattr(errors, head["error"])
    made: AuditError = kind(head["said"], where=head["where"], hint=head["hint"])
    return made


def _frame(stream: IO[bytes] | None) -> bytes:
    """A marshalled head or list of records; empty at the end, and where the rest of it is missing."""
    if stream is None:
        return b""
    head = stream.read(_LENGTH.size)
    length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 0
    data = stream.read(length)
    return data if len(data) == length else b""


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
    made.packed = Packed._make(packed)
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


def _send(stream: IO[bytes], frame: Any) -> None:  # noqa: ANN401  what marshal takes
    data = marshal.dumps(frame)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def _serve(stream: IO[bytes]) -> None:
    path, name, options, redactor = pickle.load(sys.stdin.buffer)  # noqa: S301  our own parent wrote it
    for opened in open_path(path):
        try:
            reading = open_reading(opened, options)
        except AuditError as error:
            said = {"error": type(error).__name__, "said": error.problem, "where": error.where, "hint": error.hint}
            _send(stream, said)
            return
        _send(stream, {"format": reading.format, "profile": reading.profile, "problem": opened.problem})
        batch: list[Any] = []
        weight = 0
        for outcomes in _strides(reading.outcomes, opened):
            some = [_packed(item) for item in [recorded_one(outcome, redactor, name) for outcome in outcomes]]
            batch += some
            weight += sum(map(_weight, some))
            if len(batch) >= FRAME or weight >= FRAME_WEIGHT:
                _send(stream, (opened.taken, opened.problem, opened.rest, False, batch))
                batch, weight = [], 0
        _send(stream, (opened.taken, opened.problem, opened.rest, True, batch))


def main() -> None:
    """Be the child. Ctrl-C is the parent's to handle; a parent that is gone ends this one quietly."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError), collecting.seldom():
        _serve(sys.stdout.buffer)


if __name__ == "__main__":
    main()
