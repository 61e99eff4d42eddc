"""Starts the explorer: the first page is on its way while Textual is imported."""

from __future__ import annotations

import gc
import os
import shlex
import sys
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from auditui import keeping
from auditui.core import faults, times
from auditui.core.arranging import Arrangements
from auditui.core.config import Display
from auditui.core.errors import AuditError, UsageError
from auditui.core.positions import Position
from auditui.core.query import Query
from auditui.core.view import View, command_line
from auditui.custody import deeds
from auditui.custody.journal import Receipt
from auditui.session import Session, default_path, redactor_for
from auditui.tui import keys
from auditui.tui.drawing.clock import TimeMode, TimeStyle
from auditui.tui.queries import Queries
from auditui.tui.questions import Failed
from auditui.tui.state import page_wanted
from auditui.tui.surroundings import Surroundings, Unkept

if TYPE_CHECKING:
    from auditui.core.bookmarks import Bookmarks, Change
    from auditui.custody.anchors import LastVerification
    from auditui.removal import Removal
    from auditui.tui.app import AuditApp
    from auditui.tui.export_run import Errand

_HARMLESS: Final = ("TEXTUAL_COLOR_SYSTEM", "TEXTUAL_DISABLE_KITTY_KEY", "TEXTUAL_FPS")
"""Textual's switches that change how it speaks to the terminal. All others are for its developers: they write
files, press keys, or load code."""
_FIRST_PAGE_WITHIN: Final = 0.4
"""Seconds that the first paint waits for rows once everything else is ready."""


def run(
    here: Session,
    view: View,
    *,
    standing_on: int | None = None,
    arranged: Arrangements = MappingProxyType({}),
    mouse: bool = True,
    files: Sequence[str] = (),
    keep: Callable[[Position], object] | None = None,
) -> None:
    """Show the explorer on a store until the person quits.

    Args:
        here: The store, who asks and what they configured; its connections are opened by the threads that use them.
        view: What to show first.
        standing_on: The event of it to stand on, where it still is one.
        arranged: How the person had arranged the columns of this store.
        mouse: Whether the mouse is ours; without, the terminal keeps it for selecting text.
        files: What the store was made of, where it is gone afterwards: these are what to name, not the store.
        keep: Called with where the person stood in the end. A signal that ended the explorer does what it
            does without one only after that.

    Raises:
        UsageError: There is no terminal, it cannot show the explorer, the view's dates cannot be, or the
            configuration names a theme or a key that is none.
        StoreError: The store cannot be opened or read.
        NotPermittedError: Something could not be put on record that has to be.
        AuditError: The explorer ended by a fault of its own.
    """
    require_terminal()
    asked = Queries(here.connect)
    gc.disable()  # nothing of what a start makes is garbage; it is collected again once the first page is painted
    try:
        asked.ask(page_wanted(view, times.now_us(), keep=standing_on))
        opening = here.journal.begin(deeds.session_opened(view.query))
        around = _surroundings(here, tuple(files), arranged)
        _show(asked, view, around, here.config.display, opening, mouse=mouse, keep=keep)
    finally:
        gc.enable()
        asked.close()


def require_terminal() -> None:
    """Keys come from standard input and the screen goes to standard error, so both must be terminals.

    Raises:
        UsageError: They are not, or the terminal cannot place a cursor.
    """
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)):  # None: it is closed
        raise UsageError(
            "the explorer needs a terminal for keys (standard input) and screen (standard error)",
            hint="auditui export writes the same rows to a file or a pipe",
        )
    if os.environ.get("TERM", "") in {"", "dumb"}:
        said = f"TERM is {os.environ['TERM']}" if os.environ.get("TERM") else "TERM is not set"
        raise UsageError(
            f"this terminal cannot show the explorer ({said})",
            hint="where it can after all: TERM=xterm-256color auditui; export, count, show and stats work anywhere",
        )


def _surroundings(here: Session, files: tuple[str, ...], arranged: Arrangements) -> Surroundings:
    return Surroundings(
        store=name_of(here.path, files),
        who=here.who,
        role=here.role.name,
        keys=keys.rebound(here.config.keys),
        times=TimeStyle(mode=_time_mode(here.config.display.time)),
        ascii=here.config.display.ascii,
        command=partial(command, here, files),
        fill=filling(here.path),
        frozen_holds="while the files stay as they are" if files else "whenever it is opened",
        journal=here.journal,
        remark=here.slow,
        searches=keeping.searches,
        keep_search=partial(_keep_search, here),
        watching=here.config.findings,
        removal=None if files else partial(_removal, here),
        verified=None if files else partial(_last_verification, here),
        given=None if files else partial(_last_given, here),
        arranged=arranged,
        bookmarks=Unkept() if files else _Bookmarks(here),
        errand=partial(_errand, here),
        is_first=here.store.snapshot().last_seq > 0 and keeping.is_first_start(),
    )


