"""Where a match is that the cells of a row do not show."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from auditui.core.event import Absent, Event, Json, leaves_of
from auditui.core.query import TEXT_FIELDS
from auditui.core.text import clean, fold
from auditui.tui.drawing.cells import Look
from auditui.tui.drawing.columns import Placed
from auditui.tui.drawing.matching import highlight
from auditui.tui.drawing.rows import GUTTER, fitted
from auditui.tui.drawing.spans import Line, Span, elide, plain

_BEFORE = 24
"""Characters shown before the match."""
_WINDOW = 400
"""Characters looked at from there on."""


def snippet(event: Event, seen: Sequence[Placed], width: int, look: Look) -> Line | None:
    """One dim line that says where the first hidden needle is: `details.request.path: …match…`.

    None when every needle can be seen in these columns as they are drawn, or stands nowhere in the event.
    """
    if not look.needles:
        return None
    shown = fold("\n".join(plain(fitted(event, placed, look)) for placed in seen))
    for needle in look.needles:
        if needle and needle not in shown:
            place = _place(event, needle)
            if place:
                return _draw(*place, needle, width, look)
    return None


def _place(event: Event, needle: str) -> tuple[str, str] | None:
    return next(((path, text) for path, text in _texts(event) if needle in fold(text) or needle in fold(path)), None)


def _texts(event: Event) -> Iterator[tuple[str, str]]:
    """Every text of an event with the path that a query would name it by."""
    for change in event.changes:
        for side, value in (("before", change.before), ("after", change.after)):
            yield from _leaf_texts(value, f"{side}.{change.field}")
    for target in event.targets:
        yield from (("targets", text) for text in (target.name, target.id, target.type))
    yield from _leaf_texts(event.details, "details")
    yield from ((field, getattr(event, field)) for field in TEXT_FIELDS)


def _leaf_texts(value: Json | Absent, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Absent):
        return
    for found, leaf in leaves_of(value, path):
        if leaf is not None:
            yield found, leaf if isinstance(leaf, str) else json.dumps(leaf)


def _draw(path: str, text: str, needle: str, width: int, look: Look) -> Line:
    start = max(0, fold(text).find(needle) - _BEFORE)
    lead = "…" if start else ""
    head = Span(f"  {look.glyphs.snippet} ".ljust(GUTTER), "dim")
    body = highlight([Span(f"{clean(path[:200])}: {lead}{clean(text[start : start + _WINDOW])}", "dim")], look.needles)
    return elide([head, *body], width - 1)
