"""What every window over the explorer shares: however often it is told to, it ends once, and takes nothing with it."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

Result = TypeVar("Result")


class EndsOnce(Screen[Result]):
    """Ends with the first result that it is given.

    Textual's `dismiss` takes the topmost screen away, whoever calls it: a second call from a window that is about to
    go takes the one below, down to the explorer, and a call from a window under another one takes that other one.
    """

    _is_over = False
    _ends_with: Result | None = None

    @property
    def is_over(self) -> bool:
        """Whether the window has ended; it may still be on screen, and messages may still reach it."""
        return self._is_over

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """End with this result, unless the window has ended; under another window, end when that one has."""
        if self._is_over or self not in self.app.screen_stack:
            return _nothing()
        self._is_over = True
        if self.app.screen is self:
            return super().dismiss(result)
        self._ends_with = result
        return _nothing()

    def on_screen_resume(self) -> None:
        """What was over this window is gone; if it has ended meanwhile, it goes, too."""
        if self._is_over and self.app.screen is self:
            super().dismiss(self._ends_with)


def _nothing() -> AwaitComplete:
    done: AwaitComplete = AwaitComplete.nothing()  # type: ignore[no-untyped-call]  # Textual leaves it without types
    return done


class Window(ModalScreen[Result], EndsOnce[Result]):
    """A window over the explorer."""
