"""One export in a thread of its own, so that keys and queries go on meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from time import monotonic
from typing import Final, Protocol, TypeAlias

from auditui.core.errors import AuditError, InterruptedQueryError
from auditui.core.faults import own_fault

_STOP_WITHIN: Final = 0.4
"""Seconds that the end of the program waits for an export; the thread goes on to clean up behind that."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many events are written, of how many."""

    done: int
    total: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.done / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Ended:
    """It is over: so many events are in the file, or why there is none."""

    count: int = 0
    error: AuditError | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether somebody wanted it so."""
        return isinstance(self.error, InterruptedQueryError)


News: TypeAlias = Progress | Ended


class Errand(Protocol):
    """What is run; see `auditui.exporting.Errand`."""

    def run(self, tell: Callable[[int, int], object]) -> int:
        """Do it, in the thread that calls; returns how many events were handed over."""
        ...

    def stop(self) -> None:
        """End it soon; called from any thread."""
        ...


class ExportRun:
    """Runs at once. `news` is called from its thread, last with `Ended`, whatever happens."""

    def __init__(self, errand: Errand, news: Callable[[News], object]) -> None:
        self._errand = errand
        self._news = news
        self.latest = Progress(0, 0)
        # No daemon: a thread that is cut off could leave a half file behind.
        self._thread = Thread(target=self._work, name="auditui-export")
        self._thread.start()

    def stop(self) -> None:
        """End it soon, and leave no file."""
        self._errand.stop()

    def stop_and_wait(self) -> None:
        """The same, for the end of the program. A query may begin just after it was stopped, hence again and again."""
        until = monotonic() + _STOP_WITHIN
        while self._thread.is_alive() and monotonic() < until:
            self._errand.stop()
            self._thread.join(0.02)

    def _work(self) -> None:
        ended: Ended | None = None
        try:
            ended = Ended(self._errand.run(self._tell))
        except AuditError as error:
            ended = Ended(error=error)
        finally:
            self._news(ended or Ended(error=own_fault(sys.exception())))

    def _tell(self, done: int, total: int) -> None:
        self.latest = Progress(done, total)
        self._news(self.latest)
