"""What commands write: data to standard output, remarks to standard error."""

from __future__ import annotations

import sys
from typing import IO

import click

from auditui.core.errors import AuditError
from auditui.core.text import clean


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether a person reads this stream; a closed one nobody reads."""
    return stream is not None and not stream.closed and stream.isatty()


def remark(*lines: str) -> None:
    """Tell the person something on standard error; whatever a line holds, it stays one line and controls nothing."""
    for line in lines:
        click.echo(clean(line), err=True)


def show(text: str) -> None:
    """Print text that is laid out for reading. Always clean, since it is not data: `--json` gives that."""
    data("\n".join(clean(line) for line in text.split("\n")))


def data(text: str) -> None:
    """Print a result and a line feed. Raises `AuditError` where nobody would get it."""
    if sys.stdout is None:
        raise AuditError("standard output is closed")
    click.echo(text)
