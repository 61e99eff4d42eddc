"""A store of some files that is gone when they have been looked at."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import click

from auditui import session
from auditui.cli.import_ import Import
from auditui.cli.output import remark
from auditui.sources import ImportOptions

INPUT_NAME: Final = "standard input"
"""What a log is called that came in by `-`."""


@contextlib.contextmanager
def store_of(files: Sequence[str]) -> Iterator[Path]:
    """The path of a store that holds these files until the block ends, also when a signal ends it (`ending`)."""
    with session.throw_away() as path:
        fill(path, files)
        yield path


def fill(path: Path, files: Sequence[str]) -> None:
    """Import files into a new store, with progress and a summary on standard error.

    Ends the program with the import's exit code where there is nothing to look at, or Ctrl-C was pressed.
    """
    with session.opened(path, create=True, read_only=False, is_kept=False) as here:
        redactor = session.redactor_for(here.config)
        options = ImportOptions(origin=INPUT_NAME if "-" in files else "", redactor=redactor)
        report = Import(files, options).run(here.store, here.journal)
    if not report.total("imported"):
        remark(
            "auditui: there are no events to look at", "hint: auditui import --dry-run FILE shows how a file is read"
        )
    if report.stopped or not report.total("imported"):
        raise click.exceptions.Exit(report.exit_code)


def take_keys_from_terminal() -> None:
    """Make the terminal standard input again, after a log came in that way."""
    with contextlib.suppress(OSError):
        terminal = os.open("/dev/tty", os.O_RDWR)
        os.dup2(terminal, 0)
        os.close(terminal)
