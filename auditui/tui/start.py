"""Starts the explorer: the first page is asked for before Textual is imported, so that both take their time together."""

from __future__ import annotations

import gc
import os
import sys
from typing import Final

from auditui.core import times
from auditui.core.errors import UsageError
from auditui.core.view import View
from auditui.session import Session
from auditui.tui.queries import Failed, Queries
from auditui.tui.state import page_wanted

_HARMLESS: Final = ("TEXTUAL_COLOR_SYSTEM", "TEXTUAL_DISABLE_KITTY_KEY", "TEXTUAL_FPS")
"""Textual's switches that change how it speaks to the terminal. All others are for its developers: they write
files, press keys, or load code."""
_FIRST_PAGE_WITHIN: Final = 0.4
"""Seconds that the first paint waits for rows once everything else is ready."""


def run(here: Session, view: View, *, mouse: bool = True) -> None:
    """Show the explorer on a store until the person quits.

    Args:
        here: The store and who asks; its connections are opened by the threads that use them.
        view: What to show first.
        mouse: Whether the mouse is ours; without, the terminal keeps it for selecting text.

    Raises:
        UsageError: There is no terminal, it cannot show the explorer, or the view's dates cannot be.
        StoreError: The store cannot be opened or read.
    """
    require_terminal()
    asked = Queries(here.connect)
    asked.ask(page_wanted(view, times.now_us()))
    try:
        _show(asked, here, view, mouse=mouse)
    finally:
        asked.close()


def require_terminal() -> None:
    """Keys come from standard input and the screen goes to standard error, so both must be terminals.

    Raises:
        UsageError: They are not, or the terminal cannot place a cursor.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            "the explorer needs a terminal for keys (standard input) and screen (standard error)",
            hint="auditui export writes the same rows to a file or a pipe",
        )
    if os.environ.get("TERM", "") in {"", "dumb"}:
        raise UsageError(
            f"this terminal cannot show the explorer (TERM={os.environ.get('TERM', '')})",
            hint="auditui export, count, show and stats work here",
        )


def _show(asked: Queries, here: Session, view: View, *, mouse: bool) -> None:
    silence_switches()
    gc.disable()
    from auditui.tui.app import AuditApp
    from auditui.tui.screens.results import Surroundings

    first = asked.first(_FIRST_PAGE_WITHIN)
    if isinstance(first, Failed):
        raise first.error
    around = Surroundings(store=here.path.name, who=here.who, role=here.role, path=str(here.path))
    app = AuditApp(asked, view, around)
    gc.freeze()
    gc.enable()
    app.run(mouse=mouse)


def silence_switches() -> None:
    """Take Textual's developer switches out of the environment; they are read when it is imported."""
    for name in tuple(os.environ):
        if name.startswith("TEXTUAL") and name not in _HARMLESS:
            del os.environ[name]
