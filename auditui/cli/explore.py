"""Opens the explorer: what `auditui` does when no command is named."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

import click

from auditui import session
from auditui.core.errors import UsageError
from auditui.core.query import Query
from auditui.core.view import Sort, View

ENDING: Final = (signal.SIGTERM, signal.SIGHUP)
"""Signals that end a process at once unless it has something to tidy up."""


def explore(
    files: Sequence[str],
    *,
    db: Path | None,
    query: Query,
    sort: Sort,
    columns: tuple[str, ...],
    zone: str,
    page_size: str,
    mouse: bool,
) -> None:
    """Show files, or the store when there are none, until the person quits."""
    require_terminal(reads_input="-" in files)
    view = View(query, sort, columns, zone, int(page_size))
    if not files:
        run(db, view, mouse=mouse)
        return
    if (
        db is not None
        and click.get_current_context().get_parameter_source("db") is click.core.ParameterSource.COMMANDLINE
    ):
        raise click.UsageError(
            "--db has no effect with files: they open without being kept; 'auditui import' keeps them"
        )
    with throw_away_store(files) as path:
        run(path, view, mouse=mouse)


def run(db: Path | None, view: View, *, mouse: bool) -> None:
    """Open a store in the explorer."""
    from auditui.tui.start import run as start

    with session.opened(db) as here:
        start(here, view, mouse=mouse)


@contextlib.contextmanager
def throw_away_store(files: Sequence[str]) -> Iterator[Path]:
    """A store of these files that is gone afterwards, also when a signal ends the program."""
    with _tidied(), session.throw_away() as path:
        fill(path, files)
        yield path


def fill(path: Path, files: Sequence[str]) -> None:
    """Import files into a new store, with progress and a summary on standard error."""
    raise NotImplementedError


def require_terminal(*, reads_input: bool = False) -> None:
    """Raise `UsageError` where no explorer can be shown: no terminal, or one that cannot place a cursor."""
    if not sys.stdout.isatty() or not (reads_input or sys.stdin.isatty()):
        raise UsageError(
            "the explorer needs a terminal", hint="auditui export writes the same rows to a file or a pipe"
        )
    if os.environ.get("TERM", "") in {"", "dumb"}:
        raise UsageError(
            f"this terminal cannot show the explorer (TERM={os.environ.get('TERM', '')})",
            hint="auditui export, count, show and stats work here",
        )


@contextlib.contextmanager
def _tidied() -> Iterator[None]:
    """Let ending signals unwind the stack, so that every `with` on it tidies up."""
    before = {number: signal.signal(number, _leave) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
