"""Textual's driver of a terminal, which lets go of one that takes nothing more."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from typing import Any, Final

from textual.drivers.linux_driver import LinuxDriver

from auditui.tui.outlet import LAST_WORDS, Outlet

ON_ITS_WAY: Final = 0.5
"""Seconds that a signal takes at most that was sent just before or behind the one that goes on."""


class TerminalDriver(LinuxDriver):
    """As Textual's; once it is told to, it writes nothing more but what gives the terminal back."""

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401  Textual's own signature
        super().__init__(*args, **more)
        self._outlet = Outlet(sys.__stderr__)  # type: ignore[arg-type]  # there is one: the explorer has a terminal
        self._file = self._outlet  # type: ignore[assignment]  # it has what the thread that writes calls

    def give_up(self) -> None:
        """Wait for the terminal no longer; from any thread."""
        self._outlet.give_up()

    def start_application_mode(self) -> None:
        """Take the terminal, and draw.

        Who was stopped from outside (SIGSTOP) and goes on still has it: the threads of before end first, or two would
        read the keys, and the modes to give back in the end are those of before the first time.
        """
        before = self.attrs_before
        has_it = self._end_threads()
        self._must_signal_resume = self._must_signal_resume or has_it
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual leaves it without types
        if has_it:
            self.attrs_before = before

    def _sigcont_application(self, *_: object) -> None:
        """Go on; in the background only to end, where that is wanted: whoever stops again at once never hears of it."""
        if not self._is_in_background():
            super()._sigcont_application()
            return
        time.sleep(ON_ITS_WAY)  # the handler of a signal that ends runs meanwhile, and takes this one away
        if signal.getsignal(signal.SIGCONT) == self._sigcont_application:
            os.kill(os.getpid(), signal.SIGSTOP)

    def _end_threads(self) -> bool:
        if self._key_thread is None or not self._key_thread.is_alive():
            return False
        self.exit_event.set()
        self._key_thread.join()
        self.exit_event.clear()
        super().close()
        return True

    def stop_application_mode(self) -> None:
        """Give the terminal back. In the background it is somebody else's, and was given back before."""
        if self._is_in_background():
            return
        self.write(LAST_WORDS)
        super().stop_application_mode()

    def disable_input(self) -> None:
        """Read no more keys, and forget those that were typed; not those for somebody else."""
        if self._is_in_background():
            self.exit_event.set()
        else:
            super().disable_input()

    def close(self) -> None:
        """End the thread that writes, and say what was left to say."""
        super().close()
        self._outlet.close()

    def _is_in_background(self) -> bool:
        with suppress(OSError):
            return os.tcgetpgrp(self.fileno) != os.getpgrp()
        return False
