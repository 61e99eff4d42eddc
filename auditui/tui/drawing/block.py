"""The block under an open row: who and what exactly, what changed, then everything else the source said."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from auditui.core.event import Event
from auditui.tui.drawing.cells import Look
from auditui.tui.drawing.change_table import change_table
from auditui.tui.drawing.facts import fact_lines, target_line
from auditui.tui.drawing.flow import flow
from auditui.tui.drawing.matching import highlight
from auditui.tui.drawing.nested import nested
from auditui.tui.drawing.spans import Line, Span, elide
from auditui.tui.drawing.values import clipped

LINE_LIMIT: Final = 500
"""Lines of a block; the details window shows the rest."""
INDENT: Final = 6
"""Cells before the content: as far as the first column begins."""
_LEAST_ROOM: Final = 12
_DESCRIPTION_LINES: Final = 12
_TARGET_LINES: Final = 2


def block(event: Event, width: int, look: Look) -> list[Line]:
    """The lines under an open row, each at most `width` cells, at most `LINE_LIMIT`; what matches is highlighted."""
    room = max(width - INDENT - 1, _LEAST_ROOM)
    drawn = list(islice(_sections(event, room, look), LINE_LIMIT))
    while drawn and not drawn[-1]:
        drawn.pop()
    if len(drawn) == LINE_LIMIT:
        drawn[-1] = [Span("… press o for the whole", "dim")]
    lit = [highlight(line, look.needles) for line in drawn]
    return [elide([_guide(look, line is lit[-1]), *line], width) for line in lit]


def _guide(look: Look, is_last: bool) -> Span:
    sign = look.glyphs.guide_end if is_last else look.glyphs.guide
    return Span(sign.ljust(INDENT), "guide")


def _sections(event: Event, width: int, look: Look) -> Iterator[Line]:
    """All sections, one blank line behind each that says something."""
    for section in (
        fact_lines(event, width, look),
        change_table(event.changes, width, look),
        _description(event, width, look),
        _targets(event, width, look),
        _details(event, width, look),
    ):
        is_empty = True
        for line in section:
            yield line
            is_empty = False
        if not is_empty:
            yield []


def _description(event: Event, width: int, look: Look) -> Iterator[Line]:
    if event.description:
        yield [Span("Description", "heading")]
        yield from flow([Span(clipped(event.description))], width, _DESCRIPTION_LINES, look)


def _targets(event: Event, width: int, look: Look) -> Iterator[Line]:
    if event.targets:
        yield [Span("Targets", "heading")]
    for target in event.targets:
        yield from flow(target_line(target.type, target.name, target.id), width, _TARGET_LINES, look)


def _details(event: Event, width: int, look: Look) -> Iterator[Line]:
    if event.details:
        yield [Span("Details", "heading")]
        yield from nested(event.details, width, look)
