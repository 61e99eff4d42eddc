"""Loads what the first keys need while the reader looks at the first page, so that none of them waits for it.

One module at a time, between keys and in the thread that would load it for a key: two threads that load modules which
know each other could get one of them half made.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from importlib import import_module
from typing import Final

from textual.app import App

BEGIN_AFTER: Final = 0.4
"""Seconds after the first page: answers that are still on their way come first."""
PAUSE: Final = 0.03
"""Seconds between two modules, in which keys act."""
MODULES: Final = (
    "auditui.tui.drawing.block", "auditui.core.language", "auditui.tui.drawing.copying", "auditui.tui.clipboard",
    "auditui.tui.screens.window", "auditui.tui.screens.details", "auditui.facets", "auditui.tui.screens.filters",
    "auditui.tui.screens.choose", "auditui.tui.screens.dates", "auditui.core.history", "auditui.tui.screens.history",
    "auditui.tui.screens.help", "auditui.tui.palette",
)  # fmt: skip
"""The likeliest first."""


def begin(app: App[None]) -> None:
    """Start, once the first page is on screen."""
    app.set_timer(BEGIN_AFTER, partial(_load, app, iter(MODULES)))


def _load(app: App[None], names: Iterator[str]) -> None:
    name = next(names, None)
    if name is not None:
        import_module(name)
        app.set_timer(PAUSE, partial(_load, app, names))
