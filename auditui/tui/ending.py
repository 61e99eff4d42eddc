"""Signals that end the explorer as `q` does, though the terminal may take nothing more."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from types import FrameType
from typing import Final

ENDING: Final = (signal.SIGTERM, signal.SIGHUP)
GRACE: Final = 1.0
"""Seconds that the terminal has to take the rest."""


@contextmanager
def heeded(end: Callable[[], object], insist: Callable[[], object]) -> Iterator[list[int]]:
    """Have these signals call `end`, and `insist` where that has not come about in time; yields those that came.

    Both are called between two steps of the main thread or beside it, whatever it waits for. Signals that are
    ignored, as `nohup` does with SIGHUP, stay ignored. Afterwards they do what they did before.
    """
    came: list[int] = []
    late = Timer(GRACE, insist)
    late.daemon = True

    def heed(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        if len(came) == 1:
            signal.signal(signal.SIGCONT, signal.SIG_DFL)  # `kill %1`: what was stopped ends, and draws no more
            late.start()
            end()

    before = {number: signal.getsignal(number) for number in ENDING}
    taken = {number: old for number, old in before.items() if old is not signal.SIG_IGN}
    for number in taken:
        signal.signal(number, heed)
    try:
        yield came
    finally:
        late.cancel()
        for number, old in taken.items():
            signal.signal(number, old)


def pass_on(came: list[int]) -> None:
    """Let the first of the signals that came, if any, do what it does outside of the explorer."""
    for number in came[:1]:
        signal.raise_signal(number)
