"""What a person sees of an import while it runs, and how they stop it."""

from __future__ import annotations

import signal
import sys
import time
from contextlib import ExitStack, suppress
from types import FrameType, TracebackType
from typing import Any, Final, Self

from auditui.cli import ending
from auditui.cli.output import is_terminal
from auditui.cli.rejects_file import RejectsFile
from auditui.import_report import FileReport, Reject

REFRESH_SECONDS: Final = 0.1


class Watch:
    """Draws a bar with rate and time left on a terminal, keeps rejects, and turns Ctrl-C into a clean stop.

    So do the signals of `ending.ENDING`. A second Ctrl-C does not wait for the end of the batch. May be entered again.
    """

    def __init__(self, total_bytes: int, rejects: RejectsFile | None) -> None:
        self._total = total_bytes
        self._rejects = rejects
        self._stop = False
        self._bar: Any = None
        self._signals = ExitStack()
        self._drawn = 0.0
        self._begun = time.monotonic()

    def __enter__(self) -> Self:
        """Take over Ctrl-C and its like, and start drawing where somebody looks."""
        self._signals.callback(signal.signal, signal.SIGINT, signal.signal(signal.SIGINT, self._interrupted))
        self._signals.enter_context(ending.handled_by(self._ended))
        if is_terminal(sys.stderr):
            self._bar = _bar(self._total)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave terminal and signals as they were."""
        self._signals.close()
        if self._bar is not None:
            with suppress(OSError):  # the terminal may be gone
                self._bar.stop()

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        if self._stop:
            raise KeyboardInterrupt
        self._stop = True

    def _ended(self, number: int, frame: FrameType | None) -> None:
        ending.note(number)
        self._stop = True

    def progress(self, taken: int, events: int) -> None:
        """Draw, now and then."""
        now = time.monotonic()
        if self._bar is None or now - self._drawn < REFRESH_SECONDS:
            return
        self._drawn = now
        rate = events / max(now - self._begun, 0.001)
        with suppress(OSError):  # a terminal that is gone says so before its signal comes
            self._bar.update(self._bar.task_ids[0], completed=taken, events=f"{events:,}", rate=f"{rate:,.0f}")

    def reject(self, reject: Reject) -> None:
        """Write it to the rejects file, if there is one."""
        if self._rejects is not None:
            self._rejects.add(reject)

    def finished(self, report: FileReport) -> None:
        """Nothing to draw: the bar is about all files."""

    def stopping(self) -> bool:
        """Whether Ctrl-C was pressed, or a signal came that means the same."""
        return self._stop


def _bar(total: int) -> Any:  # noqa: ANN401  rich is loaded here only
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("importing", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[events]} events  {task.fields[rate]}/s", markup=False),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
    bar.add_task("", total=total or None, events="0", rate="0")
    return bar
