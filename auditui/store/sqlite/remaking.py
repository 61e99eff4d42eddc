"""The index of whole chunks made anew without some of their rows, by other processes where it pays.

Rows never change, so who reads them while the caller's transaction deletes some comes to the same result, if told
which ones to leave out.
"""

from __future__ import annotations

import gc
import os
import signal
import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Final, NamedTuple

from pyroaring import BitMap

from auditui.core.errors import AuditError
from auditui.store.sqlite import connection as connections
from auditui.store.sqlite.rebuilding import Rebuilt, rebuilt
from auditui.store.sqlite.schema import Layout

LARGE: Final = 200_000
"""Rows from which on other processes are worth the time that it takes to start them."""
_MOST_PROCESSES: Final = 4


class Span(NamedTuple):
    """First and last possible position of a chunk."""

    first: int
    last: int


def remade(
    path: Path, connection: sqlite3.Connection, spans: Sequence[Span], gone: BitMap
) -> Iterator[tuple[Span, Rebuilt]]:
    """What the rows of each chunk give without those that are `gone`, in order; nothing is written.

    Args:
        path: The file of the connection.
        connection: In whatever transaction.
        spans: Chunks.
        gone: Positions of rows that do not count, whether they are still there or not.
    """
    if sum(last - first + 1 for first, last in spans) < LARGE or (os.cpu_count() or 1) < 2:  # noqa: PLR2004 - one processor gains nothing
        for span in spans:
            yield span, rebuilt(connection, *span, gone)
        return
    for span, found in _by_others(path, spans, gone):
        yield span, found if found is not None else rebuilt(connection, *span, gone)


def _by_others(path: Path, spans: Sequence[Span], gone: BitMap) -> Iterator[tuple[Span, Rebuilt | None]]:
    """None where another process could not do it."""
    waiting: deque[tuple[Span, Future[Rebuilt] | None]] = deque()
    count = min(_MOST_PROCESSES, os.cpu_count() or 1)
    with ExitStack() as stack:
        pool = ProcessPoolExecutor(count, get_context("spawn"), _begin, (path,))
        stack.callback(pool.shutdown, wait=True, cancel_futures=True)
        for span in spans:
            waiting.append((span, _submitted(pool, span, gone)))
            if len(waiting) > count + 1:
                yield _settled(*waiting.popleft())
        while waiting:
            yield _settled(*waiting.popleft())


def _submitted(pool: ProcessPoolExecutor, span: Span, gone: BitMap) -> Future[Rebuilt] | None:
    try:
        return pool.submit(_rebuilt, span, (gone & BitMap(range(span.first, span.last + 1))).serialize())
    except (OSError, BrokenProcessPool):
        return None


def _settled(span: Span, future: Future[Rebuilt] | None) -> tuple[Span, Rebuilt | None]:
    try:
        return span, future.result() if future is not None else None
    except (BrokenProcessPool, AuditError, sqlite3.Error):  # it is tried again here, and fails here if it has to
        return span, None


# ------------------------------------------------------------------------------- other processes

_connection: sqlite3.Connection | None = None


def _begin(path: Path) -> None:
    """In another process: open the file, once. Whoever pressed Ctrl-C means the first process."""
    global _connection  # noqa: PLW0603 - a process has nowhere else to keep what its initializer made
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # nothing here makes cycles
    with suppress(AuditError):
        _connection = connections.connect(path, create=False, read_only=True, layout=Layout())


def _rebuilt(span: Span, gone: bytes) -> Rebuilt:
    if _connection is None:
        raise AuditError("the store cannot be opened once more")
    return rebuilt(_connection, *span, BitMap.deserialize(gone))
