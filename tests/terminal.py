"""A program on a pseudo-terminal: keys go in, bytes come out, and a terminal emulator says what is on the screen."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import shlex
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

PROGRAM = (sys.executable, "-m", "auditui")
_CHUNK = 65_536
_TRUECOLOR = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
_NOT_INHERITED = ("TMUX", "NO_COLOR", "COLUMNS", "LINES", "PYTEST_CURRENT_TEST")


class Terminal:
    """A program in a terminal of `columns` × `rows`; a context manager that ends the program.

    Attributes:
        raw: Every byte that the program has written so far.
    """

    START_MS = 50.0
    """Milliseconds that the child waits before it becomes the program."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.raw = bytearray()
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.exit_code: int | None = None
        """What the program ended with (negative: the signal); None while it runs."""
        self._pid, self._fd = pty.fork()
        if self._pid == 0:  # pragma: no cover  the child becomes the program
            self._become(command, {**_TRUECOLOR, **(env or {})}, cwd)
        self.resize(columns, rows)

    @staticmethod
    def _become(command: Sequence[str], env: Mapping[str, str], cwd: Path | None) -> None:
        try:
            inherited = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
            if cwd is not None:
                os.chdir(cwd)
            time.sleep(Terminal.START_MS / 1000)  # the parent sets the size of the terminal first
            os.execvpe(command[0], list(command), {**inherited, **env})
        finally:
            os._exit(127)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the program hears of it."""
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._screen.resize(rows, columns)

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._pid

    @property
    def fd(self) -> int:
        """Our side of the terminal."""
        return self._fd

    @property
    def lines(self) -> list[str]:
        """The screen, a string for each row, without trailing blanks."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    def pump(self, seconds: float) -> bytes:
        """Take what the program writes within this time; less when it ends."""
        taken = bytearray()
        end = time.monotonic() + seconds
        while self.exit_code is None and (left := end - time.monotonic()) > 0:
            if select.select([self._fd], [], [], min(left, 0.05))[0]:
                taken += self._read()
        return bytes(taken)

    def _read(self) -> bytes:
        try:
            data = os.read(self._fd, _CHUNK)
        except OSError:  # how Linux says that the other side is closed
            data = b""
        if not data:
            self._reap()
        self.raw += data
        self._stream.feed(data)
        return data

    def settle(self, quiet: float = 0.25, limit: float = 5.0) -> bytes:
        """Take what the program writes until it has been silent for `quiet` seconds."""
        taken = b""
        end = time.monotonic() + limit
        while time.monotonic() < end and (more := self.pump(quiet)):
            taken += more
        return taken

    def wait_for(self, pattern: str, limit: float = 20.0) -> None:
        """Wait until a regular expression is found on the screen; fails with the screen when it never is."""
        self.wait_until(lambda: re.search(pattern, self.text) is not None, f"/{pattern}/", limit)

    def wait_until(self, is_met: Callable[[], bool], what: str, limit: float = 20.0) -> None:
        """Wait until something is so; `what` says it in the failure."""
        end = time.monotonic() + limit
        while not is_met():
            if self.exit_code is not None or time.monotonic() > end:
                raise AssertionError(f"not seen: {what}; exit code {self.exit_code}; the screen:\n{self.text}")
            self.pump(0.05)

    def press(self, keys: str, *, quiet: float = 0.25) -> bytes:
        """Type keys as a terminal sends them; returns what the program writes until it is silent."""
        self.type(keys)
        return self.settle(quiet)

    def type(self, keys: str) -> None:
        """Type keys and wait for nothing."""
        os.write(self._fd, keys.encode())

    def first_byte_ms(self, keys: str, limit: float = 5.0) -> float:
        """Milliseconds from typing keys to the first byte that the program writes."""
        start = time.perf_counter()
        self.type(keys)
        select.select([self._fd], [], [], limit)
        return (time.perf_counter() - start) * 1000

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        os.kill(self._pid, number)

    def wait_exit(self, limit: float = 10.0) -> int:
        """Wait for the program to end by itself; returns its exit code."""
        self.wait_until_ended(limit)
        if self.exit_code is None:
            raise AssertionError(f"still running; the screen:\n{self.text}")
        return self.exit_code

    def hang_up(self) -> None:
        """Be gone, as a connection that drops."""
        os.close(self._fd)
        self._fd = -1

    def wait_exit_unread(self, limit: float = 10.0) -> int:
        """Wait for the program to end while nothing that it writes is taken; returns its exit code.

        What the terminal still holds afterwards is in `raw`.
        """
        end = time.monotonic() + limit
        while self.exit_code is None and time.monotonic() < end:
            time.sleep(0.02)
            self._reap(os.WNOHANG)
        if self.exit_code is None:
            raise AssertionError(f"still running after {limit} s")
        with contextlib.suppress(OSError):
            while data := os.read(self._fd, _CHUNK):
                self.raw += data
        return self.exit_code

    def wait_until_ended(self, limit: float) -> None:
        """Wait for the end, at most so many seconds."""
        end = time.monotonic() + limit
        while self.exit_code is None and time.monotonic() < end:
            self.pump(0.05)

    def wait_stop(self, limit: float = 10.0) -> int:
        """Wait for the program to stop itself, as ctrl+z asks; returns the signal that stopped it."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            self.pump(0.05)
            pid, status = os.waitpid(self._pid, os.WUNTRACED | os.WNOHANG)
            if pid and os.WIFSTOPPED(status):
                return os.WSTOPSIG(status)
        raise AssertionError(f"not stopped; the screen:\n{self.text}")

    def _reap(self, flags: int = 0) -> None:
        if self.exit_code is None:
            pid, status = os.waitpid(self._pid, flags)
            if pid:
                self.exit_code = os.waitstatus_to_exitcode(status)

    def stop(self) -> None:
        """End the program, by force if need be, and close the terminal."""
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            if self.exit_code is None:
                os.kill(self._pid, signal.SIGTERM)
                self.wait_until_ended(2.0)
            if self.exit_code is None:
                os.kill(self._pid, signal.SIGKILL)
                self._reap()
        with contextlib.suppress(OSError):
            os.close(self._fd)


def started(*words: object, input_from: Path | None = None, term: str | None = None) -> Terminal:
    """The program with these words on a terminal of 120x40.

    Args:
        words: What stands behind its name.
        input_from: A file that comes in by a pipe.
        term: What TERM says; None: what that of a usual terminal says.
    """
    command = [*PROGRAM, *map(str, words)]
    if input_from is not None:
        command = ["sh", "-c", f"cat {shlex.quote(str(input_from))} | {shlex.join(command)}"]
    return Terminal(command, env=None if term is None else {"TERM": term})


DOWN, UP, RIGHT, LEFT = "\x1b[B", "\x1b[A", "\x1b[C", "\x1b[D"
PAGE_DOWN, PAGE_UP, ENTER, ESCAPE = "\x1b[6~", "\x1b[5~", "\r", "\x1b"
