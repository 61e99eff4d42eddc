"""Signals that end the program. Each acts as Ctrl-C does, and has an exit code of its own, as in a shell."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Final, NoReturn

from auditui.core.errors import ExitCode

ENDING: Final = (signal.SIGTERM, signal.SIGHUP)
"""What a shutdown and a dropped connection send; unhandled they end a process at once, whatever it is in."""

_came: list[int] = []
"""The numbers of those that came since `orderly` began."""


@contextlib.contextmanager
def orderly() -> Iterator[None]:
    """Let the signals of `ENDING` raise `KeyboardInterrupt`, so that every `with` on the stack tidies up.

    One that is ignored, as `nohup` does with SIGHUP, stays ignored.
    """
    _came.clear()
    with handled_by(_leave):
        yield


@contextlib.contextmanager
def handled_by(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Have this handler called for `ENDING`, as far as they are not ignored; those of before are put back."""
    before = {number: signal.getsignal(number) for number in ENDING}
    taken = {number: old for number, old in before.items() if old is not signal.SIG_IGN}
    try:
        for number in taken:
            signal.signal(number, handler)
        yield
    finally:
        for number, old in taken.items():
            signal.signal(number, old)


def note(number: int) -> None:
    """A signal of `ENDING` came. Where it took the terminal along, nothing more is written there."""
    _came.append(number)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            handle = stream.fileno()
            if stat.S_ISCHR(os.fstat(handle).st_mode) and not os.isatty(handle):
                os.dup2(os.open(os.devnull, os.O_WRONLY), handle)


def exit_code(code: int) -> int:
    """The code itself; for an interruption that a signal of `ENDING` was, 128 and its number."""
    return 128 + _came[0] if code == ExitCode.INTERRUPTED and _came else code


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    """Only the first one: a terminal that goes sends two, and the second would cut the tidying short."""
    for other in ENDING:
        signal.signal(other, signal.SIG_IGN)
    note(number)
    raise KeyboardInterrupt
