"""A progress bar with rate and time left, on standard error when a person watches it, else nothing."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Protocol

from auditui.cli.output import is_terminal
from auditui.core.text import clean


class Advance(Protocol):
    """Tells how much is done so far, and how much there is where that was not known before."""

    def __call__(self, done: int, total: int | None = None, /) -> None:
        """Draw it."""
        ...


def _silent(done: int, total: int | None = None, /) -> None:
    """Nobody watches."""


@contextlib.contextmanager
def progress(label: str, total: int | None = None, *, unit: str = "events") -> Iterator[Advance]:
    """Show how far a long job is.

    Args:
        label: What runs, in a word or two.
        total: The amount that means done; None when nobody knows yet.
        unit: What is counted.
    """
    if not is_terminal(sys.stderr):
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.completed:,.0f} {task.fields[unit]}  {task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(clean(label), total=total, unit=unit, rate="")

        def advance(done: int, total: int | None = None, /) -> None:
            bar.update(task, completed=done, total=total, rate=_rate(bar.tasks[0].speed))

        yield advance


def _rate(per_second: float | None) -> str:
    return f"{per_second:,.0f}/s" if per_second else ""
