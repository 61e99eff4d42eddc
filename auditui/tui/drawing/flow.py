"""Text that goes on below itself."""

from __future__ import annotations

from collections.abc import Iterator

from auditui.tui.drawing.cells import Look
from auditui.tui.drawing.matching import highlight
from auditui.tui.drawing.spans import Line, capped
from auditui.tui.drawing.wrapping import wrapped


def flow(line: Line, width: int, limit: int, look: Look, *, hanging: Line | None = None) -> Iterator[Line]:
    """A line as at most `limit` lines of at most `width` cells; what matches is highlighted, also across a cut.

    `hanging` stands in front of every line but the first, inside the width. Text beyond the limit
    is left out behind `…`.
    """
    return capped(wrapped(highlight(line, look.needles), width, hanging=hanging), limit, width)
