"""What every window over the explorer shares: how it ends, its frame, and the looks of what stands in it."""

from __future__ import annotations

from time import time
from typing import Any, ClassVar, Final, TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.binding import ActiveBinding, BindingType
from textual.containers import Vertical
from textual.geometry import Spacing
from textual.screen import ModalScreen

from auditui.tui.keys import Context, bindings
from auditui.tui.screens.one_size import OneSize
from auditui.tui.screens.recorded import Recorded

NARROW: Final = 100
"""Below this many cells a large window takes the whole screen."""
TOAST_LINES: Final = 5
"""Lines that what is said takes as a rule, blank ones included."""
_EVERYWHERE: Final = frozenset({"suspend"})
"""Ids of keys of the program that a window does not shut out."""
Result = TypeVar("Result")


class EndsOnce(OneSize[Result]):
    """Ends with the first result that it is given.

    Textual's `dismiss` takes the topmost screen away, whoever calls it: a second call from a window that is about to
    go takes the one below, down to the explorer, and a call from a window under another one takes that other one.
    """

    _is_over = False
    _is_gone = False
    _ends_with: Result | None = None

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401  Textual's own signature
        super().__init__(*args, **more)
        self._asked_at = time()

    def on_mount(self) -> None:
        """Take back remarks of before it was asked for, which would lie over its fields; what went wrong stays."""
        before = [said for said in self.app._notifications if said.raised_at < self._asked_at]
        read = tuple(said.message for said in before if said.severity == "information")
        self.post_message(Recorded.Outdated(read))

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The window's keys, and of the program those that work everywhere; a modal window shuts out all others."""
        everywhere = {
            key: ActiveBinding(self.app, binding, True, binding.tooltip)
            for key, binding in self.app._bindings
            if binding.id in _EVERYWHERE
        }
        return {**everywhere, **super().active_bindings}

    @property
    def is_over(self) -> bool:
        """Whether the window has ended; it may still be on screen, and messages may still reach it."""
        return self._is_over

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """End with this result, unless the window has ended; under another window, end when that one has.

        Typed ahead, the key that ends it may come before its parts are there. It waits for them then: Textual would
        leave them out, and whoever fills them in when the window is mounted would find none.
        """
        if self._is_over or self not in self.app.screen_stack:
            return _nothing()
        self._is_over, self._ends_with = True, result
        if self.is_mounted:
            return self._leave_screen()
        self.call_later(self._leave_screen)
        return _nothing()

    def on_screen_resume(self) -> None:
        """What was over this window is gone; if it has ended meanwhile, it goes, too."""
        if self._is_over:
            self._leave_screen()

    def _leave_screen(self) -> AwaitComplete:
        if self._is_gone or self.app.screen is not self:
            return _nothing()
        self._is_gone = True
        return super().dismiss(self._ends_with)


def _nothing() -> AwaitComplete:
    done: AwaitComplete = AwaitComplete.nothing()  # type: ignore[no-untyped-call]  # Textual leaves it without types
    return done


class Window(ModalScreen[Result], EndsOnce[Result]):
    """A window over the explorer: a frame in the middle, as high as what it holds."""

    DEFAULT_CSS = """
    Window {
        align: center middle;
        & > Vertical {
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 1 1 0 1;
            border: round $primary;
            border-title-style: bold;
            border-subtitle-color: $text-muted;
            background: $surface;
        }
        Input { width: 1fr; background: $panel; &:focus { background: $primary 25%; } }
        Button.-style-default {
            min-width: 10;
            margin-right: 1;
            background: $panel;
            color: $foreground;
            &:focus { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
            &:nocolor { text-style: underline; }
            &:nocolor:focus { text-style: reverse; }
        }
        .said { height: auto; margin: 0 1; color: $foreground 60%; &.-problem { color: $text-error; } }
        WindowHints { margin: 1 0 0 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.WINDOW)

    def on_mount(self) -> None:
        """Keep buttons and keys free, wherever they come to stand."""
        self.screen_layout_refresh_signal.subscribe(self, self._place_toasts, immediate=True)

    def _place_toasts(self, _: object) -> None:
        """Below the window where there is room, else above its buttons; only what can be read lies under them."""
        rows = [row.region for row in self.query("Button, WindowHints") if row.region]
        frame = self.query(Vertical).first().region
        below = self.size.height - frame.bottom
        lifted = self.size.height - min(row.y for row in rows) if rows and below < TOAST_LINES else 0
        margin = Spacing(0, 0, lifted, 0)
        for rack in self.query("ToastRack"):
            if rack.styles.margin != margin:
                rack.styles.margin = margin

    def action_help(self) -> None:
        """List the keys of this window; do what the one does that is pressed in the list."""
        from auditui.tui.pressing import entries_of, press
        from auditui.tui.screens.help import HelpWindow

        async def chosen(key_id: str | None) -> None:
            if key_id is not None:
                await press(self, key_id)

        self.app.push_screen(HelpWindow(entries_of(self), title="Keys of this window", pages=("keys",)), chosen)


class LargeWindow(Window[Result]):
    """A window to read in: most of the screen, and all of it where that is narrow."""

    DEFAULT_CSS = """
    LargeWindow {
        & > Vertical { width: 92%; max-width: 132; height: 92%; padding: 0 1; }
        &.-narrow > Vertical { width: 100%; height: 100%; }
        TextPage, DetailTree {
            background: $surface;
            background-tint: transparent;
            scrollbar-size-vertical: 1;
            scrollbar-background: $surface;
            scrollbar-background-hover: $surface;
            scrollbar-color: $foreground 30%;
        }
        WindowHints { margin: 0 1; }
    }
    """

    def on_mount(self) -> None:
        """Fit the screen."""
        self._fit(self.app.size.width)

    def on_resize(self, event: events.Resize) -> None:
        """Fit another one."""
        self._fit(event.size.width)

    def _fit(self, width: int) -> None:
        self.set_class(width < NARROW, "-narrow")
