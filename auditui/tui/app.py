"""The app: theme, keys, the belt against controls, and the explorer as its first screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from textual import on
from textual.app import App
from textual.binding import BindingType
from textual.command import Provider
from textual.driver import Driver
from textual.events import Event, Key
from textual.filter import LineFilter
from textual.message import Message
from textual.notifications import Notify
from textual.screen import Screen

from auditui.core.config import Display
from auditui.core.errors import AuditError, UsageError
from auditui.core.nearest import did_you_mean
from auditui.core.positions import Position
from auditui.core.view import View
from auditui.tui import keys
from auditui.tui.keyboard import act_at_once
from auditui.tui.line_filter import AsciiFilter, ColourlessFilter, ControlFilter
from auditui.tui.queries import Queries
from auditui.tui.screens.explorer import Explorer
from auditui.tui.screens.results import Results
from auditui.tui.surroundings import Surroundings
from auditui.tui.terminal import TerminalDriver

BLANK_FOR: Final = 0.3
"""Seconds after which the screen is drawn even though no rows have come."""


_DISPLAY: Final = Display()


def _commands() -> type[Provider]:
    from auditui.tui.palette import Commands

    return Commands


class AuditApp(App[None]):
    """Opens the explorer and leaves a clean terminal, however it ends."""

    CSS_PATH = "app.tcss"
    TITLE = "auditui"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.Context.APP)
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    ENABLE_COMMAND_PALETTE = True
    AUTO_FOCUS = None
    SUSPENDED_SCREEN_CLASS = "-below"

    @dataclass
    class MustLeave(Message):
        """Nothing more may be shown; said from another thread."""

        error: AuditError

    def __init__(self, asked: Queries, view: View, around: Surroundings, *, display: Display = _DISPLAY) -> None:
        super().__init__()
        self._queries = asked
        self._view = view
        self._around = around
        self._line_filters: list[LineFilter] = [ControlFilter()]
        if display.ascii:
            self._line_filters.append(AsciiFilter())
        if self.no_color:  # last, since Textual's own filter for it sends greys
            self._line_filters.append(ColourlessFilter())
        self._unpainted = ExitStack()
        self._is_painted = False
        self._is_leaving = False
        self._runs_in: asyncio.AbstractEventLoop | None = None
        self.when_painted: Callable[[], object] = lambda: None
        """Called once the first page is on screen."""
        self.left: Position | None = None
        """Where the reader stood in the end; None before."""
        self.failure: AuditError | None = None
        """Why the app left by itself; None while it has not."""
        self.fault: BaseException | None = None
        """What nobody foresaw and ended the app; None while nothing has."""
        self.animation_level = "none"
        self.theme = self._known_theme(display.theme or "textual-dark")
        self._is_theme_chosen = bool(display.theme)
        self.set_keymap(keys.keymap(around.keys))

    def fit_terminal(self) -> None:
        """On a terminal of sixteen colours take a theme of these, where none is chosen.

        Tints would all be rounded to the same grey there, the cursor's as well as a mark's.
        """
        if not self._is_theme_chosen and self.console.color_system == "standard":
            self.theme = "ansi-dark"

    def get_default_screen(self) -> Screen[Any]:
        """The explorer."""
        return Explorer(self._queries, self._view, self._around)

    def get_driver_class(self) -> type[Driver]:
        """The one that lets go of a terminal; no switch in the environment names another."""
        return TerminalDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own filters, and ours."""
        return [*super().get_line_filters(), *self._line_filters]

    def _known_theme(self, name: str) -> str:
        """The name itself. Raises `UsageError` when there is no such theme."""
        if name in self.available_themes:
            return name
        hint = did_you_mean(name, self.available_themes, f"there are {', '.join(self.available_themes)}")
        raise UsageError(f"{name!r} is no theme", where="display.theme", hint=hint)

    def on_mount(self) -> None:
        """Draw when there are rows, and again after a stop; where the end has come before all this, end."""
        self._unpainted.enter_context(self.batch_update())
        self.set_timer(BLANK_FOR, self.paint)
        self._runs_in = asyncio.get_running_loop()
        if self._is_leaving:
            self.exit()
        self.app_resume_signal.subscribe(self, lambda _: self.screen.refresh(layout=True))

    @on(Results.Ready)
    def paint(self) -> None:
        """Draw for the first time. Until then nothing is written, so that the first picture has rows in it."""
        if self._is_painted:
            return
        self._is_painted = True
        self._unpainted.close()
        self.screen.refresh()
        self.call_after_refresh(self.when_painted)

    async def on_event(self, event: Event) -> None:
        """Keys act before the next one is looked at, and none once the end has begun; all else as ever."""
        if isinstance(event, Key) and self._is_leaving:
            return
        if isinstance(event, Key) and not event.is_forwarded:
            await act_at_once(self, event, super().on_event)
        else:
            await super().on_event(event)

    def _on_notify(self, event: Notify) -> None:
        """What is said takes the place of what was said in the same tone; Textual then shows it."""
        for said in [one for one in self._notifications if one.severity == event.notification.severity]:
            self._unnotify(said, refresh=False)

    @on(Results.Outdated)
    def _unsay(self, message: Results.Outdated) -> None:
        for said in [one for one in self._notifications if one.message in message.remarks]:
            self._unnotify(said)

    def leave_soon(self, error: AuditError) -> None:
        """End the app because of this error; may be called from any thread."""
        self.post_message(self.MustLeave(error))

    @on(MustLeave)
    def _leave(self, message: MustLeave) -> None:
        self.failure = message.error
        self.exit()

    def _handle_exception(self, error: Exception) -> None:
        """End because of what nobody foresaw. Textual would print its traceback, with values of the log in it."""
        self.fault = self.fault or error
        super()._handle_exception(error)
        self._exit_renderables.clear()

    def action_command_palette(self) -> None:
        """Commands of the explorer by name."""
        from auditui.tui.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_help_quit(self) -> None:
        """Ctrl+C, which elsewhere ends programs: say what does here."""
        quits = next(key for key in self._around.keys if key.id == "quit")
        self.notify(f"{keys.shown(quits.keys[0])} quits; Ctrl+Q does wherever you are.", markup=False)

    def action_help(self) -> None:
        """All keys in force, from those of the part with the focus on, and the query language."""
        from auditui.tui.screens.help import HelpWindow

        async def chosen(key_id: str | None) -> None:
            if key_id is not None and isinstance(self.screen, Explorer):
                await self.screen.run_key(key_id)

        table = self._around.keys
        elsewhere = frozenset(key.id for key in table if key.context not in keys.EXPLORED)
        part = self.screen.part if isinstance(self.screen, Explorer) else keys.Context.TABLE
        begin = next(key.id for key in table if key.context is part) if part is not keys.Context.TABLE else ""
        self.push_screen(HelpWindow(table, elsewhere=elsewhere, begin=begin), chosen)

    def end(self) -> None:
        """End the program, from wherever the main thread is, as a signal comes."""
        self._is_leaving = True
        if self._runs_in is not None:
            self._runs_in.call_soon_threadsafe(self.exit)

    def give_up_terminal(self) -> None:
        """Wait no longer for a terminal that takes nothing; from any thread."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.give_up()

    def exit(self, *args: Any, **more: Any) -> None:  # noqa: ANN401  Textual's own signature
        """End the program, however that came about, and keep where the reader stood."""
        self._is_leaving = True
        self.left = next((one.position for one in self.screen_stack if isinstance(one, Explorer)), self.left)
        super().exit(*args, **more)

    def on_unmount(self) -> None:
        """Stop whatever the store still works on."""
        self._queries.close()
