"""What commands write: data to standard output, remarks to standard error."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from typing import IO

import click

from auditui.core.errors import AuditError
from auditui.core.text import clean


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether a person reads this stream; a closed one nobody reads."""
    return stream is not None and not stream.closed and stream.isatty()


def abandon(stream: IO[str] | None) -> None:
    """Point a stream at nothing, so that neither we nor Python's last flush fail on a pipe that was closed."""
    if stream is None:
        return
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def remark(*lines: str) -> None:
    """Tell the person something on standard error; whatever a line holds, it stays one line and controls nothing.

    Where nobody can read it any more, the exit code has to be enough.
    """
    for line in lines:
        try:
            click.echo(clean(line), err=True)
        except OSError:
            abandon(sys.stderr)


def show(text: str) -> None:
    """Print text that is laid out for reading. Always clean, since it is not data: `--json` gives that."""
    data("\n".join(clean(line) for line in text.split("\n")))


def show_each(lines: Iterable[str]) -> None:
    """Print lines as they come, clean. Raises `BrokenPipeError` when the reader has seen enough."""
    for line in lines:
        _print(clean(line))


def data(text: str) -> None:
    """Print a result and a line feed. Raises `AuditError` where nobody would get it.

    A reader who leaves has seen enough; what the command says by its exit code still counts.
    """
    with heard():
        _print(text)


@contextlib.contextmanager
def heard() -> Iterator[None]:
    """What is printed here is a result to its end: a pipe that was closed ends the printing, and not the command."""
    try:
        yield
    except BrokenPipeError:
        abandon(sys.stdout)


def _print(text: str) -> None:
    if sys.stdout is None:
        raise AuditError("standard output is closed")
    click.echo(text)
