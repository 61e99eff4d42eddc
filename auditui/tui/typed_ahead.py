"""What was typed before the screen was ready for it: done in the order typed, once it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Act: TypeAlias = "Callable[[], object]"


class TypedAhead:
    """Acts that wait, the first one first."""

    def __init__(self) -> None:
        self._acts: list[Act] = []

    def do(self, act: Act, *, waits: bool = False) -> None:
        """Act now, or behind what was typed before and still waits."""
        if waits or self._acts:
            self._acts.append(act)
        else:
            act()

    def catch_up(self, is_ready: Callable[[], bool]) -> None:
        """Do what waits for as long as the screen is ready; each act may change that."""
        while self._acts and is_ready():
            self._acts.pop(0)()

    def forget(self) -> None:
        """What was typed was meant for what does not come."""
        self._acts.clear()
