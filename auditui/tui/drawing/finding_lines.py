"""Findings as lines: how severe, what and who, how many events; then when, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from auditui.core.text import clean
from auditui.insight.document import remarks, title_of
from auditui.insight.finding import Finding, Note, Severity
from auditui.insight.sentences import amount
from auditui.tui.drawing.cells import Look
from auditui.tui.drawing.clock import TimeStyle, time_text
from auditui.tui.drawing.glyphs import ASCII
from auditui.tui.drawing.spans import Line, Span, cells, fit
from auditui.tui.drawing.wrapping import wrapped

STYLES: Final = {
    Severity.HIGH: "failure",
    Severity.MEDIUM: "warning",
    Severity.LOW: "redirect",
    Severity.INFO: "dim",
}
SIGNS: Final = {Severity.HIGH: "▲", Severity.MEDIUM: "◆", Severity.LOW: "●", Severity.INFO: "·"}
ASCII_SIGNS: Final = {Severity.HIGH: "!", Severity.MEDIUM: "+", Severity.LOW: "o", Severity.INFO: "-"}
_SEVERITY_CELLS: Final = 9
_REMARK: Final = -1


def finding_lines(
    found: Sequence[Finding], notes: Sequence[Note], width: int, look: Look
) -> Iterator[tuple[Line, int]]:
    """Two lines or more for each finding, with its place; then what is not among them, without a place."""
    for place, one in enumerate(found):
        count = amount(one.count, "event", "events")
        sign = (ASCII_SIGNS if look.glyphs is ASCII else SIGNS)[one.severity]
        head = fit([Span(f"{sign} {one.severity}", STYLES[one.severity])], _SEVERITY_CELLS)
        room = width - _SEVERITY_CELLS - cells(count) - 2
        yield [*head, *fit([Span(title_of(one), "heading")], room), Span(f"  {count}", "number")], place
        beside = Span(" " * _SEVERITY_CELLS)
        why = [beside, Span(moments(one, look.times), "dim"), Span(f"   {clean(one.why)}")]
        yield from ((line, place) for line in wrapped(why, width, hanging=[beside]))
    for text in remarks(notes):
        yield from ((line, _REMARK) for line in wrapped([Span(text, "dim")], width, hanging=[Span("  ")]))


def moments(one: Finding, times: TimeStyle) -> str:
    """The moment, or the first and the last one; the day of the last only where it is another one."""
    absolute = replace(times, mode="iso") if times.mode == "relative" else times
    first, last = time_text(one.first_us, absolute), time_text(one.last_us, absolute)
    if first == last:
        return first
    return f"{first} – {last[11:] if first[:10] == last[:10] else last}"
