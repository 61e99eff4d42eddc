"""The events of a record from oldest to newest, with a cursor, and marks where something changed between them."""

from __future__ import annotations

from collections.abc import Sequence

from auditui.core.history import Step
from auditui.tui.drawing.cells import Look
from auditui.tui.drawing.history import step_lines
from auditui.tui.widgets.line_list import LineList


class StepList(LineList):
    """Shows steps; a mark belongs to the event behind it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def show_steps(self, steps: Sequence[Step], place: int) -> None:
        """Show steps, the cursor on one of them."""
        self.fill(lambda width: step_lines(steps, width, self._look), len(steps), place)
