"""A record's timeline as lines: its events, the marks between them, and the record at one moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from auditui.core.counting import counted
from auditui.core.event import ABSENT, Change
from auditui.core.history import Gap, Step, flattened
from auditui.tui.drawing.cells import CELL_LIMIT, Look, badge, user
from auditui.tui.drawing.clock import time_text
from auditui.tui.drawing.entry import change_lines
from auditui.tui.drawing.shares import shares
from auditui.tui.drawing.spans import Line, Span, cells, elide, fit, line_cells
from auditui.tui.drawing.values import clipped, value_span
from auditui.tui.drawing.wrapping import wrapped

UNLOGGED: Final = "changed without a log entry"
_USER_CELLS: Final = 22
_BADGE_CELLS: Final = 12
_BADGE_MOST: Final = 30
_FIELDS_CELLS: Final = 18
"""Cells kept for the fields that changed before an action gets more than `_BADGE_CELLS`."""
_FIELD_LIMIT: Final = 200
_FIELDS_NAMED: Final = 8
_STATE_LIMIT: Final = 1_000
"""Fields of a state that are drawn; more are counted."""
_GAPS_LISTED: Final = 5
"""Marks before one event in the list; more are counted, and told below it."""


def step_lines(steps: Sequence[Step], width: int, look: Look) -> Iterator[tuple[Line, int]]:
    """One line for each event from oldest to newest, and one before it for each gap; each with its event's place.

    A gap stands below what was done, and further to the left where it would be cut off; then its values are cut.
    """
    time_cells = max((cells(time_text(step.event.at_us, look.times)) for step in steps), default=0)
    user_cells = min(max((line_cells(_who(step, look)) for step in steps), default=0), _USER_CELLS)
    room = min(_BADGE_MOST, max(_BADGE_CELLS, width - time_cells - user_cells - 3 - _FIELDS_CELLS))
    badge_cells = min(max((line_cells(badge(step.event, look)) for step in steps), default=0), room)
    for place, step in enumerate(steps):
        told = [gap_line(gap, width) for gap in step.gaps[:_GAPS_LISTED]]
        if len(step.gaps) > _GAPS_LISTED:
            told.append([Span(f"! and {len(step.gaps) - _GAPS_LISTED:,} more  {UNLOGGED}", "warning")])
        for line in told:
            indent = min(time_cells + 1, max(0, width - line_cells(line)))
            yield fit([Span(" " * indent), *line], width), place
        line = [Span(time_text(step.event.at_us, look.times), "time")]
        line = [*fit(line, time_cells + 1), *fit(badge(step.event, look), badge_cells), Span(" ")]
        line += [*fit(_who(step, look), user_cells), Span(" "), *_fields(step, look)]
        yield fit(line, width), place


def _who(step: Step, look: Look) -> Line:
    """The name alone: the hint at the e-mail address has no room here."""
    return user(step.event, look)[:1] or [Span(look.glyphs.missing, "dim")]


def _fields(step: Step, look: Look) -> Line:
    names = [change.field for change in step.event.changes]
    more = f" and {len(names) - _FIELDS_NAMED:,} more" if len(names) > _FIELDS_NAMED else ""
    shown = ", ".join(clipped(name, _FIELD_LIMIT) for name in names[:_FIELDS_NAMED])
    return [Span(shown + more, "key")] if names else [Span("no change of a field", "dim")]


def gap_line(gap: Gap, width: int = 0) -> Line:
    """`! plan: pro → enterprise  changed without a log entry`; the words tell it where colours do not.

    With a width, field and values are cut so that the words are read to their end.
    """
    told = [Span(clipped(gap.field, _FIELD_LIMIT), "key"), _short(gap.left, "before"), _short(gap.found, "after")]
    given = [line_cells([span]) for span in told]
    if width:
        given = shares(given, width - cells(f"! :  →   {UNLOGGED}"))
    field, left, found = (elide([span], room) for span, room in zip(told, given, strict=True))
    return [
        Span("! ", "warning"), *field, Span(": "), *left, Span(" → "), *found, Span(f"  {UNLOGGED}", "warning")
    ]  # fmt: skip


def _short(value: object, style: str) -> Span:
    if value is ABSENT:
        return Span("(none)", "dim")
    return Span(clipped(value_span(value).text, CELL_LIMIT), style)  # type: ignore[arg-type]  # a side of a change


def moment_lines(step: Step, width: int, look: Look) -> list[Line]:
    """What had changed unlogged, what this event changed, and every known field right after it."""
    lines: list[Line] = []
    for gap in step.gaps[:_STATE_LIMIT]:
        lines += wrapped(gap_line(gap), width, hanging=[Span("  ")])
        left_by = f"  left so at {time_text(gap.since.at_us, look.times)} by "
        lines += [[Span(left_by, "dim"), *(user(gap.since, look)[:1] or [Span(look.glyphs.missing)])], []]
    if len(step.gaps) > _STATE_LIMIT:
        lines += [[Span(f"… and {len(step.gaps) - _STATE_LIMIT:,} more {UNLOGGED}", "dim")], []]
    if step.event.changes:
        lines += [[Span("Changed here", "heading")], *change_lines(step.event.changes, width, look), []]
    known = sorted((name, value) for name, value in step.state.items() if value is not ABSENT)
    lines.append([Span(f"The record after this event, as far as the log tells: {_count(len(known))}", "heading")])
    touched = {path for change in step.event.changes for path in _leaves(change)}
    name_cells = min(max((cells(clipped(name, _FIELD_LIMIT)) for name, _ in known), default=0), max(width // 3, 8))
    for name, value in known[:_STATE_LIMIT]:
        sign = Span(f"{look.glyphs.changed} " if name in touched else "  ", "changed")
        head = [sign, *fit([Span(clipped(name, _FIELD_LIMIT), "key")], name_cells), Span("  ")]
        lines += wrapped([*head, value_span(value)], width, hanging=[Span(" " * (name_cells + 4))])
    if len(known) > _STATE_LIMIT:
        lines.append([Span(f"… and {counted(len(known) - _STATE_LIMIT, 'more field')}", "dim")])
    return lines


def _leaves(change: Change) -> dict[str, object]:
    return {**flattened(change.field, change.before), **flattened(change.field, change.after)}


def _count(number: int) -> str:
    return "1 field" if number == 1 else f"{number:,} fields"
