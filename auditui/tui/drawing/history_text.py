"""A record's timeline as text to paste: nothing is cut, and nothing of it is obeyed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditui.core.event import ABSENT, Change
from auditui.core.history import Step
from auditui.core.text import clean
from auditui.tui.drawing.copying import change_text, in_a_line, side_text
from auditui.tui.drawing.history import UNLOGGED


def history_text(steps: Sequence[Step], place: int) -> str:
    """A line for each event, below it each change with before and after; then the record after the event at `place`.

    What had changed without a log entry stands before the event that found it.
    """
    lines = ["Times are UTC, events from oldest to newest.", ""]
    lines += [line for step in steps for line in _told(step)]
    if steps:
        shown = steps[place]
        lines += ["", f"The record after {in_a_line(shown.event)}, as far as the log tells:", *_state(shown)]
    return "\n".join(lines) + "\n"


def _told(step: Step) -> Iterator[str]:
    for gap in step.gaps:
        yield f"! {change_text(Change(gap.field, gap.left, gap.found))}  {UNLOGGED}"
    yield in_a_line(step.event)
    yield from (f"    {change_text(change)}" for change in step.event.changes)


def _state(step: Step) -> Iterator[str]:
    for name, value in sorted(step.state.items()):
        if value is not ABSENT:
            yield f"    {clean(name)}: {side_text(value)}"
