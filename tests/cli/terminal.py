"""The program on a pseudo-terminal."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import shlex
import signal
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

PROGRAM = (sys.executable, "-m", "auditui")
PATIENCE_S = 20.0


class Terminal:
    """One run of the program at 120x40: what it writes (`seen`), what stands on the screen, how it ends."""

    def __init__(self) -> None:
        self.seen = b""
        self._screen = pyte.Screen(120, 40)
        self._stream = pyte.ByteStream(self._screen)
        self._pid = self._handle = 0
        self._code: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the program if it still runs."""
        if self._pid and self._code is None:
            self.kill(signal.SIGKILL)
            self.ends()
        if self._handle:
            os.close(self._handle)

    def start(self, *words: object, input_from: Path | None = None, term: str = "xterm-256color") -> None:
        """Run the program with these words, its input from a file where one is named."""
        self._pid, self._handle = pty.fork()
        if self._pid == 0:
            os.environ.update({"TERM": term, "COLUMNS": "120", "LINES": "40"})
            command = [*PROGRAM, *map(str, words)]
            if input_from is not None:
                command = ["sh", "-c", f"cat {shlex.quote(str(input_from))} | {shlex.join(command)}"]
            os.execvp(command[0], command)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self._screen.display)

    def wait_for(self, text: str) -> None:
        """Until this stands on the screen."""
        limit = time.monotonic() + PATIENCE_S
        while text not in self.text:
            assert time.monotonic() < limit, f"not seen: {text}\n{self.text}"
            assert self._read(), f"ended before {text} was seen:\n{self.text}"

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._handle, keys.encode())

    def kill(self, number: signal.Signals) -> None:
        """Send a signal."""
        os.kill(self._pid, number)

    def ends(self) -> int:
        """Wait for the end; the exit code, negative for a signal."""
        limit = time.monotonic() + PATIENCE_S
        while self._code is None:
            assert time.monotonic() < limit, f"still running:\n{self.text}"
            self._read()
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
        while self._read():
            pass
        return self._code

    def _read(self) -> bool:
        """Take what is there, waiting a little; whether there may be more."""
        ready, _, _ = select.select([self._handle], [], [], 0.1)
        if not ready:
            return self._code is None
        piece = b""
        with contextlib.suppress(OSError):
            piece = os.read(self._handle, 65536)
        self.seen += piece
        self._stream.feed(piece)
        return bool(piece)