def _removal(here: Session, query: Query) -> Removal:
    from auditui.removal import Removal as Deletion

    return Deletion(here, query)


def _last_verification(here: Session) -> LastVerification | None:
    from auditui.custody import anchors

    return anchors.last_verification(here.path, anchors.places(here.config))


def _last_given(here: Session) -> int:
    """What the newest head reaches to: a deletion takes rows, and leaves that. 0 where it cannot be read."""
    with suppress(AuditError, OSError), closing(here.connect()) as store, store.evidence() as evidence:
        newest = evidence.newest()
        return newest.last_seq if newest is not None and isinstance(newest.last_seq, int) else 0
    return 0


class _Bookmarks:
    """Those of the person in the store, under what the store calls itself."""

    def __init__(self, here: Session) -> None:
        from auditui.custody.since_last import store_id

        self._store_id = store_id(here.store)

    def load(self) -> Bookmarks:
        return keeping.bookmarks(self._store_id)

    def change(self, change: Change) -> Bookmarks:
        return keeping.change_bookmarks(self._store_id, change)


def _errand(here: Session, *args: Any, **more: Any) -> Errand:  # noqa: ANN401  those of `exporting.Errand`
    from auditui.exporting import Errand as Export

    return Export(here, *args, **more)


def _keep_search(here: Session, query: Query) -> None:
    """Beside the screen, which waits for no disk."""
    redactor = redactor_for(here.config)
    Thread(target=keeping.keep_search, args=(query, redactor), name="auditui-searches").start()


def _time_mode(name: str) -> TimeMode:
    return "dmy" if name == "dmy" else "relative" if name == "relative" else "iso"


def _show(
    asked: Queries,
    view: View,
    around: Surroundings,
    display: Display,
    opening: Receipt,
    *,
    mouse: bool,
    keep: Callable[[Position], object] | None,
) -> None:
    silence_switches()
    from auditui.tui import ending
    from auditui.tui.app import AuditApp

    first = asked.first(_FIRST_PAGE_WITHIN)
    if isinstance(first, Failed):
        raise first.error
    app = AuditApp(asked, view, around, display=display)
    app.fit_terminal()
    app.when_painted = partial(_painted, app)
    opening.wait()
    around.journal.on_failure = app.leave_soon
    with ending.heeded(app.end, app.give_up_terminal) as came:
        app.run(mouse=mouse and display.mouse)
    if app.fault is not None:
        raise faults.end(app.fault) from app.fault
    if app.failure is not None:
        raise app.failure
    if keep is not None and app.left is not None:
        keep(app.left)
    ending.pass_on(came)


def _painted(app: AuditApp) -> None:
    from auditui.tui import preloading

    _collect_garbage()
    preloading.begin(app)


def _collect_garbage() -> None:
    """Of what is made from now on: what a start has made is kept to the end."""
    gc.freeze()
    gc.enable()


def name_of(path: Path, files: Sequence[str]) -> str:
    """What the first line calls the store: its file, or the files that it was made of."""
    if not files:
        return path.name
    first = Path(files[0]).name
    return first if len(files) == 1 else f"{first} and {len(files) - 1} more"


def command(here: Session, files: Sequence[str], view: View, frozen: bool) -> str:
    """The line for a shell that opens a view of this store, or of these files, again."""
    if files:
        from auditui.reopening import command_over

        return command_over(files, view, here.store.imports() if frozen else None)
    return command_line(view, db=None if here.path == default_path() else here.path.absolute(), frozen=frozen)


def filling(path: Path) -> str:
    """The line for a shell that imports into this store."""
    return (
        "auditui import FILE"
        if path == default_path()
        else f"auditui import --db {shlex.quote(str(path.absolute()))} FILE"
    )


def silence_switches() -> None:
    """Take Textual's developer switches out of the environment; they are read when it is imported."""
    for name in tuple(os.environ):
        if name.startswith("TEXTUAL") and name not in _HARMLESS:
            del os.environ[name]
