"""Where the screen is written to, and how to be done with a terminal that takes nothing more.

A terminal may stand still for good: a connection that hangs, a multiplexer that waits, a line that was
stopped. Whoever writes to it then sleeps in the kernel, and whoever hands text to them waits for that.
"""

from __future__ import annotations

import os
import termios
import threading
from contextlib import suppress
from typing import Final, TextIO

_AGAIN: Final = 0.02
"""Seconds after which what was written meanwhile is thrown away, too."""
_LAST_WORDS_WITHIN: Final = 0.2
"""Seconds that the terminal has for what gives it back."""
_FULL: Final = 1 << 16
"""Characters that are written though more are on their way."""
LAST_WORDS: Final = "\x1b[?2026l"
"""What comes after this gives the terminal back. By itself it ends a frame, which may have been cut off."""


class Outlet:
    """The file that a driver writes to. A terminal that is gone or was given up takes all, and shows nothing."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._waiting: list[str] = []
        self._length = 0
        self._is_over = False
        self._last_words: list[str] = []
        self._is_closed = threading.Event()

    def fileno(self) -> int:
        """The terminal's handle."""
        return self._file.fileno()

    def write(self, text: str) -> None:
        """Take text; it is written when `flush` is called, or there is much of it."""
        if self._last_words or text == LAST_WORDS:
            self._last_words.append(text)
        self._waiting.append(text)
        self._length += len(text)
        if self._length >= _FULL:
            self.flush()

    def flush(self) -> None:
        """Write what waits, as long as somebody takes it."""
        data = self._encoded(self._waiting)
        self._waiting, self._length = [], 0
        while data and not self._is_over:
            try:
                data = data[os.write(self.fileno(), data) :]
            except OSError:  # nobody is at the other end any more
                self._is_over = True

    def give_up(self) -> None:
        """Write nothing more, and set free whoever waits for the terminal, until `close`; from any thread."""
        self._is_over = True
        threading.Thread(target=self._throw_away, name="auditui-outlet", daemon=True).start()

    def close(self) -> None:
        """Where nothing was written any more, try to give the terminal back all the same."""
        self._is_closed.set()
        words, self._last_words = self._last_words, []
        if self._is_over and words:
            said = threading.Thread(target=self._say, args=(self._encoded(words),), daemon=True)
            said.start()
            said.join(_LAST_WORDS_WITHIN)

    def _encoded(self, texts: list[str]) -> bytes:
        return "".join(texts).encode(self._file.encoding, "backslashreplace")

    def _throw_away(self) -> None:
        while not self._is_closed.wait(_AGAIN):
            self._free()

    def _free(self) -> None:
        """Throw away what the terminal has not taken. Stopping and starting it is what wakes those who wait for it."""
        with suppress(OSError, termios.error):
            termios.tcflush(self.fileno(), termios.TCOFLUSH)
            termios.tcflow(self.fileno(), termios.TCOOFF)
            termios.tcflow(self.fileno(), termios.TCOON)

    def _say(self, words: bytes) -> None:
        self._free()
        with suppress(OSError):
            os.write(self.fileno(), words)
